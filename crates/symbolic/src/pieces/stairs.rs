//! Functions that change at every integer: `floor`, `ceil`, `round` and `mod`.

use gradus_syntax::Func;

use crate::evaluate::{Point, Value, evaluate};
use crate::graph::{Graph, Id, Node, Symbol};
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

use super::linear_root;

/// Between minus this and this the steps of stairs are listed.
const VISIBLE: f64 = 16.0;
/// The most steps that are listed of one.
const MOST: i64 = 48;
/// Places on each side of 0 at which other arguments are looked at for the integers they pass.
const SAMPLES: i32 = 32;
/// Integers of greater magnitude are not looked for.
const SEARCHED: f64 = 16.0;
/// Bits to which the place of a step is known before it is decided whether to list it.
const BITS: u32 = 64;

/// What of the expression steps wherever it is an integer, as far as it depends on the variable.
pub(super) fn stairs(graph: &mut Graph, root: Id, variable: Symbol) -> Vec<Id> {
    let mut found = Vec::new();
    for id in graph.reachable(&[root]) {
        let Node::Apply(func, args) = graph.node(id).clone() else {
            continue;
        };
        let argument = match func {
            Func::Floor | Func::Ceil => args[0],
            Func::Round => graph.sum(Rational::new(1, 2), [(Rational::ONE, args[0])]),
            Func::Mod => graph.divide(args[0], args[1]),
            _ => continue,
        };
        if graph.depends_on(argument, variable) && !found.contains(&argument) {
            found.push(argument);
        }
    }
    found
}

/// What an argument of stairs is above the integer below: 0 where they step.
pub(super) fn above_integer(graph: &mut Graph, argument: Id) -> Id {
    let whole = graph.apply(Func::Floor, &[argument]);
    graph.subtract(argument, whole)
}

/// The places near 0 where an argument that is linear in the variable is an integer, each as an expression.
pub(super) fn steps(graph: &mut Graph, argument: Id, variable: Symbol, point: &Point) -> Vec<Id> {
    let Some((start, slope)) = linear_root(graph, argument, variable) else {
        return Vec::new();
    };
    let Some(start_at) = number(graph, start, point) else {
        return Vec::new();
    };
    // the argument is slope*(x - start): an integer k at start + k/slope
    let width = slope.recip();
    let width_at = Precise::from_ratio(&width.abs().to_rbig(), Precision::bits(BITS)).to_f64();
    let nearest = (-start_at / width_at).round();
    let reach = (VISIBLE / width_at).floor().min((MOST / 2) as f64);
    if !nearest.is_finite() || nearest.abs() > 1e15 {
        return Vec::new();
    }
    let (nearest, reach) = (nearest as i64, reach as i64);
    (nearest - reach..=nearest + reach)
        .filter(|&step| (start_at + step as f64 * width_at).abs() <= VISIBLE)
        .map(|step| {
            let offset = &width.abs() * &Rational::from(step);
            graph.sum(offset, [(Rational::ONE, start)])
        })
        .collect()
}

/// What an argument of stairs is above the integers that it passes near 0, where its steps are at no known places.
pub(super) fn above_each_integer(
    graph: &mut Graph,
    argument: Id,
    variable: Symbol,
    point: &Point,
) -> Vec<Id> {
    if linear_root(graph, argument, variable).is_some() {
        return Vec::new();
    }
    let mut passed = Vec::new();
    for sample in -SAMPLES..=SAMPLES {
        let place = VISIBLE * f64::from(sample) / f64::from(SAMPLES);
        let mut point = point.clone();
        point.insert(variable, Value::Number(Precise::from(place)));
        passed.extend(number(graph, argument, &point).filter(|value| value.is_finite()));
    }
    let least = passed.iter().copied().fold(f64::INFINITY, f64::min).ceil();
    let greatest = passed.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (first, last) = (least.max(-SEARCHED), greatest.floor().min(SEARCHED));
    let mut differences = Vec::new();
    let mut integer = first;
    while integer <= last {
        let negated = Rational::from(-(integer as i64));
        differences.push(graph.sum(negated, [(Rational::ONE, argument)]));
        integer += 1.0;
    }
    differences
}

fn number(graph: &Graph, id: Id, point: &Point) -> Option<f64> {
    match evaluate(graph, &[id], point, Precision::bits(BITS)).pop() {
        Some(Value::Number(number)) => Some(number.to_f64()),
        _ => None,
    }
}
