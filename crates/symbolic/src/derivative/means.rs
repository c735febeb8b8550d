//! What an element of a vector lacks of a mean weighted by shares.
//!
//! `Σ p w - w` stays the same when a number is added to all of `w`, because shares add up to 1. Where `w` is nearly the same for all
//! elements, it is what is left without that number that matters: in the gradient of an entropy, the distances from the greatest
//! element and not the logarithms of the shares.

use gradus_syntax::Func;

use super::vectors::unspread;
use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node};
use crate::present::expand;
use crate::rational::Rational;

/// The expression with numbers that all elements have in common taken out of such differences.
pub(super) fn centred(graph: &mut Graph, root: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match graph.node(id) {
            Node::Sum(..) if graph.facts(id).vector => centred_sum(graph, id).unwrap_or(id),
            _ => id,
        }
    })
}

/// A sum of `c·q·Σ p w`, `-c·q·w` and fewer other terms, with the rest of `w` in its place.
fn centred_sum(graph: &mut Graph, sum: Id) -> Option<Id> {
    let whole = expanded(graph, sum);
    let (_, terms) = graph.split_sum(whole);
    if !graph.facts(whole).vector {
        return None;
    }
    for (coefficient, id) in terms {
        let (_, factors) = graph.split_product(id);
        for factor in factors.iter().filter(|factor| factor.exponent.is_one()) {
            let Node::Reduce(Reduction::Sum, weighted) = *graph.node(factor.base) else {
                continue;
            };
            let Some((share, exponent)) = share(graph, weighted) else {
                continue;
            };
            let rest = graph.divide(id, factor.base);
            let rest = graph.scale(rest, &coefficient);
            let Some(element) = weights(graph, weighted, share) else {
                continue;
            };
            let other = without_difference(graph, whole, [rest, factor.base, element])?;
            let element = distances(graph, element, exponent)?;
            let weighted = graph.multiply(share, element);
            let mean = graph.reduce(Reduction::Sum, weighted);
            let lack = graph.subtract(mean, element);
            let difference = graph.multiply(rest, lack);
            return Some(graph.add(other, difference));
        }
    }
    None
}

/// A factor `exp(a - logsumexp(a))` of the first term, and `a`.
pub(super) fn share(graph: &mut Graph, weighted: Id) -> Option<(Id, Id)> {
    let (constant, terms) = graph.split_sum(weighted);
    let first = terms.first().filter(|_| constant.is_zero())?.1;
    let (_, factors) = graph.split_product(first);
    for factor in factors.iter().filter(|factor| factor.exponent.is_one()) {
        let Node::Apply(Func::Exp, args) = graph.node(factor.base) else {
            continue;
        };
        let argument = args[0];
        for (coefficient, id) in graph.split_sum(argument).1 {
            if coefficient == -1
                && let Node::Apply(Func::LogSumExp, args) = graph.node(id)
            {
                let exponent = args[0];
                if graph.add(argument, id) == exponent {
                    return Some((factor.base, exponent));
                }
            }
        }
    }
    None
}

/// What shares are multiplied with, if all terms have them.
pub(super) fn weights(graph: &mut Graph, weighted: Id, share: Id) -> Option<Id> {
    let (_, terms) = graph.split_sum(weighted);
    let mut weights = Vec::new();
    for (coefficient, id) in terms {
        let (_, factors) = graph.split_product(id);
        let has_share = factors
            .iter()
            .any(|factor| factor.base == share && factor.exponent.is_one());
        if !has_share {
            return None;
        }
        weights.push((coefficient, graph.divide(id, share)));
    }
    let weights = graph.sum(Rational::ZERO, weights);
    Some(expanded(graph, weights))
}

/// What a sum has beside `rest·(mean - element)`, if that is less.
fn without_difference(graph: &mut Graph, whole: Id, [rest, mean, element]: [Id; 3]) -> Option<Id> {
    let product = graph.multiply(rest, element);
    let product = expanded(graph, product);
    let mean = graph.multiply(rest, mean);
    let own = graph.subtract(product, mean);
    let other = graph.add(whole, own);
    let count = |graph: &Graph, id: Id| graph.split_sum(id).1.len();
    (count(graph, other) + 2 <= count(graph, whole)).then_some(other)
}

/// A vector without what all its elements have in common; of the exponents themselves, their distances from the greatest.
fn distances(graph: &mut Graph, element: Id, exponent: Id) -> Option<Id> {
    let (_, mut terms) = graph.split_sum(element);
    terms.retain(|(_, id)| graph.facts(*id).vector);
    let own = graph.sum(Rational::ZERO, terms);
    let factor = graph.divide(own, exponent);
    if graph.facts(factor).vector {
        return (own != element).then_some(own);
    }
    let greatest = graph.reduce(Reduction::Max, exponent);
    let distance = graph.subtract(exponent, greatest);
    Some(graph.multiply(factor, distance))
}

/// Multiplied out, numbers that were made vectors as numbers again.
fn expanded(graph: &mut Graph, id: Id) -> Id {
    let id = expand(graph, id).unwrap_or(id);
    unspread(graph, id)
}
