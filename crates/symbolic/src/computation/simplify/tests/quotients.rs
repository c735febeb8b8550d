//! Rows of quotients, squares and signs.

use super::{Keeps, Row, sides};
use crate::computation::{Binary, Builder, Op, Unary, Value};

/// A number and a constant by its sign.
fn signed_sum(b: &mut Builder, x: Value, constants: [f64; 2]) -> Value {
    let (mask, _) = sides(b, x);
    let [above, below] = constants.map(|constant| {
        let constant = b.number(constant);
        b.binary(Binary::Add, x, constant)
    });
    b.select(mask, above, below)
}

pub(super) const ROWS: &[Row] = &[
    (
        "a product with an inverse that nothing else needs",
        |b, x, p| {
            let one = b.number(1.0);
            let below = b.unary(Unary::Exp, x);
            let inverse = b.binary(Binary::Div, one, below);
            vec![b.binary(Binary::Mul, p, inverse)]
        },
        4,
        Keeps::Digits,
    ),
    (
        "a square of a signed sum",
        |b, x, _| {
            let sum = signed_sum(b, x, [1.0, -1.0]);
            vec![b.binary(Binary::Mul, sum, sum)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "a sign over a signed sum",
        |b, x, _| {
            let (mask, _) = sides(b, x);
            let [one, minus_one, two] = [1.0, -1.0, 2.0].map(|number| b.number(number));
            let [above, below] = [one, minus_one].map(|one| b.push(Op::MulAdd(two, x, one)));
            let sum = b.select(mask, above, below);
            let sign = b.select(mask, one, minus_one);
            vec![b.binary(Binary::Div, sign, sum)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "one over a signed sum twice",
        |b, x, _| {
            let one = b.number(1.0);
            let sum = signed_sum(b, x, [1.0, -1.0]);
            let inverse = b.binary(Binary::Div, one, sum);
            vec![b.binary(Binary::Div, inverse, sum)]
        },
        5,
        Keeps::Digits,
    ),
    (
        "a sum that is not of opposite constants",
        |b, x, _| {
            let sum = signed_sum(b, x, [1.0, -2.0]);
            vec![b.binary(Binary::Mul, sum, sum)]
        },
        6,
        Keeps::Bits,
    ),
    (
        "a square that is only multiplied with what its root is",
        |b, x, p| {
            let one = b.number(1.0);
            let half = b.unary(Unary::Exp, x);
            let square = b.binary(Binary::Mul, half, half);
            let size = b.unary(Unary::Abs, p);
            let product = b.binary(Binary::Mul, half, size);
            vec![b.push(Op::MulAdd(square, size, one)), product]
        },
        6,
        Keeps::Digits,
    ),
    (
        "a square that is wanted itself",
        |b, x, p| {
            let one = b.number(1.0);
            let half = b.unary(Unary::Exp, x);
            let square = b.binary(Binary::Mul, half, half);
            let product = b.binary(Binary::Mul, half, p);
            let sum = b.push(Op::MulAdd(square, p, one));
            vec![sum, product, square]
        },
        6,
        Keeps::Bits,
    ),
    (
        "signs of products",
        |b, x, p| {
            let opposite = b.unary(Unary::Neg, x);
            let first = b.binary(Binary::Mul, opposite, p);
            let sine = b.unary(Unary::Sin, x);
            let second = b.binary(Binary::Mul, first, sine);
            vec![b.unary(Unary::Neg, second)]
        },
        5,
        Keeps::Bits,
    ),
];
