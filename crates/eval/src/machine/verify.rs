//! Code read back: what it may touch.

use iced_x86::{
    Decoder, DecoderOptions, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, Register,
};

use super::assemble::{Assembled, Vectors, assemble};
use super::codes::{Shape, Stores, Width};
use super::graph::Graph;

/// Fails unless every instruction is one, and reads and writes only what it may.
pub(super) fn verify(graph: &Graph, uniforms: usize, shape: Shape, stores: Stores) {
    let code = |vectors| assemble(graph, shape, stores, vectors);
    let one = code(Vectors::One).expect("code");
    let several = [false, true].map(|far| code(Vectors::Several { far }));
    // programs that are too long have none
    let several = several.iter().flatten();
    for assembled in std::iter::once(&one).chain(several) {
        verify_assembled(graph, uniforms, shape, stores, assembled);
    }
}

fn verify_assembled(
    graph: &Graph,
    uniforms: usize,
    shape: Shape,
    stores: Stores,
    assembled: &Assembled,
) {
    let mut stored = Vec::new();
    let mut factory = InstructionInfoFactory::new();
    let mut frame = 0;
    let mut end = 0;
    let instructions = decoded(assembled);
    for instruction in &instructions {
        assert!(!instruction.is_invalid(), "at {:#x}", instruction.ip());
        end = instruction.next_ip();
        frame = in_the_stack(instruction).unwrap_or(frame);
        for access in factory.info(instruction).used_memory() {
            let written = matches!(access.access(), OpAccess::Write | OpAccess::ReadWrite);
            let place = access.displacement();
            let size = access.memory_size().info().size() as u64;
            let within = |bytes: u64| place + size <= bytes;
            let may = match access.base() {
                Register::RSI => !written && within(assembled.constants.len() as u64),
                Register::RDI => !written && within(uniforms as u64 * u64::from(shape.bytes)),
                // what is pushed, and pages that are touched before there is a frame
                Register::RSP => place as i64 <= 0 || within(frame),
                Register::RDX => !written && place < u64::from(graph.inputs()) * 8,
                Register::RCX => place < graph.outputs.len() as u64 * 8,
                Register::R10 => {
                    matches!(access.index(), Register::R9 | Register::R11)
                        && place.is_multiple_of(u64::from(shape.vector()))
                        && size == u64::from(shape.vector())
                }
                // an address that is not read
                Register::R8 | Register::R9 => instruction.mnemonic() == Mnemonic::Lea,
                _ => false,
            };
            assert!(may, "{instruction:?}");
            let to_output = matches!(access.base(), Register::R10)
                || (shape.width == Width::Point && access.base() == Register::RCX);
            if written && to_output {
                stored.push(place / u64::from(shape.vector()));
            }
        }
    }
    assert_eq!(
        end,
        assembled.code.len() as u64,
        "bytes that are no instructions"
    );
    if shape.width == Width::Point {
        let expected = if stores == Stores::Registers {
            0
        } else {
            graph.outputs.len()
        };
        assert_eq!(stored.len(), expected, "each output is stored once");
    } else {
        side_by_side(graph, shape, &instructions, &stored);
    }
    let last = instructions.last().expect("instructions");
    assert_eq!(last.mnemonic(), Mnemonic::Ret, "it returns");
}

fn decoded(assembled: &Assembled) -> Vec<Instruction> {
    Decoder::with_ip(64, &assembled.code, 0, DecoderOptions::NONE)
        .into_iter()
        .collect()
}

/// Outputs are stored once for each vector of those side by side and once for one, and the end of arrays is minded.
fn side_by_side(graph: &Graph, shape: Shape, instructions: &[Instruction], stored: &[u64]) {
    let vectors = stored.iter().max().map_or(1, |last| last + 1);
    for vector in 0..vectors {
        let times = if vector == 0 && vectors > 1 { 2 } else { 1 };
        let count = stored.iter().filter(|at| **at == vector).count();
        assert_eq!(count, times * graph.outputs.len(), "vector {vector}");
    }
    // Before the loop and at its end it is looked whether there are so many vectors, then whether there is one; the last one
    // ends with the arrays.
    let guards: Vec<(Register, i64)> = instructions
        .iter()
        .filter(|instruction| instruction.mnemonic() == Mnemonic::Lea)
        .map(|guard| {
            let bytes = guard.memory_displacement64() as i64;
            (guard.memory_base(), bytes / i64::from(shape.vector()))
        })
        .collect();
    let several = [(Register::R9, vectors as i64); 2];
    let several = if vectors == 1 { &[] } else { &several[..] };
    let one = [(Register::R9, 1), (Register::R8, -1)];
    assert_eq!(guards, [several, &one].concat(), "the guards of the loops");
}

/// Only pushes and moves of the frame change the stack pointer; the size of a frame that is made.
fn in_the_stack(instruction: &Instruction) -> Option<u64> {
    if instruction.op_count() == 0 || instruction.op0_register() != Register::RSP {
        return None;
    }
    let frame = [Mnemonic::Sub, Mnemonic::And, Mnemonic::Mov];
    assert!(frame.contains(&instruction.mnemonic()), "{instruction:?}");
    (instruction.mnemonic() == Mnemonic::Sub).then(|| instruction.immediate(1))
}
