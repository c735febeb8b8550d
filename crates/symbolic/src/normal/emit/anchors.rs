//! Polynomials that vanish where an input is 0, or where exponentials have vanished: written so that nothing cancels there.
//!
//! Beside such a place an exponential `w` that tends to 1 is written `1 - g` with the gap `g = -expm1(..)`, or, where the
//! first order cancels too, as its Taylor polynomial and the rest of its series.

use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::normal::atoms::SumId;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// A place that a formula is looked at near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Anchor {
    /// Inputs are 0: exponentials are 1.
    Origin,
    /// Inputs and parameters are 0.
    AllZero,
    /// Parameters are 0, whatever inputs are.
    Parameters,
    /// Exponentials of inputs are 0; exponentials of those are 1.
    Tail,
}

/// The most terms of a polynomial that is rewritten.
pub(super) const MOST_TERMS: usize = 60;

impl Emitter<'_, '_> {
    /// A sum written for an anchor; `is_divided` if the whole is divided by what vanishes with parameters there.
    pub(super) fn rewritten(
        &mut self,
        original: &Poly,
        anchor: Anchor,
        is_divided: bool,
    ) -> Option<Near> {
        let poly = &self.with_error_functions(original, anchor);
        let tending: Vec<Atom> = poly
            .atoms()
            .into_iter()
            .filter(|&atom| self.tends_to_one(atom, anchor))
            .collect();
        if is_divided && anchor == Anchor::AllZero {
            return self.taylor(poly, anchor);
        }
        let cancels = self.cancels(original, poly, &tending, anchor);
        if cancels
            && anchor == Anchor::Origin
            && !poly.atoms().into_iter().any(|a| self.is_exponential(a))
            && let Some(near) = self.taylor(poly, anchor)
        {
            return Some(near);
        }
        if cancels
            && anchor == Anchor::Origin
            && let Some(near) = self.one_logarithm(poly)
        {
            // beside other terms it may still cancel
            let alone = near.form.factors.iter().all(|(base, _)| match base {
                Base::Sum(id) => !self.has_logarithm_beside_others(*id),
                Base::Atom(_) => true,
            });
            if alone {
                return Some(near);
            }
            return Some(self.taylor(poly, anchor).unwrap_or(near));
        }
        if anchor != Anchor::AllZero
            && let Some(near) = self.taylor(poly, anchor)
        {
            return Some(near);
        }
        if !cancels {
            let at_origin = anchor == Anchor::Origin;
            return at_origin.then(|| self.offset(poly, &tending)).flatten();
        }
        if tending.is_empty() && poly == original {
            return None;
        }
        if self.gaps_of_roots_cancel(poly, &tending, anchor) {
            // a conjugate resolves a zero of any order
            return match self.conjugate(poly) {
                Some(_) => None,
                None => self
                    .by_gap_of_root(poly)
                    .or_else(|| self.taylor_of_roots(poly, anchor)),
            };
        }
        let is_root = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Root(..));
        if anchor == Anchor::Tail
            && !tending.iter().any(is_root)
            && let Some(near) = self.summed_far_out(poly)
        {
            return Some(near);
        }
        // what tails are written with has series, but no gap
        let is_grown = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::ExpOf(_));
        if anchor == Anchor::AllZero && tending.iter().any(is_grown) {
            return None;
        }
        let mut rewritten = poly.clone();
        for &atom in &tending {
            let gap = Poly::atom(self.algebra.atom(Kind::Gap(atom))).scaled(&Rational::MINUS_ONE);
            rewritten = rewritten.substitute(atom, &gap.plus(&one()));
        }
        let form = self.algebra.factored(&rewritten, &[]).ok()?;
        let closeness = tending
            .into_iter()
            .filter_map(|atom| self.gap_is_small(atom))
            .collect();
        Some(Near { form, closeness })
    }

    fn has_logarithm_beside_others(&self, sum: SumId) -> bool {
        let atoms = self.algebra.poly(sum).atoms();
        let mut atoms = atoms.into_iter();
        atoms.any(|atom| matches!(self.algebra.kind(atom), Kind::Log1p(_)))
    }

    /// Whether the terms that do not vanish at the anchor add up to nothing.
    pub(super) fn cancels(
        &mut self,
        original: &Poly,
        poly: &Poly,
        tending: &[Atom],
        anchor: Anchor,
    ) -> bool {
        let vanishes = |emitter: &Self, monomial: &Monomial| {
            monomial
                .powers()
                .iter()
                .any(|power| emitter.vanishes(power.0, anchor))
        };
        let is_logarithm = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Ln(_));
        let logarithms: Vec<Atom> = poly.atoms().into_iter().filter(is_logarithm).collect();
        let stands = original.terms().iter().any(|term| !vanishes(self, &term.0));
        if !stands && logarithms.is_empty() {
            return false;
        }
        let mut rest = poly.clone();
        for &atom in tending {
            rest = rest.substitute(atom, &one());
        }
        if anchor == Anchor::Origin {
            rest = self.with_values_of_exponentials(&rest);
        }
        for atom in logarithms {
            if let Some(limit) = self.limit_of_logarithm(atom, anchor) {
                rest = rest.substitute(atom, &Poly::atom(limit));
            }
        }
        let left = rest.terms().iter().filter(|term| !vanishes(self, &term.0));
        let left = Poly::new(left.cloned().collect());
        self.is_zero(&left)
    }

    /// With what exponentials of parameters and inputs are where inputs are 0.
    fn with_values_of_exponentials(&mut self, poly: &Poly) -> Poly {
        let mut result = poly.clone();
        for atom in poly.atoms() {
            if matches!(self.algebra.kind(atom), Kind::Exp(_))
                && let Some(value) = self.value_of_exponential(atom, Anchor::Origin)
            {
                result = result.substitute(atom, &value);
            }
        }
        result
    }

    /// A logarithm where it stands at the anchor, if its argument is a number there.
    pub(super) fn limit_of_logarithm(&mut self, atom: Atom, anchor: Anchor) -> Option<Atom> {
        let Kind::Ln(form) = *self.algebra.kind(atom) else {
            return None;
        };
        let (excess, below) = self.algebra.excess(form)?.clone();
        let (excess, below) = (self.limit(&excess, anchor)?, self.limit(&below, anchor)?);
        if below.is_zero() {
            return None;
        }
        let value = &(&excess + &below) * &below.recip();
        (value.is_positive() && !value.is_one()).then(|| self.algebra.ln(&Form::constant(value)))
    }

    /// A polynomial at the anchor, if it is a number there and not zero below the line.
    pub(super) fn limit(&self, poly: &Poly, anchor: Anchor) -> Option<Rational> {
        let mut rest = poly.clone();
        for atom in poly.atoms() {
            if self.tends_to_one(atom, anchor) {
                rest = rest.substitute(atom, &one());
            } else if self.vanishes(atom, anchor) {
                rest = rest.substitute(atom, &Poly::new(Vec::new()));
            }
        }
        rest.as_constant()
    }

    /// Whether a polynomial is zero; what it has of constants by their values.
    fn is_zero(&self, poly: &Poly) -> bool {
        let mut groups: Vec<(Monomial, Vec<(Monomial, Rational)>)> = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let mut symbolic = monomial.clone();
            let mut constant = monomial.clone();
            for &(atom, _) in monomial.powers() {
                if self.is_constant_atom(atom) {
                    symbolic = symbolic.without(atom);
                } else {
                    constant = constant.without(atom);
                }
            }
            let term = (constant, coefficient.clone());
            match groups.iter_mut().find(|group| group.0 == symbolic) {
                Some(group) => group.1.push(term),
                None => groups.push((symbolic, vec![term])),
            }
        }
        groups
            .into_iter()
            .all(|(_, terms)| self.is_zero_value(&Poly::new(terms)))
    }

    /// The exponent of an exponential, not negative, as a polynomial in symbols.
    pub(super) fn exponent_poly(&mut self, atom: Atom, anchor: Anchor) -> Option<Poly> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        if !self.is_plain_at(&form, anchor) {
            return None;
        }
        let signs = self.signs(&form);
        let scale = if signs.is_non_negative() {
            unit
        } else if signs.is_non_positive() {
            -&unit
        } else {
            return None;
        };
        self.as_poly_in_numbers(&form.scaled(&scale))
    }

    pub(super) fn exponentials_of(&self, form: &Form) -> Vec<Atom> {
        let mut found = Vec::new();
        for (base, _) in &form.factors {
            match base {
                Base::Atom(atom) => found.push(*atom),
                Base::Sum(id) => found.extend(self.algebra.poly(*id).atoms()),
            }
        }
        found.retain(|&atom| self.is_exponential(atom) && !self.is_constant_atom(atom));
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A form for the neighbourhood of an anchor.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pub form: Form,
    /// What must be small there, and how small.
    pub closeness: Vec<(Small, f64)>,
}

/// What is small near an anchor.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Small {
    /// The exponent of an exponential.
    Exponent(Atom),
    /// The magnitude of a form.
    Form(Form),
    /// The magnitude of a sum as it is written.
    Sum(Poly),
}

/// How small exponents are where gaps are used.
pub(super) const GAP: f64 = 0.7;

pub(super) fn one() -> Poly {
    Poly::constant(Rational::ONE)
}
