//! Steps that are done in one pass.

use super::kernels::{FIRST, Form, OPERANDS, OTHERS};
use super::signs::Side;
use crate::lower::{Code, Instruction, Shared, Slot, Step};

/// An operand where every result has a place of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// Given from outside.
    Given(Slot),
    /// The result of this instruction.
    Made(u32),
}

/// What is done at once. It makes the value of its own number, two functions that and the next one. Of those of many operations
/// it is said whether their first operand is known not to be above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    Pass {
        form: Form,
        operands: [Place; OPERANDS],
    },
    Long {
        step: Step<Place>,
        below: bool,
    },
    Shared {
        functions: Shared,
        operand: Place,
        below: bool,
        /// Whether the second function is the first of the two results.
        exchanged: bool,
    },
}

impl Unit {
    /// Whether it makes a mask, and by one operation.
    fn is_mask(&self) -> bool {
        matches!(self, Self::Pass { form, .. } if form.is_mask())
    }

    /// What it reads, some of it more than once.
    pub fn operands(&self) -> Vec<Place> {
        match *self {
            Self::Pass { operands, .. } => operands.to_vec(),
            Self::Shared { operand, .. } => vec![operand],
            Self::Long { step, .. } => {
                let mut operands = Vec::new();
                let _ = step.map(|place| operands.push(place));
                operands
            }
        }
    }
}

/// Code as units, for each instruction the one that makes its result, if that is not made by the one before or within another; and
/// the places of the results. Of slots that hold a number whatever the call, that is given.
pub(super) fn fused(
    code: &Code,
    constant: impl Fn(Slot) -> Option<f64>,
) -> (Vec<Option<Unit>>, Vec<Place>) {
    let (steps, results) = named(code);
    let mut fusion = Fusion {
        reads: reads(&steps, &results),
        units: units(&steps, constant),
        steps,
    };
    for index in 0..fusion.steps.len() {
        fusion.absorb(index);
    }
    for index in 0..fusion.steps.len() {
        fusion.compare_again(index);
    }
    (fusion.units, results)
}

/// The steps and results of code with places instead of slots.
fn named(code: &Code) -> (Vec<Step<Place>>, Vec<Place>) {
    let mut places: Vec<Place> = (0..code.slots() as Slot).map(Place::Given).collect();
    let mut steps = Vec::with_capacity(code.instructions.len());
    for (index, Instruction { step, target }) in code.instructions.iter().enumerate() {
        steps.push(step.map(|slot| places[slot as usize]));
        places[*target as usize] = Place::Made(index as u32);
    }
    let results = code.results.iter().map(|slot| places[*slot as usize]);
    (steps, results.collect())
}

/// How often the steps read each result; none where it is a result of the whole.
fn reads(steps: &[Step<Place>], results: &[Place]) -> Vec<Option<u32>> {
    let mut reads = vec![Some(0); steps.len()];
    for step in steps {
        let _ = step.map(|place| {
            if let Place::Made(value) = place
                && let Some(count) = &mut reads[value as usize]
            {
                *count += 1;
            }
        });
    }
    for place in results {
        if let Place::Made(value) = place {
            reads[*value as usize] = None;
        }
    }
    reads
}

/// Each step by itself, functions that share work together: they come one after the other.
fn units(steps: &[Step<Place>], constant: impl Fn(Slot) -> Option<f64>) -> Vec<Option<Unit>> {
    let below = not_above(steps, &constant);
    let mut units = Vec::with_capacity(steps.len());
    while let [step, after @ ..] = &steps[units.len()..] {
        let below = below[units.len()];
        let shared = after.first().and_then(|next| shared(*step, *next, below));
        if shared.is_some() {
            units.extend([shared, None]);
        } else {
            units.push(Some(unit(*step, below, &constant)));
        }
    }
    units
}

/// For each step whether its first operand is known not to be above 0.
fn not_above(steps: &[Step<Place>], constant: impl Fn(Slot) -> Option<f64>) -> Vec<bool> {
    let mut sides: Vec<Side> = Vec::with_capacity(steps.len());
    let mut below = Vec::with_capacity(steps.len());
    for step in steps {
        let side = |place| match place {
            Place::Given(slot) => constant(slot).map_or(Side::Any, Side::of_number),
            Place::Made(value) => sides[value as usize],
        };
        let mut first = None;
        let _ = step.map(|place| *first.get_or_insert(place));
        below.push(first.is_some_and(|place| side(place) == Side::Below));
        let result = Side::of(*step, side);
        sides.push(result);
    }
    below
}

fn unit(step: Step<Place>, below: bool, constant: impl Fn(Slot) -> Option<f64>) -> Unit {
    let Some((form, operands)) = Form::of(step) else {
        return Unit::Long { step, below };
    };
    let limited = matches!(operands[1], Place::Given(slot) if constant(slot).is_some());
    let [a, b, c] = operands;
    Unit::Pass {
        form: if limited { form.of_limit() } else { form },
        operands: [a, b, c, a, a],
    }
}

/// Two functions of one operand, if they share work.
fn shared(one: Step<Place>, other: Step<Place>, below: bool) -> Option<Unit> {
    let (Step::Unary(first, operand), Step::Unary(second, same)) = (one, other) else {
        return None;
    };
    let (functions, exchanged) = Shared::of(first, second).filter(|_| operand == same)?;
    Some(Unit::Shared {
        functions,
        operand,
        below,
        exchanged,
    })
}

struct Fusion {
    steps: Vec<Step<Place>>,
    reads: Vec<Option<u32>>,
    units: Vec<Option<Unit>>,
}

impl Fusion {
    /// Takes what makes an operand of a step, and nothing else reads, into the same pass.
    fn absorb(&mut self, index: usize) {
        let Some(Unit::Pass { form, .. }) = self.units[index] else {
            return;
        };
        if Form::of(self.steps[index]).is_none_or(|(whole, _)| whole != form) {
            return;
        }
        // the value of a selection rather than its condition, which another selection may share
        for place in [1, 2, 0] {
            let Some(Place::Made(value)) = self.operand(index, place) else {
                continue;
            };
            let made = self.units[value as usize].filter(|_| self.reads[value as usize] == Some(1));
            let Some(Unit::Pass { form, operands }) = made else {
                continue;
            };
            if let Some((form, others)) = form.then(self.steps[index], place) {
                self.units[index] = Some(joined(form, operands, others));
                self.units[value as usize] = None;
                return;
            }
        }
    }

    /// The operand of a step at a place.
    fn operand(&self, index: usize, place: usize) -> Option<Place> {
        let mut operands = [None; FIRST];
        let mut count = 0;
        let _ = self.steps[index].map(|operand| {
            operands[count] = Some(operand);
            count += 1;
        });
        operands[place]
    }

    /// Compares in each of two selections rather than by itself.
    fn compare_again(&mut self, index: usize) {
        let compare = self.units[index].filter(|_| self.reads[index] == Some(2));
        let Some(Unit::Pass { form, operands }) = compare.filter(Unit::is_mask) else {
            return;
        };
        let mask = Place::Made(index as u32);
        let chosen = |position: usize| match self.steps[position] {
            step @ Step::Select(condition, a, b) if condition == mask && a != mask && b != mask => {
                let alone = matches!(self.units[position], Some(Unit::Pass { form, .. })
                    if Form::of(step).is_some_and(|(whole, _)| whole == form));
                form.then(step, 0).filter(|_| alone)
            }
            _ => None,
        };
        let found: Vec<_> = (index + 1..self.steps.len())
            .filter_map(|position| Some((position, chosen(position)?)))
            .take(2)
            .collect();
        if found.len() == 2 {
            for (position, (form, others)) in found {
                self.units[position] = Some(joined(form, operands, others));
            }
            self.units[index] = None;
        }
    }
}

/// A pass with the operands of what it begins with, and others after them.
fn joined(form: Form, mut operands: [Place; OPERANDS], others: [Option<Place>; OTHERS]) -> Unit {
    for (operand, other) in operands[FIRST..].iter_mut().zip(others) {
        *operand = other.unwrap_or(*operand);
    }
    Unit::Pass { form, operands }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};

    use super::super::kernels::{First, Then};
    use super::*;
    use crate::lower::Program;

    /// The forms of the passes of a computation of one input, in order.
    fn forms(ops: Vec<Op>, outputs: &[u32]) -> Vec<(First, Then)> {
        let outputs = outputs.iter().copied().map(Value).collect();
        let computation = Computation {
            inputs: 1,
            parameters: 0,
            ops,
            outputs,
        };
        let program = Program::<f64>::new(&computation).expect("it is well-formed");
        let (units, _) = fused(&program.element, |slot| (slot == 0).then_some(2.0));
        let passes = units.iter().flatten().filter_map(|unit| match unit {
            Unit::Pass { form, .. } => Some((form.first, form.then)),
            _ => None,
        });
        passes.collect()
    }

    #[test]
    fn what_is_read_once_is_computed_where_it_is_read() {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Unary(Unary::Abs, v(0)),
            Op::Unary(Unary::Neg, v(1)),
            Op::Unary(Unary::Exp, v(2)),
            Op::MulAdd(v(3), v(3), v(0)),
            Op::Binary(Binary::Div, v(0), v(4)),
            Op::Binary(Binary::Mul, v(5), v(5)),
        ];
        let expected = [
            (First::Abs, Then::Neg),
            (First::MulAdd, Then::Under),
            (First::Mul, Then::Nothing),
        ];
        assert_eq!(forms(ops, &[6]), expected);
    }

    #[test]
    fn a_comparison_for_two_selections_is_made_in_each_and_for_three_once() {
        let v = Value;
        let mut ops = vec![
            Op::Input(0),
            Op::Constant(Real::exact(0.0)),
            Op::Compare(Comparison::Less, v(0), v(1)),
            Op::Select(v(2), v(0), v(1)),
            Op::Select(v(2), v(1), v(0)),
        ];
        let both = [(First::Less, Then::Condition); 2];
        assert_eq!(forms(ops.clone(), &[3, 4]), both);
        ops.push(Op::Select(v(2), v(3), v(4)));
        let thrice = [
            (First::Less, Then::Nothing),
            (First::Select, Then::Nothing),
            (First::Select, Then::Nothing),
            (First::Select, Then::Nothing),
        ];
        assert_eq!(forms(ops, &[3, 4, 5]), thrice);
    }

    #[test]
    fn a_limit_that_is_a_number_takes_one_instruction() {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Constant(Real::exact(2.0)),
            Op::Binary(Binary::Min, v(0), v(1)),
            Op::Binary(Binary::Max, v(1), v(2)),
        ];
        let expected = [(First::AtMost, Then::Nothing), (First::Max, Then::Nothing)];
        assert_eq!(forms(ops, &[3]), expected);
    }
}
