//! Expressions as they are just beside a point.

use gradus_syntax::{Comparison, Func};

use crate::derivative::differentiate;
use crate::graph::{Graph, Id, Node, Symbol};

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
            _ => id,
        }
    })
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
    let slope = if side == Side::Left {
        graph.negate(slope)
    } else {
        slope
    };
    let zero = graph.integer(0);
    // a difference that does not even move keeps what the comparison says of equality
    let enters = graph.compare(comparison, slope, zero);
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
