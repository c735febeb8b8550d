//! Choices between a sum and one of its parts, as a sum of which parts are chosen.
//!
//! `x (1 + h t)` above 0 and `|x| h t` below, as the values of functions between 0 and x are written, are `max(x, -0) + |x| h t`: there
//! is nothing to choose, and the sum is rounded once. The zero keeps the signs of tails that are too small for the number type.
//! `a b + c` or else the product, or its opposite, which their derivatives are, is one sum: `c` or 0 and `b` or `-b` are chosen, which
//! takes no arithmetic.

use super::ranges::Range;
use super::sides::is_above_zero;
use super::{Simplifier, rebuilt, uses};
use crate::computation::{Binary, Op, Real, Unary, Value};

/// What is this near to 0 where a magnitude is held is nothing beside 1 there.
const NOTHING: f64 = 1e-30;

/// A tail that is nowhere below this does not cancel much of the 1 beside it. Squares of exponentials in two parts, which are at most 1,
/// have ranges up to 1.66.
const LEAST: f64 = -0.85;

/// How many operations one in the other are looked at.
const DEPTH: usize = 8;

/// Operations with one sum for such choices.
pub(super) fn added(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let uses = uses(ops, outputs);
    rebuilt(ops, outputs, |simplifier, old, op| {
        let is_result = outputs.contains(&old) && uses[old.0 as usize] == 1;
        let old = &ops[old.0 as usize];
        let place = |simplifier: &Simplifier, value: Value| simplifier.places[&value];
        let tail = Tail::of(ops, old).map(|tail| tail.map(|value| place(simplifier, value)));
        if let Some(tail) = tail.filter(|tail| simplifier.is_small(tail)) {
            let zero = simplifier.number(-0.0);
            let part = simplifier.written(Op::Binary(Binary::Max, tail.x, zero));
            return simplifier.written(Op::MulAdd(tail.h, tail.rest, part));
        }
        // of a zero the sign may change, which others may read
        let choice = is_result.then(|| Choice::of(ops, &uses, old)).flatten();
        let choice = choice.map(|choice| choice.map(|value| place(simplifier, value)));
        match choice.filter(|choice| !simplifier.is_for_all(choice)) {
            Some(choice) => simplifier.sum_of_choices(&choice),
            None => simplifier.written(op),
        }
    })
}

/// A choice between `x (1 + h t)` above 0 and `|x| h t` below.
struct Tail {
    x: Value,
    h: Value,
    t: Value,
    /// `|x| t`
    rest: Value,
    /// The greatest magnitude of h where that of x is held, if it is.
    held: f64,
}

impl Tail {
    fn of(ops: &[Op], op: &Op) -> Option<Self> {
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
        factors(ops, below).find_map(|[h, rest]| {
            let mut pairs = [[a, b], [b, a]].into_iter();
            let t = pairs.find_map(|[own, t]| (own == h).then_some(t))?;
            let size = factors(ops, rest).find_map(|[size, own]| (own == t).then_some(size))?;
            let held = where_held(ops, size, x, h)?;
            Some(Self {
                x,
                h,
                t,
                rest,
                held,
            })
        })
    }

    fn map(self, to: impl Fn(Value) -> Value) -> Self {
        let [x, h, t, rest] = [self.x, self.h, self.t, self.rest].map(to);
        Self {
            x,
            h,
            t,
            rest,
            ..self
        }
    }
}

/// The factors of a product, either of them first.
fn factors(ops: &[Op], value: Value) -> impl Iterator<Item = [Value; 2]> {
    let pairs = match ops[value.0 as usize] {
        Op::Binary(Binary::Mul, a, b) => Some([[a, b], [b, a]]),
        _ => None,
    };
    pairs.into_iter().flatten()
}

/// The greatest magnitude of h where that of x is held, of which `size` is the result, for both types; 0 if it is not held.
fn where_held(ops: &[Op], size: Value, x: Value, h: Value) -> Option<f64> {
    let magnitude = Op::Unary(Unary::Abs, x);
    match ops[size.0 as usize] {
        Op::Binary(Binary::Min, a, limit) if ops[a.0 as usize] == magnitude => {
            let Op::Constant(most) = ops[limit.0 as usize] else {
                return None;
            };
            let types: [Rounded; 2] = [|real| real.double, |real| f64::from(real.single)];
            let mut greatest = 0.0f64;
            for rounded in types {
                let held = ([size, limit], rounded(most));
                let at = value_at(ops, h, held, rounded, DEPTH)?;
                greatest = greatest.max(at.abs());
                if at.is_nan() {
                    return None;
                }
            }
            Some(greatest)
        }
        ref op => (*op == magnitude).then_some(0.0),
    }
}

/// A constant in a type.
type Rounded = fn(Real) -> f64;

/// The value of what is made of a magnitude alone, where that is held; none if anything else is in it.
fn value_at(
    ops: &[Op],
    value: Value,
    held: ([Value; 2], f64),
    rounded: Rounded,
    depth: usize,
) -> Option<f64> {
    if held.0.contains(&value) {
        return Some(held.1);
    }
    let depth = depth.checked_sub(1)?;
    let of = |value: Value| value_at(ops, value, held, rounded, depth);
    Some(match ops[value.0 as usize] {
        Op::Constant(real) => rounded(real),
        Op::Unary(Unary::Neg, a) => -of(a)?,
        Op::Unary(Unary::Exp, a) => of(a)?.exp(),
        Op::Binary(Binary::ExpSum, a, b) => (of(a)? + of(b)?).exp(),
        Op::Binary(Binary::Mul, a, b) => of(a)? * of(b)?,
        Op::MulAdd(a, b, c) => of(a)?.mul_add(of(b)?, of(c)?),
        _ => return None,
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

    /// Whether a tail is a finite number that neither cancels the 1 beside it nor is anything beside it where the magnitude is held.
    fn is_small(&self, tail: &Tail) -> bool {
        let [t, product, rest] = [
            self.range(tail.t),
            self.range(tail.h).times(self.range(tail.t)),
            self.range(tail.h).times(self.range(tail.rest)),
        ];
        let is_finite =
            |range: Range| !range.undefined && range.low.is_finite() && range.high.is_finite();
        let greatest = t.low.abs().max(t.high.abs());
        [t, product, rest].into_iter().all(is_finite)
            && product.low > LEAST
            && tail.held * greatest < NOTHING
    }

    /// Whether all elements have the same sum and the same product.
    fn is_for_all(&self, choice: &Choice) -> bool {
        let mut parts = [choice.a, choice.b, choice.c].into_iter();
        parts.all(|part| self.is_uniform(part))
    }
}
