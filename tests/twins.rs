//! Formulas as people write them, overflow and cancellation included: their kernels are held to the same bars whatever the
//! spelling, over the whole range.

use gradus::accuracy::{Format, Survey};
use gradus::{Formula, catalog};

/// The greatest conditioned error of a value or a first derivative, in ulp.
const BAR: f64 = 8.0;

/// Each function in naive spellings, the first being the usual one.
#[rustfmt::skip]
const TWINS: &[&[&str]] = &[
    &["1/(1+exp(-x))", "exp(x)/(1+exp(x))", "(1+tanh(x/2))/2", "1-1/(1+exp(x))"],
    &["tanh(x)", "(exp(x)-exp(-x))/(exp(x)+exp(-x))", "2/(1+exp(-2*x))-1", "(exp(2*x)-1)/(exp(2*x)+1)"],
    &["softplus(x)", "ln(1+exp(x))", "x+ln(1+exp(-x))", "log1p(exp(x))"],
    &["x*tanh(ln(1+exp(x)))", "x*((1+exp(x))^2-1)/((1+exp(x))^2+1)"],
    &["log(sigmoid(x))", "-ln(1+exp(-x))"],
    &["ln(cosh(x))", "ln((exp(x)+exp(-x))/2)"],
    &["(1+erf(x/sqrt(2)))/2", "1-erfc(x/sqrt(2))/2"],
    &["x*(1-tanh(x)^2)", "x/cosh(x)^2"],
    &["sqrt(x^2+1)-1", "x^2/(sqrt(x^2+1)+1)"],
    &["ln(x+sqrt(x^2+1))"],
    &["(exp(x)-1-x)/x^2"],
    &["x/(1+exp(-x))", "x*exp(x)/(exp(x)+1)"],
    &["0.5*x*(1+erf(x/sqrt(2)))"],
    &["0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))"],
    &["x-tanh(x)"],
    &["x-sin(x)"],
    &["(x+sqrt(x^2+4))/2"],
    &["tanh(x)*ln(1+exp(x))"],
    &["sqrt(x^2+x+1)-x"],
    &["x*(0.5+atan(x)/pi)"],
    &["exp(-x^2/2)/sqrt(2*pi)"],
    &["x^2*exp(-x^2)"],
    &["max(0,x)+min(0,exp(x)-1)"],
    &["cosh(x)-1"],
    &["(1-cos(x))/x^2"],
];

/// The survey of one quantity: beyond these ends products overflow where the value does not.
fn survey(format: Format, order: u32) -> Survey {
    let end = if format == Format::F64 { 1e150 } else { 1e18 };
    Survey::default()
        .format(format)
        .derivative(order)
        .points(120)
        .range(-end, end)
}

#[test]
fn naive_spellings_keep_the_bars() {
    let mut failures = Vec::new();
    for text in TWINS.iter().copied().flatten() {
        let formula: Formula = text
            .parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        for (format, order) in [
            (Format::F64, 0),
            (Format::F64, 1),
            (Format::F32, 0),
            (Format::F32, 1),
        ] {
            let found = formula.accuracy(&survey(format, order)).expect("one input");
            // the cosine's own cancellation in the middle of its period is a little more
            let bar = if text.contains("cos(x))") { 10.0 } else { BAR };
            if found.conditioned.maximum > bar || !found.faults.is_empty() {
                let worst = found.worst.first();
                failures.push(format!(
                    "{text} {format:?} order {order}: {:?} {worst:?}",
                    found.faults
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Formulas with their values and slopes at minus and plus infinity.
#[rustfmt::skip]
const LIMITS: &[(&str, [f64; 2], [f64; 2])] = &[
    ("x/(1+exp(-x))",            [0.0, f64::INFINITY],               [0.0, 1.0]),
    ("1/(1+exp(-x))",            [0.0, 1.0],                         [0.0, 0.0]),
    ("2/(1+exp(-2*x))-1",        [-1.0, 1.0],                        [0.0, 0.0]),
    ("ln(1+exp(x))",             [0.0, f64::INFINITY],               [0.0, 1.0]),
    ("x*tanh(ln(1+exp(x)))",     [0.0, f64::INFINITY],               [0.0, 1.0]),
    ("0.5*x*(1+erf(x/sqrt(2)))", [0.0, f64::INFINITY],               [0.0, 1.0]),
    ("x*tanh(exp(x))",           [0.0, f64::INFINITY],               [0.0, 1.0]),
    ("x/(1+abs(x))",             [-1.0, 1.0],                        [0.0, 0.0]),
    ("x/sqrt(1+x^2)",            [-1.0, 1.0],                        [0.0, 0.0]),
    ("(x+sqrt(x^2+4))/2",        [0.0, f64::INFINITY],               [0.0, 1.0]),
    ("x^3/(1+x^2)",              [f64::NEG_INFINITY, f64::INFINITY], [1.0, 1.0]),
    ("x-tanh(x)",                [f64::NEG_INFINITY, f64::INFINITY], [1.0, 1.0]),
    ("exp(-exp(-x))",            [0.0, 1.0],                         [0.0, 0.0]),
    ("ln(cosh(x))",              [f64::INFINITY, f64::INFINITY],     [-1.0, 1.0]),
    ("x^2*exp(-x^2)",            [0.0, 0.0],                         [0.0, 0.0]),
];

#[test]
fn infinite_inputs_give_limits() {
    for (text, values, slopes) in LIMITS {
        let kernel = text.parse::<Formula>().expect(text).compile::<f64>();
        for (side, x) in [f64::NEG_INFINITY, f64::INFINITY].into_iter().enumerate() {
            let found = kernel.call_with_derivative(x);
            assert_eq!(found, (values[side], slopes[side]), "{text} at {x}");
        }
        let single = text.parse::<Formula>().expect(text).compile::<f32>();
        let found = single.call_with_derivative(f32::INFINITY);
        assert_eq!(found, (values[1] as f32, slopes[1] as f32), "{text} in f32");
        assert!(kernel.call(f64::NAN).is_nan(), "{text} of NaN");
        assert_eq!(kernel.call(0.0), kernel.call(-0.0), "{text} at zero");
    }
}

/// Entries of the catalogue, with the order of the derivative, that the normal form does not reach; the list may only shrink.
const OUTSIDE: &[(&str, u32)] = &[];

#[test]
fn the_normal_form_reaches_the_catalogue() {
    let mut outside = Vec::new();
    for record in catalog::all() {
        let mut formula: Formula = record.definition.parse().expect(record.name);
        if formula.is_vector() || formula.inputs().len() != 1 {
            continue;
        }
        for order in 0..=2 {
            if !formula.is_in_normal_form() {
                outside.push((record.name, order));
            }
            let Ok(slope) = formula.derivative("x") else {
                break;
            };
            formula = slope;
        }
    }
    assert_eq!(outside, OUTSIDE);
}
