//! Sums that are made smaller after they were added up: they must not leave the range before.

use super::anchors::Anchor;
use super::parts::Parts;
use super::{Base, Binary, Emitter, Form, Guard, Kind, Poly, Value};
use crate::normal::growth;
use crate::rational::Rational;

/// The most a leading coefficient is divided by, as a power of two.
const MOST_HALVINGS: u32 = 60;

impl Emitter<'_, '_> {
    /// Takes a sum out of a form that may be beyond the range where the form is not: `3*x + 1` over 3, `b*x + 1` over `b`.
    pub(super) fn leave_headroom(
        &mut self,
        constants: &mut Form,
        others: &mut Form,
        guard: Guard,
        parts: &mut Parts,
    ) -> Option<()> {
        if growth::is_outweighed(self.graph(), self.algebra, others) {
            return Some(());
        }
        for (base, exponent) in &others.factors.clone() {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let graph = self.graph();
            if !exponent.is_one()
                || growth::poly_degree(graph, self.algebra, &poly) < 1.0
                || self.has_pattern(&poly)
                || self.conjugate(&poly).is_some()
            {
                continue;
            }
            let beside = others.without(*base);
            let (leading, by_parameters) = growth::leading_coefficient(graph, self.algebra, &poly);
            let mut is_done = Done::Nothing;
            if by_parameters {
                is_done = self.split_sum(&poly, &beside, parts)?;
            }
            if matches!(is_done, Done::Nothing) {
                let beside = (&beside, guard);
                is_done = self.halved_sum(&poly, &leading, constants, beside, parts)?;
            }
            match is_done {
                Done::Nothing => continue,
                Done::Sum => *others = beside,
                Done::Whole => *others = Form::one(),
            }
            return Some(());
        }
        Some(())
    }

    /// A sum whose leading coefficient is above 1, over a power of two as all else is. What vanishes with the input would
    /// lose digits, but where the whole is smaller yet.
    fn halved_sum(
        &mut self,
        poly: &Poly,
        leading: &Rational,
        constants: &mut Form,
        (beside, guard): (&Form, Guard),
        parts: &mut Parts,
    ) -> Option<Done> {
        let shrinks = constants.factors.is_empty() && constants.coefficient.abs() < Rational::ONE;
        let may_shrink = shrinks || !beside.factors.is_empty();
        if *leading <= Rational::ONE || !may_shrink {
            return Some(Done::Nothing);
        }
        let mut whole = Rational::ONE;
        for _ in 0..MOST_HALVINGS {
            if whole >= *leading {
                break;
            }
            whole = &whole + &whole;
        }
        let is_made_up =
            &whole * &constants.coefficient.abs() <= 2 && !self.is_divided_late(beside);
        if !is_made_up && self.poly_vanishes(poly, Anchor::Origin) {
            return Some(Done::Nothing);
        }
        let sign = match constants.coefficient.is_negative() {
            true => Rational::MINUS_ONE,
            false => Rational::ONE,
        };
        *constants = constants.scaled(&sign);
        let value = self.horner(&poly.scaled(&(&whole.recip() * &sign)), guard)?;
        parts.above.push(value);
        parts.grows = true;
        let total = (&whole * &constants.coefficient).recip();
        let is_divided = beside.factors.iter().any(|factor| factor.1.is_negative());
        let is_exact = is_divided && constants.factors.is_empty() && is_exact(&total);
        if self.is_divided_late(beside) {
            // with the constant after that
            let part = self.ops().rational(&total);
            parts.late[1].push(part);
            *constants = constants.with_coefficient(Rational::ONE);
        } else if is_exact {
            let part = self.ops().rational(&total);
            parts.below.push(part);
            *constants = Form::one();
        } else {
            let part = self.ops().rational(&whole.recip());
            parts.below.push(part);
        }
        Some(Done::Sum)
    }

    /// Whether a sum that grows is multiplied with a number above 1 and with parameters alone, which may make it smaller.
    pub(super) fn shrinks_by_parameters(&self, constants: &Form, others: &Form) -> bool {
        let (sums, rest): (Vec<_>, Vec<_>) = others.factors.iter().partition(|(base, exponent)| {
            let own = Form::base(*base);
            exponent.is_one() && matches!(base, Base::Sum(_)) && self.form_has(&own, true)
        });
        let is_fixed = |(base, _): &&(Base, Rational)| !self.form_has(&Form::base(*base), true);
        let [(Base::Sum(id), _)] = sums[..] else {
            return false;
        };
        let poly = self.algebra.poly(*id);
        constants.factors.is_empty()
            && constants.coefficient.abs() > Rational::ONE
            && !rest.is_empty()
            && rest.iter().all(is_fixed)
            && growth::poly_degree(self.graph(), self.algebra, poly) >= 1.0
    }

    /// A number that what is made smaller is multiplied with at last.
    pub(super) fn scale_at_last(&mut self, constants: &mut Form, parts: &mut Parts) {
        let (place, own) = match parts.tails.pop() {
            Some(tail) => (
                &mut parts.tails,
                Some((tail, constants.coefficient.clone())),
            ),
            None => (&mut parts.below, None),
        };
        let value = match own {
            Some((tail, coefficient)) => {
                let coefficient = self.writer.ops.rational(&coefficient);
                self.writer.ops.binary(Binary::Mul, tail, coefficient)
            }
            None => self.writer.ops.rational(&constants.coefficient.recip()),
        };
        place.push(value);
        *constants = Form::one();
    }

    /// Whether a product is divided by powers of an input at last.
    pub(super) fn is_divided_late(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, exponent)| {
            let Base::Atom(atom) = base else { return false };
            match self.algebra.kind(*atom) {
                Kind::Symbol(symbol) => exponent.is_negative() && self.is_input(*symbol),
                Kind::Inverse(_) => exponent.is_positive(),
                _ => false,
            }
        })
    }

    /// The leading terms of a sum with parameters beside them and the rest, of the same sign or not growing, each times the
    /// parameters that the sum is multiplied with or divided by.
    fn split_sum(&mut self, poly: &Poly, beside: &Form, parts: &mut Parts) -> Option<Done> {
        let graph = self.graph();
        let is_parameter = |(base, _): &(Base, Rational)| match base {
            Base::Atom(atom) => growth::is_parameter(graph, self.algebra, *atom),
            Base::Sum(_) => false,
        };
        if beside.factors.is_empty() || !beside.factors.iter().all(is_parameter) {
            return Some(Done::Nothing);
        }
        let highest = growth::poly_degree(graph, self.algebra, poly);
        let (leading, rest): (Vec<_>, Vec<_>) =
            poly.terms().iter().cloned().partition(|(monomial, _)| {
                growth::monomial_degree(graph, self.algebra, monomial) == Some(highest)
            });
        let both = [Poly::new(leading), Poly::new(rest)];
        let signs = [0, 1].map(|index| {
            self.knowledge
                .of_poly(self.graph(), self.algebra, &both[index])
        });
        let same = signs.iter().all(|signs| signs.is_non_negative())
            || signs.iter().all(|signs| signs.is_non_positive());
        let stays = growth::poly_degree(graph, self.algebra, &both[1]) == 0.0;
        if !(same || stays) || both[1].is_zero() {
            return Some(Done::Nothing);
        }
        let [leading, rest] = both;
        let rest = self.algebra.factored(&rest, &[]).ok()?;
        let rest = self.algebra.times(&rest, beside);
        // how it is written beside where it vanishes was decided for both
        let rest = self.plain_parts(&rest)?;
        let rest = self.product(rest);
        let leading = self.algebra.factored(&leading, &[]).ok()?;
        let leading = self.algebra.times(&leading, beside);
        let sum = self.plus_multiple(&leading, rest)?;
        parts.above.push(sum);
        parts.grows = true;
        Some(Done::Whole)
    }
}

impl Emitter<'_, '_> {
    /// A form and a value: of an input times what does not depend on inputs in one step.
    fn plus_multiple(&mut self, form: &Form, other: Value) -> Option<Value> {
        let inputs = form.factors.iter();
        let mut inputs = inputs.filter(|(base, _)| self.form_has(&Form::base(*base), true));
        if let (Some((base, exponent)), None) = (inputs.next(), inputs.next())
            && exponent.is_one()
            && self.is_input_base(*base)
        {
            let fixed = self.value(&form.without(*base))?;
            let input = self.base_value(*base, None)?;
            return Some(self.ops().mul_add(input, fixed, other));
        }
        let value = self.value(form)?;
        Some(self.ops().binary(Binary::Add, value, other))
    }
}

/// Whether both types hold a number.
fn is_exact(value: &Rational) -> bool {
    let below = Rational::from(dashu_int::IBig::from(value.denominator()));
    below.is_power_of_two() && Rational::from(value.numerator()).bits() <= 22
}

/// What was taken out of a form.
enum Done {
    Nothing,
    /// The sum.
    Sum,
    /// The sum and what stands beside it.
    Whole,
}
