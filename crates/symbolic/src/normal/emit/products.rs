//! Exponentials of exponentials beside what they outweigh: `exp(-1/u)/u` is one exponential.

use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A form whose sums take in the divisors `u^k` that not all of their terms outgrow, where an exponential of `1/u` does.
    pub(super) fn with_nested_exponentials(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            if !self.is_exponential(atom) || !exponent.is_negative() {
                continue;
            }
            let Some(count) = exponent
                .to_i64()
                .and_then(|count| u32::try_from(-count).ok())
            else {
                continue;
            };
            for (sum, power) in &form.factors {
                let Base::Sum(id) = *sum else { continue };
                if !power.is_one() {
                    continue;
                }
                let poly = self.algebra.poly(id).clone();
                if let Some(divided) = self.divided_terms(&poly, atom, count)
                    && let Ok(divided) = self.algebra.factored(&divided, &[])
                {
                    let rest = result.without(*base).without(*sum);
                    result = self.algebra.times(&rest, &divided);
                    break;
                }
            }
        }
        result
    }

    /// Every term over `u^k`, exponentials that outweigh it joined with it; none where a term is left with a divisor.
    fn divided_terms(&mut self, poly: &Poly, divisor: Atom, count: u32) -> Option<Poly> {
        let power = Monomial::power(divisor, count);
        let mut terms = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            if let Some(quotient) = monomial.over(&power) {
                terms.push((quotient, coefficient.clone()));
                continue;
            }
            let mut powers = monomial.powers().iter().copied();
            let Some(nested) = powers.find(|power| self.outweighs(power.0, divisor)) else {
                let quotient = self.over_vanishing(monomial, divisor, count)?;
                terms.push((quotient, coefficient.clone()));
                continue;
            };
            let left = Rational::from(i64::from(monomial.exponent(divisor)) - i64::from(count));
            let joined = [
                (nested.0, Rational::from(i64::from(nested.1))),
                (divisor, left),
            ];
            let joined = self.algebra.atom(Kind::Joined(joined.into()));
            let rest = monomial.without(nested.0).without(divisor);
            terms.push((rest.times(&Monomial::power(joined, 1)), coefficient.clone()));
        }
        Some(Poly::new(terms))
    }

    /// A monomial over `u^k`, where it has logarithms that vanish with `u`: `ln(1 + u)/u` is a number.
    fn over_vanishing(
        &mut self,
        monomial: &Monomial,
        divisor: Atom,
        count: u32,
    ) -> Option<Monomial> {
        let left = count.checked_sub(monomial.exponent(divisor))?;
        let single = [(Base::Atom(divisor), Rational::ONE)];
        let (logarithm, exponent) = monomial.powers().iter().copied().find(|&(atom, own)| {
            let is_logarithm = matches!(self.algebra.kind(atom), Kind::Ln(_));
            is_logarithm
                && own >= left
                && self
                    .algebra
                    .vanishing(Base::Atom(atom))
                    .is_some_and(|vanishing| vanishing.exponentials.factors == single)
        })?;
        let ratio = self.algebra.atom(Kind::Ratio(Base::Atom(logarithm)));
        let rest = monomial.without(divisor).without(logarithm);
        let rest = rest.times(&Monomial::power(logarithm, exponent - left));
        Some(rest.times(&Monomial::power(ratio, left)))
    }

    /// Whether an exponential is one of something divided by another.
    fn outweighs(&self, atom: Atom, divisor: Atom) -> bool {
        let Kind::Exp(argument) = self.algebra.kind(atom) else {
            return false;
        };
        self.algebra
            .form(*argument)
            .exponent(Base::Atom(divisor))
            .is_negative()
    }
}
