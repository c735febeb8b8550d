//! Instructions as bytes.

use iced_x86::{Encoder, Instruction};

use super::emit::Failure;

/// Bytes of an instruction that most are shorter than.
const USUAL: usize = 10;

/// A jump whose target was not known yet.
struct Jump {
    /// Where it ends: its last four bytes are the distance from there.
    end: usize,
    label: u64,
}

/// The bytes of instructions, one after the other. An instruction with an address has that as its label, and jumps name
/// labels as their targets, of which they are 32 bits away at most.
pub(super) fn encoded(instructions: &[Instruction]) -> Result<Vec<u8>, Failure> {
    let mut encoder = Encoder::try_with_capacity(64, instructions.len() * USUAL)?;
    let (mut labels, mut jumps) = (Vec::new(), Vec::new());
    let mut end = 0;
    for instruction in instructions {
        if instruction.ip() != 0 {
            labels.push((instruction.ip(), end));
        }
        end += encoder.encode(instruction, end as u64)?;
        if instruction.is_jcc_near() {
            let label = instruction.near_branch64();
            jumps.push(Jump { end, label });
        }
    }
    let mut code = encoder.take_buffer();
    for Jump { end, label } in jumps {
        let target = labels.iter().find(|(other, _)| *other == label);
        let (_, place) = target.ok_or(Failure)?;
        let distance = *place as i32 - end as i32;
        code[end - 4..end].copy_from_slice(&distance.to_le_bytes());
    }
    Ok(code)
}
