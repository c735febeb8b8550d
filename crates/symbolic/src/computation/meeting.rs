//! Two inputs, or an input and a parameter, that meet: `(exp(a) - exp(b))/(a - b)`, `a ln(a/b) - a + b`.
//!
//! By one of them and the distance between the two these are differences that vanish with a parameter.

use gradus_syntax::Comparison;

use super::differences::{Difference, difference};
use super::{Binary, Value, Writer};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::rational::Rational;

/// An expression as a difference where two symbols meet.
pub(super) struct Meeting {
    first: Symbol,
    second: Symbol,
    /// What stands for the first less the second.
    distance: Symbol,
    difference: Difference,
}

/// The expression as a difference, of two inputs, or of one that is divided by its distance from a parameter.
pub(super) fn meeting(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    root: Id,
) -> Option<Meeting> {
    let (first, second) = match *inputs {
        [first, second] => (first, second),
        [input] => (divisor(graph, input, parameters, root)?, input),
        _ => return None,
    };
    let distance = graph.new_symbol("distance", Role::Parameter);
    let terms = [distance, second].map(|own| (Rational::ONE, graph.symbol(own)));
    let place = graph.sum(Rational::ZERO, terms);
    let root = apart(graph, [first, second], root);
    let root = graph.substitute(root, first, place);
    let others = parameters.iter().filter(|own| **own != first);
    let parameters: Vec<Symbol> = std::iter::once(&distance).chain(others).copied().collect();
    Some(Meeting {
        first,
        second,
        distance,
        difference: difference(graph, &[second], &parameters, root)?,
    })
}

/// The parameter that an input is divided by the distance from.
fn divisor(graph: &Graph, input: Symbol, parameters: &[Symbol], root: Id) -> Option<Symbol> {
    let nodes = graph.reachable(&[root]).into_iter();
    let mut divisors = nodes.flat_map(|id| match graph.node(id) {
        Node::Product(factors) => factors
            .iter()
            .filter(|own| own.exponent.is_negative())
            .map(|own| own.base)
            .collect(),
        _ => Vec::new(),
    });
    divisors.find_map(|id| distance_from(graph, input, parameters, id))
}

fn distance_from(graph: &Graph, input: Symbol, parameters: &[Symbol], id: Id) -> Option<Symbol> {
    let Node::Sum(constant, terms) = graph.node(id) else {
        return None;
    };
    let [one, other] = &terms[..] else {
        return None;
    };
    let is_difference = constant.is_zero() && one.coefficient == -&other.coefficient;
    match [one, other].map(|term| graph.node(term.id)) {
        [Node::Symbol(a), Node::Symbol(b)] if is_difference => match (*a == input, *b == input) {
            (true, false) => Some(*b),
            (false, true) => Some(*a),
            _ => None,
        }
        .filter(|own| parameters.contains(own)),
        _ => None,
    }
}

/// An expression without its value where two symbols are equal, which is another one's.
fn apart(graph: &mut Graph, pair: [Symbol; 2], root: Id) -> Id {
    let pair = pair.map(|own| graph.symbol(own));
    graph.transform(root, |graph, node, rebuilt| match *node {
        Node::Select(condition, _, otherwise) => match *graph.node(condition) {
            Node::Compare(Comparison::Equal, a, b) if [[a, b], [b, a]].contains(&pair) => otherwise,
            _ => rebuilt(graph),
        },
        _ => rebuilt(graph),
    })
}

impl Writer<'_> {
    /// A value, but beside where two symbols meet as a difference.
    pub(super) fn with_meeting(&mut self, value: Value, own: &Meeting) -> Option<Value> {
        let (first, second) = (self.symbol(own.first)?, self.symbol(own.second)?);
        let distance = self.ops.binary(Binary::Sub, first, second);
        self.stand_in(own.distance, distance);
        let beside = self.with_difference(value, &own.difference)?;
        let zero = self.ops.number(0.0);
        let is_met = self.ops.compare(Comparison::Equal, distance, zero);
        Some(self.ops.select(is_met, value, beside))
    }
}
