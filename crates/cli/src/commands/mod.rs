//! The commands, one a file.

mod accuracy;
mod check;
mod choices;
mod compare;
mod completions;
mod derive;
mod eval;
mod kinks;
mod list;
mod picture;
mod plot;
mod primitives;
mod report;
mod show;

use clap::Subcommand;
use gradus::Formula;

use crate::context::Context;
use crate::failure::{Failure, Outcome};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the derivative of a formula
    Derive(derive::Derive),
    /// Compute values and derivatives at points
    Eval(eval::Eval),
    /// Check a derivative that someone wrote by hand
    Check(check::Check),
    /// Measure how accurate the computed values are, in ulp
    Accuracy(accuracy::Accuracy),
    /// Say what a formula is like: range, extrema, kinks, saturation, gains, cost, advice
    Report(report::Report),
    /// Put the properties of several formulas side by side
    Compare(compare::Compare),
    /// Draw formulas and their gradients
    Plot(plot::Plot),
    /// List the built-in functions
    List(list::List),
    /// Show what is known about a built-in function
    Show(show::Show),
    /// Print a script that completes commands in a shell
    Completions(completions::Completions),
}

/// Does what the command says.
pub fn run(command: Command, context: &mut Context) -> Outcome {
    match command {
        Command::Derive(derive) => derive.run(context),
        Command::Eval(eval) => eval.run(context),
        Command::Check(check) => check.run(context),
        Command::Accuracy(accuracy) => accuracy.run(context),
        Command::Report(report) => report.run(context),
        Command::Compare(compare) => compare.run(context),
        Command::Plot(plot) => plot.run(context),
        Command::List(list) => list.run(context),
        Command::Show(show) => show.run(context),
        Command::Completions(completions) => completions.run(context),
    }
}

/// The formula with the values that `--set` gives to its parameters.
fn with_parameters(
    formula: Formula,
    settings: &[String],
    context: &Context,
) -> Result<Formula, Failure> {
    let mut formula = formula;
    for setting in settings {
        let (name, value) = named(setting, "--set")?;
        let value = crate::numbers::number(value, &context.scope)?;
        formula = formula.with(name, value)?;
    }
    Ok(formula)
}

/// The two sides of `NAME=VALUE`.
fn named<'a>(text: &'a str, option: &str) -> Result<(&'a str, &'a str), Failure> {
    match text.split_once('=') {
        Some((name, value)) if !value.trim().is_empty() => Ok((name.trim(), value.trim())),
        _ => Err(Failure::command(format!(
            "expected NAME=VALUE after {option}, found `{text}`"
        ))),
    }
}

/// The name by which a derivative is taken: the one given, or the first input.
fn variable<'a>(formula: &'a Formula, given: Option<&'a str>) -> &'a str {
    given.unwrap_or_else(|| formula.inputs().first().copied().unwrap_or("x"))
}

/// An error for a formula over vectors, with what to do instead.
fn refuse_vectors(formula: &Formula) -> Result<(), Failure> {
    if !formula.is_vector() {
        return Ok(());
    }
    let name = formula.name().unwrap_or("FORMULA");
    Err(Failure::command(format!(
        "the formula acts on whole vectors, so its derivative is a Jacobian\n\
         help: give it a vector: gradus eval {name} --vector 1,2,3 --jacobian"
    )))
}
