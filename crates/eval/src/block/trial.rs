//! Which of two ways of doing the same work takes less time on this processor.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

/// Which way is tried when: neither goes first, nor always on the same of two pieces of work that are done in turns.
const OTHER: [bool; 6] = [false, true, true, false, false, true];

/// Work that can be done in a usual way or in another, tried both ways, three times each, and then done as was faster.
///
/// The least time of an element counts, because whatever disturbs a run makes it longer.
#[derive(Debug)]
pub(super) struct Trial {
    runs: AtomicUsize,
    /// Least picoseconds an element in the usual way and in the other.
    least: [AtomicU64; 2],
}

impl Default for Trial {
    fn default() -> Self {
        Self {
            runs: AtomicUsize::new(0),
            least: [(); 2].map(|()| AtomicU64::new(u64::MAX)),
        }
    }
}

impl Trial {
    /// Does work for so many elements, which is told whether to do it in the other way.
    pub fn run(&self, elements: usize, work: impl FnOnce(bool)) {
        let Some(other) = self.next() else {
            return work(self.other_is_faster());
        };
        let start = Instant::now();
        work(other);
        let picoseconds = start.elapsed().as_nanos() * 1000 / elements.max(1) as u128;
        self.note(other, u64::try_from(picoseconds).unwrap_or(u64::MAX));
    }

    /// Whether the other way is the next to be tried; none if both were.
    fn next(&self) -> Option<bool> {
        OTHER
            .get(self.runs.fetch_add(1, Ordering::Relaxed))
            .copied()
    }

    fn note(&self, other: bool, picoseconds: u64) {
        self.least[usize::from(other)].fetch_min(picoseconds, Ordering::Relaxed);
    }

    fn other_is_faster(&self) -> bool {
        let [usual, other] = [0, 1].map(|way: usize| self.least[way].load(Ordering::Relaxed));
        other < usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_are_tried_and_the_faster_is_kept() {
        for (picoseconds, kept) in [([1000, 1100], false), ([1100, 1000], true)] {
            let trial = Trial::default();
            let mut tried = [0; 2];
            while let Some(other) = trial.next() {
                tried[usize::from(other)] += 1;
                trial.note(other, picoseconds[usize::from(other)]);
            }
            assert_eq!(tried, [3; 2]);
            for _ in 0..3 {
                trial.run(1000, |other| assert_eq!(other, kept));
            }
        }
    }

    #[test]
    fn the_least_time_of_an_element_counts() {
        let trial = Trial::default();
        assert!(!trial.other_is_faster());
        for (other, picoseconds) in [(false, 900), (true, 5000), (true, 800), (false, 1000)] {
            trial.note(other, picoseconds);
        }
        assert!(trial.other_is_faster());
    }

    #[test]
    fn each_trial_is_timed() {
        let trial = Trial::default();
        for tried in OTHER {
            trial.run(0, |other| assert_eq!(other, tried));
        }
        let known = |least: &AtomicU64| least.load(Ordering::Relaxed) < u64::MAX;
        assert!(trial.least.iter().all(known));
    }
}
