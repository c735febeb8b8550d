//! The terminal: its size and characters.

use std::io::IsTerminal;

use terminal_size::{Height, Width, terminal_size};

use crate::plot::TerminalOptions;

/// Columns and lines where nobody knows better.
const USUAL: (usize, usize) = (80, 24);
/// A picture that is higher or wider does not show more.
const LARGEST: (usize, usize) = (120, 36);

/// How to draw in the terminal.
pub fn options(has_colours: bool) -> TerminalOptions {
    let (width, height) = size();
    TerminalOptions {
        width: width.min(LARGEST.0),
        // the line of the prompt stays in sight
        height: height.saturating_sub(1).min(LARGEST.1),
        color: has_colours,
        ascii: !is_unicode(),
    }
}

/// The columns of the terminal, if answers go to one.
pub fn columns() -> Option<usize> {
    std::io::stdout().is_terminal().then(|| size().0)
}

/// Columns and lines.
fn size() -> (usize, usize) {
    let found = terminal_size().map(|(Width(width), Height(height))| (width.into(), height.into()));
    let (width, height) = found.unwrap_or(USUAL);
    (
        variable("COLUMNS").unwrap_or(width),
        variable("LINES").unwrap_or(height),
    )
}

fn variable(name: &str) -> Option<usize> {
    std::env::var(name)
        .ok()?
        .parse()
        .ok()
        .filter(|&number| number > 0)
}

/// Whether the locale is one of UTF-8: of these variables the first that is set decides.
fn is_unicode() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set) {
        Some(locale) => {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        // where nothing is set: old Unix terminals have ASCII, others do not use these variables
        None => cfg!(not(unix)),
    }
}
