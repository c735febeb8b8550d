//! One division for all quotients by one number.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Simplifier, rebuilt, uses};
use crate::computation::{Binary, Op, Value, cost};

/// What divisors must lie between so that products with the inverse lose no digits and do not overflow where the quotient does not.
const DIVISORS: (f64, f64) = (0.25, 1e6);

/// The highest power that is divided by in this way: each product adds its rounding.
const MOST: u32 = 2;

/// The list with quotients by the same number, and by powers of it, as products with its inverse.
pub(super) fn shared(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let mut counts: FxHashMap<Value, u32> = FxHashMap::default();
    for op in ops {
        if let Op::Binary(Binary::Div, _, divisor) = op
            && let (base, 1..=MOST) = base(ops, *divisor)
        {
            *counts.entry(base).or_default() += 1;
        }
    }
    rebuilt(ops, outputs, |simplifier, old, op| {
        match (&ops[old.0 as usize], op) {
            (&Op::Binary(_, _, old), Op::Binary(Binary::Div, a, divisor))
                if counts
                    .get(&base(ops, old).0)
                    .is_some_and(|count| *count > 1) =>
            {
                simplifier.by_inverse(a, divisor)
            }
            (_, op) => simplifier.push(op),
        }
    })
}

/// The list with quotients for products with inverses that nothing else needs, they are rounded once; but for those of one number for
/// all elements.
pub(super) fn direct(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let uses = uses(ops, outputs);
    rebuilt(ops, outputs, |simplifier, old, op| {
        let (&Op::Binary(Binary::Mul, first, second), Op::Binary(Binary::Mul, a, b)) =
            (&ops[old.0 as usize], &op)
        else {
            return simplifier.written(op);
        };
        for (inverse, old, other) in [(*a, first, *b), (*b, second, *a)] {
            if let Op::Binary(Binary::Div, one, divisor) = *simplifier.op(inverse)
                && simplifier.is_number(one, 1.0)
                && uses[old.0 as usize] == 1
                && (!simplifier.is_uniform(divisor) || simplifier.is_uniform(other))
            {
                return simplifier.written(Op::Binary(Binary::Div, other, divisor));
            }
        }
        simplifier.written(op)
    })
}

/// The list with `n (s/d)` for `(n/d) s`, where `s/d` is needed in any case.
pub(super) fn joined(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let wanted = cost::wanted(ops, outputs);
    let products = ops
        .iter()
        .zip(&wanted)
        .filter_map(|(op, wanted)| match *op {
            Op::Binary(Binary::Mul, a, b) if *wanted => Some((a.min(b), a.max(b))),
            _ => None,
        });
    let products: FxHashSet<(Value, Value)> = products.collect();
    let is_needed = |product: Value, tail: Value| match ops[product.0 as usize] {
        Op::Binary(Binary::Mul, a, b) => [a, b].into_iter().any(|inverse| {
            a != b
                && is_inverse(ops, inverse)
                && products.contains(&(inverse.min(tail), inverse.max(tail)))
        }),
        _ => false,
    };
    rebuilt(ops, outputs, |simplifier, old, op| {
        match (&ops[old.0 as usize], &op) {
            (&Op::Binary(Binary::Mul, c, d), &Op::Binary(Binary::Mul, a, b)) => {
                let joined = match () {
                    () if is_needed(c, d) => simplifier.joined(a, b),
                    () if is_needed(d, c) => simplifier.joined(b, a),
                    () => None,
                };
                joined.unwrap_or_else(|| simplifier.push(op))
            }
            _ => simplifier.push(op),
        }
    })
}

impl Simplifier {
    /// `(n/d) s` as `n (s/d)`.
    fn joined(&mut self, product: Value, tail: Value) -> Option<Value> {
        let inverse = self.inverse_within(product)?;
        let above = self.without_factor(product, inverse)?;
        let pair = self.push(Op::Binary(Binary::Mul, inverse, tail));
        Some(self.push(Op::Binary(Binary::Mul, above, pair)))
    }

    fn by_inverse(&mut self, a: Value, divisor: Value) -> Value {
        let (base, exponent) = base(self.ops.ops(), divisor);
        let range = self.range(base);
        if exponent > MOST || range.low < DIVISORS.0 || range.high > DIVISORS.1 {
            return self.push(Op::Binary(Binary::Div, a, divisor));
        }
        let one = self.number(1.0);
        let inverse = self.written(Op::Binary(Binary::Div, one, base));
        (0..exponent).fold(a, |product, _| {
            self.push(Op::Binary(Binary::Mul, product, inverse))
        })
    }

    /// `n/d^2 s s` as `n (s/d) (s/d)`, for `s/d` is at hand for others.
    pub(super) fn with_inverse_paired(&mut self, a: Value, b: Value) -> Option<Value> {
        [(a, b), (b, a)].into_iter().find_map(|(product, tail)| {
            let over = self.without_factor(product, tail)?;
            let inverse = self.inverse_within(over)?;
            let single = self.without_factor(over, inverse)?;
            let above = match single == inverse {
                true => None,
                false => Some(self.without_factor(single, inverse)?),
            };
            let pair = self.push(Op::Binary(Binary::Mul, inverse, tail));
            let first = match above {
                Some(above) => self.push(Op::Binary(Binary::Mul, above, pair)),
                None => pair,
            };
            Some(self.push(Op::Binary(Binary::Mul, first, pair)))
        })
    }

    /// The other factor of a product.
    fn without_factor(&self, product: Value, factor: Value) -> Option<Value> {
        match *self.op(product) {
            Op::Binary(Binary::Mul, a, b) if b == factor => Some(a),
            Op::Binary(Binary::Mul, a, b) if a == factor => Some(b),
            _ => None,
        }
    }

    /// The inverse of a number among two factors.
    fn inverse_within(&self, product: Value) -> Option<Value> {
        let Op::Binary(Binary::Mul, a, b) = *self.op(product) else {
            return None;
        };
        let is_inverse = |value: &Value| matches!(*self.op(*value), Op::Binary(Binary::Div, one, _) if self.is_number(one, 1.0));
        [a, b].into_iter().find(is_inverse)
    }
}

fn is_inverse(ops: &[Op], value: Value) -> bool {
    let Op::Binary(Binary::Div, above, _) = ops[value.0 as usize] else {
        return false;
    };
    matches!(ops[above.0 as usize], Op::Constant(real) if real.double == 1.0)
}

/// What a value is a power of, and the exponent.
fn base(ops: &[Op], value: Value) -> (Value, u32) {
    match ops[value.0 as usize] {
        Op::Power(base, exponent) => (base, exponent),
        Op::Binary(Binary::Mul, a, b) if a == b => (a, 2),
        _ => (value, 1),
    }
}
