//! The values of polynomials.

use super::{Atom, Base, Binary, Emitter, Form, Guard, Kind, Poly, Unary, Value};
use gradus_syntax::Func;

use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// Higher powers of exponentials are exponentials of their own.
const MOST_MULTIPLIED: u32 = 4;

impl Emitter<'_, '_> {
    /// The value of a polynomial, by the form of it that does not cancel.
    pub(super) fn sum_value(&mut self, poly: &Poly, guard: Guard) -> Option<Value> {
        if let Some(value) = self.one_minus_exponential(poly)? {
            return Some(value);
        }
        if let Some((u, v, scale)) = self.exponentials_less_others(poly) {
            let value = self.difference_of_exponentials(u, v)?;
            return Some(self.scaled(value, &scale));
        }
        if let Some(value) = self.one_minus_cosine(poly)? {
            return Some(value);
        }
        if let Some(value) = self.one_minus_tail(poly)? {
            return Some(value);
        }
        if let Some(value) = self.chosen_conjugate(poly, guard)? {
            return Some(value);
        }
        self.horner(poly, guard)
    }

    /// Whether a polynomial is written as a function of its own.
    pub(super) fn has_pattern(&mut self, poly: &Poly) -> bool {
        let [(first, a), (second, b)] = poly.terms() else {
            return false;
        };
        if self.exponentials_less_others(poly).is_some() {
            return true;
        }
        if !second.powers().is_empty() || *b != -a {
            return false;
        }
        let exponential = matches!(first.powers(), [(atom, _)] if self.is_exponential(*atom));
        exponential || self.algebra.tail_argument(first).is_some()
    }

    /// `c(1 - u^k)` by `expm1`.
    fn one_minus_exponential(&mut self, poly: &Poly) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        let [(atom, exponent)] = first.powers() else {
            return Some(None);
        };
        if !second.powers().is_empty() || *b != -a || !self.is_exponential(*atom) {
            return Some(None);
        }
        let argument = self.exponent(*atom, &i64::from(*exponent).into())?;
        let value = self.ops().unary(Unary::Expm1, argument.high);
        Some(Some(self.scaled(value, a)))
    }

    /// `c(1 - cos(a))` by the sine of half the angle.
    fn one_minus_cosine(&mut self, poly: &Poly) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        let [(atom, 1)] = first.powers() else {
            return Some(None);
        };
        if !second.powers().is_empty() || *b != -a || !self.is_cosine(*atom) {
            return Some(None);
        }
        let value = self.gap_of_cosine(*atom)?;
        Some(Some(self.scaled(value, b)))
    }

    /// Whether a polynomial is `c(1 - cos(a))`.
    pub(super) fn is_cosine_gap(&self, poly: &Poly) -> bool {
        let [(first, a), (second, b)] = poly.terms() else {
            return false;
        };
        let cosine = matches!(first.powers(), [(atom, 1)] if self.is_cosine(*atom));
        cosine && second.powers().is_empty() && *b == -a
    }

    fn is_cosine(&self, atom: Atom) -> bool {
        matches!(self.algebra.kind(atom), Kind::Apply(Func::Cos, _))
    }

    fn scaled(&mut self, value: Value, factor: &Rational) -> Value {
        if factor.is_one() {
            return value;
        }
        if *factor == -1 {
            return self.ops().unary(Unary::Neg, value);
        }
        let factor = self.ops().rational(factor);
        self.ops().binary(Binary::Mul, value, factor)
    }

    /// `c(1 - exp(-z^2) erfcx(z))` as `c erf(z)`.
    fn one_minus_tail(&mut self, poly: &Poly) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        if !second.powers().is_empty() || *b != -a {
            return Some(None);
        }
        let Some(argument) = self.algebra.tail_argument(first) else {
            return Some(None);
        };
        let value = self.magnitude(&argument, &Rational::ONE)?.high;
        let value = self.ops().unary(Unary::Erf, value);
        Some(Some(self.scaled(value, b)))
    }

    /// Horner's scheme, exponentials first.
    pub(super) fn horner(&mut self, poly: &Poly, guard: Guard) -> Option<Value> {
        if let Some(value) = self.constant_poly(poly) {
            return value;
        }
        // beside inputs that grow the gap of a parameter may count
        if self.is_of_parameters(poly)
            && let Some(value) = self.one_minus_exponential(poly)?
        {
            return Some(value);
        }
        if let [(monomial, coefficient)] = poly.terms() {
            return self.monomial(monomial, coefficient, guard);
        }
        if self.is_offset(poly) {
            return self.offset_value(poly);
        }
        if let Some(completed) = self.completed(poly) {
            return self.horner(&completed, guard);
        }
        if let Some(value) = self.square_less_number(poly, guard)? {
            return Some(value);
        }
        let atom = self.main_atom(poly);
        let variable = self.atom_value(atom, guard)?;
        let vanishes = self.vanishes_far_out(atom) || self.is_power_beside_logarithm(atom, poly);
        let inner_guard = if vanishes {
            Some(self.guard_with(guard, atom, variable)?)
        } else {
            guard
        };
        let coefficients = poly.coefficients(atom);
        let mut gap = 0;
        let mut total: Option<Value> = None;
        for (power, coefficient) in coefficients.iter().enumerate().rev() {
            gap += u32::from(total.is_some());
            if coefficient.is_zero() && power > 0 {
                continue;
            }
            let inner = if power > 0 { inner_guard } else { guard };
            total = Some(match total {
                None => self.horner(coefficient, inner)?,
                Some(total) => {
                    let power = self.power_of_atom(atom, variable, gap)?;
                    self.next_step(total, power, coefficient, inner)?
                }
            });
            gap = 0;
        }
        total
    }

    /// Whether an atom is a power of what may be 0, and the logarithm of that stands in a sum: the power outweighs it.
    fn is_power_beside_logarithm(&self, atom: Atom, poly: &Poly) -> bool {
        let Kind::Power(base, _) = *self.algebra.kind(atom) else {
            return false;
        };
        let is_logarithm =
            |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Ln(of) if *of == base);
        self.signs(self.algebra.form(base)).zero && poly.atoms().iter().any(is_logarithm)
    }

    /// `a x^2 + b` with opposite signs, rounded once: near its roots the square is not.
    fn square_less_number(&mut self, poly: &Poly, guard: Guard) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        let ([(atom, 2)], []) = (first.powers(), second.powers()) else {
            return Some(None);
        };
        if a.is_negative() == b.is_negative() || !self.is_input_base(Base::Atom(*atom)) {
            return Some(None);
        }
        let is_held = guard.is_some_and(|guard| self.reaches.contains_key(&guard));
        let is_exact = a.abs().is_power_of_two();
        if !is_exact && !is_held {
            return Some(None);
        }
        let x = self.atom_value(*atom, guard)?;
        let number = self.ops().rational(b);
        let multiple = self.scaled(x, a);
        let value = self.ops().mul_add(x, multiple, number);
        if is_exact {
            return Some(Some(value));
        }
        let factor = self.ops().rational(a);
        let opposite = self.ops().unary(Unary::Neg, multiple);
        let missed = self.ops().mul_add(x, factor, opposite);
        Some(Some(self.ops().mul_add(x, missed, value)))
    }

    /// Whether a sum is made of one exponential of parameters and a number.
    fn is_of_parameters(&self, poly: &Poly) -> bool {
        let [(first, _), (second, _)] = poly.terms() else {
            return false;
        };
        let ([(atom, _)], []) = (first.powers(), second.powers()) else {
            return false;
        };
        match self.algebra.kind(*atom) {
            Kind::Exp(argument) => !self.form_has(self.algebra.form(*argument), true),
            _ => false,
        }
    }

    /// A power of an atom with that value: a high one of an exponential by its exponent, which keeps more digits.
    fn power_of_atom(&mut self, atom: Atom, value: Value, power: u32) -> Option<Value> {
        if power == 1 {
            return Some(value);
        }
        if power > MOST_MULTIPLIED && matches!(self.algebra.kind(atom), Kind::Exp(_)) {
            let argument = self.exponent(atom, &i64::from(power).into())?;
            return Some(self.exp_of(argument));
        }
        Some(self.power(value, power.into()))
    }

    /// `total*power + coefficient`.
    fn next_step(
        &mut self,
        total: Value,
        power: Value,
        coefficient: &Poly,
        guard: Guard,
    ) -> Option<Value> {
        let is_one = self
            .ops()
            .as_constant(total)
            .is_some_and(|real| real.double == 1.0 && real.single == 1.0 && real.low == 0.0);
        if coefficient.is_zero() {
            return Some(if is_one {
                power
            } else {
                self.ops().binary(Binary::Mul, total, power)
            });
        }
        let coefficient = self.horner(coefficient, guard)?;
        Some(if is_one {
            self.ops().binary(Binary::Add, power, coefficient)
        } else {
            self.ops().mul_add(total, power, coefficient)
        })
    }

    /// The value of a polynomial in constants alone.
    fn constant_poly(&mut self, poly: &Poly) -> Option<Option<Value>> {
        if !poly.atoms().iter().all(|&atom| self.is_constant_atom(atom)) {
            return None;
        }
        if let Some(value) = poly.as_constant() {
            return Some(Some(self.ops().rational(&value)));
        }
        let form = self.algebra.factored(poly, &[]).ok()?;
        let value = self.constant(&form)?;
        Some(Some(self.ops().constant(value)))
    }

    fn monomial(
        &mut self,
        monomial: &Monomial,
        coefficient: &Rational,
        guard: Guard,
    ) -> Option<Value> {
        let (mut product, mut constants) = (None, Form::constant(coefficient.clone()));
        let mut guard = guard;
        // exponentials first: what vanishes then vanishes whatever follows
        let mut powers = monomial.powers().to_vec();
        powers.sort_by_key(|power| !self.is_exponential(power.0));
        for (atom, exponent) in powers {
            if self.is_constant_atom(atom) {
                let single = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(Base::Atom(atom), i64::from(exponent).into())],
                };
                constants = self.algebra.times(&constants, &single);
                continue;
            }
            let value = self.atom_value(atom, guard)?;
            if self.vanishes_far_out(atom) {
                guard = Some(self.guard_with(guard, atom, value)?);
            }
            let power = self.power_of_atom(atom, value, exponent)?;
            product = Some(match product {
                Some(product) => self.ops().binary(Binary::Mul, product, power),
                None => power,
            });
        }
        let product = product?;
        if let Some(value) = constants.as_constant() {
            return Some(self.scaled(product, &value.clone()));
        }
        let constant = self.constant(&constants)?;
        let constant = self.ops().constant(constant);
        Some(self.ops().binary(Binary::Mul, product, constant))
    }

    /// The atom that Horner's scheme is in: an exponential that depends on inputs, or else the most frequent.
    fn main_atom(&self, poly: &Poly) -> Atom {
        let frequency = |atom: Atom| {
            poly.terms()
                .iter()
                .filter(|term| term.0.exponent(atom) > 0)
                .count()
        };
        let atoms = poly.atoms();
        let has_offset = self.has_sums_beside_inputs(poly);
        let candidates = atoms.iter().copied().filter(|&atom| {
            !(self.is_constant_atom(atom) || has_offset && self.is_fixed_atom(atom))
        });
        candidates
            .max_by_key(|&atom| {
                (
                    self.is_exponential(atom),
                    frequency(atom),
                    std::cmp::Reverse(atom),
                )
            })
            .unwrap_or(atoms[0])
    }

    /// Whether the same powers of inputs stand beside several products of parameters: these stay together, they may cancel, as
    /// in `(1 - a) x`.
    fn has_sums_beside_inputs(&self, poly: &Poly) -> bool {
        let parts = poly.terms().iter().map(|(monomial, _)| {
            let powers = monomial.powers().iter().copied();
            powers
                .filter(|power| !self.is_fixed_atom(power.0))
                .collect()
        });
        let parts: Vec<Vec<(Atom, u32)>> = parts.collect();
        let is_shared = |(index, part): (usize, &Vec<_>)| parts[..index].contains(part);
        parts.iter().any(|part| *part != parts[0]) && parts.iter().enumerate().any(is_shared)
    }
}
