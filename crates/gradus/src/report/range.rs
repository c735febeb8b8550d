//! Which values a quantity has, and where it has the least and the greatest.

use super::curve::{Curve, LISTED, Quantity, Side};
use super::figures::{Bound, Interval, Range};
use super::line::{Line, Probe, Sign};
use super::sets::union;

/// A stretch with the limits of the quantity at its ends.
struct Image {
    over: (f64, f64),
    limits: (f64, f64),
}

/// The range of a quantity, of which the line is divided by the sign of the derivative.
pub(super) fn range(curve: &Curve, quantity: &Quantity, by_derivative: &Line) -> Range {
    let images = images(quantity, by_derivative);
    let mut bounds = [Bounds::default(), Bounds::default()];
    let mut parts = Vec::new();
    for image in &images {
        let (from, to) = image.over;
        let ends = [(image.limits.0, from), (image.limits.1, to)];
        let constant = image.limits.0 == image.limits.1;
        for (value, at) in ends {
            let attained = match constant {
                true => Some(Interval {
                    has_from: has(quantity, from, value),
                    has_to: has(quantity, to, value),
                    ..Interval::open(from, to)
                }),
                false => has(quantity, at, value).then(|| Interval::closed(at, at)),
            };
            for (bounds, sign) in bounds.iter_mut().zip([-1.0, 1.0]) {
                bounds.add(sign * value, attained, at);
            }
        }
        parts.push(part(quantity, image));
    }
    let alone = curve.cuts.iter().map(|&cut| (cut, quantity.value(cut)));
    for (cut, value) in alone.filter(|(_, value)| value.is_finite()) {
        parts.push(Interval::closed(value, value));
        for (bounds, sign) in bounds.iter_mut().zip([-1.0, 1.0]) {
            bounds.add(sign * value, Some(Interval::closed(cut, cut)), cut);
        }
    }
    if by_derivative.is_partial() {
        for (value, at) in beyond(quantity) {
            for (bounds, sign) in bounds.iter_mut().zip([-1.0, 1.0]) {
                bounds.add(sign * value, None, at);
            }
        }
    }
    let [least, greatest] = bounds.map(|bounds| bounds.best);
    let least = Bound {
        value: -least.value,
        ..least
    };
    if by_derivative.is_partial() && !parts.is_empty() && !has_gaps(quantity) {
        parts = vec![whole(&least, &greatest)];
    }
    Range {
        set: union(parts, by_derivative.is_partial() && has_gaps(quantity)),
        least,
        greatest,
    }
}

fn has_gaps(quantity: &Quantity) -> bool {
    super::figures::jumps(&quantity.breaks)
}

fn whole(least: &Bound, greatest: &Bound) -> Interval {
    Interval {
        from: least.value,
        to: greatest.value,
        has_from: least.attained.is_some(),
        has_to: greatest.attained.is_some(),
    }
}

fn images(quantity: &Quantity, by_derivative: &Line) -> Vec<Image> {
    let mut images = Vec::new();
    for segment in by_derivative
        .segments
        .iter()
        .filter(|segment| segment.sign != Sign::Undefined)
    {
        let over = (segment.from, segment.to);
        let limits = (
            quantity.limit(over.0, Side::Right),
            quantity.limit(over.1, Side::Left),
        );
        if !limits.0.is_nan() && !limits.1.is_nan() {
            images.push(Image { over, limits });
        }
    }
    images
}

fn part(quantity: &Quantity, image: &Image) -> Interval {
    let ((from, to), (first, last)) = (image.over, image.limits);
    let (has_first, has_last) = (has(quantity, from, first), has(quantity, to, last));
    if first == last {
        return Interval::closed(first, first);
    }
    let (from, to, has_from, has_to) = match first < last {
        true => (first, last, has_first, has_last),
        false => (last, first, has_last, has_first),
    };
    Interval {
        from,
        to,
        has_from,
        has_to,
    }
}

/// Whether the quantity has that value at a point, where it is its limit.
fn has(quantity: &Quantity, x: f64, limit: f64) -> bool {
    if !x.is_finite() || !limit.is_finite() {
        return false;
    }
    match quantity.jumps_at(x) {
        true => quantity.value(x) == limit,
        false => quantity.value(x).is_finite(),
    }
}

/// Values further out than what is listed, and limits there, where the same happens again and again.
fn beyond(quantity: &Quantity) -> Vec<(f64, f64)> {
    /// What grows beyond this grows without bound.
    const UNBOUNDED: f64 = 1e30;
    let mut found = Vec::new();
    for end in [f64::NEG_INFINITY, f64::INFINITY] {
        let limit = quantity.value(end);
        if !limit.is_nan() {
            found.push((limit, end));
        }
    }
    let far = (0..2000).map(|step| LISTED * (f64::from(step) / 10.0).exp2());
    for x in far.filter(|x| x.is_finite()).flat_map(|x| [-x, x]) {
        let value = quantity.value(x);
        if value.abs() > UNBOUNDED {
            found.push((f64::INFINITY.copysign(value), f64::INFINITY.copysign(x)));
        }
    }
    found
}

/// The greatest of the values so far.
struct Bounds {
    best: Bound,
}

impl Default for Bounds {
    fn default() -> Self {
        let best = Bound {
            value: f64::NEG_INFINITY,
            attained: None,
            approached: f64::NAN,
        };
        Self { best }
    }
}

impl Bounds {
    fn add(&mut self, value: f64, attained: Option<Interval>, at: f64) {
        let best = &mut self.best;
        let first = best.attained.is_none() && best.approached.is_nan();
        let nearer = |a: &Interval, b: &Interval| distance(a) < distance(b);
        let better = match (&attained, &best.attained) {
            _ if value != best.value => value > best.value,
            (Some(new), Some(old)) => nearer(new, old),
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => first,
        };
        if better {
            *best = Bound {
                value,
                attained,
                approached: at,
            };
        }
    }
}

fn distance(interval: &Interval) -> f64 {
    if interval.from <= 0.0 && interval.to >= 0.0 {
        return 0.0;
    }
    interval.from.abs().min(interval.to.abs())
}
