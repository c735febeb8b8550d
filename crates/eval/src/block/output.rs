//! What becomes of an output.

use std::ops::Range;

use gradus_symbolic::computation::Reduction;

use super::kernels::Operand;
use super::plan::MOST_OUTPUTS;
use crate::Element;
use crate::reduction::{BLOCK, Running, combine_row, reduce_block};

/// Where an output of a map goes.
#[derive(Debug)]
pub enum Output<'a, T> {
    /// Each element's value into this slice.
    Store(&'a mut [T]),
    /// The sum over all elements into this number, by the fixed tree of [`reduction`](crate::reduction).
    Sum(&'a mut T),
    /// Another reduction over all elements into this number, by the same tree.
    Reduce(Reduction, &'a mut T),
    /// Not wanted.
    Discard,
}

impl<T> Output<'_, T> {
    /// The length of the slice.
    pub(super) fn stored(&self) -> Option<usize> {
        match self {
            Self::Store(slice) => Some(slice.len()),
            Self::Sum(_) | Self::Reduce(..) | Self::Discard => None,
        }
    }

    /// The slice, or nothing.
    pub(super) fn slice(&mut self) -> &mut [T] {
        match self {
            Self::Store(slice) => slice,
            Self::Sum(_) | Self::Reduce(..) | Self::Discard => &mut [],
        }
    }

    /// How it is reduced, if it is.
    pub(super) fn reduction(&self) -> Option<Reduction> {
        match self {
            Self::Sum(_) => Some(Reduction::Sum),
            Self::Reduce(reduction, _) => Some(*reduction),
            Self::Store(_) | Self::Discard => None,
        }
    }

    /// Where the result of its reduction goes.
    pub(super) fn total(&mut self) -> Option<&mut T> {
        match self {
            Self::Sum(total) | Self::Reduce(_, total) => Some(total),
            Self::Store(_) | Self::Discard => None,
        }
    }
}

/// What may be stored.
pub(super) trait Stored<T> {
    /// A range of its elements, none if it is not stored.
    fn part(&mut self, range: &Range<usize>) -> &mut [T];
}

impl<T> Stored<T> for Output<'_, T> {
    fn part(&mut self, range: &Range<usize>) -> &mut [T] {
        match self {
            Self::Store(slice) => &mut slice[range.clone()],
            Self::Sum(_) | Self::Reduce(..) | Self::Discard => &mut [],
        }
    }
}

impl<T> Stored<T> for Piece<'_, T> {
    fn part(&mut self, range: &Range<usize>) -> &mut [T] {
        match self {
            Self::Store(slice) => &mut slice[range.clone()],
            Self::Reduce(_) | Self::Discard => &mut [],
        }
    }
}

impl<T> Stored<T> for &mut [T] {
    fn part(&mut self, range: &Range<usize>) -> &mut [T] {
        &mut self[range.clone()]
    }
}

/// A range of all outputs.
pub(super) struct Parts<'a, S> {
    outputs: &'a mut [S],
    range: Range<usize>,
}

/// So many of the elements of outputs.
pub(super) fn parts<S>(outputs: &mut [S], range: Range<usize>) -> Parts<'_, S> {
    Parts { outputs, range }
}

/// Where the results of a block go.
pub(super) trait Places<T> {
    /// Where those of an output do; no elements if it is not stored.
    fn of(&mut self, output: usize) -> &mut [T];
    /// The same of several outputs, all different.
    fn of_several(&mut self, outputs: [usize; MOST_OUTPUTS]) -> [&mut [T]; MOST_OUTPUTS];
}

impl<T, S: Stored<T>> Places<T> for Parts<'_, S> {
    fn of(&mut self, output: usize) -> &mut [T] {
        self.outputs[output].part(&self.range)
    }

    fn of_several(&mut self, outputs: [usize; MOST_OUTPUTS]) -> [&mut [T]; MOST_OUTPUTS] {
        let outputs = self.outputs.get_disjoint_mut(outputs);
        let outputs = outputs.expect("each is another one");
        outputs.map(|output| output.part(&self.range))
    }
}

/// The part of an output that belongs to one chunk of elements.
pub(super) enum Piece<'a, T> {
    Store(&'a mut [T]),
    Reduce(Box<Running<T>>),
    Discard,
}

impl<T: Element> Piece<'_, T> {
    /// What the chunk is reduced to, if that is wanted.
    pub fn total(self) -> Option<T> {
        match self {
            Self::Reduce(mut running) => Some(running.finish()),
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

    /// Reduces a block of that many elements with those before it.
    pub fn add_to(self, running: &mut Running<T>, width: usize) {
        match self {
            Self::Same(value) => running.push(&[value; BLOCK][..width]),
            Self::Each(values) => running.push(values),
        }
    }

    /// Combines columns with a block of that many elements.
    pub fn combine_with(self, reduction: Reduction, columns: &mut [T], width: usize) {
        match self {
            Self::Same(value) => combine_row(reduction, columns, &[value; BLOCK][..width]),
            Self::Each(values) => combine_row(reduction, columns, values),
        }
    }

    /// What that many elements, at most a block, are reduced to.
    pub fn reduce(self, reduction: Reduction, width: usize) -> T {
        match self {
            Self::Same(value) => reduce_block(reduction, &[value; BLOCK][..width]),
            Self::Each(values) => reduce_block(reduction, values),
        }
    }
}
