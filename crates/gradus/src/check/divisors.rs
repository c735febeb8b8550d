//! What a claim divides by, as written: where that is zero on a stretch, the claim has no value, whatever simplifies.

use std::sync::Arc;

use gradus_symbolic::evaluate::Point;
use gradus_symbolic::interval::{Enclosure, Interval, enclose};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::prove::{Equality, equality};
use gradus_symbolic::{Function, Graph, Id, Node, Rational, Symbol};
use gradus_syntax::{Definition, Func, Kind, Limits, Tree};

use super::at::region;
use super::comparison::Comparison;
use super::diagnosis::edit;
use super::points;
use crate::Formula;

/// The most divisors that are looked at.
const MOST: usize = 200;

/// Bits in which they are.
const BITS: u32 = 224;

/// Divisors without pieces are zero everywhere or at single points: so many points tell.
const FEW: usize = 3;

/// What a claim divides by.
#[derive(Clone, Copy)]
pub(super) struct Divisor {
    id: Id,
    /// Whether it is evaluated wherever the claim is, in no branch.
    always: bool,
}

/// Where a divisor vanishes on a stretch.
pub(super) enum Vanishing {
    /// Around this point, for certain, and the claim has no value there.
    Certain(Point, Precise),
    /// Perhaps, or only in a branch.
    Perhaps,
}

/// The divisors of a claim as expressions of another graph, its symbols replaced as the pairs say; none if they are too many, or if a
/// definition that the claim calls may divide by zero.
pub(super) fn divisors(
    graph: &mut Graph,
    claimed: &Formula,
    symbols: &[(Symbol, Symbol)],
) -> Option<Vec<Divisor>> {
    let definition = claimed.definition().ok()?;
    let tree = &definition.body;
    let places = places(tree);
    if places.len() > MOST || calls_what_may_divide_by_zero(tree) {
        return None;
    }
    let parents = edit::parents(tree);
    let mut found = Vec::new();
    let mut copied = |of: usize| {
        let part = Arc::new(Definition {
            body: edit::subtree(tree, of),
            ..(*definition).clone()
        });
        let part = Formula::from_definition(part, Limits::default()).ok()?;
        let pairs = pairs(claimed.function(), part.function(), symbols);
        let [id] = graph.copied(part.graph(), [part.function().body], &pairs);
        let exact = graph.as_rational(id).map(Rational::is_positive);
        Some((id, graph.facts(id), exact))
    };
    for (place, of, exponent) in places {
        // a positive power of zero is zero
        let power = exponent.map(&mut copied);
        let is_divided_by = match &power {
            None => Some(true),
            Some(None) => None,
            Some(Some((_, facts, exact))) => match exact {
                Some(positive) => Some(!positive),
                None if !facts.may_be_negative && !facts.may_be_zero => Some(false),
                None => None,
            },
        };
        if is_divided_by == Some(false) {
            continue;
        }
        let (id, facts, _) = copied(of)?;
        if facts.may_be_zero {
            let always = is_divided_by.is_some() && !is_in_branch(tree, &parents, place);
            found.push(Divisor { id, always });
        }
    }
    Some(found)
}

/// Whether a definition that is called, or one that it calls, divides by what may be zero.
fn calls_what_may_divide_by_zero(tree: &Tree) -> bool {
    tree.nodes().iter().any(|node| match &node.kind {
        Kind::CallDefinition(call) => may_divide_by_zero(&call.definition),
        _ => false,
    })
}

fn may_divide_by_zero(definition: &Arc<Definition>) -> bool {
    let Ok(called) = Formula::from_definition(definition.clone(), Limits::default()) else {
        return true;
    };
    let mut graph = called.graph().clone();
    let function = called.function();
    let inputs = function.inputs.iter();
    let own: Vec<(Symbol, Symbol)> = inputs
        .chain(&function.parameters)
        .map(|&symbol| (symbol, symbol))
        .collect();
    divisors(&mut graph, &called, &own).is_none_or(|found| !found.is_empty())
}

/// The nodes that may divide, what they divide by, and the exponents of powers.
fn places(tree: &Tree) -> Vec<(usize, usize, Option<usize>)> {
    let nodes = tree.nodes();
    let divides = |index: usize| {
        let right = index.checked_sub(1)?;
        match nodes[index].kind {
            Kind::Divide => Some((index, right, None)),
            Kind::Power => {
                let base = right.checked_sub(nodes[right].size as usize)?;
                Some((index, base, Some(right)))
            }
            _ => None,
        }
    };
    (0..nodes.len()).filter_map(divides).collect()
}

fn is_in_branch(tree: &Tree, parents: &[Option<usize>], place: usize) -> bool {
    let above = std::iter::successors(parents[place], |&index| parents[index]);
    above
        .map(|index| &tree.nodes()[index].kind)
        .any(|kind| matches!(kind, Kind::If | Kind::Piecewise(_)))
}

/// The symbols of a part of a claim, by those of the claim at the same places of the header.
fn pairs(whole: &Function, part: &Function, symbols: &[(Symbol, Symbol)]) -> Vec<(Symbol, Symbol)> {
    let all = |function: &Function| -> Vec<Symbol> {
        let inputs = function.inputs.iter();
        inputs.chain(&function.parameters).copied().collect()
    };
    let ours = |theirs: &Symbol| {
        symbols
            .iter()
            .find(|pair| pair.0 == *theirs)
            .map(|pair| pair.1)
    };
    let pairs = all(part)
        .into_iter()
        .zip(all(whole).iter().map(ours).collect::<Vec<_>>());
    pairs
        .filter_map(|(part, ours)| Some((part, ours?)))
        .collect()
}

impl Comparison<'_> {
    /// A divisor of the claim that is zero on a stretch where the formula has a derivative.
    pub(super) fn vanishing_divisor(&mut self) -> Option<Vanishing> {
        let Some(divisors) = self.divisors.clone() else {
            return Some(Vanishing::Perhaps);
        };
        if divisors.is_empty() {
            return None;
        }
        let places = self.places();
        let points = points::all(self.formula, &self.fixed, &self.inputs, &places);
        let mut perhaps = None;
        for divisor in divisors {
            let count = if self.has_pieces(divisor.id) {
                points.len()
            } else {
                FEW
            };
            let found = points.iter().take(count).find_map(|point| {
                let actual = self
                    .vanishes(divisor.id, point)
                    .then(|| self.truth_at(point));
                Some((point, actual??))
            });
            let Some((point, actual)) = found else {
                continue;
            };
            if divisor.always && self.is_nothing(divisor.id, point) {
                return Some(Vanishing::Certain(point.clone(), actual));
            }
            perhaps = Some(Vanishing::Perhaps);
        }
        perhaps
    }

    /// Whether a divisor may be zero at a point and on both sides of it.
    fn vanishes(&self, divisor: Id, point: &Point) -> bool {
        let may_be_zero = |point: &Point| {
            let values = self.divisor_at(divisor, point);
            values.is_some_and(|values| values.contains_zero())
        };
        may_be_zero(point)
            && [1, -1]
                .into_iter()
                .all(|side| may_be_zero(&self.moved(point, side)))
    }

    /// Whether a divisor is certainly zero around a point.
    fn is_nothing(&mut self, divisor: Id, point: &Point) -> bool {
        let points = [point.clone(), self.moved(point, 1), self.moved(point, -1)];
        let is_zero = |point: &Point| self.divisor_at(divisor, point) == Some(Interval::ZERO);
        if points.iter().all(is_zero) {
            return true;
        }
        let zero = self.graph.integer(0);
        matches!(
            equality(&mut self.graph, divisor, zero, self.by),
            Equality::Proved { .. }
        )
    }

    fn divisor_at(&self, divisor: Id, point: &Point) -> Option<Interval> {
        let found = enclose(
            &self.graph,
            &[divisor],
            &region(point),
            Precision::bits(BITS),
        );
        found[0].number().and_then(Enclosure::everywhere).cloned()
    }

    /// Whether an expression has different forms on different pieces.
    fn has_pieces(&self, id: Id) -> bool {
        let is_piecewise = |id: Id| match self.graph.node(id) {
            Node::Select(..) => true,
            Node::Apply(func, _) => matches!(
                func,
                Func::Abs
                    | Func::Sign
                    | Func::Floor
                    | Func::Ceil
                    | Func::Round
                    | Func::Mod
                    | Func::Min
                    | Func::Max
                    | Func::Clamp
                    | Func::Relu
                    | Func::Step
            ),
            _ => false,
        };
        self.graph.reachable(&[id]).into_iter().any(is_piecewise)
    }
}
