//! Elements of arrays by machine code, and by the block engine where that leaves some.

use std::ops::Range;

use gradus_symbolic::computation::Reduction;

use super::Block;
use super::kernels::Operand;
use super::output::Piece;
use crate::machine::ArrayCode;
use crate::reduction::{BLOCK, reduce_block};
use crate::{Element, Uniforms};

/// Machine code with the uniforms that it reads.
pub(super) struct Native<'a, T> {
    code: &'a ArrayCode<T>,
    given: Vec<T>,
}

/// Memory of one thread: the registers of the block engine, and room for what is not stored and for padding.
pub(super) struct Scratch<T> {
    pub registers: Vec<T>,
    pub room: Vec<T>,
}

impl<'a, T: Element> Native<'a, T> {
    pub fn new(code: &'a ArrayCode<T>, uniforms: &Uniforms<T>) -> Self {
        Self {
            code,
            given: code.given(uniforms),
        }
    }

    /// How many numbers [`Scratch::room`] holds.
    pub fn room(&self, inputs: usize, outputs: usize) -> usize {
        outputs * BLOCK + (inputs + outputs) * self.code.lanes()
    }

    /// How many elements are computed at a time: all if each output is stored, else a block.
    pub fn stretch(pieces: &[Piece<T>], length: usize) -> usize {
        let stored = pieces.iter().all(|piece| matches!(piece, Piece::Store(_)));
        if stored { length } else { BLOCK }
    }

    /// Computes the elements `range` of the inputs, which are those from `offset` on of the pieces.
    pub fn run(
        &self,
        block: &Block<T>,
        range: &Range<usize>,
        offset: usize,
        pieces: &mut [Piece<T>],
        scratch: &mut Scratch<T>,
    ) {
        let length = range.len();
        let (room, padding) = scratch.room.split_at_mut(pieces.len() * BLOCK);
        let mut outputs: Vec<&mut [T]> = pieces
            .iter_mut()
            .zip(room.chunks_mut(BLOCK))
            .map(|(piece, room)| match piece {
                Piece::Store(slice) => &mut slice[offset..offset + length],
                Piece::Sum(_) | Piece::Discard => &mut room[..length],
            })
            .collect();
        let lanes = self.code.lanes();
        let whole = length - length % lanes;
        let mut done = 0;
        while done < whole {
            let start = range.start + done;
            done += self.code.run(
                &self.given,
                block.inputs,
                start,
                &mut parts(&mut outputs, done..whole),
            );
            if done < whole {
                // These have an element that the code does not compute.
                let start = range.start + done;
                block.write(
                    &(start..start + lanes),
                    &mut parts(&mut outputs, done..done + lanes),
                    &mut scratch.registers,
                );
                done += lanes;
            }
        }
        if whole < length {
            let range = range.start + whole..range.end;
            let mut rest = parts(&mut outputs, whole..length);
            if !self.tail(block, &range, &mut rest, padding) {
                block.write(&range, &mut rest, &mut scratch.registers);
            }
        }
        for (piece, room) in pieces.iter_mut().zip(scratch.room.chunks(BLOCK)) {
            if let Piece::Sum(tree) = piece {
                tree.push(reduce_block(Reduction::Sum, &room[..length]));
            }
        }
    }

    /// Computes the last elements, fewer than the lanes, from padded copies; false if the code leaves one.
    fn tail(
        &self,
        block: &Block<T>,
        range: &Range<usize>,
        outputs: &mut [&mut [T]],
        padding: &mut [T],
    ) -> bool {
        let lanes = self.code.lanes();
        let (from, to) = padding.split_at_mut(block.inputs.len() * lanes);
        for (padded, input) in from.chunks_mut(lanes).zip(block.inputs) {
            let (copies, rest) = padded.split_at_mut(range.len());
            copies.copy_from_slice(&input[range.clone()]);
            rest.fill(copies[0]);
        }
        let from: Vec<&[T]> = from.chunks(lanes).collect();
        let mut to: Vec<&mut [T]> = to.chunks_mut(lanes).collect();
        let whole = self.code.run(&self.given, &from, 0, &mut to) == lanes;
        for (output, padded) in outputs.iter_mut().zip(&to) {
            output.copy_from_slice(&padded[..range.len()]);
        }
        whole
    }
}

/// The elements in a range of each slice.
fn parts<'a, T>(slices: &'a mut [&mut [T]], range: Range<usize>) -> Vec<&'a mut [T]> {
    slices
        .iter_mut()
        .map(|slice| &mut slice[range.clone()])
        .collect()
}

impl<T: Element> Block<'_, T> {
    /// Computes the elements `range`, at most a block, by the block engine.
    fn write(&self, range: &Range<usize>, outputs: &mut [&mut [T]], registers: &mut [T]) {
        self.run(range, registers);
        for (position, output) in outputs.iter_mut().enumerate() {
            match self.result(position, range, registers) {
                Operand::Same(value) => output.fill(value),
                Operand::Each(values) => output.copy_from_slice(values),
            }
        }
    }
}
