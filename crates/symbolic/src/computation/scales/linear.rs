//! What expressions are linear in: a direction that a derivative is multiplied with.

use rustc_hash::FxHashMap;

use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Symbol};

/// How an expression depends on a symbol, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Degree {
    /// 0 itself, which has any degree.
    Zero,
    /// Not at all.
    Independent,
    Linear,
    Other,
}

/// Whether all expressions are linear in a symbol.
pub(super) fn is_linear(graph: &Graph, roots: &[Id], symbol: Symbol) -> bool {
    let mut degrees: FxHashMap<Id, Degree> = FxHashMap::default();
    for id in graph.reachable(roots) {
        let degree = degree(graph, id, symbol, &degrees);
        degrees.insert(id, degree);
    }
    roots.iter().all(|root| degrees[root] == Degree::Linear)
}

fn degree(graph: &Graph, id: Id, symbol: Symbol, degrees: &FxHashMap<Id, Degree>) -> Degree {
    match graph.node(id) {
        Node::Symbol(own) if *own == symbol => Degree::Linear,
        Node::Rational(value) if value.is_zero() => Degree::Zero,
        Node::Sum(constant, terms) => {
            let own = terms.iter().map(|term| degrees[&term.id]);
            let beside = (!constant.is_zero()).then_some(Degree::Independent);
            same(own.chain(beside))
        }
        Node::Product(factors) => product(factors, degrees),
        Node::Reduce(Reduction::Sum, vector) => degrees[vector],
        Node::Reduce(Reduction::Count, _) => Degree::Independent,
        Node::Broadcast(value, _) => degrees[value],
        Node::Select(condition, a, b) if degrees[condition] == Degree::Independent => {
            same([degrees[a], degrees[b]].into_iter())
        }
        node => {
            let mut all = Degree::Independent;
            node.operands(|operand| {
                if !matches!(degrees[&operand], Degree::Zero | Degree::Independent) {
                    all = Degree::Other;
                }
            });
            all
        }
    }
}

/// The degree that all have.
fn same(degrees: impl Iterator<Item = Degree>) -> Degree {
    let counted = degrees.filter(|own| *own != Degree::Zero);
    let found = counted.reduce(|a, b| if a == b { a } else { Degree::Other });
    found.unwrap_or(Degree::Zero)
}

fn product(factors: &[Factor], degrees: &FxHashMap<Id, Degree>) -> Degree {
    let mut found = Degree::Independent;
    for factor in factors {
        found = match (degrees[&factor.base], found) {
            (Degree::Zero, _) => return Degree::Zero,
            (Degree::Independent, own) => own,
            (Degree::Linear, Degree::Independent) if factor.exponent.is_one() => Degree::Linear,
            _ => return Degree::Other,
        };
    }
    found
}
