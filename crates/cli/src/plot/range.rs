//! The part of the plane a panel shows.

use super::{Kink, Role, Series, curve::Piece};

/// Beyond this a coordinate is treated as this, so that differences stay finite.
pub(super) const HUGE: f64 = 1e300;
/// A range shorter than this part of its larger end has no room for ticks.
const SHORTEST: f64 = 1e-9;
/// Space left above and below the curves, as a part of their height.
const PADDING: f64 = 0.06;
/// How many times the height of its calm part a curve must have before it is cut off.
const EXPLODES: f64 = 5.0;
/// The part of x at either end of the heights that is not calm.
const TAIL: f64 = 0.05;
/// Room left for a curve to leave the panel, as a part of the height of its calm part.
const LEAVING: f64 = 0.25;
/// The greatest part of its height by which a curve changes from one sample to the next where it is followed well.
const FOLLOWED: f64 = 0.2;

/// The range in ascending order, finite and long enough to be drawn; (−1, 1) for want of a range.
pub(super) fn sane((start, end): (f64, f64)) -> (f64, f64) {
    if start.is_nan() || end.is_nan() {
        return (-1.0, 1.0);
    }
    let (start, end) = (start.clamp(-HUGE, HUGE), end.clamp(-HUGE, HUGE));
    let (low, high) = (start.min(end), start.max(end));
    let size = low.abs().max(high.abs());
    if high - low > SHORTEST * size && high - low > 1.0 / HUGE {
        (low, high)
    } else if size < 1.0 / HUGE {
        (-1.0, 1.0)
    } else {
        (low - size / 2.0, high + size / 2.0)
    }
}

/// The range of y for all curves of a panel, with padding.
pub(super) fn vertical(extents: &[Extent]) -> (f64, f64) {
    let modest = extents.iter().map(|extent| beside_calmer(*extent, extents));
    let Some((low, high)) = hull(modest.flat_map(|(low, high)| [low, high])) else {
        return (-1.0, 1.0);
    };
    let (low, high) = sane(with_zero_nearby(low, high));
    let padding = (high - low) * PADDING;
    (low - padding, high + padding)
}

/// The heights shown of one curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub low: f64,
    pub high: f64,
    /// Whether the curve runs on beyond them.
    pub cut: bool,
}

impl Extent {
    fn height(self) -> f64 {
        self.high - self.low
    }
}

/// The heights of a curve, less of them if it is cut off anyway and would make a calmer one look flat.
fn beside_calmer(extent: Extent, all: &[Extent]) -> (f64, f64) {
    let calmest = all.iter().min_by(|a, b| a.height().total_cmp(&b.height()));
    let room = calmest.map_or(extent, |calm| Extent {
        low: calm.low - calm.height(),
        high: calm.high + calm.height(),
        cut: false,
    });
    let (low, high) = (extent.low.max(room.low), extent.high.min(room.high));
    if extent.cut && low < high {
        (low, high)
    } else {
        (extent.low, extent.high)
    }
}

/// The range with zero in it, when that costs little or the range is a single number.
fn with_zero_nearby(low: f64, high: f64) -> (f64, f64) {
    let reach = high - low;
    if low > 0.0 && (low <= reach || reach <= SHORTEST * high) {
        (0.0, high)
    } else if high < 0.0 && (-high <= reach || reach <= -SHORTEST * low) {
        (low, 0.0)
    } else {
        (low, high)
    }
}

/// The least and the greatest y of one curve that the picture should show.
///
/// All of the curve, except that one which runs off to a pole is cut off: it is shown where it stays for
/// nine tenths of the range of x, and besides where it turns around, jumps or leaves that range.
pub(super) fn extent(
    series: &Series,
    pieces: &[Piece],
    kinks: &[Kink],
    x: (f64, f64),
) -> Option<Extent> {
    let whole = hull(pieces.iter().flatten().map(|point| point.1))?;
    let calm = calm(pieces);
    let height = calm.1 - calm.0;
    if whole.1 - whole.0 <= EXPLODES * height {
        return Some(uncut(whole));
    }
    let landmarks = turning_points(pieces)
        .chain(jump_sides(series, kinks, x))
        .chain(ends(pieces, x));
    let roomy = [calm.0 - LEAVING * height, calm.1 + LEAVING * height];
    let (low, high) = hull(landmarks.chain(roomy))?;
    let shown = (low.max(whole.0), high.min(whole.1));
    let (low, high) = shown;
    let cut = shown != whole;
    Some(if low < high {
        Extent { low, high, cut }
    } else {
        uncut(whole)
    })
}

fn uncut((low, high): (f64, f64)) -> Extent {
    Extent {
        low,
        high,
        cut: false,
    }
}

fn hull(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |hull, y| match hull {
        None => Some((y, y)),
        Some((low, high)) => Some((low.min(y), high.max(y))),
    })
}

/// The heights between which a curve stays, but for short parts of x.
fn calm(pieces: &[Piece]) -> (f64, f64) {
    let mut heights: Vec<_> = pieces
        .iter()
        .flat_map(|piece| piece.windows(2))
        .map(|pair| (pair[0].1 / 2.0 + pair[1].1 / 2.0, pair[1].0 - pair[0].0))
        .collect();
    heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    (quantile(&heights, TAIL), quantile(&heights, 1.0 - TAIL))
}

/// The height below which a curve stays for this part of x; heights in ascending order, each with its length.
fn quantile(heights: &[(f64, f64)], part: f64) -> f64 {
    let total: f64 = heights.iter().map(|height| height.1).sum();
    let mut passed = 0.0;
    for &(y, length) in heights {
        passed += length;
        if passed >= part * total {
            return y;
        }
    }
    heights.last().map_or(0.0, |height| height.0)
}

/// Heights at which a curve turns around smoothly, as it does not at a pole.
fn turning_points(pieces: &[Piece]) -> impl Iterator<Item = f64> + '_ {
    pieces
        .iter()
        .flat_map(|piece| piece.windows(3))
        .filter(|w| {
            let (before, top, after) = (w[0].1, w[1].1, w[2].1);
            let turns = (top >= before) == (top >= after) && (top != before || top != after);
            turns && (top - before).abs().max((top - after).abs()) < FOLLOWED * top.abs()
        })
        .map(|w| w[1].1)
}

/// The heights at both ends of the range of x, unless the curve is running off there.
fn ends(pieces: &[Piece], (low, high): (f64, f64)) -> impl Iterator<Item = f64> {
    let near = (high - low) / 100.0;
    let first = pieces.first().filter(|piece| piece[0].0 < low + near);
    let last = pieces
        .last()
        .filter(|piece| piece[piece.len() - 1].0 > high - near);
    let first = first.map(|piece| (piece[0].1, piece[1].1));
    let last = last.map(|piece| (piece[piece.len() - 1].1, piece[piece.len() - 2].1));
    let followed = |(end, before): &(f64, f64)| (end - before).abs() < FOLLOWED * end.abs();
    first
        .into_iter()
        .chain(last)
        .filter(followed)
        .map(|(end, _)| end)
}

/// The finite values on both sides of the jumps of this curve.
fn jump_sides<'a>(
    series: &'a Series,
    kinks: &'a [Kink],
    (low, high): (f64, f64),
) -> impl Iterator<Item = f64> + 'a {
    kinks
        .iter()
        .filter(move |kink| kink.formula == series.formula && low <= kink.x && kink.x <= high)
        .map(|kink| kink.sides(series.role))
        .flat_map(|sides| [sides.left, sides.at, sides.right])
        .filter(|y| y.abs() < HUGE)
}

/// Whether one kind of curve would look flat on the scale of the other.
pub(super) fn scales_clash(extents: &[(Role, Extent)]) -> bool {
    let height = |role| {
        let of_role = extents.iter().filter(|extent| extent.0 == role);
        hull(of_role.flat_map(|extent| [extent.1.low, extent.1.high, 0.0]))
            .map(|(low, high)| high - low)
    };
    match (height(Role::Value), height(Role::Gradient)) {
        (Some(value), Some(gradient)) => {
            let small = value.min(gradient);
            small > 0.0 && value.max(gradient) > 8.0 * small
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_becomes_one_that_can_be_drawn() {
        let odd = [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN_POSITIVE,
            0.0,
            -0.0,
            5.0,
            -2.0,
            1e-320,
        ];
        for start in odd {
            for end in odd {
                let (low, high) = sane((start, end));
                assert!(
                    low.is_finite() && high.is_finite() && low < high,
                    "{start} {end}"
                );
                assert!((high - low).is_finite());
            }
        }
        assert_eq!(sane((3.0, -3.0)), (-3.0, 3.0));
    }

    fn shown(f: impl Fn(f64) -> f64) -> (f64, f64) {
        let points: Vec<_> = (0..=600)
            .map(|i| f64::from(i) / 50.0 - 6.0)
            .map(|x| (x, f(x)))
            .collect();
        let series = Series {
            label: String::new(),
            formula: 0,
            role: Role::Value,
            points,
        };
        let pieces = super::super::curve::pieces(&series, &[], (-6.0, 6.0));
        extent(&series, &pieces, &[], (-6.0, 6.0))
            .map(|extent| (extent.low, extent.high))
            .expect("a curve")
    }

    #[test]
    fn curves_that_stay_finite_are_shown_whole() {
        assert_eq!(shown(f64::exp), ((-6f64).exp(), 6f64.exp()));
        assert_eq!(shown(|x| x.powi(9)), (-6f64.powi(9), 6f64.powi(9)));
        assert!(shown(|x| (-100.0 * x * x).exp()).1 > 0.99);
        assert!(shown(|x| (x - 5.5).max(0.0)) == (0.0, 0.5));
        assert!(shown(|x| 1.0 / (1.0 + 100.0 * x * x)).1 > 0.99);
    }

    #[test]
    fn poles_are_cut_off() {
        for pole in [
            |x: f64| 1.0 / x,
            |x: f64| 1.0 / (x - 0.01),
            |x: f64| x.ln().recip(),
            f64::tan,
        ] {
            let (low, high) = shown(pole);
            assert!(
                -12.0 < low && low < -0.9 && 0.9 < high && high < 12.0,
                "{low} {high}"
            );
        }
        assert!(shown(|x| if x > 0.0 { 1.0 / x } else { f64::NAN }).1 < 12.0);
    }

    #[test]
    fn a_curve_that_is_cut_leaves_room_for_others() {
        let calm = Extent {
            low: -1.0,
            high: 1.0,
            cut: true,
        };
        let wild = Extent {
            low: -11.0,
            high: 0.0,
            cut: true,
        };
        let (low, high) = vertical(&[calm, wild]);
        assert!(-4.0 < low && low < -3.0 && 1.0 < high && high < 2.0);
        let far = Extent {
            low: 100.0,
            high: 101.0,
            cut: false,
        };
        assert!(vertical(&[far, wild]).0 < -11.0);
    }

    #[test]
    fn a_constant_is_shown_with_zero() {
        let (low, high) = vertical(&[uncut((3.0, 3.0))]);
        assert!(low < 0.0 && high > 3.0);
        assert_eq!(vertical(&[]), (-1.0, 1.0));
    }
}
