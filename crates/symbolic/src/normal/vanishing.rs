//! What vanishes with exponentials: logarithms of `1 + u`, `1 - exp(-u)`, `atan(u)`.

use gradus_syntax::Func;

use super::atoms::{Algebra, Kind};
use super::form::{Base, Form};
use super::poly::Poly;
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
                let exponent = self.exponent_of_gap(&poly)?;
                self.split(&exponent)
            }
        }
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
