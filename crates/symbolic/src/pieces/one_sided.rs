//! Expressions as they are just beside a point.

use gradus_syntax::{Comparison, Func};

use crate::derivative::Slopes;
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
    let mut beside = Beside {
        variable,
        side,
        slopes: Slopes::by(variable),
    };
    graph.transform(root, |graph, node, rebuilt| {
        let id = rebuilt(graph);
        match *graph.node(id) {
            Node::Compare(comparison, a, b) if matches!(node, Node::Compare(..)) => {
                beside.comparison(graph, comparison, a, b)
            }
            Node::Apply(Func::Sign, ref args) if graph.depends_on(args[0], variable) => {
                let argument = args[0];
                let (zero, one, minus) = (graph.integer(0), graph.integer(1), graph.integer(-1));
                let positive = beside.comparison(graph, Comparison::Greater, argument, zero);
                graph.select(positive, one, minus)
            }
            Node::Apply(func @ (Func::Floor | Func::Ceil | Func::Round), ref args) => {
                let argument = args[0];
                beside.stair(graph, func, argument).unwrap_or(id)
            }
            Node::Apply(Func::Mod, ref args) => {
                let (a, b) = (args[0], args[1]);
                beside.remainder(graph, a, b).unwrap_or(id)
            }
            _ => id,
        }
    })
}

/// Derivatives that are looked at for the direction in which a difference leaves zero.
const ORDERS: usize = 4;
/// The most nodes of a derivative that is looked at for that beyond the first.
const LARGEST: usize = 64;

/// Decides what happens just beside a point.
struct Beside {
    variable: Symbol,
    side: Side,
    slopes: Slopes,
}

impl Beside {
    /// A comparison: where both sides are equal, by the direction of their difference.
    fn comparison(&mut self, graph: &mut Graph, comparison: Comparison, a: Id, b: Id) -> Id {
        let difference = graph.subtract(a, b);
        if !graph.depends_on(difference, self.variable) {
            return graph.compare(comparison, a, b);
        }
        let slope = self.slopes.of(graph, difference);
        if graph.is_integer(slope, 0) {
            return graph.compare(comparison, a, b);
        }
        let (strict, inclusive, ascending) = match comparison {
            Comparison::Equal => return graph.truth(false),
            Comparison::NotEqual => return graph.truth(true),
            Comparison::Greater | Comparison::GreaterEqual => {
                (Comparison::Greater, Comparison::GreaterEqual, true)
            }
            Comparison::Less | Comparison::LessEqual => {
                (Comparison::Less, Comparison::LessEqual, false)
            }
        };
        let enters = self.moves(graph, difference, ascending);
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

    /// `floor`, `ceil` or `round`; none of what does not move.
    fn stair(&mut self, graph: &mut Graph, func: Func, argument: Id) -> Option<Id> {
        if !graph.depends_on(argument, self.variable) {
            return None;
        }
        let rises = self.moves(graph, argument, true);
        let half = Rational::new(1, 2);
        // added to the argument and to the result, when it rises and when it falls
        let [(up, above), (down, below)] = match func {
            Func::Floor => [(Rational::ZERO, 0), (Rational::ZERO, -1)],
            Func::Ceil => [(Rational::ZERO, 1), (Rational::ZERO, 0)],
            _ => [(half.clone(), 0), (-&half, 0)],
        };
        let above = shifted(graph, Func::Floor, argument, up, above);
        let below = shifted(graph, Func::Ceil, argument, down, below);
        Some(graph.select(rises, above, below))
    }

    /// `mod(a, b)` by the stair it is made of.
    fn remainder(&mut self, graph: &mut Graph, a: Id, b: Id) -> Option<Id> {
        let quotient = graph.divide(a, b);
        let whole = self.stair(graph, Func::Floor, quotient)?;
        let taken = graph.multiply(b, whole);
        Some(graph.subtract(a, taken))
    }

    /// Where an expression grows, or falls, when the variable moves to the side: by its first derivative that is not zero.
    fn moves(&mut self, graph: &mut Graph, expression: Id, up: bool) -> Id {
        let zero = graph.integer(0);
        let (mut slopes, mut slope) = (Vec::new(), expression);
        for order in 0..ORDERS {
            slope = self.slopes.of(graph, slope);
            if order > 0 && graph.reachable(&[slope]).len() > LARGEST {
                break;
            }
            let mirrored = self.side == Side::Left && order % 2 == 0;
            slopes.push((slope, up != mirrored));
            if graph.facts(slope).is_non_zero() || graph.is_integer(slope, 0) {
                break;
            }
        }
        let mut moves = graph.truth(false);
        for (slope, up) in slopes.into_iter().rev() {
            let flat = graph.compare(Comparison::Equal, slope, zero);
            let later = graph.and(flat, moves);
            let wanted = if up {
                Comparison::Greater
            } else {
                Comparison::Less
            };
            let now = graph.compare(wanted, slope, zero);
            moves = graph.or(now, later);
        }
        moves
    }
}

/// `func(argument + inner) + outer`.
fn shifted(graph: &mut Graph, func: Func, argument: Id, inner: Rational, outer: i64) -> Id {
    let moved = graph.sum(inner, [(Rational::ONE, argument)]);
    let stair = graph.apply(func, &[moved]);
    graph.sum(Rational::from(outer), [(Rational::ONE, stair)])
}
