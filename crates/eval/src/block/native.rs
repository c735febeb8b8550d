//! Elements of arrays by machine code, and by the block engine where that leaves some.

use std::ops::Range;

use gradus_symbolic::computation::Reduction;

use super::Block;
use super::kernels;
use super::output::{Output, Piece, parts};
use super::room::block_length;
use super::strips;
use crate::Element;
use crate::machine::ArrayCode;
use crate::reduction::BLOCK;

/// Machine code with the numbers that it is given.
pub(super) struct Native<'a, T> {
    pub code: &'a ArrayCode<T>,
    pub given: &'a [T],
    /// How the code reduces each output; nothing if it stores all of them.
    pub reductions: &'a [Option<Reduction>],
}

impl<T: Element> Native<'_, T> {
    /// Whether the code reduces what it computes.
    pub fn reduces(&self) -> bool {
        !self.reductions.is_empty()
    }

    /// Whether outputs may be written past the caches.
    pub fn may_pass_caches(&self, outputs: &[Output<T>]) -> bool {
        let stored = outputs.iter().all(|output| output.stored().is_some());
        let starts = outputs.iter().filter_map(|output| match output {
            Output::Store(slice) => Some(slice.as_ptr()),
            _ => None,
        });
        stored && self.code.distance(starts).is_some()
    }

    /// Computes the elements from `start` on, all of each piece, which is stored, reduced or dropped.
    pub fn run_pieces(
        &self,
        block: &Block<T>,
        start: usize,
        length: usize,
        pieces: &mut [Piece<T>],
    ) {
        if self.reduces() {
            return strips::pieces(self, block, start, length, pieces);
        }
        let stored = pieces.iter().all(|piece| matches!(piece, Piece::Store(_)));
        let stretch = if stored { length } else { BLOCK };
        let room = if stored { 0 } else { pieces.len() * BLOCK };
        T::with_room(room, |room| {
            for offset in (0..length).step_by(stretch.max(1)) {
                let width = stretch.min(length - offset);
                self.stretch(block, start, offset..offset + width, pieces, room);
            }
        });
    }

    /// Computes a stretch of each piece, in room where it is not stored.
    fn stretch(
        &self,
        block: &Block<T>,
        start: usize,
        range: Range<usize>,
        pieces: &mut [Piece<T>],
        room: &mut [T],
    ) {
        let mut rooms = room.chunks_mut(BLOCK);
        let outputs = pieces.iter_mut().map(|piece| match piece {
            Piece::Store(slice) => &mut slice[range.clone()],
            Piece::Reduce(_) | Piece::Discard => {
                &mut rooms.next().expect("room for each piece")[..range.len()]
            }
        });
        with_slices(outputs, |outputs| {
            self.run(block, start + range.start, outputs);
        });
        let rooms = room.chunks(BLOCK);
        let others = pieces
            .iter_mut()
            .filter(|piece| !matches!(piece, Piece::Store(_)));
        for (piece, room) in others.zip(rooms) {
            if let Piece::Reduce(running) = piece {
                running.push(&room[..range.len()]);
            }
        }
    }

    /// Computes the elements from `start` of the inputs on, as many as each output has.
    pub fn run(&self, block: &Block<T>, start: usize, outputs: &mut [&mut [T]]) {
        let length = outputs.first().map_or(0, |output| output.len());
        let lanes = self.code.lanes();
        let starts = outputs.iter().map(|output| output.as_ptr());
        let past_caches = block
            .past_caches
            .then(|| self.code.distance(starts))
            .flatten();
        let head = past_caches.unwrap_or(0).min(length);
        for first in (0..head).step_by(lanes) {
            self.part(block, start, outputs, first..head.min(first + lanes));
        }
        let mut end = length;
        if past_caches.is_some() {
            // whole vectors, whose lanes are a power of two
            end -= (length - head) & (lanes - 1);
        }
        let mut done = head;
        // Where elements that the code leaves follow each other, more and more of them are given away at once.
        let mut stretch = BLOCK;
        while end - done >= lanes {
            let inputs = block.inputs.iter();
            let computed = self.code.run(
                self.given,
                inputs.map(|input| &input[start + done..]),
                outputs.iter_mut().map(|output| &mut output[done..end]),
                end - done,
                past_caches.is_some(),
            );
            done += computed;
            stretch = if computed > BLOCK { BLOCK } else { stretch };
            let left = end.min(done + stretch);
            block.write(start, outputs, done..left);
            done = left;
            stretch *= 2;
        }
        if done < length {
            self.part(block, start, outputs, done..length);
        }
    }

    /// Computes fewer elements than a vector has, from copies that are filled up.
    fn part(&self, block: &Block<T>, start: usize, outputs: &mut [&mut [T]], range: Range<usize>) {
        let lanes = self.code.lanes();
        let count = block.inputs.len();
        T::with_room((count + outputs.len()) * lanes, |room| {
            let (from, to) = room.split_at_mut(count * lanes);
            for (padded, input) in from.chunks_mut(lanes).zip(block.inputs) {
                kernels::fill_up(&input[start + range.start..start + range.end], padded);
            }
            let done = self.vector(from, to);
            if done < lanes {
                return block.write(start, outputs, range);
            }
            for (output, padded) in outputs.iter_mut().zip(to.chunks(lanes)) {
                output[range.clone()].copy_from_slice(&padded[..range.len()]);
            }
        });
    }

    /// Computes a vector of each output, one after the other, of a vector of each input.
    pub fn vector(&self, inputs: &[T], outputs: &mut [T]) -> usize {
        let lanes = self.code.lanes();
        let (inputs, outputs) = (inputs.chunks_exact(lanes), outputs.chunks_exact_mut(lanes));
        self.code.run(self.given, inputs, outputs, lanes, false)
    }
}

/// So many slices stand on the stack.
const FEW: usize = 16;

/// Lends slices as a slice of them, without memory being allocated for few.
pub(super) fn with_slices<S: Default, R>(
    mut slices: impl Iterator<Item = S>,
    work: impl FnOnce(&mut [S]) -> R,
) -> R {
    let mut few: [S; FEW] = std::array::from_fn(|_| S::default());
    let mut count = 0;
    for (place, slice) in few.iter_mut().zip(slices.by_ref().take(FEW)) {
        *place = slice;
        count += 1;
    }
    let Some(next) = slices.next() else {
        return work(&mut few[..count]);
    };
    work(
        &mut few
            .into_iter()
            .chain([next])
            .chain(slices)
            .collect::<Vec<S>>(),
    )
}

impl<T: Element> Block<'_, T> {
    /// Computes the elements `range` of the outputs, which begin at `start` of the inputs, by the block engine.
    fn write(&self, start: usize, outputs: &mut [&mut [T]], range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let block_length = block_length::<T>(false);
        self.with_room(|room| {
            for first in range.clone().step_by(block_length) {
                let part = first..range.end.min(first + block_length);
                let elements = start + part.start..start + part.end;
                self.run(&elements, room, parts(outputs, part));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Computation, Op, Unary, Value};

    use super::*;
    use crate::{BlockProgram, Engine};

    /// Past the caches whole lines are written, wherever the outputs begin; what stands before and behind is done as usual.
    #[test]
    fn elements_past_the_caches_are_those_of_the_caches() {
        let v = Value;
        let computation = Computation {
            inputs: 1,
            parameters: 0,
            ops: vec![
                Op::Input(0),
                Op::Unary(Unary::Exp, v(0)),
                Op::Unary(Unary::Neg, v(1)),
            ],
            outputs: vec![v(1), v(2)],
        };
        let program = BlockProgram::<f32>::new(&computation).expect("it is well-formed");
        let program = program.on(Engine::MachineCode);
        let uniforms = program.prepare(&[]);
        let xs: Vec<f32> = (0..300u16).map(|k| f32::from(k) / 7.0 - 20.0).collect();
        let run = |length: usize, at: [usize; 2], past_caches: bool| {
            let mut outputs = [vec![0.0; 350], vec![0.0; 350]];
            let [first, second] = &mut outputs;
            let inputs: [&[f32]; 1] = [&xs[..length]];
            let block = Block {
                program: &program.program,
                plan: &program.plan,
                level: program.level,
                uniforms: &uniforms.values,
                inputs: &inputs,
                native: None,
                past_caches,
            };
            let native = program.native(&uniforms.given, length, &[])?;
            let first = &mut first[at[0]..at[0] + length];
            native.run(&block, 0, &mut [first, &mut second[at[1]..at[1] + length]]);
            Some(outputs)
        };
        for length in [0, 1, 7, 16, 63, 64, 65, 200, 300] {
            for offset in 0..33 {
                for at in [[offset, offset], [offset, 3], [offset + 16, offset]] {
                    assert_eq!(
                        run(length, at, true),
                        run(length, at, false),
                        "{length} at {at:?}"
                    );
                }
            }
        }
    }
}
