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
        match (self, values) {
            (Self::Store(slice), Operand::Same(value)) => slice[start..start + width].fill(value),
            (Self::Store(slice), Operand::Each(values)) => {
                slice[start..start + width].copy_from_slice(values);
            }
            (Self::Sum(tree), Operand::Same(value)) => {
                tree.push(reduce_block(Reduction::Sum, &[value; BLOCK][..width]));
            }
            (Self::Sum(tree), Operand::Each(values)) => {
                tree.push(reduce_block(Reduction::Sum, values));
            }
            (Self::Discard, _) => {}
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
