//! Angles taken to the nearest quarter turn.
//!
//! Up to [`Tables::LARGE_ANGLE`] with pi/2 in three parts, after Cody and Waite (1980); beyond with as many digits of 2/pi as
//! the exponent asks for, after Payne and Hanek (1983).

use super::lane::Lane;
use super::pair::Pair;
use super::tables::{TWO_OVER_PI, Tables};

/// Angles that are too large for the digits of pi that a type has.
pub trait LargeAngle: Sized {
    /// The nearest number of quarter turns modulo 4, and what is left in two parts, in radians; NaN unless finite.
    fn quarter_turns(self) -> [Self; 3];
}

/// Number of quarter turns modulo 4, and the rest: at most about pi/4, with a relative error of `2^-70` (f32: `2^-35`).
#[inline(always)]
pub(crate) fn reduce<L: Lane>(x: L) -> (L, Pair<L>) {
    let usual = reduce_usual(x);
    let large = L::splat(L::Scalar::LARGE_ANGLE).less_equal(x.abs());
    if !L::any(large) {
        return (
            usual[0],
            Pair {
                high: usual[1],
                low: usual[2],
            },
        );
    }
    let [n, high, low] = x.replace(large, usual, L::Scalar::quarter_turns);
    (n, Pair { high, low })
}

#[inline(always)]
fn reduce_usual<L: Lane>(x: L) -> [L; 3] {
    let n = (x * L::number(std::f64::consts::FRAC_2_PI)).round();
    let [first, second, third] = L::splats(L::Scalar::HALF_PI);
    let rest = (-n).mul_add(first, x);
    let next = Pair::product(-n, second);
    let sum = Pair::sum(rest, next.high);
    let low = (-n).mul_add(third, sum.low + next.low);
    let rest = Pair::ordered(sum.high, low);
    [
        n - L::number(4.0) * (n * L::number(0.25)).floor(),
        rest.high,
        rest.low,
    ]
}

/// `mantissa * 2^exponent` in quarter turns: their nearest number modulo 4, and the rest times `2^128`.
fn turn(mantissa: u64, exponent: i32) -> (u8, i128) {
    // The digits before this one count whole turns.
    let first = (exponent + 62) as usize;
    let (word, shift) = (first / 64, first % 64);
    let digits = |k: usize| {
        let pair = u128::from(TWO_OVER_PI[word + k]) << 64 | u128::from(TWO_OVER_PI[word + k + 1]);
        (pair >> (64 - shift)) as u64
    };
    let [high, middle, low] = [digits(0), digits(1), digits(2)];
    let product = u128::from(mantissa) * u128::from(low);
    let middle = u128::from(mantissa) * u128::from(middle) + (product >> 64);
    let top = mantissa
        .wrapping_mul(high)
        .wrapping_add((middle >> 64) as u64);
    let bits = u128::from(top) << 64 | u128::from(middle as u64);
    let fraction = bits << 2 | u128::from((product as u64) >> 62);
    let turns = (bits >> 126) as u8 + (fraction >> 127) as u8;
    (turns % 4, fraction as i128)
}

/// The methods for a type with so many digits in its fraction.
macro_rules! large_angle {
    ($type:ident, $digits:expr) => {
        impl LargeAngle for $type {
            fn quarter_turns(self) -> [Self; 3] {
                if !self.is_finite() {
                    return [Self::NAN; 3];
                }
                let bits = u64::from(self.abs().to_bits());
                let exponent = (bits >> $digits) as i32 - Self::MAX_EXP + 1 - $digits;
                let mantissa = bits & ((1 << $digits) - 1) | 1 << $digits;
                let (turns, fraction) = turn(mantissa, exponent);
                let high = fraction as Self;
                let low = fraction.wrapping_sub(high as i128) as Self;
                let [first, second, _] = Self::HALF_PI;
                let unit = Self::powi(2.0, -64);
                let rest = Pair {
                    high: high * unit * unit,
                    low: low * unit * unit,
                };
                let rest = rest.mul(Pair::constant([first, second]));
                if self < 0.0 {
                    [Self::from((4 - turns) % 4), -rest.high, -rest.low]
                } else {
                    [Self::from(turns), rest.high, rest.low]
                }
            }
        }
    };
}

large_angle!(f64, 52);
large_angle!(f32, 23);
