//! One operation by itself, over any number of elements.

use super::kernels::{
    self, Argument, FIRST, Form, Group, LANES, Operand, Reading, fill_up, is_number,
};
use crate::Element;
use crate::lower::{Slot, Step};
use crate::math::Level;

/// Computes a step for each element of `out`. An operand has one number for all or as many as `out`.
pub(crate) fn run<'a, T: Element>(
    level: Level,
    step: Step,
    operand: impl Fn(Slot) -> Operand<'a, T>,
    out: &mut [T],
) {
    let mut operands = [Operand::Same(T::default()); FIRST];
    let mut next = 0;
    let step = step.map(|slot| {
        operands[next] = operand(slot);
        if let Operand::Each(elements) = operands[next] {
            assert_eq!(elements.len(), out.len(), "elements");
        }
        next += 1;
        next as Slot - 1
    });
    let (first, last) = out.as_chunks_mut::<LANES>();
    let whole = first.len() * LANES;
    let part = operands.map(|operand| match operand {
        Operand::Each(elements) => Operand::Each(&elements[..whole]),
        same @ Operand::Same(_) => same,
    });
    groups(level, step, &part, first);
    if last.is_empty() {
        return;
    }
    // the rest is filled up, so that every element takes the same path
    let mut copies = [[T::default(); LANES]; FIRST];
    for (copy, operand) in copies.iter_mut().zip(&operands) {
        if let Operand::Each(elements) = operand {
            fill_up(&elements[whole..], copy);
        }
    }
    let mut part = operands;
    for (operand, copy) in part.iter_mut().zip(&copies) {
        if matches!(operand, Operand::Each(_)) {
            *operand = Operand::Each(copy);
        }
    }
    let mut results = [[T::default(); LANES]];
    groups(level, step, &part, &mut results);
    last.copy_from_slice(&results[0][..last.len()]);
}

/// A step for the elements of whole groups; its slots are places among the operands.
fn groups<T: Element>(
    level: Level,
    step: Step,
    operands: &[Operand<T>; FIRST],
    out: &mut [Group<T>],
) {
    let Some((mut form, [a, b, c])) = Form::of(step) else {
        let operand = |slot: Slot| operands[slot as usize];
        return kernels::long(level, step, Argument::Any, operand, out.as_flattened_mut());
    };
    if matches!(operands[b as usize], Operand::Same(limit) if is_number(limit)) {
        form = form.of_limit();
    }
    let copies = operands.map(|operand| match operand {
        Operand::Same(value) => [[value; LANES]],
        Operand::Each(_) => [[T::default(); LANES]],
    });
    let mut slices = copies.each_ref().map(|copies| &copies[..]);
    for (slice, operand) in slices.iter_mut().zip(operands) {
        if let Operand::Each(elements) = operand {
            *slice = elements.as_chunks().0;
        }
    }
    let reading = |slot: Slot| {
        let again = matches!(operands[slot as usize], Operand::Same(_));
        Reading::new(slot as usize, 0, again)
    };
    T::pass(form)(level, &slices, &[a, b, c, a, a, a].map(reading), out);
}
