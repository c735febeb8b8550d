//! The scaled complementary error function.

use super::square::exp_square;

/// `(1 + 2x) erfcx(x)` for x >= 0 as a polynomial in `t = (x - 4)/(x + 4)`, which maps the half line to [-1, 1).
///
/// The transformation is that of Shepherd and Laframboise (1981); the coefficients are a Chebyshev series made
/// by `tests/data/erfcx.py`, lowest first. What is cut off is below 2e-18.
const COEFFICIENTS: [f64; 25] = [
    1.232_995_118_625_552_6,
    -0.139_621_116_840_562_3,
    0.015_379_652_102_619_604,
    0.068_097_054_254_669_08,
    -0.101_039_066_036_300_56,
    0.093_732_834_999_094_4,
    -0.066_330_365_812_186_97,
    0.037_167_515_526_555_67,
    -0.016_197_734_059_799_265,
    0.005_031_970_067_657_489,
    -0.000_757_773_261_373_095_6,
    -0.000_199_257_146_610_911_88,
    0.000_150_621_490_012_404_7,
    -2.439_774_642_243_641_6e-05,
    -1.122_128_701_235_348_6e-05,
    5.706_604_414_895_734e-06,
    2.919_733_377_963_012e-07,
    -8.210_939_042_560_568e-07,
    7.746_992_727_017_941e-08,
    1.063_385_561_859_488_4e-07,
    -2.056_064_927_569_92e-08,
    -1.234_686_604_382_353e-08,
    3.169_588_191_564_817_3e-09,
    9.311_744_978_232_572e-10,
    -2.659_599_690_242_689e-10,
];

/// Roughly the derivative of that polynomial, lowest first: for what the rounding of t misses.
const SLOPE: [f64; 6] = [-0.1292, 0.0155, 0.0209, -0.2826, 0.9336, -0.6376];

/// 1/sqrt(pi).
const ROOT_PI_INVERSE: f64 = 0.564_189_583_547_756_3;

/// `exp(x^2) erfc(x)`.
///
/// Overflows to infinity below -26.6; about `1/(x sqrt(pi))` for large x, without overflow or early underflow.
pub fn erfcx(x: f64) -> f64 {
    if x < 0.0 {
        let growth = exp_square(x);
        return growth + (growth - of_positive(-x));
    }
    of_positive(x)
}

fn of_positive(x: f64) -> f64 {
    // Beyond, the next term of the asymptotic series is below half an ulp.
    if x > 1e8 {
        return ROOT_PI_INVERSE / x;
    }
    let (t, rest) = transformed(x);
    let scaled = polynomial(t) + rest * slope(t);
    let scale = 1.0 + 2.0 * x;
    scaled / scale
}

/// Even and odd coefficients apart: two chains that a processor runs at once.
fn polynomial(t: f64) -> f64 {
    let square = t * t;
    let mut even = COEFFICIENTS[24] * square + COEFFICIENTS[22];
    let mut odd = COEFFICIENTS[23];
    for pair in COEFFICIENTS[..22].chunks_exact(2).rev() {
        even = even * square + pair[0];
        odd = odd * square + pair[1];
    }
    odd * t + even
}

/// `(x - 4)/(x + 4)` as the nearest number and what it misses.
fn transformed(x: f64) -> (f64, f64) {
    let (above, above_low) = exact_sum(x, -4.0);
    let (below, below_low) = exact_sum(x, 4.0);
    let t = above / below;
    let missed = (-t).mul_add(below, above) + (above_low - t * below_low);
    (t, missed / below)
}

/// The rounded sum and its rounding error.
fn exact_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// The derivative of the polynomial, to a few hundredths.
fn slope(t: f64) -> f64 {
    SLOPE.iter().rev().fold(0.0, |sum, c| sum * t + c)
}
