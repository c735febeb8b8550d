//! Exact rational numbers.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use dashu_base::{Abs, BitTest, Gcd, Signed};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use gradus_syntax::Number;

/// An exact rational number of any size.
///
/// ```
/// use gradus_symbolic::Rational;
/// let third = Rational::new(1, 3);
/// assert_eq!((&third + &third).to_string(), "2/3");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(RBig);

impl Rational {
    /// Zero.
    pub const ZERO: Self = Self(RBig::ZERO);
    /// One.
    pub const ONE: Self = Self(RBig::ONE);
    /// Minus one.
    pub const MINUS_ONE: Self = Self(RBig::NEG_ONE);

    /// The quotient of two integers.
    ///
    /// # Panics
    /// If the denominator is zero.
    pub fn new(numerator: i64, denominator: i64) -> Self {
        Self(RBig::from_parts_signed(
            numerator.into(),
            denominator.into(),
        ))
    }

    /// Exactly that decimal.
    pub fn from_decimal(number: &Number) -> Self {
        // a number holds decimal digits only
        let digits: UBig = number.digits().parse().unwrap_or_default();
        let scale = UBig::from(10u8).pow(number.exponent().unsigned_abs() as usize);
        if number.exponent() >= 0 {
            Self(RBig::from(digits * scale))
        } else {
            Self(RBig::from_parts(digits.into(), scale))
        }
    }

    /// Exactly that number; `None` for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        RBig::try_from(value).ok().map(Self)
    }

    /// The underlying big rational.
    pub fn as_rbig(&self) -> &RBig {
        &self.0
    }

    /// The numerator in lowest terms; it carries the sign.
    pub fn numerator(&self) -> &IBig {
        self.0.numerator()
    }

    /// The denominator in lowest terms, positive.
    pub fn denominator(&self) -> &UBig {
        self.0.denominator()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is 1.
    pub fn is_one(&self) -> bool {
        self.0.is_one()
    }

    /// Whether it is an integer.
    pub fn is_integer(&self) -> bool {
        self.0.is_int()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive() && !self.0.is_zero()
    }

    /// Whether it is an even integer.
    pub fn is_even(&self) -> bool {
        self.is_integer() && !self.0.numerator().clone().bit(0)
    }

    /// Its value as a small integer, if it is one.
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_integer() {
            i64::try_from(self.numerator()).ok()
        } else {
            None
        }
    }

    /// The nearest f64.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().value()
    }

    /// Its distance from zero.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.clone().abs())
    }

    /// One divided by it.
    ///
    /// # Panics
    /// If it is zero.
    #[must_use]
    pub fn recip(&self) -> Self {
        Self(RBig::ONE / &self.0)
    }

    /// The greatest integer not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(RBig::from(self.0.floor()))
    }

    /// The larger of the bits of its numerator and denominator.
    pub fn bits(&self) -> usize {
        self.numerator().bit_len().max(self.denominator().bit_len())
    }

    /// Its power, unless that would need more than `limit` bits or divide by zero.
    pub fn pow(&self, exponent: i64, limit: usize) -> Option<Self> {
        let size = (self.bits() as u64)
            .saturating_sub(1)
            .saturating_mul(exponent.unsigned_abs());
        if size > limit as u64 || (self.is_zero() && exponent < 0) {
            return None;
        }
        Some(Self(self.0.pow(isize::try_from(exponent).ok()?)))
    }

    /// The largest positive rational of which both are integer multiples.
    #[must_use]
    pub fn gcd(&self, other: &Self) -> Self {
        let numerator = self.numerator().gcd(other.numerator());
        let (a, b) = (self.denominator(), other.denominator());
        let denominator = a * b / a.gcd(b);
        Self(RBig::from_parts(numerator.into(), denominator))
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Self(RBig::from(value))
    }
}

impl From<IBig> for Rational {
    fn from(value: IBig) -> Self {
        Self(RBig::from(value))
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident;)*) => {$(
        impl $trait for &Rational {
            type Output = Rational;
            fn $method(self, other: Self) -> Rational {
                Rational($trait::$method(&self.0, &other.0))
            }
        }
    )*};
}

operators! { Add add; Sub sub; Mul mul; Div div; }

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        Rational(-&self.0)
    }
}

impl PartialEq<i64> for Rational {
    fn eq(&self, other: &i64) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd<i64> for Rational {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        self.0.partial_cmp(&RBig::from(*other))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let number = Number::new("0.044715", "44715", -6);
        assert_eq!(
            Rational::from_decimal(&number),
            Rational::new(44715, 1_000_000)
        );
        assert_eq!(Rational::from_decimal(&Number::new("1e3", "1", 3)), 1000);
    }

    #[test]
    fn powers_respect_the_limit() {
        assert_eq!(Rational::from(2).pow(10, 64), Some(Rational::from(1024)));
        assert_eq!(Rational::from(2).pow(1_000_000_000, 1 << 16), None);
        assert_eq!(Rational::ZERO.pow(-1, 64), None);
    }

    #[test]
    fn the_common_measure_of_fractions() {
        assert_eq!(
            Rational::new(2, 3).gcd(&Rational::new(4, 9)),
            Rational::new(2, 9)
        );
    }
}
