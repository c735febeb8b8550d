//! Spelled numbers to exact decimals.

use crate::error::{Outcome, Problem};
use crate::{Limits, Number, ParseErrorKind, Span};

/// The largest power of ten that a number may be typed with or come to.
const EXPONENT: i64 = 5000;
/// An upper bound of the bits of a decimal digit, in thousandths.
const MILLIBITS: usize = 3322;

/// The number of a spelling that the lexer accepted.
pub(crate) fn number(text: &str, span: Span, limits: &Limits) -> Outcome<Number> {
    let (mantissa, typed) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, power_of_ten(exponent)),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = match all.trim_start_matches('0') {
        "" => "0",
        significant => significant,
    };
    let scale = typed.saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX));
    check_size(digits.len(), typed, scale, limits).map_err(|kind| Problem::new(kind, span))?;
    Ok(Number::new(text, digits, scale as i32))
}

/// A typed exponent; digits beyond the range of the type count as out of range too.
fn power_of_ten(exponent: &str) -> i64 {
    exponent.parse().unwrap_or(if exponent.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    })
}

fn check_size(
    digits: usize,
    typed: i64,
    scale: i64,
    limits: &Limits,
) -> Result<(), ParseErrorKind> {
    if typed.unsigned_abs() > EXPONENT.unsigned_abs() {
        return Err(ParseErrorKind::NumberOutOfRange { large: typed > 0 });
    }
    let (numerator, denominator) = match usize::try_from(scale) {
        Ok(zeros) => (digits + zeros, 0),
        Err(_) => (digits, scale.unsigned_abs() as usize),
    };
    if numerator.max(denominator).saturating_mul(MILLIBITS) / 1000 > limits.constant_bits {
        return Err(ParseErrorKind::NumberTooLong {
            limit: limits.constant_bits,
        });
    }
    Ok(())
}
