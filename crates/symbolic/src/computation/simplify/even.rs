//! Sums of a signed number and a constant of its sign: their squares, and quotients of signs by them, are those of magnitudes.
//!
//! `x + c` where x is not below 0 and `x - c` elsewhere is `|x| + c` with a sign.

use super::sides::is_above_zero;
use super::{Simplifier, rebuilt};
use crate::computation::{Binary, Op, Unary, Value};

/// The list with squares and inverses of such sums by magnitudes.
pub(super) fn of_sizes(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    rebuilt(ops, outputs, |simplifier, _, op| {
        let found = match op {
            Op::Binary(Binary::Mul, a, b) if a == b => simplifier.square(a),
            Op::Binary(Binary::Div, a, b) => simplifier.over_signed(a, b),
            _ => None,
        };
        found.unwrap_or_else(|| simplifier.written(op))
    })
}

impl Simplifier {
    /// The square of such a sum.
    fn square(&mut self, sum: Value) -> Option<Value> {
        let (_, size) = self.signed_sum(sum)?;
        Some(self.written(Op::Binary(Binary::Mul, size, size)))
    }

    /// A sign over such a sum, and that again over the sum.
    fn over_signed(&mut self, above: Value, sum: Value) -> Option<Value> {
        let (mask, size) = self.signed_sum(sum)?;
        let one = self.number(1.0);
        let inverse = Op::Binary(Binary::Div, one, size);
        match *self.op(above) {
            Op::Select(other, a, b)
                if other == mask && self.is_number(a, 1.0) && self.is_number(b, -1.0) =>
            {
                Some(self.written(inverse))
            }
            Op::Binary(Binary::Div, a, b) if b == sum && self.is_number(a, 1.0) => {
                let inverse = self.written(inverse);
                Some(self.written(Op::Binary(Binary::Mul, inverse, inverse)))
            }
            _ => None,
        }
    }

    /// The mask of a number that is not below 0, and what the sum of it and a constant of its sign is the magnitude of.
    fn signed_sum(&mut self, value: Value) -> Option<(Value, Value)> {
        let Op::Select(mask, above, below) = *self.op(value) else {
            return None;
        };
        let x = is_above_zero(self.ops.ops(), mask)?;
        let (first, constant) = self.plus_constant(above, x)?;
        let (second, other) = self.plus_constant(below, x)?;
        if first != second || constant <= 0.0 || other != -constant {
            return None;
        }
        let size = self.push(Op::Unary(Unary::Abs, x));
        let constant = self.number(constant);
        let sum = match first {
            Some(factor) => Op::MulAdd(size, factor, constant),
            None => Op::Binary(Binary::Add, size, constant),
        };
        Some((mask, self.push(sum)))
    }

    /// What a number is multiplied with, if by anything positive, and the constant that is added, which has the same value in all types.
    fn plus_constant(&self, sum: Value, x: Value) -> Option<(Option<Value>, f64)> {
        let exact = |value: Value| {
            let real = self.ops.as_constant(value)?;
            super::rules::is_exact(real).then_some(real.double)
        };
        match *self.op(sum) {
            Op::Binary(Binary::Add, a, b) if a == x => Some((None, exact(b)?)),
            Op::Binary(Binary::Add, a, b) if b == x => Some((None, exact(a)?)),
            Op::MulAdd(a, b, c) => {
                let factor = [(a, b), (b, a)].into_iter().find(|pair| pair.0 == x)?.1;
                (self.range(factor).is_positive()).then_some((Some(factor), exact(c)?))
            }
            _ => None,
        }
    }
}
