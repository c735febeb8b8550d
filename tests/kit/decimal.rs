//! Decimals of about 25 digits and any exponent, kept as text and compared exactly.

use std::fmt;

use dashu_base::Approximation;
use dashu_int::{IBig, UBig};
use dashu_ratio::Relaxed;

/// Powers of ten beyond which a value is far outside the range of f64, and is not expanded to an exact fraction.
const FAR: i64 = 400;

/// A true value: a decimal, or one of `tiny+`, `tiny-` (magnitude below 10^-(10^18)), `huge+`, `huge-` (above 10^(10^18)).
///
/// ```
/// let third = kit::Decimal::new("3.333333333333333333333333e-1");
/// assert_eq!(third.to_f64(), 1.0 / 3.0);
/// assert_eq!(kit::Decimal::new("huge-").to_f64(), f64::NEG_INFINITY);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    text: Box<str>,
}

impl Decimal {
    /// A decimal from its text.
    ///
    /// # Panics
    /// If the text is neither a decimal number nor one of the four markers.
    pub fn new(text: &str) -> Self {
        let known = matches!(text, "tiny+" | "tiny-" | "huge+" | "huge-")
            || text.parse::<f64>().is_ok_and(|value| !value.is_nan());
        assert!(known, "`{text}` is no decimal");
        Self { text: text.into() }
    }

    /// As the table has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nearest f64, ties to even; beyond the range the infinity or zero of its sign.
    pub fn to_f64(&self) -> f64 {
        match &*self.text {
            "tiny+" => 0.0,
            "tiny-" => -0.0,
            "huge+" => f64::INFINITY,
            "huge-" => f64::NEG_INFINITY,
            text => beyond_parsing(text).unwrap_or_else(|| text.parse().unwrap_or(f64::NAN)),
        }
    }

    /// The nearest f32, rounded once from the decimal.
    pub fn to_f32(&self) -> f32 {
        match &*self.text {
            "tiny+" | "tiny-" | "huge+" | "huge-" => self.to_f64() as f32,
            text => beyond_parsing(text)
                .map_or_else(|| text.parse().unwrap_or(f32::NAN), |value| value as f32),
        }
    }

    /// The nearest f64 and the nearest f64 to what is left: together about 106 bits (the low part is 0 where the high part is
    /// infinite or the value lies below 10^-400).
    pub fn to_f64_pair(&self) -> (f64, f64) {
        let high = self.to_f64();
        let low = match self.to_rational() {
            Some(exact) if high.is_finite() => to_f64(&(exact - dyadic_of(high))),
            _ => 0.0,
        };
        (high, low)
    }

    /// The exact value, if it lies within 10^-400 and 10^400 or is zero.
    pub(crate) fn to_rational(&self) -> Option<Relaxed> {
        let (mantissa, exponent) = self.text.split_once('e').unwrap_or((&self.text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: IBig = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent
            .parse::<i64>()
            .ok()?
            .saturating_sub(fraction.len().cast_signed() as i64);
        if digits == IBig::ZERO {
            return Some(Relaxed::ZERO);
        }
        if !(-FAR..FAR).contains(&exponent.saturating_add(mantissa.len().cast_signed() as i64)) {
            return None;
        }
        let scale = UBig::from(10u8).pow(exponent.unsigned_abs() as usize);
        Some(if exponent < 0 {
            Relaxed::from_parts(digits, scale)
        } else {
            Relaxed::from(digits * IBig::from(scale))
        })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The exact value of a finite f64.
pub(crate) fn dyadic_of(value: f64) -> Relaxed {
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = (bits & ((1 << 52) - 1)).cast_signed();
    let magnitude = if exponent == 0 {
        fraction
    } else {
        fraction | 1 << 52
    };
    dyadic(
        if value < 0.0 { -magnitude } else { magnitude },
        exponent.max(1) - 1075,
    )
}

/// `mantissa * 2^exponent`.
pub(crate) fn dyadic(mantissa: i64, exponent: i32) -> Relaxed {
    let scale = UBig::ONE << exponent.unsigned_abs() as usize;
    let mantissa = IBig::from(mantissa);
    if exponent < 0 {
        Relaxed::from_parts(mantissa, scale)
    } else {
        Relaxed::from(mantissa * IBig::from(scale))
    }
}

/// The nearest f64 to a fraction.
pub(crate) fn to_f64(value: &Relaxed) -> f64 {
    match value.to_f64() {
        Approximation::Exact(nearest) | Approximation::Inexact(nearest, _) => nearest,
    }
}

/// The zero or infinity that a decimal is whose exponent has too many digits for the parser of the standard library.
fn beyond_parsing(text: &str) -> Option<f64> {
    const MOST_DIGITS: usize = 15;
    let (mantissa, exponent) = text.split_once('e')?;
    let small = exponent.starts_with('-');
    if exponent.trim_start_matches(['-', '+']).len() <= MOST_DIGITS {
        return None;
    }
    let size = if small { 0.0 } else { f64::INFINITY };
    Some(if mantissa.starts_with('-') {
        -size
    } else {
        size
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_of_any_length_are_read() {
        let tiny = Decimal::new("-1.5e-434294481903251827651128918917");
        assert_eq!((tiny.to_f64(), tiny.to_f32()), (0.0, 0.0));
        let huge = Decimal::new("-1.5e+434294481903251827651128918917");
        assert_eq!(
            (huge.to_f64(), huge.to_f32()),
            (f64::NEG_INFINITY, f32::NEG_INFINITY)
        );
    }

    #[test]
    fn text_becomes_the_nearest_double_and_single() {
        let cases: [(&str, f64, f32); 6] = [
            ("1.000000000000000055511151e-1", 0.1, 0.1),
            ("-3.29e-434289", -0.0, -0.0),
            ("1.0e-40", 1.0e-40, 1.0e-40),
            ("1.8e+308", f64::INFINITY, f32::INFINITY),
            ("1.0e+999999999999999999", f64::INFINITY, f32::INFINITY),
            ("tiny-", -0.0, -0.0),
        ];
        for (text, double, single) in cases {
            let decimal = Decimal::new(text);
            assert_eq!(decimal.to_f64().to_bits(), double.to_bits(), "{text}");
            assert_eq!(decimal.to_f32().to_bits(), single.to_bits(), "{text}");
        }
    }

    #[test]
    fn rounding_to_single_does_not_pass_through_double() {
        // just above the tie between 1 and the next single, by less than a double can hold
        let decimal = Decimal::new("1.000000059604644775390625001");
        assert_eq!(decimal.to_f32(), 1.0 + f32::EPSILON);
        assert_eq!(decimal.to_f64() as f32, 1.0);
    }

    #[test]
    fn the_low_part_is_what_rounding_lost() {
        assert_eq!(
            Decimal::new("1.000000000000000055511151e-1").to_f64_pair(),
            (0.1, -2.312_578_270_211_815_8e-26)
        );
        assert_eq!(Decimal::new("2.5e-1").to_f64_pair(), (0.25, 0.0));
        assert_eq!(Decimal::new("0").to_f64_pair(), (0.0, 0.0));
        assert_eq!(Decimal::new("huge+").to_f64_pair(), (f64::INFINITY, 0.0));
        let (high, low) = Decimal::new("3.333333333333333333333333e-1").to_f64_pair();
        assert_eq!(high, 1.0 / 3.0);
        assert!((low - 1.850_371_707_708_594e-17).abs() < 1e-24, "{low:e}");
    }

    #[test]
    fn dyadic_fractions_are_exact() {
        for value in [
            0.0,
            1.0,
            -0.1,
            f64::MAX,
            f64::MIN_POSITIVE,
            5e-324,
            -4.2e-310,
        ] {
            assert_eq!(to_f64(&dyadic_of(value)), value);
        }
    }

    #[test]
    #[should_panic(expected = "`1.2.3` is no decimal")]
    fn what_is_no_decimal_is_refused() {
        Decimal::new("1.2.3");
    }
}
