//! Text to tree and back, without calculus.
#![allow(missing_docs, reason = "the macros make public functions")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradus_syntax::{Limits, NoNames, parse};

/// Names and texts of formulas that call primitives only.
const FORMULAS: [(&str, &str); 6] = [
    ("swish", "x/(1 + exp(-x))"),
    (
        "gelu_tanh",
        "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))",
    ),
    ("mish", "x*tanh(ln(1 + exp(x)))"),
    ("elu", "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))"),
    ("tanh", "(exp(x) - exp(-x))/(exp(x) + exp(-x))"),
    ("softplus", "ln(1 + exp(x))"),
];

/// Names are `parse/activation/text/bytes`; throughput is in bytes.
fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    let long = vec!["x*tanh(ln(1 + exp(x)))"; 500].join(" + ");
    for (name, text) in FORMULAS.into_iter().chain([("sum", long.as_str())]) {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{name}/text/{}", text.len()), |bencher| {
            bencher.iter(|| parse(black_box(text), &NoNames, &Limits::default()));
        });
    }
}

fn printing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("print");
    for (name, text) in FORMULAS {
        let definition = parse(text, &NoNames, &Limits::default()).expect("the text is a formula");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{name}/text/{}", text.len()), |bencher| {
            bencher.iter(|| black_box(&definition).to_string());
        });
    }
}

fn short() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(20)
}

criterion_group!(name = benches; config = short(); targets = parsing, printing);
criterion_main!(benches);
