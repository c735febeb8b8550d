//! Claims that are right for the defaults of the parameters only.

use gradus_symbolic::Symbol;
use gradus_symbolic::evaluate::Value;
use gradus_symbolic::precise::{Precise, Precision};

use super::case::{Case, near};
use super::{Diagnosis, Mistake};

/// Right at the defaults, wrong for other values.
pub(super) fn at_default(case: &mut Case<'_>) -> Option<Diagnosis> {
    let at_defaults = case.samples.iter().filter(|sample| sample.at_defaults);
    let (right, wrong): (Vec<_>, Vec<_>) = at_defaults.partition(|sample| !sample.differs());
    if !wrong.is_empty() || right.len() < 3 {
        return None;
    }
    let symbols: Vec<Symbol> = case
        .parameters()
        .iter()
        .copied()
        .filter(|&symbol| matters(case, symbol))
        .collect();
    let definition = case.formula().header();
    let given = |symbol: &Symbol| {
        let name = case.name_of(*symbol);
        let parameter = definition
            .parameters
            .iter()
            .find(|parameter| *parameter.name == *name)?;
        Some(format!("{name} = {}", parameter.default))
    };
    let given: Vec<String> = symbols.iter().filter_map(given).collect();
    let which = match given.is_empty() {
        true => "the defaults of the parameters".to_owned(),
        false => given.join(" and "),
    };
    let sentence = format!("right for {which} only");
    let corrected = case.truth_text();
    Some(Diagnosis::new(
        Mistake::ParameterDefault,
        sentence,
        corrected,
    ))
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
