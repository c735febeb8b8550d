//! The catalogue against the reference values.

use std::collections::HashMap;

use gradus_catalog::{Record, all, find};
use kit::truth::{self, Activation, Point, Status};

/// How far a value may leave a range whose ends are rounded to eight decimals.
const ROUNDED_END: f64 = 1e-8;

#[test]
fn every_published_activation_is_built_in() {
    for activation in truth::activations() {
        let record =
            find(&activation.name).unwrap_or_else(|| panic!("`{}` is missing", activation.name));
        assert_eq!(record.name, activation.name);
        for alias in &activation.aliases {
            assert!(
                record.aliases.contains(&alias.as_str()),
                "`{alias}` is missing"
            );
        }
    }
}

#[test]
fn formulas_are_verbatim() {
    for activation in truth::activations() {
        let (head, body) = parts(find(&activation.name).expect("it is built in"));
        assert!(head.starts_with(&format!("{}(", activation.name)), "{head}");
        let expected = match &activation.definition {
            Some(definition) => definition.split_once(") = ").expect("it has a header").1,
            None => &activation.formula,
        };
        assert_eq!(body, expected, "{}", activation.name);
    }
}

#[test]
fn parameters_have_the_published_defaults() {
    for activation in truth::activations() {
        let record = find(&activation.name).expect("it is built in");
        let number = |text: &str| text.parse::<f64>().expect("a default is a number");
        let published: Vec<_> = activation
            .parameters
            .iter()
            .map(|(name, value)| (name.as_str(), number(value)))
            .collect();
        let built_in: Vec<_> = defaults(record)
            .into_iter()
            .map(|(name, value)| (name, number(value)))
            .collect();
        assert_eq!(built_in, published, "{}", activation.name);
    }
}

#[test]
fn every_parameter_is_explained() {
    for record in all() {
        let explained: Vec<_> = record
            .parameters
            .iter()
            .map(|parameter| parameter.name)
            .collect();
        let names: Vec<_> = defaults(record).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, explained, "{}", record.name);
    }
}

#[test]
fn kinks_are_where_the_derivative_jumps() {
    let mut jumps: HashMap<String, Vec<f64>> = HashMap::new();
    for point in truth::scalar() {
        if matches!(point.status, Status::Kink | Status::Discontinuity) {
            jumps.entry(point.name).or_default().push(point.x);
        }
    }
    for Activation { name, kinks, .. } in truth::activations() {
        let record = find(&name).expect("it is built in");
        let built_in: Vec<f64> = record
            .kinks
            .iter()
            .map(|kink| kink.parse().expect("a number"))
            .collect();
        assert_eq!(built_in, kinks, "{name}");
        let unlisted = jumps
            .remove(&name)
            .unwrap_or_default()
            .into_iter()
            .find(|jump| !built_in.contains(jump));
        assert_eq!(unlisted, None, "{name}");
    }
}

#[test]
fn frameworks_take_one_of_the_sides_at_a_kink() {
    let points = truth::scalar();
    for record in all() {
        let Some(at) = record.at_kinks else { continue };
        for point in points
            .iter()
            .filter(|point| point.name == record.name && is_kink(point))
        {
            let sides = [&point.left.df, &point.right.df]
                .map(|side| side.as_ref().expect("a kink has sides").to_f64());
            for value in [at.pytorch, at.jax].into_iter().flatten() {
                let value: f64 = value.parse().expect("a number");
                assert!(
                    sides.iter().any(|side| (side - value).abs() <= 1e-15),
                    "{}: {value}",
                    record.name
                );
            }
        }
    }
}

#[test]
fn values_lie_in_the_stated_range() {
    let singles = truth::scalar_f32();
    let exact = singles.iter().filter(|point| point.parameters.is_empty()); // a default rounded to f32 moves the ends
    for point in truth::scalar().iter().chain(exact) {
        let Some(range) = find(&point.name).expect("it is built in").range else {
            continue;
        };
        let Some(value) = point.f.as_ref().map(kit::Decimal::to_f64) else {
            continue;
        };
        assert!(
            intervals(range).any(|interval| interval.holds(value)),
            "{}({}) = {value}",
            point.name,
            point.x
        );
    }
}

#[test]
fn elements_lie_in_the_stated_range() {
    for point in truth::vector() {
        let Some(range) = find(&point.name).expect("it is built in").range else {
            continue;
        };
        for value in point.f.iter().map(kit::Decimal::to_f64) {
            assert!(
                intervals(range).any(|interval| interval.holds(value)),
                "{}: {value}",
                point.name
            );
        }
    }
}

#[test]
fn values_come_near_both_ends_of_the_stated_range() {
    let mut found: HashMap<String, (f64, f64)> = HashMap::new();
    for point in truth::scalar() {
        let Some(value) = point.f.as_ref().map(kit::Decimal::to_f64) else {
            continue;
        };
        let (low, high) = found.entry(point.name).or_insert((value, value));
        (*low, *high) = (low.min(value), high.max(value));
    }
    for (name, (low, high)) in found {
        let Some(range) = find(&name).expect("it is built in").range else {
            continue;
        };
        let (first, last) = (
            intervals(range).next().expect("one"),
            intervals(range).last().expect("one"),
        );
        assert!(
            near(low, first.low) && near(high, last.high),
            "{name}: {low} to {high}, not {range}"
        );
    }
}

fn is_kink(point: &Point) -> bool {
    matches!(point.status, Status::Kink | Status::Discontinuity)
}

/// Whether a grid of points can be said to reach an end: within a tenth, or far out.
fn near(value: f64, end: f64) -> bool {
    if end.is_infinite() {
        value * end.signum() > 5.0
    } else {
        (value - end).abs() <= 0.1 * end.abs().max(1.0)
    }
}

/// The header up to its parenthesis, and the body.
fn parts(record: &Record) -> (&str, &str) {
    record
        .definition
        .split_once(") = ")
        .expect("a definition has a header")
}

/// The parameters of the header with the text of their defaults.
fn defaults(record: &Record) -> Vec<(&str, &str)> {
    let (head, _) = parts(record);
    let parameters = head
        .split_once("; ")
        .map_or("", |(_, parameters)| parameters);
    parameters
        .split(", ")
        .filter_map(|parameter| parameter.split_once(" = "))
        .collect()
}

/// A piece of a range.
struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    fn holds(&self, value: f64) -> bool {
        value >= self.low - ROUNDED_END && value <= self.high + ROUNDED_END
    }
}

/// The pieces of a range such as `(-inf, 0) ∪ [1, 6]` or `{0, 1}`.
fn intervals(range: &str) -> impl Iterator<Item = Interval> {
    let range = range.trim_end_matches(", the sum is 1");
    range.split(" ∪ ").map(|piece| {
        let inner = &piece[1..piece.len() - 1];
        let (low, high) = inner.split_once(", ").unwrap_or((inner, inner));
        Interval {
            low: end(low),
            high: end(high),
        }
    })
}

/// The ends of ranges that are no plain numbers.
const ENDS: &[(&str, f64)] = &[
    ("-pi/2", -std::f64::consts::FRAC_PI_2),
    ("pi/2", std::f64::consts::FRAC_PI_2),
    ("-1/pi", -std::f64::consts::FRAC_1_PI),
    ("pi", std::f64::consts::PI),
    ("-1/sqrt(2)", -std::f64::consts::FRAC_1_SQRT_2),
    ("1/sqrt(2)", std::f64::consts::FRAC_1_SQRT_2),
    ("-pi/(1 + sqrt(2))", -1.301_290_284_568_573),
    ("pi/(1 + sqrt(2))", 1.301_290_284_568_573),
    ("2*sqrt(2) - 3", -0.171_572_875_253_809_9),
    ("-ln(2)", -std::f64::consts::LN_2),
    ("-1/e", -0.367_879_441_171_442_33),
    ("-3/e", -1.103_638_323_514_327),
    ("-exp(-2)", -0.135_335_283_236_612_7),
    ("sin(1)", 0.841_470_984_807_896_5),
    ("-1/2", -0.5),
    ("1/2", 0.5),
    ("-1/4", -0.25),
    ("-3/8", -0.375),
];

fn end(text: &str) -> f64 {
    let listed = ENDS
        .iter()
        .find(|(spelling, _)| *spelling == text)
        .map(|(_, value)| *value);
    listed
        .or_else(|| text.trim_end_matches('…').parse().ok())
        .unwrap_or_else(|| panic!("`{text}` is no end of a range"))
}
