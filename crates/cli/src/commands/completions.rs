//! `gradus completions`: scripts that complete commands in shells.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::failure::{Answer, Outcome};

const EXAMPLES: &str = "\
Examples:
  gradus completions bash > ~/.local/share/bash-completion/completions/gradus
  gradus completions zsh > ~/.zfunc/_gradus
  gradus completions fish > ~/.config/fish/completions/gradus.fish";

/// A script that completes commands, options and their values.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub fn run(self, context: &mut Context) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "gradus", &mut script);
        std::io::Write::write_all(&mut context.out, &script)?;
        Ok(Answer::Fine)
    }
}
