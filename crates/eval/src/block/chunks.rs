//! The elements of arrays divided among threads.

use gradus_symbolic::computation::Reduction;
use rayon::prelude::*;

use super::Block;
use super::native::{Native, Scratch};
use super::output::{Output, Piece};
use crate::Element;
use crate::reduction::{BLOCK, Tree};

/// Elements from which on the work is shared.
const PARALLEL: usize = 65_536;

/// Elements of a chunk that one thread takes at a time: a power of two of blocks, as the tree of sums wants it.
const CHUNK: usize = 64 * BLOCK;

/// Runs the program for all elements.
pub(super) fn run<T: Element>(block: &Block<T>, length: usize, outputs: &mut [Output<T>]) {
    let chunk = if length < PARALLEL {
        length.max(1)
    } else {
        CHUNK
    };
    if length <= chunk
        && let Some(native) = &block.native
        && stored_at_once(block, native, outputs)
    {
        return;
    }
    if length <= chunk && block.native.is_none() {
        return T::with_room(block.room(length), |room| {
            alone(block, length, outputs, room);
        });
    }
    let chunks = split(outputs, length, chunk);
    let sums: Vec<Vec<Option<T>>> = if chunks.len() == 1 {
        let mut scratch = Scratch::default();
        let chunks = chunks.into_iter();
        chunks.map(|chunk| chunk.run(block, &mut scratch)).collect()
    } else {
        chunks
            .into_par_iter()
            .map_init(Scratch::default, |scratch, chunk| chunk.run(block, scratch))
            .collect()
    };
    for (position, output) in outputs.iter_mut().enumerate() {
        if let Output::Sum(total) = output {
            let mut tree = Tree::new(Reduction::Sum);
            sums.iter()
                .filter_map(|sums| sums[position])
                .for_each(|sum| tree.push(sum));
            **total = tree.finish();
        }
    }
}

/// Outputs that are stored without memory being allocated.
const FEW: usize = 8;

/// Whether all is done: a few outputs, each of which is stored.
fn stored_at_once<T: Element>(
    block: &Block<T>,
    native: &Native<T>,
    outputs: &mut [Output<T>],
) -> bool {
    let stored = outputs.iter().all(|output| output.stored().is_some());
    if !stored || outputs.len() > FEW {
        return false;
    }
    let count = outputs.len();
    let mut slices: [&mut [T]; FEW] = std::array::from_fn(|_| &mut [][..]);
    for (slice, output) in slices.iter_mut().zip(outputs) {
        if let Output::Store(stored) = output {
            *slice = stored;
        }
    }
    native.run(block, 0, &mut slices[..count], &mut Scratch::default());
    true
}

/// All elements on this thread, block by block.
fn alone<T: Element>(block: &Block<T>, length: usize, outputs: &mut [Output<T>], room: &mut [T]) {
    let mut trees: Vec<Tree<T>> = Vec::new();
    for start in (0..length).step_by(BLOCK) {
        let range = start..length.min(start + BLOCK);
        block.run(&range, room);
        let mut sum = 0;
        for (position, output) in outputs.iter_mut().enumerate() {
            let values = block.result(position, &range, room);
            match output {
                Output::Store(slice) => values.store(&mut slice[range.clone()]),
                Output::Sum(_) => {
                    if trees.len() == sum {
                        trees.push(Tree::new(Reduction::Sum));
                    }
                    trees[sum].push(values.sum(range.len()));
                    sum += 1;
                }
                Output::Discard => {}
            }
        }
    }
    let mut trees = trees.into_iter();
    for output in outputs {
        if let Output::Sum(total) = output {
            let tree = trees.next().unwrap_or_else(|| Tree::new(Reduction::Sum));
            **total = tree.finish();
        }
    }
}

/// Elements that one thread works on, with their parts of the outputs.
struct Chunk<'a, T> {
    start: usize,
    length: usize,
    pieces: Vec<Piece<'a, T>>,
}

fn split<'a, T: Element>(
    outputs: &'a mut [Output<T>],
    length: usize,
    chunk: usize,
) -> Vec<Chunk<'a, T>> {
    let starts = (0..length).step_by(chunk);
    let mut chunks: Vec<Chunk<T>> = starts
        .map(|start| Chunk {
            start,
            length: chunk.min(length - start),
            pieces: Vec::new(),
        })
        .collect();
    for output in outputs {
        let (mut slices, summed) = match output {
            Output::Store(slice) => (slice.chunks_mut(chunk), false),
            Output::Sum(_) => ([].chunks_mut(chunk), true),
            Output::Discard => ([].chunks_mut(chunk), false),
        };
        for chunk in &mut chunks {
            chunk.pieces.push(match slices.next() {
                Some(slice) => Piece::Store(slice),
                None if summed => Piece::Sum(Box::new(Tree::new(Reduction::Sum))),
                None => Piece::Discard,
            });
        }
    }
    chunks
}

impl<T: Element> Chunk<'_, T> {
    /// Computes block by block, and returns the sums that are wanted.
    fn run(mut self, block: &Block<T>, scratch: &mut Scratch<T>) -> Vec<Option<T>> {
        if let Some(native) = &block.native {
            native.run_pieces(block, self.start, self.length, &mut self.pieces, scratch);
            return self.pieces.into_iter().map(Piece::sum).collect();
        }
        let scratch = scratch.registers(block);
        for offset in (0..self.length).step_by(BLOCK) {
            let width = BLOCK.min(self.length - offset);
            let range = self.start + offset..self.start + offset + width;
            block.run(&range, scratch);
            for (position, piece) in self.pieces.iter_mut().enumerate() {
                piece.take(offset, width, block.result(position, &range, scratch));
            }
        }
        self.pieces.into_iter().map(Piece::sum).collect()
    }
}
