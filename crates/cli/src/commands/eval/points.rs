//! Where a formula is evaluated: points from the command line, a file, or evenly spaced.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use gradus::Scope;

use super::Eval;
use crate::commands::named;
use crate::context::Context;
use crate::failure::Failure;
use crate::numbers::{Real, list, number, numbers};

/// Points one after the other: their inputs in the order of the header.
pub struct Points<T> {
    /// How many, where that is known.
    pub count: Option<u64>,
    /// The points, or what is wrong with one.
    pub rows: Box<dyn Iterator<Item = Result<Vec<T>, Failure>>>,
}

/// A longer line is no point.
const LONGEST: u64 = 1 << 16;

/// The points that the options ask for.
pub fn points<T: Real>(
    eval: &Eval,
    inputs: &[String],
    context: &mut Context,
) -> Result<Points<T>, Failure> {
    if let Some(path) = &eval.at_file {
        return from_file(path, inputs.to_vec(), context);
    }
    if let (Some(from), Some(to), Some(count)) = (&eval.from, &eval.to, eval.points) {
        return evenly(from, to, count, inputs, &context.scope);
    }
    let mut rows = Vec::new();
    for text in &eval.at {
        rows.extend(typed(text, inputs, &context.scope)?);
    }
    Ok(Points {
        count: Some(rows.len() as u64),
        rows: Box::new(rows.into_iter().map(Ok)),
    })
}

/// `1,2,3` for one input, `a=1,b=2` for several.
fn typed<T: Real>(text: &str, inputs: &[String], scope: &Scope) -> Result<Vec<Vec<T>>, Failure> {
    if inputs.len() == 1 && !text.contains('=') {
        let numbers = numbers(text, scope)?;
        return Ok(numbers.into_iter().map(|x| vec![x]).collect());
    }
    let mut row: Vec<Option<T>> = vec![None; inputs.len()];
    for part in list(text) {
        if !part.contains('=') {
            return Err(Failure::command(format!(
                "the formula has several inputs: write {}, found `{text}`",
                example(inputs)
            )));
        }
        let (name, value) = named(part, "--at")?;
        let Some(place) = inputs.iter().position(|input| input == name) else {
            let known = inputs.join("`, `");
            return Err(Failure::command(format!(
                "`{name}` is no input of the formula; it has `{known}`"
            )));
        };
        if row[place].replace(number(value, scope)?).is_some() {
            return Err(Failure::command(format!(
                "the input `{name}` is given twice in `{text}`"
            )));
        }
    }
    let missing = || inputs.iter().zip(&row).find(|(_, value)| value.is_none());
    if let Some((name, _)) = missing() {
        return Err(Failure::command(format!(
            "the input `{name}` is missing in `{text}`"
        )));
    }
    Ok(vec![row.into_iter().flatten().collect()])
}

/// `--at a=…,b=…`
fn example(inputs: &[String]) -> String {
    let parts: Vec<String> = inputs.iter().map(|input| format!("{input}=…")).collect();
    format!("--at {}", parts.join(","))
}

fn evenly<T: Real>(
    from: &str,
    to: &str,
    count: u64,
    inputs: &[String],
    scope: &Scope,
) -> Result<Points<T>, Failure> {
    if inputs.len() != 1 {
        return Err(Failure::command(format!(
            "--from and --to are for formulas with one input\nhelp: write {}, or give a file",
            example(inputs)
        )));
    }
    let (from, to): (f64, f64) = (number(from, scope)?, number(to, scope)?);
    if !(from.is_finite() && to.is_finite()) {
        return Err(Failure::command("--from and --to must be finite numbers"));
    }
    let place = move |index: u64| {
        if index + 1 == count && count > 1 {
            return to;
        }
        let part = index as f64 / (count.max(2) - 1) as f64;
        let width = to - from;
        if width.is_finite() {
            // whole steps stay whole
            from + width * index as f64 / (count.max(2) - 1) as f64
        } else {
            from * (1.0 - part) + to * part
        }
    };
    let rows = (0..count).map(move |index| Ok(vec![T::number(place(index))]));
    Ok(Points {
        count: Some(count),
        rows: Box::new(rows),
    })
}

fn from_file<T: Real>(
    path: &str,
    inputs: Vec<String>,
    context: &mut Context,
) -> Result<Points<T>, Failure> {
    let path = path.trim();
    let (place, reader): (_, Box<dyn BufRead>) = if path == "-" {
        context.take_stdin()?;
        (
            "standard input".to_owned(),
            Box::new(std::io::stdin().lock()),
        )
    } else {
        let file = File::open(path)
            .map_err(|error| Failure::command(format!("cannot read {path}: {error}")))?;
        (
            path.to_owned(),
            Box::new(BufReader::with_capacity(1 << 16, file)),
        )
    };
    let mut lines = Lines {
        reader,
        place,
        line: 0,
        inputs,
        scope: context.scope.clone(),
    };
    let rows = std::iter::from_fn(move || lines.point().transpose());
    Ok(Points {
        count: None,
        rows: Box::new(rows),
    })
}

/// The points of a file, read line by line.
struct Lines {
    reader: Box<dyn BufRead>,
    place: String,
    line: u64,
    inputs: Vec<String>,
    scope: Scope,
}

impl Lines {
    /// The next point; `None` at the end.
    fn point<T: Real>(&mut self) -> Result<Option<Vec<T>>, Failure> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let read = self
                .reader
                .by_ref()
                .take(LONGEST)
                .read_until(b'\n', &mut bytes);
            let read = read.map_err(|error| self.wrong(&error.to_string()))?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            if read as u64 == LONGEST {
                return Err(self.wrong("the line is too long"));
            }
            let text = std::str::from_utf8(&bytes).map_err(|_| self.wrong("not UTF-8 text"))?;
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() && !text.starts_with('#') {
                return self.numbers(text).map(Some);
            }
        }
    }

    fn numbers<T: Real>(&self, text: &str) -> Result<Vec<T>, Failure> {
        let parts = list(text);
        if parts.len() != self.inputs.len() {
            let inputs = self.inputs.join(", ");
            let expected = match self.inputs.len() {
                1 => "1 number".to_owned(),
                several => format!("{several} numbers"),
            };
            return Err(self.wrong(&format!(
                "expected {expected} ({inputs}), found {}",
                parts.len()
            )));
        }
        let read =
            |part: &str| number(part, &self.scope).map_err(|error| self.wrong(&error.message()));
        parts.into_iter().map(read).collect()
    }

    fn wrong(&self, what: &str) -> Failure {
        Failure::command(format!("{}, line {}: {what}", self.place, self.line))
    }
}
