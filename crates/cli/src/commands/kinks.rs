//! Kinks and jumps in words and as JSON.

use gradus::{Break, BreakKind, Formula};
use serde_json::{Value, json};

use crate::numbers::{json, plain};

/// What the kind is called.
pub fn name(kind: BreakKind) -> &'static str {
    match kind {
        BreakKind::Kink => "kink",
        BreakKind::Jump => "jump",
    }
}

/// A kink or jump for programs.
pub fn object(found: &Break) -> Value {
    json!({
        "x": json(found.at),
        "kind": name(found.kind),
        "left": json(found.slopes.0),
        "right": json(found.slopes.1),
        "value_left": json(found.values.0),
        "value_right": json(found.values.1),
    })
}

/// What the derivative returns at each of these points of a formula with one input.
pub fn returned(derivative: &Formula, breaks: &[Break]) -> Vec<f64> {
    if breaks.is_empty() {
        return Vec::new();
    }
    let kernel = derivative.compile::<f64>();
    breaks.iter().map(|found| kernel.call(found.at)).collect()
}

/// The most kinks and jumps that are described one by one.
const MOST: usize = 8;

/// Kinks and jumps in words, with what the derivative returns there if that is given; where there are many, those nearest zero and
/// how many others there are.
pub fn sentences(breaks: &[Break], input: &str, returned: Option<&[f64]>) -> Vec<String> {
    let mut nearest: Vec<usize> = (0..breaks.len()).collect();
    let described = if breaks.len() > MOST { 3 } else { MOST };
    nearest.sort_by(|&a, &b| breaks[a].at.abs().total_cmp(&breaks[b].at.abs()));
    let (near, far) = nearest.split_at(described.min(nearest.len()));
    let (mut near, mut far) = (near.to_vec(), far.to_vec());
    near.sort_unstable();
    far.sort_unstable();
    let describe = |&index: &usize| match returned {
        Some(returned) => sentence_with(&breaks[index], input, returned[index]),
        None => sentence(&breaks[index], input),
    };
    let mut sentences: Vec<String> = near.iter().map(describe).collect();
    if let (Some(&first), Some(&last)) = (far.first(), far.last()) {
        let (first, last) = (plain(breaks[first].at), plain(breaks[last].at));
        let count = far.len();
        sentences.push(format!(
            "and {count} more kinks and jumps, from {input} = {first} to {last}"
        ));
    }
    sentences
}

/// A kink or jump in words, and what the derivative returns there.
pub fn sentence_with(found: &Break, input: &str, returned: f64) -> String {
    format!(
        "{}; {} is returned there",
        sentence(found, input),
        plain(returned)
    )
}

/// A kink or jump in words: `kink at x = 0: derivative 0 on the left, 1 on the right`.
pub fn sentence(found: &Break, input: &str) -> String {
    let at = plain(found.at);
    let (left, right) = found.slopes;
    let slopes = format!(
        "derivative {} on the left, {} on the right",
        plain(left),
        plain(right)
    );
    match found.kind {
        BreakKind::Kink => format!("kink at {input} = {at}: {slopes}"),
        BreakKind::Jump => {
            let (below, above) = found.values;
            format!(
                "jump at {input} = {at}: value {} on the left, {} on the right; {slopes}",
                plain(below),
                plain(above)
            )
        }
    }
}
