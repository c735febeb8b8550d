//! A computation over vectors of one length, stage by stage.

use gradus_symbolic::computation::Computation;

use super::plan::{MOST, Plan, Source, Stage};
use crate::machine::{Lazy, RowCode, row_lanes};
use crate::reduction::reduce;
use crate::{Element, Engine, Output};

/// A computation that is planned in stages.
#[derive(Debug)]
pub(super) struct Stages<T> {
    plan: Plan<T>,
    /// Numbers of a vector of the processor, if there is code for rows.
    lanes: Option<usize>,
    /// Code for rows of one such vector, of two and of four.
    rows: [Lazy<RowCode<T>>; 3],
    engine: Engine,
}

/// Elements from which on code for rows is worth the time to make it.
const WORTH: usize = 2048;

impl<T: Element> Stages<T> {
    /// The stages of a checked computation, if it can be done so.
    pub fn new(computation: &Computation) -> Option<Self> {
        Plan::new(computation).map(|plan| Self {
            plan,
            lanes: row_lanes::<T>(),
            rows: Default::default(),
            engine: Engine::default(),
        })
    }

    /// The same stages on another engine.
    pub fn on(&mut self, engine: Engine) {
        for stage in &mut self.plan.stages {
            stage.program = stage.program.clone().on(engine);
        }
        self.rows = Default::default();
        self.engine = engine;
    }

    /// How many elements an output has for inputs of that length.
    pub fn length(&self, output: usize, length: usize) -> usize {
        self.plan.outputs[output].map_or(1, |_| length)
    }

    /// Computes a short row at once, if there is code for it.
    fn row(&self, inputs: &[&[T]], parameters: &[T], outputs: &mut [Vec<T>]) -> bool {
        let length = inputs[0].len();
        let Some(vectors) = self.lanes.map(|lanes| length.div_ceil(lanes)) else {
            return false;
        };
        let vectors = vectors.next_power_of_two();
        let Some(row) = self.rows.get(vectors.trailing_zeros() as usize) else {
            return false;
        };
        let code = row.after(length, self.engine.worth(WORTH), || {
            RowCode::new(&self.plan, vectors)
        });
        code.is_some_and(|code| code.run(parameters, inputs, outputs))
    }

    /// Computes the outputs for inputs of one length, which is not 1.
    pub fn call(&self, inputs: &[&[T]], parameters: &[T], outputs: &mut [Vec<T>]) {
        if self.row(inputs, parameters, outputs) {
            return;
        }
        let (plan, length) = (&self.plan, inputs[0].len());
        let count = parameters.len() + plan.totals;
        let (first, stride) = (count.next_multiple_of(LINE), length.next_multiple_of(LINE));
        T::with_room(first + plan.kept * stride, |room| {
            let (numbers, kept) = room.split_at_mut(first);
            let numbers = &mut numbers[..count];
            let (given, totals) = numbers.split_at_mut(parameters.len());
            given.copy_from_slice(parameters);
            for (total, (reduction, input)) in totals.iter_mut().zip(&plan.direct) {
                *total = reduce(*reduction, inputs[*input]);
            }
            let (mut known, mut keeps) = (given.len() + plan.direct.len(), 0);
            for (position, stage) in plan.stages.iter().enumerate() {
                let numbers = numbers.split_at_mut(known);
                let kept = kept.split_at_mut(keeps * stride);
                let stores = plan.outputs.iter().zip(outputs.iter_mut());
                let stores = stores.filter(|(place, _)| **place == Some(position));
                run(stage, inputs, numbers, kept, stores.map(|(_, out)| out));
                known += stage.totals.len();
                keeps += stage.keeps;
            }
            self.uniform_outputs(numbers, outputs);
        });
    }

    fn uniform_outputs(&self, numbers: &[T], outputs: &mut [Vec<T>]) {
        let (plan, program) = (&self.plan, &self.plan.uniform);
        let uniform = plan
            .outputs
            .iter()
            .zip(outputs)
            .filter(|(stage, _)| stage.is_none());
        let mut uniform = uniform.map(|(_, output)| output).peekable();
        if uniform.peek().is_none() {
            return;
        }
        T::with_room(program.uniform_room(), |room| {
            let [values, _] = program.prepare_in(numbers, room);
            for (output, slot) in uniform.zip(&program.element.results) {
                output.clear();
                output.push(values[*slot as usize]);
            }
        });
    }
}

/// Numbers that fill whole lines of the caches.
const LINE: usize = 16;

/// Runs a stage: on the left what is known and kept already, on the right the places of what it adds.
fn run<'a, T: Element>(
    stage: &Stage<T>,
    inputs: &[&[T]],
    (known, totals): (&mut [T], &mut [T]),
    (before, after): (&mut [T], &mut [T]),
    outputs: impl Iterator<Item = &'a mut Vec<T>>,
) {
    let length = inputs[0].len();
    let stride = length.next_multiple_of(LINE);
    let mut sources: [&[T]; MOST] = [&[]; MOST];
    for (place, source) in sources.iter_mut().zip(&stage.sources) {
        *place = match *source {
            Source::Input(input) => inputs[input],
            Source::Kept(kept) => &before[kept * stride..][..length],
        };
    }
    let keeps = after.chunks_exact_mut(stride).take(stage.keeps);
    let keeps = keeps.map(|kept| &mut kept[..length]);
    let totals = stage.totals.iter().zip(totals);
    let sinks = keeps
        .map(Output::Store)
        .chain(totals.map(|(reduction, total)| Output::Reduce(*reduction, total)))
        .chain(outputs.map(|output| Output::Store(of_length(output, length))));
    let mut places: [Output<T>; MOST] = std::array::from_fn(|_| Output::Discard);
    let mut count = 0;
    for sink in sinks {
        places[count] = sink;
        count += 1;
    }
    let sources = &sources[..stage.sources.len()];
    stage
        .program
        .reduce_in_place(known, sources, &mut places[..count]);
}

/// Makes a vector as long as that, with any numbers.
fn of_length<T: Element>(output: &mut Vec<T>, length: usize) -> &mut [T] {
    if output.capacity() < length {
        *output = vec![T::default(); length];
    } else {
        output.resize(length, T::default());
    }
    output
}
