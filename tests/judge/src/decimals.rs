//! Numbers in so many digits that errors far below those of f64 show.

use std::cmp::Ordering;

/// How many digits are asked for.
pub const DIGITS: usize = 30;

/// Two numbers are the same if they differ by less than this part of the larger one: 10^-27.
const NEAR: i128 = 1_000;

/// What an evaluation in high precision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A number.
    Number(Decimal),
    /// It is no real number.
    Undefined,
    /// Infinite, or not found.
    Unclear,
}

/// `mantissa * 10^exponent`; the mantissa has [`DIGITS`] digits or is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i128,
    exponent: i64,
}

impl Reading {
    /// The text that the library writes.
    pub fn new(text: Option<&str>) -> Self {
        match text {
            Some("nan") => Self::Undefined,
            Some(text) => Decimal::new(text).map_or(Self::Unclear, Self::Number),
            None => Self::Unclear,
        }
    }

    /// With magnitudes below 10^-60 taken for 0.
    pub fn without_dust(self) -> Self {
        match self {
            Self::Number(number) if number.exponent < -60 - DIGITS as i64 => {
                Self::Number(Decimal::ZERO)
            }
            other => other,
        }
    }
}

impl Decimal {
    const ZERO: Self = Self {
        mantissa: 0,
        exponent: 0,
    };

    fn new(text: &str) -> Option<Self> {
        let (number, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return None;
        }
        let size: i128 = format!("{digits:0<DIGITS$}").get(..DIGITS)?.parse().ok()?;
        if size == 0 {
            return Some(Self::ZERO);
        }
        let sign = if number.starts_with('-') { -1 } else { 1 };
        Some(Self {
            mantissa: sign * size,
            exponent: exponent.parse::<i64>().ok()? + 1 - DIGITS as i64,
        })
    }

    /// The order of two numbers; equal if they are the same but for rounding.
    pub fn order(self, other: Self) -> Ordering {
        let [a, b] = [self, other];
        if a.mantissa.signum() != b.mantissa.signum() || a.mantissa == 0 {
            return a.mantissa.cmp(&b.mantissa);
        }
        let sizes = match a.exponent - b.exponent {
            0 => [a.mantissa, b.mantissa],
            1 => [10 * a.mantissa, b.mantissa],
            -1 => [a.mantissa, 10 * b.mantissa],
            more if (more > 0) == (a.mantissa > 0) => return Ordering::Greater,
            _ => return Ordering::Less,
        };
        if (sizes[0] - sizes[1]).abs() <= NEAR {
            return Ordering::Equal;
        }
        sizes[0].cmp(&sizes[1])
    }

    /// Whether it is one of two numbers or between them.
    pub fn is_between(self, a: Self, b: Self) -> bool {
        self.order(a) == Ordering::Equal
            || self.order(b) == Ordering::Equal
            || self.order(a) != self.order(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::new(text).expect(text)
    }

    #[test]
    fn digits_beyond_those_of_f64_count() {
        for (a, b, order) in [
            ("1.0", "1.00000000000000000001", Ordering::Less),
            ("1.0", "9.9999999999999999999999999999e-1", Ordering::Equal),
            ("-1.0", "-2.0", Ordering::Greater),
            ("-1.0e5", "2.0", Ordering::Less),
            ("1.0e-5000", "2.0e-5000", Ordering::Less),
            ("0", "1.0e-5000", Ordering::Less),
            ("0", "-3", Ordering::Greater),
            ("0", "0", Ordering::Equal),
        ] {
            assert_eq!(number(a).order(number(b)), order, "{a} {b}");
        }
        assert!(number("0.5").is_between(number("0"), number("1")));
        assert!(!number("1.5").is_between(number("0"), number("1")));
        assert!(number("1").is_between(number("1"), number("1")));
    }
}
