//! One elementwise operation over slots.

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::Element;
use crate::reference::{binary, compare, unary};

/// The place of an operand or a result, see [`Code`](super::Code).
pub type Slot = u32;

/// An elementwise operation. Masks are kept as numbers, 1 for true and 0 for false.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step<S = Slot> {
    /// One operand.
    Unary(Unary, S),
    /// Two operands.
    Binary(Binary, S, S),
    /// `a*b + c` with one rounding.
    MulAdd(S, S, S),
    /// A mask from two numbers.
    Compare(Comparison, S, S),
    /// True where the mask is false.
    Not(S),
    /// True where both masks are.
    And(S, S),
    /// True where either mask is.
    Or(S, S),
    /// `mask ? a : b`.
    Select(S, S, S),
}

impl<S> Step<S> {
    /// The same operation on other operands.
    #[must_use]
    #[inline(always)]
    pub fn map<To>(self, mut to: impl FnMut(S) -> To) -> Step<To> {
        match self {
            Self::Unary(function, a) => Step::Unary(function, to(a)),
            Self::Binary(function, a, b) => Step::Binary(function, to(a), to(b)),
            Self::MulAdd(a, b, c) => Step::MulAdd(to(a), to(b), to(c)),
            Self::Compare(comparison, a, b) => Step::Compare(comparison, to(a), to(b)),
            Self::Not(a) => Step::Not(to(a)),
            Self::And(a, b) => Step::And(to(a), to(b)),
            Self::Or(a, b) => Step::Or(to(a), to(b)),
            Self::Select(condition, a, b) => Step::Select(to(condition), to(a), to(b)),
        }
    }
}

impl Step {
    /// Calls for each operand, first to last.
    pub fn each(self, mut visit: impl FnMut(Slot)) {
        let _ = self.map(|slot| {
            visit(slot);
            slot
        });
    }

    /// Its result for the values at its slots.
    pub fn apply<T: Element>(self, read: impl Fn(Slot) -> T) -> T {
        match self {
            Self::Unary(function, a) => unary(function, read(a)),
            Self::Binary(function, a, b) => binary(function, read(a), read(b)),
            Self::MulAdd(a, b, c) => read(a).mul_add(read(b), read(c)),
            Self::Compare(comparison, a, b) => T::mask(compare(comparison, &read(a), &read(b))),
            Self::Not(a) => T::mask(!read(a).holds()),
            Self::And(a, b) => T::mask(read(a).holds() && read(b).holds()),
            Self::Or(a, b) => T::mask(read(a).holds() || read(b).holds()),
            Self::Select(condition, a, b) => {
                if read(condition).holds() {
                    read(a)
                } else {
                    read(b)
                }
            }
        }
    }
}
