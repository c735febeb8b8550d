//! Exponentials and symbolic powers as factors: what vanishes is multiplied last, without losing what it is multiplied with.

use super::parts::Parts;
use super::{Atom, Base, Cells, Emitter, Form, Kind, Value};
use crate::rational::Rational;

/// The most that an exponential is multiplied with as a single number.
const MOST_BESIDE: f64 = 4.0;

/// The most terms of what a base has above 1.
const MOST_TERMS: usize = 12;

impl Emitter<'_, '_> {
    /// Takes the exponentials that make a form vanish out of it, as tails; as plain factors where nothing that they are multiplied
    /// with grows.
    pub(super) fn tails(&mut self, form: &Form, grows: bool, parts: &mut Parts) -> Option<Form> {
        let exponentials: Vec<(Atom, Rational)> = form
            .factors
            .iter()
            .filter_map(|(base, exponent)| match base {
                Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)) => {
                    Some((*atom, exponent.clone()))
                }
                _ => None,
            })
            .collect();
        let mut rest = form.clone();
        if exponentials.is_empty() {
            return Some(rest);
        }
        for (atom, _) in &exponentials {
            rest = rest.without(Base::Atom(*atom));
        }
        if let [(atom, exponent)] = &exponentials[..]
            && exponent.is_integer()
        {
            let count = exponent.to_i64()?;
            if count == 1 && !grows && !self.halved.contains(atom) {
                let value = self.atom_value(*atom, None)?;
                parts.above.push(value);
                return Some(rest);
            }
            if (1..=4).contains(&count) {
                self.push_tails(*atom, count, rest.factors.is_empty(), parts)?;
                return Some(rest);
            }
        }
        let value = self.combined_exponential(&exponentials)?;
        let alone = rest.factors.is_empty() && parts.above.is_empty();
        if alone {
            parts.above.push(value.0);
            let one = self.ops().number(1.0);
            if value.1 != one {
                parts.above.push(value.1);
            }
        } else {
            parts.tails.extend([value.0, value.1]);
        }
        Some(rest)
    }

    pub(super) fn push_tails(
        &mut self,
        atom: Atom,
        count: i64,
        alone: bool,
        parts: &mut Parts,
    ) -> Option<()> {
        if alone && !self.halved.contains(&atom) || count > 1 {
            let value = self.atom_value(atom, None)?;
            let side = if alone {
                &mut parts.above
            } else {
                &mut parts.tails
            };
            side.extend((0..count).map(|_| value));
        } else {
            let half = self.half_exponential(atom)?;
            parts.tails.extend([half, half]);
        }
        Some(())
    }

    /// Exponentials that multiply something that grows on their way to zero.
    pub(in crate::normal) fn exponentials_to_halve(&mut self, cells: &Cells) -> Vec<Atom> {
        let mut forms = Vec::new();
        cells.forms(&mut |form| forms.push(form.clone()));
        let mut found = Vec::new();
        for form in forms {
            let exponentials: Vec<_> = form
                .factors
                .iter()
                .filter(|(base, _)| {
                    matches!(base, Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)))
                })
                .collect();
            if let [(Base::Atom(atom), exponent)] = exponentials[..]
                && exponent.is_one()
                && self.grows_beside_exponentials(&form)
            {
                found.push(*atom);
            }
        }
        found
    }

    /// Whether what a form has beside exponentials may be so large where these vanish that their last digits count: those of
    /// subnormal numbers are lost.
    pub(super) fn grows_beside_exponentials(&mut self, form: &Form) -> bool {
        let (constants, others) = self.split_constants(form);
        let Some(constant) = self.constant(&constants) else {
            return true;
        };
        let mut most = constant.double.abs();
        for (base, exponent) in &others.factors {
            let Some(bound) = self.bound_beside_exponentials(*base, exponent) else {
                return true;
            };
            most *= bound;
        }
        most > MOST_BESIDE
    }

    /// The most that a factor is where exponentials vanish, as far as it is known.
    fn bound_beside_exponentials(&self, base: Base, exponent: &Rational) -> Option<f64> {
        let exponent = exponent.to_i64().filter(|exponent| exponent.abs() < 8)?;
        let is_exponential = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Exp(_));
        let id = match base {
            Base::Atom(atom) => {
                let bounded = matches!(self.algebra.kind(atom), Kind::Exp(_) | Kind::Erfcx(_));
                return (bounded && exponent > 0).then_some(1.0);
            }
            Base::Sum(id) => id,
        };
        let poly = self.algebra.poly(id);
        if !poly.atoms().iter().all(is_exponential) {
            return None;
        }
        let terms = poly.terms().iter();
        let total: f64 = terms.map(|term| term.1.to_f64().abs()).sum();
        let mut constants = poly
            .terms()
            .iter()
            .filter(|term| term.0.powers().is_empty());
        let constant = constants.next().map_or(0.0, |term| term.1.to_f64());
        let above_constant = poly.terms().iter().all(|term| term.1.to_f64() > 0.0);
        match exponent > 0 {
            true => Some(total.powi(exponent as i32)),
            false => (above_constant && constant > 0.0).then(|| constant.powi(exponent as i32)),
        }
    }

    /// Takes powers `b^e` with a symbolic exponent out of a form, with the whole powers of `b` that stand beside them.
    pub(super) fn symbolic_powers(&mut self, form: &Form, parts: &mut Parts) -> Option<Form> {
        let mut rest = form.clone();
        let joined = self.has_exponentials_to_join(form);
        for (base, exponent) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Some((root, symbolic)) = self.power_of_logarithm(atom, exponent) else {
                continue;
            };
            if joined && self.is_number(&root) {
                continue;
            }
            let mut symbolic = vec![symbolic];
            rest = rest.without(*base);
            if let [(single, power)] = &root.factors[..]
                && root.coefficient.abs().is_one()
                && power.abs().is_one()
            {
                let whole = &rest.exponent(*single) * power;
                if root.coefficient.is_negative() && !whole.is_even() {
                    let minus_one = self.ops().number(-1.0);
                    parts.above.push(minus_one);
                }
                symbolic.push(Form::constant(whole));
                rest = rest.without(*single);
            }
            let total = self.algebra.sum(&symbolic).ok()?;
            let power = self.symbolic_power(&root, &total)?;
            parts.above.push(power);
        }
        Some(rest)
    }

    /// Whether powers of numbers stand beside other exponentials: one of them may overflow where their product does not, so
    /// they are all written as one exponential.
    fn has_exponentials_to_join(&mut self, form: &Form) -> bool {
        let mut count = 0;
        for (base, exponent) in &form.factors {
            if let Base::Atom(atom) = *base
                && matches!(self.algebra.kind(atom), Kind::Exp(_))
            {
                let power = self.power_of_logarithm(atom, exponent);
                count += usize::from(power.is_none_or(|(root, _)| self.is_number(&root)));
            }
        }
        count > 1
    }

    fn is_number(&self, form: &Form) -> bool {
        self.split_constants(form).1 == Form::one()
    }

    /// `b^e`, beside `b = 1` by what `b` has above 1: its rounding would be raised too.
    pub(super) fn symbolic_power(&mut self, root: &Form, exponent: &Form) -> Option<Value> {
        if let [(Base::Atom(atom), power)] = &root.factors[..]
            && let Kind::Inverse(symbol) = *self.algebra.kind(*atom)
            && power.abs().is_one()
        {
            let symbol = Form::atom(self.algebra.atom(Kind::Symbol(symbol)));
            let upright = symbol.scaled(&root.coefficient.recip());
            return self.symbolic_power(&upright, &exponent.scaled(&-power));
        }
        let (value, exponent) = (self.value(root)?, self.double_value(exponent)?);
        let power = self.ops().power(value, (exponent.high, exponent.low));
        let id = self.algebra.form_id(root.clone());
        if matches!(root.factors[..], [(Base::Atom(_), _)]) || root.factors.is_empty() {
            return Some(power);
        }
        let Some((excess, below)) = self.algebra.excess(id).cloned() else {
            return Some(power);
        };
        if excess.terms().len() > MOST_TERMS {
            return Some(power);
        }
        let logarithm = self.log1p(&excess, &below)?;
        let product = self.product_with(logarithm, exponent);
        let near = self.exp_of(product);
        let is_near = self.is_near_one(value);
        Some(self.ops().select(is_near, near, power))
    }

    /// The base and exponent of an exponential of a multiple of a logarithm, to a power.
    pub(super) fn power_of_logarithm(
        &mut self,
        atom: Atom,
        power: &Rational,
    ) -> Option<(Form, Form)> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        let (base, root) = form
            .factors
            .iter()
            .find_map(|(base, exponent)| match base {
                Base::Atom(atom) => match self.algebra.kind(*atom) {
                    Kind::Ln(root) if exponent.is_one() => {
                        Some((*base, self.algebra.form(*root).clone()))
                    }
                    _ => None,
                },
                Base::Sum(_) => None,
            })?;
        let scale = &unit * power;
        let scale = if self.signs(&form).is_non_negative() {
            -&scale
        } else {
            scale
        };
        Some((root, form.without(base).scaled(&scale)))
    }
}
