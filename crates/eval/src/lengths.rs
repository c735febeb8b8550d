//! How long the vectors of a computation are, found without its numbers.

use gradus_symbolic::computation::{Computation, Op, Value};

use crate::ShapeError;
use crate::vector::each_operand;

/// The elements of each output for inputs of these lengths; 1 for what is uniform.
pub fn of_outputs(computation: &Computation, inputs: &[usize]) -> Result<Vec<usize>, ShapeError> {
    let mut lengths = Vec::with_capacity(computation.ops.len());
    for op in &computation.ops {
        let length = of(op, inputs, &lengths)?;
        lengths.push(length);
    }
    let outputs = computation.outputs.iter();
    Ok(outputs.map(|output| lengths[output.0 as usize]).collect())
}

fn of(op: &Op, inputs: &[usize], lengths: &[usize]) -> Result<usize, ShapeError> {
    let of = |value: &Value| lengths[value.0 as usize];
    match op {
        Op::Input(input) => Ok(inputs[*input as usize]),
        Op::Reduce(..) => Ok(1),
        Op::Concat(parts) => Ok(parts.iter().map(of).sum()),
        Op::Part(whole, parts, which) => {
            let (length, needed) = (of(whole), parts.iter().map(of).sum());
            match length {
                1 => Ok(1),
                _ if length == needed => Ok(of(&parts[*which as usize])),
                _ => Err(ShapeError::Part { length, needed }),
            }
        }
        _ => common(op, lengths),
    }
}

/// The length of the operands that are vectors.
fn common(op: &Op, lengths: &[usize]) -> Result<usize, ShapeError> {
    let mut common = Ok(1);
    each_operand(op, |value| {
        common = match (common, lengths[value.0 as usize]) {
            (Ok(left), 1) => Ok(left),
            (Ok(1), right) => Ok(right),
            (Ok(left), right) if left != right => Err(ShapeError::Lengths { left, right }),
            (unchanged, _) => unchanged,
        };
    });
    common
}
