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
            .filter_map(|(own, at)| Some((at * truth(own, x)? / value).abs()))
            .filter(|own| own.is_finite())
            .fold(1.0, f64::max)
    }
}

/// Both signs of all magnitudes, the densest where activations are used.
fn grid() -> Vec<f64> {
    let wide = (-15..=15).flat_map(|power| [1.0, 4.3].map(|own| own * 10f64.powi(20 * power)));
    let near = (-17..=17).flat_map(|power| [1.0, 2.7, 6.1].map(|own| own * 10f64.powi(power)));
    let middle = (1..40).map(|step| 0.0713 * f64::from(step) * (1.0 + 0.03 * f64::from(step)));
    let sizes: Vec<f64> = wide.chain(near).chain(middle).collect();
    sizes.iter().flat_map(|size| [-size, *size]).collect()
}

/// The value at a point; none where it is beyond the range, or below it.
fn truth(formula: &Formula, x: f64) -> Option<f64> {
    let found = BITS
        .iter()
        .find_map(|bits| formula.precise(&[x], *bits, 20));
    found?.parse().ok()
}

/// Where values are wrong by more than the bar, are lost or have the wrong sign, of every order up to the last, by that name.
pub fn faults(text: &str, by: &str, parameters: &[(&str, f64)], last: u32) -> Vec<String> {
    let mut formula: Formula = text.parse().expect(text);
    for (name, value) in parameters {
        formula = formula.with(name, *value).expect(text);
    }
    let mut found = Vec::new();
    for order in 0..=last {
        let quantity = Quantity::new(formula.clone());
        let kernel = formula.compile::<f64>();
        let wrong = grid().into_iter().filter_map(|x| {
            let value = kernel.call(x);
            let truth = truth(&quantity.formula, x)?;
            is_wrong(&quantity, x, value, truth).then(|| {
                format!("{text} {parameters:?}, order {order} at {x:e}: {value:e}, not {truth:e}")
            })
        });
        found.extend(wrong);
        if order < last {
            formula = formula.derivative(by).expect(text);
        }
    }
    found
}

fn is_wrong(quantity: &Quantity, x: f64, value: f64, truth: f64) -> bool {
    if value == truth || value.is_nan() && truth.is_nan() {
        return false;
    }
    let size = truth.abs().max(f64::MIN_POSITIVE);
    let error = (value - truth).abs() / (f64::EPSILON * size);
    !(error <= BAR || error <= BAR * quantity.condition(x, truth))
}
