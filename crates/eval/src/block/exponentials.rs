//! What is done in the loop of an exponential: its argument before, its square after it.

use gradus_symbolic::computation::{Binary, Unary};

use super::fuse::{Fusion, Place, Unit};
use super::kernels::{Argument, FIRST, First, Then};
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
        let not_above_zero = |place| match place {
            Place::Given(slot) => constant(slot).filter(|number| *number <= 0.0),
            Place::Made(_) => None,
        };
        let made = match (form.first, form.then, form.times) {
            (First::Abs, Then::Neg, false) => Some(Argument::SizeTimes(-1.0)),
            (First::Abs, Then::Mul, false) => {
                not_above_zero(operands[FIRST]).map(Argument::SizeTimes)
            }
            (First::AtMost, Then::Nothing, false) => {
                not_above_zero(operands[1]).map(Argument::AtMost)
            }
            _ => None,
        };
        let Some(made) = made.filter(|_| self.reads[value] == Some(readers)) else {
            return;
        };
        match &mut self.units[index] {
            Some(Unit::Long { step, argument, .. }) => {
                *step = step.map(|_| operands[0]);
                *argument = made;
            }
            Some(Unit::Shared {
                operand, argument, ..
            }) => {
                *operand = operands[0];
                *argument = made;
            }
            _ => unreachable!("looked at above"),
        }
        self.units[value] = None;
    }

    /// Takes the square of an exponential into its loop.
    pub fn square(&mut self, index: usize) {
        let Some(Step::Binary(Binary::Mul, Place::Made(value), other)) = self.single(index) else {
            return;
        };
        if let Some(Unit::Long {
            step: Step::Unary(Unary::Exp, _) | Step::Binary(Binary::ExpSum, ..),
            square: square @ None,
            ..
        }) = &mut self.units[value as usize]
            && other == Place::Made(value)
        {
            *square = Some(index as u32);
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
                square: Some(1), ..
            },
            Unit::Long {
                square: Some(3), ..
            },
            Unit::Pass { .. },
        ] = units[..]
        else {
            panic!("{units:?}");
        };
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
