//! Which value is in which register, and where the others are.

use super::graph::{Graph, Id};

/// Of no further use.
const NEVER: u32 = u32::MAX;

/// So many registers an operation needs at most.
const MOST_NEEDED: usize = 5;

/// The positions at which values are read.
#[derive(Debug)]
pub(super) struct Uses {
    /// Of all values, one after the other.
    positions: Vec<u32>,
    /// Where those of a value that are still to come begin, and where they end.
    ranges: Vec<(u32, u32)>,
}

impl Uses {
    /// Of nodes in an order; the results that are read at its end are given.
    pub fn new(graph: &Graph, order: &[Id], at_end: &[Id]) -> Self {
        let mut counts = vec![0; graph.nodes.len()];
        let each = |visit: &mut dyn FnMut(Id, u32)| {
            for (position, id) in (0..).zip(order) {
                graph.node(*id).each(|operand| visit(operand, position));
            }
            for id in at_end {
                visit(*id, order.len() as u32);
            }
        };
        each(&mut |id, _| counts[id as usize] += 1);
        let mut ranges = Vec::with_capacity(counts.len());
        let mut start = 0;
        for count in counts {
            ranges.push((start, start));
            start += count;
        }
        let mut positions = vec![0; start as usize];
        each(&mut |id, position| {
            let end = &mut ranges[id as usize].1;
            positions[*end as usize] = position;
            *end += 1;
        });
        Self { positions, ranges }
    }

    /// The next position after `now` at which a value is read.
    pub fn next(&mut self, id: Id, now: u32) -> u32 {
        let (start, end) = &mut self.ranges[id as usize];
        while start < end && self.positions[*start as usize] <= now {
            *start += 1;
        }
        if start < end {
            self.positions[*start as usize]
        } else {
            NEVER
        }
    }

    /// Whether a value is not read after `now`.
    pub fn dies(&mut self, id: Id, now: u32) -> bool {
        self.next(id, now) == NEVER
    }

    /// How often a value is still read.
    pub fn count(&self, id: Id) -> u32 {
        let (start, end) = self.ranges[id as usize];
        end - start
    }
}

/// Registers of one kind.
#[derive(Debug)]
pub(super) struct File {
    holds: Vec<Option<Id>>,
    /// Registers of the operation at work, as bits.
    pinned: u32,
    /// The most registers that were in use.
    pub peak: usize,
}

/// What has to be done for a register to be free.
pub(super) struct Taken {
    pub register: u8,
    /// The value that was in it and is still of use.
    pub evicted: Option<Id>,
}

impl File {
    pub fn new(registers: usize) -> Self {
        Self {
            holds: vec![None; registers],
            pinned: 0,
            peak: 0,
        }
    }

    /// Whether a register is free, of so many that an operation does not need all of them.
    pub fn has_free(&self) -> bool {
        self.holds.len() > MOST_NEEDED && self.holds.iter().any(Option::is_none)
    }

    /// Takes a register for a value: a free one, or that of a value that can be read again, or else of the one that is read last.
    pub fn take(
        &mut self,
        id: Option<Id>,
        uses: &mut Uses,
        now: u32,
        again: impl Fn(Id) -> bool,
    ) -> Option<Taken> {
        let pinned = self.pinned;
        let open = |register: &usize| pinned >> register & 1 == 0;
        let free = (0..self.holds.len())
            .filter(open)
            .find(|at| self.holds[*at].is_none());
        let register = match free {
            Some(register) => register,
            None => (0..self.holds.len())
                .filter(open)
                .max_by_key(|at| match self.holds[*at] {
                    Some(id) => (again(id), uses.next(id, now)),
                    None => (true, NEVER),
                })?,
        };
        let evicted = std::mem::replace(&mut self.holds[register], id);
        self.pin(register as u8);
        self.peak = self
            .peak
            .max(self.holds.iter().flatten().count() + usize::from(id.is_none()));
        Some(Taken {
            register: register as u8,
            evicted,
        })
    }

    /// Keeps a register for the operation at work.
    pub fn pin(&mut self, register: u8) {
        self.pinned |= 1 << register;
    }

    pub fn unpin_all(&mut self) {
        self.pinned = 0;
    }

    /// Gives a register to a value, in place of what it held.
    pub fn rename(&mut self, register: u8, id: Id) {
        self.holds[usize::from(register)] = Some(id);
    }

    pub fn free(&mut self, register: u8) {
        self.holds[usize::from(register)] = None;
        self.pinned &= !(1 << register);
    }
}
