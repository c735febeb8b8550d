//! Softmax: value and product with the Jacobian, beside plain loops.
#![allow(missing_docs, reason = "the macros make public functions")]

mod kit;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradus::Formula;

const LENGTHS: [usize; 2] = [10, 1000];

/// Softmax as one writes it by hand, shifted by the greatest element.
fn softmax(xs: &[f64]) -> Vec<f64> {
    let greatest = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut ys: Vec<f64> = xs.iter().map(|x| (x - greatest).exp()).collect();
    let sum: f64 = ys.iter().sum();
    for y in &mut ys {
        *y /= sum;
    }
    ys
}

/// The product of a vector and the Jacobian, by hand: `y*(u - sum(u*y))`.
fn softmax_vjp(xs: &[f64], upstream: &[f64]) -> Vec<f64> {
    let mut ys = softmax(xs);
    let inner: f64 = ys.iter().zip(upstream).map(|(y, u)| y * u).sum();
    for (y, u) in ys.iter_mut().zip(upstream) {
        *y *= u - inner;
    }
    ys
}

fn of_length(criterion: &mut Criterion, length: usize) {
    let kernel = Formula::builtin("softmax")
        .expect("it is in the catalogue")
        .compile_vector::<f64>();
    let (xs, upstream) = (kit::inputs::<f64>(length), kit::inputs::<f64>(length));
    let mut group = criterion.benchmark_group("vector");
    group.throughput(Throughput::Elements(length as u64));
    let name = |engine: &str| format!("{engine}/softmax/f64/{length}");
    group.bench_function(name("native"), |bencher| {
        bencher.iter(|| softmax(black_box(&xs)));
    });
    group.bench_function(name("call"), |bencher| {
        bencher.iter(|| kernel.call(black_box(&[&xs])));
    });
    group.bench_function(name("native_vjp"), |bencher| {
        bencher.iter(|| softmax_vjp(black_box(&xs), black_box(&upstream)));
    });
    group.bench_function(name("vjp"), |bencher| {
        bencher.iter(|| kernel.vjp(black_box(&[&xs]), black_box(&upstream)));
    });
}

fn all(criterion: &mut Criterion) {
    for length in LENGTHS {
        of_length(criterion, length);
    }
}

criterion_group!(name = benches; config = kit::criterion(); targets = all);
criterion_main!(benches);
