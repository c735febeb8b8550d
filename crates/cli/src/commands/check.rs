//! `gradus check`: a verdict on a derivative written by hand.

use std::io::Write;

use anstyle::Style;
use clap::Args;
use gradus::{ClaimAtKink, Diagnosis, Formula, Outcome as Judgement, Verdict, Witness};
use serde_json::{Map, Value, json};

use super::{kinks, refuse_vectors, variable, with_parameters};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::numbers::{json, plain};
use crate::source::Source;
use crate::style::{BAD, DOUBT, GOOD, HEADING, QUIET};

const EXAMPLES: &str = "\
Examples:
  gradus check sigmoid '1 - sigmoid(x)'                      different: it shows a point
  gradus check 'x*tanh(softplus(x))' @mish_grad.txt
  gradus check 'prelu(x; a = 0.25) = if(x >= 0, x, a*x)' 'if(x >= 0, 0, x)' --wrt a
  gradus check --value '2*sigmoid(2*x) - 1' 'tanh(x)'        do two formulas mean the same?

A derivative is a formula of the same inputs and parameters. At a kink any value between the
one-sided derivatives is right.

Verdicts: equal (shown by algebra), agrees (the same at every point tried, not shown by algebra),
different (with a point that shows it), undecided.
Exit status: 0 equal or agrees, 1 different, 3 undecided; with --strict agrees gives 3 too.";

/// A verdict on a derivative that someone wrote by hand.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// The formula: a body, definitions, a built-in name, @FILE, or - for standard input
    formula: String,
    /// What is claimed to be its derivative, or with --value the same formula
    #[arg(value_name = "DERIVATIVE")]
    claim: String,
    /// Compare the two formulas themselves
    #[arg(long, conflicts_with = "wrt")]
    value: bool,
    /// The input or parameter that the derivative is by [default: the first input]
    #[arg(long, value_name = "NAME")]
    wrt: Option<String>,
    /// Accept only what is shown by algebra
    #[arg(long)]
    strict: bool,
    /// A value for a parameter (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl Check {
    pub fn run(self, context: &mut Context) -> Outcome {
        let formula = context.formula(&self.formula)?;
        refuse_vectors(&formula)?;
        let formula = with_parameters(formula, &self.set, context)?;
        let source = context.source(&self.claim)?;
        let claim = self.claim(&formula, &source, context)?;
        let wrt = variable(&formula, self.wrt.as_deref());
        let verdict = match self.value {
            true => formula.check_value(&claim)?,
            false => formula.check_derivative(wrt, &claim)?,
        };
        if context.is_jsonl() {
            context.object(&object(&formula, &verdict))?;
        } else {
            self.print(&formula, wrt, &verdict, &mut context.out)?;
        }
        Ok(self.answer(&verdict))
    }

    /// The claim: in the names of the formula or, where only values are compared, in its own.
    fn claim(
        &self,
        formula: &Formula,
        source: &Source,
        context: &Context,
    ) -> Result<Formula, Failure> {
        let claimed = context.scope.parse_claim(&source.text, formula);
        let claim = claimed.or_else(|error| match self.value {
            true => context.scope.parse(&source.text).map_err(|_| error),
            false => Err(error),
        });
        claim.map_err(|error| source.failure(error))
    }

    fn answer(&self, verdict: &Verdict) -> Answer {
        match verdict.outcome() {
            Judgement::Agrees if self.strict => Answer::Undecided,
            Judgement::Equal | Judgement::Agrees => Answer::Fine,
            Judgement::Different => Answer::No,
            Judgement::Undecided => Answer::Undecided,
        }
    }

    fn print(
        &self,
        formula: &Formula,
        wrt: &str,
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
            let digits = witness.digits.clone();
            let (claimed, actual) =
                digits.unwrap_or_else(|| (plain(witness.claimed), plain(witness.actual)));
            writeln!(
                out,
                "  at {}: claimed {claimed}, true {actual}",
                place(witness)
            )?;
        }
        if verdict.outcome() == Judgement::Different && !self.value {
            let derivative = formula.derivative(wrt)?;
            if derivative.definition().is_ok() {
                writeln!(
                    out,
                    "  the derivative by {wrt} is {HEADING}{}{HEADING:#}",
                    derivative.body_text()
                )?;
            }
        }
        print_diagnosis(verdict, out)?;
        let (shown, more) = verdict.kinks().split_at(verdict.kinks().len().min(MOST));
        for kink in shown {
            writeln!(out, "{QUIET}{}{QUIET:#}", sentence(kink, wrt))?;
        }
        if !more.is_empty() {
            let count = more.len();
            writeln!(out, "{QUIET}and {count} more kinks and jumps{QUIET:#}")?;
        }
        Ok(())
    }
}

/// The most kinks and jumps that are described.
const MOST: usize = 8;

fn word(outcome: Judgement) -> &'static str {
    match outcome {
        Judgement::Equal => "equal",
        Judgement::Agrees => "agrees",
        Judgement::Different => "different",
        Judgement::Undecided => "undecided",
    }
}

fn colour(outcome: Judgement) -> Style {
    match outcome {
        Judgement::Equal | Judgement::Agrees => GOOD,
        Judgement::Different => BAD,
        Judgement::Undecided => DOUBT,
    }
}

/// `x = 1, a = 0.34375`
fn place(witness: &Witness) -> String {
    let named = witness.inputs.iter().chain(&witness.parameters);
    let parts: Vec<String> = named
        .map(|(name, value)| format!("{name} = {}", plain(*value)))
        .collect();
    parts.join(", ")
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
        claimed if left.min(right) <= claimed && claimed <= left.max(right) => {
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

fn object(formula: &Formula, verdict: &Verdict) -> Value {
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
        "diagnosis": verdict.diagnosis().map(diagnosis_object),
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

/// What the mistake probably is, and the corrected formula.
fn print_diagnosis(verdict: &Verdict, out: &mut impl Write) -> Result<(), Failure> {
    let Some(found) = verdict.diagnosis() else {
        return Ok(());
    };
    writeln!(out, "  probably: {}", found.sentence())?;
    if let Some(corrected) = found.corrected() {
        writeln!(out, "  corrected: {HEADING}{corrected}{HEADING:#}")?;
    }
    Ok(())
}

fn diagnosis_object(found: &Diagnosis) -> Value {
    json!({
        "mistake": found.mistake().name(),
        "sentence": found.sentence(),
        "corrected": found.corrected(),
    })
}
