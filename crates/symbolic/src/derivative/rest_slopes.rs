//! Derivatives of `ln(1 - s)`, where `1 - s` may have underflowed: by means over the others, each over the greatest of these.

use gradus_syntax::Func;

use super::others::others;
use super::rests::{Peak, Share, over_second};
use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::rational::Rational;

/// An expression with a symbol of its own in the place of `ln(1 - s)`.
pub(super) struct Held {
    /// The expression with the symbol.
    pub outer: Id,
    pub place: Symbol,
    node: Id,
    share: Share,
    peak: Peak,
}

impl Held {
    /// The first such logarithm in an expression.
    pub fn of(graph: &mut Graph, root: Id) -> Option<Self> {
        let (node, share) = graph.reachable(&[root]).into_iter().find_map(|id| {
            let Node::Apply(Func::Ln, args) = graph.node(id) else {
                return None;
            };
            Some((id, Share::left_in(graph, args[0])?))
        })?;
        let place = graph.new_symbol("rest", Role::Vector);
        let (own, stand_in) = (graph.node(node).clone(), graph.symbol(place));
        let outer = graph.transform(root, |graph, other, rebuilt| {
            if *other == own {
                stand_in
            } else {
                rebuilt(graph)
            }
        });
        let peak = Peak::of(graph, share.vector);
        Some(Self {
            outer,
            place,
            node,
            share,
            peak,
        })
    }

    /// The expression with the logarithm itself.
    pub fn joined(&self, graph: &mut Graph, id: Id) -> Id {
        graph.substitute(id, self.place, self.node)
    }

    /// The vector whose change is that of the logarithm.
    pub fn vector(&self) -> Id {
        self.share.vector
    }

    /// How the logarithm changes with that vector: what the others change by on average, times the odds but for one.
    pub fn along(&self, graph: &mut Graph, direction: Id) -> Id {
        let Peak {
            is_greatest,
            second,
            others: total,
            ..
        } = self.peak;
        let zero = graph.integer(0);
        let share = self.share.whole;
        let own = graph.multiply(share, direction);
        let weight = over_second(graph, self.share.vector, second);
        let weighted = graph.multiply(weight, direction);
        let weighted = graph.select(is_greatest, zero, weighted);
        let sum = graph.reduce(Reduction::Sum, weighted);
        let mean = graph.divide(sum, total);
        let great = graph.multiply(share, mean);
        let rest = others(graph, own);
        let odds = self.odds(graph);
        let plain = graph.multiply(odds, rest);
        let through = graph.select(self.peak.outweighs, great, plain);
        graph.subtract(through, own)
    }

    /// What the vector receives where the logarithm does.
    pub fn received(&self, graph: &mut Graph, upstream: Id) -> Id {
        let Peak {
            is_greatest,
            outweighs,
            second,
            others: total,
            ..
        } = self.peak;
        let zero = graph.integer(0);
        let upstream = graph.shaped_as(upstream, self.share.vector);
        let share = self.share.whole;
        let own = graph.multiply(upstream, share);
        let great = graph.select(outweighs, own, zero);
        let great = graph.reduce(Reduction::Sum, great);
        let weight = over_second(graph, self.share.vector, second);
        let part = graph.divide(weight, total);
        let of_great = graph.multiply(great, part);
        let of_great = graph.select(is_greatest, zero, of_great);
        let odds = self.odds(graph);
        let passed = graph.multiply(upstream, odds);
        let passed = graph.select(outweighs, zero, passed);
        let rest = others(graph, passed);
        let of_rest = graph.multiply(share, rest);
        let terms = [(1, of_great), (1, of_rest), (-1, own)];
        graph.sum(
            Rational::ZERO,
            terms.map(|(sign, id)| (Rational::from(sign), id)),
        )
    }

    /// `s/(1 - s)` of elements that do not outweigh the others.
    fn odds(&self, graph: &mut Graph) -> Id {
        let one = graph.integer(1);
        let left = graph.subtract(one, self.share.whole);
        graph.divide(self.share.whole, left)
    }
}
