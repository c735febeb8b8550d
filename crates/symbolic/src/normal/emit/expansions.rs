//! Sums of an exponential and what its exponent is made of as power series, beside an exponent of 0 where they cancel.
//!
//! Times the exponential in the middle of those that occur, such a sum is mostly even or odd and its terms are of one sign:
//! `x (1 + u) - (1 - u)` with `u = exp(-x)` is `sqrt(u)` times `x cosh(x/2) - 2 sinh(x/2)`, twice over.

use super::anchors::{Near, Small};
use super::{Atom, Base, Binary, Emitter, Form, Kind, Op, Poly, Value};
use crate::normal::atoms::SumId;
use crate::normal::form::MOST_BITS;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The most terms of a series.
const MOST_TERMS: usize = 20;

/// The powers that are looked at.
const MOST_POWERS: usize = 56;

/// How much smaller the terms of a series are than those that are written.
const BETTER: f64 = 2.0;

/// Terms that are known beyond those that are written.
pub(super) const BEYOND: usize = 2;

/// What is left out, over the terms.
const PRECISION: f64 = 1e-18;

/// A sum as a product times `exp(-middle z) z^lowest Σ a_n z^n`, `z` the exponent of the exponential.
struct Expansion {
    exponential: Atom,
    /// The exponent, positive.
    exponent: Form,
    /// What all terms are multiplied with.
    common: Form,
    middle: Rational,
    lowest: usize,
    /// From the lowest power on.
    coefficients: Vec<Rational>,
    /// The terms as they are written: coefficients, powers of the exponent, and rates of their exponentials beside the middle.
    written: Vec<(f64, i32, f64)>,
}

/// A term as a rational, a power of the exponent and one of the exponential.
struct Term {
    coefficient: Rational,
    power: usize,
    count: u32,
}

impl Term {
    /// What is left of the exponent beside the middle.
    fn rate(&self, middle: &Rational) -> Rational {
        middle - &Rational::from(i64::from(self.count))
    }
}

impl Emitter<'_, '_> {
    /// A sum of an exponential and what its exponent is made of by its series, where its lowest terms cancel.
    pub(super) fn expanded_sum(&mut self, poly: &Poly) -> Option<Near> {
        let expansion = self.expansion(poly)?;
        let coefficients = &expansion.coefficients;
        let is_even = coefficients
            .iter()
            .skip(1)
            .step_by(2)
            .all(Rational::is_zero);
        let step = if is_even { 2 } else { 1 };
        let sizes = coefficients.iter().step_by(step);
        let sizes: Vec<f64> = sizes.map(|own| own.to_f64().abs()).collect();
        let (reach, count) = reach(&sizes, step, MOST_TERMS, |z| expansion.size(z))?;
        let id = self.algebra.form_id(expansion.exponent.clone());
        let variable = self.algebra.atom(Kind::Variable(id));
        let terms = (0u32..).zip(coefficients).step_by(step).take(count);
        let terms = terms.map(|(power, own)| (Monomial::power(variable, power), own.clone()));
        let series = Poly::new(terms.collect());
        let series = self.algebra.sum_id(series);
        let mut form = Form::atom(self.algebra.atom(Kind::Expansion(series)));
        let lowest = Rational::from(expansion.lowest as i64);
        let power = self.algebra.raised(&expansion.exponent, &lowest)?;
        let middle = Form {
            coefficient: Rational::ONE,
            factors: vec![(Base::Atom(expansion.exponential), expansion.middle)],
        };
        for factor in [power, expansion.common, middle] {
            form = self.algebra.times(&form, &factor);
        }
        let form = self.algebra.settled(form.coefficient, form.factors);
        Some(Near {
            form,
            closeness: vec![(Small::Form(expansion.exponent), reach)],
        })
    }

    fn expansion(&mut self, poly: &Poly) -> Option<Expansion> {
        let mut exponentials = poly
            .atoms()
            .into_iter()
            .filter(|&atom| self.is_exponential(atom));
        let (exponential, None) = (exponentials.next()?, exponentials.next()) else {
            return None;
        };
        let Kind::Exp(argument) = *self.algebra.kind(exponential) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let exponent = self.algebra.form(argument).scaled(&unit);
        let exponent = self.upwards(exponent)?;
        let (common, terms) = self.by_exponent(poly, exponential, &exponent)?;
        let counts = terms.iter().map(|term| term.count);
        let (least, most) = (counts.clone().min()?, counts.max()?);
        let middle = Rational::new(i64::from(least + most), 2);
        let powers = terms.iter().map(|term| term.power);
        let apparent = powers.clone().min()?;
        if powers.max()? >= MOST_POWERS {
            return None;
        }
        // Most sums do not cancel, which the first coefficients tell.
        let first = coefficients(&terms, &middle, apparent + 2);
        if !first.iter().all(Rational::is_zero) {
            return None;
        }
        let mut coefficients = coefficients(&terms, &middle, MOST_POWERS);
        let lowest = coefficients.iter().position(|own| !own.is_zero())?;
        let written = terms.iter().map(|own| {
            let rate = own.rate(&middle).to_f64();
            (own.coefficient.to_f64(), own.power as i32, rate)
        });
        let written = written.collect();
        Some(Expansion {
            exponential,
            exponent,
            common,
            middle,
            lowest,
            coefficients: coefficients.split_off(lowest),
            written,
        })
    }

    /// A polynomial by powers of the exponent and of the exponential alone, and what is left beside all of them.
    fn by_exponent(
        &self,
        poly: &Poly,
        exponential: Atom,
        exponent: &Form,
    ) -> Option<(Form, Vec<Term>)> {
        let is_atom = |(base, _): &(Base, Rational)| matches!(base, Base::Atom(_));
        if !exponent.factors.iter().all(is_atom) {
            return None;
        }
        let is_single = |(base, power): &&(Base, Rational)| {
            power.is_one() && matches!(base, Base::Atom(atom) if poly.degree(*atom) > 0)
        };
        let (main, _) = exponent.factors.iter().find(is_single)?;
        let mut common: Option<Form> = None;
        let mut terms = Vec::new();
        for (monomial, own) in poly.terms() {
            let powers = monomial
                .powers()
                .iter()
                .filter(|power| power.0 != exponential);
            let factors = powers.map(|&(atom, count)| (Base::Atom(atom), i64::from(count).into()));
            let product = Form {
                coefficient: own.clone(),
                factors: factors.collect(),
            };
            let power = product.exponent(*main).to_i64()?;
            let mut rest = product;
            for (base, own) in &exponent.factors {
                let left = &rest.exponent(*base) - &(own * &Rational::from(power));
                rest = rest.without(*base);
                if !left.is_zero() {
                    rest.factors.push((*base, left));
                }
            }
            let scale = exponent.coefficient.pow(-power, MOST_BITS)?;
            let coefficient = &rest.coefficient * &scale;
            let rest = self.algebra.settled(Rational::ONE, rest.factors);
            match &common {
                Some(common) if *common != rest => return None,
                _ => common = Some(rest),
            }
            terms.push(Term {
                coefficient,
                power: usize::try_from(power).ok()?,
                count: monomial.exponent(exponential),
            });
        }
        Some((common?, terms))
    }

    /// The value of a series.
    pub(super) fn value_of_expansion(&mut self, series: SumId) -> Option<Value> {
        let poly = self.algebra.poly(series).clone();
        let input = *poly.atoms().first()?;
        let coefficients: Vec<(u32, Rational)> = poly
            .terms()
            .iter()
            .map(|(monomial, own)| (monomial.exponent(input), own.clone()))
            .collect();
        let step = coefficients.iter().fold(0, |step, own| gcd(step, own.0));
        let value = self.atom_value(input, None)?;
        let power = match step {
            0 | 1 => value,
            2 => self.ops().binary(Binary::Mul, value, value),
            _ => self.ops().push(Op::Power(value, step)),
        };
        let highest = coefficients.iter().map(|own| own.0).max()?;
        let of = |power: u32| {
            let found = coefficients.iter().find(|own| own.0 == power);
            found.map_or(Rational::ZERO, |own| own.1.clone())
        };
        let mut total = self.ops().rational(&of(highest));
        for power_of in (0..highest)
            .rev()
            .filter(|n| (highest - n).is_multiple_of(step))
        {
            let coefficient = self.ops().rational(&of(power_of));
            total = self.ops().mul_add(total, power, coefficient);
        }
        Some(total)
    }
}

impl Expansion {
    /// The magnitudes of the terms as they are written, added up, over the lowest power.
    fn size(&self, z: f64) -> f64 {
        let sizes = self
            .written
            .iter()
            .map(|(own, power, rate)| own.abs() * z.powi(*power) * (rate * z).exp());
        sizes.sum::<f64>() / z.powi(self.lowest as i32)
    }
}

/// The first so many coefficients of a sum of terms, beside the exponential in the middle.
fn coefficients(terms: &[Term], middle: &Rational, count: usize) -> Vec<Rational> {
    let mut coefficients = vec![Rational::ZERO; count];
    for own in terms {
        let rate = own.rate(middle);
        let mut term = own.coefficient.clone();
        for (power, sum) in (1i64..).zip(coefficients.iter_mut().skip(own.power)) {
            *sum = &*sum + &term;
            term = &(&term * &rate) * &Rational::new(1, power);
        }
    }
    coefficients
}

/// How far a series with coefficients of those magnitudes reaches, and with how many terms: where they are smaller than those
/// that are written. Coefficients are those of powers of every so many steps.
pub(super) fn reach(
    sizes: &[f64],
    step: usize,
    most: usize,
    written: impl Fn(f64) -> f64,
) -> Option<(f64, usize)> {
    let mut found = None;
    let mut reach = 0.125;
    while reach <= 16.0 {
        let ratio = f64::powi(reach, step as i32);
        let powers = std::iter::successors(Some(1.0), |power| Some(power * ratio));
        let terms: Vec<f64> = sizes
            .iter()
            .zip(powers)
            .map(|(own, power)| own * power)
            .collect();
        let size: f64 = terms.iter().sum();
        let count = terms.iter().rposition(|term| *term > PRECISION * size)? + 1;
        let is_better = size * BETTER < written(reach);
        if !is_better || count > most || count + BEYOND > terms.len() {
            break;
        }
        found = Some((reach, count));
        reach *= 1.25;
    }
    found
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
