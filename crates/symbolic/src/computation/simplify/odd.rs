//! Odd functions, whose sign is that of a number.
//!
//! `m` above 0 and `-m` below, where `m` is never negative and vanishes at 0, is `m` with the sign of the number: no comparison, no
//! choice, and a zero has the sign of the number.

use super::sides::is_above_zero;
use super::{Simplifier, rebuilt};
use crate::computation::{Binary, Op, Unary, Value};

/// How many functions one of the other are looked at.
const DEPTH: usize = 8;

/// The list with signs taken over instead of choices between opposite numbers.
pub(super) fn signed(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    rebuilt(ops, outputs, |simplifier, _, op| {
        let signed = match op {
            Op::Select(mask, a, b) => simplifier.with_sign(mask, a, b),
            _ => None,
        };
        signed.unwrap_or_else(|| simplifier.written(op))
    })
}

impl Simplifier {
    /// A choice between opposite numbers by the sign of a number at which both vanish.
    fn with_sign(&mut self, mask: Value, above: Value, below: Value) -> Option<Value> {
        let x = is_above_zero(self.ops.ops(), mask)?;
        let size = self.of_opposites(above, below)?;
        if !self.range(above).is_not_negative() || !self.vanishes(size, x, DEPTH) {
            return None;
        }
        Some(self.written(Op::Binary(Binary::CopySign, size, x)))
    }

    /// One of two numbers of which one is written as the opposite of the other.
    fn of_opposites(&self, a: Value, b: Value) -> Option<Value> {
        let is_opposite = |a, b| *self.op(a) == Op::Unary(Unary::Neg, b);
        if is_opposite(a, b) {
            return Some(b);
        }
        is_opposite(b, a).then_some(a)
    }

    /// Whether a value is 0 or NaN where x is 0, seen from how it is written.
    fn vanishes(&self, value: Value, x: Value, depth: usize) -> bool {
        use Unary::{
            Abs, Asinh, Atan, Cbrt, Erf, Expm1, Log1p, Neg, Sign, Sin, Sinh, Sqrt, Tan, Tanh,
        };
        if value == x {
            return true;
        }
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let at = |value: Value| self.vanishes(value, x, depth);
        match *self.op(value) {
            Op::Unary(function, a) => {
                matches!(
                    function,
                    Abs | Asinh
                        | Atan
                        | Cbrt
                        | Erf
                        | Expm1
                        | Log1p
                        | Neg
                        | Sign
                        | Sin
                        | Sinh
                        | Sqrt
                        | Tan
                        | Tanh
                ) && at(a)
            }
            Op::Binary(Binary::Mul, a, b) => at(a) || at(b),
            Op::Binary(Binary::Div | Binary::CopySign, a, _) => at(a),
            Op::Binary(Binary::Add | Binary::Sub, a, b) => at(a) && at(b),
            Op::Binary(Binary::Min, a, b) => {
                let held = |a, b| at(a) && self.range(b).is_not_negative();
                held(a, b) || held(b, a)
            }
            Op::MulAdd(a, b, c) => (at(a) || at(b)) && at(c),
            Op::Power(a, exponent) => exponent > 0 && at(a),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use gradus_syntax::Comparison;

    use super::super::simplified;
    use super::*;
    use crate::computation::{Builder, Computation, Op, rough};

    /// What is chosen from 0 on, and below.
    type Sides = fn(&mut Builder, Value) -> [Value; 2];

    fn opposites(b: &mut Builder, value: Value) -> [Value; 2] {
        [b.unary(Unary::Neg, value), value]
    }

    fn choice(sides: Sides) -> Computation {
        let mut b = Builder::default();
        let x = b.push(Op::Input(0));
        let zero = b.number(0.0);
        let mask = b.compare(Comparison::GreaterEqual, x, zero);
        let [above, below] = sides(&mut b, x);
        let output = b.select(mask, above, below);
        Computation {
            inputs: 1,
            parameters: 0,
            ops: b.finish(),
            outputs: vec![output],
        }
    }

    fn output(computation: &Computation, x: f64) -> f64 {
        let values = rough::values(&computation.ops, x, 1.0).expect("no vectors");
        values[computation.outputs[0].0 as usize]
    }

    fn takes_sign(computation: &Computation) -> bool {
        let is_sign = |op: &Op| matches!(op, Op::Binary(Binary::CopySign, ..));
        computation.ops.iter().any(is_sign)
    }

    #[test]
    fn opposite_numbers_that_vanish_take_over_a_sign() {
        let odd: [Sides; 3] = [
            |b, x| {
                let opposite = b.unary(Unary::Abs, x);
                let opposite = b.unary(Unary::Neg, opposite);
                let below = b.unary(Unary::Expm1, opposite);
                opposites(b, below)
            },
            |b, x| {
                let size = b.unary(Unary::Abs, x);
                let root = b.unary(Unary::Sqrt, size);
                let [below, above] = opposites(b, root);
                [above, below]
            },
            |b, x| {
                let (size, two) = (b.unary(Unary::Abs, x), b.number(2.0));
                let held = b.binary(Binary::Min, size, two);
                let [below, above] = opposites(b, held);
                [above, below]
            },
        ];
        for sides in odd {
            let written = choice(sides);
            let simpler = simplified(&written);
            assert!(takes_sign(&simpler), "{simpler:?}");
            for x in [-700.0, -1.5, -1e-300, -0.0, 0.0, 1e-9, 2.5] {
                let [expected, found] = [&written, &simpler].map(|list| output(list, x));
                assert_eq!(expected, found, "{x}");
                assert_eq!(found.is_sign_negative(), x.is_sign_negative(), "{x}");
            }
        }
    }

    #[test]
    fn what_is_no_odd_function_stays_a_choice() {
        let others: [Sides; 3] = [
            // it does not vanish: at -0, where it is 1, it would be -1
            |b, x| {
                let exponential = b.unary(Unary::Exp, x);
                let [below, above] = opposites(b, exponential);
                [above, below]
            },
            // of both signs
            |b, x| {
                let sine = b.unary(Unary::Sin, x);
                opposites(b, sine)
            },
            // not opposite
            |b, x| {
                let size = b.unary(Unary::Abs, x);
                let [two, root] = [b.number(2.0), b.unary(Unary::Sqrt, size)];
                [b.binary(Binary::Mul, two, size), root]
            },
        ];
        for sides in others {
            assert!(!takes_sign(&simplified(&choice(sides))));
        }
    }
}
