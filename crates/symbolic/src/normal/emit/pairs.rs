//! The arithmetic of numbers in two parts.

use super::double::{Double, plain};
use super::{Binary, Emitter, Unary, Value};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// Products with powers of two need no low part.
    pub(super) fn double_scaled(&mut self, value: Double, constant: Double) -> Double {
        let exact = self.ops().as_constant(constant.high).is_some_and(|real| {
            let single = f64::from(real.single);
            single == real.double && real.double.abs().log2().fract() == 0.0
        });
        if !exact || constant.low.is_some() {
            return self.double_product(value, constant);
        }
        let high = self.ops().binary(Binary::Mul, value.high, constant.high);
        let low = value
            .low
            .map(|low| self.ops().binary(Binary::Mul, low, constant.high));
        Double { high, low }
    }

    pub(super) fn double_power(&mut self, value: Double, exponent: &Rational) -> Double {
        let Some(exponent) = exponent
            .to_i64()
            .filter(|exponent| (1..=8).contains(exponent))
        else {
            return plain(self.raised(value.high, exponent, super::Signs::NON_NEGATIVE));
        };
        let mut product = value;
        for _ in 1..exponent {
            product = self.double_product(product, value);
        }
        product
    }

    pub(super) fn double_product(&mut self, a: Double, b: Double) -> Double {
        let ops = self.ops();
        let high = ops.binary(Binary::Mul, a.high, b.high);
        let negated = ops.unary(Unary::Neg, high);
        let mut low = ops.mul_add(a.high, b.high, negated);
        if let Some(b_low) = b.low {
            low = ops.mul_add(a.high, b_low, low);
        }
        if let Some(a_low) = a.low {
            low = ops.mul_add(a_low, b.high, low);
        }
        Double {
            high,
            low: Some(low),
        }
    }

    /// The product of a number and a double.
    pub(super) fn product_with(&mut self, a: Value, b: Double) -> Double {
        self.double_product(plain(a), b)
    }

    pub(super) fn double_quotient(&mut self, a: Double, b: Double) -> Double {
        let ops = self.ops();
        let high = ops.binary(Binary::Div, a.high, b.high);
        let negated = ops.unary(Unary::Neg, high);
        let mut rest = ops.mul_add(negated, b.high, a.high);
        if let Some(a_low) = a.low {
            rest = ops.binary(Binary::Add, rest, a_low);
        }
        if let Some(b_low) = b.low {
            rest = ops.mul_add(negated, b_low, rest);
        }
        let low = ops.binary(Binary::Div, rest, b.high);
        Double {
            high,
            low: Some(low),
        }
    }

    pub(super) fn double_add(&mut self, a: Double, b: Double) -> Double {
        let ops = self.ops();
        let high = ops.binary(Binary::Add, a.high, b.high);
        let part = ops.binary(Binary::Sub, high, a.high);
        let other = ops.binary(Binary::Sub, high, part);
        let missed = ops.binary(Binary::Sub, a.high, other);
        let rest = ops.binary(Binary::Sub, b.high, part);
        let mut low = ops.binary(Binary::Add, missed, rest);
        for part in [a.low, b.low].into_iter().flatten() {
            low = ops.binary(Binary::Add, low, part);
        }
        Double {
            high,
            low: Some(low),
        }
    }
}
