//! What can be wrong with a computation or with the vectors given to it.

use thiserror::Error;

/// Why a computation cannot be lowered. Positions count the operations of the list from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LowerError {
    /// An operand is not an earlier operation.
    #[error("operation {op} refers to operation {operand}, which does not stand before it")]
    NotEarlier {
        /// The operation.
        op: u32,
        /// What it refers to.
        operand: u32,
    },
    /// An operand is a mask where a number is meant, or the reverse.
    #[error("operation {op} expects operation {operand} to be a {expected}")]
    WrongKind {
        /// The operation.
        op: u32,
        /// The operand of the wrong kind.
        operand: u32,
        /// `number` or `mask`.
        expected: &'static str,
    },
    /// It reads an input or a parameter that the computation does not have.
    #[error("operation {op} reads an input or a parameter that the computation does not have")]
    NoSuchArgument {
        /// The operation.
        op: u32,
    },
    /// `Part` names a part that is not there.
    #[error("operation {op} wants a part that the concatenation does not have")]
    NoSuchPart {
        /// The operation.
        op: u32,
    },
    /// An output is not a number of the list.
    #[error("output {output} is not a number of the list")]
    BadOutput {
        /// Which output.
        output: u32,
    },
    /// An operation over vectors, where elements are to be computed one by one.
    #[error("operation {op} works on whole vectors")]
    OverVectors {
        /// The operation.
        op: u32,
    },
}

/// Why a computation over vectors could not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// Two vectors that belong together, as operands do, have different lengths; of two operands neither is 1.
    #[error("vectors of {left} and {right} elements meet in one operation")]
    Lengths {
        /// Elements of one.
        left: usize,
        /// Elements of the other.
        right: usize,
    },
    /// A vector is shorter than the parts to be taken from it.
    #[error("a vector of {length} elements does not have the parts asked for, {needed} elements")]
    Part {
        /// Its elements.
        length: usize,
        /// What the parts add up to.
        needed: usize,
    },
}
