//! Programs as instructions of x86-64 processors: AVX2 and AVX-512 for arrays, vectors of one number for points.
//!
//! The element code of a program is run once over lanes that write down what is done with them ([`traced`]), elementary
//! functions included, which are thus the same as everywhere else and give the same bits. What is written down is a graph of
//! operations that the processor has ([`graph`]); it is put into registers and instructions ([`emit`]), with a loop around it
//! ([`assemble`]), in memory that is never writable and executable at once ([`memory`]).
//!
//! Arguments that an elementary function treats apart (angles of a million turns) leave the loop: their vector is computed by
//! the block engine. Where anything is missing (the processor's instructions, executable memory, an operation) there is no
//! machine code, and the other engines do the work.

mod assemble;
mod codes;
mod constants;
mod emit;
mod format;
mod graph;
mod lazy;
mod level;
mod memory;
mod registers;
#[cfg(test)]
mod tests;
mod traced;
mod translate;

use std::any::TypeId;

use crate::lower::Program;
use crate::{Element, Uniforms};
use codes::{Shape, Width};
use graph::Graph;
pub(crate) use lazy::Lazy;
use memory::{ArrayMemory, PointMemory};
use translate::{Given, translate};

/// Graphs with more nodes are left to the other engines.
const MOST_NODES: usize = 20_000;

/// Machine code for arrays.
#[derive(Debug)]
pub(crate) struct ArrayCode<T> {
    memory: ArrayMemory<T>,
    uniforms: Vec<usize>,
}

impl<T: Element> ArrayCode<T> {
    /// The code of a program, for the widest vectors there are.
    pub fn new(program: &Program<T>) -> Option<Self> {
        Self::of_width(program, level::arrays()?)
    }

    fn of_width(program: &Program<T>, width: Width) -> Option<Self> {
        let (graph, uniforms) = graph_of(program)?;
        let memory = ArrayMemory::new(&graph, width, uniforms.len())?;
        Some(Self { memory, uniforms })
    }

    /// The uniforms that it reads.
    pub fn given(&self, uniforms: &Uniforms<T>) -> Vec<T> {
        self.uniforms
            .iter()
            .map(|slot| uniforms.values[*slot])
            .collect()
    }

    /// How many elements are computed together.
    pub fn lanes(&self) -> usize {
        self.memory.lanes()
    }

    /// Computes the elements from a start on, as many as the outputs have, a multiple of the lanes. Returns how many are done:
    /// all, or those before the first vector with an element that is to be computed in another way.
    ///
    /// # Panics
    /// If lengths do not fit.
    pub fn run(
        &self,
        given: &[T],
        inputs: &[&[T]],
        start: usize,
        outputs: &mut [&mut [T]],
    ) -> usize {
        self.memory.run(given, inputs, start, outputs)
    }
}

/// Machine code for one point at a time.
#[derive(Debug)]
pub(crate) struct PointCode<T> {
    memory: PointMemory<T>,
    uniforms: Vec<usize>,
}

impl<T: Element> PointCode<T> {
    /// The code of a program.
    pub fn new(program: &Program<T>) -> Option<Self> {
        level::arrays()?;
        let (graph, uniforms) = graph_of(program)?;
        let memory = PointMemory::new(&graph, uniforms.len())?;
        Some(Self { memory, uniforms })
    }

    /// The uniforms that it reads, by their positions among the program's.
    pub fn uniforms(&self) -> &[usize] {
        &self.uniforms
    }

    /// Computes the outputs of a point; false if they are to be computed in another way.
    ///
    /// # Panics
    /// If lengths do not fit.
    #[inline]
    pub fn run(&self, given: &[T], inputs: &[T], outputs: &mut [T]) -> bool {
        self.memory.run(given, inputs, outputs)
    }
}

/// The graph of a program, and which of its uniforms the graph reads.
fn graph_of<T: Element>(program: &Program<T>) -> Option<(Graph, Vec<usize>)> {
    let mut read = Vec::new();
    let results = program.uniform.results.iter().enumerate();
    let uniforms: Vec<Given> = results
        .map(
            |(slot, source)| match program.constants.get(*source as usize) {
                Some(constant) => Given::Constant(bits(*constant)),
                None => {
                    read.push(slot);
                    Given::Uniform(read.len() - 1)
                }
            },
        )
        .collect();
    let graph = if TypeId::of::<T>() == TypeId::of::<f32>() {
        translate::<f32>(&program.element, &uniforms)?
    } else if TypeId::of::<T>() == TypeId::of::<f64>() {
        translate::<f64>(&program.element, &uniforms)?
    } else {
        return None;
    };
    (graph.nodes.len() <= MOST_NODES).then_some((graph, read))
}

/// The bits of a number of f32 or f64.
fn bits<T: Element>(number: T) -> u64 {
    use std::any::Any;
    let any: &dyn Any = &number;
    match any.downcast_ref::<f32>() {
        Some(single) => u64::from(single.to_bits()),
        None => any
            .downcast_ref::<f64>()
            .map_or(0, |double| double.to_bits()),
    }
}

/// The vectors of a number type.
fn shape<T>(width: Width) -> Shape {
    Shape {
        width,
        bytes: size_of::<T>() as u32,
    }
}
