//! Choices by conditions: one too many, the wrong way round, or a branch that was not differentiated.

use gradus_syntax::{Kind, Tree};

use super::case::{Case, near};
use super::factors::Slope;
use super::hole::{Part, Stands};
use super::{Diagnosis, Mistake, edit};

/// The most choices that are looked at.
const MOST: usize = 12;

/// One branch of a choice is right everywhere.
pub(super) fn superfluous(case: &mut Case<'_>) -> Option<Diagnosis> {
    let (corrected, condition, holds, other) = one_branch(case)?;
    let there = case
        .there()
        .unwrap_or_else(|| format!("there it is `{other}`"));
    let sentence = match holds {
        true => format!("right except where {condition}: {there}"),
        false => format!("right only where {condition}: elsewhere, {there}"),
    };
    Some(Diagnosis::new(Mistake::Branch, sentence, Some(corrected)))
}

/// The claim with a choice replaced by one of its branches, if that is right; the condition, whether it holds where the claim is
/// wrong, and what is claimed there.
pub(super) fn one_branch(case: &mut Case<'_>) -> Option<(String, String, bool, String)> {
    let tree = case.tree();
    for place in choices(&tree) {
        let children = tree.children(place);
        for (kept, dropped, holds) in [(2, 1, true), (1, 2, false)] {
            let branch = edit::subtree(&tree, children[kept]);
            if let Some(corrected) = case.corrected(&edit::replaced(&tree, &[place], &branch)) {
                let condition = edit::subtree(&tree, children[0]).to_string();
                let other = edit::subtree(&tree, children[dropped]).to_string();
                return Some((corrected, condition, holds, other));
            }
        }
    }
    None
}

/// The branches of a choice are the wrong way round.
pub(super) fn exchanged(case: &mut Case<'_>) -> Option<Diagnosis> {
    let tree = case.tree();
    choices(&tree).into_iter().find_map(|place| {
        let [condition, a, b] = tree.children(place)[..] else {
            return None;
        };
        let [condition, a, b] = [condition, a, b].map(|child| edit::subtree(&tree, child));
        let turned = edit::over(Kind::If, &[&condition, &b, &a]);
        let corrected = case.corrected(&edit::replaced(&tree, &[place], &turned))?;
        let sentence = format!("the branches for {condition} and otherwise are exchanged");
        Some(Diagnosis::new(Mistake::Branch, sentence, Some(corrected)))
    })
}

fn choices(tree: &Tree) -> Vec<usize> {
    let all = (0..tree.nodes().len()).rev();
    all.filter(|&index| tree.nodes()[index].kind == Kind::If)
        .take(MOST)
        .collect()
}

/// A branch is a piece of the formula itself and should be its derivative.
pub(super) fn not_differentiated(case: &mut Case<'_>) -> Option<Diagnosis> {
    other_slope(case, |part, slope, _| is_own(part, &slope.values, 0)).map(|found| {
        let Found { place, own, .. } = &found;
        let sentence = format!("{place}it is the function itself, `{own}`, not its derivative");
        found.diagnosis(sentence)
    })
}

/// A branch is the derivative of another piece.
pub(super) fn of_another_piece(case: &mut Case<'_>) -> Option<Diagnosis> {
    let is_slope = |part: &Part, _: &Slope, all: &[Slope]| {
        all.iter().any(|other| is_own(part, &other.values, 1))
    };
    other_slope(case, is_slope).map(|found| {
        let Found {
            place,
            own,
            of,
            slope,
            ..
        } = &found;
        let sentence = format!(
            "{place}`{own}` is the derivative of another piece; that of `{of}` is `{slope}`"
        );
        found.diagnosis(sentence)
    })
}

/// A branch should be the derivative of a piece and is something else.
pub(super) fn wrong(case: &mut Case<'_>) -> Option<Diagnosis> {
    other_slope(case, |_, _, _| true).map(|found| {
        let Found {
            place,
            own,
            of,
            slope,
            ..
        } = &found;
        let sentence = format!("{place}`{own}` should be `{slope}`, the derivative of `{of}`");
        found.diagnosis(sentence)
    })
}

/// A branch and the derivative that belongs there.
struct Found {
    place: String,
    own: String,
    of: String,
    slope: String,
    corrected: String,
}

impl Found {
    fn diagnosis(&self, sentence: String) -> Diagnosis {
        Diagnosis::new(Mistake::Branch, sentence, Some(self.corrected.clone()))
    }
}

/// A branch in whose place the derivative of a piece of the formula belongs, but not that of the whole: of those that are as asked.
fn other_slope(
    case: &mut Case<'_>,
    is_asked: impl Fn(&Part, &Slope, &[Slope]) -> bool,
) -> Option<Found> {
    let (tree, slopes, parts) = (case.tree(), case.slopes(), case.parts());
    let pieces: Vec<&Slope> = slopes
        .iter()
        .filter(|slope| !is_whole(case, slope))
        .collect();
    for part in parts.iter().filter(|part| part.stands == Stands::Branch) {
        for slope in &pieces {
            let belongs = part.wanted.iter().all(|at| {
                let value = slope.values[at.sample][1].as_ref();
                value.is_some_and(|value| near(value, &at.wanted))
            });
            if !belongs || !is_asked(part, slope, &slopes) {
                continue;
            }
            let Some(written) = case.presented(slope.derivative) else {
                continue;
            };
            let repaired = edit::replaced(&tree, &[part.index], &written);
            if let Some(corrected) = case.corrected(&repaired) {
                return Some(Found {
                    place: place(&tree, part.index),
                    own: edit::subtree(&tree, part.index).to_string(),
                    of: case.plain(slope.of),
                    slope: written.to_string(),
                    corrected,
                });
            }
        }
    }
    None
}

/// Whether a derivative is that of the whole formula.
fn is_whole(case: &Case<'_>, slope: &Slope) -> bool {
    let mut values = case.samples.iter().zip(&slope.values);
    values.all(|(sample, values)| {
        values[1]
            .as_ref()
            .is_some_and(|value| near(value, &sample.actual))
    })
}

/// Whether a part is what some values are, at all points that depend on it.
fn is_own(
    part: &Part,
    values: &[[Option<gradus_symbolic::precise::Precise>; 2]],
    which: usize,
) -> bool {
    part.wanted.iter().all(|at| {
        values[at.sample][which]
            .as_ref()
            .is_some_and(|value| near(value, &at.own))
    })
}

/// `for x >= 0 ` of a branch whose condition stands beside it.
fn place(tree: &Tree, branch: usize) -> String {
    let Some(parent) = edit::parents(tree)[branch] else {
        return String::new();
    };
    let children = tree.children(parent);
    let place = children.iter().position(|&child| child == branch);
    let condition = match (&tree.nodes()[parent].kind, place) {
        (Kind::If, Some(1)) => children[0],
        (Kind::If, Some(2)) => {
            return format!("where {} does not hold, ", edit::subtree(tree, children[0]));
        }
        (Kind::Piecewise(_), Some(place)) if place + 1 < children.len() => children[place + 1],
        _ => return String::new(),
    };
    format!("for {} ", edit::subtree(tree, condition))
}
