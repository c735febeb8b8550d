//! Polynomials that vanish where an input is 0, or where exponentials have vanished: written so that nothing cancels there.
//!
//! Beside such a place an exponential `w` that tends to 1 is written `1 - g` with the gap `g = -expm1(..)`, or, where the
//! first order cancels too, as its Taylor polynomial and the rest of its series.

use gradus_syntax::{Comparison, Func};

use super::{Atom, Base, Binary, Emitter, Form, Kind, Op, Poly, Unary, Value};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// A place that a formula is looked at near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    /// Inputs are 0: exponentials are 1.
    Origin,
    /// Inputs and parameters are 0.
    AllZero,
    /// Exponentials of inputs are 0; exponentials of those are 1.
    Tail,
}

/// The highest order of a zero that is resolved.
const MOST_ORDERS: u32 = 8;

/// The most terms of a polynomial that is rewritten.
const MOST_TERMS: usize = 60;

/// Exponents below which the forms for small ones are used: for zeros of the first order, and of higher ones.
const NEAR: [f64; 2] = [0.7, 2.0];

impl Emitter<'_, '_> {
    /// The value of a polynomial that cancels at an anchor.
    pub(super) fn anchored(&mut self, poly: &Poly, vanishing: bool) -> Option<Option<Value>> {
        if poly.terms().len() > MOST_TERMS {
            return Some(None);
        }
        for anchor in [Anchor::Origin, Anchor::Tail, Anchor::AllZero] {
            if let Some(near) = self.rewritten(poly, anchor) {
                return self.chosen_near(poly, &near, vanishing).map(Some);
            }
        }
        Some(None)
    }

    fn chosen_near(&mut self, poly: &Poly, near: &Near, vanishing: bool) -> Option<Value> {
        let close = self.value(&near.form)?;
        let far = self.horner(poly, vanishing)?;
        let bound = self.ops().number(NEAR[usize::from(near.order > 1)]);
        let mut condition: Option<Value> = None;
        for &atom in near
            .exponentials
            .iter()
            .filter(|&&atom| self.is_exponential(atom))
            .collect::<Vec<_>>()
        {
            let exponent = self.exponent(atom, &Rational::MINUS_ONE)?.high;
            let small = self.ops().compare(Comparison::Less, exponent, bound);
            condition = Some(match condition {
                Some(condition) => self.ops().push(Op::And(condition, small)),
                None => small,
            });
        }
        match condition {
            Some(condition) => Some(self.ops().select(condition, close, far)),
            None => Some(close),
        }
    }

    fn rewritten(&mut self, original: &Poly, anchor: Anchor) -> Option<Near> {
        let poly = &self.with_error_functions(original, anchor);
        let atoms = poly.atoms();
        let tending: Vec<Atom> = atoms
            .iter()
            .copied()
            .filter(|&atom| self.tends_to_one(atom, anchor))
            .collect();
        let has_logarithm = atoms
            .iter()
            .any(|&atom| matches!(self.algebra.kind(atom), Kind::Ln(_)));
        if tending.is_empty() && !has_logarithm && poly == original
            || !self.cancels(original, poly, &tending, anchor)
        {
            return None;
        }
        if anchor == Anchor::Origin
            && let Some(near) = self.one_logarithm(poly)
        {
            return Some(near);
        }
        if tending.is_empty() && poly == original {
            return None;
        }
        if anchor == Anchor::Origin
            && let Some(near) = self.taylor(poly, &tending)
        {
            return Some(near);
        }
        let mut rewritten = poly.clone();
        for &atom in &tending {
            let gap = Poly::atom(self.algebra.atom(Kind::Gap(atom))).scaled(&Rational::MINUS_ONE);
            rewritten = rewritten.substitute(atom, &gap.plus(&one()));
        }
        let form = self.algebra.factored(&rewritten, &[]).ok()?;
        Some(Near {
            form,
            order: 1,
            exponentials: tending,
        })
    }

    /// With `1 - erf(z)` for `exp(-z^2) erfcx(z)` where `z` vanishes.
    fn with_error_functions(&mut self, poly: &Poly, anchor: Anchor) -> Poly {
        let mut result = poly.clone();
        for tail in poly.atoms() {
            let Kind::Erfcx(argument) = *self.algebra.kind(tail) else {
                continue;
            };
            if !self.form_vanishes(self.algebra.form(argument), anchor) || result.degree(tail) > 1 {
                continue;
            }
            let Some((exponential, count)) = self.exponential_beside(&result, tail) else {
                continue;
            };
            let coefficients = result.coefficients(tail);
            let power = Poly::new(vec![(Monomial::power(exponential, count), Rational::ONE)]);
            let Some(scale) = coefficients[1].over(&power) else {
                continue;
            };
            let error =
                Poly::atom(self.algebra.atom(Kind::Erf(argument))).scaled(&Rational::MINUS_ONE);
            result = coefficients[0].plus(&scale.times(&error.plus(&one())));
        }
        result
    }

    /// The exponential, and its power, with which a scaled error function makes an error function.
    fn exponential_beside(&mut self, poly: &Poly, tail: Atom) -> Option<(Atom, u32)> {
        let beside = poly
            .terms()
            .iter()
            .find(|term| term.0.exponent(tail) == 1)?
            .0
            .clone();
        for &(atom, exponent) in beside.powers() {
            for count in 1..=exponent {
                let pair = Monomial::power(atom, count).times(&Monomial::power(tail, 1));
                if self.tail_argument(&pair).is_some() {
                    return Some((atom, count));
                }
            }
        }
        None
    }

    /// Whether the terms that do not vanish at the anchor add up to nothing.
    fn cancels(
        &mut self,
        original: &Poly,
        poly: &Poly,
        tending: &[Atom],
        anchor: Anchor,
    ) -> bool {
        let vanishes = |emitter: &Self, monomial: &Monomial| {
            monomial
                .powers()
                .iter()
                .any(|power| emitter.vanishes(power.0, anchor))
        };
        let is_logarithm = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Ln(_));
        let logarithms: Vec<Atom> = poly.atoms().into_iter().filter(is_logarithm).collect();
        let stands = original
            .terms()
            .iter()
            .any(|term| !vanishes(self, &term.0));
        if !stands && logarithms.is_empty() {
            return false;
        }
        let mut rest = poly.clone();
        for &atom in tending {
            rest = rest.substitute(atom, &one());
        }
        for atom in logarithms {
            if let Some(limit) = self.limit_of_logarithm(atom, anchor) {
                rest = rest.substitute(atom, &Poly::atom(limit));
            }
        }
        let left = rest.terms().iter().filter(|term| !vanishes(self, &term.0));
        let left = Poly::new(left.cloned().collect());
        self.is_zero(&left)
    }

    /// A logarithm where it stands at the anchor, if its argument is a number there.
    fn limit_of_logarithm(&mut self, atom: Atom, anchor: Anchor) -> Option<Atom> {
        let Kind::Ln(form) = *self.algebra.kind(atom) else {
            return None;
        };
        let (excess, below) = self.algebra.excess(form)?.clone();
        let (excess, below) = (self.limit(&excess, anchor)?, self.limit(&below, anchor)?);
        let value = &(&excess + &below) * &below.recip();
        (value.is_positive() && !value.is_one())
            .then(|| self.algebra.ln(&Form::constant(value)))
    }

    /// A polynomial at the anchor, if it is a number there and not zero below the line.
    fn limit(&self, poly: &Poly, anchor: Anchor) -> Option<Rational> {
        let mut rest = poly.clone();
        for atom in poly.atoms() {
            if self.tends_to_one(atom, anchor) {
                rest = rest.substitute(atom, &one());
            } else if self.vanishes(atom, anchor) {
                rest = rest.substitute(atom, &Poly::new(Vec::new()));
            }
        }
        rest.as_constant()
    }

    /// Whether a polynomial is zero; what it has of constants by their values.
    fn is_zero(&self, poly: &Poly) -> bool {
        let mut groups: Vec<(Monomial, Vec<(Monomial, Rational)>)> = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let mut symbolic = monomial.clone();
            let mut constant = monomial.clone();
            for &(atom, _) in monomial.powers() {
                if self.is_constant_atom(atom) {
                    symbolic = symbolic.without(atom);
                } else {
                    constant = constant.without(atom);
                }
            }
            let term = (constant, coefficient.clone());
            match groups.iter_mut().find(|group| group.0 == symbolic) {
                Some(group) => group.1.push(term),
                None => groups.push((symbolic, vec![term])),
            }
        }
        groups
            .into_iter()
            .all(|(_, terms)| self.is_zero_value(&Poly::new(terms)))
    }

    /// Whether an exponential tends to 1 at the anchor.
    fn tends_to_one(&self, atom: Atom, anchor: Anchor) -> bool {
        match self.algebra.kind(atom) {
            Kind::Exp(argument) => self.form_vanishes(self.algebra.form(*argument), anchor),
            Kind::Apply(Func::Cos, args) => self.form_vanishes(self.algebra.form(args[0]), anchor),
            _ => false,
        }
    }

    fn form_vanishes(&self, form: &Form, anchor: Anchor) -> bool {
        form.is_zero()
            || form.factors.iter().any(|(base, exponent)| match base {
                Base::Atom(atom) => exponent.is_positive() && self.vanishes(*atom, anchor),
                Base::Sum(id) => {
                    exponent.is_positive() && self.poly_vanishes(self.algebra.poly(*id), anchor)
                }
            }) && !form.factors.iter().any(|(base, exponent)| match base {
                Base::Atom(atom) => exponent.is_negative() && self.vanishes(*atom, anchor),
                Base::Sum(_) => false,
            })
    }

    fn poly_vanishes(&self, poly: &Poly, anchor: Anchor) -> bool {
        let mut rest = poly.clone();
        for atom in poly.atoms() {
            if self.tends_to_one(atom, anchor) {
                rest = rest.substitute(atom, &one());
            }
        }
        rest.terms().iter().all(|(monomial, _)| {
            monomial
                .powers()
                .iter()
                .any(|power| self.vanishes(power.0, anchor))
        })
    }

    /// Whether an atom tends to 0 at the anchor.
    fn vanishes(&self, atom: Atom, anchor: Anchor) -> bool {
        match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => match anchor {
                Anchor::Origin => self.is_input(*symbol),
                Anchor::AllZero => true,
                Anchor::Tail => false,
            },
            Kind::Erf(form) => self.form_vanishes(self.algebra.form(*form), anchor),
            Kind::Opposite(base) => self.form_vanishes(&Form::base(*base), anchor),
            Kind::Exp(argument) => {
                anchor == Anchor::Tail && self.is_plain(self.algebra.form(*argument))
            }
            Kind::Gap(_) | Kind::Log1p(_) => true,
            Kind::Inverse(_) => anchor == Anchor::Tail,
            Kind::Ln(form) => {
                let excess = self.algebra.excess(*form);
                excess.is_some_and(|(excess, _)| self.poly_vanishes(excess, anchor))
            }
            Kind::Root(base, _) => self.form_vanishes(&Form::base(*base), anchor),
            Kind::Apply(
                Func::Sin | Func::Tan | Func::Asin | Func::Atan | Func::Asinh | Func::Atanh,
                args,
            ) => self.form_vanishes(self.algebra.form(args[0]), anchor),
            _ => false,
        }
    }

    /// Whether a form has symbols alone, inputs among them.
    fn is_plain(&self, form: &Form) -> bool {
        let mut inputs = false;
        let mut others = false;
        let mut look = |atom: Atom| match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => inputs |= self.is_input(*symbol),
            _ => others |= !self.is_constant_atom(atom),
        };
        for (base, _) in &form.factors {
            match base {
                Base::Atom(atom) => look(*atom),
                Base::Sum(id) => self
                    .algebra
                    .poly(*id)
                    .atoms()
                    .into_iter()
                    .for_each(&mut look),
            }
        }
        inputs && !others
    }

    /// With exponentials as Taylor polynomials and rests, of the least order at which the lowest terms do not cancel.
    fn taylor(&mut self, poly: &Poly, tending: &[Atom]) -> Option<Near> {
        let mut exponents = Vec::new();
        for &atom in tending {
            exponents.push((atom, self.exponent_poly(atom)?));
        }
        for order in 2..=MOST_ORDERS {
            let mut rewritten = poly.clone();
            let mut rests = Vec::new();
            for (atom, exponent) in &exponents {
                let rest = self.algebra.atom(Kind::Rest(*atom, order));
                rests.push(rest);
                rewritten = rewritten.substitute(*atom, &taylor_polynomial(exponent, rest, order));
                if rewritten.terms().len() > 8 * MOST_TERMS {
                    return None;
                }
            }
            let weight = |monomial: &Monomial| -> u32 {
                let own = |power: &&(Atom, u32)| self.vanishes(power.0, Anchor::Origin);
                monomial
                    .powers()
                    .iter()
                    .filter(own)
                    .map(|power| power.1)
                    .sum()
            };
            let has_rest =
                |monomial: &Monomial| rests.iter().any(|&rest| monomial.exponent(rest) > 0);
            let least = |with: bool| {
                let terms = rewritten.terms().iter();
                terms
                    .filter(|term| has_rest(&term.0) == with)
                    .map(|term| weight(&term.0))
                    .min()
            };
            let (plain, rest) = (least(false), least(true));
            if plain.is_some_and(|plain| rest.is_none_or(|rest| plain < rest)) {
                let form = self.algebra.factored(&rewritten, &[]).ok()?;
                let order = if order <= 2 { 1 } else { order };
                return Some(Near {
                    form,
                    order,
                    exponentials: tending.to_vec(),
                });
            }
        }
        None
    }

    /// The exponent of an exponential, not negative, as a polynomial in symbols.
    fn exponent_poly(&mut self, atom: Atom) -> Option<Poly> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        if !self.is_plain(&form) {
            return None;
        }
        let signs = self.signs(&form);
        let scale = if signs.is_non_negative() {
            unit
        } else if signs.is_non_positive() {
            -&unit
        } else {
            return None;
        };
        self.algebra.as_poly(&form.scaled(&scale))
    }

    pub(super) fn exponentials_of(&self, form: &Form) -> Vec<Atom> {
        let mut found = Vec::new();
        for (base, _) in &form.factors {
            match base {
                Base::Atom(atom) => found.push(*atom),
                Base::Sum(id) => found.extend(self.algebra.poly(*id).atoms()),
            }
        }
        found.retain(|&atom| self.is_exponential(atom) && !self.is_constant_atom(atom));
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A form for the neighbourhood of an anchor.
pub(super) struct Near {
    pub form: Form,
    /// The order of the zero there, roughly.
    pub order: u32,
    /// The exponentials that are near 1 there.
    pub exponentials: Vec<Atom>,
}

pub(super) fn one() -> Poly {
    Poly::constant(Rational::ONE)
}

/// `Σ_{j<k} (-p)^j/j! + (-p)^k ρ`.
fn taylor_polynomial(exponent: &Poly, rest: Atom, order: u32) -> Poly {
    let negated = exponent.scaled(&Rational::MINUS_ONE);
    let mut power = one();
    let mut sum = Poly::new(Vec::new());
    let mut factorial = Rational::ONE;
    for n in 0..order {
        if n > 0 {
            factorial = &factorial * &i64::from(n).into();
        }
        sum = sum.plus(&power.scaled(&factorial.recip()));
        power = power.times(&negated);
    }
    sum.plus(&power.times(&Poly::atom(rest)))
}
