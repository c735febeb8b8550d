//! Axes around curves, in characters.

use super::{
    Page,
    canvas::Canvas,
    style::{Line, Pen},
};
use crate::plot::{
    Kink, Series, axes, curve,
    panels::{self, Panel},
    ticks::Tick,
};

/// Lines of axes: upright, upright at a tick, level, level at a tick, corner, crossing.
struct Rules {
    upright: char,
    upright_tick: char,
    level: char,
    level_tick: char,
    corner: char,
    crossing: char,
    open: char,
    filled: char,
}

const BOX: Rules = Rules {
    upright: '│',
    upright_tick: '┤',
    level: '─',
    level_tick: '┬',
    corner: '└',
    crossing: '┼',
    open: '○',
    filled: '●',
};
const ASCII: Rules = Rules {
    upright: '|',
    upright_tick: '+',
    level: '-',
    level_tick: '+',
    corner: '+',
    crossing: '+',
    open: 'O',
    filled: '@',
};

/// All panels in `rows` lines, then the horizontal axis and its numbers.
pub(super) fn panels(page: &Page, rows: usize) -> Vec<Line> {
    let panels = panels::panels(page.figure);
    let gaps = panels.len() - 1;
    let share = (rows.saturating_sub(gaps) / panels.len()).max(1);
    let labels: Vec<_> = panels
        .iter()
        .map(|panel| y_ticks(page, panel, share))
        .collect();
    let gutter = labels
        .iter()
        .flatten()
        .map(|tick| tick.label.chars().count())
        .max()
        .unwrap_or(0);
    let columns = page.options.width.saturating_sub(gutter + 3).max(8);
    let mut lines = Vec::new();
    for (panel, ticks) in panels.iter().zip(&labels) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(
            Frame {
                page,
                panel,
                canvas: Canvas::new(columns, share),
            }
            .rows(gutter, ticks),
        );
    }
    lines.extend(x_axis(page, gutter, columns));
    lines
}

fn y_ticks(page: &Page, panel: &Panel, rows: usize) -> Vec<Tick> {
    let target = (rows / 2).clamp(2, 8);
    axes::upright(page.figure, panel.y, target, (rows as f64, 1.5))
}

fn rules(page: &Page) -> &'static Rules {
    if page.options.ascii { &ASCII } else { &BOX }
}

/// Where a value lies in a range, as a part of it.
fn part(value: f64, (low, high): (f64, f64)) -> f64 {
    (value - low) / (high - low)
}

/// A panel being drawn.
struct Frame<'a> {
    page: &'a Page<'a>,
    panel: &'a Panel<'a>,
    canvas: Canvas,
}

impl Frame<'_> {
    fn rows(mut self, gutter: usize, ticks: &[Tick]) -> Vec<Line> {
        self.draw();
        let rules = rules(self.page);
        let background = |column, row| self.background(column, row);
        let mut lines = Vec::new();
        for (row, cells) in self.canvas.render(background).into_iter().enumerate() {
            let tick = ticks
                .iter()
                .find(|tick| self.canvas.row(part(tick.at, self.panel.y)) == row);
            let label = self.page.say(tick.map_or("", |tick| &tick.label));
            let edge = if tick.is_some() {
                rules.upright_tick
            } else {
                rules.upright
            };
            let mut line = Line::default();
            line.write(&format!("{label:>gutter$} {edge}"), Pen::Plain);
            line.append(cells);
            lines.push(line);
        }
        lines
    }

    /// The axes through zero.
    fn background(&self, column: usize, row: usize) -> char {
        let rules = rules(self.page);
        let holds = |(low, high): (f64, f64)| low <= 0.0 && 0.0 <= high;
        let upright = holds(self.panel.x) && self.canvas.column(part(0.0, self.panel.x)) == column;
        let level = holds(self.panel.y) && self.canvas.row(part(0.0, self.panel.y)) == row;
        match (upright, level) {
            (true, true) => rules.crossing,
            (true, false) => rules.upright,
            (false, true) => rules.level,
            (false, false) => ' ',
        }
    }

    fn draw(&mut self) {
        for (series, pieces) in &self.panel.curves {
            let Some(index) = self
                .page
                .figure
                .series
                .iter()
                .position(|other| std::ptr::eq(other, *series))
            else {
                continue;
            };
            let cut = pieces
                .iter()
                .flat_map(|piece| curve::cut(piece, self.panel.y.0, self.panel.y.1));
            let lines: Vec<Vec<_>> = cut
                .map(|line| {
                    line.iter()
                        .map(|&(x, y)| (part(x, self.panel.x), part(y, self.panel.y)))
                        .collect()
                })
                .collect();
            self.canvas
                .curve(&lines, self.page.mark(index), self.page.pen(series));
        }
        for (series, _) in &self.panel.curves {
            for kink in &self.page.figure.kinks {
                self.ends(series, kink);
            }
        }
    }

    /// Marks the ends of a curve at a jump.
    fn ends(&mut self, series: &Series, kink: &Kink) {
        let sides = kink.sides(series.role);
        if kink.formula != series.formula || !sides.differ() {
            return;
        }
        let rules = rules(self.page);
        for (y, sign) in [
            (sides.left, rules.open),
            (sides.right, rules.open),
            (sides.at, rules.filled),
        ] {
            let inside = (0.0..=1.0).contains(&part(y, self.panel.y));
            if inside && (0.0..=1.0).contains(&part(kink.x, self.panel.x)) {
                let at = (part(kink.x, self.panel.x), part(y, self.panel.y));
                self.canvas.sign(at, sign, self.page.pen(series));
            }
        }
    }
}

/// The line of the horizontal axis and the line of its numbers.
fn x_axis(page: &Page, gutter: usize, columns: usize) -> [Line; 2] {
    let x = panels::horizontal(page.figure);
    let canvas = Canvas::new(columns, 1);
    let gap = if page.figure.axes.is_some() { 2.0 } else { 4.0 };
    let room = |label: &str| label.chars().count() as f64 + gap;
    let found = axes::across(page.figure, x, columns as f64, room);
    let rules = rules(page);
    let mut axis = Line::default();
    let level = rules.level.to_string().repeat(columns);
    axis.write(
        &format!("{:gutter$} {}{level}", "", rules.corner),
        Pen::Plain,
    );
    let mut numbers = Line::default();
    numbers.write(&" ".repeat(page.options.width), Pen::Plain);
    for tick in &found {
        let column = gutter + 2 + canvas.column(part(tick.at, x));
        axis.overwrite(column, &rules.level_tick.to_string());
        let label = page.say(&tick.label);
        let length = label.chars().count();
        let start = column
            .saturating_sub(length / 2)
            .min(page.options.width.saturating_sub(length));
        numbers.overwrite(start, &label);
    }
    [axis, numbers]
}
