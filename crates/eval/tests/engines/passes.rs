//! Operations that the block engine does in one pass, beside the scalar program.

use gradus_eval::reduction::reduce;
use gradus_eval::{BlockProgram, Engine, Output};
use gradus_symbolic::computation::{
    Binary, Comparison, Computation, Op, Real, Reduction, Unary, Value,
};

use super::kit::{Bits, bits};
use super::{by_scalar, pairs};

/// Every pair of operations of which the second reads the first at any place, and products and limits of them, over whole blocks and over
/// some of one, and outputs that are kept, dropped or added up.
#[test]
fn pairs_of_operations_agree() {
    fn run<T: Bits>() {
        let v = Value;
        let [x, y, z] = [0, 1, 2].map(v);
        let mask = v(3);
        let firsts = [
            Op::Unary(Unary::Neg, x),
            Op::Unary(Unary::Abs, x),
            Op::Binary(Binary::Add, x, y),
            Op::Binary(Binary::Sub, x, y),
            Op::Binary(Binary::Mul, x, y),
            Op::Binary(Binary::Div, x, y),
            Op::Binary(Binary::Min, x, z),
            Op::Binary(Binary::Max, x, z),
            Op::MulAdd(x, y, z),
            Op::Select(mask, x, y),
            Op::Compare(Comparison::Less, x, y),
            Op::Compare(Comparison::GreaterEqual, x, z),
            Op::Compare(Comparison::NotEqual, x, y),
            Op::And(mask, mask),
            Op::Not(mask),
        ];
        let is_mask = |op: &Op| matches!(op, Op::Compare(..) | Op::And(..) | Op::Not(..));
        for first in &firsts {
            let made = v(4);
            let thens = if is_mask(first) {
                vec![
                    Op::Select(made, x, y),
                    Op::Select(made, z, x),
                    Op::And(made, mask),
                    Op::Or(mask, made),
                ]
            } else {
                vec![
                    Op::Unary(Unary::Neg, made),
                    Op::Binary(Binary::Add, y, made),
                    Op::Binary(Binary::Sub, made, y),
                    Op::Binary(Binary::Sub, y, made),
                    Op::Binary(Binary::Mul, made, z),
                    Op::Binary(Binary::Div, made, y),
                    Op::Binary(Binary::Div, y, made),
                    Op::MulAdd(made, y, x),
                    Op::MulAdd(y, made, z),
                    Op::MulAdd(x, y, made),
                    Op::Select(mask, made, y),
                    Op::Select(mask, y, made),
                ]
            };
            for then in thens {
                let of_masks = matches!(then, Op::And(..) | Op::Or(..));
                let tails = if of_masks {
                    vec![vec![Op::Select(v(5), x, y)]]
                } else {
                    let last = v(5);
                    let limit = Op::Constant(Real::exact(0.75));
                    vec![
                        vec![],
                        vec![Op::Binary(Binary::Mul, last, y)],
                        vec![Op::Binary(Binary::Mul, z, last)],
                        vec![limit, Op::Binary(Binary::Min, last, v(6))],
                    ]
                };
                for tail in tails {
                    blocks_agree::<T>(&ending(vec![first.clone(), then.clone()], tail));
                }
            }
            if !is_mask(first) {
                let limit = Op::Constant(Real::exact(0.75));
                let least = Op::Binary(Binary::Min, made, v(5));
                blocks_agree::<T>(&ending(vec![first.clone(), limit, least], vec![]));
            }
        }
    }
    run::<f32>();
    run::<f64>();
}

/// Two inputs, a parameter and a mask, and operations on them of which the last is wanted.
fn ending(first: Vec<Op>, then: Vec<Op>) -> Computation {
    let [x, y] = [0, 1].map(Value);
    let mut ops = vec![Op::Input(0), Op::Input(1), Op::Parameter(0)];
    ops.push(Op::Compare(Comparison::LessEqual, y, x));
    ops.extend(first);
    ops.extend(then);
    let last = Value(ops.len() as u32 - 1);
    Computation {
        inputs: 2,
        parameters: 1,
        ops,
        outputs: vec![last, last, x],
    }
}

/// What takes an instruction or two, and is read by two operations or three, which do it again.
#[test]
fn operations_that_several_read_agree() {
    fn run<T: Bits>() {
        let v = Value;
        let [x, y, z, mask, light] = [0, 1, 2, 3, 4].map(v);
        let numbers = [Op::Unary(Unary::Neg, x), Op::Unary(Unary::Abs, x)];
        let readers = [
            Op::Binary(Binary::Add, y, light),
            Op::Binary(Binary::Sub, light, y),
            Op::Binary(Binary::Mul, light, z),
            Op::Binary(Binary::Div, y, light),
            Op::MulAdd(y, light, light),
            Op::Select(mask, light, y),
            Op::Binary(Binary::Mul, light, light),
            Op::Unary(Unary::Exp, light),
        ];
        let masks = [
            Op::Compare(Comparison::Less, x, y),
            Op::Not(mask),
            Op::Or(mask, mask),
        ];
        let of_masks = [
            Op::Select(light, x, y),
            Op::Select(light, z, x),
            Op::Select(light, y, y),
        ];
        let all = numbers.iter().map(|light| (light, &readers[..]));
        for (light, readers) in all.chain(masks.iter().map(|light| (light, &of_masks[..]))) {
            for first in readers {
                for second in readers {
                    let both = vec![light.clone(), first.clone(), second.clone()];
                    let sum = Op::Binary(Binary::Add, v(5), v(6));
                    blocks_agree::<T>(&ending(both.clone(), vec![sum]));
                    let third = [readers[0].clone(), Op::MulAdd(v(5), v(6), v(7))];
                    blocks_agree::<T>(&ending(both, third.to_vec()));
                }
            }
        }
    }
    run::<f32>();
    run::<f64>();
}

/// The block engine beside the scalar program, for several lengths and uses of the outputs, and a parameter that is a number or none.
fn blocks_agree<T: Bits>(computation: &Computation) {
    let interpreted = |computation: &Computation| {
        let program = BlockProgram::<T>::new(computation).unwrap();
        program.on(Engine::Interpreted)
    };
    let mut one = computation.clone();
    one.outputs.truncate(1);
    let (blocks, direct) = (interpreted(computation), interpreted(&one));
    let some = |of: &Vec<T>| of.iter().copied().cycle().step_by(7).take(1025).collect();
    let all: Vec<Vec<T>> = pairs().iter().map(some).collect();
    for parameter in [0.7, f64::NAN] {
        let given = [T::number(parameter)];
        let expected = by_scalar(&one, &all, &given).remove(0);
        for length in [1, 31, 32, 256, 512, 513, 1025] {
            let inputs = [&all[0][..length], &all[1][..length]];
            let mut first = vec![T::default(); length];
            direct.map(&inputs, &given, &mut [&mut first]);
            let (mut second, mut sum) = (vec![T::default(); length], T::default());
            let mut outputs = [
                Output::Discard,
                Output::Store(&mut second),
                Output::Sum(&mut sum),
            ];
            blocks.reduce_outputs(&inputs, &given, &mut outputs);
            for found in [first, second] {
                assert_eq!(bits(&found), expected[..length], "{computation:?}");
            }
            let total = reduce(Reduction::Sum, inputs[0]);
            assert_eq!(sum.bits(), total.bits(), "{length}");
        }
    }
}

/// More inputs than passes read where they are, at places where vectors lie across lines of the cache and where none does: read once,
/// by a pass, or by functions too.
#[test]
fn where_inputs_begin_changes_no_bit() {
    let v = Value;
    let (count, line) = (7, 64);
    let mut ops: Vec<Op> = (0..count).map(Op::Input).collect();
    let mut last = v(0);
    for input in 0..count {
        let next = ops.len() as u32;
        // passes read all of them, functions three
        ops.push(Op::Unary(Unary::Sin, v(if input < 2 { input } else { 4 })));
        ops.push(Op::MulAdd(last, v(next), v((input + 1) % count)));
        last = v(next + 1);
    }
    let computation = Computation {
        inputs: count,
        parameters: 0,
        ops,
        outputs: vec![last],
    };
    let program = BlockProgram::<f32>::new(&computation).unwrap();
    let program = program.on(Engine::Interpreted);
    let numbers: Vec<f32> = (0..9000).map(|k| (k as f32 * 0.618).sin()).collect();
    let length = 1100;
    let placed = |input: usize, offset: usize| {
        let mut array = vec![0.0; length + 2 * line];
        let start = array.as_ptr().align_offset(line) + offset * (input + 1);
        array[start..start + length].copy_from_slice(&numbers[input * 1000..][..length]);
        (array, start)
    };
    let run = |offset: usize| {
        let arrays: Vec<_> = (0..count as usize)
            .map(|input| placed(input, offset))
            .collect();
        let slices: Vec<&[f32]> = arrays
            .iter()
            .map(|(array, start)| &array[*start..start + length])
            .collect();
        let mut out = vec![0.0; length];
        program.map(&slices, &[], &mut [&mut out]);
        bits(&out)
    };
    let rows: Vec<Vec<f32>> = (0..count as usize)
        .map(|input| numbers[input * 1000..][..length].to_vec())
        .collect();
    let expected = by_scalar(&computation, &rows, &[]);
    for offset in [0, 1, 3, 8] {
        assert_eq!(run(offset), expected[0], "{offset}");
    }
}

/// Two results of one loop of which one is kept and the other is dropped or added up.
#[test]
fn results_of_one_loop_may_go_different_ways() {
    let v = Value;
    let computation = Computation {
        inputs: 1,
        parameters: 0,
        ops: vec![
            Op::Input(0),
            Op::Unary(Unary::Exp, v(0)),
            Op::Unary(Unary::Expm1, v(0)),
        ],
        outputs: vec![v(1), v(2)],
    };
    let xs: Vec<f64> = (0..700).map(|k| f64::from(k) / 100.0 - 3.5).collect();
    let expected = by_scalar(&computation, std::slice::from_ref(&xs), &[]);
    let program = BlockProgram::<f64>::new(&computation).unwrap();
    let program = program.on(Engine::Interpreted);
    for kept in 0..2 {
        for is_added in [false, true] {
            let (mut values, mut sum) = (vec![0.0; xs.len()], 0.0);
            let other = if is_added {
                Output::Sum(&mut sum)
            } else {
                Output::Discard
            };
            let mut outputs = [Output::Store(&mut values), other];
            outputs.rotate_right(kept);
            program.reduce_outputs(&[&xs], &[], &mut outputs);
            assert_eq!(bits(&values), expected[kept]);
            if is_added {
                let others: Vec<f64> = expected[1 - kept]
                    .iter()
                    .map(|b| f64::from_bits(*b))
                    .collect();
                assert_eq!(sum.to_bits(), reduce(Reduction::Sum, &others).to_bits());
            }
        }
    }
}
