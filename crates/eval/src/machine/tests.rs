//! Machine code beside the scalar functions.

use gradus_symbolic::computation::{
    Binary, Comparison, Computation, Op, Real, Reduction, Unary, Value,
};

mod lengths;

use super::verify::verify;
use super::*;
use crate::vector::plan::Plan;

pub(super) fn computation(ops: Vec<Op>, outputs: Vec<Value>) -> Computation {
    Computation {
        inputs: 1,
        parameters: 0,
        ops,
        outputs,
    }
}

/// Numbers of all sizes, with the ends of the range.
fn inputs<T: Element>(count: usize) -> Vec<T> {
    let mut state = 7u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        state >> 11
    };
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        1e-310,
        1e-40,
        88.8,
        -103.9,
        1e300,
        1e8,
    ];
    let mut numbers: Vec<T> = special.into_iter().map(T::number).collect();
    numbers.resize_with(count, || {
        let fraction = next() as f64 / (1u64 << 53) as f64;
        let scale = [1.0, 20.0, 1e-3, 800.0][(next() >> 20) as usize % 4];
        T::number((2.0 * fraction - 1.0) * scale)
    });
    numbers
}

/// Whether two numbers have the same bits, or both are NaN.
fn same<T: Element>(a: T, b: T) -> bool {
    let nan = |number: T| number.partial_cmp(&number).is_none();
    bits(a) == bits(b) || (nan(a) && nan(b))
}

/// Array and point code beside the interpreter, on one input or two.
pub(super) fn agrees<T: Element>(computation: &Computation) {
    let program = Program::<T>::new(computation).unwrap();
    let scalar = crate::ScalarProgram::<T>::new(computation).unwrap();
    let scalar = scalar.on(crate::Engine::Interpreted);
    let none = program.prepare(&[]);
    let xs = inputs::<T>(1029);
    let ys: Vec<T> = xs.iter().rev().copied().collect();
    let inputs = [&xs[..], &ys[..]];
    let inputs = &inputs[..computation.inputs as usize];
    let count = computation.outputs.len();
    let reference: Vec<Vec<T>> = (0..xs.len())
        .map(|k| {
            let mut out = vec![T::default(); count];
            let point: Vec<T> = inputs.iter().map(|input| input[k]).collect();
            scalar.call(&point, &[], &mut out);
            out
        })
        .collect();
    let (graph, uniforms) = graph_of(&program, &[], Width::Point).unwrap();
    verify(&graph, uniforms, shape::<T>(Width::Point), Stores::Usual);
    if RegisterMemory::<T>::new(&graph, program.inputs, uniforms).is_some() {
        verify(
            &graph,
            uniforms,
            shape::<T>(Width::Point),
            Stores::Registers,
        );
    }
    for width in level::widths() {
        let (graph, uniforms) = graph_of(&program, &[], width).unwrap();
        verify(&graph, uniforms, shape::<T>(width), Stores::Usual);
        verify(&graph, uniforms, shape::<T>(width), Stores::PastCaches);
    }
    let widths = level::widths().into_iter();
    for (width, work) in widths.flat_map(|width| [(width, 0), (width, usize::MAX)]) {
        let code = ArrayCode::of_width(&program, &[], width, work).expect("code");
        let mut outputs = vec![vec![T::default(); xs.len()]; count];
        let mut start = 0;
        while start + code.lanes() <= xs.len() {
            let (from, left) = (inputs.iter().map(|xs| &xs[start..]), xs.len() - start);
            let to = outputs.iter_mut().map(|out| &mut out[start..]);
            let done = code.run(&none.given, from, to, left, false);
            for k in start..start + done {
                for (output, right) in outputs.iter().zip(&reference[k]) {
                    assert!(
                        same(output[k], *right),
                        "{width:?} {computation:?} at {:?}: {:?} is not {right:?}",
                        xs[k],
                        output[k]
                    );
                }
            }
            let rare = if done < left { code.lanes() } else { 0 };
            start += done + rare;
        }
    }
    let Some(code) = PointCode::new(&program) else {
        assert!(level::arrays().is_none(), "code for arrays alone");
        return;
    };
    for (k, right) in reference.iter().enumerate() {
        let point: Vec<T> = inputs.iter().map(|input| input[k]).collect();
        let mut out = vec![T::default(); count];
        if code.run(&[], &point, &mut out) {
            for (output, right) in out.iter().zip(right) {
                assert!(
                    same(*output, *right),
                    "point {computation:?} at {:?}: {output:?} is not {right:?}",
                    xs[k]
                );
            }
        }
    }
}

const UNARY: [Unary; 39] = [
    Unary::Neg,
    Unary::Abs,
    Unary::Sign,
    Unary::Floor,
    Unary::Ceil,
    Unary::Round,
    Unary::Sqrt,
    Unary::Cbrt,
    Unary::Exp,
    Unary::ExpBeside,
    Unary::Exp2,
    Unary::Expm1,
    Unary::Ln,
    Unary::Log2,
    Unary::Log10,
    Unary::Log1p,
    Unary::Log1pUnit,
    Unary::Sin,
    Unary::Cos,
    Unary::Tan,
    Unary::Asin,
    Unary::Acos,
    Unary::Atan,
    Unary::Sinh,
    Unary::Cosh,
    Unary::Tanh,
    Unary::Sech,
    Unary::Asinh,
    Unary::Acosh,
    Unary::Atanh,
    Unary::Erf,
    Unary::Erfc,
    Unary::Erfcx,
    Unary::ErfcExcess,
    Unary::NormalCdf,
    Unary::NormalPdf,
    Unary::Sigmoid,
    Unary::Softplus,
    Unary::LnCosh,
];

#[test]
fn every_function_has_the_same_bits() {
    for function in UNARY {
        let ops = vec![
            Op::Input(0),
            Op::Unary(function, Value(0)),
            Op::Binary(Binary::Mul, Value(0), Value(1)),
        ];
        for outputs in [vec![1, 2, 0], vec![2, 1], vec![2]] {
            let outputs = outputs.into_iter().map(Value).collect();
            let c = computation(ops.clone(), outputs);
            agrees::<f32>(&c);
            agrees::<f64>(&c);
        }
    }
}

#[test]
fn every_function_of_two_has_the_same_bits() {
    for function in [
        Binary::Add,
        Binary::Sub,
        Binary::Mul,
        Binary::Div,
        Binary::Min,
        Binary::Max,
        Binary::Pow,
        Binary::Hypot,
        Binary::Atan2,
        Binary::CopySign,
        Binary::ExpSum,
        Binary::ExpRest,
    ] {
        let ops = vec![
            Op::Input(0),
            Op::Input(1),
            Op::Binary(function, Value(0), Value(1)),
        ];
        let mut c = computation(ops, vec![Value(2)]);
        c.inputs = 2;
        agrees::<f32>(&c);
        agrees::<f64>(&c);
    }
}

/// What a choice that is always the same leaves may be a constant that a function treats apart.
#[test]
fn chosen_constants_have_the_same_bits() {
    for function in UNARY {
        for constant in [1e8, -1e22, 0.0, -3.0, 1e300, f64::INFINITY] {
            let ops = vec![
                Op::Input(0),
                Op::Constant(Real::exact(constant)),
                Op::Compare(Comparison::Less, Value(1), Value(1)),
                Op::Select(Value(2), Value(0), Value(1)),
                Op::Unary(function, Value(3)),
                Op::Binary(Binary::Add, Value(0), Value(4)),
            ];
            let c = computation(ops, vec![Value(4), Value(5)]);
            agrees::<f32>(&c);
            agrees::<f64>(&c);
        }
    }
}

/// Random lists of operations of all kinds, long enough for more values than registers.
fn random_computation(seed: u64, length: usize) -> Computation {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below
    };
    let mut ops = vec![
        Op::Input(0),
        Op::Input(1),
        Op::Constant(Real::exact(0.5)),
        Op::Constant(Real::exact(0.0)),
    ];
    let mut masks = Vec::new();
    let mut numbers: Vec<Value> = (0..4).map(Value).collect();
    for _ in 0..length {
        // Mostly recent values, sometimes old ones, so that some live long.
        let recent = numbers.len().min(12);
        let mut number = || {
            let back = if next(4) == 0 {
                next(numbers.len())
            } else {
                next(recent)
            };
            numbers[numbers.len() - 1 - back]
        };
        let [a, b, c] = [number(), number(), number()];
        let kind = next(16);
        let value = Value(ops.len() as u32);
        let op = match kind {
            0..3 => Op::Binary(
                [Binary::Add, Binary::Sub, Binary::Mul, Binary::Div][next(4)],
                a,
                b,
            ),
            3..6 => Op::MulAdd(a, b, c),
            6 => Op::Unary(
                [Unary::Neg, Unary::Abs, Unary::Sqrt, Unary::Floor][next(4)],
                a,
            ),
            7 => Op::Unary(
                [Unary::Exp, Unary::Tanh, Unary::Sigmoid, Unary::Erfcx][next(4)],
                a,
            ),
            8 => Op::Binary(
                [Binary::Min, Binary::Max, Binary::Hypot, Binary::ExpSum][next(4)],
                a,
                b,
            ),
            9 => Op::Power(a, next(5) as u32),
            10 | 11 => Op::Compare(
                [
                    Comparison::Less,
                    Comparison::LessEqual,
                    Comparison::Greater,
                    Comparison::GreaterEqual,
                    Comparison::Equal,
                    Comparison::NotEqual,
                ][next(6)],
                a,
                b,
            ),
            _ if masks.is_empty() => Op::Binary(Binary::Add, a, b),
            12 => Op::Not(masks[next(masks.len())]),
            13 => Op::And(masks[next(masks.len())], masks[next(masks.len())]),
            14 => Op::Or(masks[next(masks.len())], masks[next(masks.len())]),
            _ => Op::Select(masks[next(masks.len())], a, b),
        };
        match op {
            Op::Compare(..) | Op::Not(_) | Op::And(..) | Op::Or(..) => masks.push(value),
            _ => numbers.push(value),
        }
        ops.push(op);
    }
    let outputs = (0..3)
        .map(|_| numbers[numbers.len() - 1 - next(numbers.len().min(20))])
        .collect();
    Computation {
        inputs: 2,
        parameters: 0,
        ops,
        outputs,
    }
}

/// The same with the first input in place of the second, and two outputs.
fn of_one_input(mut computation: Computation) -> Computation {
    computation.inputs = 1;
    computation.ops[1] = Op::Unary(Unary::Neg, Value(0));
    computation.outputs.truncate(2);
    computation
}

/// Wherever two results are when they are there, each is returned in its register.
#[test]
fn results_are_returned_from_any_register() {
    let v = Value;
    let ops = vec![
        Op::Input(0),
        Op::Unary(Unary::Abs, v(0)),
        Op::Unary(Unary::Sqrt, v(1)),
        Op::Binary(Binary::Mul, v(0), v(0)),
        Op::Constant(Real::exact(1.5)),
    ];
    for first in 0..5 {
        for second in 0..5 {
            let computation = Computation {
                inputs: 1,
                parameters: 0,
                ops: ops.clone(),
                outputs: vec![v(first), v(second)],
            };
            agrees::<f32>(&computation);
            agrees::<f64>(&computation);
        }
    }
}

#[test]
fn random_programs_have_the_same_bits() {
    let mut spilling = 0;
    for seed in 0..60 {
        let computation = random_computation(seed, 5 + seed as usize * 3);
        let program = Program::<f32>::new(&computation).unwrap();
        for width in level::widths() {
            let (graph, _) = graph_of(&program, &[], width).unwrap();
            let shape = shape::<f32>(width);
            let aim = emit::Aim {
                shape,
                stores: Stores::Usual,
                arrays: [2, 2],
                most: usize::MAX,
            };
            let body = emit::emit(&graph, aim, &constants::Constants::new(shape)).unwrap();
            spilling += usize::from(body.slots > 0);
        }
        agrees::<f32>(&computation);
        agrees::<f64>(&computation);
        let computation = of_one_input(computation);
        agrees::<f32>(&computation);
        agrees::<f64>(&computation);
    }
    assert!(
        spilling > 20 || level::widths().is_empty(),
        "{spilling} spill"
    );
}

/// Softmax, weights and reductions of all kinds, outputs of one number among them.
fn of_rows() -> Computation {
    let v = Value;
    let ops = vec![
        Op::Input(0),
        Op::Input(1),
        Op::Parameter(0),
        Op::Reduce(Reduction::Max, v(0)),
        Op::Binary(Binary::Sub, v(0), v(3)),
        Op::Unary(Unary::Exp, v(4)),
        Op::Reduce(Reduction::Sum, v(5)),
        Op::Binary(Binary::Div, v(5), v(6)),
        Op::MulAdd(v(7), v(1), v(2)),
        Op::Reduce(Reduction::Product, v(8)),
        Op::Reduce(Reduction::Min, v(8)),
        Op::Reduce(Reduction::Count, v(8)),
        Op::Unary(Unary::Ln, v(6)),
        Op::Binary(Binary::Div, v(12), v(11)),
        Op::Binary(Binary::Mul, v(7), v(13)),
        Op::Reduce(Reduction::Max, v(14)),
    ];
    Computation {
        inputs: 2,
        parameters: 1,
        ops,
        outputs: [7, 9, 8, 10, 13, 14, 15, 1].map(Value).to_vec(),
    }
}

fn rows_agree<T: Element>() {
    let computation = of_rows();
    let plan = Plan::<T>::new(&computation).expect("stages");
    let special = [f64::NAN, f64::INFINITY, -0.0, 0.0, 1e30];
    for width in level::widths() {
        for vectors in [1, 2, 4] {
            let lanes = shape::<T>(width).vector() as usize / size_of::<T>();
            let code = RowCode::of_width(&plan, vectors, width).expect("code");
            for length in 1..=vectors * lanes {
                for seed in 0..8 {
                    let number = |at: usize| match special.get((at * 7 + seed * 3) % 40) {
                        Some(special) if seed > 3 => T::number(*special),
                        _ => T::number(((at * 37 + seed * 11) % 64) as f64 * 0.25 - 7.75),
                    };
                    let xs: Vec<T> = (0..length).map(number).collect();
                    let ys: Vec<T> = (3..length + 3).map(number).collect();
                    let parameters = [T::number(0.75)];
                    let expected =
                        crate::evaluate_vectors(&computation, &[&xs, &ys], &parameters).unwrap();
                    let mut found = vec![Vec::new(); expected.len()];
                    assert!(code.run(&parameters, &[&xs, &ys], &mut found));
                    for (found, expected) in found.iter().zip(&expected) {
                        assert_eq!(found.len(), expected.len().min(found.len()));
                        for (at, value) in found.iter().enumerate() {
                            let right = expected[at % expected.len()];
                            assert!(same(*value, right), "{width:?} {xs:?}: {value:?} {right:?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn rows_have_the_same_bits() {
    rows_agree::<f32>();
    rows_agree::<f64>();
}
