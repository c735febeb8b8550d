//! Roughly what operations give: enough to tell nothing, zero, a finite number and either infinity apart.

use super::{Binary, Op, Unary, Value};
use crate::graph::holds;

/// What numbers are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// No number.
    Undefined,
    /// Infinite, with its sign.
    Infinite(bool),
    /// Zero of either sign.
    Zero,
    /// Any other number, with its sign.
    Finite(bool),
}

impl Class {
    /// The class of a number.
    pub fn of(value: f64) -> Self {
        match value {
            _ if value.is_nan() => Self::Undefined,
            _ if value.is_infinite() => Self::Infinite(value > 0.0),
            0.0 => Self::Zero,
            _ => Self::Finite(value > 0.0),
        }
    }
}

/// The values of all operations where every input and every parameter is one number, masks as 1 or 0; none where vectors are among them.
#[cfg(test)]
pub(crate) fn values(ops: &[Op], input: f64, parameter: f64) -> Option<Vec<f64>> {
    let mut found = Vec::with_capacity(ops.len());
    for op in ops {
        let value = evaluated(op, input, parameter, &found)?;
        found.push(value);
    }
    Some(found)
}

/// The class of a value where every input and every parameter is one number; none where vectors are among the operations.
pub(crate) fn class(ops: &[Op], input: f64, parameter: f64, value: Value) -> Option<Class> {
    let mut found: Vec<f64> = Vec::with_capacity(ops.len());
    for op in &ops[..=value.0 as usize] {
        found.push(evaluated(op, input, parameter, &found)?);
    }
    found.last().copied().map(Class::of)
}

/// Masks are 1 or 0.
fn evaluated(op: &Op, input: f64, parameter: f64, found: &[f64]) -> Option<f64> {
    let at = |value: &Value| found[value.0 as usize];
    let mask = |holds: bool| f64::from(u8::from(holds));
    Some(match op {
        Op::Input(_) => input,
        Op::Parameter(_) => parameter,
        Op::Constant(real) => real.double,
        Op::Unary(func, a) => unary(*func, at(a)),
        Op::Binary(func, a, b) => binary(*func, at(a), at(b)),
        Op::MulAdd(a, b, c) => at(a).mul_add(at(b), at(c)),
        Op::Power(a, exponent) => at(a).powi(*exponent as i32),
        Op::Compare(comparison, a, b) => mask(holds(*comparison, &at(a), &at(b))),
        Op::Not(a) => 1.0 - at(a),
        Op::And(a, b) => at(a).min(at(b)),
        Op::Or(a, b) => at(a).max(at(b)),
        Op::Select(condition, a, b) if at(condition) == 1.0 => at(a),
        Op::Select(_, _, b) => at(b),
        Op::Reduce(..) | Op::Concat(_) | Op::Part(..) => return None,
    })
}

fn binary(func: Binary, a: f64, b: f64) -> f64 {
    match func {
        Binary::Add => a + b,
        Binary::Sub => a - b,
        Binary::Mul => a * b,
        Binary::Div => a / b,
        Binary::Min | Binary::Max | Binary::Hypot if a.is_nan() || b.is_nan() => f64::NAN,
        Binary::Min => a.min(b),
        Binary::Max => a.max(b),
        Binary::Hypot => a.hypot(b),
        Binary::Pow => a.powf(b),
        Binary::Atan2 => a.atan2(b),
        Binary::CopySign => a.copysign(b),
        Binary::Mod => a - b * (a / b).floor(),
        Binary::ExpSum if b.is_nan() => a.exp(),
        Binary::ExpSum => (a + b).exp(),
        // below what is seen here
        Binary::ExpRest => 0.0,
    }
}

fn unary(func: Unary, a: f64) -> f64 {
    match func {
        Unary::Neg => -a,
        Unary::Abs => a.abs(),
        Unary::Sign if a == 0.0 || a.is_nan() => a,
        Unary::Sign => a.signum(),
        Unary::Floor => a.floor(),
        Unary::Ceil => a.ceil(),
        Unary::Round => a.round_ties_even(),
        Unary::Sqrt => a.sqrt(),
        Unary::Cbrt => a.cbrt(),
        Unary::Exp | Unary::ExpBeside => a.exp(),
        Unary::Exp2 => a.exp2(),
        Unary::Expm1 => a.exp_m1(),
        Unary::Ln => a.ln(),
        Unary::Log2 => a.log2(),
        Unary::Log10 => a.log10(),
        Unary::Log1p | Unary::Log1pUnit => a.ln_1p(),
        Unary::Sin => a.sin(),
        Unary::Cos => a.cos(),
        Unary::Tan => a.tan(),
        Unary::Asin => a.asin(),
        Unary::Acos => a.acos(),
        Unary::Atan => a.atan(),
        Unary::Sinh => a.sinh(),
        Unary::Cosh => a.cosh(),
        Unary::Asinh => a.asinh(),
        Unary::Acosh => a.acosh(),
        Unary::Atanh => a.atanh(),
        // between them only their ends and their signs are right
        Unary::Tanh | Unary::Erf => a.tanh(),
        Unary::Sech => 1.0 / a.cosh(),
        Unary::Erfc => 2.0 / (1.0 + a.exp()),
        Unary::Erfcx if a < 0.0 => a.abs().exp(),
        Unary::Erfcx => 1.0 / (1.0 + a),
        Unary::ErfcExcess => 1.0 / (1.0 + a.max(0.0)) - a.min(0.0),
        Unary::NormalCdf | Unary::Sigmoid => 1.0 / (1.0 + (-a).exp()),
        Unary::NormalPdf => (-a * a).exp(),
        Unary::Softplus if a > 0.0 => a,
        Unary::Softplus => a.exp(),
        Unary::LnCosh => a.abs(),
        Unary::SphericalBessel(_) if a.is_infinite() => 0.0,
        Unary::SphericalBessel(_) => a.sin(),
    }
}
