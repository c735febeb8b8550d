//! One operation by itself, over any number of elements.

use super::kernels::{self, LANES, Operand, Short, Source, fill_up};
use super::plan::Part;
use super::steps::{self, ROW};
use crate::Element;
use crate::lower::{Slot, Step};
use crate::math::Level;
use crate::reduction::BLOCK;

/// Computes a step for each element of `out`. An operand has one number for all or as many as `out`.
pub(crate) fn run<'a, T: Element>(
    level: Level,
    step: Step,
    operand: impl Fn(Slot) -> Operand<'a, T>,
    out: &mut [T],
) {
    let mut operands = [Operand::Same(T::default()); 3];
    let mut next = 0;
    let step = step.map(|slot| {
        operands[next] = operand(slot);
        if let Operand::Each(elements) = operands[next] {
            assert_eq!(elements.len(), out.len(), "elements");
        }
        next += 1;
        next as Slot - 1
    });
    // the only register is before the inputs
    let source = |slot: Slot| match operands[slot as usize] {
        Operand::Same(_) => Source::Uniform(slot),
        Operand::Each(_) => Source::Each(slot + 1),
    };
    match Short::new(step.map(source), Some(0)) {
        Some(step) => short(level, step, &operands, out),
        None => long(level, step, &operands, out),
    }
}

/// A short step, whose positions are those of the operands.
fn short<T: Element>(level: Level, step: Short, operands: &[Operand<T>; 3], out: &mut [T]) {
    let uniforms = operands.map(|operand| match operand {
        Operand::Same(value) => value,
        Operand::Each(_) => T::default(),
    });
    let length = out.len();
    let elsewhere = operands.iter().find_map(|operand| match operand {
        Operand::Each(elements) => Some(*elements),
        Operand::Same(_) => None,
    });
    // what is the same for all elements takes the place of an input that no step reads
    let inputs = operands.map(|operand| match operand {
        Operand::Same(_) => elsewhere.unwrap_or_default(),
        Operand::Each(elements) => elements,
    });
    let parts = [Part::Short(vec![step])];
    T::with_room(ROW * 4, |room| {
        for start in (0..length).step_by(BLOCK) {
            let range = start..length.min(start + BLOCK);
            steps::run(level, &parts, &uniforms, &inputs, &range, room);
            let row = &room[inputs.len() * ROW..];
            out[range.clone()].copy_from_slice(&row[..range.len()]);
        }
    });
}

/// A step of many operations, whose slots are places among the operands.
fn long<T: Element>(level: Level, step: Step, operands: &[Operand<T>; 3], out: &mut [T]) {
    let whole = out.len() - out.len() % LANES;
    let (first, last) = out.split_at_mut(whole);
    let part = |slot: Slot| match operands[slot as usize] {
        Operand::Each(elements) => Operand::Each(&elements[..whole]),
        same @ Operand::Same(_) => same,
    };
    kernels::long(level, step, part, first);
    if last.is_empty() {
        return;
    }
    // the rest is filled up, so that every element takes the same path
    let mut copies = [[T::default(); LANES]; 3];
    for (copy, operand) in copies.iter_mut().zip(operands) {
        if let Operand::Each(elements) = operand {
            fill_up(&elements[whole..], copy);
        }
    }
    let part = |slot: Slot| match operands[slot as usize] {
        Operand::Each(_) => Operand::Each(&copies[slot as usize]),
        same @ Operand::Same(_) => same,
    };
    let mut results = [T::default(); LANES];
    kernels::long(level, step, part, &mut results);
    last.copy_from_slice(&results[..last.len()]);
}
