//! Elements that machine code leaves to the blocks: sines of large arguments.

use gradus_eval::{BlockProgram, Engine, Output};
use gradus_symbolic::computation::{Computation, Op, Unary, Value};

use super::by_reference;
use super::kit::{Bits, bits};

/// `0.75 x + sin(x)` and `sin(x)`.
fn line_and_sine() -> Computation {
    let v = Value;
    Computation {
        inputs: 1,
        parameters: 1,
        ops: vec![
            Op::Input(0),
            Op::Parameter(0),
            Op::Unary(Unary::Sin, v(0)),
            Op::MulAdd(v(1), v(0), v(2)),
        ],
        outputs: vec![v(3), v(2)],
    }
}

/// By machine code, all outputs stored and one of them dropped.
fn agrees<T: Bits>(block: &BlockProgram<T>, xs: Vec<T>, place: &str) {
    let parameters = [T::number(0.75)];
    let [mut line, mut sine, mut alone] = [(); 3].map(|()| xs.clone());
    block.map(&[&xs], &parameters, &mut [&mut line, &mut sine]);
    let mut outputs = [Output::Discard, Output::Store(&mut alone)];
    block.reduce_outputs(&[&xs], &parameters, &mut outputs);
    let expected = by_reference(&line_and_sine(), &[xs], &parameters);
    assert_eq!([bits(&line), bits(&sine)][..], expected, "{place}");
    assert_eq!(bits(&alone), expected[1], "{place}, alone");
}

fn stretches_agree<T: Bits>() {
    let block = BlockProgram::<T>::new(&line_and_sine()).unwrap();
    let block = block.on(Engine::MachineCode);
    for stretch in [1, 255, 256, 700, 3000] {
        for before in [0, 5, 100] {
            let usual = |count: usize| (0..count).map(|at| at as f64 / 7.0);
            let large = (0..stretch).map(|at| 1e30 + 1e24 * f64::from(at));
            let xs = usual(before).chain(large).chain(usual(77));
            let xs = xs.map(T::number).collect();
            agrees(&block, xs, &format!("{stretch} after {before}"));
        }
    }
}

#[test]
fn stretches_of_any_length_agree() {
    stretches_agree::<f32>();
    stretches_agree::<f64>();
}

/// The last vector ends with the array and begins anywhere, so what is left may be among what was computed before.
fn single_ones_agree<T: Bits>() {
    let block = BlockProgram::<T>::new(&line_and_sine()).unwrap();
    let block = block.on(Engine::MachineCode);
    for length in 0..90 {
        for place in (0..length).step_by(3).chain([length]) {
            let number = |at: usize| if at == place { 1e30 } else { at as f64 / 7.0 };
            let xs = (0..length).map(number).map(T::number).collect();
            agrees(&block, xs, &format!("{place} of {length}"));
        }
    }
}

#[test]
fn single_ones_at_any_place_of_short_arrays_agree() {
    single_ones_agree::<f32>();
    single_ones_agree::<f64>();
}
