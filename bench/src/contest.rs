//! Contestants timed in turns, so that what disturbs one disturbs all; the least time of each counts.

use std::time::{Duration, Instant};

/// How long one contestant is timed at a time: short, so that some turn is not interrupted.
const TURN: Duration = Duration::from_micros(30);

/// What is compared.
#[derive(Default)]
pub struct Contest<'a> {
    contestants: Vec<(String, Box<dyn FnMut() + 'a>)>,
}

impl<'a> Contest<'a> {
    /// Another contestant.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, run: impl FnMut() + 'a) -> Self {
        self.contestants.push((name.into(), Box::new(run)));
        self
    }

    /// The least time of a call of each, in ns, in the order in which they were added; in turns for about as long as is said.
    pub fn least(mut self, time: Duration) -> Vec<(String, f64)> {
        let calls: Vec<u32> = self
            .contestants
            .iter_mut()
            .map(|(_, run)| calls_a_turn(run))
            .collect();
        let mut least = vec![f64::INFINITY; calls.len()];
        let end = Instant::now() + time;
        loop {
            for (((_, run), calls), least) in
                self.contestants.iter_mut().zip(&calls).zip(&mut least)
            {
                *least = least.min(timed(run, *calls));
            }
            if Instant::now() >= end {
                break;
            }
        }
        let names = self.contestants.into_iter().map(|(name, _)| name);
        names.zip(least).collect()
    }
}

/// ns a call.
fn timed(run: &mut impl FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}

/// How many calls fill a turn, after a first one.
fn calls_a_turn(run: &mut impl FnMut()) -> u32 {
    run();
    let least = (0..3).map(|_| timed(run, 1)).fold(f64::INFINITY, f64::min);
    (TURN.as_secs_f64() * 1e9 / least.max(1.0)).clamp(1.0, 1e6) as u32
}
