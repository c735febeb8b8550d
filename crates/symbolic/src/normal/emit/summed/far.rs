//! Sums of one input as one power series in its inverse, or that of its distance from where it is singular, where their terms cancel
//! far out to a high order.

use super::super::anchors::{Near, Small};
use super::super::expansions;
use super::super::power_series::PowerSeries;
use super::super::{Atom, Base, Emitter, Form, Kind, Poly};
use super::laurent::{Laurent, Series};
use super::{MOST_POWERS, MOST_TERMS, MOST_WRITTEN, rounded, without_rounding};
use crate::normal::poly::Monomial;
use crate::precise::wide::Wide;
use crate::rational::Rational;

/// By how many orders a sum vanishes beyond its terms.
const ORDERS: i64 = 2;

/// The powers that tell whether a sum cancels.
const FEW_POWERS: usize = 8;

/// The most orders that are looked at.
const MOST_ORDERS: i64 = 12;

/// A sum over the lowest order of its terms.
struct Sum {
    order: i64,
    total: Vec<Wide>,
    terms: Vec<Vec<f64>>,
}

impl Emitter<'_, '_> {
    /// A sum of one input by its power series in the inverse, where its terms cancel far out to a high order.
    pub(in super::super) fn summed_at_infinity(&mut self, poly: &Poly) -> Option<Near> {
        if poly.terms().len() > MOST_TERMS || poly.terms().len() < 3 {
            return None;
        }
        let input = self.single_input(poly)?;
        let atoms = poly.atoms();
        let is_function = |atom: &&Atom| {
            let kind = self.algebra.kind(**atom);
            matches!(
                kind,
                Kind::Ln(_) | Kind::Log1p(_) | Kind::Root(..) | Kind::Apply(..)
            ) && !self.is_constant_atom(**atom)
        };
        // by itself a function has other ways to be written
        if atoms.iter().filter(is_function).count() < 2
            || atoms.iter().any(|atom| self.is_exponential(*atom))
        {
            return None;
        }
        let center = self.center_of_singularities(poly, input);
        let sides = match self.signs(&Form::atom(input)).is_one_sided() {
            true => vec![self.side_of(input)],
            false => vec![1.0, -1.0],
        };
        // on the other side it must not be real
        let sides = sides.into_iter().filter_map(|side| {
            let few = self.sum_far_out(poly, (input, &center), side, FEW_POWERS);
            few.map(|few| (side, few))
        });
        let [(side, few)] = &sides.collect::<Vec<_>>()[..] else {
            return None;
        };
        let side = *side;
        let lowest = few.total.iter().position(|own| !own.is_zero());
        if lowest.is_some_and(|lowest| (lowest as i64) < ORDERS) {
            return None;
        }
        let summed = self.sum_far_out(poly, (input, &center), side, MOST_POWERS)?;
        let lowest = summed.total.iter().position(|own| !own.is_zero())?;
        let coefficients = &summed.total[lowest..];
        let is_even = coefficients
            .iter()
            .skip(1)
            .step_by(2)
            .all(|own| own.is_zero());
        let step = if is_even { 2 } else { 1 };
        let sizes = coefficients.iter().step_by(step);
        let sizes: Vec<f64> = sizes.map(|own| own.to_f64().abs()).collect();
        let written = |w: f64| {
            let term = |own: &Vec<f64>| {
                own.iter()
                    .rev()
                    .fold(0.0, |sum, own| sum * (side * w) + own)
            };
            let all = summed.terms.iter().map(|own| term(own).abs());
            all.sum::<f64>() / w.powi(lowest as i32)
        };
        let (reach, count) = expansions::reach(&sizes, step, MOST_WRITTEN, written)?;
        let inverse = self.inverse_of_distance(poly, input, &center)?;
        let id = self.algebra.form_id(inverse.clone());
        let variable = self.algebra.atom(Kind::Variable(id));
        let terms = (0u32..).zip(coefficients).step_by(step).take(count);
        let terms =
            terms.map(|(power, own)| Some((Monomial::power(variable, power), rounded(own)?)));
        let terms: Option<Vec<_>> = terms.collect();
        let series = self.algebra.sum_id(Poly::new(terms?));
        let series = Form::atom(self.algebra.atom(Kind::Expansion(series)));
        let power = Rational::from(summed.order + lowest as i64);
        let power = self.algebra.raised(&inverse, &power)?;
        Some(Near {
            form: self.algebra.times(&power, &series),
            closeness: vec![(Small::Form(inverse), reach)],
        })
    }

    /// `1/(x - c)`; by the inverse of the input, if that stands in a sum.
    fn inverse_of_distance(&mut self, poly: &Poly, input: Atom, center: &Rational) -> Option<Form> {
        let bases = poly.atoms().into_iter().map(Base::Atom).collect();
        let atoms = self.algebra.atoms_within(bases);
        let is_inverse = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Inverse(_));
        let (above, below) = match atoms.into_iter().find(is_inverse) {
            Some(inverse) => {
                let below = Poly::atom(inverse).scaled(&-center);
                let below = below.plus(&Poly::constant(Rational::ONE));
                (Form::atom(inverse), below)
            }
            None => {
                let below = Poly::atom(input).plus(&Poly::constant(-center));
                (Form::one(), below)
            }
        };
        let below = self.algebra.factored(&below, &[]).ok()?;
        let below = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        Some(self.algebra.times(&above, &below))
    }

    /// The middle of where linear factors, of which there are logarithms, roots and inverses, vanish.
    fn center_of_singularities(&mut self, poly: &Poly, input: Atom) -> Rational {
        let bases = poly.atoms().into_iter().map(Base::Atom).collect();
        let mut forms = Vec::new();
        for atom in self.algebra.atoms_within(bases) {
            let form = match *self.algebra.kind(atom) {
                Kind::Ln(form) | Kind::Log1p(form) => self.algebra.form(form).clone(),
                Kind::Root(base, _) => Form::base(base),
                _ => continue,
            };
            forms.extend(form.factors.iter().map(|(base, _)| match base {
                Base::Atom(own) => Poly::atom(*own),
                Base::Sum(id) => self.algebra.poly(*id).clone(),
            }));
        }
        let linear = |own: &Poly, atom: Atom| {
            let [constant, slope] = <[Poly; 2]>::try_from(own.coefficients(atom)).ok()?;
            Some((constant.as_constant()?, slope.as_constant()?))
        };
        let mut zeros = Vec::new();
        for own in &forms {
            if let Some((constant, slope)) = linear(own, input) {
                zeros.push(-&(&constant * &slope.recip()));
            }
            // by its inverse there is one where that is infinite, too
            for atom in own.atoms() {
                if matches!(self.algebra.kind(atom), Kind::Inverse(_))
                    && let Some((constant, slope)) = linear(own, atom)
                    && !constant.is_zero()
                {
                    zeros.extend([-&(&slope * &constant.recip()), Rational::ZERO]);
                }
            }
        }
        let least = zeros
            .iter()
            .min_by(|a, b| a.to_f64().total_cmp(&b.to_f64()));
        let most = zeros
            .iter()
            .max_by(|a, b| a.to_f64().total_cmp(&b.to_f64()));
        match least.zip(most) {
            Some((least, most)) => &(least + most) * &Rational::new(1, 2),
            None => Rational::ZERO,
        }
    }

    fn sum_far_out(
        &self,
        poly: &Poly,
        (input, center): (Atom, &Rational),
        side: f64,
        count: usize,
    ) -> Option<Sum> {
        let series = Series {
            emitter: self,
            input,
            center,
            count,
            side,
        };
        let terms = series.terms(poly)?;
        let logarithms = terms.iter().filter_map(|own| own.logarithm.as_ref());
        let logarithms: Vec<&Laurent> = logarithms.collect();
        if !logarithms.is_empty() && summed(&logarithms)?.total.iter().any(|own| !own.is_zero()) {
            return None;
        }
        let plain: Vec<&Laurent> = terms.iter().map(|own| &own.plain).collect();
        summed(&plain)
    }
}

fn summed(terms: &[&Laurent]) -> Option<Sum> {
    let order = terms.iter().map(|own| own.order).min()?;
    if order.abs() > MOST_ORDERS {
        return None;
    }
    let terms = terms.iter().map(|own| own.beginning_with(order));
    let terms: Vec<PowerSeries> = terms.collect::<Option<_>>()?;
    let nothing = PowerSeries::constant(Wide::ZERO, terms.first()?.0.len());
    let total = terms.iter().fold(nothing, |sum, own| sum.plus(own));
    let terms: Vec<Vec<f64>> = terms
        .iter()
        .map(|own| own.0.iter().map(|own| own.to_f64()).collect())
        .collect();
    Some(Sum {
        order,
        total: without_rounding(total.0, &terms),
        terms,
    })
}
