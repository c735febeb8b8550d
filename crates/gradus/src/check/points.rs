//! Where claims are tried: simple numbers first, so that a witness is easy to follow; then the whole range.

use gradus_symbolic::Symbol;
use gradus_symbolic::evaluate::{Point, Value};
use gradus_symbolic::precise::{Precise, Precision};

use super::boundaries::Place;
use crate::Formula;

/// Simple numbers, the simplest first.
const SIMPLE: [f64; 26] = [
    1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, -3.0, 0.25, -0.25, 5.0, -5.0, 1.5, -1.5, 0.1, -0.1, 10.0,
    -10.0, 0.0, 20.0, -20.0, 50.0, -50.0, 0.001, -0.001, 100.0,
];

/// The ends of the range.
const FAR: [f64; 10] = [
    -100.0, 700.0, -700.0, 1e-6, -1e-6, 1e-12, -1e-12, 1e4, -1e4, 1e-30,
];

/// How many further points are spread over the range.
const SPREAD: u64 = 60;

/// Factors by which parameters are changed: a claim is about the whole family, not only the defaults.
const CHANGES: [f64; 7] = [1.0, 1.375, 0.625, -0.75, 60.0, 2.25, 0.0625];

/// The points: every input value with the parameters at their defaults, then some with other parameters.
pub fn all(formula: &Formula, fixed: &Point, inputs: &[Symbol], places: &[Place]) -> Vec<Point> {
    let parameters = &formula.function().parameters;
    let mut points = Vec::new();
    for (round, factor) in CHANGES.into_iter().enumerate() {
        if round > 0 && parameters.is_empty() {
            break;
        }
        let base = changed(fixed, parameters, factor);
        for (index, x) in numbers().enumerate() {
            points.push(at(&base, inputs, index, x));
        }
        points.extend(places.iter().flat_map(|place| beside(place, &base)));
        points.extend(places.windows(2).filter_map(|pair| amid(pair, &base)));
    }
    points
}

/// A few points for parameters to be moved from.
pub fn few(fixed: &Point, inputs: &[Symbol]) -> Vec<Point> {
    const FEW: usize = 5;
    let points = numbers().take(FEW).enumerate();
    points
        .map(|(index, x)| at(fixed, inputs, index, x))
        .collect()
}

/// Points from which one input is moved to a boundary: simple values for several inputs.
pub fn bases(fixed: &Point, inputs: &[Symbol]) -> Vec<Point> {
    const MANY: usize = 6;
    let count = if inputs.len() > 1 { MANY } else { 1 };
    numbers()
        .take(count)
        .enumerate()
        .map(|(index, x)| at(fixed, inputs, index, x))
        .collect()
}

/// The point of that index: `x` for the first input, other numbers for the others.
pub fn at(base: &Point, inputs: &[Symbol], index: usize, x: f64) -> Point {
    let mut point = base.clone();
    for (position, &input) in inputs.iter().enumerate() {
        let value = if position == 0 {
            x
        } else {
            numbers().nth((index * 7 + position * 3) % 36).unwrap_or(x)
        };
        point.insert(input, Value::Number(Precise::from(value)));
    }
    point
}

/// Every parameter multiplied, and moved a little so that zeros change too.
pub fn changed(fixed: &Point, parameters: &[Symbol], factor: f64) -> Point {
    let mut point = fixed.clone();
    if factor == 1.0 {
        return point;
    }
    let precision = Precision::bits(512);
    for (index, symbol) in parameters.iter().enumerate() {
        if let Some(Value::Number(value)) = fixed.get(symbol) {
            let moved = value.mul(&Precise::from(factor), precision);
            let nudge = if value.is_zero() {
                0.125 * (index as f64 + 1.0) * factor
            } else {
                0.0
            };
            point.insert(
                *symbol,
                Value::Number(moved.add(&Precise::from(nudge), precision)),
            );
        }
    }
    point
}

/// Between two boundaries, with the parameters of `base`.
fn amid(places: &[Place], base: &Point) -> Option<Point> {
    let crossing = places[0].crossing;
    let at = |place: &Place| place.point.get(&crossing)?.number().cloned();
    let mut point = places[0].point.clone();
    point.extend(base.iter().map(|(symbol, value)| (*symbol, value.clone())));
    let middle = at(&places[0])?.add(&at(&places[1])?, Precision::bits(512));
    let middle = middle.mul(&Precise::from(0.5), Precision::bits(512));
    point.insert(crossing, Value::Number(middle));
    Some(point)
}

/// Just beside a boundary and well beyond it, with the parameters of `base`.
pub fn beside(place: &Place, base: &Point) -> impl Iterator<Item = Point> {
    let at = place.point.get(&place.crossing).and_then(Value::number);
    let at = at.map_or(f64::NAN, Precise::to_f64);
    let step = at.abs().max(1.0);
    let mut from = place.point.clone();
    from.extend(base.iter().map(|(symbol, value)| (*symbol, value.clone())));
    let crossing = place.crossing;
    [-1e-9, 1e-9, -0.125, 0.125, -1.5, 1.5]
        .into_iter()
        .map(move |factor| {
            let mut point = from.clone();
            point.insert(crossing, Value::Number(Precise::from(at + factor * step)));
            point
        })
}

fn numbers() -> impl Iterator<Item = f64> {
    // multiples of the golden ratio's fraction fill an interval evenly; their signs alternate
    let spread = (1..=SPREAD).map(|index| {
        let fraction = (index as f64 * 0.618_033_988_749_894_9).fract();
        let magnitude = 2f64.powf(14.0 * fraction - 8.0);
        let rounded = (magnitude * 256.0).ceil() / 256.0;
        if index % 2 == 0 { rounded } else { -rounded }
    });
    SIMPLE.into_iter().chain(FAR).chain(spread)
}
