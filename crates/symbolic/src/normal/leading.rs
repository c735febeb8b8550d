//! Leading terms of functions whose arguments are tiny.

use gradus_syntax::Func;

use super::atoms::{Algebra, Atom, Kind};
use super::form::{Base, Form};
use super::poly::Poly;
use crate::rational::Rational;

/// What a base is where an argument is tiny.
pub(super) struct Leading {
    /// Its leading term, over the scale.
    pub term: Form,
    /// What that is multiplied with.
    pub scale: Rational,
    /// What must be tiny.
    pub argument: Form,
    /// Both are magnitudes: their signs are to be left out.
    pub is_magnitude: bool,
    /// How small the argument must be, so that everything else is below the last place.
    pub bound: f64,
}

/// Where `f(a) = a(1 + O(a))` is its leading term.
const LINEAR: f64 = 1e-17;

/// Where `f(a) = a(1 + O(a^2))` is its leading term.
const ODD: f64 = 1e-9;

impl Leading {
    fn same(argument: Form, bound: f64) -> Self {
        Self {
            term: argument.clone(),
            argument,
            scale: Rational::ONE,
            is_magnitude: false,
            bound,
        }
    }
}

impl Algebra {
    /// The leading term of a base that vanishes with what it is a function of.
    pub fn leading(&mut self, base: Base) -> Option<Leading> {
        match base {
            Base::Atom(atom) => self.leading_of_atom(atom),
            Base::Sum(id) => {
                let poly = self.poly(id).clone();
                self.leading_of_gap(&poly)
                    .or_else(|| self.leading_of_error(&poly))
            }
        }
    }

    fn leading_of_atom(&mut self, atom: Atom) -> Option<Leading> {
        match self.kind(atom).clone() {
            Kind::Ln(form) => {
                let (excess, below) = self.excess(form)?.clone();
                let below = self.factored(&below, &[]).ok()?;
                let inverse = self.raised(&below, &Rational::MINUS_ONE)?;
                let excess = self.factored(&excess, &[]).ok()?;
                Some(Leading::same(self.times(&excess, &inverse), LINEAR))
            }
            Kind::Log1p(form) | Kind::Expm1(form) => {
                Some(Leading::same(self.form(form).clone(), LINEAR))
            }
            Kind::Bessel(order, form) if order > 0 => {
                let argument = self.form(form).clone();
                let scale = (1..=i64::from(order)).fold(Rational::ONE, |scale, j| {
                    &scale * &Rational::new(1, 2 * j + 1)
                });
                Some(Leading {
                    term: self.raised(&argument, &i64::from(order).into())?,
                    scale,
                    ..Leading::same(argument, ODD)
                })
            }
            Kind::Opposite(base) => {
                let leading = self.leading(base)?;
                Some(Leading {
                    scale: -&leading.scale,
                    ..leading
                })
            }
            Kind::Gap(atom) if matches!(self.kind(atom), Kind::Root(Base::Sum(_), _)) => {
                self.leading_of_gap_of_root(atom)
            }
            Kind::Gap(atom) => {
                let gap = Poly::constant(Rational::ONE)
                    .plus(&Poly::atom(atom).scaled(&Rational::MINUS_ONE));
                self.leading_of_gap(&gap)
            }
            Kind::Erf(form) => {
                let argument = self.form(form).clone();
                Some(self.leading_of_error_function(argument, &Rational::ONE))
            }
            Kind::Apply(
                Func::Sin | Func::Tan | Func::Asin | Func::Atan | Func::Asinh | Func::Atanh,
                arguments,
            ) => Some(Leading::same(self.form(arguments[0]).clone(), ODD)),
            _ => None,
        }
    }

    /// Of `1 - (1 + a)^(1/n)`.
    fn leading_of_gap_of_root(&mut self, root: Atom) -> Option<Leading> {
        let Kind::Root(Base::Sum(id), order) = *self.kind(root) else {
            return None;
        };
        let minus_one = Poly::constant(Rational::MINUS_ONE);
        let excess = self.poly(id).clone().plus(&minus_one);
        let argument = self.factored(&excess, &[]).ok()?;
        Some(Leading {
            scale: Rational::new(-1, i64::from(order)),
            ..Leading::same(argument, LINEAR)
        })
    }

    /// Of `c(1 - exp(-a))` and `c(1 - cos(a))`.
    fn leading_of_gap(&mut self, poly: &Poly) -> Option<Leading> {
        let [(first, scale), (second, rest)] = poly.terms() else {
            return None;
        };
        let [(atom, count)] = *first.powers() else {
            return None;
        };
        if !second.powers().is_empty() || *rest != -scale {
            return None;
        }
        match self.kind(atom).clone() {
            Kind::Exp(argument) => {
                let unit = self.unit(argument)? * &Rational::from(i64::from(count));
                let argument = self.form(argument).scaled(&unit);
                Some(Leading {
                    scale: rest.clone(),
                    is_magnitude: true,
                    ..Leading::same(argument, LINEAR)
                })
            }
            Kind::Apply(Func::Cos, arguments) if count == 1 => {
                let argument = self.form(arguments[0]).clone();
                let square = self.raised(&argument, &Rational::from(2))?;
                Some(Leading {
                    term: square,
                    scale: rest * &Rational::new(1, 2),
                    ..Leading::same(argument, ODD)
                })
            }
            _ => None,
        }
    }

    /// Of `c(1 - exp(-z^2) erfcx(z))`, which is `c erf(z)`.
    fn leading_of_error(&mut self, poly: &Poly) -> Option<Leading> {
        let [(first, scale), (second, rest)] = poly.terms() else {
            return None;
        };
        if !second.powers().is_empty() || *rest != -scale {
            return None;
        }
        let argument = self.tail_argument(first)?;
        Some(self.leading_of_error_function(argument, rest))
    }

    fn leading_of_error_function(&mut self, argument: Form, scale: &Rational) -> Leading {
        let pi = Base::Atom(self.atom(Kind::Pi));
        let slope = Form {
            coefficient: Rational::from(2),
            factors: vec![(pi, Rational::new(-1, 2))],
        };
        Leading {
            term: self.times(&argument, &slope),
            scale: scale.clone(),
            is_magnitude: true,
            ..Leading::same(argument, ODD)
        }
    }
}
