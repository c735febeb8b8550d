//! The normal form: on each cell, where conditions and signs are fixed, an expression is a factored quotient of polynomials
//! over exact rationals.

mod atoms;
mod cell;
mod cells;
mod dominant;
mod emit;
mod exponential;
mod form;
mod functions;
mod growth;
mod periodic;
mod poly;
mod powers;
mod signs;
mod sum;
mod vanishing;

use crate::computation::{Value, Writer};
use gradus_syntax::Comparison;

use crate::graph::{Graph, Id, Node};
use atoms::Algebra;
use cells::Cells;
use emit::Emitter;

/// The normal forms of the expressions of one computation.
#[derive(Default)]
pub(crate) struct Normalizer {
    algebra: Algebra,
}

/// The largest expression that is put into normal form.
const LARGEST: usize = 400;

impl Normalizer {
    /// The value of an expression by its normal form; none where that is out of reach.
    pub fn write(&mut self, writer: &mut Writer<'_>, root: Id) -> Option<Value> {
        let mut chosen = Vec::new();
        let mut rest = root;
        // values at single points and undefined branches stand outside
        while let Some((condition, inside, other, holds)) = set_apart(writer.graph, rest) {
            chosen.push((condition, inside, holds));
            rest = other;
        }
        let cells = self.cells(writer.graph, rest)?;
        let mut emitter = Emitter::new(writer, &mut self.algebra);
        let mut value = emitter.cells(&cells)?;
        let input = emitter.writer.only_input();
        let ends = input.map(|input| emitter.ends(&cells, input));
        for &(condition, inside, holds) in chosen.iter().rev() {
            let inside = self.chosen(writer, inside);
            let condition = writer.expression(condition);
            let (a, b) = if holds {
                (inside, value)
            } else {
                (value, inside)
            };
            value = writer.ops.select(condition, a, b);
        }
        let Some((input, mut ends)) = input.zip(ends) else {
            return Some(value);
        };
        let mut emitter = Emitter::new(writer, &mut self.algebra);
        for (end, positive) in ends.iter_mut().zip([true, false]) {
            let is_outside = |&(condition, _, holds): &(Id, Id, bool)| {
                emitter.settles(condition, input, positive) == Some(!holds)
            };
            if end.is_some() && !chosen.iter().all(is_outside) {
                *end = None;
            }
        }
        Some(emitter.with_ends(input, value, ends))
    }

    /// The value of a branch that stands outside.
    fn chosen(&mut self, writer: &mut Writer<'_>, inside: Id) -> Value {
        match writer.graph.node(inside) {
            Node::Undefined => writer.ops.number(f64::NAN),
            _ if self.has_undefined_cells(writer.graph, inside) => writer.expression(inside),
            _ => match self.write(writer, inside) {
                Some(value) => value,
                None => writer.expression(inside),
            },
        }
    }

    /// Whether an expression has no real value on one side of something: at the single point between, it may have one.
    fn has_undefined_cells(&mut self, graph: &Graph, root: Id) -> bool {
        let facts = graph.facts(root);
        facts.pieces
            && self
                .cells(graph, root)
                .is_none_or(|cells| cells.has_undefined())
    }

    /// Whether the value of an expression is written by its normal form.
    pub fn reaches(&mut self, graph: &Graph, root: Id) -> bool {
        let mut rest = root;
        while let Some((_, _, other, _)) = set_apart(graph, rest) {
            rest = other;
        }
        self.cells(graph, rest).is_some()
    }

    fn cells(&mut self, graph: &Graph, root: Id) -> Option<Cells> {
        let reachable = graph.reachable(&[root]);
        let of_vectors = reachable.iter().any(|&id| graph.facts(id).vector);
        if of_vectors || reachable.len() > LARGEST {
            return None;
        }
        self.algebra.begin();
        Cells::of(graph, &mut self.algebra, root)
    }
}

/// A choice whose condition holds at single points or one of whose branches is undefined: the condition, that branch, the
/// other one, and whether that branch is taken where the condition holds.
fn set_apart(graph: &Graph, root: Id) -> Option<(Id, Id, Id, bool)> {
    let Node::Select(condition, a, b) = *graph.node(root) else {
        return None;
    };
    let undefined = |id: Id| *graph.node(id) == Node::Undefined;
    match graph.node(condition) {
        _ if undefined(a) => Some((condition, a, b, true)),
        _ if undefined(b) => Some((condition, b, a, false)),
        Node::Compare(Comparison::Equal, ..) => Some((condition, a, b, true)),
        Node::Compare(Comparison::NotEqual, ..) => Some((condition, b, a, false)),
        _ => None,
    }
}
