//! Errors in ulp, the distance between neighbouring floating-point numbers at the true value.

use dashu_ratio::Relaxed;

use crate::Decimal;
use crate::decimal::{dyadic, dyadic_of, to_f64};

/// A binary floating-point format whose numbers are all doubles.
struct Format {
    /// Bits of the significand, the leading one included.
    precision: i32,
    /// The exponent of the smallest positive number.
    least: i32,
    /// The exponent of the power of two at which overflow begins.
    overflow: i32,
}

const F64: Format = Format {
    precision: 53,
    least: -1074,
    overflow: 1024,
};
const F32: Format = Format {
    precision: 24,
    least: -149,
    overflow: 128,
};

/// The error of a result in ulp of f64 at the true value, computed exactly and rounded once.
///
/// The ulp is that of the binade that holds the true value, 2^-1074 among the subnormals and at zero. Where the true value
/// rounds to an infinity, that infinity has error 0; elsewhere an infinity counts as the power of two at which overflow
/// begins. NaN and an infinity of the wrong sign have an infinite error. The sign of a zero does not count.
///
/// ```
/// let tenth = kit::Decimal::new("0.1");
/// assert!(kit::ulp::error_f64(0.1, &tenth) < 0.5);
/// assert!((kit::ulp::error_f64(0.1 + f64::EPSILON / 16.0, &tenth) - 1.4).abs() < 1e-9);
/// ```
pub fn error_f64(result: f64, truth: &Decimal) -> f64 {
    error(result, truth, truth.to_f64(), &F64)
}

/// The error of a result in ulp of f32 at the true value; otherwise as [`error_f64`].
pub fn error_f32(result: f32, truth: &Decimal) -> f64 {
    error(f64::from(result), truth, f64::from(truth.to_f32()), &F32)
}

/// `rounded` is the number of the format nearest to the true value.
fn error(result: f64, truth: &Decimal, rounded: f64, format: &Format) -> f64 {
    let opposite = result.is_infinite() && result.is_sign_positive() != rounded.is_sign_positive();
    if result.is_nan() || opposite {
        return f64::INFINITY;
    }
    if result.is_infinite() && result == rounded {
        return 0.0;
    }
    let Some(exact) = truth
        .to_rational()
        .or_else(|| (rounded == 0.0).then_some(Relaxed::ZERO))
    else {
        return f64::INFINITY;
    };
    let result = if result.is_infinite() {
        dyadic(result.signum() as i64, format.overflow)
    } else {
        dyadic_of(result)
    };
    let unit = unit_exponent(rounded, &exact, format);
    to_f64(&((result - exact) * dyadic(1, -unit))).abs()
}

/// The power of two that is one ulp at the true value.
fn unit_exponent(rounded: f64, exact: &Relaxed, format: &Format) -> i32 {
    if rounded == 0.0 {
        return format.least;
    }
    if rounded.is_infinite() {
        return format.overflow - format.precision;
    }
    let binade = floor_log2(rounded.abs());
    let below = rounded.abs() == 2f64.powi(binade) && magnitude_is_below(exact, rounded);
    (binade - i32::from(below) + 1 - format.precision).max(format.least)
}

/// Whether the exact value is nearer to zero than the number that it rounds to.
fn magnitude_is_below(exact: &Relaxed, rounded: f64) -> bool {
    let difference = to_f64(&(exact.clone() - dyadic_of(rounded)));
    difference != 0.0 && difference.is_sign_positive() != rounded.is_sign_positive()
}

/// The exponent of the greatest power of two not above a positive finite number.
fn floor_log2(value: f64) -> i32 {
    let exponent = (value.to_bits() >> 52) as i32;
    if exponent == 0 {
        63 - value.to_bits().leading_zeros().cast_signed() - 1074
    } else {
        exponent - 1023
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::{self, Point};

    fn double(result: f64, truth: &str) -> f64 {
        error_f64(result, &Decimal::new(truth))
    }

    #[test]
    fn the_nearest_number_is_within_half_an_ulp_of_every_reference_value() {
        let values = |point: Point| [point.f, point.df, point.d2f].into_iter().flatten();
        for truth in truth::scalar().into_iter().flat_map(values) {
            assert!(error_f64(truth.to_f64(), &truth) <= 0.5, "{truth}");
        }
        for truth in truth::scalar_f32().into_iter().flat_map(values) {
            assert!(error_f32(truth.to_f32(), &truth) <= 0.5, "{truth}");
        }
    }

    #[test]
    fn neighbours_are_one_ulp_apart() {
        for value in [1.0, 0.1, 3e300, 1e-300, 7.0] {
            let text = format!("{value}");
            let exact = double(value, &text);
            assert!(exact <= 0.5, "{value}: {exact}");
            assert!(
                (double(value.next_up(), &text) - 1.0).abs() <= 0.5,
                "{value}"
            );
        }
        assert_eq!(double(1.0f64.next_up(), "1"), 1.0);
        assert_eq!(double(1.0f64.next_down(), "1"), 0.5);
    }

    #[test]
    fn a_truth_just_below_a_power_of_two_has_the_smaller_ulp() {
        let truth = "9.999999999999999999999999e-1";
        assert!((double(1.0f64.next_down(), truth) - 1.0).abs() < 1e-6);
        assert!(double(1.0, truth) < 1e-6);
    }

    #[test]
    fn errors_are_finer_than_a_double_can_say() {
        let third = double(1.0 / 3.0, "3.333333333333333333333333e-1");
        assert!((third - 1.0 / 3.0).abs() < 1e-6, "{third}");
    }

    #[test]
    fn subnormals_count_in_the_least_positive_number() {
        assert_eq!(double(0.0, "-3.29e-434289"), 0.0);
        assert_eq!(double(5e-324, "tiny+"), 1.0);
        assert!((double(0.0, "4.940656458412465441765688e-324") - 1.0).abs() < 1e-6);
        assert!((double(1e-323, "7.410984687618698162648531e-324") - 0.5).abs() < 1e-6);
    }

    #[test]
    fn overflow_is_the_infinity_of_its_sign() {
        assert_eq!(double(f64::INFINITY, "huge+"), 0.0);
        assert_eq!(double(f64::INFINITY, "1e309"), 0.0);
        assert_eq!(double(f64::NEG_INFINITY, "1e309"), f64::INFINITY);
        assert_eq!(double(f64::MAX, "huge+"), f64::INFINITY);
        assert!(double(f64::MAX, "1e309") > 1e15);
        assert!((double(f64::INFINITY, "1.797693134862315708145274e+308") - 1.0).abs() < 1e-3);
        assert!(double(f64::INFINITY, "1.0") > 1e15);
    }

    #[test]
    fn nan_is_infinitely_wrong() {
        assert_eq!(double(f64::NAN, "1.0"), f64::INFINITY);
        assert_eq!(error_f32(f32::NAN, &Decimal::new("0")), f64::INFINITY);
    }

    #[test]
    fn singles_have_their_own_ulp() {
        let tenth = Decimal::new("0.1");
        assert!(error_f32(0.1, &tenth) < 0.5);
        assert!((error_f32(0.1f32.next_up(), &tenth) - 1.0).abs() < 0.5);
        assert_eq!(
            error_f32(0.0, &Decimal::new("1.0e-60")),
            1.0e-60 / 2f64.powi(-149)
        );
        assert_eq!(error_f32(f32::INFINITY, &Decimal::new("1.0e+39")), 0.0);
        assert!((error_f32(1.5f32, &Decimal::new("1.0")) - 4_194_304.0).abs() < 1e-6);
    }

    #[test]
    fn logarithms_of_powers_of_two_are_exact() {
        for exponent in [-1074, -1073, -1023, -1022, -1, 0, 1, 1023] {
            assert_eq!(floor_log2(2f64.powi(exponent)), exponent);
        }
        assert_eq!(floor_log2(f64::MIN_POSITIVE.next_down()), -1023);
    }
}
