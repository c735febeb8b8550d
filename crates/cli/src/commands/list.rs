//! `gradus list`: the catalogue.

use clap::Args;
use clap::builder::PossibleValuesParser;
use gradus::Func;
use gradus::catalog::{self, Family, Record};
use serde_json::json;

use super::primitives;
use crate::context::Context;
use crate::failure::{Answer, Outcome};
use crate::screen;
use crate::style::QUIET;
use crate::table::{Align, Table, shortened};

const EXAMPLES: &str = "\
Examples:
  gradus list
  gradus list --family gelu
  gradus list swish
  gradus list --functions

A PATTERN is a part of a name, of an alias or of the line that says what a function is good for.
Exit status: 0 if there is any, 1 if there is none.";

/// The built-in functions: name, formula and family.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct List {
    /// Only those with this in their names or descriptions
    pattern: Option<String>,
    /// Only those of a family
    #[arg(long, value_name = "FAMILY", value_parser = PossibleValuesParser::new(families()))]
    family: Option<String>,
    /// The primitive functions that formulas are made of instead
    #[arg(long, conflicts_with = "family")]
    functions: bool,
}

/// The widest formula that widens its column.
const WIDEST: usize = 72;
/// What a formula has at least on a narrow terminal.
const NARROWEST: usize = 24;
/// What the longest word for a family takes, and the gaps.
const BESIDE: usize = 14;

/// The words for families.
fn families() -> impl Iterator<Item = &'static str> {
    Family::ALL.iter().map(|&family| word(family))
}

/// A family in one word.
pub fn word(family: Family) -> &'static str {
    match family {
        Family::Linear => "linear",
        Family::Bounded => "bounded",
        Family::Sigmoid => "sigmoid",
        Family::Tanh => "tanh",
        Family::Relu => "relu",
        Family::Leaky => "leaky",
        Family::Elu => "elu",
        Family::Swish => "swish",
        Family::Softplus => "softplus",
        Family::Gelu => "gelu",
        Family::Periodic => "periodic",
        Family::Radial => "radial",
        Family::Polynomial => "polynomial",
        Family::Gate => "gate",
        Family::Vector => "vector",
    }
}

/// The formula of a record on one line.
fn formula(record: &Record) -> String {
    record
        .definition
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

impl List {
    pub fn run(self, context: &mut Context) -> Outcome {
        if self.functions {
            let is_meant = |func: Func| {
                let texts = [func.name(), func.summary()];
                self.is_matched(texts.into_iter().chain(func.aliases().iter().copied()))
            };
            return Ok(match primitives::list(is_meant, context)? {
                true => Answer::Fine,
                false => Answer::No,
            });
        }
        let records: Vec<&Record> = catalog::all()
            .filter(|record| self.is_meant(record))
            .collect();
        if context.is_jsonl() {
            for record in &records {
                context.object(&json!({
                    "name": record.name,
                    "aliases": record.aliases,
                    "formula": formula(record),
                    "family": word(record.family),
                    "good_for": record.good_for,
                }))?;
            }
        } else if !records.is_empty() {
            print(&records, context)?;
        }
        Ok(if records.is_empty() {
            Answer::No
        } else {
            Answer::Fine
        })
    }

    fn is_meant(&self, record: &Record) -> bool {
        let in_family = self
            .family
            .as_ref()
            .is_none_or(|family| family == word(record.family));
        let texts = [record.name, record.good_for];
        in_family && self.is_matched(texts.into_iter().chain(record.aliases.iter().copied()))
    }

    /// Whether the pattern is in one of the texts.
    fn is_matched<'a>(&self, mut texts: impl Iterator<Item = &'a str>) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| {
            let pattern = pattern.trim().to_lowercase();
            texts.any(|text| text.to_lowercase().contains(&pattern))
        })
    }
}

fn print(records: &[&Record], context: &mut Context) -> std::io::Result<()> {
    let headings = ["name", "formula", "family"].map(str::to_owned);
    // on a terminal a line is a line
    let names = records
        .iter()
        .map(|record| record.name.len())
        .max()
        .unwrap_or(0);
    let widest =
        screen::columns().map(|columns| columns.saturating_sub(names + BESIDE).max(NARROWEST));
    let shown = |record: &Record| match widest {
        Some(widest) => shortened(&formula(record), widest),
        None => formula(record),
    };
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| {
            vec![
                record.name.to_owned(),
                shown(record),
                word(record.family).to_owned(),
            ]
        })
        .collect();
    let mut table = Table::new(3, Align::Left);
    table.fit(&rows, WIDEST);
    table.heading(&mut context.out, &headings)?;
    for row in &rows {
        table.row(&mut context.out, row)?;
    }
    let count = records.len();
    let word = if count == 1 { "function" } else { "functions" };
    std::io::Write::write_all(
        &mut context.out,
        format!("{QUIET}{count} {word}; gradus show NAME says more{QUIET:#}\n").as_bytes(),
    )
}
