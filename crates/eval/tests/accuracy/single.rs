//! Every function of f32 over its whole range against its twin in f64.
//!
//! `GRADUS_EXHAUSTIVE=1` tries all 2^32 inputs, any other number every so manieth; without it the step is [`STEP`].

use gradus_eval::reference::unary;
use gradus_symbolic::computation::Unary;
use rayon::prelude::*;

use crate::ALLOWED;
use crate::Function::One;
use crate::is_made_for;
use crate::ulp::{is_above, nan_or_max, ulp};

/// A prime, so that all low digits of inputs occur.
const STEP: u64 = 4_999;

fn step() -> u64 {
    match std::env::var("GRADUS_EXHAUSTIVE") {
        Ok(text) => text.parse().expect("GRADUS_EXHAUSTIVE is a step"),
        Err(_) => STEP,
    }
}

fn error(function: Unary, bits: u32) -> f64 {
    let x = f32::from_bits(bits);
    if !is_made_for(function, f64::from(x)) {
        return 0.0;
    }
    let single = unary(function, x);
    let double = unary(function, f64::from(x));
    if double.is_nan() || (double as f32).is_infinite() {
        let same = single == double as f32 || (single.is_nan() && double.is_nan());
        return if same { 0.0 } else { f64::NAN };
    }
    (f64::from(single) - double).abs() / ulp(double, 23, -126)
}

#[test]
fn every_function_of_f32_keeps_its_bound_over_the_whole_range() {
    let step = step();
    let mut failures = Vec::new();
    for (name, function, _, bound) in ALLOWED {
        let One(function) = *function else { continue };
        if matches!(function, Unary::SphericalBessel(_)) {
            continue;
        }
        let worst = (0..(1u64 << 32) / step)
            .into_par_iter()
            .map(|k| error(function, (k * step) as u32))
            .reduce(|| 0.0, nan_or_max);
        println!("{name}: {worst:.4}");
        if is_above(worst, *bound) {
            failures.push(format!("{name}: {worst:.4} ulp"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
