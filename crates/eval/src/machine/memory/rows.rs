//! Memory with code for whole rows.

#![expect(unsafe_code, reason = "machine code is called through a pointer")]

use super::{FEW, Memory, Pointers, Reads};
use crate::Element;
use crate::block::kernels::fill_up;
use crate::machine::assemble::assemble_once;
use crate::machine::codes::{Shape, Width};
use crate::machine::graph::Graph;
use crate::machine::{level, shape};

/// Code for rows in executable memory.
#[derive(Debug)]
pub(in crate::machine) struct RowMemory<T> {
    memory: Memory,
    reads: Reads<T>,
    shape: Shape,
    /// Vectors of a row.
    vectors: usize,
    /// Whether inputs and outputs are read and written by masks; else they fill whole vectors.
    masked: bool,
    parameters: usize,
    /// Which outputs are one number.
    uniform: Vec<bool>,
}

/// Numbers of the longest row.
const MOST_ROW: usize = 64;

impl<T: Element> RowMemory<T> {
    /// None unless the processor has the instructions and the system gives the memory. The graph has masks for AVX-512, by
    /// the last of its uniforms, which is the number of elements.
    pub fn new(
        graph: &Graph,
        width: Width,
        vectors: usize,
        [inputs, parameters]: [usize; 2],
        uniform: Vec<bool>,
    ) -> Option<Self> {
        if !level::widths().contains(&width) {
            return None;
        }
        let shape = shape::<T>(width);
        Some(Self {
            memory: Memory::new(&assemble_once(graph, shape).ok()?)?,
            reads: Reads::of(graph, inputs, parameters + 1),
            shape,
            vectors,
            masked: graph.row.is_some(),
            parameters,
            uniform,
        })
    }

    /// Computes the outputs of a row; whether it is done.
    pub fn run(&self, parameters: &[T], inputs: &[&[T]], outputs: &mut [Vec<T>]) -> bool {
        let lanes = self.shape.vector() as usize / size_of::<T>();
        let (length, width) = (inputs[0].len(), self.vectors * lanes);
        assert!(
            (1..=width.min(MOST_ROW)).contains(&length),
            "elements of a row"
        );
        assert!(
            inputs.iter().all(|input| input.len() == length),
            "elements of the inputs"
        );
        assert_eq!(parameters.len(), self.parameters, "number of parameters");
        for (output, uniform) in outputs.iter_mut().zip(&self.uniform) {
            output.clear();
            output.resize(if *uniform { 1 } else { length }, T::default());
        }
        if self.masked {
            self.run_masked(parameters, inputs, outputs)
        } else {
            self.run_padded(parameters, inputs, outputs)
        }
    }

    fn vectors_of(&self, output: usize) -> usize {
        if self.uniform[output] {
            1
        } else {
            self.vectors
        }
    }

    fn run_masked(&self, parameters: &[T], inputs: &[&[T]], outputs: &mut [Vec<T>]) -> bool {
        let lanes = self.shape.vector() as usize / size_of::<T>();
        let vectors = (0..self.vectors).map(|vector| vector * lanes);
        let from = inputs.iter().flat_map(|input| {
            let start = input.as_ptr().cast_mut();
            vectors.clone().map(move |at| start.wrapping_add(at))
        });
        let to = outputs
            .iter_mut()
            .enumerate()
            .flat_map(|(position, output)| {
                let start = output.as_mut_ptr();
                let vectors = vectors.clone().take(self.vectors_of(position));
                vectors.map(move |at| start.wrapping_add(at))
            });
        self.call(parameters, inputs[0].len(), from, to)
    }

    fn run_padded(&self, parameters: &[T], inputs: &[&[T]], outputs: &mut [Vec<T>]) -> bool {
        let lanes = self.shape.vector() as usize / size_of::<T>();
        let (width, length) = (self.vectors * lanes, inputs[0].len());
        T::with_room((inputs.len() + outputs.len()) * width, |room| {
            let (from, to) = room.split_at_mut(inputs.len() * width);
            for (input, row) in inputs.iter().zip(from.chunks_exact_mut(width)) {
                fill_up(input, row);
            }
            let sources = from.chunks_exact(lanes);
            let sources = sources.map(|vector| vector.as_ptr().cast_mut());
            let sinks = to.chunks_exact_mut(width).enumerate();
            let sinks = sinks.flat_map(|(position, row)| {
                let vectors = row.chunks_exact_mut(lanes);
                vectors
                    .take(self.vectors_of(position))
                    .map(<[T]>::as_mut_ptr)
            });
            let done = self.call(parameters, length, sources, sinks);
            for (output, row) in outputs.iter_mut().zip(to.chunks_exact(width)) {
                let elements = output.len();
                output.copy_from_slice(&row[..elements]);
            }
            done
        })
    }

    /// Runs the code on vectors, or the parts of them that are in memory.
    fn call(
        &self,
        parameters: &[T],
        length: usize,
        from: impl Iterator<Item = *mut T>,
        to: impl Iterator<Item = *mut T>,
    ) -> bool {
        let mut pointers = Pointers::<T>::new(self.reads.inputs + self.reads.outputs);
        let mut count = 0;
        for (place, pointer) in pointers.each().zip(from.chain(to)) {
            *place = pointer;
            count += 1;
        }
        assert_eq!(count, self.reads.inputs + self.reads.outputs, "vectors");
        let mut few = [T::default(); FEW];
        let mut many = Vec::new();
        let uniforms = if parameters.len() < FEW {
            &mut few[..=parameters.len()]
        } else {
            many.resize(parameters.len() + 1, T::default());
            &mut many[..]
        };
        uniforms[..parameters.len()].copy_from_slice(parameters);
        uniforms[parameters.len()] = T::number(length as f64);
        assert_eq!(uniforms.len(), self.reads.uniforms, "numbers");
        let (from, to) = pointers.split(self.reads.inputs);
        // From each pointer on there is a vector of T, or as much of it as the row has left, which is all that masked code
        // touches; the last uniform says how long the row is.
        let (uniforms, bytes) = (uniforms.as_ptr().cast(), self.shape.vector() as usize);
        // SAFETY: the assertions above say that vectors and uniforms are those of the code; the processor has the instructions.
        let done = unsafe { self.memory.run(from, to, uniforms, bytes) };
        done != 0
    }
}
