//! Pieces: conditions, boundaries, one-sided values, kinks and jumps.
//!
//! Everything that depends on where a formula changes from one piece to another goes through this module.

mod cases;
mod kinks;
mod limits;
mod one_sided;
mod point_values;
mod stairs;
mod turns;

pub use cases::as_cases;
pub use kinks::{Break, BreakKind, breaks};
pub use limits::{holes, singular_points, with_limits};
pub use one_sided::{Side, one_sided};
pub(crate) use point_values::with_kink_values;
pub use point_values::{Kink, with_point_values};

use gradus_syntax::Func;
use rustc_hash::FxHashSet;

use crate::graph::{Graph, Id, Node, Symbol};
use crate::rational::Rational;

/// Differences at whose zeros an expression may change from one piece to another, as far as they depend on the variable.
pub fn boundaries(graph: &mut Graph, root: Id, variable: Symbol) -> Vec<Id> {
    let mut found = conditions(graph, root, variable);
    for argument in stairs::stairs(graph, root, variable) {
        found.push(stairs::above_integer(graph, argument));
    }
    found
}

/// As [`boundaries`], without the steps of `floor` and the like.
fn conditions(graph: &mut Graph, root: Id, variable: Symbol) -> Vec<Id> {
    let mut found = Vec::new();
    for id in outside_decided_conditions(graph, root, variable, &mut found) {
        match graph.node(id).clone() {
            Node::Compare(_, a, b) => found.push(graph.subtract(a, b)),
            Node::Apply(Func::Abs | Func::Sign, args) => found.push(args[0]),
            Node::Apply(Func::Min | Func::Max, args) => {
                let choices = choices(graph, &args);
                for (index, &a) in choices.iter().enumerate() {
                    for &b in choices[index + 1..].iter().take(MOST_PAIRS) {
                        found.push(graph.subtract(a, b));
                    }
                }
            }
            _ => {}
        }
    }
    let dependent = graph.dependent(&found, variable);
    let mut seen = FxHashSet::default();
    let mut distinct = Vec::new();
    for difference in found.into_iter().filter(|id| dependent.contains(id)) {
        let (primitive, _) = primitive(graph, difference);
        if seen.insert(primitive) {
            distinct.push(primitive);
        }
    }
    distinct
}

/// The same boundary from either side and at any scale: what is zero where the difference is, and whether it has the other sign.
pub fn primitive(graph: &mut Graph, difference: Id) -> (Id, bool) {
    let content = graph.content(difference);
    let scaled = graph.scale(difference, &content.recip());
    let (coefficient, primitive) = graph.split_coefficient(scaled);
    (
        primitive,
        content.is_negative() != coefficient.is_negative(),
    )
}

/// What the expression is made of, but for the inside of conditions whose turns are known points: the differences that are
/// zero there are added to `turns`.
fn outside_decided_conditions(
    graph: &mut Graph,
    root: Id,
    variable: Symbol,
    turns: &mut Vec<Id>,
) -> Vec<Id> {
    let mut sweep = turns::Sweep::along(variable);
    let mut seen = FxHashSet::default();
    let mut pending = vec![root];
    let mut outside = Vec::new();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        let decided = match graph.is_condition(id) {
            true => sweep.differences(graph, id),
            false => None,
        };
        match decided {
            Some(differences) => turns.extend(differences),
            None => {
                outside.push(id);
                graph.node(id).operands(|operand| pending.push(operand));
            }
        }
    }
    outside.sort_unstable();
    outside
}

/// The most arguments of an extreme that each one is compared with.
const MOST_PAIRS: usize = 64;

/// What a minimum or maximum finally chooses among, through those nested in it.
fn choices(graph: &Graph, args: &[Id]) -> Vec<Id> {
    let mut pending = args.to_vec();
    let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
    while let Some(id) = pending.pop() {
        match graph.node(id) {
            _ if !seen.insert(id) => {}
            Node::Apply(Func::Min | Func::Max, inner) => pending.extend(inner.iter().copied()),
            _ => found.push(id),
        }
    }
    found.reverse();
    found
}

/// Where a difference that is linear in the variable, with an exact slope, is zero: the point and the slope.
pub fn linear_root(graph: &mut Graph, difference: Id, variable: Symbol) -> Option<(Id, Rational)> {
    let (constant, mut terms) = graph.split_sum(difference);
    let position = terms
        .iter()
        .position(|(_, id)| *graph.node(*id) == Node::Symbol(variable))?;
    let (slope, _) = terms.remove(position);
    if terms.iter().any(|(_, id)| graph.depends_on(*id, variable)) {
        return None;
    }
    let factor = -&slope.recip();
    let terms: Vec<_> = terms
        .into_iter()
        .map(|(c, id)| (&c * &factor, id))
        .collect();
    Some((graph.sum(&constant * &factor, terms), slope))
}
