//! The reference: a computation evaluated as it reads, one operation after the other, in any number type.
//!
//! It is the plain twin that all programs are compared with; it favours clarity over speed.

mod vectors;

use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Unary, Value};

use crate::Number;
pub use vectors::{EvaluateError, evaluate_vectors};

/// The result of one operation.
#[derive(Clone)]
enum Cell<T> {
    Number(T),
    Mask(bool),
}

/// Evaluates a computation at one point and returns its outputs.
///
/// # Panics
/// If the computation is not well-formed (see [`Program::new`](crate::lower::Program::new), which says so without
/// panicking), works on vectors, or reads more inputs or parameters than there are.
///
/// ```
/// use gradus_eval::{Dual, evaluate};
/// use gradus_symbolic::computation::{Binary, Computation, Op, Unary, Value};
///
/// let swish = Computation {
///     inputs: 1,
///     parameters: 0,
///     ops: vec![
///         Op::Input(0),
///         Op::Unary(Unary::Sigmoid, Value(0)),
///         Op::Binary(Binary::Mul, Value(0), Value(1)),
///     ],
///     outputs: vec![Value(2)],
/// };
/// assert_eq!(evaluate(&swish, &[0.0], &[]), [0.0]);
/// assert_eq!(evaluate(&swish, &[Dual::variable(0.0)], &[])[0].derivative, 0.5);
/// ```
pub fn evaluate<T: Number>(computation: &Computation, inputs: &[T], parameters: &[T]) -> Vec<T> {
    let mut cells: Vec<Cell<T>> = Vec::with_capacity(computation.ops.len());
    for op in &computation.ops {
        let cell = step(op, &cells, inputs, parameters);
        cells.push(cell);
    }
    computation
        .outputs
        .iter()
        .map(|&value| number(&cells, value))
        .collect()
}

fn step<T: Number>(op: &Op, cells: &[Cell<T>], inputs: &[T], parameters: &[T]) -> Cell<T> {
    let n = |value: Value| number(cells, value);
    let m = |value: Value| mask(cells, value);
    match *op {
        Op::Input(position) => Cell::Number(inputs[position as usize].clone()),
        Op::Parameter(position) => Cell::Number(parameters[position as usize].clone()),
        Op::Constant(value) => Cell::Number(T::constant(value)),
        Op::Unary(function, a) => Cell::Number(unary(function, n(a))),
        Op::Binary(function, a, b) => Cell::Number(binary(function, n(a), n(b))),
        Op::MulAdd(a, b, c) => Cell::Number(n(a).mul_add(n(b), n(c))),
        Op::Power(a, exponent) => Cell::Number(n(a).power(exponent)),
        Op::Compare(comparison, a, b) => Cell::Mask(compare(comparison, &n(a), &n(b))),
        Op::Not(a) => Cell::Mask(!m(a)),
        Op::And(a, b) => Cell::Mask(m(a) && m(b)),
        Op::Or(a, b) => Cell::Mask(m(a) || m(b)),
        Op::Select(condition, a, b) => Cell::Number(if m(condition) { n(a) } else { n(b) }),
        Op::Reduce(..) | Op::Concat(_) | Op::Part(..) => {
            panic!("an operation on vectors in a computation at one point")
        }
    }
}

fn number<T: Number>(cells: &[Cell<T>], value: Value) -> T {
    match &cells[value.0 as usize] {
        Cell::Number(number) => number.clone(),
        Cell::Mask(_) => panic!("operation {} gives a mask where a number is meant", value.0),
    }
}

fn mask<T: Number>(cells: &[Cell<T>], value: Value) -> bool {
    match &cells[value.0 as usize] {
        Cell::Mask(mask) => *mask,
        Cell::Number(_) => panic!("operation {} gives a number where a mask is meant", value.0),
    }
}

/// The function of one operand.
pub fn unary<T: Number>(function: Unary, a: T) -> T {
    match function {
        Unary::Neg => -a,
        Unary::Abs => a.abs(),
        Unary::Sign => a.sign(),
        Unary::Floor => a.floor(),
        Unary::Ceil => a.ceil(),
        Unary::Round => a.round(),
        Unary::Sqrt => a.sqrt(),
        Unary::Cbrt => a.cbrt(),
        Unary::Exp => a.exp(),
        Unary::ExpBeside => a.exp_beside(),
        Unary::Exp2 => a.exp2(),
        Unary::Expm1 => a.expm1(),
        Unary::Ln => a.ln(),
        Unary::Log2 => a.log2(),
        Unary::Log10 => a.log10(),
        Unary::Log1p => a.log1p(),
        Unary::Log1pUnit => a.log1p_unit(),
        Unary::Sin => a.sin(),
        Unary::Cos => a.cos(),
        Unary::Tan => a.tan(),
        Unary::Asin => a.asin(),
        Unary::Acos => a.acos(),
        Unary::Atan => a.atan(),
        Unary::Sinh => a.sinh(),
        Unary::Cosh => a.cosh(),
        Unary::Tanh => a.tanh(),
        Unary::Sech => a.sech(),
        Unary::Asinh => a.asinh(),
        Unary::Acosh => a.acosh(),
        Unary::Atanh => a.atanh(),
        Unary::Erf => a.erf(),
        Unary::Erfc => a.erfc(),
        Unary::Erfcx => a.erfcx(),
        Unary::ErfcExcess => a.erfc_excess(),
        Unary::NormalCdf => a.normal_cdf(),
        Unary::NormalPdf => a.normal_pdf(),
        Unary::Sigmoid => a.sigmoid(),
        Unary::Softplus => a.softplus(),
        Unary::LnCosh => a.ln_cosh(),
        Unary::SphericalBessel(order) => a.spherical_bessel(order),
    }
}

/// The function of two operands.
pub fn binary<T: Number>(function: Binary, a: T, b: T) -> T {
    match function {
        Binary::Add => a + b,
        Binary::Sub => a - b,
        Binary::Mul => a * b,
        Binary::Div => a / b,
        Binary::Min => a.min(b),
        Binary::Max => a.max(b),
        Binary::Pow => a.pow(b),
        Binary::Hypot => a.hypot(b),
        Binary::Atan2 => a.atan2(b),
        Binary::CopySign => a.copysign(b),
        Binary::Mod => a.modulo(b),
        Binary::ExpSum => a.exp_sum(b),
        Binary::ExpRest => a.exp_rest(b),
    }
}

/// Whether the comparison holds.
pub fn compare<T: Number>(comparison: Comparison, a: &T, b: &T) -> bool {
    comparison.holds(a, b)
}
