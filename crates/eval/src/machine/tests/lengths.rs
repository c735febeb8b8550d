//! Arrays of many lengths, and for how long they are worked on.

use gradus_symbolic::computation::{Op, Reduction, Unary, Value};

use super::{computation, inputs, same};
use crate::lower::Program;
use crate::machine::{ArrayCode, WORTH_SEVERAL, level};
use crate::{BlockProgram, Element, Engine, Output};

/// Reductions in columns, of strips of all lengths, beside the block engine.
fn columns_agree<T: Element>() {
    let ops = vec![
        Op::Input(0),
        Op::Unary(Unary::Exp, Value(0)),
        Op::Unary(Unary::Neg, Value(0)),
    ];
    let c = computation(ops, vec![Value(1), Value(0), Value(2), Value(1), Value(0)]);
    let program = BlockProgram::<T>::new(&c).unwrap();
    // the second by code for one vector at a time, once that is there
    let programs = [Engine::MachineCode, Engine::Automatic, Engine::Interpreted]
        .map(|engine| program.clone().on(engine));
    for length in (1..70).chain([255, 256, 257, 1000, 1023, 1024, 1025, 5000, 70_001]) {
        let xs: Vec<T> = inputs::<T>(length + 7)[7..].to_vec();
        let results = programs.each_ref().map(|program| {
            let mut stored = vec![T::default(); length];
            let mut totals = [T::default(); 4];
            let [sum, least, greatest, product] = &mut totals;
            let mut outputs = [
                Output::Store(&mut stored),
                Output::Sum(sum),
                Output::Reduce(Reduction::Min, least),
                Output::Reduce(Reduction::Product, product),
                Output::Reduce(Reduction::Max, greatest),
            ];
            program.reduce_outputs(&[&xs], &[], &mut outputs);
            stored.extend(totals);
            stored
        });
        let [several, one, plain] = results;
        for ((a, b), c) in several.iter().zip(&one).zip(&plain) {
            assert!(same(*a, *c), "{length}: {a:?} {c:?}");
            assert!(same(*b, *c), "{length}, one vector: {b:?} {c:?}");
        }
    }
}

#[test]
fn columns_have_the_same_bits() {
    columns_agree::<f32>();
    columns_agree::<f64>();
}

#[test]
fn several_vectors_are_worked_on_when_there_is_enough_to_do() {
    let exp = computation(
        vec![Op::Input(0), Op::Unary(Unary::Exp, Value(0))],
        vec![Value(1)],
    );
    let program = Program::<f32>::new(&exp).unwrap();
    let xs = inputs::<f32>(4096);
    for width in level::widths() {
        let run = |code: &ArrayCode<f32>| {
            let mut ys = vec![0.0; xs.len()];
            let done = code.run(
                &[],
                [&xs[..]].into_iter(),
                [&mut ys[..]].into_iter(),
                xs.len(),
                false,
            );
            assert_eq!(done, xs.len());
            ys
        };
        let code = ArrayCode::of_width(&program, &[], width, 0).unwrap();
        let several = code.several.as_ref().expect("one vector at first");
        let first = run(&code);
        for _ in 2..WORTH_SEVERAL / xs.len() {
            run(&code);
        }
        assert!(several.made().is_none(), "{width:?}");
        let last = run(&code);
        assert!(several.made().is_some(), "{width:?}");
        let known = ArrayCode::of_width(&program, &[], width, WORTH_SEVERAL).unwrap();
        assert!(known.several.is_none(), "{width:?}");
        for ys in [last, run(&code), run(&known)] {
            assert!(
                first.iter().zip(&ys).all(|(a, b)| same(*a, *b)),
                "{width:?}"
            );
        }
    }
}
