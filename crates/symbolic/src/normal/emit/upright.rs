//! Powers of what is positive as a whole, whatever the signs of its factors.

use super::{Base, Emitter, Form, Kind};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A form to a power, fractional ones of positive forms: even powers of what is negative by its magnitude. None where the
    /// sign of a factor that matters is not known.
    pub(super) fn raised_upright(&mut self, form: &Form, exponent: &Rational) -> Option<Form> {
        if exponent.is_integer() {
            return self.algebra.raised(form, exponent);
        }
        let mut factors = Vec::new();
        let mut unknown = None;
        let mut is_negative = form.coefficient.is_negative();
        let mut sign = Rational::ONE;
        for (base, power) in &form.factors {
            let signs = self.signs(&Form::base(*base));
            let total = power * exponent;
            let is_even = total.is_integer() && total.is_even();
            if signs.is_non_negative() || is_even && power.is_even() {
                factors.push((*base, total));
            } else if signs.is_non_positive() && total.is_integer() {
                is_negative ^= !power.is_even();
                if !is_even {
                    sign = -&sign;
                }
                factors.push((*base, total));
            } else if !power.is_even() && unknown.is_none() {
                unknown = Some((*base, total));
            } else {
                return None;
            }
        }
        match unknown {
            // its sign is that of all others
            Some((base, total)) => {
                let base = if is_negative {
                    Base::Atom(self.algebra.atom(Kind::Opposite(base)))
                } else {
                    base
                };
                factors.push((base, total));
            }
            None if is_negative => return None,
            None => {}
        }
        let coefficient = form.coefficient.abs();
        let root = self.algebra.root_of(&coefficient, exponent, factors)?;
        Some(root.scaled(&sign))
    }
}
