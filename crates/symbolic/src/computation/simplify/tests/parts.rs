//! Rows of choices between a sum and one of its parts.

use super::{Keeps, Row, sides};
use crate::computation::{Binary, Builder, Op, Unary, Value};

/// `x (1 + h t)` above 0 and `|x| h t` below, of `h = exp(-2 |x|)` and `t = exp(-|x|)` of the magnitude held at a number.
fn with_tail(b: &mut Builder, x: Value, most: f64) -> Value {
    let (mask, size) = sides(b, x);
    let [most, minus_two, one] = [most, -2.0, 1.0].map(|number| b.number(number));
    let held = b.binary(Binary::Min, size, most);
    let [half, tail] = [
        b.binary(Binary::Mul, held, minus_two),
        b.unary(Unary::Neg, held),
    ]
    .map(|exponent| b.unary(Unary::Exp, exponent));
    let sum = b.push(Op::MulAdd(half, tail, one));
    let above = b.binary(Binary::Mul, x, sum);
    let rest = b.binary(Binary::Mul, held, tail);
    let below = b.binary(Binary::Mul, half, rest);
    b.select(mask, above, below)
}

/// `x p + 1` and the product, or its opposite.
fn sum_and_product(b: &mut Builder, x: Value, p: Value, is_negative: bool) -> [Value; 3] {
    let (mask, _) = sides(b, x);
    let one = b.number(1.0);
    let sum = b.push(Op::MulAdd(x, p, one));
    let product = b.binary(Binary::Mul, x, p);
    let other = if is_negative {
        b.unary(Unary::Neg, product)
    } else {
        product
    };
    [mask, sum, other]
}

pub(super) const ROWS: &[Row] = &[
    (
        "a tail on both sides of what is linear on one",
        |b, x, _| vec![with_tail(b, x, 60.0)],
        10,
        Keeps::Digits,
    ),
    (
        "a tail that is something where the magnitude is held",
        |b, x, _| vec![with_tail(b, x, 2.0)],
        13,
        Keeps::Bits,
    ),
    (
        "a tail that cancels the 1 beside it",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let [most, minus_half, one] = [60.0, -0.5, 1.0].map(|number| b.number(number));
            let held = b.binary(Binary::Min, size, most);
            let tail = b.unary(Unary::Sigmoid, x);
            let sum = b.push(Op::MulAdd(minus_half, tail, one));
            let above = b.binary(Binary::Mul, x, sum);
            let rest = b.binary(Binary::Mul, held, tail);
            let below = b.binary(Binary::Mul, minus_half, rest);
            vec![b.select(mask, above, below)]
        },
        10,
        Keeps::Bits,
    ),
    (
        "a sum and its product that are the same for all elements",
        |b, x, p| {
            let [_, sum, product] = sum_and_product(b, p, p, false);
            let (mask, _) = sides(b, x);
            vec![b.select(mask, sum, product)]
        },
        6,
        Keeps::Bits,
    ),
    (
        "a sum on one side and its product on the other",
        |b, x, p| {
            let [mask, sum, product] = sum_and_product(b, x, p, false);
            vec![b.select(mask, sum, product)]
        },
        5,
        Keeps::Bits,
    ),
    (
        "the opposite of a product on one side and a sum on the other",
        |b, x, p| {
            let [mask, sum, product] = sum_and_product(b, x, p, true);
            vec![b.select(mask, product, sum)]
        },
        7,
        Keeps::Bits,
    ),
    (
        "a sum and a product that is read elsewhere",
        |b, x, p| {
            let [mask, sum, product] = sum_and_product(b, x, p, false);
            vec![b.select(mask, sum, product), product]
        },
        6,
        Keeps::Bits,
    ),
];
