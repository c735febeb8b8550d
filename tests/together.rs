//! Losses of a prediction and its target, and other functions of a sum or a difference: right where the two are nearly equal.

use gradus::Formula;

/// The greatest error in ulp that rounding the inputs and the parameters would not make.
const BAR: f64 = 8.0;

/// Bits in which nothing cancels that f64 can hold.
const BITS: u32 = 2400;

/// Functions of two inputs by one sum of them.
#[rustfmt::skip]
const OF_TWO_INPUTS: &[&str] = &[
    "f(a, b) = log(cosh(a-b))",
    "f(a, b) = log((exp(a-b)+exp(b-a))/2)",
    "f(a, b) = exp(a-b)-(a-b)-1",
    "f(a, b) = exp(2*(a-b))-2*(a-b)-1",
    "f(a, b) = sqrt(1+(a-b)^2)",
    "f(a, b) = sqrt(1+(a-b)^2)-1",
    "f(a, b) = log(1+(a-b)^2)",
    "f(a, b) = (a-b)^2/(1+(a-b)^2)",
    "f(a, b) = abs(a-b)-log(1+abs(a-b))",
    "f(a, b) = exp(-(a-b)^2/2)",
    "f(a, b) = 1-exp(-(b-a)^2/2)",
    "f(a, b) = if(abs(a-b) < 1, (a-b)^2/2, abs(a-b)-1/2)",
    "f(a, b) = softplus(a-b)-log(2)",
    "f(a, b) = tanh(2*a-b)",
    "f(a, b) = log(1+exp(a+b))",
    "f(a, b; s = 0.5) = s^2*(sqrt(1+((a-b)/s)^2)-1)",
];

/// A prediction and a target that are nearly equal, equal, far apart, or of no account beside each other.
#[rustfmt::skip]
const PAIRS: &[(f64, f64)] = &[
    (123_456.7, 123_456.5), (1e15, 1e15), (1e9, 1_000_000_001.0), (700.0, 700.000_1), (100.25, 100.0), (5.0, 5.0), (0.3, 0.300_000_011_920_928_96),
    (1.5, -2.25), (0.0, 1e-20), (1e-20, 1.0), (-1.0, 1e-20), (3.0, -40.0), (1e16, -1e16), (2.5, -2.500_000_1),
];

/// What is wrong with value and slopes at a point.
fn faults(formula: &Formula, at: &[f64], parameters: &[(String, f64)]) -> Vec<String> {
    let mut gradient = vec![0.0; at.len()];
    let value = formula
        .compile::<f64>()
        .call_n_with_gradient(at, &mut gradient);
    let slopes = formula.inputs().into_iter().map(|own| {
        let slope = formula.derivative(own).expect("it is an input");
        (format!("by {own}"), slope)
    });
    let quantities = std::iter::once(("value".to_owned(), formula.clone())).chain(slopes);
    let found = std::iter::once(value).chain(gradient.iter().copied());
    let wrong = quantities
        .zip(found)
        .filter_map(|((what, quantity), found)| {
            let truth = precise(&quantity, at)?;
            let error = error(&quantity, at, parameters, found, truth);
            (error > BAR).then(|| {
                format!("{what} at {at:?} {parameters:?}: {found:e}, not {truth:e}: {error:.1}")
            })
        });
    wrong.collect()
}

fn precise(formula: &Formula, at: &[f64]) -> Option<f64> {
    formula.precise(at, BITS, 20)?.parse().ok()
}

/// The error in ulp over how many times a relative error of an input or a parameter is that of the value.
fn error(
    quantity: &Formula,
    at: &[f64],
    parameters: &[(String, f64)],
    found: f64,
    truth: f64,
) -> f64 {
    if found == truth {
        return 0.0;
    }
    let own = (found - truth).abs() / (f64::EPSILON * truth.abs().max(f64::MIN_POSITIVE));
    let inputs = quantity.inputs().into_iter().map(str::to_owned);
    let inputs = inputs.zip(at.iter().copied());
    let condition = inputs
        .chain(parameters.iter().cloned())
        .filter_map(|(name, size)| {
            let slope = precise(&quantity.derivative(&name).ok()?, at)?;
            Some((size * slope / truth).abs()).filter(|own| own.is_finite())
        });
    let error = own / condition.fold(1.0, f64::max);
    // lost, or of the wrong sign, whatever rounding would do
    match error.is_nan() || found.signum() != truth.signum() && own > BAR {
        true => f64::INFINITY,
        false => error,
    }
}

#[test]
fn functions_of_two_inputs_are_right_where_these_are_nearly_equal() {
    let mut failures = Vec::new();
    for text in OF_TWO_INPUTS {
        let formula: Formula = text.parse().expect(text);
        for &(a, b) in PAIRS {
            let found = faults(&formula, &[a, b], &[]);
            failures.extend(found.into_iter().map(|fault| format!("{text} {fault}")));
        }
    }
    assert!(failures.is_empty(), "{} {failures:#?}", failures.len());
}
