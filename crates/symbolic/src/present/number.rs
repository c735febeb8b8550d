//! How exact numbers are written.

use dashu_base::PowerOfTwo;
use dashu_int::UBig;
use gradus_syntax::Number;

use crate::rational::Rational;

/// The longest decimal that is preferred to a fraction, in digits.
const LONGEST: usize = 80;

/// The decimal for a positive rational that people would write so: `0.044715`, `0.01`, `1.702`, but not for `1/2` or `3/4`.
pub fn decimal(value: &Rational) -> Option<Number> {
    if value.is_integer() || is_simple_fraction(value) {
        return None;
    }
    let places = decimal_places(value.denominator())?;
    let scale = UBig::from(10u8).pow(places);
    let digits = (value.numerator() * scale.as_ibig() / value.denominator().as_ibig()).to_string();
    (digits.len() <= LONGEST && places <= LONGEST).then(|| {
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = padded.split_at(padded.len() - places);
        Number::new(&format!("{whole}.{part}"), &digits, -(places as i32))
    })
}

/// The number of a non-negative integer.
pub fn integer(value: &Rational) -> Number {
    Number::integer(&value.numerator().to_string())
}

/// Halves, quarters and the like with a small numerator.
fn is_simple_fraction(value: &Rational) -> bool {
    let small = |value: &Rational, bound| *value <= bound;
    let denominator = Rational::from(value.denominator().as_ibig().clone());
    let numerator = Rational::from(value.numerator().clone());
    value.denominator().is_power_of_two() && small(&denominator, 64) && small(&numerator, 16)
}

fn decimal_places(denominator: &UBig) -> Option<usize> {
    let mut rest = denominator.clone();
    let (two, five) = (UBig::from(2u8), UBig::from(5u8));
    let (mut twos, mut fives) = (0, 0);
    while (&rest % &two).is_zero() {
        rest /= &two;
        twos += 1;
    }
    while (&rest % &five).is_zero() {
        rest /= &five;
        fives += 1;
    }
    rest.is_one().then_some(twos.max(fives))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_some_numbers_as_decimals() {
        let text = |n, d| decimal(&Rational::new(n, d)).map(|number| number.text().to_owned());
        for (n, d, expected) in [
            (44715, 1_000_000, Some("0.044715")),
            (1, 100, Some("0.01")),
            (1702, 1000, Some("1.702")),
            (1, 5, Some("0.2")),
            (1, 2, None),
            (3, 4, None),
            (1, 3, None),
            (7, 1, None),
        ] {
            assert_eq!(text(n, d).as_deref(), expected, "{n}/{d}");
        }
    }
}
