//! Numbers as they are typed and printed.

use std::fmt::Debug;
use std::str::FromStr;

use gradus::{Element, Scope};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::failure::Failure;

/// A number type of the program.
pub trait Real: Element + FromStr + Serialize {
    /// Bits of the significand, the leading one included.
    const BITS: i32;
    /// The exponent of the least subnormal number.
    const LEAST: i32;
}

impl Real for f32 {
    const BITS: i32 = 24;
    const LEAST: i32 = -149;
}

impl Real for f64 {
    const BITS: i32 = 53;
    const LEAST: i32 = -1074;
}

/// The number that a text says: a decimal, `inf`, `nan`, a hexadecimal float such as `0x1.8p+1`, or a constant expression
/// such as `1/3`; rounded once.
pub fn number<T: Real>(text: &str, scope: &Scope) -> Result<T, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::command("expected a number, found nothing"));
    }
    if let Ok(number) = text.parse() {
        return Ok(number);
    }
    match hexadecimal(text) {
        Some(number) => Ok(number),
        None => Ok(scope.constant(text)?),
    }
}

/// The numbers of a list that is separated by commas.
pub fn numbers<T: Real>(text: &str, scope: &Scope) -> Result<Vec<T>, Failure> {
    let parts = list(text);
    if parts.iter().any(|part| part.trim().is_empty()) {
        let found = match text.trim() {
            "" => "nothing".to_owned(),
            text => format!("`{text}`"),
        };
        let message = format!("expected numbers separated by commas, found {found}");
        return Err(Failure::command(message));
    }
    parts.into_iter().map(|part| number(part, scope)).collect()
}

/// The parts of a list that is separated by commas; those within parentheses do not count.
pub fn list(text: &str) -> Vec<&str> {
    let mut depth = 0i32;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0
    })
    .collect()
}

/// A number with as few digits as give it again when read; valid in JSON where it is finite.
pub fn shortest(number: impl Debug) -> String {
    match format!("{number:?}") {
        text if text == "NaN" => "nan".to_owned(),
        text => text,
    }
}

/// As [`shortest`], for people: without the `.0` of whole numbers and the sign of zero.
pub fn plain(number: impl Debug) -> String {
    let text = shortest(number);
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text.replace(".0e", "e"),
    }
}

/// A number in JSON: the shortest that reads back in its type; what is not finite is a string.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<T: Real> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_finite(self.0) {
            self.0.serialize(serializer)
        } else {
            serializer.serialize_str(&shortest(self.0))
        }
    }
}

/// As [`Json`], as part of a larger value.
pub fn json(number: f64) -> Value {
    match serde_json::Number::from_f64(number) {
        Some(number) => Value::Number(number),
        None => Value::String(shortest(number)),
    }
}

/// Whether it is neither infinite nor NaN.
pub fn is_finite<T: Real>(number: T) -> bool {
    number.to_f64().is_some_and(f64::is_finite)
}

/// A hexadecimal float: `0x1.8p+1` is 3.
fn hexadecimal<T: Real>(text: &str) -> Option<T> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest
        .strip_prefix("0x")
        .or_else(|| rest.strip_prefix("0X"))?;
    let (digits, exponent) = rest.split_once(['p', 'P']).unwrap_or((rest, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut significand = 0u64;
    let mut scale = i64::from(exponent) - 4 * fraction.len() as i64;
    for digit in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(digit.to_digit(16)?);
        if significand >> 56 == 0 {
            significand = significand << 4 | digit;
        } else {
            // too many digits: the last bit remembers whether any of them counts
            significand |= u64::from(digit != 0);
            scale += 4;
        }
    }
    let magnitude = scaled::<T>(significand, scale);
    Some(if negative { -magnitude } else { magnitude })
}

/// `significand * 2^scale`, rounded once to the nearest number of the type, ties to even.
fn scaled<T: Real>(significand: u64, scale: i64) -> T {
    if significand == 0 {
        return T::default();
    }
    let length = i64::from(64 - significand.leading_zeros());
    // the last bit that the type can hold
    let last = (length + scale - i64::from(T::BITS)).max(i64::from(T::LEAST));
    let dropped = last - scale;
    let kept = match dropped {
        ..=0 => significand,
        1..64 => rounded(significand, dropped as u32),
        64 => u64::from(significand > 1 << 63),
        _ => 0,
    };
    let scale = if dropped > 0 { last } else { scale };
    // exact from here on: the significand fits, and each power of two is a number of the type
    let mut number = T::number(kept as f64);
    let mut left = scale.clamp(-5000, 5000);
    while left != 0 {
        let step = left.clamp(-100, 100);
        number = number * T::number(2f64.powi(step as i32));
        left -= step;
    }
    number
}

fn rounded(significand: u64, dropped: u32) -> u64 {
    let kept = significand >> dropped;
    let rest = significand & ((1 << dropped) - 1);
    let half = 1 << (dropped - 1);
    kept + u64::from(rest > half || rest == half && kept & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Real>(text: &str) -> T {
        number(text, &Scope::with_builtins()).expect(text)
    }

    #[test]
    fn numbers_are_read_in_every_form() {
        let forms: [(&str, f64); 14] = [
            ("1", 1.0),
            (" -2.5 ", -2.5),
            ("1e-3", 0.001),
            (".5", 0.5),
            ("inf", f64::INFINITY),
            ("-inf", f64::NEG_INFINITY),
            ("0x1.8p+1", 3.0),
            ("-0x10", -16.0),
            ("0x.8", 0.5),
            ("0x1p-1074", 5e-324),
            ("0x1.fffffffffffffp1023", f64::MAX),
            ("0x1p1024", f64::INFINITY),
            ("1/3", 1.0 / 3.0),
            ("-pi/2", -std::f64::consts::FRAC_PI_2),
        ];
        for (text, value) in forms {
            assert_eq!(read::<f64>(text), value, "{text}");
        }
        assert!(read::<f64>("nan").is_nan());
        assert_eq!(read::<f64>("-0").to_bits(), (-0.0f64).to_bits());
        for wrong in ["", "x", "0x", "0x1.8p", "1,2", "0xg", "1 2"] {
            assert!(
                number::<f64>(wrong, &Scope::with_builtins()).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn hexadecimal_numbers_are_rounded_once_to_even() {
        assert_eq!(read::<f32>("0x1.000001p0"), 1.0);
        assert_eq!(read::<f32>("0x1.000003p0"), 1.000_000_2);
        assert_eq!(read::<f32>("0x1.0000010000000001p0"), 1.000_000_1);
        assert_eq!(read::<f32>("0x1.00000100000000000000001p0"), 1.000_000_1);
        assert_eq!(read::<f32>("0x1p-150"), 0.0);
        assert_eq!(read::<f32>("0x1.8p-150"), 1e-45);
        assert_eq!(read::<f32>("0x1.ffffffp127"), f32::INFINITY);
        assert_eq!(read::<f64>("0x1.8p-1075"), 5e-324);
        assert_eq!(read::<f64>("0x1p-99999999"), 0.0);
    }

    #[test]
    fn decimals_are_rounded_once_to_the_type() {
        // halfway between two f32 but for the last digit, which an f64 would lose
        assert_eq!(read::<f32>("1.00000005960464477539062500001"), 1.000_000_1);
    }

    #[test]
    fn commas_within_parentheses_do_not_separate() {
        assert_eq!(list("1,atan2(1, 2),-3"), ["1", "atan2(1, 2)", "-3"]);
    }

    #[test]
    fn printed_numbers_read_back() {
        let numbers = [0.1f64, -0.0, 1e300, 5e-324, 1.0, 123_456_789.0, 1e16];
        for value in numbers {
            let text = shortest(value);
            assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()));
            let json = serde_json::to_string(&Json(value)).expect("a number");
            assert_eq!(json.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()));
        }
        assert_eq!(shortest(0.1f32), "0.1");
        assert_eq!(
            serde_json::to_string(&[Json(0.1f32), Json(f32::NEG_INFINITY)])
                .ok()
                .as_deref(),
            Some("[0.1,\"-inf\"]")
        );
        assert_eq!(
            [plain(2.0), plain(1e300), plain(f64::NAN), plain(-0.0)],
            ["2", "1e300", "nan", "0"]
        );
    }
}
