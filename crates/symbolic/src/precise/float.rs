//! Binary floating-point numbers of any length: what a finite [`Precise`](super::Precise) is made of.

use std::cmp::Ordering;

use dashu_base::{BitTest, CubicRoot, DivRem, Sign, SquareRoot};
use dashu_int::{IBig, UBig};

use super::bounds::Toward;

/// A finite number, `mantissa * 2^exponent` with an odd mantissa, or zero.
///
/// Its exponent is bounded far above anything an `f64` or its exponential has: magnitudes from `2^-(2^61)` to `2^(2^61)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Float {
    mantissa: IBig,
    exponent: i64,
}

impl Float {
    /// Numbers of a magnitude above `2^LIMIT` or below `2^-LIMIT` are left to the markers of `Precise`.
    ///
    /// Products and squares of numbers within it, and shifts of those, stay clear of the ends of `i64`.
    pub(super) const LIMIT: i64 = 1 << 61;

    /// Zero.
    pub(super) const ZERO: Self = Self {
        mantissa: IBig::ZERO,
        exponent: 0,
    };

    /// One.
    pub(super) const ONE: Self = Self {
        mantissa: IBig::ONE,
        exponent: 0,
    };

    /// `mantissa * 2^exponent`, exactly.
    pub(super) fn new(mantissa: impl Into<IBig>, exponent: i64) -> Self {
        let mantissa = mantissa.into();
        match mantissa.trailing_zeros() {
            None => Self::ZERO,
            Some(0) => Self { mantissa, exponent },
            Some(zeros) => Self {
                mantissa: mantissa >> zeros,
                exponent: exponent + signed(zeros),
            },
        }
    }

    /// A finite f64, exactly; `None` of infinities and NaN.
    pub(super) fn from_f64(x: f64) -> Option<Self> {
        if !x.is_finite() {
            return None;
        }
        let bits = x.to_bits();
        let biased = i64::from((bits >> 52 & 0x7ff) as u16);
        let fraction = bits & ((1 << 52) - 1);
        let magnitude = if biased == 0 {
            fraction
        } else {
            fraction | 1 << 52
        };
        let sign = if x.is_sign_negative() {
            Sign::Negative
        } else {
            Sign::Positive
        };
        Some(Self::new(
            IBig::from_parts(sign, UBig::from(magnitude)),
            biased.max(1) - 1075,
        ))
    }

    /// The odd integer and the power of two whose product the number is; zero is `(0, 0)`.
    pub(super) fn parts(&self) -> (&IBig, i64) {
        (&self.mantissa, self.exponent)
    }

    /// How many bits the mantissa has.
    pub(super) fn length(&self) -> i64 {
        signed(self.mantissa.bit_len())
    }

    /// The `m` of `2^(m-1) <= |x| < 2^m`; far below everything else for zero.
    pub(super) fn magnitude(&self) -> i64 {
        if self.is_zero() {
            -2 * Self::LIMIT
        } else {
            self.length() + self.exponent
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    pub(super) fn is_negative(&self) -> bool {
        self.mantissa.sign() == Sign::Negative
    }

    /// Of zero, positive.
    pub(super) fn sign(&self) -> Sign {
        self.mantissa.sign()
    }

    pub(super) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Whether it is an odd integer.
    pub(super) fn is_odd(&self) -> bool {
        self.exponent == 0 && !self.is_zero()
    }

    /// The integer it is, if it is one within ±2^62.
    pub(super) fn to_integer(&self) -> Option<i64> {
        if !self.is_integer() || self.magnitude() > 62 {
            return None;
        }
        i64::try_from(&self.mantissa)
            .ok()
            .map(|mantissa| mantissa << self.exponent)
    }

    /// The nearest number whose mantissa has that many bits, ties to even.
    pub(super) fn round(self, bits: i64) -> Self {
        let excess = self.length() - bits;
        if excess <= 0 {
            return self;
        }
        let (sign, magnitude) = self.mantissa.into_parts();
        Self::new(
            IBig::from_parts(sign, halve_to_even(magnitude, excess)),
            self.exponent + excess,
        )
    }

    /// The nearest number on that side whose mantissa has that many bits.
    pub(super) fn round_toward(self, bits: i64, toward: Toward) -> Self {
        let excess = self.length() - bits;
        if excess <= 0 {
            return self;
        }
        // the mantissa is odd, so what is cut off is not zero
        let outward = self.is_negative() == (toward == Toward::Below);
        let (sign, magnitude) = self.mantissa.into_parts();
        let cut = (magnitude >> unsigned(excess)) + UBig::from(outward);
        Self::new(IBig::from_parts(sign, cut), self.exponent + excess)
    }

    pub(super) fn neg(&self) -> Self {
        Self {
            mantissa: -&self.mantissa,
            exponent: self.exponent,
        }
    }

    pub(super) fn abs(&self) -> Self {
        if self.is_negative() {
            self.neg()
        } else {
            self.clone()
        }
    }

    /// Negated where `sign` is negative.
    pub(super) fn with_sign_of(self, sign: Sign) -> Self {
        if sign == Sign::Negative {
            self.neg()
        } else {
            self
        }
    }

    /// `x * 2^by`, exactly.
    pub(super) fn scale(&self, by: i64) -> Self {
        if self.is_zero() {
            return Self::ZERO;
        }
        Self {
            mantissa: self.mantissa.clone(),
            exponent: self.exponent + by,
        }
    }

    /// The sum, rounded; where one operand is too small to matter it is left out.
    pub(super) fn add(&self, other: &Self, bits: i64) -> Self {
        let (large, small) = self.by_size(other);
        if small.is_zero() || large.magnitude() - small.magnitude() > bits + 8 {
            return large.clone().round(bits);
        }
        large.add_exact(small).round(bits)
    }

    /// The sum, rounded to a side.
    pub(super) fn add_toward(&self, other: &Self, bits: i64, toward: Toward) -> Self {
        let (large, small) = self.by_size(other);
        let reach = large.length().max(bits) + 8;
        if small.is_zero() || large.magnitude() - small.magnitude() <= reach {
            return large.add_exact(small).round_toward(bits, toward);
        }
        // a power of two below the last bit stands for what is smaller still
        let trace = Self::new(
            IBig::from_parts(small.sign(), UBig::ONE),
            large.magnitude() - reach,
        );
        large.add_exact(&trace).round_toward(bits, toward)
    }

    /// The larger and the smaller of two.
    fn by_size<'a>(&'a self, other: &'a Self) -> (&'a Self, &'a Self) {
        if self.magnitude() >= other.magnitude() {
            (self, other)
        } else {
            (other, self)
        }
    }

    fn add_exact(&self, other: &Self) -> Self {
        if other.is_zero() {
            return self.clone();
        }
        let exponent = self.exponent.min(other.exponent);
        let aligned = |x: &Self| &x.mantissa << unsigned(x.exponent - exponent);
        Self::new(aligned(self) + aligned(other), exponent)
    }

    /// The difference, rounded as a sum is.
    pub(super) fn sub(&self, other: &Self, bits: i64) -> Self {
        self.add(&other.neg(), bits)
    }

    /// The product, exactly.
    pub(super) fn mul_exact(&self, other: &Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        Self {
            mantissa: &self.mantissa * &other.mantissa,
            exponent: self.exponent + other.exponent,
        }
    }

    /// The product, rounded.
    pub(super) fn mul(&self, other: &Self, bits: i64) -> Self {
        self.mul_exact(other).round(bits)
    }

    /// The quotient, rounded. The divisor must not be zero; the quotient by zero is given as zero.
    pub(super) fn div(&self, other: &Self, bits: i64) -> Self {
        match other.as_power_of_two() {
            Some(power) => Self::new(self.mantissa.clone(), self.exponent - power).round(bits),
            None => self.div_longer(other, bits).round(bits),
        }
    }

    /// The exponent of a positive power of two.
    fn as_power_of_two(&self) -> Option<i64> {
        // mantissas are odd
        (self.mantissa == IBig::ONE).then_some(self.exponent)
    }

    /// The quotient, rounded to a side.
    pub(super) fn div_toward(&self, other: &Self, bits: i64, toward: Toward) -> Self {
        self.div_longer(other, bits).round_toward(bits, toward)
    }

    /// The quotient cut a few bits after the last one wanted, of which the last tells whether anything was cut off.
    fn div_longer(&self, other: &Self, bits: i64) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        let shift = (bits + 2 + other.length() - self.length()).max(0);
        let sign = self.sign() * other.sign();
        let numerator = self.unsigned() << unsigned(shift);
        let (quotient, rest) = numerator.div_rem(other.unsigned());
        let quotient = with_sticky_bit(quotient, !rest.is_zero());
        Self::new(
            IBig::from_parts(sign, quotient),
            self.exponent - other.exponent - shift - 1,
        )
    }

    /// The square root of the absolute value, rounded.
    pub(super) fn sqrt(&self, bits: i64) -> Self {
        let shift = (2 * bits + 4 - self.length()).max(0);
        let shift = shift + ((self.exponent - shift) & 1);
        let radicand = self.unsigned() << unsigned(shift);
        let root = radicand.sqrt();
        let inexact = &root * &root != radicand;
        Self::new(
            with_sticky_bit(root, inexact),
            (self.exponent - shift) / 2 - 1,
        )
        .round(bits)
    }

    /// The cube root, within two units of the last bit.
    pub(super) fn cbrt(&self, bits: i64) -> Self {
        let shift = (3 * bits + 6 - self.length()).max(0);
        let shift = shift + (self.exponent - shift).rem_euclid(3);
        let root = (self.unsigned() << unsigned(shift)).cbrt();
        Self::new(
            IBig::from_parts(self.sign(), root),
            (self.exponent - shift) / 3,
        )
    }

    /// `|x| * 2^width`, rounded down.
    pub(super) fn to_fixed(&self, width: i64) -> UBig {
        shifted(self.unsigned(), self.exponent + width)
    }

    /// `fixed / 2^width`.
    pub(super) fn from_fixed(fixed: impl Into<IBig>, width: i64) -> Self {
        Self::new(fixed, -width)
    }

    /// The greatest integer not above the number.
    pub(super) fn floor(&self) -> Self {
        if self.is_integer() {
            return self.clone();
        }
        if -self.exponent > self.length() {
            return if self.is_negative() {
                Self::ONE.neg()
            } else {
                Self::ZERO
            };
        }
        Self::new(&self.mantissa >> unsigned(-self.exponent), 0)
    }

    /// The nearest integer, ties to even.
    pub(super) fn round_to_integer(&self) -> Self {
        if self.is_integer() {
            return self.clone();
        }
        if -self.exponent > self.length() + 1 {
            return Self::ZERO;
        }
        let magnitude = halve_to_even(self.unsigned(), -self.exponent);
        Self::new(IBig::from_parts(self.sign(), magnitude), 0)
    }

    /// The nearest f64, ties to even, through the subnormals and to infinity.
    pub(super) fn to_f64(&self) -> f64 {
        let (magnitude, exponent) = self.fit(53, -1074);
        let value = if exponent > 1023 {
            f64::INFINITY
        } else {
            // A significand of at most 53 bits times a power of two in two exact steps.
            let half = exponent / 2;
            magnitude as f64 * 2f64.powi(half as i32) * 2f64.powi((exponent - half) as i32)
        };
        if self.is_negative() { -value } else { value }
    }

    /// The nearest f32, ties to even, through the subnormals and to infinity.
    pub(super) fn to_f32(&self) -> f32 {
        // At most 24 bits at or above the least subnormal: an f64 holds it, and the conversion only checks for overflow.
        let (magnitude, exponent) = self.fit(24, -149);
        let value = if exponent > 127 {
            f32::INFINITY
        } else {
            (magnitude as f64 * 2f64.powi(exponent as i32)) as f32
        };
        if self.is_negative() { -value } else { value }
    }

    /// The magnitude rounded to `digits` bits, and to fewer where the last would be below `2^least`.
    fn fit(&self, digits: i64, least: i64) -> (u64, i64) {
        let magnitude = self.magnitude();
        if self.is_zero() || magnitude < least {
            return (0, 0);
        }
        let exponent = (magnitude - digits).max(least);
        if exponent <= self.exponent {
            let mantissa = u64::try_from(self.unsigned()).unwrap_or(0);
            return (mantissa, self.exponent);
        }
        let rounded = halve_to_even(self.unsigned(), exponent - self.exponent);
        (u64::try_from(rounded).unwrap_or(0), exponent)
    }

    /// Which is greater.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let order = |x: &Self| {
            if x.is_zero() {
                0
            } else if x.is_negative() {
                -1
            } else {
                1
            }
        };
        order(self).cmp(&order(other)).then_with(|| {
            let larger = self.magnitude().cmp(&other.magnitude()).then_with(|| {
                let exponent = self.exponent.min(other.exponent);
                let aligned = |x: &Self| x.unsigned() << unsigned(x.exponent - exponent);
                aligned(self).cmp(&aligned(other))
            });
            if self.is_negative() {
                larger.reverse()
            } else {
                larger
            }
        })
    }

    /// The mantissa without its sign.
    pub(super) fn unsigned(&self) -> UBig {
        self.mantissa.clone().into_parts().1
    }
}

impl From<i64> for Float {
    fn from(value: i64) -> Self {
        Self::new(value, 0)
    }
}

/// `x * 2^by`, rounded down.
pub(super) fn shifted(x: UBig, by: i64) -> UBig {
    if by >= 0 {
        x << unsigned(by)
    } else {
        x >> unsigned(-by)
    }
}

/// `x / 2^by` to the nearest integer, ties to even.
fn halve_to_even(x: UBig, by: i64) -> UBig {
    if by <= 0 {
        return x;
    }
    let by = unsigned(by);
    let half = x.bit(by - 1);
    let beyond = x.trailing_zeros().is_some_and(|zeros| zeros < by - 1);
    let quotient = x >> by;
    if half && (beyond || quotient.bit(0)) {
        quotient + UBig::ONE
    } else {
        quotient
    }
}

/// One bit more, set where something was cut off, so that a later rounding sees it.
fn with_sticky_bit(x: UBig, inexact: bool) -> UBig {
    (x << 1) + UBig::from(inexact)
}

/// A length or shift as a signed number.
pub(super) fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A shift that is known not to be negative.
pub(super) fn unsigned(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}
