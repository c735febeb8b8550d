//! All engines give the same bits for the same point.

#[path = "engines/below.rs"]
mod below;
mod kit;
#[path = "engines/left.rs"]
mod left;
#[path = "engines/passes.rs"]
mod passes;

use gradus_eval::{BlockProgram, Engine, Output, ScalarProgram, VectorProgram, evaluate};
use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};
use kit::{BINARY, Bits, COMPARISONS, UNARY, bits, computations, points, single};
use proptest::prelude::*;

/// Compares all engines on rows of inputs (one vector for each input).
fn agree<T: Bits>(computation: &Computation, inputs: &[Vec<T>], parameters: &[T]) {
    let rows = inputs[0].len();
    let expected = by_reference(computation, inputs, parameters);
    assert_eq!(
        by_scalar(computation, inputs, parameters),
        expected,
        "scalar: {computation:?} {inputs:?} {parameters:?}"
    );
    let block = BlockProgram::<T>::new(computation).unwrap();
    let mut stored = vec![vec![T::default(); rows]; computation.outputs.len()];
    let slices: Vec<&[T]> = inputs.iter().map(Vec::as_slice).collect();
    let mut outputs: Vec<&mut [T]> = stored.iter_mut().map(Vec::as_mut_slice).collect();
    block.map(&slices, parameters, &mut outputs);
    let blocks: Vec<_> = stored.iter().map(|output| bits(output)).collect();
    assert_eq!(
        blocks, expected,
        "block: {computation:?} {inputs:?} {parameters:?}"
    );
    let mut vectors = Vec::new();
    VectorProgram::<T>::new(computation)
        .unwrap()
        .call(&slices, parameters, &mut vectors)
        .unwrap();
    for (vector, expected) in vectors.iter().zip(&expected) {
        let broadcast = if vector.len() == 1 {
            vec![vector[0]; rows]
        } else {
            vector.clone()
        };
        assert_eq!(
            &bits(&broadcast),
            expected,
            "vector: {computation:?} {inputs:?} {parameters:?}"
        );
    }
}

fn by_reference<T: Bits>(
    computation: &Computation,
    inputs: &[Vec<T>],
    parameters: &[T],
) -> Vec<Vec<u64>> {
    let row = |row: usize| inputs.iter().map(|input| input[row]).collect::<Vec<_>>();
    transposed(inputs[0].len(), computation.outputs.len(), |at| {
        bits(&evaluate(computation, &row(at), parameters))
    })
}

/// By the interpreter, and by machine code, which must agree.
fn by_scalar<T: Bits>(
    computation: &Computation,
    inputs: &[Vec<T>],
    parameters: &[T],
) -> Vec<Vec<u64>> {
    let program = ScalarProgram::<T>::new(computation).unwrap();
    let uniforms = program.prepare(parameters);
    let native = program.clone().on(Engine::MachineCode);
    let program = program.on(Engine::Interpreted);
    transposed(inputs[0].len(), computation.outputs.len(), |at| {
        let row: Vec<T> = inputs.iter().map(|input| input[at]).collect();
        let [mut outputs, mut prepared, mut by_code] =
            [(); 3].map(|()| vec![T::default(); program.outputs()]);
        program.call(&row, parameters, &mut outputs);
        program.call_prepared(&uniforms, &row, &mut prepared);
        native.call_prepared(&uniforms, &row, &mut by_code);
        assert_eq!(bits(&outputs), bits(&prepared));
        assert_eq!(bits(&outputs), bits(&by_code));
        bits(&outputs)
    })
}

fn transposed(rows: usize, outputs: usize, row: impl Fn(usize) -> Vec<u64>) -> Vec<Vec<u64>> {
    let mut columns = vec![Vec::new(); outputs];
    for at in 0..rows {
        columns
            .iter_mut()
            .zip(row(at))
            .for_each(|(column, value)| column.push(value));
    }
    columns
}

/// All pairs of points, as two inputs.
fn pairs<T: Bits>() -> Vec<Vec<T>> {
    let points = points::<T>();
    let first = points
        .iter()
        .flat_map(|a| std::iter::repeat_n(*a, points.len()))
        .collect();
    let second = points.iter().flat_map(|_| points.iter().copied()).collect();
    vec![first, second]
}

fn every_operation() -> Vec<Computation> {
    let (a, b) = (Value(0), Value(1));
    let mut all: Vec<Computation> = UNARY.iter().map(|f| single(2, Op::Unary(*f, a))).collect();
    all.extend(BINARY.iter().map(|f| single(2, Op::Binary(*f, a, b))));
    all.push(single(2, Op::MulAdd(a, b, a)));
    all.extend((0..40).map(|exponent| single(2, Op::Power(a, exponent))));
    all.push(single(2, Op::Power(a, u32::MAX)));
    for comparison in COMPARISONS {
        let mut computation = single(2, Op::Compare(*comparison, a, b));
        computation.ops.extend([
            Op::Not(Value(2)),
            Op::Compare(Comparison::Less, a, b),
            Op::And(Value(3), Value(4)),
            Op::Or(Value(3), Value(4)),
            Op::Select(Value(2), a, b),
            Op::Select(Value(5), a, b),
            Op::Select(Value(6), a, b),
        ]);
        computation.outputs = vec![Value(7), Value(8), Value(9)];
        all.push(computation);
    }
    all
}

#[test]
fn every_operation_agrees_on_all_pairs_of_points() {
    for computation in every_operation() {
        agree(&computation, &pairs::<f64>(), &[]);
        agree(&computation, &pairs::<f32>(), &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_computations_agree(
        computation in computations(40),
        x in prop::collection::vec(-6.0..6.0f64, 1..70),
        parameters in [-3.0..3.0f64, -3.0..3.0f64],
    ) {
        let y: Vec<f64> = x.iter().rev().map(|x| x * 0.7 + 1.0).collect();
        agree(&computation, &[x.clone(), y.clone()], &parameters);
        let narrow = |numbers: &[f64]| numbers.iter().map(|x| *x as f32).collect::<Vec<_>>();
        agree(&computation, &[narrow(&x), narrow(&y)], &narrow(&parameters));
    }

    #[test]
    fn random_computations_agree_at_the_ends_of_ranges(computation in computations(12), choices in prop::collection::vec(0usize..33, 4..40)) {
        let all = points::<f64>();
        let x: Vec<f64> = choices.iter().map(|choice| all[*choice % all.len()]).collect();
        let y: Vec<f64> = choices.iter().rev().map(|choice| all[*choice % all.len()]).collect();
        agree(&computation, &[x, y], &[all[choices[0]], all[choices[1]]]);
    }
}

/// Long enough for stack frames of every size and for the heap.
#[test]
fn programs_of_every_size_agree() {
    for length in [3u32, 10, 50, 200, 400] {
        let mut computation = single(2, Op::Unary(Unary::Sin, Value(0)));
        for step in 0..length {
            computation
                .ops
                .push(Op::Constant(Real::exact(f64::from(step) + 0.25)));
            let constant = Value(computation.ops.len() as u32 - 1);
            computation
                .ops
                .push(Op::Binary(Binary::Add, Value(0), constant));
        }
        let last = computation.ops.len() as u32 - 1;
        computation.ops.push(Op::Unary(Unary::Neg, Value(2)));
        // Summed from the last to the first, so that all of them are alive at once.
        for step in 0..length {
            let sum = Value(computation.ops.len() as u32 - 1);
            computation
                .ops
                .push(Op::Binary(Binary::Add, sum, Value(last - 2 * step)));
        }
        computation.outputs = vec![Value(computation.ops.len() as u32 - 1)];
        agree(&computation, &pairs::<f64>(), &[]);
    }
}

/// Functions that share work, in both orders, of an input and of a sum; a third of the same operand.
fn functions_together() -> Vec<Computation> {
    let pairs = [
        (Unary::Exp, Unary::Expm1),
        (Unary::Sin, Unary::Cos),
        (Unary::Sinh, Unary::Cosh),
        (Unary::Tanh, Unary::Sech),
    ];
    let both = pairs.into_iter().flat_map(|(a, b)| [(a, b), (b, a)]);
    both.flat_map(|(one, other)| [0, 2].map(|operand| (one, other, Value(operand))))
        .map(|(one, other, operand)| Computation {
            inputs: 1,
            parameters: 1,
            ops: vec![
                Op::Input(0),
                Op::Parameter(0),
                Op::Binary(Binary::Add, Value(0), Value(1)),
                Op::Unary(one, operand),
                Op::Binary(Binary::Mul, Value(3), Value(0)),
                Op::Unary(other, operand),
                Op::Unary(one, Value(4)),
                Op::Binary(Binary::Sub, Value(4), Value(5)),
            ],
            outputs: [3, 5, 6, 7].map(Value).to_vec(),
        })
        .collect()
}

#[test]
fn functions_that_share_work_agree_at_every_length() {
    let numbers: Vec<f32> = points().into_iter().cycle().take(300).collect();
    for computation in functions_together() {
        for length in [1, 31, 32, 33, 127, 128, 129, 255, 256, 257, 300] {
            agree::<f32>(&computation, &[numbers[..length].to_vec()], &[0.25]);
            let doubles = numbers[..length].iter().map(|x| f64::from(*x)).collect();
            agree::<f64>(&computation, &[doubles], &[-0.25]);
        }
    }
}

/// `x * sigmoid(beta x)` with its derivatives by x and beta.
fn swish() -> Computation {
    let (x, beta, z, s, t) = (Value(0), Value(1), Value(2), Value(3), Value(5));
    Computation {
        inputs: 1,
        parameters: 1,
        ops: vec![
            Op::Input(0),
            Op::Parameter(0),
            Op::Binary(Binary::Mul, beta, x),
            Op::Unary(Unary::Sigmoid, z),
            Op::Unary(Unary::Neg, z),
            Op::Unary(Unary::Sigmoid, Value(4)),
            Op::Binary(Binary::Mul, x, s),
            Op::Binary(Binary::Mul, Value(6), t),
            Op::MulAdd(beta, Value(7), s),
            Op::Binary(Binary::Mul, x, Value(7)),
        ],
        outputs: vec![Value(6), Value(8), Value(9)],
    }
}

fn ramp(length: usize) -> Vec<f32> {
    (0..length).map(|i| (i % 977) as f32 * 0.02 - 9.7).collect()
}

fn map_swish(xs: &[f32]) -> [Vec<f32>; 3] {
    let program = BlockProgram::<f32>::new(&swish()).unwrap();
    let mut outputs = [
        vec![0.0; xs.len()],
        vec![0.0; xs.len()],
        vec![0.0; xs.len()],
    ];
    let [a, b, c] = &mut outputs;
    program.map(&[xs], &[1.5], &mut [a, b, c]);
    outputs
}

#[test]
fn lengths_and_offsets_change_no_bit() {
    let xs = ramp(600);
    let whole = map_swish(&xs);
    for length in (0..=70).chain([255, 256, 257, 511, 512, 513]) {
        for offset in [0, 1, 2, 3, 5, 31] {
            let part = map_swish(&xs[offset..offset + length]);
            for (part, whole) in part.iter().zip(&whole) {
                assert_eq!(bits(part), bits(&whole[offset..offset + length]));
            }
        }
    }
}

fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(work)
}

fn sums(length: usize) -> [u32; 2] {
    let program = BlockProgram::<f32>::new(&swish()).unwrap();
    let xs = ramp(length);
    let (mut stored, mut slope, mut by_beta) = (vec![0.0; length], 0.0, 0.0);
    let mut outputs = [
        Output::Store(&mut stored),
        Output::Sum(&mut slope),
        Output::Sum(&mut by_beta),
    ];
    program.reduce_outputs(&[&xs], &[1.5], &mut outputs);
    assert_eq!(bits(&stored), bits(&map_swish(&xs)[0]));
    [slope.to_bits(), by_beta.to_bits()]
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    for length in [1000, 65_536, 65_537, 100_000, 200_003] {
        let alone = in_pool(1, || sums(length));
        for threads in [2, 3] {
            assert_eq!(
                in_pool(threads, || sums(length)),
                alone,
                "{length} elements, {threads} threads"
            );
        }
        let xs = ramp(length);
        let [_, slopes, by_beta] = map_swish(&xs);
        let reduce = |xs: &[f32]| {
            gradus_eval::reduction::reduce(gradus_symbolic::computation::Reduction::Sum, xs)
        };
        assert_eq!(
            alone,
            [reduce(&slopes).to_bits(), reduce(&by_beta).to_bits()],
            "{length} elements"
        );
    }
}

#[test]
fn parallel_maps_have_the_bits_of_single_calls() {
    let xs = ramp(70_001);
    let program = ScalarProgram::<f32>::new(&swish()).unwrap();
    let [value, slope, by_beta] = map_swish(&xs);
    for (at, x) in xs.iter().enumerate() {
        let mut outputs = [0.0; 3];
        program.call(&[*x], &[1.5], &mut outputs);
        assert_eq!(bits(&outputs), bits(&[value[at], slope[at], by_beta[at]]));
    }
}

#[test]
fn a_branch_that_is_not_taken_has_no_influence() {
    // if(x > 0, ln(x), 1/x) without guards: NaN and infinities are computed on the other side.
    let mut computation = single(1, Op::Constant(Real::exact(0.0)));
    computation.ops.extend([
        Op::Compare(Comparison::Greater, Value(0), Value(1)),
        Op::Unary(Unary::Ln, Value(0)),
        Op::Constant(Real::exact(1.0)),
        Op::Select(Value(2), Value(3), Value(4)),
        Op::Select(Value(2), Value(4), Value(3)),
    ]);
    computation.outputs = vec![Value(5)];
    let xs = [-1.0, 0.0, 1.0, f64::NEG_INFINITY, 1.0];
    let mut ys = [0.0; 5];
    BlockProgram::new(&computation)
        .unwrap()
        .map(&[&xs], &[], &mut [&mut ys]);
    assert_eq!(ys, [1.0, 1.0, 0.0, 1.0, 0.0]);
    agree(&computation, &[xs.to_vec()], &[]);
}

#[test]
fn closures_are_plain_functions() {
    fn plain<F: Fn(f64) -> f64 + Clone + Send + Sync + 'static>(f: F) -> F {
        f
    }
    let mut computation = swish();
    computation.outputs.truncate(1);
    let f = plain(
        ScalarProgram::<f64>::new(&computation)
            .unwrap()
            .closure(&[1.0]),
    );
    let g = f.clone();
    assert_eq!(std::thread::spawn(move || g(4.0)).join().unwrap(), f(4.0));
    assert_eq!(f(-800.0), -0.0);
}

#[test]
fn programs_are_shared_between_threads() {
    fn shared<S: Clone + Send + Sync + 'static>() {}
    shared::<ScalarProgram<f32>>();
    shared::<ScalarProgram<f64>>();
    shared::<BlockProgram<f32>>();
    shared::<BlockProgram<f64>>();
    shared::<VectorProgram<f32>>();
    shared::<VectorProgram<f64>>();
    shared::<gradus_eval::Uniforms<f64>>();
}

#[test]
#[should_panic(expected = "elements of inputs and outputs")]
fn unequal_lengths_panic() {
    let program = BlockProgram::<f64>::new(&single(1, Op::Unary(Unary::Exp, Value(0)))).unwrap();
    program.map(&[&[1.0, 2.0]], &[], &mut [&mut [0.0]]);
}
