//! `gradus plot`: pictures.
use crate::context::Context;
use crate::failure::{Answer, Outcome};
use clap::Args;

/// Pictures of formulas and their gradients.
#[derive(Debug, Args)]
pub struct Plot {
    formulas: Vec<String>,
}
impl Plot {
    pub fn run(self, _context: &mut Context) -> Outcome {
        Ok(Answer::Fine)
    }
}
