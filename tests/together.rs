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

/// A function of two inputs at a pair.
struct Case {
    formula: Formula,
    at: [f64; 2],
    /// The parameters with their values.
    parameters: Vec<(String, f64)>,
}

/// What a kernel computes, and the unit of its errors beside 1 and beside 0.
struct Computed {
    value: f64,
    gradient: [f64; 2],
    units: [f64; 2],
}

impl Computed {
    fn in_double(case: &Case) -> Self {
        let mut gradient = [0.0; 2];
        let kernel = case.formula.compile::<f64>();
        Self {
            value: kernel.call_n_with_gradient(&case.at, &mut gradient),
            gradient,
            units: [f64::EPSILON, f64::MIN_POSITIVE],
        }
    }

    /// The inputs of the case are numbers of f32.
    fn in_single(case: &Case) -> Self {
        let mut gradient = [0.0; 2];
        let kernel = case.formula.compile::<f32>();
        let value = kernel.call_n_with_gradient(&case.at.map(|own| own as f32), &mut gradient);
        Self {
            value: value.into(),
            gradient: gradient.map(f64::from),
            units: [f32::EPSILON, f32::MIN_POSITIVE].map(f64::from),
        }
    }
}

impl Case {
    fn new(text: &str, at: [f64; 2]) -> Self {
        let formula: Formula = text.parse().expect(text);
        let parameters = formula.parameters().into_iter();
        Self {
            at,
            parameters: parameters.map(|own| (own.name, own.value)).collect(),
            formula,
        }
    }

    /// What is wrong with value and slopes.
    fn faults(&self, found: &Computed) -> Vec<String> {
        let slopes = self.formula.inputs().into_iter().map(|own| {
            let slope = self.formula.derivative(own).expect("it is an input");
            (format!("by {own}"), slope)
        });
        let quantities = std::iter::once(("value".to_owned(), self.formula.clone())).chain(slopes);
        let results = std::iter::once(found.value).chain(found.gradient);
        let wrong = quantities
            .zip(results)
            .filter_map(|((what, quantity), result)| {
                let truth = precise(&quantity, &self.at)?;
                let error = self.error(&quantity, found.units, result, truth);
                let at = &self.at;
                (error > BAR)
                    .then(|| format!("{what} at {at:?}: {result:e}, not {truth:e}: {error:.1}"))
            });
        wrong.collect()
    }

    /// The error in ulp over how many times a relative error of an input or a parameter is that of the value.
    fn error(&self, quantity: &Formula, units: [f64; 2], result: f64, truth: f64) -> f64 {
        let [epsilon, least] = units;
        if result == truth || truth.abs() < least && (result - truth).abs() <= BAR * epsilon * least
        {
            return 0.0;
        }
        let own = (result - truth).abs() / (epsilon * truth.abs().max(least));
        let inputs = quantity.inputs().into_iter().map(str::to_owned);
        let symbols = inputs.zip(self.at).chain(self.parameters.iter().cloned());
        let condition = symbols.filter_map(|(name, size)| {
            let slope = precise(&quantity.derivative(&name).ok()?, &self.at)?;
            Some((size * slope / truth).abs()).filter(|own| own.is_finite())
        });
        let error = own / condition.fold(1.0, f64::max);
        // lost, or of the wrong sign, whatever rounding would do
        match error.is_nan() || result.signum() != truth.signum() && own > BAR {
            true => f64::INFINITY,
            false => error,
        }
    }
}

fn precise(formula: &Formula, at: &[f64]) -> Option<f64> {
    formula.precise(at, BITS, 20)?.parse().ok()
}

#[test]
fn functions_of_two_inputs_are_right_where_these_are_nearly_equal() {
    let mut failures = Vec::new();
    for text in OF_TWO_INPUTS {
        for &(a, b) in PAIRS {
            let double = Case::new(text, [a, b]);
            let single = Case::new(text, [a, b].map(|own| f64::from(own as f32)));
            let faults = [
                ("f64", double.faults(&Computed::in_double(&double))),
                ("f32", single.faults(&Computed::in_single(&single))),
            ];
            for (kind, faults) in faults {
                let named = faults
                    .into_iter()
                    .map(|fault| format!("{text} {kind} {fault}"));
                failures.extend(named);
            }
        }
    }
    assert!(failures.is_empty(), "{} {failures:#?}", failures.len());
}
