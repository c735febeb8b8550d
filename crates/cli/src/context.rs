//! What every command needs: where to write, in which format, and what to read formulas with.

use std::io::{BufWriter, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use gradus::{Formula, Scope};
use serde::Serialize;

use crate::failure::Failure;
use crate::source::Source;
use crate::style::QUIET;

/// In which format answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON object a line.
    Jsonl,
}

/// What every command needs.
pub struct Context {
    /// How answers are printed.
    pub format: Format,
    /// Where answers go.
    pub out: BufWriter<AutoStream<StdoutLock<'static>>>,
    /// What formulas may call.
    pub scope: Scope,
    stdin_is_read: bool,
}

impl Context {
    /// Standard output, and the catalogue.
    pub fn new(format: Format) -> Self {
        let stdout = AutoStream::auto(std::io::stdout().lock());
        Self {
            format,
            out: BufWriter::with_capacity(1 << 16, stdout),
            scope: Scope::with_builtins(),
            stdin_is_read: false,
        }
    }

    /// Whether answers are for programs.
    pub fn is_jsonl(&self) -> bool {
        self.format == Format::Jsonl
    }

    /// Whether standard output shows colours.
    pub fn has_colours(&self) -> bool {
        self.out.get_ref().current_choice() != ColorChoice::Never
    }

    /// The formula that an argument stands for.
    pub fn formula(&mut self, argument: &str) -> Result<Formula, Failure> {
        let source = self.source(argument)?;
        let formula = self.scope.parse(&source.text);
        formula.map_err(|error| source.failure(error))
    }

    /// The text that an argument stands for.
    pub fn source(&mut self, argument: &str) -> Result<Source, Failure> {
        if argument.trim() == "-" {
            self.take_stdin()?;
        }
        Source::read(argument)
    }

    /// Notes that standard input is used, which works once.
    pub fn take_stdin(&mut self) -> Result<(), Failure> {
        if std::mem::replace(&mut self.stdin_is_read, true) {
            return Err(Failure::command("standard input can be read only once"));
        }
        Ok(())
    }

    /// One object on a line of its own.
    pub fn object(&mut self, object: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, object)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// Remarks on an answer, on standard error, so that the answer alone can be used by programs.
    pub fn remark(&mut self, lines: &[String]) -> Result<(), Failure> {
        self.finish()?;
        let mut err = anstream::stderr().lock();
        for line in lines {
            // an answer is no worse where nobody reads what is said about it
            let _ = writeln!(err, "{QUIET}{line}{QUIET:#}");
        }
        Ok(())
    }

    /// What is still held back goes out.
    pub fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}
