//! Derivatives at the tips of cones: of the norm of a vector at the zero vector.

use gradus_syntax::Comparison;
use rustc_hash::FxHashSet;

use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node};

/// The derivative with 0 where a norm in the expression is 0, the middle of the slopes on all sides, whatever the rule for kinks.
/// What is divided by a norm has no value there, and so no derivative.
pub(super) fn without_tips(graph: &mut Graph, root: Id, derivative: Id) -> Id {
    let cones = cones(graph, root);
    if cones.is_empty() {
        return derivative;
    }
    let zero = graph.integer(0);
    graph.transform(derivative, |graph, node, rebuilt| {
        let id = rebuilt(graph);
        let Node::Product(factors) = node else {
            return id;
        };
        let cone = factors
            .iter()
            .find(|factor| factor.exponent.is_negative() && cones.contains(&factor.base));
        let Some(cone) = cone else { return id };
        let tip = graph.compare(Comparison::Equal, cone.base, zero);
        let flat = graph.shaped_as(zero, id);
        graph.select(tip, flat, id)
    })
}

/// Sums of what is never negative of which roots are taken and that nothing is divided by.
fn cones(graph: &Graph, root: Id) -> FxHashSet<Id> {
    let (mut found, mut divisors) = (FxHashSet::default(), FxHashSet::default());
    for id in graph.reachable(&[root]) {
        let Node::Product(factors) = graph.node(id) else {
            continue;
        };
        for factor in factors.iter() {
            let Node::Reduce(Reduction::Sum, vector) = *graph.node(factor.base) else {
                continue;
            };
            if factor.exponent.is_negative() {
                divisors.insert(factor.base);
            } else if !factor.exponent.is_integer() && graph.facts(vector).is_non_negative() {
                found.insert(factor.base);
            }
        }
    }
    found.retain(|id| !divisors.contains(id));
    found
}
