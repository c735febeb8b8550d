//! Sums, products and powers, operation by operation.

use gradus_syntax::Comparison;

use super::{MULTIPLIED, Writer, is_power_of_two};
use crate::computation::{Binary, Op, Reduction, Unary, Value};
use crate::graph::{Factor, Id, Node, Term};
use crate::rational::Rational;

impl Writer<'_> {
    /// Terms one after the other, each product with a coefficient fused with its addition.
    pub(super) fn sum(&mut self, constant: &Rational, terms: &[Term]) -> Value {
        let total = (!constant.is_zero()).then(|| self.rational(constant));
        let total = self.add_log_sums(total, terms);
        total.unwrap_or_else(|| self.number(0.0))
    }

    pub fn accumulate(
        &mut self,
        total: Option<Value>,
        coefficient: &Rational,
        term: Value,
    ) -> Value {
        let Some(total) = total else {
            return match (coefficient.is_one(), *coefficient == -1) {
                (true, _) => term,
                (_, true) => self.unary(Unary::Neg, term),
                _ => self.scaled(coefficient, term),
            };
        };
        if coefficient.is_one() {
            self.binary(Binary::Add, total, term)
        } else if *coefficient == -1 {
            self.binary(Binary::Sub, total, term)
        } else {
            let coefficient = self.rational(coefficient);
            self.push(Op::MulAdd(coefficient, term, total))
        }
    }

    /// A product with a coefficient; a quotient where the coefficient's inverse is an integer, which is then exact.
    pub(super) fn scaled(&mut self, coefficient: &Rational, term: Value) -> Value {
        let inverse = coefficient.recip();
        if inverse.is_integer() && !is_power_of_two(&inverse) && inverse.bits() < 24 {
            let inverse = self.rational(&inverse);
            return self.binary(Binary::Div, term, inverse);
        }
        let coefficient = self.rational(coefficient);
        self.binary(Binary::Mul, coefficient, term)
    }

    /// Everything above the line, divided once by everything below it; by powers of sums of vectors, which may leave the range,
    /// factor by factor.
    pub(super) fn product(&mut self, factors: &[Factor]) -> Value {
        if let Some(value) = self.quotients(factors) {
            return value;
        }
        let (below, above): (Vec<&Factor>, Vec<&Factor>) = factors
            .iter()
            .partition(|factor| factor.exponent.is_negative());
        let above = self.multiplied(&above);
        let Some(below_value) = self.multiplied(&below) else {
            return above.unwrap_or_else(|| self.number(1.0));
        };
        let above = above.unwrap_or_else(|| self.number(1.0));
        let quotient = self.binary(Binary::Div, above, below_value);
        if below.iter().any(|factor| self.changes_sign(factor)) {
            self.without_pole(quotient, below_value)
        } else {
            quotient
        }
    }

    /// A product with a power of a sum of a vector below the line, as quotients by that sum.
    fn quotients(&mut self, factors: &[Factor]) -> Option<Value> {
        let (below, above): (Vec<&Factor>, Vec<&Factor>) = factors
            .iter()
            .partition(|factor| factor.exponent.is_negative());
        let [divisor] = below[..] else { return None };
        let count = (-&divisor.exponent).to_i64()?;
        let is_sum = matches!(
            self.graph.node(divisor.base),
            Node::Reduce(Reduction::Sum, _)
        );
        if !is_sum || !(2..=3).contains(&count) || above.len() < 2 {
            return None;
        }
        let sum = self.values[&divisor.base];
        let mut left = count;
        let mut product: Option<Value> = None;
        for factor in above {
            let mut own = self.power(factor.base, &factor.exponent);
            if left > 0 {
                own = self.binary(Binary::Div, own, sum);
                left -= 1;
            }
            product = Some(match product {
                Some(product) => self.binary(Binary::Mul, product, own),
                None => own,
            });
        }
        let mut value = product?;
        for _ in 0..left {
            value = self.binary(Binary::Div, value, sum);
        }
        Some(match self.changes_sign(divisor) {
            true => self.without_pole(value, sum),
            false => value,
        })
    }

    pub(super) fn multiplied(&mut self, factors: &[&Factor]) -> Option<Value> {
        let mut product: Option<Value> = None;
        for factor in factors {
            let power = self.power(factor.base, &factor.exponent.abs());
            product = Some(match product {
                Some(product) => self.binary(Binary::Mul, product, power),
                None => power,
            });
        }
        product
    }

    pub(super) fn power(&mut self, base: Id, exponent: &Rational) -> Value {
        self.power_of(self.values[&base], exponent)
    }

    pub(in crate::computation) fn power_of(&mut self, base: Value, exponent: &Rational) -> Value {
        let half = Rational::new(1, 2);
        match exponent.to_i64() {
            Some(1) => return base,
            Some(n @ 2..=MULTIPLIED) => return self.push(Op::Power(base, n as u32)),
            _ => {}
        }
        let doubled = (exponent * &Rational::from(2)).to_i64().unwrap_or(i64::MAX);
        if *exponent == half {
            self.unary(Unary::Sqrt, base)
        } else if !exponent.is_integer() && doubled < 2 * MULTIPLIED {
            let root = self.unary(Unary::Sqrt, base);
            let whole = (doubled / 2) as u32;
            let power = if whole == 1 {
                base
            } else {
                self.push(Op::Power(base, whole))
            };
            self.binary(Binary::Mul, power, root)
        } else {
            self.ops.rational_power(base, exponent)
        }
    }

    /// Whether the factor may have different signs on the two sides of a zero.
    pub(super) fn changes_sign(&self, factor: &Factor) -> bool {
        let facts = self.graph.facts(factor.base);
        let odd = factor.exponent.is_integer() && !factor.exponent.is_even();
        odd && facts.may_be_zero && facts.may_be_negative && facts.may_be_positive
    }

    /// A pole between two signs has no limit.
    pub(super) fn without_pole(&mut self, quotient: Value, divisor: Value) -> Value {
        let (zero, nan) = (self.number(0.0), self.number(f64::NAN));
        let pole = self.push(Op::Compare(Comparison::Equal, divisor, zero));
        self.push(Op::Select(pole, nan, quotient))
    }
}
