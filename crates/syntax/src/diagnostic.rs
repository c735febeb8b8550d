//! Draws an error: message, the line of the source, carets, help.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::{ParseError, ParseErrorKind, Span};

/// Characters of a line that is shown whole.
const LINE: usize = 100;
/// Characters of a longer line shown on each side of the place.
const CONTEXT: usize = 40;
/// Characters marked at most.
const CARETS: usize = 60;

pub(crate) fn draw(f: &mut fmt::Formatter<'_>, error: &ParseError) -> fmt::Result {
    let source = error.source_text();
    let place = Place::of(source, error.span());
    write!(f, "{}", error.kind())?;
    if source.trim_end().contains('\n') {
        write!(f, " (line {}, column {})", place.line, place.column)?;
    }
    if !place.text.trim().is_empty() && *error.kind() != ParseErrorKind::Empty {
        let drawing = Drawing::of(&place);
        write!(f, "\n  {}\n  {}", drawing.source, drawing.carets)?;
    }
    match error.help() {
        Some(help) => write!(f, "\nhelp: {help}"),
        None => Ok(()),
    }
}

/// The line that a span starts in, and the bytes of it that the span covers.
struct Place<'a> {
    text: &'a str,
    /// Counted from 1, as editors do.
    line: usize,
    /// Characters from the start of the line, counted from 1.
    column: usize,
    start: usize,
    end: usize,
}

impl<'a> Place<'a> {
    fn of(source: &'a str, span: Span) -> Self {
        let start = boundary(source, span.start as usize);
        let end = boundary(source, span.end as usize).max(start);
        let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = source[start..]
            .find('\n')
            .map_or(source.len(), |newline| start + newline);
        Self {
            text: &source[line_start..line_end],
            line: source[..start].matches('\n').count() + 1,
            column: source[line_start..start].chars().count() + 1,
            start: start - line_start,
            end: end.min(line_end) - line_start,
        }
    }
}

fn boundary(source: &str, index: usize) -> usize {
    let mut index = index.min(source.len());
    while !source.is_char_boundary(index) {
        index -= 1;
    }
    index
}

struct Drawing {
    source: String,
    carets: String,
}

impl Drawing {
    fn of(place: &Place<'_>) -> Self {
        let Place { text, start, .. } = *place;
        let end = place.end.min(forward(text, start, CARETS));
        let (from, to) = if text.chars().nth(LINE).is_none() {
            (0, text.len())
        } else {
            (back(text, start, CONTEXT), forward(text, end, CONTEXT))
        };
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < text.len() { "…" } else { "" };
        let before = visible(&text[from..start]);
        let marked = visible(&text[start..end]);
        let after = visible(&text[end..to]);
        Self {
            source: format!("{lead}{before}{marked}{after}{tail}")
                .trim_end()
                .to_owned(),
            carets: " ".repeat(width(lead) + width(&before)) + &"^".repeat(width(&marked).max(1)),
        }
    }
}

/// The place so many characters before.
fn back(text: &str, start: usize, characters: usize) -> usize {
    text[..start]
        .char_indices()
        .rev()
        .nth(characters - 1)
        .map_or(0, |(index, _)| index)
}

/// The place so many characters after.
fn forward(text: &str, end: usize, characters: usize) -> usize {
    text[end..]
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(index, _)| end + index)
}

/// One visible character each: a tab is a blank, and what a terminal would obey is a replacement character.
fn visible(text: &str) -> String {
    text.trim_end_matches('\r')
        .chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if is_unsafe(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Advice of bounded length.
pub(crate) fn clipped(help: &str) -> String {
    const SHOWN: usize = 200;
    match help.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &help[..end]),
        None => help.to_owned(),
    }
}

/// A character as it is shown within a message.
pub(crate) fn shown(c: char) -> String {
    if is_unsafe(c) {
        c.escape_unicode().to_string()
    } else {
        c.to_string()
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}
