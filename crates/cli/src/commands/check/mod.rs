//! `gradus check`: a verdict on a derivative written by hand, on many, or on the numbers of a program.

mod junit;
mod lines;
mod numbers;
mod pairs;
mod print;
mod process;

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use gradus::{Formula, Outcome as Judgement, Verdict};

use super::{refuse_vectors, variable, with_parameters};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::source::Source;
use junit::Case;

const EXAMPLES: &str = "\
Examples:
  gradus check sigmoid '1 - sigmoid(x)'                      different: it shows a point
  gradus check 'x*tanh(softplus(x))' @mish_grad.txt
  gradus check 'prelu(x; a = 0.25) = if(x >= 0, x, a*x)' 'if(x >= 0, 0, x)' --wrt a
  gradus check --value '2*sigmoid(2*x) - 1' 'tanh(x)'        do two formulas mean the same?
  gradus check --pairs claims.jsonl --junit report.xml       a verdict on every line of a file
  gradus check relu --claimed-by 'awk -f relu_grad.awk'      numbers that a program returns

A derivative is a formula of the same inputs and parameters. At a kink any value between the
one-sided derivatives is right.

Verdicts: equal (proved), different (proved, with a point that shows it), agrees (the same at
every point tried, not proved), undecided. Of a wrong claim it says what the mistake probably is.

A line of --pairs is {\"formula\": …, \"derivative\": …}, or \"value\" for a formula that should have the
same values; \"wrt\", \"name\" and \"set\" ({\"a\": 0.5}) if need be. Verdicts come in the same order; a
line that cannot be read gives an object with \"error\", and the others go on.

The program of --claimed-by is started once, by the shell. It gets a point a line on standard
input: the inputs in the order of the header, then the parameters given by --set in the order
of the header, separated by blanks. It must print a number a line: the derivative by --wrt, or
with --value the value. A number is wrong if it is off by more than --ulps of ulp beyond what
rounding the inputs explains, and by more than sums that cancel lose; also NaN where there is a
value. Right numbers agree, they are never equal. Print 17 digits of a double, 9 of a float.

Exit status: 0 equal or agrees, 1 different, 3 undecided; with --strict agrees gives 3 too. Of many
pairs the worst counts: 2 if a line cannot be read, else 1 if any differs, else 3 if any is undecided.";

/// A verdict on a derivative that someone wrote by hand, on a file of them, or on a program.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// The formula: a body, definitions, a built-in name, @FILE, or - for standard input
    #[arg(required_unless_present = "pairs", conflicts_with = "pairs")]
    formula: Option<String>,
    /// What is claimed to be its derivative, or with --value the same formula
    #[arg(value_name = "DERIVATIVE", required_unless_present_any = ["pairs", "claimed_by"])]
    #[arg(conflicts_with_all = ["pairs", "claimed_by"])]
    claim: Option<String>,
    /// Compare values, not derivatives
    #[arg(long, conflicts_with = "wrt")]
    value: bool,
    /// The input or parameter that the derivative is by [default: the first input]
    #[arg(long, value_name = "NAME")]
    wrt: Option<String>,
    /// Accept only what is proved
    #[arg(long)]
    strict: bool,
    /// A value for a parameter (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Judge every line of this file of JSON objects (- for standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["value", "wrt", "set"])]
    pairs: Option<String>,
    /// Judge the numbers that this command prints
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["pairs", "strict"])]
    claimed_by: Option<String>,
    /// Write the verdicts to this file as a JUnit report too
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    #[command(flatten)]
    program: Program,
}

/// How a program is asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "With --claimed-by")]
struct Program {
    /// The type of the numbers [default: found from their digits]
    #[arg(long, value_enum, value_name = "TYPE", requires = "claimed_by")]
    precision: Option<Type>,
    /// The error that is allowed, in ulp
    #[arg(
        long,
        value_name = "N",
        default_value_t = 64.0,
        requires = "claimed_by"
    )]
    ulps: f64,
    /// About how many points are tried
    #[arg(
        long,
        value_name = "N",
        default_value_t = 2000,
        requires = "claimed_by"
    )]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    points: u32,
    /// The left end of the inputs
    #[arg(
        long,
        value_name = "A",
        default_value = "-10000",
        allow_hyphen_values = true
    )]
    #[arg(requires = "claimed_by")]
    from: String,
    /// The right end of the inputs
    #[arg(
        long,
        value_name = "B",
        default_value = "10000",
        allow_hyphen_values = true
    )]
    #[arg(requires = "claimed_by")]
    to: String,
    /// Seconds until the program is given up
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60.0,
        requires = "claimed_by"
    )]
    timeout: f64,
}

/// The type of numbers that a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Type {
    F64,
    F32,
}

impl Check {
    pub fn run(self, context: &mut Context) -> Outcome {
        if let Some(path) = &self.pairs {
            return pairs::run(&self, path, context);
        }
        let argument = self.formula.as_deref().unwrap_or_default();
        let formula = context.formula(argument)?;
        refuse_vectors(&formula)?;
        let formula = with_parameters(formula, &self.set, context)?;
        if let Some(command) = &self.claimed_by {
            return numbers::run(&self, &formula, command, context);
        }
        let start = Instant::now();
        let source = context.source(self.claim.as_deref().unwrap_or_default())?;
        let claim = self.claim(&formula, &source, context)?;
        let wrt = variable(&formula, self.wrt.as_deref());
        let found = match self.value {
            true => formula.check_value(&claim)?,
            false => formula.check_derivative(wrt, &claim)?,
        };
        if context.is_jsonl() {
            context.object(&lines::object(&formula, &found))?;
        } else {
            let by = (!self.value).then_some(wrt);
            print::verdict(&formula, by, &found, &mut context.out)?;
        }
        let name = format!("{argument}: {}", source.text.trim());
        self.report(&[Case::judged(name, &found, start.elapsed())])?;
        Ok(self.answer(&found))
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

    /// The JUnit report, if one is wanted.
    fn report(&self, cases: &[Case]) -> Result<(), Failure> {
        match &self.junit {
            Some(path) => junit::write(path, cases, self.strict),
            None => Ok(()),
        }
    }

    fn answer(&self, verdict: &Verdict) -> Answer {
        answer(verdict.outcome(), self.strict)
    }
}

/// What a verdict says, where only proofs are accepted if `strict`.
fn answer(outcome: Judgement, strict: bool) -> Answer {
    match outcome {
        Judgement::Agrees if strict => Answer::Undecided,
        Judgement::Equal | Judgement::Agrees => Answer::Fine,
        Judgement::Different => Answer::No,
        Judgement::Undecided => Answer::Undecided,
    }
}
