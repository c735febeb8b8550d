//! Sums: flat, merged, sorted.

use dashu_int::IBig;
use gradus_syntax::Constant;

use super::{Graph, Id, Node};
use crate::rational::Rational;

/// The longest common denominator that is taken out of a sum.
const LONGEST_DENOMINATOR: i64 = 64;

/// One term of a sum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// Its exact coefficient, not 0.
    pub coefficient: Rational,
    /// What it multiplies: neither a rational nor a sum.
    pub id: Id,
}

impl Graph {
    /// `constant + Σ coefficient·term`.
    pub fn sum(
        &mut self,
        constant: Rational,
        terms: impl IntoIterator<Item = (Rational, Id)>,
    ) -> Id {
        let (constant, terms) = self.flatten(constant, terms);
        self.merged_sum(constant, terms)
    }

    /// `a + b`.
    pub fn add(&mut self, a: Id, b: Id) -> Id {
        self.sum(Rational::ZERO, [(Rational::ONE, a), (Rational::ONE, b)])
    }

    /// `a - b`.
    pub fn subtract(&mut self, a: Id, b: Id) -> Id {
        self.sum(
            Rational::ZERO,
            [(Rational::ONE, a), (Rational::MINUS_ONE, b)],
        )
    }

    /// `-a`.
    pub fn negate(&mut self, a: Id) -> Id {
        self.scale(a, &Rational::MINUS_ONE)
    }

    /// `factor * a`.
    pub fn scale(&mut self, a: Id, factor: &Rational) -> Id {
        if factor.is_one() {
            a
        } else {
            self.sum(Rational::ZERO, [(factor.clone(), a)])
        }
    }

    /// The expression as `coefficient * rest` with an exact coefficient: `6*x` is (6, x).
    pub fn split_coefficient(&self, id: Id) -> (Rational, Id) {
        match self.node(id) {
            Node::Sum(constant, terms) if constant.is_zero() && terms.len() == 1 => {
                (terms[0].coefficient.clone(), terms[0].id)
            }
            _ => (Rational::ONE, id),
        }
    }

    /// The expression as `constant + terms`.
    pub fn split_sum(&self, id: Id) -> (Rational, Vec<(Rational, Id)>) {
        self.flatten(Rational::ZERO, [(Rational::ONE, id)])
    }

    /// The terms of a sum whose bits are set.
    pub fn terms(&self, sum: Id, mask: u64) -> Vec<Term> {
        let Node::Sum(_, terms) = self.node(sum) else {
            return Vec::new();
        };
        let marked = (0..64u32).zip(terms.iter());
        marked
            .filter(|(bit, _)| mask >> bit & 1 == 1)
            .map(|(_, term)| term.clone())
            .collect()
    }

    /// What a sum has in common: the greatest factor that leaves coprime integers, with the sign that makes the
    /// constant (or else the first coefficient) positive. 1 for what is not a sum. Decimals and other fractions with long
    /// denominators are left as they are: of those only a common integer is taken out.
    pub fn content(&self, id: Id) -> Rational {
        let Node::Sum(constant, terms) = self.node(id) else {
            return Rational::ONE;
        };
        let magnitude = terms
            .iter()
            .fold(constant.clone(), |gcd, term| gcd.gcd(&term.coefficient))
            .abs();
        let alone = constant.is_zero() && terms.len() == 1;
        let denominator = Rational::from(IBig::from(magnitude.denominator()));
        let magnitude = match alone || denominator <= LONGEST_DENOMINATOR {
            true => magnitude,
            false => &magnitude * &denominator,
        };
        if self.leads_negative(id) {
            -&magnitude
        } else {
            magnitude
        }
    }

    /// Whether the constant of a sum, or else its first coefficient, is negative.
    pub(super) fn leads_negative(&self, id: Id) -> bool {
        match self.node(id) {
            Node::Rational(value) => value.is_negative(),
            Node::Sum(constant, terms) if constant.is_zero() => terms[0].coefficient.is_negative(),
            Node::Sum(constant, _) => constant.is_negative(),
            _ => false,
        }
    }

    fn flatten(
        &self,
        mut constant: Rational,
        terms: impl IntoIterator<Item = (Rational, Id)>,
    ) -> (Rational, Vec<(Rational, Id)>) {
        let mut flat = Vec::new();
        for (factor, id) in terms {
            match self.node(id) {
                Node::Rational(value) => constant = &constant + &(&factor * value),
                Node::Sum(inner, terms) => {
                    constant = &constant + &(&factor * inner);
                    flat.extend(
                        terms
                            .iter()
                            .map(|term| (&factor * &term.coefficient, term.id)),
                    );
                }
                _ => flat.push((factor, id)),
            }
        }
        (constant, flat)
    }

    fn merged_sum(&mut self, constant: Rational, mut terms: Vec<(Rational, Id)>) -> Id {
        terms.sort_by_key(|(_, id)| *id);
        let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
        for (coefficient, id) in terms {
            if *self.node(id) == Node::Undefined {
                return id;
            }
            let opposed = |last: &&mut Term| {
                last.id == id
                    && last.coefficient.is_negative() != coefficient.is_negative()
                    && self.facts(id).infinite
            };
            if merged.last_mut().as_ref().is_some_and(opposed) {
                return self.undefined();
            }
            match merged.last_mut() {
                Some(last) if last.id == id => last.coefficient = &last.coefficient + &coefficient,
                _ => merged.push(Term { coefficient, id }),
            }
        }
        let vanishes = |term: &Term| term.coefficient.is_zero();
        if merged
            .iter()
            .any(|term| vanishes(term) && self.facts(term.id).infinite)
        {
            return self.undefined();
        }
        merged.retain(|term| !vanishes(term));
        let infinite = |term: &&mut Term| *self.node(term.id) == Node::Constant(Constant::Inf);
        let constant = match merged.iter_mut().find(infinite) {
            // any multiple of an infinity is that infinity, also beside a finite constant
            Some(term) => {
                term.coefficient = match term.coefficient.is_negative() {
                    true => Rational::MINUS_ONE,
                    false => Rational::ONE,
                };
                Rational::ZERO
            }
            None => constant,
        };
        let limit = self.limits.constant_bits;
        if merged.iter().any(|term| term.coefficient.bits() > limit) {
            return self.fail(super::LimitError::ConstantBits(limit));
        }
        self.finished_sum(constant, merged)
    }

    fn finished_sum(&mut self, constant: Rational, terms: Vec<Term>) -> Id {
        match terms.as_slice() {
            [] => self.rational(constant),
            [term] if constant.is_zero() && term.coefficient.is_one() => term.id,
            _ => {
                let bits = constant.bits();
                if bits > self.limits.constant_bits {
                    return self.rational(constant);
                }
                self.intern(Node::Sum(constant, terms.into()))
            }
        }
    }
}
