//! Choices by a mask that are simpler.

use gradus_syntax::Comparison;

use super::Simplifier;
use super::rules::is_exact;
use crate::computation::{Binary, Op, Unary, Value};

impl Simplifier {
    /// A choice, by the cheapest way that is known.
    pub(super) fn choice(&mut self, mask: Value, a: Value, b: Value) -> Option<Value> {
        if let Op::Not(other) = *self.op(mask) {
            return Some(self.push(Op::Select(other, b, a)));
        }
        if let Some(holds) = self.decided(mask) {
            return Some(if holds { a } else { b });
        }
        let inside = match *self.op(a) {
            Op::Select(other, inside, _) if other == mask => inside,
            _ => a,
        };
        let outside = match *self.op(b) {
            Op::Select(other, _, outside) if other == mask => outside,
            _ => b,
        };
        if (inside, outside) != (a, b) {
            return Some(self.push(Op::Select(mask, inside, outside)));
        }
        if a == b {
            return Some(a);
        }
        let joined = self.with_boundary(mask, a, b);
        let joined = joined.or_else(|| self.exponential(mask, a, b));
        let joined = joined.or_else(|| self.of_part_below(mask, a, b));
        joined.or_else(|| self.of_choice(mask, a, b))
    }

    /// A choice that is the same at a boundary as beyond it, as one.
    fn with_boundary(&mut self, mask: Value, a: Value, b: Value) -> Option<Value> {
        let &Op::Select(other, c, d) = self.op(b) else {
            return None;
        };
        let (&Op::Compare(Comparison::Equal, x, bound), &Op::Compare(comparison, y, end)) =
            (self.op(mask), self.op(other))
        else {
            return None;
        };
        let closed = match comparison {
            Comparison::Greater => Comparison::GreaterEqual,
            Comparison::Less => Comparison::LessEqual,
            _ => return None,
        };
        if (x, bound, a) != (y, end, c) {
            return None;
        }
        let mask = self.push(Op::Compare(closed, x, bound));
        Some(self.push(Op::Select(mask, a, d)))
    }

    /// The exponential of a multiple of a number, written by its magnitude above 0 and below: as it is.
    fn exponential(&mut self, mask: Value, a: Value, b: Value) -> Option<Value> {
        let Op::Compare(Comparison::GreaterEqual, x, zero) = *self.op(mask) else {
            return None;
        };
        if !self.is_number(zero, 0.0) {
            return None;
        }
        let (size, grows) = match self.exponent_of_both(a, b) {
            Some(size) => (size, true),
            None => (self.exponent_of_both(b, a)?, false),
        };
        let magnitude = Op::Unary(Unary::Abs, x);
        let exponent = match *self.op(size) {
            ref op if *op == magnitude && grows => x,
            ref op if *op == magnitude => self.negated(x),
            Op::Binary(Binary::Mul, c, d) => {
                let (factor, real) = self.with_constant(c, d)?;
                if *self.op(factor) != magnitude {
                    return None;
                }
                let real = self.constant(if grows { real } else { real.negated() });
                self.push(Op::Binary(Binary::Mul, x, real))
            }
            _ => return None,
        };
        Some(self.push(Op::Unary(Unary::Exp, exponent)))
    }

    /// The `s` of `exp(s/2)^2` and `exp(-s)`; the first may hold it within what overflows.
    fn exponent_of_both(&self, above: Value, below: Value) -> Option<Value> {
        let (&Op::Binary(Binary::Mul, half, same), &Op::Unary(Unary::Exp, opposite)) =
            (self.op(above), self.op(below))
        else {
            return None;
        };
        let (&Op::Unary(Unary::Exp, half_size), &Op::Unary(Unary::Neg, size)) =
            (self.op(half), self.op(opposite))
        else {
            return None;
        };
        let &Op::Binary(Binary::Mul, c, d) = self.op(half_size) else {
            return None;
        };
        let (held, real) = self.with_constant(c, d)?;
        let of_size = held == size
            || matches!(*self.op(held), Op::Binary(Binary::Min, a, limit)
                if a == size && self.is_beyond_exponents(limit));
        let is_half = is_exact(real) && real.double == 0.5;
        (half == same && of_size && is_half).then_some(size)
    }

    /// Whether a number is a constant beyond which exponentials are infinite.
    fn is_beyond_exponents(&self, value: Value) -> bool {
        let real = self.ops.as_constant(value);
        real.is_some_and(|real| real.double > 1000.0 && real.single > 100.0)
    }

    /// One function of either of two values: the function of the choice.
    fn of_choice(&mut self, mask: Value, a: Value, b: Value) -> Option<Value> {
        let op = match (self.op(a).clone(), self.op(b).clone()) {
            (Op::Power(a, exponent), Op::Power(b, other)) if exponent == other => {
                Op::Power(self.push(Op::Select(mask, a, b)), exponent)
            }
            (Op::Binary(Binary::Mul, a, c), Op::Binary(Binary::Mul, b, d)) if a == c && b == d => {
                let base = self.push(Op::Select(mask, a, b));
                Op::Binary(Binary::Mul, base, base)
            }
            _ => return None,
        };
        // the product of two choices would be one of products again
        Some(self.written(op))
    }
}
