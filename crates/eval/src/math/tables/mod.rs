//! Constants and coefficients in every type of a lane.

mod double;
mod single;
mod two_over_pi;

pub(super) use two_over_pi::TWO_OVER_PI;

use std::ops::Neg;

use super::angle::LargeAngle;

/// What the functions need to know about a type of floating point number.
///
/// Names of polynomials say what they are part of; coefficients are lowest first. Constants are in parts, the greatest first.
pub trait Tables: Copy + 'static + Neg<Output = Self> + LargeAngle {
    /// Products of a number near 1 with `2^k` up to this `|k|` are normal.
    const SAFE_EXPONENT: Self;
    /// The exponent of the least normal number.
    const LEAST_EXPONENT: Self;
    /// Integers that are added to it stand in its last bits, on top of the bias of exponents and half of that.
    const EXPONENT_ANCHOR: Self;
    /// Beyond it `exp` is infinite.
    const EXP_MOST: Self;
    /// Below it `exp`, and its products with numbers below 1, are 0.
    const EXP_LEAST: Self;
    /// Below it `x` is `x + x^2/2` to half an ulp.
    const TINY: Self;
    /// Below it `x` is `x + x^3` to a small part of an ulp.
    const SMALL: Self;
    /// Where `exp(-x)` is far below half an ulp of 1.
    const FAR: Self;
    /// Where `1/x^2` is far below half an ulp of 1, and whose square is finite.
    const HUGE: Self;
    /// A power of two that moves every subnormal number to normal ones, and its exponent.
    const LIFT: [Self; 2];
    /// From here on angles are reduced with as many digits of pi as they have.
    const LARGE_ANGLE: Self;
    /// Beyond it the reciprocal is near the subnormals.
    const LARGE_RECIPROCAL: Self;

    /// ln(2).
    const LN_2: [Self; 2];
    /// ln(2), the first part so short that its products with exponents are exact.
    const LN_2_SHORT: [Self; 2];
    /// 1/ln(2).
    const LOG2_E: [Self; 2];
    /// 1/ln(10).
    const LOG10_E: [Self; 2];
    /// ln(2)/ln(10).
    const LOG10_2: [Self; 2];
    /// pi/2.
    const HALF_PI: [Self; 3];
    /// 2/sqrt(pi).
    const TWO_OVER_ROOT_PI: [Self; 2];
    /// sqrt(1/2).
    const ROOT_HALF: [Self; 2];
    /// 1/sqrt(2 pi).
    const NORMAL_AT_ZERO: [Self; 2];
    /// 2/3.
    const TWO_THIRDS: [Self; 2];

    /// 1/3.
    const THIRD: [Self; 2];
    /// 1/15.
    const FIFTEENTH: [Self; 2];

    /// `(exp(r) - 1 - r)/r^2`, `|r| <= ln(2)/2`.
    const EXP_NEAR: &'static [Self];
    /// `(2^r - 1)/r`, `|r| <= 1/2`.
    const EXP2_NEAR: &'static [Self];
    /// `(ln(1 + f) - f)/f^2`, `1 + f` from sqrt(1/2) to sqrt(2).
    const LN_NEAR: &'static [Self];
    /// `(ln(1 + f) - f)/f^2` in `f - 1/2`, f from 0 to 1.
    const LN_OF_SUM: &'static [Self];
    /// sqrt(pi).
    const ROOT_PI: Self;
    /// Half of what the rounded root over the true one is above 1.
    const ERFCX_END: Self;
    /// `((1 + sqrt(pi) x) erfcx(x) - 1 - (1 + q) ERFCX_END)/(1 - q^2)` in `q = (x - 3)/(x + 3)`, `x >= 0`, with the rounded root.
    const ERFCX_SMOOTH: &'static [Self];
    /// `(exp(r) - 1 - r - r^2/2)/r^3`, `|r| <= ln(2)/2`.
    const EXP: &'static [Self];
    /// `(ln((1 + s)/(1 - s)) - 2s - 2/3 s^3)/s^5` in `s^2`, `|s| <= 0.1716`.
    const LN: &'static [Self];
    /// `(erf(x)/x - 2/sqrt(pi))/x^2` in `x^2`, `|x| <= 1/2`.
    const ERF: &'static [Self];
    /// `(sin(r)/r - 1)/r^2` in `r^2`, `|r| <= pi/4`.
    const SIN: &'static [Self];
    /// `(cos(r) - 1 + r^2/2)/r^4` in `r^2`, `|r| <= pi/4`.
    const COS: &'static [Self];
    /// `(atan(t)/t - 1)/t^2` in `t^2`, `|t| <= tan(pi/8)`.
    const ATAN: &'static [Self];
    /// `(j_1(x)/x - 1/3)/x^2` in `x^2`, `|x| <= 1.5`; `j_n` is the spherical Bessel function.
    const BESSEL_1: &'static [Self];
    /// `(j_2(x)/x^2 - 1/15)/x^2` in `x^2`, `|x| <= 1.75`.
    const BESSEL_2: &'static [Self];
    /// `m^(-1/3)` to some ten bits, for m from sqrt(1/2) to sqrt(2).
    const CBRT: &'static [Self];
    /// `(1 + x) erfcx(x)`.
    const ERFCX: Segments<Self>;
    /// `(1 + x)` times the integral of `erfc` from `x` on, over `erfc(x)`.
    const ERFC_EXCESS: Segments<Self>;
}

/// A function of `t = 1/(1 + x)` in 16 segments, from `j/16` to `(j + 1)/16`.
#[derive(Clone, Copy, Debug)]
pub struct Segments<T: 'static> {
    /// The values at the middles.
    pub middle: [T; 16],
    /// What these miss.
    pub middle_low: [T; 16],
    /// The coefficients of the distance of t to the middle, of its square and so on.
    pub slopes: &'static [[T; 16]],
}
