//! What the form of an expression tells about its value.

use gradus_syntax::{Constant, Func};

use super::{Graph, Id, Node, Role};
use crate::computation::Reduction;
use crate::rational::Rational;

/// What is known of an expression's value from its form alone, over its whole domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent facts")]
pub struct Facts {
    /// It may be below zero.
    pub may_be_negative: bool,
    /// It may be zero.
    pub may_be_zero: bool,
    /// It may be above zero.
    pub may_be_positive: bool,
    /// It contains an input or a parameter.
    pub symbolic: bool,
    /// It is a vector.
    pub vector: bool,
    /// It is made of pieces, so it may be constant along one without being so everywhere.
    pub pieces: bool,
    /// It is infinite or made of an infinity by sums and products, so that it does not vanish with its own negative.
    pub infinite: bool,
}

impl Facts {
    const ANY: Self = Self {
        may_be_negative: true,
        may_be_zero: true,
        may_be_positive: true,
        symbolic: false,
        vector: false,
        pieces: false,
        infinite: false,
    };
    const POSITIVE: Self = Self {
        may_be_negative: false,
        may_be_zero: false,
        ..Self::ANY
    };
    const NON_NEGATIVE: Self = Self {
        may_be_negative: false,
        ..Self::ANY
    };

    /// Whether it is above zero wherever it is defined.
    pub fn is_positive(self) -> bool {
        !self.may_be_negative && !self.may_be_zero
    }

    /// Whether it is never below zero.
    pub fn is_non_negative(self) -> bool {
        !self.may_be_negative
    }

    /// Whether it is never above zero.
    pub fn is_non_positive(self) -> bool {
        !self.may_be_positive
    }

    /// Whether it is never zero.
    pub fn is_non_zero(self) -> bool {
        !self.may_be_zero
    }

    fn of_rational(value: &Rational) -> Self {
        Self {
            may_be_negative: value.is_negative(),
            may_be_zero: value.is_zero(),
            may_be_positive: value.is_positive(),
            ..Self::ANY
        }
    }

    fn negated(self) -> Self {
        Self {
            may_be_negative: self.may_be_positive,
            may_be_positive: self.may_be_negative,
            ..self
        }
    }

    fn either(self, other: Self) -> Self {
        Self {
            may_be_negative: self.may_be_negative | other.may_be_negative,
            may_be_zero: self.may_be_zero | other.may_be_zero,
            may_be_positive: self.may_be_positive | other.may_be_positive,
            ..self
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            may_be_negative: self.may_be_negative | other.may_be_negative,
            may_be_positive: self.may_be_positive | other.may_be_positive,
            may_be_zero: (self.may_be_zero && other.may_be_zero)
                || (self.may_be_negative && other.may_be_positive)
                || (self.may_be_positive && other.may_be_negative),
            ..self
        }
    }

    fn times(self, other: Self) -> Self {
        Self {
            may_be_negative: (self.may_be_negative && other.may_be_positive)
                || (self.may_be_positive && other.may_be_negative),
            may_be_positive: (self.may_be_positive && other.may_be_positive)
                || (self.may_be_negative && other.may_be_negative),
            may_be_zero: self.may_be_zero || other.may_be_zero,
            ..self
        }
    }

    fn raised(self, exponent: &Rational) -> Self {
        let never_zero = !self.may_be_zero || exponent.is_negative();
        let sign = match exponent.is_integer() {
            true if exponent.is_even() => Self::NON_NEGATIVE,
            true => self,
            false => Self::NON_NEGATIVE,
        };
        Self {
            may_be_zero: !never_zero,
            ..sign
        }
    }
}

impl Graph {
    pub(super) fn derive_facts(&self, node: &Node) -> Facts {
        let mut facts = self.sign_facts(node);
        (facts.symbolic, facts.vector) = match node {
            Node::Symbol(symbol) => (true, self.symbol_info(*symbol).role == Role::Vector),
            _ => (false, matches!(node, Node::Concat(_) | Node::Part(..))),
        };
        facts.pieces = match node {
            Node::Select(..) => true,
            Node::Apply(func, _) => {
                matches!(
                    func,
                    Func::Floor
                        | Func::Ceil
                        | Func::Round
                        | Func::Sign
                        | Func::Mod
                        | Func::Min
                        | Func::Max
                )
            }
            _ => false,
        };
        node.operands(|id| {
            facts.pieces |= self.facts(id).pieces;
            facts.symbolic |= self.facts(id).symbolic;
            facts.vector |= self.facts(id).vector;
        });
        facts.infinite = match node {
            Node::Constant(constant) => *constant == Constant::Inf,
            Node::Sum(_, terms) => terms.iter().any(|term| self.facts(term.id).infinite),
            Node::Product(factors) => factors
                .iter()
                .any(|factor| self.facts(factor.base).infinite),
            _ => false,
        };
        if matches!(node, Node::Reduce(..) | Node::Apply(Func::LogSumExp, _)) {
            facts.vector = false;
        }
        facts
    }

    fn sign_facts(&self, node: &Node) -> Facts {
        match node {
            Node::Rational(value) => Facts::of_rational(value),
            Node::Constant(Constant::Pi | Constant::Inf) => Facts::POSITIVE,
            Node::Sum(constant, terms) => {
                terms
                    .iter()
                    .fold(Facts::of_rational(constant), |facts, term| {
                        let sign = self.facts(term.id);
                        facts.plus(if term.coefficient.is_negative() {
                            sign.negated()
                        } else {
                            sign
                        })
                    })
            }
            Node::Product(factors) => factors
                .iter()
                .map(|factor| self.facts(factor.base).raised(&factor.exponent))
                .reduce(Facts::times)
                .unwrap_or(Facts::POSITIVE),
            Node::Power(base, _) if self.facts(*base).is_positive() => Facts::POSITIVE,
            Node::Apply(func, args) => self.function_facts(*func, args),
            Node::Select(_, a, b) => self.facts(*a).either(self.facts(*b)),
            Node::Reduce(Reduction::Count, _) => Facts::POSITIVE,
            Node::Reduce(Reduction::Product, a) if self.facts(*a).may_be_negative => Facts::ANY,
            Node::Reduce(_, a) | Node::Part(a, ..) | Node::Broadcast(a, _) => self.facts(*a),
            Node::Concat(ids) => ids
                .iter()
                .map(|&id| self.facts(id))
                .reduce(Facts::either)
                .unwrap_or(Facts::ANY),
            _ => Facts::ANY,
        }
    }

    fn function_facts(&self, func: Func, args: &[Id]) -> Facts {
        let first = self.facts(args[0]);
        match func {
            Func::Exp
            | Func::Exp2
            | Func::Cosh
            | Func::Sech
            | Func::Erfc
            | Func::NormalCdf
            | Func::NormalPdf
            | Func::Sigmoid
            | Func::Softplus => Facts::POSITIVE,
            Func::Abs => Facts {
                may_be_zero: first.may_be_zero,
                ..Facts::NON_NEGATIVE
            },
            Func::Acos | Func::Acosh => Facts::NON_NEGATIVE,
            Func::Hypot => Facts {
                may_be_zero: first.may_be_zero && self.facts(args[1]).may_be_zero,
                ..Facts::NON_NEGATIVE
            },
            // odd and increasing through the origin
            Func::Expm1
            | Func::Log1p
            | Func::Cbrt
            | Func::Sign
            | Func::Atan
            | Func::Asin
            | Func::Sinh
            | Func::Tanh
            | Func::Asinh
            | Func::Atanh
            | Func::Erf => first,
            Func::Max => args
                .iter()
                .skip(1)
                .fold(first, |facts, &arg| facts.greater(self.facts(arg))),
            Func::Min => {
                let negated = |id: &Id| self.facts(*id).negated();
                args.iter()
                    .skip(1)
                    .fold(first.negated(), |facts, arg| facts.greater(negated(arg)))
                    .negated()
            }
            _ => Facts::ANY,
        }
    }
}

impl Facts {
    fn greater(self, other: Self) -> Self {
        Self {
            may_be_negative: self.may_be_negative && other.may_be_negative,
            may_be_zero: (self.may_be_zero && (other.may_be_zero || other.may_be_negative))
                || (other.may_be_zero && self.may_be_negative),
            may_be_positive: self.may_be_positive || other.may_be_positive,
            ..self
        }
    }
}
