//! Arguments of exponentials as a high and a low part, by error-free products and sums.

use super::{Atom, Base, Binary, Emitter, Form, Kind, Poly, Unary, Value};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// A number as the sum of two: the second is what the first misses, where that is not nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double {
    pub high: Value,
    pub low: Option<Value>,
}

/// Which sign a form in two parts is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sides {
    /// Its own.
    Own,
    /// That of its magnitude.
    Positive,
    /// The opposite of it.
    Negative,
}

impl Emitter<'_, '_> {
    /// The magnitude of a form times a rational.
    pub(super) fn magnitude(&mut self, form: &Form, scale: &Rational) -> Option<Double> {
        self.double(&form.scaled(scale), Sides::Positive)
    }

    /// Minus the magnitude of a form times a rational.
    pub(super) fn negative_magnitude(&mut self, form: &Form, scale: &Rational) -> Option<Double> {
        self.double(&form.scaled(scale), Sides::Negative)
    }

    /// A form in two parts.
    pub(super) fn double_value(&mut self, form: &Form) -> Option<Double> {
        self.double(form, Sides::Own)
    }

    fn double(&mut self, form: &Form, sides: Sides) -> Option<Double> {
        let key = (form.clone(), sides);
        if let Some(&known) = self.doubles.get(&key) {
            return known;
        }
        let double = self.new_double(form, sides);
        self.doubles.insert(key, double);
        double
    }

    fn new_double(&mut self, form: &Form, sides: Sides) -> Option<Double> {
        let (mut constants, others) = self.split_constants(form);
        if sides != Sides::Own {
            constants = self.positive_constant(&constants)?;
        }
        if sides == Sides::Negative {
            constants = constants.scaled(&Rational::MINUS_ONE);
        }
        self.double_form(&constants, &others, sides == Sides::Own)
    }

    /// Constants times other factors, or times their magnitudes.
    fn double_form(&mut self, constants: &Form, others: &Form, signed: bool) -> Option<Double> {
        if let Some((root, order)) = self.root_of_product(others) {
            let value = self.double_form(&Form::one(), &root, signed)?;
            let power = self.double_power(value, &order);
            if *constants == Form::one() {
                return Some(power);
            }
            let constant = self.double_constant(constants)?;
            return Some(self.double_scaled(power, constant));
        }
        let mut sides: [Option<Double>; 2] = [None, None];
        let others = &self.with_ratios(others);
        let large = self.may_be_large(others);
        let joined = self.exponentials_to_join(others);
        if !joined.is_empty() {
            sides[0] = Some(self.double_joined(&joined)?);
        }
        let guard = self.vanishing_factor(others)?;
        for (base, exponent) in &others.factors {
            if joined.iter().any(|(atom, _)| *base == Base::Atom(*atom)) {
                continue;
            }
            let (base, exponent) = &self.upright(*base, exponent);
            let power = if exponent.is_integer() {
                let value = match guard {
                    Some(guard) if exponent.is_positive() && self.is_input_base(*base) => {
                        plain(self.base_value(*base, Some(guard))?)
                    }
                    _ => self.double_base(*base, large, exponent.is_negative())?,
                };
                // magnitudes are taken though signs are known: cells then share them
                let value = if signed || self.is_never_negative(*base) {
                    value
                } else {
                    self.double_magnitude(value)
                };
                self.double_power(value, &exponent.abs())
            } else {
                // of a negative number it is not real
                let value = self.base_value(*base, None)?;
                let signs = self.signs(&Form::base(*base));
                plain(self.raised(value, &exponent.abs(), signs))
            };
            let side = &mut sides[usize::from(exponent.is_negative())];
            *side = Some(match *side {
                Some(other) => self.double_product(other, power),
                None => power,
            });
        }
        let [mut product, divisor] = sides;
        if *constants != Form::one() {
            let constant = self.double_constant(constants)?;
            product = Some(match product {
                Some(product) => self.double_scaled(product, constant),
                None => constant,
            });
        }
        let product = match product {
            Some(product) => product,
            None => plain(self.ops().number(1.0)),
        };
        let Some(divisor) = divisor else {
            return Some(product);
        };
        let mut quotient = self.double_quotient(product, divisor);
        let overflows = |factor: &(Base, Rational)| {
            factor.1.is_negative() && self.may_overflow(factor.0)
                || factor.1.is_positive() && self.is_inverse(factor.0)
        };
        if others.factors.iter().any(overflows) {
            quotient.low = quotient.low.map(|low| self.number_or_zero(low));
        }
        Some(quotient)
    }

    /// The root that a product with parameters is a power of, and the power: one by one its factors may overflow or vanish.
    fn root_of_product(&mut self, form: &Form) -> Option<(Form, Rational)> {
        let is_parameter =
            |base: &Base| matches!(base, Base::Atom(atom) if self.is_fixed_atom(*atom));
        if form.factors.len() < 2 || !form.factors.iter().any(|factor| is_parameter(&factor.0)) {
            return None;
        }
        let is_even = |(base, exponent): &(Base, Rational)| {
            let plain = match base {
                Base::Atom(atom) => {
                    matches!(self.algebra.kind(*atom), Kind::Symbol(_) | Kind::Inverse(_))
                }
                Base::Sum(_) => true,
            };
            plain && exponent.is_integer() && exponent.is_even()
        };
        if !form.factors.iter().all(is_even) {
            return None;
        }
        let root = self.algebra.raised(form, &Rational::new(1, 2))?;
        Some((root, Rational::from(2)))
    }

    /// Whether a divisor may be infinite where inputs are numbers.
    fn may_overflow(&self, base: Base) -> bool {
        match base {
            Base::Atom(atom) => match self.algebra.kind(atom) {
                Kind::Symbol(symbol) => self.is_input(*symbol),
                Kind::Root(base, _) => self.may_overflow(*base),
                _ => false,
            },
            Base::Sum(id) => {
                let atoms = self.algebra.poly(id).atoms();
                atoms
                    .into_iter()
                    .any(|atom| self.may_overflow(Base::Atom(atom)))
            }
        }
    }

    fn is_inverse(&self, base: Base) -> bool {
        let Base::Atom(atom) = base else { return false };
        matches!(self.algebra.kind(atom), Kind::Inverse(_))
    }

    /// A power of an inverse as one of the input itself, which is exact.
    fn upright(&mut self, base: Base, exponent: &Rational) -> (Base, Rational) {
        if let Base::Atom(atom) = base
            && let Kind::Inverse(symbol) = *self.algebra.kind(atom)
            && exponent.is_integer()
        {
            let symbol = self.algebra.atom(Kind::Symbol(symbol));
            return (Base::Atom(symbol), -exponent);
        }
        (base, exponent.clone())
    }

    fn double_base(&mut self, base: Base, large: bool, below: bool) -> Option<Double> {
        match base {
            Base::Sum(id) => {
                let poly = self.algebra.poly(id).clone();
                let plain_symbol = |atom: &Atom| {
                    matches!(self.algebra.kind(*atom), Kind::Symbol(_))
                        || self.is_constant_atom(*atom)
                };
                if poly.atoms().iter().all(plain_symbol) || large && self.has_exact_terms(&poly) {
                    self.double_sum(&poly)
                } else {
                    Some(plain(self.value(&Form::base(base))?))
                }
            }
            // divided by, it grows: its rounding counts where an exponential is taken of it
            Base::Atom(atom) if below && matches!(self.algebra.kind(atom), Kind::Exp(_)) => {
                self.double_exponential(atom)
            }
            Base::Atom(atom) => Some(plain(self.atom_value(atom, None)?)),
        }
    }

    fn is_never_negative(&self, base: Base) -> bool {
        let Base::Atom(atom) = base else { return false };
        matches!(self.algebra.kind(atom), Kind::Exp(_) | Kind::Root(..))
    }

    fn double_magnitude(&mut self, value: Double) -> Double {
        let high = self.ops().unary(Unary::Abs, value.high);
        let low = value.low.map(|low| {
            let sign = self.ops().unary(Unary::Sign, value.high);
            self.ops().binary(Binary::Mul, low, sign)
        });
        Double { high, low }
    }

    /// Whether a form is not bounded by a small number: what it is rounded by counts in an exponential.
    fn may_be_large(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, exponent)| match *base {
            Base::Atom(atom) => exponent.is_negative() || !self.is_bounded(atom),
            Base::Sum(id) if exponent.is_positive() => {
                let atoms = self.algebra.poly(id).atoms();
                !atoms.into_iter().all(|atom| self.is_bounded(atom))
            }
            Base::Sum(id) => {
                let poly = self.algebra.poly(id);
                let mut terms = poly.terms().iter();
                let stands = terms.any(|term| term.0.powers().is_empty());
                !stands || !self.has_terms_of_one_sign(poly)
            }
        })
    }

    /// Whether an atom is at most about 1, or has no symbols.
    fn is_bounded(&self, atom: Atom) -> bool {
        match *self.algebra.kind(atom) {
            Kind::Exp(_) => true,
            Kind::Ln(form) => self.algebra.excess(form).is_some_and(|(excess, below)| {
                let mut terms = below.terms().iter();
                let stands = terms.any(|term| term.0.powers().is_empty());
                let mut atoms = excess.atoms().into_iter().chain(below.atoms());
                stands && atoms.all(|atom| matches!(self.algebra.kind(atom), Kind::Exp(_)))
            }),
            _ => self.is_constant_atom(atom),
        }
    }

    /// Whether a sum can be written in two parts term by term, its bounded terms rounded: no terms cancel.
    fn has_exact_terms(&self, poly: &Poly) -> bool {
        let known = |atom: Atom| {
            self.is_bounded(atom) || matches!(self.algebra.kind(atom), Kind::Symbol(_))
        };
        poly.atoms().into_iter().all(known) && self.has_terms_of_one_sign(poly)
    }

    /// Whether no two terms of a sum have different signs.
    pub(super) fn has_terms_of_one_sign(&self, poly: &Poly) -> bool {
        let signs = poly.terms().iter().map(|(monomial, coefficient)| {
            let own = Form::constant(coefficient.clone());
            let monomial = self
                .knowledge
                .of_monomial(self.graph(), self.algebra, monomial);
            (monomial, self.signs(&own).is_non_negative())
        });
        let signs: Vec<_> = signs.collect();
        let agree = |positive: bool| {
            signs.iter().all(|&(monomial, own)| {
                if own == positive {
                    monomial.is_non_negative()
                } else {
                    monomial.is_non_positive()
                }
            })
        };
        agree(true) || agree(false)
    }

    /// An exponential with what its rounding misses.
    fn double_exponential(&mut self, atom: Atom) -> Option<Double> {
        if self.is_halved(atom) {
            let argument = self.own_exponent(atom, &Rational::new(1, 2))?;
            let half = self.exp_with_rest(argument);
            return Some(self.double_product(half, half));
        }
        let argument = self.own_exponent(atom, &Rational::ONE)?;
        Some(self.exp_with_rest(argument))
    }

    /// An exponential among the factors that vanishes far out: it outweighs inputs that overflow.
    fn vanishing_factor(&mut self, form: &Form) -> Option<Option<Value>> {
        let mut factors = form.factors.iter();
        let found = factors.find_map(|(base, exponent)| match base {
            Base::Atom(atom) if exponent.is_positive() && self.vanishes_far_out(*atom) => {
                Some(*atom)
            }
            _ => None,
        });
        Some(match found {
            Some(atom) => Some(self.atom_value(atom, None)?),
            None => None,
        })
    }

    /// The exponentials of a form, where some of them grow and some vanish: one by one they are infinite and zero.
    fn exponentials_to_join(&self, form: &Form) -> Vec<(Atom, Rational)> {
        let factors = form.factors.iter();
        let found: Vec<(Atom, Rational)> = factors
            .filter_map(|(base, exponent)| match base {
                Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)) => {
                    Some((*atom, exponent.clone()))
                }
                _ => None,
            })
            .collect();
        let grows = |factor: &(Atom, Rational)| factor.1.is_negative();
        let opposed = found.iter().any(grows) && !found.iter().all(grows);
        if opposed { found } else { Vec::new() }
    }

    /// A product of powers of exponentials in two parts.
    fn double_joined(&mut self, powers: &[(Atom, Rational)]) -> Option<Double> {
        let half = self.half_exponent(powers)?;
        let half = self.exp_with_rest(half);
        Some(self.double_product(half, half))
    }

    fn exp_with_rest(&mut self, a: Double) -> Double {
        let high = self.exp_of(a);
        let low = match a.low {
            Some(low) => low,
            None => self.ops().number(0.0),
        };
        let low = Some(self.ops().binary(Binary::ExpRest, a.high, low));
        Double { high, low }
    }

    /// Logarithms and sums of roots among the factors have signs of their own, so the product decides.
    fn positive_constant(&mut self, form: &Form) -> Option<Form> {
        if *form == Form::one() {
            return Some(form.clone());
        }
        let negative = self.constant(form)?.double < 0.0;
        Some(if negative {
            form.scaled(&Rational::MINUS_ONE)
        } else {
            form.clone()
        })
    }

    fn double_constant(&mut self, form: &Form) -> Option<Double> {
        let value = self.known(form)?;
        let (high, low) = self.ops().constant_pair(&value);
        Some(Double { high, low })
    }

    /// A sum term by term.
    pub(super) fn double_sum(&mut self, poly: &Poly) -> Option<Double> {
        let mut sum: Option<Double> = None;
        for (monomial, coefficient) in poly.terms() {
            let term = self.double_term(monomial, coefficient)?;
            sum = Some(match sum {
                Some(sum) => self.double_add(sum, term),
                None => term,
            });
        }
        sum
    }

    fn double_term(&mut self, monomial: &Monomial, coefficient: &Rational) -> Option<Double> {
        let (mut product, mut constants) = (None, Form::constant(coefficient.clone()));
        let mut atoms = monomial.powers().iter();
        let vanishing = atoms.find(|power| self.vanishes_far_out(power.0));
        let guard = match vanishing {
            Some(&(atom, _)) => Some(self.atom_value(atom, None)?),
            None => None,
        };
        for &(atom, exponent) in monomial.powers() {
            let exponent = Rational::from(i64::from(exponent));
            if self.is_constant_atom(atom) {
                let single = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(Base::Atom(atom), exponent)],
                };
                constants = self.algebra.times(&constants, &single);
                continue;
            }
            let guard = guard.filter(|_| self.is_input_base(Base::Atom(atom)));
            let value = plain(self.atom_value(atom, guard)?);
            let power = self.double_power(value, &exponent);
            product = Some(match product {
                Some(product) => self.double_product(product, power),
                None => power,
            });
        }
        if constants == Form::one() && product.is_some() {
            return product;
        }
        let constant = self.double_constant(&constants)?;
        Some(match product {
            Some(product) => self.double_scaled(product, constant),
            None => constant,
        })
    }

    /// The sum of doubles, one after the other.
    pub(super) fn double_total(&mut self, values: &[Double]) -> Option<Double> {
        values.iter().copied().reduce(|a, b| self.double_add(a, b))
    }

    /// With the sign changed.
    pub(super) fn double_negated(&mut self, a: Double) -> Double {
        let high = self.ops().unary(Unary::Neg, a.high);
        let low = a.low.map(|low| self.ops().unary(Unary::Neg, low));
        Double { high, low }
    }

    /// The exponential of a double.
    pub(super) fn exp_of(&mut self, a: Double) -> Value {
        match a.low {
            Some(low) => self.ops().binary(Binary::ExpSum, a.high, low),
            None => self.ops().unary(Unary::Exp, a.high),
        }
    }

    /// Half of a double.
    pub(super) fn double_half(&mut self, a: Double) -> Double {
        let half = self.ops().number(0.5);
        let high = self.ops().binary(Binary::Mul, a.high, half);
        let low = a.low.map(|low| self.ops().binary(Binary::Mul, low, half));
        Double { high, low }
    }
}

pub(super) fn plain(high: Value) -> Double {
    Double { high, low: None }
}
