//! What numbers lie between, so that limits that they keep by themselves are left out.

use super::graph::{Graph, Id, Node, One, Two};
use crate::math::Tables;

/// The least and the greatest a node may be where it is a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    low: f64,
    high: f64,
}

/// More than what bounds are moved by where they are rounded, in f32 too.
const ROUNDING: f64 = 1e-6;

impl Range {
    const ALL: Self = Self::new(f64::NEG_INFINITY, f64::INFINITY);

    const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    fn around_zero(most: f64) -> Self {
        Self::new(-most, most)
    }

    fn most(self) -> f64 {
        self.low.abs().max(self.high.abs())
    }

    fn negated(self) -> Self {
        Self::new(-self.high, -self.low)
    }

    fn signed(self, negative: bool) -> Self {
        if negative { self.negated() } else { self }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.low + other.low, self.high + other.high).rounded()
    }

    fn times(self, other: Self) -> Self {
        let products = [self.low, self.high].map(|a| [a * other.low, a * other.high]);
        let [[a, b], [c, d]] = products;
        if (a + b + c + d).is_nan() {
            return Self::ALL;
        }
        Self::new(a.min(b).min(c.min(d)), a.max(b).max(c.max(d))).rounded()
    }

    fn hull(self, other: Self) -> Self {
        Self::new(self.low.min(other.low), self.high.max(other.high))
    }

    /// With infinities for what f32 has no numbers for.
    fn in_singles(self) -> Self {
        let most = f64::from(f32::MAX);
        let beyond = |bound: f64| {
            if bound.abs() > most {
                f64::INFINITY.copysign(bound)
            } else {
                bound
            }
        };
        // A number that is at least the greatest may be infinite, and need not be.
        let (low, high) = (beyond(self.low.min(most)), beyond(self.high.max(-most)));
        Self::new(low, high)
    }

    /// With what roundings and numbers too small for the type may change.
    fn rounded(self) -> Self {
        let margin = |bound: f64| bound.abs() * ROUNDING + f64::from(f32::MIN_POSITIVE);
        let rounded = Self::new(self.low - margin(self.low), self.high + margin(self.high));
        if rounded.low.is_nan() || rounded.high.is_nan() {
            return Self::ALL;
        }
        // A signed zero or what is no more than rounding does not change the side.
        let keep = |bound: f64, exact: f64| if exact == 0.0 { 0.0 } else { bound };
        Self::new(keep(rounded.low, self.low), keep(rounded.high, self.high))
    }
}

impl Graph {
    /// Whether a node is at most a constant, or NaN.
    pub(super) fn is_at_most(&self, id: Id, limit: Id) -> bool {
        self.number(limit)
            .is_some_and(|limit| self.range(id).high <= limit)
    }

    /// Whether a node is at least a constant, or NaN.
    pub(super) fn is_at_least(&self, id: Id, limit: Id) -> bool {
        self.number(limit)
            .is_some_and(|limit| self.range(id).low >= limit)
    }

    /// Whether a node is at most 0, or NaN.
    pub(super) fn is_at_most_zero(&self, id: Id) -> bool {
        self.range(id).high <= 0.0
    }

    /// The range of a node whose operands have theirs.
    pub(super) fn range_of(&self, node: Node) -> Range {
        let range = self.range_by_operands(node);
        if self.is_single() {
            range.in_singles()
        } else {
            range
        }
    }

    fn range_by_operands(&self, node: Node) -> Range {
        match node {
            Node::Constant(bits) => self.range_of_constant(bits),
            Node::One(One::Round | One::Floor | One::Ceil, a) => {
                let a = self.range(a);
                Range::new(a.low.floor(), a.high.ceil())
            }
            Node::Two(two, a, b) => self.range_of_two(two, a, b),
            Node::MulAdd {
                factors: [a, b],
                addend,
                negative_product,
                negative_addend,
            } => {
                if negative_product != negative_addend && self.is_product(addend, [a, b]) {
                    return self.range_of_missed(addend);
                }
                let product = self.range(a).times(self.range(b)).signed(negative_product);
                product.plus(self.range(addend).signed(negative_addend))
            }
            Node::Choose(_, a, b) => self.range(a).hull(self.range(b)),
            _ => Range::ALL,
        }
    }

    fn range_of_constant(&self, bits: u64) -> Range {
        let value = self.value(bits);
        if value.is_nan() {
            Range::ALL
        } else {
            Range::new(value, value)
        }
    }

    fn range_of_two(&self, two: Two, a: Id, b: Id) -> Range {
        let [x, y] = [a, b].map(|id| self.range(id));
        match two {
            Two::Add => match self.sum_missing(a, b) {
                Some(sum) => self.range_of_missed(sum),
                None => x.plus(y),
            },
            Two::Sub => match self.range_of_nearest(a, b) {
                Some(range) => range,
                None => x.plus(y.negated()),
            },
            Two::Mul if a == b => Range::new(0.0, x.most() * x.most()).rounded(),
            Two::Mul => x.times(y),
            // The second where either is NaN, so the first is to be a number.
            Two::Min if self.number(a).is_some() => {
                Range::new(x.low.min(y.low), x.high.min(y.high))
            }
            Two::Max if self.number(a).is_some() => {
                Range::new(x.low.max(y.low), x.high.max(y.high))
            }
            Two::And if self.has_bits(a, self.sign() - 1) => Range::new(0.0, y.most()),
            Two::And if self.has_bits(b, self.sign() - 1) => Range::new(0.0, x.most()),
            Two::Xor if self.has_bits(a, self.sign()) => y.negated(),
            Two::Xor if self.has_bits(b, self.sign()) => x.negated(),
            Two::Or if self.has_bits(a, self.sign()) => Range::new(-y.most(), 0.0),
            Two::Or if self.has_bits(b, self.sign()) => Range::new(-x.most(), 0.0),
            _ => Range::ALL,
        }
    }

    /// What a sum or product may miss by its rounding.
    fn range_of_missed(&self, rounded: Id) -> Range {
        let spacing = if self.is_single() {
            f64::from(f32::EPSILON)
        } else {
            f64::EPSILON
        };
        Range::around_zero(self.range(rounded).most() * spacing + f64::from(f32::MIN_POSITIVE))
    }

    /// The range of the integer nearest to a product: that added to the anchor of exponents, less the anchor.
    fn range_of_nearest(&self, sum: Id, anchor: Id) -> Option<Range> {
        let Node::MulAdd {
            factors: [a, b],
            addend,
            negative_product,
            negative_addend: false,
        } = self.node(sum)
        else {
            return None;
        };
        if addend != anchor || !self.is_exponent_anchor(anchor) {
            return None;
        }
        let product = self.range(a).times(self.range(b)).signed(negative_product);
        let fits = product.most() < f64::from(1 << 20);
        fits.then(|| Range::new(product.low.floor(), product.high.ceil()))
    }

    fn is_exponent_anchor(&self, id: Id) -> bool {
        let anchor = if self.is_single() {
            f64::from(f32::EXPONENT_ANCHOR)
        } else {
            f64::EXPONENT_ANCHOR
        };
        self.number(id) == Some(anchor)
    }

    fn has_bits(&self, id: Id, bits: u64) -> bool {
        self.node(id) == Node::Constant(bits)
    }

    fn is_product(&self, id: Id, [a, b]: [Id; 2]) -> bool {
        match self.node(id) {
            Node::Two(Two::Mul, c, d) => [a, b] == [c, d] || [a, b] == [d, c],
            _ => false,
        }
    }

    /// The sum `s = x + y` that misses what two nodes add up to: `(y - (s - z)) + (x - z)` with `z = s - y`, in any order.
    fn sum_missing(&self, a: Id, b: Id) -> Option<Id> {
        self.sum_missing_in_order(a, b)
            .or_else(|| self.sum_missing_in_order(b, a))
    }

    fn sum_missing_in_order(&self, a: Id, b: Id) -> Option<Id> {
        let (y, from_sum) = self.difference(a)?;
        let (x, z) = self.difference(b)?;
        let (sum, other) = self.difference(from_sum)?;
        let Node::Two(Two::Add, c, d) = self.node(sum) else {
            return None;
        };
        let is_sum = [c, d] == [x, y] || [c, d] == [y, x];
        (is_sum && other == z && self.difference(z) == Some((sum, y))).then_some(sum)
    }

    fn difference(&self, id: Id) -> Option<(Id, Id)> {
        match self.node(id) {
            Node::Two(Two::Sub, a, b) => Some((a, b)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Computation, Op, Real, Unary, Value};

    use super::*;
    use crate::lower::Program;
    use crate::machine::codes::Width;
    use crate::machine::graph_of;
    use crate::machine::tests::{agrees, computation};

    /// `exp` of `-(x^2 + 1)`, rounded nowhere, for an input held within a limit if there is one.
    fn of_held(limit: Option<f64>) -> Computation {
        let mut ops = vec![Op::Input(0)];
        let mut push = |op| {
            ops.push(op);
            Value(ops.len() as u32 - 1)
        };
        let mut x = Value(0);
        if let Some(limit) = limit {
            let size = push(Op::Unary(Unary::Abs, x));
            let most = push(Op::Constant(Real::exact(limit)));
            x = push(Op::Binary(Binary::Min, size, most));
        }
        let square = push(Op::Binary(Binary::Mul, x, x));
        let opposite = push(Op::Unary(Unary::Neg, square));
        let square_low = push(Op::MulAdd(x, x, opposite));
        let one = push(Op::Constant(Real::exact(1.0)));
        let sum = push(Op::Binary(Binary::Add, square, one));
        let rest = push(Op::Binary(Binary::Sub, sum, square));
        let back = push(Op::Binary(Binary::Sub, sum, rest));
        let of_square = push(Op::Binary(Binary::Sub, square, back));
        let of_one = push(Op::Binary(Binary::Sub, one, rest));
        let missed = push(Op::Binary(Binary::Add, of_square, of_one));
        let low = push(Op::Binary(Binary::Add, square_low, missed));
        let exponents = [sum, low].map(|value| push(Op::Unary(Unary::Neg, value)));
        let value = push(Op::Binary(Binary::ExpSum, exponents[0], exponents[1]));
        computation(ops, vec![value])
    }

    /// How many limits and choices are in it.
    fn limits(computation: &Computation) -> usize {
        let program = Program::<f64>::new(computation).expect("well-formed");
        let (graph, _) = graph_of(&program, &[], Width::Avx512).expect("known operations");
        let needed = graph.needed().into_iter();
        let is_limit = |id: &Id| {
            matches!(
                graph.node(*id),
                Node::Two(Two::Min | Two::Max, ..) | Node::Choose(..) | Node::Compare(..)
            )
        };
        needed.filter(is_limit).count()
    }

    #[test]
    fn limits_that_numbers_keep_are_left_out() {
        let [free, wide, held] = [None, Some(30.0), Some(27.0)].map(of_held);
        assert_eq!(limits(&held), 1, "its own");
        assert!(limits(&wide) > 1 && limits(&free) > 1);
    }

    #[test]
    fn held_numbers_have_the_same_bits() {
        let limits = [
            None,
            Some(27.0),
            Some(10.2),
            Some(30.0),
            Some(1e30),
            Some(-3.0),
        ];
        for computation in limits.map(of_held) {
            agrees::<f32>(&computation);
            agrees::<f64>(&computation);
        }
    }

    #[test]
    fn what_overflows_has_the_same_bits() {
        for factors in [vec![1e-30], vec![1e-30, 1e-9], vec![-1e-30, 1e30, 1e-30]] {
            for held in [1e20, 1e30, 1e160] {
                let mut ops = vec![
                    Op::Input(0),
                    Op::Unary(Unary::Abs, Value(0)),
                    Op::Constant(Real::exact(held)),
                    Op::Binary(Binary::Min, Value(1), Value(2)),
                    Op::Binary(Binary::Mul, Value(3), Value(3)),
                ];
                for factor in &factors {
                    let last = ops.len() as u32;
                    ops.push(Op::Constant(Real::exact(*factor)));
                    ops.push(Op::Binary(Binary::Mul, Value(last - 1), Value(last)));
                }
                let last = ops.len() as u32;
                ops.push(Op::Constant(Real::exact(1e35)));
                ops.push(Op::Binary(Binary::Min, Value(last - 1), Value(last)));
                ops.push(Op::Unary(Unary::Neg, Value(last - 1)));
                ops.push(Op::Unary(Unary::Exp, Value(last + 2)));
                let computation = computation(ops, vec![Value(last + 1), Value(last + 3)]);
                agrees::<f32>(&computation);
                agrees::<f64>(&computation);
            }
        }
    }

    #[test]
    fn limits_by_constants_have_the_same_bits() {
        let limits = [2.5, -2.5, 0.0, -0.0, f64::INFINITY, f64::NAN];
        for limit in limits {
            for function in [Binary::Min, Binary::Max] {
                let ops = vec![
                    Op::Input(0),
                    Op::Constant(Real::exact(limit)),
                    Op::Binary(function, Value(0), Value(1)),
                    Op::Binary(function, Value(1), Value(0)),
                ];
                let computation = computation(ops, vec![Value(2), Value(3)]);
                agrees::<f32>(&computation);
                agrees::<f64>(&computation);
            }
        }
    }
}
