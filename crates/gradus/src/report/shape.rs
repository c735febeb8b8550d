//! Where a quantity rises and falls, and its extrema.

use super::curve::{Curve, Quantity, Side};
use super::figures::{Extrema, Extremum, ExtremumKind, Interval, Places, Stretch, Trend};
use super::line::{Line, Probe, Sign};

/// Where a quantity rises, falls or stays, by the line divided by the sign of its derivative.
pub(super) fn stretches(quantity: &Quantity, by_derivative: &Line) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for segment in &by_derivative.segments {
        let Some(trend) = trend(segment.sign) else {
            continue;
        };
        match stretches.last_mut() {
            Some(last)
                if last.over.to == segment.from
                    && last.trend == trend
                    && goes_on(quantity, segment.from, trend) =>
            {
                last.over.to = segment.to;
            }
            _ => stretches.push(Stretch {
                over: Interval::open(segment.from, segment.to),
                trend,
            }),
        }
    }
    stretches
}

fn trend(sign: Sign) -> Option<Trend> {
    match sign {
        Sign::Negative => Some(Trend::Falls),
        Sign::Zero => Some(Trend::Stays),
        Sign::Positive => Some(Trend::Rises),
        Sign::Undefined => None,
    }
}

/// Whether a trend goes on across a point: the values on both sides and there are in its order.
fn goes_on(quantity: &Quantity, x: f64, trend: Trend) -> bool {
    let at = quantity.value(x);
    if !quantity.jumps_at(x) {
        return at.is_finite();
    }
    let (left, right) = (
        quantity.limit(x, Side::Left),
        quantity.limit(x, Side::Right),
    );
    match trend {
        Trend::Rises => left <= at && at <= right,
        Trend::Stays => left == at && at == right,
        Trend::Falls => left >= at && at >= right,
    }
}

/// The local extrema between stretches.
pub(super) fn extrema(quantity: &Quantity, stretches: &[Stretch], more: bool) -> Extrema {
    let mut list = Vec::new();
    let mut before: Option<&Stretch> = None;
    let mut flat: Option<Interval> = None;
    for stretch in stretches {
        let joined = before.is_some_and(|before| {
            let end = flat.map_or(before.over.to, |flat| flat.to);
            end == stretch.over.from && is_continuous(quantity, end)
        });
        if !joined {
            before = None;
        }
        if stretch.trend == Trend::Stays {
            flat = before.map(|_| stretch.over);
            continue;
        }
        if let Some(before) = before {
            let at = Interval::closed(before.over.to, stretch.over.from);
            list.extend(extremum(quantity, before.trend, stretch.trend, at));
        }
        (before, flat) = (Some(stretch), None);
    }
    Extrema { list, more }
}

fn is_continuous(quantity: &Quantity, x: f64) -> bool {
    !quantity.jumps_at(x) && quantity.value(x).is_finite()
}

fn extremum(quantity: &Quantity, before: Trend, after: Trend, at: Interval) -> Option<Extremum> {
    let kind = match (before, after) {
        (Trend::Falls, Trend::Rises) => ExtremumKind::Minimum,
        (Trend::Rises, Trend::Falls) => ExtremumKind::Maximum,
        _ => return None,
    };
    let value = quantity.limit(at.from, Side::Left);
    Some(Extremum { kind, at, value })
}

/// Where the direction changes in which the curve bends: the extrema of its slope, and kinks of the slope between bends.
pub(super) fn inflections(curve: &Curve, slope_extrema: &Extrema) -> Places {
    let inner = slope_extrema
        .list
        .iter()
        .filter(|extremum| extremum.at.is_point());
    let smooth = inner.filter(|extremum| !curve.value.jumps_at(extremum.at.from));
    Places {
        places: smooth.map(|extremum| extremum.at).collect(),
        more: slope_extrema.more,
    }
}
