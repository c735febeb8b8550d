//! The remainder of a floored division, exactly.

use dashu_base::Sign;
use dashu_int::UBig;

use super::float::{Float, unsigned};
use super::{Precise, Precision};

/// `x - y floor(x/y)`, of the sign of y: exact, then rounded. Undefined for a zero y and an infinite x.
pub(super) fn modulo(x: &Precise, y: &Precise, precision: Precision) -> Precise {
    use Precise::{Infinite, Number, Undefined, Unknown};
    match (x, y) {
        (Undefined | Infinite(_), _) | (_, Undefined) => Undefined,
        (_, zero) if zero.is_zero() => Undefined,
        (zero, _) if zero.is_zero() => Precise::ZERO,
        (Number(x), Number(y)) => of_numbers(x, y, precision),
        // below the modulus: the number itself, or a modulus away from it
        (x, Infinite(_) | Precise::Huge(_)) if x.compare(y).is_some() && *x != Unknown => {
            if x.sign() == y.sign() {
                smaller_in_size(x, y)
            } else {
                y.add(x, precision)
            }
        }
        (Precise::Tiny(_), Number(_)) => {
            if x.sign() == y.sign() {
                x.clone()
            } else {
                y.add(x, precision)
            }
        }
        _ => Unknown,
    }
}

/// x where it is known to be nearer to zero than y of the same sign.
fn smaller_in_size(x: &Precise, y: &Precise) -> Precise {
    match x.abs().compare(&y.abs()) {
        Some(order) if order.is_lt() => x.clone(),
        _ => Precise::Unknown,
    }
}

fn of_numbers(x: &Float, y: &Float, precision: Precision) -> Precise {
    let rest = truncated(x, y);
    let bits = i64::from(precision.get());
    let result = if rest.is_zero() || x.sign() == y.sign() {
        rest.round(bits)
    } else {
        rest.add(y, bits)
    };
    // rounding may reach the modulus, as it may in every floating-point remainder
    Precise::number(result)
}

/// The remainder with the sign of x.
fn truncated(x: &Float, y: &Float) -> Float {
    if x.abs().compare(&y.abs()).is_lt() {
        return x.clone();
    }
    let (x_exponent, y_exponent) = (x.parts().1, y.parts().1);
    let sign = x.sign();
    let (rest, exponent) = if x_exponent >= y_exponent {
        (
            times_power_of_two(x.unsigned(), x_exponent - y_exponent, &y.unsigned()),
            y_exponent,
        )
    } else {
        // |x| >= |y|, so the shift is shorter than the mantissa of x
        (
            x.unsigned() % (y.unsigned() << unsigned(y_exponent - x_exponent)),
            x_exponent,
        )
    };
    let rest = Float::from_fixed(rest, -exponent);
    if sign == Sign::Negative {
        rest.neg()
    } else {
        rest
    }
}

/// `x * 2^power` modulo `modulus`, in as many squarings as the power has bits.
fn times_power_of_two(x: UBig, power: i64, modulus: &UBig) -> UBig {
    let mut result = x % modulus;
    let mut square = UBig::from(2u8) % modulus;
    let mut power = power;
    while power > 0 {
        if power & 1 == 1 {
            result = result * &square % modulus;
        }
        square = &square * &square % modulus;
        power >>= 1;
    }
    result
}
