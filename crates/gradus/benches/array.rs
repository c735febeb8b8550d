//! Arrays, in cache and beyond it, beside a plain loop and a copy.
#![allow(missing_docs, reason = "the macros make public functions")]

mod kit;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradus::Element;
use kit::Activation;
use num_traits::{Float, FloatConst};

/// In the first cache, and in memory.
const LENGTHS: [usize; 2] = [4096, 1_000_000];

/// What is measured: from inputs to values and slopes.
type Run<'a, T> = &'a dyn Fn(&[T], &mut [T], &mut [T]);

fn of_length<A: Activation, T: Element + Float + FloatConst>(
    criterion: &mut Criterion,
    kind: &str,
    length: usize,
) {
    let kernel = kit::formula::<A>().compile::<T>();
    let xs = kit::inputs::<T>(length);
    let (mut ys, mut slopes) = (vec![T::default(); length], vec![T::default(); length]);
    let mut group = criterion.benchmark_group("array");
    group.throughput(Throughput::Elements(length as u64));
    let mut bench = |engine: &str, run: Run<T>| {
        let name = format!("{engine}/{}/{kind}/{length}", A::NAME);
        group.bench_function(name, |bencher| {
            bencher.iter(|| run(black_box(&xs), black_box(&mut ys), black_box(&mut slopes)));
        });
    };
    bench("native", &|xs, ys, _| {
        for (y, x) in ys.iter_mut().zip(xs) {
            *y = A::value(*x);
        }
    });
    bench("map", &|xs, ys, _| kernel.map(xs, ys));
    bench("native_with_derivative", &|xs, ys, slopes| {
        for ((y, slope), x) in ys.iter_mut().zip(slopes).zip(xs) {
            (*y, *slope) = A::both(*x);
        }
    });
    bench("map_with_derivative", &|xs, ys, slopes| {
        kernel.map_with_derivative(xs, ys, slopes);
    });
}

fn copy<T: Element + Float>(criterion: &mut Criterion, kind: &str, length: usize) {
    let xs = kit::inputs::<T>(length);
    let (mut ys, mut slopes) = (vec![T::default(); length], vec![T::default(); length]);
    let mut group = criterion.benchmark_group("array");
    group.throughput(Throughput::Elements(length as u64));
    group.bench_function(format!("copy/one/{kind}/{length}"), |bencher| {
        bencher.iter(|| black_box(&mut ys).copy_from_slice(black_box(&xs)));
    });
    group.bench_function(format!("copy/two/{kind}/{length}"), |bencher| {
        bencher.iter(|| {
            black_box(&mut ys).copy_from_slice(black_box(&xs));
            black_box(&mut slopes).copy_from_slice(black_box(&xs));
        });
    });
}

fn every_shape<A: Activation>(criterion: &mut Criterion) {
    for length in LENGTHS {
        of_length::<A, f32>(criterion, "f32", length);
        of_length::<A, f64>(criterion, "f64", length);
    }
}

fn all(criterion: &mut Criterion) {
    for length in LENGTHS {
        copy::<f32>(criterion, "f32", length);
        copy::<f64>(criterion, "f64", length);
    }
    for_each_activation!(every_shape(criterion));
}

criterion_group!(name = benches; config = kit::criterion(); targets = all);
criterion_main!(benches);
