//! Sine, cosine and inverse tangent of finite numbers.
//!
//! Every function takes the length wanted in bits and returns a result whose relative error is a few units of that length.

use dashu_base::{BitTest, DivRem};
use dashu_int::UBig;

use super::constants::{pi, pi_fixed};
use super::exponential::{Signs, odd_series};
use super::float::{Float, signed, unsigned};

/// Angles of a magnitude above `2^ANGLE_RANGE` are not reduced: that would take as many digits of π.
pub(super) const ANGLE_RANGE: i64 = 1 << 16;

/// `sin(x)` and `cos(x)`; `None` where x is too large.
pub(super) fn sin_cos(x: &Float, bits: i64) -> Option<(Float, Float)> {
    let (quarter, rest) = reduce(x, bits + 8)?;
    let (sin, cos) = (sin_small(&rest, bits + 8), cos_small(&rest, bits + 8));
    Some(match quarter {
        0 => (sin, cos),
        1 => (cos, sin.neg()),
        2 => (sin.neg(), cos.neg()),
        _ => (cos.neg(), sin),
    })
}

/// Writes x as `quarter * π/2 + rest` with the quarter modulo 4, the rest at most π/4 in size and to `bits` of its own.
fn reduce(x: &Float, bits: i64) -> Option<(u8, Float)> {
    let large = x.magnitude();
    if large > ANGLE_RANGE {
        return None;
    }
    if large < 0 {
        return Some((0, x.clone()));
    }
    let mut width = bits + large + 16;
    loop {
        let right_angle = pi_fixed(width) >> 1;
        let (quarters, rest) = x.to_fixed(width).div_rem(&right_angle);
        let beyond_half = &rest << 1 > right_angle;
        let (quarters, rest, negative) = if beyond_half {
            (quarters + UBig::ONE, right_angle - rest, true)
        } else {
            (quarters, rest, false)
        };
        let known = signed(rest.bit_len()) - large - 2;
        if known < bits {
            width += bits - known;
            continue;
        }
        let quarter = (0..2).map(|i| u8::from(quarters.bit(i)) << i).sum::<u8>();
        let rest = Float::from_fixed(rest, width);
        let rest = if negative { rest.neg() } else { rest };
        return Some(if x.is_negative() {
            ((4 - quarter) % 4, rest.neg())
        } else {
            (quarter, rest)
        });
    }
}

/// The sine of an angle below 1.
fn sin_small(x: &Float, bits: i64) -> Float {
    if x.magnitude() < -bits / 2 - 4 {
        return x.clone();
    }
    let width = bits + 8 - x.magnitude();
    let angle = x.to_fixed(width);
    let square = (&angle * &angle) >> unsigned(width);
    Float::from_fixed(alternating_factorials(angle, &square, 1, width), width)
        .with_sign_of(x.sign())
}

/// The cosine of an angle below 1.
fn cos_small(x: &Float, bits: i64) -> Float {
    if x.magnitude() < -bits / 2 - 4 {
        return Float::ONE;
    }
    let width = bits + 8;
    let angle = x.to_fixed(width);
    let square = (&angle * &angle) >> unsigned(width);
    Float::from_fixed(
        alternating_factorials(UBig::ONE << unsigned(width), &square, 0, width),
        width,
    )
}

/// `first * (1 - square/((n+1)(n+2)) + square^2/((n+1)(n+2)(n+3)(n+4)) - …)`.
fn alternating_factorials(first: UBig, square: &UBig, n: u64, width: i64) -> UBig {
    let mut sums = [UBig::ZERO, UBig::ZERO];
    let mut term = first;
    let mut n = n;
    let mut odd = 0;
    while !term.is_zero() {
        sums[odd] += &term;
        term = ((term * square) >> unsigned(width)) / UBig::from((n + 1) * (n + 2));
        n += 2;
        odd = 1 - odd;
    }
    let [plus, minus] = sums;
    plus - minus
}

/// The inverse tangent.
pub(super) fn atan(x: &Float, bits: i64) -> Float {
    let magnitude = x.magnitude();
    if magnitude > 0 {
        let complement = atan_within_one(&Float::ONE.div(&x.abs(), bits + 8), bits + 8);
        return pi(bits + 8)
            .scale(-1)
            .sub(&complement, bits + 8)
            .with_sign_of(x.sign());
    }
    atan_within_one(x, bits)
}

/// The inverse tangent of a number up to 1 in size: a machine value, and the series of what it misses.
fn atan_within_one(x: &Float, bits: i64) -> Float {
    if x.magnitude() < -12 {
        return odd_series(x, bits + 8, Signs::Alternating);
    }
    let guess = Float::from_f64(x.to_f64().atan()).unwrap_or(Float::ZERO);
    let (sin, cos) = (sin_small(&guess, bits + 70), cos_small(&guess, bits + 70));
    let across = x.mul(&cos, bits + 70).sub(&sin, bits + 16);
    let along = cos.add(&x.mul(&sin, bits + 16), bits + 16);
    let missed = across.div(&along, bits + 16);
    guess.add(&odd_series(&missed, bits, Signs::Alternating), bits + 8)
}

/// The inverse sine of a number up to 1 in size.
pub(super) fn asin(x: &Float, bits: i64) -> Float {
    let cosine = Float::ONE
        .sub(x, bits + 8)
        .mul(&Float::ONE.add(x, bits + 8), bits + 8)
        .sqrt(bits + 8);
    if cosine.is_zero() {
        pi(bits + 8).scale(-1).with_sign_of(x.sign())
    } else {
        atan(&x.div(&cosine, bits + 8), bits + 8)
    }
}

/// The inverse cosine of a number up to 1 in size.
pub(super) fn acos(x: &Float, bits: i64) -> Float {
    let above = Float::ONE.add(x, bits + 8);
    if above.is_zero() {
        return pi(bits + 8);
    }
    let below = Float::ONE.sub(x, bits + 8);
    atan(&below.div(&above, bits + 8).sqrt(bits + 8), bits + 8).scale(1)
}

/// The angle of the point (x, y), not both zero: above -π and up to π.
pub(super) fn atan2(y: &Float, x: &Float, bits: i64) -> Float {
    let half_turn = || pi(bits + 8).with_sign_of(y.sign());
    if x.is_zero() {
        return half_turn().scale(-1);
    }
    let acute = atan(&y.div(x, bits + 8), bits + 8);
    if x.is_negative() {
        half_turn().add(&acute, bits + 8)
    } else {
        acute
    }
}
