//! Room for what a block needs.

use super::kernels::{Group, LANES};
use super::plan::Source;
use crate::Element;
use crate::reduction::BLOCK;

/// Bytes of the numbers of a block.
const BYTES: usize = 4096;

/// How many elements a block has at most.
pub(super) const fn longest<T>() -> usize {
    BYTES / size_of::<T>()
}

const _: () = assert!(
    longest::<f64>() >= BLOCK && BLOCK.is_multiple_of(LANES),
    "what is reduced fits"
);

/// How many elements a block has, where some of its outputs are reduced and where none is.
pub(super) const fn block_length<T>(reduced: bool) -> usize {
    if reduced { BLOCK } else { longest::<T>() }
}

/// What stands where, in groups: copies of each uniform, then rows of the inputs, then rows of the registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub uniforms: usize,
    pub inputs: usize,
    pub registers: usize,
    /// Groups of a row: half as many again as a block has. Addresses of the same place in several rows then differ by multiples of
    /// 2 KiB, so that no read waits for a write to another row that has the same last 12 bits of its address, and the first
    /// cache has room for the rows.
    row: usize,
}

impl Layout {
    /// Of no registers yet.
    pub fn new<T>(uniforms: usize, inputs: usize) -> Self {
        Self {
            uniforms,
            inputs,
            registers: 0,
            row: longest::<T>() / LANES * 3 / 2,
        }
    }

    /// How many groups there are of what is given.
    pub fn given(&self) -> usize {
        self.uniforms + self.inputs * self.row
    }

    /// The first group of an operand: of what is given, or of the registers after it.
    pub fn start(&self, source: Source) -> usize {
        match source {
            Source::Uniform(position) => position as usize,
            Source::Input(input) => self.uniforms + input as usize * self.row,
            Source::Register(register) => register as usize * self.row,
        }
    }

    /// The first group of a register and the one after it, of the registers.
    pub fn row(&self, register: u32) -> [usize; 2] {
        let start = self.start(Source::Register(register));
        [start, start + self.row]
    }

    /// Lends room, with the uniforms in it.
    pub fn with_room<T: Element, R>(
        &self,
        uniforms: &[T],
        work: impl FnOnce(&mut [Group<T>]) -> R,
    ) -> R {
        let groups = self.given() + self.registers * self.row;
        T::with_room(groups * LANES, |room| {
            let (groups, _) = room.as_chunks_mut::<LANES>();
            for (group, uniform) in groups.iter_mut().zip(uniforms) {
                group.fill(*uniform);
            }
            work(groups)
        })
    }
}
