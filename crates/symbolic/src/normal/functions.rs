//! What the primitive functions are in a cell, one function a line where the mathematics allows.

use gradus_syntax::Func;

use super::atoms::Kind;
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use crate::rational::Rational;

type Built = Result<Form, Stop>;

impl Cell<'_> {
    /// A function of one argument.
    pub fn apply(&mut self, func: Func, a: &Form) -> Built {
        let (one, two) = (Rational::ONE, Rational::from(2));
        let half = Rational::new(1, 2);
        let exact = self.algebra.is_exact();
        match func {
            Func::Asin | Func::Acos | Func::Asinh | Func::Acosh | Func::Atanh if exact => {
                self.exact_inverse(func, a)
            }
            Func::Atan if exact => Ok(self.exact_odd(Func::Atan, a)),
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
            Func::Exp2 => self.symbolic_power(&Form::constant(two), a),
            Func::Log2 | Func::Log10
                if exact || a.factors.len() != 1 || is_sum(a) || self.has_exponentials(a) =>
            {
                let base = if func == Func::Log2 {
                    two
                } else {
                    Rational::from(10)
                };
                let base = self.ln(&Form::constant(base))?;
                let inverse = self.power(&base, &Rational::MINUS_ONE)?;
                let logarithm = self.ln(a)?;
                Ok(self.algebra.times(&logarithm, &inverse))
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
            Func::Erf | Func::Erfc | Func::NormalCdf | Func::NormalPdf => {
                self.error_function(func, a)
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
            Func::Acos if self.has_cosines(a) => self.acos_by_asin(a),
            Func::Asin | Func::Acos | Func::Atanh | Func::Acosh if self.is_composed(a) => {
                self.inverse_of_composed(func, a)
            }
            Func::Acosh if self.overflows(a) => self.logarithm_with_root(a, &Rational::MINUS_ONE),
            Func::Tan if exact || self.beside_others => {
                let (sine, cosine) = (self.sine(Func::Sin, a)?, self.sine(Func::Cos, a)?);
                let inverse = self.power(&cosine, &Rational::MINUS_ONE)?;
                Ok(self.algebra.times(&sine, &inverse))
            }
            Func::Asinh => self.asinh(a),
            Func::Sin | Func::Cos => self.sine(func, a),
            Func::Sinc => self.bessel(0, a),
            _ if exact => {
                let argument = self.canonical(a);
                Ok(self.opaque(func, &[argument]))
            }
            _ => Ok(self.opaque(func, std::slice::from_ref(a))),
        }
    }

    /// The error function, its complement and what they are named in statistics.
    fn error_function(&mut self, func: Func, a: &Form) -> Built {
        let (two, half) = (Rational::from(2), Rational::new(1, 2));
        match func {
            Func::Erf | Func::Erfc | Func::NormalCdf if self.algebra.is_exact() => {
                self.exact_error_function(func, a)
            }
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
            _ => {
                let square = self.power(a, &two)?.scaled(&-&half);
                let exp = self.exp(&square)?;
                let pi = Form::atom(self.algebra.atom(Kind::Pi));
                let scale = self.power(&pi.scaled(&two), &-&half)?;
                Ok(self.algebra.times(&exp, &scale))
            }
        }
    }

    /// `atan(a)`, beside infinity as `π/2 - atan(1/a)`.
    pub fn atan(&mut self, a: &Form) -> Built {
        let grows = |(base, exponent): &(Base, Rational)| {
            let Base::Atom(atom) = base else { return false };
            exponent.is_negative() && matches!(self.algebra.kind(*atom), Kind::Inverse(_))
        };
        if !a.factors.iter().any(grows) || self.has_parameters(a) {
            return Ok(self.opaque(Func::Atan, std::slice::from_ref(a)));
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

    /// `ln(a + sqrt(a^2 + shift))` for an `a` that may overflow: the logarithm does not.
    pub fn logarithm_with_root(&mut self, a: &Form, shift: &Rational) -> Built {
        let sum = self.sum_with_root(a, shift)?;
        self.ln(&sum)
    }

    /// `a + sqrt(a^2 + shift)`
    pub fn sum_with_root(&mut self, a: &Form, shift: &Rational) -> Built {
        let square = self.power(a, &Rational::from(2))?;
        let radicand = self.add(&[square, Form::constant(shift.clone())])?;
        let root = self.power(&radicand, &Rational::new(1, 2))?;
        self.add(&[a.clone(), root])
    }

    /// `asinh(a)`, by logarithms where `a` may overflow.
    pub fn asinh(&mut self, a: &Form) -> Built {
        let exponential = self.has_growing_exponential(a);
        if self.is_growing_exponential(a) {
            return self.logarithm_with_root(a, &Rational::ONE);
        }
        for sign in [Rational::ONE, Rational::MINUS_ONE] {
            let signed = a.scaled(&sign);
            // beside exponentials it need not be large
            let is_large = if exponential {
                let excess = self.add(&[signed.clone(), Form::constant(Rational::MINUS_ONE)])?;
                self.is_positive(&excess)?
            } else {
                self.overflows(a) && self.is_non_negative(&signed)?
            };
            if is_large {
                let logarithm = self.logarithm_with_root(&signed, &Rational::ONE)?;
                return Ok(logarithm.scaled(&sign));
            }
        }
        if self.beside_others {
            self.knows_sign_of_large()?;
        }
        Ok(self.opaque(Func::Asinh, std::slice::from_ref(a)))
    }

    /// Whether a form is divided by more than one power of the inverse of a large input.
    pub fn overflows(&self, a: &Form) -> bool {
        a.factors.iter().any(|(base, exponent)| match base {
            Base::Atom(atom) => {
                *exponent < Rational::MINUS_ONE
                    && matches!(self.algebra.kind(*atom), Kind::Inverse(_))
            }
            Base::Sum(_) => false,
        })
    }

    /// Whether a form is divided by an exponential.
    pub fn has_growing_exponential(&self, a: &Form) -> bool {
        a.factors.iter().any(|(base, exponent)| match base {
            Base::Atom(atom) => {
                exponent.is_negative() && matches!(self.algebra.kind(*atom), Kind::Exp(_))
            }
            Base::Sum(_) => false,
        })
    }

    /// Whether a form is a positive number over exponentials.
    fn is_growing_exponential(&self, a: &Form) -> bool {
        a.coefficient.is_positive() && a.factors.len() == 1 && self.has_growing_exponential(a)
    }

    /// `1 + a` and `1 - a`
    pub fn beside_one(&mut self, a: &Form) -> Result<(Form, Form), Stop> {
        let above = self.add(&[Form::one(), a.clone()])?;
        let below = self.add(&[Form::one(), a.scaled(&Rational::MINUS_ONE)])?;
        Ok((above, below))
    }

    /// `sqrt(a^2 + b^2)`.
    pub fn hypot(&mut self, a: &Form, b: &Form) -> Built {
        let two = Rational::from(2);
        let squares = [self.power(a, &two)?, self.power(b, &two)?];
        let sum = self.add(&squares)?;
        self.power(&sum, &Rational::new(1, 2))
    }

    /// -1, 0 or 1.
    fn sign(&mut self, a: &Form) -> Built {
        let sign = if self.is_positive(a)? {
            Rational::ONE
        } else if self.is_positive(&a.scaled(&Rational::MINUS_ONE))? {
            Rational::MINUS_ONE
        } else {
            Rational::ZERO
        };
        Ok(Form::constant(sign))
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
}

fn is_sum(a: &Form) -> bool {
    matches!(a.factors[..], [(Base::Sum(_), _)])
}
