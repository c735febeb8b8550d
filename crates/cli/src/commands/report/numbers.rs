//! Numbers for people: nine digits.

use crate::numbers::plain;

/// Significant digits.
const DIGITS: usize = 9;

/// A number with at most nine significant digits.
pub(super) fn short(number: f64) -> String {
    rounded(number, DIGITS)
}

/// A number with at most three significant digits, where more would only distract.
pub(super) fn rough(number: f64) -> String {
    rounded(number, 3)
}

/// A number with at most so many significant digits.
pub(super) fn rounded(number: f64, digits: usize) -> String {
    match number {
        number if number.is_nan() => "NaN".to_owned(),
        number if number.is_infinite() || number == 0.0 => plain(number),
        number => {
            let rounded: f64 = format!("{number:.*e}", digits - 1)
                .parse()
                .unwrap_or(number);
            plain(rounded)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_nine_digits() {
        let rows = [
            (-0.278_464_542_761_073_8, "-0.278464543"),
            (1.0, "1"),
            (0.1, "0.1"),
            (1e-6, "1e-6"),
            (f64::NEG_INFINITY, "-inf"),
            (1.050_700_987_355_48, "1.05070099"),
        ];
        for (number, text) in rows {
            assert_eq!(short(number), text);
        }
        assert_eq!(rough(-6.551_234_5), "-6.55");
    }
}
