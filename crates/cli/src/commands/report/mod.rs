//! `gradus report`: what a formula is like.

mod brief;
mod numbers;
mod object;
mod page;
mod sets;
mod words;

pub(super) use brief::brief;
pub(super) use object::object;

use std::path::PathBuf;

use clap::Args;

use super::{picture, refuse_vectors, with_parameters};
use crate::context::Context;
use crate::failure::{Answer, Outcome};

const EXAMPLES: &str = "\
Examples:
  gradus report swish
  gradus report 'x*tanh(ln(1+exp(x)))' -o mish.html
  gradus report elu --set alpha=0.5 --format jsonl

Every line says how sure it is: ✓ proved, for every input that is meant; ≈ computed at many points,
roots refined in high precision. With --format jsonl numbers round-trip, and each property has a
\"status\" of its own.";

/// What a formula is like: range, extrema, kinks, saturation, gains, cost, and advice.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// The formula: a body, definitions, a built-in name, @FILE, or - for standard input
    formula: String,
    /// A value for a parameter (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Write a page with words and pictures instead: the name ends in .html or .svg
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Report {
    pub fn run(self, context: &mut Context) -> Outcome {
        let formula = context.formula(&self.formula)?;
        refuse_vectors(&formula)?;
        let formula = with_parameters(formula, &self.set, context)?;
        let draw = self.output.as_deref().map(page::drawing).transpose()?;
        let report = formula.report()?;
        if let (Some(draw), Some(path)) = (draw, &self.output) {
            picture::write(path, draw(&formula, &report)?.as_bytes(), context)?;
        } else if context.is_jsonl() {
            context.object(&object(&report))?;
        } else {
            words::print(&report, &mut context.out)?;
        }
        Ok(Answer::Fine)
    }
}
