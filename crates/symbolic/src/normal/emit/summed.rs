//! Sums of one input as one power series beside 0, where their terms cancel whatever functions these are made of.

use std::cell::RefCell;

use gradus_syntax::Func;
use rustc_hash::FxHashMap;

use super::anchors::{Near, Small};
use super::expansions;
use super::power_series::PowerSeries;
use super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::precise::wide::{BITS, Wide};
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

/// The powers that are looked at.
const MOST_POWERS: usize = 84;

/// The most terms of a series.
const MOST_WRITTEN: usize = 36;

/// Those that tell whether a sum cancels, and how much smaller than its terms it is then: most sums are told by the first two.
const FEW_POWERS: [(usize, f64); 2] = [(2, 1.5), (9, 8.0)];

/// Where that is looked at.
const LOOK: f64 = 0.25;

/// The most terms of a sum.
const MOST_TERMS: usize = 16;

/// What a coefficient that is 0 is left with, over what it is made of.
const ROUNDING: f64 = 1e-75;

/// What the coefficients are rounded to.
const COEFFICIENT_BITS: Precision = Precision::bits(120);

/// A sum of series, over what all terms are divided by.
struct Summed {
    total: Vec<Wide>,
    /// The terms as they are written.
    terms: Vec<Vec<f64>>,
    /// Exponentials in the middle of those that occur: beside them sums are mostly even or odd.
    middle: Vec<(Atom, Rational)>,
}

impl Emitter<'_, '_> {
    /// A sum of one input by its power series, where its terms cancel beside 0.
    pub(super) fn summed_series(&mut self, poly: &Poly) -> Option<Near> {
        let id = self.algebra.sum_id(poly.clone());
        if let Some(known) = self.summed.get(&id) {
            return known.clone();
        }
        let found = self.new_summed_series(poly);
        self.summed.insert(id, found.clone());
        found
    }

    fn new_summed_series(&mut self, poly: &Poly) -> Option<Near> {
        if poly.terms().len() > MOST_TERMS {
            return None;
        }
        let input = self.single_input(poly)?;
        // without functions there are no series
        let is_plain = |&atom: &Atom| atom == input || self.is_constant_atom(atom);
        if poly.atoms().iter().all(is_plain) {
            return None;
        }
        for (powers, smaller) in FEW_POWERS {
            if !self.sum_of_series(poly, input, powers)?.cancels(smaller) {
                return None;
            }
        }
        let summed = self.sum_of_series(poly, input, MOST_POWERS)?;
        let lowest = summed.total.iter().position(|own| !own.is_zero())?;
        let coefficients: Option<Vec<Rational>> =
            summed.total[lowest..].iter().map(rounded).collect();
        let coefficients = coefficients?;
        let mut odd = coefficients.iter().skip(1).step_by(2);
        let step = if odd.all(Rational::is_zero) { 2 } else { 1 };
        let form = Form::atom(input);
        let sign = if self.signs(&form).is_non_positive() {
            -1.0
        } else {
            1.0
        };
        let written = |z: f64| summed.written(sign * z) / z.powi(lowest as i32);
        let (reach, count) = expansions::reach(&coefficients, step, MOST_WRITTEN, written)?;
        let id = self.algebra.form_id(form.clone());
        let variable = self.algebra.atom(Kind::Variable(id));
        let terms = (0u32..).zip(coefficients).step_by(step).take(count);
        let terms = terms.map(|(power, own)| (Monomial::power(variable, power), own));
        let series = self.algebra.sum_id(Poly::new(terms.collect()));
        let series = Form::atom(self.algebra.atom(Kind::Expansion(series)));
        let power = Rational::from(lowest as i64);
        let mut whole = self.algebra.raised(&form, &power)?;
        let middle = summed.middle.into_iter();
        let middle = middle.map(|(atom, power)| (Base::Atom(atom), power));
        let middle = self.algebra.settled(Rational::ONE, middle.collect());
        for factor in [series, middle] {
            whole = self.algebra.times(&whole, &factor);
        }
        Some(Near {
            form: whole,
            closeness: vec![(Small::Form(form), reach)],
        })
    }

    /// The input of a sum that has no other symbols.
    fn single_input(&mut self, poly: &Poly) -> Option<Atom> {
        let bases = poly.atoms().into_iter().map(Base::Atom).collect();
        let mut symbols = self.algebra.symbols_of(bases).into_iter();
        let (Some(symbol), None) = (symbols.next(), symbols.next()) else {
            return None;
        };
        (self.is_input(symbol) && !self.is_scaled(symbol))
            .then(|| self.algebra.atom(Kind::Symbol(symbol)))
    }

    fn sum_of_series(&self, poly: &Poly, input: Atom, count: usize) -> Option<Summed> {
        let series = Series {
            emitter: self,
            input,
            count,
            known: RefCell::default(),
        };
        let mut atoms = Vec::new();
        let mut middle = Vec::new();
        for atom in poly.atoms() {
            match series.odd_exponent(atom) {
                Some(exponent) => {
                    let own = middle_power(poly, atom);
                    atoms.push((atom, exponent, Some(own.clone())));
                    middle.push((atom, own));
                }
                None => atoms.push((atom, series.of_atom(atom)?, None)),
            }
        }
        let mut total = PowerSeries::constant(Wide::ZERO, count);
        let mut terms = Vec::new();
        let mut powers: FxHashMap<(Atom, u32), Option<PowerSeries>> = FxHashMap::default();
        for (monomial, own) in poly.terms() {
            let factor = wide(own)?;
            let mut product = PowerSeries::constant(factor, count);
            for (atom, own, middle) in &atoms {
                let power = monomial.exponent(*atom);
                if middle.is_none() && power == 0 {
                    continue;
                }
                let own = powers
                    .entry((*atom, power))
                    .or_insert_with(|| match middle {
                        Some(middle) => {
                            let power = &Rational::from(i64::from(power)) - middle;
                            own.scaled(wide(&power)?).exp()
                        }
                        None => Some(own.raised(power)),
                    });
                product = product.times(own.as_ref()?);
            }
            total = total.plus(&product);
            terms.push(product.0.iter().map(|own| own.to_f64()).collect());
        }
        let total = without_rounding(total.0, &terms);
        Some(Summed {
            total,
            terms,
            middle,
        })
    }
}

/// Half the least and the greatest power of an exponential, together.
fn middle_power(poly: &Poly, exponential: Atom) -> Rational {
    let powers = poly.terms().iter().map(|term| term.0.exponent(exponential));
    let least = powers.clone().min().unwrap_or(0);
    let most = powers.max().unwrap_or(0);
    Rational::new(i64::from(least + most), 2)
}

/// Coefficients with 0 for what is left of terms that cancel.
fn without_rounding(mut total: Vec<Wide>, terms: &[Vec<f64>]) -> Vec<Wide> {
    let size = |n: usize| terms.iter().map(|own| own[n].abs()).sum::<f64>();
    let sizes: Vec<f64> = (0..total.len()).map(size).collect();
    // by how much coefficients grow from one to the next
    let first = sizes.iter().position(|size| *size > 0.0).unwrap_or(0);
    let growth = (first + 1..sizes.len())
        .map(|n| (sizes[n] / sizes[first]).powf(1.0 / (n - first) as f64))
        .fold(0.0, f64::max);
    let mut known = 0.0;
    for (own, size) in total.iter_mut().zip(sizes) {
        known = f64::max(known * growth, size);
        if own.to_f64().abs() <= ROUNDING * known {
            *own = Wide::ZERO;
        }
    }
    total
}

impl Summed {
    /// The magnitudes of the terms, added up.
    fn written(&self, x: f64) -> f64 {
        let term = |own: &Vec<f64>| own.iter().rev().fold(0.0, |sum, own| sum * x + own);
        self.terms.iter().map(|own| term(own).abs()).sum()
    }

    /// Whether the sum is of higher order than its terms, or much smaller.
    fn cancels(&self, smaller: f64) -> bool {
        let stands = |n: &usize| self.terms.iter().any(|own| own[*n] != 0.0);
        let apparent = (0..self.total.len()).find(stands);
        if apparent.is_some_and(|lowest| self.total[lowest].is_zero()) {
            return true;
        }
        let coefficients = self.total.iter().rev();
        let size = coefficients.fold(0.0, |sum, own| sum * LOOK + own.to_f64().abs());
        size * smaller < self.written(LOOK)
    }
}

/// The series of forms and atoms in an input.
struct Series<'e, 'w, 'g> {
    emitter: &'e Emitter<'w, 'g>,
    input: Atom,
    count: usize,
    known: RefCell<FxHashMap<Atom, Option<PowerSeries>>>,
}

impl Series<'_, '_, '_> {
    /// What an exponential is of, an odd series, if it is one.
    fn odd_exponent(&self, atom: Atom) -> Option<PowerSeries> {
        let Kind::Exp(argument) = *self.emitter.algebra.kind(atom) else {
            return None;
        };
        if self.emitter.is_constant_atom(atom) {
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

    fn of_atom(&self, atom: Atom) -> Option<PowerSeries> {
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
        let series = match *algebra.kind(atom) {
            Kind::Exp(argument) => self.exponent(argument)?.exp()?,
            Kind::ExpOf(form) => self.of_form(form)?.exp()?,
            Kind::Erfcx(argument) => self.magnitude(argument)?.erfcx()?,
            Kind::Erf(argument) => self.magnitude(argument)?.erf()?,
            Kind::Ln(form) => self.of_form(form)?.ln()?,
            Kind::Root(base, order) => {
                let order = Precise::from(f64::from(order));
                let exponent = Precise::ONE.div(&order, BITS);
                self.of_base(base)?.power(&exponent)?
            }
            Kind::Opposite(base) => self.of_base(base)?.negated(),
            Kind::Apply(func, ref arguments) => {
                let argument = self.of_form(arguments[0])?;
                match func {
                    Func::Sin => argument.sine_and_cosine()?[0].clone(),
                    Func::Cos => argument.sine_and_cosine()?[1].clone(),
                    _ => argument.inverse(func)?,
                }
            }
            _ => return None,
        };
        Some(series)
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

    fn of_form(&self, form: FormId) -> Option<PowerSeries> {
        let form = self.emitter.algebra.form(form);
        let coefficient = wide(&form.coefficient)?;
        let mut product = PowerSeries::constant(coefficient, self.count);
        for (base, exponent) in &form.factors {
            let base = self.of_base(*base)?;
            let power = match exponent.to_i64() {
                Some(exponent @ 1..=8) => base.raised(exponent as u32),
                _ => base.power(&Precise::from_ratio(&exponent.to_rbig(), BITS))?,
            };
            product = product.times(&power);
        }
        Some(product)
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
            let factor = wide(own)?;
            let mut product = PowerSeries::constant(factor, self.count);
            for &(atom, power) in monomial.powers() {
                product = product.times(&self.of_atom(atom)?.raised(power));
            }
            total = total.plus(&product);
        }
        Some(total)
    }
}

fn wide(own: &Rational) -> Option<Wide> {
    Wide::of(&Precise::from_ratio(&own.to_rbig(), BITS))
}

fn rounded(own: &Wide) -> Option<Rational> {
    let rounded = own.to_precise().mul(&Precise::ONE, COEFFICIENT_BITS);
    rounded.to_ratio().map(Rational::from)
}
