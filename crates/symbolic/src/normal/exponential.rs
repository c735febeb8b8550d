//! Exponentials, logarithms and symbolic powers in a cell.

use gradus_syntax::Func;

use super::atoms::{Atom, Kind};
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use super::poly::Poly;
use crate::graph::Role;
use crate::rational::Rational;

type Built = Result<Form, Stop>;

impl Cell<'_> {
    /// An exponential as powers of exponentials that are at most 1; those of the transcendental terms of a sum apart.
    pub fn exp(&mut self, a: &Form) -> Built {
        if a.is_zero() {
            return Ok(Form::one());
        }
        if self.algebra.is_exact() {
            return self.exact_exp(a);
        }
        let Some(terms) = self.separate_terms(a) else {
            return self.single_exp(a);
        };
        let mut product = Form::one();
        for term in terms {
            let exp = self.single_exp(&term)?;
            product = self.algebra.times(&product, &exp);
        }
        Ok(product)
    }

    /// The terms of a sum of different sorts: what is a polynomial in symbols, and each other term; logarithms among
    /// them become powers.
    fn separate_terms(&mut self, a: &Form) -> Option<Vec<Form>> {
        let mut content = a.clone();
        let mut sum = None;
        for (base, exponent) in &a.factors {
            if let Base::Sum(id) = base {
                if sum.is_some() || !exponent.is_one() {
                    return None;
                }
                sum = Some(*id);
                content = content.without(*base);
            }
        }
        let poly = self.algebra.poly(sum?).clone();
        let is_parameter = |atom| match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => self.graph.symbol_info(*symbol).role == Role::Parameter,
            _ => false,
        };
        let only_parameters = poly.atoms().into_iter().all(is_parameter);
        // `exp((m + 1) x)` beside `exp(x)`: the constant apart
        let argument = self
            .algebra
            .form_id(content.with_coefficient(Rational::ONE));
        let only_parameters = only_parameters && self.algebra.unit(argument).is_some();
        let (mut plain, mut others) = (Vec::new(), Vec::new());
        for (monomial, coefficient) in poly.terms() {
            let term = Poly::new(vec![(monomial.clone(), coefficient.clone())]);
            let term = self.algebra.factored(&term, &[]).ok()?;
            let term = self.algebra.times(&content, &term);
            let apart =
                !self.is_algebraic(&term) || only_parameters && monomial.powers().is_empty();
            if apart {
                others.push(term);
            } else {
                plain.push(term);
            }
        }
        if others.is_empty()
            || self.is_constant_beside_bounded(&poly)
            || self.is_multiple(&content, &poly)
        {
            return None;
        }
        // logarithms become powers one by one; what else is no polynomial stays together, it may cancel
        let (mut apart, together): (Vec<Form>, Vec<Form>) = others
            .into_iter()
            .partition(|term| self.is_algebraic(term) || self.has_logarithm(term));
        if apart.is_empty() && plain.is_empty() {
            return None;
        }
        for part in [plain, together] {
            if !part.is_empty() {
                apart.push(self.algebra.sum(&part).ok()?);
            }
        }
        Some(apart)
    }

    /// Whether a sum is a number and terms that are bounded: there is no overflow, and together they may vanish, as in
    /// `1 - exp(-z^2) erfcx(z)`.
    fn is_constant_beside_bounded(&self, poly: &Poly) -> bool {
        let bounded = |&(atom, _): &(Atom, u32)| {
            matches!(
                self.algebra.kind(atom),
                Kind::Exp(_) | Kind::Erfcx(_) | Kind::Erf(_) | Kind::Gap(_)
            )
        };
        poly.terms()
            .iter()
            .all(|term| term.0.powers().iter().all(bounded))
    }

    /// Whether a product is a number, however it is written, times what has symbols: `x (1 - ln(4))`, whose parts overflow
    /// apart.
    fn is_multiple(&self, content: &Form, poly: &Poly) -> bool {
        let is_number = |atom: Atom| match self.algebra.kind(atom) {
            Kind::Pi | Kind::Constant(_) | Kind::Integer(_) | Kind::Number(_) => true,
            Kind::Ln(form) => self.algebra.form(*form).factors.is_empty(),
            _ => false,
        };
        let mut parts = poly.terms().iter().map(|(monomial, _)| {
            let powers = monomial.powers().iter();
            powers
                .filter(|power| !is_number(power.0))
                .copied()
                .collect::<Vec<_>>()
        });
        let first = parts.next().unwrap_or_default();
        let has_symbols = !first.is_empty()
            || content.factors.iter().any(|(base, _)| match base {
                Base::Atom(atom) => !is_number(*atom),
                Base::Sum(_) => true,
            });
        has_symbols && parts.all(|part| part == first)
    }

    fn single_exp(&mut self, a: &Form) -> Built {
        if let Some(power) = self.exp_of_ln(a)? {
            return Ok(power);
        }
        if let Some(power) = self.exp_of_inverse(a)? {
            return Ok(power);
        }
        self.oriented_exp(a)
    }

    pub fn oriented_exp(&mut self, a: &Form) -> Built {
        let argument = a.with_coefficient(Rational::ONE);
        if argument.factors.is_empty() {
            // a rational exponent
            let id = self.algebra.form_id(a.clone());
            return Ok(Form::atom(
                self.algebra.atom(Kind::Apply(Func::Exp, [id].into())),
            ));
        }
        let positive = self.is_non_negative(&argument)?;
        let (id, multiple) = self.algebra.argument_of_power(&argument, &a.coefficient);
        if self.algebra.refine_unit(id, &multiple) {
            return Err(Stop::Again);
        }
        let unit = self.algebra.unit(id).cloned().unwrap_or(Rational::ONE);
        let exponent = &multiple * &unit.recip();
        let exponent = if positive { -&exponent } else { exponent };
        let atom = self.algebra.atom(Kind::Exp(id));
        Ok(Form {
            coefficient: Rational::ONE,
            factors: vec![(Base::Atom(atom), exponent)],
        })
    }

    /// `exp(c ln(a)) = a^c`.
    fn exp_of_ln(&mut self, a: &Form) -> Result<Option<Form>, Stop> {
        let mut logarithm = None;
        for (base, exponent) in &a.factors {
            if let Base::Atom(atom) = base
                && let Kind::Ln(form) = self.algebra.kind(*atom)
                && exponent.is_one()
            {
                logarithm = Some((*base, *form));
            }
        }
        let Some((base, form)) = logarithm else {
            return Ok(None);
        };
        let form = self.algebra.form(form).clone();
        let form = self.by_inverse(&form);
        let exponent = a.without(base);
        match exponent.as_constant() {
            Some(exponent) => self.power(&form, &exponent.clone()).map(Some),
            None => self.symbolic_power(&form, &exponent).map(Some),
        }
    }

    /// `exp(c asinh(a)) = (a + sqrt(a^2 + 1))^c`, and likewise for `acosh` and `atanh`.
    fn exp_of_inverse(&mut self, a: &Form) -> Result<Option<Form>, Stop> {
        let found = a.factors.iter().find_map(|(base, exponent)| match base {
            Base::Atom(atom) if exponent.is_one() => match self.algebra.kind(*atom) {
                Kind::Apply(func @ (Func::Asinh | Func::Acosh | Func::Atanh), args) => {
                    Some((*base, *func, args[0]))
                }
                _ => None,
            },
            _ => None,
        });
        let Some((base, func, argument)) = found else {
            return Ok(None);
        };
        let Some(exponent) = a.without(base).as_constant().cloned() else {
            return Ok(None);
        };
        let argument = self.algebra.form(argument).clone();
        let argument = self.by_inverse(&argument);
        let (power, exponent) = match func {
            Func::Atanh => {
                let (above, below) = self.beside_one(&argument)?;
                let inverse = self.power(&below, &Rational::MINUS_ONE)?;
                let quotient = self.algebra.times(&above, &inverse);
                (quotient, &exponent * &Rational::new(1, 2))
            }
            Func::Asinh if !self.is_non_negative(&argument)? => {
                let opposite = argument.scaled(&Rational::MINUS_ONE);
                (self.sum_with_root(&opposite, &Rational::ONE)?, -&exponent)
            }
            Func::Asinh => (self.sum_with_root(&argument, &Rational::ONE)?, exponent),
            _ => (
                self.sum_with_root(&argument, &Rational::MINUS_ONE)?,
                exponent,
            ),
        };
        self.power(&power, &exponent).map(Some)
    }

    /// A logarithm: exponentials leave it, a power becomes a factor.
    pub fn ln(&mut self, a: &Form) -> Built {
        if a.as_constant().is_some_and(|value| !value.is_positive()) {
            return Err(Stop::Outside);
        }
        if self.algebra.is_exact() {
            return self.exact_ln(a);
        }
        if self.may_vanish_unseen(a) {
            return Err(Stop::Outside);
        }
        let (exponentials, rest) = self.apart(a);
        let mut terms = vec![self.exponent_of(&exponentials)?];
        let rest = self.without_vanishing(&rest, &mut terms)?;
        let rest = self.without_large(&rest, &mut terms)?;
        if rest != Form::one() {
            terms.push(self.ln_of_rest(&rest));
        }
        self.add(&terms)
    }

    /// The exponentials among the factors of a form, and the others.
    fn apart(&self, form: &Form) -> (Form, Form) {
        let is_exponential = |base: Base| match base {
            Base::Atom(atom) => matches!(self.algebra.kind(atom), Kind::Exp(_)),
            Base::Sum(_) => false,
        };
        let (exponentials, others) = form
            .factors
            .iter()
            .cloned()
            .partition(|factor| is_exponential(factor.0));
        let exponentials = Form {
            coefficient: Rational::ONE,
            factors: exponentials,
        };
        let others = Form {
            coefficient: form.coefficient.clone(),
            factors: others,
        };
        (exponentials, others)
    }

    /// Takes the exponentials that factors vanish with out of a logarithm.
    fn without_vanishing(&mut self, form: &Form, terms: &mut Vec<Form>) -> Built {
        let mut rest = form.clone();
        for (base, exponent) in &form.factors {
            let Some(vanishing) = self.algebra.vanishing(*base) else {
                continue;
            };
            let logarithm = self.exponent_of(&vanishing.exponentials)?;
            terms.push(logarithm.scaled(exponent));
            let mut ratio = Form::atom(self.algebra.atom(Kind::Ratio(*base)));
            ratio.factors[0].1 = exponent.clone();
            rest = self.algebra.times(&rest.without(*base), &ratio);
        }
        Ok(rest)
    }

    /// The logarithm of a product of exponentials.
    pub fn exponent_of(&mut self, exponentials: &Form) -> Built {
        let mut terms = Vec::new();
        for (base, exponent) in &exponentials.factors {
            if let Base::Atom(atom) = base
                && let Kind::Exp(argument) = *self.algebra.kind(*atom)
            {
                let unit = self
                    .algebra
                    .unit(argument)
                    .cloned()
                    .unwrap_or(Rational::ONE);
                let form = self.algebra.form(argument).clone();
                let oriented = if self.is_non_negative(&form)? {
                    -&unit
                } else {
                    unit
                };
                terms.push(form.scaled(&(&oriented * exponent)));
            }
        }
        Ok(self.algebra.sum(&terms)?)
    }

    /// Takes powers of a large input out of a logarithm: its argument may overflow where the logarithm does not.
    fn without_large(&mut self, form: &Form, terms: &mut Vec<Form>) -> Built {
        let mut rest = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Kind::Inverse(symbol) = *self.algebra.kind(atom) else {
                continue;
            };
            let symbol = Form::atom(self.algebra.atom(Kind::Symbol(symbol)));
            let positive = self.is_non_negative(&symbol)?;
            // the logarithm of a multiple of the input stays
            let is_multiple = form.factors.len() < 2 && !form.coefficient.abs().is_one();
            if is_multiple && *exponent >= Rational::MINUS_ONE
                || self.has_parameters(form)
                || !positive && !exponent.is_integer()
            {
                continue;
            }
            rest = rest.without(*base);
            let magnitude = if positive {
                symbol
            } else {
                symbol.scaled(&Rational::MINUS_ONE)
            };
            if !positive && !exponent.is_even() {
                rest = rest.scaled(&Rational::MINUS_ONE);
            }
            let logarithm = Form::atom(self.algebra.ln(&magnitude));
            terms.push(logarithm.scaled(&-exponent));
        }
        Ok(rest)
    }

    fn ln_of_rest(&mut self, rest: &Form) -> Form {
        let mut root = rest.clone();
        let mut scale = Rational::ONE;
        if let [(_, exponent)] = &rest.factors[..]
            && rest.coefficient.is_one()
            && !exponent.is_even()
        {
            scale = exponent.clone();
            root.factors[0].1 = Rational::ONE;
            // a number as such, whichever root of it was written
            root = self.algebra.settled(root.coefficient, root.factors);
        }
        Form::atom(self.algebra.ln(&root)).scaled(&scale)
    }
}
