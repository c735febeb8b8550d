//! How fast kernels are: beside intrinsics written by hand, copies and native functions, in turns and by the least time of each.
//!
//! The engine is chosen by environment variables that are read once, so each choice is measured by a process of its own: this program
//! again. Several rounds of them are made, and the least of all counts.

mod measure;
mod plan;
mod record;
mod table;

pub use plan::Process;
pub use record::{Record, merge};
pub use table::{heading, time};

use std::fs::File;
use std::io::{BufWriter, Write};

use crate::peers::errors;
use crate::{Failure, readme};

const USAGE: &str = "speed [--quick] [--json FILE] [--write]
  --quick: one round instead of eight; --json: every record, one a line; --write: the tables replace those of the README, or
  without AVX-512 those of docs/speed-avx2.md";
/// How often everything is measured: where the system puts a process changes what it takes by some percent.
const ROUNDS: usize = 8;
/// What encloses the tables.
const MARKERS: [&str; 2] = ["<!-- speed -->", "<!-- /speed -->"];

/// What was asked for.
#[derive(Default)]
struct Wanted<'a> {
    quick: bool,
    write: bool,
    lines: Option<&'a str>,
}

/// Prints the tables.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--part", part, milliseconds] = arguments[..] {
        return measure::part(part, milliseconds).ok_or(Failure::Usage(USAGE));
    }
    let wanted = Wanted::new(&arguments).ok_or(Failure::Usage(USAGE))?;
    let rounds = if wanted.quick { 1 } else { ROUNDS };
    let records = plan::all(rounds)?;
    let mut errors = errors::all(None)?;
    errors.extend(errors::of_calls());
    if let Some(path) = wanted.lines {
        write_lines(path, &records)?;
    }
    let text = format!(
        "Measured on {}.\n\n{}",
        crate::machine::description(),
        table::all(&records, &errors)
    );
    if wanted.write {
        readme::replace_in(readme::of_this_processor(), MARKERS, &text)
    } else {
        print!("{text}");
        Ok(())
    }
}

impl<'a> Wanted<'a> {
    fn new(arguments: &[&'a str]) -> Option<Self> {
        let mut wanted = Self::default();
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            match *option {
                "--quick" => wanted.quick = true,
                "--write" => wanted.write = true,
                "--json" => wanted.lines = Some(rest.next()?),
                _ => return None,
            }
        }
        Some(wanted)
    }
}

fn write_lines(path: &str, records: &[Record]) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    for record in records {
        writeln!(file, "{}", record.to_line())?;
    }
    Ok(file.flush()?)
}
