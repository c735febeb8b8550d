//! Properties of formulas: of texts that once went wrong, of the catalogue, and of random expressions.

mod expressions;

use std::path::Path;

use crate::checks;
use expressions::expression;
use gradus::Formula;
use gradus_syntax::Func;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Lists of operations, as bytes, that machine code once computed otherwise.
const LISTS_ONCE_WRONG: &[(&str, &[u8])] = &[(
    "what exp_sum misses, among the subnormals",
    include_bytes!("data/lists/exp_rest.bin"),
)];

#[test]
fn lists_that_were_wrong_are_right() {
    for (what, bytes) in LISTS_ONCE_WRONG {
        println!("{what}");
        checks::machine(bytes);
    }
}

/// Texts that once went wrong, by what was wrong with them.
const ONCE_WRONG: &[(&str, &str)] = &[
    ("parenthesis that closes nothing", "elliot(()t)+0.5"),
    (
        "power of a root of high order",
        "1/(1 + abs(2*x/3) + (2*x/3)^2.141645*(2*x/3)^4)",
    ),
    ("root of a higher order yet", "x + x^1e-9"),
    ("number that swallows every step", "x + 1e905 + .9"),
    (
        "exponential lost beside a root that was joined",
        "sqrt(2)*(exp(x)*sqrt(2))",
    ),
    (
        "exponential lost in a derivative",
        "sin(x)/sqrt(2*exp(2*x) + 2*exp(-4*x))",
    ),
    ("root of zero", "x + sqrt(0)"),
    (
        "root of zero as a default",
        "polu(x; a = 0^.5) = if(x >= 0, x, (1 - x)^-a - 1)",
    ),
    (
        "condition of constants that is not known",
        "if(x >= 0, ln(cosh(x) + x*cosh(x/0)), x)",
    ),
    ("division by a quotient by zero", "x/(x/0) + 1"),
    ("condition of constants", "if(sin(1) > cos(1), x, -x)"),
    (
        "zeros that are hard to tell from small numbers",
        "softplus(x) - ln(1 + exp(x))",
    ),
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
        let formula: Formula = record
            .definition
            .parse()
            .unwrap_or_else(|error| panic!("{error}"));
        checks::engines_agree(&formula);
        checks::derive(record.definition);
    }
}

/// The fuzz targets start from the catalogue and know the words of the language.
///
/// With `GRADUS_WRITE_SEEDS` set, their files are written anew.
#[test]
fn fuzzing_begins_with_the_catalogue() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let write = std::env::var_os("GRADUS_WRITE_SEEDS").is_some();
    let mut files: Vec<(String, String)> = gradus_catalog::all()
        .map(|record| {
            (
                format!("seeds/{}", record.name),
                record.definition.to_owned(),
            )
        })
        .collect();
    files.push(("gradus.dict".to_owned(), dictionary()));
    for (name, expected) in files {
        let path = folder.join(&name);
        if write {
            std::fs::write(&path, &expected).expect("the folder can be written to");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            found, expected,
            "{name} is stale: set GRADUS_WRITE_SEEDS and run this test"
        );
    }
}

/// The words of the language as libFuzzer reads them.
fn dictionary() -> String {
    const WORDS: &[&str] = &[
        "if(",
        "piecewise(",
        "and",
        "or",
        "not",
        "pi",
        "e",
        "tau",
        "inf",
        "π",
        "∞",
        "<",
        "<=",
        ">",
        ">=",
        "==",
        "!=",
        "≤",
        "≥",
        "≠",
        "+",
        "-",
        "*",
        "/",
        "^",
        "**",
        "×",
        "·",
        "−",
        "÷",
        "²",
        "³",
        "x",
        "beta",
        "f(x; a = 1) = ",
        "x[]",
        "; ",
        "1e-3",
        ".5",
        "0.044715",
        "1e999999999",
        "swish(",
        "mish(",
        "gelu(",
    ];
    let functions = Func::ALL
        .iter()
        .flat_map(|func| std::iter::once(func.name()).chain(func.aliases().iter().copied()));
    let lines = functions.chain(WORDS.iter().copied()).map(|word| {
        let escaped: String = word
            .bytes()
            .map(|byte| {
                if byte.is_ascii() {
                    char::from(byte).to_string()
                } else {
                    format!("\\x{byte:02X}")
                }
            })
            .collect();
        format!("\"{escaped}\"\n")
    });
    std::iter::once("# the words of the language\n".to_owned())
        .chain(lines)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(20200), ..ProptestConfig::default() })]

    #[test]
    fn random_formulas_read_back(text in expression(40)) {
        checks::parse(&text);
        checks::round_trip(&text);
    }

    #[test]
    fn machine_code_agrees_on_random_lists(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        checks::machine(&bytes);
    }

    #[test]
    fn engines_agree_on_random_formulas(text in expression(25)) {
        checks::engines(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(20200), ..ProptestConfig::default() })]

    #[test]
    fn random_formulas_mean_what_they_say(text in expression(14)) {
        let formula: Formula = text.parse().expect("the generator writes formulas");
        checks::value_is_right(&formula);
        checks::precise_value_is_right(&formula);
    }

    #[test]
    fn derivatives_of_random_formulas_are_right(text in expression(10)) {
        checks::derive(&text);
    }

    #[test]
    fn second_derivatives_are_derivatives_of_derivatives(text in expression(6)) {
        let formula: Formula = text.parse().expect("the generator writes formulas");
        let slope = formula.derivative("x").expect("it has an input x");
        // the written derivative, read again, is a formula of its own
        if let Ok(written) = slope.definition() && let Ok(again) = written.to_string().parse::<Formula>() {
            let second = slope.derivative("x").expect("it has an input x");
            checks::derivative_is_right(&again, &second);
        }
    }
}
