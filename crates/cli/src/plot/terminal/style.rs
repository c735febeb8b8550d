//! Characters and colours of a terminal.

use anstyle::{AnsiColor, Style};

/// The role of a character, from which its colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pen {
    Plain,
    Bold,
    Faint,
    /// A curve, by its number in the palette.
    Curve(usize),
}

/// Colours that are legible on black and on white.
const CURVES: [AnsiColor; 12] = [
    AnsiColor::Cyan,
    AnsiColor::Magenta,
    AnsiColor::Green,
    AnsiColor::Red,
    AnsiColor::Yellow,
    AnsiColor::Blue,
    AnsiColor::BrightCyan,
    AnsiColor::BrightMagenta,
    AnsiColor::BrightGreen,
    AnsiColor::BrightRed,
    AnsiColor::BrightYellow,
    AnsiColor::BrightBlue,
];

impl Pen {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Bold => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Curve(index) => CURVES[index % CURVES.len()].on_default(),
        }
    }
}

/// A line of characters, each with its pen.
#[derive(Clone, Debug, Default)]
pub(super) struct Line(Vec<(char, Pen)>);

impl Line {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn write(&mut self, text: &str, pen: Pen) {
        self.0.extend(text.chars().map(|c| (c, pen)));
    }

    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Writes over what is there, as far as the line goes.
    pub fn overwrite(&mut self, column: usize, text: &str) {
        for (cell, c) in self.0.iter_mut().skip(column).zip(text.chars()) {
            cell.0 = c;
        }
    }

    /// The line without spaces at its end, with escape sequences where the colour changes.
    pub fn render(&self, color: bool) -> String {
        let end = self
            .0
            .iter()
            .rposition(|cell| cell.0 != ' ')
            .map_or(0, |last| last + 1);
        let mut out = String::new();
        for run in self.0[..end].chunk_by(|a, b| a.1 == b.1 || !color) {
            let text: String = run.iter().map(|cell| cell.0).collect();
            let style = run[0].1.style();
            if color && style != Style::new() {
                out += &style.render().to_string();
                out += &text;
                out += &style.render_reset().to_string();
            } else {
                out += &text;
            }
        }
        out
    }
}

/// What a curve is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Braille dots, two by four in a cell.
    Dots { dashed: bool },
    /// One character a cell.
    Sign(char),
}

/// Signs of one column everywhere that differ from dots and from each other.
const SIGNS: [char; 12] = ['+', 'x', 'o', '#', '%', '=', '@', '&', '$', '~', '?', '!'];
const ASCII_SIGNS: [char; 12] = ['*', '+', 'x', '#', '%', '=', '@', '&', '$', '~', '?', '!'];

impl Mark {
    pub fn sign(index: usize) -> Self {
        Self::Sign(SIGNS[index % SIGNS.len()])
    }

    pub fn ascii(index: usize) -> Self {
        Self::Sign(ASCII_SIGNS[index % ASCII_SIGNS.len()])
    }

    /// Two cells of it, for the legend.
    pub fn sample(self) -> String {
        match self {
            Self::Dots { dashed: false } => "⠒⠒".into(),
            Self::Dots { dashed: true } => "⠒⠂".into(),
            Self::Sign(sign) => [sign, sign].iter().collect(),
        }
    }

    /// Places in a cell, across and down.
    pub fn resolution(self) -> (usize, usize) {
        match self {
            Self::Dots { .. } => (2, 4),
            Self::Sign(_) => (1, 1),
        }
    }
}

/// How signs are spelt in ASCII.
const SPELLINGS: &[(char, &str)] = &[
    ('−', "-"),
    ('′', "'"),
    ('″', "''"),
    ('…', "..."),
    ('·', "*"),
    ('×', "*"),
    ('÷', "/"),
    ('≤', "<="),
    ('≥', ">="),
    ('≠', "!="),
    ('∞', "inf"),
    ('→', "->"),
    ('√', "sqrt"),
    ('²', "^2"),
    ('³', "^3"),
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('π', "pi"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('φ', "phi"),
    ('Φ', "Phi"),
];

/// The text in ASCII; a character that has no spelling becomes `?`.
pub(super) fn ascii(text: &str) -> String {
    let spelt = |c: char| {
        SPELLINGS
            .iter()
            .find(|row| row.0 == c)
            .map(|row| row.1.to_owned())
    };
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                spelt(c).unwrap_or_else(|| "?".into())
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_ascii() {
        for (sign, spelling) in SPELLINGS {
            assert!(spelling.is_ascii() && ascii(&sign.to_string()) == *spelling);
        }
        assert_eq!(ascii("f′(x) ♥"), "f'(x) ?");
    }

    #[test]
    fn colours_change_only_where_the_pen_does() {
        let mut line = Line::default();
        line.write("ab", Pen::Plain);
        line.write("cd", Pen::Curve(0));
        line.write("  ", Pen::Plain);
        assert_eq!(line.render(false), "abcd");
        assert_eq!(line.render(true), "ab\u{1b}[36mcd\u{1b}[0m");
    }
}
