//! A panel: grid, axes, numbers, curves and the dots at kinks.

use super::{
    Anchor, Figure, GAP, Item, NUMBERS, Panel, Point, Rect, Role, SMALL, Sketch, ink, text,
};
use crate::plot::{
    Kink, Series, axes, curve, panels,
    scene::{Ink, Lines},
    ticks::Tick,
};

/// Points are dropped from a line where it moves by less than this many pixels.
const TOLERANCE: f64 = 0.04;
/// Beyond this many kinks their dots are small.
const MANY_KINKS: usize = 12;

/// The width of the line of a curve.
pub(super) fn stroke(role: Role) -> f64 {
    match role {
        Role::Value => 2.5,
        Role::Gradient => 2.0,
    }
}

/// The radius of a dot: a gradient's fits inside a value's, for both may be at one place.
fn radius(role: Role) -> f64 {
    match role {
        Role::Value => 4.5,
        Role::Gradient => 3.0,
    }
}

/// Draws the panels one above the other in an area, with the numbers of both axes.
pub(super) fn draw(sketch: &mut Sketch, figure: &Figure, panels: &[Panel], area: Rect) {
    let count = panels.len() as f64;
    let height = (area.height() - NUMBERS - GAP * (count - 1.0)) / count;
    let y_ticks =
        |panel: &Panel| axes::upright(figure, panel.y, text::whole(height / 40.0), (height, 18.0));
    let labels = panels.iter().flat_map(y_ticks);
    let gutter = labels
        .map(|tick| text::width(&tick.label, SMALL))
        .fold(0.0, f64::max);
    for (index, panel) in panels.iter().enumerate() {
        let top = area.top + index as f64 * (height + GAP);
        let frame = Rect {
            left: area.left + gutter + 6.0,
            top,
            right: area.right - 14.0,
            bottom: top + height,
        };
        let drawing = Drawing {
            figure,
            panel,
            frame,
        };
        let x_ticks = drawing.x_ticks();
        drawing.axes(sketch, &x_ticks, &y_ticks(panel));
        if index + 1 == panels.len() {
            drawing.x_numbers(sketch, &x_ticks);
        }
        drawing.curves(sketch);
        drawing.dots(sketch);
    }
}

/// A panel and the place it is drawn in.
struct Drawing<'a> {
    figure: &'a Figure,
    panel: &'a Panel<'a>,
    frame: Rect,
}

impl Drawing<'_> {
    fn x_ticks(&self) -> Vec<Tick> {
        let room = |label: &str| text::width(label, SMALL) + 16.0;
        axes::across(self.figure, self.panel.x, self.frame.width(), room)
    }

    fn place(&self, (x, y): (f64, f64)) -> Point {
        let part = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
        (
            self.frame.left + part(x, self.panel.x) * self.frame.width(),
            self.frame.bottom - part(y, self.panel.y) * self.frame.height(),
        )
    }

    fn upright(&self, x: f64) -> Vec<Point> {
        let at = self.place((x, self.panel.y.0)).0;
        vec![(at, self.frame.top), (at, self.frame.bottom)]
    }

    fn level(&self, y: f64) -> Vec<Point> {
        let at = self.place((self.panel.x.0, y)).1;
        vec![(self.frame.left, at), (self.frame.right, at)]
    }

    fn axes(&self, sketch: &mut Sketch, x_ticks: &[Tick], y_ticks: &[Tick]) {
        let grid = x_ticks.iter().map(|tick| self.upright(tick.at));
        let grid = grid.chain(y_ticks.iter().map(|tick| self.level(tick.at)));
        sketch.items.push(thin(grid.collect(), Ink::Grid, 1.0));
        let holds_zero = |(low, high): (f64, f64)| low <= 0.0 && 0.0 <= high;
        let level = holds_zero(self.panel.y).then(|| self.level(0.0));
        let upright = holds_zero(self.panel.x).then(|| self.upright(0.0));
        let zero: Vec<_> = level.into_iter().chain(upright).collect();
        if !zero.is_empty() {
            sketch.items.push(thin(zero, Ink::Axis, 1.25));
        }
        for tick in y_ticks {
            let at = (self.frame.left - 8.0, self.place((0.0, tick.at)).1 + 4.5);
            sketch.text(&tick.label, at, Anchor::End, Ink::Muted);
        }
    }

    fn x_numbers(&self, sketch: &mut Sketch, x_ticks: &[Tick]) {
        let y = self.frame.bottom + 19.0;
        for tick in x_ticks {
            let at = (self.place((tick.at, 0.0)).0, y);
            sketch.text(&tick.label, at, Anchor::Middle, Ink::Muted);
        }
        let zero = self.place((0.0, 0.0)).1;
        let beside_axis = zero.clamp(self.frame.top, self.frame.bottom) + 4.0;
        let name = text::fitted(&text::one_line(&self.figure.x_label), SMALL, 60.0);
        sketch.text(
            name,
            (self.frame.right + 20.0, beside_axis),
            Anchor::End,
            Ink::Text,
        );
    }

    fn curves(&self, sketch: &mut Sketch) {
        let clip = sketch.clips.len();
        // Half a line of room lets curves run along the edge.
        let Rect {
            left,
            top,
            right,
            bottom,
        } = self.frame;
        sketch.clips.push(Rect {
            left: left - 2.0,
            top,
            right: right + 2.0,
            bottom,
        });
        // Dashed gradients lie on top, so that both are seen where they coincide.
        for role in [Role::Value, Role::Gradient] {
            for (series, pieces) in self
                .panel
                .curves
                .iter()
                .filter(|curve| curve.0.role == role)
            {
                let lines: Vec<_> = pieces.iter().flat_map(|piece| self.lines(piece)).collect();
                if !lines.is_empty() {
                    sketch
                        .items
                        .push(Item::Lines(self.curve(series, lines, clip)));
                }
            }
        }
    }

    fn curve(&self, series: &Series, lines: Vec<Vec<Point>>, clip: usize) -> Lines {
        Lines {
            parts: lines,
            ink: ink(self.figure, series),
            width: stroke(series.role),
            dashed: panels::is_dashed(self.figure, series),
            clip: Some(clip),
        }
    }

    /// A piece as lines in pixels, cut a little outside the frame, where the clip hides the ends.
    fn lines(&self, piece: &[(f64, f64)]) -> Vec<Vec<Point>> {
        let (low, high) = self.panel.y;
        let slack = (high - low) * 0.02;
        curve::cut(piece, low - slack, high + slack)
            .iter()
            .map(|part| {
                let placed: Vec<_> = part.iter().map(|&point| self.place(point)).collect();
                curve::simplified(&placed, TOLERANCE)
            })
            .collect()
    }

    fn dots(&self, sketch: &mut Sketch) {
        for role in [Role::Value, Role::Gradient] {
            for (series, _) in self
                .panel
                .curves
                .iter()
                .filter(|curve| curve.0.role == role)
            {
                for kink in self
                    .figure
                    .kinks
                    .iter()
                    .filter(|kink| kink.formula == series.formula)
                {
                    self.kink(sketch, series, kink);
                }
            }
        }
    }

    /// Open dots where a curve ends, a filled one at what is returned.
    fn kink(&self, sketch: &mut Sketch, series: &Series, kink: &Kink) {
        let sides = kink.sides(series.role);
        if sides.differ() {
            for y in [sides.left, sides.right]
                .into_iter()
                .filter(|&y| y != sides.at)
            {
                self.dot(sketch, series, (kink.x, y), false);
            }
        } else if series.role == Role::Gradient {
            return;
        }
        self.dot(sketch, series, (kink.x, sides.at), true);
    }

    fn dot(&self, sketch: &mut Sketch, series: &Series, (x, y): (f64, f64), filled: bool) {
        let within = |value: f64, (low, high): (f64, f64)| low <= value && value <= high;
        if within(x, self.panel.x) && within(y, self.panel.y) {
            let many = self.figure.kinks.len() > MANY_KINKS;
            let radius = radius(series.role) * if many { 0.6 } else { 1.0 };
            let ink = ink(self.figure, series);
            sketch.items.push(Item::Dot {
                at: self.place((x, y)),
                radius,
                filled,
                ink,
            });
        }
    }
}

fn thin(lines: Vec<Vec<Point>>, ink: Ink, width: f64) -> Item {
    // Whole pixels keep upright and level lines crisp.
    let lines = lines
        .into_iter()
        .map(|line| line.into_iter().map(crisp).collect())
        .collect();
    Item::Lines(Lines {
        parts: lines,
        ink,
        width,
        dashed: false,
        clip: None,
    })
}

fn crisp((x, y): Point) -> Point {
    (x.floor() + 0.5, y.floor() + 0.5)
}
