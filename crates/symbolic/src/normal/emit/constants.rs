//! Constants in forms: evaluated once, in high precision.

use super::{Base, Emitter, Form, Kind, Real};
use crate::computation::CONSTANT_BITS;
use crate::evaluate::{Point, evaluate};
use crate::graph::Id;
use crate::normal::atoms::Atom;
use crate::precise::{self, Precise, Precision, to_target_or_zero};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A form as its constant factors, and the others.
    pub(super) fn split_constants(&self, form: &Form) -> (Form, Form) {
        let (constants, others): (Vec<_>, Vec<_>) = form
            .factors
            .iter()
            .cloned()
            .partition(|factor| self.is_constant_base(factor.0));
        let constants = Form {
            coefficient: form.coefficient.clone(),
            factors: constants,
        };
        (
            constants,
            Form {
                coefficient: Rational::ONE,
                factors: others,
            },
        )
    }

    /// A polynomial times a constant: the constants of each term are one.
    pub(super) fn with_constants(&mut self, poly: &super::Poly, scale: &Form) -> super::Poly {
        let mut terms = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let mut constant = scale.scaled(coefficient);
            let mut symbolic = monomial.clone();
            for &(atom, exponent) in monomial.powers() {
                if self.is_constant_atom(atom) {
                    symbolic = symbolic.without(atom);
                    let power = match *self.algebra.kind(atom) {
                        Kind::Number(form) => {
                            let form = self.algebra.form(form).clone();
                            self.algebra.raised(&form, &i64::from(exponent).into())
                        }
                        _ => None,
                    };
                    let power = power.unwrap_or_else(|| Form {
                        coefficient: Rational::ONE,
                        factors: vec![self.algebra.power_of_root(atom, exponent)],
                    });
                    constant = self.algebra.times(&constant, &power);
                }
            }
            match constant.as_constant() {
                Some(value) => terms.push((symbolic, value.clone())),
                None => {
                    // multiples of the same number add up
                    let id = constant.with_coefficient(Rational::ONE);
                    let id = self.algebra.form_id(id);
                    let atom = self.algebra.atom(Kind::Number(id));
                    let number = crate::normal::poly::Monomial::power(atom, 1);
                    terms.push((symbolic.times(&number), constant.coefficient));
                }
            }
        }
        super::Poly::new(terms)
    }

    /// A form as a polynomial, in numbers for what it has of constants that it is divided by.
    pub(super) fn as_poly_in_numbers(&mut self, form: &Form) -> Option<super::Poly> {
        if let Some(poly) = self.algebra.as_poly(form) {
            return Some(poly);
        }
        let (constants, others) = self.split_constants(form);
        let poly = self.algebra.as_poly(&others)?;
        Some(self.with_constants(&poly, &constants))
    }

    /// Whether a base has no symbols.
    pub(super) fn is_constant_base(&self, base: Base) -> bool {
        match base {
            Base::Atom(atom) => self.is_constant_atom(atom),
            Base::Sum(id) => self
                .algebra
                .poly(id)
                .atoms()
                .iter()
                .all(|&atom| self.is_constant_atom(atom)),
        }
    }

    /// Whether an atom has no symbols.
    pub(super) fn is_constant_atom(&self, atom: Atom) -> bool {
        match self.algebra.kind(atom) {
            Kind::Integer(_) | Kind::Pi | Kind::Constant(_) | Kind::Number(_) => true,
            Kind::Root(base, _) => self.is_constant_base(*base),
            Kind::Ln(form) | Kind::Exp(form) | Kind::Erfcx(form) | Kind::ErfcExcess(form) => {
                self.is_constant_form(self.algebra.form(*form))
            }
            Kind::Apply(_, forms) => forms
                .iter()
                .all(|form| self.is_constant_form(self.algebra.form(*form))),
            _ => false,
        }
    }

    fn is_constant_form(&self, form: &Form) -> bool {
        form.factors
            .iter()
            .all(|factor| self.is_constant_base(factor.0))
    }

    /// The value of a form without symbols.
    pub(super) fn constant(&self, form: &Form) -> Option<Real> {
        Some(precise::real(&self.known(form)?))
    }

    /// Whether a polynomial of constants is zero, or cannot be told from it.
    pub(super) fn is_zero_value(&self, poly: &super::Poly) -> bool {
        let bits = Precision::bits(CONSTANT_BITS);
        let value = to_target_or_zero(
            |precision| {
                self.precise_poly(poly, precision)
                    .unwrap_or(Precise::Unknown)
            },
            bits,
        );
        value.is_zero()
    }

    /// The value of a form without symbols, to all of its bits whatever cancels.
    pub(super) fn known(&self, form: &Form) -> Option<Precise> {
        if let Some(known) = self.numbers.borrow().get(form) {
            return known.clone();
        }
        let value = self.new_known(form);
        self.numbers
            .borrow_mut()
            .insert(form.clone(), value.clone());
        value
    }

    fn new_known(&self, form: &Form) -> Option<Precise> {
        let bits = Precision::bits(CONSTANT_BITS);
        if let Some(value) = form.as_constant() {
            let longer = Precision::bits(2 * CONSTANT_BITS + 64);
            return Some(Precise::from_ratio(&value.to_rbig(), longer));
        }
        self.precise(form, bits)?;
        let at = |precision| self.precise(form, precision).unwrap_or(Precise::Unknown);
        Some(to_target_or_zero(at, bits))
    }

    pub(super) fn precise(&self, form: &Form, precision: Precision) -> Option<Precise> {
        let mut product = Precise::from_ratio(&form.coefficient.to_rbig(), precision);
        for (base, exponent) in &form.factors {
            let value = self.precise_base(*base, precision)?;
            let exponent = Precise::from_ratio(&exponent.to_rbig(), precision);
            product = product.mul(&value.pow(&exponent, precision), precision);
        }
        Some(product)
    }

    fn precise_base(&self, base: Base, precision: Precision) -> Option<Precise> {
        match base {
            Base::Atom(atom) => self.precise_atom(atom, precision),
            Base::Sum(id) => self.precise_poly(self.algebra.poly(id), precision),
        }
    }

    pub(super) fn precise_poly(&self, poly: &super::Poly, precision: Precision) -> Option<Precise> {
        let mut sum = Precise::ZERO;
        for (monomial, coefficient) in poly.terms() {
            let mut product = Precise::from_ratio(&coefficient.to_rbig(), precision);
            for &(atom, exponent) in monomial.powers() {
                let value = self.precise_atom(atom, precision)?;
                let exponent = Precise::from(f64::from(exponent));
                product = product.mul(&value.pow(&exponent, precision), precision);
            }
            sum = sum.add(&product, precision);
        }
        Some(sum)
    }

    fn constant_node(&self, id: Id, precision: Precision) -> Option<Precise> {
        let precision = Precision::bits(precision.get() + 64);
        let value = evaluate(self.graph(), &[id], &Point::default(), precision).pop()?;
        value.number().cloned()
    }

    fn precise_atom(&self, atom: Atom, precision: Precision) -> Option<Precise> {
        let key = (atom, precision.get());
        if let Some(known) = self.algebra.constants.borrow().get(&key) {
            return known.clone();
        }
        let value = self.new_precise_atom(atom, precision);
        let mut constants = self.algebra.constants.borrow_mut();
        constants.insert(key, value.clone());
        value
    }

    fn new_precise_atom(&self, atom: Atom, precision: Precision) -> Option<Precise> {
        match self.algebra.kind(atom) {
            Kind::Integer(value) => Some(Precise::from_ratio(&value.to_rbig(), precision)),
            Kind::Number(form) => self.precise(self.algebra.form(*form), precision),
            Kind::Pi => Some(precise::constant(gradus_syntax::Constant::Pi, precision)),
            Kind::Constant(id) => self.constant_node(*id, precision),
            Kind::Root(base, order) => {
                let order =
                    Precise::from_ratio(&Rational::new(1, i64::from(*order)).to_rbig(), precision);
                Some(self.precise_base(*base, precision)?.pow(&order, precision))
            }
            Kind::Ln(form) => {
                let value = self.precise(self.algebra.form(*form), precision)?;
                Some(precise::apply(gradus_syntax::Func::Ln, &[value], precision))
            }
            Kind::Exp(form) => {
                let unit = self.algebra.unit(*form)?;
                let value = self.precise(self.algebra.form(*form), precision)?.abs();
                let unit = Precise::from_ratio(&unit.to_rbig(), precision);
                let value = value.mul(&unit, precision).neg();
                Some(precise::apply(
                    gradus_syntax::Func::Exp,
                    &[value],
                    precision,
                ))
            }
            Kind::Apply(func, forms) => {
                let values: Option<Vec<Precise>> = forms
                    .iter()
                    .map(|form| self.precise(self.algebra.form(*form), precision))
                    .collect();
                Some(precise::apply(*func, &values?, precision))
            }
            _ => None,
        }
    }
}
