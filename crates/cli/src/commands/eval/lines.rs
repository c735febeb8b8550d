//! Points to lines: evaluated and written block by block.

use std::io::{IsTerminal, Write};

use gradus::Kernel;
use indicatif::{ProgressBar, ProgressStyle};

use super::points::Points;
use crate::context::Context;
use crate::failure::Failure;
use crate::numbers::{Real, is_finite, plain, shortest};
use crate::table::{Align, Table};

/// Points that are evaluated together.
const BLOCK: usize = 4096;
/// From so many points on it is worth saying how far it is.
const MANY: u64 = 1_000_000;

/// A line for each point: its inputs, the value, the derivatives in their order.
pub fn write<T: Real>(
    kernels: &[Kernel<T>],
    inputs: &[String],
    points: Points<T>,
    context: &mut Context,
) -> Result<(), Failure> {
    let progress = Progress::new(points.count);
    let mut block = Block::new(inputs.len(), kernels.len());
    let mut layout = Layout::new(inputs, kernels.len(), context);
    for row in points.rows {
        match row {
            Ok(row) => block.push(&row),
            Err(failure) => {
                // what came before is right
                layout.write(&mut block, kernels, context)?;
                return Err(failure);
            }
        }
        if block.len() == BLOCK {
            layout.write(&mut block, kernels, context)?;
            progress.advance(BLOCK as u64);
        }
    }
    layout.write(&mut block, kernels, context)?;
    progress.finish();
    Ok(())
}

/// Some points, column by column.
struct Block<T> {
    inputs: Vec<Vec<T>>,
    results: Vec<Vec<T>>,
}

impl<T: Real> Block<T> {
    fn new(inputs: usize, results: usize) -> Self {
        Self {
            inputs: vec![Vec::new(); inputs],
            results: vec![Vec::new(); results],
        }
    }

    fn push(&mut self, row: &[T]) {
        for (column, &number) in self.inputs.iter_mut().zip(row) {
            column.push(number);
        }
    }

    fn len(&self) -> usize {
        self.inputs.first().map_or(0, Vec::len)
    }

    fn evaluate(&mut self, kernels: &[Kernel<T>]) {
        let length = self.len();
        let inputs: Vec<&[T]> = self.inputs.iter().map(Vec::as_slice).collect();
        for (kernel, results) in kernels.iter().zip(&mut self.results) {
            results.resize(length, T::default());
            kernel.map_n(&inputs, results);
        }
    }

    fn row(&self, index: usize) -> impl Iterator<Item = T> {
        self.inputs
            .iter()
            .chain(&self.results)
            .map(move |column| column[index])
    }

    fn clear(&mut self) {
        self.inputs
            .iter_mut()
            .chain(&mut self.results)
            .for_each(Vec::clear);
    }
}

/// How points are written.
enum Layout {
    Objects {
        /// What stands before each number.
        keys: Vec<String>,
    },
    Table {
        columns: Vec<String>,
        table: Table,
        has_heading: bool,
    },
}

impl Layout {
    fn new(inputs: &[String], results: usize, context: &Context) -> Self {
        let orders = (1..results).map(|order| format!("d{order}"));
        let results = std::iter::once("f".to_owned()).chain(orders);
        if context.is_jsonl() {
            let inputs = match inputs {
                [_] => vec!["x".to_owned()],
                several => several.to_vec(),
            };
            let keys = keys(&inputs, results);
            return Self::Objects { keys };
        }
        let columns: Vec<String> = inputs.iter().cloned().chain(results).collect();
        let table = Table::new(columns.len(), Align::Right);
        Self::Table {
            columns,
            table,
            has_heading: false,
        }
    }

    fn write<T: Real>(
        &mut self,
        block: &mut Block<T>,
        kernels: &[Kernel<T>],
        context: &mut Context,
    ) -> Result<(), Failure> {
        block.evaluate(kernels);
        match self {
            Self::Objects { keys } => {
                for index in 0..block.len() {
                    object(&mut context.out, keys, block.row(index))?;
                }
            }
            Self::Table {
                columns,
                table,
                has_heading,
            } => {
                let rows: Vec<Vec<String>> = (0..block.len())
                    .map(|index| block.row(index).map(plain).collect())
                    .collect();
                table.fit(std::slice::from_ref(columns), usize::MAX);
                table.fit(&rows, usize::MAX);
                if !std::mem::replace(has_heading, true) {
                    table.heading(&mut context.out, columns)?;
                }
                for row in &rows {
                    table.row(&mut context.out, row)?;
                }
            }
        }
        block.clear();
        Ok(())
    }
}

/// What stands before each number of an object. Inputs whose names are those of results have an object of their own.
fn keys(inputs: &[String], results: impl Iterator<Item = String>) -> Vec<String> {
    let nested = inputs.iter().any(|name| super::is_key(name));
    let (open, close) = if nested {
        ("{\"inputs\":{", "},")
    } else {
        ("{", ",")
    };
    let quoted = |before: &str, key: &str| format!("{before}{}:", serde_json::Value::from(key));
    let mut keys = Vec::new();
    for (index, name) in inputs.iter().enumerate() {
        keys.push(quoted(if index == 0 { open } else { "," }, name));
    }
    for (index, name) in results.enumerate() {
        keys.push(quoted(if index == 0 { close } else { "," }, &name));
    }
    keys
}

fn object<T: Real>(
    out: &mut impl Write,
    keys: &[String],
    numbers: impl Iterator<Item = T>,
) -> std::io::Result<()> {
    for (key, number) in keys.iter().zip(numbers) {
        out.write_all(key.as_bytes())?;
        let quote = if is_finite(number) { "" } else { "\"" };
        write!(out, "{quote}{}{quote}", shortest(number))?;
    }
    out.write_all(b"}\n")
}

/// How far it is, on standard error, if many points go elsewhere than to the terminal.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn new(count: Option<u64>) -> Self {
        let is_watched = std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        let many = count.is_none_or(|count| count > MANY);
        if !is_watched || !many {
            return Self(None);
        }
        let bar = count.map_or_else(ProgressBar::no_length, ProgressBar::new);
        let template = match count {
            Some(_) => "{bar:40} {percent}% of {human_len} points, {eta} left",
            None => "{spinner} {human_pos} points",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    fn advance(&self, points: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(points);
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
