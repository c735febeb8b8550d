//! Claims that are right but at kinks and other single points.

use super::case::Case;
use super::choices::one_branch;
use super::{Diagnosis, Mistake};

/// Right everywhere but at a boundary.
pub(super) fn only_there(case: &mut Case<'_>) -> Option<Diagnosis> {
    let witness = case.witness.clone()?;
    let [(name, x)] = &witness.inputs[..] else {
        return None;
    };
    if !case.turns.contains(x) {
        return None;
    }
    let claimed = witness.claimed;
    let right = match case.slopes_at(*x) {
        Some((left, right)) if left != right => format!(
            "the derivative is {left} on the left and {right} on the right, so it should be {}",
            conventions(left, right)
        ),
        _ => format!("it should be {}", witness.actual),
    };
    let sentence = format!("right except at {name} = {x}, where it is {claimed}: {right}");
    let corrected = one_branch(case)
        .map(|(corrected, ..)| corrected)
        .or_else(|| case.truth_text());
    Some(Diagnosis::new(Mistake::Kink, sentence, corrected))
}

/// `0 (least, left), 1 (right) or 0.5 (mid)`
fn conventions(left: f64, right: f64) -> String {
    let (low, high) = (left.min(right), left.max(right));
    let least = 0f64.clamp(low, high);
    let mut named: Vec<(f64, Vec<&str>)> = Vec::new();
    for (name, value) in [
        ("least", least),
        ("left", left),
        ("right", right),
        ("mid", f64::midpoint(left, right)),
    ] {
        match named.iter_mut().find(|(known, _)| *known == value) {
            Some((_, names)) => names.push(name),
            None => named.push((value, vec![name])),
        }
    }
    let parts: Vec<String> = named
        .iter()
        .map(|(value, names)| format!("{value} ({})", names.join(", ")))
        .collect();
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}
