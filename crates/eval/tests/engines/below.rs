//! Exponentials of what is never above 0, for which the block engine has shorter code, beside those of any number.

use gradus_eval::{BlockProgram, Engine};
use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};

use super::by_reference;
use super::kit::{Bits, bits};

/// How many arguments there are.
const COUNT: u32 = 40_000;

/// Arguments up to what is beyond the range of exponentials, dense where results are subnormal, and those that are special.
fn arguments<T: Bits>(subnormal: [f64; 2]) -> Vec<T> {
    let [first, last] = subnormal;
    let of_all = (0..COUNT).map(|k| 1e-46f64.ln() + f64::from(k) / f64::from(COUNT) * 114.0);
    let of_subnormals =
        (0..COUNT).map(|k| first + f64::from(k) / f64::from(COUNT) * (last - first));
    let special = [
        0.0,
        -0.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MAX,
        5e-324,
    ];
    let numbers = of_all.map(f64::exp).chain(of_subnormals).chain(special);
    // of both signs
    let both = numbers.flat_map(|number| [number, -number]);
    both.map(T::number).collect()
}

/// What is made of an argument, 1 and a number of at most a quarter: each exponential, alone, beside the one it shares work with, its
/// square and the inverse of its sum with 1.
fn exponentials() -> Vec<Vec<Op>> {
    let v = Value;
    let one = |function| Op::Unary(function, v(4));
    let sum = || Op::Binary(Binary::ExpSum, v(4), v(1));
    let square = || Op::Binary(Binary::Mul, v(6), v(6));
    let plus_one = |value| Op::Binary(Binary::Add, v(5), value);
    let over = |value| Op::Binary(Binary::Div, v(5), value);
    let [exp, beside, expm1] = [Unary::Exp, Unary::ExpBeside, Unary::Expm1];
    vec![
        vec![one(exp)],
        vec![one(expm1)],
        vec![one(exp), one(expm1)],
        vec![one(expm1), one(exp)],
        vec![one(beside), one(expm1)],
        vec![one(exp), square()],
        vec![sum()],
        vec![sum(), square()],
        vec![one(exp), plus_one(v(6)), over(v(7))],
        vec![sum(), plus_one(v(6)), over(v(7))],
        vec![one(beside), one(expm1), plus_one(v(6)), over(v(8))],
        vec![one(exp), one(expm1), plus_one(v(6)), over(v(8))],
        vec![one(expm1), one(exp), plus_one(v(7)), over(v(8))],
        vec![one(exp), Op::Binary(Binary::Add, v(4), v(0))],
    ]
}

/// Shares of exponentials and of their squares, which a sum alone reads or not, and the argument, or an input, where that is not below 0.
fn shares_and_choices() -> Vec<Vec<Op>> {
    let v = Value;
    let one = |function| Op::Unary(function, v(4));
    let sum = || Op::Binary(Binary::ExpSum, v(4), v(1));
    let square = || Op::Binary(Binary::Mul, v(8), v(8));
    let plus_one = |value| Op::Binary(Binary::Add, v(5), v(value));
    let over = |value| Op::Binary(Binary::Div, v(5), v(value));
    let either = || Op::Select(v(7), v(5), v(8));
    let share = |above, below| Op::Binary(Binary::Div, v(above), v(below));
    let again = |value| Op::Binary(Binary::Mul, v(value), v(0));
    let chosen = |number, value| Op::Select(v(7), v(number), v(value));
    let [exp, beside, expm1] = [Unary::Exp, Unary::ExpBeside, Unary::Expm1];
    let rows = [
        (0, vec![one(exp), either(), plus_one(8), share(9, 10)]),
        (4, vec![sum(), either(), plus_one(8), share(9, 10)]),
        (
            0,
            vec![sum(), either(), plus_one(8), share(9, 10), again(9)],
        ),
        (
            0,
            vec![one(exp), either(), plus_one(8), share(9, 10), again(11)],
        ),
        (
            1,
            vec![one(exp), square(), either(), plus_one(9), share(10, 11)],
        ),
        (
            4,
            vec![sum(), square(), either(), plus_one(9), share(10, 11)],
        ),
        (
            0,
            vec![
                sum(),
                square(),
                either(),
                plus_one(9),
                share(10, 11),
                again(10),
            ],
        ),
        (0, vec![one(exp), one(expm1), chosen(0, 9)]),
        (0, vec![one(expm1), one(exp), chosen(0, 8)]),
        (4, vec![one(exp), one(expm1), chosen(4, 9)]),
        (4, vec![one(beside), one(expm1), chosen(4, 9)]),
        (1, vec![one(beside), one(expm1), chosen(1, 9)]),
        // the inverse and the choice are not both made in the loop
        (
            0,
            vec![one(exp), one(expm1), plus_one(8), over(10), chosen(0, 9)],
        ),
        (
            0,
            vec![one(exp), one(expm1), chosen(0, 9), plus_one(8), over(11)],
        ),
    ];
    let with_mask = |(number, last): (u32, Vec<Op>)| {
        let zero = Op::Constant(Real::exact(0.0));
        let holds = Op::Compare(Comparison::GreaterEqual, v(number), v(6));
        [zero, holds].into_iter().chain(last).collect()
    };
    rows.into_iter().map(with_mask).collect()
}

/// Whether a value is only an operand: of quotients by sums with 1, and of choices.
fn is_inner(value: Value, op: &Op, last: &[Op]) -> bool {
    let one = Value(5);
    let chooses = |op: &Op| matches!(op, Op::Select(_, a, b) if *a != one && *b == value);
    match op {
        Op::Binary(Binary::Add, a, _) | Op::Select(_, a, _) if *a == one => true,
        Op::Constant(_) | Op::Compare(..) => true,
        _ => last.iter().any(chooses),
    }
}

/// [`exponentials`] and [`shares_and_choices`] of what is not above 0, and of any number: made of the first input in ways
/// that their loop may or may not take in.
fn computations() -> Vec<Computation> {
    let v = Value;
    let lists = [exponentials(), shares_and_choices()].concat();
    let arguments = [
        (0.0, Op::Unary(Unary::Neg, v(3))),
        (-1.75, Op::Binary(Binary::Mul, v(2), v(3))),
        (0.0, Op::Binary(Binary::Min, v(0), v(2))),
        (-0.5, Op::Binary(Binary::Min, v(0), v(2))),
        // of any sign
        (0.0, Op::Binary(Binary::Add, v(0), v(1))),
    ];
    let computation = |constant: f64, argument: Op, last: &[Op]| Computation {
        inputs: 2,
        parameters: 0,
        outputs: (6..)
            .zip(last)
            .filter(|(index, op)| !is_inner(v(*index), op, last))
            .map(|(index, _)| v(index))
            .collect(),
        ops: [
            Op::Input(0),
            Op::Input(1),
            Op::Constant(Real::exact(constant)),
            Op::Unary(Unary::Abs, v(0)),
            argument,
            Op::Constant(Real::exact(1.0)),
        ]
        .into_iter()
        .chain(last.iter().cloned())
        .collect(),
    };
    let of = |(constant, argument): (f64, Op)| {
        let own = lists.iter();
        own.map(move |last| computation(constant, argument.clone(), last))
    };
    arguments.into_iter().flat_map(of).collect()
}

fn bits_agree<T: Bits>(subnormal: [f64; 2]) {
    let first = arguments::<T>(subnormal);
    let lows = (0..first.len()).map(|k| T::number((k % 101) as f64 / 200.0 - 0.25));
    let inputs = [first.clone(), lows.collect()];
    for computation in computations() {
        let program = BlockProgram::<T>::new(&computation).unwrap();
        let program = program.on(Engine::Interpreted);
        let mut outputs = vec![vec![T::default(); first.len()]; computation.outputs.len()];
        let mut slices: Vec<&mut [T]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
        program.map(&[&inputs[0], &inputs[1]], &[], &mut slices);
        let expected = by_reference(&computation, &inputs, &[]);
        for (output, expected) in outputs.iter().zip(expected) {
            let different = bits(output)
                .into_iter()
                .zip(expected)
                .position(|(a, b)| a != b);
            let at = different.map(|place| inputs[0][place]);
            assert!(at.is_none(), "{:?} at {at:?}", computation.ops);
        }
    }
}

#[test]
fn exponentials_of_what_is_not_above_0_have_the_bits_of_others() {
    bits_agree::<f32>([86.0, 105.0]);
    bits_agree::<f64>([707.0, 747.0]);
}

/// Arguments that a constant keeps below 0, beside the same with a parameter in its place, of which nothing is known.
#[test]
fn what_is_known_of_signs_changes_no_bit() {
    let v = Value;
    let computation = |factor: Op, parameters: u32| Computation {
        inputs: 1,
        parameters,
        ops: vec![
            Op::Input(0),
            factor,
            Op::Binary(Binary::Mul, v(0), v(0)),
            Op::Binary(Binary::Mul, v(2), v(1)),
            Op::Unary(Unary::Exp, v(3)),
            Op::Unary(Unary::Expm1, v(3)),
        ],
        outputs: vec![v(4), v(5)],
    };
    let known = computation(Op::Constant(Real::exact(-0.75)), 0);
    let unknown = computation(Op::Parameter(0), 1);
    let xs: Vec<f64> = (-3000..3000).map(|k| f64::from(k) / 90.0).collect();
    assert_eq!(
        by_blocks(&known, &xs, &[]),
        by_blocks(&unknown, &xs, &[-0.75])
    );
}

/// Quotients by zeros of either sign, which are infinite on either side.
#[test]
fn infinite_quotients_are_on_either_side() {
    let v = Value;
    let computation = Computation {
        inputs: 1,
        parameters: 0,
        ops: vec![
            Op::Input(0),
            Op::Unary(Unary::Sqrt, v(0)),
            Op::Constant(Real::exact(-1.0)),
            Op::Binary(Binary::Div, v(2), v(1)),
            Op::Unary(Unary::Exp, v(3)),
            Op::Unary(Unary::Expm1, v(3)),
        ],
        outputs: vec![v(4), v(5)],
    };
    let xs = vec![-0.0, 0.0, 0.5, f64::INFINITY];
    assert_eq!(
        by_blocks(&computation, &xs, &[]).to_vec(),
        by_reference(&computation, &[xs], &[])
    );
}

/// Both outputs by the block engine.
fn by_blocks(computation: &Computation, xs: &[f64], parameters: &[f64]) -> [Vec<u64>; 2] {
    let program = BlockProgram::<f64>::new(computation).unwrap();
    let [mut first, mut second] = [xs.to_vec(), xs.to_vec()];
    let program = program.on(Engine::Interpreted);
    program.map(&[xs], parameters, &mut [&mut first, &mut second]);
    [bits(&first), bits(&second)]
}
