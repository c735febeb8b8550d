//! How exact numbers are written.

use dashu_base::PowerOfTwo;
use dashu_int::{IBig, UBig};
use gradus_syntax::Number;

use crate::graph::{Factor, Graph, Id, Node, Term};
use crate::rational::Rational;

/// The longest decimal that is preferred to a fraction, in digits.
const LONGEST: usize = 80;

/// The decimal for a positive rational that people would write so: `0.044715`, `0.01`, `1.702`, but not for `1/2` or `3/4`.
pub fn decimal(value: &Rational) -> Option<Number> {
    if value.is_integer() || is_simple_fraction(value) {
        return None;
    }
    let places = decimal_places(&value.denominator())?;
    let scale = UBig::from(10u8).pow(places);
    let digits =
        (value.numerator() * scale.as_ibig() / IBig::from(value.denominator())).to_string();
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

/// The denominator of a rational in lowest terms.
pub fn denominator(value: &Rational) -> Rational {
    Rational::from(IBig::from(value.denominator()))
}

/// What is written above and below the line for a positive coefficient; a 1 is not written. `3.4318` and `3` for
/// 17159/15000: a decimal above and the smallest integer below that allows it.
pub fn quotient(value: &Rational) -> (Option<Number>, Option<Number>) {
    let one = |number: &Number| number.text() == "1";
    let below = denominator(value);
    if let Some(decimal) = decimal(value) {
        return (Some(decimal), None);
    }
    if below > SIMPLEST_DENOMINATOR {
        for divisor in (3..=SIMPLEST_DENOMINATOR).step_by(2) {
            let divisor = Rational::from(divisor);
            if let Some(decimal) = decimal(&(value * &divisor)) {
                return (Some(decimal), Some(integer(&divisor)));
            }
        }
    }
    let above = Some(integer(value)).filter(|number| !one(number));
    (above, Some(integer(&below)).filter(|number| !one(number)))
}

/// The factor of a product that is a sum, and the power of ten by which its numbers are written so that they and the
/// coefficient outside take the fewest digits: `1.7159*(2/3 + x)` for `17159*(0.0002/3 + 0.0001*x)`.
pub fn moved_point(
    graph: &Graph,
    coefficient: &Rational,
    factors: &[Factor],
) -> Option<(Id, Rational)> {
    let (sum, numbers) = factors
        .iter()
        .filter(|factor| factor.exponent.is_one())
        .find_map(|factor| match graph.node(factor.base) {
            Node::Sum(constant, terms) => {
                let terms = terms.iter().map(|term| term.coefficient.clone());
                Some((factor.base, terms.chain([constant.clone()]).collect()))
            }
            _ => None,
        })?;
    let numbers: Vec<Rational> = numbers;
    if numbers.iter().all(Rational::is_integer) {
        return None;
    }
    let digits = |scale: &Rational| -> usize {
        let inside: usize = numbers.iter().map(|value| length(&(value * scale))).sum();
        inside + length(&(coefficient / scale))
    };
    let ten = Rational::from(10);
    let scales = std::iter::successors(Some(Rational::ONE), |scale| Some(scale * &ten));
    // the first of those that are as short: the point stays where it is
    let best = scales.take(HIGHEST_POWER_OF_TEN).min_by_key(digits)?;
    (!best.is_one()).then_some((sum, best))
}

/// Numbers are not moved by more places than this.
const HIGHEST_POWER_OF_TEN: usize = 9;

/// The characters of a coefficient.
fn length(value: &Rational) -> usize {
    let (above, below) = quotient(&value.abs());
    let length = |number: Option<Number>| number.map_or(0, |number| number.text().len());
    length(above) + length(below)
}

/// The number that all numbers of a sum share in magnitude, if it is worth writing once: not 1.
pub fn common_factor(constant: &Rational, terms: &[Term]) -> Option<Rational> {
    let first = terms[0].coefficient.abs();
    let all = terms.iter().all(|term| term.coefficient.abs() == first);
    let same = all && (constant.is_zero() || constant.abs() == first);
    (same && !first.is_one()).then_some(first)
}

/// The largest denominator that people write.
const SIMPLEST_DENOMINATOR: i64 = 64;

/// Halves, quarters and the like with a small numerator.
fn is_simple_fraction(value: &Rational) -> bool {
    let small = |value: &Rational, bound| *value <= bound;
    let numerator = Rational::from(value.numerator());
    value.denominator().is_power_of_two()
        && small(&denominator(value), SIMPLEST_DENOMINATOR)
        && small(&numerator, 16)
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
