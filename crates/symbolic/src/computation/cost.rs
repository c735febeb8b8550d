//! What a computation costs: vector instructions an element.

use super::{Binary, Computation, Op, Unary, Value};

impl Computation {
    /// About how many vector instructions the computation takes for each vector of elements.
    ///
    /// What depends on constants and parameters alone is computed once and costs nothing, and neither does what no output needs.
    ///
    /// # Examples
    /// ```
    /// use gradus_symbolic::computation::{Computation, Op, Unary, Value};
    ///
    /// let computation = Computation {
    ///     inputs: 1,
    ///     ops: vec![Op::Input(0), Op::Unary(Unary::Sqrt, Value(0)), Op::MulAdd(Value(0), Value(1), Value(0))],
    ///     outputs: vec![Value(2)],
    ///     ..Computation::default()
    /// };
    /// assert_eq!(computation.cost(), 9);
    /// ```
    pub fn cost(&self) -> u32 {
        let wanted = wanted(&self.ops, &self.outputs);
        let uniform = uniform(&self.ops);
        let costs = self
            .ops
            .iter()
            .enumerate()
            .filter(|(index, _)| wanted[*index] && !uniform[*index]);
        costs.map(|(_, op)| cost(op)).sum()
    }
}

/// Which operations outputs are made of.
pub(super) fn wanted(ops: &[Op], outputs: &[Value]) -> Vec<bool> {
    let mut wanted = vec![false; ops.len()];
    for output in outputs {
        wanted[output.0 as usize] = true;
    }
    for index in (0..ops.len()).rev() {
        if wanted[index] {
            ops[index].operands(|operand| wanted[operand.0 as usize] = true);
        }
    }
    wanted
}

/// Which operations give the same number for all elements.
pub(super) fn uniform(ops: &[Op]) -> Vec<bool> {
    let mut uniform = Vec::with_capacity(ops.len());
    for op in ops {
        uniform.push(match op {
            Op::Input(_) | Op::Concat(_) | Op::Part(..) => false,
            Op::Reduce(..) => true,
            _ => {
                let mut all = true;
                op.operands(|operand| all &= uniform[operand.0 as usize]);
                all
            }
        });
    }
    uniform
}

fn cost(op: &Op) -> u32 {
    match op {
        Op::Input(_) | Op::Parameter(_) | Op::Constant(_) => 0,
        Op::Unary(function, _) => unary_cost(*function),
        Op::Binary(function, ..) => binary_cost(*function),
        Op::Power(_, exponent) => multiplications(*exponent),
        Op::MulAdd(..)
        | Op::Compare(..)
        | Op::Not(_)
        | Op::And(..)
        | Op::Or(..)
        | Op::Select(..)
        | Op::Reduce(..)
        | Op::Concat(_)
        | Op::Part(..) => 1,
    }
}

/// By repeated squaring.
fn multiplications(exponent: u32) -> u32 {
    exponent.checked_ilog2().unwrap_or(0) + exponent.count_ones().saturating_sub(1)
}

fn unary_cost(function: Unary) -> u32 {
    match function {
        // folded into what follows
        Unary::Neg => 0,
        Unary::Abs | Unary::Floor | Unary::Ceil | Unary::Round => 1,
        Unary::Sign | Unary::ExpBeside => 3,
        Unary::Sqrt => 8,
        Unary::Exp | Unary::Exp2 | Unary::NormalPdf => 15,
        Unary::Cbrt | Unary::Ln | Unary::Log1pUnit | Unary::Log2 | Unary::Log10 => 20,
        Unary::Expm1 | Unary::Log1p | Unary::Sigmoid => 25,
        Unary::Sin | Unary::Cos | Unary::Atan | Unary::Sinh | Unary::Cosh | Unary::Sech => 30,
        Unary::Tan | Unary::Asin | Unary::Acos | Unary::Tanh | Unary::Erf => 40,
        Unary::Asinh | Unary::Acosh | Unary::Atanh | Unary::Softplus | Unary::LnCosh => 45,
        Unary::Erfc | Unary::Erfcx | Unary::ErfcExcess | Unary::NormalCdf => 50,
        Unary::SphericalBessel(_) => 60,
    }
}

fn binary_cost(function: Binary) -> u32 {
    match function {
        Binary::Add | Binary::Sub | Binary::Mul | Binary::Min | Binary::Max => 1,
        Binary::CopySign => 2,
        Binary::Div => 8,
        Binary::ExpSum => 17,
        Binary::ExpRest => 22,
        Binary::Mod => 12,
        Binary::Hypot => 20,
        Binary::Atan2 => 50,
        Binary::Pow => 70,
    }
}
