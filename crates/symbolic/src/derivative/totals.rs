//! What a mean weighted by shares has above the greatest element, or above a plain mean.
//!
//! Shares add up to 1. `Σ p w - max(w)` is a mean of distances, all of one sign; in `Σ p w - mean(w)` what all elements have in common
//! drops out twice: it is the sum of the distances times what each share has above that of one element.

use gradus_syntax::Func;

use super::means::{share, weights};
use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node};
use crate::rational::Rational;

/// The expression with such differences written by distances.
pub(super) fn with_distances(graph: &mut Graph, root: Id) -> Id {
    let is_log_sum = |id: &Id| matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _));
    if !graph.reachable(&[root]).iter().any(is_log_sum) {
        return root;
    }
    graph.transform_sums(root, distances)
}

/// A sum of `c q Σ p w` and what is taken from it, as a mean of distances.
fn distances(graph: &mut Graph, sum: Id) -> Option<Id> {
    let (constant, mut terms) = graph.split_sum(sum);
    for position in 0..terms.len() {
        let (coefficient, id) = terms[position].clone();
        let Some(mean) = Mean::of(graph, id) else {
            continue;
        };
        let wanted = -&coefficient;
        let other = (0..terms.len()).find_map(|at| {
            let (own, id) = terms[at].clone();
            let other = graph.divide(id, mean.rest);
            let taken = (own == wanted).then(|| mean.without(graph, other));
            Some((at, taken??))
        });
        let Some((at, apart)) = other else { continue };
        terms.remove(position.max(at));
        terms.remove(position.min(at));
        terms.push((coefficient, graph.multiply(mean.rest, apart)));
        return Some(graph.sum(constant, terms));
    }
    None
}

/// A mean weighted by shares.
struct Mean {
    share: Id,
    weights: Id,
    /// What it is multiplied with.
    rest: Id,
}

impl Mean {
    fn of(graph: &mut Graph, product: Id) -> Option<Self> {
        let (_, factors) = graph.split_product(product);
        for factor in factors.iter().filter(|factor| factor.exponent.is_one()) {
            let Node::Reduce(Reduction::Sum, weighted) = *graph.node(factor.base) else {
                continue;
            };
            let Some((share, _)) = share(graph, weighted) else {
                continue;
            };
            let Some(weights) = weights(graph, weighted, share) else {
                continue;
            };
            return Some(Self {
                share,
                weights,
                rest: graph.divide(product, factor.base),
            });
        }
        None
    }

    /// What it has above an extreme of the weights, or above their mean.
    fn without(&self, graph: &mut Graph, other: Id) -> Option<Id> {
        if let Node::Reduce(Reduction::Max | Reduction::Min, vector) = *graph.node(other) {
            (vector == self.weights).then_some(())?;
            let distance = graph.subtract(self.weights, other);
            let weighted = graph.multiply(self.share, distance);
            return Some(graph.reduce(Reduction::Sum, weighted));
        }
        let total = graph.reduce(Reduction::Sum, self.weights);
        let count = graph.reduce(Reduction::Count, self.weights);
        let (sum, one) = (graph.multiply(other, count), graph.integer(1));
        if sum != total {
            return None;
        }
        let greatest = graph.reduce(Reduction::Max, self.weights);
        let distance = graph.subtract(self.weights, greatest);
        let even = graph.divide(one, count);
        let excess = graph.sum(
            Rational::ZERO,
            [(Rational::ONE, self.share), (Rational::MINUS_ONE, even)],
        );
        let weighted = graph.multiply(excess, distance);
        Some(graph.reduce(Reduction::Sum, weighted))
    }
}
