//! Sums of one input as one power series beside 0, where their terms cancel whatever functions these are made of.

mod far;
mod laurent;
mod series;

use std::cell::RefCell;

use gradus_syntax::Func;

use super::anchors::{Near, Small};
use super::expansions;
use super::power_series::{Operation, PowerSeries};
use super::{Atom, Base, Emitter, Form, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::precise::wide::Wide;
use crate::precise::{Precise, Precision};
use crate::rational::Rational;
use series::{Series, wide};

/// The powers that are looked at.
const MOST_POWERS: usize = 84;

/// The most terms of a series.
const MOST_WRITTEN: usize = 36;

/// Those that tell whether a sum cancels, and how much smaller than its terms it is then: most sums are told by the first two.
const FEW_POWERS: [(usize, f64); 2] = [(2, 1.5), (9, 8.0)];

/// Where that is looked at.
const LOOK: f64 = 0.25;

/// The powers by which is looked at where other ways to write a sum end.
const POWERS_AT_END: usize = 24;

/// Between these ends are looked for.
const FIRST_END: f64 = 0.05;
const LAST_END: f64 = 4.0;

/// How much smaller than its terms a sum is at an end where it is written by its series instead.
const LOST: f64 = 8.0;

/// The most terms of a sum.
const MOST_TERMS: usize = 40;

/// What a coefficient that is 0 is left with, over what it is made of.
const ROUNDING: f64 = 1e-75;

/// Of so many coefficients the largest tells how large they are.
const EARLY: usize = 3;

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
        let input = self.single_input(poly)?;
        self.power_series_in(poly, input)
    }

    /// A sum of one exponential, or of the inverse of an input, by its power series, where its terms cancel far out.
    pub(super) fn summed_far_out(&mut self, poly: &Poly) -> Option<Near> {
        self.single_input(poly)?;
        let bases = poly.atoms().into_iter().map(Base::Atom).collect();
        let is_small = |atom: &Atom| match *self.algebra.kind(*atom) {
            Kind::Inverse(_) => true,
            Kind::Exp(argument) => self.is_plain(self.algebra.form(argument)),
            _ => false,
        };
        let atoms = self.algebra.atoms_within(bases);
        let mut small = atoms.into_iter().filter(is_small);
        let (small, None) = (small.next()?, small.next()) else {
            return None;
        };
        self.power_series_in(poly, small)
    }

    /// A sum of one input by its power series, where another way to write it ends before its terms cease to cancel, if that reaches
    /// further.
    pub(super) fn further_series(&mut self, poly: &Poly, near: &Near) -> Option<Near> {
        if poly.terms().len() > MOST_TERMS || near.closeness.is_empty() {
            return None;
        }
        let input = self.single_input(poly)?;
        let side = self.side_of(input);
        let end = self.end_of(near, input, side)?;
        let few = self.sum_of_series(poly, input, POWERS_AT_END)?;
        if few.written(side * end) < LOST * few.size(end) {
            return None;
        }
        let series = self.summed_series(poly)?;
        let reaches_further = series.closeness.iter().all(|(_, reach)| *reach > end);
        reaches_further.then_some(series)
    }

    /// How far from 0 on a side all is small that must be.
    fn end_of(&mut self, near: &Near, input: Atom, side: f64) -> Option<f64> {
        let mut smalls = Vec::new();
        for (small, bound) in &near.closeness {
            let form = match small {
                Small::Exponent(atom) => match *self.algebra.kind(*atom) {
                    Kind::Exp(argument) => {
                        let unit = self.algebra.unit(argument)?.clone();
                        self.algebra.form(argument).scaled(&unit)
                    }
                    _ => return None,
                },
                Small::Form(form) => form.clone(),
                Small::Sum(_) => return None,
            };
            smalls.push((self.algebra.form_id(form), *bound));
        }
        let series = Series {
            emitter: self,
            input,
            count: POWERS_AT_END,
            known: RefCell::default(),
        };
        let smalls = smalls.into_iter();
        let smalls = smalls.map(|(form, bound)| Some((series.of_form(form)?, bound)));
        let smalls: Vec<(PowerSeries, f64)> = smalls.collect::<Option<_>>()?;
        let is_close = |x: f64| {
            let mut smalls = smalls.iter();
            smalls.all(|(small, bound)| small.at(side * x).abs() < *bound)
        };
        let ends = std::iter::successors(Some(FIRST_END), |end| Some(end * 1.1));
        ends.take_while(|end| *end < LAST_END && is_close(*end))
            .last()
    }

    /// The sign of an input where it is known to be negative, or else 1.
    fn side_of(&self, input: Atom) -> f64 {
        match self.signs(&Form::atom(input)).is_non_positive() {
            true => -1.0,
            false => 1.0,
        }
    }

    fn power_series_in(&mut self, poly: &Poly, variable: Atom) -> Option<Near> {
        let id = self.algebra.sum_id(poly.clone());
        if let Some(known) = self.summed.get(&(id, variable)) {
            return known.clone();
        }
        let found = self.new_power_series_in(poly, variable);
        self.summed.insert((id, variable), found.clone());
        found
    }

    fn new_power_series_in(&mut self, poly: &Poly, input: Atom) -> Option<Near> {
        if poly.terms().len() > MOST_TERMS {
            return None;
        }
        // without functions there are no series
        let is_plain = |&atom: &Atom| atom == input || self.is_constant_atom(atom);
        if poly.atoms().iter().all(is_plain) {
            return None;
        }
        let mut powers = MOST_POWERS;
        for (few, smaller) in FEW_POWERS {
            // roots of what vanishes to a higher order are not known by few
            let Some(summed) = self.sum_of_series(poly, input, few) else {
                continue;
            };
            if !summed.cancels(smaller) {
                return None;
            }
            powers = summed.powers_wanted();
        }
        let summed = self.sum_of_series(poly, input, powers)?;
        let (lowest, step) = summed.lowest_and_step()?;
        let sizes = summed.total[lowest..].iter().step_by(step);
        let sizes: Vec<f64> = sizes.map(|own| own.to_f64().abs()).collect();
        let form = Form::atom(input);
        let side = self.side_of(input);
        let written = |z: f64| summed.written(side * z) / z.powi(lowest as i32);
        let (reach, count) = expansions::reach(&sizes, step, MOST_WRITTEN, written)?;
        let id = self.algebra.form_id(form.clone());
        let variable = self.algebra.atom(Kind::Variable(id));
        let terms = (0u32..).zip(&summed.total[lowest..]);
        let terms = terms.step_by(step).take(count);
        let terms =
            terms.map(|(power, own)| Some((Monomial::power(variable, power), rounded(own)?)));
        let terms: Option<Vec<_>> = terms.collect();
        let series = self.algebra.sum_id(Poly::new(terms?));
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
        for (monomial, own) in poly.terms() {
            let mut product = PowerSeries::constant(Wide::ONE, count);
            for (atom, own, middle) in &atoms {
                let power = monomial.exponent(*atom);
                let own = match middle {
                    Some(middle) => {
                        let power = &Rational::from(i64::from(power)) - middle;
                        series.made(Operation::Of(Func::Exp), &[&own.scaled(wide(&power)?)])?
                    }
                    None if power == 0 => continue,
                    None => series.raised(own, power)?,
                };
                product = series.made(Operation::Product, &[&product, &own])?;
            }
            let product = product.scaled(wide(own)?);
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
    // by how much coefficients grow from one to the next; the first of all may be small by itself
    let first = sizes.iter().position(|size| *size > 0.0).unwrap_or(0);
    let early = (first..sizes.len()).take(EARLY);
    let first = early
        .reduce(|first, n| if sizes[n] > sizes[first] { n } else { first })
        .unwrap_or(0);
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
    /// The lowest power and, of sums that are even or odd beside it, 2.
    fn lowest_and_step(&self) -> Option<(usize, usize)> {
        let lowest = self.total.iter().position(|own| !own.is_zero())?;
        let mut odd = self.total[lowest..].iter().skip(1).step_by(2);
        Some((lowest, if odd.all(|own| own.is_zero()) { 2 } else { 1 }))
    }

    /// How many powers the longest series takes.
    fn powers_wanted(&self) -> usize {
        let wanted = self
            .lowest_and_step()
            .map(|(lowest, step)| lowest + step * (MOST_WRITTEN + expansions::BEYOND));
        wanted.map_or(MOST_POWERS, |wanted| wanted.min(MOST_POWERS))
    }

    /// The magnitudes of the terms, added up.
    fn written(&self, x: f64) -> f64 {
        let term = |own: &Vec<f64>| own.iter().rev().fold(0.0, |sum, own| sum * x + own);
        self.terms.iter().map(|own| term(own).abs()).sum()
    }

    /// The magnitudes of the terms of the whole series, added up.
    fn size(&self, x: f64) -> f64 {
        let coefficients = self.total.iter().rev();
        coefficients.fold(0.0, |sum, own| sum * x + own.to_f64().abs())
    }

    /// Whether the sum is of higher order than its terms, or much smaller.
    fn cancels(&self, smaller: f64) -> bool {
        let stands = |n: &usize| self.terms.iter().any(|own| own[*n] != 0.0);
        let apparent = (0..self.total.len()).find(stands);
        if apparent.is_some_and(|lowest| self.total[lowest].is_zero()) {
            return true;
        }
        self.size(LOOK) * smaller < self.written(LOOK)
    }
}

fn rounded(own: &Wide) -> Option<Rational> {
    let rounded = own.to_precise().mul(&Precise::ONE, COEFFICIENT_BITS);
    rounded.to_ratio().map(Rational::from)
}
