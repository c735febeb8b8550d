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

/// Differences of functions of two inputs, over that of the inputs or by themselves.
#[rustfmt::skip]
const OF_TWO_THAT_MEET: &[&str] = &[
    "f(a, b) = (exp(a)-exp(b))/(a-b)",
    "f(a, b) = (tanh(a)-tanh(b))/(a-b)",
    "f(a, b) = (sin(a)-sin(b))/(a-b)",
    "f(a, b) = (softplus(a)-softplus(b))/(a-b)",
];

/// Functions of the sum of an input and a parameter.
#[rustfmt::skip]
const OF_INPUT_AND_PARAMETER: &[&str] = &[
    "f(x; m = 1) = log(cosh(x-m))",
    "f(x; m = 1) = exp(x-m)-(x-m)-1",
    "f(x; m = 1) = exp(2*(x-m))-2*(x-m)-1",
    "f(x; m = 1) = sqrt(1+(x-m)^2)-1",
    "f(x; m = 1) = log(1+(x-m)^2)",
    "f(x; m = 1) = abs(x-m)-log(1+abs(x-m))",
    "f(x; m = 1) = 1-exp(-(m-x)^2/2)",
    "f(x; m = 1) = softplus(x-m)-log(2)",
    "f(x; m = 1, s = 0.5) = s^2*(sqrt(1+((x-m)/s)^2)-1)",
    "f(x; m = 1, s = 0.5) = log(1+((x-m)/s)^2)",
    "f(x; m = 1) = (exp(x)-exp(m))/(x-m)",
    "f(x; m = 1) = (tanh(x)-tanh(m))/(x-m)",
];

/// A prediction and a target that are nearly equal, equal, far apart, or of no account beside each other.
#[rustfmt::skip]
const PAIRS: &[(f64, f64)] = &[
    (123_456.7, 123_456.5), (1e15, 1e15), (1e9, 1_000_000_001.0), (700.0, 700.000_1), (100.25, 100.0), (5.0, 5.0), (0.3, 0.300_000_011_920_928_96),
    (1.5, -2.25), (0.0, 1e-20), (1e-20, 1.0), (-1.0, 1e-20), (3.0, -40.0), (1e16, -1e16), (2.5, -2.500_000_1),
];

/// A function at a point.
struct Case {
    formula: Formula,
    at: Vec<f64>,
    /// The parameters with their values.
    parameters: Vec<(String, f64)>,
}

/// What a kernel computes, the unit of its errors beside 1 and beside 0, and its greatest number.
struct Computed {
    value: f64,
    gradient: Vec<f64>,
    units: [f64; 2],
    greatest: f64,
}

impl Computed {
    fn in_double(case: &Case) -> Self {
        let mut gradient = vec![0.0; case.at.len()];
        let kernel = case.formula.compile::<f64>();
        Self {
            value: kernel.call_n_with_gradient(&case.at, &mut gradient),
            gradient,
            units: [f64::EPSILON, f64::MIN_POSITIVE],
            greatest: f64::MAX,
        }
    }

    /// The inputs of the case are numbers of f32.
    fn in_single(case: &Case) -> Self {
        let mut gradient = vec![0.0; case.at.len()];
        let kernel = case.formula.compile::<f32>();
        let at: Vec<f32> = case.at.iter().map(|own| *own as f32).collect();
        let value = kernel.call_n_with_gradient(&at, &mut gradient);
        Self {
            value: value.into(),
            gradient: gradient.into_iter().map(f64::from).collect(),
            units: [f32::EPSILON, f32::MIN_POSITIVE].map(f64::from),
            greatest: f32::MAX.into(),
        }
    }
}

impl Case {
    fn new(formula: Formula, at: Vec<f64>) -> Self {
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
        let gradient = found.gradient.iter().copied();
        let results = std::iter::once(found.value).chain(gradient);
        let wrong = quantities
            .zip(results)
            .filter_map(|((what, quantity), result)| {
                // where there is none a hole is filled
                let truth = precise(&quantity, &self.at).filter(|own| !own.is_nan())?;
                let truth = match truth.abs() > found.greatest {
                    true => f64::INFINITY.copysign(truth),
                    false => truth,
                };
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
        let symbols = inputs
            .zip(self.at.iter().copied())
            .chain(self.parameters.iter().cloned());
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

/// What is wrong with a formula in both types, at the numbers that those have.
fn faults(text: &str, case: impl Fn(&Formula, &dyn Fn(f64) -> f64) -> Case) -> Vec<String> {
    let formula: Formula = text.parse().expect(text);
    let double = case(&formula, &|own| own);
    let single = case(&formula, &|own| f64::from(own as f32));
    let all = [
        ("f64", double.faults(&Computed::in_double(&double))),
        ("f32", single.faults(&Computed::in_single(&single))),
    ];
    let named = all.into_iter().flat_map(|(kind, faults)| {
        let faults = faults.into_iter();
        faults.map(move |fault| format!("{text} {kind} {fault}"))
    });
    named.collect()
}

fn faults_of_two_inputs(texts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts {
        for &(a, b) in PAIRS {
            found.extend(faults(text, |formula, rounded| {
                Case::new(formula.clone(), vec![rounded(a), rounded(b)])
            }));
        }
    }
    found
}

#[test]
fn functions_of_two_inputs_are_right_where_these_are_nearly_equal() {
    let found = faults_of_two_inputs(OF_TWO_INPUTS);
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}

#[test]
fn differences_are_right_where_two_inputs_meet() {
    let found = faults_of_two_inputs(OF_TWO_THAT_MEET);
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}

/// A value of its own where two inputs are equal stays, whatever is beside it.
#[test]
fn values_where_two_inputs_meet_are_kept() {
    for text in [
        "f(a, b) = if(a == b, 7, exp(a)-exp(b))",
        "f(a, b) = if(a == b, 7, (exp(a)-exp(b))/(a-b))",
        "f(a, b) = if(a != b, (exp(a)-exp(b))/(a-b), 7)",
    ] {
        let formula: Formula = text.parse().expect(text);
        assert_eq!(formula.compile::<f64>().call_n(&[1.0, 1.0]), 7.0, "{text}");
    }
    let filled: Formula = "f(a, b) = (exp(a)-exp(b))/(a-b)".parse().expect("it reads");
    let filled = filled.compile::<f64>().call_n(&[1.0, 1.0]);
    assert!((filled - 1f64.exp()).abs() < 1e-15 * filled, "{filled}");
}

#[test]
fn functions_of_an_input_are_right_where_it_meets_a_parameter() {
    let mut found = Vec::new();
    for text in OF_INPUT_AND_PARAMETER {
        for &(x, m) in PAIRS {
            found.extend(faults(text, |formula, rounded| {
                let formula = formula.with("m", rounded(m)).expect("m is a parameter");
                Case::new(formula, vec![rounded(x)])
            }));
        }
    }
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}
