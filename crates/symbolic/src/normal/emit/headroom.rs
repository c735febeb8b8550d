//! Sums that are made smaller after they were added up: they must not leave the range before.

use super::anchors::Anchor;
use super::parts::Parts;
use super::{Base, Binary, Emitter, Form, Guard, Kind, Poly};
use crate::normal::growth;
use crate::rational::Rational;

/// The most a leading coefficient is divided by, as a power of two.
const MOST_HALVINGS: u32 = 60;

impl Emitter<'_, '_> {
    /// Takes a sum out of a form that may be beyond the range where the form is not: `3*x + 1` over 3, `b*x + 1` over `b`.
    pub(super) fn leave_headroom(
        &mut self,
        constants: &mut Form,
        others: &mut Form,
        guard: Guard,
        parts: &mut Parts,
    ) -> Option<()> {
        if growth::is_outweighed(self.graph(), self.algebra, others) {
            return Some(());
        }
        for (base, exponent) in &others.factors.clone() {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let graph = self.graph();
            if !exponent.is_one()
                || growth::poly_degree(graph, self.algebra, &poly) < 1.0
                || self.has_pattern(&poly)
                || self.conjugate(&poly).is_some()
            {
                continue;
            }
            let beside = others.without(*base);
            let is_done = match growth::leading_coefficient(graph, self.algebra, &poly) {
                Some(leading) => {
                    let beside = (&beside, guard);
                    self.halved_sum(&poly, &leading, constants, beside, parts)?
                }
                None => self.split_sum(&poly, &beside, parts)?,
            };
            match is_done {
                Done::Nothing => continue,
                Done::Sum => *others = beside,
                Done::Whole => *others = Form::one(),
            }
            return Some(());
        }
        Some(())
    }

    /// A sum whose leading coefficient is above 1, over a power of two as all else is. What vanishes with the input would
    /// lose digits.
    fn halved_sum(
        &mut self,
        poly: &Poly,
        leading: &Rational,
        constants: &mut Form,
        (beside, guard): (&Form, Guard),
        parts: &mut Parts,
    ) -> Option<Done> {
        let shrinks = constants.factors.is_empty() && constants.coefficient.abs() < Rational::ONE;
        let may_shrink = shrinks || !beside.factors.is_empty();
        if *leading <= Rational::ONE || !may_shrink || self.poly_vanishes(poly, Anchor::Origin) {
            return Some(Done::Nothing);
        }
        let mut whole = Rational::ONE;
        for _ in 0..MOST_HALVINGS {
            if whole >= *leading {
                break;
            }
            whole = &whole + &whole;
        }
        let value = self.horner(&poly.scaled(&whole.recip()), guard)?;
        parts.above.push(value);
        parts.grows = true;
        if self.is_divided_late(beside) {
            // with the constant after that
            let total = &whole * &constants.coefficient;
            let part = self.ops().rational(&total.recip());
            parts.late[1].push(part);
            *constants = constants.with_coefficient(Rational::ONE);
        } else {
            let part = self.ops().rational(&whole.recip());
            parts.below.push(part);
        }
        Some(Done::Sum)
    }

    /// Whether a product is divided by powers of an input at last.
    pub(super) fn is_divided_late(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, exponent)| {
            let Base::Atom(atom) = base else { return false };
            match self.algebra.kind(*atom) {
                Kind::Symbol(symbol) => exponent.is_negative() && self.is_input(*symbol),
                Kind::Inverse(_) => exponent.is_positive(),
                _ => false,
            }
        })
    }

    /// The leading terms of a sum with parameters beside them and the rest, of the same sign, each times the parameters that
    /// the sum is multiplied with or divided by.
    fn split_sum(&mut self, poly: &Poly, beside: &Form, parts: &mut Parts) -> Option<Done> {
        let graph = self.graph();
        let is_parameter = |(base, _): &(Base, Rational)| match base {
            Base::Atom(atom) => growth::is_parameter(graph, self.algebra, *atom),
            Base::Sum(_) => false,
        };
        if beside.factors.is_empty() || !beside.factors.iter().all(is_parameter) {
            return Some(Done::Nothing);
        }
        let highest = growth::poly_degree(graph, self.algebra, poly);
        let (leading, rest): (Vec<_>, Vec<_>) =
            poly.terms().iter().cloned().partition(|(monomial, _)| {
                growth::monomial_degree(graph, self.algebra, monomial) == Some(highest)
            });
        let both = [Poly::new(leading), Poly::new(rest)];
        let signs = [0, 1].map(|index| {
            self.knowledge
                .of_poly(self.graph(), self.algebra, &both[index])
        });
        let same = signs.iter().all(|signs| signs.is_non_negative())
            || signs.iter().all(|signs| signs.is_non_positive());
        if !same || both[1].is_zero() {
            return Some(Done::Nothing);
        }
        let mut values = Vec::new();
        for part in &both {
            let form = self.algebra.factored(part, &[]).ok()?;
            let form = self.algebra.times(&form, beside);
            values.push(self.value(&form)?);
        }
        let sum = self.ops().binary(Binary::Add, values[0], values[1]);
        parts.above.push(sum);
        parts.grows = true;
        Some(Done::Whole)
    }
}

/// What was taken out of a form.
enum Done {
    Nothing,
    /// The sum.
    Sum,
    /// The sum and what stands beside it.
    Whole,
}
