//! The normal form: on each cell, where conditions and signs are fixed, an expression is a factored quotient of polynomials
//! over exact rationals.

mod apart;
mod atoms;
mod cell;
mod cells;
mod conditions;
mod contents;
mod definite;
mod dominant;
mod emit;
mod exact;
mod exponential;
mod feasible;
mod form;
mod functions;
mod growth;
mod inverse;
mod leading;
mod linear;
mod origin;
mod outgrown;
mod periodic;
mod poly;
mod powers;
mod proof;
mod roots;
mod signs;
mod sum;
mod vanishing;

use crate::computation::{Value, Writer};
use gradus_syntax::Comparison;
use rustc_hash::FxHashMap;

use crate::graph::{Graph, Id, Node, Role};
use crate::rational::Rational;
use atoms::Algebra;
use cells::{Cells, Root};
use emit::{Emitter, Halved};
use form::{Base, Form};
pub(crate) use proof::Equality;

/// The normal forms of the expressions of one computation.
#[derive(Default)]
pub(crate) struct Normalizer {
    algebra: Algebra,
    /// No input is above 1.
    bounded: bool,
    /// Forms of expressions that are still to be written.
    prepared: FxHashMap<Id, Option<(Vec<Chosen>, Cells)>>,
    /// Exponentials that some of them keep as squares of their roots: so do all, and share them.
    halved: Vec<Halved>,
}

/// A branch that stands outside: its condition, the branch, and whether it is taken where the condition holds.
type Chosen = (Id, Id, bool);

/// The largest expression that is put into normal form.
const LARGEST: usize = 400;

impl Normalizer {
    /// For inputs that are never above 1, if so.
    pub fn bounded(bounded: bool) -> Self {
        Self {
            bounded,
            ..Self::default()
        }
    }

    /// Looks at expressions that are to be written together.
    pub fn prepare(&mut self, writer: &mut Writer<'_>, roots: &[Id]) {
        for &root in roots {
            let found = self.beside_points(writer.graph, root);
            if let Some((_, cells)) = &found {
                let halved = Emitter::new(writer, &mut self.algebra).exponentials_to_halve(cells);
                self.halved.extend(halved);
            }
            self.prepared.insert(root, found);
        }
    }

    /// The value of an expression by its normal form; none where that is out of reach.
    pub fn write(&mut self, writer: &mut Writer<'_>, root: Id) -> Option<Value> {
        let (chosen, cells) = match self.prepared.remove(&root) {
            Some(prepared) => prepared?,
            None => self.beside_points(writer.graph, root)?,
        };
        self.emitted(writer, &chosen, &cells)
    }

    /// The value by its cells and what stands outside of them.
    fn emitted(
        &mut self,
        writer: &mut Writer<'_>,
        chosen: &[Chosen],
        cells: &Cells,
    ) -> Option<Value> {
        // branches that stand outside are not scaled by themselves
        let outer = writer.outer.take();
        if chosen.is_empty() {
            writer.outer.clone_from(&outer);
        }
        let mut emitter = Emitter::new(writer, &mut self.algebra);
        emitter.halve(&self.halved);
        let mut value = emitter.cells(cells)?;
        // what no input over a scale tends to is not asked for
        let input = emitter.writer.only_input().filter(|_| !self.bounded);
        let ends = input.map(|input| emitter.ends(cells, input));
        for &(condition, inside, holds) in chosen.iter().rev() {
            let inside = self.chosen(writer, inside);
            let condition = self.condition(writer, condition);
            let (a, b) = if holds {
                (inside, value)
            } else {
                (value, inside)
            };
            value = writer.ops.select(condition, a, b);
        }
        if !chosen.is_empty() {
            writer.outer = outer;
        }
        let Some((input, mut ends)) = input.zip(ends) else {
            return Some(value);
        };
        let mut emitter = Emitter::new(writer, &mut self.algebra);
        for (end, positive) in ends.iter_mut().zip([true, false]) {
            let is_outside = |&(condition, _, holds): &Chosen| {
                emitter.settles(condition, input, positive) == Some(!holds)
            };
            if end.is_some() && !chosen.iter().all(is_outside) {
                *end = None;
            }
        }
        Some(emitter.with_ends(input, value, ends))
    }

    /// The value of an expression without branches, at finite inputs; none where that is out of reach.
    pub fn write_smooth(&mut self, writer: &mut Writer<'_>, root: Id) -> Option<Value> {
        let cells = self.cells(writer.graph, root)?;
        Emitter::new(writer, &mut self.algebra).cells(&cells)
    }

    /// The branches that stand outside, values at single points and undefined ones, and the cells of what is left.
    fn beside_points(&mut self, graph: &Graph, root: Id) -> Option<(Vec<Chosen>, Cells)> {
        let mut chosen = Vec::new();
        let mut rest = root;
        loop {
            while let Some((condition, inside, other, holds)) = set_apart(graph, rest) {
                chosen.push((condition, inside, holds));
                rest = other;
            }
            if let Some(cells) = self.cells(graph, rest) {
                return Some((chosen, cells));
            }
            let Node::Select(condition, inside, other) = *graph.node(rest) else {
                return None;
            };
            if !is_of_points(graph, condition) {
                return None;
            }
            chosen.push((condition, inside, true));
            rest = other;
        }
    }

    /// The value of a branch that stands outside. Where it has no real value on one side of something, it may have one at the single
    /// point between: it is written node by node.
    fn chosen(&mut self, writer: &mut Writer<'_>, inside: Id) -> Value {
        let graph = writer.graph;
        if *graph.node(inside) == Node::Undefined {
            return writer.ops.number(f64::NAN);
        }
        let value = match graph.facts(inside).pieces {
            false => self.write(writer, inside),
            true => match self.cells(graph, inside) {
                Some(cells) if cells.has_undefined() => None,
                Some(cells) if set_apart(graph, inside).is_none() => {
                    self.emitted(writer, &[], &cells)
                }
                Some(_) => self.write(writer, inside),
                None => None,
            },
        };
        value.unwrap_or_else(|| writer.expression(inside))
    }

    /// Whether the value of an expression is written by its normal form.
    pub fn reaches(&mut self, graph: &Graph, root: Id) -> bool {
        self.beside_points(graph, root).is_some()
    }

    fn cells(&mut self, graph: &Graph, root: Id) -> Option<Cells> {
        self.cells_of(graph, Root::Whole(root))
    }

    fn cells_of(&mut self, graph: &Graph, root: Root) -> Option<Cells> {
        let reachable = match root {
            Root::Whole(id) => graph.reachable(&[id]),
            Root::Difference(a, b) => graph.reachable(&[a, b]),
            Root::Terms(sum, mask) => {
                let terms = graph.terms(sum, mask);
                let ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
                graph.reachable(&ids)
            }
        };
        let of_vectors = reachable.iter().any(|&id| graph.facts(id).vector);
        if of_vectors || reachable.len() > LARGEST {
            return None;
        }
        self.algebra.begin();
        self.algebra.powers_divide = has_powers_in_divisors(graph, &reachable);
        let cells = if self.bounded {
            Cells::plain(graph, &mut self.algebra, root)?
        } else {
            Cells::of(graph, &mut self.algebra, root)?
        };
        // what the machine cannot hold is brought into range by the writer of nodes
        let mut within_range = true;
        cells.forms(&mut |form| within_range &= is_within_range(&self.algebra, form));
        within_range.then_some(cells)
    }
}

/// Whether powers of one base, which has inputs, stand in sums that are divided by: where they overflow, the quotients need not.
fn has_powers_in_divisors(graph: &Graph, ids: &[Id]) -> bool {
    let is_input = |id: &Id| match *graph.node(*id) {
        Node::Symbol(symbol) => graph.symbol_info(symbol).role != Role::Parameter,
        _ => false,
    };
    let base_of = |id: &Id| match *graph.node(*id) {
        Node::Power(base, _) if graph.reachable(&[base]).iter().any(is_input) => Some(base),
        _ => None,
    };
    let mut bases = ids.iter().filter_map(base_of);
    let Some(base) = bases.next() else {
        return false;
    };
    if !bases.all(|other| other == base) {
        return false;
    }
    let is_sum_of_powers = |id: Id| match graph.node(id) {
        Node::Sum(..) => graph
            .reachable(&[id])
            .iter()
            .any(|id| base_of(id).is_some()),
        _ => false,
    };
    ids.iter().any(|id| match graph.node(*id) {
        Node::Product(factors) => factors
            .iter()
            .any(|factor| factor.exponent.is_negative() && is_sum_of_powers(factor.base)),
        _ => false,
    })
}

/// Whether the machine can hold the numbers of every sum of a form.
fn is_within_range(algebra: &Algebra, form: &Form) -> bool {
    const RANGE: i64 = 1000;
    let holds = |number: &Rational| number.magnitude().abs() <= RANGE;
    // beside sums it may have to be spread over them; elsewhere it is applied in parts
    let has_sums = form
        .factors
        .iter()
        .any(|(base, _)| matches!(base, Base::Sum(_)));
    let range = if has_sums { RANGE } else { 3 * RANGE };
    form.coefficient.magnitude().abs() <= range
        && form.factors.iter().all(|(base, _)| match base {
            Base::Sum(id) => algebra
                .poly(*id)
                .terms()
                .iter()
                .all(|(_, coefficient)| holds(coefficient)),
            Base::Atom(_) => true,
        })
}

/// A choice whose condition holds at single points or one of whose branches is undefined: the condition, that branch, the
/// other one, and whether that branch is taken where the condition holds.
fn set_apart(graph: &Graph, root: Id) -> Option<(Id, Id, Id, bool)> {
    let Node::Select(condition, a, b) = *graph.node(root) else {
        return None;
    };
    let undefined = |id: Id| *graph.node(id) == Node::Undefined;
    if undefined(a) || holds_at_points(graph, condition, Comparison::Equal) {
        return Some((condition, a, b, true));
    }
    let apart = undefined(b) || holds_at_points(graph, condition, Comparison::NotEqual);
    apart.then_some((condition, b, a, false))
}

/// Whether a condition is made of equations, so that it holds at single points; or of their opposites, so that it fails there.
fn holds_at_points(graph: &Graph, condition: Id, equation: Comparison) -> bool {
    let mut pending = vec![condition];
    while let Some(id) = pending.pop() {
        match *graph.node(id) {
            Node::Compare(comparison, ..) if comparison == equation => {}
            Node::Or(a, b) if equation == Comparison::Equal => pending.extend([a, b]),
            Node::And(a, b) if equation == Comparison::NotEqual => pending.extend([a, b]),
            _ => return false,
        }
    }
    true
}

/// Whether a condition holds at single points: one equality or another.
fn is_of_points(graph: &Graph, condition: Id) -> bool {
    let mut pending = vec![condition];
    while let Some(id) = pending.pop() {
        match *graph.node(id) {
            Node::Compare(Comparison::Equal, ..) => {}
            Node::Or(a, b) => pending.extend([a, b]),
            _ => return false,
        }
    }
    true
}
