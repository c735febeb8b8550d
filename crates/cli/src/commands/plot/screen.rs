//! The terminal that a picture is drawn in.

use terminal_size::{Height, Width, terminal_size};

use crate::plot::TerminalOptions;

/// Columns and lines where nobody knows better.
const USUAL: (usize, usize) = (80, 24);
/// A picture that is higher or wider does not show more.
const LARGEST: (usize, usize) = (120, 36);

/// Size, colours and characters of the terminal.
pub fn options(has_colours: bool) -> TerminalOptions {
    let size = terminal_size().map(|(Width(width), Height(height))| (width.into(), height.into()));
    let (width, height) = size.unwrap_or(USUAL);
    let width = variable("COLUMNS").unwrap_or(width);
    let height = variable("LINES").unwrap_or(height);
    TerminalOptions {
        width: width.min(LARGEST.0),
        // the line of the prompt stays in sight
        height: height.saturating_sub(1).min(LARGEST.1),
        color: has_colours,
        ascii: !is_unicode(),
    }
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
