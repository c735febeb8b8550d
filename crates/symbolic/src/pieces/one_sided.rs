//! Expressions as they are just beside a point.

use gradus_syntax::{Comparison, Func};

use crate::derivative::differentiate;
use crate::graph::{Graph, Id, Node, Symbol};
use crate::rational::Rational;

/// From which side a point is approached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// From below.
    Left,
    /// From above.
    Right,
}

/// The expression with every condition decided as it is just beside `variable`, on that side. The result, taken at a
/// boundary, is the one-sided limit of the original there.
pub fn one_sided(graph: &mut Graph, root: Id, variable: Symbol, side: Side) -> Id {
    graph.transform(root, |graph, node, rebuilt| {
        let id = rebuilt(graph);
        match *graph.node(id) {
            Node::Compare(comparison, a, b) if matches!(node, Node::Compare(..)) => {
                beside(graph, comparison, a, b, variable, side)
            }
            Node::Apply(Func::Sign, ref args) if graph.depends_on(args[0], variable) => {
                let argument = args[0];
                let (zero, one, minus) = (graph.integer(0), graph.integer(1), graph.integer(-1));
                let positive = beside(graph, Comparison::Greater, argument, zero, variable, side);
                graph.select(positive, one, minus)
            }
            Node::Apply(func @ (Func::Floor | Func::Ceil | Func::Round), ref args) => {
                let argument = args[0];
                stair(graph, func, argument, variable, side).unwrap_or(id)
            }
            Node::Apply(Func::Mod, ref args) => {
                let (a, b) = (args[0], args[1]);
                let quotient = graph.divide(a, b);
                match stair(graph, Func::Floor, quotient, variable, side) {
                    Some(whole) => {
                        let taken = graph.multiply(b, whole);
                        graph.subtract(a, taken)
                    }
                    None => id,
                }
            }
            _ => id,
        }
    })
}

/// `floor`, `ceil` or `round` as it is just beside the variable; none of what does not move.
fn stair(graph: &mut Graph, func: Func, argument: Id, variable: Symbol, side: Side) -> Option<Id> {
    if !graph.depends_on(argument, variable) {
        return None;
    }
    let rises = rises(graph, argument, variable, side);
    let half = Rational::new(1, 2);
    let shifted = |graph: &mut Graph, func: Func, by: &Rational, then: i64| {
        let moved = graph.sum(by.clone(), [(Rational::ONE, argument)]);
        let stair = graph.apply(func, &[moved]);
        graph.sum(Rational::from(then), [(Rational::ONE, stair)])
    };
    let none = Rational::ZERO;
    let (above, below) = match func {
        Func::Floor => (
            shifted(graph, Func::Floor, &none, 0),
            shifted(graph, Func::Ceil, &none, -1),
        ),
        Func::Ceil => (
            shifted(graph, Func::Floor, &none, 1),
            shifted(graph, Func::Ceil, &none, 0),
        ),
        _ => (
            shifted(graph, Func::Floor, &half, 0),
            shifted(graph, Func::Ceil, &-&half, 0),
        ),
    };
    Some(graph.select(rises, above, below))
}

/// Derivatives that are looked at for the direction in which a difference leaves zero.
const ORDERS: usize = 4;
/// The most nodes of a derivative that is looked at for that beyond the first.
const LARGEST: usize = 64;

/// Where an expression grows when the variable moves to that side: by its first derivative that is not zero.
fn rises(graph: &mut Graph, expression: Id, variable: Symbol, side: Side) -> Id {
    let zero = graph.integer(0);
    let mut slopes = Vec::new();
    let mut slope = expression;
    for order in 0..ORDERS {
        slope = differentiate(graph, slope, variable);
        if order > 0 && graph.reachable(&[slope]).len() > LARGEST {
            break;
        }
        let mirrored = side == Side::Left && order % 2 == 0;
        slopes.push(if mirrored { graph.negate(slope) } else { slope });
        if graph.facts(slope).is_non_zero() || graph.is_integer(slope, 0) {
            break;
        }
    }
    let mut rises = graph.truth(false);
    for slope in slopes.into_iter().rev() {
        let flat = graph.compare(Comparison::Equal, slope, zero);
        let later = graph.and(flat, rises);
        let now = graph.compare(Comparison::Greater, slope, zero);
        rises = graph.or(now, later);
    }
    rises
}

/// A comparison as it is just beside the variable: where both sides are equal, by the direction of their difference.
fn beside(
    graph: &mut Graph,
    comparison: Comparison,
    a: Id,
    b: Id,
    variable: Symbol,
    side: Side,
) -> Id {
    let difference = graph.subtract(a, b);
    if !graph.depends_on(difference, variable) {
        return graph.compare(comparison, a, b);
    }
    let slope = differentiate(graph, difference, variable);
    if graph.is_integer(slope, 0) {
        return graph.compare(comparison, a, b);
    }
    let strict = match comparison {
        Comparison::Equal => return graph.truth(false),
        Comparison::NotEqual => return graph.truth(true),
        Comparison::Greater | Comparison::GreaterEqual => Comparison::Greater,
        Comparison::Less | Comparison::LessEqual => Comparison::Less,
    };
    let inclusive = if strict == Comparison::Greater {
        Comparison::GreaterEqual
    } else {
        Comparison::LessEqual
    };
    // a difference that does not even move keeps what the comparison says of equality
    let ascending = if strict == Comparison::Greater {
        difference
    } else {
        graph.negate(difference)
    };
    let enters = rises(graph, ascending, variable, side);
    let beyond = graph.compare(strict, a, b);
    let reached = graph.compare(inclusive, a, b);
    match graph.as_truth(enters) {
        Some(true) => reached,
        Some(false) => beyond,
        None => {
            let there = graph.compare(Comparison::Equal, a, b);
            let entering = graph.and(there, enters);
            graph.or(beyond, entering)
        }
    }
}
