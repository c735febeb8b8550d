//! Powers with any exponent.

use gradus_syntax::{Comparison, Func};

use super::{Graph, Id, Node};
use crate::rational::Rational;

impl Graph {
    /// `base^exponent` over the reals.
    pub fn power(&mut self, base: Id, exponent: Id) -> Id {
        if let Some(exponent) = self.as_rational(exponent).cloned() {
            return self.rational_power(base, exponent);
        }
        if self.is_integer(base, 1) {
            return base;
        }
        match self.node(base) {
            Node::Apply(Func::Exp, args) => {
                let argument = args[0];
                let argument = self.multiply(argument, exponent);
                self.apply(Func::Exp, &[argument])
            }
            Node::Apply(Func::Abs, _) | Node::Undefined => self.intern(Node::Power(base, exponent)),
            Node::Power(inner, first) if self.facts(*inner).is_positive() => {
                let (inner, first) = (*inner, *first);
                let exponent = self.multiply(first, exponent);
                self.power(inner, exponent)
            }
            _ => self.intern(Node::Power(base, exponent)),
        }
    }

    /// Where `base^exponent` is a real number: the base is not negative, or the exponent is an integer.
    pub(crate) fn has_power(&mut self, base: Id, exponent: Id) -> Id {
        let zero = self.integer(0);
        let not_negative = self.compare(Comparison::GreaterEqual, base, zero);
        let whole = self.apply(Func::Floor, &[exponent]);
        let integer = self.compare(Comparison::Equal, exponent, whole);
        self.or(not_negative, integer)
    }

    /// `base^exponent` with an exact exponent.
    pub fn rational_power(&mut self, base: Id, exponent: Rational) -> Id {
        self.product([(base, exponent)])
    }

    /// The square root.
    pub fn sqrt(&mut self, a: Id) -> Id {
        self.rational_power(a, Rational::new(1, 2))
    }
}
