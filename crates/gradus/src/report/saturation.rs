//! Where the gradient is zero or small.

use super::curve::{Curve, Quantity};
use super::figures::{Interval, Places, Saturation};
use super::line::{Joint, Line, Probe, Sign};
use super::sets::union;

/// Slopes below which a gradient is said to be small, and to vanish.
const THRESHOLDS: [f64; 2] = [0.01, 1e-6];

/// Stretches on which the slope is exactly zero.
pub(super) fn dead(curve: &Curve) -> Places {
    let flat = curve
        .by_slope
        .segments
        .iter()
        .filter(|segment| segment.sign == Sign::Zero);
    let parts = flat.map(|segment| Interval::open(segment.from, segment.to));
    let set = union(parts.collect(), curve.by_slope.is_partial());
    Places {
        places: set.intervals,
        more: set.more,
    }
}

/// Stretches on which the slope is small.
pub(super) fn saturated(curve: &Curve) -> [Saturation; 2] {
    THRESHOLDS.map(|below| {
        let probe = Excess {
            slope: &curve.slope,
            below,
        };
        let line = curve.line(&probe);
        let small = line
            .segments
            .iter()
            .filter(|segment| segment.sign == Sign::Negative);
        let parts: Vec<Interval> = small
            .map(|segment| Interval::open(segment.from, segment.to))
            .collect();
        let mut set = union(joined(parts, &line), false);
        set.intervals.retain(|part| counts(curve, part));
        let more = line.is_partial() && !set.intervals.is_empty();
        Saturation {
            below,
            places: Places {
                places: set.intervals,
                more,
            },
        }
    })
}

/// Whether a stretch reaches an end of the domain or holds one on which the slope is zero: what is near an extremum is not saturated.
fn counts(curve: &Curve, part: &Interval) -> bool {
    let ends = curve
        .by_value
        .segments
        .iter()
        .filter(|segment| segment.sign != Sign::Undefined);
    let (first, last) = (ends.clone().next(), ends.last());
    let reaches = first.is_some_and(|first| part.from <= first.from)
        || last.is_some_and(|last| part.to >= last.to);
    let flat = curve
        .by_slope
        .segments
        .iter()
        .filter(|segment| segment.sign == Sign::Zero);
    reaches
        || flat
            .into_iter()
            .any(|segment| part.from <= segment.from && segment.to <= part.to)
}

/// Stretches without the single points that part them.
fn joined(parts: Vec<Interval>, line: &Line) -> Vec<Interval> {
    let between = line
        .joined()
        .filter(|(joint, left, right)| *joint != Joint::Root && left.sign == right.sign);
    let points = between.map(|(_, left, _)| Interval::closed(left.to, left.to));
    let points: Vec<Interval> = points
        .filter(|point| parts.iter().any(|part| part.to == point.from))
        .collect();
    parts.into_iter().chain(points).collect()
}

/// By how much the size of the slope exceeds a number.
struct Excess<'a> {
    slope: &'a Quantity,
    below: f64,
}

impl Probe for Excess<'_> {
    fn value(&self, x: f64) -> f64 {
        self.slope.value(x).abs() - self.below
    }

    fn values(&self, xs: &[f64]) -> Vec<f64> {
        let slopes = self.slope.values(xs);
        slopes
            .into_iter()
            .map(|slope| slope.abs() - self.below)
            .collect()
    }

    fn sign(&self, _: f64) -> Option<Sign> {
        None
    }

    fn polished(&self, a: f64, _: f64) -> f64 {
        a
    }
}
