//! Commands for developers: `cargo run --release -p xtask -- COMMAND`.

mod orders;

use std::process::ExitCode;

/// Every command: its name, what it does, how.
const COMMANDS: &[(&str, &str, fn() -> Result<(), gradus::Error>)] = &[(
    "orders",
    "size of the derivatives of orders 1 to 6, and the time to find them",
    orders::print,
)];

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1);
    let command = COMMANDS
        .iter()
        .find(|(name, ..)| wanted.as_deref() == Some(name));
    let Some((_, _, run)) = command else {
        eprintln!("usage: cargo run --release -p xtask -- COMMAND");
        for (name, purpose, _) in COMMANDS {
            eprintln!("  {name:10} {purpose}");
        }
        return ExitCode::from(2);
    };
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
