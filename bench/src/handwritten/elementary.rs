//! Exponentials, logarithm and normal distribution, within about one ulp.

use super::constants::Constants;
use super::vector::Vector;

/// `exp` of a number that is not above 0.
///
/// It is lifted by a power of two, so that no digits are lost where it is subnormal and what it is multiplied by is large.
#[derive(Clone, Copy)]
pub struct Exponential<V> {
    /// `exp(r) - 1` of the reduced argument.
    rest: V,
    /// The power of two, lifted.
    scale: V,
}

impl<V: Vector> Exponential<V> {
    /// `exp(x)` for x from `LEAST` to 0.
    #[inline(always)]
    pub fn of(x: V) -> Self {
        let (k, scale) = Self::exponent(x);
        let [high, low] = V::Scalar::LN_2.map(V::splat);
        Self::reduced(k.neg_mul_add(low, k.neg_mul_add(high, x)), scale)
    }

    /// `exp(x (high + low))`, without the rounding of the product.
    #[inline(always)]
    pub fn of_product(x: V, high: V, low: V) -> Self {
        let (k, scale) = Self::exponent(x * high);
        let [ln_2, ln_2_low] = V::Scalar::LN_2.map(V::splat);
        let r = x.mul_sub(high, k * ln_2);
        Self::reduced(r + x.mul_sub(low, k * ln_2_low), scale)
    }

    /// `exp(-x^2/2)`, without the rounding of the square.
    #[inline(always)]
    pub fn of_half_square(x: V) -> Self {
        let half = V::number(-0.5);
        let square = x * x;
        let low = x.mul_sub(x, square);
        let exponent = square * half;
        let (k, scale) = Self::exponent(exponent);
        let [ln_2, ln_2_low] = V::Scalar::LN_2.map(V::splat);
        let r = k.neg_mul_add(ln_2, exponent);
        Self::reduced(r + low.mul_sub(half, k * ln_2_low), scale)
    }

    /// The nearest whole exponent, and its power of two.
    #[inline(always)]
    fn exponent(x: V) -> (V, V) {
        let magic = V::splat(V::Scalar::MAGIC);
        let shifted = x.mul_add(V::splat(V::Scalar::LOG2_E), magic);
        (shifted - magic, shifted.as_exponent())
    }

    #[inline(always)]
    fn reduced(r: V, scale: V) -> Self {
        let rest = (r * r).mul_add(r.polynomial(V::Scalar::EXP), r);
        Self { rest, scale }
    }

    /// The exponential, lifted.
    #[inline(always)]
    pub fn lifted(self) -> V {
        self.rest.mul_add(self.scale, self.scale)
    }

    /// The exponential.
    #[inline(always)]
    pub fn value(self) -> V {
        down(self.lifted())
    }

    /// The exponential less 1.
    #[inline(always)]
    pub fn less_one(self) -> V {
        let scale = down(self.scale);
        self.rest.mul_add(scale, scale - V::number(1.0))
    }
}

/// What was lifted, in its place.
#[inline(always)]
pub fn down<V: Vector>(lifted: V) -> V {
    lifted * V::splat(V::Scalar::LIFT_DOWN)
}

/// `ln(1 + u)` for u from 0 to 1.
#[inline(always)]
pub fn log1p<V: Vector>(u: V) -> V {
    u.polynomial(V::Scalar::LOG).mul_add(u, V::number(1.0)) * u
}

/// `exp(a^2/2)` times what the standard normal distribution has above a, which is not negative; given `-a`.
#[inline(always)]
pub fn normal_tail<V: Vector>(minus_a: V) -> V {
    let pole = V::splat(V::Scalar::NORMAL_POLE);
    let below = pole - minus_a;
    let growth = V::splat(V::Scalar::NORMAL_GROWTH);
    let grown = minus_a.neg_mul_add(growth, V::number(1.0));
    let reciprocal = V::number(1.0) / (below * grown);
    let above = V::number(0.0) - (minus_a + pole);
    let q = above * (grown * reciprocal);
    q.polynomial(V::Scalar::NORMAL) * (below * reciprocal)
}
