//! Functions of vectors of functions of vectors: `softmax(softmax(x))`.
//!
//! The Jacobian of the whole is the product of two. Where the inner function is saturated, its Jacobian vanishes: in one sum of all
//! paths from the elements to the result, numbers that do not vanish would cancel.

use gradus_syntax::Func;

use crate::graph::{Graph, Id, Node, Role, Symbol};

/// A function of a vector that is a function of the inputs.
pub(super) struct Composition {
    /// The vector in between.
    pub inner: Id,
    /// The whole, with a symbol in place of the inner vector.
    pub outer: Id,
    /// That symbol.
    pub place: Symbol,
}

impl Composition {
    /// The whole as a function of a vector of shares, where it depends on the inputs by that alone and takes reductions of it.
    pub fn of(graph: &mut Graph, root: Id, symbols: &[Symbol]) -> Option<Self> {
        let depends =
            |graph: &Graph, id: Id| symbols.iter().any(|&symbol| graph.depends_on(id, symbol));
        let candidates: Vec<Id> = graph
            .reachable(&[root])
            .into_iter()
            .rev()
            .filter(|&id| id != root && is_of_shares(graph, id) && depends(graph, id))
            .collect();
        for inner in candidates {
            let place = graph.new_symbol("inner", Role::Vector);
            let (node, stand_in) = (graph.node(inner).clone(), graph.symbol(place));
            let outer = graph.transform(root, |graph, other, rebuilt| {
                if *other == node {
                    stand_in
                } else {
                    rebuilt(graph)
                }
            });
            if !depends(graph, outer) && has_reductions(graph, outer) {
                return Some(Self {
                    inner,
                    outer,
                    place,
                });
            }
        }
        None
    }

    /// An expression of the outer function by the inputs.
    pub fn joined(&self, graph: &mut Graph, id: Id) -> Id {
        graph.substitute(id, self.place, self.inner)
    }
}

/// Whether an expression is a vector of exponentials over their sum, or made of one.
fn is_of_shares(graph: &Graph, id: Id) -> bool {
    let is_log_sum = |id: &Id| matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _));
    graph.facts(id).vector && graph.reachable(&[id]).iter().any(is_log_sum)
}

fn has_reductions(graph: &Graph, root: Id) -> bool {
    let is_reduction = |id: &Id| {
        matches!(
            graph.node(*id),
            Node::Reduce(..) | Node::Apply(Func::LogSumExp, _)
        )
    };
    graph.reachable(&[root]).iter().any(is_reduction)
}
