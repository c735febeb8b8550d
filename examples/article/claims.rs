//! The article's claims, each decided by a report on the function where a report can, otherwise by evaluation.

use gradus::report::{Report, Smoothness, Status, Symmetry, Trend};
use gradus::{Error, Formula, Kernel};

use crate::mark;

/// Something that the article says about a function.
pub struct Claim {
    /// The function.
    about: &'static str,
    /// What is said.
    text: &'static str,
    /// Whether it is so, and what is true.
    decide: fn(&Subject) -> (bool, String),
    /// Whether it should come out so.
    right: bool,
}

/// What a claim is about.
struct Subject {
    formula: Formula,
    report: Report,
    f: Kernel<f64>,
}

/// What the article claims about a function.
pub fn about(name: &str) -> impl Iterator<Item = &'static Claim> {
    CLAIMS.iter().filter(move |claim| claim.about == name)
}

/// Decides a claim and shows what was found; returns 1 if that was not expected.
pub fn show(claim: &Claim) -> Result<usize, Error> {
    let formula = Formula::builtin(claim.about)?;
    let subject = Subject {
        report: formula.report()?,
        f: formula.compile(),
        formula,
    };
    let (right, truth) = (claim.decide)(&subject);
    println!("  {} {}    {truth}", mark(right), claim.text);
    Ok(usize::from(right != claim.right))
}

const fn claim(
    about: &'static str,
    text: &'static str,
    right: bool,
    decide: fn(&Subject) -> (bool, String),
) -> Claim {
    Claim {
        about,
        text,
        decide,
        right,
    }
}

const CLAIMS: &[Claim] = &[
    claim(
        "binary_step",
        "the gradient is zero, so nothing is learned",
        true,
        |step| {
            let slope = &step.report.slope_range().value;
            let jumps: Vec<f64> = step
                .report
                .breaks()
                .value
                .iter()
                .map(|jump| jump.at)
                .collect();
            let is_zero = slope.least.value == 0.0 && slope.greatest.value == 0.0;
            (
                is_zero,
                format!("0 everywhere but at {jumps:?}, where it jumps and there is none"),
            )
        },
    ),
    claim(
        "linear",
        "the gradient is constant, whatever x",
        true,
        |linear| {
            let slope = &linear.report.slope_range().value;
            (
                slope.least.value == slope.greatest.value,
                format!("{} everywhere", slope.least.value),
            )
        },
    ),
    claim("sigmoid", "values in (0, 1)", true, |sigmoid| {
        within(sigmoid, (0.0, 1.0))
    }),
    claim("sigmoid", "smooth", true, smooth),
    claim(
        "sigmoid",
        "the gradient is significant only for -3 < x < 3",
        true,
        |sigmoid| {
            let greatest = sigmoid.report.slope_range().value.greatest.value;
            let edge = slope(sigmoid, 3.0);
            let small = &sigmoid.report.saturated().value[0].places.places;
            let is_flat = edge < 0.2 * greatest && small.len() == 2;
            (
                is_flat,
                format!(
                    "{greatest} at 0, {edge:.4} at ±3, below 0.01 beyond ±{:.2}",
                    small[1].from
                ),
            )
        },
    ),
    claim(
        "sigmoid",
        "not symmetric about 0: all outputs have one sign",
        true,
        |sigmoid| {
            let is_odd = sigmoid.report.symmetry().value == Symmetry::Odd;
            let range = &sigmoid.report.range().value;
            let mean = sigmoid
                .report
                .moments()
                .value
                .map_or(f64::NAN, |moments| moments.mean);
            (
                !is_odd && range.least.value >= 0.0,
                format!("no output is below 0; over normal inputs their mean is {mean}"),
            )
        },
    ),
    claim("tanh", "values in (-1, 1)", true, |tanh| {
        within(tanh, (-1.0, 1.0))
    }),
    claim("tanh", "symmetric about the origin", true, |tanh| {
        let symmetry = tanh.report.symmetry();
        let is_proved = symmetry.value == Symmetry::Odd && symmetry.status == Status::Proved;
        (is_proved, "f(-x) = -f(x), by algebra".to_owned())
    }),
    claim("tanh", "a steeper gradient than sigmoid", false, |tanh| {
        let difference: Formula = "tanh(x) - sigmoid(x)"
            .parse()
            .expect("the formula is well-formed");
        let report = difference.report().expect("it has one input");
        let steeper = |trend| {
            report
                .monotone()
                .value
                .iter()
                .any(|stretch| stretch.trend == trend)
        };
        let ratio = slope(tanh, 0.0) / 0.25;
        let ends: Vec<f64> = report
            .extrema()
            .value
            .list
            .iter()
            .map(|extremum| extremum.at.from)
            .collect();
        (
            !steeper(Trend::Falls),
            format!("{ratio} times as steep at 0, but flatter beyond {ends:?}"),
        )
    }),
    claim(
        "tanh",
        "2/(1 + e^(-2x)) - 1 is a way to compute it",
        false,
        |tanh| {
            let x: f64 = 1e-9;
            let literal = 2.0 / (1.0 + (-2.0 * x).exp()) - 1.0;
            let same: Formula = "2/(1 + e^(-2*x)) - 1"
                .parse()
                .expect("the formula is well-formed");
            let ours = same.compile::<f64>().call(x);
            let hazards = same.report().expect("it has one input").hazards().len();
            (
                literal == tanh.f.call(x) || hazards == 0,
                format!("literally {literal:e} at 1e-9; compiled from the same text {ours:e}"),
            )
        },
    ),
    claim(
        "relu",
        "the gradient is zero on the whole negative side",
        true,
        |relu| {
            (
                is_dead(relu),
                "neurons whose inputs stay negative are dead".to_owned(),
            )
        },
    ),
    claim("leaky_relu", "no dead neurons", true, |leaky| {
        let slope = leaky.report.slope_range().value.least.value;
        (!is_dead(leaky), format!("the slope is never below {slope}"))
    }),
    claim(
        "prelu",
        "no dead neurons, and the slope is trained",
        true,
        |prelu| {
            let mut grad_x = [0.0];
            let grad_a = prelu.f.backward(&[-3.0], &[1.0], &mut grad_x);
            (
                !is_dead(prelu) && grad_a == [-3.0],
                format!("at -3: df/dx = {}, df/da = {}", grad_x[0], grad_a[0]),
            )
        },
    ),
    claim("elu", "a log curve on the negative side", false, |elu| {
        // a curve c·e^x - d has a slope that grows by the same factor over equal distances
        let factors = [-1.0, -2.0, -3.0].map(|x| slope(elu, x) / slope(elu, x - 1.0));
        let exponential = factors
            .iter()
            .all(|factor| (factor - 1f64.exp()).abs() < 1e-12);
        (
            !exponential,
            "an exponential curve: its slope falls by e from each unit to the next".to_owned(),
        )
    }),
    claim(
        "swish",
        "ranges from minus infinity to infinity",
        false,
        |swish| {
            let least = swish.report.range().value.least;
            let at = least.attained.map_or(f64::NAN, |at| at.from);
            let is_known =
                least.value == -0.278_464_542_761_073_8 && at == -1.278_464_542_761_073_7;
            (
                !is_known,
                format!("its minimum is {} at x = {at}", least.value),
            )
        },
    ),
    claim("swish", "smooth everywhere", true, smooth),
    claim("swish", "not monotone", true, |swish| {
        let stretches = &swish.report.monotone().value;
        let has = |trend| stretches.iter().any(|stretch| stretch.trend == trend);
        (
            has(Trend::Falls) && has(Trend::Rises),
            "it falls, then rises".to_owned(),
        )
    }),
];

fn slope(subject: &Subject, x: f64) -> f64 {
    subject.f.call_with_derivative(x).1
}

/// Whether the values are those between two numbers.
fn within(subject: &Subject, (low, high): (f64, f64)) -> (bool, String) {
    let range = &subject.report.range().value;
    let ends = [range.least, range.greatest];
    let is_open = ends.iter().all(|end| end.attained.is_none());
    let is_right = (range.least.value, range.greatest.value) == (low, high);
    let rises = subject
        .report
        .monotone()
        .value
        .iter()
        .all(|stretch| stretch.trend == Trend::Rises);
    (
        is_open && is_right && rises,
        format!("it rises from {low} to {high}, the limits"),
    )
}

fn smooth(subject: &Subject) -> (bool, String) {
    let found = subject.report.smoothness();
    let is_proved = found.value == Smoothness::Analytic && found.status == Status::Proved;
    (
        is_proved,
        format!(
            "analytic: {} has no kinks, no jumps",
            subject.formula.name().unwrap_or("it")
        ),
    )
}

/// Whether the gradient is zero on the whole negative side.
fn is_dead(subject: &Subject) -> bool {
    let dead = &subject.report.dead().value.places;
    dead.iter()
        .any(|place| place.from == f64::NEG_INFINITY && place.to >= 0.0)
}
