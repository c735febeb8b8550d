//! Conditions that stand outside: written by the form of a difference where their two sides may overflow or cancel.

use gradus_syntax::Comparison;

use super::Normalizer;
use super::cells::Root;
use super::emit::Emitter;
use crate::computation::{Op, Value, Writer};
use crate::graph::{Factor, Graph, Id, Node};

impl Normalizer {
    /// The mask of a condition.
    pub(super) fn condition(&mut self, writer: &mut Writer<'_>, condition: Id) -> Value {
        match *writer.graph.node(condition) {
            Node::And(a, b) => {
                let (a, b) = (self.condition(writer, a), self.condition(writer, b));
                writer.ops.push(Op::And(a, b))
            }
            Node::Or(a, b) => {
                let (a, b) = (self.condition(writer, a), self.condition(writer, b));
                writer.ops.push(Op::Or(a, b))
            }
            Node::Compare(comparison, a, b)
                if is_curved(writer.graph, a) || is_curved(writer.graph, b) =>
            {
                self.comparison(writer, comparison, a, b)
                    .unwrap_or_else(|| writer.expression(condition))
            }
            _ => writer.expression(condition),
        }
    }

    fn comparison(
        &mut self,
        writer: &mut Writer<'_>,
        comparison: Comparison,
        a: Id,
        b: Id,
    ) -> Option<Value> {
        let cells = self.cells_of(writer.graph, Root::Difference(a, b))?;
        Emitter::new(writer, &mut self.algebra).comparison(&cells, comparison)
    }
}

/// Whether a sum has terms that are no multiples of symbols: they may overflow together, or be lost beside each other.
fn is_curved(graph: &Graph, id: Id) -> bool {
    if let Node::Product(factors) = graph.node(id) {
        let is_sum = |factor: &Factor| matches!(graph.node(factor.base), Node::Sum(..));
        // both sides of a quotient may overflow
        let sums = factors.iter().filter(|factor| is_sum(factor));
        let is_quotient =
            factors.len() > 1 && sums.clone().any(|factor| factor.exponent.is_negative());
        return is_quotient || factors.iter().any(|factor| is_curved(graph, factor.base));
    }
    let (constant, terms) = graph.split_sum(id);
    let is_linear = |id: Id| graph.is_constant(id) || matches!(graph.node(id), Node::Symbol(_));
    let has_function = |id: Id| !is_linear(id) && matches!(graph.node(id), Node::Apply(..));
    match &terms[..] {
        [(_, only)] => {
            let is_product = matches!(graph.node(*only), Node::Product(_));
            !constant.is_zero() && has_function(*only) || is_product && is_curved(graph, *only)
        }
        _ => !terms.iter().all(|(_, term)| is_linear(*term)),
    }
}
