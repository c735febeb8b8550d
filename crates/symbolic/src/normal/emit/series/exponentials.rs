//! Exponentials of sums by those of their parts: what they are at an anchor, and series in the rest of their exponents.

use super::super::anchors::{Anchor, Small, one};
use super::super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use super::Series;
use super::sorts::Sort;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// With products of exponentials of single terms for those of sums, if there are any: beside where all exponents vanish their
    /// series then have no variables in common.
    /// Where only whole powers of them occur these are taken together. The whole is to be multiplied with a form at last.
    pub(super) fn with_exponents_parted(&mut self, poly: &Poly) -> Option<(Poly, Form)> {
        let mut exponentials = Vec::new();
        for atom in poly.atoms() {
            if let Some(exponent) = self.exponent_poly(atom, Anchor::AllZero) {
                let powers = (1..).zip(poly.coefficients(atom).into_iter().skip(1));
                let occurring = powers.filter(|(_, coefficient)| !coefficient.is_zero());
                let count = occurring.fold(0, |count, (power, _)| gcd(count, power));
                exponentials.push((atom, exponent, count));
            }
        }
        let is_parted =
            |(_, exponent, count): &(Atom, Poly, usize)| exponent.terms().len() > 1 || *count > 1;
        if !exponentials.iter().any(is_parted) {
            return None;
        }
        let (mut parted, mut factor) = (poly.clone(), Form::one());
        let mut known: Vec<(Form, Atom)> = Vec::new();
        for (atom, exponent, count) in exponentials {
            let degree = (poly.degree(atom) as usize / count) as u32;
            let [upright, inverse] = self.parts_of_exponential(&exponent, count, &mut known)?;
            let coefficients = parted.coefficients(atom);
            let powers = (0u32..).zip(coefficients.iter().step_by(count));
            parted = powers.fold(Poly::new(Vec::new()), |total, (power, coefficient)| {
                let own = upright.power(power).times(&inverse.power(degree - power));
                total.plus(&coefficient.times(&own))
            });
            for (atom, exponent) in inverse.terms()[0].0.powers() {
                let power = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(
                        Base::Atom(*atom),
                        -&Rational::from(i64::from(exponent * degree)),
                    )],
                };
                factor = self.algebra.times(&factor, &power);
            }
        }
        Some((parted, factor))
    }

    /// Exponentials of the terms of an exponent, times a number, and those whose inverses stand for exponentials of the others, of
    /// which the opposites are known.
    fn parts_of_exponential(
        &mut self,
        exponent: &Poly,
        count: usize,
        known: &mut Vec<(Form, Atom)>,
    ) -> Option<[Poly; 2]> {
        let mut parts = [one(), one()];
        for (monomial, coefficient) in exponent.terms() {
            let power = Rational::from(-(count as i64));
            let term = Poly::new(vec![(monomial.clone(), coefficient * &power)]);
            let form = self.algebra.factored(&term, &[]).ok()?;
            let opposite = form.scaled(&Rational::MINUS_ONE);
            let (side, atom) = match known.iter().find(|own| own.0 == opposite) {
                Some(own) => (1, own.1),
                None => {
                    let id = self.algebra.form_id(form.clone());
                    (0, self.algebra.atom(Kind::ExpOf(id)))
                }
            };
            known.push((form, atom));
            parts[side] = parts[side].times(&Poly::atom(atom));
        }
        Some(parts)
    }

    /// What an exponential is at the anchor, where its exponent neither vanishes there nor stays as it is.
    pub(in super::super) fn value_of_exponential(
        &mut self,
        atom: Atom,
        anchor: Anchor,
    ) -> Option<Poly> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        if self.form_vanishes(self.algebra.form(argument), anchor) {
            return None;
        }
        self.series_beside_value(atom, anchor)?.factor
    }

    /// Of an exponential whose exponent does not vanish at the anchor: what it is there times the series in the rest.
    pub(super) fn series_beside_value(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let exponent = self.exponent_poly(atom, anchor)?;
        let minus = Rational::MINUS_ONE;
        let (mut rest, mut value) = (Vec::new(), Vec::new());
        for term in exponent.terms() {
            let form = self.algebra.factored(&Poly::new(vec![term.clone()]), &[]);
            let side = match self.form_vanishes(&form.ok()?, anchor) {
                true => &mut rest,
                false => &mut value,
            };
            side.push((term.0.clone(), &term.1 * &minus));
        }
        let (rest, value) = (Poly::new(rest), Poly::new(value));
        let value = self.algebra.factored(&value, &[]).ok()?;
        if rest.is_zero() || self.is_constant_factor(&value) {
            return None;
        }
        let form = self.algebra.factored(&rest, &[]).ok()?;
        let id = self.algebra.form_id(form);
        Some(Series {
            known_by: Some(self.algebra.atom(Kind::Expm1(id))),
            factor: Some(self.exponential_of_value(&value)),
            ..self.growth(id)?
        })
    }

    /// The series of the exponential of a form.
    pub(super) fn growth(&mut self, form: FormId) -> Option<Series> {
        let form = self.algebra.form(form).clone();
        Some(Series {
            variable: self.as_poly_in_numbers(&form)?,
            divisor: None,
            small: Small::Form(form),
            sort: Sort::Growth,
            scale: Rational::ONE,
            known_by: None,
            factor: None,
        })
    }

    /// The exponential of a form that is not above about 0, by one that occurs where there is one.
    fn exponential_of_value(&mut self, form: &Form) -> Poly {
        let argument = self.algebra.form_id(form.with_coefficient(Rational::ONE));
        let count = self
            .algebra
            .unit(argument)
            .filter(|_| self.signs(form).is_non_positive())
            .and_then(|unit| (&form.coefficient.abs() * &unit.recip()).to_i64());
        if let Some(count) = count.and_then(|count| u32::try_from(count).ok()) {
            let atom = self.algebra.atom(Kind::Exp(argument));
            return Poly::new(vec![(Monomial::power(atom, count), Rational::ONE)]);
        }
        let id = self.algebra.form_id(form.clone());
        Poly::atom(self.algebra.atom(Kind::ExpOf(id)))
    }

    /// With exponentials that occur for the powers of others that are powers of them.
    pub(super) fn with_known_exponentials(&mut self, poly: &Poly) -> Poly {
        let mut result = poly.clone();
        for atom in poly.atoms() {
            let Kind::ExpOf(argument) = *self.algebra.kind(atom) else {
                continue;
            };
            let form = self.algebra.form(argument).clone();
            let coefficients = result.coefficients(atom);
            let mut total = Poly::new(Vec::new());
            for (power, coefficient) in (0i64..).zip(&coefficients) {
                if coefficient.is_zero() {
                    continue;
                }
                let own = match power {
                    0 => one(),
                    _ => self.exponential_of_value(&form.scaled(&Rational::from(power))),
                };
                let is_new = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::ExpOf(_));
                let own = match power > 1 && own.atoms().iter().any(is_new) {
                    true => Poly::new(vec![(Monomial::power(atom, power as u32), Rational::ONE)]),
                    false => own,
                };
                total = total.plus(&coefficient.times(&own));
            }
            result = total;
        }
        result
    }

    pub(super) fn is_exponential_near_one(&self, atom: Atom, anchor: Anchor) -> bool {
        matches!(self.algebra.kind(atom), Kind::Exp(_)) && self.tends_to_one(atom, anchor)
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
