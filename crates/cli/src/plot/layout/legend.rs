//! The legend: above the panels, so that it covers no curve.

use super::{Anchor, Figure, Item, MARGIN, SIZE, SMALL, Sketch, ink, text};
use crate::plot::{
    panels,
    scene::{Ink, Lines},
};

const SWATCH: f64 = 28.0;
const ROW: f64 = 20.0;

/// Draws the legend with its first line at `y`; returns the height of its last line.
pub(super) fn draw(sketch: &mut Sketch, figure: &Figure, mut y: f64) -> f64 {
    let right = SIZE.0 - MARGIN;
    let mut x = MARGIN;
    for series in &figure.series {
        let label = text::one_line(&series.label);
        let label = text::fitted(&label, SMALL, right - MARGIN - SWATCH - 8.0);
        let length = SWATCH + 8.0 + text::width(&label, SMALL);
        if x > MARGIN && x + length > right {
            (x, y) = (MARGIN, y + ROW);
        }
        sketch.items.push(Item::Lines(Lines {
            parts: vec![vec![(x, y - 4.5), (x + SWATCH, y - 4.5)]],
            ink: ink(figure, series),
            width: super::panel::stroke(series.role),
            dashed: panels::is_dashed(figure, series),
            clip: None,
        }));
        sketch.text(label, (x + SWATCH + 8.0, y), Anchor::Start, Ink::Text);
        x += length + 22.0;
    }
    y
}
