//! Where a quantity is zero.

use super::curve::{Curve, Quantity};
use super::figures::{Extrema, Interval, Places};
use super::line::{Joint, Line, Probe, Sign};
use super::sets::union;

/// The zeros of a quantity: those where its sign changes or that were met exactly, and those among its extrema.
pub(super) fn zeros(
    curve: &Curve,
    quantity: &Quantity,
    by_sign: &Line,
    extrema: Option<&Extrema>,
) -> Places {
    let mut parts = Vec::new();
    let mut add = |x: f64| parts.push(Interval::closed(x, x));
    for (joint, left, _) in by_sign.joined() {
        match joint {
            Joint::Root => add(left.to),
            Joint::Cut if quantity.value(left.to) == 0.0 => add(left.to),
            _ => {}
        }
    }
    let mut touching = 0;
    for extremum in extrema.iter().flat_map(|extrema| &extrema.list) {
        if extremum.at.is_point() && touches_zero(curve, extremum.at.from, extremum.value) {
            touching += 1;
            add(extremum.at.from);
        }
    }
    let is_zero = |x: f64| x.is_finite() && quantity.value(x) == 0.0;
    let flat = by_sign
        .segments
        .iter()
        .filter(|segment| segment.sign == Sign::Zero);
    parts.extend(flat.map(|segment| Interval {
        has_from: is_zero(segment.from),
        has_to: is_zero(segment.to),
        ..Interval::open(segment.from, segment.to)
    }));
    let again = by_sign.is_partial() || touching > 1 && extrema.is_some_and(|extrema| extrema.more);
    let set = union(parts, again);
    Places {
        places: set.intervals,
        more: set.more,
    }
}

/// Whether the value at an extremum is what the rounding of its place makes of zero.
fn touches_zero(curve: &Curve, x: f64, value: f64) -> bool {
    let Some(curvature) = &curve.curvature else {
        return value == 0.0;
    };
    let missed = x.next_up() - x;
    value.abs() <= curvature.value(x).abs() * missed * missed
}
