//! How a command ends: an answer, or why there is none.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::style::{ADVICE, BAD};

/// What a command that worked has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// All is well.
    Fine,
    /// The answer is no.
    No,
    /// Neither yes nor no.
    Undecided,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        Self::from(match answer {
            Answer::Fine => 0,
            Answer::No => 1,
            Answer::Undecided => 3,
        })
    }
}

/// Why a command did not work.
#[derive(Debug)]
pub enum Failure {
    /// What the library says.
    Library(gradus::Error),
    /// Where the text stood, and what the library says about it.
    In(String, gradus::Error),
    /// The command itself makes no sense, or a file cannot be read or written.
    Command(String),
    /// The output cannot be written.
    Output(io::Error),
}

/// What a command returns.
pub type Outcome = Result<Answer, Failure>;

impl Failure {
    /// A command that makes no sense, or a file that cannot be used.
    pub fn command(message: impl Into<String>) -> Self {
        Self::Command(message.into())
    }

    /// Whether the reader of the output is gone.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The failure on standard error, the place of a mistake in colour.
    pub fn print(&self) {
        let mut text = format!("{BAD}error:{BAD:#} ");
        for (index, line) in self.message().lines().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            text.push_str(&coloured(line));
        }
        // nobody is left to be told that standard error is closed
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// What is wrong, without the word `error`.
    pub fn message(&self) -> String {
        match self {
            Self::Library(error) => error.to_string(),
            Self::In(place, error) => format!("in {place}: {error}"),
            Self::Command(message) => message.clone(),
            Self::Output(error) => format!("cannot write the output: {error}"),
        }
    }
}

fn coloured(line: &str) -> String {
    let is_carets = line.contains('^') && line.chars().all(|c| c == ' ' || c == '^');
    match line.strip_prefix("help:") {
        Some(help) => format!("{ADVICE}help:{ADVICE:#}{help}"),
        None if is_carets => format!("{BAD}{line}{BAD:#}"),
        None => line.to_owned(),
    }
}

impl From<gradus::Error> for Failure {
    fn from(error: gradus::Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
