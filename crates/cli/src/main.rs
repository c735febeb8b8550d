//! The `gradus` program.

mod arguments;
mod commands;
mod context;
mod failure;
mod numbers;
mod plot;
mod screen;
mod source;
mod style;
mod table;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use context::Context;
use failure::Answer;

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().collect();
    style::choose_colours(&given);
    let arguments = Arguments::parse_from(arguments::guarded(given));
    let mut context = Context::new(arguments.format);
    let outcome = commands::run(arguments.command, &mut context);
    match outcome.and_then(|answer| context.finish().map(|()| answer)) {
        Ok(answer) => answer.into(),
        // whoever reads has seen enough
        Err(failure) if failure.is_broken_pipe() => Answer::Fine.into(),
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}
