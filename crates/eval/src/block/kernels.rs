//! One operation over a block: the seam below which vectors of the processor may be used.

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::lower::{Slot, Step};
use crate::{Element, Number};

/// An operand of a block operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand<'a, T> {
    /// The same number for all elements.
    Same(T),
    /// A number for each element.
    Each(&'a [T]),
}

impl<'a, T: Copy> Operand<'a, T> {
    pub fn of(elements: &'a [T]) -> Self {
        Self::Each(elements)
    }
}

/// Computes a step for each element of `out`. An operand has one number for all or as many as `out`.
pub(crate) fn run<'a, T: Element>(
    step: Step,
    operand: impl Fn(Slot) -> Operand<'a, T>,
    out: &mut [T],
) {
    match step {
        Step::Unary(function, a) => unary(function, operand(a), out),
        Step::Binary(function, a, b) => binary(function, operand(a), operand(b), out),
        Step::MulAdd(a, b, c) => map_three(T::mul_add, operand(a), operand(b), operand(c), out),
        Step::Compare(comparison, a, b) => compare(comparison, operand(a), operand(b), out),
        Step::Not(a) => map_one(|a| T::mask(!a.holds()), operand(a), out),
        Step::And(a, b) => map_two(
            |a, b| T::mask(a.holds() & b.holds()),
            operand(a),
            operand(b),
            out,
        ),
        Step::Or(a, b) => map_two(
            |a, b| T::mask(a.holds() | b.holds()),
            operand(a),
            operand(b),
            out,
        ),
        Step::Select(condition, a, b) => {
            let choose = |condition: T, a, b| if condition.holds() { a } else { b };
            map_three(choose, operand(condition), operand(a), operand(b), out);
        }
    }
}

/// The function of each element.
pub(crate) fn unary<T: Element>(function: Unary, a: Operand<T>, out: &mut [T]) {
    match function {
        Unary::Neg => map_one(|a: T| -a, a, out),
        Unary::Abs => map_one(T::abs, a, out),
        Unary::Sign => map_one(T::sign, a, out),
        Unary::Floor => map_one(T::floor, a, out),
        Unary::Ceil => map_one(T::ceil, a, out),
        Unary::Round => map_one(T::round, a, out),
        Unary::Sqrt => map_one(T::sqrt, a, out),
        Unary::Cbrt => map_one(T::cbrt, a, out),
        Unary::Exp => map_one(T::exp, a, out),
        Unary::Exp2 => map_one(T::exp2, a, out),
        Unary::Expm1 => map_one(T::expm1, a, out),
        Unary::Ln => map_one(T::ln, a, out),
        Unary::Log2 => map_one(T::log2, a, out),
        Unary::Log10 => map_one(T::log10, a, out),
        Unary::Log1p => map_one(T::log1p, a, out),
        Unary::Sin => map_one(T::sin, a, out),
        Unary::Cos => map_one(T::cos, a, out),
        Unary::Tan => map_one(T::tan, a, out),
        Unary::Asin => map_one(T::asin, a, out),
        Unary::Acos => map_one(T::acos, a, out),
        Unary::Atan => map_one(T::atan, a, out),
        Unary::Sinh => map_one(T::sinh, a, out),
        Unary::Cosh => map_one(T::cosh, a, out),
        Unary::Tanh => map_one(T::tanh, a, out),
        Unary::Sech => map_one(T::sech, a, out),
        Unary::Asinh => map_one(T::asinh, a, out),
        Unary::Acosh => map_one(T::acosh, a, out),
        Unary::Atanh => map_one(T::atanh, a, out),
        Unary::Erf => map_one(T::erf, a, out),
        Unary::Erfc => map_one(T::erfc, a, out),
        Unary::Erfcx => map_one(T::erfcx, a, out),
        Unary::NormalCdf => map_one(T::normal_cdf, a, out),
        Unary::NormalPdf => map_one(T::normal_pdf, a, out),
        Unary::Sigmoid => map_one(T::sigmoid, a, out),
        Unary::Softplus => map_one(T::softplus, a, out),
        Unary::LnCosh => map_one(T::ln_cosh, a, out),
        Unary::SphericalBessel(order) => map_one(|a: T| a.spherical_bessel(order), a, out),
    }
}

/// The function of each pair of elements.
pub(crate) fn binary<T: Element>(function: Binary, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    match function {
        Binary::Add => map_two(|a, b| a + b, a, b, out),
        Binary::Sub => map_two(|a, b| a - b, a, b, out),
        Binary::Mul => map_two(|a, b| a * b, a, b, out),
        Binary::Div => map_two(|a, b| a / b, a, b, out),
        Binary::Min => map_two(Number::min, a, b, out),
        Binary::Max => map_two(Number::max, a, b, out),
        Binary::Pow => map_two(T::pow, a, b, out),
        Binary::Hypot => map_two(T::hypot, a, b, out),
        Binary::Atan2 => map_two(T::atan2, a, b, out),
        Binary::Mod => map_two(T::modulo, a, b, out),
        Binary::ExpSum => map_two(T::exp_sum, a, b, out),
    }
}

fn compare<T: Element>(comparison: Comparison, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    match comparison {
        Comparison::Less => map_two(|a, b| T::mask(a < b), a, b, out),
        Comparison::LessEqual => map_two(|a, b| T::mask(a <= b), a, b, out),
        Comparison::Greater => map_two(|a, b| T::mask(a > b), a, b, out),
        Comparison::GreaterEqual => map_two(|a, b| T::mask(a >= b), a, b, out),
        Comparison::Equal => map_two(|a, b| T::mask(a == b), a, b, out),
        Comparison::NotEqual => map_two(|a, b| T::mask(a != b), a, b, out),
    }
}

/// Any function of each element.
pub(crate) fn map_one<T: Element>(f: impl Fn(T) -> T, a: Operand<T>, out: &mut [T]) {
    match a {
        Operand::Same(a) => out.fill(f(a)),
        Operand::Each(a) => {
            assert_eq!(a.len(), out.len(), "elements");
            out.iter_mut().zip(a).for_each(|(out, a)| *out = f(*a));
        }
    }
}

fn map_two<T: Element>(f: impl Fn(T, T) -> T, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    match (a, b) {
        (Operand::Same(a), b) => map_one(|b| f(a, b), b, out),
        (a, Operand::Same(b)) => map_one(|a| f(a, b), a, out),
        (Operand::Each(a), Operand::Each(b)) => {
            assert_eq!((a.len(), b.len()), (out.len(), out.len()), "elements");
            out.iter_mut()
                .zip(a)
                .zip(b)
                .for_each(|((out, a), b)| *out = f(*a, *b));
        }
    }
}

fn map_three<T: Element>(
    f: impl Fn(T, T, T) -> T,
    a: Operand<T>,
    b: Operand<T>,
    c: Operand<T>,
    out: &mut [T],
) {
    match (a, b, c) {
        (Operand::Same(a), b, c) => map_two(|b, c| f(a, b, c), b, c, out),
        (a, Operand::Same(b), c) => map_two(|a, c| f(a, b, c), a, c, out),
        (a, b, Operand::Same(c)) => map_two(|a, b| f(a, b, c), a, b, out),
        (Operand::Each(a), Operand::Each(b), Operand::Each(c)) => {
            assert_eq!(
                (a.len(), b.len(), c.len()),
                (out.len(), out.len(), out.len()),
                "elements"
            );
            out.iter_mut()
                .zip(a)
                .zip(b)
                .zip(c)
                .for_each(|(((out, a), b), c)| *out = f(*a, *b, *c));
        }
    }
}
