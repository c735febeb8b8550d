//! Where a formula has a value.

use super::curve::Curve;
use super::figures::{Interval, Set};
use super::line::{Probe, Sign};
use super::sets::union;

/// The points at which there is a real number.
pub(super) fn domain(curve: &Curve) -> Set {
    let reach = curve.by_value.reach;
    let beyond = |x: f64| {
        if x.abs() == reach {
            f64::INFINITY.copysign(x)
        } else {
            x
        }
    };
    let has_value = |x: f64| x.is_finite() && curve.value.value(x).is_finite();
    let mut parts = Vec::new();
    for segment in &curve.by_value.segments {
        if segment.sign == Sign::Undefined {
            continue;
        }
        let (from, to) = (beyond(segment.from), beyond(segment.to));
        parts.push(Interval {
            from,
            to,
            has_from: has_value(from),
            has_to: has_value(to),
        });
    }
    let alone = curve.cuts.iter().copied().filter(|&cut| has_value(cut));
    parts.extend(alone.map(|cut| Interval::closed(cut, cut)));
    union(parts, false)
}
