//! Sign, minimum, maximum, remainder and integer powers: exact up to one rounding.

use crate::Number;

/// -1, 0 or 1; a zero keeps its sign, NaN stays.
pub fn sign<T: Number>(x: T) -> T {
    let zero = T::number(0.0);
    if x > zero {
        T::number(1.0)
    } else if x < zero {
        T::number(-1.0)
    } else {
        x
    }
}

/// The smaller; NaN if either is. Of two equal numbers the first.
#[inline(always)]
pub fn min<T: Number>(a: T, b: T) -> T {
    if a <= b {
        a
    } else if a > b {
        b
    } else {
        a + b
    }
}

/// The greater; NaN if either is. Of two equal numbers the first.
#[inline(always)]
pub fn max<T: Number>(a: T, b: T) -> T {
    if a >= b {
        a
    } else if a < b {
        b
    } else {
        a + b
    }
}

/// `a - b floor(a/b)`: the exact remainder, moved once into the range of the divisor's sign.
///
/// An infinite `b` gives `a` or, where the signs differ, `b`; an infinite `a` or `b = 0` gives NaN.
pub fn modulo<T: Number>(a: T, b: T) -> T {
    let zero = T::number(0.0);
    let remainder = a % b.clone();
    if remainder == zero || (remainder < zero) == (b < zero) {
        remainder
    } else {
        remainder + b
    }
}

/// `x^exponent` by repeated squaring; the lowering of programs writes the same multiplications in the same order.
pub fn power<T: Number>(x: T, exponent: u32) -> T {
    let mut result = None;
    let mut square = x;
    let mut rest = exponent;
    while rest > 0 {
        if rest & 1 == 1 {
            result = Some(match result {
                None => square.clone(),
                Some(product) => product * square.clone(),
            });
        }
        rest >>= 1;
        if rest > 0 {
            square = square.clone() * square;
        }
    }
    result.unwrap_or_else(|| T::number(1.0))
}
