//! How often a formula can be differentiated.

use gradus_symbolic::{Id, Node, pieces};
use gradus_syntax::Func;

use super::curve::Curve;
use super::figures::{Known, Smoothness, Status, jumps};
use super::line::Probe;
use super::proof;
use crate::Formula;

/// Derivatives beyond this order are not looked at.
const ORDERS: u32 = 5;
/// Nodes of a derivative beyond which the next is not taken.
const LARGEST: usize = 400;

/// The smoothness on the domain. What is made of analytic functions without conditions is analytic, which is proved; otherwise the
/// derivatives are looked at one after the other.
pub(super) fn smoothness(curve: &Curve) -> Known<Smoothness> {
    let formula = &curve.value.formula;
    if jumps(&curve.value.breaks) {
        return Known::computed(Smoothness::Discontinuous);
    }
    // a hole that a function of a pole leaves, as exp(-1/x^2) does, is no removable one
    let is_filled = |x: f64| curve.value.value(x).is_finite();
    let is_essential =
        has_functions_of_poles(formula) && formula.singular_points().into_iter().any(is_filled);
    if is_analytic(formula) && !is_essential {
        // at an end of the domain it need not be
        let sure = match proof::is_total(formula) {
            true => Status::Proved,
            false => Status::Computed,
        };
        return Known::new(Smoothness::Analytic, sure);
    }
    Known::computed(by_derivatives(curve))
}

/// The order of the first derivative that is not continuous tells the class.
fn by_derivatives(curve: &Curve) -> Smoothness {
    if !curve.value.breaks.is_empty() {
        return Smoothness::Class(0);
    }
    let mut derivative = curve.slope.formula.clone();
    let name = derivative.inputs()[0].to_owned();
    for order in 1..=ORDERS {
        if is_infinite_within(curve, &derivative) {
            return Smoothness::Class(order - 1);
        }
        if !derivative.breaks().is_empty() {
            return Smoothness::Class(order);
        }
        let size = derivative
            .graph()
            .reachable(&[derivative.function().body])
            .len();
        match derivative.derivative(&name) {
            Ok(next) if size <= LARGEST => derivative = next,
            _ => return Smoothness::AtLeast(order),
        }
    }
    Smoothness::AtLeast(ORDERS)
}

/// Whether a derivative is infinite at an inner point of the domain.
fn is_infinite_within(curve: &Curve, derivative: &Formula) -> bool {
    let kernel = derivative.compile::<f64>();
    let is_inner = |x: f64| {
        let near = [x - 1e-6, x, x + 1e-6];
        near.into_iter().all(|x| curve.value.value(x).is_finite())
    };
    derivative
        .singular_points()
        .into_iter()
        .any(|x| is_inner(x) && !kernel.call(x).is_finite())
}

/// Whether it has no conditions, and no function or power that is not analytic somewhere in its domain.
fn is_analytic(formula: &Formula) -> bool {
    let (mut graph, function) = (formula.graph().clone(), formula.function());
    let (body, input) = (function.body, function.inputs[0]);
    if !pieces::boundaries(&mut graph, body, input).is_empty() {
        return false;
    }
    let is_root = |graph: &mut gradus_symbolic::Graph, base| {
        // where it vanishes the domain ends, or it never does
        !graph.facts(base).may_be_zero || pieces::linear_root(graph, base, input).is_some()
    };
    for id in graph.reachable(&[body]) {
        if !graph.depends_on(id, input) {
            continue;
        }
        let is_fine = match graph.node(id).clone() {
            Node::Product(factors) => factors
                .iter()
                .filter(|factor| !factor.exponent.is_integer())
                .all(|factor| is_root(&mut graph, factor.base)),
            Node::Power(base, _) => is_root(&mut graph, base),
            Node::Apply(func, _) => !CORNERED.contains(&func),
            _ => true,
        };
        if !is_fine {
            return false;
        }
    }
    true
}

/// Whether a function is taken of what may have poles.
fn has_functions_of_poles(formula: &Formula) -> bool {
    let graph = formula.graph();
    let divides = |id: Id| match graph.node(id) {
        Node::Product(factors) => factors
            .iter()
            .any(|factor| factor.exponent.is_negative() && graph.facts(factor.base).may_be_zero),
        _ => false,
    };
    let is_of_poles = |id: Id| match graph.node(id) {
        Node::Apply(_, args) => graph.reachable(args).into_iter().any(divides),
        _ => false,
    };
    let nodes = graph.reachable(&[formula.function().body]);
    nodes.into_iter().any(is_of_poles)
}

/// Functions that are not analytic somewhere in or at an end of their domains, which others may touch from within.
const CORNERED: [Func; 12] = [
    Func::Abs,
    Func::Sign,
    Func::Floor,
    Func::Ceil,
    Func::Round,
    Func::Mod,
    Func::Min,
    Func::Max,
    Func::Cbrt,
    Func::Hypot,
    Func::Asin,
    Func::Acos,
];
