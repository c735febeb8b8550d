//! Polynomials in an input that are simpler in the input less a number: `x^2 - 2 m x + m^2 + 1` is `(x - m)^2 + 1`.
//!
//! Multiplied out, as the normal form has them, they cancel near `x = m`.

use super::{Atom, Base, Emitter, FormId, Kind, Poly, Value};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A polynomial in one input as one in that input plus what makes the second highest power vanish, where that is simpler.
    pub(super) fn completed(&mut self, poly: &Poly) -> Option<Poly> {
        let input = self.only_input(poly)?;
        let degree = poly.degree(input);
        let coefficients = poly.coefficients(input);
        let count = Rational::new(1, i64::from(degree));
        let shift = coefficients[degree as usize - 1].scaled(&count);
        if degree < 2 || shift.is_zero() {
            return None;
        }
        let shift = shift.over(&coefficients[degree as usize])?;
        let sum = Poly::atom(input).plus(&shift);
        let sum = self.algebra.factored(&sum, &[]).ok()?;
        let id = self.algebra.form_id(sum);
        let shifted = self.algebra.atom(Kind::Shifted(id));
        let back = Poly::atom(shifted).plus(&shift.scaled(&Rational::MINUS_ONE));
        let completed = poly.substitute(input, &back);
        is_simpler(&completed, poly).then_some(completed)
    }

    /// The input of a polynomial in it and in parameters and constants.
    fn only_input(&self, poly: &Poly) -> Option<Atom> {
        let mut others = poly
            .atoms()
            .into_iter()
            .filter(|&atom| !self.is_fixed_atom(atom));
        let input = others
            .next()
            .filter(|&atom| matches!(self.algebra.kind(atom), Kind::Symbol(_)))?;
        others.next().is_none().then_some(input)
    }

    /// An input plus what does not depend on inputs, rounded once.
    pub(super) fn shifted_input(&mut self, form: FormId) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        if let [(Base::Sum(id), _)] = form.factors[..] {
            let poly = self.algebra.poly(id).clone();
            if form.coefficient.is_one() && !self.is_exact_difference(&poly) {
                return self.offset_value(&poly);
            }
        }
        self.value(&form)
    }
}

/// Whether it has much fewer terms, or much smaller ones where all of them are numbers.
fn is_simpler(completed: &Poly, poly: &Poly) -> bool {
    if poly.atoms().len() > 1 {
        return completed.terms().len() + 2 <= poly.terms().len();
    }
    let lower = |poly: &Poly| {
        let terms = poly.terms().iter();
        let most = terms.clone().map(|term| degree(term.0.powers())).max();
        terms
            .filter(|term| Some(degree(term.0.powers())) != most)
            .fold(Rational::ZERO, |total, term| &total + &term.1.abs())
    };
    &lower(completed) * &Rational::from(8) < lower(poly)
}

fn degree(powers: &[(Atom, u32)]) -> u32 {
    powers.iter().map(|power| power.1).sum()
}
