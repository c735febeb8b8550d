//! Nodes as instructions.

use iced_x86::{Code, IcedError, Instruction, MemoryOperand, Register};

use super::codes::{self, Order, Shape, Stores, Width};
use super::constants::Constants;
use super::graph::{Graph, Id, Node, One, Predicate, Shift, Two};
use super::registers::{File, Taken, Uses};

/// Pointers that code is called with, and the offset of the elements it is at.
pub(super) const INPUTS: Register = Register::RDX;
pub(super) const OUTPUTS: Register = Register::RCX;
pub(super) const UNIFORMS: Register = Register::RDI;
pub(super) const CONSTANTS: Register = Register::RSI;
pub(super) const OFFSET: Register = Register::R9;
const ARRAY: Register = Register::R10;

/// There is no code: an instruction cannot be encoded, or has more operands than there are registers.
#[derive(Debug)]
pub(super) struct Failure;

impl From<IcedError> for Failure {
    fn from(_: IcedError) -> Self {
        Self
    }
}

type Result<T> = std::result::Result<T, Failure>;

/// What is written for one vector of elements.
#[derive(Debug)]
pub(super) struct Body {
    /// Done once, before the first vector: numbers that stay in registers.
    pub before: Vec<Instruction>,
    pub instructions: Vec<Instruction>,
    /// The mask of elements to be computed in another way.
    pub rare: Option<Register>,
    pub constants: Constants,
    /// Vectors on the stack.
    pub slots: u32,
}

/// Writes the instructions for a graph.
pub(super) fn emit(graph: &Graph, shape: Shape, stores: Stores) -> Result<Body> {
    let mut trial = Emitter::new(graph, shape, stores, &[]);
    trial.run()?;
    if shape.width == Width::Point {
        return Ok(trial.finish());
    }
    let resident = trial.worth_keeping();
    if resident.is_empty() {
        return Ok(trial.finish());
    }
    let mut emitter = Emitter::new(graph, shape, stores, &resident);
    emitter.load_resident(&resident)?;
    emitter.run()?;
    Ok(emitter.finish())
}

struct Emitter<'g> {
    graph: &'g Graph,
    shape: Shape,
    order: Vec<Id>,
    uses: Uses,
    vectors: File,
    masks: File,
    register: Vec<Option<u8>>,
    slot: Vec<Option<u32>>,
    /// Whether the register of a value is its own for good.
    resident: Vec<bool>,
    /// The outputs that a node is.
    outputs_of: Vec<Vec<u32>>,
    stores: Stores,
    now: u32,
    body: Body,
}

impl<'g> Emitter<'g> {
    fn new(graph: &'g Graph, shape: Shape, stores: Stores, resident: &[Id]) -> Self {
        let mut order = graph.needed();
        order.retain(|id| graph.node(*id).is_computed());
        let mut outputs_of = vec![Vec::new(); graph.nodes.len()];
        for (position, id) in (0..).zip(&graph.outputs) {
            outputs_of[*id as usize].push(position);
        }
        let late = |id: &&Id| stores == Stores::Registers || !graph.node(**id).is_computed();
        let mut at_end: Vec<Id> = graph.rare.into_iter().collect();
        at_end.extend(graph.outputs.iter().filter(late));
        let uses = Uses::new(graph, &order, &at_end);
        let vectors = if shape.wide() { 32 } else { 16 } - resident.len();
        let mut this = Self {
            graph,
            shape,
            order,
            uses,
            vectors: File::new(vectors),
            masks: File::new(7),
            register: vec![None; graph.nodes.len()],
            slot: vec![None; graph.nodes.len()],
            resident: vec![false; graph.nodes.len()],
            outputs_of,
            stores,
            now: 0,
            body: Body {
                before: Vec::new(),
                instructions: Vec::new(),
                rare: None,
                constants: Constants::new(shape),
                slots: 0,
            },
        };
        for (at, id) in resident.iter().enumerate() {
            this.register[*id as usize] = Some((vectors + at) as u8);
            this.resident[*id as usize] = true;
        }
        this
    }

    fn finish(self) -> Body {
        self.body
    }

    /// The leaves that are read most, as many as there are registers left.
    fn worth_keeping(&self) -> Vec<Id> {
        let left = self.vectors_left();
        let fresh = Uses::new(self.graph, &self.order, &[]);
        let mut leaves: Vec<Id> = (0..self.graph.nodes.len() as Id)
            .filter(|id| self.graph.node(*id).is_leaf() && fresh.count(*id) > 0)
            .collect();
        leaves.sort_by_key(|id| std::cmp::Reverse(fresh.count(*id)));
        leaves.truncate(left);
        leaves
    }

    fn vectors_left(&self) -> usize {
        let all = if self.shape.wide() { 32 } else { 16 };
        all - self.vectors.peak.min(all)
    }

    fn load_resident(&mut self, resident: &[Id]) -> Result<()> {
        for id in resident {
            let register = self.register[*id as usize].unwrap_or_default();
            let instruction = self.broadcast(*id, register)?;
            self.body.before.push(instruction);
        }
        Ok(())
    }

    fn run(&mut self) -> Result<()> {
        if self.stores == Stores::Registers {
            self.take_argument()?;
        }
        for position in 0..self.order.len() {
            self.now = position as u32;
            let id = self.order[position];
            self.pin_operands(id);
            self.node(id)?;
            self.store(id)?;
            if self.uses.dies(id, self.now) {
                self.forget(id);
            }
            self.vectors.unpin_all();
            self.masks.unpin_all();
        }
        self.now = self.order.len() as u32;
        for id in self.graph.outputs.clone() {
            if !self.graph.node(id).is_computed() {
                self.store(id)?;
            }
            self.vectors.unpin_all();
        }
        if self.stores == Stores::Registers {
            self.give_results()?;
        }
        if let Some(rare) = self.graph.rare {
            let register = self.ensure(rare)?;
            self.body.rare = Some(if self.shape.wide() {
                mask(register)
            } else {
                self.vector(register)
            });
        }
        Ok(())
    }

    /// The only input is in the first register.
    fn take_argument(&mut self) -> Result<()> {
        let input = |node: &Node| matches!(node, Node::Input(_));
        let Some(id) = self.graph.nodes.iter().position(input) else {
            return Ok(());
        };
        let register = self.target(id as Id)?;
        self.vectors.unpin_all();
        let argument = self.vector(register);
        let code = self.shape.of(&codes::FILL);
        self.push(Instruction::with2(code, argument, argument)?);
        Ok(())
    }

    /// Moves one result or two into the first registers, as functions return them.
    fn give_results(&mut self) -> Result<()> {
        let outputs = self.graph.outputs.clone();
        let first = self.ensure(outputs[0])?;
        let first = self.vector(first);
        let (to, code) = (self.vector(0), self.shape.of(&codes::MOVE));
        let Some(second) = outputs.get(1) else {
            self.push(Instruction::with2(code, to, first)?);
            return Ok(());
        };
        let second = self.ensure(*second)?;
        let second = self.vector(second);
        if self.shape.bytes == 4 {
            let both = Code::VEX_Vunpcklps_xmm_xmm_xmmm128;
            self.push(Instruction::with3(both, to, first, second)?);
            return Ok(());
        }
        let spare = self.vector(15);
        self.push(Instruction::with2(code, spare, second)?);
        self.push(Instruction::with2(code, to, first)?);
        self.push(Instruction::with2(code, self.vector(1), spare)?);
        Ok(())
    }

    /// Keeps the operands that are in registers where they are.
    fn pin_operands(&mut self, id: Id) {
        let mut operands = Vec::with_capacity(3);
        self.graph.node(id).each(|operand| operands.push(operand));
        for operand in operands {
            if let (Some(register), false) = (
                self.register[operand as usize],
                self.resident[operand as usize],
            ) {
                self.file(operand).pin(register);
            }
        }
    }

    /// The registers that a value may be in.
    fn file(&mut self, id: Id) -> &mut File {
        if self.in_mask(id) {
            &mut self.masks
        } else {
            &mut self.vectors
        }
    }

    /// Writes an output as soon as it is there.
    fn store(&mut self, id: Id) -> Result<()> {
        let code = match self.stores {
            Stores::Usual => self.shape.of(&codes::STORE),
            Stores::PastCaches => self.shape.of(&codes::STREAM),
            Stores::Registers => return Ok(()),
        };
        for output in std::mem::take(&mut self.outputs_of[id as usize]) {
            let register = self.ensure(id)?;
            let place = self.element(OUTPUTS, output)?;
            let from = self.vector(register);
            self.push(Instruction::with2(code, place, from)?);
        }
        Ok(())
    }

    fn push(&mut self, instruction: Instruction) {
        self.body.instructions.push(instruction);
    }

    fn vector(&self, register: u8) -> Register {
        let first = match self.shape.width {
            Width::Point => Register::XMM0,
            Width::Avx2 => Register::YMM0,
            Width::Avx512 => Register::ZMM0,
        };
        first + u32::from(register)
    }

    /// The memory of an element of an array, or of a point.
    fn element(&mut self, pointers: Register, position: u32) -> Result<MemoryOperand> {
        if self.shape.width == Width::Point {
            let displacement = i64::from(position * self.shape.bytes);
            return Ok(MemoryOperand::with_base_displ(pointers, displacement));
        }
        let pointer = MemoryOperand::with_base_displ(pointers, i64::from(position * 8));
        self.push(Instruction::with2(Code::Mov_r64_rm64, ARRAY, pointer)?);
        Ok(MemoryOperand::with_base_index(ARRAY, OFFSET))
    }

    fn slot_memory(&self, slot: u32) -> MemoryOperand {
        MemoryOperand::with_base_displ(Register::RSP, i64::from(slot * self.shape.vector()))
    }

    /// Where a leaf is, if an instruction can read it there.
    fn memory(&mut self, id: Id) -> Option<MemoryOperand> {
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
    fn single(&self, base: Register, displacement: u32) -> MemoryOperand {
        let mut memory = MemoryOperand::with_base_displ(base, i64::from(displacement));
        memory.is_broadcast = self.shape.wide();
        memory
    }

    /// Fills a register with a leaf.
    fn broadcast(&mut self, id: Id, register: u8) -> Result<Instruction> {
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
            node => unreachable!("no leaf: {node:?}"),
        };
        let memory = MemoryOperand::with_base_displ(base, i64::from(place));
        Ok(Instruction::with2(self.shape.of(code), to, memory)?)
    }

    /// Whether a value lives in a mask register.
    fn in_mask(&self, id: Id) -> bool {
        self.shape.wide() && self.graph.node(id).is_mask()
    }

    /// A register for a value, which is written into it next.
    fn target(&mut self, id: Id) -> Result<u8> {
        let file = if self.in_mask(id) {
            &mut self.masks
        } else {
            &mut self.vectors
        };
        let taken = file
            .take(Some(id), &mut self.uses, self.now)
            .ok_or(Failure)?;
        self.evict(&taken)?;
        self.register[id as usize] = Some(taken.register);
        Ok(taken.register)
    }

    /// A vector for the operation at work alone.
    fn scratch(&mut self) -> Result<u8> {
        let taken = self
            .vectors
            .take(None, &mut self.uses, self.now)
            .ok_or(Failure)?;
        self.evict(&taken)?;
        Ok(taken.register)
    }

    /// Saves a value whose register is taken, unless it can be read again.
    fn evict(&mut self, taken: &Taken) -> Result<()> {
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
        let slot = self.body.slots;
        self.body.slots += 1;
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

    /// The register of a value, which is read into one if it is in none.
    fn ensure(&mut self, id: Id) -> Result<u8> {
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
            let memory = self.element(INPUTS, position)?;
            let to = self.vector(register);
            self.push(Instruction::with2(self.shape.of(&codes::LOAD), to, memory)?);
        } else {
            let instruction = self.broadcast(id, register)?;
            self.push(instruction);
        }
        Ok(register)
    }

    /// Whether a value is in a register that the operation at work may overwrite.
    fn is_last_use(&mut self, id: Id) -> bool {
        self.register[id as usize].is_some()
            && !self.resident[id as usize]
            && self.uses.dies(id, self.now)
    }

    /// Frees the register of a value that is not read any more.
    fn release(&mut self, id: Id) {
        if self.is_last_use(id) {
            self.forget(id);
        }
    }

    fn forget(&mut self, id: Id) {
        if self.resident[id as usize] {
            return;
        }
        if let Some(register) = self.register[id as usize].take() {
            self.file(id).free(register);
        }
    }

    fn node(&mut self, id: Id) -> Result<()> {
        match self.graph.node(id) {
            Node::Input(_) | Node::Uniform(_) | Node::Constant(_) => Ok(()),
            Node::One(one, a) => self.one(id, one, a),
            Node::Two(two, a, b) => self.two(id, two, a, b),
            Node::MulAdd {
                factors,
                addend,
                negative_product,
                negative_addend,
            } => self.mul_add(id, factors, addend, [negative_product, negative_addend]),
            Node::Shift(shift, places, a) => self.shift(id, shift, places, a),
            Node::Lookup(table, a) => match self.shape {
                Shape {
                    width: Width::Avx512,
                    bytes: 4,
                } => self.permute(id, table, a),
                Shape {
                    width: Width::Avx512,
                    ..
                } => self.permute_two(id, table, a),
                _ => self.gather(id, table, a),
            },
            Node::Choose(condition, yes, no) => self.choose(id, condition, yes, no),
            Node::Compare(predicate, a, b) => self.compare(id, predicate, a, b),
            Node::Both(a, b) => self.masks(id, Two::And, Code::VEX_Kandw_kr_kr_kr, a, b),
            Node::Either(a, b) => self.masks(id, Two::Or, Code::VEX_Korw_kr_kr_kr, a, b),
            Node::Not(a) => self.not(id, a),
            Node::Always(value) => self.always(id, value),
        }
    }

    fn one(&mut self, id: Id, one: One, a: Id) -> Result<()> {
        let from = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let code = self.shape.of(codes::one(one));
        let (to, from) = (self.vector(to), self.vector(from));
        self.push(match codes::rounding(one) {
            Some(mode) => Instruction::with3(code, to, from, mode)?,
            None => Instruction::with2(code, to, from)?,
        });
        Ok(())
    }

    fn two(&mut self, id: Id, two: Two, a: Id, b: Id) -> Result<()> {
        let in_register = |this: &Self, id: Id| this.register[id as usize].is_some();
        let swap = two.commutes() && self.graph.node(a).is_leaf() && !in_register(self, a);
        let (a, b) = if swap { (b, a) } else { (a, b) };
        self.operation(id, self.shape.of(codes::two(two)), a, b)
    }

    /// An instruction with two operands, the second of which may be in memory.
    fn operation(&mut self, id: Id, code: Code, a: Id, b: Id) -> Result<()> {
        let first = self.ensure(a)?;
        let second = self.memory(b);
        let second = match second {
            None => Err(self.ensure(b)?),
            Some(memory) => Ok(memory),
        };
        self.release(a);
        self.release(b);
        let to = self.target(id)?;
        let (to, first) = (self.vector(to), self.vector(first));
        self.push(match second {
            Ok(memory) => Instruction::with3(code, to, first, memory)?,
            Err(register) => Instruction::with3(code, to, first, self.vector(register))?,
        });
        Ok(())
    }

    /// A multiplication and addition in the register of an operand that is not read any more, or of a copy.
    fn mul_add(&mut self, id: Id, [a, b]: [Id; 2], c: Id, signs: [bool; 2]) -> Result<()> {
        for operand in [a, b, c] {
            if self.memory(operand).is_none() {
                self.ensure(operand)?;
            }
        }
        let (overwritten, first) = self.overwritten([c, a, b])?;
        let (order, second, third) = if overwritten == c {
            let (second, third) = if self.memory(a).is_some() {
                (b, a)
            } else {
                (a, b)
            };
            (Order::SecondThird, second, third)
        } else {
            let other = if overwritten == a { b } else { a };
            if self.memory(other).is_some() {
                (Order::FirstThird, c, other)
            } else {
                (Order::SecondFirst, other, c)
            }
        };
        let [negative_product, negative_addend] = signs;
        let code = self
            .shape
            .of(codes::mul_add(negative_product, negative_addend, order));
        let second = self.ensure(second)?;
        let (to, second) = (self.vector(first), self.vector(second));
        let instruction = match self.memory(third) {
            Some(memory) => Instruction::with3(code, to, second, memory)?,
            None => {
                let third = self.ensure(third)?;
                Instruction::with3(code, to, second, self.vector(third))?
            }
        };
        self.push(instruction);
        self.take_over(id, overwritten, first);
        for operand in [a, b, c] {
            self.release(operand);
        }
        Ok(())
    }

    /// The operand that a result replaces, and its register: one that is not read any more, else a copy.
    fn overwritten(&mut self, operands: [Id; 3]) -> Result<(Id, u8)> {
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
    fn copy(&mut self, id: Id) -> Result<u8> {
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
    fn take_over(&mut self, id: Id, overwritten: Id, register: u8) {
        if self.register[overwritten as usize] == Some(register) {
            self.register[overwritten as usize] = None;
        }
        self.register[id as usize] = Some(register);
        self.vectors.rename(register, id);
    }

    fn shift(&mut self, id: Id, shift: Shift, places: u8, a: Id) -> Result<()> {
        let from = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let code = self.shape.of(codes::shift(shift));
        let (to, from) = (self.vector(to), self.vector(from));
        self.push(Instruction::with3(code, to, from, u32::from(places))?);
        Ok(())
    }

    fn table(&mut self, table: u32) -> MemoryOperand {
        let place = self
            .body
            .constants
            .table(table, &self.graph.tables[table as usize]);
        MemoryOperand::with_base_displ(CONSTANTS, i64::from(place))
    }

    /// Sixteen numbers of 32 bits fit into a vector.
    fn permute(&mut self, id: Id, table: u32, a: Id) -> Result<()> {
        let index = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let (to, index, table) = (self.vector(to), self.vector(index), self.table(table));
        let code = Code::EVEX_Vpermps_zmm_k1z_zmm_zmmm512b32;
        self.push(Instruction::with3(code, to, index, table)?);
        Ok(())
    }

    /// Sixteen numbers of 64 bits are two vectors.
    fn permute_two(&mut self, id: Id, table: u32, a: Id) -> Result<()> {
        let low = self.scratch()?;
        let lower = self.table(table);
        let mut upper = lower;
        upper.displacement += 64;
        let (code, low_register) = (self.shape.of(&codes::LOAD), self.vector(low));
        self.push(Instruction::with2(code, low_register, lower)?);
        let index = if self.is_last_use(a) {
            self.ensure(a)?
        } else {
            self.copy(a)?
        };
        let to = self.vector(index);
        let code = Code::EVEX_Vpermi2pd_zmm_k1z_zmm_zmmm512b64;
        self.push(Instruction::with3(code, to, low_register, upper)?);
        self.take_over(id, a, index);
        self.release(a);
        self.vectors.free(low);
        Ok(())
    }

    /// Reads each lane's entry; result, index and mask are different registers.
    fn gather(&mut self, id: Id, table: u32, a: Id) -> Result<()> {
        let bits = self.ensure(a)?;
        let [index, mask] = [self.scratch()?, self.scratch()?];
        let to = self.target(id)?;
        let [bits, index_register, mask_register, to] =
            [bits, index, mask, to].map(|at| self.vector(at));
        let place = self.body.constants.number(15);
        let lowest = MemoryOperand::with_base_displ(CONSTANTS, i64::from(place));
        let and = self.shape.of(codes::two(Two::And));
        self.push(Instruction::with3(and, index_register, bits, lowest)?);
        let code = self.shape.of(&codes::COMPARE);
        let always = 0x0f;
        self.push(Instruction::with4(
            code,
            mask_register,
            index_register,
            index_register,
            always,
        )?);
        let mut entry = self.table(table);
        entry.index = index_register;
        entry.scale = self.shape.bytes;
        let code = self.shape.of(&codes::GATHER);
        self.push(Instruction::with3(code, to, entry, mask_register)?);
        self.release(a);
        self.vectors.free(index);
        self.vectors.free(mask);
        Ok(())
    }

    fn compare(&mut self, id: Id, predicate: Predicate, a: Id, b: Id) -> Result<()> {
        let first = self.ensure(a)?;
        let second = match self.memory(b) {
            None => Err(self.ensure(b)?),
            Some(memory) => Ok(memory),
        };
        self.release(a);
        self.release(b);
        let to = self.target(id)?;
        let to = if self.shape.wide() {
            mask(to)
        } else {
            self.vector(to)
        };
        let (code, first) = (self.shape.of(&codes::COMPARE), self.vector(first));
        let predicate = codes::predicate(predicate);
        self.push(match second {
            Ok(memory) => Instruction::with4(code, to, first, memory, predicate)?,
            Err(register) => Instruction::with4(code, to, first, self.vector(register), predicate)?,
        });
        Ok(())
    }

    fn choose(&mut self, id: Id, condition: Id, yes: Id, no: Id) -> Result<()> {
        let condition_register = self.ensure(condition)?;
        if self.shape.wide() && self.graph.node(no) == Node::Constant(0) {
            let from = self.ensure(yes)?;
            self.release(yes);
            self.release(condition);
            let to = self.target(id)?;
            let code = self.shape.of(&codes::MOVE);
            let mut instruction = Instruction::with2(code, self.vector(to), self.vector(from))?;
            instruction.set_op_mask(mask(condition_register));
            instruction.set_zeroing_masking(true);
            self.push(instruction);
            return Ok(());
        }
        let no_register = self.ensure(no)?;
        let yes_place = match self.memory(yes) {
            None => Err(self.ensure(yes)?),
            Some(memory) => Ok(memory),
        };
        for operand in [condition, yes, no] {
            self.release(operand);
        }
        let to = self.target(id)?;
        let (to, no) = (self.vector(to), self.vector(no_register));
        let code = self.shape.of(&codes::CHOOSE);
        let instruction = if self.shape.wide() {
            let mut instruction = match yes_place {
                Ok(memory) => Instruction::with3(code, to, no, memory)?,
                Err(register) => Instruction::with3(code, to, no, self.vector(register))?,
            };
            instruction.set_op_mask(mask(condition_register));
            instruction
        } else {
            let condition = self.vector(condition_register);
            match yes_place {
                Ok(memory) => Instruction::with4(code, to, no, memory, condition)?,
                Err(register) => {
                    Instruction::with4(code, to, no, self.vector(register), condition)?
                }
            }
        };
        self.push(instruction);
        Ok(())
    }

    fn masks(&mut self, id: Id, two: Two, code: Code, a: Id, b: Id) -> Result<()> {
        if !self.shape.wide() {
            return self.operation(id, self.shape.of(codes::two(two)), a, b);
        }
        let (first, second) = (self.ensure(a)?, self.ensure(b)?);
        self.release(a);
        self.release(b);
        let to = self.target(id)?;
        self.push(Instruction::with3(
            code,
            mask(to),
            mask(first),
            mask(second),
        )?);
        Ok(())
    }

    fn not(&mut self, id: Id, a: Id) -> Result<()> {
        let from = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let instruction = if self.shape.wide() {
            Instruction::with2(Code::VEX_Knotw_kr_kr, mask(to), mask(from))?
        } else {
            let ones = self.body.constants.number(u64::MAX);
            let ones = MemoryOperand::with_base_displ(CONSTANTS, i64::from(ones));
            let code = self.shape.of(codes::two(Two::Xor));
            Instruction::with3(code, self.vector(to), self.vector(from), ones)?
        };
        self.push(instruction);
        Ok(())
    }

    fn always(&mut self, id: Id, value: bool) -> Result<()> {
        let to = self.target(id)?;
        let instruction = if self.shape.wide() {
            let code = if value {
                Code::VEX_Kxnorw_kr_kr_kr
            } else {
                Code::VEX_Kxorw_kr_kr_kr
            };
            Instruction::with3(code, mask(to), mask(to), mask(to))?
        } else {
            let place = self.body.constants.number(if value { u64::MAX } else { 0 });
            let memory = MemoryOperand::with_base_displ(CONSTANTS, i64::from(place));
            Instruction::with2(self.shape.of(&codes::MOVE), self.vector(to), memory)?
        };
        self.push(instruction);
        Ok(())
    }
}

fn mask(register: u8) -> Register {
    Register::K1 + u32::from(register)
}
