//! Sums of logarithms and exponents that cancel, as one logarithm of 1 plus something small.

use super::anchors::{GAP, Near, Small, one};
use super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use crate::rational::Rational;

/// How near 1 quotients are whose logarithms are joined.
const NEAR: f64 = 0.5;

/// `Σ scale_i ln(a_i)` times a common polynomial, and the terms without logarithms.
struct Logarithms {
    /// The logarithms with their scales.
    scaled: Vec<(Form, Rational)>,
    /// What all of them are multiplied with.
    common: Poly,
    rest: Poly,
}

impl Emitter<'_, '_> {
    /// `c Σ s_i ln(a_i) + c e + rest` with the logarithms and exponents `e` as `c ln(1 + ..)`.
    pub(super) fn one_logarithm(&mut self, poly: &Poly) -> Option<Near> {
        let Logarithms {
            scaled,
            common,
            mut rest,
        } = self.logarithms(poly)?;
        let content = scaled.iter().map(|(_, own)| own.abs());
        let content = content.reduce(|content, own| content.gcd(&own))?;
        let scale = content.recip();
        let mut product = Form::one();
        for (form, own) in &scaled {
            let power = self.algebra.raised(form, &(own * &scale))?;
            product = self.algebra.times(&product, &power);
        }
        let exponents = self.exponents_beside(&common, &rest, &scale);
        if scaled.len() == 1 && exponents.is_empty() {
            // there is nothing to join
            return None;
        }
        for (terms, exponential) in exponents {
            rest = rest.plus(&terms.scaled(&Rational::MINUS_ONE));
            product = self.algebra.times(&product, &exponential);
        }
        let form = self.minus_one(&product)?;
        let exponentials = self.exponentials_of(&form);
        let id = self.algebra.form_id(form);
        let logarithm = Poly::atom(self.algebra.atom(Kind::Log1p(id)));
        let total = common.times(&logarithm).scaled(&scale.recip()).plus(&rest);
        let form = self.algebra.factored(&total, &[]).ok()?;
        Some(Near {
            form,
            closeness: exponentials
                .into_iter()
                .map(|atom| (Small::Exponent(atom), GAP))
                .collect(),
        })
    }

    /// `c ln(erfcx(z)) - c z^2` as `c ln(1 - erf(z))` where `z` is small.
    pub(super) fn logarithm_of_tail(&mut self, poly: &Poly) -> Option<Near> {
        for atom in poly.atoms() {
            let Kind::Ln(form) = *self.algebra.kind(atom) else {
                continue;
            };
            let of = self.algebra.form(form).clone();
            let [(Base::Atom(tail), ref power)] = of.factors[..] else {
                continue;
            };
            let Kind::Erfcx(argument) = *self.algebra.kind(tail) else {
                continue;
            };
            if !power.is_one() || !of.coefficient.is_one() {
                continue;
            }
            let [rest, scale] = <[Poly; 2]>::try_from(poly.coefficients(atom)).ok()?;
            let argument_form = self.algebra.form(argument).clone();
            let square = self.algebra.raised(&argument_form, &Rational::from(2))?;
            let square = self.algebra.as_poly(&square)?;
            let others = rest.plus(&square.times(&scale));
            if others.terms().len() >= rest.terms().len() {
                continue;
            }
            let error = Form::atom(self.algebra.atom(Kind::Erf(argument)));
            let id = self.algebra.form_id(error.scaled(&Rational::MINUS_ONE));
            let logarithm = Poly::atom(self.algebra.atom(Kind::Log1p(id)));
            let total = others.plus(&logarithm.times(&scale));
            let form = self.algebra.factored(&total, &[]).ok()?;
            let closeness = vec![(Small::Form(argument_form), NEAR)];
            return Some(Near { form, closeness });
        }
        None
    }

    /// `c ln(1 + u) - c ln(1 + v)` as `c ln(1 + (u - v)/(1 + v))` for two exponentials: nothing cancels anywhere.
    pub(super) fn difference_of_logarithms(&mut self, poly: &Poly) -> Option<Near> {
        let logarithms: Vec<(Atom, Atom)> = poly
            .atoms()
            .into_iter()
            .filter_map(|atom| Some((atom, self.exponential_beside_one(atom)?)))
            .collect();
        for (index, &(a, u)) in logarithms.iter().enumerate() {
            for &(b, v) in &logarithms[index + 1..] {
                let [rest, scale] = <[Poly; 2]>::try_from(poly.coefficients(a)).ok()?;
                let [rest, other] = <[Poly; 2]>::try_from(rest.coefficients(b)).ok()?;
                if scale.plus(&other).is_zero() && scale.degree(b) == 0 {
                    let logarithm = self.logarithm_of_quotient(u, v)?;
                    let total = rest.plus(&scale.times(&Poly::atom(logarithm)));
                    let form = self.algebra.factored(&total, &[]).ok()?;
                    let closeness = Vec::new();
                    return Some(Near { form, closeness });
                }
            }
        }
        None
    }

    /// `c ln(a) - c ln(b)` as `c ln(1 + (a - b)/b)` where `a` is near `b`.
    pub(super) fn joined_logarithms(&mut self, poly: &Poly) -> Option<Near> {
        let logarithms: Vec<(Atom, FormId)> = poly
            .atoms()
            .into_iter()
            .filter_map(|atom| match *self.algebra.kind(atom) {
                Kind::Ln(form) => Some((atom, form)),
                _ => None,
            })
            .collect();
        for (index, &(a, above)) in logarithms.iter().enumerate() {
            for &(b, below) in &logarithms[index + 1..] {
                let [rest, scale] = <[Poly; 2]>::try_from(poly.coefficients(a)).ok()?;
                let [rest, other] = <[Poly; 2]>::try_from(rest.coefficients(b)).ok()?;
                if !scale.plus(&other).is_zero() || scale.degree(b) > 0 {
                    continue;
                }
                // beside other terms the logarithm of a number is one of them
                let fixed = [a, b].map(|atom| self.is_fixed_atom(atom));
                if fixed == [true; 2] || fixed != [false; 2] && !rest.is_zero() {
                    continue;
                }
                let (above, below) = (
                    self.algebra.form(above).clone(),
                    self.algebra.form(below).clone(),
                );
                let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
                let quotient = self.algebra.times(&above, &inverse);
                let excess = self.minus_one(&quotient)?;
                let id = self.algebra.form_id(excess.clone());
                let logarithm = Poly::atom(self.algebra.atom(Kind::Log1p(id)));
                let total = rest.plus(&scale.times(&logarithm));
                let form = self.algebra.factored(&total, &[]).ok()?;
                let closeness = vec![(Small::Form(excess), NEAR)];
                return Some(Near { form, closeness });
            }
        }
        None
    }

    /// The `u` of `ln(1 + u)`, an exponential.
    fn exponential_beside_one(&self, logarithm: Atom) -> Option<Atom> {
        let Kind::Ln(form) = *self.algebra.kind(logarithm) else {
            return None;
        };
        let (excess, below) = self.algebra.excess(form)?;
        let [(monomial, scale)] = excess.terms() else {
            return None;
        };
        let [(atom, 1)] = monomial.powers() else {
            return None;
        };
        let plain = scale.is_one() && below.as_constant()?.is_one();
        let exponential = matches!(self.algebra.kind(*atom), Kind::Exp(_));
        (plain && exponential).then_some(*atom)
    }

    /// `ln((1 + u)/(1 + v))`.
    fn logarithm_of_quotient(&mut self, u: Atom, v: Atom) -> Option<Atom> {
        let difference = Form::atom(self.algebra.atom(Kind::Difference(u, v)));
        let below = Poly::atom(v).plus(&one());
        let below = self.algebra.factored(&below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        let excess = self.algebra.times(&difference, &inverse);
        let id = self.algebra.form_id(excess);
        Some(self.algebra.atom(Kind::Log1p(id)))
    }

    fn logarithms(&self, poly: &Poly) -> Option<Logarithms> {
        let is_logarithm = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Ln(_));
        let (mut scaled, mut common, mut rest) = (Vec::new(), None, poly.clone());
        for atom in poly.atoms().into_iter().filter(is_logarithm) {
            let coefficients = rest.coefficients(atom);
            let [without, beside] = &coefficients[..] else {
                return None;
            };
            if beside.atoms().iter().any(is_logarithm) {
                return None;
            }
            let (_, own) = beside.content();
            let shared = beside.scaled(&own.recip());
            match &common {
                Some(common) if *common != shared => return None,
                _ => common = Some(shared),
            }
            let Kind::Ln(form) = *self.algebra.kind(atom) else {
                return None;
            };
            scaled.push((self.algebra.form(form).clone(), own));
            rest = without.clone();
        }
        Some(Logarithms {
            scaled,
            common: common?,
            rest,
        })
    }

    /// Terms without logarithms that are, over what logarithms are multiplied with, exponents of exponentials, with those.
    fn exponents_beside(
        &mut self,
        common: &Poly,
        rest: &Poly,
        scale: &Rational,
    ) -> Vec<(Poly, Form)> {
        if rest.is_zero() {
            return Vec::new();
        }
        if let Some(exponential) = self.exponential_of(common, rest, scale) {
            return vec![(rest.clone(), exponential)];
        }
        let mut found = Vec::new();
        for term in rest.terms() {
            let term = Poly::new(vec![term.clone()]);
            if let Some(exponential) = self.exponential_of(common, &term, scale) {
                found.push((term, exponential));
            }
        }
        found
    }

    /// A form less 1, factored.
    fn minus_one(&mut self, form: &Form) -> Option<Form> {
        let (above, below) = self.algebra.as_quotient(form)?;
        let excess = above.plus(&below.scaled(&Rational::MINUS_ONE));
        let divisors = self.algebra.likely_divisors(&excess);
        let excess = self.algebra.factored(&excess, &divisors).ok()?;
        let below = self.algebra.factored(&below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        Some(self.algebra.times(&excess, &inverse))
    }

    /// The exponential of a polynomial over another, times a scale, that is a multiple of the argument of one that is there
    /// already.
    fn exponential_of(&mut self, below: &Poly, above: &Poly, scale: &Rational) -> Option<Form> {
        let below = self.algebra.factored(below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        let above = self.algebra.factored(above, &[]).ok()?;
        let form = self.algebra.times(&above, &inverse).scaled(scale);
        let argument = self.algebra.form_id(form.with_coefficient(Rational::ONE));
        let unit = self.algebra.unit(argument)?.clone();
        let power = &form.coefficient * &unit.recip();
        let argument = self.algebra.form(argument).clone();
        let power = if self.signs(&argument).is_non_negative() {
            -&power
        } else {
            power
        };
        if !power.is_integer() {
            return None;
        }
        let id = self.algebra.form_id(argument);
        let atom = self.algebra.atom(Kind::Exp(id));
        Some(Form {
            coefficient: Rational::ONE,
            factors: vec![(Base::Atom(atom), power)],
        })
    }
}
