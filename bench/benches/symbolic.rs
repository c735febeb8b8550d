//! From text to formula, derivative, text and kernel.
#![allow(missing_docs, reason = "the macros make public functions")]

mod kit;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gradus::Formula;
use gradus_bench::activation::{self, Activation};
use gradus_bench::for_each_activation;

fn read<A: Activation>(criterion: &mut Criterion) {
    let name = format!("read/{}/text/{}", A::NAME, A::TEXT.len());
    criterion.bench_function(&name, |bencher| {
        bencher.iter(|| black_box(A::TEXT).parse::<Formula>());
    });
}

fn derive<A: Activation>(criterion: &mut Criterion) {
    let formula = activation::formula::<A>();
    let name = |engine: &str| format!("{engine}/{}/text/{}", A::NAME, A::TEXT.len());
    criterion.bench_function(&name("derive"), |bencher| {
        bencher.iter(|| formula.derivative("x"));
    });
    criterion.bench_function(&name("derive_print"), |bencher| {
        bencher.iter(|| formula.derivative("x").map(|slope| slope.to_string()));
    });
}

/// Text to a kernel that has computed: of a text that was compiled before, and of one that never was.
fn compile<A: Activation>(criterion: &mut Criterion) {
    let name = |engine: &str| format!("{engine}/{}/f64/1", A::NAME);
    let mut number = 0;
    let mut new = || {
        number += 1;
        activation::named::<A>(number)
    };
    let both = |text: &str| {
        let formula: Formula = text.parse().expect("the text is a formula");
        formula
            .compile::<f64>()
            .call_with_derivative(black_box(0.5))
    };
    criterion.bench_function(&name("text_to_value"), |bencher| {
        bencher.iter(|| {
            let formula: Formula = new().parse().expect("the text is a formula");
            formula.compile::<f64>().call(black_box(0.5))
        });
    });
    criterion.bench_function(&name("text_to_value_with_derivative"), |bencher| {
        bencher.iter(|| both(&new()));
    });
    criterion.bench_function(&name("known_text_to_value_with_derivative"), |bencher| {
        bencher.iter(|| both(A::TEXT));
    });
}

fn all(criterion: &mut Criterion) {
    for_each_activation!(read(criterion));
    for_each_activation!(derive(criterion));
    for_each_activation!(compile(criterion));
}

criterion_group!(name = benches; config = kit::criterion(); targets = all);
criterion_main!(benches);
