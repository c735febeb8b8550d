//! NaN out for NaN in.

use gradus_syntax::Comparison;

use super::{Builder, Computation, Op, Value};

/// The computation with results that are NaN where an input is NaN: guarded where they are not so by themselves.
pub(super) fn nan_in_nan_out(computation: Computation) -> Computation {
    let mut ops = Builder::default();
    for op in computation.ops {
        ops.push(op);
    }
    let outputs = computation.outputs.iter();
    let outputs = outputs
        .map(|output| guarded(&mut ops, *output, computation.inputs))
        .collect();
    Computation {
        ops: ops.finish(),
        outputs,
        ..computation
    }
}

/// The value without the guards around it.
pub(super) fn without_guards(ops: &[Op], value: Value) -> Value {
    let mut value = value;
    while let Op::Select(mask, inside, outside) = ops[value.0 as usize]
        && let Op::Compare(Comparison::Equal, a, b) = ops[mask.0 as usize]
        && a == b
        && outside == a
        && matches!(ops[a.0 as usize], Op::Input(_))
    {
        value = inside;
    }
    value
}

fn guarded(ops: &mut Builder, value: Value, inputs: u32) -> Value {
    let missing = |ops: &Builder, value: Value| {
        let certain = certain_inputs(ops.ops(), value);
        (0..inputs).filter(move |input| certain[value.0 as usize] & bit(*input) == 0)
    };
    let mut result = value;
    if missing(ops, value).next().is_some()
        && let Some(turned) = turned(ops, value)
        && missing(ops, turned).next().is_none()
    {
        result = turned;
    }
    let missing: Vec<u32> = missing(ops, result).collect();
    for input in missing {
        let x = ops.push(Op::Input(input));
        // only NaN differs from itself
        let is_number = ops.compare(Comparison::Equal, x, x);
        result = ops.select(is_number, result, x);
    }
    result
}

/// A choice by the opposite of its comparison, of an input with a constant or parameter: where that is NaN the other side is taken.
fn turned(ops: &mut Builder, value: Value) -> Option<Value> {
    let Op::Select(mask, a, b) = ops.ops()[value.0 as usize] else {
        return None;
    };
    let Op::Compare(comparison, x, bound) = ops.ops()[mask.0 as usize] else {
        return None;
    };
    let is_plain =
        matches!(ops.ops()[x.0 as usize], Op::Input(_)) && ops.as_constant(bound).is_some();
    let opposite = match comparison {
        Comparison::Less => Comparison::GreaterEqual,
        Comparison::LessEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessEqual,
        Comparison::GreaterEqual => Comparison::Less,
        Comparison::Equal | Comparison::NotEqual => return None,
    };
    is_plain.then(|| {
        let mask = ops.compare(opposite, x, bound);
        ops.select(mask, b, a)
    })
}

/// One bit an input; those beyond are never certain.
fn bit(input: u32) -> u64 {
    1u64.checked_shl(input).unwrap_or(0)
}

/// For each operation the inputs whose NaN is certain to come out of it, or to make a mask false, as bits.
fn certain_inputs(ops: &[Op], value: Value) -> Vec<u64> {
    let mut certain: Vec<u64> = Vec::with_capacity(value.0 as usize + 1);
    for op in &ops[..=value.0 as usize] {
        let at = |value: &Value| certain[value.0 as usize];
        certain.push(match op {
            Op::Input(input) => bit(*input),
            Op::Unary(_, a) => at(a),
            Op::Power(a, exponent) if *exponent > 0 => at(a),
            // the second operand counts for nothing where the first is infinite, or gives a sign only
            Op::Binary(super::Binary::ExpSum | super::Binary::CopySign, a, _) => at(a),
            Op::Binary(super::Binary::Pow | super::Binary::ExpRest, ..) => 0,
            Op::Binary(_, a, b) => at(a) | at(b),
            Op::MulAdd(a, b, c) => at(a) | at(b) | at(c),
            Op::Compare(Comparison::NotEqual, ..) => 0,
            Op::Compare(_, a, b) | Op::And(a, b) => at(a) | at(b),
            Op::Or(a, b) => at(a) & at(b),
            // where the mask is false the second number is taken
            Op::Select(mask, a, b) => (at(a) | at(mask)) & at(b),
            _ => 0,
        });
    }
    certain
}
