//! The rules, operation by operation.

use gradus_syntax::Comparison;

use super::Simplifier;
use crate::computation::{Binary, Op, Real, Unary, Value};

/// Products of integers up to this are exact in every number type.
const EXACT: f64 = 16_777_216.0;

impl Simplifier {
    /// The result of an operation, by the cheapest way that is known.
    pub(super) fn push(&mut self, op: Op) -> Value {
        let simpler = match op {
            Op::Unary(Unary::Neg, a) => self.negation(a),
            Op::Unary(Unary::Abs, a) => self.magnitude(a),
            Op::Unary(Unary::Sign, a) => self.sign(a),
            Op::Unary(Unary::Log1p, a) if self.range(a).is_in_unit() => {
                Some(self.written(Op::Unary(Unary::Log1pUnit, a)))
            }
            Op::Binary(Binary::Mul, a, b) => self.product(a, b),
            Op::Binary(Binary::Add, a, b) => self.sum(a, b),
            Op::Binary(Binary::Sub, a, b) => self.difference(a, b),
            Op::Binary(Binary::Div, a, b) => self.quotient(a, b),
            Op::Power(a, 2) => Some(self.push(Op::Binary(Binary::Mul, a, a))),
            Op::MulAdd(a, b, c) => self.product_and_sum(a, b, c),
            Op::Compare(comparison, a, b) => self.comparison(comparison, a, b),
            Op::Select(mask, a, b) => self.choice(mask, a, b),
            _ => None,
        };
        simpler.unwrap_or_else(|| self.written(ordered(op)))
    }

    fn negation(&mut self, a: Value) -> Option<Value> {
        match *self.op(a) {
            Op::Unary(Unary::Neg, b) => Some(b),
            Op::Constant(real) => Some(self.constant(real.negated())),
            Op::Binary(Binary::Mul, b, c) if self.used_once => {
                let (factor, real) = self.with_constant(b, c)?;
                let real = self.constant(real.negated());
                Some(self.push(Op::Binary(Binary::Mul, factor, real)))
            }
            Op::Select(mask, b, c) if self.is_constant(b) && self.is_constant(c) => {
                let (b, c) = (self.negated(b), self.negated(c));
                Some(self.push(Op::Select(mask, b, c)))
            }
            _ => None,
        }
    }

    fn magnitude(&mut self, a: Value) -> Option<Value> {
        match *self.op(a) {
            Op::Unary(Unary::Neg, b) => Some(self.push(Op::Unary(Unary::Abs, b))),
            Op::Unary(Unary::Abs | Unary::Exp, _) | Op::Binary(Binary::ExpSum, ..) => Some(a),
            Op::Binary(Binary::Mul, b, c) if b == c => Some(a),
            Op::Binary(Binary::Min, b, c) if self.is_magnitude(b) && self.is_magnitude(c) => {
                Some(a)
            }
            _ => self.range(a).is_positive().then_some(a),
        }
    }

    fn is_magnitude(&self, a: Value) -> bool {
        matches!(self.op(a), Op::Unary(Unary::Abs, _)) || self.range(a).is_positive()
    }

    fn sign(&mut self, a: Value) -> Option<Value> {
        let range = self.range(a);
        let sign = match () {
            () if range.is_positive() => 1.0,
            () if range.is_negative() => -1.0,
            () => return None,
        };
        Some(self.number(sign))
    }

    fn product(&mut self, a: Value, b: Value) -> Option<Value> {
        for (a, b) in [(a, b), (b, a)] {
            if self.is_number(a, 1.0) {
                return Some(b);
            }
            if self.is_number(a, -1.0) {
                return Some(self.push(Op::Unary(Unary::Neg, b)));
            }
            if let Op::Select(mask, c, d) = *self.op(a)
                && self.is_unit(c)
                && self.is_unit(d)
            {
                let sides = [c, d].map(|unit| self.push(Op::Binary(Binary::Mul, unit, b)));
                return Some(self.push(Op::Select(mask, sides[0], sides[1])));
            }
            let Some(real) = self.ops.as_constant(a) else {
                continue;
            };
            if is_power_of_two(real)
                && let Some(scaled) = self.scaled(b, a)
            {
                return Some(scaled);
            }
            if let Some(opposite) = self.opposite_product(b, real) {
                return Some(self.written(Op::Unary(Unary::Neg, opposite)));
            }
        }
        if let (Some(a), Some(b)) = (self.ops.as_constant(a), self.ops.as_constant(b)) {
            let product = a.double * b.double;
            return (is_small(a) && is_small(b)).then(|| self.number(product));
        }
        match (self.op(a), self.op(b)) {
            (&Op::Unary(Unary::Neg, c), &Op::Unary(Unary::Neg, d)) => {
                return Some(self.push(Op::Binary(Binary::Mul, c, d)));
            }
            (&Op::Unary(Unary::Neg, c), _) => return Some(self.opposite_of_product(c, b)),
            (_, &Op::Unary(Unary::Neg, d)) => return Some(self.opposite_of_product(a, d)),
            _ => {}
        }
        if let Some(paired) = self.with_inverse_paired(a, b) {
            return Some(paired);
        }
        self.of_choices(Binary::Mul, a, b)
    }

    /// `-(a b)`: signs go outwards, where they meet others.
    fn opposite_of_product(&mut self, a: Value, b: Value) -> Value {
        let product = self.push(Op::Binary(Binary::Mul, a, b));
        self.push(Op::Unary(Unary::Neg, product))
    }

    /// The product with the opposite of a constant, if it is there already: a change of sign is nearly free.
    fn opposite_product(&self, a: Value, real: Real) -> Option<Value> {
        let constant = self.ops.find(&Op::Constant(real.negated()))?;
        let product = ordered(Op::Binary(Binary::Mul, a, constant));
        self.ops.find(&product)
    }

    /// A product, or what its rounding misses, times a power of two: one of its factors is.
    fn scaled(&mut self, value: Value, by: Value) -> Option<Value> {
        match *self.op(value) {
            Op::Unary(Unary::Neg, a) => {
                let by = self.negated(by);
                Some(self.push(Op::Binary(Binary::Mul, a, by)))
            }
            Op::Binary(Binary::Mul, a, b) if self.with_constant(a, b).is_some() => {
                let (factor, real) = self.with_constant(a, b)?;
                let real = times(real, self.ops.as_constant(by)?)?;
                let real = self.constant(real);
                Some(self.push(Op::Binary(Binary::Mul, factor, real)))
            }
            Op::Binary(Binary::Mul, a, b) => {
                let (a, b) = self.with_scale(a, b, by)?;
                Some(self.push(Op::Binary(Binary::Mul, a, b)))
            }
            Op::MulAdd(a, b, c) if self.is_negated_product(c, a, b) => {
                let (a, b) = self.with_scale(a, b, by)?;
                let product = self.push(Op::Binary(Binary::Mul, a, b));
                let product = self.push(Op::Unary(Unary::Neg, product));
                Some(self.push(Op::MulAdd(a, b, product)))
            }
            _ => None,
        }
    }

    /// Two factors, the first of which may be scaled: a magnitude or a parameter.
    fn with_scale(&mut self, a: Value, b: Value, by: Value) -> Option<(Value, Value)> {
        let (a, b) = if self.is_constant(a) || self.is_constant(b) {
            return None;
        } else if self.is_uniform(a) {
            (a, b)
        } else if self.is_uniform(b) {
            (b, a)
        } else if a == b && self.has_magnitude(a) {
            (a, b)
        } else {
            return None;
        };
        Some((self.push(Op::Binary(Binary::Mul, a, by)), b))
    }

    /// Whether a value is a magnitude, or that held within a limit.
    fn has_magnitude(&self, value: Value) -> bool {
        let is_size = |value: Value| matches!(self.op(value), Op::Unary(Unary::Abs, _));
        is_size(value)
            || matches!(*self.op(value), Op::Binary(Binary::Min, a, b) if is_size(a) && self.is_constant(b))
    }

    fn is_negated_product(&self, value: Value, a: Value, b: Value) -> bool {
        let Op::Unary(Unary::Neg, product) = *self.op(value) else {
            return false;
        };
        matches!(*self.op(product), Op::Binary(Binary::Mul, c, d) if (c, d) == (a, b) || (d, c) == (a, b))
    }

    fn sum(&mut self, a: Value, b: Value) -> Option<Value> {
        for (a, b) in [(a, b), (b, a)] {
            if let Op::Unary(Unary::Neg, c) = *self.op(b)
                && !self.is_constant(a)
            {
                return Some(self.push(Op::Binary(Binary::Sub, a, c)));
            }
        }
        let (a, b) = (self.ops.as_constant(a)?, self.ops.as_constant(b)?);
        (is_small(a) && is_small(b)).then(|| self.number(a.double + b.double))
    }

    fn difference(&mut self, a: Value, b: Value) -> Option<Value> {
        match *self.op(b) {
            Op::Unary(Unary::Neg, c) => Some(self.push(Op::Binary(Binary::Add, a, c))),
            _ => None,
        }
    }

    fn quotient(&mut self, a: Value, b: Value) -> Option<Value> {
        if self.is_number(b, 1.0) {
            return Some(a);
        }
        if let Some(real) = self.ops.as_constant(b)
            && is_power_of_two(real)
        {
            let inverse = self.number(real.double.recip());
            return Some(self.push(Op::Binary(Binary::Mul, a, inverse)));
        }
        self.of_uniform_choice(a, b)
            .or_else(|| self.of_choices(Binary::Div, a, b))
    }

    /// A quotient that is one of two which are the same for all elements: a choice between these.
    fn of_uniform_choice(&mut self, a: Value, b: Value) -> Option<Value> {
        let Op::Select(mask, c, d) = *self.op(b) else {
            return None;
        };
        if self.is_uniform(b) || ![a, c, d].into_iter().all(|value| self.is_uniform(value)) {
            return None;
        }
        let sides = [c, d].map(|side| self.push(Op::Binary(Binary::Div, a, side)));
        Some(self.push(Op::Select(mask, sides[0], sides[1])))
    }

    /// A product or quotient of two choices by one mask, where it is free on one side.
    pub(super) fn of_choices(&mut self, function: Binary, a: Value, b: Value) -> Option<Value> {
        let (&Op::Select(mask, c, d), &Op::Select(other, e, f)) = (self.op(a), self.op(b)) else {
            return None;
        };
        if a == b || mask != other || !self.is_free(function, c, e) && !self.is_free(function, d, f)
        {
            return None;
        }
        let (inside, outside) = (
            self.push(Op::Binary(function, c, e)),
            self.push(Op::Binary(function, d, f)),
        );
        Some(self.push(Op::Select(mask, inside, outside)))
    }

    /// Whether a product or quotient takes no operation an element.
    fn is_free(&self, function: Binary, a: Value, b: Value) -> bool {
        let neutral = |value: Value| self.is_number(value, 1.0);
        let uniform = self.is_uniform(a) && self.is_uniform(b);
        uniform || neutral(b) || function == Binary::Mul && neutral(a)
    }

    fn product_and_sum(&mut self, a: Value, b: Value, c: Value) -> Option<Value> {
        for (a, b) in [(a, b), (b, a)] {
            if self.is_number(a, 1.0) {
                return Some(self.push(Op::Binary(Binary::Add, b, c)));
            }
            if self.is_number(a, -1.0) {
                return Some(self.push(Op::Binary(Binary::Sub, c, b)));
            }
            // the opposite, of which the other sign may be there
            if let Some(opposite) = self.opposite(a).zip(self.opposite(c))
                && let Some(known) = self.found(Op::MulAdd(opposite.0, b, opposite.1))
            {
                return Some(self.negated(known));
            }
        }
        None
    }

    /// What a value is the opposite of, as far as that is there.
    fn opposite(&mut self, value: Value) -> Option<Value> {
        match *self.op(value) {
            Op::Unary(Unary::Neg, a) => Some(a),
            Op::Binary(Binary::Mul, a, b) => {
                let (factor, real) = self.with_constant(a, b)?;
                let real = self.constant(real.negated());
                self.found(Op::Binary(Binary::Mul, factor, real))
            }
            _ => None,
        }
    }

    fn found(&self, op: Op) -> Option<Value> {
        self.ops.find(&ordered(op))
    }

    fn comparison(&mut self, comparison: Comparison, a: Value, b: Value) -> Option<Value> {
        if !self.is_number(b, 0.0) {
            return None;
        }
        if let Op::Binary(Binary::Add, c, d) = *self.op(a)
            && let Some((variable, real)) = self.with_constant(c, d)
            && real.double.is_finite()
        {
            // a sum is 0 where its terms are opposite, and nowhere else
            let bound = self.constant(real.negated());
            return Some(self.push(Op::Compare(comparison, variable, bound)));
        }
        let a = match *self.op(a) {
            Op::Unary(Unary::Sign, a) => a,
            Op::Binary(Binary::Mul, c, d) => match (self.op(c), self.op(d)) {
                // the sign of a parameter times a number
                (_, &Op::Unary(Unary::Sign, d)) if self.is_sign(c) => {
                    self.push(Op::Binary(Binary::Mul, c, d))
                }
                (&Op::Unary(Unary::Sign, c), _) if self.is_sign(d) => {
                    self.push(Op::Binary(Binary::Mul, c, d))
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(self.push(Op::Compare(comparison, a, b)))
    }

    fn is_sign(&self, value: Value) -> bool {
        self.is_uniform(value) && matches!(self.op(value), Op::Unary(Unary::Sign, _))
    }

    /// Whether a mask is the same for all numbers.
    pub(super) fn decided(&self, mask: Value) -> Option<bool> {
        let Op::Compare(comparison, a, b) = *self.op(mask) else {
            return None;
        };
        let (a, b) = (self.range(a), self.range(b));
        if a.undefined || b.undefined {
            return None;
        }
        let (above, below) = (a.low > b.high, a.high < b.low);
        match comparison {
            Comparison::Equal if above || below => Some(false),
            Comparison::NotEqual if above || below => Some(true),
            Comparison::Less | Comparison::LessEqual if above || below => Some(below),
            Comparison::Greater | Comparison::GreaterEqual if above || below => Some(above),
            Comparison::GreaterEqual if a.low >= b.high => Some(true),
            Comparison::LessEqual if a.high <= b.low => Some(true),
            Comparison::Greater if a.high <= b.low => Some(false),
            Comparison::Less if a.low >= b.high => Some(false),
            _ => None,
        }
    }

    pub(super) fn negated(&mut self, a: Value) -> Value {
        self.push(Op::Unary(Unary::Neg, a))
    }

    pub(super) fn constant(&mut self, real: Real) -> Value {
        self.written(Op::Constant(real))
    }

    pub(super) fn number(&mut self, value: f64) -> Value {
        self.constant(Real::exact(value))
    }

    fn is_constant(&self, value: Value) -> bool {
        self.ops.as_constant(value).is_some()
    }

    pub(super) fn is_number(&self, value: Value, number: f64) -> bool {
        let real = self.ops.as_constant(value);
        real.is_some_and(|real| {
            real.double == number && f64::from(real.single) == number && real.low == 0.0
        })
    }

    fn is_unit(&self, value: Value) -> bool {
        self.is_number(value, 1.0) || self.is_number(value, -1.0)
    }

    /// The other factor and the constant, if one is.
    pub(super) fn with_constant(&self, a: Value, b: Value) -> Option<(Value, Real)> {
        match (self.ops.as_constant(a), self.ops.as_constant(b)) {
            (None, Some(real)) => Some((a, real)),
            (Some(real), None) => Some((b, real)),
            _ => None,
        }
    }
}

/// Operands that may change places in one order.
fn ordered(op: Op) -> Op {
    match op {
        Op::Binary(function @ (Binary::Mul | Binary::Add), a, b) if a > b => {
            Op::Binary(function, b, a)
        }
        Op::MulAdd(a, b, c) if a > b => Op::MulAdd(b, a, c),
        _ => op,
    }
}

/// A number times a power of two, where that is exact.
fn times(real: Real, power: Real) -> Option<Real> {
    let product = Real {
        double: real.double * power.double,
        low: real.low * power.double,
        single: real.single * power.single,
    };
    let size = f64::from(product.single).abs();
    (1e-20..1e20).contains(&size).then_some(product)
}

pub(super) fn is_exact(real: Real) -> bool {
    real.low == 0.0 && f64::from(real.single) == real.double
}

/// Whether a number is a small integer, a half of one or the like.
fn is_small(real: Real) -> bool {
    let fourth = real.double * 4.0;
    is_exact(real) && fourth.fract() == 0.0 && fourth.abs() < EXACT.sqrt()
}

/// Whether a number is a power of two near 1, or its negative.
fn is_power_of_two(real: Real) -> bool {
    let exponent = real.double.abs().log2();
    is_exact(real) && exponent.fract() == 0.0 && exponent.abs() < 20.0
}

#[cfg(test)]
mod tests {
    use super::super::simplified;
    use super::*;
    use crate::computation::{Builder, Computation};

    #[test]
    fn a_number_over_one_of_two_is_one_of_two() {
        let mut b = Builder::default();
        let x = b.push(Op::Input(0));
        let parameter = b.push(Op::Parameter(0));
        let one = b.number(1.0);
        let mask = b.compare(Comparison::Less, x, one);
        let divisor = b.select(mask, one, parameter);
        let outputs = vec![b.binary(Binary::Div, one, divisor)];
        let computation = Computation {
            inputs: 1,
            parameters: 1,
            ops: b.finish(),
            outputs,
        };
        let simpler = simplified(&computation);
        let Op::Select(_, inside, outside) = simpler.ops[simpler.outputs[0].0 as usize] else {
            panic!("{simpler:?}");
        };
        assert_eq!(
            simpler.ops[inside.0 as usize],
            Op::Constant(Real::exact(1.0))
        );
        let quotient = &simpler.ops[outside.0 as usize];
        assert!(
            matches!(quotient, Op::Binary(Binary::Div, ..)),
            "{simpler:?}"
        );
    }
}
