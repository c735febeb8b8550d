//! Commands for developers: `cargo run --release -p xtask -- COMMAND`.

mod accuracy;
mod judge;
mod machine;
mod orders;
mod peers;
mod readme;
mod speed;

use std::process::ExitCode;

/// What the program can be asked to do.
struct Command {
    name: &'static str,
    purpose: &'static str,
    run: fn(&[String]) -> Result<(), Failure>,
}

/// Why it was not done.
#[derive(Debug)]
enum Failure {
    /// A formula could not be measured.
    Library(gradus::Error),
    /// A file could not be read or written.
    File(std::io::Error),
    /// What is checked in is not up to date.
    Stale(&'static str),
    /// The arguments make no sense; these do.
    Usage(&'static str),
}

const COMMANDS: &[Command] = &[
    Command {
        name: "accuracy",
        purpose: "the accuracy table of the README; --write puts it there, --check compares",
        run: accuracy::run,
    },
    Command {
        name: "judge",
        purpose: "verdicts on right and wrong derivatives of all entries, or of random formulas",
        run: judge::run,
    },
    Command {
        name: "orders",
        purpose: "size of the derivatives of orders 1 to 6, and the time to find them",
        run: |_| Ok(orders::print()?),
    },
    Command {
        name: "peers",
        purpose: "Gradus beside engines of others in Rust and Python; --setup makes the virtual environment",
        run: peers::run,
    },
    Command {
        name: "speed",
        purpose: "kernels beside hand-written intrinsics, copies and native functions; --write puts the tables into the README",
        run: speed::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = COMMANDS
        .iter()
        .find(|command| arguments.first().is_some_and(|name| name == command.name));
    let Some(command) = command else {
        eprintln!("usage: cargo run --release -p xtask -- COMMAND");
        for Command { name, purpose, .. } in COMMANDS {
            eprintln!("  {name:10} {purpose}");
        }
        return ExitCode::from(2);
    };
    match (command.run)(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(usage)) => {
            eprintln!("usage: cargo run --release -p xtask -- {usage}");
            ExitCode::from(2)
        }
        Err(Failure::Library(error)) => failed(&error.to_string()),
        Err(Failure::File(error)) => failed(&error.to_string()),
        Err(Failure::Stale(message)) => failed(message),
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

impl From<gradus::Error> for Failure {
    fn from(error: gradus::Error) -> Self {
        Self::Library(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}
