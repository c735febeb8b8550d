//! Tails of the error function as `1 - erf(z)`, beside where `z` vanishes.

use super::anchors::{Anchor, one};
use super::{Atom, Base, Emitter, FormId, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// With `1 - erf(z)` for `exp(-z^2) erfcx(z)` where `z` vanishes.
    pub(super) fn with_error_functions(&mut self, poly: &Poly, anchor: Anchor) -> Poly {
        let mut result = poly.clone();
        for tail in poly.atoms() {
            let Kind::Erfcx(argument) = *self.algebra.kind(tail) else {
                continue;
            };
            if !self.form_vanishes(self.algebra.form(argument), anchor) || result.degree(tail) > 1 {
                continue;
            }
            let gaussian = match self.exponential_beside(&result, tail) {
                Some((exponential, count)) => Monomial::power(exponential, count),
                None if self.cancels_beside(&result, tail, anchor) => {
                    Monomial::power(tail, result.degree(tail) + 1)
                }
                None => continue,
            };
            let coefficients = result.coefficients(tail);
            let Some(scale) = self.over_gaussian(&coefficients[1], argument, &gaussian) else {
                continue;
            };
            let error =
                Poly::atom(self.algebra.atom(Kind::Erf(argument))).scaled(&Rational::MINUS_ONE);
            result = coefficients[0].plus(&scale.times(&error.plus(&one())));
        }
        result
    }

    /// Whether the terms of a sum that do not vanish at the anchor add up to nothing where a tail is 1.
    fn cancels_beside(&mut self, poly: &Poly, tail: Atom, anchor: Anchor) -> bool {
        if !matches!(anchor, Anchor::Origin | Anchor::AllZero) {
            return false;
        }
        let mut there = poly.substitute(tail, &one());
        for other in poly.atoms() {
            if let Kind::Erfcx(argument) = *self.algebra.kind(other)
                && self.form_vanishes(self.algebra.form(argument), anchor)
            {
                there = there.substitute(other, &one());
            }
        }
        let mut tending = there.atoms();
        tending.retain(|&atom| self.tends_to_one(atom, anchor));
        self.cancels(poly, &there, &tending, anchor)
    }

    /// What stands beside a tail over `exp(-z^2)`, a power of an exponential: divided by it, or else times `exp(z^2)`.
    fn over_gaussian(
        &mut self,
        poly: &Poly,
        argument: FormId,
        gaussian: &Monomial,
    ) -> Option<Poly> {
        let mut total = Poly::new(Vec::new());
        let argument = self.algebra.form(argument).clone();
        let square = self.algebra.raised(&argument, &Rational::from(2))?;
        let square = self.algebra.form_id(square);
        let inverse = Poly::atom(self.algebra.atom(Kind::ExpOf(square)));
        for (monomial, coefficient) in poly.terms() {
            let term = match monomial.over(gaussian) {
                Some(rest) => Poly::new(vec![(rest, coefficient.clone())]),
                None => Poly::new(vec![(monomial.clone(), coefficient.clone())]).times(&inverse),
            };
            total = total.plus(&term);
        }
        Some(total)
    }

    /// The exponential, and its power, with which a scaled error function makes an error function.
    fn exponential_beside(&mut self, poly: &Poly, tail: Atom) -> Option<(Atom, u32)> {
        let beside = poly
            .terms()
            .iter()
            .find(|term| term.0.exponent(tail) == 1)?
            .0
            .clone();
        for &(atom, exponent) in beside.powers() {
            for count in 1..=exponent {
                let pair = Monomial::power(atom, count).times(&Monomial::power(tail, 1));
                if self.algebra.tail_argument(&pair).is_some() {
                    return Some((atom, count));
                }
            }
        }
        None
    }

    /// Whether a base is `c(1 - exp(-z^2) erfcx(z))` for a `z` that vanishes.
    pub(super) fn is_vanishing_error(&mut self, base: Base, anchor: Anchor) -> bool {
        let Base::Sum(id) = base else { return false };
        let poly = self.algebra.poly(id).clone();
        let [(first, a), (second, b)] = poly.terms() else {
            return false;
        };
        let argument = self.algebra.tail_argument(first);
        second.powers().is_empty()
            && *b == -a
            && argument.is_some_and(|argument| self.form_vanishes(&argument, anchor))
    }
}
