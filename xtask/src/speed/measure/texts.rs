//! From text to kernels.

use std::hint::black_box;
use std::time::{Duration, Instant};

use gradus::Formula;
use gradus_bench::activation::{self, Activation};
use gradus_bench::contest::Contest;

use super::{Subject, builtin};

/// From text to a kernel whose fused pass has run, as the first thing a process does.
pub fn cold<A: Activation>(wanted: &str) {
    if A::NAME == wanted {
        let start = Instant::now();
        text_to_kernel(A::TEXT);
        let time = start.elapsed().as_secs_f64() * 1e9;
        text::<A>().print(1, vec![("cold".to_owned(), time)]);
    }
}

/// From text to a kernel, again and again: of a formula that is read anew, and of one whose computation was written before.
pub fn warm<A: Activation>(time: Duration) {
    let formula = activation::formula::<A>();
    let contest = Contest::default()
        .with("read", || {
            drop(black_box(black_box(A::TEXT).parse::<Formula>()));
        })
        .with("derive", || drop(black_box(formula.derivative("x"))))
        .with("derive and print", || {
            black_box(formula.derivative("x").map(|slope| slope.to_string())).ok();
        })
        .with("compile again", || fused(&formula))
        .with("warm", || text_to_kernel(black_box(A::TEXT)));
    text::<A>().print(1, contest.least(time));
}

fn text<A: Activation>() -> Subject<'static> {
    Subject {
        part: "text",
        name: A::NAME,
        kind: "f32",
        length: A::TEXT.len(),
        level: "",
    }
}

fn text_to_kernel(text: &str) {
    fused(&text.parse().expect("the text is a formula"));
}

/// Compiles value and derivative, and runs them once.
fn fused(formula: &Formula) {
    let mut results = ([0.0; 16], [0.0; 16]);
    formula.compile::<f32>().map_with_derivative(
        black_box(&[0.5; 16]),
        &mut results.0,
        &mut results.1,
    );
    black_box(results);
}

/// The derivative of mish of the sixth order, and its kernel.
pub fn sixth(time: Duration) {
    let derived = || {
        let mut formula = builtin("mish");
        for _ in 0..6 {
            formula = formula.derivative("x").expect("it has an input x");
        }
        formula
    };
    let compiled = |formula: &Formula| {
        black_box(formula.compile::<f64>().call(black_box(0.5)));
    };
    let formula = derived();
    let contest = Contest::default()
        .with("derive", || drop(black_box(derived())))
        .with("compile again", || compiled(&formula))
        .with("warm", || compiled(&derived()));
    let subject = Subject {
        part: "sixth",
        name: "mish",
        kind: "f64",
        length: 1,
        level: "",
    };
    subject.print(1, contest.least(time));
}
