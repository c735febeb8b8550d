//! Code read back: what it may touch.

use iced_x86::{
    Decoder, DecoderOptions, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, Register,
};

use super::assemble::{Assembled, assemble};
use super::codes::{Shape, Stores, Width};
use super::graph::{Graph, Node};

/// Fails unless every instruction is one, and reads and writes only what it may.
pub(super) fn verify(graph: &Graph, uniforms: usize, shape: Shape, stores: Stores) {
    let assembled = assemble(graph, shape, stores).expect("code");
    let inputs = graph
        .nodes
        .iter()
        .filter(|node| matches!(node, Node::Input(_)))
        .count();
    let mut stored = 0;
    let mut factory = InstructionInfoFactory::new();
    let mut end = 0;
    for instruction in Decoder::with_ip(64, &assembled.code, 0, DecoderOptions::NONE) {
        assert!(!instruction.is_invalid(), "at {:#x}", instruction.ip());
        end = instruction.next_ip();
        for access in factory.info(&instruction).used_memory() {
            let written = matches!(access.access(), OpAccess::Write | OpAccess::ReadWrite);
            let place = access.displacement();
            let size = access.memory_size().info().size() as u64;
            match access.base() {
                Register::RSI => {
                    assert!(
                        !written && place + size <= assembled.constants.len() as u64,
                        "{instruction:?}"
                    );
                }
                Register::RDI => {
                    assert!(
                        !written && place + size <= uniforms as u64 * u64::from(shape.bytes),
                        "{instruction:?}"
                    );
                }
                Register::RSP | Register::RBP => {}
                Register::RDX => {
                    assert!(!written && place < inputs as u64 * 8, "{instruction:?}");
                }
                Register::RCX => assert!(place < graph.outputs.len() as u64 * 8, "{instruction:?}"),
                Register::R10 => assert!(
                    matches!(access.index(), Register::R9 | Register::R11) && place == 0,
                    "{instruction:?}"
                ),
                other => panic!("{other:?} in {instruction:?}"),
            }
            let to_output = matches!(access.base(), Register::R10)
                || (shape.width == Width::Point && access.base() == Register::RCX);
            stored += usize::from(written && to_output);
        }
        in_the_stack(&instruction);
    }
    assert_eq!(
        end,
        assembled.code.len() as u64,
        "bytes that are no instructions"
    );
    let expected = if stores == Stores::Registers {
        0
    } else {
        graph.outputs.len()
    };
    assert_eq!(stored, expected, "each output is stored once");
    assert!(returns(&assembled), "it returns");
}

/// Only pushes and moves of the frame change the stack pointer.
fn in_the_stack(instruction: &Instruction) {
    if instruction.op_count() > 0 && instruction.op0_register() == Register::RSP {
        let frame = [Mnemonic::Sub, Mnemonic::And, Mnemonic::Mov];
        assert!(frame.contains(&instruction.mnemonic()), "{instruction:?}");
    }
}

fn returns(assembled: &Assembled) -> bool {
    Decoder::new(64, &assembled.code, DecoderOptions::NONE)
        .into_iter()
        .last()
        .is_some_and(|instruction| instruction.mnemonic() == Mnemonic::Ret)
}
