//! From samples to lines: broken at gaps and jumps, cut to the panel, without superfluous points.

use super::{Kink, Series, range::HUGE};

/// A connected part of a curve, x ascending, all coordinates finite.
pub(super) type Piece = Vec<(f64, f64)>;

/// The connected parts of a curve within a range of x.
///
/// It is broken where a sample is not finite and at every jump; there the parts end at the one-sided
/// limits, however coarse the samples.
pub(super) fn pieces(series: &Series, kinks: &[Kink], (low, high): (f64, f64)) -> Vec<Piece> {
    // The last sample may miss the end by a rounding error.
    let slack = (high - low) * 1e-9;
    let mut points: Vec<_> = series
        .points
        .iter()
        .filter(|&(x, _)| low - slack <= *x && *x <= high + slack)
        .map(|&(x, y)| (x.clamp(low, high), y))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut jumps = jumps(series, kinks, (low, high)).into_iter().peekable();
    let mut builder = Builder::default();
    for (x, y) in points {
        let mut on_jump = false;
        while let Some((at, left, right)) = jumps.next_if(|jump| jump.0 <= x) {
            builder.jump(at, left, right);
            on_jump = at == x;
        }
        if !on_jump {
            builder.sample(x, y);
        }
    }
    builder.finish()
}

/// The jumps of the curve within a range of x as (x, left, right), x ascending.
fn jumps(series: &Series, kinks: &[Kink], (low, high): (f64, f64)) -> Vec<(f64, f64, f64)> {
    let mut jumps: Vec<_> = kinks
        .iter()
        .filter(|kink| kink.formula == series.formula && low <= kink.x && kink.x <= high)
        .map(|kink| (kink.x, kink.sides(series.role)))
        .filter(|(_, sides)| sides.differ())
        .map(|(x, sides)| (x, sides.left, sides.right))
        .collect();
    jumps.sort_by(|a, b| a.0.total_cmp(&b.0));
    jumps
}

#[derive(Default)]
struct Builder {
    done: Vec<Piece>,
    open: Piece,
}

impl Builder {
    fn sample(&mut self, x: f64, y: f64) {
        if y.is_finite() {
            self.open.push((x, y.clamp(-HUGE, HUGE)));
        } else {
            self.close();
        }
    }

    fn jump(&mut self, x: f64, left: f64, right: f64) {
        // An infinite side is a pole: the line leaves the panel there.
        if !self.open.is_empty() && !left.is_nan() {
            self.open.push((x, left.clamp(-HUGE, HUGE)));
        }
        self.close();
        if !right.is_nan() {
            self.open.push((x, right.clamp(-HUGE, HUGE)));
        }
    }

    fn close(&mut self) {
        let piece = std::mem::take(&mut self.open);
        if piece.len() > 1 {
            self.done.push(piece);
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close();
        self.done
    }
}

/// The parts of a piece between two heights.
///
/// A step from below the one to above the other is a pole between samples, not a line.
pub(super) fn cut(piece: &[(f64, f64)], low: f64, high: f64) -> Vec<Piece> {
    let mut builder = Builder::default();
    for pair in piece.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let outside = |y: f64| y < low || y > high;
        if outside(start.1) && outside(end.1) {
            builder.close();
            continue;
        }
        if builder.open.is_empty() {
            builder.open.push(entry(end, start, low, high));
        }
        builder.open.push(entry(start, end, low, high));
        if outside(end.1) {
            builder.close();
        }
    }
    builder.finish()
}

/// `to`, or where the line from `from` (which is inside) towards it leaves the heights.
fn entry(from: (f64, f64), to: (f64, f64), low: f64, high: f64) -> (f64, f64) {
    let bound = to.1.clamp(low, high);
    if bound == to.1 {
        return to;
    }
    let part = (bound - from.1) / (to.1 - from.1);
    (from.0 + part * (to.0 - from.0), bound)
}

/// The line with fewer points, nowhere further than `tolerance` from where it was.
pub(super) fn simplified(line: &[(f64, f64)], tolerance: f64) -> Piece {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut kept = vec![false; line.len()];
    let mut open = vec![(0, line.len() - 1)];
    while let Some((start, end)) = open.pop() {
        kept[start] = true;
        kept[end] = true;
        if let Some((middle, distance)) = furthest(line, start, end)
            && distance > tolerance
        {
            open.extend([(start, middle), (middle, end)]);
        }
    }
    let chosen = line.iter().zip(kept).filter(|(_, keep)| *keep);
    chosen.map(|(point, _)| *point).collect()
}

/// The point between two others that is furthest from the line through them.
fn furthest(line: &[(f64, f64)], start: usize, end: usize) -> Option<(usize, f64)> {
    (start + 1..end)
        .map(|index| (index, distance(line[index], line[start], line[end])))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn distance(point: (f64, f64), start: (f64, f64), end: (f64, f64)) -> f64 {
    let (run, rise) = (end.0 - start.0, end.1 - start.1);
    let length = run.hypot(rise);
    if length == 0.0 {
        return (point.0 - start.0).hypot(point.1 - start.1);
    }
    ((point.0 - start.0) * rise - (point.1 - start.1) * run).abs() / length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{KinkKind, Role, Sides};

    fn series(points: Vec<(f64, f64)>) -> Series {
        Series {
            label: "f".into(),
            formula: 0,
            role: Role::Value,
            points,
        }
    }

    fn jump(x: f64, left: f64, right: f64) -> Kink {
        let flat = Sides {
            left: 0.0,
            at: 0.0,
            right: 0.0,
        };
        let value = Sides {
            left,
            at: right,
            right,
        };
        Kink {
            formula: 0,
            x,
            kind: KinkKind::Jump,
            value,
            gradient: flat,
            label: String::new(),
        }
    }

    #[test]
    fn a_curve_breaks_at_a_jump_and_ends_at_the_limits() {
        let step = series(vec![(-1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]);
        let found = pieces(&step, &[jump(0.0, 0.0, 1.0)], (-1.0, 1.0));
        assert_eq!(found, [[(-1.0, 0.0), (0.0, 0.0)], [(0.0, 1.0), (1.0, 1.0)]]);
    }

    #[test]
    fn equal_limits_do_not_break_a_curve() {
        let line = series(vec![(-1.0, 0.0), (1.0, 1.0)]);
        assert_eq!(pieces(&line, &[jump(0.0, 0.5, 0.5)], (-1.0, 1.0)).len(), 1);
        assert_eq!(
            pieces(&line, &[jump(0.0, 0.5, 0.5 + 1e-16)], (-1.0, 1.0)).len(),
            1
        );
    }

    #[test]
    fn what_is_not_finite_is_a_gap() {
        let y = [1.0, 2.0, f64::NAN, 3.0, 4.0, f64::INFINITY, 5.0, 6.0];
        let points = y.iter().enumerate().map(|(x, &y)| (x as f64, y)).collect();
        let found = pieces(&series(points), &[], (0.0, 10.0));
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
    }

    #[test]
    fn unsorted_samples_are_sorted() {
        let line = series(vec![(1.0, 1.0), (-1.0, -1.0), (0.0, 0.0)]);
        assert_eq!(
            pieces(&line, &[], (-1.0, 1.0)),
            [[(-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)]]
        );
    }

    #[test]
    fn a_line_is_cut_where_it_leaves_the_heights() {
        assert_eq!(
            cut(&[(0.0, 0.0), (2.0, 4.0)], -1.0, 1.0),
            [[(0.0, 0.0), (0.5, 1.0)]]
        );
        assert_eq!(
            cut(&[(0.0, -4.0), (2.0, 0.0)], -1.0, 1.0),
            [[(1.5, -1.0), (2.0, 0.0)]]
        );
        assert!(cut(&[(0.0, -4.0), (1e-3, 4.0)], -1.0, 1.0).is_empty());
        let huge = cut(&[(0.0, 0.0), (1.0, HUGE), (2.0, 0.0)], -1.0, 1.0);
        assert_eq!(huge.len(), 2);
        assert!(huge.iter().flatten().all(|point| point.1.abs() <= 1.0));
    }

    #[test]
    fn points_on_a_straight_line_are_dropped() {
        let line: Piece = (0..100)
            .map(|x| (f64::from(x), 2.0 * f64::from(x)))
            .collect();
        assert_eq!(simplified(&line, 0.05), [line[0], line[99]]);
        let bend = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)];
        assert_eq!(simplified(&bend, 0.05), bend);
    }

    #[test]
    fn a_simplified_curve_stays_close() {
        let wave: Piece = (0..800)
            .map(|x| (f64::from(x), 100.0 * (f64::from(x) / 40.0).sin()))
            .collect();
        let fewer = simplified(&wave, 0.05);
        assert!(fewer.len() < 400);
        for pair in fewer.windows(2) {
            let between = wave.iter().filter(|p| pair[0].0 <= p.0 && p.0 <= pair[1].0);
            assert!(
                between
                    .into_iter()
                    .all(|p| distance(*p, pair[0], pair[1]) <= 0.05)
            );
        }
    }
}
