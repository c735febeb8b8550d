//! Commands for developers: `cargo run --release -p xtask -- COMMAND`.

mod orders;

use std::process::ExitCode;

/// What the program can be asked to do.
struct Command {
    name: &'static str,
    purpose: &'static str,
    run: fn() -> Result<(), gradus::Error>,
}

const COMMANDS: &[Command] = &[Command {
    name: "orders",
    purpose: "size of the derivatives of orders 1 to 6, and the time to find them",
    run: orders::print,
}];

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1);
    let command = COMMANDS
        .iter()
        .find(|command| wanted.as_deref() == Some(command.name));
    let Some(command) = command else {
        eprintln!("usage: cargo run --release -p xtask -- COMMAND");
        for Command { name, purpose, .. } in COMMANDS {
            eprintln!("  {name:10} {purpose}");
        }
        return ExitCode::from(2);
    };
    match (command.run)() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
