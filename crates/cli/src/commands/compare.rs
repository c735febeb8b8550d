//! `gradus compare`: several formulas side by side.

use std::io::Write;

use clap::Args;
use gradus::report::Report;

use super::{named, refuse_vectors, report};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::numbers::number;
use crate::table::{Align, Table, shortened};

const EXAMPLES: &str = "\
Examples:
  gradus compare relu swish gelu mish
  gradus compare elu 'x*sigmoid(1.702*x)' --set alpha=0.5 --format jsonl

A line a property, a column a formula. gain is 1/sqrt(E f(z)^2) and slope gain 1/sqrt(E f'(z)^2) for a
standard normal z; edge is a point of the edge of chaos; operations and functions are those of the
value, then of value and slope. With --format jsonl: the report of each, one a line.";

/// The properties of several formulas side by side.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// The formulas: bodies, definitions, built-in names, @FILE, or - for standard input
    #[arg(required = true, value_name = "FORMULA")]
    formulas: Vec<String>,
    /// A value for a parameter of every formula that has it (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// A longer name or property is cut.
const LONGEST: usize = 26;

impl Compare {
    pub fn run(self, context: &mut Context) -> Outcome {
        let reports = self.reports(context)?;
        if context.is_jsonl() {
            for found in &reports {
                context.object(&report::object(found))?;
            }
        } else {
            print(&reports, &mut context.out)?;
        }
        Ok(Answer::Fine)
    }

    fn reports(&self, context: &mut Context) -> Result<Vec<Report>, Failure> {
        let mut formulas = Vec::new();
        for text in &self.formulas {
            let formula = context.formula(text)?;
            refuse_vectors(&formula)?;
            formulas.push(formula);
        }
        for setting in &self.set {
            let (name, value) = named(setting, "--set")?;
            let value = number(value, &context.scope)?;
            let mut refused = None;
            let mut is_set = false;
            for formula in &mut formulas {
                match formula.with(name, value) {
                    Ok(changed) => {
                        *formula = changed;
                        is_set = true;
                    }
                    Err(error) => refused = Some(error),
                }
            }
            if let (false, Some(error)) = (is_set, refused) {
                return Err(error.into());
            }
        }
        let mut reports = Vec::new();
        for formula in &formulas {
            reports.push(formula.report()?);
        }
        Ok(reports)
    }
}

fn print(reports: &[Report], out: &mut impl Write) -> std::io::Result<()> {
    let columns: Vec<_> = reports.iter().map(report::brief).collect();
    let mut heading = vec![String::new()];
    heading.extend(
        reports
            .iter()
            .map(|found| shortened(found.name().unwrap_or(found.formula()), LONGEST)),
    );
    let mut rows = Vec::new();
    for (index, (title, _)) in columns[0].iter().enumerate() {
        let mut row = vec![(*title).to_owned()];
        row.extend(
            columns
                .iter()
                .map(|column| shortened(&column[index].1, LONGEST)),
        );
        rows.push(row);
    }
    let mut table = Table::new(heading.len(), Align::Left);
    table.fit(std::slice::from_ref(&heading), LONGEST);
    table.fit(&rows, LONGEST);
    table.heading(out, &heading)?;
    for row in &rows {
        table.row(out, row)?;
    }
    Ok(())
}
