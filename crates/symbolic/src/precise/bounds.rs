//! Operations rounded to a side, for enclosures. A bound is a number or an infinity, never a marker.

use dashu_base::Sign;
use gradus_syntax::{Constant, Func};

use super::arithmetic::CLEAR;
use super::float::Float;
use super::{Precise, Precision, apply, constant};
use crate::rational::Rational;

/// The side to which a result is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toward {
    /// To the greatest number of the precision that is not above the result.
    Below,
    /// To the least number of the precision that is not below the result.
    Above,
}

impl Toward {
    /// The sign of the infinity on that side.
    fn sign(self) -> Sign {
        match self {
            Self::Below => Sign::Negative,
            Self::Above => Sign::Positive,
        }
    }
}

/// Bounds have magnitudes within it, so that they compare with every number and infinity.
const LIMIT: i64 = CLEAR - 2;

/// Function values are known to one unit of the last of this many more bits.
const SPARE: u32 = 8;

impl Precise {
    /// A bound of the sum of two bounds; opposite infinities give the infinity of that side.
    pub(crate) fn add_toward(&self, other: &Self, precision: Precision, toward: Toward) -> Self {
        match (self, other) {
            (Self::Number(x), Self::Number(y)) => {
                bound(x.add_toward(y, bits(precision), toward), toward)
            }
            (Self::Infinite(a), Self::Infinite(b)) if a != b => Self::Infinite(toward.sign()),
            (Self::Infinite(_), _) => self.clone(),
            _ => other.clone(),
        }
    }

    /// A bound of the product of two bounds. Infinite bounds are never attained, so that nothing times them is nothing.
    pub(crate) fn mul_toward(&self, other: &Self, precision: Precision, toward: Toward) -> Self {
        match (self, other) {
            (Self::Number(x), Self::Number(y)) => {
                bound(x.mul_exact(y).round_toward(bits(precision), toward), toward)
            }
            _ => match (self.sign(), other.sign()) {
                (Some(a), Some(b)) => Self::Infinite(a * b),
                _ => Self::ZERO,
            },
        }
    }

    /// A bound of the quotient of a number by another, not zero.
    pub(crate) fn div_toward(&self, other: &Self, precision: Precision, toward: Toward) -> Self {
        match (self, other) {
            (Self::Number(x), Self::Number(y)) => {
                bound(x.div_toward(y, bits(precision), toward), toward)
            }
            _ => self.mul_toward(&other.reciprocal(), precision, toward),
        }
    }

    /// A bound of a ratio of integers.
    pub(crate) fn of_rational(value: &Rational, precision: Precision, toward: Toward) -> Self {
        let below = Self::from(dashu_int::IBig::from(value.denominator()));
        Self::from(value.numerator()).div_toward(&below, precision, toward)
    }

    /// A bound of a constant.
    pub(crate) fn of_constant(named: Constant, precision: Precision, toward: Toward) -> Self {
        let longer = Precision::bits(precision.get() + SPARE);
        moved(constant(named, longer), precision, toward)
    }

    /// A bound of an elementary function of numbers or infinities, within its domain.
    pub(crate) fn of_function(
        func: Func,
        args: &[Self],
        precision: Precision,
        toward: Toward,
    ) -> Self {
        let longer = Precision::bits(precision.get() + SPARE);
        moved(apply(func, args, longer), precision, toward)
    }

    /// A bound of a real power of a number or infinity that is not negative.
    pub(crate) fn power_toward(
        &self,
        exponent: &Self,
        precision: Precision,
        toward: Toward,
    ) -> Self {
        let longer = Precision::bits(precision.get() + SPARE);
        moved(self.pow(exponent, longer), precision, toward)
    }
}

fn bits(precision: Precision) -> i64 {
    i64::from(precision.get())
}

/// A number as a bound: beyond all exponents, the last of them or what lies behind.
fn bound(x: Float, toward: Toward) -> Precise {
    if x.is_zero() {
        return Precise::ZERO;
    }
    let outward = x.sign() == toward.sign();
    if x.magnitude() > LIMIT {
        huge(x.sign(), outward)
    } else if x.magnitude() < -LIMIT {
        tiny(x.sign(), outward)
    } else {
        Precise::Number(x)
    }
}

fn huge(sign: Sign, outward: bool) -> Precise {
    match outward {
        true => Precise::Infinite(sign),
        false => Precise::Number(Float::new(1, LIMIT - 1).with_sign_of(sign)),
    }
}

fn tiny(sign: Sign, outward: bool) -> Precise {
    match outward {
        true => Precise::Number(Float::new(1, -LIMIT).with_sign_of(sign)),
        false => Precise::ZERO,
    }
}

/// A value that is known to one unit of its last bit, moved to a side by two of them.
fn moved(value: Precise, precision: Precision, toward: Toward) -> Precise {
    match value {
        Precise::Number(x) if x.is_zero() => Precise::ZERO,
        Precise::Number(x) => {
            let error = 1 - bits(precision) - i64::from(SPARE) + x.magnitude();
            let error = Float::new(1, error).with_sign_of(toward.sign());
            bound(x.add_toward(&error, bits(precision), toward), toward)
        }
        Precise::Infinite(_) => value,
        Precise::Huge(sign) => huge(sign, sign == toward.sign()),
        Precise::Tiny(sign) => tiny(sign, sign == toward.sign()),
        Precise::Undefined | Precise::Unknown => Precise::Infinite(toward.sign()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRECISION: Precision = Precision(24);

    /// Sums, products and quotients of these pairs lie between their bounds, which are neighbours or equal.
    #[test]
    fn bounds_are_the_nearest_numbers_on_either_side() {
        let numbers = [1.0, -1.0, 3.0, 0.1, -0.1, 1e-30, 1e30, 16_777_217.0, 0.0];
        for x in numbers {
            for y in numbers {
                let (x, y) = (Precise::from(x), Precise::from(y));
                let long = Precision::bits(300);
                check(&x.add(&y, long), |side| x.add_toward(&y, PRECISION, side));
                check(&x.mul(&y, long), |side| x.mul_toward(&y, PRECISION, side));
                if !y.is_zero() {
                    check(&x.div(&y, long), |side| x.div_toward(&y, PRECISION, side));
                }
            }
        }
    }

    #[test]
    fn functions_lie_between_their_bounds() {
        for x in [0.5, 1.5, 3.25, 700.0, 1e-8] {
            let x = [Precise::from(x)];
            for func in [Func::Exp, Func::Ln, Func::Erf, Func::Sin, Func::Tanh] {
                let exact = apply(func, &x, Precision::bits(300));
                let low = Precise::of_function(func, &x, PRECISION, Toward::Below);
                let high = Precise::of_function(func, &x, PRECISION, Toward::Above);
                assert!(low.compare(&exact).is_some_and(std::cmp::Ordering::is_lt));
                assert!(exact.compare(&high).is_some_and(std::cmp::Ordering::is_lt));
                let width = high.sub(&low, PRECISION).div(&exact, PRECISION).abs();
                assert!(width.to_f64() < 3e-7, "{func} {x:?}");
            }
        }
    }

    fn check(exact: &Precise, bound: impl Fn(Toward) -> Precise) {
        let (low, high) = (bound(Toward::Below), bound(Toward::Above));
        assert!(low.compare(exact).is_some_and(std::cmp::Ordering::is_le));
        assert!(exact.compare(&high).is_some_and(std::cmp::Ordering::is_le));
        let nearest = exact.add(&Precise::ZERO, PRECISION);
        assert!(nearest == low || nearest == high, "{exact:?}");
    }
}
