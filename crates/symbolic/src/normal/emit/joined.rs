//! Logarithms that grow alike as one logarithm of what their arguments share.

use super::anchors::{Anchor, Near, Small};
use super::logarithms::{Logarithms, NEAR};
use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::normal::growth;
use crate::rational::Rational;

/// The most factors of a product whose logarithm is taken instead of theirs.
const MOST_JOINED: f64 = 12.0;

/// The most logarithms of which pairs are looked at.
const MOST_PAIRED: usize = 6;

impl Emitter<'_, '_> {
    /// `c ln(a) - d ln(b)` as `c ln(1 + (a - b)/b) + (c - d) ln(b)` where `a` is near `b` and `c - d` is simpler than both; and all
    /// logarithms as one, where the product of what they are of is near 1.
    pub(super) fn joined_logarithms(&mut self, poly: &Poly, certain: bool) -> Option<Near> {
        let mut logarithms: Vec<(Atom, Form)> = Vec::new();
        for atom in poly.atoms() {
            if let Some(argument) = self.argument_of_logarithm(atom, poly) {
                logarithms.push((atom, argument));
            }
        }
        let varying = logarithms
            .iter()
            .filter(|(atom, _)| !self.is_fixed_atom(*atom));
        let whole = match varying.count() {
            0 | 1 => None,
            _ => self.all_as_one(poly),
        };
        let mut pair = None;
        if whole.as_ref().is_none_or(|(_, vanishes)| !vanishes) {
            pair = self.joined_logarithms_of_two(poly, &logarithms);
        }
        let (near, vanishes) = pair.or(whole)?;
        (vanishes || !certain).then_some(near)
    }

    /// The first pair of logarithms whose quotient tends to 1 somewhere, or else the first pair, and whether it does.
    fn joined_logarithms_of_two(
        &mut self,
        poly: &Poly,
        logarithms: &[(Atom, Form)],
    ) -> Option<(Near, bool)> {
        let mut first = None;
        let logarithms = &logarithms[..logarithms.len().min(MOST_PAIRED)];
        for (index, a) in logarithms.iter().enumerate() {
            for b in &logarithms[index + 1..] {
                match self.joined_logarithm(poly, a, b) {
                    Some((near, true)) => return Some((near, true)),
                    found => first = first.or(found),
                }
            }
        }
        first
    }

    fn joined_logarithm(
        &mut self,
        poly: &Poly,
        (a, above): &(Atom, Form),
        (b, below): &(Atom, Form),
    ) -> Option<(Near, bool)> {
        let [rest, scale] = <[Poly; 2]>::try_from(poly.coefficients(*a)).ok()?;
        let [rest, other] = <[Poly; 2]>::try_from(rest.coefficients(*b)).ok()?;
        let left = scale.plus(&other);
        let shortest = scale.terms().len().min(other.terms().len());
        let is_simpler = left.is_zero()
            || left.terms().len() <= shortest && self.is_of_lower_degree(&left, &scale);
        if !is_simpler || scale.degree(*b) > 0 {
            return None;
        }
        // beside other terms the logarithm of a number is one of them
        let fixed = [a, b].map(|atom| self.is_fixed_atom(*atom));
        let is_alone = left.is_zero() && rest.is_zero();
        if fixed == [true; 2] || fixed != [false; 2] && !is_alone {
            return None;
        }
        let one = Rational::ONE;
        let powers = [(above.clone(), one), (below.clone(), Rational::MINUS_ONE)];
        let excess = self.excess_of_product(&powers)?;
        let beside = left.times(&Poly::atom(*b));
        self.with_logarithm(&rest.plus(&beside), &scale, excess)
    }

    /// `rest + scale ln(1 + a)`, and whether `a` vanishes somewhere.
    fn with_logarithm(&mut self, rest: &Poly, scale: &Poly, a: Form) -> Option<(Near, bool)> {
        let vanishes = self.vanishes_somewhere(&a);
        let id = self.algebra.form_id(a.clone());
        let logarithm = Poly::atom(self.algebra.atom(Kind::Log1p(id)));
        let total = rest.plus(&scale.times(&logarithm));
        let form = self.algebra.factored(&total, &[]).ok()?;
        let closeness = vec![(Small::Form(a), NEAR)];
        Some((Near { form, closeness }, vanishes))
    }

    /// Whether a form tends to 0 where inputs are 0, or far out.
    pub(super) fn vanishes_somewhere(&self, form: &Form) -> bool {
        let beside = |anchor| self.form_vanishes(form, anchor);
        beside(Anchor::Origin)
            || beside(Anchor::Tail)
            || growth::form_degree(self.graph(), self.algebra, form) < 0.0
    }

    /// `c Σ s_i ln(a_i)` as one logarithm of the product, and whether that tends to 1 somewhere.
    fn all_as_one(&mut self, poly: &Poly) -> Option<(Near, bool)> {
        let Logarithms {
            scaled,
            common,
            rest,
        } = self.logarithms(poly)?;
        let has = |negative: bool| scaled.iter().any(|own| own.1.is_negative() == negative);
        if !(has(true) && has(false)) {
            return None;
        }
        let content = scaled.iter().map(|(_, own)| own.abs());
        let content = content.reduce(|content, own| content.gcd(&own))?;
        let inverse = content.recip();
        let powers = scaled
            .into_iter()
            .map(|(form, own)| (form, &own * &inverse));
        let powers: Vec<(Form, Rational)> = powers.collect();
        let count: f64 = powers.iter().map(|(_, own)| own.to_f64().abs()).sum();
        if count > MOST_JOINED {
            return None;
        }
        let excess = self.excess_of_product(&powers)?;
        self.with_logarithm(&rest, &common.scaled(&content), excess)
    }

    /// A product of powers, less 1.
    fn excess_of_product(&mut self, powers: &[(Form, Rational)]) -> Option<Form> {
        let mut product = Form::one();
        for (form, own) in powers {
            let power = self.algebra.raised(form, own)?;
            product = self.algebra.times(&product, &power);
        }
        let product = self.by_inverses(&product);
        self.minus_one(&product)
    }

    /// A form with powers of the inverse of an input instead of those of the input, where it has both.
    fn by_inverses(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, _) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Kind::Symbol(symbol) = *self.algebra.kind(atom) else {
                continue;
            };
            let inverse = self.algebra.atom(Kind::Inverse(symbol));
            let has_inverse = form.factors.iter().any(|(base, _)| match base {
                Base::Atom(atom) => *atom == inverse,
                Base::Sum(id) => self.algebra.poly(*id).degree(inverse) > 0,
            });
            if has_inverse {
                let exponent = -&form.exponent(*base);
                let power = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(Base::Atom(inverse), exponent)],
                };
                result = self.algebra.times(&result.without(*base), &power);
            }
        }
        result
    }

    /// Whether inputs have a lower degree in one polynomial than in another.
    fn is_of_lower_degree(&self, a: &Poly, b: &Poly) -> bool {
        let degree = |poly: &Poly| growth::poly_degree(self.graph(), self.algebra, poly);
        degree(a) < degree(b)
    }
}

/// `Σ s_i a_i` times a polynomial, and the terms without any of these atoms: the scales, the polynomial and those terms.
pub(super) fn with_common_factor(
    poly: &Poly,
    atoms: &[Atom],
) -> Option<(Vec<Rational>, Poly, Poly)> {
    let (mut scales, mut common, mut rest) = (Vec::new(), None, poly.clone());
    for atom in atoms {
        let [without, beside] = <[Poly; 2]>::try_from(rest.coefficients(*atom)).ok()?;
        if beside.atoms().iter().any(|atom| atoms.contains(atom)) {
            return None;
        }
        let (_, own) = beside.content();
        let shared = beside.scaled(&own.recip());
        match &common {
            Some(common) if *common != shared => return None,
            _ => common = Some(shared),
        }
        scales.push(own);
        rest = without;
    }
    Some((scales, common?, rest))
}
