//! The accuracy table of the README: measured, printed, written between its markers, or compared with what stands there.

use std::fmt::Write;

use gradus::Formula;
use gradus::accuracy::{Accuracy, Format, Survey};

use crate::{Failure, readme};

/// The rows: the functions of the source article, then others in wide use.
const NAMES: [&str; 18] = [
    "binary_step",
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "prelu",
    "elu",
    "swish",
    "gelu",
    "gelu_tanh",
    "mish",
    "softplus",
    "selu",
    "silu",
    "hardswish",
    "softsign",
    "tanhshrink",
];
/// The columns.
const FORMATS: [Format; 3] = [Format::F64, Format::F32, Format::F32Rounded];
/// Points that are measured of each function.
const POINTS: usize = 10_000;
/// What encloses the table.
const MARKERS: [&str; 2] = ["<!-- accuracy -->", "<!-- /accuracy -->"];

/// Prints the table. With `--write` it replaces the one in the README; with `--check` it is compared with that one.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let table = table()?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => print!("{table}"),
        ["--write"] => {
            readme::replace(MARKERS, &table)?;
        }
        ["--check"] => {
            let found = readme::table(MARKERS)?;
            if found.trim() != table.trim() {
                return Err(Failure::Stale(
                    "the accuracy table of README.md is not what is measured now\n\
                     help: cargo run --release -p xtask -- accuracy --write",
                ));
            }
        }
        _ => return Err(Failure::Usage("accuracy [--write | --check]")),
    }
    Ok(())
}

fn table() -> Result<String, Failure> {
    let mut text = String::from("| max ulp (conditioned) |");
    for format in FORMATS {
        let _ = write!(text, " f, {0} | f′, {0} |", format.name());
    }
    text += "\n|---|";
    text += &"---|".repeat(2 * FORMATS.len());
    text.push('\n');
    for name in NAMES {
        let formula = Formula::builtin(name)?;
        let _ = write!(text, "| {name} |");
        for format in FORMATS {
            for order in 0..=1 {
                let survey = Survey::default()
                    .format(format)
                    .derivative(order)
                    .points(POINTS);
                let _ = write!(text, " {} |", cell(&formula.accuracy(&survey)?));
            }
        }
        text.push('\n');
    }
    Ok(text)
}

/// The greatest error, and the conditioned one in brackets; or how many results are NaN.
fn cell(found: &Accuracy) -> String {
    match found.faults.not_finite {
        0 => format!(
            "{} ({})",
            short(found.ulp.maximum),
            short(found.conditioned.maximum)
        ),
        count => format!("{count} NaN"),
    }
}

/// Two decimals, rounded up: nothing is better than it looks.
fn short(error: f64) -> String {
    match error {
        error if error < 1e4 => format!("{:.2}", (error * 100.0 - 1e-6).ceil().max(0.0) / 100.0),
        error => format!("{error:.0e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_rounded_up() {
        let errors = [0.0, 0.5, 0.500_001, 1.234, 12_345.0].map(short);
        assert_eq!(errors, ["0.00", "0.50", "0.51", "1.24", "1e4"]);
    }

    #[test]
    fn every_row_is_in_the_catalogue() {
        for name in NAMES {
            assert!(Formula::builtin(name).is_ok(), "{name}");
        }
    }
}
