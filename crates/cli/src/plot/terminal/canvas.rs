//! Curves as dots in a grid of cells.

use super::style::{Line, Mark, Pen};
use crate::plot::text::whole;

/// A grid of cells on which curves are drawn, one over the other.
pub(super) struct Canvas {
    columns: usize,
    rows: usize,
    layers: Vec<Layer>,
    /// Single characters on top of everything: (column, row, character, pen).
    signs: Vec<(usize, usize, char, Pen)>,
}

/// The dots of one curve: a mask of eight for each cell.
struct Layer {
    mark: Mark,
    pen: Pen,
    cells: Vec<u8>,
}

/// Braille bits by place in the cell: column, then row from the top.
const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// Dots drawn and dots left out in a dashed line.
const DASH: (usize, usize) = (5, 3);

impl Canvas {
    pub fn new(columns: usize, rows: usize) -> Self {
        Self {
            columns,
            rows,
            layers: Vec::new(),
            signs: Vec::new(),
        }
    }

    /// Draws a curve. Coordinates are parts of the canvas: (0, 0) lower left, (1, 1) upper right.
    pub fn curve(&mut self, lines: &[Vec<(f64, f64)>], mark: Mark, pen: Pen) {
        let mut layer = Layer {
            mark,
            pen,
            cells: vec![0; self.columns * self.rows],
        };
        for line in lines {
            self.line(&mut layer, line);
        }
        self.layers.push(layer);
    }

    /// Puts a character where a dot would be.
    pub fn sign(&mut self, at: (f64, f64), sign: char, pen: Pen) {
        let (column, row) = (self.column(at.0), self.row(at.1));
        self.signs.push((column, row, sign, pen));
    }

    /// The column of cells at this part of the width.
    pub fn column(&self, part: f64) -> usize {
        place(part, 2 * self.columns) / 2
    }

    /// The row of cells, from the top, at this part of the height.
    pub fn row(&self, part: f64) -> usize {
        place(1.0 - part, 4 * self.rows) / 4
    }

    fn line(&self, layer: &mut Layer, line: &[(f64, f64)]) {
        let (across, down) = layer.mark.resolution();
        // In dots, then in places of the mark; a sign stands in the cell where its dot would be.
        let along = |part: f64, cells: usize, each: usize, most: usize| {
            let dots = part.clamp(0.0, 1.0) * ((most * cells) as f64 - 1.0) + 0.5;
            dots * each as f64 / most as f64
        };
        let scale = |(x, y): (f64, f64)| {
            (
                along(x, self.columns, across, 2),
                along(1.0 - y, self.rows, down, 4),
            )
        };
        let mut travelled = 0;
        for pair in line.windows(2) {
            let (start, end) = (scale(pair[0]), scale(pair[1]));
            let steps = (end.0 - start.0)
                .abs()
                .max((end.1 - start.1).abs())
                .ceil()
                .max(1.0);
            for step in 0..=whole(steps) {
                let part = step as f64 / steps;
                let x = start.0 + part * (end.0 - start.0);
                let y = start.1 + part * (end.1 - start.1);
                self.dot(layer, (whole(x), whole(y)), &mut travelled);
            }
        }
    }

    fn dot(&self, layer: &mut Layer, (x, y): (usize, usize), travelled: &mut usize) {
        let (across, down) = layer.mark.resolution();
        let cell = (y / down) * self.columns + x / across;
        let bit = BITS[x % across][y % down];
        if layer.cells[cell] & bit != 0 {
            return;
        }
        *travelled += 1;
        let dashed = layer.mark == Mark::Dots { dashed: true };
        if !dashed || *travelled % (DASH.0 + DASH.1) < DASH.0 {
            layer.cells[cell] |= bit;
        }
    }

    /// The rows from top to bottom, over a background that fills empty cells.
    pub fn render(&self, background: impl Fn(usize, usize) -> char) -> Vec<Line> {
        let line = |row| {
            let mut line = Line::default();
            for column in 0..self.columns {
                let (sign, pen) = self
                    .cell(column, row)
                    .unwrap_or((background(column, row), Pen::Faint));
                line.write(sign.encode_utf8(&mut [0; 4]), pen);
            }
            line
        };
        (0..self.rows).map(line).collect()
    }

    fn cell(&self, column: usize, row: usize) -> Option<(char, Pen)> {
        let signs = self.signs.iter().rev();
        if let Some(sign) = signs
            .into_iter()
            .find(|sign| (sign.0, sign.1) == (column, row))
        {
            return Some((sign.2, sign.3));
        }
        let index = row * self.columns + column;
        let here: Vec<_> = self
            .layers
            .iter()
            .filter(|layer| layer.cells[index] != 0)
            .collect();
        // Curves that coincide take turns, so that each can be seen.
        let layer = here.get(column % here.len().max(1))?;
        let glyph = match layer.mark {
            Mark::Sign(sign) => sign,
            Mark::Dots { .. } => {
                let dots = here
                    .iter()
                    .filter(|other| matches!(other.mark, Mark::Dots { .. }));
                let mask = dots.fold(0, |mask, other| mask | other.cells[index]);
                char::from_u32(0x2800 + u32::from(mask)).unwrap_or(' ')
            }
        };
        Some((glyph, layer.pen))
    }
}

/// The place among `count` at this part of the way.
fn place(part: f64, count: usize) -> usize {
    let last = count.saturating_sub(1) as f64;
    whole((part * last).round().clamp(0.0, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(canvas: &Canvas) -> Vec<String> {
        canvas
            .render(|_, _| ' ')
            .iter()
            .map(|line| line.render(false))
            .collect()
    }

    #[test]
    fn a_diagonal_runs_from_corner_to_corner() {
        let mut canvas = Canvas::new(4, 2);
        canvas.curve(
            &[vec![(0.0, 0.0), (1.0, 1.0)]],
            Mark::Dots { dashed: false },
            Pen::Plain,
        );
        assert_eq!(drawn(&canvas), ["  ⡠⠊", "⡠⠊"]);
    }

    #[test]
    fn curves_that_coincide_take_turns() {
        let mut canvas = Canvas::new(6, 1);
        for sign in ['a', 'b'] {
            canvas.curve(
                &[vec![(0.0, 0.5), (1.0, 0.5)]],
                Mark::Sign(sign),
                Pen::Plain,
            );
        }
        assert_eq!(drawn(&canvas), ["ababab"]);
    }

    #[test]
    fn places_outside_are_brought_to_the_edge() {
        let mut canvas = Canvas::new(3, 1);
        canvas.curve(
            &[vec![(-5.0, f64::NAN), (7.0, 9.0)]],
            Mark::Sign('*'),
            Pen::Plain,
        );
        canvas.sign((f64::NAN, 2.0), 'o', Pen::Plain);
        assert_eq!(drawn(&canvas), ["o**"]);
    }
}
