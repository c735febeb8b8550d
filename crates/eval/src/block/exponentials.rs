//! What is done in the loop of an exponential: its argument before, its square or the inverse of a sum after it.

use gradus_symbolic::computation::{Binary, Unary};

use super::fuse::{Fusion, Place, Unit};
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
                inverse: inverse @ None,
                ..
            }) = &mut self.units[first as usize]
                && first + u32::from(*exchanged) == exponential
            {
                *inverse = Some(index as u32);
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
        let is_known = !matches!(mask, Place::Made(mask) if mask > exponential);
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
                inverse: None,
                chosen: chosen @ None,
                ..
            }) = &mut self.units[first as usize]
                && *operand == mask
                && first + u32::from(!*exchanged) == value
            {
                *chosen = Some(index as u32);
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
pub(super) mod tests {
    use gradus_symbolic::computation::{Comparison, Computation, Op, Real, Value};

    use super::super::fuse::fused;
    use super::super::plan::Plan;
    use super::*;
    use crate::lower::Program;

    /// The units of a computation of one input, in order.
    pub fn units(ops: Vec<Op>, outputs: &[u32]) -> Vec<Unit> {
        let outputs = outputs.iter().copied().map(Value).collect();
        let computation = Computation {
            inputs: 1,
            parameters: 0,
            ops,
            outputs,
        };
        let program = Program::<f64>::new(&computation).expect("it is well-formed");
        let constant = |slot: Slot| {
            let uniform = program.uniform.results.get(slot as usize)?;
            program.constants.get(*uniform as usize).copied()
        };
        let (units, _) = fused(&program.element, constant);
        units.into_iter().flatten().collect()
    }

    /// The units of a function of an argument, made of the input or its magnitude and a constant, with more operations.
    fn of_argument(argument: Op, constant: f64, function: Unary, more: &[Op]) -> Vec<Unit> {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Constant(Real::exact(constant)),
            Op::Unary(Unary::Abs, v(0)),
            argument,
            Op::Unary(function, v(3)),
        ];
        let outputs: Vec<u32> = (4..=4 + more.len() as u32).collect();
        units(
            ops.into_iter().chain(more.iter().cloned()).collect(),
            &outputs,
        )
    }

    /// An argument, its constant, the function, what else is computed, and what is expected.
    type Row<'a, E> = (Op, f64, Unary, &'a [Op], E);

    #[test]
    fn arguments_that_nothing_else_reads_are_made_in_the_loop() {
        let v = Value;
        let times = || Op::Binary(Binary::Mul, v(2), v(1));
        let least = || Op::Binary(Binary::Min, v(0), v(1));
        let both = [Op::Unary(Unary::Expm1, v(3))];
        let rows: [Row<Argument<f64>>; 5] = [
            (times(), -2.0, Unary::Exp, &[], Argument::SizeTimes(-2.0)),
            (times(), -2.0, Unary::Exp, &both, Argument::SizeTimes(-2.0)),
            (
                Op::Unary(Unary::Neg, v(2)),
                0.0,
                Unary::Expm1,
                &[],
                Argument::SizeTimes(-1.0),
            ),
            (least(), 0.0, Unary::Expm1, &[], Argument::AtMost(0.0)),
            (
                least(),
                -1.5,
                Unary::ExpBeside,
                &both,
                Argument::AtMost(-1.5),
            ),
        ];
        for (argument, constant, function, more, expected) in rows {
            let units = of_argument(argument, constant, function, more);
            let [Unit::Long { argument, .. } | Unit::Shared { argument, .. }] = units[..] else {
                panic!("{units:?}");
            };
            assert_eq!(argument, expected);
        }
    }

    #[test]
    fn magnitudes_within_a_limit_are_taken_as_they_are() {
        let v = Value;
        let of_limit = |limit: f64| {
            let ops = vec![
                Op::Input(0),
                Op::Constant(Real::exact(limit)),
                Op::Constant(Real::exact(-0.5)),
                Op::Unary(Unary::Abs, v(0)),
                Op::Binary(Binary::Min, v(3), v(1)),
                Op::Binary(Binary::Mul, v(2), v(4)),
                Op::Unary(Unary::Exp, v(5)),
                Op::Binary(Binary::Sub, v(6), v(4)),
            ];
            units(ops, &[7])
        };
        let is_taken = |unit: &Unit| matches!(unit, Unit::Long { argument: Argument::SizeTimes(factor), .. } if *factor == -0.5);
        assert!(of_limit(100.0).iter().any(is_taken));
        assert!(!of_limit(-1.0).iter().any(is_taken));
    }

    #[test]
    fn arguments_that_may_be_above_0_or_are_read_elsewhere_are_not() {
        let v = Value;
        let times = || Op::Binary(Binary::Mul, v(2), v(1));
        let read = [Op::Binary(Binary::Add, v(3), v(0))];
        let rows: [(Op, f64, Unary, &[Op]); 4] = [
            (times(), 2.0, Unary::Exp, &[]),
            (times(), -2.0, Unary::Exp, &read),
            (times(), -2.0, Unary::Sin, &[]),
            (Op::Binary(Binary::Min, v(0), v(1)), 1.5, Unary::Exp, &[]),
        ];
        for (argument, constant, function, more) in rows {
            let units = of_argument(argument, constant, function, more);
            assert!(matches!(units[0], Unit::Pass { .. }), "{units:?}");
        }
    }

    #[test]
    fn squares_of_exponentials_are_made_beside_them() {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Unary(Unary::Exp, v(0)),
            Op::Binary(Binary::Mul, v(1), v(1)),
            Op::Binary(Binary::ExpSum, v(2), v(0)),
            Op::Binary(Binary::Mul, v(3), v(3)),
            Op::Binary(Binary::Add, v(1), v(3)),
        ];
        let units = units(ops, &[4, 5]);
        let [
            Unit::Long {
                beside: Some((Beside::Square, 1)),
                ..
            },
            Unit::Long {
                beside: Some((Beside::Square, 3)),
                ..
            },
            Unit::Pass { .. },
        ] = units[..]
        else {
            panic!("{units:?}");
        };
    }

    #[test]
    fn inverses_of_sums_with_exponentials_are_made_beside_them() {
        let v = Value;
        let with_sum = |number: f64, more: &[Op]| {
            let ops = vec![
                Op::Input(0),
                Op::Constant(Real::exact(1.0)),
                Op::Constant(Real::exact(number)),
                Op::Unary(Unary::Exp, v(0)),
                Op::Binary(Binary::Add, v(2), v(3)),
                Op::Binary(Binary::Div, v(1), v(4)),
            ];
            let outputs: Vec<u32> = (5..=5 + more.len() as u32).collect();
            units(
                ops.into_iter().chain(more.iter().cloned()).collect(),
                &outputs,
            )
        };
        let is_made = |unit: &Unit| {
            matches!(
                unit,
                Unit::Long {
                    beside: Some((Beside::Inverse, _)),
                    ..
                }
            )
        };
        assert!(with_sum(1.0, &[]).iter().any(is_made));
        assert!(!with_sum(2.0, &[]).iter().any(is_made));
        let read = [Op::Binary(Binary::Sub, v(4), v(0))];
        assert!(!with_sum(1.0, &read).iter().any(is_made));
    }

    #[test]
    fn inverses_of_sums_are_made_beside_shared_exponentials() {
        let v = Value;
        let of_functions = |functions: [Unary; 2], exponential: u32| {
            let ops = vec![
                Op::Input(0),
                Op::Constant(Real::exact(1.0)),
                Op::Unary(functions[0], v(0)),
                Op::Unary(functions[1], v(0)),
                Op::Binary(Binary::Add, v(1), v(exponential)),
                Op::Binary(Binary::Div, v(1), v(4)),
            ];
            units(ops, &[2, 3, 5])
        };
        for exponential in [Unary::Exp, Unary::ExpBeside] {
            for (functions, value) in [
                ([exponential, Unary::Expm1], 2),
                ([Unary::Expm1, exponential], 3),
            ] {
                let units = of_functions(functions, value);
                let [
                    Unit::Shared {
                        inverse: Some(3), ..
                    },
                ] = units[..]
                else {
                    panic!("{units:?}");
                };
            }
        }
        // of what is less 1 it is no exponential
        assert_eq!(of_functions([Unary::Exp, Unary::Expm1], 3).len(), 2);
    }

    #[test]
    fn an_exponential_that_only_its_square_reads_keeps_no_register() {
        let v = Value;
        let registers = |squares: u32| {
            let mut ops = vec![Op::Input(0)];
            for square in 0..squares {
                ops.push(Op::Unary(Unary::Exp, v(2 * square)));
                ops.push(Op::Binary(
                    Binary::Mul,
                    v(2 * square + 1),
                    v(2 * square + 1),
                ));
            }
            let computation = Computation {
                inputs: 1,
                parameters: 0,
                ops,
                outputs: vec![v(2 * squares)],
            };
            let program = Program::<f64>::new(&computation).expect("it is well-formed");
            Plan::new(&program).layout.registers
        };
        assert_eq!(registers(2), registers(6));
    }

    #[test]
    fn a_number_is_its_own_mask() {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Constant(Real::exact(0.0)),
            Op::Compare(Comparison::GreaterEqual, v(0), v(1)),
            Op::Unary(Unary::Sin, v(0)),
            Op::Select(v(2), v(3), v(0)),
            Op::Select(v(2), v(0), v(3)),
            Op::Select(v(2), v(4), v(5)),
        ];
        let units = units(ops, &[4, 5, 6]);
        let firsts = units.iter().filter_map(|unit| match unit {
            Unit::Pass { form, .. } => Some(form.first),
            _ => None,
        });
        assert_eq!(firsts.collect::<Vec<_>>(), [First::Select; 3]);
    }
}
