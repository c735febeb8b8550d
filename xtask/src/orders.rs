//! How large derivatives of higher order are, and how long it takes to find them.

use std::time::{Duration, Instant};

use gradus::{Computation, Error, Formula};
use gradus_symbolic::computation::Op;

/// The formulas that are differentiated again and again.
const FORMULAS: [&str; 2] = ["swish", "mish"];
/// The highest order.
const HIGHEST: usize = 6;
/// How often each is timed.
const RUNS: usize = 31;

/// Prints one line an order: operations of the shared computation, and milliseconds for all derivatives up to it, as the median
/// of several runs and the least of them (on a machine that does other work, the better figure).
pub fn print() -> Result<(), Error> {
    println!(
        "{:8}{:>6}{:>12}{:>11}{:>10}",
        "formula", "order", "operations", "ms median", "ms least"
    );
    for name in FORMULAS {
        for order in 1..=HIGHEST {
            let operations = operations(&derivative(name, order)?.0.computation(&[])?);
            let times = times(name, order)?;
            let [median, least] = [times[RUNS / 2], times[0]].map(|time| 1e3 * time.as_secs_f64());
            println!("{name:8}{order:>6}{operations:>12}{median:>11.3}{least:>10.3}");
        }
    }
    Ok(())
}

/// The derivative of that order, found from a graph that holds nothing but the formula, and the time that took.
fn derivative(name: &str, order: usize) -> Result<(Formula, Duration), Error> {
    let mut formula = Formula::builtin(name)?;
    let start = Instant::now();
    for _ in 0..order {
        formula = formula.derivative("x")?;
    }
    Ok((formula, start.elapsed()))
}

/// The times of several runs, shortest first.
fn times(name: &str, order: usize) -> Result<Vec<Duration>, Error> {
    let times = (0..RUNS).map(|_| Ok(derivative(name, order)?.1));
    let mut times: Vec<Duration> = times.collect::<Result<_, Error>>()?;
    times.sort();
    Ok(times)
}

/// Operations that compute something: neither inputs, parameters nor constants.
fn operations(computation: &Computation) -> usize {
    let given = |op: &&Op| matches!(op, Op::Input(_) | Op::Parameter(_) | Op::Constant(_));
    computation.ops.len() - computation.ops.iter().filter(given).count()
}
