//! The article's claims, each decided by evaluation.

use gradus::{Error, Formula, Kernel};

use crate::mark;

/// Something that the article says about a function.
pub struct Claim {
    /// The function.
    about: &'static str,
    /// What is said.
    text: &'static str,
    /// Whether it is so, and what is true.
    decide: fn(&Kernel<f64>, &Formula) -> (bool, String),
    /// Whether it should come out so.
    right: bool,
}

/// What the article claims about a function.
pub fn about(name: &str) -> impl Iterator<Item = &'static Claim> {
    CLAIMS.iter().filter(move |claim| claim.about == name)
}

/// Decides a claim and shows what was found; returns 1 if that was not expected.
pub fn show(claim: &Claim) -> Result<usize, Error> {
    let formula = Formula::builtin(claim.about)?;
    let (right, truth) = (claim.decide)(&formula.compile(), &formula);
    println!("  {} {}    {truth}", mark(right), claim.text);
    Ok(usize::from(right != claim.right))
}

const fn claim(
    about: &'static str,
    text: &'static str,
    right: bool,
    decide: fn(&Kernel<f64>, &Formula) -> (bool, String),
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
        |f, formula| {
            let zero = points().all(|x| slope(f, x) == 0.0);
            (
                zero,
                format!(
                    "0 at every point; jumps at {:?}, where there is none",
                    places(formula)
                ),
            )
        },
    ),
    claim(
        "linear",
        "the gradient is constant, whatever x",
        true,
        |f, _| {
            let constant = points().all(|x| slope(f, x) == 4.0);
            (constant, "4 at every point".to_owned())
        },
    ),
    claim("sigmoid", "values in (0, 1)", true, within),
    claim("sigmoid", "smooth", true, smooth),
    claim(
        "sigmoid",
        "the gradient is significant only for -3 < x < 3",
        true,
        |f, _| {
            let greatest = slope(f, 0.0);
            let edge = slope(f, 3.0).max(slope(f, -3.0));
            let flat = points()
                .filter(|x| x.abs() > 3.0)
                .all(|x| slope(f, x) < edge);
            (
                flat && edge < 0.2 * greatest,
                format!(
                    "{greatest} at 0, {edge:.4} at ±3, {:.1e} at ±10",
                    slope(f, 10.0)
                ),
            )
        },
    ),
    claim(
        "sigmoid",
        "not symmetric about 0: all outputs have one sign",
        true,
        |f, _| {
            let positive = points().all(|x| f.call(x) >= 0.0);
            (positive && !is_odd(f), "no output is below 0".to_owned())
        },
    ),
    claim("tanh", "values in (-1, 1)", true, within),
    claim("tanh", "symmetric about the origin", true, |f, _| {
        (
            is_odd(f),
            "f(-x) = -f(x) at every point, to the last bit".to_owned(),
        )
    }),
    claim("tanh", "a steeper gradient than sigmoid", false, |f, _| {
        let sigmoid = Formula::builtin("sigmoid")
            .expect("it is in the catalogue")
            .compile();
        let steeper = |x: f64| slope(f, x) - slope(&sigmoid, x);
        let everywhere = points().all(|x| steeper(x) >= 0.0);
        let ratio = slope(f, 0.0) / slope(&sigmoid, 0.0);
        let end = root(1.0, 2.0, steeper);
        (
            everywhere,
            format!("{ratio} times as steep at 0, but flatter beyond |x| = {end}"),
        )
    }),
    claim(
        "tanh",
        "2/(1 + e^(-2x)) - 1 is a way to compute it",
        false,
        |f, _| {
            let x: f64 = 1e-9;
            let literal = 2.0 / (1.0 + (-2.0 * x).exp()) - 1.0;
            let same: Formula = "2/(1 + e^(-2*x)) - 1"
                .parse()
                .expect("the formula is well-formed");
            let ours = same.compile::<f64>().call(x);
            (
                literal == f.call(x),
                format!("literally {literal:e} at 1e-9; compiled from the same text {ours:e}"),
            )
        },
    ),
    claim(
        "relu",
        "the gradient is zero on the whole negative side",
        true,
        |f, _| {
            (
                dead(f),
                "neurons whose inputs stay negative are dead".to_owned(),
            )
        },
    ),
    claim("leaky_relu", "no dead neurons", true, |f, _| {
        (!dead(f), format!("the slope is {} there", slope(f, -1.0)))
    }),
    claim(
        "prelu",
        "no dead neurons, and the slope is trained",
        true,
        |f, _| {
            let mut grad_x = [0.0];
            let grad_a = f.backward(&[-3.0], &[1.0], &mut grad_x);
            (
                !dead(f) && grad_a == [-3.0],
                format!("at -3: df/dx = {}, df/da = {}", grad_x[0], grad_a[0]),
            )
        },
    ),
    claim("elu", "a log curve on the negative side", false, |f, _| {
        // a curve c·e^x - d has a slope that grows by the same factor over equal distances
        let factors = [-1.0, -2.0, -3.0].map(|x| slope(f, x) / slope(f, x - 1.0));
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
        |f, _| {
            let at = root(-2.0, -1.0, |x| slope(f, x));
            let least = f.call(at);
            let below = points().any(|x| f.call(x) < least);
            let as_known = (least + 0.278_464_542_761_073_8).abs() < 1e-15
                && (at + 1.278_464_542_761_074).abs() < 1e-13;
            (
                below || !as_known,
                format!("its minimum is {least} at x = {at}"),
            )
        },
    ),
    claim("swish", "smooth everywhere", true, smooth),
    claim("swish", "not monotone", true, |f, _| {
        (
            slope(f, -2.0) < 0.0 && slope(f, 2.0) > 0.0,
            "it falls, then rises".to_owned(),
        )
    }),
];

/// Points from far left to far right, dense near 0, none of them at 0.
fn points() -> impl Iterator<Item = f64> {
    (-600..=600)
        .filter(|&i| i != 0)
        .map(|i| f64::from(i) / 50.0)
        .chain([-1e3, -100.0, -1e-9, 1e-9, 100.0, 1e3])
}

fn slope(f: &Kernel<f64>, x: f64) -> f64 {
    f.call_with_derivative(x).1
}

/// Whether the values lie between those far out on both sides; those are limits, reached only by rounding.
fn within(f: &Kernel<f64>, _: &Formula) -> (bool, String) {
    let (low, high) = (f.call(f64::NEG_INFINITY), f.call(f64::INFINITY));
    let inside = points()
        .filter(|x| x.abs() < 15.0)
        .all(|x| low < f.call(x) && f.call(x) < high);
    let rising = points().all(|x| slope(f, x) >= 0.0);
    (
        inside && rising,
        format!("it rises from {low} to {high}, the limits"),
    )
}

fn smooth(_: &Kernel<f64>, formula: &Formula) -> (bool, String) {
    let places = places(formula);
    (places.is_empty(), "no kinks, no jumps".to_owned())
}

fn places(formula: &Formula) -> Vec<f64> {
    formula.breaks().iter().map(|place| place.at).collect()
}

fn is_odd(f: &Kernel<f64>) -> bool {
    points().all(|x| f.call(-x) == -f.call(x))
}

fn dead(f: &Kernel<f64>) -> bool {
    points().filter(|&x| x < 0.0).all(|x| slope(f, x) == 0.0)
}

/// The point between two at which a function changes sign, by halving.
fn root(mut left: f64, mut right: f64, f: impl Fn(f64) -> f64) -> f64 {
    let sign = f(left).is_sign_positive();
    for _ in 0..100 {
        let middle = f64::midpoint(left, right);
        if f(middle).is_sign_positive() == sign {
            left = middle;
        } else {
            right = middle;
        }
    }
    right
}
