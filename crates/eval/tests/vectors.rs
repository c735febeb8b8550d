//! Computations over vectors: reductions, concatenations, shapes.

mod kit;

use gradus_eval::reduction::{reduce, reduce_block};
use gradus_eval::{Dual, Element, Engine, LowerError, ShapeError, VectorProgram, evaluate_vectors};
use gradus_symbolic::computation::{
    Binary, Comparison, Computation, Op, Real, Reduction, Unary, Value,
};
use kit::{Bits, bits, single};
use proptest::prelude::*;

const REDUCTIONS: [Reduction; 5] = [
    Reduction::Sum,
    Reduction::Product,
    Reduction::Min,
    Reduction::Max,
    Reduction::Count,
];

fn softmax() -> Computation {
    let ops = vec![
        Op::Input(0),
        Op::Reduce(Reduction::Max, Value(0)),
        Op::Binary(Binary::Sub, Value(0), Value(1)),
        Op::Unary(Unary::Exp, Value(2)),
        Op::Reduce(Reduction::Sum, Value(3)),
        Op::Binary(Binary::Div, Value(3), Value(4)),
    ];
    Computation {
        inputs: 1,
        parameters: 0,
        ops,
        outputs: vec![Value(5)],
    }
}

/// Every operation once, over two inputs and a parameter.
fn everything() -> Computation {
    let v = Value;
    let ops = vec![
        Op::Input(0),
        Op::Input(1),
        Op::Parameter(0),
        Op::Constant(Real::exact(0.25)),
        Op::Unary(Unary::Sigmoid, v(0)),
        Op::Binary(Binary::Mul, v(4), v(2)),
        Op::MulAdd(v(5), v(1), v(3)),
        Op::Power(v(6), 3),
        Op::Compare(Comparison::Less, v(7), v(3)),
        Op::Not(v(8)),
        Op::Compare(Comparison::Greater, v(0), v(2)),
        Op::And(v(9), v(10)),
        Op::Or(v(11), v(8)),
        Op::Select(v(12), v(7), v(0)),
        Op::Reduce(Reduction::Sum, v(13)),
        Op::Reduce(Reduction::Product, v(4)),
        Op::Reduce(Reduction::Min, v(0)),
        Op::Reduce(Reduction::Max, v(0)),
        Op::Reduce(Reduction::Count, v(0)),
        Op::Concat([v(13), v(14), v(0)].into()),
        Op::Unary(Unary::Neg, v(19)),
        Op::Part(v(20), [v(13), v(14), v(0)].into(), 0),
        Op::Part(v(20), [v(13), v(14), v(0)].into(), 1),
        Op::Part(v(20), [v(13), v(14), v(0)].into(), 2),
        Op::Binary(Binary::Add, v(21), v(23)),
        Op::Power(v(14), 2),
    ];
    let outputs = [13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 0, 0]
        .map(Value)
        .to_vec();
    Computation {
        inputs: 2,
        parameters: 1,
        ops,
        outputs,
    }
}

/// Reductions of reductions, over two inputs of one length and a parameter: values that several stages read, dear ones and
/// cheap ones, masks among them, and all sorts of outputs.
fn in_stages() -> Computation {
    let v = Value;
    let ops = vec![
        Op::Input(0),
        Op::Input(1),
        Op::Parameter(0),
        Op::Constant(Real::exact(0.25)),
        Op::Reduce(Reduction::Max, v(0)),
        Op::Binary(Binary::Sub, v(0), v(4)),
        Op::Unary(Unary::Exp, v(5)),
        Op::Reduce(Reduction::Sum, v(6)),
        Op::Binary(Binary::Div, v(6), v(7)),
        Op::Compare(Comparison::Less, v(8), v(3)),
        Op::MulAdd(v(8), v(1), v(2)),
        Op::Select(v(9), v(10), v(5)),
        Op::Reduce(Reduction::Sum, v(11)),
        Op::Reduce(Reduction::Min, v(10)),
        Op::Reduce(Reduction::Product, v(8)),
        Op::Reduce(Reduction::Count, v(11)),
        Op::Binary(Binary::Div, v(12), v(15)),
        Op::Binary(Binary::Sub, v(11), v(16)),
        Op::Power(v(17), 2),
        Op::Not(v(9)),
        Op::Compare(Comparison::Greater, v(0), v(13)),
        Op::Or(v(19), v(20)),
        Op::Select(v(21), v(18), v(6)),
        Op::Reduce(Reduction::Sum, v(22)),
        Op::Reduce(Reduction::Max, v(23)),
        Op::Reduce(Reduction::Count, v(23)),
        Op::Unary(Unary::Sqrt, v(24)),
        Op::Binary(Binary::Div, v(17), v(26)),
        Op::Unary(Unary::Sigmoid, v(1)),
        Op::Power(v(0), 0),
        Op::Reduce(Reduction::Sum, v(29)),
        Op::Input(0),
        Op::Binary(Binary::Mul, v(31), v(30)),
    ];
    let outputs = [27, 6, 8, 22, 14, 15, 25, 26, 28, 1, 1, 2, 3, 4, 29, 30, 32];
    Computation {
        inputs: 2,
        parameters: 1,
        ops,
        outputs: outputs.map(Value).to_vec(),
    }
}

fn call<T: Element>(
    computation: &Computation,
    inputs: &[&[T]],
    parameters: &[T],
) -> Result<Vec<Vec<T>>, ShapeError> {
    let mut outputs = vec![vec![T::number(7.0); 3]];
    VectorProgram::new(computation)
        .unwrap()
        .call(inputs, parameters, &mut outputs)?;
    Ok(outputs)
}

fn agree<T: Bits>(computation: &Computation, inputs: &[&[T]], parameters: &[T]) {
    let expected = evaluate_vectors(computation, inputs, parameters).unwrap();
    let outputs = call(computation, inputs, parameters).unwrap();
    let as_bits = |outputs: &[Vec<T>]| {
        outputs
            .iter()
            .map(|output| bits(output))
            .collect::<Vec<_>>()
    };
    assert_eq!(as_bits(&outputs), as_bits(&expected), "{inputs:?}");
    let program = VectorProgram::new(computation)
        .unwrap()
        .on(Engine::MachineCode);
    let mut outputs = Vec::new();
    program.call(inputs, parameters, &mut outputs).unwrap();
    assert_eq!(
        as_bits(&outputs),
        as_bits(&expected),
        "machine code {inputs:?}"
    );
}

fn wave<T: Element>(length: usize) -> Vec<T> {
    (0..length)
        .map(|i| T::number((i as f64 * 0.7).sin() * 3.0))
        .collect()
}

#[test]
fn vectors_agree_with_the_reference_at_every_length() {
    for length in (0..=70).chain([255, 256, 257, 511, 512, 513, 1000, 1025, 2050]) {
        for other in [1, length] {
            agree::<f64>(&everything(), &[&wave(length), &wave(other)], &[1.5]);
            agree::<f32>(&everything(), &[&wave(length), &wave(other)], &[1.5]);
        }
        agree::<f64>(&softmax(), &[&wave(length)], &[]);
        agree::<f32>(&softmax(), &[&wave(length)], &[]);
    }
}

#[test]
fn stages_agree_with_the_reference_at_every_length() {
    let longer = [255, 256, 257, 511, 512, 513, 1000, 2050, 4099, 70_001];
    for length in (0..=70).chain(longer) {
        for other in [1, length] {
            agree::<f64>(&in_stages(), &[&wave(length), &wave(other)], &[1.5]);
            agree::<f32>(&in_stages(), &[&wave(length), &wave(other)], &[1.5]);
        }
    }
}

/// Of 40 sums of 40 vectors: more than a stage takes.
#[test]
fn stages_may_be_large() {
    let mut computation = in_stages();
    for power in 0..40 {
        let next = Value(computation.ops.len() as u32);
        computation.ops.push(Op::Power(Value(8), power));
        computation.ops.push(Op::Reduce(Reduction::Sum, next));
        computation.outputs.push(Value(next.0 + 1));
    }
    for length in [2, 300, 3000] {
        agree::<f64>(&computation, &[&wave(length), &wave(length)], &[1.5]);
    }
}

#[test]
fn softmax_does_not_overflow() {
    let outputs = call(&softmax(), &[&[1000.0, 1001.0, 1002.0]], &[]).unwrap();
    let expected: [f64; 3] = [
        0.090_030_573_170_380_46,
        0.244_728_471_054_797_67,
        0.665_240_955_774_821_9,
    ];
    for (value, expected) in outputs[0].iter().zip(expected) {
        assert!((value - expected).abs() <= 2.0 * f64::EPSILON * expected);
    }
}

#[test]
fn dual_numbers_give_a_column_of_the_jacobian() {
    // d softmax_i / dx_j = y_i (delta_ij - y_j), here for j = 0.
    let inputs = [Dual::variable(0.3), Dual::fixed(-1.2), Dual::fixed(2.0)];
    let outputs = evaluate_vectors(&softmax(), &[&inputs], &[]).unwrap();
    let y: Vec<f64> = outputs[0].iter().map(|dual| dual.value).collect();
    for (i, dual) in outputs[0].iter().enumerate() {
        let expected = y[i] * (f64::from(u8::from(i == 0)) - y[0]);
        assert!((dual.derivative - expected).abs() < 1e-15);
    }
}

#[test]
fn reductions_of_few_elements() {
    let rows: [(Reduction, f64, f64); 5] = [
        (Reduction::Sum, 0.0, 5.5),
        (Reduction::Product, 1.0, -13.5),
        (Reduction::Min, f64::INFINITY, -1.5),
        (Reduction::Max, f64::NEG_INFINITY, 4.0),
        (Reduction::Count, 0.0, 4.0),
    ];
    for (reduction, of_none, of_four) in rows {
        assert_eq!(
            reduce::<f64>(reduction, &[]).to_bits(),
            of_none.to_bits(),
            "{reduction:?}"
        );
        assert_eq!(reduce(reduction, &[-1.5, 4.0, 1.5, 1.5]), of_four);
        assert_eq!(reduce_block(reduction, &[-1.5, 4.0, 1.5, 1.5]), of_four);
        let with_nan = reduce(reduction, &[1.0, f64::NAN, 2.0]);
        assert_eq!(
            with_nan.is_nan(),
            reduction != Reduction::Count,
            "{reduction:?}"
        );
    }
    assert_eq!(
        reduce(Reduction::Sum, &[-0.0f64]).to_bits(),
        (-0.0f64).to_bits()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reductions_follow_the_tree(elements in prop::collection::vec(-2.0..2.0f64, 0..3000)) {
        for reduction in REDUCTIONS {
            agree(&single(1, Op::Reduce(reduction, Value(0))), &[&elements], &[]);
        }
    }
}

#[test]
fn a_sum_of_many_is_accurate() {
    let elements = vec![0.1f32; 1 << 20];
    let exact = f64::from(0.1f32) * f64::from(1 << 20);
    assert!((f64::from(reduce(Reduction::Sum, &elements)) - exact).abs() / exact < 1e-7);
}

#[test]
fn shapes_that_do_not_fit_are_errors() {
    let sum = single(2, Op::Binary(Binary::Add, Value(0), Value(1)));
    assert_eq!(
        call(&sum, &[&[1.0, 2.0], &[1.0, 2.0, 3.0]], &[]),
        Err(ShapeError::Lengths { left: 2, right: 3 })
    );
    let part = single(2, Op::Part(Value(0), [Value(1)].into(), 0));
    assert_eq!(
        call(&part, &[&[1.0, 2.0], &[1.0, 2.0, 3.0]], &[]),
        Err(ShapeError::Part {
            length: 2,
            needed: 3
        })
    );
}

#[test]
fn lists_that_are_not_well_formed_are_errors() {
    let (n, m) = (Value(0), Value(1));
    let with = |op: Op| {
        let ops = vec![Op::Input(0), Op::Compare(Comparison::Less, n, n), op];
        Computation {
            inputs: 1,
            parameters: 0,
            ops,
            outputs: vec![n],
        }
    };
    let rows = [
        (
            with(Op::Unary(Unary::Exp, Value(2))),
            LowerError::NotEarlier { op: 2, operand: 2 },
        ),
        (
            with(Op::Unary(Unary::Exp, m)),
            LowerError::WrongKind {
                op: 2,
                operand: 1,
                expected: "number",
            },
        ),
        (
            with(Op::Not(n)),
            LowerError::WrongKind {
                op: 2,
                operand: 0,
                expected: "mask",
            },
        ),
        (
            with(Op::Select(n, n, n)),
            LowerError::WrongKind {
                op: 2,
                operand: 0,
                expected: "mask",
            },
        ),
        (with(Op::Input(1)), LowerError::NoSuchArgument { op: 2 }),
        (with(Op::Parameter(0)), LowerError::NoSuchArgument { op: 2 }),
        (
            with(Op::Part(n, [n].into(), 1)),
            LowerError::NoSuchPart { op: 2 },
        ),
        (
            Computation {
                outputs: vec![m],
                ..with(Op::Not(m))
            },
            LowerError::BadOutput { output: 0 },
        ),
        (
            Computation {
                outputs: vec![Value(3)],
                ..with(Op::Not(m))
            },
            LowerError::BadOutput { output: 0 },
        ),
    ];
    for (computation, error) in rows {
        assert_eq!(VectorProgram::<f64>::new(&computation).unwrap_err(), error);
    }
    let reduce = with(Op::Reduce(Reduction::Sum, n));
    assert_eq!(
        gradus_eval::ScalarProgram::<f64>::new(&reduce).unwrap_err(),
        LowerError::OverVectors { op: 2 }
    );
    assert_eq!(
        gradus_eval::BlockProgram::<f64>::new(&reduce).unwrap_err(),
        LowerError::OverVectors { op: 2 }
    );
}
