//! Sines and cosines of sums with multiples of π, and spherical Bessel functions made of them.

use gradus_syntax::Func;

use super::atoms::Kind;
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use super::poly::{Monomial, Poly};
use crate::rational::Rational;

type Built = Result<Form, Stop>;

impl Cell<'_> {
    /// A sine or cosine, without the half turns that its argument has for certain.
    pub fn sine(&mut self, func: Func, a: &Form) -> Built {
        if self.algebra.is_exact() {
            return self.exact_sine(func, a);
        }
        let Some((quarters, rest)) = self.without_turns(a)? else {
            return Ok(self.opaque(func, std::slice::from_ref(a)));
        };
        // cos(a) is the sine a quarter turn later
        let quarters = if func == Func::Cos {
            quarters + 1
        } else {
            quarters
        };
        let value = match (quarters.rem_euclid(2), rest.is_zero()) {
            (0, true) => Form::zero(),
            (_, true) => Form::one(),
            (0, false) => self.opaque(Func::Sin, &[rest]),
            (_, false) => self.opaque(Func::Cos, &[rest]),
        };
        let negative = quarters.rem_euclid(4) >= 2;
        Ok(if negative {
            value.scaled(&Rational::MINUS_ONE)
        } else {
            value
        })
    }

    /// With `sin(a)^2` for the sum `1 - cos(a)^2`, which cancels beside 0.
    pub fn with_sines(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let [(square, scale), (one, rest)] = poly.terms() else {
                continue;
            };
            let (&[(atom, 2)], true) = (square.powers(), one.powers().is_empty()) else {
                continue;
            };
            let Kind::Apply(Func::Cos, arguments) = self.algebra.kind(atom).clone() else {
                continue;
            };
            if *rest != -scale {
                continue;
            }
            let sine = self.algebra.atom(Kind::Apply(Func::Sin, arguments));
            let square = Form {
                coefficient: -scale,
                factors: vec![(Base::Atom(sine), Rational::from(2))],
            };
            if let Some(power) = self.algebra.raised(&square, exponent) {
                result = self.algebra.times(&result.without(*base), &power);
            }
        }
        result
    }

    /// The quarter turns of an argument, and what is left of it.
    fn without_turns(&mut self, a: &Form) -> Result<Option<(i64, Form)>, Stop> {
        let pi = self.algebra.atom(Kind::Pi);
        let Some(quarters) = self.quarters_of_sum(a).or_else(|| self.quarters_far_out(a)) else {
            return Ok(None);
        };
        let turns = Form::atom(pi).scaled(&Rational::new(-quarters, 2));
        let rest = self.add(&[a.clone(), turns])?;
        Ok(Some((quarters, rest)))
    }

    /// The constant term of a sum in quarter turns.
    fn quarters_of_sum(&mut self, a: &Form) -> Option<i64> {
        let pi = self.algebra.atom(Kind::Pi);
        // far out an input is one over its inverse
        let (above, below) = self.algebra.as_quotient(a)?;
        let [(divisor, scale)] = below.terms() else {
            return None;
        };
        let turn = divisor.times(&Monomial::power(pi, 1));
        let term = above.terms().iter().find(|term| term.0 == turn)?;
        let quarters = &(&term.1 * &Rational::from(2)) * &scale.recip();
        quarters.to_i64().filter(|quarters| *quarters != 0)
    }

    /// What a multiple of π tends to where exponentials vanish, in quarter turns.
    fn quarters_far_out(&mut self, a: &Form) -> Option<i64> {
        let pi = self.algebra.atom(Kind::Pi);
        let (above, below) = self.algebra.as_quotient(a)?;
        let limit = |poly: &Poly| {
            let is_exponential = |power: &(super::atoms::Atom, u32)| {
                matches!(self.algebra.kind(power.0), Kind::Exp(_))
            };
            let left = poly
                .terms()
                .iter()
                .filter(|term| !term.0.powers().iter().any(is_exponential));
            Poly::new(left.cloned().collect())
        };
        let (above, below) = (limit(&above), limit(&below));
        let [(monomial, coefficient)] = above.terms() else {
            return None;
        };
        if monomial.powers() != [(pi, 1)] {
            return None;
        }
        let quarters = &(coefficient * &Rational::from(2)) * &below.as_constant()?.recip();
        quarters.to_i64().filter(|quarters| *quarters != 0)
    }

    /// A spherical Bessel function; of a multiple of π beyond 1 by sine and cosine, whose turns are exact.
    pub fn bessel(&mut self, order: u8, a: &Form) -> Built {
        if self.algebra.is_exact() {
            return self.exact_bessel(order, a);
        }
        let pi = Base::Atom(self.algebra.atom(Kind::Pi));
        let has_pi = a.factors.iter().any(|(base, _)| match base {
            Base::Sum(id) => self
                .algebra
                .poly(*id)
                .atoms()
                .iter()
                .any(|&atom| Base::Atom(atom) == pi),
            Base::Atom(_) => *base == pi,
        });
        if order > 4 || !has_pi || !self.is_beyond_one(a)? {
            let id = self.algebra.form_id(a.clone());
            return Ok(Form::atom(self.algebra.atom(Kind::Bessel(order, id))));
        }
        self.bessel_by_sines(order, a)
    }

    /// By the recurrence from sine and cosine.
    pub fn bessel_by_sines(&mut self, order: u8, a: &Form) -> Built {
        let inverse = self.power(a, &Rational::MINUS_ONE)?;
        let (sine, cosine) = (self.sine(Func::Sin, a)?, self.sine(Func::Cos, a)?);
        let mut last = self.algebra.times(&sine, &inverse);
        let tail = self
            .algebra
            .times(&cosine, &inverse)
            .scaled(&Rational::MINUS_ONE);
        let slope = self.algebra.times(&last, &inverse);
        let mut next = self.add(&[slope, tail])?;
        for n in 0..order {
            let scaled = self
                .algebra
                .times(&next, &inverse)
                .scaled(&i64::from(2 * n + 3).into());
            let later = self.add(&[scaled, last.scaled(&Rational::MINUS_ONE)])?;
            (last, next) = (next, later);
        }
        Ok(last)
    }

    fn is_beyond_one(&mut self, a: &Form) -> Result<bool, Stop> {
        for sign in [Rational::ONE, Rational::MINUS_ONE] {
            let beyond = self.add(&[a.scaled(&sign), Form::constant(Rational::MINUS_ONE)])?;
            if self.is_non_negative(&beyond)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
