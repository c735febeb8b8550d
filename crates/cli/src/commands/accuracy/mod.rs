//! `gradus accuracy`: computed values against high precision, in ulp.

mod axis;
mod figure;
mod lines;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use gradus::Formula;
use gradus::accuracy::{Accuracy as Found, Format, Survey};
use indicatif::{ProgressBar, ProgressStyle};

use super::choices::{Side, Type, options};
use super::{picture, variable, with_parameters};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::numbers::{number, plain};
use crate::plot::{TerminalOptions, terminal};
use crate::screen;
use crate::table::shortened;
use lines::Heading;

const EXAMPLES: &str = "\
Examples:
  gradus accuracy gelu
  gradus accuracy gelu --derivative 1 --precision f32 -o gelu.svg
  gradus accuracy 'x*tanh(ln(1+exp(x)))' --from -20 --to 20 --points 2000
  gradus accuracy elu --derivative 1 --wrt alpha --set alpha=0.5
  gradus accuracy swish --precision f32-rounded --max 0.51
  gradus accuracy tanh --precision f32 --exhaustive --from 1 --to 1.001

An error is measured in ulp: the distance of neighbouring numbers at the true value; 0.5 is the best
there is. The conditioned error is the part of it that rounding the input (or a parameter) does not
excuse. Half of the points are spread over all numbers of the type, the others crowd where
activations are used; kinks, roots, zero and the ends of the range are looked at closely.
With --format jsonl the first object has the figures, the others are the worst points.

Exit status: 1 if the conditioned error exceeds --max.";

/// How accurate computed values are.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Accuracy {
    /// The formula: a body, definitions, a built-in name, @FILE, or - for standard input
    formula: String,
    /// Measure the derivative of this order [default: 0, the value]
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=MOST))]
    #[arg(hide_default_value = true)]
    derivative: u32,
    /// The input or parameter to differentiate by [default: the input]
    #[arg(long, value_name = "NAME")]
    wrt: Option<String>,
    /// A value for a parameter (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The type of the numbers; f32-rounded computes in f64 and rounds once
    #[arg(long, value_enum, default_value_t, value_name = "TYPE")]
    precision: Type,
    /// The derivative at kinks: the one-sided one nearest zero, the left, the right, or their mean
    #[arg(long, value_enum, default_value_t, value_name = "SIDE")]
    kink: Side,
    /// The left end [default: the least number of the type]
    #[arg(long, value_name = "A", requires = "to")]
    from: Option<String>,
    /// The right end [default: the greatest number of the type]
    #[arg(long, value_name = "B", requires = "from")]
    to: Option<String>,
    /// About how many points are measured
    #[arg(long, value_name = "N", default_value_t = 10_000, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    points: u32,
    /// Measure every number of the range; f32 and f32-rounded only
    #[arg(long, conflicts_with = "points")]
    exhaustive: bool,
    /// With --exhaustive: measure one number in so many
    #[arg(
        long,
        hide = true,
        value_name = "K",
        default_value_t = 1,
        allow_negative_numbers = true,
        requires = "exhaustive"
    )]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    stride: u32,
    /// How many of the worst points are shown
    #[arg(
        long,
        value_name = "N",
        default_value_t = 5,
        allow_negative_numbers = true
    )]
    worst: u16,
    /// Exit with 1 if a conditioned error is greater than this, in ulp
    #[arg(long, value_name = "ULP", allow_negative_numbers = true)]
    max: Option<f64>,
    /// Write the picture to this file: its name ends in .svg or .png
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Beyond this order no derivative is computed.
const MOST: i64 = 32;
/// A longer formula would not fit beside what is said of it.
const LONGEST: usize = 48;
/// Lines of the picture in the terminal.
const HEIGHT: usize = 18;

impl Accuracy {
    pub fn run(self, context: &mut Context) -> Outcome {
        if self.exhaustive && self.precision == Type::F64 {
            return Err(Failure::command(
                "f64 has 2^64 numbers, too many to try them all\n\
                 help: leave out --exhaustive, or add --precision f32",
            ));
        }
        let draw = self.output.as_deref().map(picture::drawing).transpose()?;
        let range = self.range(context)?;
        let formula = context.formula(&self.formula)?;
        refuse_vectors(&formula)?;
        let formula = with_parameters(formula, &self.set, context)?;
        let formula = formula.options(options(self.precision, self.kink));
        let found = self.measured(&formula, range)?;
        let heading = self.heading(&formula, range);
        match context.is_jsonl() {
            true => lines::objects(&heading, &found, context)?,
            false => lines::write(&heading, &found, context)?,
        }
        let title = format!("Error of {} in {}", heading.subject(), found.format.name());
        let figure = figure::figure(title, formula.inputs()[0], self.ends(range), &found);
        match (draw, &self.output) {
            (Some(draw), Some(path)) => picture::write(path, &draw(&figure)?, context)?,
            _ if context.is_jsonl() => {}
            _ => {
                let usual = screen::options(context.has_colours());
                let height = usual.height.min(HEIGHT);
                let drawn = terminal(&figure, TerminalOptions { height, ..usual });
                write!(context.out, "\n{drawn}")?;
            }
        }
        Ok(match heading.is_kept(&found) {
            true => Answer::Fine,
            false => Answer::No,
        })
    }

    fn range(&self, context: &Context) -> Result<Option<(f64, f64)>, Failure> {
        let (Some(from), Some(to)) = (&self.from, &self.to) else {
            return Ok(None);
        };
        let (from, to) = (number(from, &context.scope)?, number(to, &context.scope)?);
        if from < to {
            return Ok(Some((from, to)));
        }
        Err(Failure::command(format!(
            "--from {from} must be less than --to {to}"
        )))
    }

    /// The numbers at the ends of the range.
    fn ends(&self, range: Option<(f64, f64)>) -> (f64, f64) {
        let greatest = Format::from(self.precision).greatest();
        range.unwrap_or((-greatest, greatest))
    }

    fn measured(&self, formula: &Formula, range: Option<(f64, f64)>) -> Result<Found, Failure> {
        let mut survey = Survey::default()
            .format(self.precision.into())
            .derivative(self.derivative)
            .points(self.points as usize)
            .worst(usize::from(self.worst));
        if let Some((from, to)) = range {
            survey = survey.range(from, to);
        }
        if let Some(name) = &self.wrt {
            survey = survey.by(name);
        }
        if self.exhaustive {
            survey = survey.every(self.stride);
        }
        let bar = bar();
        let found = formula.accuracy_with_progress(&survey, &|done, total| {
            bar.set_length(total);
            bar.set_position(done);
        });
        bar.finish_and_clear();
        Ok(found?)
    }

    fn heading(&self, formula: &Formula, range: Option<(f64, f64)>) -> Heading {
        let name = formula.name().map(str::to_owned);
        let range = match range {
            Some((from, to)) => format!("from {} to {}", plain(from), plain(to)),
            None => "over its whole range".to_owned(),
        };
        Heading {
            formula: name.unwrap_or_else(|| shortened(&formula.body_text(), LONGEST)),
            order: self.derivative,
            by: variable(formula, self.wrt.as_deref()).to_owned(),
            place: format!("{} {range}", Format::from(self.precision).name()),
            most: self.max,
        }
    }
}

/// How far it is, on standard error if that is a terminal.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:40} {percent}% of {human_len} points, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

fn refuse_vectors(formula: &Formula) -> Result<(), Failure> {
    if !formula.is_vector() {
        return Ok(());
    }
    let name = formula.name().unwrap_or("FORMULA");
    Err(Failure::command(format!(
        "accuracy is measured of functions of one number, and this formula acts on whole vectors\n\
         help: look at its values: gradus eval {name} --vector 1,2,3"
    )))
}
