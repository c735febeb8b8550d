//! What was measured, in words and numbers.

use std::io::Write;

use gradus::accuracy::{Accuracy, Format, PointError, Quantiles};
use serde::Serialize;
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::numbers::{self, Json, plain};
use crate::style::{BAD, GOOD, HEADING, QUIET};
use crate::table::{Align, Table};

/// What was measured, and where.
pub struct Heading {
    /// The formula.
    pub formula: String,
    /// The order of the derivative, 0 for the value.
    pub order: u32,
    /// What the derivative is by.
    pub by: String,
    /// The format and the range in words.
    pub place: String,
    /// Results may have a conditioned error up to this.
    pub most: Option<f64>,
}

impl Heading {
    /// What is measured: `gelu`, `the derivative of gelu by x`.
    pub fn subject(&self) -> String {
        let Self { formula, by, .. } = self;
        match self.order {
            0 => formula.clone(),
            1 => format!("the derivative of {formula} by {by}"),
            2 => format!("the second derivative of {formula} by {by}"),
            order => format!("the derivative of order {order} of {formula} by {by}"),
        }
    }

    /// Whether the errors found are allowed.
    pub fn is_kept(&self, found: &Accuracy) -> bool {
        self.most
            .is_none_or(|most| found.conditioned.maximum <= most)
    }
}

/// For people.
pub fn write(heading: &Heading, found: &Accuracy, context: &mut Context) -> Result<(), Failure> {
    let out = &mut context.out;
    writeln!(
        out,
        "{HEADING}{}{HEADING:#}, {}",
        heading.subject(),
        heading.place
    )?;
    let plural = |count: u64, words: &str| match count {
        0 => String::new(),
        count => format!(", {} {words}", grouped(count)),
    };
    writeln!(
        out,
        "{} points against high precision{}{}",
        grouped(found.points),
        plural(found.undefined, "without a value"),
        plural(found.unknown, "whose true value was not found"),
    )?;
    writeln!(out)?;
    quantiles(found, out)?;
    faults(found, out)?;
    worst(found, out)?;
    if let Some(most) = heading.most {
        let (style, answer) = match heading.is_kept(found) {
            true => (GOOD, "kept"),
            false => (BAD, "exceeded"),
        };
        writeln!(
            out,
            "\n{style}{answer}{style:#}: conditioned error up to {} ulp",
            plain(most)
        )?;
    }
    Ok(())
}

fn quantiles(found: &Accuracy, out: &mut impl Write) -> std::io::Result<()> {
    let cells = |name: &str, quantiles: &Quantiles| {
        let Quantiles {
            maximum,
            per_mille,
            percent,
            median,
        } = *quantiles;
        let numbers = [maximum, per_mille, percent, median].map(short);
        std::iter::once(name.to_owned()).chain(numbers).collect()
    };
    let headings = ["error", "greatest", "99.9 %", "99 %", "median"].map(str::to_owned);
    let rows: [Vec<String>; 2] = [
        cells("in ulp", &found.ulp),
        cells("conditioned", &found.conditioned),
    ];
    let mut table = Table::new(headings.len(), Align::Right);
    table.fit(&[headings.to_vec()], usize::MAX);
    table.fit(&rows, usize::MAX);
    table.heading(out, &headings)?;
    for row in &rows {
        table.row(out, row)?;
    }
    writeln!(
        out,
        "{QUIET}conditioned: over max(1, |x g'/g|), what rounding the input alone would do to the value g{QUIET:#}"
    )
}

fn faults(found: &Accuracy, out: &mut impl Write) -> std::io::Result<()> {
    let faults = &found.faults;
    if faults.is_empty() {
        return writeln!(
            out,
            "{GOOD}no{GOOD:#} NaN or infinity, zero or sign that is wrong"
        );
    }
    for (count, words) in [
        (
            faults.not_finite,
            "NaN or infinite where the true value is finite",
        ),
        (
            faults.false_zeros,
            "zero where the true value is a normal number",
        ),
        (faults.wrong_signs, "of the wrong sign, by more than 8 ulp"),
    ] {
        if count > 0 {
            writeln!(out, "{BAD}{}{BAD:#} {words}", grouped(count))?;
        }
    }
    Ok(())
}

fn worst(found: &Accuracy, out: &mut impl Write) -> std::io::Result<()> {
    if found.worst.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{HEADING}the worst, at most one for each exponent of the input{HEADING:#}"
    )?;
    let headings = [
        "x",
        "bits of x",
        "result",
        "truth, rounded",
        "ulp",
        "conditioned",
    ];
    let headings = headings.map(str::to_owned).to_vec();
    let number = |x: f64| match found.format.is_single() {
        true => plain(x as f32),
        false => plain(x),
    };
    let row = |point: &PointError| {
        vec![
            number(point.x),
            found.format.bits(point.x),
            number(point.result),
            number(point.truth),
            short(point.ulp),
            short(point.conditioned),
        ]
    };
    let rows: Vec<Vec<String>> = found.worst.iter().map(row).collect();
    let mut table = Table::new(headings.len(), Align::Right);
    table.fit(std::slice::from_ref(&headings), usize::MAX);
    table.fit(&rows, usize::MAX);
    table.heading(out, &headings)?;
    rows.iter().try_for_each(|row| table.row(out, row))
}

/// For programs: an object with the figures, then one a point.
pub fn objects(heading: &Heading, found: &Accuracy, context: &mut Context) -> Result<(), Failure> {
    let quantiles = |quantiles: &Quantiles| {
        let Quantiles {
            maximum,
            per_mille,
            percent,
            median,
        } = *quantiles;
        let number = numbers::json;
        json!({"max": number(maximum), "p999": number(per_mille), "p99": number(percent), "median": number(median)})
    };
    let mut object = json!({
        "formula": heading.formula,
        "derivative": heading.order,
        "wrt": heading.by,
        "precision": found.format.name(),
        "points": found.points,
        "undefined": found.undefined,
        "unknown": found.unknown,
        "ulp": quantiles(&found.ulp),
        "conditioned": quantiles(&found.conditioned),
        "not_finite": found.faults.not_finite,
        "false_zeros": found.faults.false_zeros,
        "wrong_signs": found.faults.wrong_signs,
    });
    if heading.most.is_some() {
        object["kept"] = Value::Bool(heading.is_kept(found));
    }
    context.object(&object)?;
    for point in &found.worst {
        context.object(&Point::new(point, found.format))?;
    }
    Ok(())
}

/// A point as an object; numbers of f32 are written as such.
#[derive(Serialize)]
struct Point {
    x: Number,
    bits: String,
    result: Number,
    truth: Number,
    ulp: Json<f64>,
    conditioned: Json<f64>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Single(Json<f32>),
    Double(Json<f64>),
}

impl Point {
    fn new(point: &PointError, format: Format) -> Self {
        let number = |x: f64| match format.is_single() {
            true => Number::Single(Json(x as f32)),
            false => Number::Double(Json(x)),
        };
        Self {
            x: number(point.x),
            bits: format.bits(point.x),
            result: number(point.result),
            truth: number(point.truth),
            ulp: Json(point.ulp),
            conditioned: Json(point.conditioned),
        }
    }
}

/// An error in ulp, for people.
pub fn short(error: f64) -> String {
    match error {
        error if !error.is_finite() => "inf".to_owned(),
        error if error < 1e5 => format!("{error:.3}"),
        error => format!("{error:.2e}"),
    }
}

/// A count in groups of three digits.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        let counts = [0, 999, 1000, 4_278_190_081].map(grouped);
        assert_eq!(counts, ["0", "999", "1,000", "4,278,190,081"]);
    }

    #[test]
    fn errors_are_short() {
        let errors = [0.0, 0.4999, 17.25, 1.234e16, f64::INFINITY].map(short);
        assert_eq!(errors, ["0.000", "0.500", "17.250", "1.23e16", "inf"]);
    }
}
