//! What the reference evaluator asks of a number.

use gradus_symbolic::computation::Real;
use num_traits::NumOps;

use crate::math;

/// A number type that computations can be evaluated in: `f32`, `f64`, [`Dual`](crate::Dual), or one of your own.
///
/// The methods are the operations of `gradus_symbolic::computation`, with the same meaning: NaN in gives NaN out, NaN
/// outside the real domain, the limit at infinities, poles and ends of the domain. Angles are in radians. Those with a
/// default are made of the others in the way that neither overflows nor cancels.
#[allow(
    clippy::return_self_not_must_use,
    reason = "a function of a number is its result, as almost everywhere here"
)]
pub trait Number: Clone + PartialOrd + NumOps + std::ops::Neg<Output = Self> {
    /// The number nearest to a constant.
    fn constant(value: Real) -> Self;
    /// The greatest integer not above.
    fn floor(self) -> Self;
    /// The least integer not below.
    fn ceil(self) -> Self;
    /// The nearest integer, ties to even.
    fn round(self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The real cube root.
    fn cbrt(self) -> Self;
    /// e to that power.
    fn exp(self) -> Self;
    /// `exp(self + low)` for a small correction `low`. 0 and infinite at infinities, whatever `low`.
    fn exp_sum(self, low: Self) -> Self {
        math::defaults::exp_sum(self, low)
    }
    /// What [`Number::exp_sum`] misses of `exp(self + low)` by rounding; 0 where that is not known.
    fn exp_rest(self, low: Self) -> Self {
        math::defaults::exp_rest(self, low)
    }
    /// [`exp`](Number::exp) where [`expm1`](Number::expm1) is wanted too, and may share its work.
    fn exp_beside(self) -> Self {
        self.exp()
    }
    /// 2 to that power.
    fn exp2(self) -> Self;
    /// `exp(x) - 1`.
    fn expm1(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// The logarithm to base 2.
    fn log2(self) -> Self;
    /// The logarithm to base 10.
    fn log10(self) -> Self;
    /// `ln(1 + x)`.
    fn log1p(self) -> Self;
    /// `ln(1 + x)` for an x from 0 to 1; any number for others.
    fn log1p_unit(self) -> Self {
        self.log1p()
    }
    /// The sine.
    fn sin(self) -> Self;
    /// The cosine.
    fn cos(self) -> Self;
    /// The tangent.
    fn tan(self) -> Self;
    /// The inverse sine.
    fn asin(self) -> Self;
    /// The inverse cosine.
    fn acos(self) -> Self;
    /// The inverse tangent.
    fn atan(self) -> Self;
    /// The angle of the point (`x`, `self`).
    fn atan2(self, x: Self) -> Self;
    /// The hyperbolic sine.
    fn sinh(self) -> Self;
    /// The hyperbolic cosine.
    fn cosh(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
    /// The inverse hyperbolic sine.
    fn asinh(self) -> Self;
    /// The inverse hyperbolic cosine.
    fn acosh(self) -> Self;
    /// The inverse hyperbolic tangent.
    fn atanh(self) -> Self;
    /// The error function.
    fn erf(self) -> Self;
    /// `1 - erf(x)`.
    fn erfc(self) -> Self;
    /// `exp(x^2) erfc(x)`.
    fn erfcx(self) -> Self;
    /// The integral of `erfc` from `self` on, over `erfc(self)`.
    fn erfc_excess(self) -> Self;
    /// The standard normal distribution function.
    fn normal_cdf(self) -> Self;
    /// The standard normal density.
    fn normal_pdf(self) -> Self;
    /// The spherical Bessel function of the first kind; `sin(x)/x` for order 0.
    fn spherical_bessel(self, order: u8) -> Self;
    /// `self^exponent` over the reals.
    fn pow(self, exponent: Self) -> Self;
    /// `sqrt(x^2 + y^2)` without overflow.
    fn hypot(self, other: Self) -> Self;
    /// `self*factor + addend`, with one rounding where the type rounds.
    fn mul_add(self, factor: Self, addend: Self) -> Self;

    /// The absolute value.
    fn abs(self) -> Self {
        if self < Self::number(0.0) {
            -self
        } else {
            self
        }
    }
    /// The magnitude with the sign of another number, that of a zero too where the type has it.
    fn copysign(self, sign: Self) -> Self {
        if sign < Self::number(0.0) {
            -self.abs()
        } else {
            self.abs()
        }
    }
    /// -1, 0 or 1, or NaN.
    fn sign(self) -> Self {
        math::sign(self)
    }
    /// The smaller; NaN if either is.
    fn min(self, other: Self) -> Self {
        math::min(self, other)
    }
    /// The greater; NaN if either is.
    fn max(self, other: Self) -> Self {
        math::max(self, other)
    }
    /// `self - divisor*floor(self/divisor)`, with the sign of the divisor.
    fn modulo(self, divisor: Self) -> Self {
        math::modulo(self, divisor)
    }
    /// `1/(1 + exp(-x))`.
    fn sigmoid(self) -> Self {
        math::defaults::sigmoid(self)
    }
    /// `ln(1 + exp(x))`.
    fn softplus(self) -> Self {
        math::defaults::softplus(self)
    }
    /// `1/cosh(x)`.
    fn sech(self) -> Self {
        math::defaults::sech(self)
    }
    /// `ln(cosh(x))`.
    fn ln_cosh(self) -> Self {
        math::defaults::ln_cosh(self)
    }
    /// A power by repeated squaring and multiplication, lowest bit of the exponent first; 1 for exponent 0.
    fn power(self, exponent: u32) -> Self {
        math::power(self, exponent)
    }
    /// The number that an f64 is, or the nearest.
    fn number(value: f64) -> Self {
        Self::constant(Real::exact(value))
    }
}

/// A number type that programs and kernels run on: `f32` and `f64`.
pub trait Element:
    Number
    + math::Dispatch
    + crate::block::Long
    + math::Tables
    + num_traits::ToPrimitive
    + Default
    + std::fmt::Debug
    + Send
    + Sync
{
    /// 1 for true, -1 for false: how masks are kept.
    #[inline(always)]
    fn mask(condition: bool) -> Self {
        Self::number(if condition { 1.0 } else { -1.0 })
    }
    /// Whether a mask is true: any number is one, of whether it is not below 0.
    #[inline(always)]
    fn holds(self) -> bool {
        self >= Self::default()
    }
}

impl Element for f32 {}
impl Element for f64 {}
