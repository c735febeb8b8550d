//! Leading terms of atoms.

use std::cmp::Ordering;

use gradus_syntax::Func;

use super::outlook::{Lead, Outlook};
use super::{Atom, Base, Form, FormId, Kind};
use crate::rational::Rational;

impl Outlook<'_, '_, '_> {
    pub(super) fn of_new_atom(&mut self, atom: Atom) -> Option<Lead> {
        if !self.depends(atom) {
            return Some(Lead::constant(Form::atom(atom)));
        }
        let sign = if self.positive {
            Rational::ONE
        } else {
            Rational::MINUS_ONE
        };
        match self.emitter.algebra.kind(atom).clone() {
            Kind::Symbol(_) => Some(Lead::of_power(Rational::ONE).scaled(&sign)),
            Kind::Inverse(_) => Some(Lead::of_power(Rational::MINUS_ONE).scaled(&sign)),
            Kind::Root(base, order) => {
                let lead = self.of_base(base)?;
                self.raised(&lead, &Rational::new(1, i64::from(order)))
            }
            Kind::Opposite(base) => Some(self.of_base(base)?.scaled(&Rational::MINUS_ONE)),
            Kind::Exp(argument) => self.of_exponential(argument),
            Kind::Ratio(base) => {
                let below = self.emitter.algebra.vanishing(base)?.exponentials;
                let (above, below) = (self.of_base(base)?, self.lead(&below)?);
                let inverse = self.raised(&below, &Rational::MINUS_ONE)?;
                self.times(&above, &inverse)
            }
            Kind::Erfcx(argument) => self.of_tail(argument),
            Kind::ErfcExcess(argument) => self.of_excess(argument),
            Kind::Ln(form) => self.of_logarithm(form),
            Kind::Apply(func, arguments) => match arguments[..] {
                [argument] => self.of_function(func, argument),
                _ => None,
            },
            Kind::Bessel(order, argument) => self.of_bessel(order, argument),
            _ => None,
        }
    }

    /// Whether an atom changes with the input.
    fn depends(&self, atom: Atom) -> bool {
        let algebra = &self.emitter.algebra;
        let of = |form: &FormId| self.form_depends(algebra.form(*form));
        match algebra.kind(atom) {
            Kind::Symbol(_) => atom == self.input,
            Kind::Root(base, _) | Kind::Opposite(base) => self.base_depends(*base),
            Kind::Exp(form)
            | Kind::Ln(form)
            | Kind::Erfcx(form)
            | Kind::ErfcExcess(form)
            | Kind::Number(form)
            | Kind::Bessel(_, form) => of(form),
            Kind::Apply(_, forms) => forms.iter().any(of),
            Kind::Power(base, exponent) => of(base) || of(exponent),
            Kind::Pi | Kind::Constant(_) | Kind::Integer(_) => false,
            _ => true,
        }
    }

    fn base_depends(&self, base: Base) -> bool {
        match base {
            Base::Atom(atom) => self.depends(atom),
            Base::Sum(id) => {
                let atoms = self.emitter.algebra.poly(id).atoms();
                atoms.into_iter().any(|atom| self.depends(atom))
            }
        }
    }

    fn form_depends(&self, form: &Form) -> bool {
        form.factors
            .iter()
            .any(|factor| self.base_depends(factor.0))
    }

    /// `exp(-unit |a|)`.
    fn of_exponential(&mut self, argument: FormId) -> Option<Lead> {
        let form = self.emitter.algebra.form(argument).clone();
        let lead = self.lead(&form)?;
        match self.growth(&lead)? {
            Ordering::Less => return Some(Lead::one()),
            _ if lead.bounded => return None,
            _ => {}
        }
        let unit = self.emitter.algebra.unit(argument)?.clone();
        let unit = if self.sign_of_lead(&form, &lead)? {
            -&unit
        } else {
            unit
        };
        if self.growth(&lead)? == Ordering::Equal {
            let id = self.emitter.algebra.form_id(lead.coefficient.scaled(&unit));
            return self.constant_function(Func::Exp, id);
        }
        let mut exponential = Lead::one();
        exponential.exponent = form.scaled(&unit);
        Some(exponential)
    }

    /// `exp(z^2) erfc(z)`, which is `1/(z sqrt(π))` far out, for a magnitude `z`.
    fn of_tail(&mut self, argument: FormId) -> Option<Lead> {
        let form = self.emitter.algebra.form(argument).clone();
        let lead = self.lead(&form)?;
        match self.growth(&lead)? {
            Ordering::Less => Some(Lead::one()),
            Ordering::Equal => None,
            Ordering::Greater => {
                let pi = Form::atom(self.emitter.algebra.atom(Kind::Pi));
                let mut scale = pi;
                scale.factors[0].1 = Rational::new(1, 2);
                let magnitude = self.magnitude_of(lead)?;
                let product = self.times(&magnitude, &Lead::constant(scale))?;
                self.raised(&product, &Rational::MINUS_ONE)
            }
        }
    }

    /// What is `1/(2z)` far out, for a magnitude `z`.
    fn of_excess(&mut self, argument: FormId) -> Option<Lead> {
        let form = self.emitter.algebra.form(argument).clone();
        let lead = self.lead(&form)?;
        if self.growth(&lead)? != Ordering::Greater {
            return None;
        }
        let twice = self.magnitude_of(lead)?.scaled(&Rational::from(2));
        self.raised(&twice, &Rational::MINUS_ONE)
    }

    fn magnitude_of(&mut self, lead: Lead) -> Option<Lead> {
        if lead.bounded {
            return None;
        }
        Some(if self.sign(&lead.coefficient)? {
            lead
        } else {
            lead.scaled(&Rational::MINUS_ONE)
        })
    }

    fn of_logarithm(&mut self, id: FormId) -> Option<Lead> {
        let form = self.emitter.algebra.form(id).clone();
        let lead = self.lead(&form)?;
        if lead.bounded {
            return None;
        }
        if !lead.exponent.is_zero() && self.growth(&lead)? != Ordering::Equal {
            return self.lead(&lead.exponent.clone());
        }
        if !lead.power.is_zero() {
            return Some(Lead::of_logarithm(lead.power));
        }
        if !lead.logarithms.is_zero() {
            return None;
        }
        if lead.coefficient != Form::one() {
            let limit = self.emitter.algebra.ln(&lead.coefficient);
            let limit = Form::atom(limit);
            return (!self.may_be_zero(&limit)).then(|| Lead::constant(limit));
        }
        // the logarithm of 1 and a little is that little
        let (excess, below) = self.emitter.algebra.excess(id)?.clone();
        let (excess, below) = (self.of_poly(&excess)?, self.of_poly(&below)?);
        let inverse = self.raised(&below, &Rational::MINUS_ONE)?;
        self.times(&excess, &inverse)
    }

    fn of_function(&mut self, func: Func, argument: FormId) -> Option<Lead> {
        let form = self.emitter.algebra.form(argument).clone();
        let lead = self.lead(&form)?;
        let growth = self.growth(&lead)?;
        match (func, growth) {
            (Func::Sin | Func::Cos, Ordering::Greater) => {
                let mut lead = Lead::one();
                lead.bounded = true;
                Some(lead)
            }
            _ if lead.bounded => None,
            (Func::Atan, Ordering::Greater) => {
                let half = if self.sign(&lead.coefficient)? { 1 } else { -1 };
                let pi = Form::atom(self.emitter.algebra.atom(Kind::Pi));
                Some(Lead::constant(pi.scaled(&Rational::new(half, 2))))
            }
            (Func::Floor | Func::Ceil | Func::Round, Ordering::Greater) => Some(lead),
            (
                Func::Sin
                | Func::Tan
                | Func::Asin
                | Func::Atan
                | Func::Sinh
                | Func::Asinh
                | Func::Atanh,
                Ordering::Less,
            ) => Some(lead),
            (Func::Cos, Ordering::Less) => Some(Lead::one()),
            (Func::Sin | Func::Cos | Func::Atan | Func::Asin | Func::Acos, Ordering::Equal) => {
                let id = self.emitter.algebra.form_id(lead.coefficient);
                self.constant_function(func, id)
            }
            (Func::Asinh, Ordering::Greater) => self.of_inverse_sine(&lead),
            _ => None,
        }
    }

    /// `asinh(a)`, which is `±ln(2|a|)` far out.
    fn of_inverse_sine(&mut self, lead: &Lead) -> Option<Lead> {
        let sign = if self.sign(&lead.coefficient)? { 1 } else { -1 };
        if !lead.exponent.is_zero() {
            return Some(self.lead(&lead.exponent.clone())?.scaled(&sign.into()));
        }
        (!lead.power.is_zero()).then(|| Lead::of_logarithm(&lead.power * &Rational::from(sign)))
    }

    /// A function of what tends to a constant.
    fn constant_function(&mut self, func: Func, argument: FormId) -> Option<Lead> {
        let atom = self
            .emitter
            .algebra
            .atom(Kind::Apply(func, [argument].into()));
        let form = Form::atom(atom);
        (!self.may_be_zero(&form)).then(|| Lead::constant(form))
    }

    fn of_bessel(&mut self, order: u8, argument: FormId) -> Option<Lead> {
        let form = self.emitter.algebra.form(argument).clone();
        let lead = self.lead(&form)?;
        match (self.growth(&lead)?, order) {
            (Ordering::Less, 0) => Some(Lead::one()),
            (Ordering::Greater, _) => {
                let mut lead = self.raised(&lead, &Rational::MINUS_ONE)?;
                lead.bounded = true;
                Some(lead)
            }
            _ => None,
        }
    }
}
