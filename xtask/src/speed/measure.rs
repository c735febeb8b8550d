//! The parts that processes of their own measure: records as lines of JSON.

use std::hint::black_box;
use std::time::{Duration, Instant};

use gradus::Formula;
use gradus_bench::activation::{self, Activation, inputs};
use gradus_bench::contest::Contest;
use gradus_bench::handwritten::{Handwritten, Level, NAMES, Run};
use gradus_bench::truth::Number;
use gradus_bench::{for_each_activation, softmax};

use super::record::Record;

/// Bytes of an array of which three fit into the first cache.
const IN_CACHE: usize = 8 << 10;
/// An array that no cache holds.
const IN_MEMORY: usize = 10_000_000;
/// What is measured in memory.
const OF_MEMORY: [&str; 4] = ["swish", "elu", "sigmoid", "mish"];
/// Elements of arrays beside peers.
const LENGTHS: [usize; 3] = [4096, 1_000_000, 10_000_000];
/// Elements of a row of softmax.
const ROWS: [usize; 3] = [10, 1000, 50_000];

/// Prints the records of a part; nothing if there is none of that name.
pub fn part(name: &str, milliseconds: &str) -> Option<()> {
    let time = Duration::from_millis(milliseconds.parse().ok()?);
    match name {
        "arrays" => {
            let level = std::env::var("GRADUS_LEVEL").unwrap_or_default();
            let machine_code = std::env::var("GRADUS_MACHINE_CODE").is_ok_and(|value| value != "0");
            let engine = if machine_code {
                "machine code"
            } else {
                "blocks"
            };
            arrays::<f32>(&level, engine, time);
            arrays::<f64>(&level, engine, time);
        }
        "memory" => {
            memory::<f32>(time);
            memory::<f64>(time);
        }
        "scalar" => for_each_activation!(scalar(time)),
        "peers" => {
            let threads = std::env::var("RAYON_NUM_THREADS").unwrap_or_default();
            beside_peers::<f32>(&threads, time);
            beside_peers::<f64>(&threads, time);
        }
        "softmax" => {
            rows::<f32>(time);
            rows::<f64>(time);
        }
        "text" => {
            for_each_activation!(warm(time));
            sixth(time);
        }
        name => {
            let wanted = name.strip_prefix("cold ")?;
            for_each_activation!(cold(wanted));
        }
    }
    Some(())
}

/// Of a contest.
struct Subject<'a> {
    part: &'a str,
    name: &'a str,
    kind: &'a str,
    length: usize,
    level: &'a str,
}

impl Subject<'_> {
    /// Prints records whose times are of so many calls or elements.
    fn print(&self, per: usize, times: Vec<(String, f64)>) {
        for (engine, ns) in times {
            let record = Record {
                part: self.part.to_owned(),
                subject: self.name.to_owned(),
                kind: self.kind.to_owned(),
                length: self.length,
                engine,
                level: self.level.to_owned(),
                ns: ns / per as f64,
            };
            println!("{}", record.to_line());
        }
    }
}

/// Value and derivative in the first cache.
fn arrays<T: Number + Handwritten>(level: &str, engine: &str, time: Duration) {
    let length = IN_CACHE / size_of::<T>();
    let xs = inputs::<T>(length);
    let [mut ys, mut slopes, mut other_ys, mut other_slopes] = [(); 4].map(|()| xs.clone());
    for name in NAMES {
        let kernel = builtin(name).compile::<T>();
        let mut contest = Contest::default().with(engine, || {
            kernel.map_with_derivative(black_box(&xs), black_box(&mut ys), black_box(&mut slopes));
        });
        let by_hand = Level::available()
            .find(|found| found.name() == level)
            .and_then(|level| T::kernel(name, level));
        if let Some(run) = by_hand {
            let (xs, ys, slopes) = (&xs, &mut other_ys, &mut other_slopes);
            contest = contest.with("by hand", move || {
                run(black_box(xs), black_box(ys), black_box(slopes));
            });
        }
        let subject = Subject {
            part: "arrays",
            name,
            kind: T::NAME,
            length,
            level,
        };
        subject.print(length, contest.least(time));
    }
}

/// Value and derivative in memory, beside copies.
fn memory<T: Number + Handwritten>(time: Duration) {
    let length = IN_MEMORY;
    let xs = inputs::<T>(length);
    let [mut ys, mut slopes] = [(); 2].map(|()| xs.clone());
    let (ys, slopes) = (
        std::cell::RefCell::new(&mut ys),
        std::cell::RefCell::new(&mut slopes),
    );
    let mut contest = Contest::default()
        .with("copy, one", || {
            ys.borrow_mut().copy_from_slice(black_box(&xs))
        })
        .with("copy, two", || {
            ys.borrow_mut().copy_from_slice(black_box(&xs));
            slopes.borrow_mut().copy_from_slice(black_box(&xs));
        });
    for name in OF_MEMORY {
        let kernel = builtin(name).compile::<T>();
        let (ys, slopes, xs) = (&ys, &slopes, &xs);
        contest = contest.with(format!("gradus {name}"), move || {
            kernel.map_with_derivative(
                black_box(xs),
                &mut ys.borrow_mut(),
                &mut slopes.borrow_mut(),
            );
        });
        let by_hand = Level::available()
            .next_back()
            .and_then(|level| T::kernel(name, level));
        if let Some(run) = by_hand {
            contest = contest.with(format!("by hand {name}"), move || {
                run(
                    black_box(xs),
                    &mut ys.borrow_mut(),
                    &mut slopes.borrow_mut(),
                );
            });
        }
    }
    let subject = Subject {
        part: "memory",
        name: "",
        kind: T::NAME,
        length,
        level: "",
    };
    subject.print(length, contest.least(time));
}

/// Gradus, kernels by hand and copies at the lengths and numbers of threads at which peers are measured.
fn beside_peers<T: Number + Handwritten>(threads: &str, time: Duration) {
    for length in LENGTHS {
        let xs = inputs::<T>(length);
        let [mut ys, mut slopes] = [(); 2].map(|()| xs.clone());
        for name in NAMES {
            let kernel = builtin(name).compile::<T>();
            let by_hand = Level::available()
                .next_back()
                .and_then(|level| T::kernel(name, level));
            let mut runs: Vec<(&str, Box<Pass<T>>)> = vec![
                (
                    "gradus",
                    Box::new(|xs, ys, slopes| kernel.map_with_derivative(xs, ys, slopes)),
                ),
                (
                    "copy",
                    Box::new(|xs, ys, slopes| in_halves(threads, copy_twice, xs, ys, slopes)),
                ),
            ];
            if let Some(run) = by_hand {
                runs.push((
                    "by hand",
                    Box::new(move |xs, ys, slopes| in_halves(threads, run, xs, ys, slopes)),
                ));
            }
            let results = std::cell::RefCell::new((&mut ys, &mut slopes));
            let mut contest = Contest::default();
            for (engine, run) in &runs {
                let (results, xs) = (&results, &xs);
                contest = contest.with(*engine, move || {
                    let (ys, slopes) = &mut *results.borrow_mut();
                    run(black_box(xs), black_box(ys), black_box(slopes));
                });
            }
            let subject = Subject {
                part: "peers",
                name,
                kind: T::NAME,
                length,
                level: threads,
            };
            subject.print(length, contest.least(time));
        }
    }
}

/// From inputs to values and derivatives.
type Pass<'a, T> = dyn Fn(&[T], &mut [T], &mut [T]) + 'a;

fn copy_twice<T: Copy>(xs: &[T], ys: &mut [T], slopes: &mut [T]) {
    ys.copy_from_slice(xs);
    slopes.copy_from_slice(xs);
}

/// Large arrays in two halves at a time if there are two threads.
fn in_halves<T: Number>(threads: &str, run: Run<T>, xs: &[T], ys: &mut [T], slopes: &mut [T]) {
    if threads != "2" || xs.len() < 100_000 {
        return run(xs, ys, slopes);
    }
    let half = xs.len() / 128 * 64;
    let (ys, ys_rest) = ys.split_at_mut(half);
    let (slopes, slopes_rest) = slopes.split_at_mut(half);
    rayon::join(
        || run(&xs[..half], ys, slopes),
        || run(&xs[half..], ys_rest, slopes_rest),
    );
}

/// One number a call.
fn scalar<A: Activation>(time: Duration) {
    of_type::<A, f64>(time);
    of_type::<A, f32>(time);
}

fn of_type<A: Activation, T: Number>(time: Duration) {
    let formula = activation::formula::<A>();
    let slope = formula.derivative("x").expect("it has an input x");
    let [kernel, slope] = [&formula, &slope].map(Formula::compile::<T>);
    let closure = kernel.clone().into_fn();
    let slope_closure = slope.clone().into_fn();
    let sum = |(value, slope): (T, T)| value + slope;
    let xs = inputs::<T>(256);
    let all = |call: &dyn Fn(T) -> T| {
        for x in &xs {
            black_box(call(black_box(*x)));
        }
    };
    let contest = Contest::default()
        .with("native f", || all(&A::value))
        .with("call f", || all(&|x| kernel.call(x)))
        .with("closure f", || all(&closure))
        .with("native f'", || all(&A::slope))
        .with("call f'", || all(&|x| slope.call(x)))
        .with("closure f'", || all(&slope_closure))
        .with("native both", || all(&|x| sum(A::both(x))))
        .with("call both", || {
            all(&|x| sum(kernel.call_with_derivative(x)))
        });
    let subject = Subject {
        part: "scalar",
        name: A::NAME,
        kind: T::NAME,
        length: 1,
        level: "",
    };
    subject.print(xs.len(), contest.least(time));
}

/// Softmax and its product with the Jacobian.
fn rows<T: Number>(time: Duration) {
    let kernel = builtin("softmax").compile_vector::<T>();
    for length in ROWS {
        let xs = inputs::<T>(length);
        let mut ys = xs.clone();
        let contest = Contest::default()
            .with("copy", || {
                black_box(&mut ys).copy_from_slice(black_box(&xs))
            })
            .with("native f", || {
                drop(black_box(softmax::value(black_box(&xs))))
            })
            .with("call f", || drop(black_box(kernel.call(black_box(&[&xs])))))
            .with("native vjp", || {
                drop(black_box(softmax::vjp(black_box(&xs), &xs)))
            })
            .with("call vjp", || {
                drop(black_box(kernel.vjp(black_box(&[&xs]), &xs)))
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

/// From text to a kernel whose fused pass has run, as the first thing a process does.
fn cold<A: Activation>(wanted: &str) {
    if A::NAME == wanted {
        let start = Instant::now();
        text_to_kernel(A::TEXT);
        let time = start.elapsed().as_secs_f64() * 1e9;
        text::<A>().print(1, vec![("cold".to_owned(), time)]);
    }
}

/// From text to a kernel, again and again.
fn warm<A: Activation>(time: Duration) {
    let formula = activation::formula::<A>();
    let contest = Contest::default()
        .with("read", || {
            drop(black_box(black_box(A::TEXT).parse::<Formula>()))
        })
        .with("derive", || drop(black_box(formula.derivative("x"))))
        .with("derive and print", || {
            black_box(formula.derivative("x").map(|slope| slope.to_string())).ok();
        })
        .with("compile", || fused(&formula))
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
fn sixth(time: Duration) {
    let derived = || {
        let mut formula = builtin("mish");
        for _ in 0..6 {
            formula = formula.derivative("x").expect("it has an input x");
        }
        formula
    };
    let formula = derived();
    let contest = Contest::default()
        .with("derive", || drop(black_box(derived())))
        .with("compile", || {
            black_box(formula.compile::<f64>().call(black_box(0.5)));
        });
    let subject = Subject {
        part: "sixth",
        name: "mish",
        kind: "f64",
        length: 1,
        level: "",
    };
    subject.print(1, contest.least(time));
}

fn builtin(name: &str) -> Formula {
    Formula::builtin(name).expect("it is in the catalogue")
}
