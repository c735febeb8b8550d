//! Choices by conditions: one too many, the wrong way round, or a branch that was not differentiated.

use gradus_syntax::{Kind, Tree};

use super::case::{Case, near};
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

/// A branch is a piece of the formula and should be its derivative, or is the derivative of another piece.
pub(super) fn not_differentiated(case: &mut Case<'_>) -> Option<Diagnosis> {
    let (tree, slopes, parts) = (case.tree(), case.slopes(), case.parts());
    for part in parts.iter().filter(|part| part.stands == Stands::Branch) {
        for slope in slopes.iter() {
            let is_slope = part.wanted.iter().all(|at| {
                slope.values[at.sample][1]
                    .as_ref()
                    .is_some_and(|value| near(value, &at.wanted))
            });
            if !is_slope {
                continue;
            }
            let Some(written) = case.presented(slope.slope) else {
                continue;
            };
            let own = edit::subtree(&tree, part.index);
            let Some(corrected) = case.corrected(&edit::replaced(&tree, &[part.index], &written))
            else {
                continue;
            };
            let is_value = is_own(part, &slope.values, 0);
            let is_other = slopes.iter().any(|other| is_own(part, &other.values, 1));
            let of = case.plain(slope.of);
            let where_it_is = where_it_is(&tree, part.index);
            let sentence = if is_value {
                format!("{where_it_is}it is the function itself, `{own}`, not its derivative")
            } else if is_other {
                format!(
                    "{where_it_is}`{own}` is the derivative of another part; that of `{of}` is `{written}`"
                )
            } else {
                format!("{where_it_is}`{own}` should be `{written}`, the derivative of `{of}`")
            };
            return Some(Diagnosis::new(Mistake::Branch, sentence, Some(corrected)));
        }
    }
    None
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
fn where_it_is(tree: &Tree, branch: usize) -> String {
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
