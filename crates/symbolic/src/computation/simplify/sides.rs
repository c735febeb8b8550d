//! Exponentials that only the numbers below 0 need.
//!
//! Stable forms are written by `exp(-|x|)`, which serves both sides of 0. Where only what is chosen below 0 reads it, `exp(min(x, 0))`
//! is the same there and 1 above, which is often what is chosen there.

use gradus_syntax::Comparison;

use super::{Simplifier, rebuilt};
use crate::computation::{Binary, Op, Real, Unary, Value, cost};

/// The list with `min(x, 0)` for `-|x|`, and multiples, where only exponentials that are chosen below 0 read those, and nothing else
/// reads `|x|`.
pub(super) fn below(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let readers = readers(ops, outputs);
    let below = |value: Value| {
        let opposite = opposite_size(ops, &ops[value.0 as usize])?;
        let reader = readers[opposite.size.0 as usize];
        (reader == Reader::Below(opposite.x)).then_some(opposite)
    };
    rebuilt(ops, outputs, |simplifier, old, op| match below(old) {
        Some(opposite) => simplifier.part_below(&opposite),
        None => simplifier.push(op),
    })
}

/// What reads a value.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    Nothing,
    /// Only what is chosen where this number is below 0, or NaN.
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

/// What reads each value; a magnitude anything but what is an exponent and its opposite.
fn readers(ops: &[Op], outputs: &[Value]) -> Vec<Reader> {
    let wanted = cost::wanted(ops, outputs);
    let exponents = exponents(ops, outputs, &wanted);
    let mut readers = vec![Reader::Nothing; ops.len()];
    for output in outputs {
        readers[output.0 as usize] = Reader::Anything;
    }
    for index in (0..ops.len()).rev().filter(|index| wanted[*index]) {
        let own = readers[index];
        let opposite = opposite_size(ops, &ops[index]).filter(|_| exponents[index]);
        let opposite = opposite.map(|opposite| opposite.size);
        let mut read = |value: Value, reader: Reader| {
            let is_size = matches!(ops[value.0 as usize], Op::Unary(Unary::Abs, _));
            let reader = if is_size && opposite != Some(value) {
                Reader::Anything
            } else {
                reader
            };
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

/// Which values only exponentials read, to which the sign of a zero is nothing.
fn exponents(ops: &[Op], outputs: &[Value], wanted: &[bool]) -> Vec<bool> {
    let mut exponents = vec![true; ops.len()];
    for output in outputs {
        exponents[output.0 as usize] = false;
    }
    for index in (0..ops.len()).rev().filter(|index| wanted[*index]) {
        let is_exponential = matches!(ops[index], Op::Unary(Unary::Exp | Unary::Expm1, _));
        ops[index].operands(|operand| exponents[operand.0 as usize] &= is_exponential);
    }
    exponents
}

/// The number that a mask compares with 0, if it holds above and not below.
pub(super) fn is_above_zero(ops: &[Op], mask: Value) -> Option<Value> {
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
    /// `min(x, 0)`, or a multiple of it, for the opposite of a magnitude.
    fn part_below(&mut self, opposite: &Opposite) -> Value {
        let (x, zero) = (self.places[&opposite.x], self.number(0.0));
        let part = self.push(Op::Binary(Binary::Min, x, zero));
        match opposite.factor {
            None => part,
            Some(real) => {
                let real = self.constant(real.negated());
                self.push(Op::Binary(Binary::Mul, part, real))
            }
        }
    }

    /// A choice of 1 above 0 and of the exponential of `min(x, 0)`, or of a multiple of it, below: that exponential.
    pub(super) fn of_part_below(&self, mask: Value, above: Value, below: Value) -> Option<Value> {
        let x = is_above_zero(self.ops.ops(), mask)?;
        let &Op::Unary(Unary::Exp, exponent) = self.op(below) else {
            return None;
        };
        let part = match *self.op(exponent) {
            // an infinite factor, which a finite one may be in single precision, would make NaN of 0
            Op::Binary(Binary::Mul, a, b) => {
                let (part, real) = self.with_constant(a, b)?;
                (real.double.is_finite() && real.single.is_finite()).then_some(part)?
            }
            _ => exponent,
        };
        let is_part = matches!(*self.op(part), Op::Binary(Binary::Min, a, zero) if a == x && self.is_number(zero, 0.0));
        (is_part && self.is_number(above, 1.0)).then_some(below)
    }
}
