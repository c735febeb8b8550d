//! What is tiny by its leading term: a square vanishes before the input that it is divided by does.

use super::anchors::{Near, Small};
use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The most terms of a sum that is looked at.
const MOST_TERMS: usize = 24;

/// A leading term, and what must be how small for it.
struct Tiny {
    term: Form,
    closeness: Vec<(Small, f64)>,
}

impl Emitter<'_, '_> {
    /// A form by the leading terms of its factors, where these leave the range though the whole does not.
    pub(super) fn tiny_form(&mut self, near: Option<&Near>, form: &Form) -> Option<Near> {
        let form = near.map_or(form, |near| &near.form);
        let mut tiny = Near {
            form: form.clone(),
            closeness: Vec::new(),
        };
        let (mut parts, mut has_root) = (Vec::new(), false);
        for (base, exponent) in &form.factors {
            let Some(own) = self.leading_term(*base) else {
                continue;
            };
            let Some(power) = self.raised_upright(&own.term, exponent) else {
                continue;
            };
            let scale = &form.coefficient;
            if !self.may_leave_range(&power, scale) && !self.may_leave_range(&own.term, scale) {
                continue;
            }
            has_root |= !exponent.is_integer();
            tiny.form = self.algebra.times(&tiny.form.without(*base), &power);
            tiny.closeness.extend(own.closeness);
            parts.push(power);
        }
        if parts.is_empty() || !has_root && !self.cancel(form, &parts, &tiny.form) {
            return None;
        }
        if let Some(near) = near {
            let is_new = |small: &Small| tiny.closeness.iter().all(|own| own.0 != *small);
            let more = near.closeness.iter().filter(|own| is_new(&own.0));
            let more: Vec<_> = more.cloned().collect();
            tiny.closeness.extend(more);
        }
        Some(tiny)
    }

    /// Whether a product of powers of symbols may overflow or vanish before a single one of them does.
    fn may_leave_range(&self, power: &Form, scale: &Rational) -> bool {
        let small = Rational::new(1, 8);
        let mut degree = Rational::ZERO;
        for (_, exponent) in self.symbols(power) {
            degree = &degree + &exponent.abs();
        }
        let is_reduced = power.coefficient.abs() < small && scale.abs() > small.recip();
        degree > Rational::ONE || is_reduced && !degree.is_zero()
    }

    /// The powers of symbols among the factors of a form.
    fn symbols<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = (Base, &'a Rational)> {
        form.factors.iter().filter_map(|(base, exponent)| {
            let Base::Atom(atom) = *base else { return None };
            let is_symbol = matches!(
                self.algebra.kind(atom),
                Kind::Symbol(_) | Kind::Inverse(_) | Kind::Opposite(_)
            );
            is_symbol.then_some((*base, exponent))
        })
    }

    /// Whether powers of symbols, or large numbers, in leading terms and beside them cancel.
    fn cancel(&self, form: &Form, parts: &[Form], whole: &Form) -> bool {
        let beside = |base: Base| {
            let plain = form.exponent(base).abs();
            parts
                .iter()
                .fold(plain, |sum, part| &sum + &part.exponent(base).abs())
        };
        let mut bases: Vec<Base> = self.symbols(form).map(|symbol| symbol.0).collect();
        for part in parts {
            bases.extend(self.symbols(part).map(|symbol| symbol.0));
        }
        let cancels = |base: &Base| beside(*base) > whole.exponent(*base).abs();
        let is_reduced = |part: &Form| part.coefficient.abs() < Rational::new(1, 8);
        bases.iter().any(cancels) || form.coefficient.abs() > 8 && parts.iter().any(is_reduced)
    }

    fn leading_term(&mut self, base: Base) -> Option<Tiny> {
        if let Base::Sum(id) = base
            && let poly = self.algebra.poly(id).clone()
            && !self.has_pattern(&poly)
            && !self.is_cosine_gap(&poly)
        {
            return self.leading_term_of_sum(&poly);
        }
        let leading = self.algebra.leading(base)?;
        let term = if leading.is_magnitude {
            self.upwards(leading.term)?
        } else {
            leading.term
        };
        let term = term.scaled(&leading.scale);
        let small = match base {
            Base::Atom(atom) => match *self.algebra.kind(atom) {
                Kind::Gap(of) if self.is_exponential(of) => Small::Exponent(of),
                _ => Small::Form(leading.argument),
            },
            Base::Sum(_) => Small::Form(leading.argument),
        };
        Some(Tiny {
            term,
            closeness: vec![(small, leading.bound)],
        })
    }

    /// A sum by the leading terms of its atoms, where those of lowest order do not cancel.
    fn leading_term_of_sum(&mut self, poly: &Poly) -> Option<Tiny> {
        if poly.terms().len() > MOST_TERMS {
            return None;
        }
        let mut closeness = Vec::new();
        let mut replaced: Vec<(Atom, Poly)> = Vec::new();
        for atom in poly.atoms() {
            let Some(own) = self.leading_term(Base::Atom(atom)) else {
                continue;
            };
            let term = self.with_constants_apart(&own.term)?;
            if self.least_degree(&term) == 0 {
                continue;
            }
            replaced.push((atom, term));
            closeness.extend(own.closeness);
        }
        if replaced.is_empty() {
            return None;
        }
        let mut total = Poly::new(Vec::new());
        let mut expected = u32::MAX;
        for term in poly.terms() {
            let mut leading = Poly::new(vec![term.clone()]);
            for (atom, own) in &replaced {
                leading = leading.substitute(*atom, own);
            }
            expected = expected.min(self.least_degree(&leading));
            total = total.plus(&leading);
        }
        if total.is_zero() || self.least_degree(&total) > expected {
            return None;
        }
        let term = self.algebra.factored(&total, &[]).ok()?;
        Some(Tiny { term, closeness })
    }

    /// A form as a polynomial, its constants as one number.
    fn with_constants_apart(&mut self, form: &Form) -> Option<Poly> {
        let (constants, others) = self.split_constants(form);
        let others = self.algebra.as_poly(&others)?;
        if let Some(value) = constants.as_constant() {
            return Some(others.scaled(value));
        }
        let id = self.algebra.form_id(constants);
        let number = self.algebra.atom(Kind::Number(id));
        Some(others.times(&Poly::atom(number)))
    }

    /// The least degree of the terms of a polynomial in inputs.
    fn least_degree(&self, poly: &Poly) -> u32 {
        let degree = |monomial: &Monomial| -> u32 {
            let powers = monomial.powers().iter();
            powers
                .filter(|power| match *self.algebra.kind(power.0) {
                    Kind::Symbol(symbol) => self.is_input(symbol),
                    Kind::Inverse(_) => true,
                    _ => false,
                })
                .map(|power| power.1)
                .sum()
        };
        let degrees = poly.terms().iter().map(|term| degree(&term.0));
        degrees.min().unwrap_or(0)
    }
}
