//! One elementwise operation over slots.

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::Element;
use crate::reference::{binary, compare, unary};

/// The place of an operand or a result, see [`Code`](super::Code).
pub type Slot = u32;

/// An elementwise operation. Masks are kept as numbers, 1 for true and 0 for false.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// One operand.
    Unary(Unary, Slot),
    /// Two operands.
    Binary(Binary, Slot, Slot),
    /// `a*b + c` with one rounding.
    MulAdd(Slot, Slot, Slot),
    /// A mask from two numbers.
    Compare(Comparison, Slot, Slot),
    /// True where the mask is false.
    Not(Slot),
    /// True where both masks are.
    And(Slot, Slot),
    /// True where either mask is.
    Or(Slot, Slot),
    /// `mask ? a : b`.
    Select(Slot, Slot, Slot),
}

impl Step {
    /// The same operation on other slots.
    #[must_use]
    pub fn map(self, mut to: impl FnMut(Slot) -> Slot) -> Self {
        match self {
            Self::Unary(function, a) => Self::Unary(function, to(a)),
            Self::Binary(function, a, b) => Self::Binary(function, to(a), to(b)),
            Self::MulAdd(a, b, c) => Self::MulAdd(to(a), to(b), to(c)),
            Self::Compare(comparison, a, b) => Self::Compare(comparison, to(a), to(b)),
            Self::Not(a) => Self::Not(to(a)),
            Self::And(a, b) => Self::And(to(a), to(b)),
            Self::Or(a, b) => Self::Or(to(a), to(b)),
            Self::Select(condition, a, b) => Self::Select(to(condition), to(a), to(b)),
        }
    }

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
