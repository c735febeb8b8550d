//! Quotients of what vanishes exponentially: shares of a vector of sigmoids, all of them far out on the left.
//!
//! `sigmoid(a)` and `softplus(a)` are about `exp(a)` there, and underflow. Where a result is homogeneous of degree 0 in them, both may
//! be multiplied by the same number: by `exp(-m)` for the greatest `a`, if that is below 0.

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

/// Where `softplus(a)` is `exp(a)` to all digits.
const FAR: i64 = -40;

/// Expressions with tails over the greatest of them, where they divide by what they add up to and the result is the same.
pub(super) fn over_tails(graph: &mut Graph, roots: &mut [Id]) {
    for root in roots {
        let Some(argument) = divided_tail(graph, *root) else {
            continue;
        };
        let whole = with_complements(graph, *root, argument);
        if of_degree_zero(graph, whole, argument) {
            *root = replaced(graph, whole, argument);
        }
    }
}

/// The expression with `c sigmoid(-a)` for `c - c sigmoid(a)`, which are no tails.
fn with_complements(graph: &mut Graph, root: Id, argument: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        let mut whole = id;
        while let Some(merged) = with_complement(graph, whole, argument) {
            whole = merged;
        }
        whole
    })
}

fn with_complement(graph: &mut Graph, sum: Id, argument: Id) -> Option<Id> {
    let Node::Sum(..) = graph.node(sum) else {
        return None;
    };
    let (mut constant, mut terms) = graph.split_sum(sum);
    for (position, (coefficient, id)) in terms.iter().enumerate() {
        let (scale, mut factors) = graph.split_product(*id);
        let is_sigmoid = |own: &Factor| {
            own.exponent.is_one()
                && matches!(graph.node(own.base), Node::Apply(Func::Sigmoid, args) if args[0] == argument)
        };
        let Some(place) = factors.iter().position(is_sigmoid) else {
            continue;
        };
        factors.remove(place);
        let opposite = -&(coefficient * &scale);
        let beside = graph.product(factors.into_iter().map(|own| (own.base, own.exponent)));
        let other = terms
            .iter()
            .position(|own| own.1 == beside && own.0 == opposite);
        let is_number =
            graph.as_rational(beside).is_some_and(Rational::is_one) && constant == opposite;
        match other {
            Some(other) => {
                terms.remove(position.max(other));
                terms.remove(position.min(other));
            }
            None if is_number => {
                constant = Rational::ZERO;
                terms.remove(position);
            }
            None => continue,
        }
        let negated = graph.negate(argument);
        let complement = graph.apply(Func::Sigmoid, &[negated]);
        terms.push((opposite, graph.multiply(beside, complement)));
        return Some(graph.sum(constant, terms));
    }
    None
}

fn is_tail(graph: &Graph, id: Id) -> Option<Id> {
    match graph.node(id) {
        Node::Apply(Func::Sigmoid | Func::Softplus, args) => Some(args[0]),
        _ => None,
    }
}

/// The argument of the tails in a sum that something is divided by.
fn divided_tail(graph: &Graph, root: Id) -> Option<Id> {
    let divisors = graph.reachable(&[root]).into_iter().flat_map(|id| {
        let factors = match graph.node(id) {
            Node::Product(factors) => &factors[..],
            _ => &[],
        };
        let below = factors
            .iter()
            .filter(|factor| factor.exponent.is_negative());
        below.map(|factor| factor.base)
    });
    let sums = divisors.filter_map(|id| match graph.node(id) {
        Node::Reduce(Reduction::Sum, vector) => Some(*vector),
        _ => None,
    });
    let mut tails = sums.flat_map(|vector| graph.reachable(&[vector]));
    tails.find_map(|id| is_tail(graph, id).filter(|&argument| graph.facts(argument).vector))
}

/// A power of a common factor of all tails; none in particular of what is 0 or undefined.
type Degree = Option<Rational>;

fn of_degree_zero(graph: &Graph, root: Id, argument: Id) -> bool {
    let mut degrees: FxHashMap<Id, Degree> = FxHashMap::default();
    for id in graph.reachable(&[root]) {
        let Some(degree) = degree(graph, id, argument, &degrees) else {
            return false;
        };
        degrees.insert(id, degree);
    }
    degrees[&root].as_ref().is_none_or(Rational::is_zero)
}

/// The degree of a node in tails of that argument, if it has one.
fn degree(graph: &Graph, id: Id, argument: Id, degrees: &FxHashMap<Id, Degree>) -> Option<Degree> {
    let same = |ids: &mut dyn Iterator<Item = Id>| -> Option<Degree> {
        let mut common = None;
        for degree in ids.filter_map(|id| degrees[&id].clone()) {
            if common.get_or_insert_with(|| degree.clone()) != &degree {
                return None;
            }
        }
        Some(common)
    };
    let none = Some(Some(Rational::ZERO));
    match graph.node(id) {
        _ if is_tail(graph, id) == Some(argument) => Some(Some(Rational::ONE)),
        Node::Undefined => Some(None),
        Node::Rational(value) if value.is_zero() => Some(None),
        Node::Sum(constant, terms) => {
            let common = same(&mut terms.iter().map(|term| term.id))?;
            let fits = constant.is_zero() || common.as_ref().is_none_or(Rational::is_zero);
            fits.then(|| common.or_else(|| (!constant.is_zero()).then_some(Rational::ZERO)))
        }
        Node::Product(factors) => Some(product_degree(factors, degrees)),
        Node::Reduce(Reduction::Sum | Reduction::Min | Reduction::Max, vector) => {
            Some(degrees[vector].clone())
        }
        Node::Reduce(Reduction::Count, _) => none,
        Node::Select(_, a, b) => same(&mut [*a, *b].into_iter()),
        Node::Compare(_, a, b) => same(&mut [*a, *b].into_iter()).and(none),
        Node::Apply(Func::Abs, args) => Some(degrees[&args[0]].clone()),
        Node::Apply(Func::Min | Func::Max, args) => same(&mut args.iter().copied()),
        Node::Apply(Func::Sign, _) | Node::And(..) | Node::Or(..) => none,
        Node::Broadcast(value, _) => Some(degrees[value].clone()),
        node => {
            let mut operands = Vec::new();
            node.operands(|operand| operands.push(operand));
            let plain = |operand: &Id| degrees[operand].as_ref().is_none_or(Rational::is_zero);
            operands.iter().all(plain).then_some(Some(Rational::ZERO))
        }
    }
}

fn product_degree(factors: &[Factor], degrees: &FxHashMap<Id, Degree>) -> Degree {
    let mut total = Rational::ZERO;
    for factor in factors {
        let degree = degrees[&factor.base].as_ref()?;
        total = &total + &(degree * &factor.exponent);
    }
    Some(total)
}

/// The expression with all tails of an argument times `exp(-m)`.
fn replaced(graph: &mut Graph, root: Id, argument: Id) -> Id {
    let zero = graph.integer(0);
    let greatest = graph.reduce(Reduction::Max, argument);
    let greatest = graph.apply(Func::Min, &[greatest, zero]);
    let below = graph.apply(Func::Min, &[argument, zero]);
    let shifted = graph.subtract(below, greatest);
    let tail = graph.apply(Func::Exp, &[shifted]);
    let size = graph.apply(Func::Abs, &[argument]);
    let rest = graph.apply(Func::Sigmoid, &[size]);
    let sigmoid = graph.multiply(tail, rest);
    let softplus = softplus_over(graph, argument, tail, greatest);
    graph.transform(root, |graph, node, rebuilt| match node {
        Node::Apply(Func::Sigmoid, args) if args[0] == argument => sigmoid,
        Node::Apply(Func::Softplus, args) if args[0] == argument => softplus,
        _ => rebuilt(graph),
    })
}

/// `softplus(a) exp(-m)`
fn softplus_over(graph: &mut Graph, argument: Id, tail: Id, greatest: Id) -> Id {
    let far = graph.integer(FAR);
    let near = graph.apply(Func::Max, &[greatest, far]);
    let lift = graph.negate(near);
    let lift = graph.apply(Func::Exp, &[lift]);
    let softplus = graph.apply(Func::Softplus, &[argument]);
    let lifted = graph.multiply(softplus, lift);
    let is_far = graph.compare(Comparison::Less, argument, far);
    graph.select(is_far, tail, lifted)
}
