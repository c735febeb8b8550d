//! What the kernels of value and slope cost, in vector instructions an element: it may only shrink.

use std::fmt::Write;

use gradus::{Formula, catalog};

/// The operations and the cost of value and slope of every activation of one input, the median and the sum.
#[test]
fn costs_of_the_catalogue() {
    let mut text = String::new();
    let mut costs = Vec::new();
    for record in catalog::all() {
        let formula = Formula::builtin(record.name).expect("it is built in");
        if formula.is_vector() {
            continue;
        }
        let inputs = formula.inputs();
        let computation = formula.computation(&inputs).expect("it is within limits");
        let (operations, cost) = (computation.ops.len(), computation.cost());
        costs.push(cost);
        let _ = writeln!(text, "{:<24} {operations:>4} {cost:>5}", record.name);
    }
    costs.sort_unstable();
    let _ = writeln!(text, "median {}", costs[costs.len() / 2]);
    let _ = writeln!(text, "sum {}", costs.iter().sum::<u32>());
    insta::assert_snapshot!(text);
}
