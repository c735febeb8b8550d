//! Sums of logarithms and exponents that cancel, as one logarithm of 1 plus something small.

use gradus_syntax::Func;

use super::anchors::{Anchor, GAP, Near, Small, one};
use super::joined::with_common_factor;
use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::normal::outgrown::outgrown;
use crate::rational::Rational;

/// How near 1 quotients are whose logarithms are joined.
pub(super) const NEAR: f64 = 0.5;

/// `Σ scale_i ln(a_i)` times a common polynomial, and the terms without logarithms.
pub(super) struct Logarithms {
    /// The logarithms with their scales.
    pub scaled: Vec<(Form, Rational)>,
    /// What all of them are multiplied with.
    pub common: Poly,
    pub rest: Poly,
}

/// A sum of logarithms and exponents as that of one product.
struct Product {
    of: Form,
    /// What the logarithm of that is multiplied with.
    factor: Poly,
    rest: Poly,
}

/// How large what a logarithm has above 1 may be: it overflows in neither type.
const OUTGROWN: f64 = 1e15;

impl Emitter<'_, '_> {
    /// `c Σ s_i ln(a_i) + c e + rest` with the logarithms and exponents `e` as `c ln(1 + ..)`.
    pub(super) fn one_logarithm(&mut self, poly: &Poly) -> Option<Near> {
        let product = self.product_of_logarithms(poly)?;
        let (form, of) = self.with_one_logarithm(&product)?;
        let exponentials = self.exponentials_of(&of);
        Some(Near {
            form,
            closeness: exponentials
                .into_iter()
                .map(|atom| (Small::Exponent(atom), GAP))
                .collect(),
        })
    }

    /// `c ln(l + u) + c e` with the exponential `u = exp(-e)` as `c ln(1 + ..)`, as long as it does not overflow, where `l` may be tiny; with
    /// other terms, which may have more of `e`.
    pub(super) fn outgrown_logarithm(&mut self, poly: &Poly) -> Option<Near> {
        let Logarithms {
            scaled,
            common,
            rest,
        } = self.logarithms(poly)?;
        let mut content = content_of(&scaled)?;
        if scaled.iter().all(|(_, own)| own.is_negative()) {
            content = -&content;
        }
        let of = self.product_of_powers(&scaled, &content.recip())?;
        let (exponential, exponent) = self.exponent_beside(&of)?;
        let factor = common.scaled(&content);
        let others = rest.plus(&factor.times(&exponent).scaled(&Rational::MINUS_ONE));
        if others.terms().len() >= rest.terms().len() {
            return None;
        }
        let inverse = Form {
            coefficient: Rational::ONE,
            factors: vec![(Base::Atom(exponential), Rational::MINUS_ONE)],
        };
        let product = Product {
            of: self.algebra.times(&of, &inverse),
            factor,
            rest: others,
        };
        outgrown(self.graph(), self.algebra, &product.of)?;
        let (form, excess) = self.with_one_logarithm(&product)?;
        Some(Near {
            form,
            closeness: vec![(Small::Form(excess), OUTGROWN)],
        })
    }

    /// The exponential in the only sum that a form is a multiple of, if there is one, and minus its exponent.
    fn exponent_beside(&mut self, form: &Form) -> Option<(Atom, Poly)> {
        let mut sums = form.factors.iter().filter_map(|(base, _)| match base {
            Base::Sum(id) => Some(*id),
            Base::Atom(_) => None,
        });
        let (id, None) = (sums.next()?, sums.next()) else {
            return None;
        };
        let mut atoms = self.algebra.poly(id).atoms().into_iter();
        let exponential = atoms.find(|atom| matches!(self.algebra.kind(*atom), Kind::Exp(_)))?;
        let exponent = self.exponent_poly(exponential, Anchor::AllZero)?;
        Some((exponential, exponent))
    }

    fn product_of_powers(&mut self, scaled: &[(Form, Rational)], scale: &Rational) -> Option<Form> {
        let mut product = Form::one();
        for (form, own) in scaled {
            let power = self.algebra.raised(form, &(own * scale))?;
            product = self.algebra.times(&product, &power);
        }
        Some(product)
    }

    fn product_of_logarithms(&mut self, poly: &Poly) -> Option<Product> {
        let Logarithms {
            scaled,
            common,
            mut rest,
        } = self.logarithms(poly)?;
        let content = content_of(&scaled)?;
        let scale = content.recip();
        let mut of = self.product_of_powers(&scaled, &scale)?;
        let exponents = self.exponents_beside(&common, &rest, &scale);
        if scaled.len() == 1 && exponents.is_empty() {
            // there is nothing to join
            return None;
        }
        for (terms, exponential) in exponents {
            rest = rest.plus(&terms.scaled(&Rational::MINUS_ONE));
            of = self.algebra.times(&of, &exponential);
        }
        Some(Product {
            of,
            factor: common.scaled(&content),
            rest,
        })
    }

    /// A sum with one logarithm, and what that is of, less 1.
    fn with_one_logarithm(&mut self, product: &Product) -> Option<(Form, Form)> {
        let excess = self.minus_one(&product.of)?;
        let id = self.algebra.form_id(excess.clone());
        let logarithm = Poly::atom(self.algebra.atom(Kind::Log1p(id)));
        let total = product.factor.times(&logarithm).plus(&product.rest);
        Some((self.algebra.factored(&total, &[]).ok()?, excess))
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

    /// What an atom is the logarithm of: `asinh(a)` of `a + sqrt(a^2 + 1)` and `acosh(a)` of `a + sqrt(a^2 - 1)`.
    pub(super) fn argument_of_logarithm(&mut self, atom: Atom, beside: &Poly) -> Option<Form> {
        let (argument, shift) = match *self.algebra.kind(atom) {
            Kind::Ln(form) => return Some(self.algebra.form(form).clone()),
            Kind::Apply(Func::Asinh, ref forms) => (forms[0], Rational::ONE),
            Kind::Apply(Func::Acosh, ref forms) => (forms[0], Rational::MINUS_ONE),
            _ => return None,
        };
        let a = self.algebra.form(argument).clone();
        let is_positive = self.signs(&a).is_non_negative() || self.is_logarithm_taken(&a, beside);
        if shift.is_one() && !is_positive {
            return None;
        }
        let root = self.root_of_square(&a, &shift)?;
        self.algebra.sum(&[a, root]).ok()
    }

    /// Whether a sum has the logarithm of a positive multiple of a form, which then is positive.
    fn is_logarithm_taken(&self, form: &Form, sum: &Poly) -> bool {
        let is_multiple = |of: &Form| {
            of.factors == form.factors && (&of.coefficient * &form.coefficient).is_positive()
        };
        sum.atoms()
            .iter()
            .any(|atom| match *self.algebra.kind(*atom) {
                Kind::Ln(of) => is_multiple(self.algebra.form(of)),
                Kind::Apply(Func::Acosh, ref forms) => is_multiple(self.algebra.form(forms[0])),
                _ => false,
            })
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

    pub(super) fn logarithms(&mut self, poly: &Poly) -> Option<Logarithms> {
        let arguments: Vec<(Atom, Form)> = poly
            .atoms()
            .into_iter()
            .filter_map(|atom| Some((atom, self.argument_of_logarithm(atom, poly)?)))
            .collect();
        let atoms: Vec<Atom> = arguments.iter().map(|own| own.0).collect();
        let (scales, common, rest) = with_common_factor(poly, &atoms)?;
        let forms = arguments.into_iter().map(|own| own.1);
        Some(Logarithms {
            scaled: forms.zip(scales).collect(),
            common,
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
    pub(super) fn minus_one(&mut self, form: &Form) -> Option<Form> {
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

/// What the scales of logarithms have in common.
fn content_of(scaled: &[(Form, Rational)]) -> Option<Rational> {
    let scales = scaled.iter().map(|(_, own)| own.abs());
    scales.reduce(|content, own| content.gcd(&own))
}
