//! Matching a rule's left side against an expression.

use crate::graph::{Factor, Graph, Id, Node, Symbol, Term};
use crate::rational::Rational;

/// What the letters of a pattern stand for, by symbol number.
pub(super) type Bindings = Vec<(Symbol, Id)>;

/// What a match leaves over, around what the right side replaces.
pub(super) struct Found {
    pub bindings: Bindings,
    /// The right side is multiplied by this…
    pub scale: Rational,
    /// …raised to this…
    pub power: Rational,
    /// …multiplied by these…
    pub factors: Vec<Factor>,
    /// …and these are added.
    pub terms: Vec<Term>,
    pub constant: Rational,
}

/// A pattern: the left side of a rule in a graph of its own, where its symbols are letters.
pub(super) struct Matcher<'a> {
    pub pattern: &'a Graph,
    pub target: &'a mut Graph,
}

impl<'a> Matcher<'a> {
    /// Matches the pattern against the expression, or a part of it if it is a sum or a product.
    pub fn find(&mut self, pattern: Id, target: Id) -> Option<Found> {
        let patterns: &'a Graph = self.pattern;
        match (patterns.node(pattern), self.target.node(target)) {
            (Node::Sum(constant, terms), Node::Sum(target_constant, target_terms)) => {
                let (target_constant, target_terms) =
                    (target_constant.clone(), target_terms.clone());
                self.part_of_sum(constant, terms, &target_constant, &target_terms)
            }
            (Node::Product(factors), Node::Product(target)) => {
                let target = target.clone();
                self.part_of_product(factors, &target)
            }
            _ => {
                let mut bindings = Bindings::new();
                self.matches(pattern, target, &mut bindings).then(|| Found {
                    bindings,
                    scale: Rational::ONE,
                    power: Rational::ONE,
                    factors: Vec::new(),
                    terms: Vec::new(),
                    constant: Rational::ZERO,
                })
            }
        }
    }

    fn part_of_sum(
        &mut self,
        constant: &Rational,
        terms: &[Term],
        target_constant: &Rational,
        target: &[Term],
    ) -> Option<Found> {
        // a longer sum is searched only so far
        const LONGEST: usize = 24;
        if terms.len() > target.len() || target.len() > LONGEST {
            return None;
        }
        let anchor = self.anchor(terms.iter().map(|term| term.id));
        for candidate in target {
            let scale = &candidate.coefficient / &terms[anchor].coefficient;
            let rest = target_constant - &(&scale * constant);
            if !constant.is_zero() && !rest.is_zero() {
                continue;
            }
            let mut bindings = Bindings::new();
            if !self.matches(terms[anchor].id, candidate.id, &mut bindings) {
                continue;
            }
            let mut left: Vec<Term> = target
                .iter()
                .filter(|term| term.id != candidate.id)
                .cloned()
                .collect();
            let others = terms
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != anchor)
                .map(|(_, term)| term);
            if self.each_term(others, &scale, &mut left, &mut bindings) {
                let constant = if constant.is_zero() {
                    target_constant.clone()
                } else {
                    rest
                };
                let (power, factors) = (Rational::ONE, Vec::new());
                return Some(Found {
                    bindings,
                    scale,
                    power,
                    factors,
                    terms: left,
                    constant,
                });
            }
        }
        None
    }

    fn anchor(&self, ids: impl Iterator<Item = Id>) -> usize {
        position_of_anchor(self.pattern, ids)
    }

    fn each_term<'t>(
        &mut self,
        terms: impl Iterator<Item = &'t Term>,
        scale: &Rational,
        left: &mut Vec<Term>,
        bindings: &mut Bindings,
    ) -> bool {
        for term in terms {
            let coefficient = scale * &term.coefficient;
            if let Some(bound) = self.bound(term.id, bindings) {
                if !self.take_bound_term(bound, &coefficient, left) {
                    return false;
                }
                continue;
            }
            let position = (0..left.len()).find(|&index| {
                left[index].coefficient == coefficient
                    && self.matches(term.id, left[index].id, bindings)
            });
            match position {
                Some(index) => left.remove(index),
                None => return false,
            };
        }
        true
    }

    fn bound(&self, pattern: Id, bindings: &Bindings) -> Option<Id> {
        let Node::Symbol(symbol) = self.pattern.node(pattern) else {
            return None;
        };
        bindings
            .iter()
            .find(|(bound, _)| bound == symbol)
            .map(|(_, id)| *id)
    }

    /// Takes `coefficient * bound` out of a sum, where `bound` may itself carry a coefficient.
    fn take_bound_term(&self, bound: Id, coefficient: &Rational, left: &mut Vec<Term>) -> bool {
        let (inner, id) = self.target.split_coefficient(bound);
        let wanted = coefficient * &inner;
        let position = left
            .iter()
            .position(|term| term.id == id && term.coefficient == wanted);
        position.map(|index| left.remove(index)).is_some()
    }

    fn part_of_product(&mut self, factors: &[Factor], target: &[Factor]) -> Option<Found> {
        let anchor = self.anchor(factors.iter().map(|factor| factor.base));
        for (index, candidate) in target.iter().enumerate() {
            let wanted = &factors[anchor].exponent;
            let ratio = &candidate.exponent / wanted;
            let alone = factors.len() == 1 && *wanted == -1;
            if !ratio.is_positive() || (ratio < Rational::ONE && !alone) {
                continue;
            }
            let mut bindings = Bindings::new();
            if !self.matches(factors[anchor].base, candidate.base, &mut bindings) {
                continue;
            }
            let power = if alone { ratio } else { Rational::ONE };
            let mut left = target.to_vec();
            take(&mut left, index, &(wanted * &power));
            let others = factors
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != anchor)
                .map(|(_, factor)| factor);
            if let Some(scale) = self.each_factor(others, &mut left, &mut bindings) {
                let (terms, constant) = (Vec::new(), Rational::ZERO);
                return Some(Found {
                    bindings,
                    scale,
                    power,
                    factors: left,
                    terms,
                    constant,
                });
            }
        }
        None
    }

    /// Takes the factors of a pattern out of a product; what remains must be multiplied by the result.
    fn each_factor<'f>(
        &mut self,
        factors: impl Iterator<Item = &'f Factor>,
        left: &mut Vec<Factor>,
        bindings: &mut Bindings,
    ) -> Option<Rational> {
        let mut scale = Rational::ONE;
        for factor in factors {
            if let Some(bound) = self.bound(factor.base, bindings) {
                scale = &scale * &self.take_bound_factor(bound, &factor.exponent, left)?;
                continue;
            }
            let index = (0..left.len()).find(|&index| {
                covers(&left[index].exponent, &factor.exponent)
                    && self.matches(factor.base, left[index].base, bindings)
            })?;
            take(left, index, &factor.exponent);
        }
        Some(scale)
    }

    /// Takes `bound^exponent` out of a product, factor by factor; returns the coefficient that this leaves.
    fn take_bound_factor(
        &self,
        bound: Id,
        exponent: &Rational,
        left: &mut Vec<Factor>,
    ) -> Option<Rational> {
        let (coefficient, wanted) = self.target.split_product(bound);
        for factor in wanted {
            let exponent = &factor.exponent * exponent;
            let index = left.iter().position(|other| {
                other.base == factor.base && covers(&other.exponent, &exponent)
            })?;
            take(left, index, &exponent);
        }
        coefficient.pow(-exponent.to_i64()?, 4096)
    }

    /// Whether the whole pattern is the whole expression; binds letters.
    fn matches(&mut self, pattern: Id, target: Id, bindings: &mut Bindings) -> bool {
        let before = bindings.len();
        let matched = self.matches_node(pattern, target, bindings);
        if !matched {
            bindings.truncate(before);
        }
        matched
    }

    fn matches_node(&mut self, pattern: Id, target: Id, bindings: &mut Bindings) -> bool {
        let patterns: &'a Graph = self.pattern;
        match (patterns.node(pattern), self.target.node(target)) {
            (Node::Symbol(symbol), _) => match bindings.iter().find(|(bound, _)| bound == symbol) {
                Some((_, bound)) => *bound == target,
                None => {
                    bindings.push((*symbol, target));
                    true
                }
            },
            (Node::Rational(a), Node::Rational(b)) => a == b,
            (Node::Constant(a), Node::Constant(b)) => a == b,
            (Node::Apply(func, args), Node::Apply(other, others)) => {
                if func != other || args.len() != others.len() {
                    return false;
                }
                let others = others.clone();
                args.iter()
                    .zip(others.iter())
                    .all(|(&a, &b)| self.matches(a, b, bindings))
            }
            (Node::Reduce(reduction, a), Node::Reduce(other, b)) => {
                let b = *b;
                reduction == other && self.matches(*a, b, bindings)
            }
            (Node::Power(a, b), Node::Power(c, d)) => {
                let (c, d) = (*c, *d);
                self.matches(*a, c, bindings) && self.matches(*b, d, bindings)
            }
            (Node::Sum(constant, terms), _) => self.whole_sum(constant, terms, target, bindings),
            (Node::Product(factors), _) => self.whole_product(factors, target, bindings),
            _ => false,
        }
    }

    fn whole_sum(
        &mut self,
        constant: &Rational,
        terms: &[Term],
        target: Id,
        bindings: &mut Bindings,
    ) -> bool {
        // a single scaled term matches anything: the letter takes the scale
        if let [term] = terms
            && constant.is_zero()
        {
            let scaled = self.target.scale(target, &term.coefficient.recip());
            return self.matches(term.id, scaled, bindings);
        }
        let Node::Sum(other, target_terms) = self.target.node(target) else {
            return false;
        };
        if constant != other || terms.len() != target_terms.len() {
            return false;
        }
        let mut left = target_terms.to_vec();
        self.each_term(terms.iter(), &Rational::ONE, &mut left, bindings) && left.is_empty()
    }

    fn whole_product(&mut self, factors: &[Factor], target: Id, bindings: &mut Bindings) -> bool {
        let (coefficient, mut left) = self.target.split_product(target);
        let letter = factors.iter().position(|factor| {
            factor.exponent.is_one()
                && matches!(self.pattern.node(factor.base), Node::Symbol(_))
                && self.bound(factor.base, bindings).is_none()
        });
        let others = factors
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != letter)
            .map(|(_, factor)| factor);
        let Some(scale) = self.each_factor(others, &mut left, bindings) else {
            return false;
        };
        let scale = &scale * &coefficient;
        let Some(letter) = letter else {
            return left.is_empty() && scale.is_one();
        };
        let rest = self.target.product(
            left.into_iter()
                .map(|factor| (factor.base, factor.exponent)),
        );
        let rest = self.target.scale(rest, &scale);
        self.matches(factors[letter].base, rest, bindings)
    }
}

/// The operand of a pattern that is looked for first; none of what is neither a sum nor a product.
pub(super) fn anchor(pattern: &Graph, root: Id) -> Option<Id> {
    let operands: Vec<Id> = match pattern.node(root) {
        Node::Sum(_, terms) => terms.iter().map(|term| term.id).collect(),
        Node::Product(factors) => factors.iter().map(|factor| factor.base).collect(),
        _ => return None,
    };
    Some(operands[position_of_anchor(pattern, operands.iter().copied())])
}

/// Where what is looked for first stands: one that is more than a letter.
fn position_of_anchor(pattern: &Graph, mut ids: impl Iterator<Item = Id>) -> usize {
    ids.position(|id| !matches!(pattern.node(id), Node::Symbol(_)))
        .unwrap_or(0)
}

/// Whether a power can give that power up: same direction, at least as far.
fn covers(have: &Rational, want: &Rational) -> bool {
    have.is_negative() == want.is_negative() && have.abs() >= want.abs()
}

fn take(factors: &mut Vec<Factor>, index: usize, exponent: &Rational) {
    factors[index].exponent = &factors[index].exponent - exponent;
    if factors[index].exponent.is_zero() {
        factors.remove(index);
    }
}
