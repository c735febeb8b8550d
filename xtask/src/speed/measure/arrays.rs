//! Arrays: value and derivative beside kernels by hand and copies.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Duration;

use gradus::Kernel;
use gradus_bench::activation::inputs;
use gradus_bench::contest::Contest;
use gradus_bench::handwritten::{Handwritten, Level, NAMES, Run, formula};
use gradus_bench::truth::Number;

use super::Subject;

/// Bytes of an array of which three fit into the first cache.
const IN_CACHE: usize = 8 << 10;
/// An array that no cache holds.
const IN_MEMORY: usize = 10_000_000;
/// What is measured in memory.
const OF_MEMORY: [&str; 4] = ["swish", "elu", "sigmoid", "mish"];
/// Bytes of a page.
const PAGE: usize = 4096;
/// Elements of arrays beside peers.
const LENGTHS: [usize; 3] = [4096, 1_000_000, 10_000_000];

/// Value and derivative in the first cache.
pub fn arrays<T: Number + Handwritten>(level: &str, engine: &str, time: Duration) {
    let length = IN_CACHE / size_of::<T>();
    // where arrays begin makes a fifth of a difference, to kernels by hand more than to others: all use the same, from a page on
    let [mut xs, ys, slopes] = [(); 3].map(|()| Paged::new(&inputs::<T>(length)));
    let xs = &*xs.numbers();
    let results = RefCell::new([ys, slopes]);
    for name in NAMES {
        let kernel = kernel::<T>(name);
        let results = &results;
        let mut contest = Contest::default().with(engine, move || {
            let mut results = results.borrow_mut();
            let [ys, slopes] = results.each_mut().map(Paged::numbers);
            kernel.map_with_derivative(black_box(xs), black_box(ys), black_box(slopes));
        });
        let by_hand = Level::available()
            .find(|found| found.name() == level)
            .and_then(|level| T::kernel(name, level));
        if let Some(run) = by_hand {
            contest = contest.with("by hand", move || {
                let mut results = results.borrow_mut();
                let [ys, slopes] = results.each_mut().map(Paged::numbers);
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

/// Numbers that begin with a page.
struct Paged<T> {
    room: Vec<T>,
    start: usize,
    length: usize,
}

impl<T: Number> Paged<T> {
    fn new(numbers: &[T]) -> Self {
        let page = PAGE / size_of::<T>();
        let mut room = vec![numbers[0]; numbers.len() + page];
        let start = room.as_ptr().align_offset(PAGE).min(page);
        room[start..start + numbers.len()].copy_from_slice(numbers);
        Self {
            room,
            start,
            length: numbers.len(),
        }
    }

    fn numbers(&mut self) -> &mut [T] {
        &mut self.room[self.start..self.start + self.length]
    }
}

/// Value and derivative in memory, beside copies.
pub fn memory<T: Number + Handwritten>(time: Duration) {
    let length = IN_MEMORY;
    let xs = inputs::<T>(length);
    let [mut ys, mut slopes] = [(); 2].map(|()| xs.clone());
    let (ys, slopes) = (RefCell::new(&mut ys), RefCell::new(&mut slopes));
    let mut contest = Contest::default()
        .with("copy, one", || {
            ys.borrow_mut().copy_from_slice(black_box(&xs));
        })
        .with("copy, two", || {
            ys.borrow_mut().copy_from_slice(black_box(&xs));
            slopes.borrow_mut().copy_from_slice(black_box(&xs));
        });
    for name in OF_MEMORY {
        let kernel = kernel::<T>(name);
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
pub fn beside_peers<T: Number + Handwritten>(threads: &str, time: Duration) {
    for length in LENGTHS {
        let xs = inputs::<T>(length);
        let [mut ys, mut slopes] = [(); 2].map(|()| xs.clone());
        for name in NAMES {
            let kernel = kernel::<T>(name);
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
            let results = RefCell::new((&mut ys, &mut slopes));
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

/// What the kernel of that name by hand computes.
fn kernel<T: Number>(name: &str) -> Kernel<T> {
    let formula: gradus::Formula = formula(name).parse().expect("it is a formula");
    formula.compile()
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
