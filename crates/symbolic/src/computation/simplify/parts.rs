//! Choices between a sum and one of its parts, as a sum of which parts are chosen.
//!
//! `x (1 + h t)` above 0 and `|x| h t` below, as the values of functions between 0 and x are written, are `max(x, -0) + |x| h t`: there
//! is nothing to choose, and the sum is rounded once. The zero keeps the signs of tails that are too small for the number type.
//! `a b + c` or else the product, or its opposite, which their derivatives are, is one sum: `c` or 0 and `b` or `-b` are chosen, which
//! takes no arithmetic.

use super::sides::is_above_zero;
use super::{Simplifier, rebuilt, uses};
use crate::computation::{Binary, Op, Real, Unary, Value};

/// What is this near to 0 where a magnitude is held is nothing beside 1 there.
const NOTHING: f64 = 1e-30;

/// How many operations one in the other are looked at.
const DEPTH: usize = 8;

/// Operations with one sum for such choices.
pub(super) fn added(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let uses = uses(ops, outputs);
    rebuilt(ops, outputs, |simplifier, old, op| {
        let old = &ops[old.0 as usize];
        let place = |simplifier: &Simplifier, value: Value| simplifier.places[&value];
        let sides = sides(ops, old).map(|sides| sides.map(|value| place(simplifier, value)));
        if let Some([x, half, rest]) = sides.filter(|sides| simplifier.is_bounded(*sides)) {
            let zero = simplifier.number(-0.0);
            let part = simplifier.written(Op::Binary(Binary::Max, x, zero));
            return simplifier.written(Op::MulAdd(half, rest, part));
        }
        match Choice::of(ops, &uses, old) {
            Some(choice) => {
                let choice = choice.map(|value| place(simplifier, value));
                simplifier.sum_of_choices(&choice)
            }
            None => simplifier.written(op),
        }
    })
}

/// A choice between `a b + c` and `a b`.
struct Choice {
    mask: Value,
    a: Value,
    b: Value,
    c: Value,
    /// Whether the sum stands where the mask holds.
    is_sum_first: bool,
    /// Whether the other is `-a b`.
    is_negative: bool,
}

impl Choice {
    /// None if anything else needs the sum or the product.
    fn of(ops: &[Op], uses: &[u32], op: &Op) -> Option<Self> {
        let Op::Select(mask, first, second) = *op else {
            return None;
        };
        let own = |value: Value| (uses[value.0 as usize] == 1).then(|| &ops[value.0 as usize]);
        [(first, second, true), (second, first, false)]
            .into_iter()
            .find_map(|(sum, product, is_sum_first)| {
                let (&Op::MulAdd(a, b, c), product) = (own(sum)?, own(product)?) else {
                    return None;
                };
                let (product, is_negative) = match *product {
                    Op::Unary(Unary::Neg, product) => (own(product)?, true),
                    ref product => (product, false),
                };
                let same = [[a, b], [b, a]].map(|[a, b]| Op::Binary(Binary::Mul, a, b));
                same.contains(product).then_some(Self {
                    mask,
                    a: a.min(b),
                    b: a.max(b),
                    c,
                    is_sum_first,
                    is_negative,
                })
            })
    }

    fn map(self, to: impl Fn(Value) -> Value) -> Self {
        let [mask, a, b, c] = [self.mask, self.a, self.b, self.c].map(to);
        Self {
            mask,
            a,
            b,
            c,
            ..self
        }
    }
}

/// The x, h and `|x| t` of `x (1 + h t)` above 0 and `|x| h t` below, where the magnitude may be held where h is nothing.
fn sides(ops: &[Op], op: &Op) -> Option<[Value; 3]> {
    let Op::Select(mask, above, below) = *op else {
        return None;
    };
    let x = is_above_zero(ops, mask)?;
    let sum = factors(ops, above).find_map(|[own, sum]| (own == x).then_some(sum))?;
    let Op::MulAdd(a, b, one) = ops[sum.0 as usize] else {
        return None;
    };
    if !matches!(ops[one.0 as usize], Op::Constant(real) if real == Real::exact(1.0)) {
        return None;
    }
    factors(ops, below).find_map(|[half, rest]| {
        let tail = [[a, b], [b, a]]
            .into_iter()
            .find_map(|[h, t]| (h == half).then_some(t))?;
        let size = factors(ops, rest).find_map(|[size, t]| (t == tail).then_some(size))?;
        is_size(ops, size, x, half).then_some([x, half, rest])
    })
}

/// The factors of a product, either of them first.
fn factors(ops: &[Op], value: Value) -> impl Iterator<Item = [Value; 2]> {
    let pairs = match ops[value.0 as usize] {
        Op::Binary(Binary::Mul, a, b) => vec![[a, b], [b, a]],
        _ => Vec::new(),
    };
    pairs.into_iter()
}

/// Whether a value is `|x|`, or that held where a half is nothing.
fn is_size(ops: &[Op], size: Value, x: Value, half: Value) -> bool {
    let magnitude = Op::Unary(Unary::Abs, x);
    match ops[size.0 as usize] {
        Op::Binary(Binary::Min, a, limit) if ops[a.0 as usize] == magnitude => {
            let Op::Constant(most) = ops[limit.0 as usize] else {
                return false;
            };
            let most = [most.double, f64::from(most.single)];
            most.into_iter().all(|most| {
                value_at(ops, half, [size, limit], most, DEPTH).is_some_and(|at| at < NOTHING)
            })
        }
        ref op => *op == magnitude,
    }
}

/// The value of a decay that is made of a magnitude alone, where that is held; none if anything else is in it.
fn value_at(ops: &[Op], value: Value, held: [Value; 2], most: f64, depth: usize) -> Option<f64> {
    if held.contains(&value) {
        return Some(most);
    }
    let depth = depth.checked_sub(1)?;
    let of = |value: Value| value_at(ops, value, held, most, depth);
    Some(match ops[value.0 as usize] {
        Op::Constant(real) => real.double,
        Op::Unary(Unary::Neg, a) => -of(a)?,
        Op::Unary(Unary::Exp, a) => of(a)?.exp(),
        Op::Binary(Binary::ExpSum, a, b) => (of(a)? + of(b)?).exp(),
        Op::Binary(Binary::Mul, a, b) => of(a)? * of(b)?,
        Op::MulAdd(a, b, c) => of(a)?.mul_add(of(b)?, of(c)?),
        _ => return None,
    })
}

impl Simplifier {
    /// The sum of a product and of what is added to it on one side.
    fn sum_of_choices(&mut self, choice: &Choice) -> Value {
        let mask = choice.mask;
        let zero = self.number(0.0);
        let choose = |of_sum: Value, otherwise: Value| match choice.is_sum_first {
            true => Op::Select(mask, of_sum, otherwise),
            false => Op::Select(mask, otherwise, of_sum),
        };
        let addend = self.written(choose(choice.c, zero));
        let factor = if choice.is_negative {
            let opposite = self.negated(choice.b);
            self.written(choose(choice.b, opposite))
        } else {
            choice.b
        };
        self.written(Op::MulAdd(choice.a, factor, addend))
    }

    /// Whether the last two have a product that is a finite number, whatever the inputs are.
    fn is_bounded(&self, [_, a, b]: [Value; 3]) -> bool {
        let range = self.range(a).times(self.range(b));
        !range.undefined && range.low.is_finite() && range.high.is_finite()
    }
}
