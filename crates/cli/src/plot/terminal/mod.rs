//! A figure in characters.

mod canvas;
mod frame;
mod style;

use style::{Line, Pen};

use super::{Figure, Series, layout, palette::curve_ink, panels, text};

/// How [`terminal`] draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalOptions {
    /// The greatest length of a line, in columns; fewer than 24 are taken as 24.
    pub width: usize,
    /// The number of lines; fewer than 12 are taken as 12.
    pub height: usize,
    /// Whether curves are told apart by ANSI colours; otherwise by the characters they are made of.
    pub color: bool,
    /// Whether to use ASCII only, in place of braille dots, box drawing and mathematical signs.
    pub ascii: bool,
}

/// The figure as lines of text, each with a line break: a picture, its axes and the list of kinks.
///
/// At most `options.height` lines of at most `options.width` columns, escape sequences not counted.
pub fn terminal(figure: &Figure, options: TerminalOptions) -> String {
    let options = TerminalOptions {
        width: options.width.max(24),
        height: options.height.max(12),
        ..options
    };
    let page = Page { figure, options };
    let mut lines = page.heading();
    let foot = page.foot();
    // The axis and its numbers take two lines.
    let rows = options
        .height
        .saturating_sub(lines.len() + foot.len() + 2)
        .max(3);
    lines.extend(frame::panels(&page, rows));
    lines.extend(foot);
    lines
        .iter()
        .map(|line| line.render(options.color) + "\n")
        .collect()
}

/// A figure and how to draw it.
struct Page<'a> {
    figure: &'a Figure,
    options: TerminalOptions,
}

impl Page<'_> {
    fn heading(&self) -> Vec<Line> {
        let mut lines = vec![self.sentence(&self.figure.title, Pen::Bold)];
        if let Some(subtitle) = &self.figure.subtitle {
            lines.push(self.sentence(subtitle, Pen::Plain));
        }
        // Never more than a third of the picture.
        lines.extend(self.legend().into_iter().take(self.options.height / 3 - 1));
        lines
    }

    /// Samples of the curves with their names, as many a line as fit.
    fn legend(&self) -> Vec<Line> {
        let mut lines = vec![Line::default()];
        for (index, series) in self.figure.series.iter().enumerate() {
            let label = text::shortened(&self.say(&series.label), self.options.width - 4);
            let length = 3 + label.chars().count();
            let last = lines.len() - 1;
            if !lines[last].is_empty() && lines[last].len() + 3 + length > self.options.width {
                lines.push(Line::default());
            } else if !lines[last].is_empty() {
                lines[last].write("   ", Pen::Plain);
            }
            if let Some(line) = lines.last_mut() {
                line.write(&self.mark(index).sample(), self.pen(series));
                line.write(" ", Pen::Plain);
                line.write(&label, Pen::Plain);
            }
        }
        lines
    }

    fn foot(&self) -> Vec<Line> {
        layout::kink_sentences(self.figure, self.options.height / 5)
            .iter()
            .map(|sentence| self.sentence(sentence, Pen::Plain))
            .collect()
    }

    fn sentence(&self, sentence: &str, pen: Pen) -> Line {
        let said = self.say(&text::one_line(sentence));
        let ellipsis = if self.options.ascii { "~" } else { "…" };
        let mut line = Line::default();
        line.write(
            &text::shortened(&said, self.options.width).replace('…', ellipsis),
            pen,
        );
        line
    }

    /// The text in the characters that may be used.
    fn say(&self, said: &str) -> String {
        let said = text::one_line(said);
        if self.options.ascii {
            style::ascii(&said)
        } else {
            said
        }
    }

    fn pen(&self, series: &Series) -> Pen {
        Pen::Curve(curve_ink(series, panels::is_single(self.figure)))
    }

    /// What the curve with this number is made of.
    fn mark(&self, index: usize) -> style::Mark {
        let several = !panels::is_single(self.figure);
        let series = &self.figure.series[index];
        match (self.options.color, self.options.ascii) {
            (true, false) => style::Mark::Dots {
                dashed: several && panels::is_dashed(self.figure, series),
            },
            (false, false) if index == 0 => style::Mark::Dots { dashed: false },
            (_, false) => style::Mark::sign(index - 1),
            (_, true) => style::Mark::ascii(index),
        }
    }
}
