//! Elementary functions of intervals.

use gradus_syntax::{Constant, Func};

use super::Interval;
use super::evaluate::Enclosure;
use crate::precise::bounds::Toward::{Above, Below};
use crate::precise::{Precise, Precision, Sign, apply};

/// How a function goes over its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// Never falls.
    Rising,
    /// Never rises.
    Falling,
    /// Even, least at 0, rising with the magnitude.
    Valley,
    /// Even, greatest at 0, falling with the magnitude.
    Peak,
    /// Any other.
    Other,
}

/// The course, the domain and an interval that has all values, of functions of one argument.
#[rustfmt::skip]
fn row(func: Func) -> (Course, [f64; 2], [f64; 2]) {
    use Course::{Falling, Other, Peak, Rising, Valley};
    const INF: f64 = f64::INFINITY;
    const WHOLE: [f64; 2] = [-INF, INF];
    const POSITIVE: [f64; 2] = [0.0, INF];
    const UNIT: [f64; 2] = [0.0, 1.0];
    const SIGNED: [f64; 2] = [-1.0, 1.0];
    match func {
        Func::Exp | Func::Exp2 | Func::Softplus | Func::Relu => (Rising, WHOLE, POSITIVE),
        Func::Expm1 => (Rising, WHOLE, [-1.0, INF]),
        Func::Ln | Func::Log2 | Func::Log10 => (Rising, POSITIVE, WHOLE),
        Func::Log1p => (Rising, [-1.0, INF], WHOLE),
        Func::Sqrt => (Rising, POSITIVE, POSITIVE),
        Func::Cbrt | Func::Floor | Func::Ceil | Func::Round | Func::Sinh | Func::Asinh => (Rising, WHOLE, WHOLE),
        Func::Sign | Func::Tanh | Func::Erf => (Rising, WHOLE, SIGNED),
        Func::Sigmoid | Func::NormalCdf | Func::Step => (Rising, WHOLE, UNIT),
        Func::Asin => (Rising, SIGNED, WHOLE),
        Func::Acos => (Falling, SIGNED, POSITIVE),
        Func::Atan => (Rising, WHOLE, WHOLE),
        Func::Acosh => (Rising, [1.0, INF], POSITIVE),
        Func::Atanh => (Rising, SIGNED, WHOLE),
        Func::Erfc => (Falling, WHOLE, [0.0, 2.0]),
        Func::Abs => (Valley, WHOLE, POSITIVE),
        Func::Cosh => (Valley, WHOLE, [1.0, INF]),
        Func::Sech => (Peak, WHOLE, UNIT),
        Func::NormalPdf => (Peak, WHOLE, UNIT),
        Func::Sin | Func::Cos | Func::Sinc => (Other, WHOLE, SIGNED),
        _ => (Other, WHOLE, WHOLE),
    }
}

/// A function of one argument over an interval.
pub(super) fn of_one(func: Func, argument: &Interval, precision: Precision) -> Enclosure {
    let (course, domain, range) = row(func);
    let Some(domain) = Interval::between(domain[0], domain[1]) else {
        return Enclosure::ANY;
    };
    let Some(inside) = argument.intersection(&domain) else {
        return Enclosure::NONE;
    };
    let partial = inside != *argument
        || poles(func)
            .iter()
            .any(|pole| inside.contains(&Precise::from(*pole)));
    let values = match course {
        Course::Rising => of_ends(func, inside.low(), inside.high(), precision),
        Course::Falling => of_ends(func, inside.high(), inside.low(), precision),
        Course::Valley => {
            let size = inside.abs();
            of_ends(func, size.low(), size.high(), precision)
        }
        Course::Peak => {
            let size = inside.abs();
            of_ends(func, size.high(), size.low(), precision)
        }
        Course::Other => match func {
            Func::Sin => sine(&inside, &Precise::ZERO, precision),
            Func::Cos => sine(&inside, &Precise::ONE, precision),
            Func::Sinc => Some(sinc(&inside, precision)),
            Func::Tan => return tangent(&inside, precision),
            _ => None,
        },
    };
    let range = Interval::between(range[0], range[1]);
    let values = values.unwrap_or(Interval::WHOLE);
    let values = range.and_then(|range| values.intersection(&range));
    Enclosure {
        values: Some(values.unwrap_or(Interval::WHOLE)),
        partial,
    }
}

/// From the value at one argument to that at another.
fn of_ends(func: Func, low: &Precise, high: &Precise, precision: Precision) -> Option<Interval> {
    let at = |end: &Precise, toward| {
        let end = std::slice::from_ref(end);
        if is_exact(func) {
            apply(func, end, Precision::bits(*Precision::RANGE.end()))
        } else {
            Precise::of_function(func, end, precision, toward)
        }
    };
    Interval::new(at(low, Below), at(high, Above))
}

/// Where a function is infinite, at an end of its domain.
fn poles(func: Func) -> &'static [i64] {
    match func {
        Func::Ln | Func::Log2 | Func::Log10 => &[0],
        Func::Log1p => &[-1],
        Func::Atanh => &[-1, 1],
        _ => &[],
    }
}

/// Whether values of numbers are numbers of no more bits.
fn is_exact(func: Func) -> bool {
    matches!(
        func,
        Func::Abs | Func::Sign | Func::Floor | Func::Ceil | Func::Round | Func::Relu | Func::Step
    )
}

/// The sine of an angle and so many quarter turns: its ends, and 1 or -1 where a crest or trough lies between.
fn sine(angle: &Interval, quarters: &Precise, precision: Precision) -> Option<Interval> {
    const LONGEST: i64 = 4;
    let func = if quarters.is_zero() {
        Func::Sin
    } else {
        Func::Cos
    };
    let at = |end: &Precise| {
        let end = std::slice::from_ref(end);
        let low = Precise::of_function(func, end, precision, Below);
        Interval::new(low, Precise::of_function(func, end, precision, Above))
    };
    if angle.is_point() {
        return at(angle.low());
    }
    let quarter = Interval::of_constant(Constant::Pi, precision).halved();
    let turns = Interval::point(quarters.clone())?.add(&angle.div(&quarter, precision)?, precision);
    let (first, count) = crests(&turns)?;
    if count > LONGEST {
        return Interval::between(-1.0, 1.0);
    }
    let mut values = at(angle.low())?.hull(&at(angle.high())?);
    for crest in first..first + count {
        match crest.rem_euclid(4) {
            1 => values = values.hull(&Interval::ONE),
            3 => values = values.hull(&Interval::ONE.neg()),
            _ => {}
        }
    }
    Some(values)
}

/// Falls from 1 at 0 to the first trough, beyond which it stays between that and the reciprocal of the magnitude.
fn sinc(argument: &Interval, precision: Precision) -> Interval {
    const TROUGH: [f64; 2] = [4.49, -0.2173];
    let size = argument.abs();
    let beyond = |value: f64| {
        size.high()
            .compare(&Precise::from(value))
            .is_none_or(std::cmp::Ordering::is_gt)
    };
    if !beyond(TROUGH[0]) {
        return of_ends(Func::Sinc, size.high(), size.low(), precision).unwrap_or(Interval::WHOLE);
    }
    let quotient = sine(argument, &Precise::ZERO, precision).and_then(|sine| {
        argument
            .reciprocal(precision)
            .map(|by| sine.mul(&by, precision))
    });
    let bound = Interval::between(TROUGH[1], 1.0).unwrap_or(Interval::WHOLE);
    quotient
        .and_then(|quotient| quotient.intersection(&bound))
        .unwrap_or(bound)
}

/// Rises between poles.
fn tangent(angle: &Interval, precision: Precision) -> Enclosure {
    if angle.is_point() {
        let values = of_ends(Func::Tan, angle.low(), angle.high(), precision);
        return values.map_or(Enclosure::ANY, Enclosure::total);
    }
    let half_turn = Interval::of_constant(Constant::Pi, precision);
    let half = Interval::between(0.5, 0.5);
    let poles = half
        .and_then(|half| Some(angle.div(&half_turn, precision)?.add(&half, precision)))
        .and_then(|turns| crests(&turns).map(|(_, count)| count));
    match poles {
        Some(0) => {
            let values = of_ends(Func::Tan, angle.low(), angle.high(), precision);
            Enclosure::total(values.unwrap_or(Interval::WHOLE))
        }
        _ => Enclosure::ANY,
    }
}

/// As many whole numbers as need be told apart.
const MANY: f64 = 1e6;

/// The first whole number in an interval, but for multiples of 4, and how many there are.
fn crests(turns: &Interval) -> Option<(i64, i64)> {
    let longest = Precision::bits(*Precision::RANGE.end());
    let rounded = |func, end: &Precise| apply(func, std::slice::from_ref(end), longest);
    let first = rounded(Func::Ceil, turns.low());
    let last = rounded(Func::Floor, turns.high());
    let count = last.sub(&first, longest).to_f64();
    let place = apply(Func::Mod, &[first, Precise::from(4)], longest).to_f64();
    let is_known = place.is_finite() && count.is_finite();
    // more than a few are as good as all
    is_known.then_some((place as i64, count.min(MANY) as i64 + 1))
}

impl Interval {
    /// An enclosure of a constant.
    pub fn of_constant(constant: Constant, precision: Precision) -> Self {
        if constant == Constant::Inf {
            return Self {
                low: Precise::Infinite(Sign::Positive),
                high: Precise::Infinite(Sign::Positive),
            };
        }
        Self {
            low: Precise::of_constant(constant, precision, Below),
            high: Precise::of_constant(constant, precision, Above),
        }
    }

    /// Half of it.
    pub(super) fn halved(&self) -> Self {
        let half = Precise::from(0.5);
        let long = Precision::bits(*Precision::RANGE.end());
        Self {
            low: self.low.mul_toward(&half, long, Below),
            high: self.high.mul_toward(&half, long, Above),
        }
    }

    /// The quotient by an interval without zero.
    pub(super) fn div(&self, other: &Self, precision: Precision) -> Option<Self> {
        let by = other.reciprocal(precision)?;
        Some(self.mul(&by, precision))
    }
}

/// A function of several arguments over a box.
pub(super) fn of_several(func: Func, args: &[Interval], precision: Precision) -> Enclosure {
    let values = match (func, args) {
        (Func::Min, [first, rest @ ..]) => rest.iter().fold(first.clone(), |a, b| a.min(b)),
        (Func::Max, [first, rest @ ..]) => rest.iter().fold(first.clone(), |a, b| a.max(b)),
        (Func::Clamp, [x, low, high]) => x.max(low).min(high),
        (Func::Hypot, [x, y]) => {
            let square = |x: &Interval| x.abs().mul(&x.abs(), precision);
            let sum = square(x).add(&square(y), precision);
            return of_one(Func::Sqrt, &sum, precision);
        }
        (Func::Atan2, [y, x]) => direction(y, x, precision),
        (Func::Mod, [x, y]) => return remainder(x, y, precision),
        _ => return Enclosure::ANY,
    };
    Enclosure::total(values)
}

/// The angle of a point: by an inverse tangent in each half plane without the negative half of the first axis.
fn direction(y: &Interval, x: &Interval, precision: Precision) -> Interval {
    let right_angle = Interval::of_constant(Constant::Pi, precision).halved();
    let inverse = |above: &Interval, below: &Interval| {
        let quotient = above.div(below, precision)?;
        of_one(Func::Atan, &quotient, precision).values
    };
    let found = match (y.sign(), x.sign()) {
        (_, Some(1)) => inverse(y, x),
        (Some(1), _) => inverse(x, y).map(|angle| right_angle.sub(&angle, precision)),
        (Some(-1), _) => inverse(x, y).map(|angle| right_angle.neg().sub(&angle, precision)),
        _ => None,
    };
    let half_turn = right_angle.add(&right_angle, precision);
    found.unwrap_or_else(|| half_turn.neg().hull(&half_turn))
}

/// `x - y*floor(x/y)`, which lies between 0 and y.
fn remainder(x: &Interval, y: &Interval, precision: Precision) -> Enclosure {
    let Some(quotient) = x.div(y, precision) else {
        return Enclosure::NONE;
    };
    let bound = y.hull(&Interval::ZERO);
    let steps = of_ends(Func::Floor, quotient.low(), quotient.high(), precision);
    let within = steps.filter(Interval::is_point).and_then(|steps| {
        x.sub(&y.mul(&steps, precision), precision)
            .intersection(&bound)
    });
    Enclosure {
        values: Some(within.unwrap_or(bound)),
        partial: y.contains_zero(),
    }
}

/// By the value in the middle: the slope of a spherical Bessel function is a mean of two others, none of which is beyond 1.
pub(super) fn spherical_bessel(order: u8, argument: &Interval, precision: Precision) -> Interval {
    let bound = Interval {
        low: Precise::ONE.neg(),
        high: Precise::ONE,
    };
    let (Precise::Number(_), Precise::Number(_)) = (argument.low(), argument.high()) else {
        return bound;
    };
    let middle = argument
        .low()
        .add(argument.high(), precision)
        .mul(&Precise::from(0.5), precision);
    let Some(radius) = Interval::point(middle.clone())
        .map(|middle| argument.sub(&middle, precision).abs().high().clone())
    else {
        return bound;
    };
    let error = Precise::from_parts(1.into(), 4 - i64::from(precision.get()));
    let spread = radius.add_toward(&error, precision, Above);
    let value = crate::evaluate::spherical_bessel(order, &middle, precision);
    let around = Interval::new(
        value.add_toward(&spread.neg(), precision, Below),
        value.add_toward(&spread, precision, Above),
    );
    around
        .and_then(|around| around.intersection(&bound))
        .unwrap_or(bound)
}
