//! The factors of a form as factors of a product.

use gradus_syntax::Func;

use super::anchors::Anchor;
use super::parts::{Parts, Pole};
use super::{Atom, Base, Emitter, Form, Guard, Kind, Value};
use crate::normal::linear::is_over_linear;
use crate::rational::Rational;

impl Emitter<'_, '_> {
    pub(super) fn plain_parts(&mut self, form: &Form) -> Option<Parts> {
        let mut parts = Parts::default();
        let nested = self.with_nested_exponentials(form);
        let nested = self.with_ratios(&nested);
        let has_logarithms = self.has_logarithms(&nested);
        let (mut constants, mut others) = self.split_constants(&nested);
        let share = self.share_of_number(&mut constants, &others);
        let finite = match self.root_beside_high_power(&nested, share)? {
            Some(root) => Some(root),
            None => self.finite_beside_tail(&nested)?,
        };
        let is_one = constants.coefficient.abs().is_one();
        if constants.factors.is_empty() && (is_one || self.is_divided_late(&others)) {
            self.leave_headroom(&mut constants, &mut others, finite, &mut parts)?;
        }
        let shrinks = self.shrinks_by_parameters(&constants, &others);
        if !shrinks {
            self.take_in_coefficient(&mut constants, &mut others, finite, &mut parts)?;
        }
        self.leave_headroom(&mut constants, &mut others, finite, &mut parts)?;
        let others = self.powers_of_opposites(&others, &mut parts)?;
        let before = parts.above.len();
        let others = self.symbolic_powers(&others, &mut parts)?;
        // a power of 0 that has vanished outweighs logarithms beside it
        let guard = match parts.above[before..].last() {
            Some(power) => Some(*power),
            None => self.opaque_power(&others)?,
        };
        let grows = self.grows_beside_exponentials(&nested);
        // what vanishes comes first
        let powers = std::mem::take(&mut parts.tails);
        let others = self.high_power_beside_tail(&others, share, &mut parts)?;
        let tails = self.tails(&others, grows, &mut parts)?;
        parts.tails.extend(powers);
        let beside = match guard {
            Some(power) => Some(power),
            None if others == tails => None,
            None => parts.tails.first().or(parts.above.last()).copied(),
        };
        let guard = finite.or(guard);
        for (base, exponent) in &tails.factors {
            if let Some(power) = beside
                && let Some(value) = self.finite_logarithm(*base, exponent, power)?
            {
                parts.above.push(value);
                continue;
            }
            let own = self.power_of_input(*base, exponent, finite, has_logarithms)?;
            if let Some((mut values, side)) = own {
                if let Some(first) = values.first().copied() {
                    let shared = self.with_share_of_side(first, (*base, exponent), side, share);
                    for value in values.iter_mut().filter(|value| **value == first) {
                        *value = shared;
                    }
                }
                if side == 1 && exponent.is_negative() {
                    self.mark_pole(*base, exponent, values[0], form, &mut parts);
                }
                parts.grows = true;
                parts.late[side].extend(values);
                continue;
            }
            // a divisor that is put to 0 would undo it
            let guard = guard.filter(|_| exponent.is_positive());
            let value = self.base_value(*base, guard)?;
            let value = self.with_share(value, *base, share);
            if let Some(count) = share.and_then(|share| share.count_of(*base, exponent)) {
                parts.grows = true;
                parts.late[0].extend((0..count).map(|_| value));
                continue;
            }
            let signs = self.signs(&Form::base(*base));
            let power = self.raised(value, &exponent.abs(), signs);
            if exponent.is_negative() {
                self.mark_pole(*base, exponent, value, form, &mut parts);
                if signs.zero {
                    let early = self.form_vanishes(&Form::base(*base), Anchor::Origin);
                    let place = if early { 0 } else { parts.vanishing.len() };
                    parts.vanishing.insert(place, value);
                }
                match self.divides_twice(*base, exponent, form) {
                    true => {
                        parts.below.push(value);
                        parts.late[1].push(value);
                    }
                    false => parts.below.push(power),
                }
            } else {
                parts.grows = true;
                parts.fades |= self.may_fade(*base);
                parts.above.push(power);
            }
        }
        parts.grows &= finite.is_none() && !parts.tails.is_empty();
        if shrinks
            && constants != Form::one()
            && (!parts.tails.is_empty() || constants.coefficient.abs().is_power_of_two())
        {
            self.scale_at_last(&mut constants, &mut parts);
        }
        self.scale(&constants, &mut parts)?;
        Some(parts)
    }

    /// Whether a form is divided by the square of a sum that grows, beside exponentials or nothing else, which leave it without a cell
    /// for large inputs: the square overflows where the whole has not vanished.
    fn divides_twice(&self, base: Base, exponent: &Rational, form: &Form) -> bool {
        let has_exponential = |(base, _): &(Base, Rational)| match base {
            Base::Sum(id) => {
                let mut atoms = self.algebra.poly(*id).atoms().into_iter();
                atoms.any(|atom| self.is_exponential(atom))
            }
            Base::Atom(_) => false,
        };
        *exponent == -2
            && self.degree_of_growing_sum(base) > 0.0
            && !has_exponential(&(base, Rational::ONE))
            && (form.factors.iter().any(has_exponential)
                || is_over_linear(self.graph(), self.algebra, form))
    }

    /// The exponential that a form vanishes with, where its product with all else is finite as long as inputs are: inputs that it
    /// guards then need no other care. Else stand sums of inputs, parameters and exponentials, over those of exponentials.
    fn finite_beside_tail(&mut self, form: &Form) -> Option<Guard> {
        let factors = form.factors.iter();
        let mut exponentials = factors.filter_map(|(base, exponent)| match base {
            Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)) => {
                Some((*atom, exponent.to_i64()))
            }
            _ => None,
        });
        let (Some((atom, Some(count @ 1..=4))), None) = (exponentials.next(), exponentials.next())
        else {
            return Some(None);
        };
        if !self.is_finite_with_inputs(form) || !self.vanishes_far_out(atom) {
            return Some(None);
        }
        if count == 1 && (self.is_halved(atom) || self.grows_beside_exponentials(form)) {
            return Some(Some(self.half_exponential(atom)?));
        }
        Some(Some(self.atom_value(atom, None)?))
    }

    fn is_finite_with_inputs(&self, form: &Form) -> bool {
        self.split_constants(form)
            .1
            .factors
            .iter()
            .all(|(base, exponent)| {
                let atoms = match base {
                    Base::Atom(atom) => vec![*atom],
                    Base::Sum(id) => self.algebra.poly(*id).atoms(),
                };
                let is_finite = |&atom: &Atom| match self.algebra.kind(atom) {
                    Kind::Exp(_) | Kind::Erfcx(_) => true,
                    Kind::Symbol(_) => exponent.is_positive(),
                    _ => self.is_constant_atom(atom),
                };
                exponent.is_integer() && atoms.iter().all(is_finite)
            })
    }

    /// Takes a constant into a sum, where it costs nothing: powers of two, and what is not rational, which often cancels
    /// there. Nothing overflows before it is applied.
    pub(super) fn take_in_coefficient(
        &mut self,
        constants: &mut Form,
        others: &mut Form,
        guard: Guard,
        parts: &mut Parts,
    ) -> Option<()> {
        let coefficient = constants.coefficient.clone();
        let rational = constants.factors.is_empty();
        if *constants == Form::one() || rational && !coefficient.abs().is_power_of_two() {
            return Some(());
        }
        for (base, exponent) in &others.factors.clone() {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            if !exponent.is_one()
                || self.has_pattern(&poly)
                || self.is_cosine_gap(&poly)
                || self.conjugate(&poly).is_some()
            {
                continue;
            }
            let scaled = if rational {
                poly.scaled(&coefficient)
            } else {
                self.with_constants(&poly, constants)
            };
            let value = self.horner(&scaled, guard)?;
            parts.above.push(value);
            parts.grows = true;
            *others = others.without(*base);
            *constants = Form::one();
            break;
        }
        Some(())
    }

    /// The value of a factor that is a power with a symbolic exponent, if there is one.
    fn opaque_power(&mut self, form: &Form) -> Option<Option<Value>> {
        let found = form.factors.iter().find_map(|(base, exponent)| match base {
            Base::Atom(atom) if exponent.is_one() => {
                matches!(self.algebra.kind(*atom), Kind::Power(..)).then_some(*atom)
            }
            _ => None,
        });
        Some(match found {
            Some(atom) => Some(self.atom_value(atom, None)?),
            None => None,
        })
    }

    pub(super) fn has_opaque_power(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, _)| match base {
            Base::Atom(atom) => matches!(self.algebra.kind(*atom), Kind::Power(..)),
            Base::Sum(_) => false,
        })
    }

    /// Notes a divisor that may be zero: between two signs it leaves no limit.
    pub(super) fn mark_pole(
        &mut self,
        base: Base,
        exponent: &Rational,
        divisor: Value,
        form: &Form,
        parts: &mut Parts,
    ) {
        let signs = self.signs(&Form::base(base));
        let odd = exponent.is_integer() && !exponent.is_even();
        if !signs.zero || !odd {
            return;
        }
        if signs.is_one_sided() {
            let signs = self.signs(form);
            parts.poles.push(Pole {
                base,
                divisor,
                signs,
            });
        } else {
            let hole = self.is_zero_value_of(divisor);
            parts.holes.push(hole);
        }
    }

    /// Whether a factor may vanish far out though it is no exponential: `1 - w` for a `w` that tends to 1.
    fn may_fade(&mut self, base: Base) -> bool {
        match base {
            Base::Sum(id) => {
                let poly = self.algebra.poly(id).clone();
                self.has_pattern(&poly)
            }
            Base::Atom(atom) => matches!(
                self.algebra.kind(atom),
                Kind::Ln(_)
                    | Kind::Log1p(_)
                    | Kind::Expm1(_)
                    | Kind::Gap(_)
                    | Kind::Erf(_)
                    | Kind::Apply(Func::Atan, _)
            ),
        }
    }

    /// Times a constant: a quotient of small integers exactly, anything else rounded once.
    pub(super) fn scale(&mut self, constants: &Form, parts: &mut Parts) -> Option<()> {
        if *constants == Form::one() {
            return Some(());
        }
        let small = |value: &Rational| value.is_integer() && value.bits() <= 22;
        if let Some(value) = constants.as_constant() {
            let (above, below) = (Rational::from(value.numerator()), value.denominator());
            let below = Rational::from(dashu_int::IBig::from(below));
            if small(&above) && small(&below) && (!parts.below.is_empty() || above.abs().is_one()) {
                if !above.is_one() {
                    let value = self.ops().rational(&above);
                    parts.above.push(value);
                }
                if !below.is_one() {
                    let value = self.ops().rational(&below);
                    // beside inputs at last: before it has been divided by them the whole may be tiny
                    match parts.late[1].is_empty() {
                        true => parts.below.push(value),
                        false => parts.late[1].insert(1, value),
                    }
                }
                return Some(());
            }
        }
        let powers = powers_beyond(constants.coefficient.magnitude());
        let total: i64 = powers.iter().sum();
        let moderate = &constants.coefficient * &power_of_two(-total);
        let value = self.constant(&constants.with_coefficient(moderate))?;
        let value = self.ops().constant(value);
        parts.above.push(value);
        let place = parts.late[0].len().min(1);
        for power in powers {
            let single = 2f32.powi(power as i32).min(f32::MAX);
            let power = super::bound(2f64.powi(power as i32), single);
            let power = self.ops().constant(power);
            parts.late[0].insert(place, power);
        }
        Some(())
    }

    /// A logarithm beside a power that outweighs it where both are at 0: it is 0 where the power has vanished.
    pub(super) fn finite_logarithm(
        &mut self,
        base: Base,
        exponent: &Rational,
        power: Value,
    ) -> Option<Option<Value>> {
        let Base::Atom(atom) = base else {
            return Some(None);
        };
        let Kind::Ln(form) = *self.algebra.kind(atom) else {
            return Some(None);
        };
        let form = self.algebra.form(form).clone();
        let is_infinite_far_out = self.grows_far_out(&form);
        let is_infinite = self.signs(&form).zero || is_infinite_far_out;
        if !exponent.is_one() || form.factors.len() != 1 || !is_infinite {
            return Some(None);
        }
        let value = self.atom_value(atom, None)?;
        Some(Some(self.guarded(value, power)))
    }

    /// Whether a factor grows like a logarithm: beside it a power of an inverse vanishes before the product does.
    fn has_logarithms(&self, form: &Form) -> bool {
        let is_logarithm = |atom: &Atom| {
            let kind = self.algebra.kind(*atom);
            let grows = matches!(
                kind,
                Kind::Ln(_) | Kind::Apply(Func::Asinh | Func::Acosh, _)
            );
            grows && !self.is_fixed_atom(*atom)
        };
        form.factors.iter().any(|(base, _)| match base {
            Base::Atom(atom) => is_logarithm(atom),
            Base::Sum(id) => self.algebra.poly(*id).atoms().iter().any(is_logarithm),
        })
    }

    pub(super) fn base_value(&mut self, base: Base, guard: Guard) -> Option<Value> {
        match base {
            Base::Atom(atom) => self.atom_value(atom, guard),
            Base::Sum(id) => {
                let poly = self.algebra.poly(id).clone();
                self.sum_value(&poly, guard)
            }
        }
    }
}

/// The exponents of the powers of two, each in the range of numbers, that are taken out of a number beyond it.
fn powers_beyond(magnitude: i64) -> Vec<i64> {
    const RANGE: i64 = 100;
    const MOST: i64 = 900;
    let mut left = magnitude;
    let mut powers = Vec::new();
    while left.abs() > RANGE {
        let power = left.clamp(-MOST, MOST);
        powers.push(power);
        left -= power;
    }
    powers
}

fn power_of_two(exponent: i64) -> Rational {
    let two = Rational::from(2);
    two.pow(exponent, usize::MAX).unwrap_or(Rational::ONE)
}
