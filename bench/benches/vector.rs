//! Softmax: value and product with the Jacobian, beside plain loops.
#![allow(missing_docs, reason = "the macros make public functions")]

mod kit;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradus::Formula;
use gradus_bench::{activation, softmax};

const LENGTHS: [usize; 3] = [10, 1000, 50_000];

fn of_length(criterion: &mut Criterion, length: usize) {
    let kernel = Formula::builtin("softmax")
        .expect("it is in the catalogue")
        .compile_vector::<f64>();
    let (xs, upstream) = (
        activation::inputs::<f64>(length),
        activation::inputs::<f64>(length),
    );
    let mut group = criterion.benchmark_group("vector");
    group.throughput(Throughput::Elements(length as u64));
    let name = |engine: &str| format!("{engine}/softmax/f64/{length}");
    group.bench_function(name("native"), |bencher| {
        bencher.iter(|| softmax::value(black_box(&xs)));
    });
    group.bench_function(name("call"), |bencher| {
        bencher.iter(|| kernel.call(black_box(&[&xs])));
    });
    group.bench_function(name("native_vjp"), |bencher| {
        bencher.iter(|| softmax::vjp(black_box(&xs), black_box(&upstream)));
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
