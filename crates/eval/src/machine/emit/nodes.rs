//! The instructions of each node.

use iced_x86::{Code, Instruction, MemoryOperand, Register};

use super::{CONSTANTS, Emitter, Failure, Result, mask};
use crate::machine::codes::{self, Order, Shape, Width};
use crate::machine::graph::{Id, Node, One, Predicate, Shift, Two};

impl Emitter<'_> {
    pub(super) fn node(&mut self, id: Id) -> Result<()> {
        match self.graph.node(id) {
            Node::Input(_)
            | Node::Column(_)
            | Node::Uniform(_)
            | Node::Constant(_)
            | Node::Lanes(_) => Ok(()),
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
                Shape {
                    width: Width::Avx2,
                    bytes: 4,
                } => self.permute_halves(id, table, a),
                _ => self.gather(id, table, a),
            },
            Node::Exchange(distance, a) => self.exchange(id, distance, a),
            Node::First(a) => self.first(id, a),
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

    fn shift(&mut self, id: Id, shift: Shift, places: u8, a: Id) -> Result<()> {
        let from = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let code = self.shape.of(codes::shift(shift));
        let (to, from) = (self.vector(to), self.vector(from));
        self.push(Instruction::with3(code, to, from, u32::from(places))?);
        Ok(())
    }

    fn exchange(&mut self, id: Id, distance: u8, a: Id) -> Result<()> {
        let from = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let (to, from) = (self.vector(to), self.vector(from));
        let (code, operands, order) = codes::exchange(self.shape, distance).ok_or(Failure)?;
        self.push(if operands == 2 {
            Instruction::with4(code, to, from, from, order)?
        } else {
            Instruction::with3(code, to, from, order)?
        });
        Ok(())
    }

    fn first(&mut self, id: Id, a: Id) -> Result<()> {
        let from = self.ensure(a)?;
        self.release(a);
        let to = self.target(id)?;
        let code = self.shape.of(&codes::SPREAD);
        let from = Register::XMM0 + u32::from(from);
        self.push(Instruction::with2(code, self.vector(to), from)?);
        Ok(())
    }

    pub(super) fn table(&mut self, table: u32) -> MemoryOperand {
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

    /// Eight numbers of 32 bits fit into a vector: both halves of the table, and the fourth bit of the index chooses.
    fn permute_halves(&mut self, id: Id, table: u32, a: Id) -> Result<()> {
        let index = self.ensure(a)?;
        let scratch = [self.scratch()?, self.scratch()?];
        let to = self.target(id)?;
        let [index, low, upper, to] = [index, scratch[0], scratch[1], to].map(|at| self.vector(at));
        let first = self.table(table);
        let mut second = first;
        second.displacement += 32;
        let permute = Code::VEX_Vpermps_ymm_ymm_ymmm256;
        self.push(Instruction::with3(permute, low, index, first)?);
        self.push(Instruction::with3(permute, to, index, second)?);
        let shift = self.shape.of(codes::shift(Shift::Left));
        self.push(Instruction::with3(shift, upper, index, 28)?);
        let choose = self.shape.of(&codes::CHOOSE);
        self.push(Instruction::with4(choose, to, low, to, upper)?);
        self.release(a);
        for register in scratch {
            self.vectors.free(register);
        }
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
        if self.shape.wide() && self.graph.node(no) == Node::Constant(0) {
            return self.choose_or_zero(id, condition, yes);
        }
        let condition_register = self.ensure(condition)?;
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

    /// A choice between a number and 0, by a move that fills the rest with zeros.
    fn choose_or_zero(&mut self, id: Id, condition: Id, yes: Id) -> Result<()> {
        let condition_register = self.ensure(condition)?;
        let from = self.ensure(yes)?;
        self.release(yes);
        self.release(condition);
        let to = self.target(id)?;
        let code = self.shape.of(&codes::MOVE);
        let mut instruction = Instruction::with2(code, self.vector(to), self.vector(from))?;
        instruction.set_op_mask(mask(condition_register));
        instruction.set_zeroing_masking(true);
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
