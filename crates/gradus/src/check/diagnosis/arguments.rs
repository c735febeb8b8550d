//! Wrong arguments of functions within the claim.

use gradus_syntax::{Kind, Tree};

use super::case::Case;
use super::{Diagnosis, Mistake, edit};

/// The most arguments that are changed.
const MOST: usize = 14;

/// An argument lacks a sign, a parameter or a factor 2, everywhere it occurs or in one place.
pub(super) fn wrong(case: &mut Case<'_>) -> Option<Diagnosis> {
    let tree = case.tree();
    let mut groups: Vec<(Tree, Vec<usize>)> = Vec::new();
    for index in arguments(&tree) {
        let own = edit::subtree(&tree, index);
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, places)) => places.push(index),
            None => groups.push((own, vec![index])),
        }
    }
    let mut all: Vec<(Tree, Vec<usize>)> = Vec::new();
    for (own, places) in groups {
        if places.len() > 1 {
            all.extend(places.iter().map(|&place| (own.clone(), vec![place])));
        }
        all.insert(0, (own, places));
    }
    all.truncate(MOST);
    all.into_iter().find_map(|(own, places)| {
        changed(case, &own).into_iter().find_map(|other| {
            let corrected = case.corrected(&edit::replaced(&tree, &places, &other))?;
            let sentence = format!("the argument `{own}` should be `{other}`");
            Some(Diagnosis::new(Mistake::Argument, sentence, Some(corrected)))
        })
    })
}

/// The arguments of functions and the exponents of powers that are no numbers.
fn arguments(tree: &Tree) -> Vec<usize> {
    let mut found = Vec::new();
    for index in 0..tree.nodes().len() {
        let children = tree.children(index);
        match tree.nodes()[index].kind {
            Kind::Call(..) => found.extend(children),
            Kind::Power => found.push(children[1]),
            _ => {}
        }
    }
    let conditions: Vec<usize> = (0..tree.nodes().len())
        .filter(|&index| matches!(tree.nodes()[index].kind, Kind::Compare(_)))
        .collect();
    let decides = |index: usize| {
        conditions
            .iter()
            .any(|&condition| edit::range(tree, condition).contains(&index))
    };
    found.retain(|&index| !matches!(tree.nodes()[index].kind, Kind::Number(_)) && !decides(index));
    found
}

/// What an argument may have been meant to be.
fn changed(case: &Case<'_>, own: &Tree) -> Vec<Tree> {
    let two = edit::integer(2);
    let mut found = vec![
        edit::negated(own),
        edit::product(&two, own),
        edit::over(Kind::Divide, &[own, &two]),
    ];
    for &symbol in case.parameters() {
        let name = edit::leaf(Kind::Name(case.name_of(symbol).into()));
        found.push(edit::product(&name, own));
        found.push(edit::over(Kind::Divide, &[own, &name]));
    }
    if own.nodes()[own.root()].kind == Kind::Multiply {
        found.extend(
            own.children(own.root())
                .into_iter()
                .map(|child| edit::subtree(own, child)),
        );
    }
    found
}
