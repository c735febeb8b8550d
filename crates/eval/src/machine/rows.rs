//! Whole rows at once: all stages of a computation over vectors, in registers.
//!
//! A row of a few vectors of the processor is traced from its inputs to its outputs, reductions and what is made of them
//! included, so that nothing is kept, called or looked up between the stages.

use std::any::TypeId;

use gradus_symbolic::computation::Reduction;

use super::codes::Width;
use super::graph::{Graph, Masks};
use super::memory::RowMemory;
use super::traced::{Scalar, Traced, TracedMask, recorded, trace};
use super::translate::{Held, combine, number, run_code};
use super::{MOST_NODES, bits, level, shape};
use crate::Element;
use crate::lower::Program;
use crate::math::Lane;
use crate::reduction::padding;
use crate::vector::plan::{Plan, Source, Stage};

/// Machine code for rows that fit into a number of vectors.
#[derive(Debug)]
pub(crate) struct RowCode<T>(RowMemory<T>);

/// How many numbers a vector has, if there is code for rows.
pub(crate) fn row_lanes<T>() -> Option<usize> {
    level::arrays().map(lanes::<T>)
}

fn lanes<T>(width: Width) -> usize {
    shape::<T>(width).vector() as usize / size_of::<T>()
}

impl<T: Element> RowCode<T> {
    /// The code of a plan for rows of a power of two of vectors.
    pub fn new(plan: &Plan<T>, vectors: usize) -> Option<Self> {
        Self::of_width(plan, vectors, level::arrays()?)
    }

    pub(super) fn of_width(plan: &Plan<T>, vectors: usize, width: Width) -> Option<Self> {
        let graph = graph_of(plan, vectors, width)?;
        let reads = [plan.inputs * vectors, plan.parameters];
        let uniform = plan.outputs.iter().map(Option::is_none).collect();
        RowMemory::new(&graph, width, vectors, reads, uniform).map(Self)
    }

    /// Computes the outputs of a row, one number of those that are uniform; false if they are to be computed in another way.
    ///
    /// # Panics
    /// If the row does not fit, or numbers of inputs, outputs or parameters do not.
    pub fn run(&self, parameters: &[T], inputs: &[&[T]], outputs: &mut [Vec<T>]) -> bool {
        self.0.run(parameters, inputs, outputs)
    }
}

fn graph_of<T: Element>(plan: &Plan<T>, vectors: usize, width: Width) -> Option<Graph> {
    let graph = if TypeId::of::<T>() == TypeId::of::<f32>() {
        translate::<f32, T>(plan, vectors, width)?
    } else if TypeId::of::<T>() == TypeId::of::<f64>() {
        translate::<f64, T>(plan, vectors, width)?
    } else {
        return None;
    };
    (graph.nodes.len() <= MOST_NODES).then_some(graph)
}

fn translate<S: Scalar, T: Element>(plan: &Plan<T>, vectors: usize, width: Width) -> Option<Graph> {
    let mut masks = Masks::default();
    let wide = width == Width::Avx512;
    let graph = trace::<S>(wide, || {
        let mut row = Row::<S>::new(plan, vectors, lanes::<T>(width));
        let first = row.before(0, Traced::number(1.0)).id();
        masks.inputs = row.present.iter().map(|mask| mask.id()).collect();
        for stage in &plan.outputs {
            match stage {
                Some(_) => masks.outputs.extend(&masks.inputs),
                None => masks.outputs.push(first),
            }
        }
        let mut outputs: Vec<Vec<Traced<S>>> = vec![Vec::new(); plan.outputs.len()];
        for (position, stage) in plan.stages.iter().enumerate() {
            let mut results = row.stage(stage)?.into_iter();
            row.kept.extend(results.by_ref().take(stage.keeps));
            for (reduction, values) in stage.totals.iter().zip(results.by_ref()) {
                let total = row.reduce(*reduction, &values);
                row.known.push(total);
            }
            let places = plan.outputs.iter().zip(&mut outputs);
            let places = places.filter(|(stage, _)| **stage == Some(position));
            for ((_, output), values) in places.zip(results) {
                *output = values;
            }
        }
        let uniforms = row.uniforms(&plan.uniform)?;
        let places = plan.outputs.iter().zip(&mut outputs);
        let places = places.filter(|(stage, _)| stage.is_none());
        for ((_, output), slot) in places.zip(&plan.uniform.element.results) {
            *output = vec![number(&uniforms, *slot)];
        }
        Some(outputs.concat())
    });
    let mut graph = graph?;
    graph.row = wide.then_some(masks);
    Some(graph)
}

/// A row that is traced.
struct Row<S> {
    lanes: usize,
    /// Which elements of each vector are there.
    present: Vec<TracedMask<S>>,
    inputs: Vec<Vec<Traced<S>>>,
    /// Parameters and results of reductions.
    known: Vec<Traced<S>>,
    kept: Vec<Vec<Traced<S>>>,
}

impl<S: Scalar> Row<S> {
    fn new<T: Element>(plan: &Plan<T>, vectors: usize, lanes: usize) -> Self {
        let input = |input: usize| -> Vec<Traced<S>> {
            let first = input * vectors;
            (first..first + vectors).map(Traced::input).collect()
        };
        let mut row = Self {
            lanes,
            present: Vec::new(),
            inputs: (0..plan.inputs).map(input).collect(),
            known: (0..plan.parameters).map(Traced::uniform).collect(),
            kept: Vec::new(),
        };
        let count = Traced::uniform(plan.parameters);
        row.present = (0..vectors)
            .map(|vector| row.before(vector, count))
            .collect();
        for (reduction, input) in &plan.direct {
            let total = match reduction {
                Reduction::Count => count,
                _ => row.reduce(*reduction, &row.inputs[*input]),
            };
            row.known.push(total);
        }
        row
    }

    /// Where the elements of a vector stand before a place in the row.
    fn before(&self, vector: usize, place: Traced<S>) -> TracedMask<S> {
        let first = vector * self.lanes;
        let places = std::array::from_fn(|lane| S::number((first + lane) as f64));
        Traced::lanes(places).less(place)
    }

    /// The numbers that a program computes once.
    fn uniforms<T: Element>(&self, program: &Program<T>) -> Option<Vec<Held<S>>> {
        let constants = program.constants.iter();
        let constants = constants.map(|value| Traced::of_bits(bits(*value)));
        let known = self.known[..program.parameters].iter().copied();
        let given = constants.chain(known).map(Held::Number);
        let slots = run_code(&program.uniform, given)?;
        let results = program.uniform.results.iter();
        Some(results.map(|slot| slots[*slot as usize]).collect())
    }

    /// What a stage computes: each result with its vectors.
    fn stage<T: Element>(&self, stage: &Stage<T>) -> Option<Vec<Vec<Traced<S>>>> {
        let program = stage.program.program();
        let uniforms = self.uniforms(program)?;
        let code = &program.element;
        let mut results = vec![Vec::new(); code.results.len()];
        for vector in 0..self.present.len() {
            let sources = stage.sources.iter().map(|source| match *source {
                Source::Input(input) => self.inputs[input][vector],
                Source::Kept(kept) => self.kept[kept][vector],
            });
            let given = uniforms.iter().copied().chain(sources.map(Held::Number));
            let slots = run_code(code, given)?;
            for (result, slot) in results.iter_mut().zip(&code.results) {
                result.push(number(&slots, *slot));
            }
            if recorded() > MOST_NODES {
                return None;
            }
        }
        Some(results)
    }

    /// The tree of [`reduction`](crate::reduction) over the elements that are there; the result is in all lanes.
    fn reduce(&self, reduction: Reduction, values: &[Traced<S>]) -> Traced<S> {
        let nothing = Traced::number(padding::<f64>(reduction));
        let padded = values.iter().zip(&self.present);
        let mut columns: Vec<Traced<S>> = padded
            .map(|(value, present)| Traced::select(*present, *value, nothing))
            .collect();
        while columns.len() > 1 {
            let upper = columns.split_off(columns.len() / 2);
            for (column, other) in columns.iter_mut().zip(upper) {
                *column = combine(reduction, *column, other);
            }
        }
        let (mut column, mut distance) = (columns[0], self.lanes / 2);
        while distance > 0 {
            column = combine(reduction, column, column.exchanged(distance));
            distance /= 2;
        }
        match reduction {
            Reduction::Sum | Reduction::Product | Reduction::Count => column,
            // of two zeros the first, which is not the same for all lanes
            Reduction::Min | Reduction::Max => column.first(),
        }
    }
}
