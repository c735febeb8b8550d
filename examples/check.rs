//! Is a derivative that someone wrote by hand right? Three wrong ones that a well-known tutorial prints, and the right ones.
//!
//!     cargo run -p gradus-examples --example check
//!
//! Exits with 1 if a verdict is not the expected one.

use std::process::ExitCode;

use gradus::{Error, Formula, Outcome, Scope, Verdict};

/// A formula, what someone says its derivative by x is, and whether that is so.
struct Claim {
    formula: &'static str,
    derivative: &'static str,
    right: bool,
}

const fn claim(formula: &'static str, derivative: &'static str, right: bool) -> Claim {
    Claim {
        formula,
        derivative,
        right,
    }
}

/// A claim may use the names of the formula's inputs and parameters, and whatever the catalogue has.
const CLAIMS: &[Claim] = &[
    claim("1/(1 + exp(-x))", "1 - sigmoid(x)", false),
    claim("1/(1 + exp(-x))", "sigmoid(x)*(1 - sigmoid(x))", true),
    claim(
        "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
        "if(x >= 0, x, a*exp(x))",
        false,
    ),
    claim(
        "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
        "if(x >= 0, 1, a*exp(x))",
        true,
    ),
    claim(
        "x/(1 + exp(-x))",
        "sigmoid(x)*(1 + x*(1 - sigmoid(x)))",
        true,
    ),
    claim("2/(1 + exp(-2*x)) - 1", "1 - tanh(x)^2", true),
    // At a kink any value between the slopes on both sides is a convention, not an error.
    claim("max(0, x)", "if(x >= 0, 1, 0)", true),
    claim("max(0, x)", "if(x > 0, 1, 0)", true),
];

/// Two ways of writing the same function, or not.
const VALUES: &[(&str, &str, bool)] = &[
    ("x*sigmoid(x)", "x/(1 - exp(-x))", false),
    ("x*sigmoid(x)", "x/(1 + exp(-x))", true),
    ("2*sigmoid(2*x) - 1", "2/(1 + exp(-2*x)) - 1", true),
];

fn main() -> Result<ExitCode, Error> {
    let mut surprises = 0;
    for claim in CLAIMS {
        let formula: Formula = claim.formula.parse()?;
        let derivative = Scope::with_builtins().parse_claim(claim.derivative, &formula)?;
        let verdict = formula.check_derivative("x", &derivative)?;
        println!("({})' = {}", formula.body_text(), claim.derivative);
        surprises += usize::from(!as_expected(&verdict, claim.right));
        if !claim.right {
            println!("  right is   {}", formula.derivative("x")?.body_text());
        }
        println!();
    }
    for &(left, right, same) in VALUES {
        let verdict = left.parse::<Formula>()?.check_value(&right.parse()?)?;
        println!("{left} = {right}");
        surprises += usize::from(!as_expected(&verdict, same));
        println!();
    }
    Ok(ExitCode::from(u8::from(surprises > 0)))
}

/// Prints a verdict with its evidence; whether it is the expected one.
fn as_expected(verdict: &Verdict, right: bool) -> bool {
    let word = match verdict.outcome() {
        Outcome::Equal => "right:     ",
        Outcome::Agrees => "agrees:    ",
        Outcome::Different => "WRONG:     ",
        Outcome::Undecided => "undecided: ",
    };
    println!("  {word}{}", verdict.reason());
    if let Some(witness) = verdict.witness() {
        let place: Vec<String> = witness
            .inputs
            .iter()
            .chain(&witness.parameters)
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        println!(
            "  at {}: claimed {}, true {}",
            place.join(", "),
            witness.claimed,
            witness.actual
        );
    }
    for claim in verdict.kinks() {
        let (left, right) = claim.kink.slopes;
        println!(
            "  kink at {}: slopes {left} and {right}, the claim says {}",
            claim.kink.at, claim.claimed
        );
    }
    let found = matches!(verdict.outcome(), Outcome::Equal | Outcome::Agrees);
    let expected = found == right && verdict.outcome() != Outcome::Undecided;
    if !expected {
        println!("  *** not the verdict that was expected");
    }
    expected
}
