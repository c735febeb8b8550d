//! Steps that are done in one pass.

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use super::kernels::{Argument, Beside, FACTOR, FIRST, First, Form, OPERANDS};
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

/// What is done at once. It makes the value of its own number, two functions that of the next number too, and what else is made in a loop
/// has the number which says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    Pass {
        form: Form,
        operands: [Place; OPERANDS],
    },
    Long {
        step: Step<Place>,
        argument: Argument<f64>,
        /// What is made of its value in the same loop, and the number of that.
        beside: Option<(Beside, u32)>,
        /// The mask of a share that is made in the same loop, and the number of that.
        share: Option<(Place, u32)>,
    },
    Shared {
        functions: Shared,
        operand: Place,
        argument: Argument<f64>,
        /// Whether the second function is the first of the two results.
        exchanged: bool,
        /// What is made of them in the same loop.
        made: Option<Made>,
    },
}

/// What is made in the loop of an exponential and the same less 1, and its number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Made {
    /// The inverse of the sum of 1 and the exponential.
    Inverse(u32),
    /// The operand where that is not below 0, elsewhere the second function, which nothing else reads and is not kept.
    Chosen(u32),
}

impl Unit {
    /// What it reads, some of it more than once.
    pub fn operands(&self) -> Vec<Place> {
        match *self {
            Self::Pass { operands, .. } => operands.to_vec(),
            Self::Shared { operand, .. } => vec![operand],
            Self::Long { step, share, .. } => {
                let mut operands = Vec::from_iter(share.map(|(mask, _)| mask));
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
    let (mut steps, results) = named(code);
    without_negations(&mut steps);
    with_numbers_for_masks(&mut steps, &constant);
    let mut fusion = Fusion {
        reads: reads(&steps, &results),
        units: units(&steps, &constant),
        steps,
    };
    fusion.drop_unread();
    for index in 0..fusion.steps.len() {
        fusion.absorb(index);
    }
    for index in 0..fusion.steps.len() {
        fusion.do_again(index);
    }
    for index in 0..fusion.steps.len() {
        fusion.make_argument(index, &constant);
        fusion.square(index);
        fusion.inverse(index, &constant);
        fusion.share(index, &constant);
        fusion.choose(index);
    }
    for index in 0..fusion.steps.len() {
        fusion.multiply(index);
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

/// Sums and differences of negative values as differences and sums.
fn without_negations(steps: &mut [Step<Place>]) {
    for index in 0..steps.len() {
        let negated = |place| match place {
            Place::Made(value) => match steps[value as usize] {
                Step::Unary(Unary::Neg, a) => Some(a),
                _ => None,
            },
            Place::Given(_) => None,
        };
        let simpler = match steps[index] {
            Step::Binary(Binary::Add, a, b) => match (negated(a), negated(b)) {
                (_, Some(b)) => Some((Binary::Sub, a, b)),
                (Some(a), None) => Some((Binary::Sub, b, a)),
                _ => None,
            },
            Step::Binary(Binary::Sub, a, b) => negated(b).map(|b| (Binary::Add, a, b)),
            _ => None,
        };
        if let Some((function, a, b)) = simpler {
            steps[index] = Step::Binary(function, a, b);
        }
    }
}

/// The number itself for the mask of whether it is not below 0, which is what it is as a mask.
fn with_numbers_for_masks(steps: &mut [Step<Place>], constant: impl Fn(Slot) -> Option<f64>) {
    let is_zero = |place| matches!(place, Place::Given(slot) if constant(slot) == Some(0.0));
    for index in 0..steps.len() {
        let number = |mask: Place| {
            let Place::Made(value) = mask else {
                return mask;
            };
            match steps[value as usize] {
                Step::Compare(Comparison::GreaterEqual, x, zero) if is_zero(zero) => x,
                Step::Compare(Comparison::LessEqual, zero, x) if is_zero(zero) => x,
                _ => mask,
            }
        };
        steps[index] = match steps[index] {
            Step::Select(mask, a, b) => Step::Select(number(mask), a, b),
            Step::And(a, b) => Step::And(number(a), number(b)),
            Step::Or(a, b) => Step::Or(number(a), number(b)),
            Step::Not(a) => Step::Not(number(a)),
            step => step,
        };
    }
}

/// How often the steps that are read, or wanted, read each result; none where it is a result of the whole.
fn reads(steps: &[Step<Place>], results: &[Place]) -> Vec<Option<u32>> {
    let mut reads = vec![Some(0); steps.len()];
    for place in results {
        if let Place::Made(value) = place {
            reads[*value as usize] = None;
        }
    }
    for (index, step) in steps.iter().enumerate().rev() {
        if reads[index] == Some(0) {
            continue;
        }
        let _ = step.map(|place| {
            if let Place::Made(value) = place
                && let Some(count) = &mut reads[value as usize]
            {
                *count += 1;
            }
        });
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
        below.push(first.is_some_and(|place| side(place).is_below()));
        let result = Side::of(*step, side);
        sides.push(result);
    }
    below
}

fn unit(step: Step<Place>, below: bool, constant: impl Fn(Slot) -> Option<f64>) -> Unit {
    let Some((form, operands)) = Form::of(step) else {
        return Unit::Long {
            step,
            argument: argument(below),
            beside: None,
            share: None,
        };
    };
    let limited = matches!(operands[1], Place::Given(slot) if constant(slot).is_some());
    let [a, b, c] = operands;
    Unit::Pass {
        form: if limited { form.of_limit() } else { form },
        operands: [a, b, c, a, a, a],
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
        argument: argument(below),
        exchanged,
        made: None,
    })
}

fn argument(below: bool) -> Argument<f64> {
    if below {
        Argument::Below
    } else {
        Argument::Any
    }
}

pub(super) struct Fusion {
    pub steps: Vec<Step<Place>>,
    pub reads: Vec<Option<u32>>,
    pub units: Vec<Option<Unit>>,
}

impl Fusion {
    /// Leaves out what nothing reads.
    fn drop_unread(&mut self) {
        for index in 0..self.units.len() {
            let values = match self.units[index] {
                Some(Unit::Shared { .. }) => &self.reads[index..index + 2],
                _ => &self.reads[index..=index],
            };
            if values.iter().all(|reads| *reads == Some(0)) {
                self.units[index] = None;
            }
        }
    }

    /// Takes what makes an operand of a step, and nothing else reads, into the same pass.
    fn absorb(&mut self, index: usize) {
        // the value of a selection rather than its condition, which another selection may share
        for place in [1, 2, 0] {
            let Some(Place::Made(value)) = self.operand(index, place) else {
                continue;
            };
            if self.reads[value as usize] == Some(1)
                && let Some(joined) = self.joined(value as usize, index, place)
            {
                self.units[index] = Some(joined);
                self.units[value as usize] = None;
                return;
            }
        }
    }

    /// Does again, in each of the few steps that read it, what takes an instruction or two.
    fn do_again(&mut self, index: usize) {
        let (Some(Unit::Pass { form, .. }), Some(reads)) = (self.units[index], self.reads[index])
        else {
            return;
        };
        // what is read once cannot be taken into the pass that reads it
        if reads < 2 || reads > form.most_repeated() {
            return;
        }
        let made = Place::Made(index as u32);
        let reader = |position: usize| {
            let place = (0..FIRST).find(|place| self.operand(position, *place) == Some(made))?;
            Some((position, self.joined(index, position, place)?))
        };
        let readers = (index + 1..self.steps.len()).filter_map(reader);
        let found: Vec<_> = readers.take(reads as usize).collect();
        if found.len() == reads as usize {
            for (position, joined) in found {
                self.units[position] = Some(joined);
            }
            self.units[index] = None;
        }
    }

    /// Takes two operations in one pass, which nothing else reads, into the product that does.
    fn multiply(&mut self, index: usize) {
        let Some(Step::Binary(Binary::Mul, a, b)) = self.single(index) else {
            return;
        };
        for (place, factor) in [(a, b), (b, a)] {
            let Place::Made(value) = place else {
                continue;
            };
            let value = value as usize;
            if self.reads[value] == Some(1)
                && let Some(Unit::Pass { form, mut operands }) = self.units[value]
                && let Some(form) = form.multiplied()
            {
                operands[FACTOR] = factor;
                self.units[index] = Some(Unit::Pass { form, operands });
                self.units[value] = None;
                return;
            }
        }
    }

    /// A step that is a pass by itself as yet.
    pub fn single(&self, index: usize) -> Option<Step<Place>> {
        let single = matches!(self.units[index], Some(Unit::Pass { form, .. }) if form.is_single());
        single.then_some(self.steps[index])
    }

    /// One pass for a value and the step that reads it at a place, if there is one.
    fn joined(&self, value: usize, reader: usize, place: usize) -> Option<Unit> {
        let (Some(Unit::Pass { form, mut operands }), Some(Unit::Pass { form: then, .. })) =
            (self.units[value], self.units[reader])
        else {
            return None;
        };
        let step = self.single(reader)?;
        let (form, others) = if then.first == First::AtMost && place == 0 {
            (form.limited()?, [self.operand(reader, 1), None])
        } else {
            form.then(step, place)?
        };
        let made = Place::Made(value as u32);
        if others.contains(&Some(made)) {
            return None;
        }
        for (operand, other) in operands[FIRST..].iter_mut().zip(others) {
            *operand = other.unwrap_or(*operand);
        }
        Some(Unit::Pass { form, operands })
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
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Comparison, Op, Real, Unary, Value};

    use super::super::exponentials::tests::units;
    use super::super::kernels::{First, Then};
    use super::*;

    /// The forms of the passes of a computation of one input, in order.
    fn forms(ops: Vec<Op>, outputs: &[u32]) -> Vec<Form> {
        let units = units(ops, outputs);
        let passes = units.iter().filter_map(|unit| match unit {
            Unit::Pass { form, .. } => Some(*form),
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
            Op::Unary(Unary::Sin, v(2)),
            Op::MulAdd(v(3), v(3), v(0)),
            Op::Binary(Binary::Div, v(0), v(4)),
            Op::Binary(Binary::Mul, v(5), v(5)),
        ];
        let expected = [
            Form::new(First::Abs, Then::Neg),
            Form::new(First::MulAdd, Then::Under),
            Form::new(First::Mul, Then::Nothing),
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
        let both = [Form::new(First::Less, Then::Condition); 2];
        assert_eq!(forms(ops.clone(), &[3, 4]), both);
        ops.push(Op::Select(v(2), v(3), v(4)));
        let thrice = [
            Form::new(First::Less, Then::Nothing),
            Form::new(First::Select, Then::Nothing),
            Form::new(First::Select, Then::Nothing),
            Form::new(First::Select, Then::Nothing),
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
        let expected = [
            Form::new(First::AtMost, Then::Nothing),
            Form::new(First::Max, Then::Nothing),
        ];
        assert_eq!(forms(ops, &[3]), expected);
    }

    #[test]
    fn negations_become_differences_and_products_come_last() {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Unary(Unary::Exp, v(0)),
            Op::Unary(Unary::Neg, v(1)),
            Op::Binary(Binary::Add, v(0), v(2)),
            Op::Binary(Binary::Mul, v(3), v(0)),
            Op::Binary(Binary::Mul, v(1), v(4)),
        ];
        let whole = Form::new(First::Sub, Then::Mul).multiplied();
        assert_eq!(forms(ops, &[5]), [whole.expect("it may be")]);
    }

    #[test]
    fn a_magnitude_is_taken_again_for_each_that_reads_it() {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Unary(Unary::Abs, v(0)),
            Op::Binary(Binary::Mul, v(1), v(0)),
            Op::MulAdd(v(2), v(2), v(1)),
            Op::Unary(Unary::Sqrt, v(0)),
            Op::Binary(Binary::Sub, v(4), v(1)),
        ];
        let expected = [
            Form::new(First::Abs, Then::Mul),
            Form::new(First::Abs, Then::Plus),
            Form::new(First::Sqrt, Then::Nothing),
            Form::new(First::Abs, Then::SubFrom),
        ];
        assert_eq!(forms(ops, &[3, 5]), expected);
    }
}
