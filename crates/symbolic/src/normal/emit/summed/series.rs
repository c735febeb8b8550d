//! The power series of forms and atoms.

use std::cell::RefCell;

use gradus_syntax::Func;
use rustc_hash::FxHashMap;

use super::super::power_series::{Operation, PowerSeries};
use super::super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use crate::precise::Precise;
use crate::precise::wide::{BITS, Wide};
use crate::rational::Rational;

/// The series of forms and atoms in an input.
pub(super) struct Series<'e, 'w, 'g> {
    pub emitter: &'e Emitter<'w, 'g>,
    pub input: Atom,
    pub count: usize,
    pub known: RefCell<FxHashMap<Atom, Option<PowerSeries>>>,
}

impl Series<'_, '_, '_> {
    /// What an exponential is of, an odd series, if it is one.
    pub fn odd_exponent(&self, atom: Atom) -> Option<PowerSeries> {
        let Kind::Exp(argument) = *self.emitter.algebra.kind(atom) else {
            return None;
        };
        if atom == self.input || self.emitter.is_constant_atom(atom) {
            return None;
        }
        let exponent = self.exponent(argument)?;
        let mut even = exponent.0.iter().step_by(2);
        even.all(|own| own.is_zero()).then_some(exponent)
    }

    fn exponent(&self, argument: FormId) -> Option<PowerSeries> {
        let unit = self.emitter.algebra.unit(argument)?;
        Some(self.magnitude(argument)?.scaled(wide(unit)?.neg()))
    }

    pub fn of_atom(&self, atom: Atom) -> Option<PowerSeries> {
        if let Some(known) = self.known.borrow().get(&atom) {
            return known.clone();
        }
        let series = self.of_new_atom(atom);
        self.known.borrow_mut().insert(atom, series.clone());
        series
    }

    fn of_new_atom(&self, atom: Atom) -> Option<PowerSeries> {
        let algebra = &self.emitter.algebra;
        if atom == self.input {
            return Some(PowerSeries::variable(self.count));
        }
        if self.emitter.is_constant_atom(atom) {
            let value = self.emitter.precise(&Form::atom(atom), BITS)?;
            return Some(PowerSeries::constant(Wide::of(&value)?, self.count));
        }
        match *algebra.kind(atom) {
            Kind::Exp(argument) => {
                self.made(Operation::Of(Func::Exp), &[&self.exponent(argument)?])
            }
            Kind::ExpOf(form) => self.made(Operation::Of(Func::Exp), &[&self.of_form(form)?]),
            Kind::Erfcx(argument) => self.made(Operation::Erfcx, &[&self.magnitude(argument)?]),
            Kind::Erf(argument) => {
                self.made(Operation::Of(Func::Erf), &[&self.magnitude(argument)?])
            }
            Kind::Ln(form) => self.made(Operation::Of(Func::Ln), &[&self.of_form(form)?]),
            Kind::Root(base, order) => {
                let exponent = Wide::ONE.over_whole(order as usize);
                self.made(Operation::Power(exponent), &[&self.of_base(base)?])
            }
            Kind::Opposite(base) => Some(self.of_base(base)?.negated()),
            Kind::Ratio(base) => self.of_base(base)?.over_lowest(),
            Kind::Gap(of) => {
                let one = PowerSeries::constant(Wide::ONE, self.count);
                Some(one.plus(&self.of_atom(of)?.negated()))
            }
            Kind::Apply(func, ref arguments) => {
                self.made(Operation::Of(func), &[&self.of_form(arguments[0])?])
            }
            _ => None,
        }
    }

    pub fn made(&self, operation: Operation, of: &[&PowerSeries]) -> Option<PowerSeries> {
        let known = &self.emitter.algebra.series;
        known.borrow_mut().of(operation, of)
    }

    /// To a whole power.
    pub fn raised(&self, own: &PowerSeries, exponent: u32) -> Option<PowerSeries> {
        (1..exponent).try_fold(own.clone(), |product, _| {
            self.made(Operation::Product, &[&product, own])
        })
    }

    /// The magnitude of a form whose sign is known.
    fn magnitude(&self, form: FormId) -> Option<PowerSeries> {
        let series = self.of_form(form)?;
        let signs = self.emitter.signs(self.emitter.algebra.form(form));
        if signs.is_non_negative() {
            return Some(series);
        }
        signs.is_non_positive().then(|| series.negated())
    }

    pub fn of_form(&self, form: FormId) -> Option<PowerSeries> {
        let form = self.emitter.algebra.form(form);
        let mut product = PowerSeries::constant(Wide::ONE, self.count);
        for (base, exponent) in &form.factors {
            let base = self.of_base(*base)?;
            let power = match exponent.to_i64() {
                Some(exponent @ 1..=8) => self.raised(&base, exponent as u32)?,
                _ => self.made(Operation::Power(wide(exponent)?), &[&base])?,
            };
            product = self.made(Operation::Product, &[&product, &power])?;
        }
        Some(product.scaled(wide(&form.coefficient)?))
    }

    fn of_base(&self, base: Base) -> Option<PowerSeries> {
        match base {
            Base::Atom(atom) => self.of_atom(atom),
            Base::Sum(id) => self.of_poly(self.emitter.algebra.poly(id)),
        }
    }

    fn of_poly(&self, poly: &Poly) -> Option<PowerSeries> {
        let mut total = PowerSeries::constant(Wide::ZERO, self.count);
        for (monomial, own) in poly.terms() {
            let mut product = PowerSeries::constant(Wide::ONE, self.count);
            for &(atom, power) in monomial.powers() {
                let own = self.raised(&self.of_atom(atom)?, power)?;
                product = self.made(Operation::Product, &[&product, &own])?;
            }
            total = total.plus(&product.scaled(wide(own)?));
        }
        Some(total)
    }
}

/// A rational in many bits.
pub(super) fn wide(own: &Rational) -> Option<Wide> {
    Wide::of(&Precise::from_ratio(&own.to_rbig(), BITS))
}
