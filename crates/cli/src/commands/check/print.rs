//! Verdicts for people.

use std::io::Write;

use anstyle::Style;
use gradus::{ClaimAtKink, Formula, Outcome as Judgement, Verdict, Witness};

use crate::commands::kinks;
use crate::failure::Failure;
use crate::numbers::plain;
use crate::style::{BAD, DOUBT, GOOD, HEADING, QUIET};

/// A verdict; `by` is what the derivative is by, if one is claimed.
pub fn verdict(
    formula: &Formula,
    by: Option<&str>,
    verdict: &Verdict,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let style = colour(verdict.outcome());
    writeln!(
        out,
        "{style}{}{style:#}: {}",
        word(verdict.outcome()),
        verdict.reason()
    )?;
    if let Some(witness) = verdict.witness() {
        writeln!(out, "  {}", shown(witness))?;
    }
    if let Some(worst) = verdict
        .worst()
        .filter(|worst| verdict.witness() != Some(worst))
    {
        writeln!(out, "  furthest {}", shown(worst))?;
    }
    if let (Judgement::Different, Some(by)) = (verdict.outcome(), by) {
        let derivative = formula.derivative(by)?;
        if derivative.definition().is_ok() {
            writeln!(
                out,
                "  the derivative by {by} is {HEADING}{}{HEADING:#}",
                derivative.body_text()
            )?;
        }
    }
    diagnosis(verdict, out)?;
    let (shown, more) = verdict.kinks().split_at(verdict.kinks().len().min(MOST));
    for kink in shown {
        let by = by.unwrap_or("x");
        writeln!(out, "{QUIET}{}{QUIET:#}", sentence(kink, by))?;
    }
    if !more.is_empty() {
        let count = more.len();
        writeln!(out, "{QUIET}and {count} more kinks and jumps{QUIET:#}")?;
    }
    Ok(())
}

/// What the mistake probably is, and the corrected formula.
fn diagnosis(verdict: &Verdict, out: &mut impl Write) -> Result<(), Failure> {
    let Some(found) = verdict.diagnosis() else {
        return Ok(());
    };
    let label = label(verdict.outcome());
    writeln!(out, "  {label}: {}", found.sentence())?;
    if let Some(corrected) = found.corrected() {
        writeln!(out, "  corrected: {HEADING}{corrected}{HEADING:#}")?;
    }
    Ok(())
}

/// What a diagnosis is called: a guess of a mistake, or a note about a right claim.
pub fn label(outcome: Judgement) -> &'static str {
    match outcome {
        Judgement::Different => "probably",
        _ => "note",
    }
}

/// `at x = 1: claimed 2, true 1`
pub fn shown(witness: &Witness) -> String {
    let digits = witness.digits.clone();
    let (claimed, actual) =
        digits.unwrap_or_else(|| (plain(witness.claimed), plain(witness.actual)));
    format!("at {}: claimed {claimed}, true {actual}", place(witness))
}

/// How a comparison came out, in a word.
pub fn word(outcome: Judgement) -> &'static str {
    match outcome {
        Judgement::Equal => "equal",
        Judgement::Agrees => "agrees",
        Judgement::Different => "different",
        Judgement::Undecided => "undecided",
    }
}

/// The colour of that word.
pub fn colour(outcome: Judgement) -> Style {
    match outcome {
        Judgement::Equal | Judgement::Agrees => GOOD,
        Judgement::Different => BAD,
        Judgement::Undecided => DOUBT,
    }
}

/// The most kinks and jumps that are described.
const MOST: usize = 8;

/// `x = 1, a = 0.34375`
fn place(witness: &Witness) -> String {
    let named = witness.inputs.iter().chain(&witness.parameters);
    let parts: Vec<String> = named
        .map(|(name, value)| format!("{name} = {}", plain(*value)))
        .collect();
    parts.join(", ")
}

/// Whether a claim lies between two numbers, as far as rounding can tell.
fn is_between(claimed: f64, left: f64, right: f64) -> bool {
    let slack = 1e-12 * left.abs().max(right.abs());
    left.min(right) - slack <= claimed && claimed <= left.max(right) + slack
}

/// What the one-sided derivatives are at a kink, and how the claim stands to them.
fn sentence(kink: &ClaimAtKink, wrt: &str) -> String {
    let (left, right) = kink.kink.slopes;
    let word = kinks::name(kink.kink.kind);
    let sides = format!(
        "derivative {} on the left, {} on the right",
        plain(left),
        plain(right)
    );
    let claim = match kink.claimed {
        claimed if claimed.is_nan() => "the claim has no value there".to_owned(),
        claimed if is_between(claimed, left, right) => {
            format!("the claim says {}, which is a valid choice", plain(claimed))
        }
        claimed => format!(
            "the claim says {}, which is not between them",
            plain(claimed)
        ),
    };
    format!(
        "{word} at {wrt} = {}: {sides}; {claim}",
        plain(kink.kink.at)
    )
}
