//! Values and Jacobians at whole vectors.

use std::io::Write;

use gradus::{Formula, ShapeError};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Eval, Type};
use crate::context::Context;
use crate::failure::Failure;
use crate::numbers::{Json, Real, numbers, plain};
use crate::style::HEADING;
use crate::table::{Align, Table};

/// Evaluates the formula at the vectors given, and prints what was found.
pub fn run(eval: &Eval, formula: &Formula, context: &mut Context) -> Result<(), Failure> {
    match eval.precision {
        Type::F64 => answer::<f64, f64>(eval, formula, context),
        Type::F32 => answer::<f32, f32>(eval, formula, context),
        Type::F32Rounded => answer::<f32, f64>(eval, formula, context),
    }
}

/// Evaluated in `W`, read and printed in `T`.
fn answer<T: Real, W: Real>(
    eval: &Eval,
    formula: &Formula,
    context: &mut Context,
) -> Result<(), Failure> {
    let mut given: Vec<Vec<T>> = Vec::new();
    for text in &eval.vector {
        given.push(numbers(text, &context.scope)?);
    }
    let vectors = vectors(formula, &given)?;
    let wide: Vec<Vec<W>> = vectors.iter().map(|vector| converted(vector)).collect();
    let slices: Vec<&[W]> = wide.iter().map(Vec::as_slice).collect();
    let kernel = formula.compile_vector::<W>();
    let value = kernel.call(&slices).map_err(|error| unequal(&error))?;
    let jacobian = match eval.jacobian {
        true => Some(kernel.jacobian(&slices).map_err(|error| unequal(&error))?),
        false => None,
    };
    let answer = Answer::<T> {
        given: names(formula, given.len()).into_iter().zip(given).collect(),
        value: converted(&value),
        jacobian: jacobian.map(|rows| rows.iter().map(|row| converted(row)).collect()),
    };
    if context.is_jsonl() {
        context.object(&answer)
    } else {
        Ok(answer.print(&mut context.out)?)
    }
}

/// What was found.
struct Answer<T> {
    /// Names and vectors as they were given.
    given: Vec<(String, Vec<T>)>,
    value: Vec<T>,
    jacobian: Option<Vec<Vec<T>>>,
}

/// The vectors, one for each input: a single one is divided evenly among several scalar inputs.
fn vectors<T: Real>(formula: &Formula, given: &[Vec<T>]) -> Result<Vec<Vec<T>>, Failure> {
    let inputs = formula.inputs().len();
    if given.len() == inputs {
        if given.iter().any(|vector| vector.len() != given[0].len()) {
            return Err(Failure::command(
                "the vectors of all inputs must have the same length",
            ));
        }
        return Ok(given.to_vec());
    }
    match given {
        [single] if single.len().is_multiple_of(inputs) => {
            let part = single.len() / inputs;
            Ok(single.chunks(part.max(1)).map(<[T]>::to_vec).collect())
        }
        [single] => Err(Failure::command(format!(
            "{} numbers cannot be divided evenly among the inputs {}",
            single.len(),
            formula.inputs().join(", ")
        ))),
        several => Err(Failure::command(format!(
            "the formula has the inputs {}: give --vector {inputs} times, found {}",
            formula.inputs().join(", "),
            several.len()
        ))),
    }
}

/// What the given vectors are called: a single one is `x`, whatever it is divided among.
fn names(formula: &Formula, given: usize) -> Vec<String> {
    match given {
        1 => vec!["x".to_owned()],
        _ => formula.inputs().into_iter().map(str::to_owned).collect(),
    }
}

fn converted<A: Real, B: Real>(numbers: &[A]) -> Vec<B> {
    numbers
        .iter()
        .map(|number| B::number(number.to_f64().unwrap_or(f64::NAN)))
        .collect()
}

fn unequal(error: &ShapeError) -> Failure {
    Failure::command(error.to_string())
}

/// Vectors by their names.
struct Given<'a, T>(&'a [(String, Vec<T>)]);

impl<T: Real> Serialize for Given<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, vector)| (name, array(vector))))
    }
}

fn array<T: Real>(numbers: &[T]) -> Vec<Json<T>> {
    numbers.iter().copied().map(Json).collect()
}

impl<T: Real> Serialize for Answer<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        if self.given.iter().any(|(name, _)| super::is_key(name)) {
            object.serialize_entry("inputs", &Given(&self.given))?;
        } else {
            for (name, vector) in &self.given {
                object.serialize_entry(name, &array(vector))?;
            }
        }
        object.serialize_entry("f", &array(&self.value))?;
        if let Some(rows) = &self.jacobian {
            let rows: Vec<_> = rows.iter().map(|row| array(row)).collect();
            object.serialize_entry("jacobian", &rows)?;
        }
        object.end()
    }
}

impl<T: Real> Answer<T> {
    fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        let given = self
            .given
            .iter()
            .map(|(name, vector)| (name.as_str(), vector));
        let rows: Vec<Vec<String>> = given
            .chain([("f", &self.value)])
            .map(|(name, vector)| {
                std::iter::once(name.to_owned())
                    .chain(vector.iter().map(plain))
                    .collect()
            })
            .collect();
        print_rows(out, &rows)?;
        if let Some(jacobian) = &self.jacobian {
            writeln!(out, "{HEADING}jacobian{HEADING:#}")?;
            let rows: Vec<Vec<String>> = jacobian
                .iter()
                .map(|row| row.iter().map(plain).collect())
                .collect();
            print_rows(out, &rows)?;
        }
        Ok(())
    }
}

fn print_rows(out: &mut impl Write, rows: &[Vec<String>]) -> std::io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut table = Table::new(columns, Align::Right);
    table.fit(rows, usize::MAX);
    rows.iter().try_for_each(|row| table.row(out, row))
}
