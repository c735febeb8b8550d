//! `gradus derive`: the derivative of a formula.

use std::collections::HashSet;
use std::io::Write;

use clap::{Args, ValueEnum};
use gradus::{Break, Formula, Step, Style};
use serde_json::json;

use super::{kinks, variable};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::style::QUIET;
use crate::table::{Align, Table};

const EXAMPLES: &str = "\
Examples:
  gradus derive 'x/(1+exp(-x))'
  gradus derive '-x^2' --order 2
  gradus derive 'prelu(x; a = 0.25) = if(x >= 0, x, a*x)' --wrt a
  gradus derive gelu --steps
  gradus derive mish --print python

The derivative is the answer. What the formula was read as, if its functions were recognised, and
where it has kinks or jumps is remarked on standard error. With several inputs all partial
derivatives are printed. Of a formula over vectors the product of `upstream` and the Jacobian is
printed, as back propagation needs it.";

/// The derivative of a formula, simplified.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Derive {
    /// The formula: a body, definitions, a built-in name, @FILE, or - for standard input
    formula: String,
    /// The input or parameter to differentiate by [default: every input]
    #[arg(long, value_name = "NAME")]
    wrt: Option<String>,
    /// How often to differentiate; 0 prints the formula as it was read
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=MOST))]
    order: u32,
    /// Show the rules that were used, one a line, innermost first
    #[arg(long)]
    steps: bool,
    /// The language to print in: infix (the default), which can be read again; latex; or python
    #[arg(long, value_enum, default_value_t, value_name = "LANGUAGE")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    print: Language,
}

/// Beyond this order no derivative is readable.
const MOST: i64 = 32;

/// From a longer expression on, columns of steps are not aligned.
const WIDEST: usize = 48;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Language {
    /// The language of formulas, which can be read again.
    #[default]
    Infix,
    /// For papers.
    Latex,
    /// With `NumPy` as np.
    Python,
}

impl From<Language> for Style {
    fn from(language: Language) -> Self {
        match language {
            Language::Infix => Self::Infix,
            Language::Latex => Self::Latex,
            Language::Python => Self::Python,
        }
    }
}

/// A derivative and how it was found.
struct Found {
    wrt: String,
    text: String,
    /// For each order.
    steps: Vec<Vec<Step>>,
    /// Kinks and jumps of what was differentiated last.
    breaks: Vec<Break>,
    /// What the derivative returns there.
    returned: Vec<f64>,
}

impl Derive {
    pub fn run(self, context: &mut Context) -> Outcome {
        let formula = context.formula(&self.formula)?;
        if formula.is_vector() {
            return self.passed_back(context, &formula);
        }
        let several = self.wrt.is_none() && formula.inputs().len() > 1 && self.order > 0;
        let names: Vec<&str> = if several {
            formula.inputs()
        } else {
            vec![variable(&formula, self.wrt.as_deref())]
        };
        let found: Result<Vec<Found>, Failure> =
            names.iter().map(|name| self.find(&formula, name)).collect();
        let found = found?;
        if context.is_jsonl() {
            self.print_objects(context, &formula, &found)?;
        } else {
            self.print_lines(context, &formula, &found, several)?;
        }
        Ok(Answer::Fine)
    }

    /// For a formula over vectors, what back propagation passes to each input.
    fn passed_back(&self, context: &mut Context, formula: &Formula) -> Outcome {
        if self.order != 1 || self.steps {
            return Err(Failure::command(
                "the formula acts on whole vectors: only its first derivative is printed, and without steps".to_owned(),
            ));
        }
        let names = self
            .wrt
            .as_deref()
            .map_or(formula.inputs(), |name| vec![name]);
        for name in &names {
            let product = formula.vjp(name)?;
            let text = written(&product, self.print.into())?;
            if context.is_jsonl() {
                context.object(
                    &json!({"formula": formula.to_string(), "wrt": name, "order": 1, "vjp": text}),
                )?;
                continue;
            }
            let of = match self.print {
                _ if names.len() == 1 => String::new(),
                Language::Infix => format!("by {name}: "),
                Language::Latex => format!(r"\bar{{{}}} = ", self.spelled(name)),
                Language::Python => format!("grad_{name} = "),
            };
            writeln!(context.out, "{of}{text}")?;
        }
        if !context.is_jsonl() {
            let name = formula.name().unwrap_or("FORMULA");
            context.remark(&[
                "upstream times the Jacobian: what back propagation passes on when upstream arrives".to_owned(),
                format!("the Jacobian itself, in numbers: gradus eval {name} --vector 1,2,3 --jacobian"),
            ])?;
        }
        Ok(Answer::Fine)
    }

    fn find(&self, formula: &Formula, wrt: &str) -> Result<Found, Failure> {
        let mut steps = Vec::new();
        let mut before = formula.clone();
        let mut derivative = formula.clone();
        for _ in 0..self.order {
            before = derivative;
            if self.steps {
                steps.push(before.derivation_in(wrt, self.print.into())?);
            }
            derivative = before.derivative(wrt)?;
        }
        if self.order == 0 {
            formula.derivative(wrt)?;
        }
        let breaks = match formula.inputs() == [wrt] {
            true => before.breaks(),
            false => Vec::new(),
        };
        Ok(Found {
            wrt: wrt.to_owned(),
            text: written(&derivative, self.print.into())?,
            steps,
            returned: kinks::returned(&derivative, &breaks),
            breaks,
        })
    }

    fn print_lines(
        &self,
        context: &mut Context,
        formula: &Formula,
        found: &[Found],
        several: bool,
    ) -> Result<(), Failure> {
        let out = &mut context.out;
        for Found {
            wrt, text, steps, ..
        } in found
        {
            for (index, steps) in steps.iter().enumerate() {
                if self.order > 1 {
                    writeln!(out, "{QUIET}order {}{QUIET:#}", index + 1)?;
                }
                self.print_steps(out, wrt, steps)?;
            }
            if several {
                write!(out, "{} = ", self.quotient(wrt))?;
            }
            writeln!(out, "{text}")?;
        }
        context.remark(&self.notes(formula, found))
    }

    /// `d/dx`, or `d^2/dx^2`, as the language has it; in Python a name.
    fn quotient(&self, wrt: &str) -> String {
        let power = match self.order {
            1 => String::new(),
            order => format!("^{order}"),
        };
        match self.print {
            Language::Infix => format!("d{power}/d{wrt}{power}"),
            Language::Latex => {
                let (power, wrt) = (power.replace('^', "^{") + "}", self.spelled(wrt));
                let power = if self.order == 1 { "" } else { &power };
                format!(r"\frac{{\partial{power}}}{{\partial {wrt}{power}}}")
            }
            Language::Python => format!("d{}_{wrt}", power.trim_start_matches('^')),
        }
    }

    /// A name as the language writes it.
    fn spelled(&self, name: &str) -> String {
        let identity: Result<Formula, _> = format!("f({name}) = {name}").parse();
        identity.map_or_else(|_| name.to_owned(), |read| read.display(self.print.into()))
    }

    fn print_steps(&self, out: &mut impl Write, wrt: &str, steps: &[Step]) -> Result<(), Failure> {
        let of = |text: &str| match self.print {
            Language::Latex => {
                let wrt = self.spelled(wrt);
                format!(r"\frac{{d}}{{d {wrt}}} \left[{text}\right]")
            }
            Language::Infix | Language::Python => format!("d/d{wrt} [{text}]"),
        };
        let rows: Vec<Vec<String>> = steps
            .iter()
            .map(|step| {
                vec![
                    step.rule.to_owned(),
                    of(&step.from),
                    format!("= {}", step.to),
                ]
            })
            .collect();
        let mut table = Table::new(3, Align::Left);
        table.fit(&rows, WIDEST);
        for row in &rows {
            table.row(out, row)?;
        }
        Ok(())
    }

    fn notes(&self, formula: &Formula, found: &[Found]) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(read) = recognised(formula) {
            notes.push(format!("read as {read}"));
        }
        for found in found {
            let returned = (self.order > 0).then_some(&found.returned[..]);
            notes.extend(kinks::sentences(&found.breaks, &found.wrt, returned));
        }
        notes
    }

    fn print_objects(
        &self,
        context: &mut Context,
        formula: &Formula,
        found: &[Found],
    ) -> Result<(), Failure> {
        for found in found {
            let steps = found.steps.iter().enumerate();
            let steps =
                steps.flat_map(|(index, steps)| steps.iter().map(move |step| (index, step)));
            for (number, (index, step)) in (1..).zip(steps) {
                let mut object =
                    json!({"step": number, "rule": step.rule, "from": step.from, "to": step.to});
                if self.order > 1 {
                    object["order"] = json!(index + 1);
                }
                context.object(&object)?;
            }
            let kinks: Vec<_> = found.breaks.iter().map(kinks::object).collect();
            context.object(&json!({
                "formula": formula.to_string(),
                "wrt": found.wrt,
                "order": self.order,
                "derivative": found.text,
                "kinks": kinks,
            }))?;
        }
        Ok(())
    }
}

fn written(formula: &Formula, style: Style) -> Result<String, Failure> {
    let definition = formula.definition();
    definition.map_err(|error| Failure::command(error.to_string()))?;
    Ok(formula.display(style))
}

/// What the formula was recognised as, if that calls functions that were not written.
fn recognised(formula: &Formula) -> Option<String> {
    let (written, read) = (formula.body_text(), formula.recognised_text());
    let known = called(&written);
    let is_new = called(&read).iter().any(|name| !known.contains(name));
    // `sigmoid(x) = 1/(1 + exp(-x))` is no news
    let inputs = formula.inputs().join(", ");
    let is_itself = formula
        .name()
        .is_some_and(|name| read == format!("{name}({inputs})"));
    (is_new && !is_itself).then_some(read)
}

/// The names in a formula that stand before a parenthesis.
fn called(text: &str) -> HashSet<&str> {
    let before = text.split('(').rev().skip(1);
    before
        .map(|part| {
            part.rsplit(|c: char| !(c.is_alphanumeric() || c == '_'))
                .next()
                .unwrap_or_default()
        })
        .filter(|name| !name.is_empty())
        .collect()
}
