//! Polynomials in a scaled tail of the error function and what it is of, which cancel far out.
//!
//! `z erfcx(z)` tends to `1/sqrt(π)`. What it lacks is `r erfcx(z)`, where `r`, the integral of `erfc` from `z` on over `erfc(z)`, is
//! about `1/(2z)`.

use super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use crate::normal::growth;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// How often products with a tail are replaced in a sum.
const MOST_STEPS: usize = 12;

/// `z = scale*input + rest` for what a tail is of.
pub(super) struct Linear {
    pub whole: Poly,
    pub input: Atom,
    /// One over the scale, where this has no symbols.
    pub inverse: Option<Poly>,
    scale: Monomial,
}

impl Emitter<'_, '_> {
    /// A form whose sums have `1/sqrt(π) - r erfcx(z)` for `z erfcx(z)`, where their greatest terms then cancel.
    pub(super) fn with_excesses(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            if let Some(own) = self.by_excess(&poly)
                && let Some(power) = self.algebra.raised(&own, exponent)
            {
                result = self.algebra.times(&result.without(*base), &power);
            }
        }
        result
    }

    fn by_excess(&mut self, poly: &Poly) -> Option<Form> {
        let atoms = poly.atoms();
        if atoms.iter().any(|&atom| self.is_exponential(atom)) {
            return None;
        }
        let (tail, argument) =
            atoms
                .into_iter()
                .find_map(|atom| match *self.algebra.kind(atom) {
                    Kind::Erfcx(argument) => Some((atom, argument)),
                    _ => None,
                })?;
        let inverse = self.inverse_of(argument);
        let linear = match inverse {
            Some(_) => None,
            None => Some(self.linear(argument)?),
        };
        let pi = Base::Atom(self.algebra.atom(Kind::Pi));
        let root = Poly::atom(self.algebra.atom(Kind::Root(pi, 2)));
        let excess = Poly::atom(self.algebra.atom(Kind::ErfcExcess(argument)));
        // sqrt(π) times 1/sqrt(π) - r erfcx(z)
        let rest = root.times(&excess).times(&Poly::atom(tail));
        let replaced = Poly::constant(Rational::ONE).plus(&rest.scaled(&Rational::MINUS_ONE));
        let (mut sum, mut scale) = (poly.clone(), Rational::ZERO);
        for _ in 0..MOST_STEPS {
            let parts = match (&inverse, &linear) {
                (Some(inverse), _) if scale.is_zero() => beside_inverse(&sum, tail, inverse),
                (None, Some(linear)) => self.quotient_beside(&sum, tail, linear),
                _ => None,
            };
            let Some((product, other)) = parts else {
                break;
            };
            let (product, other) = (product.times(&replaced), other.times(&root));
            sum = self.algebra.without_high_roots(product.plus(&other)).ok()?;
            scale = &scale + &Rational::new(-1, 2);
        }
        (self.growth_of(&sum) < self.growth_of(poly)).then_some(())?;
        let form = self.algebra.factored(&sum, &[]).ok()?;
        let roots = Form {
            coefficient: Rational::ONE,
            factors: vec![(pi, scale)],
        };
        Some(self.algebra.times(&form, &roots))
    }

    /// One over the argument of a tail, the root of a large input.
    fn inverse_of(&mut self, argument: FormId) -> Option<Poly> {
        let form = self.algebra.form(argument);
        let [(base @ Base::Atom(atom), exponent)] = &form.factors[..] else {
            return None;
        };
        let is_root = *exponent == Rational::new(-1, 2) && form.coefficient.is_one();
        let is_inverse = matches!(self.algebra.kind(*atom), Kind::Inverse(_));
        let root = Kind::Root(*base, 2);
        (is_root && is_inverse).then(|| Poly::atom(self.algebra.atom(root)))
    }

    /// The magnitude of an argument that is linear in an input, or in the root of one.
    pub(super) fn linear(&mut self, argument: FormId) -> Option<Linear> {
        let form = self.algebra.form(argument).clone();
        let form = self.upwards(form)?;
        let whole = self.algebra.as_poly(&form)?;
        let input = whole.atoms().into_iter().find(|&atom| {
            let of = match self.algebra.kind(atom) {
                Kind::Root(Base::Atom(of), 2) => *of,
                _ => atom,
            };
            matches!(self.algebra.kind(of), Kind::Symbol(symbol) if self.is_input(*symbol))
        })?;
        let coefficients = whole.coefficients(input);
        let [_, slope] = &coefficients[..] else {
            return None;
        };
        let [(scale, _)] = slope.terms() else {
            return None;
        };
        let scale = scale.clone();
        let slope = self.algebra.factored(slope, &[]).ok()?;
        let inverse = self
            .is_constant_factor(&slope)
            .then(|| self.algebra.raised(&slope, &Rational::MINUS_ONE))
            .flatten()
            .and_then(|inverse| self.algebra.as_poly(&inverse));
        Some(Linear {
            whole,
            input,
            inverse,
            scale,
        })
    }

    pub(super) fn is_constant_factor(&self, form: &Form) -> bool {
        form.factors
            .iter()
            .all(|factor| self.is_constant_base(factor.0))
    }

    /// The highest power of the input in what the terms are like far out.
    fn growth_of(&self, poly: &Poly) -> f64 {
        let (graph, algebra) = (self.graph(), &*self.algebra);
        let degree = |&(atom, count): &(Atom, u32)| {
            let own = match algebra.kind(atom) {
                Kind::Erfcx(argument) | Kind::ErfcExcess(argument) => {
                    let is_root = |(base, exponent): &(Base, Rational)| {
                        matches!(base, Base::Atom(_)) && exponent.abs() == Rational::new(1, 2)
                    };
                    match algebra.form(*argument).factors.iter().any(is_root) {
                        true => -0.5,
                        false => -1.0,
                    }
                }
                Kind::Inverse(_) => -1.0,
                Kind::Root(Base::Atom(of), 2) if matches!(algebra.kind(*of), Kind::Inverse(_)) => {
                    -0.5
                }
                _ => growth::degree(graph, algebra, Base::Atom(atom)),
            };
            own * f64::from(count)
        };
        let terms = poly.terms().iter();
        terms
            .map(|(monomial, _)| monomial.powers().iter().map(degree).sum())
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// The `q` and the rest of a sum that is `q z tail + rest`, as far as `z` goes into what stands beside the tail.
    fn quotient_beside(&mut self, sum: &Poly, tail: Atom, linear: &Linear) -> Option<(Poly, Poly)> {
        let mut quotient = Poly::new(Vec::new());
        let mut rest = sum.clone();
        let product = linear.whole.times(&Poly::atom(tail));
        for _ in 0..8 * MOST_STEPS {
            let terms = rest.terms().iter();
            let highest = terms
                .filter(|term| term.0.exponent(tail) > 0)
                .filter_map(|term| Some((term, over_leading(term, linear, tail)?)))
                .max_by_key(|(term, _)| term.0.exponent(linear.input));
            let Some((_, own)) = highest else {
                return (!quotient.is_zero()).then_some((quotient, rest));
            };
            let own = self.algebra.without_high_roots(own).ok()?;
            rest = rest.plus(&own.times(&product).scaled(&Rational::MINUS_ONE));
            rest = self.algebra.without_high_roots(rest).ok()?;
            quotient = quotient.plus(&own);
        }
        None
    }
}

/// The same for `tail` as `z tail` over `z`.
fn beside_inverse(sum: &Poly, tail: Atom, inverse: &Poly) -> Option<(Poly, Poly)> {
    let [rest, beside] = <[Poly; 2]>::try_from(sum.coefficients(tail)).ok()?;
    Some((beside.times(inverse), rest))
}

/// A term over the leading one of `z tail`.
fn over_leading(term: &(Monomial, Rational), linear: &Linear, tail: Atom) -> Option<Poly> {
    let pair = Monomial::power(linear.input, 1).times(&Monomial::power(tail, 1));
    let beside = |divisor: &Monomial| {
        let rest = term.0.over(divisor)?;
        Some(Poly::new(vec![(rest, term.1.clone())]))
    };
    match &linear.inverse {
        Some(inverse) => Some(beside(&pair)?.times(inverse)),
        None => {
            let slope = linear.whole.coefficients(linear.input).pop()?;
            let [(_, scale)] = slope.terms() else {
                return None;
            };
            Some(beside(&pair.times(&linear.scale))?.scaled(&scale.recip()))
        }
    }
}
