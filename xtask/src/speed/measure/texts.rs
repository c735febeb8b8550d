//! From text to kernels.

use std::cell::Cell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use gradus::Formula;
use gradus_bench::activation::{self, Activation, inputs};
use gradus_bench::contest::Contest;

use super::{Subject, builtin};

/// Elements for which there is no machine code, and those for which it is made.
const FEW: [f32; 16] = [0.5; 16];
const NATIVE: usize = 4096;

/// From text to a kernel whose fused pass has run, as the first thing a process does.
pub fn cold<A: Activation>(wanted: &str) {
    if A::NAME == wanted {
        let start = Instant::now();
        text_to_kernel(A::TEXT);
        let time = start.elapsed().as_secs_f64() * 1e9;
        text::<A>().print(1, vec![("cold".to_owned(), time)]);
    }
}

/// From text to a kernel, again and again: of a formula that is there, of a text that was compiled before, and of one that never was.
pub fn warm<A: Activation>(time: Duration) {
    let formula = activation::formula::<A>();
    let numbers = inputs::<f32>(NATIVE);
    let number = Cell::new(0);
    let new = || {
        number.set(number.get() + 1);
        activation::named::<A>(number.get())
    };
    let contest = Contest::default()
        .with("read", || drop(black_box(new().parse::<Formula>())))
        .with("derive", || drop(black_box(formula.derivative("x"))))
        .with("derive and print", || {
            black_box(formula.derivative("x").map(|slope| slope.to_string())).ok();
        })
        .with("compile again", || fused(&formula, &FEW))
        .with("machine code", || fused(&formula, &numbers))
        .with("known text", || text_to_kernel(black_box(A::TEXT)))
        .with("new text", || text_to_kernel(&new()));
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
    fused(&text.parse().expect("the text is a formula"), &FEW);
}

/// Compiles value and derivative, and runs them once.
fn fused(formula: &Formula, xs: &[f32]) {
    let [mut ys, mut slopes] = [xs.to_vec(), xs.to_vec()];
    let kernel = formula.compile::<f32>();
    kernel.map_with_derivative(black_box(xs), &mut ys, &mut slopes);
    black_box((ys, slopes));
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
        .with("new text", || compiled(&derived()));
    let subject = Subject {
        part: "sixth",
        name: "mish",
        kind: "f64",
        length: 1,
        level: "",
    };
    subject.print(1, contest.least(time));
}
