//! Registers by liveness.

use super::step::{Slot, Step};
use super::{Code, Instruction};

/// Gives registers to a list of steps on virtual slots.
///
/// Virtual slots below `fixed` keep their number; slot `fixed + i` is the result of step i. A register is free again after
/// the last step that reads it, but never becomes the result of that very step: no step works in place.
pub(super) fn allocate(fixed: u32, steps: &[Step], results: &[Slot]) -> Code {
    let last_use = last_uses(fixed, steps, results);
    let mut register_of: Vec<Slot> = Vec::with_capacity(steps.len());
    let mut free: Vec<Slot> = Vec::new();
    let mut registers = 0;
    let mut instructions = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let target = free.pop().unwrap_or_else(|| {
            registers += 1;
            fixed + registers - 1
        });
        let place = |slot: Slot| {
            if slot < fixed {
                slot
            } else {
                register_of[(slot - fixed) as usize]
            }
        };
        instructions.push(Instruction {
            step: step.map(place),
            target,
        });
        release(fixed, index, *step, &last_use, &register_of, &mut free);
        register_of.push(target);
    }
    let place = |slot: &Slot| {
        if *slot < fixed {
            *slot
        } else {
            register_of[(*slot - fixed) as usize]
        }
    };
    Code {
        fixed,
        registers,
        instructions,
        results: results.iter().map(place).collect(),
    }
}

/// For each step the last one that reads its result; `usize::MAX` where it is a result of the list.
fn last_uses(fixed: u32, steps: &[Step], results: &[Slot]) -> Vec<usize> {
    let mut last = vec![0; steps.len()];
    for (index, step) in steps.iter().enumerate() {
        step.each(|slot| {
            if slot >= fixed {
                last[(slot - fixed) as usize] = index;
            }
        });
    }
    for &slot in results.iter().filter(|slot| **slot >= fixed) {
        last[(slot - fixed) as usize] = usize::MAX;
    }
    last
}

fn release(
    fixed: u32,
    index: usize,
    step: Step,
    last_use: &[usize],
    register_of: &[Slot],
    free: &mut Vec<Slot>,
) {
    let mut released: [Option<Slot>; 3] = [None; 3];
    let mut count = 0;
    step.each(|slot| {
        if slot >= fixed
            && last_use[(slot - fixed) as usize] == index
            && !released.contains(&Some(slot))
        {
            released[count] = Some(slot);
            count += 1;
            free.push(register_of[(slot - fixed) as usize]);
        }
    });
}
