//! The error function and its complement for finite numbers.

use dashu_base::BitTest;
use dashu_int::UBig;

use super::constants::pi;
use super::exponential::exp;
use super::float::{Float, shifted, signed, unsigned};

/// `erf(x)`.
pub(super) fn erf(x: &Float, bits: i64) -> Float {
    let square = x.mul_exact(x);
    let size = if is_asymptotic(&square, bits) {
        Float::ONE
    } else {
        by_taylor(x, &square, bits)
    };
    size.with_sign_of(x.sign())
}

/// `1 - erf(x)`; `None` where it is too small for any exponent.
pub(super) fn erfc(x: &Float, bits: i64) -> Option<Float> {
    if x.is_negative() || x.magnitude() < 0 {
        return Some(Float::ONE.sub(&erf(x, bits + 4), bits + 4));
    }
    let square = x.mul_exact(x);
    if is_asymptotic(&square, bits) {
        return by_asymptotic_series(x, &square, bits);
    }
    // 1 - erf(x) loses as many bits as exp(-x^2) x^-1 is small
    let lost = (square.to_f64() * std::f64::consts::LOG2_E) as i64 + x.magnitude() + 4;
    let longer = bits + 4 + lost;
    Some(Float::ONE.sub(&by_taylor(x, &square, longer), longer))
}

/// Whether the asymptotic series reaches `bits` before its terms grow again: the least is about `exp(-x^2)`.
fn is_asymptotic(square: &Float, bits: i64) -> bool {
    square.compare(&Float::from((bits + 24) * 7 / 10)).is_ge()
}

/// `2/√π exp(-x^2) Σ |x| (2x^2)^n / (1·3·…·(2n+1))`, all terms positive.
fn by_taylor(x: &Float, square: &Float, bits: i64) -> Float {
    let width = bits + 24;
    let twice = square.scale(1).round(width);
    let (factor, exponent) = (twice.unsigned(), twice.parts().1);
    let mut term = UBig::ONE << unsigned(width);
    let mut sum = UBig::ZERO;
    let mut divisor = 1u64;
    while signed(term.bit_len()) + width > signed(sum.bit_len()) {
        sum += &term;
        divisor += 2;
        term = shifted(term * &factor, exponent) / UBig::from(divisor);
    }
    let Some(decay) = exp(&square.neg(), width) else {
        return Float::ONE;
    };
    let front = x
        .abs()
        .scale(1)
        .mul(&decay, width)
        .div(&pi(width).sqrt(width), width);
    front.mul(&Float::from_fixed(sum, width), width)
}

/// `exp(-x^2) / (x√π) Σ (-1)^n 1·3·…·(2n-1) / (2x^2)^n`.
fn by_asymptotic_series(x: &Float, square: &Float, bits: i64) -> Option<Float> {
    let width = bits + 24;
    let inverse = Float::ONE.div(&square.scale(1), width).to_fixed(width);
    let mut sums = [UBig::ZERO, UBig::ZERO];
    let mut term = UBig::ONE << unsigned(width);
    let mut n = 0usize;
    while signed(term.bit_len()) > 16 {
        sums[n % 2] += &term;
        n += 1;
        term = ((term * &inverse) >> unsigned(width)) * UBig::from(2 * n - 1);
    }
    let [plus, minus] = sums;
    let series = Float::from_fixed(plus - minus, width);
    let decay = exp(&square.neg(), width)?;
    Some(
        decay
            .mul(&series, width)
            .div(&x.mul(&pi(width).sqrt(width), width), width),
    )
}
