//! Inverse functions of what is made of several terms: their digits at the ends of their domains are those of what is left of 1.

use gradus_syntax::Func;

use super::atoms::Kind;
use super::cell::{Built, Cell, Stop};
use super::form::{Base, Form};
use crate::rational::Rational;

impl Cell<'_> {
    /// Whether a form is more than a product of symbols and numbers, so that it is rounded before a function is taken of it.
    pub fn is_composed(&self, a: &Form) -> bool {
        a.factors.iter().any(|(base, _)| match base {
            Base::Sum(_) => true,
            Base::Atom(atom) => !matches!(
                self.algebra.kind(*atom),
                Kind::Symbol(_)
                    | Kind::Inverse(_)
                    | Kind::Pi
                    | Kind::Constant(_)
                    | Kind::Integer(_)
                    | Kind::Apply(..)
            ),
        })
    }

    /// `asin`, `acos`, `atanh` or `acosh` of such a form.
    pub fn inverse_of_composed(&mut self, func: Func, a: &Form) -> Built {
        let plain = match func {
            Func::Acos if self.has_exponentials(a) => return self.acos_by_asin(a),
            Func::Atanh if self.has_exponentials(a) => return self.atanh_by_ln(a),
            Func::Acosh if self.overflows(a) => {
                return self.logarithm_with_root(a, &Rational::MINUS_ONE);
            }
            _ => self.opaque(func, std::slice::from_ref(a)),
        };
        if self.has_angles(a) {
            return Ok(plain);
        }
        let found = match func {
            Func::Asin => self.over_complement(a, Self::atan),
            Func::Atanh => self.over_complement(a, Self::asinh),
            Func::Acos => self.acos_by_atan(a),
            _ => self.acosh_by_asinh(a),
        };
        match found {
            Err(Stop::Outside) | Ok(None) => Ok(plain),
            Ok(Some(form)) => Ok(form),
            Err(stop) => Err(stop),
        }
    }

    /// `asin(a) = atan(a/sqrt(1 - a^2))`, and `atanh(a)` likewise by `asinh`.
    fn over_complement(
        &mut self,
        a: &Form,
        inverse: fn(&mut Self, &Form) -> Built,
    ) -> Result<Option<Form>, Stop> {
        let square = self.power(a, &Rational::from(2))?;
        let rest = self.add(&[Form::one(), square.scaled(&Rational::MINUS_ONE)])?;
        if !self.is_known_to_vanish(a, &rest) {
            return Ok(None);
        }
        let below = self.power(&rest, &Rational::new(-1, 2))?;
        let quotient = self.algebra.times(a, &below);
        inverse(self, &quotient).map(Some)
    }

    /// `acos(a) = 2 atan(sqrt((1 - a)/(1 + a)))`
    fn acos_by_atan(&mut self, a: &Form) -> Result<Option<Form>, Stop> {
        let (above, below) = self.beside_one(a)?;
        let inverse = self.power(&above, &Rational::MINUS_ONE)?;
        let quotient = self.algebra.times(&below, &inverse);
        if !self.is_known_to_vanish(a, &quotient) {
            return Ok(None);
        }
        let root = self.power(&quotient, &Rational::new(1, 2))?;
        Ok(Some(self.atan(&root)?.scaled(&Rational::from(2))))
    }

    /// `acosh(a) = 2 asinh(sqrt((a - 1)/2))`
    fn acosh_by_asinh(&mut self, a: &Form) -> Result<Option<Form>, Stop> {
        let rest = self.add(&[a.clone(), Form::constant(Rational::MINUS_ONE)])?;
        if !self.is_known_to_vanish(a, &rest) {
            return Ok(None);
        }
        let root = self.power(&rest.scaled(&Rational::new(1, 2)), &Rational::new(1, 2))?;
        Ok(Some(self.asinh(&root)?.scaled(&Rational::from(2))))
    }

    /// Whether what is left of 1 says more than the form itself: it vanishes with a symbol, or the form is no polynomial.
    fn is_known_to_vanish(&self, a: &Form, rest: &Form) -> bool {
        let is_symbol = |base: &Base| match base {
            Base::Atom(atom) => {
                matches!(self.algebra.kind(*atom), Kind::Symbol(_) | Kind::Inverse(_))
            }
            Base::Sum(_) => false,
        };
        let is_polynomial = self.is_algebraic(a)
            && a.factors.iter().all(|(base, exponent)| {
                exponent.is_integer() && (exponent.is_positive() || is_symbol(base))
            });
        !is_polynomial || rest.factors.iter().any(|(base, _)| is_symbol(base))
    }

    fn has_angles(&self, a: &Form) -> bool {
        self.has_atom(a, |kind| {
            matches!(kind, Kind::Apply(Func::Sin | Func::Cos | Func::Tan, _))
        })
    }

    /// `acos(a) = 2 asin(sqrt((1 - a)/2))`, which keeps the digits of what tends to 1.
    pub fn acos_by_asin(&mut self, a: &Form) -> Built {
        let positive = self.is_non_negative(a)?;
        let sign = if positive {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        };
        let half = Rational::new(1, 2);
        let rest = self.add(&[Form::one(), a.scaled(&sign)])?.scaled(&half);
        let root = self.power(&rest, &half)?;
        let angle = self.opaque(Func::Asin, &[root]).scaled(&Rational::from(2));
        if positive {
            return Ok(angle);
        }
        let pi = Form::atom(self.algebra.atom(Kind::Pi));
        self.add(&[pi, angle.scaled(&Rational::MINUS_ONE)])
    }

    /// `atanh(a) = ln((1 + a)/(1 - a))/2`, which keeps the digits of what tends to 1.
    fn atanh_by_ln(&mut self, a: &Form) -> Built {
        let (above, below) = self.beside_one(a)?;
        let inverse = self.power(&below, &Rational::MINUS_ONE)?;
        let quotient = self.algebra.times(&above, &inverse);
        Ok(self.ln(&quotient)?.scaled(&Rational::new(1, 2)))
    }
}
