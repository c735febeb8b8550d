//! Sums that nearly vanish where inputs are 0: what they are there, apart from what they differ from it by.
//!
//! `1 - 2 exp(-exp(x)/2)` has a root beside 0, but not at 0: the constants add up to the small number that they are there,
//! in high precision, and only differences from them are left to be rounded.

use super::anchors::{Anchor, GAP, MOST_TERMS, Near, Small, one};
use super::{Atom, Binary, Emitter, Form, FormId, Kind, Poly, Value};
use crate::computation::CONSTANT_BITS;
use crate::normal::poly::Monomial;
use crate::precise::Precision;
use crate::rational::Rational;

/// Beside how much of its terms a sum is said to nearly vanish.
const SMALL: f64 = 0.2;

/// The most factors of all terms of what is added in two parts.
const MOST_PARTS: u32 = 8;

/// An atom as what it is at the anchor and the difference.
struct Expanded {
    limit: Poly,
    rest: Poly,
    small: Vec<(Small, f64)>,
}

impl Emitter<'_, '_> {
    /// A sum by its value where inputs are 0, where the terms of that value nearly cancel, or may for some parameters.
    pub(super) fn offset(&mut self, poly: &Poly, tending: &[Atom]) -> Option<Near> {
        let anchor = Anchor::Origin;
        let vanishing =
            |powers: &[(Atom, u32)]| powers.iter().any(|power| self.vanishes(power.0, anchor));
        let standing = poly
            .terms()
            .iter()
            .filter(|term| !vanishing(term.0.powers()));
        if standing.count() < 2 {
            return None;
        }
        let mut rewritten = poly.clone();
        // at the anchor, and with all terms of one sign
        let mut limits = [poly.clone(), magnitudes(poly)];
        let mut closeness = Vec::new();
        for atom in poly.atoms() {
            if self.is_fixed_atom(atom) {
                continue;
            }
            if self.vanishes(atom, anchor) {
                limits = limits.map(|limit| limit.substitute(atom, &Poly::new(Vec::new())));
                continue;
            }
            let Expanded { limit, rest, small } = self.expanded_atom(atom, tending)?;
            rewritten = rewritten.substitute(atom, &limit.plus(&rest));
            limits = limits.map(|poly| poly.substitute(atom, &limit));
            closeness.extend(small);
        }
        if closeness.is_empty() || rewritten.terms().len() > MOST_TERMS {
            return None;
        }
        if !self.may_nearly_vanish(&limits) {
            return None;
        }
        let form = self.algebra.factored(&rewritten, &[]).ok()?;
        Some(Near { form, closeness })
    }

    /// Whether a monomial does not depend on inputs.
    pub(super) fn is_fixed(&self, monomial: &Monomial) -> bool {
        monomial
            .powers()
            .iter()
            .all(|power| self.is_fixed_atom(power.0))
    }

    pub(super) fn is_fixed_atom(&self, atom: Atom) -> bool {
        match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => !self.is_input(*symbol),
            _ => self.is_constant_atom(atom),
        }
    }

    /// Whether a sum is one subtraction of what is exact.
    pub(super) fn is_exact_difference(&self, poly: &Poly) -> bool {
        let is_exact = |(monomial, coefficient): &(Monomial, Rational)| {
            let plain = matches!(monomial.powers(), [] | [(_, 1)]);
            plain
                && coefficient.is_integer()
                && !monomial
                    .powers()
                    .iter()
                    .any(|power| self.is_constant_atom(power.0))
        };
        poly.terms().len() == 2 && poly.terms().iter().all(is_exact)
    }

    /// Whether a short polynomial in parameters and constants may cancel, and not by one subtraction.
    pub(super) fn is_offset(&self, poly: &Poly) -> bool {
        let terms = poly.terms();
        let factors = terms.iter().flat_map(|term| term.0.powers());
        factors.map(|power| power.1).sum::<u32>() <= MOST_PARTS
            && terms.iter().all(|term| self.is_fixed(&term.0))
            && !self.is_exact_difference(poly)
            && !self
                .knowledge
                .of_poly(self.graph(), self.algebra, poly)
                .is_one_sided()
    }

    /// A sum of symbols and constants, rounded once.
    pub(super) fn offset_value(&mut self, poly: &Poly) -> Option<Value> {
        let total = self.double_sum(poly)?;
        Some(match total.low {
            Some(low) => self.ops().binary(Binary::Add, total.high, low),
            None => total.high,
        })
    }

    fn expanded_atom(&mut self, atom: Atom, tending: &[Atom]) -> Option<Expanded> {
        if tending.contains(&atom) {
            let gap = Poly::atom(self.algebra.atom(Kind::Gap(atom)));
            return Some(Expanded {
                limit: one(),
                rest: gap.scaled(&Rational::MINUS_ONE),
                small: self.gap_is_small(atom).into_iter().collect(),
            });
        }
        match *self.algebra.kind(atom) {
            Kind::Ln(form) => self.expanded_logarithm(atom, form),
            Kind::Exp(argument) => self.expanded_exponential(argument),
            _ => None,
        }
    }

    /// `ln(a) = ln(c) + ln(1 + (a - c)/c)`.
    fn expanded_logarithm(&mut self, atom: Atom, form: FormId) -> Option<Expanded> {
        let limit = self.limit_of_logarithm(atom, Anchor::Origin)?;
        let Kind::Ln(value) = *self.algebra.kind(limit) else {
            return None;
        };
        let value = self.algebra.form(value).as_constant()?.clone();
        let form = self.algebra.form(form).clone();
        let (difference, small) = self.difference(&form, &value)?;
        let id = self.algebra.form_id(difference.scaled(&value.recip()));
        let logarithm = Poly::atom(self.algebra.atom(Kind::Log1p(id)));
        Some(Expanded {
            limit: Poly::atom(limit),
            rest: logarithm,
            small,
        })
    }

    /// `exp(a) = exp(c) (1 + (exp(a - c) - 1))`.
    fn expanded_exponential(&mut self, argument: FormId) -> Option<Expanded> {
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        let unit = if self.signs(&form).is_non_negative() {
            -&unit
        } else {
            unit
        };
        let form = form.scaled(&unit);
        let (above, below) = self.algebra.as_quotient(&form)?;
        let (above, below) = (
            self.limit(&above, Anchor::Origin)?,
            self.limit(&below, Anchor::Origin)?,
        );
        if below.is_zero() || above.is_zero() {
            return None;
        }
        let limit = &above * &below.recip();
        let (difference, mut small) = self.difference(&form, &limit)?;
        small.push((Small::Form(difference.clone()), GAP));
        let constant = self.algebra.form_id(Form::constant(limit));
        let constant = Kind::Apply(gradus_syntax::Func::Exp, [constant].into());
        let constant = Poly::atom(self.algebra.atom(constant));
        let id = self.algebra.form_id(difference);
        let rest = Poly::atom(self.algebra.atom(Kind::Expm1(id)));
        Some(Expanded {
            rest: constant.times(&rest),
            limit: constant,
            small,
        })
    }

    /// What a form differs by from what it is where inputs are 0.
    fn difference(&mut self, form: &Form, limit: &Rational) -> Option<(Form, Vec<(Small, f64)>)> {
        let (above, below) = self.algebra.as_quotient(form)?;
        let mut rest = above.plus(&below.scaled(&-limit));
        let mut small = Vec::new();
        for atom in rest.atoms() {
            if self.tends_to_one(atom, Anchor::Origin) {
                let gap = Poly::atom(self.algebra.atom(Kind::Gap(atom)));
                rest = rest.substitute(atom, &one().plus(&gap.scaled(&Rational::MINUS_ONE)));
                small.extend(self.gap_is_small(atom));
            } else if !(self.is_fixed_atom(atom) || self.vanishes(atom, Anchor::Origin)) {
                return None;
            }
        }
        let rest = self.algebra.factored(&rest, &[]).ok()?;
        let below = self.algebra.factored(&below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        Some((self.algebra.times(&rest, &inverse), small))
    }

    /// Whether a sum of parameters and constants may be much smaller than its terms, which are added up without signs too.
    fn may_nearly_vanish(&self, [sum, total]: &[Poly; 2]) -> bool {
        let is_constant = |atom: &Atom| self.is_constant_atom(*atom);
        if !sum.atoms().iter().all(is_constant) {
            let signs = self.knowledge.of_poly(self.graph(), self.algebra, sum);
            return sum.terms().len() > 1 && !signs.is_one_sided();
        }
        let bits = Precision::bits(CONSTANT_BITS);
        let value = |poly: Poly| Some(self.precise_poly(&poly, bits)?.to_f64().abs());
        let terms = total.terms().iter();
        let total: Option<f64> = terms.map(|term| value(Poly::new(vec![term.clone()]))).sum();
        let sum = value(sum.clone());
        sum.zip(total)
            .is_some_and(|(sum, total)| sum < SMALL * total)
    }
}

fn magnitudes(poly: &Poly) -> Poly {
    let terms = poly.terms().iter();
    Poly::new(
        terms
            .map(|(monomial, coefficient)| (monomial.clone(), coefficient.abs()))
            .collect(),
    )
}
