//! Exponentials that only the numbers below 0 need.
//!
//! Stable forms are written by `exp(-|x|)`, which serves both sides of 0. Where only what is chosen below 0 reads it, `exp(min(x, 0))`
//! is the same there and 1 above, which is often what is chosen there.

use gradus_syntax::Comparison;

use super::rules::negated;
use super::{Simplifier, rebuilt};
use crate::computation::{Binary, Op, Real, Unary, Value, cost};

/// The list with `min(x, 0)` for `-|x|` where only choices below 0 read `|x|`.
pub(super) fn below(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let readers = readers(ops, outputs);
    let is_below = |value: Value| match opposite_size(ops, &ops[value.0 as usize]) {
        Some(Opposite { size, x, .. }) => readers[size.0 as usize] == Reader::Below(x),
        None => false,
    };
    rebuilt(ops, outputs, |simplifier, old, op| {
        let part = is_below(old).then(|| simplifier.part_below(&op));
        part.flatten().unwrap_or_else(|| simplifier.push(op))
    })
}

/// What reads a value.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    Nothing,
    /// Only what is chosen where this number is below 0.
    Below(Value),
    Anything,
}

impl Reader {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, reader) | (reader, Self::Nothing) => reader,
            (one, other) if one == other => one,
            _ => Self::Anything,
        }
    }
}

/// What reads each value.
fn readers(ops: &[Op], outputs: &[Value]) -> Vec<Reader> {
    let wanted = cost::wanted(ops, outputs);
    let mut readers = vec![Reader::Nothing; ops.len()];
    for output in outputs {
        readers[output.0 as usize] = Reader::Anything;
    }
    for index in (0..ops.len()).rev().filter(|index| wanted[*index]) {
        let own = readers[index];
        let mut read = |value: Value, reader: Reader| {
            let readers = &mut readers[value.0 as usize];
            *readers = readers.and(reader);
        };
        match ops[index] {
            Op::Select(mask, above, below) if let Some(x) = is_above_zero(ops, mask) => {
                read(mask, own);
                read(above, own);
                read(below, Reader::Below(x));
            }
            ref op => op.operands(|operand| read(operand, own)),
        }
    }
    readers
}

/// The number that a mask compares with 0, if it holds above and not below.
fn is_above_zero(ops: &[Op], mask: Value) -> Option<Value> {
    match ops[mask.0 as usize] {
        Op::Compare(Comparison::GreaterEqual | Comparison::Greater, x, bound) => {
            is_zero(ops, bound).then_some(x)
        }
        _ => None,
    }
}

fn is_zero(ops: &[Op], value: Value) -> bool {
    matches!(ops[value.0 as usize], Op::Constant(real) if real == Real::exact(0.0))
}

/// The opposite of a magnitude `size = |x|`, or a multiple of that by a constant.
struct Opposite {
    size: Value,
    x: Value,
    factor: Option<Real>,
}

fn opposite_size(ops: &[Op], op: &Op) -> Option<Opposite> {
    let of = |size: Value, factor| match ops[size.0 as usize] {
        Op::Unary(Unary::Abs, x) => Some(Opposite { size, x, factor }),
        _ => None,
    };
    let negative = |value: Value| match ops[value.0 as usize] {
        Op::Constant(real) if real.double < 0.0 => Some(real),
        _ => None,
    };
    match *op {
        Op::Unary(Unary::Neg, size) => of(size, None),
        Op::Binary(Binary::Mul, a, b) => match (negative(a), negative(b)) {
            (None, None) => None,
            (None, factor) => of(a, factor),
            (factor, _) => of(b, factor),
        },
        _ => None,
    }
}

impl Simplifier {
    /// What is `-|x|`, or a multiple of it, below 0, and 0 above.
    fn part_below(&mut self, op: &Op) -> Option<Value> {
        let Opposite { x, factor, .. } = opposite_size(self.ops.ops(), op)?;
        let zero = self.number(0.0);
        let part = self.push(Op::Binary(Binary::Min, x, zero));
        Some(match factor {
            None => part,
            Some(real) => {
                let real = self.constant(negated(real));
                self.push(Op::Binary(Binary::Mul, part, real))
            }
        })
    }

    /// A choice of what a function of `min(x, 0)` is above 0: that function. And a choice of a multiple of x above 0 and what is 0
    /// there: their sum.
    pub(super) fn of_part_below(
        &mut self,
        mask: Value,
        above: Value,
        below: Value,
    ) -> Option<Value> {
        let x = is_above_zero(self.ops.ops(), mask)?;
        if self.is_number(above, 1.0) {
            let of_part =
                matches!(*self.op(below), Op::Unary(Unary::Exp, a) if self.is_part_below(a, x));
            return of_part.then_some(below);
        }
        let (vanishing, _) = self.with_factor(below);
        let vanishes =
            matches!(*self.op(vanishing), Op::Unary(Unary::Expm1, a) if self.is_part_below(a, x));
        let (multiple, factor) = self.with_factor(above);
        if !vanishes || multiple != x {
            return None;
        }
        let zero = self.number(0.0);
        let part = self.push(Op::Binary(Binary::Max, x, zero));
        Some(match factor {
            None => self.push(Op::Binary(Binary::Add, part, below)),
            Some(factor) => self.push(Op::MulAdd(factor, part, below)),
        })
    }

    /// Whether a value is `min(x, 0)` or a multiple of it.
    fn is_part_below(&self, value: Value, x: Value) -> bool {
        let (value, _) = self.with_factor(value);
        matches!(*self.op(value), Op::Binary(Binary::Min, a, zero) if a == x && self.is_number(zero, 0.0))
    }

    /// A value, or one that it is a multiple of by a constant, and that.
    fn with_factor(&self, value: Value) -> (Value, Option<Value>) {
        match *self.op(value) {
            Op::Binary(Binary::Mul, a, b) if self.ops.as_constant(a).is_some() => (b, Some(a)),
            Op::Binary(Binary::Mul, a, b) if self.ops.as_constant(b).is_some() => (a, Some(b)),
            _ => (value, None),
        }
    }
}
