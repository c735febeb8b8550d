//! Claims that are right for the defaults of the parameters only.

use gradus_symbolic::Symbol;
use gradus_symbolic::evaluate::Value;
use gradus_symbolic::precise::{Precise, Precision};

use super::case::{Case, near};
use super::{Diagnosis, Mistake};

/// Right at the defaults, wrong for other values, and nothing simple is missing.
pub(super) fn at_default(case: &mut Case<'_>) -> Option<Diagnosis> {
    let sentence = format!("right for {} only", right_for(case)?);
    let corrected = case.truth_text();
    Some(Diagnosis::new(
        Mistake::ParameterDefault,
        sentence,
        corrected,
    ))
}

/// `beta = 1`, if the claim is right where the parameters have their defaults, and wrong elsewhere.
pub(super) fn right_for(case: &Case<'_>) -> Option<String> {
    let mut right = 0;
    for sample in case.samples.iter().filter(|sample| sample.at_defaults) {
        if sample.differs() {
            return None;
        }
        right += 1;
    }
    if right < 3 || case.differing() == 0 {
        return None;
    }
    let header = case.formula().header();
    let symbols = case
        .parameters()
        .iter()
        .filter(|&&symbol| matters(case, symbol));
    let given: Vec<String> = symbols
        .filter_map(|&symbol| {
            let name = case.name_of(symbol);
            let parameter = header
                .parameters
                .iter()
                .find(|given| *given.name == *name)?;
            Some(format!("{name} = {}", parameter.default))
        })
        .collect();
    Some(match given.is_empty() {
        true => "the defaults of the parameters".to_owned(),
        false => given.join(" and "),
    })
}

/// Whether the claim is wrong when that parameter alone has another value.
fn matters(case: &Case<'_>, symbol: Symbol) -> bool {
    let precision = Precision::bits(192);
    case.samples
        .iter()
        .filter(|sample| sample.at_defaults)
        .any(|sample| {
            let mut point = sample.point.clone();
            if let Some(Value::Number(value)) = sample.point.get(&symbol) {
                let moved = value
                    .mul(&Precise::from(1.375), precision)
                    .add(&Precise::from(0.0625), precision);
                point.insert(symbol, Value::Number(moved));
            }
            match &case.values(&[case.claim, case.truth()], &point)[..] {
                [Some(claimed), Some(actual)] => !near(claimed, actual),
                _ => false,
            }
        })
}
