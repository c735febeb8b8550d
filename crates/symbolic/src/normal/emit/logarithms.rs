//! Sums of logarithms and exponents that cancel, as one logarithm of 1 plus something small.

use super::anchors::{GAP, Near, Small};
use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::rational::Rational;

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
        let scale = scaled.iter().fold(Rational::ONE, |scale, (_, own)| {
            let denominator = (own * &scale).denominator();
            &scale * &Rational::from(dashu_int::IBig::from(denominator))
        });
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
        for (exponents, exponential) in exponents {
            rest = rest.plus(&exponents.times(&common).scaled(&Rational::MINUS_ONE));
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

    /// Terms without logarithms that are exponents of exponentials, with those.
    fn exponents_beside(
        &mut self,
        common: &Poly,
        rest: &Poly,
        scale: &Rational,
    ) -> Vec<(Poly, Form)> {
        let mut found = Vec::new();
        if let Some(all) = rest.over(common).filter(|all| !all.is_zero())
            && let Some(exponential) = self.exponential_of(&all.scaled(scale))
        {
            return vec![(all, exponential)];
        }
        let [(monomial, factor)] = common.terms() else {
            return found;
        };
        for (term, coefficient) in rest.terms() {
            let Some(term) = term.over(monomial) else {
                continue;
            };
            let exponent = Poly::new(vec![(term, coefficient * &factor.recip())]);
            if let Some(exponential) = self.exponential_of(&exponent.scaled(scale)) {
                found.push((exponent, exponential));
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

    /// The exponential of a polynomial that is a multiple of the argument of one that is there already.
    fn exponential_of(&mut self, poly: &Poly) -> Option<Form> {
        let form = self.algebra.factored(poly, &[]).ok()?;
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
