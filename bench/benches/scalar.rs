//! One number a call, beside a plain function.
#![allow(missing_docs, reason = "the macros make public functions")]

mod kit;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradus_bench::activation::{self, Activation};
use gradus_bench::for_each_activation;
use gradus_bench::truth::Number;

fn of_type<A: Activation, T: Number>(criterion: &mut Criterion, kind: &str) {
    let kernel = activation::formula::<A>().compile::<T>();
    let closure = kernel.clone().into_fn();
    let xs = activation::inputs::<T>(256);
    let mut group = criterion.benchmark_group("scalar");
    group.throughput(Throughput::Elements(xs.len() as u64));
    let mut bench = |engine: &str, call: &dyn Fn(T) -> T| {
        let name = format!("{engine}/{}/{kind}/1", A::NAME);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for x in &xs {
                    black_box(call(black_box(*x)));
                }
            });
        });
    };
    bench("native", &A::value);
    bench("call", &|x| kernel.call(x));
    bench("closure", &closure);
    bench("native_with_derivative", &|x| sum(A::both(x)));
    bench("call_with_derivative", &|x| {
        sum(kernel.call_with_derivative(x))
    });
}

/// Both results used, at the price of one addition for every engine.
fn sum<T: Number>((value, slope): (T, T)) -> T {
    value + slope
}

fn both_types<A: Activation>(criterion: &mut Criterion) {
    of_type::<A, f64>(criterion, "f64");
    of_type::<A, f32>(criterion, "f32");
}

fn all(criterion: &mut Criterion) {
    for_each_activation!(both_types(criterion));
}

criterion_group!(name = benches; config = kit::criterion(); targets = all);
criterion_main!(benches);
