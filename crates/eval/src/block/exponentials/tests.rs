//! What is made in the loops of exponentials.

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
                    made: Some(Made::Inverse(3)),
                    ..
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

/// The units of `(mask ? 1 : e)/(1 + of)` and more of an input, an exponential e of its magnitude less and its square.
fn of_share(one: f64, mask: u32, of: u32, more: &[Op]) -> Vec<Unit> {
    let v = Value;
    let ops = vec![
        Op::Input(0),
        Op::Constant(Real::exact(one)),
        Op::Unary(Unary::Abs, v(0)),
        Op::Unary(Unary::Neg, v(2)),
        Op::Unary(Unary::Exp, v(3)),
        Op::Binary(Binary::Mul, v(4), v(4)),
        Op::Constant(Real::exact(0.0)),
        Op::Compare(Comparison::GreaterEqual, v(mask), v(6)),
        Op::Select(v(7), v(1), v(4)),
        Op::Binary(Binary::Add, v(1), v(of)),
        Op::Binary(Binary::Div, v(8), v(9)),
    ];
    let outputs: Vec<u32> = (10..=10 + more.len() as u32).collect();
    units(
        ops.into_iter().chain(more.iter().cloned()).collect(),
        &outputs,
    )
}

#[test]
fn shares_of_exponentials_are_made_beside_them() {
    let v = Value;
    let is_made = |units: &[Unit], count: usize| {
        let shares = units
            .iter()
            .filter(|unit| matches!(unit, Unit::Long { share: Some(_), .. }));
        (shares.count(), units.len()) == (1, count)
    };
    assert!(is_made(&of_share(1.0, 0, 4, &[]), 1));
    // a square that only the sum reads is made with that
    let square = [Op::Binary(Binary::Sub, v(5), v(0))];
    assert!(is_made(&of_share(1.0, 0, 5, &square), 2));
    // what else reads the choice has it made
    let read = [Op::Binary(Binary::Mul, v(8), v(0))];
    assert!(is_made(&of_share(1.0, 0, 4, &read), 3));
    // of another number, and of a mask that comes after
    for units in [of_share(2.0, 0, 4, &[]), of_share(1.0, 4, 4, &[])] {
        assert!(
            units
                .iter()
                .all(|unit| matches!(unit, Unit::Long { share: None, .. } | Unit::Pass { .. }))
        );
    }
}

#[test]
fn an_operand_or_what_is_made_of_it_is_chosen_in_the_loop() {
    let v = Value;
    let of = |mask: u32, itself: u32, outputs: &[u32]| {
        let ops = vec![
            Op::Input(0),
            Op::Constant(Real::exact(0.0)),
            Op::Binary(Binary::Min, v(0), v(1)),
            Op::Unary(Unary::Exp, v(2)),
            Op::Unary(Unary::Expm1, v(2)),
            Op::Compare(Comparison::GreaterEqual, v(mask), v(1)),
            Op::Select(v(5), v(itself), v(4)),
        ];
        units(ops, outputs)
    };
    assert!(matches!(
        of(0, 0, &[3, 6])[..],
        [Unit::Shared {
            made: Some(Made::Chosen(_)),
            ..
        }]
    ));
    for other in [of(0, 3, &[3, 6]), of(3, 3, &[3, 6]), of(0, 0, &[3, 4, 6])] {
        assert!(matches!(
            other[..],
            [Unit::Shared { made: None, .. }, Unit::Pass { .. }]
        ));
    }
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
