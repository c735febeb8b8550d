//! Sums of one input as one power series in its inverse, or that of its distance from where it is singular, where their terms cancel
//! far out to a high order.

use gradus_syntax::{Constant, Func};

use super::super::anchors::{Near, Small};
use super::super::expansions;
use super::super::power_series::{Operation, PowerSeries};
use super::super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use super::series::wide;
use super::{MOST_POWERS, MOST_TERMS, MOST_WRITTEN, rounded, without_rounding};
use crate::normal::poly::Monomial;
use crate::precise;
use crate::precise::wide::{BITS, Wide};
use crate::rational::Rational;

/// By how many orders a sum vanishes beyond its terms.
const ORDERS: i64 = 2;

/// The powers that tell whether a sum cancels.
const FEW_POWERS: usize = 8;

/// The order of what is no series.
const MOST_ORDERS: i64 = 12;

/// `w^order (a_0 + a_1 w + …)` for the inverse `w` of an input less a number.
#[derive(Clone)]
struct Laurent {
    order: i64,
    series: PowerSeries,
}

impl Laurent {
    /// With its lowest coefficient first; none of nothing.
    fn upright(&self) -> Option<Self> {
        let lowest = self.series.0.iter().position(|own| !own.is_zero())?;
        let mut series = self.series.0[lowest..].to_vec();
        series.resize(self.series.0.len(), Wide::ZERO);
        Some(Self {
            order: self.order + lowest as i64,
            series: PowerSeries(series),
        })
    }

    /// From a lower order on.
    fn from_order(&self, order: i64) -> Option<PowerSeries> {
        let shift = usize::try_from(self.order - order).ok()?;
        let count = self.series.0.len();
        let mut series = vec![Wide::ZERO; shift.min(count)];
        series.extend(self.series.0.iter().copied());
        series.truncate(count);
        Some(PowerSeries(series))
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let order = self.order.min(other.order);
        let series = self.from_order(order)?.plus(&other.from_order(order)?);
        Some(Self { order, series })
    }

    fn scaled(&self, factor: &Rational) -> Option<Self> {
        Some(Self {
            order: self.order,
            series: self.series.scaled(wide(factor)?),
        })
    }
}

/// A series and, of what grows like a logarithm, that which `-ln(w)` is multiplied with.
#[derive(Clone)]
struct Far {
    plain: Laurent,
    logarithm: Option<Laurent>,
}

impl Far {
    fn constant(value: Wide, count: usize) -> Self {
        Self::of(0, PowerSeries::constant(value, count))
    }

    fn of(order: i64, series: PowerSeries) -> Self {
        Self {
            plain: Laurent { order, series },
            logarithm: None,
        }
    }

    /// With its lowest coefficient first; none of nothing, and of logarithms.
    fn upright(&self) -> Option<Laurent> {
        match self.logarithm {
            None => self.plain.upright(),
            Some(_) => None,
        }
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let logarithm = match (&self.logarithm, &other.logarithm) {
            (Some(a), Some(b)) => Some(a.plus(b)?),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let plain = self.plain.plus(&other.plain)?;
        Some(Self { plain, logarithm })
    }

    fn scaled(&self, factor: &Rational) -> Option<Self> {
        let logarithm = match &self.logarithm {
            Some(own) => Some(own.scaled(factor)?),
            None => None,
        };
        let plain = self.plain.scaled(factor)?;
        Some(Self { plain, logarithm })
    }
}

/// The series of forms and atoms far out.
struct Series<'e, 'w, 'g> {
    emitter: &'e Emitter<'w, 'g>,
    input: Atom,
    /// The distance from it is the inverse of the variable.
    center: &'e Rational,
    count: usize,
    /// The side that the input is on.
    side: f64,
}

impl Series<'_, '_, '_> {
    fn made(&self, operation: Operation, of: &[&PowerSeries]) -> Option<PowerSeries> {
        let known = &self.emitter.algebra.series;
        known.borrow_mut().of(operation, of)
    }

    fn product(&self, a: &Laurent, b: &Laurent) -> Option<Laurent> {
        Some(Laurent {
            order: a.order + b.order,
            series: self.made(Operation::Product, &[&a.series, &b.series])?,
        })
    }

    fn times(&self, a: &Far, b: &Far) -> Option<Far> {
        let logarithm = match (&a.logarithm, &b.logarithm) {
            (None, None) => None,
            (Some(own), None) => Some(self.product(own, &b.plain)?),
            (None, Some(own)) => Some(self.product(&a.plain, own)?),
            (Some(_), Some(_)) => return None,
        };
        let plain = self.product(&a.plain, &b.plain)?;
        Some(Far { plain, logarithm })
    }

    fn power(&self, own: &Far, exponent: &Rational) -> Option<Far> {
        let own = own.upright()?;
        let order = (&Rational::from(own.order) * exponent).to_i64()?;
        // roots are those of magnitudes
        let turns = |order: i64| !exponent.is_integer() && self.side < 0.0 && order % 2 != 0;
        let base = match turns(own.order) {
            true => own.series.negated(),
            false => own.series,
        };
        if !exponent.is_integer() && base.0[0].to_f64() < 0.0 {
            return None;
        }
        let series = self.made(Operation::Power(wide(exponent)?), &[&base])?;
        Some(Far::of(
            order,
            match turns(order) {
                true => series.negated(),
                false => series,
            },
        ))
    }

    fn of_atom(&self, atom: Atom) -> Option<Far> {
        let algebra = &self.emitter.algebra;
        let one = PowerSeries::constant(Wide::ONE, self.count);
        if atom == self.input {
            let mut series = one;
            series.0[1] = wide(self.center)?;
            return Some(Far::of(-1, series));
        }
        if self.emitter.is_constant_atom(atom) {
            let value = self.emitter.precise(&Form::atom(atom), BITS)?;
            return Some(Far::constant(Wide::of(&value)?, self.count));
        }
        match *algebra.kind(atom) {
            Kind::Inverse(_) => self.power(&self.of_atom(self.input)?, &Rational::MINUS_ONE),
            Kind::Ln(form) => self.logarithm(&self.of_form(form)?),
            Kind::Log1p(form) => {
                let one = Far::constant(Wide::ONE, self.count);
                self.logarithm(&one.plus(&self.of_form(form)?)?)
            }
            Kind::Root(base, order) => {
                let exponent = Rational::new(1, i64::from(order));
                self.power(&self.of_base(base)?, &exponent)
            }
            Kind::Opposite(base) => self.of_base(base)?.scaled(&Rational::MINUS_ONE),
            Kind::Apply(func, ref arguments) => self.function(func, &self.of_form(arguments[0])?),
            _ => None,
        }
    }

    /// The first coefficient of a series that is positive, over its power of the inverse.
    fn is_positive(&self, own: &Laurent) -> bool {
        let first = own.series.0[0].to_f64();
        match own.order % 2 {
            0 => first > 0.0,
            _ => first * self.side > 0.0,
        }
    }

    fn logarithm(&self, own: &Far) -> Option<Far> {
        let own = own.upright()?;
        if !self.is_positive(&own) {
            return None;
        }
        // of magnitudes
        let series = match own.series.0[0].to_f64() < 0.0 {
            true => own.series.negated(),
            false => own.series,
        };
        let series = self.made(Operation::Of(Func::Ln), &[&series])?;
        let one = Far::constant(Wide::ONE, self.count);
        Some(Far {
            plain: Laurent { order: 0, series },
            logarithm: Some(one.plain.scaled(&Rational::from(-own.order))?),
        })
    }

    fn function(&self, func: Func, of: &Far) -> Option<Far> {
        let own = of.upright()?;
        if own.order >= 0 {
            let series = own.from_order(0)?;
            return Some(Far::of(0, self.made(Operation::Of(func), &[&series])?));
        }
        let sign = match self.is_positive(&own) {
            true => Rational::ONE,
            false => Rational::MINUS_ONE,
        };
        let inverse = self.power(of, &Rational::MINUS_ONE)?;
        match func {
            Func::Atan => {
                let angle = self.function(func, &inverse)?;
                let pi = Wide::of(&precise::constant(Constant::Pi, BITS))?;
                let quarter = Far::constant(pi, self.count);
                let quarter = quarter.scaled(&(&sign * &Rational::new(1, 2)))?;
                quarter.plus(&angle.scaled(&Rational::MINUS_ONE)?)
            }
            // asinh(a) = ln(a) + ln(1 + sqrt(1 + 1/a^2))
            Func::Asinh | Func::Acosh => {
                let shift = match func {
                    Func::Asinh => Rational::ONE,
                    _ => Rational::MINUS_ONE,
                };
                let square = self.times(&inverse, &inverse)?.scaled(&shift)?;
                let one = Far::constant(Wide::ONE, self.count);
                let root = self.power(&one.plus(&square)?, &Rational::new(1, 2))?;
                let beside = self.logarithm(&one.plus(&root)?)?;
                let whole = self.logarithm(&of.scaled(&sign)?)?.plus(&beside)?;
                whole.scaled(&sign)
            }
            _ => None,
        }
    }

    fn of_form(&self, form: FormId) -> Option<Far> {
        let form = self.emitter.algebra.form(form);
        let mut product = Far::constant(wide(&form.coefficient)?, self.count);
        for (base, exponent) in &form.factors {
            let power = self.power(&self.of_base(*base)?, exponent)?;
            product = self.times(&product, &power)?;
        }
        Some(product)
    }

    fn of_base(&self, base: Base) -> Option<Far> {
        match base {
            Base::Atom(atom) => self.of_atom(atom),
            Base::Sum(id) => self.of_poly(self.emitter.algebra.poly(id)),
        }
    }

    fn of_poly(&self, poly: &Poly) -> Option<Far> {
        let mut terms = self.terms(poly)?.into_iter();
        let first = terms.next()?;
        terms.try_fold(first, |sum, own| sum.plus(&own))
    }

    fn terms(&self, poly: &Poly) -> Option<Vec<Far>> {
        let terms = poly.terms().iter().map(|(monomial, own)| {
            let mut product = Far::constant(wide(own)?, self.count);
            for &(atom, power) in monomial.powers() {
                let own = self.of_atom(atom)?;
                for _ in 0..power {
                    product = self.times(&product, &own)?;
                }
            }
            Some(product)
        });
        terms.collect()
    }
}

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
        if poly
            .atoms()
            .into_iter()
            .any(|atom| self.is_exponential(atom))
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
            forms.extend(form.factors.iter().filter_map(|(base, _)| match base {
                Base::Atom(own) => Some(Poly::atom(*own)),
                Base::Sum(id) => Some(self.algebra.poly(*id).clone()),
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
    let terms = terms.iter().map(|own| own.from_order(order));
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
