//! Exponential and logarithm of finite numbers.
//!
//! Every function takes the length wanted in bits and returns a result whose relative error is a few units of that length.

use dashu_base::{BitTest, DivRem};
use dashu_int::UBig;

use super::constants::{ln_2, ln_2_fixed};
use super::float::{Float, unsigned};

/// Arguments of a magnitude above `2^EXP_RANGE` have exponentials beyond the exponents of a [`Float`].
pub(super) const EXP_RANGE: i64 = 60;

/// `exp(x)` for `|x| < 2^EXP_RANGE`; `None` beyond.
pub(super) fn exp(x: &Float, bits: i64) -> Option<Float> {
    if x.magnitude() > EXP_RANGE {
        return None;
    }
    if x.magnitude() < -bits - 2 {
        return Some(Float::ONE);
    }
    let width = bits + 16;
    let long = width + x.magnitude().max(0) + 8;
    let (quotient, rest) = x.to_fixed(long).div_rem(ln_2_fixed(long));
    let rest = rest >> unsigned(long - width);
    let power = Float::from_fixed(
        (UBig::ONE << unsigned(width)) + expm1_fixed(rest, width),
        width,
    );
    let doublings = i64::try_from(quotient).ok()?;
    let result = power.scale(doublings);
    Some(if x.is_negative() {
        Float::ONE.div(&result, width)
    } else {
        result
    })
}

/// `exp(x) - 1`, as `exp`.
pub(super) fn expm1(x: &Float, bits: i64) -> Option<Float> {
    let magnitude = x.magnitude();
    if magnitude >= 0 {
        return Some(exp(x, bits + 4)?.sub(&Float::ONE, bits + 4));
    }
    if magnitude < -bits {
        let correction = Float::ONE.add(&x.scale(-1), bits + 4);
        return Some(x.mul(&correction, bits + 4));
    }
    let width = bits + 16 - magnitude;
    let size = Float::from_fixed(expm1_fixed(x.to_fixed(width), width), width);
    Some(if x.is_negative() {
        size.div(&Float::ONE.add(&size, width), width).neg()
    } else {
        size
    })
}

/// `exp(r) - 1` of a fixed-point number in [0, 1): Taylor's series of a small fraction of it, then doublings.
fn expm1_fixed(r: UBig, width: i64) -> UBig {
    let doublings = width.isqrt() * 3 / 4;
    let wide = width + doublings + 16;
    // r / 2^doublings at the wider scale
    let t = r << 16;
    let mut term = t.clone();
    let mut sum = t.clone();
    let mut n = 2u32;
    while !term.is_zero() {
        term = ((term * &t) >> unsigned(wide)) / UBig::from(n);
        sum += &term;
        n += 1;
    }
    let two = UBig::ONE << unsigned(wide + 1);
    for _ in 0..doublings {
        sum = ((&sum + &two) * sum) >> unsigned(wide);
    }
    sum >> unsigned(wide - width)
}

/// `ln(x)` of a positive number.
pub(super) fn ln(x: &Float, bits: i64) -> Float {
    let less_one = x.sub(&Float::ONE, bits + 8);
    if less_one.magnitude() < -1 {
        return log1p(&less_one, bits);
    }
    let (fraction, doublings) = split(x);
    let logarithm = ln_near_one(&fraction, bits + 16);
    if doublings == 0 {
        return logarithm;
    }
    Float::from(doublings)
        .mul(&ln_2(bits + 16), bits + 16)
        .add(&logarithm, bits + 8)
}

/// `ln(1 + x)` for x above -1.
pub(super) fn log1p(x: &Float, bits: i64) -> Float {
    let magnitude = x.magnitude();
    if magnitude < -bits {
        return x.mul(&Float::ONE.sub(&x.scale(-1), bits + 4), bits + 4);
    }
    if magnitude < -12 {
        let z = x.div(&Float::from(2).add(x, bits + 8), bits + 8);
        return odd_series(&z, bits + 8, Signs::Equal).scale(1);
    }
    let sum = Float::ONE.add(x, bits + 32);
    if magnitude < -1 {
        ln_near_one(&sum, bits + 24)
    } else {
        ln(&sum, bits)
    }
}

/// Writes x as `fraction * 2^doublings`, the fraction within [0.7, 1.42].
fn split(x: &Float) -> (Float, i64) {
    let magnitude = x.magnitude();
    let fraction = x.scale(-magnitude);
    if fraction.to_f64() < std::f64::consts::FRAC_1_SQRT_2 {
        (fraction.scale(1), magnitude - 1)
    } else {
        (fraction, magnitude)
    }
}

/// `ln(x)` to an absolute error of `2^-bits` for x within [0.5, 2]: a machine logarithm, and the series of what it misses.
fn ln_near_one(x: &Float, bits: i64) -> Float {
    let guess = Float::from_f64(x.to_f64().ln()).unwrap_or(Float::ZERO);
    let Some(power) = exp(&guess, bits + 60) else {
        return Float::ZERO;
    };
    let z = x
        .sub(&power, bits + 8)
        .div(&x.add(&power, bits + 8), bits + 8);
    guess.add(&odd_series(&z, bits, Signs::Equal).scale(1), bits + 8)
}

/// The signs of the terms of [`odd_series`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    /// All plus: the inverse hyperbolic tangent.
    Equal,
    /// Plus and minus in turn: the inverse tangent.
    Alternating,
}

/// `z + z^3/3 + z^5/5 + …` or `z - z^3/3 + z^5/5 - …` for small z.
pub(super) fn odd_series(z: &Float, bits: i64, signs: Signs) -> Float {
    if z.magnitude() < -bits / 2 - 4 {
        return z.clone();
    }
    let width = bits + 8 - z.magnitude();
    let mut power = z.to_fixed(width);
    let square = (&power * &power) >> unsigned(width);
    let mut sums = [UBig::ZERO, UBig::ZERO];
    let mut n = 0usize;
    while power.bit_len() > 0 {
        sums[n % 2] += &power / UBig::from(2 * n + 1);
        power = (power * &square) >> unsigned(width);
        n += 1;
    }
    let [even, odd] = sums;
    let sum = if signs == Signs::Equal {
        even + odd
    } else {
        even - odd
    };
    Float::from_fixed(sum, width).with_sign_of(z.sign())
}
