//! Powers with symbolic exponents in a cell.

use super::atoms::Kind;
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use super::outgrown::outgrown;
use super::poly::Poly;
use crate::rational::Rational;

type Built = Result<Form, Stop>;

impl Cell<'_> {
    /// A power with a symbolic exponent: exponentials and whole powers leave it.
    pub fn symbolic_power(&mut self, base: &Form, exponent: &Form) -> Built {
        if let Some(value) = exponent.as_constant() {
            return self.power(base, &value.clone());
        }
        if self.algebra.is_exact() {
            return self.exact_power(base, exponent);
        }
        if base.is_zero() {
            return Ok(if self.is_positive(exponent)? {
                Form::zero()
            } else {
                self.opaque_power(base, exponent)
            });
        }
        if self.signs(base).is_impossible() {
            return Ok(self.opaque_power(base, exponent));
        }
        if self.is_positive(base)? {
            return self.power_of_positive(base, exponent);
        }
        match self.is_product_of_positive(base) || !self.algebra.powers_divide {
            true => Ok(self.opaque_power(base, exponent)),
            false => self.power_of_negative(base, exponent),
        }
    }

    /// Whether no factor of a form is negative: where the form is not positive it is zero or infinite.
    fn is_product_of_positive(&self, form: &Form) -> bool {
        let mut factors = form.factors.iter();
        !form.coefficient.is_negative()
            && factors.all(|(base, power)| {
                let signs = self.signs(&Form::base(*base));
                signs.is_non_negative() || power.is_integer() && power.is_even()
            })
    }

    /// The power of the magnitude and one of -1, which is real for whole exponents.
    fn power_of_negative(&mut self, base: &Form, exponent: &Form) -> Built {
        let (whole, rest) = self.whole_part(exponent)?;
        let sign = self.opaque_power(&Form::constant(Rational::MINUS_ONE), &rest);
        let sign = match whole.is_even() {
            true => sign,
            false => sign.scaled(&Rational::MINUS_ONE),
        };
        let magnitude = base.scaled(&Rational::MINUS_ONE);
        let power = self.power_of_positive(&magnitude, exponent)?;
        Ok(self.algebra.times(&sign, &power))
    }

    fn power_of_positive(&mut self, base: &Form, exponent: &Form) -> Built {
        if outgrown(self.graph, self.algebra, base).is_some() {
            let logarithm = Form::atom(self.algebra.ln(base));
            return self.power_by(base, &logarithm, exponent);
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
        if let Some((magnitude, power, others)) = self.large_apart(&rest)? {
            if self.has_parameters(&others) {
                let joined = self.joined_power(&magnitude, &power, &others, exponent)?;
                return Ok(self.algebra.times(&product, &joined));
            }
            let large = self.positive_power(&magnitude, &exponent.scaled(&power))?;
            product = self.algebra.times(&product, &large);
            rest = others;
        }
        if rest == Form::one() {
            return Ok(product);
        }
        let rest = self.positive_power(&rest, exponent)?;
        Ok(self.algebra.times(&product, &rest))
    }

    /// A power of a product of a large magnitude to a power and others, as one power whose base is in range: of two, one may vanish where
    /// the other one overflows.
    fn joined_power(
        &mut self,
        magnitude: &Form,
        power: &Rational,
        others: &Form,
        exponent: &Form,
    ) -> Built {
        let count = power.abs();
        let root = self.power(others, &count.recip())?;
        let large = self.power(magnitude, &(power * &count.recip()))?;
        let base = self.algebra.times(&large, &root);
        let logarithm = Form::atom(self.algebra.ln(&base));
        self.power_by(&base, &logarithm, &exponent.scaled(&count))
    }

    /// Whole powers of a positive form, and the rest as an exponential.
    fn positive_power(&mut self, base: &Form, exponent: &Form) -> Built {
        let logarithm = self.ln(base)?;
        self.power_by(base, &logarithm, exponent)
    }

    fn power_by(&mut self, base: &Form, logarithm: &Form, exponent: &Form) -> Built {
        let (whole, exponent) = self.whole_part(exponent)?;
        let power = self.power(base, &whole)?;
        let scaled = self.algebra.times(logarithm, &exponent);
        let symbolic = self.oriented_exp(&scaled)?;
        Ok(self.algebra.times(&power, &symbolic))
    }

    /// The inverse of a large input, made positive, its power in a positive form that has its square or more, and the rest.
    fn large_apart(&mut self, form: &Form) -> Result<Option<(Form, Rational, Form)>, Stop> {
        let found = form.factors.iter().find(|(base, exponent)| match base {
            Base::Atom(atom) => {
                exponent.abs() > Rational::ONE
                    && matches!(self.algebra.kind(*atom), Kind::Inverse(_))
            }
            Base::Sum(_) => false,
        });
        let Some((base, power)) = found.cloned().filter(|_| form.factors.len() > 1) else {
            return Ok(None);
        };
        let inverse = Form::base(base);
        let rest = form.without(base);
        if self.is_non_negative(&inverse)? {
            return Ok(Some((inverse, power, rest)));
        }
        if !power.is_integer() {
            return Ok(None);
        }
        let sign = if power.is_even() {
            Rational::ONE
        } else {
            Rational::MINUS_ONE
        };
        let magnitude = inverse.scaled(&Rational::MINUS_ONE);
        Ok(Some((magnitude, power, rest.scaled(&sign))))
    }

    pub(super) fn opaque_power(&mut self, base: &Form, exponent: &Form) -> Form {
        let (base, exponent) = (
            self.algebra.form_id(base.clone()),
            self.algebra.form_id(exponent.clone()),
        );
        Form::atom(self.algebra.atom(Kind::Power(base, exponent)))
    }

    /// A whole number that an exponent is beside another, and the rest: the same one for `n/(n - 1)` as for `1/(n - 1)`.
    fn whole_part(&mut self, exponent: &Form) -> Result<(Rational, Form), Stop> {
        let whole = match self.algebra.as_poly(exponent) {
            Some(poly) => constant_term(&poly).floor(),
            None => self.whole_quotient(exponent).unwrap_or(Rational::ZERO),
        };
        let rest = self.add(&[exponent.clone(), Form::constant(-&whole)])?;
        Ok((whole, rest))
    }

    /// How often the leading term of what a quotient is divided by goes into what is divided.
    fn whole_quotient(&mut self, quotient: &Form) -> Option<Rational> {
        let (above, below) = self.algebra.as_quotient(quotient)?;
        let (leading, scale) = below
            .terms()
            .iter()
            .find(|term| !term.0.powers().is_empty())?;
        let (_, own) = above.terms().iter().find(|term| term.0 == *leading)?;
        Some((own * &scale.recip()).floor())
    }
}

fn constant_term(poly: &Poly) -> Rational {
    let constant = poly.terms().iter().find(|term| term.0.powers().is_empty());
    constant.map_or(Rational::ZERO, |term| term.1.clone())
}
