//! The numbers that code reads from memory.

use rustc_hash::FxHashMap;

use super::codes::Shape;

/// Constants and tables, by their places.
#[derive(Clone, Debug)]
pub(super) struct Constants {
    shape: Shape,
    pub bytes: Vec<u8>,
    places: FxHashMap<u64, u32>,
    tables: FxHashMap<u32, u32>,
}

impl Constants {
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            bytes: Vec::new(),
            places: FxHashMap::default(),
            tables: FxHashMap::default(),
        }
    }

    /// Where a constant is: alone, or repeated where instructions cannot do that.
    pub fn number(&mut self, bits: u64) -> u32 {
        let copies = if self.shape.wide() {
            1
        } else {
            self.shape.vector() / self.shape.bytes
        };
        if let Some(place) = self.places.get(&bits) {
            return *place;
        }
        self.align(copies * self.shape.bytes);
        let place = self.append(std::iter::repeat_n(bits, copies as usize));
        self.places.insert(bits, place);
        place
    }

    /// Where a table begins.
    pub fn table(&mut self, number: u32, table: &[u64; 16]) -> u32 {
        if let Some(place) = self.tables.get(&number) {
            return *place;
        }
        self.align(64);
        let place = self.append(table.iter().copied());
        self.tables.insert(number, place);
        place
    }

    fn align(&mut self, to: u32) {
        let length = self.bytes.len().next_multiple_of(to as usize);
        self.bytes.resize(length, 0);
    }

    fn append(&mut self, numbers: impl Iterator<Item = u64>) -> u32 {
        let place = self.bytes.len() as u32;
        for bits in numbers {
            self.bytes
                .extend_from_slice(&bits.to_le_bytes()[..self.shape.bytes as usize]);
        }
        place
    }
}
