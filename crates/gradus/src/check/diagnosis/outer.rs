//! A function or its derivative that is missing as a factor: `1 - sigmoid(x)` without `sigmoid(x)`, `x*sigmoid(x)` without `1 - tanh(softplus(x))^2`.

use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Node, Role};

use super::case::{Case, WORKING, near};
use super::factors::place;
use super::hole::{Instance, Part, Stands};
use super::{Diagnosis, Mistake, edit};

/// A part of the claim is to be multiplied by a function within the formula, or by the derivative of one.
pub(super) fn missing(case: &mut Case<'_>) -> Option<Diagnosis> {
    let candidates = candidates(case);
    let samples: Vec<_> = case
        .samples
        .iter()
        .map(|sample| sample.point.clone())
        .collect();
    let values: Vec<Vec<Option<Precise>>> = samples
        .iter()
        .map(|point| case.values(&candidates, point))
        .collect();
    let parts = case.parts();
    let parts = parts.iter().filter(|part| part.stands != Stands::Factor);
    for part in parts {
        for (position, &factor) in candidates.iter().enumerate() {
            let fits = |at: &Instance| {
                let value = values[at.sample][position].as_ref();
                value.is_some_and(|value| {
                    near(&at.wanted, &at.own.mul(value, Precision::bits(WORKING)))
                })
            };
            if part.wanted.iter().all(fits)
                && let Some(found) = completed(case, part, factor)
            {
                return Some(found);
            }
        }
    }
    None
}

/// The functions within the formula and the formula itself, then the derivatives of the functions.
fn candidates(case: &mut Case<'_>) -> Vec<Id> {
    let body = case.body();
    let slopes = case.slopes();
    let graph = case.graph();
    let mut found = vec![body];
    let mut derivatives = Vec::new();
    for slope in slopes.iter() {
        let Node::Apply(func, args) = graph.node(slope.of).clone() else {
            continue;
        };
        let [argument] = args[..] else { continue };
        found.push(slope.of);
        let symbol = graph.new_symbol("t", Role::Scalar);
        let t = graph.symbol(symbol);
        let plain = graph.apply(func, &[t]);
        let derivative = differentiate(graph, plain, symbol);
        derivatives.push(graph.substitute(derivative, symbol, argument));
    }
    found.extend(derivatives);
    found.retain(|id| !matches!(graph.node(*id), Node::Symbol(_) | Node::Rational(_)));
    let mut seen = Vec::new();
    found.retain(|id| {
        let is_new = !seen.contains(id);
        seen.push(*id);
        is_new
    });
    found
}

fn completed(case: &mut Case<'_>, part: &Part, factor: Id) -> Option<Diagnosis> {
    let tree = case.tree();
    let factor = case.presented(factor)?;
    let own = edit::subtree(&tree, part.index);
    let repaired = edit::product(&own, &factor);
    let corrected = case.corrected(&edit::replaced(&tree, &[part.index], &repaired))?;
    let sentence = format!("the factor `{factor}` is missing{}", place(part, &own));
    Some(Diagnosis::new(
        Mistake::ChainFactor,
        sentence,
        Some(corrected),
    ))
}
