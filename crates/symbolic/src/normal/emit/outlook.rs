//! How forms behave as the input grows without bound: by their leading terms.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::{Atom, Base, Emitter, Form, Poly};
use crate::normal::poly::Monomial;
use crate::precise::Precise;
use crate::rational::Rational;

/// `coefficient exp(exponent) x^power ln(x)^logarithms` for the magnitude `x` of the input.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    /// Of constants and parameters, not zero.
    pub(super) coefficient: Form,
    /// The coefficient is no constant but bounded: it oscillates.
    pub(super) bounded: bool,
    pub(super) exponent: Form,
    pub(super) power: Rational,
    pub(super) logarithms: Rational,
}

/// What something tends to.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::normal) enum End {
    Zero,
    /// With its sign.
    Infinite(bool),
    /// A form of constants and parameters.
    Finite(Form),
}

impl Lead {
    pub(super) fn constant(coefficient: Form) -> Self {
        Self {
            coefficient,
            bounded: false,
            exponent: Form::zero(),
            power: Rational::ZERO,
            logarithms: Rational::ZERO,
        }
    }

    pub(super) fn one() -> Self {
        Self::constant(Form::one())
    }

    pub(super) fn of_power(power: Rational) -> Self {
        Self {
            power,
            ..Self::one()
        }
    }

    pub(super) fn of_logarithm(scale: Rational) -> Self {
        Self {
            logarithms: Rational::ONE,
            ..Self::constant(Form::constant(scale))
        }
    }

    pub(super) fn scaled(mut self, factor: &Rational) -> Self {
        self.coefficient = self.coefficient.scaled(factor);
        self
    }
}

/// Leading terms where the input is far out on one side.
pub(in crate::normal) struct Outlook<'e, 'w, 'g> {
    pub(super) emitter: &'e mut Emitter<'w, 'g>,
    pub(super) input: Atom,
    pub(super) positive: bool,
    pub(super) leads: FxHashMap<Atom, Option<Lead>>,
    forms: FxHashMap<Form, Option<Lead>>,
}

impl<'e, 'w, 'g> Outlook<'e, 'w, 'g> {
    /// The view to that side of an input, whose sign the emitter knows.
    pub fn new(emitter: &'e mut Emitter<'w, 'g>, input: Atom, positive: bool) -> Self {
        Self {
            emitter,
            input,
            positive,
            leads: FxHashMap::default(),
            forms: FxHashMap::default(),
        }
    }

    /// What a form tends to; none where there is no limit or it is not found.
    pub fn end(&mut self, form: &Form) -> Option<End> {
        if form.is_zero() {
            return Some(End::Zero);
        }
        let lead = self.lead(form)?;
        match self.growth(&lead)? {
            Ordering::Less => Some(End::Zero),
            _ if lead.bounded => None,
            Ordering::Equal => Some(End::Finite(lead.coefficient)),
            Ordering::Greater => Some(End::Infinite(self.sign_of_lead(form, &lead)?)),
        }
    }

    /// The sign that a form keeps from somewhere on, whether it is positive.
    pub fn last_sign(&mut self, form: &Form) -> Option<bool> {
        let lead = self.lead(form)?;
        if lead.bounded {
            return None;
        }
        self.sign(&lead.coefficient)
    }

    pub(super) fn lead(&mut self, form: &Form) -> Option<Lead> {
        if let Some(known) = self.forms.get(form) {
            return known.clone();
        }
        let lead = self.of_form(form);
        self.forms.insert(form.clone(), lead.clone());
        lead
    }

    fn of_form(&mut self, form: &Form) -> Option<Lead> {
        let form = &self.emitter.with_excesses(form);
        let mut product = Lead::constant(Form::constant(form.coefficient.clone()));
        for (base, exponent) in &form.factors {
            let lead = self.of_base(*base)?;
            let power = self.raised(&lead, exponent)?;
            product = self.times(&product, &power)?;
        }
        Some(product)
    }

    pub(super) fn of_base(&mut self, base: Base) -> Option<Lead> {
        match base {
            Base::Atom(atom) => self.of_atom(atom),
            Base::Sum(id) => {
                let poly = self.emitter.algebra.poly(id).clone();
                self.of_poly(&poly)
            }
        }
    }

    pub(super) fn times(&mut self, a: &Lead, b: &Lead) -> Option<Lead> {
        let algebra = &mut *self.emitter.algebra;
        let exponent = match (a.exponent.is_zero(), b.exponent.is_zero()) {
            (true, _) => b.exponent.clone(),
            (_, true) => a.exponent.clone(),
            _ => algebra
                .sum(&[a.exponent.clone(), b.exponent.clone()])
                .ok()?,
        };
        Some(Lead {
            coefficient: algebra.times(&a.coefficient, &b.coefficient),
            bounded: a.bounded || b.bounded,
            exponent,
            power: &a.power + &b.power,
            logarithms: &a.logarithms + &b.logarithms,
        })
    }

    pub(super) fn raised(&mut self, lead: &Lead, exponent: &Rational) -> Option<Lead> {
        if exponent.is_one() {
            return Some(lead.clone());
        }
        if lead.bounded && exponent.is_negative() {
            return None;
        }
        Some(Lead {
            coefficient: self.coefficient_raised(&lead.coefficient, exponent)?,
            bounded: lead.bounded,
            exponent: lead.exponent.scaled(exponent),
            power: &lead.power * exponent,
            logarithms: &lead.logarithms * exponent,
        })
    }

    fn coefficient_raised(&mut self, form: &Form, exponent: &Rational) -> Option<Form> {
        if exponent.is_integer() {
            return self.emitter.algebra.raised(form, exponent);
        }
        let negative = |base: &Base| !self.emitter.signs(&Form::base(*base)).is_non_negative();
        if form.coefficient.is_negative() || form.factors.iter().any(|factor| negative(&factor.0)) {
            return None;
        }
        let factors = form.factors.iter();
        let factors = factors.map(|(base, power)| (*base, power * exponent));
        let factors = factors.collect();
        self.emitter
            .algebra
            .root_of(&form.coefficient, exponent, factors)
    }

    /// The greatest of the terms, those of equal growth together; where they cancel, a sum with a root by its conjugate.
    pub(super) fn of_poly(&mut self, poly: &Poly) -> Option<Lead> {
        let lead = self.greatest(poly)?;
        if !lead.bounded && self.may_be_zero(&lead.coefficient) {
            return self.of_conjugates(poly);
        }
        Some(lead)
    }

    fn greatest(&mut self, poly: &Poly) -> Option<Lead> {
        let mut greatest: Option<(Lead, Vec<Form>)> = None;
        for (monomial, coefficient) in poly.terms() {
            let lead = self.of_monomial(monomial)?.scaled(coefficient);
            let order = match &greatest {
                Some((other, _)) => self.compared(&lead, other)?,
                None => Ordering::Greater,
            };
            match (order, &mut greatest) {
                (Ordering::Equal, Some((other, coefficients))) => {
                    other.bounded |= lead.bounded;
                    coefficients.push(lead.coefficient);
                }
                (Ordering::Greater, _) => {
                    let coefficients = vec![lead.coefficient.clone()];
                    greatest = Some((lead, coefficients));
                }
                _ => {}
            }
        }
        let (mut lead, coefficients) = greatest?;
        if lead.bounded {
            lead.coefficient = Form::one();
            return Some(lead);
        }
        lead.coefficient = self.emitter.algebra.sum(&coefficients).ok()?;
        Some(lead)
    }

    /// A sum with a root by its conjugate, whose terms do not cancel.
    fn of_conjugates(&mut self, poly: &Poly) -> Option<Lead> {
        let (above, below) = self.emitter.conjugates(poly)?;
        let (above, below) = (self.lead(&above)?, self.greatest(&below)?);
        if !below.bounded && self.may_be_zero(&below.coefficient) {
            return None;
        }
        let inverse = self.raised(&below, &Rational::MINUS_ONE)?;
        self.times(&above, &inverse)
    }

    fn of_monomial(&mut self, monomial: &Monomial) -> Option<Lead> {
        let mut product = Lead::one();
        for &(atom, exponent) in monomial.powers() {
            let lead = self.of_atom(atom)?;
            let power = self.raised(&lead, &i64::from(exponent).into())?;
            product = self.times(&product, &power)?;
        }
        Some(product)
    }

    /// Which of two grows more.
    fn compared(&mut self, a: &Lead, b: &Lead) -> Option<Ordering> {
        if a.exponent == b.exponent {
            let logarithms = a.logarithms.cmp(&b.logarithms);
            return Some(a.power.cmp(&b.power).then(logarithms));
        }
        let inverse = Lead {
            coefficient: Form::one(),
            bounded: false,
            exponent: b.exponent.scaled(&Rational::MINUS_ONE),
            power: -&b.power,
            logarithms: -&b.logarithms,
        };
        let quotient = self.times(a, &inverse)?;
        self.growth(&quotient)
    }

    /// Whether it vanishes, tends to its coefficient or grows.
    pub(super) fn growth(&mut self, lead: &Lead) -> Option<Ordering> {
        if !lead.exponent.is_zero() {
            let exponent = self.lead(&lead.exponent)?;
            match self.growth(&exponent)? {
                // what grows less than a power is no exponent
                Ordering::Greater if exponent.exponent.is_zero() && exponent.power.is_zero() => {
                    return None;
                }
                Ordering::Greater if exponent.bounded => return None,
                Ordering::Greater => {
                    let positive = self.sign_of_lead(&lead.exponent, &exponent)?;
                    return Some(if positive {
                        Ordering::Greater
                    } else {
                        Ordering::Less
                    });
                }
                Ordering::Equal => return None,
                Ordering::Less => {}
            }
        }
        let zero = Rational::ZERO;
        let by_logarithms = lead.logarithms.cmp(&zero);
        Some(lead.power.cmp(&zero).then(by_logarithms))
    }

    fn of_atom(&mut self, atom: Atom) -> Option<Lead> {
        if let Some(known) = self.leads.get(&atom) {
            return known.clone();
        }
        let lead = self.of_new_atom(atom);
        self.leads.insert(atom, lead.clone());
        lead
    }

    /// Whether a form of constants and parameters may be zero, as far as is known.
    pub(super) fn may_be_zero(&mut self, form: &Form) -> bool {
        form.is_zero() || !self.is_not_zero(form) && self.sign(form).is_none()
    }

    /// Whether no factor is zero: a divisor never is.
    fn is_not_zero(&self, form: &Form) -> bool {
        form.factors.iter().all(|(base, exponent)| {
            exponent.is_negative() || !self.emitter.signs(&Form::base(*base)).zero
        })
    }

    /// The sign of a form far out, by its lead or by what is known of the whole.
    pub(super) fn sign_of_lead(&mut self, form: &Form, lead: &Lead) -> Option<bool> {
        if let Some(positive) = self.sign(&lead.coefficient) {
            return Some(positive);
        }
        let signs = self.emitter.signs(form);
        let is_known = signs.is_one_sided() && self.is_not_zero(&lead.coefficient);
        is_known.then_some(signs.positive)
    }

    /// The sign of a form of constants and parameters, whether it is positive; none for zero.
    pub(super) fn sign(&mut self, form: &Form) -> Option<bool> {
        let signs = self.emitter.signs(form);
        match (signs.negative, signs.zero, signs.positive) {
            (false, false, true) => return Some(true),
            (true, false, false) => return Some(false),
            _ => {}
        }
        let value = self.emitter.known(form)?;
        let is_zero = value.abs().compare(&Precise::from(1e-40)) != Some(Ordering::Greater);
        (!is_zero).then(|| value.compare(&Precise::ZERO) == Some(Ordering::Greater))
    }
}
