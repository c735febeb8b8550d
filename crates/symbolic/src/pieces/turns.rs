//! Where conditions on the variable turn from true to false, by the points themselves.
//!
//! Of `x > 0 and x > 1 and x > 2` only the last matters. A condition made of comparisons with known boundaries is a set of
//! intervals; its ends are found without asking each comparison what it does to the whole.

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::linear_root;
use crate::graph::{Graph, Id, Node, Symbol, holds};
use crate::rational::Rational;

/// The most ends of one condition; beyond them its comparisons are looked at one by one.
const MOST: usize = 1 << 12;
/// The most ends that are merged for all conditions of an expression.
const BUDGET: usize = 1 << 18;

/// Where a condition holds along the line.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    /// Far to the left.
    start: bool,
    /// From left to right, each with whether it holds there and beyond.
    points: Vec<(Rational, bool, bool)>,
}

/// The turns of conditions, remembered.
pub(super) struct Sweep {
    variable: Symbol,
    known: FxHashMap<Id, Option<Turns>>,
    merged: usize,
}

impl Sweep {
    pub(super) fn along(variable: Symbol) -> Self {
        Self {
            variable,
            known: FxHashMap::default(),
            merged: 0,
        }
    }

    /// Expressions that are zero where a condition turns; none if it is not made of comparisons with known boundaries.
    pub(super) fn differences(&mut self, graph: &mut Graph, condition: Id) -> Option<Vec<Id>> {
        let turns = self.of(graph, condition)?;
        let x = graph.symbol(self.variable);
        let difference =
            |(point, ..): (Rational, bool, bool)| graph.sum(-&point, [(Rational::ONE, x)]);
        Some(turns.points.into_iter().map(difference).collect())
    }

    /// The turns of a condition, those it is made of first.
    fn of(&mut self, graph: &mut Graph, condition: Id) -> Option<Turns> {
        let mut pending = vec![condition];
        while let Some(&id) = pending.last() {
            if self.known.contains_key(&id) {
                pending.pop();
                continue;
            }
            let links = links(graph, id, &self.known);
            let missing: Vec<Id> = links
                .iter()
                .copied()
                .filter(|link| *link != id && !self.known.contains_key(link))
                .collect();
            if missing.is_empty() {
                let turns = self.joined(graph, id, &links);
                self.known.insert(id, turns);
            } else {
                pending.extend(missing);
            }
        }
        self.known[&condition].clone()
    }

    fn joined(&mut self, graph: &mut Graph, id: Id, links: &[Id]) -> Option<Turns> {
        let all = match *graph.node(id) {
            Node::And(..) => true,
            Node::Or(..) => false,
            Node::Compare(comparison, a, b) => {
                return self.comparison(graph, comparison, a, b);
            }
            _ => return None,
        };
        let mut sets: Vec<Turns> = links
            .iter()
            .map(|link| self.known[link].clone())
            .collect::<Option<_>>()?;
        // pair by pair, so that many small ones do not meet one long one each
        while sets.len() > 1 {
            let mut fewer = Vec::with_capacity(sets.len().div_ceil(2));
            for pair in sets.chunks(2) {
                fewer.push(match pair {
                    [a, b] => a.merged(b, all),
                    _ => pair[0].clone(),
                });
            }
            self.merged += fewer.iter().map(|set| set.points.len()).sum::<usize>();
            if self.merged > BUDGET {
                return None;
            }
            sets = fewer;
        }
        sets.pop().filter(|set| set.points.len() <= MOST)
    }

    fn comparison(&self, graph: &mut Graph, comparison: Comparison, a: Id, b: Id) -> Option<Turns> {
        let difference = graph.subtract(a, b);
        let holds = |sign: i64| holds(comparison, &sign, &0);
        if let Some((point, slope)) = self.root(graph, difference) {
            let beyond = if slope.is_negative() { -1 } else { 1 };
            return Some(Turns::new(
                holds(-beyond),
                [(point, holds(0), holds(beyond))],
            ));
        }
        let (middle, width, outside) = self.magnitude(graph, difference)?;
        let ends = [(&middle - &width, -outside), (&middle + &width, outside)];
        let turns = ends.map(|(point, beyond)| (point, holds(0), holds(beyond)));
        Some(Turns::new(holds(outside), turns))
    }

    fn root(&self, graph: &mut Graph, difference: Id) -> Option<(Rational, Rational)> {
        let (point, slope) = linear_root(graph, difference, self.variable)?;
        Some((graph.as_rational(point)?.clone(), slope))
    }

    /// `a*abs(u) - b` with a linear u as the middle of its two zeros, their distance from it, and its sign outside.
    fn magnitude(&self, graph: &mut Graph, difference: Id) -> Option<(Rational, Rational, i64)> {
        let (constant, terms) = graph.split_sum(difference);
        let [(coefficient, id)] = &terms[..] else {
            return None;
        };
        let Node::Apply(Func::Abs, args) = graph.node(*id) else {
            return None;
        };
        let (middle, slope) = self.root(graph, args[0])?;
        let width = &(-&(&constant / coefficient)) / &slope.abs();
        let outside = if coefficient.is_negative() { -1 } else { 1 };
        width.is_positive().then_some((middle, width, outside))
    }
}

impl Turns {
    fn new(start: bool, points: impl IntoIterator<Item = (Rational, bool, bool)>) -> Self {
        let mut turns = Self {
            start,
            points: Vec::new(),
        };
        for (point, there, beyond) in points {
            turns.push(point, there, beyond);
        }
        turns
    }

    /// Adds a point to the right of all others, unless nothing changes there.
    fn push(&mut self, point: Rational, there: bool, beyond: bool) {
        let before = self.points.last().map_or(self.start, |last| last.2);
        if before != there || there != beyond {
            self.points.push((point, there, beyond));
        }
    }

    /// Where both hold, or either.
    fn merged(&self, other: &Self, all: bool) -> Self {
        let join = |a: bool, b: bool| if all { a && b } else { a || b };
        let mut merged = Self::new(join(self.start, other.start), []);
        let (mut left, mut right) = (
            self.points.iter().peekable(),
            other.points.iter().peekable(),
        );
        let (mut a, mut b) = (self.start, other.start);
        loop {
            let point = match (left.peek(), right.peek()) {
                (Some((p, ..)), Some((q, ..))) => p.min(q).clone(),
                (Some((p, ..)), None) | (None, Some((p, ..))) => p.clone(),
                (None, None) => return merged,
            };
            let (mut a_there, mut b_there) = (a, b);
            if let Some((_, there, beyond)) = left.next_if(|turn| turn.0 == point) {
                (a_there, a) = (*there, *beyond);
            }
            if let Some((_, there, beyond)) = right.next_if(|turn| turn.0 == point) {
                (b_there, b) = (*there, *beyond);
            }
            merged.push(point, join(a_there, b_there), join(a, b));
        }
    }
}

/// What a condition joins by the one connective that it is made of, as far as that is not known.
fn links(graph: &Graph, condition: Id, known: &FxHashMap<Id, Option<Turns>>) -> Vec<Id> {
    let same = |id: Id| match (graph.node(condition), graph.node(id)) {
        (Node::And(..), Node::And(a, b)) | (Node::Or(..), Node::Or(a, b)) => Some((*a, *b)),
        _ => None,
    };
    let (mut pending, mut found) = (vec![condition], Vec::new());
    let mut seen = rustc_hash::FxHashSet::default();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        match same(id).filter(|_| !known.contains_key(&id)) {
            Some((a, b)) => pending.extend([b, a]),
            None => found.push(id),
        }
    }
    found
}
