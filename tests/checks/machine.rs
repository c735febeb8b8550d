//! Machine code beside the interpreters.

use gradus::Element;
use gradus_eval::{BlockProgram, Engine, ScalarProgram};
use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};

use super::engines::{bits, column};

const UNARY: [Unary; 30] = [
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
    Unary::Log1p,
    Unary::Log1pUnit,
    Unary::Sin,
    Unary::Cos,
    Unary::Atan,
    Unary::Acos,
    Unary::Sinh,
    Unary::Tanh,
    Unary::Sech,
    Unary::Asinh,
    Unary::Erf,
    Unary::Erfc,
    Unary::Erfcx,
    Unary::NormalCdf,
    Unary::Sigmoid,
    Unary::Softplus,
    Unary::LnCosh,
];

const BINARY: [Binary; 12] = [
    Binary::Add,
    Binary::Sub,
    Binary::Mul,
    Binary::Div,
    Binary::Min,
    Binary::Max,
    Binary::Pow,
    Binary::Hypot,
    Binary::Atan2,
    Binary::ExpSum,
    Binary::ExpRest,
    Binary::CopySign,
];

const COMPARISONS: [Comparison; 6] = [
    Comparison::Less,
    Comparison::LessEqual,
    Comparison::Greater,
    Comparison::GreaterEqual,
    Comparison::Equal,
    Comparison::NotEqual,
];

/// The list that bytes spell, four an operation: any bytes spell one.
fn spelled(bytes: &[u8]) -> Computation {
    let mut ops = vec![
        Op::Input(0),
        Op::Input(1),
        Op::Parameter(0),
        Op::Constant(Real::exact(0.5)),
        Op::Constant(Real::exact(0.0)),
    ];
    let mut numbers: Vec<Value> = (0..5).map(Value).collect();
    let mut masks = Vec::new();
    for word in bytes.chunks_exact(4) {
        let [kind, a, b, c] = [word[0], word[1], word[2], word[3]].map(usize::from);
        let pick = |from: &[Value], at: usize| from[from.len() - 1 - at % from.len()];
        let [x, y, z] = [a, b, c].map(|at| pick(&numbers, at));
        let value = Value(ops.len() as u32);
        let mask = |at| pick(&masks, at);
        let op = match kind % 12 {
            0 => Op::Unary(UNARY[c % UNARY.len()], x),
            1..4 => Op::Binary(BINARY[c % 4], x, y),
            4 => match BINARY[c % BINARY.len()] {
                // the sign of a NaN that is computed is any
                Binary::CopySign => Op::Binary(Binary::CopySign, x, Value(b as u32 % 2)),
                function => Op::Binary(function, x, y),
            },
            5 | 6 => Op::MulAdd(x, y, z),
            7 => Op::Power(x, c as u32 % 6),
            8 => Op::Compare(COMPARISONS[c % 6], x, y),
            _ if masks.is_empty() => Op::Compare(COMPARISONS[c % 6], x, y),
            9 => Op::And(mask(a), mask(b)),
            10 if c % 2 == 0 => Op::Or(mask(a), mask(b)),
            10 => Op::Not(mask(a)),
            _ => Op::Select(mask(c), x, y),
        };
        match op {
            Op::Compare(..) | Op::And(..) | Op::Or(..) | Op::Not(_) => masks.push(value),
            _ => numbers.push(value),
        }
        ops.push(op);
    }
    let outputs = numbers.iter().rev().step_by(2).take(3).copied().collect();
    Computation {
        inputs: 2,
        parameters: 1,
        ops,
        outputs,
    }
}

/// Elements from which on arrays are worked on by machine code for one vector at a time.
const ENOUGH: usize = 2048;

/// Any list of operations gives the same bits by machine code and interpreted, in arrays and point by point.
///
/// # Panics
/// If it does not.
pub fn machine(bytes: &[u8]) {
    let computation = spelled(bytes);
    agree::<f32>(&computation);
    agree::<f64>(&computation);
}

fn agree<T: Element>(computation: &Computation) {
    let (xs, ys) = (column::<T>(0), column::<T>(1));
    let parameter = [T::number(1.5)];
    let count = computation.outputs.len();
    let on = |engine| {
        let program = BlockProgram::<T>::new(computation).expect("well-formed");
        let mut rows = vec![vec![T::default(); xs.len()]; count];
        let mut outputs: Vec<&mut [T]> = rows.iter_mut().map(Vec::as_mut_slice).collect();
        let program = program.on(engine);
        // the last by machine code, which is made when there is enough to do
        let times = if engine == Engine::Automatic {
            2 + ENOUGH / xs.len()
        } else {
            1
        };
        for _ in 0..times {
            program.map(&[&xs, &ys], &parameter, &mut outputs);
        }
        rows
    };
    let [expected, found, first] =
        [Engine::Interpreted, Engine::MachineCode, Engine::Automatic].map(on);
    let points = ScalarProgram::<T>::new(computation)
        .expect("well-formed")
        .on(Engine::MachineCode);
    for (at, (x, y)) in xs.iter().zip(&ys).enumerate() {
        let mut point = vec![T::default(); count];
        points.call(&[*x, *y], &parameter, &mut point);
        for (output, point) in point.iter().enumerate() {
            let right = expected[output][at];
            for (what, value) in [
                ("array", found[output][at]),
                ("array at first", first[output][at]),
                ("point", *point),
            ] {
                assert!(
                    bits(value) == bits(right),
                    "{what}, output {output} at {x:?}, {y:?}: {value:?} is not {right:?}\n{computation:?}"
                );
            }
        }
    }
}
