//! Functions of all elements of a vector.

use dashu_base::Sign;

use super::exponential::{exp, ln, log1p};
use super::float::{Float, signed};
use super::{Precise, Precision};

/// The longest span of bits that is added without rounding.
const LONGEST_SPAN: i64 = 1 << 16;

/// The least or greatest element; undefined of none.
pub(super) fn extreme(
    elements: &[Precise],
    choose: impl Fn(&Precise, &Precise) -> Precise,
) -> Precise {
    elements
        .iter()
        .cloned()
        .reduce(|a, b| choose(&a, &b))
        .unwrap_or(Precise::Undefined)
}

/// The sum, correctly rounded of numbers unless their exponents lie further apart than 65536; 0 of none.
pub(super) fn sum(elements: &[Precise], precision: Precision) -> Precise {
    match numbers(elements) {
        Some(numbers) => sum_of_numbers(&numbers)
            .map_or(Precise::Unknown, |sum| Precise::rounded(sum, precision)),
        None => elements
            .iter()
            .fold(Precise::ZERO, |sum, x| sum.add(x, precision)),
    }
}

/// The mean; undefined of none.
pub(super) fn mean(elements: &[Precise], precision: Precision) -> Precise {
    let longer = Precision::bits(precision.get() + 32);
    sum(elements, longer).div(&Precise::from(signed(elements.len())), precision)
}

/// The product; 1 of none.
pub(super) fn product(elements: &[Precise], precision: Precision) -> Precise {
    let longer =
        Precision::bits(precision.get() + 32 + elements.len().checked_ilog2().unwrap_or(0));
    let product = elements
        .iter()
        .fold(Precise::ONE, |product, x| product.mul(x, longer));
    product.mul(&Precise::ONE, precision)
}

/// The square root of the sum of the squares; 0 of none.
pub(super) fn norm(elements: &[Precise], precision: Precision) -> Precise {
    let bits = precision.working();
    if let Some(numbers) = numbers(elements) {
        let squares = numbers
            .iter()
            .fold(Float::ZERO, |sum, x| sum.add(&x.mul_exact(x), bits + 32));
        return Precise::rounded(squares.sqrt(bits), precision);
    }
    let sizes: Vec<_> = elements.iter().map(Precise::abs).collect();
    if sizes.contains(&Precise::Unknown) {
        return Precise::Unknown;
    }
    // next to an infinite or huge element the others vanish, and tiny ones next to numbers
    let largest = extreme(&sizes, Precise::max);
    match largest {
        Precise::Number(_) => norm(&only_numbers(&sizes), precision),
        marker => marker,
    }
}

/// `ln(Σ exp(x))`; -inf of none.
pub(super) fn log_sum_exp(elements: &[Precise], precision: Precision) -> Precise {
    if elements.contains(&Precise::Unknown) {
        return Precise::Unknown;
    }
    // exp(-inf) = 0 adds nothing, and neither does a huge negative element next to a number
    let largest = elements
        .iter()
        .fold(Precise::Infinite(Sign::Negative), |a, b| a.max(b));
    match (&largest, elements) {
        (_, [only]) => only.clone().mul(&Precise::ONE, precision),
        (Precise::Number(_) | Precise::Tiny(_), _) => {
            let numbers: Vec<_> = elements.iter().filter_map(tiny_as_zero).collect();
            let rounded = |sum| Precise::rounded(sum, precision);
            log_sum_exp_of_numbers(&numbers, precision.working()).map_or(Precise::Unknown, rounded)
        }
        _ => largest,
    }
}

fn tiny_as_zero(x: &Precise) -> Option<Float> {
    match x {
        Precise::Number(x) => Some(x.clone()),
        Precise::Tiny(_) => Some(Float::ZERO),
        _ => None,
    }
}

/// `m + ln(1 + Σ exp(x - m))` without the largest element m, to as many more bits as the sum may cancel.
fn log_sum_exp_of_numbers(numbers: &[Float], bits: i64) -> Option<Float> {
    let place = (0..numbers.len()).reduce(|a, b| {
        if numbers[b].compare(&numbers[a]).is_gt() {
            b
        } else {
            a
        }
    })?;
    let largest = &numbers[place];
    let mut longer = bits + 8;
    loop {
        let others = numbers.iter().enumerate().filter(|(i, _)| *i != place);
        let sum = others.fold(Float::ZERO, |sum, (_, x)| {
            let difference = x.sub(largest, longer + x.length().max(largest.length()));
            exp(&difference, longer).map_or(sum.clone(), |power| sum.add(&power, longer))
        });
        let logarithm = if sum.magnitude() > 1 {
            ln(&Float::ONE.add(&sum, longer), longer)
        } else {
            log1p(&sum, longer)
        };
        let result = largest.add(&logarithm, longer);
        let lost = largest.magnitude().max(logarithm.magnitude()) - result.magnitude();
        if longer - lost >= bits {
            return Some(result);
        }
        longer = bits + lost.min(longer) + 16;
        if longer > LONGEST_SPAN {
            return None;
        }
    }
}

/// All elements, if all are numbers.
fn numbers(elements: &[Precise]) -> Option<Vec<Float>> {
    elements
        .iter()
        .map(|x| {
            if let Precise::Number(x) = x {
                Some(x.clone())
            } else {
                None
            }
        })
        .collect()
}

fn only_numbers(elements: &[Precise]) -> Vec<Precise> {
    elements
        .iter()
        .filter(|x| matches!(x, Precise::Number(_)))
        .cloned()
        .collect()
}

/// Adds without rounding, or with enough bits that a rounding can only matter where bits cancel; `None` where they did.
fn sum_of_numbers(numbers: &[Float]) -> Option<Float> {
    let top = numbers.iter().map(Float::magnitude).max().unwrap_or(0) + signed(numbers.len());
    let bottom = numbers
        .iter()
        .filter(|x| !x.is_zero())
        .map(|x| x.parts().1)
        .min()
        .unwrap_or(0);
    let span = (top - bottom).clamp(64, LONGEST_SPAN);
    let sum = numbers.iter().fold(Float::ZERO, |sum, x| sum.add(x, span));
    let exact = top - bottom <= LONGEST_SPAN;
    (exact || sum.magnitude() > top - LONGEST_SPAN / 2).then_some(sum)
}
