//! Whole functions: what stands before, around and behind the instructions for a vector.

use iced_x86::code_asm::{CodeAssembler, qword_ptr, r8, r9, r11, rax, rbp, rsp};
use iced_x86::{Instruction, Register};

use super::codes::{self, Shape, Stores, Width};
use super::emit::{Body, Failure, emit};
use super::graph::Graph;
use crate::reduction::BLOCK;

/// Bytes of a page of the stack.
const PAGE: i32 = 4096;

/// The bytes of a function, and the numbers that it reads.
#[derive(Debug)]
pub(super) struct Assembled {
    pub code: Vec<u8>,
    pub constants: Vec<u8>,
}

/// Assembles a graph.
///
/// Called with the uniforms, the constants, inputs, outputs, and the number of bytes to be done of each array, a multiple of
/// the vector. Returns how many bytes are done: all, or those before the first vector with elements that are to
/// be computed in another way. For a point the number of bytes is that of one vector.
pub(super) fn assemble(graph: &Graph, shape: Shape, stores: Stores) -> Result<Assembled, Failure> {
    let body = emit(graph, shape, stores)?;
    let mut assembler = CodeAssembler::new(64)?;
    let stack = (body.slots * shape.vector()) as i32;
    if stack > 0 {
        assembler.push(rbp)?;
        assembler.mov(rbp, rsp)?;
        // A page at a time, so that a stack that is full ends at its guard.
        for page in 1..=(stack + shape.vector() as i32) / PAGE {
            assembler.mov(qword_ptr(rsp - page * PAGE), r9)?;
        }
        assembler.sub(rsp, stack)?;
        assembler.and(rsp, -(shape.vector() as i32))?;
    }
    if stores != Stores::Registers {
        assembler.xor(r9, r9)?;
    }
    for instruction in &body.before {
        assembler.add_instruction(*instruction)?;
    }
    let mut again = assembler.create_label();
    let mut end = assembler.create_label();
    if shape.width != Width::Point {
        assembler.set_label(&mut again)?;
    }
    if !graph.reduced.is_empty() {
        assembler.mov(r11, r9)?;
        assembler.and(r11, BLOCK as i32 * shape.bytes as i32 - 1)?;
    }
    for instruction in &body.instructions {
        assembler.add_instruction(*instruction)?;
    }
    if leave_if_rare(&mut assembler, &body, shape)? {
        assembler.jne(end)?;
    }
    if stores != Stores::Registers {
        assembler.add(r9, shape.vector() as i32)?;
    }
    if shape.width != Width::Point {
        assembler.cmp(r9, r8)?;
        assembler.jb(again)?;
    }
    assembler.set_label(&mut end)?;
    if stores == Stores::PastCaches {
        assembler.sfence()?;
    }
    if stores != Stores::Registers {
        assembler.mov(rax, r9)?;
    }
    if shape.width != Width::Point {
        assembler.vzeroupper()?;
    }
    if stack > 0 {
        assembler.mov(rsp, rbp)?;
        assembler.pop(rbp)?;
    }
    assembler.ret()?;
    Ok(Assembled {
        code: assembler.assemble(0)?,
        constants: body.constants.bytes,
    })
}

/// Sets the flags to "not equal" where a vector has rare elements; none of this if there are no such.
fn leave_if_rare(
    assembler: &mut CodeAssembler,
    body: &Body,
    shape: Shape,
) -> Result<bool, Failure> {
    let Some(mask) = body.rare else {
        return Ok(false);
    };
    if shape.wide() {
        let test = Instruction::with2(shape.of(&codes::TEST), mask, mask)?;
        assembler.add_instruction(test)?;
    } else {
        let signs = Instruction::with2(shape.of(&codes::SIGNS), Register::EAX, mask)?;
        assembler.add_instruction(signs)?;
        assembler.test(iced_x86::code_asm::eax, iced_x86::code_asm::eax)?;
    }
    Ok(true)
}
