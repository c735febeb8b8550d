//! What the primitive functions are in a cell, one function a line where the mathematics allows.

use gradus_syntax::Func;

use super::atoms::Kind;
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use super::poly::Poly;
use crate::graph::Role;
use crate::rational::Rational;

type Built = Result<Form, Stop>;

impl Cell<'_> {
    /// A function of one argument.
    pub fn apply(&mut self, func: Func, a: &Form) -> Built {
        let (one, two) = (Rational::ONE, Rational::from(2));
        let half = Rational::new(1, 2);
        match func {
            Func::Exp => self.exp(a),
            Func::Expm1 => {
                let exp = self.exp(a)?;
                self.add(&[exp, Form::constant(Rational::MINUS_ONE)])
            }
            Func::Sigmoid => {
                let exp = self.exp(&a.scaled(&Rational::MINUS_ONE))?;
                self.inverse_of_sum(exp, &one)
            }
            Func::Softplus => {
                let exp = self.exp(a)?;
                let sum = self.add(&[Form::one(), exp])?;
                self.ln(&sum)
            }
            Func::Tanh => self.hyperbolic_quotient(a),
            Func::Sech => {
                let cosh = self.apply(Func::Cosh, a)?;
                self.power(&cosh, &Rational::MINUS_ONE)
            }
            Func::Sinh | Func::Cosh => {
                let (plus, minus) = (self.exp(a)?, self.exp(&a.scaled(&Rational::MINUS_ONE))?);
                let sign = if func == Func::Sinh {
                    -&half
                } else {
                    half.clone()
                };
                self.add(&[plus.scaled(&half), minus.scaled(&sign)])
            }
            Func::Ln => self.ln(a),
            Func::Log1p => {
                let sum = self.add(&[Form::one(), a.clone()])?;
                self.ln(&sum)
            }
            Func::Abs => Ok(if self.is_non_negative(a)? {
                a.clone()
            } else {
                a.scaled(&Rational::MINUS_ONE)
            }),
            Func::Sign => self.sign(a),
            Func::Erf => {
                let (tail, positive) = self.erfc_of_magnitude(a)?;
                let rest = self.add(&[Form::one(), tail.scaled(&Rational::MINUS_ONE)])?;
                Ok(if positive {
                    rest
                } else {
                    rest.scaled(&Rational::MINUS_ONE)
                })
            }
            Func::Erfc => {
                let (tail, positive) = self.erfc_of_magnitude(a)?;
                if positive {
                    return Ok(tail);
                }
                self.add(&[Form::constant(two), tail.scaled(&Rational::MINUS_ONE)])
            }
            Func::NormalCdf => {
                let root = self.power(&Form::constant(half.clone()), &half)?;
                let scaled = self.algebra.times(a, &root).scaled(&Rational::MINUS_ONE);
                Ok(self.apply(Func::Erfc, &scaled)?.scaled(&half))
            }
            Func::NormalPdf => {
                let square = self.power(a, &two)?.scaled(&-&half);
                let exp = self.exp(&square)?;
                let pi = Form::atom(self.algebra.atom(Kind::Pi));
                let scale = self.power(&pi.scaled(&two), &-&half)?;
                Ok(self.algebra.times(&exp, &scale))
            }
            Func::Cbrt => {
                let third = Rational::new(1, 3);
                if self.is_non_negative(a)? {
                    return self.power(a, &third);
                }
                let root = self.power(&a.scaled(&Rational::MINUS_ONE), &third)?;
                Ok(root.scaled(&Rational::MINUS_ONE))
            }
            Func::Atan => self.atan(a),
            Func::Sin | Func::Cos => self.sine(func, a),
            Func::Sinc => self.bessel(0, a),
            _ => Ok(self.opaque(func, &[a.clone()])),
        }
    }

    /// `atan(a)`, beside infinity as `π/2 - atan(1/a)`.
    fn atan(&mut self, a: &Form) -> Built {
        let grows = |(base, exponent): &(Base, Rational)| {
            let Base::Atom(atom) = base else { return false };
            exponent.is_negative() && matches!(self.algebra.kind(*atom), Kind::Inverse(_))
        };
        if !a.factors.iter().any(grows) {
            return Ok(self.opaque(Func::Atan, &[a.clone()]));
        }
        let half = Rational::new(1, 2);
        let half = if self.is_non_negative(a)? {
            half
        } else {
            -&half
        };
        let right_angle = Form::atom(self.algebra.atom(Kind::Pi)).scaled(&half);
        let inverse = self.power(a, &Rational::MINUS_ONE)?;
        let rest = self
            .opaque(Func::Atan, &[inverse])
            .scaled(&Rational::MINUS_ONE);
        self.add(&[right_angle, rest])
    }

    /// -1, 0 or 1.
    fn sign(&mut self, a: &Form) -> Built {
        let positive = self.is_non_negative(a)?;
        if !positive {
            return Ok(Form::constant(Rational::MINUS_ONE));
        }
        Ok(Form::constant(if self.is_positive(a)? {
            Rational::ONE
        } else {
            Rational::ZERO
        }))
    }

    /// `1/(shift + form)`.
    fn inverse_of_sum(&mut self, form: Form, shift: &Rational) -> Built {
        let sum = self.add(&[Form::constant(shift.clone()), form])?;
        self.power(&sum, &Rational::MINUS_ONE)
    }

    /// `tanh(a) = (1 - exp(-2a))/(1 + exp(-2a))`.
    fn hyperbolic_quotient(&mut self, a: &Form) -> Built {
        let exp = self.exp(&a.scaled(&Rational::from(-2)))?;
        let above = self.add(&[Form::one(), exp.scaled(&Rational::MINUS_ONE)])?;
        let below = self.inverse_of_sum(exp, &Rational::ONE)?;
        Ok(self.algebra.times(&above, &below))
    }

    /// An exponential as powers of exponentials that are at most 1; those of the transcendental terms of a sum apart.
    pub fn exp(&mut self, a: &Form) -> Built {
        if a.is_zero() {
            return Ok(Form::one());
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
                others.push(term)
            } else {
                plain.push(term)
            }
        }
        if others.is_empty() {
            return None;
        }
        if !plain.is_empty() {
            others.push(self.algebra.sum(&plain).ok()?);
        }
        Some(others)
    }

    /// Whether a form has symbols, constants and their roots alone.
    fn is_algebraic(&self, form: &Form) -> bool {
        let algebraic = |atom| {
            matches!(
                self.algebra.kind(atom),
                Kind::Symbol(_)
                    | Kind::Pi
                    | Kind::Constant(_)
                    | Kind::Root(..)
                    | Kind::Integer(_)
                    | Kind::Opposite(_)
            )
        };
        form.factors.iter().all(|(base, _)| match base {
            Base::Atom(atom) => algebraic(*atom),
            Base::Sum(id) => self.algebra.poly(*id).atoms().into_iter().all(algebraic),
        })
    }

    fn single_exp(&mut self, a: &Form) -> Built {
        if let Some(power) = self.exp_of_ln(a)? {
            return Ok(power);
        }
        self.oriented_exp(a)
    }

    fn oriented_exp(&mut self, a: &Form) -> Built {
        let argument = a.with_coefficient(Rational::ONE);
        if argument.factors.is_empty() {
            // a rational exponent
            let id = self.algebra.form_id(a.clone());
            return Ok(Form::atom(
                self.algebra.atom(Kind::Apply(Func::Exp, [id].into())),
            ));
        }
        let positive = self.is_non_negative(&argument)?;
        let id = self.algebra.form_id(argument);
        if self.algebra.refine_unit(id, &a.coefficient) {
            return Err(Stop::Again);
        }
        let unit = self.algebra.unit(id).cloned().unwrap_or(Rational::ONE);
        let exponent = &a.coefficient * &unit.recip();
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
        let exponent = a.without(base);
        match exponent.as_constant() {
            Some(exponent) => self.power(&form, &exponent.clone()).map(Some),
            None => self.symbolic_power(&form, &exponent).map(Some),
        }
    }

    /// A logarithm: exponentials leave it, a power becomes a factor.
    pub fn ln(&mut self, a: &Form) -> Built {
        let signs = self.knowledge.of_form(self.graph, self.algebra, a);
        if a.coefficient.is_negative() && !signs.is_non_negative() && a.factors.len() < 2 {
            return Err(Stop::Outside);
        }
        let mut terms = Vec::new();
        let mut rest = a.clone();
        for (base, exponent) in &a.factors {
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
                rest = rest.without(*base);
            }
        }
        let rest = self.without_large(&rest, &mut terms)?;
        if rest != Form::one() {
            terms.push(self.ln_of_rest(&rest)?);
        }
        self.add(&terms)
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
            if form.factors.len() < 2 || !positive && !exponent.is_even() {
                continue;
            }
            let magnitude = if positive {
                symbol
            } else {
                symbol.scaled(&Rational::MINUS_ONE)
            };
            let logarithm = Form::atom(self.algebra.ln(&magnitude));
            terms.push(logarithm.scaled(&-exponent));
            rest = rest.without(*base);
        }
        Ok(rest)
    }

    fn ln_of_rest(&mut self, rest: &Form) -> Built {
        let mut root = rest.clone();
        let mut scale = Rational::ONE;
        if let [(_, exponent)] = &rest.factors[..]
            && rest.coefficient.is_one()
        {
            scale = exponent.clone();
            root.factors[0].1 = Rational::ONE;
        }
        Ok(Form::atom(self.algebra.ln(&root)).scaled(&scale))
    }

    /// `erfc(|a|)` as `exp(-a^2) erfcx(|a|)`, and whether `a` is not negative.
    fn erfc_of_magnitude(&mut self, a: &Form) -> Result<(Form, bool), Stop> {
        let positive = self.is_non_negative(a)?;
        let square = self.power(a, &Rational::from(2))?;
        let exp = self.exp(&square.scaled(&Rational::MINUS_ONE))?;
        let id = self
            .algebra
            .form_id(a.with_coefficient(a.coefficient.abs()));
        let erfcx = Form::atom(self.algebra.atom(Kind::Erfcx(id)));
        Ok((self.algebra.times(&exp, &erfcx), positive))
    }

    /// A power with a symbolic exponent: exponentials and whole powers leave it.
    pub fn symbolic_power(&mut self, base: &Form, exponent: &Form) -> Built {
        if let Some(value) = exponent.as_constant() {
            return self.power(base, &value.clone());
        }
        if base.is_zero() || !self.is_positive(base)? {
            return Ok(self.opaque_power(base, exponent));
        }
        let mut product = Form::one();
        let mut rest = base.clone();
        for (factor, power) in &base.factors {
            if let Base::Atom(atom) = factor
                && let Kind::Exp(_) = self.algebra.kind(*atom)
            {
                let single = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(*factor, power.clone())],
                };
                let logarithm = self.ln(&single)?;
                let scaled = self.algebra.times(&logarithm, exponent);
                let exp = self.exp(&scaled)?;
                product = self.algebra.times(&product, &exp);
                rest = rest.without(*factor);
            }
        }
        if rest == Form::one() {
            return Ok(product);
        }
        let (whole, exponent) = self.whole_part(exponent)?;
        let power = self.power(&rest, &whole)?;
        let logarithm = self.ln(&rest)?;
        let scaled = self.algebra.times(&logarithm, &exponent);
        let symbolic = self.oriented_exp(&scaled)?;
        let rest = self.algebra.times(&power, &symbolic);
        Ok(self.algebra.times(&product, &rest))
    }

    fn opaque_power(&mut self, base: &Form, exponent: &Form) -> Form {
        let (base, exponent) = (
            self.algebra.form_id(base.clone()),
            self.algebra.form_id(exponent.clone()),
        );
        Form::atom(self.algebra.atom(Kind::Power(base, exponent)))
    }

    /// The integer term of an exponent, and the rest.
    fn whole_part(&mut self, exponent: &Form) -> Result<(Rational, Form), Stop> {
        let Some(poly) = self.algebra.as_poly(exponent) else {
            return Ok((Rational::ZERO, exponent.clone()));
        };
        let constant = poly.terms().iter().find(|term| term.0.powers().is_empty());
        let whole = constant.map_or(Rational::ZERO, |term| term.1.floor());
        let rest = self.add(&[exponent.clone(), Form::constant(-&whole)])?;
        Ok((whole, rest))
    }
}
