//! Elements of arrays by machine code, and by the block engine where that leaves some.

use std::ops::Range;

use super::Block;
use super::kernels::Operand;
use super::output::Piece;
use crate::Element;
use crate::machine::ArrayCode;
use crate::reduction::{BLOCK, reduce_block};

/// Machine code with the numbers that it is given.
pub(super) struct Native<'a, T> {
    pub code: &'a ArrayCode<T>,
    pub given: &'a [T],
}

/// Memory of one thread, taken when it is needed.
#[derive(Default)]
pub(super) struct Scratch<T> {
    /// Of the block engine.
    registers: Vec<T>,
    /// For results that are not stored.
    room: Vec<T>,
    /// For vectors that are not full.
    padding: Vec<T>,
}

/// At least so many numbers of a memory.
fn at_least<T: Element>(memory: &mut Vec<T>, length: usize) -> &mut [T] {
    if memory.len() < length {
        memory.resize(length, T::default());
    }
    memory
}

impl<T: Element> Scratch<T> {
    /// The registers for blocks of a program.
    pub fn registers(&mut self, block: &Block<T>) -> &mut [T] {
        at_least(&mut self.registers, block.room(BLOCK))
    }
}

impl<T: Element> Native<'_, T> {
    /// Computes the elements `range` of the inputs, all of each piece, which is stored, summed or dropped.
    pub fn run_pieces(
        &self,
        block: &Block<T>,
        start: usize,
        length: usize,
        pieces: &mut [Piece<T>],
        scratch: &mut Scratch<T>,
    ) {
        let stored = pieces.iter().all(|piece| matches!(piece, Piece::Store(_)));
        let stretch = if stored { length } else { BLOCK };
        let mut room = std::mem::take(&mut scratch.room);
        at_least(&mut room, if stored { 0 } else { pieces.len() * BLOCK });
        for offset in (0..length).step_by(stretch.max(1)) {
            let width = stretch.min(length - offset);
            let mut rooms = room.chunks_mut(BLOCK);
            let mut outputs: Vec<&mut [T]> = pieces
                .iter_mut()
                .map(|piece| match piece {
                    Piece::Store(slice) => &mut slice[offset..offset + width],
                    Piece::Reduce(_) | Piece::Discard => {
                        &mut rooms.next().expect("room for each piece")[..width]
                    }
                })
                .collect();
            self.run(block, start + offset, &mut outputs, scratch);
            let rooms = room.chunks(BLOCK);
            let others = pieces
                .iter_mut()
                .filter(|piece| !matches!(piece, Piece::Store(_)));
            for (piece, room) in others.zip(rooms) {
                if let Piece::Reduce(tree) = piece {
                    tree.push(reduce_block(tree.reduction(), &room[..width]));
                }
            }
        }
        scratch.room = room;
    }

    /// Computes the elements from `start` of the inputs on, as many as each output has.
    pub fn run(
        &self,
        block: &Block<T>,
        start: usize,
        outputs: &mut [&mut [T]],
        scratch: &mut Scratch<T>,
    ) {
        let length = outputs.first().map_or(0, |output| output.len());
        let lanes = self.code.lanes();
        let past_caches = block
            .past_caches
            .then(|| self.code.distance(outputs))
            .flatten();
        let head = past_caches.unwrap_or(0).min(length);
        if head > 0 {
            self.part(block, start, outputs, 0..head, scratch);
        }
        let whole = head + (length - head) / lanes * lanes;
        let mut done = head;
        // Where elements that the code leaves follow each other, more and more of them are given away at once.
        let mut stretch = BLOCK;
        while done < whole {
            let range = done..whole;
            let inputs = block.inputs;
            let computed = self.code.run(
                self.given,
                inputs,
                start,
                outputs,
                range,
                past_caches.is_some(),
            );
            done += computed;
            stretch = if computed > BLOCK { BLOCK } else { stretch };
            let end = whole.min(done + stretch);
            while done < end {
                let next = end.min(done + BLOCK);
                block.write(start, outputs, done..next, scratch);
                done = next;
            }
            stretch *= 2;
        }
        if whole < length {
            self.part(block, start, outputs, whole..length, scratch);
        }
    }

    /// Computes fewer elements than a vector has, from copies that are filled up.
    fn part(
        &self,
        block: &Block<T>,
        start: usize,
        outputs: &mut [&mut [T]],
        range: Range<usize>,
        scratch: &mut Scratch<T>,
    ) {
        let lanes = self.code.lanes();
        let count = block.inputs.len();
        let padding = at_least(&mut scratch.padding, (count + outputs.len()) * lanes);
        let (from, to) = padding.split_at_mut(count * lanes);
        for (padded, input) in from.chunks_mut(lanes).zip(block.inputs) {
            let (copies, rest) = padded.split_at_mut(range.len());
            copies.copy_from_slice(&input[start + range.start..start + range.end]);
            rest.fill(copies[0]);
        }
        let from: Vec<&[T]> = from.chunks(lanes).collect();
        let mut to: Vec<&mut [T]> = to.chunks_mut(lanes).take(outputs.len()).collect();
        if self
            .code
            .run(self.given, &from, 0, &mut to, 0..lanes, false)
            < lanes
        {
            return block.write(start, outputs, range, scratch);
        }
        for (output, padded) in outputs.iter_mut().zip(&to) {
            output[range.clone()].copy_from_slice(&padded[..range.len()]);
        }
    }
}

impl<T: Element> Block<'_, T> {
    /// Computes the elements `range` of the outputs, which begin at `start` of the inputs, by the block engine.
    fn write(
        &self,
        start: usize,
        outputs: &mut [&mut [T]],
        range: Range<usize>,
        scratch: &mut Scratch<T>,
    ) {
        let registers = scratch.registers(self);
        let elements = start + range.start..start + range.end;
        self.run(&elements, registers);
        for (position, output) in outputs.iter_mut().enumerate() {
            let output = &mut output[range.clone()];
            match self.result(position, &elements, registers) {
                Operand::Same(value) => output.fill(value),
                Operand::Each(values) => output.copy_from_slice(values),
            }
        }
    }
}
