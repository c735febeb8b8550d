//! Signs.

use gradus_syntax::{Kind, Tree};

use super::case::{Case, near};
use super::edit;
use super::hole::Stands;
use super::{Diagnosis, Mistake};

/// The sign of the whole, of a branch or of a term is wrong.
pub(super) fn of_a_part(case: &mut Case<'_>) -> Option<Diagnosis> {
    let tree = case.tree();
    let parts = case.parts();
    let mut turned = parts.iter().filter(|part| {
        part.stands != Stands::Factor
            && part.wanted.iter().all(|at| near(&at.own.neg(), &at.wanted))
    });
    turned.find_map(|part| {
        let corrected = case.corrected(&flipped(&tree, part.index))?;
        let sentence = match part.stands {
            Stands::Whole => "the sign is wrong".to_owned(),
            _ => format!(
                "the sign of `{}` is wrong",
                edit::subtree(&tree, part.index)
            ),
        };
        Some(Diagnosis::new(Mistake::Sign, sentence, Some(corrected)))
    })
}

/// The sign of a term within a function, a power or a divisor is wrong.
pub(super) fn within(case: &mut Case<'_>) -> Option<Diagnosis> {
    const MOST: usize = 24;
    let tree = case.tree();
    let is_sum = |index: &usize| matches!(tree.nodes()[*index].kind, Kind::Add | Kind::Subtract);
    let terms = (0..tree.nodes().len()).filter(is_sum).take(MOST);
    let terms: Vec<usize> = terms
        .flat_map(|sum| tree.children(sum).into_iter().rev())
        .collect();
    terms.into_iter().find_map(|term| {
        let corrected = case.corrected(&flipped(&tree, term))?;
        let sentence = format!("the sign of `{}` is wrong", edit::subtree(&tree, term));
        Some(Diagnosis::new(Mistake::Sign, sentence, Some(corrected)))
    })
}

/// The tree with the sign of a part changed, by the operator before it where there is one.
fn flipped(tree: &Tree, index: usize) -> Tree {
    let own = edit::subtree(tree, index);
    let Some(parent) = edit::parents(tree)[index] else {
        return edit::negated(tree);
    };
    let children = tree.children(parent);
    let other = match tree.nodes()[parent].kind {
        Kind::Add if children[1] == index => Kind::Subtract,
        Kind::Subtract if children[1] == index => Kind::Add,
        Kind::Negate => return edit::replaced(tree, &[parent], &own),
        _ => return edit::replaced(tree, &[index], &edit::negated(&own)),
    };
    let left = edit::subtree(tree, children[0]);
    edit::replaced(tree, &[parent], &edit::over(other, &[&left, &own]))
}
