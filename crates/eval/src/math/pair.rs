//! Numbers of twice the digits: the unrounded sum of a high and a low part.
//!
//! The operations are those of Dekker (1971) and of Joldes, Muller and Popescu (2017): relative errors of a few `2^-106` in
//! f64 and `2^-48` in f32 unless said otherwise.

use super::lane::Lane;
use super::tables::Tables;

/// `high + low`, `low` being at most about half an ulp of `high`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<L> {
    pub(crate) high: L,
    pub(crate) low: L,
}

impl<L: Lane> Pair<L> {
    /// The number itself.
    #[inline(always)]
    pub(crate) fn exact(high: L) -> Self {
        let low = L::number(0.0);
        Self { high, low }
    }

    /// A constant in two parts.
    #[inline(always)]
    pub(crate) fn constant([high, low]: [L::Scalar; 2]) -> Self {
        Self {
            high: L::splat(high),
            low: L::splat(low),
        }
    }

    /// `a + b` exactly.
    #[inline(always)]
    pub(crate) fn sum(a: L, b: L) -> Self {
        let high = a + b;
        let part = high - a;
        let low = (a - (high - part)) + (b - part);
        Self { high, low }
    }

    /// `a + b` exactly where `|a| >= |b|` or `a` is 0.
    #[inline(always)]
    pub(crate) fn ordered(a: L, b: L) -> Self {
        let high = a + b;
        let low = b - (high - a);
        Self { high, low }
    }

    /// `a*b` exactly, unless the low part underflows.
    #[inline(always)]
    pub(crate) fn product(a: L, b: L) -> Self {
        let high = a * b;
        let low = a.mul_add(b, -high);
        Self { high, low }
    }

    /// The sum; relative to the greater summand where they cancel.
    #[inline(always)]
    pub(crate) fn add(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::ordered(sum.high, sum.low + (self.low + other.low))
    }

    /// The sum with a number.
    #[inline(always)]
    pub(crate) fn add_number(self, other: L) -> Self {
        let sum = Self::sum(self.high, other);
        Self::ordered(sum.high, sum.low + self.low)
    }

    /// The product.
    #[inline(always)]
    pub(crate) fn mul(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        let cross = self.high.mul_add(other.low, self.low * other.high);
        Self::ordered(product.high, product.low + cross)
    }

    /// The product with a number.
    #[inline(always)]
    pub(crate) fn mul_number(self, other: L) -> Self {
        let product = Self::product(self.high, other);
        Self::ordered(product.high, self.low.mul_add(other, product.low))
    }

    /// The product with a power of two, both parts.
    #[inline(always)]
    pub(crate) fn scaled(self, power: L) -> Self {
        Self {
            high: self.high * power,
            low: self.low * power,
        }
    }

    /// The quotient, with one division.
    #[inline(always)]
    pub(crate) fn div(self, divisor: Self) -> Self {
        let inverse = L::number(1.0) / divisor.high;
        let high = self.high * inverse;
        let rest = (-high).mul_add(divisor.high, self.high);
        let low = (-high).mul_add(divisor.low, rest + self.low) * inverse;
        Self::ordered(high, low)
    }

    /// The square root of a positive number, 0 of 0.
    #[inline(always)]
    pub(crate) fn sqrt(self) -> Self {
        let high = self.high.sqrt();
        let rest = (-high).mul_add(high, self.high) + self.low;
        let zero = high.equal(L::number(0.0));
        let low = rest / L::select(zero, L::number(1.0), high + high);
        Self::ordered(high, low)
    }

    /// The number with the other sign.
    #[inline(always)]
    pub(crate) fn neg(self) -> Self {
        Self {
            high: -self.high,
            low: -self.low,
        }
    }

    /// Where the mask holds `yes`, elsewhere `no`.
    #[inline(always)]
    pub(crate) fn select(mask: L::Mask, yes: Self, no: Self) -> Self {
        Self {
            high: L::select(mask, yes.high, no.high),
            low: L::select(mask, yes.low, no.low),
        }
    }

    /// The nearest number.
    #[inline(always)]
    pub(crate) fn value(self) -> L {
        self.high + self.low
    }

    /// The number nearest to `self * 2^k`, rounded once, in the subnormals too; infinite beyond the range.
    ///
    /// The number is not negative. `high` is 0 or not far from 1 where `|k|` is above [`Tables::SAFE_EXPONENT`], and the result normal where it is not.
    #[inline(always)]
    pub(crate) fn scale(self, k: L) -> L {
        let usual = self.value() * k.power_of_two();
        let extreme = L::splat(L::Scalar::SAFE_EXPONENT).less(k.abs());
        if !L::any(extreme) {
            return usual;
        }
        L::select(extreme, self.scale_carefully(k), usual)
    }

    /// The same for a number that is not negative, whatever is normal; `k` is at most about twice as large as exponents.
    #[inline(always)]
    pub(crate) fn scale_carefully(self, k: L) -> L {
        // The part of the high number that is a multiple of the least subnormal once it is scaled.
        let least = L::splat(L::Scalar::LEAST_EXPONENT);
        let anchor = L::number(1.5) * (least - k.at_most(L::number(0.0))).power_of_two();
        let whole = (self.high + anchor) - anchor;
        let rest = (self.high - whole) + self.low;
        let half = (k * L::number(0.5)).floor();
        let [first, second] = [half.power_of_two(), (k - half).power_of_two()];
        (rest * first).mul_add(second, whole * first * second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_are_exact() {
        let sum = Pair::sum(1e-20, 1.0);
        assert_eq!((sum.high, sum.low), (1.0, 1e-20));
        let product = Pair::product(1.0 + f64::EPSILON, 1.0 + f64::EPSILON);
        assert_eq!(product.low, f64::EPSILON * f64::EPSILON);
    }

    #[test]
    fn quotients_and_roots_have_twice_the_digits() {
        let third = Pair::exact(1.0).div(Pair::exact(3.0));
        assert!((third.low - 1.850_371_707_708_594e-17).abs() < 1e-32);
        let root = Pair::exact(2.0).sqrt();
        let rest = root.mul(root).add_number(-2.0).value();
        assert!(rest.abs() < 1e-31, "{rest:e}");
        assert_eq!(Pair::exact(0.0f32).sqrt().value(), 0.0);
    }

    /// Half a unit of the least number and a little: rounding to 53 digits first would lose the little.
    #[test]
    fn subnormals_are_rounded_once() {
        let tie = 1.0 + 2.5 * f64::powi(2.0, -40);
        let k = -1074.0 + 39.0;
        let units = |low| Pair { high: tie, low }.scale(k).to_bits() - (1 << 39);
        assert_eq!([units(0.0), units(1e-20), units(-1e-20)], [1, 1, 1]);
        let tie = 1.0 + f64::powi(2.0, -40);
        let units = |low| Pair { high: tie, low }.scale(k).to_bits() - (1 << 39);
        assert_eq!([units(0.0), units(1e-20), units(-1e-20)], [0, 1, 0]);
    }
}
