//! Powers and roots of forms in a cell.

use gradus_syntax::Func;

use super::atoms::{Kind, SumId};
use super::cell::{Built, Cell, Stop};
use super::form::{Base, Form};
use crate::rational::Rational;

/// The highest order of roots that powers are made of.
const HIGHEST_ROOT: u32 = 1000;

impl Cell<'_> {
    /// A form to a rational power.
    pub fn power(&mut self, base: &Form, exponent: &Rational) -> Built {
        if base.is_zero() && !exponent.is_positive() {
            return Err(Stop::Undefined);
        }
        if exponent.is_negative() && !self.algebra.is_exact() && self.may_vanish_unseen(base) {
            return Err(Stop::Outside);
        }
        if exponent.is_integer() || base.is_zero() {
            return self.algebra.raised(base, exponent).ok_or(Stop::Outside);
        }
        // powers of a root of such an order would be polynomials of that degree
        if exponent.denominator() > HIGHEST_ROOT.into() {
            return Ok(self.opaque_power(base, &Form::constant(exponent.clone())));
        }
        self.root(base, exponent)
    }

    /// A form to a fractional power: its factors one by one, each positive; the whole is so where its root is real.
    fn root(&mut self, form: &Form, exponent: &Rational) -> Built {
        let form = &match self.algebra.is_exact() {
            true => form.clone(),
            false => {
                let form = self.with_half_angles(form);
                let form = self.with_squares(&form);
                self.with_sums_joined(&form)
            }
        };
        self.orient_vanishing(form)?;
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

    /// A form with the squares of sums for what they multiply out to: `1 + sinh(x)^2` is one.
    fn with_squares(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let Some(root) = poly.square_root().filter(|_| exponent.is_integer()) else {
                continue;
            };
            let scale = poly.terms()[0].1.clone();
            if let Ok(root) = self.algebra.factored(&root, &[])
                && let Some(square) = self.algebra.raised(&root, &Rational::from(2))
                && let Some(power) = self.algebra.raised(&square.scaled(&scale), exponent)
            {
                result = self.algebra.times(&result.without(*base), &power);
            }
        }
        result
    }

    /// A form with one sum for its sums to the same power, where it is no longer than they are: `1 + w^3` under one root and not
    /// under two, which would tend to 1 from both sides.
    fn with_sums_joined(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let same = |(other, own): &&(Base, Rational)| {
                matches!(other, Base::Sum(_)) && other > base && own == exponent
            };
            let others = form.factors.iter().filter(same);
            for other in others.map(|factor| factor.0).collect::<Vec<_>>() {
                if result.exponent(*base).is_zero() || result.exponent(other).is_zero() {
                    continue;
                }
                let (own, second) = (self.algebra.poly(id), self.algebra.power_of_base(other, 1));
                let product = own.times(&second);
                if product.terms().len() > own.terms().len().min(second.terms().len()) {
                    continue;
                }
                let joined = Base::Sum(self.algebra.sum_id(product));
                let power = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(joined, exponent.clone())],
                };
                result = self
                    .algebra
                    .times(&result.without(*base).without(other), &power);
            }
        }
        result
    }

    /// Knows the sign of an input with which sums under a root vanish: beside 0 they are even powers of it, as a rule, and
    /// their roots powers of its magnitude.
    fn orient_vanishing(&mut self, form: &Form) -> Result<(), Stop> {
        if self.algebra.is_exact() {
            return Ok(());
        }
        for (base, _) in &form.factors {
            let at_origin = self.algebra.at_origin(self.graph, *base);
            let is_composed = match base {
                Base::Atom(atom) => !matches!(self.algebra.kind(*atom), Kind::Symbol(_)),
                Base::Sum(_) => true,
            };
            if is_composed
                && at_origin.is_some_and(|value| value.is_zero())
                && let [input] = self.algebra.inputs_of(self.graph, *base)[..]
            {
                let input = Form::atom(self.algebra.atom(Kind::Symbol(input)));
                self.is_non_negative(&input)?;
            }
        }
        Ok(())
    }

    /// A form with `2 sin(a/2)^2` for its factors `1 - cos(a)`, and `2 cos(a/2)^2` for `1 + cos(a)`.
    fn with_half_angles(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let Some((scale, function)) = self.half_angle(id).filter(|_| exponent.is_integer())
            else {
                continue;
            };
            let mut square = function;
            square.factors[0].1 = Rational::from(2);
            let power = self.algebra.raised(&square.scaled(&scale), exponent);
            if let Some(power) = power {
                result = self.algebra.times(&result.without(*base), &power);
            }
        }
        result
    }

    /// The `2s` and the sine or cosine of `a/2` of a sum `s(1 ± cos(a))`.
    fn half_angle(&mut self, id: SumId) -> Option<(Rational, Form)> {
        let poly = self.algebra.poly(id);
        let [(first, a), (second, b)] = poly.terms() else {
            return None;
        };
        let [(cosine, 1)] = *first.powers() else {
            return None;
        };
        let Kind::Apply(Func::Cos, arguments) = self.algebra.kind(cosine) else {
            return None;
        };
        if !second.powers().is_empty() || a.abs() != b.abs() {
            return None;
        }
        let func = if a == b { Func::Cos } else { Func::Sin };
        let scale = b * &Rational::from(2);
        let angle = self.algebra.form(arguments[0]).scaled(&Rational::new(1, 2));
        Some((scale, self.opaque(func, &[angle])))
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
}
