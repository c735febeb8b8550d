//! Kinks, jumps and holes of the tables: what is reported there and what is returned.

use gradus::{Break, BreakKind, Formula, Kink, Options};
use kit::Decimal;
use kit::truth::{self, Point, Status};

fn formula(point: &Point) -> Formula {
    let formula = Formula::builtin(&point.name).unwrap_or_else(|error| panic!("{error}"));
    let with = |formula: Formula, (name, value): &(String, f64)| {
        formula.with(name, *value).expect("it has the parameter")
    };
    point.parameters.iter().fold(formula, with)
}

fn points(wanted: &[Status]) -> Vec<Point> {
    let mut points = truth::scalar();
    points.retain(|point| wanted.contains(&point.status));
    points
}

fn is_close(found: f64, expected: f64) -> bool {
    found == expected || (found - expected).abs() <= 1e-9 * expected.abs()
}

fn limits(sides: [&Option<Decimal>; 2]) -> (f64, f64) {
    let [left, right] = sides.map(|side| side.as_ref().expect("a jump has sides").to_f64());
    (left, right)
}

/// The recorded one-sided values and derivatives.
fn recorded(point: &Point) -> [(f64, f64); 2] {
    let slopes = limits([&point.left.df, &point.right.df]);
    let values = match &point.f {
        Some(value) if point.status == Status::Kink => (value.to_f64(), value.to_f64()),
        _ => limits([&point.left.f, &point.right.f]),
    };
    [values, slopes]
}

/// What is wrong with the report about a point.
fn misreported(point: &Point) -> Option<String> {
    let [values, slopes] = recorded(point);
    let breaks = formula(point).breaks();
    let Some(found) = breaks.iter().find(|found| is_close(found.at, point.x)) else {
        return Some(format!("no break; there are {breaks:?}"));
    };
    let kind = match point.status {
        Status::Kink => BreakKind::Kink,
        _ => BreakKind::Jump,
    };
    let Break {
        values: v,
        slopes: s,
        ..
    } = found;
    let ends = [
        (v.0, values.0),
        (v.1, values.1),
        (s.0, slopes.0),
        (s.1, slopes.1),
    ];
    let right = found.kind == kind
        && ends
            .iter()
            .all(|(found, expected)| is_close(*found, *expected));
    (!right).then(|| format!("{found:?} for values {values:?}, slopes {slopes:?}"))
}

fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} points\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn failures(wanted: &[Status], check: impl Fn(&Point) -> Option<String>) -> Vec<String> {
    let points = points(wanted);
    assert!(!points.is_empty());
    let failures = points.iter().filter_map(|point| {
        let error = check(point)?;
        Some(format!(
            "{}({:?}) {:?}: {error}",
            point.name, point.x, point.parameters
        ))
    });
    failures.collect()
}

#[test]
fn every_kink_and_jump_of_the_tables_is_reported() {
    assert_none(&failures(
        &[Status::Kink, Status::Discontinuity],
        misreported,
    ));
}

#[test]
fn second_order_kinks_are_no_kinks() {
    assert_none(&failures(&[Status::SecondKink], |point| {
        let breaks = formula(point).breaks();
        let found = breaks.iter().find(|found| is_close(found.at, point.x))?;
        Some(format!("{found:?}"))
    }));
}

/// From the one-sided derivatives to the one returned.
type Choice = fn(f64, f64) -> f64;

/// The derivative that each rule returns.
const RULES: &[(Kink, Choice)] = &[
    (Kink::Least, nearest_zero),
    (Kink::Left, |left, _| left),
    (Kink::Right, |_, right| right),
    (Kink::Mid, f64::midpoint),
];

fn nearest_zero(left: f64, right: f64) -> f64 {
    0.0f64.clamp(left.min(right), left.max(right))
}

fn misruled(point: &Point) -> Option<String> {
    let [_, (left, right)] = recorded(point);
    let formula = formula(point);
    let mut errors = Vec::new();
    for (kink, rule) in RULES {
        let kernel = formula
            .options(Options::default().kink(*kink))
            .compile::<f64>();
        let (_, slope) = kernel.call_with_derivative(point.x);
        let expected = rule(left, right);
        if !is_close(slope, expected) {
            errors.push(format!("{kink:?} {slope} for {expected}"));
        }
    }
    (!errors.is_empty()).then(|| errors.join(", "))
}

#[test]
fn derivatives_at_kinks_follow_the_rule() {
    assert_none(&failures(&[Status::Kink, Status::Discontinuity], misruled));
}

#[test]
fn a_derivative_is_printed_and_compiled_by_the_same_rule() {
    assert_none(&failures(&[Status::Kink, Status::Discontinuity], |point| {
        let formula = formula(point);
        let (_, fused) = formula.compile::<f64>().call_with_derivative(point.x);
        let alone = formula.derivative("x").ok()?.compile::<f64>().call(point.x);
        (alone != fused).then(|| format!("{alone} and {fused}"))
    }));
}

#[test]
fn outside_the_domain_the_value_is_nan_or_an_infinite_limit() {
    assert_none(&failures(&[Status::Undefined], |point| {
        let value = formula(point).compile::<f64>().call(point.x);
        value.is_finite().then(|| format!("{value}"))
    }));
}
