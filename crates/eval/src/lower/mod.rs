//! The pass from a computation to register code, shared by the programs.
//!
//! A [`Program`] has two straight-line codes. The *uniform* one depends on constants and parameters only and runs once
//! per call or once for many; the *element* one runs for each element. Constant subexpressions are already computed, in the
//! program's own type and by the same functions, so that no bit differs.

pub(crate) mod check;
mod nodes;
mod registers;
mod shared;
mod step;

use gradus_symbolic::computation::{Computation, Value};

use crate::{Element, LowerError};
use check::{Over, check};
pub(crate) use nodes::Leaf;
use nodes::{Node, Nodes};
pub(crate) use shared::Shared;
pub use step::{Slot, Step};

/// A step and the slot of its result, which is none of its operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instruction {
    /// What is computed.
    pub step: Step,
    /// Where the result goes.
    pub target: Slot,
}

/// Straight-line code. Slots below `fixed` are given from outside, the others are registers.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// How many slots are given.
    pub fixed: u32,
    /// How many registers follow.
    pub registers: u32,
    /// What is done, in order.
    pub instructions: Vec<Instruction>,
    /// Where the results are in the end.
    pub results: Vec<Slot>,
}

impl Code {
    /// All slots: those given and the registers.
    pub fn slots(&self) -> usize {
        self.fixed as usize + self.registers as usize
    }
}

/// A computation over elements, lowered for one number type.
#[derive(Clone, Debug, PartialEq)]
pub struct Program<T> {
    /// How many inputs it reads.
    pub inputs: usize,
    /// How many parameters it reads.
    pub parameters: usize,
    /// The constants.
    pub constants: Vec<T>,
    /// Given: the constants, then the parameters. Results: the uniforms.
    pub uniform: Code,
    /// Given: the uniforms, then the inputs. Results: the outputs.
    pub element: Code,
}

/// The values of a program that do not depend on the element, for one choice of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Uniforms<T> {
    pub(crate) values: Vec<T>,
    /// Those that are no constants.
    pub(crate) given: Vec<T>,
}

impl<T: Element> Program<T> {
    /// Lowers a computation over elements.
    ///
    /// # Errors
    /// If the list is not well-formed, or works on whole vectors.
    pub fn new(computation: &Computation) -> Result<Self, LowerError> {
        check(computation, Over::Elements)?;
        let arguments = [computation.inputs, computation.parameters];
        Ok(Self::of_nodes(&Nodes::new(computation), arguments))
    }

    /// Lowers the part of a checked computation from some of its values, the leaves, to others, the outputs. It reads as many
    /// inputs and parameters as said, which the leaves are.
    pub(crate) fn of_part(
        computation: &Computation,
        leaves: &[Option<Leaf>],
        outputs: &[Value],
        arguments: [u32; 2],
    ) -> Self {
        Self::of_nodes(&Nodes::of_part(computation, leaves, outputs), arguments)
    }

    fn of_nodes(nodes: &Nodes<T>, [inputs, parameters]: [u32; 2]) -> Self {
        let (constants, uniform_slots, uniform) = lower_uniform(nodes, parameters);
        let element = lower_element(nodes, inputs, &uniform_slots);
        Self {
            inputs: inputs as usize,
            parameters: parameters as usize,
            constants,
            uniform,
            element,
        }
    }

    /// Computes what depends on the parameters only.
    ///
    /// # Panics
    /// If the number of parameters is not the program's.
    pub fn prepare(&self, parameters: &[T]) -> Uniforms<T> {
        let mut room = vec![T::default(); self.uniform_room()];
        let [values, given] = self.prepare_in(parameters, &mut room);
        Uniforms {
            values: values.to_vec(),
            given: given.to_vec(),
        }
    }

    /// How many numbers [`prepare_in`](Self::prepare_in) needs.
    pub(crate) fn uniform_room(&self) -> usize {
        self.uniform.slots() + 2 * self.uniform.results.len()
    }

    /// The values and those given of [`Uniforms`], in room that is lent.
    pub(crate) fn prepare_in<'a>(&self, parameters: &[T], room: &'a mut [T]) -> [&'a [T]; 2] {
        assert_eq!(parameters.len(), self.parameters, "number of parameters");
        let (frame, room) = room.split_at_mut(self.uniform.slots());
        frame[..self.constants.len()].copy_from_slice(&self.constants);
        frame[self.constants.len()..self.uniform.fixed as usize].copy_from_slice(parameters);
        for instruction in &self.uniform.instructions {
            frame[instruction.target as usize] =
                instruction.step.apply(|slot| frame[slot as usize]);
        }
        let (values, given) = room.split_at_mut(self.uniform.results.len());
        let mut count = 0;
        for (value, slot) in values.iter_mut().zip(&self.uniform.results) {
            *value = frame[*slot as usize];
            if !self.is_constant(*slot) {
                given[count] = *value;
                count += 1;
            }
        }
        [values, &given[..count]]
    }

    /// Whether there are as many uniforms as it has.
    #[inline]
    pub(crate) fn owns(&self, uniforms: &Uniforms<T>) -> bool {
        uniforms.values.len() == self.uniform.results.len()
    }

    /// Whether a slot of the uniform code is a constant.
    pub(crate) fn is_constant(&self, slot: Slot) -> bool {
        (slot as usize) < self.constants.len()
    }
}

/// No uniform: the value of a node that the element code does not read.
const NONE: Slot = Slot::MAX;

/// The constants, the number among the uniforms of each node, and the code that computes the uniforms.
fn lower_uniform<T: Element>(nodes: &Nodes<T>, parameters: u32) -> (Vec<T>, Vec<Slot>, Code) {
    let constants: Vec<T> = wanted(nodes)
        .filter_map(|(_, node)| constant(node))
        .collect();
    let fixed = constants.len() as u32 + parameters;
    let mut slots = vec![NONE; nodes.list.len()];
    let mut steps = Vec::new();
    let mut next_constant = 0;
    for (index, node) in wanted(nodes).filter(|(index, _)| nodes.uniform[*index]) {
        slots[index] = match node {
            Node::Constant(_) => {
                next_constant += 1;
                next_constant - 1
            }
            Node::Parameter(position) => constants.len() as u32 + position,
            Node::Step(step) => {
                steps.push(step.map(|slot| slots[slot as usize]));
                fixed + steps.len() as u32 - 1
            }
            Node::Input(_) => unreachable!("an input is not uniform"),
        };
    }
    let mut uniforms = vec![NONE; nodes.list.len()];
    let mut results = Vec::new();
    for index in read_by_elements(nodes) {
        if uniforms[index] == NONE {
            uniforms[index] = results.len() as u32;
            results.push(slots[index]);
        }
    }
    (
        constants,
        uniforms,
        registers::allocate(fixed, &steps, &results),
    )
}

fn lower_element<T: Element>(nodes: &Nodes<T>, inputs: u32, uniforms: &[Slot]) -> Code {
    let count = uniforms.iter().filter(|slot| **slot != NONE).count() as u32;
    let fixed = count + inputs;
    let mut slots = uniforms.to_vec();
    let mut steps = Vec::new();
    let elements = wanted(nodes).filter(|(index, _)| !nodes.uniform[*index]);
    for (index, node) in shared::together(&elements.collect::<Vec<_>>()) {
        slots[index] = match node {
            Node::Input(position) => count + position,
            Node::Step(step) => {
                steps.push(step.map(|slot| slots[slot as usize]));
                fixed + steps.len() as u32 - 1
            }
            Node::Constant(_) | Node::Parameter(_) => {
                unreachable!("constants and parameters are uniform")
            }
        };
    }
    let results: Vec<Slot> = nodes
        .outputs
        .iter()
        .map(|output| slots[*output as usize])
        .collect();
    registers::allocate(fixed, &steps, &results)
}

fn wanted<T: Copy>(nodes: &Nodes<T>) -> impl Iterator<Item = (usize, Node<T>)> + '_ {
    nodes
        .list
        .iter()
        .copied()
        .enumerate()
        .filter(|(index, _)| nodes.wanted[*index])
}

fn constant<T>(node: Node<T>) -> Option<T> {
    match node {
        Node::Constant(value) => Some(value),
        _ => None,
    }
}

/// The uniform nodes that steps over elements or outputs read, with repetitions.
fn read_by_elements<T: Element>(nodes: &Nodes<T>) -> Vec<usize> {
    let mut read = Vec::new();
    for (_, node) in wanted(nodes).filter(|(index, _)| !nodes.uniform[*index]) {
        if let Node::Step(step) = node {
            step.each(|slot| read.push(slot as usize));
        }
    }
    read.extend(nodes.outputs.iter().map(|output| *output as usize));
    read.retain(|index| nodes.uniform[*index]);
    read
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Op, Real, Unary};

    use super::*;

    /// `sin(x)^5 * exp(p) * (2 + 3) + unused`, all of it once more as a second output.
    fn sample() -> Computation {
        let v = Value;
        let ops = vec![
            Op::Input(0),
            Op::Parameter(0),
            Op::Unary(Unary::Sin, v(0)),
            Op::Power(v(2), 5),
            Op::Unary(Unary::Exp, v(1)),
            Op::Binary(Binary::Mul, v(3), v(4)),
            Op::Constant(Real::exact(2.0)),
            Op::Constant(Real::exact(3.0)),
            Op::Binary(Binary::Add, v(6), v(7)),
            Op::Binary(Binary::Mul, v(5), v(8)),
            Op::Unary(Unary::Cos, v(0)),
            Op::Binary(Binary::Mul, v(9), v(9)),
        ];
        Computation {
            inputs: 1,
            parameters: 1,
            ops,
            outputs: vec![v(9), v(11)],
        }
    }

    #[test]
    fn uniform_work_is_apart_and_constants_are_computed() {
        let program = Program::<f64>::new(&sample()).unwrap();
        assert_eq!(program.constants, [5.0]);
        let steps: Vec<Step> = program
            .uniform
            .instructions
            .iter()
            .map(|i| i.step)
            .collect();
        assert_eq!(steps, [Step::Unary(Unary::Exp, 1)]);
        assert_eq!(program.prepare(&[0.0]).values, [1.0, 5.0]);
    }

    #[test]
    fn powers_become_multiplications_and_what_nobody_wants_is_gone() {
        let program = Program::<f64>::new(&sample()).unwrap();
        let steps = program.element.instructions.iter().map(|i| i.step);
        let multiplications = steps
            .clone()
            .filter(|step| matches!(step, Step::Binary(Binary::Mul, ..)))
            .count();
        assert_eq!(multiplications, 3 + 3);
        assert!(
            !steps
                .clone()
                .any(|step| matches!(step, Step::Unary(Unary::Cos, _)))
        );
        assert_eq!(steps.count(), 7);
    }

    #[test]
    fn no_step_works_in_place_and_registers_are_used_again() {
        let mut computation = sample();
        for _ in 0..100 {
            let last = Value(computation.ops.len() as u32 - 1);
            computation.ops.push(Op::MulAdd(last, last, Value(0)));
        }
        computation.outputs = vec![Value(computation.ops.len() as u32 - 1)];
        let program = Program::<f32>::new(&computation).unwrap();
        for instruction in &program.element.instructions {
            instruction
                .step
                .each(|slot| assert_ne!(slot, instruction.target));
        }
        assert_eq!(program.element.registers, 3);
    }

    #[test]
    fn outputs_may_be_anything() {
        let ops = vec![
            Op::Input(0),
            Op::Parameter(0),
            Op::Constant(Real::exact(2.5)),
        ];
        let outputs = [0, 1, 2, 2, 0].map(Value).to_vec();
        let computation = Computation {
            inputs: 1,
            parameters: 1,
            ops,
            outputs,
        };
        let mut outputs = [0.0; 5];
        crate::ScalarProgram::new(&computation)
            .unwrap()
            .call(&[7.0], &[8.0], &mut outputs);
        assert_eq!(outputs, [7.0, 8.0, 2.5, 2.5, 7.0]);
        let mut rows = [[0.0; 2]; 5];
        let mut slices: Vec<&mut [f64]> = rows.iter_mut().map(|row| &mut row[..]).collect();
        crate::BlockProgram::new(&computation)
            .unwrap()
            .map(&[&[7.0, 9.0]], &[8.0], &mut slices);
        assert_eq!(
            rows,
            [[7.0, 9.0], [8.0, 8.0], [2.5, 2.5], [2.5, 2.5], [7.0, 9.0]]
        );
    }
}
