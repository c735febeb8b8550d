//! What becomes of an output.

use gradus_symbolic::computation::Reduction;

use super::kernels::Operand;
use crate::Element;
use crate::reduction::{BLOCK, Tree, reduce_block};

/// Where an output of a map goes.
#[derive(Debug)]
pub enum Output<'a, T> {
    /// Each element's value into this slice.
    Store(&'a mut [T]),
    /// The sum over all elements into this number, by the fixed tree of [`reduction`](crate::reduction).
    Sum(&'a mut T),
    /// Not wanted.
    Discard,
}

impl<T> Output<'_, T> {
    /// The length of the slice.
    pub(super) fn stored(&self) -> Option<usize> {
        match self {
            Self::Store(slice) => Some(slice.len()),
            Self::Sum(_) | Self::Discard => None,
        }
    }
}

/// The part of an output that belongs to one chunk of elements.
pub(super) enum Piece<'a, T> {
    Store(&'a mut [T]),
    Sum(Box<Tree<T>>),
    Discard,
}

impl<T: Element> Piece<'_, T> {
    /// Takes the values of a block: elements from `start` of the chunk on.
    pub fn take(&mut self, start: usize, width: usize, values: Operand<T>) {
        match self {
            Self::Store(slice) => values.store(&mut slice[start..start + width]),
            Self::Sum(tree) => tree.push(values.sum(width)),
            Self::Discard => {}
        }
    }

    /// The sum of the chunk, if one is wanted.
    pub fn sum(self) -> Option<T> {
        match self {
            Self::Sum(tree) => Some(tree.finish()),
            Self::Store(_) | Self::Discard => None,
        }
    }
}

impl<T: Element> Operand<'_, T> {
    /// Writes the values to a slice of their length.
    pub fn store(self, to: &mut [T]) {
        match self {
            Self::Same(value) => to.fill(value),
            Self::Each(values) => to.copy_from_slice(values),
        }
    }

    /// The sum of that many elements, at most a block.
    pub fn sum(self, width: usize) -> T {
        match self {
            Self::Same(value) => reduce_block(Reduction::Sum, &[value; BLOCK][..width]),
            Self::Each(values) => reduce_block(Reduction::Sum, values),
        }
    }
}
