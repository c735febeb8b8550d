//! Claims that are something else: the formula itself, another derivative, the derivative of another activation.

use std::sync::OnceLock;

use gradus_catalog::names as entries;
use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::evaluate::{Value, evaluate};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Role, Symbol};

use super::case::Case;
use super::{Diagnosis, Mistake};
use crate::Formula;

/// The formula itself.
pub(super) fn the_value(case: &mut Case<'_>) -> Option<Diagnosis> {
    case.by?;
    if is_simple(case) || !case.is_claimed(case.body()) {
        return None;
    }
    let sentence = "this is the function itself, not its derivative".to_owned();
    let corrected = case.truth_text();
    Some(Diagnosis::new(Mistake::Value, sentence, corrected))
}

/// The derivative by another input or parameter.
pub(super) fn by_another_name(case: &mut Case<'_>) -> Option<Diagnosis> {
    let by = case.by?;
    if is_simple(case) {
        return None;
    }
    let mut symbols: Vec<Symbol> = case.comparison.inputs.clone();
    symbols.extend(case.parameters());
    let body = case.body();
    symbols
        .into_iter()
        .filter(|&other| other != by)
        .find_map(|other| {
            let slope = differentiate(case.graph(), body, other);
            if !case.is_claimed(slope) {
                return None;
            }
            let (other, by) = (case.name_of(other), case.name_of(by));
            let sentence = format!("this is the derivative by {other}, not by {by}");
            let corrected = case.truth_text();
            Some(Diagnosis::new(
                Mistake::OtherDerivative,
                sentence,
                corrected,
            ))
        })
}

/// The second derivative.
pub(super) fn second(case: &mut Case<'_>) -> Option<Diagnosis> {
    let by = case.by?;
    let truth = case.truth();
    let second = differentiate(case.graph(), truth, by);
    if is_simple(case) || !case.is_claimed(second) {
        return None;
    }
    let sentence = "this is the second derivative".to_owned();
    let corrected = case.truth_text();
    Some(Diagnosis::new(
        Mistake::OtherDerivative,
        sentence,
        corrected,
    ))
}

/// Whether the claim is a constant at the points, which many things are by chance.
fn is_simple(case: &Case<'_>) -> bool {
    let mut values = case.samples.iter().map(|sample| &sample.claimed);
    let first = values.next();
    values.all(|value| Some(value) == first)
}

/// The derivative of another entry of the catalogue, its parameters at their defaults.
pub(super) fn activation(case: &mut Case<'_>) -> Option<Diagnosis> {
    case.by?;
    let [input] = case.comparison.inputs[..] else {
        return None;
    };
    if is_simple(case) {
        return None;
    }
    let mut point = case.comparison.fixed.clone();
    point.insert(input, Value::Number(Precise::from(PROBES[0])));
    let first = case.values(&[case.claim], &point).swap_remove(0)?.to_f64();
    point.insert(input, Value::Number(Precise::from(PROBES[1])));
    let second = case.values(&[case.claim], &point).swap_remove(0)?.to_f64();
    let is_like = |values: &[f64; 2]| {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-14 * a.abs().max(b.abs());
        close(values[0], first) && close(values[1], second)
    };
    let alike = slopes().iter().filter(|(_, values)| is_like(values));
    alike.into_iter().find_map(|(name, _)| {
        if !is_slope_of(case, name, input) {
            return None;
        }
        let sentence = format!("this is the derivative of {name}");
        let corrected = case.truth_text();
        Some(Diagnosis::new(
            Mistake::OtherActivation,
            sentence,
            corrected,
        ))
    })
}

/// Where derivatives of entries are known.
const PROBES: [f64; 2] = [0.703_125, -1.609_375];

/// The derivatives of the entries of one input at two places, in the order of the catalogue.
fn slopes() -> &'static [(&'static str, [f64; 2])] {
    static KNOWN: OnceLock<Vec<(&'static str, [f64; 2])>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        entries()
            .filter_map(|name| Some((name, probed(name)?)))
            .collect()
    })
}

fn probed(name: &str) -> Option<[f64; 2]> {
    let formula = Formula::builtin(name).ok()?;
    let [input] = formula.function().inputs[..] else {
        return None;
    };
    if formula.is_vector() {
        return None;
    }
    let mut graph = formula.graph().clone();
    let slope = differentiate(&mut graph, formula.function().body, input);
    let mut point = formula.point();
    let values = PROBES.map(|x| {
        point.insert(input, Value::Number(Precise::from(x)));
        let value = evaluate(&graph, &[slope], &point, Precision::bits(192)).swap_remove(0);
        value.number().map_or(f64::NAN, Precise::to_f64)
    });
    Some(values)
}

/// Whether the claim is the derivative of an entry at all points.
fn is_slope_of(case: &mut Case<'_>, name: &str, input: Symbol) -> bool {
    let Ok(formula) = Formula::builtin(name) else {
        return false;
    };
    let theirs = formula.function();
    let graph = case.graph();
    let mut symbols = vec![(theirs.inputs[0], input)];
    let mut defaults = Vec::new();
    for (&parameter, &default) in theirs.parameters.iter().zip(&theirs.defaults) {
        let symbol = graph.new_symbol("other", Role::Parameter);
        symbols.push((parameter, symbol));
        let [default] = graph.copied(formula.graph(), [default], &[]);
        defaults.push((symbol, default));
    }
    let [body] = graph.copied(formula.graph(), [theirs.body], &symbols);
    let mut slope = differentiate(graph, body, input);
    for (symbol, default) in defaults {
        slope = graph.substitute(slope, symbol, default);
    }
    case.is_claimed(slope)
}
