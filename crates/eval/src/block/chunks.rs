//! The elements of arrays divided among threads.

use rayon::prelude::*;

use super::Block;
use super::kernels::Group;
use super::native::{Native, with_slices};
use super::output::{Output, Piece, parts};
use super::room::block_length;
use super::strips;
use crate::Element;
use crate::reduction::{BLOCK, Running, Tree};

/// Elements from which on the work is shared.
pub(super) const PARALLEL: usize = 65_536;

/// Elements of a chunk that one thread takes at a time: a power of two of strips, as the tree of sums wants it.
const CHUNK: usize = 64 * BLOCK;

/// Runs the program for all elements.
pub(super) fn run<T: Element>(block: &Block<T>, length: usize, outputs: &mut [Output<T>]) {
    let chunk = if length < PARALLEL {
        length.max(1)
    } else {
        CHUNK
    };
    let reduced = outputs.iter().any(|output| output.reduction().is_some());
    let reducing = block.native.as_ref().filter(|native| native.reduces());
    let stored = outputs.iter().all(|output| output.stored().is_some());
    let few = length < FEW_ELEMENTS && !(stored && block.native.is_some());
    let interpreted = few || (reduced && reducing.is_none());
    if (1..=BLOCK).contains(&length) && interpreted {
        return block.with_room(|room| at_once(block, length, outputs, room));
    }
    if length <= chunk
        && let Some(native) = reducing
    {
        return strips::alone(native, block, length, outputs);
    }
    if length <= chunk
        && let Some(native) = block.native.as_ref().filter(|_| stored)
    {
        return store_all(block, native, outputs);
    }
    if length <= chunk && block.native.is_none() {
        return block.with_room(|room| alone(block, length, outputs, room));
    }
    let chunks = split(outputs, length, chunk);
    // a single thread of the pool would only be waited for
    let totals: Vec<Vec<Option<T>>> = if chunks.len() == 1 || rayon::current_num_threads() == 1 {
        chunks.into_iter().map(|chunk| chunk.run(block)).collect()
    } else {
        chunks
            .into_par_iter()
            .map(|chunk| chunk.run(block))
            .collect()
    };
    for (position, output) in outputs.iter_mut().enumerate() {
        if let Some(reduction) = output.reduction() {
            let mut tree = Tree::new(reduction);
            totals
                .iter()
                .filter_map(|totals| totals[position])
                .for_each(|total| tree.push(total));
            if let Some(total) = output.total() {
                *total = tree.finish();
            }
        }
    }
}

/// All elements by machine code, of outputs that are all stored, on this thread.
fn store_all<T: Element>(block: &Block<T>, native: &Native<T>, outputs: &mut [Output<T>]) {
    let slices = outputs.iter_mut().map(Output::slice);
    with_slices(slices, |slices| native.run(block, 0, slices));
}

/// Elements that machine code is not worth preparing for, unless it stores all outputs.
const FEW_ELEMENTS: usize = 32;

/// The elements of one block.
fn at_once<T: Element>(
    block: &Block<T>,
    length: usize,
    outputs: &mut [Output<T>],
    room: &mut [Group<T>],
) {
    let range = 0..length;
    block.run(&range, room, parts(outputs, range.clone()));
    for (position, output) in outputs.iter_mut().enumerate() {
        let reduction = output.reduction();
        if let Some((reduction, total)) = reduction.zip(output.total()) {
            *total = block
                .result(position, &range, room)
                .reduce(reduction, length);
        }
    }
}

/// All elements on this thread, block by block.
fn alone<T: Element>(
    block: &Block<T>,
    length: usize,
    outputs: &mut [Output<T>],
    room: &mut [Group<T>],
) {
    let reductions = outputs.iter().filter_map(Output::reduction);
    let mut running: Vec<Running<T>> = reductions.map(Running::new).collect();
    let block_length = block_length::<T>(!running.is_empty());
    for start in (0..length).step_by(block_length) {
        let range = start..length.min(start + block_length);
        block.run(&range, room, parts(outputs, range.clone()));
        let reduced = |(_, output): &(usize, &Output<T>)| output.reduction().is_some();
        let reduced = outputs.iter().enumerate().filter(reduced);
        for ((position, _), sum) in reduced.zip(&mut running) {
            let values = block.result(position, &range, room);
            values.add_to(sum, range.len());
        }
    }
    let totals = outputs.iter_mut().filter_map(Output::total);
    for (total, running) in totals.zip(&mut running) {
        *total = running.finish();
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
            pieces: Vec::with_capacity(outputs.len()),
        })
        .collect();
    for output in outputs {
        let reduction = output.reduction();
        let mut slices = match output {
            Output::Store(slice) => slice.chunks_mut(chunk),
            _ => [].chunks_mut(chunk),
        };
        for chunk in &mut chunks {
            chunk.pieces.push(match (slices.next(), reduction) {
                (Some(slice), _) => Piece::Store(slice),
                (None, Some(reduction)) => Piece::Reduce(Box::new(Running::new(reduction))),
                (None, None) => Piece::Discard,
            });
        }
    }
    chunks
}

impl<T: Element> Chunk<'_, T> {
    /// Computes block by block, and returns what outputs are reduced to.
    fn run(mut self, block: &Block<T>) -> Vec<Option<T>> {
        if let Some(native) = &block.native {
            native.run_pieces(block, self.start, self.length, &mut self.pieces);
        } else {
            block.with_room(|room| self.interpret(block, room));
        }
        self.pieces.into_iter().map(Piece::total).collect()
    }

    fn interpret(&mut self, block: &Block<T>, room: &mut [Group<T>]) {
        let is_reduced = |piece: &Piece<T>| matches!(piece, Piece::Reduce(_));
        let reduced = self.pieces.iter().any(is_reduced);
        let block_length = block_length::<T>(reduced);
        for offset in (0..self.length).step_by(block_length) {
            let width = block_length.min(self.length - offset);
            let range = self.start + offset..self.start + offset + width;
            let part = offset..offset + width;
            block.run(&range, room, parts(&mut self.pieces, part));
            for (position, piece) in self.pieces.iter_mut().enumerate() {
                if let Piece::Reduce(running) = piece {
                    let values = block.result(position, &range, room);
                    values.add_to(running, width);
                }
            }
        }
    }
}
