//! Arrays, in cache and beyond it: value and derivative, beside kernels written by hand, a plain loop and copies.
//!
//! `GRADUS_LEVEL` and `GRADUS_MACHINE_CODE` choose the engine of `map` and `map_with_derivative`, `RAYON_NUM_THREADS` the threads.
#![allow(missing_docs, reason = "the macros make public functions")]

mod kit;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradus_bench::activation::{self, Activation};
use gradus_bench::for_each_activation;
use gradus_bench::handwritten::{Handwritten, Level};
use gradus_bench::truth::Number;

/// In the first cache or the second, in the last, and in memory.
const LENGTHS: [usize; 3] = [4096, 1_000_000, 10_000_000];

/// What is measured: from inputs to values and slopes.
type Run<'a, T> = &'a dyn Fn(&[T], &mut [T], &mut [T]);

fn of_length<A: Activation, T: Number + Handwritten>(criterion: &mut Criterion, length: usize) {
    let kernel = activation::formula::<A>().compile::<T>();
    measure(criterion, A::NAME, length, |bench| {
        for level in Level::available() {
            if let Some(run) = T::kernel(A::NAME, level) {
                bench(&format!("by_hand_{}", level.name()), &run);
            }
        }
        bench("native", &|xs, ys, slopes| {
            for ((y, slope), x) in ys.iter_mut().zip(slopes).zip(xs) {
                (*y, *slope) = A::both(*x);
            }
        });
        bench("map", &|xs, ys, _| kernel.map(xs, ys));
        bench("map_with_derivative", &|xs, ys, slopes| {
            kernel.map_with_derivative(xs, ys, slopes);
        });
    });
}

fn copies<T: Number>(criterion: &mut Criterion, length: usize) {
    measure::<T>(criterion, "copy", length, |bench| {
        bench("one", &|xs, ys, _| ys.copy_from_slice(xs));
        bench("two", &|xs, ys, slopes| {
            ys.copy_from_slice(xs);
            slopes.copy_from_slice(xs);
        });
    });
}

fn measure<T: Number>(
    criterion: &mut Criterion,
    name: &str,
    length: usize,
    all: impl FnOnce(&mut dyn FnMut(&str, Run<T>)),
) {
    let xs = activation::inputs::<T>(length);
    let (mut ys, mut slopes) = (xs.clone(), xs.clone());
    let mut group = criterion.benchmark_group("array");
    group.throughput(Throughput::Elements(length as u64));
    all(&mut |engine, run| {
        group.bench_function(format!("{engine}/{name}/{}/{length}", T::NAME), |bencher| {
            bencher.iter(|| run(black_box(&xs), black_box(&mut ys), black_box(&mut slopes)));
        });
    });
}

fn every_shape<A: Activation>(criterion: &mut Criterion) {
    for length in LENGTHS {
        of_length::<A, f32>(criterion, length);
        of_length::<A, f64>(criterion, length);
    }
}

fn all(criterion: &mut Criterion) {
    for length in LENGTHS {
        copies::<f32>(criterion, length);
        copies::<f64>(criterion, length);
    }
    for_each_activation!(every_shape(criterion));
}

criterion_group!(name = benches; config = kit::criterion(); targets = all);
criterion_main!(benches);
