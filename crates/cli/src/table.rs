//! Tables of text with aligned columns.

use std::io::{self, Write};

use crate::style::HEADING;

/// Which side of a column is straight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// For words.
    Left,
    /// For numbers.
    Right,
}

/// Columns whose widths grow with what is written, so that a table can be written while it is made.
#[derive(Clone, Debug)]
pub struct Table {
    widths: Vec<usize>,
    align: Align,
}

/// The text, cut with an ellipsis to so many characters.
pub fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    kept + "…"
}

/// The text as lines of at most `width` characters where its blanks allow it.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split(' ') {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > width {
            lines.push(String::new());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            let blank = if length > 0 { " " } else { "" };
            line.push_str(blank);
            line.push_str(word);
            length += blank.len() + more;
        }
    }
    lines
}

/// Between columns.
const GAP: &str = "  ";

impl Table {
    /// A table with so many columns.
    pub fn new(columns: usize, align: Align) -> Self {
        Self {
            widths: vec![0; columns],
            align,
        }
    }

    /// Makes the columns wide enough for these rows, but no wider than `limit`.
    pub fn fit(&mut self, rows: &[Vec<String>], limit: usize) {
        for row in rows {
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count().min(limit));
            }
        }
    }

    /// A heading.
    pub fn heading(&self, out: &mut impl Write, cells: &[String]) -> io::Result<()> {
        writeln!(out, "{HEADING}{}{HEADING:#}", self.line(cells))
    }

    /// A row.
    pub fn row(&self, out: &mut impl Write, cells: &[String]) -> io::Result<()> {
        writeln!(out, "{}", self.line(cells))
    }

    fn line(&self, cells: &[String]) -> String {
        let padded = |(cell, &width): (&String, &usize)| match self.align {
            Align::Left => format!("{cell:<width$}"),
            Align::Right => format!("{cell:>width$}"),
        };
        let cells: Vec<String> = cells.iter().zip(&self.widths).map(padded).collect();
        cells.join(GAP).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_at_blanks() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(
            wrapped("extraordinary it is", 5),
            ["extraordinary", "it is"]
        );
        assert_eq!(wrapped("one two", usize::MAX), ["one two"]);
        assert_eq!(wrapped("", 5), [""]);
    }

    #[test]
    fn text_is_shortened_by_characters() {
        assert_eq!(shortened("αβγδ", 4), "αβγδ");
        assert_eq!(shortened("αβγδε", 4), "αβγ…");
    }
}
