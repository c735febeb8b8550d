//! The bytecode of scalar programs and its interpreter.

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::Element;
use crate::lower::{Instruction, Slot, Step};

/// An instruction as the interpreter wants it: cheap operations of their own, everything else a call. The first slot is
/// the result's.
#[derive(Clone, Copy, Debug)]
pub(super) enum Code<T> {
    Neg(Slot, Slot),
    Abs(Slot, Slot),
    Call(fn(T) -> T, Slot, Slot),
    SphericalBessel(u8, Slot, Slot),
    Add(Slot, Slot, Slot),
    Sub(Slot, Slot, Slot),
    Mul(Slot, Slot, Slot),
    Div(Slot, Slot, Slot),
    CallTwo(fn(T, T) -> T, Slot, Slot, Slot),
    MulAdd(Slot, Slot, Slot, Slot),
    Less(Slot, Slot, Slot),
    LessEqual(Slot, Slot, Slot),
    Equal(Slot, Slot, Slot),
    NotEqual(Slot, Slot, Slot),
    Not(Slot, Slot),
    And(Slot, Slot, Slot),
    Or(Slot, Slot, Slot),
    Select(Slot, Slot, Slot, Slot),
}

impl<T: Element> Code<T> {
    pub fn new(instruction: Instruction) -> Self {
        let to = instruction.target;
        match instruction.step {
            Step::Unary(function, a) => unary(function, to, a),
            Step::Binary(function, a, b) => binary(function, to, a, b),
            Step::MulAdd(a, b, c) => Self::MulAdd(to, a, b, c),
            Step::Compare(Comparison::Less, a, b) | Step::Compare(Comparison::Greater, b, a) => {
                Self::Less(to, a, b)
            }
            Step::Compare(Comparison::LessEqual, a, b)
            | Step::Compare(Comparison::GreaterEqual, b, a) => Self::LessEqual(to, a, b),
            Step::Compare(Comparison::Equal, a, b) => Self::Equal(to, a, b),
            Step::Compare(Comparison::NotEqual, a, b) => Self::NotEqual(to, a, b),
            Step::Not(a) => Self::Not(to, a),
            Step::And(a, b) => Self::And(to, a, b),
            Step::Or(a, b) => Self::Or(to, a, b),
            Step::Select(condition, a, b) => Self::Select(to, condition, a, b),
        }
    }
}

fn unary<T: Element>(function: Unary, to: Slot, a: Slot) -> Code<T> {
    let function: fn(T) -> T = match function {
        Unary::Neg => return Code::Neg(to, a),
        Unary::Abs => return Code::Abs(to, a),
        Unary::SphericalBessel(order) => return Code::SphericalBessel(order, to, a),
        Unary::Sign => T::sign,
        Unary::Floor => T::floor,
        Unary::Ceil => T::ceil,
        Unary::Round => T::round,
        Unary::Sqrt => T::sqrt,
        Unary::Cbrt => T::cbrt,
        Unary::Exp => T::exp,
        Unary::ExpBeside => T::exp_beside,
        Unary::Exp2 => T::exp2,
        Unary::Expm1 => T::expm1,
        Unary::Ln => T::ln,
        Unary::Log2 => T::log2,
        Unary::Log10 => T::log10,
        Unary::Log1p => T::log1p,
        Unary::Log1pUnit => T::log1p_unit,
        Unary::Sin => T::sin,
        Unary::Cos => T::cos,
        Unary::Tan => T::tan,
        Unary::Asin => T::asin,
        Unary::Acos => T::acos,
        Unary::Atan => T::atan,
        Unary::Sinh => T::sinh,
        Unary::Cosh => T::cosh,
        Unary::Tanh => T::tanh,
        Unary::Sech => T::sech,
        Unary::Asinh => T::asinh,
        Unary::Acosh => T::acosh,
        Unary::Atanh => T::atanh,
        Unary::Erf => T::erf,
        Unary::Erfc => T::erfc,
        Unary::Erfcx => T::erfcx,
        Unary::ErfcExcess => T::erfc_excess,
        Unary::NormalCdf => T::normal_cdf,
        Unary::NormalPdf => T::normal_pdf,
        Unary::Sigmoid => T::sigmoid,
        Unary::Softplus => T::softplus,
        Unary::LnCosh => T::ln_cosh,
    };
    Code::Call(function, to, a)
}

fn binary<T: Element>(function: Binary, to: Slot, a: Slot, b: Slot) -> Code<T> {
    let function: fn(T, T) -> T = match function {
        Binary::Add => return Code::Add(to, a, b),
        Binary::Sub => return Code::Sub(to, a, b),
        Binary::Mul => return Code::Mul(to, a, b),
        Binary::Div => return Code::Div(to, a, b),
        Binary::Min => T::min,
        Binary::Max => T::max,
        Binary::Pow => T::pow,
        Binary::Hypot => T::hypot,
        Binary::Atan2 => T::atan2,
        Binary::CopySign => T::copysign,
        Binary::Mod => T::modulo,
        Binary::ExpSum => T::exp_sum,
        Binary::ExpRest => T::exp_rest,
    };
    Code::CallTwo(function, to, a, b)
}

/// The slots of a running program.
pub(super) trait Frame<T: Copy> {
    fn read(&self, slot: Slot) -> T;
    fn write(&mut self, slot: Slot, value: T);

    /// Writes values one after the other; a loop, because they are few.
    #[inline(always)]
    fn fill(&mut self, first: usize, values: &[T]) {
        for (slot, value) in (first as Slot..).zip(values) {
            self.write(slot, *value);
        }
    }
}

/// On the stack. N is a power of two no smaller than the program needs: the mask changes no slot, it spares the check.
impl<T: Copy, const N: usize> Frame<T> for [T; N] {
    #[inline(always)]
    fn read(&self, slot: Slot) -> T {
        self[slot as usize & (N - 1)]
    }
    #[inline(always)]
    fn write(&mut self, slot: Slot, value: T) {
        self[slot as usize & (N - 1)] = value;
    }
}

impl<T: Copy> Frame<T> for Vec<T> {
    #[inline(always)]
    fn read(&self, slot: Slot) -> T {
        self[slot as usize]
    }
    #[inline(always)]
    fn write(&mut self, slot: Slot, value: T) {
        self[slot as usize] = value;
    }
}

/// Runs the code from first to last.
#[inline(always)]
pub(super) fn execute<T: Element>(code: &[Code<T>], frame: &mut impl Frame<T>) {
    for code in code {
        let (to, value) = match *code {
            Code::Neg(to, a) => (to, -frame.read(a)),
            Code::Abs(to, a) => (to, frame.read(a).abs()),
            Code::Call(function, to, a) => (to, function(frame.read(a))),
            Code::SphericalBessel(order, to, a) => (to, frame.read(a).spherical_bessel(order)),
            Code::Add(to, a, b) => (to, frame.read(a) + frame.read(b)),
            Code::Sub(to, a, b) => (to, frame.read(a) - frame.read(b)),
            Code::Mul(to, a, b) => (to, frame.read(a) * frame.read(b)),
            Code::Div(to, a, b) => (to, frame.read(a) / frame.read(b)),
            Code::CallTwo(function, to, a, b) => (to, function(frame.read(a), frame.read(b))),
            Code::MulAdd(to, a, b, c) => (to, frame.read(a).mul_add(frame.read(b), frame.read(c))),
            Code::Less(to, a, b) => (to, T::mask(frame.read(a) < frame.read(b))),
            Code::LessEqual(to, a, b) => (to, T::mask(frame.read(a) <= frame.read(b))),
            Code::Equal(to, a, b) => (to, T::mask(frame.read(a) == frame.read(b))),
            Code::NotEqual(to, a, b) => (to, T::mask(frame.read(a) != frame.read(b))),
            Code::Not(to, a) => (to, T::mask(!frame.read(a).holds())),
            Code::And(to, a, b) => (to, T::mask(frame.read(a).holds() && frame.read(b).holds())),
            Code::Or(to, a, b) => (to, T::mask(frame.read(a).holds() || frame.read(b).holds())),
            Code::Select(to, condition, a, b) => (
                to,
                frame.read(if frame.read(condition).holds() { a } else { b }),
            ),
        };
        frame.write(to, value);
    }
}
