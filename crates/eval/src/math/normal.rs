//! The error function's complements and the normal distribution.

use super::erfcx::erfcx;
use super::square::exp_minus_square;

/// 1/sqrt(2).
const ROOT_HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// 1/sqrt(2 pi).
const DENSITY_AT_ZERO: f64 = 0.398_942_280_401_432_7;

/// `1 - erf(x)`.
pub fn erfc(x: f64) -> f64 {
    if x < 1.0 {
        libm::erfc(x)
    } else {
        exp_minus_square(x, 1.0, erfcx(x))
    }
}

/// The standard normal distribution function, `erfc(-x/sqrt(2))/2`.
pub fn normal_cdf(x: f64) -> f64 {
    if x < -1.0 {
        exp_minus_square(x, 0.5, 0.5 * erfcx(-x * ROOT_HALF))
    } else {
        0.5 * libm::erfc(-x * ROOT_HALF)
    }
}

/// The standard normal density, `exp(-x^2/2)/sqrt(2 pi)`.
pub fn normal_pdf(x: f64) -> f64 {
    exp_minus_square(x, 0.5, DENSITY_AT_ZERO)
}
