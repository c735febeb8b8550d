//! Parameters at which a formula is 0/0, other than 0: beside them everything is written by the distance from them, which is exact.

use gradus_syntax::Func;
use rustc_hash::FxHashSet;

use super::holes::{Beside, Reach};
use crate::evaluate::{self, Point, evaluate};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

/// The most places that are looked at.
const MOST_PLACES: usize = 2;

/// How near a place is come, and what is larger there is infinite at it.
const DISTANCE: f64 = 1e-60;
const FINITE: f64 = 1e20;

/// What is left of numbers that cancel beside a place.
const BITS: Precision = Precision::bits(1200);

/// Inputs of both signs, and the other parameters: numbers that have nothing in common.
const INPUTS: [f64; 2] = [0.714_285, -1.318_359];
const OTHERS: f64 = 1.617_187;

/// The expressions beside the places where one is finite though it is divided by what vanishes with a parameter.
pub(super) fn beside_places(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    root: Id,
) -> Vec<Beside> {
    let places = places(graph, parameters, root);
    let mut found = Vec::new();
    for (parameter, place) in places.into_iter().take(MOST_PLACES) {
        if !is_finite_beside(graph, inputs, parameters, root, parameter, &place) {
            continue;
        }
        let info = graph.symbol_info(parameter).clone();
        let distance = graph.new_symbol(&info.name, Role::Parameter);
        let by_distance = graph.symbol(distance);
        let at = graph.sum(place.clone(), [(Rational::ONE, by_distance)]);
        found.push(Beside {
            value: graph.substitute(root, parameter, at),
            of: parameter,
            reach: Reach::up_to_half(&place),
            point: place,
            distance,
        });
    }
    found
}

/// The parameters, and where, at which a divisor of the form `c (p - place)` or its magnitude vanishes, but for 0.
fn places(graph: &Graph, parameters: &[Symbol], root: Id) -> Vec<(Symbol, Rational)> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = graph.node(id);
        // what is divided by within functions and exponents stays there
        if !matches!(node, Node::Sum(..) | Node::Product(_) | Node::Select(..)) {
            continue;
        }
        if let Node::Product(factors) = node {
            let divisors = factors.iter().filter(|own| own.exponent.is_negative());
            let places = divisors.filter_map(|own| place(graph, parameters, own.base));
            for place in places {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
        }
        node.operands(|operand| pending.push(operand));
    }
    found
}

fn place(graph: &Graph, parameters: &[Symbol], base: Id) -> Option<(Symbol, Rational)> {
    let base = match graph.node(base) {
        Node::Apply(Func::Abs, arguments) => arguments[0],
        _ => base,
    };
    let Node::Sum(constant, terms) = graph.node(base) else {
        return None;
    };
    let [term] = &terms[..] else { return None };
    match *graph.node(term.id) {
        Node::Symbol(symbol) if parameters.contains(&symbol) && !constant.is_zero() => {
            Some((symbol, &-constant * &term.coefficient.recip()))
        }
        _ => None,
    }
}

/// Whether an expression is finite on both sides of a place for some input.
fn is_finite_beside(
    graph: &Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    root: Id,
    parameter: Symbol,
    place: &Rational,
) -> bool {
    let place = Precise::from_ratio(&place.to_rbig(), BITS);
    let sides = [DISTANCE, -DISTANCE].map(|side| place.add(&Precise::from(side), BITS));
    let others = parameters.iter().map(|&own| (own, OTHERS));
    INPUTS.iter().any(|&input| {
        let mut point = Point::default();
        let symbols = inputs.iter().map(|&own| (own, input)).chain(others.clone());
        for (symbol, number) in symbols {
            point.insert(symbol, evaluate::Value::Number(Precise::from(number)));
        }
        sides.iter().all(|side| {
            point.insert(parameter, evaluate::Value::Number(side.clone()));
            let value = evaluate(graph, &[root], &point, BITS).pop();
            let value = value.and_then(|own| own.number().map(Precise::to_f64));
            value.is_some_and(|value| value.abs() < FINITE)
        })
    })
}
