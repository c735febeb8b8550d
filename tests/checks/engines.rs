//! The reference, calls and arrays: the same bits.

use gradus::{Element, Formula};
use gradus_eval::evaluate;

/// Zeros, ones, ordinary numbers, ends of ranges, and what is no number; more than one block of them.
const POINTS: [f64; 23] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.3,
    0.7,
    2.0,
    -2.5,
    3.0,
    10.25,
    -17.0,
    88.8,
    -709.9,
    1e-8,
    -1e-30,
    1e-310,
    1e17,
    -1e38,
    1e308,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];
const LENGTH: usize = 300;

/// Reads a text and compares the engines on it.
pub fn engines(text: &str) {
    if let Some(formula) = super::read(text) {
        engines_agree(&formula);
    }
}

/// Value and derivatives have the same bits in the reference, in calls and at every place of an array, in f32 and f64; NaN in gives
/// NaN out.
pub fn engines_agree(formula: &Formula) {
    if formula.is_vector() || formula.inputs().len() > 8 {
        return;
    }
    agree::<f64>(formula);
    agree::<f32>(formula);
}

fn agree<T: Element>(formula: &Formula) {
    let kernel = formula.compile::<T>();
    let names = formula.inputs();
    // a derivative may exceed the limits
    let (Ok(computation), Ok(values)) = (formula.computation(&names), formula.computation(&[]))
    else {
        return;
    };
    let inputs: Vec<Vec<T>> = (0..names.len()).map(column).collect();
    let arrays: Vec<&[T]> = inputs.iter().map(Vec::as_slice).collect();
    let mut mapped = vec![T::default(); LENGTH];
    kernel.map_n(&arrays, &mut mapped);
    let mut slopes = vec![vec![T::default(); LENGTH]; names.len()];
    let mut fused = vec![T::default(); LENGTH];
    let mut columns: Vec<&mut [T]> = slopes.iter_mut().map(Vec::as_mut_slice).collect();
    kernel.map_n_with_gradient(&arrays, &mut fused, &mut columns);
    for index in (0..POINTS.len()).chain([255, 256, LENGTH - 1]) {
        let point: Vec<T> = inputs.iter().map(|column| column[index]).collect();
        let expected = evaluate(&computation, &point, kernel.parameters());
        let value = evaluate(&values, &point, kernel.parameters())[0];
        let mut gradient = vec![T::default(); names.len()];
        let called = kernel.call_n_with_gradient(&point, &mut gradient);
        let same = |what, a: T, b: T| {
            assert!(
                bits(a) == bits(b),
                "{what} of {formula} at {point:?}: {a:?} and {b:?}"
            );
        };
        same("call", kernel.call_n(&point), value);
        same("map", mapped[index], value);
        same("fused call", called, expected[0]);
        same("fused map", fused[index], expected[0]);
        for (input, slope) in slopes.iter().enumerate() {
            same("derivative", gradient[input], expected[1 + input]);
            same("mapped derivative", slope[index], expected[1 + input]);
        }
        if point.iter().any(|x| bits(*x) == u64::MAX) {
            assert!(
                bits(value) == u64::MAX,
                "{formula} at {point:?} is {value:?}"
            );
        }
    }
}

/// The points in an order of their own for every input.
pub(super) fn column<T: Element>(input: usize) -> Vec<T> {
    let step = [1, 7, 5, 3, 11, 13, 17, 19][input % 8];
    (0..LENGTH)
        .map(|index| T::number(POINTS[index * step % POINTS.len()]))
        .collect()
}

/// The bits of a number; all ones for every NaN.
pub(super) fn bits<T: Element>(x: T) -> u64 {
    let wide = x.to_f64().unwrap_or(f64::NAN);
    if wide.is_nan() {
        u64::MAX
    } else {
        wide.to_bits()
    }
}
