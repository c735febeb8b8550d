//! What vanishes with exponentials: logarithms of `1 + u`, `1 - exp(-u)`, `erf(u)`, `atan(u)`, and sums of such.

use gradus_syntax::Func;

use super::atoms::{Algebra, Kind};
use super::form::{Base, Form};
use super::poly::{Monomial, Poly};
use crate::rational::Rational;

/// A base that tends to `rest` times exponentials as these vanish.
pub(super) struct Vanishing {
    pub exponentials: Form,
    pub rest: Form,
}

impl Algebra {
    /// How a base vanishes with exponentials, where it is no product of them but tends to one.
    pub fn vanishing(&mut self, base: Base) -> Option<Vanishing> {
        match base {
            Base::Atom(atom) => match self.kind(atom).clone() {
                Kind::Ln(form) => {
                    let (excess, below) = self.excess(form)?.clone();
                    let below = self.factored(&below, &[]).ok()?;
                    let below = self.raised(&below, &Rational::MINUS_ONE)?;
                    let excess = self.factored(&excess, &[]).ok()?;
                    let quotient = self.times(&excess, &below);
                    self.split(&quotient)
                }
                Kind::Apply(
                    Func::Sin | Func::Tan | Func::Asin | Func::Atan | Func::Asinh | Func::Atanh,
                    arguments,
                ) => {
                    let form = self.form(arguments[0]).clone();
                    self.split(&form)
                }
                _ => None,
            },
            Base::Sum(id) => {
                let poly = self.poly(id).clone();
                let leading = match self.exponent_of_gap(&poly) {
                    Some(exponent) => Some(exponent),
                    None => self.leading_of_erf(&poly),
                };
                match leading {
                    Some(leading) => self.split(&leading),
                    None => self.leading_of_sum(&poly),
                }
            }
        }
    }

    /// The terms of a sum that vanish with one exponential, where all others vanish with that and more.
    fn leading_of_sum(&mut self, poly: &Poly) -> Option<Vanishing> {
        let mut terms = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let term = self.vanishing_term(monomial)?;
            terms.push((term.exponentials, term.rest.scaled(coefficient)));
        }
        let single = |form: &Form| matches!(form.factors[..], [(_, ref count)] if count.is_one());
        let exponential = terms.iter().find(|term| single(&term.0))?.0.clone();
        let base = exponential.factors[0].0;
        if terms
            .iter()
            .any(|term| term.0.exponent(base) < Rational::ONE)
        {
            return None;
        }
        let leading: Vec<Form> = terms
            .into_iter()
            .filter(|term| term.0 == exponential)
            .map(|term| term.1)
            .collect();
        let rest = self.sum(&leading).ok()?;
        (!rest.is_zero()).then_some(Vanishing {
            exponentials: exponential,
            rest,
        })
    }

    /// The exponentials that a product vanishes with, and the rest.
    fn vanishing_term(&mut self, monomial: &Monomial) -> Option<Vanishing> {
        let mut whole = Form::one();
        for &(atom, count) in monomial.powers() {
            let own = match self.vanishing(Base::Atom(atom)) {
                Some(own) => self.times(&own.exponentials, &own.rest),
                None => Form::atom(atom),
            };
            let power = self.raised(&own, &Rational::from(i64::from(count)))?;
            whole = self.times(&whole, &power);
        }
        self.split(&whole)
    }

    /// The `z` of a monomial that is `exp(-z^2) erfcx(z)`.
    pub fn tail_argument(&mut self, monomial: &Monomial) -> Option<Form> {
        let [a, b] = monomial.powers() else {
            return None;
        };
        let (exponential, tail) = if matches!(self.kind(a.0), Kind::Exp(_)) {
            (a, b)
        } else {
            (b, a)
        };
        let Kind::Erfcx(argument) = *self.kind(tail.0) else {
            return None;
        };
        let Kind::Exp(square) = *self.kind(exponential.0) else {
            return None;
        };
        let argument = self.form(argument).clone();
        let expected = self.raised(&argument, &Rational::from(2))?;
        let unit = self.unit(square)? * &Rational::from(i64::from(exponential.1));
        let found = self.form(square).scaled(&unit);
        (expected == found && tail.1 == 1).then_some(argument)
    }

    /// The `2/sqrt(π) z` that `erf(z)` tends to as `z` vanishes, of a sum that is `c(1 - exp(-z^2) erfcx(z))`.
    fn leading_of_erf(&mut self, poly: &Poly) -> Option<Form> {
        let [(first, scale), (second, rest)] = poly.terms() else {
            return None;
        };
        if !second.powers().is_empty() || *rest != -scale {
            return None;
        }
        let argument = self.tail_argument(first)?;
        let pi = Base::Atom(self.atom(Kind::Pi));
        let slope = Form {
            coefficient: rest * &Rational::from(2),
            factors: vec![(pi, Rational::new(-1, 2))],
        };
        Some(self.times(&argument, &slope))
    }

    /// The `a` of `1 - exp(-a)` where it is made of exponentials.
    fn exponent_of_gap(&self, poly: &Poly) -> Option<Form> {
        let [(first, scale), (second, rest)] = poly.terms() else {
            return None;
        };
        let [(atom, count)] = first.powers() else {
            return None;
        };
        let Kind::Exp(argument) = *self.kind(*atom) else {
            return None;
        };
        if !second.powers().is_empty() || *rest != -scale {
            return None;
        }
        let unit = self.unit(argument)? * &Rational::from(i64::from(*count));
        let form = self.form(argument);
        let positive = form
            .factors
            .iter()
            .all(|factor| self.is_exponential(factor.0));
        positive.then(|| form.scaled(&(&unit * rest)))
    }

    fn is_exponential(&self, base: Base) -> bool {
        matches!(base, Base::Atom(atom) if matches!(self.kind(atom), Kind::Exp(_)))
    }

    /// A form as its exponentials, which all vanish, and the rest.
    fn split(&self, form: &Form) -> Option<Vanishing> {
        let (exponentials, others): (Vec<_>, Vec<_>) = form
            .factors
            .iter()
            .cloned()
            .partition(|factor| self.is_exponential(factor.0));
        if exponentials.is_empty() || exponentials.iter().any(|factor| factor.1.is_negative()) {
            return None;
        }
        Some(Vanishing {
            exponentials: Form {
                coefficient: Rational::ONE,
                factors: exponentials,
            },
            rest: Form {
                coefficient: form.coefficient.clone(),
                factors: others,
            },
        })
    }
}
