//! NaN out for NaN in.

use gradus_syntax::Comparison;

use super::{Builder, Op, Value};

/// The value made NaN where an input is NaN, unless it is so by itself.
pub(super) fn nan_in_nan_out(ops: &mut Builder, value: Value, inputs: u32) -> Value {
    let certain = certain_inputs(ops.ops(), value);
    let mut result = value;
    for input in 0..inputs {
        if certain & bit(input) != 0 {
            continue;
        }
        let x = ops.push(Op::Input(input));
        // only NaN differs from itself
        let is_number = ops.compare(Comparison::Equal, x, x);
        result = ops.select(is_number, result, x);
    }
    result
}

/// One bit an input; those beyond are never certain.
fn bit(input: u32) -> u64 {
    1u64.checked_shl(input).unwrap_or(0)
}

/// The inputs whose NaN is certain to come out of an operation, or to make a mask false, as bits.
fn certain_inputs(ops: &[Op], value: Value) -> u64 {
    let mut certain: Vec<u64> = Vec::with_capacity(value.0 as usize + 1);
    for op in &ops[..=value.0 as usize] {
        let at = |value: &Value| certain[value.0 as usize];
        certain.push(match op {
            Op::Input(input) => bit(*input),
            Op::Unary(_, a) => at(a),
            Op::Power(a, exponent) if *exponent > 0 => at(a),
            Op::Binary(super::Binary::Pow | super::Binary::ExpSum | super::Binary::ExpRest, ..) => {
                0
            }
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
    certain[value.0 as usize]
}
