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
mod choices;
mod codes;
mod constants;
mod emit;
mod encode;
mod folds;
mod format;
mod graph;
mod lazy;
mod level;
mod masks;
mod memory;
mod ranges;
mod registers;
mod rows;
#[cfg(test)]
mod tests;
mod traced;
mod translate;
mod twins;
#[cfg(test)]
mod verify;
mod zeros;

use std::any::TypeId;

use gradus_symbolic::computation::Reduction;

use crate::Element;
use crate::lower::Program;
use assemble::Vectors;
use codes::{LINE, Shape, Stores, Width};
use graph::Graph;
pub(crate) use lazy::Lazy;
pub(crate) use memory::DirectCode;
use memory::{ArrayMemory, PointMemory, RegisterMemory};
pub(crate) use rows::{RowCode, row_lanes};
use translate::{Given, translate};

/// Graphs with more nodes are left to the other engines.
const MOST_NODES: usize = 20_000;

/// Elements from which on code for several vectors side by side is worth the time to make it, by measurement: that for one takes up to
/// a third longer to run, and to make it takes a half to a third of the time.
const WORTH_SEVERAL: usize = 1 << 19;

/// Machine code for arrays: for one vector after the other at first, if it is not known to be run for long.
#[derive(Debug)]
pub(crate) struct ArrayCode<T> {
    memory: ArrayMemory<T>,
    /// Code for several vectors side by side, unless that was made, or tried, at once.
    several: Option<Lazy<ArrayMemory<T>>>,
    graph: Graph,
    width: Width,
    /// How many inputs and uniforms.
    reads: [usize; 2],
    /// The same code with stores past the caches.
    past_caches: Lazy<ArrayMemory<T>>,
}

impl<T: Element> ArrayCode<T> {
    /// The code of a program, for the widest vectors there are, to be run for so many elements or more.
    pub fn new(program: &Program<T>, work: usize) -> Option<Self> {
        Self::of_width(program, &[], level::arrays()?, work)
    }

    /// The same with outputs reduced as said: those go to columns of a block, which hold numbers already.
    pub fn reducing(
        program: &Program<T>,
        reductions: &[Option<Reduction>],
        work: usize,
    ) -> Option<Self> {
        Self::of_width(program, reductions, level::arrays()?, work)
    }

    fn of_width(
        program: &Program<T>,
        reductions: &[Option<Reduction>],
        width: Width,
        work: usize,
    ) -> Option<Self> {
        let (graph, uniforms) = graph_of(program, reductions, width)?;
        let reads = [program.inputs, uniforms];
        let code = |vectors| ArrayMemory::new(&graph, width, reads, Stores::Usual, vectors);
        let is_worth = work >= WORTH_SEVERAL;
        let several = is_worth.then(|| code(several())).flatten();
        Some(Self {
            memory: several.or_else(|| code(Vectors::One))?,
            several: (!is_worth).then(Lazy::default),
            past_caches: Lazy::default(),
            graph,
            width,
            reads,
        })
    }

    /// How many elements are computed together.
    pub fn lanes(&self) -> usize {
        self.memory.lanes()
    }

    /// Whether elements may be left that are to be computed in another way.
    pub fn leaves_some(&self) -> bool {
        self.graph.rare.is_some()
    }

    /// How many elements lie before the first at which all outputs, which begin there, may be written past the caches, line by
    /// line; none if there is none.
    pub fn distance(&self, outputs: impl Iterator<Item = *const T>) -> Option<usize> {
        let line = (self.lanes() * size_of::<T>()).max(LINE as usize);
        let mut distances = outputs.map(|output| output.align_offset(line));
        let first = distances.next()?;
        distances.all(|other| other == first).then_some(first)
    }

    /// Computes as many elements as said from the beginning of each input and output: as many as there are lanes or more, or
    /// none. Returns how many are done: all, or those before the first vector with an element that is to be computed in another
    /// way. Where outputs are reduced or written past the caches there must be whole vectors, and what is written past the caches
    /// must begin at the [`distance`](Self::distance).
    ///
    /// # Panics
    /// If lengths do not fit.
    #[inline]
    pub fn run<'a>(
        &self,
        given: &[T],
        inputs: impl ExactSizeIterator<Item = &'a [T]>,
        outputs: impl ExactSizeIterator<Item = &'a mut [T]>,
        length: usize,
        past_caches: bool,
    ) -> usize {
        let past_caches = past_caches.then(|| self.past_caches()).flatten();
        let memory = past_caches.unwrap_or_else(|| self.usual(length));
        memory.run(given, inputs, outputs, length)
    }

    /// The code that does not go past the caches, for so many elements at most this time. Threads that come while another assembles
    /// what is for several vectors go on with what there is.
    #[inline]
    fn usual(&self, length: usize) -> &ArrayMemory<T> {
        let Some(lazy) = &self.several else {
            return &self.memory;
        };
        let code = || self.make(Stores::Usual, several());
        let several = lazy.after_one(length, WORTH_SEVERAL, code);
        several.unwrap_or(&self.memory)
    }

    fn past_caches(&self) -> Option<&ArrayMemory<T>> {
        self.past_caches.after(1, 1, || {
            let code = |vectors| self.make(Stores::PastCaches, vectors);
            code(several()).or_else(|| code(Vectors::One))
        })
    }

    fn make(&self, stores: Stores, vectors: Vectors) -> Option<ArrayMemory<T>> {
        ArrayMemory::new(&self.graph, self.width, self.reads, stores, vectors)
    }
}

/// As many vectors side by side as this processor is fast with.
fn several() -> Vectors {
    let far = level::looks_far();
    Vectors::Several { far }
}

/// Machine code for one point at a time.
#[derive(Debug)]
pub(crate) struct PointCode<T> {
    memory: PointMemory<T>,
    /// For one input and one result or two.
    registers: Option<RegisterMemory<T>>,
}

impl<T: Element> PointCode<T> {
    /// The code of a program.
    pub fn new(program: &Program<T>) -> Option<Self> {
        level::arrays()?;
        let (graph, uniforms) = graph_of(program, &[], Width::Point)?;
        Some(Self {
            memory: PointMemory::new(&graph, program.inputs, uniforms)?,
            registers: RegisterMemory::new(&graph, program.inputs, uniforms),
        })
    }

    /// Computes the outputs of a point; false if they are to be computed in another way.
    ///
    /// # Panics
    /// If lengths do not fit.
    #[inline]
    pub fn run(&self, given: &[T], inputs: &[T], outputs: &mut [T]) -> bool {
        match (&self.registers, outputs, inputs) {
            (Some(registers), [output], [x]) => *output = registers.one(given, *x),
            (Some(registers), [value, slope], [x]) => [*value, *slope] = registers.two(given, *x),
            (_, outputs, _) => return self.memory.run(given, inputs, outputs),
        }
        true
    }
}

/// The graph of a program, and how many numbers it is called with.
fn graph_of<T: Element>(
    program: &Program<T>,
    reductions: &[Option<Reduction>],
    width: Width,
) -> Option<(Graph, usize)> {
    let mut given = 0;
    let results = program.uniform.results.iter();
    let uniforms: Vec<Given> = results
        .map(|slot| {
            if program.is_constant(*slot) {
                return Given::Constant(bits(program.constants[*slot as usize]));
            }
            given += 1;
            Given::Uniform(given - 1)
        })
        .collect();
    let graph = if TypeId::of::<T>() == TypeId::of::<f32>() {
        translate::<f32>(&program.element, &uniforms, reductions, width)?
    } else if TypeId::of::<T>() == TypeId::of::<f64>() {
        translate::<f64>(&program.element, &uniforms, reductions, width)?
    } else {
        return None;
    };
    (graph.nodes.len() <= MOST_NODES).then_some((graph, given))
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
