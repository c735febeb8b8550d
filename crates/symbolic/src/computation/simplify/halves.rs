//! Squares that nothing needs as such: what is multiplied with both halves one after the other, and added to, shares the first product.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{cost, rebuilt};
use crate::computation::{Binary, Op, Value};

/// Operations with `h (h s) + c` for `h^2 s + c` where `h s` is there and `h^2` stands in such sums alone.
pub(super) fn apart(ops: &[Op], outputs: &[Value]) -> (Vec<Op>, Vec<Value>) {
    let squares = squares(ops, outputs);
    rebuilt(ops, outputs, |simplifier, old, op| {
        let (Op::MulAdd(a, b, _), Op::MulAdd(.., addend)) = (&ops[old.0 as usize], &op) else {
            return simplifier.written(op);
        };
        let found = [(a, b), (b, a)].into_iter().find_map(|(square, other)| {
            let half = squares.get(square)?;
            Some([half, other].map(|value| simplifier.places[value]))
        });
        let Some([half, other]) = found else {
            return simplifier.written(op);
        };
        let product = simplifier.push(Op::Binary(Binary::Mul, half, other));
        simplifier.written(Op::MulAdd(half, product, *addend))
    })
}

/// The squares of which every reader is a sum of their product with what is multiplied with the half too, and their halves.
fn squares(ops: &[Op], outputs: &[Value]) -> FxHashMap<Value, Value> {
    let wanted = cost::wanted(ops, outputs);
    let wanted = |index: &usize| wanted[*index];
    let products = (0..ops.len())
        .filter(wanted)
        .filter_map(|index| match ops[index] {
            Op::Binary(Binary::Mul, a, b) => Some([(a, b), (b, a)]),
            _ => None,
        });
    let products: FxHashSet<(Value, Value)> = products.flatten().collect();
    let all = (0..ops.len())
        .filter(wanted)
        .map(|index| Value(index as u32));
    let mut squares: FxHashMap<Value, Value> = all
        .filter_map(|value| Some((value, half(ops, value)?)))
        .collect();
    for index in (0..ops.len()).filter(wanted) {
        let fits = |square: Value, other: Value| {
            half(ops, square).is_some_and(|half| products.contains(&(half, other)))
        };
        match ops[index] {
            Op::MulAdd(a, b, c) => {
                for (own, other) in [(a, b), (b, a)] {
                    if !fits(own, other) {
                        squares.remove(&own);
                    }
                }
                squares.remove(&c);
            }
            ref op => op.operands(|operand| {
                squares.remove(&operand);
            }),
        }
    }
    for output in outputs {
        squares.remove(output);
    }
    squares
}

/// What a value is the square of.
fn half(ops: &[Op], value: Value) -> Option<Value> {
    match ops[value.0 as usize] {
        Op::Binary(Binary::Mul, a, b) if a == b => Some(a),
        _ => None,
    }
}
