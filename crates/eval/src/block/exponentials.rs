//! What is done in the loop of an exponential: its argument before; after it its square, the inverse of a sum or a share, and the choice
//! between the operand and what is made of it.

use gradus_symbolic::computation::{Binary, Unary};

use super::fuse::{Fusion, Made, Place, Unit};
use super::kernels::{Argument, Beside, FIRST, First, Form, OPERANDS, Then};
use crate::lower::{Shared, Slot, Step};

impl Fusion {
    /// Takes what makes the argument of exponentials, and nothing else reads, into their loop.
    pub fn make_argument(&mut self, index: usize, constant: impl Fn(Slot) -> Option<f64>) {
        let (value, readers) = match self.units[index] {
            Some(Unit::Long {
                step: Step::Unary(Unary::Exp | Unary::ExpBeside | Unary::Expm1, Place::Made(value)),
                ..
            }) => (value as usize, 1),
            Some(Unit::Shared {
                functions: Shared::ExpExpm1 | Shared::ExpBesideExpm1,
                operand: Place::Made(value),
                ..
            }) => (value as usize, 2),
            _ => return,
        };
        let Some(Unit::Pass { form, operands }) = self.units[value] else {
            return;
        };
        let made = self.argument_of(form, &operands, constant);
        let Some((made, of)) = made.filter(|_| self.reads[value] == Some(readers)) else {
            return;
        };
        match &mut self.units[index] {
            Some(Unit::Long { step, argument, .. }) => {
                *step = step.map(|_| of);
                *argument = made;
            }
            Some(Unit::Shared {
                operand, argument, ..
            }) => {
                *operand = of;
                *argument = made;
            }
            _ => unreachable!("looked at above"),
        }
        self.units[value] = None;
    }

    /// What makes the argument, and of what, if the loop of an exponential can do it.
    fn argument_of(
        &self,
        form: Form,
        operands: &[Place; OPERANDS],
        constant: impl Fn(Slot) -> Option<f64>,
    ) -> Option<(Argument<f64>, Place)> {
        let number = |place| match place {
            Place::Given(slot) => constant(slot),
            Place::Made(_) => None,
        };
        let not_above_zero = |place| number(place).filter(|number| *number <= 0.0);
        let [first, second, ..] = *operands;
        match (form.first, form.then, form.times) {
            (First::Abs, Then::Neg, false) => Some((Argument::SizeTimes(-1.0), first)),
            (First::Abs, Then::Mul, false) => {
                let factor = not_above_zero(operands[FIRST])?;
                Some((Argument::SizeTimes(factor), first))
            }
            (First::Mul, Then::Nothing, false) => {
                let pairs = [(first, second), (second, first)];
                let (size, factor) = pairs
                    .into_iter()
                    .find(|pair| self.is_size(pair.0, number))?;
                Some((Argument::SizeTimes(not_above_zero(factor)?), size))
            }
            (First::AtMost, Then::Nothing, false) => {
                Some((Argument::AtMost(not_above_zero(second)?), first))
            }
            _ => None,
        }
    }

    /// Whether a value is a magnitude, held within a limit or not.
    fn is_size(&self, place: Place, number: impl Fn(Place) -> Option<f64>) -> bool {
        let Place::Made(value) = place else {
            return false;
        };
        let Some(Unit::Pass { form, operands }) = self.units[value as usize] else {
            return false;
        };
        form.first == First::Abs
            && match form.then {
                Then::Nothing => true,
                Then::AtMost => number(operands[FIRST]).is_some_and(|limit| limit >= 0.0),
                _ => false,
            }
    }

    /// Takes the square of an exponential into its loop.
    pub fn square(&mut self, index: usize) {
        if let Some(Step::Binary(Binary::Mul, Place::Made(value), other)) = self.single(index)
            && other == Place::Made(value)
        {
            self.make_beside(value, Beside::Square, index);
        }
    }

    /// Takes the inverse of the sum of 1 and an exponential into its loop.
    pub fn inverse(&mut self, index: usize, constant: impl Fn(Slot) -> Option<f64>) {
        let Some(Unit::Pass { form, operands }) = self.units[index] else {
            return;
        };
        if (form.first, form.then, form.times) != (First::Add, Then::Under, false) {
            return;
        }
        let is_one = |place| matches!(place, Place::Given(slot) if constant(slot) == Some(1.0));
        match [operands[0], operands[1]] {
            [Place::Made(value), one] | [one, Place::Made(value)]
                if is_one(one) && is_one(operands[FIRST]) =>
            {
                self.make_beside(value, Beside::Inverse, index);
                self.make_over_sum(value, index);
            }
            _ => {}
        }
    }

    /// Makes the inverse of a sum with an exponential that shares its work with the same less 1 in their loop.
    fn make_over_sum(&mut self, exponential: u32, index: usize) {
        for first in [Some(exponential), exponential.checked_sub(1)]
            .into_iter()
            .flatten()
        {
            if let Some(Unit::Shared {
                functions: Shared::ExpExpm1 | Shared::ExpBesideExpm1,
                exchanged,
                made: made @ None,
                ..
            }) = &mut self.units[first as usize]
                && first + u32::from(*exchanged) == exponential
            {
                *made = Some(Made::Inverse(index as u32));
                self.units[index] = None;
            }
        }
    }

    /// Takes a share of an exponential into its loop, see [`kernels::share`](super::kernels::share).
    pub fn share(&mut self, index: usize, constant: impl Fn(Slot) -> Option<f64>) {
        let is_one = |place| matches!(place, Place::Given(slot) if constant(slot) == Some(1.0));
        let Some(Unit::Pass { form, operands }) = self.units[index] else {
            return;
        };
        let (Place::Made(above), true) = (
            operands[FIRST],
            (form.first, form.then, form.times) == (First::Add, Then::Under, false),
        ) else {
            return;
        };
        let Some(Step::Select(mask, one, Place::Made(exponential))) = self.single(above as usize)
        else {
            return;
        };
        let sum = [operands[0], operands[1]];
        let place = exponential as usize;
        let Some(Unit::Long {
            step: Step::Unary(Unary::Exp, _) | Step::Binary(Binary::ExpSum, ..),
            argument: Argument::Below | Argument::SizeTimes(_) | Argument::AtMost(_),
            beside,
            share: None,
        }) = self.units[place]
        else {
            return;
        };
        let below = match beside {
            None => exponential,
            Some((Beside::Square, square)) => square,
            Some((Beside::Inverse, _)) => return,
        };
        let is_sum = [sum, [sum[1], sum[0]]]
            .iter()
            .any(|[one, of]| is_one(*one) && *of == Place::Made(below));
        let is_known = !matches!(mask, Place::Made(mask) if mask >= exponential);
        if !(is_sum && is_one(one) && is_known) {
            return;
        }
        if let Some(Unit::Long { share, .. }) = &mut self.units[place] {
            *share = Some((mask, index as u32));
        }
        self.units[index] = None;
        if self.reads[above as usize] == Some(1) {
            self.units[above as usize] = None;
        }
    }

    /// Takes the choice of an operand and what only that choice reads, a function of an exponential's loop, into the loop.
    pub fn choose(&mut self, index: usize) {
        let Some(Step::Select(mask, itself, Place::Made(value))) = self.single(index) else {
            return;
        };
        if mask != itself || self.reads[value as usize] != Some(1) {
            return;
        }
        for first in [Some(value), value.checked_sub(1)].into_iter().flatten() {
            if let Some(Unit::Shared {
                functions: Shared::ExpExpm1 | Shared::ExpBesideExpm1,
                operand,
                exchanged,
                made: made @ None,
                ..
            }) = &mut self.units[first as usize]
                && *operand == mask
                && first + u32::from(!*exchanged) == value
            {
                *made = Some(Made::Chosen(index as u32));
                self.units[index] = None;
                return;
            }
        }
    }

    /// Makes a value in the loop of an exponential, if it is one and nothing else is made there.
    fn make_beside(&mut self, exponential: u32, beside: Beside, index: usize) {
        if let Some(Unit::Long {
            step: Step::Unary(Unary::Exp, _) | Step::Binary(Binary::ExpSum, ..),
            beside: place @ None,
            share: None,
            ..
        }) = &mut self.units[exponential as usize]
        {
            *place = Some((beside, index as u32));
            self.units[index] = None;
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
