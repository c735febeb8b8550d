//! Single numbers and rows of softmax, beside native functions and loops.

use std::hint::black_box;
use std::time::Duration;

use gradus::{Formula, Kernel};
use gradus_bench::activation::{self, Activation, inputs, shuffled};
use gradus_bench::contest::Contest;
use gradus_bench::softmax;
use gradus_bench::truth::Number;

use super::{Subject, builtin};

/// Elements of a row of softmax.
const ROWS: [usize; 3] = [10, 1000, 50_000];

/// One number a call: a few again and again, of which the processor comes to know what branches do.
pub fn scalar<A: Activation>(time: Duration) {
    of_numbers::<A, f64>("scalar", &inputs(256), time);
    of_numbers::<A, f32>("scalar", &inputs(256), time);
}

/// One number a call: so many that it does not, as where they come from elsewhere.
pub fn scalar_shuffled<A: Activation>(time: Duration) {
    of_numbers::<A, f64>("scalar shuffled", &shuffled(4096), time);
    of_numbers::<A, f32>("scalar shuffled", &shuffled(4096), time);
}

fn of_numbers<A: Activation, T: Number>(part: &str, xs: &[T], time: Duration) {
    let formula = activation::formula::<A>();
    let slope = formula.derivative("x").expect("it has an input x");
    let [kernel, slope] = [&formula, &slope].map(Formula::compile::<T>);
    let closure = kernel.clone().into_fn();
    let slope_closure = slope.clone().into_fn();
    let sum = |(value, slope): (T, T)| value + slope;
    // Native functions and closures are called through a pointer that the compiler does not know, as what is passed around is; a
    // kernel is no more known, and is called as it is.
    let all = |call: &dyn Fn(T) -> T| {
        let call = black_box(call);
        for x in xs {
            black_box(call(black_box(*x)));
        }
    };
    let contest = Contest::default()
        .with("native f", || all(&A::value))
        .with("call f", || each(&kernel, xs, Kernel::call))
        .with("closure f", || all(&closure))
        .with("native f'", || all(&A::slope))
        .with("call f'", || each(&slope, xs, Kernel::call))
        .with("closure f'", || all(&slope_closure))
        .with("native both", || all(&|x| sum(A::both(x))))
        .with("call both", || {
            each(&kernel, xs, |kernel, x| sum(kernel.call_with_derivative(x)));
        });
    let subject = Subject {
        part,
        name: A::NAME,
        kind: T::NAME,
        length: 1,
        level: "",
    };
    subject.print(xs.len(), contest.least(time));
}

/// Calls a kernel for each number.
#[inline]
fn each<T: Number>(kernel: &Kernel<T>, xs: &[T], call: impl Fn(&Kernel<T>, T) -> T) {
    let kernel = black_box(kernel);
    for x in xs {
        black_box(call(kernel, black_box(*x)));
    }
}

/// Softmax and its product with the Jacobian.
pub fn rows<T: Number>(time: Duration) {
    let kernel = builtin("softmax").compile_vector::<T>();
    for length in ROWS {
        let xs = inputs::<T>(length);
        let mut ys = xs.clone();
        let contest = Contest::default()
            .with("copy", || {
                black_box(&mut ys).copy_from_slice(black_box(&xs));
            })
            .with("native f", || {
                drop(black_box(softmax::value(black_box(&xs))));
            })
            .with("call f", || drop(black_box(kernel.call(black_box(&[&xs])))))
            .with("native vjp", || {
                drop(black_box(softmax::vjp(black_box(&xs), &xs)));
            })
            .with("call vjp", || {
                drop(black_box(kernel.vjp(black_box(&[&xs]), &xs)));
            });
        let subject = Subject {
            part: "softmax",
            name: "softmax",
            kind: T::NAME,
            length,
            level: "",
        };
        subject.print(length, contest.least(time));
    }
}
