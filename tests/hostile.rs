//! Properties of formulas: of texts that once went wrong, of the catalogue, and of random expressions.

#[allow(dead_code, reason = "the rules and the fuzz targets use the rest")]
mod checks;

use gradus::Formula;

/// Texts that once went wrong, by what was wrong with them.
const ONCE_WRONG: &[(&str, &str)] = &[
    ("exponential lost beside a root that was joined", "sqrt(2)*(exp(x)*sqrt(2))"),
    ("exponential lost in a derivative", "sin(x)/sqrt(2*exp(2*x) + 2*exp(-4*x))"),
    ("root of zero", "x + sqrt(0)"),
    ("root of zero as a default", "polu(x; a = 0^.5) = if(x >= 0, x, (1 - x)^-a - 1)"),
];

#[test]
fn what_once_went_wrong_holds() {
    for (what, text) in ONCE_WRONG {
        println!("{what}: {text}");
        everything(text);
    }
}

fn everything(text: &str) {
    checks::parse(text);
    checks::round_trip(text);
    checks::derive(text);
    checks::engines(text);
}

#[test]
fn the_catalogue_holds() {
    for record in gradus_catalog::all() {
        let formula: Formula = record.definition.parse().unwrap_or_else(|error| panic!("{error}"));
        checks::engines_agree(&formula);
        checks::derive(record.definition);
    }
}
