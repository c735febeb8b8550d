//! Decimal text.

use std::fmt;

use dashu_base::{DivRem, Sign};
use dashu_int::UBig;

use super::constants::ln_10;
use super::exponential::{exp, ln};
use super::float::{Float, shifted, signed, unsigned};
use super::{Precise, Precision};

/// Exponents within this are written out exactly; beyond, the decimal exponent is found by a logarithm.
const EXACT_RANGE: i64 = 1 << 14;

/// The most digits that are written.
const MOST_DIGITS: usize = 10_000;

impl Precise {
    /// Decimal text with that many significant digits: `3.14`, `1.00e-7`. Rust reads the text of a number back as an f64.
    ///
    /// The last digit is correctly rounded (ties to even), but for magnitudes beyond `2^±16384`, where it may be off by one.
    /// Zero is `0`; what is no number is `inf`, `huge`, `tiny` (with a minus sign if negative), `nan` or `unknown`.
    pub fn to_decimal(&self, digits: usize) -> String {
        let word = |sign: Sign, word: &str| {
            if sign == Sign::Negative {
                format!("-{word}")
            } else {
                word.to_owned()
            }
        };
        match self {
            Self::Number(x) if x.is_zero() => "0".to_owned(),
            Self::Number(x) => number_to_decimal(x, digits.clamp(1, MOST_DIGITS)),
            Self::Infinite(sign) => word(*sign, "inf"),
            Self::Huge(sign) => word(*sign, "huge"),
            Self::Tiny(sign) => word(*sign, "tiny"),
            Self::Undefined => "nan".to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

impl fmt::Display for Precise {
    /// Decimal text with 17 significant digits, or as many as the format's precision says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_decimal(f.precision().unwrap_or(17)))
    }
}

fn number_to_decimal(x: &Float, digits: usize) -> String {
    let size = x.abs();
    let exact = size.magnitude().abs() <= EXACT_RANGE && size.length() <= EXACT_RANGE;
    let (digits, exponent) = if exact {
        exactly(&size, digits)
    } else {
        by_logarithm(&size, digits)
    };
    let text = digits.to_string();
    let (first, rest) = text.split_at(1);
    let sign = if x.is_negative() { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    let exponent = if exponent == 0 {
        String::new()
    } else {
        format!("e{exponent}")
    };
    format!("{sign}{first}{point}{rest}{exponent}")
}

/// The digits as an integer and the exponent of the first.
fn exactly(x: &Float, digits: usize) -> (UBig, i64) {
    // at most one too large or too small
    let mut exponent = ((x.magnitude() - 1) as f64 * std::f64::consts::LOG10_2).floor() as i64;
    loop {
        let integer = scaled_to_integer(x, signed(digits) - 1 - exponent);
        if integer < ten_to(digits - 1) {
            exponent -= 1;
        } else if integer >= ten_to(digits) {
            exponent += 1;
        } else {
            return (integer, exponent);
        }
    }
}

/// `x * 10^power` to the nearest integer, ties to even.
fn scaled_to_integer(x: &Float, power: i64) -> UBig {
    let (_, exponent) = x.parts();
    let numerator = shifted(x.unsigned(), exponent.max(0)) * ten_to(unsigned(power));
    let denominator = shifted(UBig::ONE, (-exponent).max(0)) * ten_to(unsigned(-power));
    let (quotient, rest) = numerator.div_rem(&denominator);
    let twice = rest << 1;
    let odd = &quotient % UBig::from(2u8) == UBig::ONE;
    if twice > denominator || (twice == denominator && odd) {
        quotient + UBig::ONE
    } else {
        quotient
    }
}

fn ten_to(power: usize) -> UBig {
    UBig::from(10u8).pow(power)
}

fn by_logarithm(x: &Float, digits: usize) -> (UBig, i64) {
    let bits = Precision::of_digits(digits) + 160;
    let logarithm = ln(x, bits).div(&ln_10(bits), bits);
    let whole = logarithm.floor();
    let rest = logarithm.sub(&whole, bits).mul(&ln_10(bits), bits);
    let leading = exp(&rest, bits).unwrap_or(Float::ONE);
    let scaled = leading
        .mul_exact(&Float::new(ten_to(digits - 1), 0))
        .round_to_integer();
    let exponent = whole.to_integer().unwrap_or(0);
    let integer = scaled.to_fixed(0);
    if integer >= ten_to(digits) {
        (ten_to(digits - 1), exponent + 1)
    } else {
        (integer, exponent)
    }
}
