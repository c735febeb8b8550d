//! Verdicts for programs.

use gradus::{Formula, Verdict, Witness};
use serde_json::{Map, Value, json};

use super::print::word;
use crate::commands::kinks;
use crate::numbers::json;

/// A verdict as an object.
pub fn object(formula: &Formula, verdict: &Verdict) -> Value {
    let kinks: Vec<Value> = verdict
        .kinks()
        .iter()
        .map(|kink| {
            json!({
                "x": json(kink.kink.at),
                "kind": kinks::name(kink.kink.kind),
                "left": json(kink.kink.slopes.0),
                "right": json(kink.kink.slopes.1),
                "claimed": json(kink.claimed),
            })
        })
        .collect();
    json!({
        "verdict": word(verdict.outcome()),
        "reason": verdict.reason(),
        "witness": verdict.witness().map(|witness| witness_object(formula, witness)),
        "kinks": kinks,
    })
}

/// A single input is called `x`, several by their names. Where names are used twice, inputs and parameters have objects of
/// their own, with their own names.
fn witness_object(formula: &Formula, witness: &Witness) -> Value {
    let single = formula.inputs().len() == 1;
    let inputs = witness.inputs.iter().map(|(name, value)| {
        let name = if single { "x" } else { name };
        (name.to_owned(), json(*value))
    });
    let parameters = map(&witness.parameters);
    let mut object: Map<String, Value> = inputs.collect();
    let is_taken = |name: &str| RESULTS.contains(&name);
    if parameters
        .keys()
        .any(|name| is_taken(name) || object.contains_key(name))
        || object.keys().any(|name| is_taken(name))
    {
        object = Map::new();
        object.insert("inputs".to_owned(), map(&witness.inputs).into());
        object.insert("parameters".to_owned(), parameters.into());
    } else {
        object.extend(parameters);
    }
    object.insert("claimed".to_owned(), json(witness.claimed));
    object.insert("true".to_owned(), json(witness.actual));
    if let Some((claimed, actual)) = &witness.digits {
        object.insert("claimed_digits".to_owned(), claimed.as_str().into());
        object.insert("true_digits".to_owned(), actual.as_str().into());
    }
    Value::Object(object)
}

/// What is said of a witness besides inputs and parameters.
const RESULTS: [&str; 4] = ["claimed", "true", "claimed_digits", "true_digits"];

fn map(named: &[(String, f64)]) -> Map<String, Value> {
    let entries = named
        .iter()
        .map(|(name, value)| (name.clone(), json(*value)));
    entries.collect()
}
