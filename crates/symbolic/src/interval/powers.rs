//! Powers of intervals.

use super::Interval;
use super::evaluate::Enclosure;
use crate::precise::bounds::Toward;
use crate::precise::{Precise, Precision, Sign};
use crate::rational::Rational;
use gradus_syntax::Func;

/// A power with a rational exponent, positive or negative.
pub(super) fn rational_power(
    base: &Interval,
    exponent: &Rational,
    precision: Precision,
) -> Enclosure {
    let size = positive_power(base, &exponent.abs(), precision);
    if !exponent.is_negative() {
        return size;
    }
    let Some(values) = size.values else {
        return Enclosure::NONE;
    };
    Enclosure {
        values: values.reciprocal(precision),
        partial: size.partial || base.contains_zero(),
    }
}

fn positive_power(base: &Interval, exponent: &Rational, precision: Precision) -> Enclosure {
    if exponent.is_one() {
        return Enclosure::total(base.clone());
    }
    if !exponent.is_integer() {
        let Some(inside) = base.intersection(&Interval::NON_NEGATIVE) else {
            return Enclosure::NONE;
        };
        return Enclosure {
            values: Some(rising_power(&inside, exponent, precision)),
            partial: inside != *base,
        };
    }
    let values = match exponent.is_even() {
        true => rising_power(&base.abs(), exponent, precision),
        false => odd_power(base, exponent, precision),
    };
    Enclosure::total(values)
}

fn odd_power(base: &Interval, exponent: &Rational, precision: Precision) -> Interval {
    let at = |end: &Precise| {
        let point = Interval {
            low: end.clone(),
            high: end.clone(),
        };
        match end.sign() {
            Some(Sign::Negative) => rising_power(&point.neg(), exponent, precision).neg(),
            _ => rising_power(&point, exponent, precision),
        }
    };
    at(base.low()).hull(&at(base.high()))
}

/// Of numbers that are not negative.
fn rising_power(base: &Interval, exponent: &Rational, precision: Precision) -> Interval {
    let ends = |at: &dyn Fn(&Precise, Toward) -> Precise| Interval {
        low: at(base.low(), Toward::Below),
        high: at(base.high(), Toward::Above),
    };
    if exponent.to_i64() == Some(2) {
        return ends(&|end, toward| end.mul_toward(end, precision, toward));
    }
    if *exponent == Rational::new(1, 2) {
        return ends(&|end, toward| {
            Precise::of_function(Func::Sqrt, std::slice::from_ref(end), precision, toward)
        });
    }
    let longer = Precision::bits(precision.get() + 64);
    corners(base, &Interval::of_rational(exponent, longer), precision)
}

/// A real power over a box: of positive numbers it has its least and greatest values at corners.
pub(super) fn real_power(base: &Interval, exponent: &Interval, precision: Precision) -> Enclosure {
    if base.sign() == Some(1) || base.low().is_zero() && exponent.sign() == Some(1) {
        return Enclosure::total(corners(base, exponent, precision));
    }
    let inside = base.intersection(&Interval::NON_NEGATIVE);
    let whole = exponent.is_point() && exponent.low().to_f64().fract() == 0.0;
    match inside {
        // negative numbers have integer powers
        _ if whole || !exponent.is_point() => Enclosure::ANY,
        None => Enclosure::NONE,
        Some(inside) if inside.low().is_zero() && exponent.sign() != Some(1) => Enclosure {
            values: Some(Interval::NON_NEGATIVE),
            partial: true,
        },
        Some(inside) => Enclosure {
            values: Some(corners(&inside, exponent, precision)),
            partial: true,
        },
    }
}

/// The hull of the powers of the ends.
fn corners(base: &Interval, exponent: &Interval, precision: Precision) -> Interval {
    let mut found: Option<Interval> = None;
    for base in ends(base) {
        for exponent in ends(exponent) {
            let corner = Interval::new(
                base.power_toward(exponent, precision, Toward::Below),
                base.power_toward(exponent, precision, Toward::Above),
            );
            let corner = corner.unwrap_or(Interval::WHOLE);
            found = Some(found.map_or_else(|| corner.clone(), |found| found.hull(&corner)));
        }
    }
    let all = found.unwrap_or(Interval::WHOLE);
    all.intersection(&Interval::NON_NEGATIVE)
        .unwrap_or(Interval::NON_NEGATIVE)
}

fn ends(interval: &Interval) -> impl Iterator<Item = &Precise> {
    let high = (!interval.is_point()).then_some(interval.high());
    std::iter::once(interval.low()).chain(high)
}
