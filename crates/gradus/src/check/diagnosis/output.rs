//! The output of the formula where its input belongs, and the other way round.

use std::sync::Arc;

use gradus_catalog::Builtins;
use gradus_symbolic::Symbol;
use gradus_syntax::{Call, Kind, Names, Tree};

use super::case::Case;
use super::{Diagnosis, Mistake, edit};

/// Right of `y = f(x)` for `x`, or the derivative at the place of the output.
pub(super) fn for_input(case: &mut Case<'_>) -> Option<Diagnosis> {
    case.by?;
    let inputs = case.comparison.inputs.clone();
    inputs.into_iter().find_map(|input| for_this(case, input))
}

fn for_this(case: &mut Case<'_>, input: Symbol) -> Option<Diagnosis> {
    let (name, body, claim, truth) = (case.name_of(input), case.body(), case.claim, case.truth());
    let of_output = case.graph().substitute(claim, input, body);
    if case.is_true(of_output) {
        let tree = case.tree();
        let (call, shown) = called(case)?;
        let is_input = |kind: &Kind| matches!(kind, Kind::Name(found) if **found == *name);
        let places: Vec<usize> = (0..tree.nodes().len())
            .filter(|&index| is_input(&tree.nodes()[index].kind))
            .collect();
        let corrected = case.corrected(&edit::replaced(&tree, &places, &call))?;
        let sentence = format!(
            "right of the output y = f({name}), not of the input: write {shown} for {name}"
        );
        return Some(Diagnosis::new(Mistake::Output, sentence, Some(corrected)));
    }
    let at_output = case.graph().substitute(truth, input, body);
    if !case.is_claimed(at_output) {
        return None;
    }
    let sentence = format!("the derivative is taken at the output f({name}), not at {name}");
    let corrected = case.truth_text();
    Some(Diagnosis::new(Mistake::Output, sentence, corrected))
}

/// The formula called by its name, or written out.
fn called(case: &Case<'_>) -> Option<(Tree, String)> {
    let definition = case.formula().definition().ok()?;
    let name = definition.name.clone();
    let name = name.filter(|name| {
        Builtins
            .definition(name)
            .is_some_and(|known| known == definition)
    });
    let tree = match name {
        None => definition.body.clone(),
        Some(name) => {
            let parameters = definition
                .parameters
                .iter()
                .map(|parameter| parameter.name.clone());
            let parameters: Box<[Arc<str>]> = parameters.collect();
            let inputs = definition.inputs.iter().map(|input| input.name.clone());
            let children = inputs.chain(parameters.iter().cloned());
            let children: Vec<Tree> = children.map(|name| edit::leaf(Kind::Name(name))).collect();
            let call = Call {
                name,
                definition: definition.clone(),
                parameters,
            };
            edit::over(
                Kind::CallDefinition(Arc::new(call)),
                &children.iter().collect::<Vec<_>>(),
            )
        }
    };
    let shown = tree.to_string();
    Some((tree, shown))
}
