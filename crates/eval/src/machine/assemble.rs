//! Whole functions: what stands before, around and behind the instructions for a vector.

use iced_x86::code_asm::{CodeAssembler, CodeLabel, qword_ptr, r8, r9, r11, rax, rbp, rsp};
use iced_x86::{Instruction, Register};

use super::codes::{self, LINE, Shape, Stores, Width};
use super::constants::Constants;
use super::emit::{Aim, Body, Failure, emit};
use super::encode::encoded;
use super::graph::Graph;
use crate::reduction::BLOCK;

/// Bytes of a page of the stack.
const PAGE: i32 = 4096;

/// How many operations vectors side by side are behind each other where registers are few: what is kept for one is at its most where
/// it is less for others, by measurement.
const LAG: usize = 3;

/// The same where registers are many.
const WIDE_LAG: usize = 6;

/// Nodes of graphs side by side: more of them have enough to do for each vector, and would take long to assemble.
const MOST_SIDE_BY_SIDE: usize = 2000;

/// How many vectors of arrays are worked on side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vectors {
    /// One after the other: quickly assembled.
    One,
    /// As many as are fast; `far` says whether the processor has several vectors of short code under way by itself.
    Several { far: bool },
}

/// The bytes of a function, and the numbers that it reads.
#[derive(Debug)]
pub(super) struct Assembled {
    pub code: Vec<u8>,
    pub constants: Vec<u8>,
}

/// Assembles a graph.
///
/// Called with the uniforms, the constants, inputs, outputs, and the number of bytes to be done of each array: a vector or
/// more, and whole vectors where outputs go to columns or past the caches. Elsewhere the last vector ends with the arrays,
/// whatever was computed of it before. Returns how many bytes are done: all, or those before the first vector with elements that
/// are to be computed in another way. For a point the number of bytes is that of one vector.
/// Fails also where several vectors are to be side by side and cannot.
pub(super) fn assemble(
    graph: &Graph,
    shape: Shape,
    stores: Stores,
    vectors: Vectors,
) -> Result<Assembled, Failure> {
    if vectors != Vectors::One && 2 * graph.nodes.len() > MOST_SIDE_BY_SIDE {
        return Err(Failure);
    }
    let aim = aim(graph, shape, stores);
    let single = emit(graph, aim, &Constants::new(shape))?;
    if shape.width == Width::Point {
        return point(&single, shape, stores);
    }
    let several = match vectors {
        Vectors::One => None,
        Vectors::Several { far } => Some(interleaved(graph, aim, &single, far).ok_or(Failure)?),
    };
    arrays(&single, several.as_ref(), shape, stores)
}

/// Assembles a graph that is run once, of as many vectors as it has inputs for.
pub(super) fn assemble_once(graph: &Graph, shape: Shape) -> Result<Assembled, Failure> {
    let aim = aim(graph, shape, Stores::Usual);
    let body = emit(graph, aim, &Constants::new(shape))?;
    arrays(&body, None, shape, Stores::Usual)
}

/// Code for the arrays of a graph, of any length.
fn aim(graph: &Graph, shape: Shape, stores: Stores) -> Aim {
    Aim {
        shape,
        stores,
        arrays: [graph.inputs(), graph.outputs.len() as u32],
        most: usize::MAX,
    }
}

/// Code for several vectors side by side, so that one computes while another waits: as many as registers last for.
fn interleaved(graph: &Graph, aim: Aim, single: &Body, far: bool) -> Option<(Body, i32)> {
    // Blocks, of which there are columns, are no multiple of three vectors or five, and lines are no part of them.
    let lines = aim.stores == Stores::PastCaches && aim.shape.vector() < LINE;
    let even = lines || graph.reduced.contains(&true);
    let lag = match (aim.shape.wide(), far) {
        (true, true) => WIDE_LAG,
        (true, false) => 0,
        (false, _) if lines => 0,
        (false, true) if !is_short(single) && !aim.shape.single() => 2 * LAG,
        (false, _) => LAG,
    };
    let of = |vectors: u32, most: usize| {
        if graph.nodes.len() * vectors as usize > MOST_SIDE_BY_SIDE {
            return None;
        }
        let several = graph.interleaved(vectors, lag);
        let body = emit(&several, Aim { most, ..aim }, &single.constants).ok()?;
        Some((body, vectors as i32))
    };
    let counts = counts(graph, single, aim.shape, far).iter().copied();
    let counts = counts.filter(|count| count.is_power_of_two() || !even);
    let several = counts.filter_map(|vectors| {
        let most = paying(vectors, single, aim.shape);
        of(vectors, if lines { usize::MAX } else { most })
    });
    let mut fitting = several.filter(|(body, _)| fits(body, aim.shape));
    fitting.next().or_else(|| of(2, usize::MAX))
}

/// How many vectors are tried side by side, the best first, by measurement.
fn counts(graph: &Graph, single: &Body, shape: Shape, far: bool) -> &'static [u32] {
    match (shape.wide(), far) {
        (true, true) => &[8, 6, 4, 3],
        (true, false) => &[4, 3],
        (false, true) if !graph.divides() => &[2],
        // divisions of f64 take longer
        (false, true) if is_short(single) || shape.single() => &[3],
        _ => &[5, 4],
    }
}

/// Whether code with 16 registers is so short that a processor which has several vectors under way by itself has many of it.
fn is_short(single: &Body) -> bool {
    single.instructions.len() < 60
}

/// How many instructions vectors side by side may take for what they keep on the stack to cost less than they save, by
/// measurement: of short code the processor has several vectors under way by itself.
fn paying(vectors: u32, single: &Body, shape: Shape) -> usize {
    let one = single.instructions.len();
    let all = one * vectors as usize;
    match shape.wide() {
        // what is more than once for each vector loads constants again, which short code has no time for
        true if vectors == 4 && one < 90 => all + 1,
        false if vectors == 5 && one < 40 => 125 * all / 100,
        _ => usize::MAX,
    }
}

/// Whether vectors side by side keep little on the stack, where instructions are wide.
fn fits(body: &Body, shape: Shape) -> bool {
    !shape.wide() || body.slots as usize * 20 <= body.instructions.len()
}

/// A function for one point.
fn point(body: &Body, shape: Shape, stores: Stores) -> Result<Assembled, Failure> {
    let mut assembler = assembler()?;
    let stack = enter(&mut assembler, body.slots, shape)?;
    let mut end = assembler.create_label();
    if stores != Stores::Registers {
        assembler.xor(r9, r9)?;
    }
    vector(&mut assembler, body, shape, end)?;
    if stores != Stores::Registers {
        assembler.add(r9, shape.vector() as i32)?;
    }
    assembler.set_label(&mut end)?;
    if stores != Stores::Registers {
        assembler.mov(rax, r9)?;
    }
    leave(&mut assembler, stack)?;
    finish(&assembler, &body.constants)
}

/// A function for arrays: several vectors at a time as long as there are so many, then one by one.
fn arrays(
    single: &Body,
    several: Option<&(Body, i32)>,
    shape: Shape,
    stores: Stores,
) -> Result<Assembled, Failure> {
    let mut assembler = assembler()?;
    let slots = several.map_or(0, |(body, _)| body.slots).max(single.slots);
    let stack = enter(&mut assembler, slots, shape)?;
    assembler.xor(r9, r9)?;
    let [mut rest, mut next, mut again, mut end] = [(); 4].map(|()| assembler.create_label());
    let bytes = shape.vector() as i32;
    if let Some((body, vectors)) = several {
        let behind = qword_ptr(r9 + vectors * bytes);
        assembler.lea(rax, behind)?;
        assembler.cmp(rax, r8)?;
        assembler.ja(rest)?;
        before(&mut assembler, body)?;
        let mut more = assembler.create_label();
        assembler.set_label(&mut more)?;
        vector(&mut assembler, body, shape, rest)?;
        assembler.add(r9, vectors * bytes)?;
        assembler.lea(rax, behind)?;
        assembler.cmp(rax, r8)?;
        assembler.jbe(more)?;
        assembler.cmp(r9, r8)?;
        assembler.jae(end)?;
    }
    assembler.set_label(&mut rest)?;
    // An instruction has one label at most.
    assembler.zero_bytes()?;
    before(&mut assembler, single)?;
    assembler.set_label(&mut next)?;
    assembler.lea(rax, qword_ptr(r9 + bytes))?;
    assembler.cmp(rax, r8)?;
    assembler.jbe(again)?;
    assembler.lea(r9, qword_ptr(r8 - bytes))?;
    assembler.set_label(&mut again)?;
    vector(&mut assembler, single, shape, end)?;
    assembler.add(r9, bytes)?;
    assembler.cmp(r9, r8)?;
    assembler.jb(next)?;
    assembler.set_label(&mut end)?;
    if stores == Stores::PastCaches {
        assembler.sfence()?;
    }
    assembler.mov(rax, r9)?;
    assembler.vzeroupper()?;
    leave(&mut assembler, stack)?;
    let constants = several.map_or(&single.constants, |(body, _)| &body.constants);
    finish(&assembler, constants)
}

/// Jumps have 32 bits for the distance, which is not known before the end.
fn assembler() -> Result<CodeAssembler, Failure> {
    let mut assembler = CodeAssembler::new(64)?;
    assembler.set_prefer_short_branch(false);
    Ok(assembler)
}

fn finish(assembler: &CodeAssembler, constants: &Constants) -> Result<Assembled, Failure> {
    Ok(Assembled {
        code: encoded(assembler.instructions())?,
        constants: constants.bytes.clone(),
    })
}

/// Makes room on the stack; returns how much.
fn enter(assembler: &mut CodeAssembler, slots: u32, shape: Shape) -> Result<i32, Failure> {
    let stack = (slots * shape.vector()) as i32;
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
    Ok(stack)
}

fn leave(assembler: &mut CodeAssembler, stack: i32) -> Result<(), Failure> {
    if stack > 0 {
        assembler.mov(rsp, rbp)?;
        assembler.pop(rbp)?;
    }
    Ok(assembler.ret()?)
}

/// The numbers that stay in registers.
fn before(assembler: &mut CodeAssembler, body: &Body) -> Result<(), Failure> {
    for instruction in &body.before {
        assembler.add_instruction(*instruction)?;
    }
    Ok(())
}

/// The instructions for a vector, or several; goes on at `rare` if they have rare elements.
fn vector(
    assembler: &mut CodeAssembler,
    body: &Body,
    shape: Shape,
    rare: CodeLabel,
) -> Result<(), Failure> {
    if body.columns {
        assembler.mov(r11, r9)?;
        assembler.and(r11, BLOCK as i32 * shape.bytes as i32 - 1)?;
    }
    for instruction in &body.instructions {
        assembler.add_instruction(*instruction)?;
    }
    if leave_if_rare(assembler, body, shape)? {
        assembler.jne(rare)?;
    }
    Ok(())
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
