//! `gradus plot`: pictures of formulas and their gradients.

mod figure;
mod samples;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use gradus::Formula;

use super::picture;
use super::{named, refuse_vectors};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::numbers::number;
use crate::plot::{Figure, Panels, terminal};
use crate::screen;

const EXAMPLES: &str = "\
Examples:
  gradus plot swish
  gradus plot relu gelu mish -o compare.svg
  gradus plot 'f(x; a = 2) = a*tanh(x/a)' --from -3 --to 3
  gradus plot elu --set alpha=0.5 --no-gradient -o elu.png

Without -o the picture is drawn in the terminal. Kinks and jumps are marked.";

/// Where pictures begin and end unless they say otherwise.
const RANGE: (f64, f64) = (-6.0, 6.0);

/// A picture of formulas and their gradients.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Plot {
    /// The formulas: bodies, definitions, built-in names, @FILE, or - for standard input
    #[arg(required = true, value_name = "FORMULA")]
    formulas: Vec<String>,
    /// Write a picture to this file instead: its name ends in .svg or .png
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The left end [default: -6]
    #[arg(long, value_name = "A")]
    from: Option<String>,
    /// The right end [default: 6]
    #[arg(long, value_name = "B")]
    to: Option<String>,
    /// Draw the values only
    #[arg(long)]
    no_gradient: bool,
    /// Whether values and gradients share one pair of axes; auto looks at their scales
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    panels: Sharing,
    /// A value for a parameter of every formula that has it (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// Whether values and gradients share one pair of axes.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Sharing {
    #[default]
    Auto,
    Shared,
    Stacked,
}

impl From<Sharing> for Panels {
    fn from(sharing: Sharing) -> Self {
        match sharing {
            Sharing::Auto => Self::Auto,
            Sharing::Shared => Self::Shared,
            Sharing::Stacked => Self::Stacked,
        }
    }
}

impl Plot {
    pub fn run(self, context: &mut Context) -> Outcome {
        if context.is_jsonl() && self.output.is_none() {
            return Err(Failure::command(
                "a picture in the terminal is for people\n\
                 help: give it a file with -o, or ask for numbers: gradus eval FORMULA --from -6 --to 6 --points 601",
            ));
        }
        let draw = self.output.as_deref().map(picture::drawing).transpose()?;
        let range = self.range(context)?;
        let formulas = self.formulas(context)?;
        let mut figure = figure::figure(&formulas, range, !self.no_gradient)?;
        figure.panels = self.panels.into();
        match (draw, &self.output) {
            (Some(draw), Some(path)) => picture::write(path, &draw(&figure)?, context)?,
            _ => {
                let drawn = terminal(&figure, screen::options(context.has_colours()));
                context.out.write_all(drawn.as_bytes())?;
            }
        }
        Ok(Answer::Fine)
    }

    fn range(&self, context: &Context) -> Result<(f64, f64), Failure> {
        let end = |given: &Option<String>, default| match given {
            Some(text) => Ok(number(text, &context.scope)?),
            None => Ok::<f64, Failure>(default),
        };
        let (from, to) = (end(&self.from, RANGE.0)?, end(&self.to, RANGE.1)?);
        if from.is_finite() && to.is_finite() && from < to {
            return Ok((from, to));
        }
        Err(Failure::command(format!(
            "--from {from} must be less than --to {to}, and both finite"
        )))
    }

    fn formulas(&self, context: &mut Context) -> Result<Vec<Formula>, Failure> {
        let mut formulas = Vec::new();
        for text in &self.formulas {
            let formula = context.formula(text)?;
            refuse_vectors(&formula)?;
            if !can_draw(&formula) {
                let inputs = formula.inputs().join(", ");
                return Err(Failure::command(format!(
                    "a picture shows a function of one input; this one has {inputs}"
                )));
            }
            formulas.push(formula);
        }
        for setting in &self.set {
            let (name, value) = named(setting, "--set")?;
            let value = number(value, &context.scope)?;
            let has = |formula: &Formula| {
                formula
                    .parameters()
                    .iter()
                    .any(|parameter| parameter.name == name)
            };
            if !formulas.iter().any(has) {
                formulas[0].with(name, value)?;
            }
            for formula in &mut formulas {
                if has(formula) {
                    *formula = formula.with(name, value)?;
                }
            }
        }
        Ok(formulas)
    }
}

/// Whether a picture of it can be drawn.
pub fn can_draw(formula: &Formula) -> bool {
    !formula.is_vector() && formula.inputs().len() == 1
}

/// The figure of a formula and its gradient over the usual range.
pub fn usual(formula: &Formula) -> Result<Figure, Failure> {
    figure::figure(std::slice::from_ref(formula), RANGE, true)
}

/// A picture for the terminal, so many lines high.
pub fn drawn(formula: &Formula, height: usize, has_colours: bool) -> Result<String, Failure> {
    let figure = usual(formula)?;
    let options = screen::options(has_colours);
    Ok(terminal(
        &figure,
        crate::plot::TerminalOptions {
            height: height.min(options.height),
            ..options
        },
    ))
}
