//! Another library at many more points than high precision allows.
//!
//! Its logistic function and its scaled complementary error function are left out: they are wrong in version 0.1.30.

use gradus_eval::reference::unary;
use gradus_symbolic::computation::Unary;

use crate::ulp::{is_above, ulp};

/// A function of ours, theirs, and the range that points are drawn from.
type Row = (Unary, fn(f64) -> f64, f64);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (Unary::Cbrt, pxfm::f_cbrt, 1e5), (Unary::Exp, pxfm::f_exp, 745.0), (Unary::Exp2, pxfm::f_exp2, 1074.0),
    (Unary::Expm1, pxfm::f_expm1, 60.0), (Unary::Ln, pxfm::f_log, 1e5), (Unary::Log2, pxfm::f_log2, 1e5),
    (Unary::Log10, pxfm::f_log10, 1e5), (Unary::Log1p, pxfm::f_log1p, 1e3), (Unary::Sin, pxfm::f_sin, 1e9),
    (Unary::Cos, pxfm::f_cos, 1e9), (Unary::Tan, pxfm::f_tan, 1e9), (Unary::Asin, pxfm::f_asin, 1.0),
    (Unary::Acos, pxfm::f_acos, 1.0), (Unary::Atan, pxfm::f_atan, 50.0), (Unary::Sinh, pxfm::f_sinh, 710.0),
    (Unary::Cosh, pxfm::f_cosh, 710.0), (Unary::Tanh, pxfm::f_tanh, 25.0), (Unary::Asinh, pxfm::f_asinh, 1e10),
    (Unary::Acosh, pxfm::f_acosh, 1e5), (Unary::Atanh, pxfm::f_atanh, 1.0), (Unary::Erf, pxfm::f_erf, 6.5),
    (Unary::Erfc, pxfm::f_erfc, 27.5),
];

/// Both libraries may be off, this one by up to 0.7 ulp, and a unit changes at powers of two.
const APART: f64 = 1.0;

#[test]
fn another_library_agrees() {
    let mut failures = Vec::new();
    for (function, theirs, range) in ROWS {
        let mut worst = (0.0, 0.0);
        for k in 0..100_000 {
            // Half of them evenly, half of them in exponent.
            let fraction = f64::from(k) / 50_000.0 - 1.0;
            let drawn = [
                range * fraction,
                range * (fraction * 40.0).exp2() * 2f64.powi(-40) * fraction.signum(),
            ];
            for x in drawn {
                let (a, b) = (unary(*function, x), theirs(x));
                let apart = if a == b || (a.is_nan() && b.is_nan()) {
                    0.0
                } else {
                    (a - b).abs() / ulp(a, 52, -1022)
                };
                if apart.is_nan() || apart > worst.0 {
                    worst = (apart, x);
                }
            }
        }
        if is_above(worst.0, APART) {
            failures.push(format!("{function:?}: {} ulp at {:?}", worst.0, worst.1));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
