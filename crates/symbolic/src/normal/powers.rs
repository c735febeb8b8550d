//! Powers in a cell: of rational exponents, root by root, and of symbolic ones.

use super::atoms::Kind;
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use super::poly::Poly;
use crate::rational::Rational;

type Built = Result<Form, Stop>;

impl Cell<'_> {
    /// A form to a rational power.
    pub fn power(&mut self, base: &Form, exponent: &Rational) -> Built {
        if base.is_zero() && !exponent.is_positive() {
            return Err(Stop::Outside);
        }
        if exponent.is_integer() || base.is_zero() {
            return self.algebra.raised(base, exponent).ok_or(Stop::Outside);
        }
        self.root(base, exponent)
    }

    /// A form to a fractional power: its factors one by one, each positive; the whole is so where its root is real.
    fn root(&mut self, form: &Form, exponent: &Rational) -> Built {
        let mut factors = Vec::new();
        let mut mixed = Vec::new();
        let mut negative = form.coefficient.is_negative();
        for (base, power) in &form.factors {
            let signs = self.signs(&Form::base(*base));
            if signs.is_non_negative() {
                factors.push((*base, power * exponent));
            } else if signs.is_non_positive() || power.is_even() {
                let positive = self.is_non_negative(&Form::base(*base))?;
                let magnitude = if positive {
                    *base
                } else {
                    self.opposite(*base)
                };
                factors.push((magnitude, power * exponent));
                negative ^= !positive && !power.is_even();
            } else {
                mixed.push((*base, power * exponent));
            }
        }
        let may_vanish = form.factors.len() > 1
            && exponent.is_positive()
            && self.signs(form).zero
            && form.factors.iter().all(|factor| factor.1.is_positive());
        match mixed[..] {
            // only where a factor is zero is it real, and zero
            [] if negative && may_vanish => return Ok(Form::zero()),
            [] if negative => return Err(Stop::Undefined),
            [] => {}
            [(base, _)] if may_vanish => {
                self.is_non_negative(&Form::base(base))?;
                return Err(Stop::Outside);
            }
            [(base, ref power)] => {
                let magnitude = if negative { self.opposite(base) } else { base };
                factors.push((magnitude, power.clone()));
            }
            [(base, _), ..] => {
                self.is_non_negative(&Form::base(base))?;
                return Err(Stop::Outside);
            }
        }
        self.refine_for(&factors)?;
        let root = self
            .algebra
            .root_of(&form.coefficient.abs(), exponent, factors);
        root.ok_or(Stop::Outside)
    }

    fn opposite(&mut self, base: Base) -> Base {
        Base::Atom(self.algebra.atom(Kind::Opposite(base)))
    }

    /// Exponentials have integer exponents only: their units are refined where these are not.
    fn refine_for(&mut self, factors: &[(Base, Rational)]) -> Result<(), Stop> {
        for (base, power) in factors {
            if let Base::Atom(atom) = base
                && let Kind::Exp(argument) = *self.algebra.kind(*atom)
                && !power.is_integer()
            {
                let unit = self
                    .algebra
                    .unit(argument)
                    .cloned()
                    .unwrap_or(Rational::ONE);
                let order = Rational::from(dashu_int::IBig::from(power.denominator()));
                self.algebra
                    .refine_unit(argument, &(&unit * &order.recip()));
                return Err(Stop::Again);
            }
        }
        Ok(())
    }

    /// A power with a symbolic exponent: exponentials and whole powers leave it.
    pub fn symbolic_power(&mut self, base: &Form, exponent: &Form) -> Built {
        if let Some(value) = exponent.as_constant() {
            return self.power(base, &value.clone());
        }
        if base.is_zero() {
            return Ok(if self.is_positive(exponent)? {
                Form::zero()
            } else {
                self.opaque_power(base, exponent)
            });
        }
        if !self.is_positive(base)? {
            return Ok(self.opaque_power(base, exponent));
        }
        let mut product = Form::one();
        let mut rest = base.clone();
        for (factor, power) in &base.factors {
            if let Base::Atom(atom) = factor
                && let Kind::Exp(_) = self.algebra.kind(*atom)
            {
                let single = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(*factor, power.clone())],
                };
                let logarithm = self.ln(&single)?;
                let scaled = self.algebra.times(&logarithm, exponent);
                let exp = self.exp(&scaled)?;
                product = self.algebra.times(&product, &exp);
                rest = rest.without(*factor);
            }
        }
        if rest == Form::one() {
            return Ok(product);
        }
        let (whole, exponent) = self.whole_part(exponent)?;
        let power = self.power(&rest, &whole)?;
        let logarithm = self.ln(&rest)?;
        let scaled = self.algebra.times(&logarithm, &exponent);
        let symbolic = self.oriented_exp(&scaled)?;
        let rest = self.algebra.times(&power, &symbolic);
        Ok(self.algebra.times(&product, &rest))
    }

    fn opaque_power(&mut self, base: &Form, exponent: &Form) -> Form {
        let (base, exponent) = (
            self.algebra.form_id(base.clone()),
            self.algebra.form_id(exponent.clone()),
        );
        Form::atom(self.algebra.atom(Kind::Power(base, exponent)))
    }

    /// A whole number that an exponent is beside another, and the rest: the same one for `n/(n - 1)` as for `1/(n - 1)`.
    fn whole_part(&mut self, exponent: &Form) -> Result<(Rational, Form), Stop> {
        let whole = match self.algebra.as_poly(exponent) {
            Some(poly) => constant_term(&poly).floor(),
            None => self.whole_quotient(exponent).unwrap_or(Rational::ZERO),
        };
        let rest = self.add(&[exponent.clone(), Form::constant(-&whole)])?;
        Ok((whole, rest))
    }

    /// How often the leading term of what a quotient is divided by goes into what is divided.
    fn whole_quotient(&mut self, quotient: &Form) -> Option<Rational> {
        let (above, below) = self.algebra.as_quotient(quotient)?;
        let (leading, scale) = below
            .terms()
            .iter()
            .find(|term| !term.0.powers().is_empty())?;
        let (_, own) = above.terms().iter().find(|term| term.0 == *leading)?;
        Some((own * &scale.recip()).floor())
    }
}

fn constant_term(poly: &Poly) -> Rational {
    let constant = poly.terms().iter().find(|term| term.0.powers().is_empty());
    constant.map_or(Rational::ZERO, |term| term.1.clone())
}
