//! Another library at many more points than high precision allows.
//!
//! Its logistic function and its scaled complementary error function are left out: they are wrong in version 0.1.30.

use gradus_eval::reference::{binary, unary};
use gradus_symbolic::computation::{Binary, Unary};

use crate::ALLOWED;
use crate::Function::{self, One, Two};
use crate::ulp::{is_above, ulp};

/// A function of ours, theirs, and the range that points are drawn from.
type Row = (Unary, fn(f64) -> f64, f64);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (Unary::Cbrt, pxfm::f_cbrt, 1e5), (Unary::Exp, pxfm::f_exp, 745.0), (Unary::ExpBeside, pxfm::f_exp, 745.0), (Unary::Exp2, pxfm::f_exp2, 1074.0),
    (Unary::Expm1, pxfm::f_expm1, 60.0), (Unary::Ln, pxfm::f_log, 1e5), (Unary::Log2, pxfm::f_log2, 1e5),
    (Unary::Log10, pxfm::f_log10, 1e5), (Unary::Log1p, pxfm::f_log1p, 1e3), (Unary::Sin, pxfm::f_sin, 1e9),
    (Unary::Cos, pxfm::f_cos, 1e9), (Unary::Tan, pxfm::f_tan, 1e9), (Unary::Asin, pxfm::f_asin, 1.0),
    (Unary::Acos, pxfm::f_acos, 1.0), (Unary::Atan, pxfm::f_atan, 50.0), (Unary::Sinh, pxfm::f_sinh, 710.0),
    (Unary::Cosh, pxfm::f_cosh, 710.0), (Unary::Tanh, pxfm::f_tanh, 25.0), (Unary::Asinh, pxfm::f_asinh, 1e10),
    (Unary::Acosh, pxfm::f_acosh, 1e5), (Unary::Atanh, pxfm::f_atanh, 1.0), (Unary::Erf, pxfm::f_erf, 6.5),
    (Unary::Erfc, pxfm::f_erfc, 27.5),
];

/// Functions of two, and the ranges that their arguments are drawn from.
type PairRow = (Binary, fn(f64, f64) -> f64, f64, f64);

#[rustfmt::skip]
const PAIRS: &[PairRow] = &[
    (Binary::Pow, pxfm::f_pow, 1e3, 100.0), (Binary::Hypot, pxfm::f_hypot, 1e3, 1e3), (Binary::Atan2, pxfm::f_atan2, 1e3, 1e3),
];

/// By how much the other library may be off, with a little for units that change at powers of two.
const THEIRS: f64 = 0.52;

/// How far apart the libraries may be.
fn allowed(function: Function) -> f64 {
    let ours = ALLOWED.iter().find(|row| row.1 == function);
    ours.expect("listed").2 + THEIRS
}

const COUNT: u32 = 100_000;

/// Evenly spaced in the range, and evenly spaced in exponent.
fn drawn(k: u32, range: f64) -> [f64; 2] {
    let fraction = 2.0 * f64::from(k) / f64::from(COUNT) - 1.0;
    let size = ((fraction.abs() - 1.0) * 40.0).exp2();
    [range * fraction, (range * size).copysign(fraction)]
}

fn apart(ours: f64, theirs: f64) -> f64 {
    if ours == theirs || (ours.is_nan() && theirs.is_nan()) {
        return 0.0;
    }
    (ours - theirs).abs() / ulp(ours, 52, -1022)
}

/// The greatest distance, and where.
fn worst<P: Copy>(points: impl Iterator<Item = P>, apart: impl Fn(P) -> f64) -> (f64, Option<P>) {
    points
        .map(|point| (apart(point), Some(point)))
        .fold((0.0, None), |worst, next| {
            if is_above(next.0, worst.0) {
                next
            } else {
                worst
            }
        })
}

#[test]
fn another_library_agrees() {
    let mut failures = Vec::new();
    for (function, theirs, range) in ROWS {
        let points = (0..COUNT).flat_map(|k| drawn(k, *range));
        let worst = worst(points, |x| apart(unary(*function, x), theirs(x)));
        if is_above(worst.0, allowed(One(*function))) {
            failures.push(format!("{function:?}: {worst:?}"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn another_library_agrees_on_functions_of_two() {
    let mut failures = Vec::new();
    for (function, theirs, first, second) in PAIRS {
        let points = (0..COUNT).flat_map(|k| {
            let [x, small_x] = drawn(k, *first);
            // A prime, so that all sorts of pairs occur.
            let [y, small_y] = drawn(k * 7_919 % COUNT, *second);
            [(x, y), (small_x, y), (x, small_y), (small_x, small_y)]
        });
        // Theirs follows IEEE where no real value exists.
        let real = points.filter(|(x, _)| *function != Binary::Pow || *x > 0.0);
        let worst = worst(real, |(x, y)| apart(binary(*function, x, y), theirs(x, y)));
        if is_above(worst.0, allowed(Two(*function))) {
            failures.push(format!("{function:?}: {worst:?}"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
