//! Operations that the block engine does in one pass, beside the scalar program.

use gradus_eval::reduction::reduce;
use gradus_eval::{BlockProgram, Engine, Output};
use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Reduction, Unary, Value};

use super::kit::{Bits, bits};
use super::{by_scalar, pairs};

/// Every pair of operations of which the second reads the first at any place, over whole blocks and over some of one, and outputs that are
/// kept, dropped or added up.
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
                let mut ops = vec![Op::Input(0), Op::Input(1), Op::Parameter(0)];
                ops.push(Op::Compare(Comparison::LessEqual, y, x));
                ops.push(first.clone());
                let of_masks = matches!(then, Op::And(..) | Op::Or(..));
                ops.push(then);
                if of_masks {
                    ops.push(Op::Select(v(5), x, y));
                }
                let last = v(ops.len() as u32 - 1);
                blocks_agree::<T>(&Computation {
                    inputs: 2,
                    parameters: 1,
                    ops,
                    outputs: vec![last, last, x],
                });
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
    let some = |of: &Vec<T>| of.iter().copied().cycle().step_by(7).take(513).collect();
    let all: Vec<Vec<T>> = pairs().iter().map(some).collect();
    for parameter in [0.7, f64::NAN] {
        let given = [T::number(parameter)];
        let expected = by_scalar(&one, &all, &given).remove(0);
        for length in [1, 31, 32, 256, 512, 513] {
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
