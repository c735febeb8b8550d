//! Nodes as instructions.

mod nodes;
mod values;

use iced_x86::{Code, IcedError, Instruction, Register};

use super::codes::{self, Shape, Stores, Width};
use super::constants::Constants;
use super::graph::{Graph, Id, Node};
use super::registers::{File, Uses};

/// Pointers that code is called with, and the offset of the elements it is at.
const INPUTS: Register = Register::RDX;
const OUTPUTS: Register = Register::RCX;
const UNIFORMS: Register = Register::RDI;
const CONSTANTS: Register = Register::RSI;
const OFFSET: Register = Register::R9;
const ARRAY: Register = Register::R10;
/// The offset in columns: that of the elements, less whole blocks.
const COLUMN: Register = Register::R11;

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
    /// Whether they read and write columns.
    pub columns: bool,
    /// The mask of elements to be computed in another way.
    pub rare: Option<Register>,
    pub constants: Constants,
    /// Vectors on the stack.
    pub slots: u32,
}

/// So many operations ahead numbers in memory are looked for that are read again, where instructions have 16 registers.
const REACH: u32 = 8;

/// Bytes of the stack that code may take.
const MOST_STACK: u32 = 32 << 10;

/// What instructions are written for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim {
    pub shape: Shape,
    pub stores: Stores,
    /// Of how many arrays vectors are read and written.
    pub arrays: [u32; 2],
    /// How many instructions are of use at most.
    pub most: usize,
}

/// Writes the instructions for a graph, which may be that of several vectors side by side. They read the constants that are
/// given, and more.
pub(super) fn emit(graph: &Graph, aim: Aim, constants: &Constants) -> Result<Body> {
    let new = |resident: &[Id], reach| Emitter::new(graph, aim, constants, resident, reach);
    let mut trial = new(&[], 0);
    trial.run()?;
    if aim.shape.width == Width::Point {
        return trial.finish();
    }
    let resident = trial.worth_keeping();
    let reach = if aim.shape.wide() { 0 } else { REACH };
    if resident.is_empty() && reach == 0 {
        return trial.finish();
    }
    let mut emitter = new(&resident, reach);
    let kept = emitter
        .load_resident(&resident)
        .and_then(|()| emitter.run());
    kept.map_or_else(|_| trial.finish(), |()| emitter.finish())
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
    /// Slots whose values are not read any more.
    free_slots: Vec<u32>,
    /// Whether the register of a value is its own for good.
    resident: Vec<bool>,
    /// The outputs that a node is.
    outputs_of: Vec<Vec<u32>>,
    stores: Stores,
    arrays: [u32; 2],
    most: usize,
    /// So many operations ahead numbers are looked for that are read again.
    reach: u32,
    now: u32,
    body: Body,
}

impl<'g> Emitter<'g> {
    fn new(graph: &'g Graph, aim: Aim, constants: &Constants, resident: &[Id], reach: u32) -> Self {
        let Aim {
            shape,
            stores,
            arrays,
            most,
        } = aim;
        let mut order = graph.needed();
        order.retain(|id| graph.node(*id).is_computed());
        let mut outputs_of = vec![Vec::new(); graph.nodes.len()];
        for (position, id) in (0..).zip(&graph.outputs) {
            outputs_of[*id as usize].push(position);
        }
        let late = |id: &&Id| stores == Stores::Registers || !graph.node(**id).is_computed();
        let mut at_end: Vec<Id> = graph.rare.into_iter().collect();
        at_end.extend(graph.outputs.iter().filter(late));
        at_end.extend(graph.masks());
        let uses = Uses::new(graph, &order, &at_end);
        let registers = if shape.wide() { 32 } else { 16 } - resident.len();
        let mut this = Self {
            graph,
            shape,
            order,
            uses,
            vectors: File::new(registers),
            masks: File::new(7),
            register: vec![None; graph.nodes.len()],
            slot: vec![None; graph.nodes.len()],
            free_slots: Vec::new(),
            resident: vec![false; graph.nodes.len()],
            outputs_of,
            stores,
            arrays,
            most,
            reach,
            now: 0,
            body: Body {
                before: Vec::new(),
                instructions: Vec::with_capacity(2 * graph.nodes.len()),
                columns: !graph.reduced.is_empty(),
                rare: None,
                constants: constants.clone(),
                slots: 0,
            },
        };
        for (at, id) in resident.iter().enumerate() {
            this.register[*id as usize] = Some((registers + at) as u8);
            this.resident[*id as usize] = true;
        }
        this
    }

    /// What is written, unless that is too much.
    fn finish(self) -> Result<Body> {
        let fits = self.body.instructions.len() <= self.most;
        fits.then_some(self.body).ok_or(Failure)
    }

    /// Whether too much is written already, whatever stays in registers.
    fn is_too_long(&self) -> bool {
        self.body.instructions.len() > self.most && self.vectors_left() == 0
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
            self.keep_near(id)?;
            self.node(id)?;
            self.store(id)?;
            if self.uses.dies(id, self.now) {
                self.forget(id);
            }
            self.vectors.unpin_all();
            self.masks.unpin_all();
            if self.is_too_long() {
                return Err(Failure);
            }
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
        let Some(second) = outputs.get(1) else {
            return self.give(0, first);
        };
        let second = self.ensure(*second)?;
        if self.shape.bytes == 4 {
            let [to, first, second] = [0, first, second].map(|register| self.vector(register));
            let both = Code::VEX_Vunpcklps_xmm_xmm_xmmm128;
            self.push(Instruction::with3(both, to, first, second)?);
            return Ok(());
        }
        if first != 1 {
            self.give(1, second)?;
            return self.give(0, first);
        }
        let kept = if second == 0 { 15 } else { second };
        self.give(kept, second)?;
        self.give(0, first)?;
        self.give(1, kept)
    }

    /// Moves a result, unless it is there.
    fn give(&mut self, to: u8, from: u8) -> Result<()> {
        if to != from {
            let [to, from] = [to, from].map(|register| self.vector(register));
            let code = self.shape.of(&codes::MOVE);
            self.push(Instruction::with2(code, to, from)?);
        }
        Ok(())
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
            let place = if self.graph.is_reduced(output as usize) {
                self.column(output)?
            } else {
                self.element(OUTPUTS, self.arrays[1], output)?
            };
            let from = self.vector(register);
            let mut store = Instruction::with2(code, place, from)?;
            if let Some(row) = &self.graph.row {
                let present = self.ensure(row.outputs[output as usize])?;
                store.set_op_mask(mask(present));
            }
            self.push(store);
        }
        Ok(())
    }

    fn push(&mut self, instruction: Instruction) {
        self.body.instructions.push(instruction);
    }
}

fn mask(register: u8) -> Register {
    Register::K1 + u32::from(register)
}
