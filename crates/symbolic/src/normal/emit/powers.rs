//! Powers of inputs and other values, by products and roots.

use super::parts::Parts;
use super::{Base, Binary, Emitter, Form, Guard, Kind, Op, Signs, Symbol, Unary, Value};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A small power of an input, or of its inverse: inputs, at last the root of one, and whether they are multiplied with (0)
    /// or divided by (1).
    pub(super) fn power_of_input(
        &mut self,
        base: Base,
        exponent: &Rational,
        guard: Guard,
        beside_logarithms: bool,
    ) -> Option<Option<(Vec<Value>, usize)>> {
        let Base::Atom(atom) = base else {
            return Some(None);
        };
        let has_root = is_half(exponent);
        let (symbol, exponent) = match *self.algebra.kind(atom) {
            Kind::Inverse(symbol)
                if exponent.is_negative()
                    || has_root
                    || beside_logarithms && *exponent > Rational::ONE =>
            {
                (symbol, -exponent)
            }
            Kind::Symbol(symbol) if self.is_input(symbol) || self.is_scaled(symbol) => {
                (symbol, exponent.clone())
            }
            _ => return Some(None),
        };
        let atom = self.algebra.atom(Kind::Symbol(symbol));
        let side = usize::from(exponent.is_negative());
        let count = match exponent.to_i64() {
            Some(count @ (-4..=-2 | 1..=4)) => count.unsigned_abs(),
            None if has_root => {
                let value = self.atom_value(atom, None)?;
                return Some(
                    self.powers_with_root(value, &exponent)
                        .map(|all| (all, side)),
                );
            }
            _ => return Some(None),
        };
        let value = self.atom_value(atom, guard)?;
        Some(Some((vec![value; count as usize], side)))
    }

    /// Whether a symbol is over a scale that the whole is multiplied with.
    pub(super) fn is_scaled(&self, symbol: Symbol) -> bool {
        let outer = self.writer.outer.as_ref();
        outer.is_some_and(|outer| outer.has(symbol))
    }

    /// What a power with half an integer above 1 is multiplied of.
    fn powers_with_root(&mut self, value: Value, exponent: &Rational) -> Option<Vec<Value>> {
        let count = exponent.abs().floor().to_i64()?;
        if !(1..=4).contains(&count) {
            return None;
        }
        let root = self.ops().unary(Unary::Sqrt, value);
        let mut all = vec![value; count as usize];
        all.push(root);
        Some(all)
    }

    /// Takes `(-b)^(p/q) b^n` out of a form, as one power of `-b`.
    pub(super) fn powers_of_opposites(&mut self, form: &Form, parts: &mut Parts) -> Option<Form> {
        let mut rest = form.clone();
        for (base, part) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Kind::Opposite(of) = *self.algebra.kind(atom) else {
                continue;
            };
            let whole = form.exponent(of);
            if !whole.is_negative() {
                continue;
            }
            rest = rest.without(*base).without(of);
            let exponent = part + &whole;
            let value = self.atom_value(atom, None)?;
            if !whole.is_even() {
                let minus_one = self.ops().number(-1.0);
                parts.above.push(minus_one);
            }
            if is_half(&exponent)
                && self.is_input_base(of)
                && let Some(powers) = self.powers_with_root(value, &exponent)
            {
                parts.late[usize::from(exponent.is_negative())].extend(powers);
                continue;
            }
            let power = self.raised(value, &exponent.abs(), Signs::NON_NEGATIVE);
            let side = if exponent.is_negative() {
                &mut parts.below
            } else {
                &mut parts.above
            };
            side.push(power);
        }
        Some(rest)
    }

    pub(super) fn is_input_base(&self, base: Base) -> bool {
        let Base::Atom(atom) = base else { return false };
        matches!(*self.algebra.kind(atom), Kind::Symbol(symbol) if self.is_input(symbol))
    }

    /// A number to a rational power; of a negative one only whole powers are real.
    pub(super) fn raised(&mut self, value: Value, exponent: &Rational, signs: Signs) -> Value {
        if let Some(whole) = exponent.to_i64() {
            return self.power(value, whole);
        }
        let whole = exponent.floor();
        let part = exponent - &whole;
        let thirds = (&part * &Rational::from(3)).to_i64();
        let root = match thirds.filter(|_| signs.is_non_negative()) {
            _ if part == Rational::new(1, 2) => self.ops().unary(Unary::Sqrt, value),
            Some(count) => {
                let root = self.ops().unary(Unary::Cbrt, value);
                self.power(root, count)
            }
            None => return self.ops().rational_power(value, exponent),
        };
        match whole.to_i64() {
            Some(0) | None => root,
            Some(whole) => {
                let power = self.power(value, whole);
                self.ops().binary(Binary::Mul, power, root)
            }
        }
    }

    pub(super) fn power(&mut self, value: Value, exponent: i64) -> Value {
        match exponent {
            1 => value,
            2..=16 => self.ops().push(Op::Power(value, exponent as u32)),
            _ => {
                let exponent = self.ops().number(exponent as f64);
                self.ops().binary(Binary::Pow, value, exponent)
            }
        }
    }
}

fn is_half(value: &Rational) -> bool {
    (value * &Rational::from(2))
        .to_i64()
        .is_some_and(|twice| twice % 2 != 0)
}
