//! The element code of a program in parts: what is done tile by tile, and what on the whole block.

use super::kernels::{Short, Source};
use crate::lower::{Code, Instruction, Program, Shared, Slot, Step};

/// Element code in parts, one after the other.
#[derive(Debug)]
pub(super) struct Plan {
    pub parts: Vec<Part>,
}

/// A part of element code.
#[derive(Debug, PartialEq)]
pub(crate) enum Part {
    /// Steps of few operations: all of them for one tile of elements after the other.
    Short(Vec<Short>),
    /// A function of many operations for the whole block, and the register its result goes to.
    Long { step: Step<Source>, target: u32 },
    /// Two functions of one operand for the whole block, and the registers their results go to.
    Shared {
        functions: Shared,
        operand: Source,
        targets: [u32; 2],
    },
}

impl Plan {
    /// The parts of the element code of a program.
    pub fn new<T>(program: &Program<T>) -> Self {
        let code = &program.element;
        let slots = Slots::of(program);
        let units = units(&code.instructions);
        let stored = stored(&units, code);
        let mut parts = Vec::new();
        let mut last = None;
        for (unit, stored) in units.into_iter().zip(stored) {
            let Unit::One(Instruction { step, target }) = unit else {
                parts.push(unit.part(slots));
                continue;
            };
            if !Short::has(step) {
                parts.push(unit.part(slots));
                continue;
            }
            if !matches!(parts.last(), Some(Part::Short(_))) {
                parts.push(Part::Short(Vec::new()));
                last = None;
            }
            let step = step.map(|slot| match last {
                Some(last) if last == slot => Source::Last,
                _ => slots.source(slot),
            });
            last = Some(target);
            if let Some(Part::Short(steps)) = parts.last_mut() {
                let target = stored.then(|| slots.register(target));
                steps.extend(Short::new(step, target));
            }
        }
        Self { parts }
    }
}

/// How slots are divided.
#[derive(Clone, Copy)]
pub(super) struct Slots {
    uniforms: u32,
    fixed: u32,
    registers: u32,
}

impl Slots {
    pub fn of<T>(program: &Program<T>) -> Self {
        Self {
            uniforms: program.element.fixed - program.inputs as u32,
            fixed: program.element.fixed,
            registers: program.element.registers,
        }
    }

    /// Where the numbers of a slot are.
    pub fn source(self, slot: Slot) -> Source {
        if slot < self.uniforms {
            Source::Uniform(slot)
        } else if slot < self.fixed {
            Source::Each(slot - self.uniforms + self.registers)
        } else {
            Source::Each(slot - self.fixed)
        }
    }

    fn register(self, slot: Slot) -> u32 {
        slot - self.fixed
    }
}

/// What is computed together.
#[derive(Clone, Copy)]
enum Unit {
    One(Instruction),
    Two(Pair),
}

/// Two functions of one operand, and where their results go.
#[derive(Clone, Copy)]
struct Pair {
    functions: Shared,
    operand: Slot,
    targets: [Slot; 2],
}

impl Unit {
    /// A part of it alone.
    fn part(self, slots: Slots) -> Part {
        match self {
            Self::One(Instruction { step, target }) => Part::Long {
                step: step.map(|slot| slots.source(slot)),
                target: slots.register(target),
            },
            Self::Two(pair) => Part::Shared {
                functions: pair.functions,
                operand: slots.source(pair.operand),
                targets: pair.targets.map(|slot| slots.register(slot)),
            },
        }
    }

    fn reads(self, mut visit: impl FnMut(Slot)) {
        match self {
            Self::One(instruction) => instruction.step.each(visit),
            Self::Two(pair) => visit(pair.operand),
        }
    }

    fn targets(self) -> impl Iterator<Item = Slot> {
        let (first, second) = match self {
            Self::One(instruction) => (instruction.target, None),
            Self::Two(pair) => (pair.targets[0], Some(pair.targets[1])),
        };
        [Some(first), second].into_iter().flatten()
    }

    fn is_short(self) -> bool {
        matches!(self, Self::One(instruction) if Short::has(instruction.step))
    }
}

/// The instructions, those that share work together: they come one after the other.
fn units(instructions: &[Instruction]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(instructions.len());
    let mut rest = instructions;
    while let [first, after @ ..] = rest {
        let pair = after.first().and_then(|second| pair(*first, *second));
        let count = if pair.is_some() { 2 } else { 1 };
        units.push(pair.map_or(Unit::One(*first), Unit::Two));
        rest = &rest[count..];
    }
    units
}

/// Two functions of one operand, if they share work.
fn pair(one: Instruction, other: Instruction) -> Option<Pair> {
    let (Step::Unary(first, operand), Step::Unary(second, same)) = (one.step, other.step) else {
        return None;
    };
    let (functions, exchanged) = Shared::of(first, second).filter(|_| operand == same)?;
    let [a, b] = [one.target, other.target];
    Some(Pair {
        functions,
        operand,
        targets: if exchanged { [b, a] } else { [a, b] },
    })
}

/// Of each unit, whether its results are read by another than a short step that comes next.
fn stored(units: &[Unit], code: &Code) -> Vec<bool> {
    let mut live = vec![false; code.slots()];
    for &result in &code.results {
        live[result as usize] = true;
    }
    let mut stored = vec![false; units.len()];
    for position in (0..units.len()).rev() {
        let holds = |live: &[bool]| units[position].targets().any(|slot| live[slot as usize]);
        if let Some(next) = units.get(position + 1) {
            next.targets().for_each(|slot| live[slot as usize] = false);
            stored[position] = holds(&live);
            next.reads(|slot| live[slot as usize] = true);
            stored[position] |= !next.is_short() && holds(&live);
        } else {
            stored[position] = holds(&live);
        }
    }
    stored
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Computation, Op, Unary, Value};

    use super::*;

    /// `sqrt(x + a) * exp(x) - expm1(x)` and `x + a`.
    fn sample() -> Plan {
        let v = Value;
        let computation = Computation {
            inputs: 1,
            parameters: 1,
            ops: vec![
                Op::Input(0),
                Op::Parameter(0),
                Op::Binary(Binary::Add, v(0), v(1)),
                Op::Unary(Unary::Sqrt, v(2)),
                Op::Unary(Unary::Exp, v(0)),
                Op::Binary(Binary::Mul, v(3), v(4)),
                Op::Unary(Unary::Expm1, v(0)),
                Op::Binary(Binary::Sub, v(5), v(6)),
            ],
            outputs: vec![v(7), v(2)],
        };
        Plan::new(&Program::<f64>::new(&computation).unwrap())
    }

    #[test]
    fn functions_that_share_work_are_done_together_between_short_steps() {
        let [
            Part::Short(before),
            Part::Shared {
                functions, operand, ..
            },
            Part::Short(after),
        ] = &sample().parts[..]
        else {
            panic!("{:?}", sample());
        };
        assert_eq!((before.len(), after.len()), (2, 2));
        assert_eq!(*functions, Shared::ExpExpm1);
        assert!(matches!(operand, Source::Each(_)), "the input");
    }

    #[test]
    fn what_only_the_next_step_reads_is_not_stored() {
        let parts = sample().parts;
        let stored = parts.iter().map(|part| match part {
            Part::Short(steps) => steps.iter().map(|step| step.target.is_some()).collect(),
            _ => Vec::new(),
        });
        // the sum is an output, the root is read after another part, the product is read at once
        let expected = [vec![true, true], vec![], vec![false, true]];
        assert!(stored.eq(expected), "{parts:?}");
    }
}
