//! Where values are: registers, the stack, memory.

use iced_x86::{Code, Instruction, MemoryOperand, Register};

use super::{
    ARRAY, COLUMN, CONSTANTS, Emitter, Failure, INPUTS, MOST_STACK, OFFSET, OUTPUTS, Result,
    UNIFORMS, mask,
};
use crate::machine::codes::{self, Stores, Width};
use crate::machine::graph::{Id, Node};
use crate::machine::registers::{File, Taken};

impl<'g> Emitter<'g> {
    /// Keeps the operands that are in registers where they are.
    pub(super) fn pin_operands(&mut self, id: Id) {
        let graph = self.graph;
        graph.node(id).each(|operand| {
            let place = operand as usize;
            if let (Some(register), false) = (self.register[place], self.resident[place]) {
                self.file(operand).pin(register);
            }
        });
    }

    /// Reads those operands that stand in memory, and are read again soon, into registers that are free.
    pub(super) fn keep_near(&mut self, id: Id) -> Result<()> {
        let mut near = [None; 3];
        let mut places = near.iter_mut();
        self.graph.node(id).each(|operand| {
            let next = self.uses.next(operand, self.now);
            if next - self.now <= self.reach
                && let Some(place) = places.next()
            {
                *place = Some(operand);
            }
        });
        for operand in near.into_iter().flatten() {
            if self.vectors.has_free() && self.memory(operand).is_some() {
                self.ensure(operand)?;
            }
        }
        Ok(())
    }

    /// The registers that a value may be in.
    pub(super) fn file(&mut self, id: Id) -> &mut File {
        if self.in_mask(id) {
            &mut self.masks
        } else {
            &mut self.vectors
        }
    }

    pub(super) fn vector(&self, register: u8) -> Register {
        let first = match self.shape.width {
            Width::Point => Register::XMM0,
            Width::Avx2 => Register::YMM0,
            Width::Avx512 => Register::ZMM0,
        };
        first + u32::from(register)
    }

    /// The memory of an element of an array, or of a point.
    pub(super) fn element(
        &mut self,
        pointers: Register,
        arrays: u32,
        position: u32,
    ) -> Result<MemoryOperand> {
        if self.shape.width == Width::Point {
            let displacement = i64::from(position * self.shape.bytes);
            return Ok(MemoryOperand::with_base_displ(pointers, displacement));
        }
        self.array(pointers, arrays, position, OFFSET)
    }

    /// The memory of the column of a reduced output.
    pub(super) fn column(&mut self, output: u32) -> Result<MemoryOperand> {
        self.array(OUTPUTS, self.arrays[1], output, COLUMN)
    }

    /// The memory at an offset in an array; of arrays behind the last, that of the next vector in the first, and so on.
    fn array(
        &mut self,
        pointers: Register,
        arrays: u32,
        position: u32,
        offset: Register,
    ) -> Result<MemoryOperand> {
        let pointer = MemoryOperand::with_base_displ(pointers, i64::from(position % arrays * 8));
        self.push(Instruction::with2(Code::Mov_r64_rm64, ARRAY, pointer)?);
        let behind = i64::from(position / arrays * self.shape.vector());
        let mut element = MemoryOperand::with_base_index(ARRAY, offset);
        element.displacement = behind;
        element.displ_size = u32::from(behind != 0);
        Ok(element)
    }

    pub(super) fn slot_memory(&self, slot: u32) -> MemoryOperand {
        MemoryOperand::with_base_displ(Register::RSP, i64::from(slot * self.shape.vector()))
    }

    /// Where a leaf is, if an instruction can read it there.
    pub(super) fn memory(&mut self, id: Id) -> Option<MemoryOperand> {
        if self.register[id as usize].is_some() {
            return None;
        }
        match self.graph.node(id) {
            Node::Constant(bits) => {
                let place = self.body.constants.number(bits);
                Some(self.single(CONSTANTS, place))
            }
            Node::Uniform(position) if self.shape.wide() => {
                Some(self.single(UNIFORMS, position * self.shape.bytes))
            }
            _ => None,
        }
    }

    /// A number that an instruction reads for all lanes.
    pub(super) fn single(&self, base: Register, displacement: u32) -> MemoryOperand {
        let mut memory = MemoryOperand::with_base_displ(base, i64::from(displacement));
        memory.is_broadcast = self.shape.wide();
        memory
    }

    /// Fills a register with a leaf.
    pub(super) fn broadcast(&mut self, id: Id, register: u8) -> Result<Instruction> {
        let to = self.vector(register);
        let (code, base, place) = match self.graph.node(id) {
            Node::Uniform(position) => (&codes::BROADCAST, UNIFORMS, position * self.shape.bytes),
            Node::Constant(bits) => {
                let place = self.body.constants.number(bits);
                let wide = self.shape.wide();
                let code = if wide {
                    &codes::BROADCAST
                } else {
                    &codes::MOVE
                };
                (code, CONSTANTS, place)
            }
            _ => return Err(Failure),
        };
        let memory = MemoryOperand::with_base_displ(base, i64::from(place));
        Ok(Instruction::with2(self.shape.of(code), to, memory)?)
    }

    /// Whether a value lives in a mask register.
    pub(super) fn in_mask(&self, id: Id) -> bool {
        self.shape.wide() && self.graph.node(id).is_mask()
    }

    /// Whether a value that leaves its register can be read again, where such values are kept.
    fn again(&self) -> impl Fn(Id) -> bool + use<'g> {
        let (graph, reach) = (self.graph, self.reach);
        move |id| reach > 0 && graph.node(id).is_leaf()
    }

    /// A register for a value, which is written into it next.
    pub(super) fn target(&mut self, id: Id) -> Result<u8> {
        let again = self.again();
        let file = if self.in_mask(id) {
            &mut self.masks
        } else {
            &mut self.vectors
        };
        let taken = file
            .take(Some(id), &mut self.uses, self.now, again)
            .ok_or(Failure)?;
        self.evict(&taken)?;
        self.register[id as usize] = Some(taken.register);
        Ok(taken.register)
    }

    /// A vector for the operation at work alone.
    pub(super) fn scratch(&mut self) -> Result<u8> {
        let again = self.again();
        let taken = self
            .vectors
            .take(None, &mut self.uses, self.now, again)
            .ok_or(Failure)?;
        self.evict(&taken)?;
        Ok(taken.register)
    }

    /// Saves a value whose register is taken, unless it can be read again.
    pub(super) fn evict(&mut self, taken: &Taken) -> Result<()> {
        let Some(id) = taken.evicted else {
            return Ok(());
        };
        self.register[id as usize] = None;
        let argument =
            self.stores == Stores::Registers && matches!(self.graph.node(id), Node::Input(_));
        let again = !self.graph.node(id).is_computed() && !argument;
        if again || self.slot[id as usize].is_some() || self.uses.dies(id, self.now) {
            return Ok(());
        }
        let slot = self.free_slot()?;
        self.slot[id as usize] = Some(slot);
        let memory = self.slot_memory(slot);
        let (code, from) = if self.in_mask(id) {
            (Code::VEX_Kmovw_m16_kr, mask(taken.register))
        } else {
            (self.shape.of(&codes::SPILL), self.vector(taken.register))
        };
        self.push(Instruction::with2(code, memory, from)?);
        Ok(())
    }

    /// A place on the stack.
    fn free_slot(&mut self) -> Result<u32> {
        if let Some(slot) = self.free_slots.pop() {
            return Ok(slot);
        }
        let slot = self.body.slots;
        self.body.slots += 1;
        let fits = self.body.slots * self.shape.vector() <= MOST_STACK;
        fits.then_some(slot).ok_or(Failure)
    }

    /// The register of a value, which is read into one if it is in none.
    pub(super) fn ensure(&mut self, id: Id) -> Result<u8> {
        if let Some(register) = self.register[id as usize] {
            if !self.resident[id as usize] {
                self.file(id).pin(register);
            }
            return Ok(register);
        }
        let register = self.target(id)?;
        if let Some(slot) = self.slot[id as usize] {
            let memory = self.slot_memory(slot);
            let instruction = if self.in_mask(id) {
                Instruction::with2(Code::VEX_Kmovw_kr_km16, mask(register), memory)?
            } else {
                Instruction::with2(self.shape.of(&codes::MOVE), self.vector(register), memory)?
            };
            self.push(instruction);
        } else if let Node::Input(position) = self.graph.node(id) {
            let present = match &self.graph.row {
                Some(row) => {
                    let inputs = &row.inputs;
                    Some(self.ensure(inputs[position as usize % inputs.len()])?)
                }
                None => None,
            };
            let memory = self.element(INPUTS, self.arrays[0], position)?;
            let to = self.vector(register);
            let mut load = Instruction::with2(self.shape.of(&codes::LOAD), to, memory)?;
            if let Some(present) = present {
                load.set_op_mask(mask(present));
                load.set_zeroing_masking(true);
            }
            self.push(load);
        } else if let Node::Lanes(table) = self.graph.node(id) {
            let memory = self.table(table);
            let to = self.vector(register);
            self.push(Instruction::with2(self.shape.of(&codes::MOVE), to, memory)?);
        } else if let Node::Column(output) = self.graph.node(id) {
            let memory = self.column(output)?;
            let to = self.vector(register);
            self.push(Instruction::with2(self.shape.of(&codes::LOAD), to, memory)?);
        } else {
            let instruction = self.broadcast(id, register)?;
            self.push(instruction);
        }
        Ok(register)
    }

    /// Whether a value is in a register that the operation at work may overwrite.
    pub(super) fn is_last_use(&mut self, id: Id) -> bool {
        self.register[id as usize].is_some()
            && !self.resident[id as usize]
            && self.uses.dies(id, self.now)
    }

    /// Frees the register of a value that is not read any more.
    pub(super) fn release(&mut self, id: Id) {
        if self.is_last_use(id) {
            self.forget(id);
        }
    }

    pub(super) fn forget(&mut self, id: Id) {
        if self.resident[id as usize] {
            return;
        }
        if let Some(register) = self.register[id as usize].take() {
            self.file(id).free(register);
        }
        self.free_slots.extend(self.slot[id as usize].take());
    }

    /// The operand that a result replaces, and its register: one that is not read any more, else a copy.
    pub(super) fn overwritten(&mut self, operands: [Id; 3]) -> Result<(Id, u8)> {
        for id in operands {
            if self.is_last_use(id) {
                return Ok((id, self.ensure(id)?));
            }
        }
        // To read a number from memory is as good as to copy a register.
        let in_memory = operands.into_iter().find(|id| self.memory(*id).is_some());
        let id = in_memory.unwrap_or(operands[0]);
        Ok((id, self.copy(id)?))
    }

    /// A register with a copy of a value, for an instruction that overwrites it.
    pub(super) fn copy(&mut self, id: Id) -> Result<u8> {
        if self.memory(id).is_some() {
            let register = self.scratch()?;
            let instruction = self.broadcast(id, register)?;
            self.push(instruction);
            return Ok(register);
        }
        let from = self.ensure(id)?;
        let register = self.scratch()?;
        let (to, from) = (self.vector(register), self.vector(from));
        self.push(Instruction::with2(self.shape.of(&codes::MOVE), to, from)?);
        Ok(register)
    }

    /// The result is in the register of an operand or of its copy.
    pub(super) fn take_over(&mut self, id: Id, overwritten: Id, register: u8) {
        if self.register[overwritten as usize] == Some(register) {
            self.register[overwritten as usize] = None;
        }
        self.register[id as usize] = Some(register);
        self.vectors.rename(register, id);
    }
}
