//! Colours, and whether there are any.

use std::ffi::OsString;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};

/// A heading.
pub const HEADING: Style = Style::new().bold();
/// What may be skipped.
pub const QUIET: Style = Style::new().dimmed();
/// Yes.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// No, and mistakes.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Neither, and what to look at.
pub const DOUBT: Style = AnsiColor::Yellow.on_default().bold();
/// What to do.
pub const ADVICE: Style = AnsiColor::Cyan.on_default();

/// Makes the choice of `--color` hold for everything that is printed, messages about wrong arguments included.
pub fn choose_colours(given: &[OsString]) {
    let mut choice = None;
    for (index, argument) in given.iter().enumerate().skip(1) {
        let argument = argument.to_str().unwrap_or_default();
        if argument == "--" {
            break;
        }
        if argument == "--color" {
            choice = given.get(index + 1).and_then(|value| value.to_str());
        } else if let Some(value) = argument.strip_prefix("--color=") {
            choice = Some(value);
        }
    }
    match choice {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
    .write_global();
}
