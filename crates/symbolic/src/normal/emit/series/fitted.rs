//! Sums of functions of one input with one branch point, as one polynomial through their values in high precision.
//!
//! The rests of several series still cancel where the input is about 1. A sum over the power of the input with which it vanishes
//! does not: it is a polynomial in a quotient that keeps the branch point away and goes from -1 to 1.

use gradus_syntax::Func;

use super::super::anchors::{Near, Small};
use super::super::interpolation::{interpolated, nodes};
use super::super::{Atom, Base, Emitter, Form, Kind, Poly};
use super::Series;
use super::sorts::Sort;
use crate::normal::poly::Monomial;
use crate::precise::{self, Precise, Precision};
use crate::rational::Rational;

/// What the values are computed with: beside 0 they cancel to a high order.
const BITS: Precision = Precision::bits(320);

/// What the coefficients are rounded to.
const COEFFICIENT_BITS: Precision = Precision::bits(100);

/// How functions of `y` with a branch point at -1 are polynomials: in `t = (y - middle)/(slope y + scale)` from -1 to 1.
///
/// `w = y/(2 + y)`, of which -1 is the image of the branch point and 1 that of infinity, goes from 0 to 3/4, or from -1/2 to 1/2.
struct Range {
    middle: Rational,
    slope: Rational,
    scale: Rational,
    count: usize,
}

/// The power of an input of which functions have a branch point at `place`.
#[derive(PartialEq)]
struct BranchPoint {
    step: u32,
    place: Rational,
}

impl BranchPoint {
    fn range(&self) -> Range {
        match self.step {
            1 => Range {
                middle: Rational::ZERO,
                slope: Rational::new(1, 2),
                scale: Rational::ONE,
                count: 32,
            },
            _ => Range {
                middle: Rational::new(6, 5),
                slope: Rational::new(3, 5),
                scale: Rational::new(6, 5),
                count: 38,
            },
        }
    }

    /// What the power of the input is multiplied with, so that the branch point is at -1.
    fn scale(&self) -> Rational {
        -&self.place.recip()
    }
}

/// How far `t` goes: a little more than where its rounded value is 1.
const REACH: f64 = 1.000_001;

impl Emitter<'_, '_> {
    /// A sum that vanishes with a power of its only input as that power times one polynomial.
    pub(super) fn fitted_series(
        &mut self,
        poly: &Poly,
        all: &[(Atom, Series)],
        lowest: u32,
    ) -> Option<Near> {
        let input = self.only_symbol(poly, all)?;
        let point = common_branch_point(input, all)?;
        let range = point.range();
        let coefficients = fitted(poly, input, all, lowest, &point)?;
        let variable = self.mapped(input, &point, &range)?;
        let id = self.algebra.form_id(variable.clone());
        let atom = self.algebra.atom(Kind::Variable(id));
        let terms = (0u32..).zip(coefficients);
        let terms = terms.map(|(power, own)| (Monomial::power(atom, power), own));
        let series = self.algebra.sum_id(Poly::new(terms.collect()));
        let mut form = Form::atom(self.algebra.atom(Kind::Expansion(series)));
        form.factors
            .push((Base::Atom(input), i64::from(lowest).into()));
        let form = self.algebra.settled(form.coefficient, form.factors);
        let closeness = vec![(Small::Form(variable), REACH)];
        Some(Near { form, closeness })
    }

    /// The input that a sum is of, if it has nothing else beside functions.
    fn only_symbol(&self, poly: &Poly, all: &[(Atom, Series)]) -> Option<Atom> {
        let mut atoms = poly.atoms();
        atoms.retain(|atom| all.iter().all(|(own, _)| own != atom));
        atoms.extend(all.iter().flat_map(|(_, series)| series.variable.atoms()));
        let input = *atoms.first()?;
        let is_input =
            matches!(*self.algebra.kind(input), Kind::Symbol(symbol) if self.is_input(symbol));
        (is_input && atoms.iter().all(|atom| *atom == input)).then_some(input)
    }

    /// The `t` of the input.
    fn mapped(&mut self, input: Atom, point: &BranchPoint, range: &Range) -> Option<Form> {
        let y = Poly::atom(input).power(point.step).scaled(&point.scale());
        let above = y.plus(&Poly::constant(-&range.middle));
        let below = y
            .scaled(&range.slope)
            .plus(&Poly::constant(range.scale.clone()));
        let above = self.algebra.factored(&above, &[]).ok()?;
        let below = self.algebra.factored(&below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        Some(self.algebra.times(&above, &inverse))
    }
}

fn common_branch_point(input: Atom, all: &[(Atom, Series)]) -> Option<BranchPoint> {
    let mut points = all.iter().map(|(_, series)| branch_point(input, series));
    let first = points.next()??;
    points
        .all(|point| point.as_ref() == Some(&first))
        .then_some(first)
}

fn branch_point(input: Atom, series: &Series) -> Option<BranchPoint> {
    let plain = series.known_by.is_none() && series.factor.is_none();
    let [(monomial, scale)] = series.variable.terms() else {
        return None;
    };
    let power = monomial.exponent(input);
    let (step, place) = match (series.sort, power) {
        (Sort::Log1p | Sort::Root(_), 1) => (1, -&scale.recip()),
        (Sort::Log1p | Sort::Root(_), 2) => (2, -&scale.recip()),
        (Sort::Atan | Sort::Asinh, 1) => (2, -&(scale * scale).recip()),
        _ => return None,
    };
    // squares up to a branch point are none beyond 0
    let is_in_reach = step == 1 || place.is_negative();
    (plain && is_in_reach).then_some(BranchPoint { step, place })
}

fn fitted(
    poly: &Poly,
    input: Atom,
    all: &[(Atom, Series)],
    lowest: u32,
    point: &BranchPoint,
) -> Option<Vec<Rational>> {
    let range = point.range();
    let variables: Vec<Precise> = nodes(range.count).map(Precise::from).collect();
    let value = |variable: &Precise| {
        let x = place(variable, point, &range);
        let sum = value_of_sum(poly, input, &x, all)?;
        Some(sum.div(&power(&x, lowest), BITS))
    };
    let values: Option<Vec<Precise>> = variables.iter().map(value).collect();
    let polynomial = interpolated(&variables, &values?, BITS);
    let rounded = |own: &Precise| {
        let rounded = own.mul(&Precise::ONE, COEFFICIENT_BITS);
        rounded.to_ratio().map(Rational::from)
    };
    polynomial.iter().map(rounded).collect()
}

/// The input for a `t`.
fn place(variable: &Precise, point: &BranchPoint, range: &Range) -> Precise {
    let [middle, slope, scale, own] = [
        &range.middle,
        &range.slope,
        &range.scale,
        &point.scale().recip(),
    ]
    .map(precise_of);
    let above = middle.add(&variable.mul(&scale, BITS), BITS);
    let below = Precise::ONE.sub(&variable.mul(&slope, BITS), BITS);
    let power = above.div(&below, BITS).mul(&own, BITS);
    match point.step {
        1 => power,
        _ => precise::apply(Func::Sqrt, &[power], BITS),
    }
}

fn value_of_sum(poly: &Poly, input: Atom, x: &Precise, all: &[(Atom, Series)]) -> Option<Precise> {
    let mut known = vec![(input, x.clone())];
    for (atom, series) in all {
        let [(monomial, scale)] = series.variable.terms() else {
            return None;
        };
        let variable = power(x, monomial.exponent(input)).mul(&precise_of(scale), BITS);
        let value = value_of_function(series.sort, variable)?;
        known.push((*atom, value.mul(&precise_of(&series.scale), BITS)));
    }
    let mut total = Precise::ZERO;
    for (monomial, coefficient) in poly.terms() {
        let mut product = precise_of(coefficient);
        for &(atom, exponent) in monomial.powers() {
            let (_, value) = known.iter().find(|(own, _)| *own == atom)?;
            product = product.mul(&power(value, exponent), BITS);
        }
        total = total.add(&product, BITS);
    }
    Some(total)
}

fn value_of_function(sort: Sort, variable: Precise) -> Option<Precise> {
    let func = match sort {
        Sort::Log1p => Func::Log1p,
        Sort::Atan => Func::Atan,
        Sort::Asinh => Func::Asinh,
        Sort::Asin => Func::Asin,
        Sort::Atanh => Func::Atanh,
        Sort::Root(order) => {
            let exponent = precise_of(&Rational::new(1, i64::from(order)));
            return Some(Precise::ONE.add(&variable, BITS).pow(&exponent, BITS));
        }
        _ => return None,
    };
    Some(precise::apply(func, &[variable], BITS))
}

fn precise_of(value: &Rational) -> Precise {
    Precise::from_ratio(&value.to_rbig(), BITS)
}

fn power(value: &Precise, exponent: u32) -> Precise {
    (0..exponent).fold(Precise::ONE, |product, _| product.mul(value, BITS))
}
