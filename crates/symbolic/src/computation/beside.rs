//! Exponentials beside the same less one.

use rustc_hash::FxHashSet;

use super::{Binary, Computation, Op, Unary, Value, cost, simplify};

/// The computation with exponentials by way of those less one, where these are computed too and the exponentials are only multiplied,
/// divided, chosen and added to what has their sign: both would have the same roundings, which in a sum that cancels do not make up for
/// each other.
pub(super) fn with_shared_exponentials(mut computation: Computation) -> Computation {
    let Computation { ops, outputs, .. } = &mut computation;
    let wanted = cost::wanted(ops, outputs);
    let added = added(ops, &wanted);
    let less_one = ops.iter().zip(wanted).filter_map(|(op, wanted)| match op {
        Op::Unary(Unary::Expm1, exponent) if wanted => Some(*exponent),
        _ => None,
    });
    let less_one: FxHashSet<Value> = less_one.collect();
    for (op, added) in ops.iter_mut().zip(added) {
        if let Op::Unary(Unary::Exp, exponent) = *op
            && !added
            && less_one.contains(&exponent)
        {
            *op = Op::Unary(Unary::ExpBeside, exponent);
        }
    }
    computation
}

/// Which values are in anything but products, quotients, choices and sums that cannot cancel, or in such of those as are.
fn added(ops: &[Op], wanted: &[bool]) -> Vec<bool> {
    let positive = simplify::not_negative(ops);
    let is_positive = |value: Value| positive[value.0 as usize];
    let mut added = vec![false; ops.len()];
    for index in (0..ops.len()).rev().filter(|index| wanted[*index]) {
        let passes = match ops[index] {
            Op::Compare(..) => continue,
            Op::Unary(Unary::Neg, _)
            | Op::Binary(Binary::Mul | Binary::Div, ..)
            | Op::Select(..) => added[index],
            Op::Binary(Binary::Add, a, b) if is_positive(a) && is_positive(b) => added[index],
            _ => true,
        };
        ops[index].operands(|operand| added[operand.0 as usize] |= passes);
    }
    added
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::computation::Real;

    #[test]
    fn an_exponential_shares_the_work_of_that_less_one_of_the_same_number() {
        let v = Value;
        let computation = |exp: Unary, outputs: &[u32]| Computation {
            inputs: 2,
            parameters: 0,
            ops: vec![
                Op::Input(0),
                Op::Input(1),
                Op::Unary(exp, v(0)),
                Op::Unary(Unary::Exp, v(1)),
                Op::Unary(Unary::Expm1, v(0)),
            ],
            outputs: outputs.iter().copied().map(Value).collect(),
        };
        let shared = with_shared_exponentials(computation(Unary::Exp, &[2, 3, 4]));
        assert_eq!(shared, computation(Unary::ExpBeside, &[2, 3, 4]));
        let mut summed = computation(Unary::Exp, &[5, 4]);
        summed.ops.push(Op::Binary(Binary::Add, v(1), v(2)));
        assert_eq!(with_shared_exponentials(summed.clone()), summed);
        let mut positive = computation(Unary::Exp, &[6, 4]);
        positive.ops.push(Op::Constant(Real::exact(2.0)));
        positive.ops.push(Op::Binary(Binary::Add, v(5), v(2)));
        let shared = with_shared_exponentials(positive.clone());
        assert_eq!(shared.ops[2], Op::Unary(Unary::ExpBeside, v(0)));
        let mut product = computation(Unary::Exp, &[5, 4]);
        product.ops.push(Op::Binary(Binary::Mul, v(1), v(2)));
        assert_ne!(with_shared_exponentials(product.clone()), product);
        let alone = with_shared_exponentials(computation(Unary::Exp, &[2, 3]));
        assert_eq!(alone, computation(Unary::Exp, &[2, 3]));
    }
}
