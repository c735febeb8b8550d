//! One operation over a block: the seam below which the vectors of the processor are used.

use std::ops::Range;

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::lower::{Slot, Step};
use crate::processor::on_processor;
use crate::{Element, Number, math};

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
    macro_rules! elementary {
        ($name:ident) => {
            elementary(
                #[inline(always)]
                |a| math::$name(a),
                a,
                out,
            )
        };
    }
    match function {
        Unary::Neg => map_one(|a: T| -a, a, out),
        Unary::Abs => map_one(T::abs, a, out),
        Unary::Sign => map_one(T::sign, a, out),
        Unary::Floor => map_one(T::floor, a, out),
        Unary::Ceil => map_one(T::ceil, a, out),
        Unary::Round => map_one(T::round, a, out),
        Unary::Sqrt => map_one(T::sqrt, a, out),
        Unary::Cbrt => elementary!(cbrt),
        Unary::Exp => elementary!(exp),
        Unary::Exp2 => elementary!(exp2),
        Unary::Expm1 => elementary!(expm1),
        Unary::Ln => elementary!(ln),
        Unary::Log2 => elementary!(log2),
        Unary::Log10 => elementary!(log10),
        Unary::Log1p => elementary!(log1p),
        Unary::Sin => elementary!(sin),
        Unary::Cos => elementary!(cos),
        Unary::Tan => elementary!(tan),
        Unary::Asin => elementary!(asin),
        Unary::Acos => elementary!(acos),
        Unary::Atan => elementary!(atan),
        Unary::Sinh => elementary!(sinh),
        Unary::Cosh => elementary!(cosh),
        Unary::Tanh => elementary!(tanh),
        Unary::Sech => elementary!(sech),
        Unary::Asinh => elementary!(asinh),
        Unary::Acosh => elementary!(acosh),
        Unary::Atanh => elementary!(atanh),
        Unary::Erf => elementary!(erf),
        Unary::Erfc => elementary!(erfc),
        Unary::Erfcx => elementary!(erfcx),
        Unary::ErfcExcess => elementary!(erfc_excess),
        Unary::NormalCdf => elementary!(normal_cdf),
        Unary::NormalPdf => elementary!(normal_pdf),
        Unary::Sigmoid => elementary!(sigmoid),
        Unary::Softplus => elementary!(softplus),
        Unary::LnCosh => elementary!(ln_cosh),
        Unary::SphericalBessel(0) => elementary!(sinc),
        Unary::SphericalBessel(1) => elementary!(bessel_1),
        Unary::SphericalBessel(2) => elementary!(bessel_2),
        Unary::SphericalBessel(order) => map_one(|a: T| a.spherical_bessel(order), a, out),
    }
}

/// The function of each pair of elements.
pub(crate) fn binary<T: Element>(function: Binary, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    macro_rules! elementary {
        ($name:ident) => {
            elementary_two(
                #[inline(always)]
                |a, b| math::$name(a, b),
                a,
                b,
                out,
            )
        };
    }
    match function {
        Binary::Add => map_two(|a, b| a + b, a, b, out),
        Binary::Sub => map_two(|a, b| a - b, a, b, out),
        Binary::Mul => map_two(|a, b| a * b, a, b, out),
        Binary::Div => map_two(|a, b| a / b, a, b, out),
        Binary::Min => map_two(Number::min, a, b, out),
        Binary::Max => map_two(Number::max, a, b, out),
        Binary::Pow => elementary!(pow),
        Binary::Hypot => elementary!(hypot),
        Binary::Atan2 => elementary!(atan2),
        Binary::Mod => map_two(T::modulo, a, b, out),
        Binary::ExpSum => elementary!(exp_sum),
        Binary::ExpRest => elementary!(exp_rest),
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

/// How many copies are made at a time of a number that counts for all elements.
const COPIES: usize = 64;

/// An elementary function of each element. It is compiled into one loop, because it is long.
fn elementary<T: Element>(f: impl Fn(T::Lane) -> T::Lane, a: Operand<T>, out: &mut [T]) {
    let each = |a: &[T], out: &mut [T]| {
        on_processor(
            #[inline(always)]
            || {
                for (out, a) in out.iter_mut().zip(a) {
                    *out = T::from_lane(f(a.lane()));
                }
            },
        );
    };
    match a {
        Operand::Same(a) => {
            let mut value = [a];
            each(&[a], &mut value);
            out.fill(value[0]);
        }
        Operand::Each(a) => {
            assert_eq!(a.len(), out.len(), "elements");
            each(a, out);
        }
    }
}

/// An elementary function of each pair of elements, in one loop too.
fn elementary_two<T: Element>(
    f: impl Fn(T::Lane, T::Lane) -> T::Lane,
    a: Operand<T>,
    b: Operand<T>,
    out: &mut [T],
) {
    let each = |a: &[T], b: &[T], out: &mut [T]| {
        on_processor(
            #[inline(always)]
            || {
                for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                    *out = T::from_lane(f(a.lane(), b.lane()));
                }
            },
        );
    };
    let copies = |operand| match operand {
        Operand::Same(value) => [value; COPIES],
        Operand::Each(elements) => {
            assert_eq!(elements.len(), out.len(), "elements");
            [T::default(); COPIES]
        }
    };
    let (a_copies, b_copies) = (copies(a), copies(b));
    let length = match (a, b) {
        (Operand::Each(_), Operand::Each(_)) => out.len(),
        _ => COPIES,
    };
    for (position, out) in out.chunks_mut(length.max(1)).enumerate() {
        let range = position * length..position * length + out.len();
        let a = piece(&a, &a_copies, &range);
        let b = piece(&b, &b_copies, &range);
        each(a, b, out);
    }
}

/// The elements in a range, which are as many copies at most if they are all the same.
fn piece<'a, T>(operand: &Operand<'a, T>, copies: &'a [T], range: &Range<usize>) -> &'a [T] {
    match operand {
        Operand::Same(_) => &copies[..range.len()],
        Operand::Each(elements) => &elements[range.clone()],
    }
}

/// Any function of each element.
pub(crate) fn map_one<T: Element>(f: impl Fn(T) -> T, a: Operand<T>, out: &mut [T]) {
    match a {
        Operand::Same(a) => out.fill(f(a)),
        Operand::Each(a) => {
            assert_eq!(a.len(), out.len(), "elements");
            on_processor(
                #[inline(always)]
                || {
                    for (out, a) in out.iter_mut().zip(a) {
                        *out = f(*a);
                    }
                },
            );
        }
    }
}

fn map_two<T: Element>(f: impl Fn(T, T) -> T, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    match (a, b) {
        (Operand::Same(a), b) => map_one(
            #[inline(always)]
            |b| f(a, b),
            b,
            out,
        ),
        (a, Operand::Same(b)) => map_one(
            #[inline(always)]
            |a| f(a, b),
            a,
            out,
        ),
        (Operand::Each(a), Operand::Each(b)) => {
            assert_eq!((a.len(), b.len()), (out.len(), out.len()), "elements");
            on_processor(
                #[inline(always)]
                || {
                    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                        *out = f(*a, *b);
                    }
                },
            );
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
        (Operand::Same(a), b, c) => map_two(
            #[inline(always)]
            |b, c| f(a, b, c),
            b,
            c,
            out,
        ),
        (a, Operand::Same(b), c) => map_two(
            #[inline(always)]
            |a, c| f(a, b, c),
            a,
            c,
            out,
        ),
        (a, b, Operand::Same(c)) => map_two(
            #[inline(always)]
            |a, b| f(a, b, c),
            a,
            b,
            out,
        ),
        (Operand::Each(a), Operand::Each(b), Operand::Each(c)) => {
            assert_eq!(
                (a.len(), b.len(), c.len()),
                (out.len(), out.len(), out.len()),
                "elements"
            );
            on_processor(
                #[inline(always)]
                || {
                    for (((out, a), b), c) in out.iter_mut().zip(a).zip(b).zip(c) {
                        *out = f(*a, *b, *c);
                    }
                },
            );
        }
    }
}
