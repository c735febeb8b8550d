//! Sums of an input and exponentials of it as power series, beside an input of 0 where they cancel.
//!
//! Times the exponential in the middle of those that occur, such a sum is mostly even or odd and its terms are of one sign:
//! `x (1 + u) - (1 - u)` with `u = exp(-x)` is `sqrt(u)` times `x cosh(x/2) - 2 sinh(x/2)`, twice over.

use super::anchors::{Near, Small};
use super::{Atom, Base, Binary, Emitter, Form, Kind, Poly, Value};
use crate::normal::atoms::SumId;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The most terms of a series.
const MOST_TERMS: usize = 20;

/// The powers that are looked at.
const MOST_POWERS: usize = 56;

/// How much smaller the terms of a series are than those that are written.
const BETTER: f64 = 2.0;

/// What is left out, over the terms.
const PRECISION: f64 = 1e-18;

/// A sum as `exp(-middle x) Σ a_n x^n`.
struct Expansion {
    input: Atom,
    middle: Form,
    /// From the lowest power on.
    coefficients: Vec<Rational>,
    lowest: usize,
    /// The terms as they are written: coefficients, powers of the input, and rates of their exponentials beside the middle.
    written: Vec<(f64, i32, f64)>,
}

impl Emitter<'_, '_> {
    /// A sum of an input and an exponential of it by its series, where its lowest terms cancel.
    pub(super) fn expanded_sum(&mut self, poly: &Poly) -> Option<Near> {
        let expansion = self.expansion(poly)?;
        let coefficients = expansion.coefficients;
        let is_even = coefficients
            .iter()
            .skip(1)
            .step_by(2)
            .all(Rational::is_zero);
        let step = if is_even { 2 } else { 1 };
        let size = |x: f64| -> f64 {
            let written = expansion.written.iter();
            let sizes =
                written.map(|(own, power, rate)| own.abs() * x.powi(*power) * (rate * x).exp());
            sizes.sum::<f64>() / x.powi(expansion.lowest as i32)
        };
        let (reach, count) = reach(&coefficients, step, size)?;
        let terms = (0u32..).zip(&coefficients).step_by(step).take(count);
        let terms =
            terms.map(|(power, own)| (Monomial::power(expansion.input, power), own.clone()));
        let series = Poly::new(terms.collect());
        let series = self.algebra.sum_id(series);
        let mut form = Form::atom(self.algebra.atom(Kind::Expansion(series)));
        let power = Form {
            coefficient: Rational::ONE,
            factors: vec![(
                Base::Atom(expansion.input),
                (expansion.lowest as i64).into(),
            )],
        };
        form = self.algebra.times(&form, &power);
        form = self.algebra.times(&form, &expansion.middle);
        let input = Form::atom(expansion.input);
        Some(Near {
            form,
            closeness: vec![(Small::Form(input), reach)],
        })
    }

    fn expansion(&mut self, poly: &Poly) -> Option<Expansion> {
        let atoms = poly.atoms();
        let [a, b] = atoms[..] else { return None };
        let (input, exponential) = if self.is_exponential(a) {
            (b, a)
        } else {
            (a, b)
        };
        let is_input =
            matches!(*self.algebra.kind(input), Kind::Symbol(symbol) if self.is_input(symbol));
        if !is_input || !self.is_exponential(exponential) {
            return None;
        }
        let exponent = self.exponent_poly(exponential)?;
        let [(monomial, rate)] = exponent.terms() else {
            return None;
        };
        if *monomial.powers() != [(input, 1)] {
            return None;
        }
        let terms = poly.terms().iter();
        let counts = terms.clone().map(|term| term.0.exponent(exponential));
        let side = if rate.is_negative() { -1.0 } else { 1.0 };
        let (least, most) = (counts.clone().min()?, counts.max()?);
        let middle = Rational::new(i64::from(least + most), 2);
        let mut coefficients = vec![Rational::ZERO; MOST_POWERS];
        let mut written = Vec::new();
        for (monomial, own) in terms.clone() {
            let count = Rational::from(i64::from(monomial.exponent(exponential)));
            let rate = &(&middle - &count) * rate;
            let mut term = own.clone();
            let lowest = monomial.exponent(input) as usize;
            written.push((own.to_f64(), lowest as i32, rate.to_f64() * side));
            for (power, sum) in (1i64..).zip(coefficients.get_mut(lowest..)?) {
                *sum = &*sum + &term;
                term = &(&term * &rate) * &Rational::new(1, power);
            }
        }
        let lowest = coefficients.iter().position(|own| !own.is_zero())?;
        let apparent = terms.map(|term| term.0.exponent(input) as usize).min()?;
        if lowest <= apparent + 1 {
            return None;
        }
        let middle = Form {
            coefficient: Rational::ONE,
            factors: vec![(Base::Atom(exponential), middle)],
        };
        Some(Expansion {
            input,
            middle,
            coefficients: coefficients.split_off(lowest),
            lowest,
            written,
        })
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
        let step = coefficients
            .iter()
            .map(|own| own.0)
            .filter(|power| *power > 0)
            .min()?;
        let value = self.atom_value(input, None)?;
        let power = match step {
            1 => value,
            _ => self.ops().binary(Binary::Mul, value, value),
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

/// How far a series reaches, and with how many terms: where they are smaller than those that are written.
fn reach(
    coefficients: &[Rational],
    step: usize,
    written: impl Fn(f64) -> f64,
) -> Option<(f64, usize)> {
    let sizes: Vec<f64> = coefficients
        .iter()
        .step_by(step)
        .map(|own| own.to_f64().abs())
        .collect();
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
        if !is_better || count > MOST_TERMS || count + 2 > terms.len() {
            break;
        }
        found = Some((reach, count));
        reach *= 1.25;
    }
    found
}
