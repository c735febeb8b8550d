//! The catalogue at the ends of the range of numbers: nothing overflows, vanishes or has the wrong sign that does not in truth.

use crate::line::{self, Width};
use gradus::Formula;

/// Inputs at both ends of the range and beside them, of one sign.
fn ends(width: Width) -> Vec<f64> {
    let (largest, least_normal, least, powers) = match width {
        Width::Double => (f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1), [160, 300]),
        Width::Single => {
            let least = f32::from_bits(1);
            let of = |value: f32| f64::from(value);
            (of(f32::MAX), of(f32::MIN_POSITIVE), of(least), [20, 37])
        }
    };
    let beside = powers.into_iter().flat_map(|power| [power, -power]);
    let mut all = vec![least, 3.0 * least, least_normal];
    all.extend([1.0, 0.9, 0.5, 0.3, 0.1].map(|part| part * largest));
    all.extend(beside.map(|power| 10f64.powi(power)));
    all
}

/// Values of both signs, rounded to the type.
fn inputs(width: Width) -> Vec<f64> {
    let of_both_signs = ends(width).into_iter().flat_map(|size| [size, -size]);
    match width {
        Width::Double => of_both_signs.collect(),
        Width::Single => of_both_signs.map(|own| f64::from(own as f32)).collect(),
    }
}

/// A formula, its slope and second derivative, and its slopes by parameters.
fn quantities(formula: &Formula) -> Vec<(String, Formula)> {
    let mut all = vec![("value".to_owned(), formula.clone())];
    let slope = formula.derivative("x").expect("x is the input");
    let second = slope.derivative("x").expect("x is the input");
    all.extend([("slope".to_owned(), slope), ("second".to_owned(), second)]);
    for own in formula.parameters() {
        let slope = formula.derivative(&own.name).expect("it is a parameter");
        all.push((format!("by {}", own.name), slope));
    }
    all
}

/// Far out, of one sign: if nothing turns between them, nothing does beyond.
const FAR_OUT: [f64; 8] = [1e150, 7e170, 3e190, 1e210, 4e240, 9e260, 2e280, 1e300];

/// The limits at infinite inputs, and values at 0, where what is beside them tells.
fn lost_at_limits(name: &str, formula: &Formula, width: Width) -> Vec<String> {
    let kernel = width.kernel(formula);
    let mut found = Vec::new();
    for sign in [1.0, -1.0] {
        let far_out: Option<Vec<f64>> = FAR_OUT
            .iter()
            .map(|size| line::truth(formula, sign * size))
            .collect();
        let at = sign * f64::INFINITY;
        let limit = far_out.and_then(|values| limit(&values));
        if let Some(limit) = limit.filter(|limit| !is_near(kernel(at), *limit)) {
            found.push(format!("{name} at {at}: {}, not {limit:e}", kernel(at)));
        }
    }
    let beside = [1e-300, -1e-300].map(|x| line::truth(formula, x));
    if let [Some(a), Some(b)] = beside
        && is_near(a, b)
        && a.abs() < 1e100
        && ![0.0, -0.0].iter().all(|zero| is_near(kernel(*zero), a))
    {
        found.extend(line::faults_at(name, formula, &[0.0, -0.0], width));
    }
    found
}

/// What values tend to, where they tell.
fn limit(values: &[f64]) -> Option<f64> {
    let last = *values.last()?;
    let all = |is_so: &dyn Fn(f64) -> bool| values.iter().all(|own| is_so(*own));
    match last {
        _ if all(&|own| own.abs() < 1e-100) => Some(0.0),
        _ if all(&|own| own * last.signum() > 1e100) => Some(last.signum() * f64::INFINITY),
        _ => all(&|own| is_near(own, last)).then_some(last),
    }
}

fn is_near(value: f64, limit: f64) -> bool {
    value == limit || (value - limit).abs() <= 1e-6 * limit.abs() + 1e-100
}

fn faults(width: Width) -> Vec<String> {
    let mut found = Vec::new();
    for record in gradus_catalog::all() {
        let formula = Formula::builtin(record.name).expect(record.name);
        if formula.is_vector() || formula.inputs() != ["x"] {
            continue;
        }
        let formula = width.with_parameters(formula);
        for (what, quantity) in quantities(&formula) {
            let name = format!("{} {width:?} {what}", record.name);
            found.extend(line::faults_at(&name, &quantity, &inputs(width), width));
            found.extend(lost_at_limits(&name, &quantity, width));
        }
    }
    found
}

/// Powers of an input beside an exponential that vanishes late: with 0 they make 0, be they infinite.
const VANISHING: &[&str] = &[
    "x^8*exp(-1e-8*x^2)",
    "x^6*exp(-1e-12*x^2/3)",
    "(1+x^6)*exp(-1e-12*x^2)",
    "x^3*exp(-1e-30*x^2)",
    "1e30*x^7*exp(-x^2/2)",
    "1e30*x^2*exp(-abs(x))",
    "x^9*(1+x^2)^3*exp(-abs(x))",
    "x*cosh(x)*exp(-x^2)",
    "x*exp(-x^2)*sinh(3*x)",
];

#[test]
fn what_has_vanished_outweighs_powers() {
    for text in VANISHING {
        let formula: Formula = text.parse().expect(text);
        for quantity in [formula.derivative("x").expect("x is the input"), formula] {
            for width in [Width::Double, Width::Single] {
                let kernel = width.kernel(&quantity);
                for x in [f64::INFINITY, 1e38, 1e30, 1e20] {
                    assert_eq!(kernel(x).abs(), 0.0, "{text} at {x} {width:?}");
                    assert_eq!(kernel(-x).abs(), 0.0, "{text} at -{x} {width:?}");
                }
            }
        }
    }
}

/// Parameters that are 0 beside what overflows or vanishes: formulas are others there.
const WITH_ZEROS: &[&str] = &[
    "f(x; a = 0) = x/sqrt(1+a*x^2)",
    "f(x; a = 0) = 1/(1+(a*x)^2)",
    "f(x; a = 0) = sqrt(1+(a*x)^2)",
    "f(x; a = 1.3, b = 0) = x/(1+b*exp(-a*x))",
    "f(x; a = 2, b = 0, c = 1) = a*exp(-b*exp(-c*x))",
    "f(x; q = 0) = (exp(x)-q*exp(-x))/(exp(x)+q*exp(-x))",
    "f(x; a = 0) = 2/pi*atan(a*x)",
    "f(x; a = 0) = a*x/(1+sqrt(1+a^2*x^2))",
    "f(x; a = 0) = x*normal_cdf(a*x)",
    "f(x; a = 0) = x/(1-a*x)",
    "f(x; b = 0) = (x+sqrt(x^2+b))/2",
    "f(x; h = 0) = sqrt(x^2+h^2)-h",
    "f(x; c = 0) = x^2/2/(c+x^2)",
    "f(x; v = 2, k = 0) = v*x/(k+x)",
    "f(x; a = 0) = sin(a*x)/(a*x)",
    "f(x; a = 0) = tanh(a*x)/a",
    "f(x; a = 0, b = 0) = x*sigmoid(a*x+b)",
    "f(x; a = 0) = if(x > 0, x, a*(exp(x)-1))",
];

#[test]
fn parameters_may_be_zero() {
    let mut found = Vec::new();
    for text in WITH_ZEROS {
        let formula: Formula = text.parse().expect(text);
        let slope = formula.derivative("x").expect("x is the input");
        let second = slope.derivative("x").expect("x is the input");
        for quantity in [formula, slope, second] {
            for width in [Width::Double, Width::Single] {
                found.extend(line::faults_at(text, &quantity, &inputs(width), width));
                found.extend(lost_at_limits(text, &quantity, width));
            }
        }
    }
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}

/// Where several parameters are 0, what they would tend to may depend on the way there.
#[test]
fn parameters_that_are_zero_have_no_value_where_none_is_right() {
    for text in [
        "f(x; a = 0, b = 0) = x+a/b",
        "f(x; b = 0, a = 0) = x+a/b",
        "f(x; a = 0, b = 0) = x*b/(a+b)",
        "f(x; b = 0, a = 0) = x*b/(a+b)",
        "f(x; a = 0, b = 0) = x*a*b/(a^2+b^2)",
        "f(x; a = 0, b = 0) = x+a*log(b)",
        "f(x; a = 0, b = 0) = log(a*x)/log(b)",
    ] {
        let formula: Formula = text.parse().expect(text);
        assert!(formula.compile::<f64>().call(1.0).is_nan(), "{text}");
    }
}

#[test]
fn what_parameters_that_are_zero_leave_is_compiled_once_for_all() {
    let formula: Formula = "f(x; a = 1) = x/sqrt(1+a*x^2)"
        .parse()
        .expect("it is right");
    let kernel = formula.compile::<f64>();
    let at_zero = kernel.with("a", 0.0).expect("a is a parameter");
    assert_eq!(at_zero.call(1e200), 1e200);
    let back = at_zero.with("a", 4.0).expect("a is a parameter");
    assert_eq!(back.call(1e200), 0.5);
    let negative = back.with("a", -0.0).expect("a is a parameter");
    assert_eq!(negative.call_with_derivative(-1e200), (-1e200, 1.0));
}

#[test]
fn nothing_is_lost_at_the_ends_in_double_precision() {
    let found = faults(Width::Double);
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}

#[test]
fn nothing_is_lost_at_the_ends_in_single_precision() {
    let found = faults(Width::Single);
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}

/// Quotients by sums of a number and an input, which are written as they are where no step overflows, and functions of them.
const OVER_LINEAR: &[&str] = &[
    "x/(1+abs(x))",
    "0.5*x/(3+abs(x)/4)",
    "1/(1+abs(x))^2",
    "1/((1+abs(x))*(2+abs(x)))",
    "x/(abs(x)+1e17)",
    "x/(1+2*abs(x))",
    "sinc(x/(1+abs(x)))",
    "asinh(x/(1+abs(x)))",
    "tan(x/(1+abs(x)))",
    "f(x; a = 2) = (x/(1+abs(x)))^a",
    "f(x; a = 1) = if(a == 0, 0, x/(1+abs(x)))",
    "if(x == 3, 7, x/(1+abs(x)))",
];

#[test]
fn quotients_by_linear_sums_keep_their_ends() {
    let mut found = Vec::new();
    for text in OVER_LINEAR {
        for width in [Width::Double, Width::Single] {
            let formula = width.with_parameters(text.parse().expect(text));
            let slope = formula.derivative("x").expect("x is the input");
            for (what, quantity) in [("value", formula), ("slope", slope)] {
                let name = format!("{text} {width:?} {what}");
                found.extend(line::faults_at(&name, &quantity, &inputs(width), width));
                found.extend(lost_at_limits(&name, &quantity, width));
                // far out limits may not show
                let kernel = width.kernel(&quantity);
                for at in [f64::INFINITY, f64::NEG_INFINITY] {
                    if kernel(at).is_nan() {
                        found.push(format!("{name} at {at}: NaN"));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{} {found:#?}", found.len());
}
