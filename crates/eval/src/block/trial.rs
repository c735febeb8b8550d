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
        let tried = self.runs.load(Ordering::Relaxed) >= OTHER.len();
        let next = || OTHER.get(self.runs.fetch_add(1, Ordering::Relaxed));
        let Some(&other) = (!tried).then(next).flatten() else {
            return work(self.other_is_faster());
        };
        let start = Instant::now();
        work(other);
        let picoseconds = start.elapsed().as_nanos() * 1000 / elements.max(1) as u128;
        self.note(other, u64::try_from(picoseconds).unwrap_or(u64::MAX));
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
    use std::cell::Cell;
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;

    /// The ways that runs are done in, where each takes so long.
    fn ways(runs: usize, milliseconds: [u64; 2]) -> Vec<bool> {
        let trial = Trial::default();
        let ways: Vec<Cell<bool>> = (0..runs).map(|_| Cell::default()).collect();
        for way in &ways {
            trial.run(1000, |other| {
                sleep(Duration::from_millis(milliseconds[usize::from(other)]));
                way.set(other);
            });
        }
        ways.iter().map(Cell::get).collect()
    }

    #[test]
    fn both_ways_are_tried_and_the_faster_is_kept() {
        for (milliseconds, kept) in [([1, 20], false), ([20, 1], true)] {
            let ways = ways(9, milliseconds);
            let (tried, after) = ways.split_at(OTHER.len());
            assert_eq!(
                (tried, after),
                (&OTHER[..], &[kept; 3][..]),
                "{milliseconds:?}"
            );
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
        trial.run(0, |other| assert!(!other));
    }
}
