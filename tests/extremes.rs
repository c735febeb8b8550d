//! Values and derivatives at inputs where a part of a formula overflows, vanishes, cancels or is not real though the whole is an
//! ordinary number.

use gradus::Formula;

/// The greatest error, in units of the last place of the true value.
const BAR: f64 = 16.0;

/// A formula, the highest order of its derivative, inputs.
type Row = (&'static str, u32, &'static [f64]);

/// Formulas of one input.
#[rustfmt::skip]
const OF_ONE: &[Row] = &[
    // a guard of an infinite input leaves what is under a root alone
    ("tanh(x)+sqrt(x-1)",        1, &[800.0, 1e10, 47.0, 1.5]),
    ("swish(x)+sqrt(x-1)",       1, &[800.0, 1e10, 47.0, 1.5]),
    ("exp(-x)+1/sqrt(x-1)",      1, &[800.0, 1e10, 47.0, 1.5]),
    ("exp(-x^2)-asin(1/x)",      1, &[47.0, 800.0, -47.0, 1.5]),
    // functions of exponentials
    ("log10(10^x)",              1, &[400.0, -400.0, 0.3]),
    ("log2(2^x)",                1, &[4000.0, -4000.0, 0.3]),
    ("acosh(exp(x))",            1, &[800.0, 0.3, 1e-5]),
    ("atanh(sigmoid(x))",        1, &[50.0, -50.0, 0.3, 800.0, -800.0]),
    ("asinh(exp2(x))",           1, &[1e10, -1e4, 3.0]),
    ("hypot(x,1)-x",             1, &[1e10, -3.0, 1e200]),
    // cancellation
    ("cbrt(x+1)-cbrt(x)",        1, &[1e16, 3.0, 1e200, -1e16]),
    ("sqrt(x+1)-sqrt(x)",        1, &[1e16, 1e300, 3.0]),
    ("1/x-1/tan(x)",             1, &[1e-5, 1e-300, 0.5, -1e-9]),
    ("tan(x)-sin(x)",            1, &[1e-5, 0.5, 1e-100]),
    // removable holes
    ("asin(x)/x",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("x/asin(x)",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("atan(x)/x",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("atanh(x)/x",               2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("ln(1+x)/x",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("x/sinh(x)",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("x/tanh(x)",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("erf(x)/x",                 2, &[1e-200, 1e-9, 1e-3, 0.3]),
    // powers of half an integer
    ("modified_arcsinh(x)",      2, &[1e-300, -1e-300, 1e-10, 3.0]),
];

fn truth(formula: &Formula, point: &[f64]) -> f64 {
    let text = formula.precise(point, 1400, 20).expect("it has a value");
    text.parse().expect("it is a number")
}

fn is_near(value: f64, truth: f64) -> bool {
    value == truth || (value - truth).abs() <= BAR * f64::EPSILON * truth.abs()
}

#[test]
fn parts_do_not_decide() {
    let mut failures = Vec::new();
    for (text, last, inputs) in OF_ONE {
        let mut formula: Formula = text.parse().expect(text);
        for order in 0..=*last {
            let kernel = formula.compile::<f64>();
            for &x in *inputs {
                let (value, truth) = (kernel.call(x), truth(&formula, &[x]));
                if !is_near(value, truth) {
                    failures.push(format!("{text} {order} at {x:e}: {value:e}, not {truth:e}"));
                }
            }
            formula = formula.derivative("x").expect(text);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
