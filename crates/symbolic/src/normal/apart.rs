//! Expressions beyond the reach of the normal form: their largest parts within it are written by theirs.

use gradus_syntax::Func;
use rustc_hash::FxHashSet;

use super::Normalizer;
use super::cells::Root;
use crate::computation::Writer;
use crate::graph::{Graph, Id, Node, Term};
use crate::rational::Rational;

/// The most parts that are tried.
const MOST_PARTS: usize = 64;

/// The most factors of a product that is a part.
const MOST_FACTORS: usize = 16;

/// The most steps that all of them together may take.
const MOST_STEPS: usize = 60_000;

impl Normalizer {
    /// Writes the parts of an expression that are in reach, for the writer of nodes to find; whether there are any.
    pub fn write_parts(&mut self, writer: &mut Writer<'_>, root: Id) -> bool {
        let graph = writer.graph;
        let reachable = graph.reachable(&[root]);
        if reachable.iter().any(|&id| graph.facts(id).vector) {
            return false;
        }
        let (mut tries, mut steps) = (0, 0);
        let mut seen = FxHashSet::default();
        let mut pending = vec![root];
        let mut found = false;
        while let Some(id) = pending.pop() {
            if !seen.insert(id) || graph.is_constant(id) {
                continue;
            }
            if tries >= MOST_PARTS || steps > MOST_STEPS {
                return found;
            }
            if id != root && is_worth_trying(graph, id) {
                tries += 1;
                self.algebra.allow(Some(MOST_STEPS - steps));
                let value = self.write(writer, id);
                self.algebra.allow(None);
                steps += self.algebra.steps();
                if let Some(value) = value {
                    writer.assume(id, value);
                    found = true;
                    continue;
                }
            }
            if matches!(graph.node(id), Node::Sum(..)) {
                tries += 1;
                if self.write_groups(writer, id) {
                    found = true;
                    continue;
                }
            }
            graph.node(id).operands(|operand| pending.push(operand));
        }
        found
    }

    /// Writes a sum by groups of terms that share functions, each by its normal form; whether there are several.
    fn write_groups(&mut self, writer: &mut Writer<'_>, id: Id) -> bool {
        let graph = writer.graph;
        let Node::Sum(constant, terms) = graph.node(id) else {
            return false;
        };
        let groups = groups(graph, terms);
        let shared = groups.iter().any(|group| group.count_ones() > 1);
        if groups.len() < 2 || !shared {
            return false;
        }
        let mut total = None;
        let share = MOST_STEPS / groups.len();
        for group in groups {
            self.algebra.allow(Some(share));
            let cells = self.cells_of(graph, Root::Terms(id, group));
            self.algebra.allow(None);
            let value = cells.and_then(|cells| self.emitted(writer, &[], &cells));
            match value {
                Some(value) => total = Some(writer.accumulate(total, &Rational::ONE, value)),
                None => {
                    for term in graph.terms(id, group) {
                        let value = writer.expression(term.id);
                        total = Some(writer.accumulate(total, &term.coefficient, value));
                    }
                }
            }
        }
        if !constant.is_zero() {
            let value = writer.ops.rational(constant);
            total = Some(writer.accumulate(total, &Rational::ONE, value));
        }
        if let Some(total) = total {
            writer.assume(id, total);
        }
        total.is_some()
    }
}

/// The terms of a sum, those together that share a function of inputs; none where there are too many.
fn groups(graph: &Graph, terms: &[Term]) -> Vec<u64> {
    if terms.len() > 64 {
        return Vec::new();
    }
    let mut groups: Vec<(u64, FxHashSet<Id>)> = Vec::new();
    for (bit, term) in terms.iter().enumerate() {
        let reachable = graph.reachable(&[term.id]).into_iter();
        let mut functions: FxHashSet<Id> = reachable
            .filter(|&id| matches!(graph.node(id), Node::Apply(..)) && !graph.is_constant(id))
            .collect();
        let mut mask = 1 << bit;
        groups.retain(|(other, shared)| {
            let apart = shared.is_disjoint(&functions);
            if !apart {
                mask |= other;
                functions.extend(shared.iter().copied());
            }
            apart
        });
        groups.push((mask, functions));
    }
    groups.into_iter().map(|group| group.0).collect()
}

/// Whether the normal form may know better than the operations themselves: a function of what is exact needs no help.
fn is_worth_trying(graph: &Graph, id: Id) -> bool {
    match graph.node(id) {
        // a long product has had its numbers spread over its factors, and they would be taken out again
        Node::Product(factors) if factors.len() > MOST_FACTORS => false,
        Node::Sum(..) | Node::Product(_) => !is_linear(graph, id),
        Node::Apply(Func::Min | Func::Max, _) => false,
        Node::Apply(_, arguments) => arguments
            .iter()
            .any(|&argument| !is_linear(graph, argument)),
        _ => false,
    }
}

/// Symbols, their multiples, and sums of two of these.
fn is_linear(graph: &Graph, id: Id) -> bool {
    let is_plain = |id: Id| graph.is_constant(id) || matches!(graph.node(id), Node::Symbol(_));
    match graph.node(id) {
        Node::Sum(constant, terms) => {
            let count = terms.len() + usize::from(!constant.is_zero());
            count <= 2 && terms.iter().all(|term| is_linear(graph, term.id))
        }
        Node::Product(factors) => {
            factors.len() <= 2
                && factors
                    .iter()
                    .all(|factor| factor.exponent.is_one() && is_plain(factor.base))
        }
        _ => is_plain(id),
    }
}
