//! Series of forms and atoms in the inverse of an input less a number, with finitely many negative powers and a logarithm.

use gradus_syntax::{Constant, Func};

use super::super::power_series::{Operation, PowerSeries};
use super::super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use super::series::wide;
use crate::precise;
use crate::precise::wide::{BITS, Wide};
use crate::rational::Rational;

/// `w^order (a_0 + a_1 w + …)` for the inverse `w` of an input less a number.
#[derive(Clone)]
pub(super) struct Laurent {
    pub order: i64,
    pub series: PowerSeries,
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
    pub fn beginning_with(&self, order: i64) -> Option<PowerSeries> {
        let shift = usize::try_from(self.order - order).ok()?;
        let count = self.series.0.len();
        let mut series = vec![Wide::ZERO; shift.min(count)];
        series.extend(self.series.0.iter().copied());
        series.truncate(count);
        Some(PowerSeries(series))
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let order = self.order.min(other.order);
        let series = self
            .beginning_with(order)?
            .plus(&other.beginning_with(order)?);
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
pub(super) struct Far {
    pub plain: Laurent,
    pub logarithm: Option<Laurent>,
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
pub(super) struct Series<'e, 'w, 'g> {
    pub emitter: &'e Emitter<'w, 'g>,
    pub input: Atom,
    /// The distance from it is the inverse of the variable.
    pub center: &'e Rational,
    pub count: usize,
    /// The side that the input is on.
    pub side: f64,
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
            let series = own.beginning_with(0)?;
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

    pub fn terms(&self, poly: &Poly) -> Option<Vec<Far>> {
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
