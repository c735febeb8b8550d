//! An input and a parameter that an expression has in one sum only, as a residual: `log(cosh(x - m))`.
//!
//! Where the two nearly cancel, sums that vanish with the distance between them are written by it: it is exact there, and
//! exponentials of each of the two would cancel. Elsewhere exponents keep more digits of the distance than one number has; without
//! exponentials sums are written by it everywhere, as its square multiplied out would cancel.

use gradus_syntax::{Comparison, Func};

use super::differences::vanishes;
use super::together::Sum;
use super::{Binary, Unary, Value, Writer};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::normal::Normalizer;

/// Up to this distance rounding it does no harm.
const SMALL: f64 = 0.5;

/// An expression by the distance between an input and a parameter.
pub(super) struct Distance {
    sum: Sum,
    symbol: Symbol,
    value: Id,
    /// Whether it is written so wherever the two are.
    everywhere: bool,
}

/// The expression by a distance, if something in it vanishes with that.
pub(super) fn by_distance(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    root: Id,
) -> Option<Distance> {
    let [input] = *inputs else { return None };
    let sum = Sum::only(graph, &[root], |_, own| {
        own == input || parameters.contains(&own)
    })?;
    if ![sum.first, sum.second].contains(&input) {
        return None;
    }
    let symbol = graph.new_symbol("distance", Role::Scalar);
    let value = sum.put_into(graph, symbol, &[root])?.pop()?;
    let nodes = graph.reachable(&[value]);
    let dependent = graph.dependent(&[value], symbol);
    let everywhere = !nodes.iter().any(|id| is_steep(graph.node(*id)));
    let sums: Vec<Id> = nodes
        .iter()
        .copied()
        .filter(|id| dependent.contains(id) && may_vanish(graph.node(*id)))
        .collect();
    let is_wanted = match everywhere {
        true => !sums.is_empty(),
        false => sums
            .into_iter()
            .any(|id| vanishes(graph, id, symbol) == Some(true)),
    };
    is_wanted.then_some(Distance {
        sum,
        symbol,
        value,
        everywhere,
    })
}

/// Whether a function, or a power, may change by many times what its argument is rounded by.
fn is_steep(node: &Node) -> bool {
    let is_slow = |func: Func| {
        matches!(
            func,
            Func::Ln
                | Func::Log1p
                | Func::Log2
                | Func::Log10
                | Func::Abs
                | Func::Sign
                | Func::Atan
                | Func::Asinh
                | Func::Min
                | Func::Max
                | Func::Hypot
        )
    };
    match node {
        Node::Apply(func, _) => !is_slow(*func),
        Node::Power(..) => true,
        _ => false,
    }
}

/// Whether something is added up, or a logarithm.
fn may_vanish(node: &Node) -> bool {
    match node {
        Node::Sum(constant, terms) => terms.len() > 1 || !constant.is_zero(),
        _ => matches!(node, Node::Apply(Func::Ln, _)),
    }
}

impl Writer<'_> {
    /// A value, but by a distance where that is exact or small.
    pub(super) fn with_distance(&mut self, value: Value, own: &Distance) -> Option<Value> {
        let [first, second] = [own.sum.first, own.sum.second].map(|symbol| self.symbol(symbol));
        let (first, second) = (first?, second?);
        let distance = own.sum.value(&mut self.ops, [first, second]);
        self.stand_in(own.symbol, distance);
        let near = Normalizer::default().write(self, own.value)?;
        if own.everywhere {
            return Some(near);
        }
        // exact where neither is more than twice the other
        let other = self.ops.binary(Binary::Sub, distance, first);
        let half = self.ops.number(0.5);
        let half = self.ops.binary(Binary::Mul, half, other);
        let reach = self.ops.unary(Unary::Abs, half);
        let small = self.ops.number(SMALL);
        let reach = self.ops.binary(Binary::Max, reach, small);
        let size = self.ops.unary(Unary::Abs, distance);
        let is_near = self.ops.compare(Comparison::LessEqual, size, reach);
        Some(self.ops.select(is_near, near, value))
    }
}
