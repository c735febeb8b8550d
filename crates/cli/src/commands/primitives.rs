//! The primitive functions of the language, which no formula defines.

use std::io::Write;

use gradus::{Arity, Formula, Func};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::style::{HEADING, QUIET};
use crate::table::{Align, Table};

/// A line for each function that `is_meant`; whether there is any.
pub fn list(is_meant: impl Fn(Func) -> bool, context: &mut Context) -> Result<bool, Failure> {
    let found: Vec<Func> = Func::ALL
        .iter()
        .copied()
        .filter(|&func| is_meant(func))
        .collect();
    if context.is_jsonl() {
        for &func in &found {
            context.object(&object(func))?;
        }
    } else if !found.is_empty() {
        table(&found, context)?;
    }
    Ok(!found.is_empty())
}

fn table(found: &[Func], context: &mut Context) -> Result<(), Failure> {
    let headings = ["name", "arguments", "what it is"].map(str::to_owned);
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|func| {
            let summary = func.summary().to_owned();
            vec![func.name().to_owned(), arguments(func.arity()), summary]
        })
        .collect();
    let mut table = Table::new(3, Align::Left);
    table.fit(&rows, usize::MAX);
    table.heading(&mut context.out, &headings)?;
    for row in &rows {
        table.row(&mut context.out, row)?;
    }
    let (count, out) = (rows.len(), &mut context.out);
    writeln!(
        out,
        "{QUIET}{count} primitive functions; gradus show NAME says more{QUIET:#}"
    )?;
    Ok(())
}

/// What is known about one.
pub fn show(func: Func, context: &mut Context) -> Result<(), Failure> {
    if context.is_jsonl() {
        return context.object(&object(func));
    }
    let mut lines = vec![("what it is", func.summary().to_owned())];
    if !func.aliases().is_empty() {
        lines.push(("also", func.aliases().join(", ")));
    }
    lines.push(("arguments", arguments(func.arity())));
    lines.extend(derivative(func).map(|text| ("derivative", text)));
    lines.push((
        "kind",
        "a primitive function of the language, which no formula defines".to_owned(),
    ));
    let out = &mut context.out;
    writeln!(out, "{HEADING}{}{HEADING:#}", func.name())?;
    for (title, text) in lines {
        writeln!(out, "{QUIET}{title:<12}{QUIET:#}{text}")?;
    }
    Ok(())
}

/// Of a function of one number.
fn derivative(func: Func) -> Option<String> {
    let formula: Formula = func.name().parse().ok()?;
    let derivative = formula.derivative("x").ok()?;
    Some(derivative.body_text())
}

fn arguments(arity: Arity) -> String {
    match arity {
        Arity::Exactly(count) => count.to_string(),
        Arity::AtLeast(count) => format!("{count} or more"),
    }
}

fn object(func: Func) -> Value {
    json!({
        "name": func.name(),
        "aliases": func.aliases(),
        "primitive": true,
        "summary": func.summary(),
        "arguments": arguments(func.arity()),
        "derivative": derivative(func),
    })
}
