//! The element code of a program as passes over a block.

use super::fuse::{Made, Place, Unit, fused};
use super::kernels::{Argument, Beside, OPERANDS, Reading, Run, is_number};
use super::room::Layout;
use crate::Element;
use crate::lower::{Program, Shared, Slot, Step};

/// Element code in parts, one after the other, each of them for a whole block.
#[derive(Debug)]
pub(super) struct Plan<T> {
    pub parts: Vec<Part<T>>,
    pub layout: Layout,
    /// For each input whether more than one part reads it, so that a copy is worth while if its vectors lie across lines of caches.
    pub read_again: Vec<bool>,
    pub results: Vec<Found>,
}

/// Where an output is in the end.
#[derive(Debug)]
pub(super) struct Found {
    pub source: Source,
    /// Whether it is not there, but where it was wanted, if that had room for whole groups.
    pub direct: bool,
}

/// Where an operand is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Source {
    /// The same number for all elements.
    Uniform(u32),
    /// A number for each element, of an input.
    Input(u32),
    /// A number for each element, made by a part before.
    Register(u32),
}

/// Where a result goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Target {
    pub register: u32,
    /// The output that it is, if no part reads it.
    pub output: Option<u32>,
}

/// How many of the inputs passes can read where they are.
pub(super) const MOST_IN_PLACE: usize = 4;

/// How many slices there are for passes, see [`Registers::reading`].
pub(super) const SLICES: usize = 3 + MOST_IN_PLACE;

/// How many values that are made at once may go where outputs are wanted.
pub(super) const MOST_OUTPUTS: usize = 2;

/// A shorter pass where a uniform, the limit of a value, is a number.
#[derive(Debug)]
pub(super) struct Limited<T> {
    pub limit: u32,
    pub run: Run<T>,
}

/// A part of element code.
#[derive(Debug)]
pub(super) enum Part<T> {
    /// One or two operations of few instructions, and a product.
    Pass {
        run: Run<T>,
        limited: Option<Limited<T>>,
        operands: [Reading; OPERANDS],
        target: Target,
    },
    /// A function of many operations.
    Long {
        step: Step<Source>,
        argument: Argument<T>,
        target: Target,
    },
    /// An exponential and what is made of it.
    Exponential {
        step: Step<Source>,
        argument: Argument<T>,
        beside: Beside,
        /// At most [`MOST_OUTPUTS`] of them are outputs that may be written at once.
        targets: [Target; 2],
    },
    /// An exponential, a share of it, and its square if that is wanted.
    Share {
        step: Step<Source>,
        argument: Argument<T>,
        mask: Source,
        /// As of an exponential and what is made of it, the square too.
        targets: [Target; 2],
        square: Option<Target>,
    },
    /// Two functions of one operand.
    Shared {
        functions: Shared,
        operand: Source,
        argument: Argument<T>,
        /// Whether the second is only wanted where the operand is below 0, elsewhere the operand.
        chosen: bool,
        /// As of an exponential and what is made of it.
        targets: [Target; 2],
    },
    /// An exponential and the same less 1, with the inverse of the sum of 1 and the first.
    OverSum {
        functions: Shared,
        operand: Source,
        argument: Argument<T>,
        /// As of an exponential and what is made of it.
        targets: [Target; 3],
    },
}

impl<T> Part<T> {
    /// The outputs that it may write at once.
    fn outputs(&self) -> Vec<u32> {
        let targets = match self {
            Self::Pass { target, .. } | Self::Long { target, .. } => vec![*target],
            Self::Exponential { targets, .. } | Self::Shared { targets, .. } => targets.to_vec(),
            Self::OverSum { targets, .. } => targets.to_vec(),
            Self::Share {
                targets, square, ..
            } => targets.iter().chain(square).copied().collect(),
        };
        targets.iter().filter_map(|target| target.output).collect()
    }
}

impl<T: Element> Plan<T> {
    /// The parts of the element code of a program.
    pub fn new(program: &Program<T>) -> Self {
        let uniforms = program.element.fixed - program.inputs as u32;
        let constant = |slot: Slot| {
            let uniform = program.uniform.results.get(slot as usize);
            let uniform = uniform.filter(|_| slot < uniforms)?;
            let constant = program.constants.get(*uniform as usize).copied();
            constant.filter(|constant| is_number(*constant))?.to_f64()
        };
        let (units, results) = fused(&program.element, constant);
        let mut layout = Layout::new::<T>(uniforms as usize, program.inputs);
        let mut registers = Registers::new(&units, &results, layout);
        let parts = units.iter().enumerate();
        let parts: Vec<Part<T>> = parts
            .filter_map(|(index, unit)| Some(registers.part(index, unit.as_ref()?)))
            .collect();
        let found = |place: &Place| Found {
            source: registers.source(*place),
            direct: false,
        };
        let mut results: Vec<Found> = results.iter().map(found).collect();
        for output in parts.iter().flat_map(Part::outputs) {
            results[output as usize].direct = true;
        }
        layout.registers = registers.count as usize;
        Self {
            parts,
            layout,
            read_again: (0..program.inputs as u32)
                .map(|input| is_read_again(&units, Place::Given(uniforms + input)))
                .collect(),
            results,
        }
    }
}

/// Whether more than one unit reads an input.
fn is_read_again(units: &[Option<Unit>], input: Place) -> bool {
    let readers = units.iter().flatten();
    readers
        .filter(|unit| unit.operands().contains(&input))
        .count()
        > 1
}

/// The registers of what units make. One is free again after the last unit that reads it, and no unit works in place.
struct Registers {
    layout: Layout,
    /// For each value what becomes of it.
    fates: Vec<Fate>,
    register: Vec<u32>,
    free: Vec<u32>,
    count: u32,
}

impl Registers {
    fn new(units: &[Option<Unit>], results: &[Place], layout: Layout) -> Self {
        Self {
            layout,
            fates: fates(units, results),
            register: vec![0; units.len()],
            free: Vec::new(),
            count: 0,
        }
    }

    /// A unit with its operands and results in registers.
    fn part<T: Element>(&mut self, index: usize, unit: &Unit) -> Part<T> {
        let part = match *unit {
            Unit::Pass { form, operands } => {
                let target = self.target(index);
                let limit = self.source(operands[1]);
                Part::Pass {
                    run: T::pass(form),
                    limited: match limit {
                        Source::Uniform(limit) if form != form.of_limit() => Some(Limited {
                            limit,
                            run: T::pass(form.of_limit()),
                        }),
                        _ => None,
                    },
                    operands: operands.map(|place| self.reading(place, target)),
                    target,
                }
            }
            Unit::Long { .. } => self.long(index, unit),
            Unit::Shared { .. } => self.shared(index, unit),
        };
        self.release(index, unit);
        part
    }

    /// A function of many operations and what is made in its loop, with operands and results in registers.
    fn long<T: Element>(&mut self, index: usize, unit: &Unit) -> Part<T> {
        let Unit::Long {
            step,
            argument,
            beside,
            share,
        } = *unit
        else {
            unreachable!("asked for those alone");
        };
        let step = step.map(|place| self.source(place));
        let argument = argument.map(T::number);
        match (beside, share) {
            (None, None) => Part::Long {
                step,
                argument,
                target: self.target(index),
            },
            (Some((beside, value)), None) => Part::Exponential {
                step,
                argument,
                beside,
                targets: self.targets([index, value as usize]),
            },
            (beside, Some((mask, share))) => {
                let mask = self.source(mask);
                let two = [index, share as usize];
                let (targets, square) = match beside {
                    None => (self.targets(two), None),
                    Some((_, square)) => {
                        let [e, share, square] = self.targets([two[0], two[1], square as usize]);
                        ([e, share], Some(square))
                    }
                };
                Part::Share {
                    step,
                    argument,
                    mask,
                    targets,
                    square,
                }
            }
        }
    }

    /// Functions that share work, with their operand and results in registers.
    fn shared<T: Element>(&mut self, index: usize, unit: &Unit) -> Part<T> {
        let Unit::Shared {
            functions,
            operand,
            argument,
            exchanged,
            made,
        } = *unit
        else {
            unreachable!("asked for those alone");
        };
        let (operand, argument) = (self.source(operand), argument.map(T::number));
        let mut own = [exchanged, !exchanged].map(|second| index + usize::from(second));
        if let Some(Made::Chosen(chosen)) = made {
            own[1] = chosen as usize;
        }
        match made {
            None | Some(Made::Chosen(_)) => Part::Shared {
                functions,
                operand,
                argument,
                chosen: made.is_some(),
                targets: self.targets(own),
            },
            Some(Made::Inverse(inverse)) => Part::OverSum {
                functions,
                operand,
                argument,
                targets: self.targets([own[0], own[1], inverse as usize]),
            },
        }
    }

    fn source(&self, place: Place) -> Source {
        match place {
            Place::Given(slot) => match slot.checked_sub(self.layout.uniforms as u32) {
                Some(input) => Source::Input(input),
                None => Source::Uniform(slot),
            },
            Place::Made(value) => Source::Register(self.register[value as usize]),
        }
    }

    /// Where a pass reads a place: of slices of registers before and after its target, then what is given, then inputs.
    fn reading(&self, place: Place, target: Target) -> Reading {
        let source = self.source(place);
        let given = self.layout.start(source);
        match source {
            Source::Uniform(_) => Reading::new(2, given, true),
            Source::Input(input) if (input as usize) < MOST_IN_PLACE => {
                Reading::new(3 + input as usize, 0, false)
            }
            Source::Input(_) => Reading::new(2, given, false),
            Source::Register(register) => {
                let [start, _] = self.layout.row(register);
                let [row, end] = self.layout.row(target.register);
                if start < row {
                    Reading::new(0, start, false)
                } else {
                    Reading::new(1, start - end, false)
                }
            }
        }
    }

    /// Of values that are made at once, of which two may be written as outputs.
    fn targets<const N: usize>(&mut self, values: [usize; N]) -> [Target; N] {
        let mut targets = values.map(|value| self.target(value));
        let mut taken = 0;
        for (value, target) in values.into_iter().zip(&mut targets) {
            target.output = target.output.filter(|_| taken < MOST_OUTPUTS);
            taken += usize::from(target.output.is_some());
            if self.fates[value].is_unread() {
                self.free.push(target.register);
            }
        }
        targets
    }

    fn target(&mut self, value: usize) -> Target {
        let register = self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        });
        self.register[value] = register;
        Target {
            register,
            output: self.fates[value].output(),
        }
    }

    /// Frees what is read for the last time.
    fn release(&mut self, index: usize, unit: &Unit) {
        for place in unit.operands() {
            let Place::Made(value) = place else {
                continue;
            };
            let fate = &mut self.fates[value as usize];
            // an operand that a unit reads twice is freed once
            if fate.results == 0 && fate.last_read.take_if(|last| *last == index).is_some() {
                self.free.push(self.register[value as usize]);
            }
        }
    }
}

/// What becomes of a value.
#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    /// The last unit that reads it, if any does.
    last_read: Option<usize>,
    /// How many outputs it is, and one of them; such a value is never overwritten.
    results: u32,
    result: u32,
}

impl Fate {
    /// Whether nothing needs it, as an exponential of which only the square is read.
    fn is_unread(&self) -> bool {
        self.results == 0 && self.last_read.is_none()
    }

    /// The output that it is, if it is nothing else.
    fn output(&self) -> Option<u32> {
        (self.results == 1 && self.last_read.is_none()).then_some(self.result)
    }
}

/// What becomes of the value of each unit.
fn fates(units: &[Option<Unit>], results: &[Place]) -> Vec<Fate> {
    let mut fates = vec![Fate::default(); units.len()];
    for (index, unit) in units.iter().enumerate() {
        for place in unit.iter().flat_map(Unit::operands) {
            if let Place::Made(value) = place {
                fates[value as usize].last_read = Some(index);
            }
        }
    }
    for (output, place) in results.iter().enumerate() {
        if let Place::Made(value) = place {
            let fate = &mut fates[*value as usize];
            fate.results += 1;
            fate.result = output as u32;
        }
    }
    fates
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Computation, Op, Unary, Value};

    use super::*;

    /// `sqrt(x + a) * exp(x) - expm1(x)` and `x + a`.
    fn sample() -> Plan<f64> {
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
    fn functions_that_share_work_are_done_together_and_small_steps_in_one_pass() {
        let plan = sample();
        let [
            Part::Pass { .. },
            Part::Pass { .. },
            Part::Shared { functions, .. },
            Part::Pass { target, .. },
        ] = &plan.parts[..]
        else {
            panic!("{plan:?}");
        };
        assert_eq!(*functions, Shared::ExpExpm1);
        assert_eq!(target.output, Some(0));
        assert_eq!(plan.results.len(), 2);
        // the sum is read by the root, so it cannot stand in the output alone
        assert!(plan.results[0].direct && !plan.results[1].direct);
    }

    #[test]
    fn two_functions_at_once_write_two_outputs() {
        let v = Value;
        let computation = Computation {
            inputs: 1,
            parameters: 0,
            ops: vec![
                Op::Input(0),
                Op::Unary(Unary::Sin, v(0)),
                Op::Unary(Unary::Cos, v(0)),
            ],
            outputs: vec![v(1), v(2)],
        };
        let plan = Plan::new(&Program::<f64>::new(&computation).unwrap());
        assert!(matches!(plan.parts[..], [Part::Shared { .. }]));
        let direct = plan.results.iter().map(|found| found.direct);
        assert_eq!(direct.collect::<Vec<_>>(), [true, true]);
    }
}
