//! The pass from a computation to register code, shared by the programs.
//!
//! A [`Program`] has two straight-line codes. The *uniform* one depends on constants and parameters only and runs once
//! per call or once for many; the *element* one runs for each element. Constant subexpressions are already computed, in the
//! program's own type and by the same functions, so that no bit differs.

pub(crate) mod check;
mod nodes;
mod registers;
mod step;

use gradus_symbolic::computation::Computation;

use crate::{Element, LowerError};
use check::{Over, check};
use nodes::{Node, Nodes};
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
}

impl<T: Element> Program<T> {
    /// Lowers a computation over elements.
    ///
    /// # Errors
    /// If the list is not well-formed, or works on whole vectors.
    pub fn new(computation: &Computation) -> Result<Self, LowerError> {
        check(computation, Over::Elements)?;
        let nodes = Nodes::new(computation);
        let (constants, uniform_slots, uniform) = lower_uniform(&nodes, computation.parameters);
        let element = lower_element(&nodes, computation.inputs, &uniform_slots);
        Ok(Self {
            inputs: computation.inputs as usize,
            parameters: computation.parameters as usize,
            constants,
            uniform,
            element,
        })
    }

    /// Computes what depends on the parameters only.
    ///
    /// # Panics
    /// If the number of parameters is not the program's.
    pub fn prepare(&self, parameters: &[T]) -> Uniforms<T> {
        assert_eq!(parameters.len(), self.parameters, "number of parameters");
        let mut frame = vec![T::default(); self.uniform.slots()];
        frame[..self.constants.len()].copy_from_slice(&self.constants);
        frame[self.constants.len()..self.uniform.fixed as usize].copy_from_slice(parameters);
        for instruction in &self.uniform.instructions {
            frame[instruction.target as usize] =
                instruction.step.apply(|slot| frame[slot as usize]);
        }
        Uniforms {
            values: self
                .uniform
                .results
                .iter()
                .map(|slot| frame[*slot as usize])
                .collect(),
        }
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
    for (index, node) in wanted(nodes).filter(|(index, _)| !nodes.uniform[*index]) {
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
