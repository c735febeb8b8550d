//! The parts of a plan over a block.

use std::ops::Range;

use super::kernels::{self, Inputs, LANES, Operand, Row, Short, Source, TILE, Tile, fill_up};
use super::plan::Part;
use crate::Element;
use crate::lower::{Shared, Step};
use crate::math::{Level, Vector, Work};
use crate::reduction::BLOCK;

pub(super) use super::kernels::ROW;

/// Runs parts for elements `range` of the inputs, at most a block.
///
/// The room has a row for a copy of each input, then one for each register. Blocks that do not fill whole tiles are filled up
/// by copies of their first element, so that every element takes the same path.
pub(super) fn run<T: Element>(
    level: Level,
    parts: &[Part],
    uniforms: &[T],
    inputs: &[&[T]],
    range: &Range<usize>,
    room: &mut [T],
) {
    let (rows, _) = room.as_chunks_mut::<ROW>();
    let (copies, registers) = rows.split_at_mut(inputs.len());
    let filled = range.len().next_multiple_of(TILE);
    let inputs = if filled > range.len() {
        for (input, copy) in inputs.iter().zip(&mut *copies) {
            fill_up(&input[range.clone()], &mut copy[..filled]);
        }
        Inputs::Copied(copies)
    } else {
        Inputs::Given(inputs, range.start)
    };
    let given = Given {
        uniforms,
        inputs,
        width: range.len().next_multiple_of(LANES),
    };
    let steps = Steps {
        parts,
        level,
        given,
        registers,
    };
    T::steps(level, steps);
}

/// The parts of a plan over a block.
pub(crate) struct Steps<'a, T> {
    pub parts: &'a [Part],
    pub level: Level,
    pub given: Given<'a, T>,
    pub registers: &'a mut [Row<T>],
}

/// What a block is computed from.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a, T> {
    /// Numbers for all elements.
    pub uniforms: &'a [T],
    pub inputs: Inputs<'a, T>,
    /// Elements: whole vectors.
    pub width: usize,
}

impl<T: Element> Work<T> for Steps<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Scalar = T>>(mut self) {
        for part in self.parts {
            match part {
                Part::Short(steps) => self.short::<V>(steps),
                Part::Long { step, target } => self.long(*step, *target as usize),
                Part::Shared {
                    functions,
                    operand,
                    targets,
                } => self.shared(*functions, *operand, targets.map(|target| target as usize)),
            }
        }
    }
}

impl<T: Element> Steps<'_, T> {
    /// Short steps, tile by tile. The last tile may reach beyond the block, into what its rows hold there.
    #[inline(always)]
    fn short<V: Vector<Scalar = T>>(&mut self, steps: &[Short]) {
        let mut start = 0;
        while start < self.given.width {
            self.tile::<V::Tile>(steps, start);
            start += V::Tile::WIDTH;
        }
    }

    #[inline(always)]
    fn tile<L: Vector<Scalar = T>>(&mut self, steps: &[Short], start: usize) {
        assert!(start + L::WIDTH <= BLOCK, "a tile of the block");
        let mut last = L::splat(T::default());
        for step in steps {
            let tile = Tile {
                uniforms: self.given.uniforms,
                registers: self.registers,
                inputs: self.given.inputs,
                start,
                last,
            };
            last = tile.after(step);
            if let Some(target) = step.target {
                last.store(&mut self.registers[target as usize][start..]);
            }
        }
    }

    fn long(&mut self, step: Step<Source>, target: usize) {
        let count = self.registers.len();
        let (before, rest) = self.registers.split_at_mut(target);
        let (out, after) = rest.split_at_mut(1);
        let rows = Rows {
            count,
            pieces: [(0, before), (target + 1, after), (count, &[])],
        };
        kernels::long(
            self.level,
            step,
            |source| rows.operand(&self.given, source),
            &mut out[0][..self.given.width],
        );
    }

    fn shared(&mut self, functions: Shared, operand: Source, [first, second]: [usize; 2]) {
        let (count, width) = (self.registers.len(), self.given.width);
        let (low, high) = (first.min(second), first.max(second));
        let (before, rest) = self.registers.split_at_mut(low);
        let (lower, rest) = rest.split_at_mut(1);
        let (between, rest) = rest.split_at_mut(high - low - 1);
        let (upper, after) = rest.split_at_mut(1);
        let rows = Rows {
            count,
            pieces: [(0, before), (low + 1, between), (high + 1, after)],
        };
        let (lower, upper) = (&mut lower[0][..width], &mut upper[0][..width]);
        let out = if first < second {
            [lower, upper]
        } else {
            [upper, lower]
        };
        let operand = rows.operand(&self.given, operand);
        T::long_shared(self.level, functions, operand, out);
    }
}

/// The registers that are read while others are written.
struct Rows<'a, T> {
    /// How many registers there are in all.
    count: usize,
    /// Some of them, each piece with the number of its first.
    pieces: [(usize, &'a [Row<T>]); 3],
}

impl<'a, T: Element> Rows<'a, T> {
    fn operand(&self, given: &'a Given<T>, source: Source) -> Operand<'a, T> {
        let position = match source {
            Source::Uniform(position) => {
                return Operand::Same(given.uniforms[position as usize]);
            }
            Source::Each(position) => position as usize,
            Source::Last => unreachable!("of short steps"),
        };
        let numbers = match position.checked_sub(self.count) {
            Some(input) => given.inputs.from(input, 0),
            None => {
                let piece = self.pieces.iter().rev().find(|piece| piece.0 <= position);
                let (first, rows) = piece.expect("the first piece begins at 0");
                &rows[position - first]
            }
        };
        Operand::Each(&numbers[..given.width])
    }
}
