//! The text that an argument stands for: itself, a file, or standard input.

use std::fs::File;
use std::io::Read;

use gradus::Limits;

use crate::failure::Failure;

/// A text and where it was found.
#[derive(Clone, Debug)]
pub struct Source {
    /// The text.
    pub text: String,
    place: Option<String>,
}

impl Source {
    /// What `-`, `@file` or the argument itself says. No more is read than a formula may have.
    pub fn read(argument: &str) -> Result<Self, Failure> {
        let argument = argument.trim();
        if argument == "-" {
            return Self::all("standard input".to_owned(), std::io::stdin().lock());
        }
        match argument.strip_prefix('@') {
            Some("") => Err(Failure::command("expected the name of a file after @")),
            Some(path) => {
                let unreadable = |error| Failure::command(format!("cannot read {path}: {error}"));
                Self::all(path.to_owned(), File::open(path).map_err(unreadable)?)
            }
            None => Ok(Self {
                text: argument.to_owned(),
                place: None,
            }),
        }
    }

    fn all(place: String, from: impl Read) -> Result<Self, Failure> {
        let mut bytes = Vec::new();
        from.take(Limits::default().bytes as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::command(format!("cannot read {place}: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Failure::command(format!(
                "{place} is not UTF-8 text: byte {} is out of place",
                at + 1
            ))
        })?;
        let place = Some(place);
        Ok(Self { text, place })
    }

    /// What is wrong with it, and where it was found.
    pub fn failure(&self, error: gradus::Error) -> Failure {
        match &self.place {
            Some(place) => Failure::In(place.clone(), error),
            None => Failure::Library(error),
        }
    }
}
