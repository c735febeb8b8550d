//! `gradus show`: what is known about a built-in function.

use std::io::{IsTerminal, Write};

use clap::Args;
use gradus::catalog::{self, AtKinks, ParameterNote, Record};
use gradus::{Break, Formula, Func};
use serde_json::{Value, json};

use super::{kinks, plot, primitives};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::numbers::plain;
use crate::screen;
use crate::style::{HEADING, QUIET};
use crate::table::wrapped;

const EXAMPLES: &str = "\
Examples:
  gradus show mish
  gradus show prelu --format jsonl

Names are those of gradus list and gradus list --functions, and their aliases.";

/// What is known about a built-in function: formula, derivative, kinks, source, advice.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// A name or an alias
    name: String,
}

/// Where values begin.
const INDENT: usize = 12;
/// The height of the picture.
const PICTURE: usize = 16;

/// A record, and what follows from its formula.
struct Known {
    record: &'static Record,
    formula: Formula,
    /// By each input; none for functions of vectors.
    derivatives: Vec<(String, String)>,
    breaks: Vec<Break>,
    /// What the derivative returns there.
    returned: Vec<f64>,
}

impl Show {
    pub fn run(self, context: &mut Context) -> Outcome {
        let name = self.name.trim();
        let Some(record) = catalog::find(name) else {
            let Some(func) = Func::from_name(name) else {
                return Err(unknown(name));
            };
            primitives::show(func, context)?;
            return Ok(Answer::Fine);
        };
        let formula = Formula::builtin(name)?;
        let known = Known::new(record, formula)?;
        if context.is_jsonl() {
            context.object(&known.object())?;
        } else {
            known.print(&mut context.out)?;
            if std::io::stdout().is_terminal() && plot::can_draw(&known.formula) {
                let drawn = plot::drawn(&known.formula, PICTURE, context.has_colours())?;
                writeln!(context.out, "\n{drawn}")?;
            }
        }
        Ok(Answer::Fine)
    }
}

fn unknown(name: &str) -> Failure {
    match Formula::builtin(name) {
        Err(error) => error.into(),
        Ok(_) => Failure::command(format!("no activation is called `{name}`")),
    }
}

impl Known {
    fn new(record: &'static Record, formula: Formula) -> Result<Self, Failure> {
        let mut derivatives = Vec::new();
        if !formula.is_vector() {
            for input in formula.inputs() {
                derivatives.push((input.to_owned(), formula.derivative(input)?.body_text()));
            }
        }
        let (mut breaks, mut returned) = (Vec::new(), Vec::new());
        if let [input] = formula.inputs()[..]
            && !formula.is_vector()
        {
            breaks = formula.breaks();
            returned = kinks::returned(&formula.derivative(input)?, &breaks);
        }
        Ok(Self {
            record,
            formula,
            derivatives,
            breaks,
            returned,
        })
    }

    fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        let record = self.record;
        writeln!(out, "{HEADING}{}{HEADING:#}", record.name)?;
        let width = screen::columns().map_or(usize::MAX, |columns| {
            columns.saturating_sub(INDENT).max(INDENT)
        });
        for (title, text) in self.lines() {
            for (index, line) in wrapped(&text, width).iter().enumerate() {
                let title = if index == 0 { title } else { "" };
                writeln!(out, "{QUIET}{title:<INDENT$}{QUIET:#}{line}")?;
            }
        }
        Ok(())
    }

    /// Titles and texts; a title that is empty belongs to the one before.
    fn lines(&self) -> Vec<(&'static str, String)> {
        let record = self.record;
        let mut lines = vec![("formula", self.formula.to_string())];
        if !record.aliases.is_empty() {
            lines.push(("also", record.aliases.join(", ")));
        }
        lines.extend(titled("derivative", self.derivative_lines()));
        lines.extend(titled(
            "parameters",
            record
                .parameters
                .iter()
                .map(|note| self.parameter(note))
                .collect(),
        ));
        lines.extend(record.range.map(|range| ("range", range.to_owned())));
        lines.extend(titled("kinks", self.kink_lines()));
        lines.push(("good for", record.good_for.to_owned()));
        lines.extend(record.advice.map(|advice| ("advice", advice.to_owned())));
        lines.extend(record.note.map(|note| ("note", note.to_owned())));
        lines.push((
            "source",
            format!("{} ({})", record.source, record.certainty),
        ));
        lines.push(("family", record.family.to_string()));
        lines
    }

    fn derivative_lines(&self) -> Vec<String> {
        match &self.derivatives[..] {
            [] => vec![format!(
                "a Jacobian: gradus eval {} --vector 1,2,3 --jacobian",
                self.record.name
            )],
            [(_, single)] => vec![single.clone()],
            several => several
                .iter()
                .map(|(input, text)| format!("d/d{input} = {text}"))
                .collect(),
        }
    }

    fn parameter(&self, note: &ParameterNote) -> String {
        let parameters = self.formula.parameters();
        let found = parameters
            .iter()
            .find(|parameter| parameter.name == note.name);
        let default = found
            .map(|parameter| format!(" = {}", plain(parameter.value)))
            .unwrap_or_default();
        let trained = if note.trained { ", trained" } else { "" };
        format!(
            "{}{default} ({}{trained}): {}",
            note.name, note.valid, note.meaning
        )
    }

    fn kink_lines(&self) -> Vec<String> {
        let input = self
            .formula
            .inputs()
            .first()
            .copied()
            .unwrap_or("x")
            .to_owned();
        let breaks = self.breaks.iter().zip(&self.returned);
        let mut lines: Vec<String> = breaks
            .map(|(found, at)| kinks::sentence_with(found, &input, *at))
            .collect();
        lines.extend(self.record.at_kinks.map(|at| elsewhere(&at)));
        lines
    }

    fn object(&self) -> Value {
        let record = self.record;
        let derivatives: serde_json::Map<String, Value> = self
            .derivatives
            .iter()
            .map(|(input, text)| (input.clone(), Value::String(text.clone())))
            .collect();
        let parameters: Vec<Value> = record
            .parameters
            .iter()
            .map(|note| json!({"name": note.name, "valid": note.valid, "trained": note.trained, "meaning": note.meaning}))
            .collect();
        let at_kinks = record
            .at_kinks
            .map(|at| json!({"pytorch": at.pytorch, "jax": at.jax, "note": at.note}));
        json!({
            "name": record.name,
            "aliases": record.aliases,
            "formula": self.formula.to_string(),
            "derivatives": derivatives,
            "parameters": parameters,
            "range": record.range,
            "kinks": self.breaks.iter().map(kinks::object).collect::<Vec<_>>(),
            "at_kinks": at_kinks,
            "good_for": record.good_for,
            "advice": record.advice,
            "note": record.note,
            "source": record.source,
            "certainty": record.certainty.to_string(),
            "family": super::list::word(record.family),
        })
    }
}

/// What other frameworks return at the kinks.
fn elsewhere(at: &AtKinks) -> String {
    let frameworks = [("PyTorch", at.pytorch), ("JAX", at.jax)];
    let returned: Vec<String> = frameworks
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name} returns {value}")))
        .collect();
    match (returned.is_empty(), at.note.is_empty()) {
        (true, _) => at.note.to_owned(),
        (false, true) => returned.join(", "),
        (false, false) => format!("{}. {}", returned.join(", "), at.note),
    }
}

/// The title before the first line, none before the others.
fn titled(title: &'static str, lines: Vec<String>) -> impl Iterator<Item = (&'static str, String)> {
    lines
        .into_iter()
        .enumerate()
        .map(move |(index, line)| (if index == 0 { title } else { "" }, line))
}
