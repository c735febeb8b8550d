//! Errors of formulas of one input over the whole line, in high precision, whatever their parameters.

use gradus::Formula;

/// The greatest conditioned error, in ulp.
const BAR: f64 = 8.0;

/// Enough for what cancels between numbers of this range.
const BITS: [u32; 2] = [700, 5000];

/// A quantity: its derivatives by the input and by parameters, with the values of those, say how well it is conditioned.
struct Quantity {
    formula: Formula,
    slope: Option<Formula>,
    by_parameters: Vec<(Formula, f64)>,
}

impl Quantity {
    fn new(formula: Formula) -> Self {
        let slope = formula.derivative("x").ok();
        let parameters = formula.parameters().into_iter();
        let by_parameters = parameters
            .filter_map(|own| Some((formula.derivative(&own.name).ok()?, own.value)))
            .collect();
        Self {
            formula,
            slope,
            by_parameters,
        }
    }

    /// How many times a relative error of the input or of a parameter is that of the value.
    fn condition(&self, x: f64, value: f64) -> f64 {
        let by_input = self.slope.iter().map(|slope| (slope, x));
        let by_parameters = self.by_parameters.iter().map(|(own, at)| (own, *at));
        by_input
            .chain(by_parameters)
            .filter_map(|(own, at)| Some(at.abs().log10() + digits(own, x)? - value.abs().log10()))
            .filter(|own| own.is_finite())
            .map(|own| 10f64.powf(own).min(f64::MAX))
            .fold(1.0, f64::max)
    }
}

/// The decimal logarithm of the magnitude at a point, which may be beyond the range of numbers; none where it is 0 or infinite.
fn digits(formula: &Formula, x: f64) -> Option<f64> {
    let text = precise(formula, x)?;
    let (fraction, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (fraction, exponent): (f64, f64) = (fraction.parse().ok()?, exponent.parse().ok()?);
    Some(fraction.abs().log10() + exponent).filter(|digits| digits.is_finite())
}

/// Both signs of all magnitudes, the densest where activations are used.
#[allow(dead_code, reason = "not every suite goes over the whole line")]
fn grid() -> Vec<f64> {
    let wide = (-15..=15).flat_map(|power| [1.0, 4.3].map(|own| own * 10f64.powi(20 * power)));
    let near = (-17..=17).flat_map(|power| [1.0, 2.7, 6.1].map(|own| own * 10f64.powi(power)));
    let middle = (1..40).map(|step| 0.0713 * f64::from(step) * (1.0 + 0.03 * f64::from(step)));
    let sizes: Vec<f64> = wide.chain(near).chain(middle).collect();
    sizes.iter().flat_map(|size| [-size, *size]).collect()
}

/// Both signs of all magnitudes of a type.
#[allow(dead_code, reason = "not every suite goes over the whole line")]
pub fn grid_of(width: Width) -> Vec<f64> {
    let all = grid().into_iter();
    match width {
        Width::Double => all.collect(),
        Width::Single => all
            .map(|x| f64::from(x as f32))
            .filter(|x| x.is_finite() && *x != 0.0)
            .collect(),
    }
}

/// The value at a point; none where it is beyond the range, or below it.
pub fn truth(formula: &Formula, x: f64) -> Option<f64> {
    precise(formula, x)?.parse().ok()
}

fn precise(formula: &Formula, x: f64) -> Option<String> {
    BITS.iter()
        .find_map(|bits| formula.precise(&[x], *bits, 20))
}

/// The type that kernels compute in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "not every suite measures both")]
pub enum Width {
    Double,
    Single,
}

impl Width {
    fn epsilon(self) -> f64 {
        match self {
            Self::Double => f64::EPSILON,
            Self::Single => f64::from(f32::EPSILON),
        }
    }

    fn least_normal(self) -> f64 {
        match self {
            Self::Double => f64::MIN_POSITIVE,
            Self::Single => f64::from(f32::MIN_POSITIVE),
        }
    }

    fn rounded(self, value: f64) -> f64 {
        match self {
            Self::Double => value,
            Self::Single => f64::from(value as f32),
        }
    }

    /// The formula with values of parameters rounded to the type.
    #[allow(dead_code, reason = "not every suite measures both")]
    pub fn with_parameters(self, formula: Formula) -> Formula {
        let parameters = formula.parameters();
        parameters.iter().fold(formula, |formula, own| {
            let value = self.rounded(own.value);
            formula.with(&own.name, value).expect("it is a parameter")
        })
    }

    /// The formula at numbers of the type.
    pub fn kernel(self, formula: &Formula) -> Box<dyn Fn(f64) -> f64> {
        match self {
            Self::Double => Box::new(formula.compile::<f64>().into_fn()),
            Self::Single => {
                let own = formula.compile::<f32>().into_fn();
                Box::new(move |x| f64::from(own(x as f32)))
            }
        }
    }
}

/// Where values are wrong by more than the bar, are lost or have the wrong sign, of every order up to the last, by that name.
#[allow(dead_code, reason = "not every suite goes over the whole line")]
pub fn faults(text: &str, by: &str, parameters: &[(&str, f64)], last: u32) -> Vec<String> {
    let mut formula: Formula = text.parse().expect(text);
    for (name, value) in parameters {
        formula = formula.with(name, *value).expect(text);
    }
    let mut found = Vec::new();
    for order in 0..=last {
        let name = format!("{text} {parameters:?}, order {order}");
        found.extend(faults_at(&name, &formula, &grid(), Width::Double));
        found.extend(unexpected(&name, &formula));
        if order < last {
            formula = formula.derivative(by).expect(text);
        }
    }
    found
}

/// Where values at those inputs are wrong by more than the bar, are lost or have the wrong sign.
pub fn faults_at(name: &str, formula: &Formula, inputs: &[f64], width: Width) -> Vec<String> {
    let quantity = Quantity::new(formula.clone());
    let kernel = width.kernel(formula);
    let wrong = inputs.iter().filter_map(|&x| {
        let value = kernel(x);
        let truth = width.rounded(truth(&quantity.formula, x)?);
        if truth.is_nan() {
            // outside the domain, or beyond the range of high precision
            return None;
        }
        let error = error(&quantity, x, (value, truth), width);
        (error > BAR).then(|| format!("{name} at {x:e}: {value:e}, not {truth:e}: {error:.1} ulp"))
    });
    wrong.collect()
}

/// Where there are values though there is none in high precision.
#[allow(dead_code, reason = "not every suite goes over the whole line")]
fn unexpected(name: &str, formula: &Formula) -> Vec<String> {
    let kernel = Width::Double.kernel(formula);
    let has_none = |x: &f64| truth(formula, *x).is_some_and(f64::is_nan);
    let inputs = grid().into_iter().filter(has_none);
    let values = inputs.map(|x| (x, kernel(x)));
    let wrong = values.filter(|(_, value)| !value.is_nan());
    let said = wrong.map(|(x, value)| format!("{name} at {x:e}: {value:e}, not NaN"));
    said.collect()
}

/// The conditioned error in ulp, of subnormal numbers in their units; infinite where a value is lost.
fn error(quantity: &Quantity, x: f64, (value, truth): (f64, f64), width: Width) -> f64 {
    if value == truth {
        return 0.0;
    }
    let size = truth.abs().max(width.least_normal());
    let error = (value - truth).abs() / (width.epsilon() * size);
    let conditioned = match error <= BAR {
        true => error,
        false => error / quantity.condition(x, truth),
    };
    if conditioned.is_nan() {
        f64::INFINITY
    } else {
        conditioned
    }
}
