//! Polynomials that vanish where an input is 0, or where exponentials have vanished: written so that nothing cancels there.
//!
//! Beside such a place an exponential `w` that tends to 1 is written `1 - g` with the gap `g = -expm1(..)`, or, where the
//! first order cancels too, as its Taylor polynomial and the rest of its series.

use gradus_syntax::Comparison;

use super::{Atom, Base, Emitter, Form, Kind, Op, Poly, Real, Unary, Value};
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

/// How much nearer to 0 inputs must be where what is near for parameters alone is known, too.
const SHRUNK: f64 = 0.25;

/// The most terms of a polynomial that is rewritten.
pub(super) const MOST_TERMS: usize = 60;

impl Emitter<'_, '_> {
    /// Forms whose sums do not cancel at an anchor, and where they are to be used: one of two anchors may need both.
    pub(super) fn near_forms(&mut self, form: &Form) -> Vec<Near> {
        let mut all: Vec<Near> = Vec::new();
        let anchors = [Anchor::Origin, Anchor::Tail, Anchor::AllZero];
        all.extend(self.near_form(form, &anchors));
        let mut others = Vec::new();
        if all.iter().any(|near| !near.closeness.is_empty()) {
            others.push(Anchor::Tail);
        }
        for anchor in others {
            let near = self.near_form(form, &[anchor]);
            all.extend(near.filter(|near| all.iter().all(|other| near.form != other.form)));
        }
        let mut beside_parameters = false;
        for anchor in [Anchor::Parameters, Anchor::AllZero] {
            if !self.is_divided_by_what_vanishes(form, anchor) {
                continue;
            }
            if let Some(mut near) = self.near_form(form, &[anchor])
                && all.iter().all(|other| near.form != other.form)
            {
                if beside_parameters {
                    self.shrink_reach(&mut near);
                }
                beside_parameters |= anchor == Anchor::Parameters;
                // the nearest first
                let is_joined =
                    all.iter().any(|other| other.closeness.is_empty()) || near.closeness.len() > 1;
                let place = match anchor {
                    Anchor::AllZero => 0,
                    _ if is_joined => 0,
                    _ => all.len(),
                };
                all.insert(place, near);
            }
        }
        all
    }

    /// How small inputs must be, nearer to 0: powers of them are multiplied out, where something else does as well further out.
    fn shrink_reach(&self, near: &mut Near) {
        for (small, bound) in &mut near.closeness {
            let is_of_inputs = match small {
                Small::Form(form) => self.form_has(form, true) && !self.form_has(form, false),
                Small::Exponent(_) => false,
            };
            if is_of_inputs {
                *bound *= SHRUNK;
            }
        }
    }

    /// Whether a form is divided by what vanishes with parameters at an anchor.
    fn is_divided_by_what_vanishes(&mut self, form: &Form, anchor: Anchor) -> bool {
        form.factors.iter().any(|(base, exponent)| {
            let own = Form::base(*base);
            exponent.is_negative()
                && self.form_has(&own, false)
                && (self.form_vanishes(&own, anchor) || self.is_vanishing_error(*base, anchor))
        })
    }

    fn near_form(&mut self, form: &Form, anchors: &[Anchor]) -> Option<Near> {
        let mut near = Near {
            form: form.clone(),
            closeness: Vec::new(),
        };
        for (base, exponent) in &form.factors {
            let Some(poly) = self.sum_of_base(*base) else {
                continue;
            };
            if poly.terms().len() > MOST_TERMS || self.has_pattern(&poly) {
                continue;
            }
            if self.is_sum_of_accurate_terms(&poly) {
                continue;
            }
            let Some(mut own) = self.near_sum(&poly, anchors) else {
                continue;
            };
            if let [Anchor::Parameters] = anchors {
                own = self.resolved_beside_parameters(own);
            }
            let Some(power) = self.raised_upright(&own.form, exponent) else {
                continue;
            };
            near.form = self.algebra.times(&near.form.without(*base), &power);
            near.closeness.extend(own.closeness);
        }
        (near.form != *form).then_some(near)
    }

    /// A sum that cancels at an anchor, by the first way to write it that helps.
    fn near_sum(&mut self, poly: &Poly, anchors: &[Anchor]) -> Option<Near> {
        let beside_zero = !matches!(anchors, [Anchor::Tail | Anchor::Parameters]);
        let has_tail = || {
            let is_tail = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Erfcx(_));
            poly.atoms().iter().any(is_tail)
        };
        // what tails are like beside 0 is seldom what they cancel against
        let (early, late) = (beside_zero && has_tail(), beside_zero && !has_tail());
        self.difference_of_logarithms(poly)
            .or_else(|| self.logarithm_of_tail(poly))
            .or_else(|| beside_zero.then(|| self.expanded_sum(poly)).flatten())
            .or_else(|| early.then(|| self.summed_series(poly)).flatten())
            .or_else(|| {
                let alone = anchors.len() == 1;
                let mut anchors = anchors.iter();
                anchors.find_map(|&anchor| self.rewritten(poly, anchor, alone))
            })
            .or_else(|| late.then(|| self.summed_series(poly)).flatten())
            .or_else(|| self.joined_logarithms(poly))
            .or_else(|| self.joined_angles(poly))
    }

    /// What was joined into one function of a quotient, as a series beside where parameters vanish.
    fn resolved_beside_parameters(&mut self, near: Near) -> Near {
        let Near {
            mut form,
            mut closeness,
        } = near;
        for (base, exponent) in &form.factors.clone() {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let series = exponent
                .is_one()
                .then(|| self.taylor(&poly, Anchor::Parameters));
            if let Some(own) = series.flatten() {
                form = self.algebra.times(&form.without(*base), &own.form);
                closeness.extend(own.closeness);
            }
        }
        Near { form, closeness }
    }

    /// Whether nothing cancels in a sum, and its terms are as accurate as their atoms.
    fn is_sum_of_accurate_terms(&self, poly: &Poly) -> bool {
        let is_accurate = |atom: &Atom| match *self.algebra.kind(*atom) {
            Kind::Symbol(_) | Kind::Exp(_) => true,
            Kind::Ln(form) => {
                let excess = self.algebra.excess(form);
                excess.is_some_and(|(excess, _)| self.has_terms_of_one_sign(excess))
            }
            _ => self.is_constant_atom(*atom),
        };
        self.has_terms_of_one_sign(poly) && poly.atoms().iter().all(is_accurate)
    }

    /// The polynomial of a sum, or of the opposite of one.
    pub(super) fn sum_of_base(&self, base: Base) -> Option<Poly> {
        match base {
            Base::Sum(id) => Some(self.algebra.poly(id).clone()),
            Base::Atom(atom) => match *self.algebra.kind(atom) {
                Kind::Opposite(Base::Sum(id)) => {
                    Some(self.algebra.poly(id).scaled(&Rational::MINUS_ONE))
                }
                _ => None,
            },
        }
    }

    /// Whether all that must be small is so; none if nothing must.
    pub(super) fn is_close(&mut self, near: &Near) -> Option<Option<Value>> {
        let mut condition: Option<Value> = None;
        for (small, bound) in &near.closeness {
            let value = match small {
                Small::Exponent(atom) => self.exponent(*atom, &Rational::MINUS_ONE)?.high,
                Small::Form(form) => {
                    let value = self.value(form)?;
                    self.ops().unary(Unary::Abs, value)
                }
            };
            let bound = self.ops().constant(bound_of_small(*bound));
            let small = self.ops().compare(Comparison::Less, value, bound);
            condition = Some(match condition {
                Some(condition) => self.ops().push(Op::And(condition, small)),
                None => small,
            });
        }
        Some(condition)
    }

    /// A sum written for an anchor; `is_divided` if the whole is divided by what vanishes with parameters there.
    fn rewritten(&mut self, original: &Poly, anchor: Anchor, is_divided: bool) -> Option<Near> {
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
}

/// A bound for both types: what is tiny in f64 only is less so in f32.
fn bound_of_small(bound: f64) -> Real {
    let single = if bound < 1e-8 { bound.sqrt() } else { bound };
    super::bound(bound, single as f32)
}

/// How small exponents are where gaps are used.
pub(super) const GAP: f64 = 0.7;

pub(super) fn one() -> Poly {
    Poly::constant(Rational::ONE)
}
