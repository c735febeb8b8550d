//! Programs for arrays.

mod alone;
mod chunks;
mod exponentials;
mod fuse;
pub(crate) mod kernels;
mod native;
mod output;
mod plan;
mod room;
mod signs;
mod steps;
mod strips;
mod trial;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use gradus_symbolic::computation::Computation;

use crate::lower::{Program, Uniforms};
use crate::machine::{ArrayCode, Lazy};
use crate::math::Level;
use crate::{Element, Engine, LowerError};
pub(crate) use alone::run as run_alone;
#[doc(hidden)]
pub use kernels::Long;
use kernels::{Group, Operand};
use native::Native;
use output::Places;
use plan::{Plan, Source};

pub use output::Output;
use strips::Reducing;
use trial::Trial;

/// A computation ready to be mapped over arrays.
///
/// Immutable and cheap to clone. Arrays are worked on in blocks of at most 4 KiB, or by machine code;
/// from 65,536 elements on several threads share the work (rayon's pool). Where inputs and outputs take more than 32 MiB, the first six
/// calls on so many elements try whether outputs are better written through the caches or past them. The bits of a result depend on the element
/// alone, all NaNs being one: they are those of [`ScalarProgram::call`](crate::ScalarProgram::call).
///
/// ```
/// use gradus_eval::BlockProgram;
/// use gradus_symbolic::computation::{Computation, Op, Unary, Value};
///
/// let tanh = Computation {
///     inputs: 1,
///     parameters: 0,
///     ops: vec![Op::Input(0), Op::Unary(Unary::Tanh, Value(0))],
///     outputs: vec![Value(1)],
/// };
/// let program = BlockProgram::<f32>::new(&tanh)?;
/// let mut y = [0.0; 3];
/// program.map(&[&[-1.0, 0.0, 1.0]], &[], &mut [&mut y]);
/// assert_eq!(y, [-0.7615942, 0.0, 0.7615942]);
/// # Ok::<(), gradus_eval::LowerError>(())
/// ```
#[derive(Clone, Debug)]
pub struct BlockProgram<T> {
    program: Arc<Program<T>>,
    plan: Arc<OnceLock<Plan<T>>>,
    level: Level,
    code: Arc<Lazy<ArrayCode<T>>>,
    reducing: Arc<Lazy<Reducing<T>>>,
    /// Of stores past the caches, where arrays are so large that results do not stay in them.
    past_caches: Arc<Trial>,
    engine: Engine,
}

/// Bytes of inputs and outputs that find room in the last cache of common processors.
const CACHES: usize = 32 << 20;

/// Elements from which on machine code is worth the time to make it.
const WORTH: usize = 2048;

impl<T: Element> BlockProgram<T> {
    /// Lowers a computation over elements.
    ///
    /// # Errors
    /// If the list is not well-formed, or works on whole vectors.
    pub fn new(computation: &Computation) -> Result<Self, LowerError> {
        Ok(Self::of(Program::new(computation)?))
    }

    pub(crate) fn of(program: Program<T>) -> Self {
        Self {
            program: Arc::new(program),
            plan: Arc::default(),
            level: Level::chosen(),
            code: Arc::default(),
            reducing: Arc::default(),
            past_caches: Arc::default(),
            engine: Engine::default(),
        }
    }

    #[cfg_attr(
        not(all(feature = "machine-code", target_arch = "x86_64")),
        expect(dead_code, reason = "code of rows reads it")
    )]
    pub(crate) fn program(&self) -> &Program<T> {
        &self.program
    }

    /// The same program on another engine.
    #[must_use]
    pub fn on(self, engine: Engine) -> Self {
        Self {
            code: Arc::default(),
            reducing: Arc::default(),
            past_caches: Arc::default(),
            engine,
            ..self
        }
    }

    /// How many inputs it reads.
    pub fn inputs(&self) -> usize {
        self.program.inputs
    }

    /// How many parameters it reads.
    pub fn parameters(&self) -> usize {
        self.program.parameters
    }

    /// How many outputs it has.
    pub fn outputs(&self) -> usize {
        self.program.element.results.len()
    }

    /// Computes the outputs for each element of the inputs.
    ///
    /// # Panics
    /// If inputs and outputs do not all have the same length, or there are not as many of them, or of the parameters, as the
    /// computation has.
    pub fn map(&self, inputs: &[&[T]], parameters: &[T], outputs: &mut [&mut [T]]) {
        let mut outputs: Vec<Output<T>> = outputs
            .iter_mut()
            .map(|output| Output::Store(output))
            .collect();
        self.reduce_outputs(inputs, parameters, &mut outputs);
    }

    /// Computes the outputs for each element of the inputs, and stores or sums each as asked.
    ///
    /// Sums follow the fixed tree of [`reduction`](crate::reduction).
    ///
    /// # Panics
    /// If inputs and stored outputs do not all have the same length, or there are not as many of them, or of the parameters,
    /// as the computation has. Without inputs and stored outputs there are no elements.
    pub fn reduce_outputs(&self, inputs: &[&[T]], parameters: &[T], outputs: &mut [Output<T>]) {
        self.reduce_prepared(&self.program.prepare(parameters), inputs, outputs);
    }

    /// Computes what depends on the parameters only, for many calls with them.
    ///
    /// # Panics
    /// If the number of parameters is not the computation's.
    pub fn prepare(&self, parameters: &[T]) -> Uniforms<T> {
        self.program.prepare(parameters)
    }

    /// [`reduce_outputs`](Self::reduce_outputs) with parameters that were prepared, by this program or a clone of it.
    ///
    /// # Panics
    /// If lengths or numbers of arrays do not fit, or there are not as many uniforms as the program has.
    pub fn reduce_prepared(
        &self,
        uniforms: &Uniforms<T>,
        inputs: &[&[T]],
        outputs: &mut [Output<T>],
    ) {
        assert!(self.program.owns(uniforms), "uniforms of another program");
        self.run([&uniforms.values, &uniforms.given], inputs, outputs);
    }

    /// [`reduce_outputs`](Self::reduce_outputs) without memory being allocated for short arrays.
    pub(crate) fn reduce_in_place(
        &self,
        parameters: &[T],
        inputs: &[&[T]],
        outputs: &mut [Output<T>],
    ) {
        T::with_room(self.program.uniform_room(), |room| {
            self.run(self.program.prepare_in(parameters, room), inputs, outputs);
        });
    }

    #[inline]
    fn run(&self, [uniforms, given]: [&[T]; 2], inputs: &[&[T]], outputs: &mut [Output<T>]) {
        let length = self.length(inputs, outputs);
        if !self.stored_at_once(given, length, inputs, outputs) {
            self.run_parts([uniforms, given], length, inputs, outputs);
        }
    }

    /// Runs in parts: blocks, or what threads share.
    #[inline(never)]
    fn run_parts(
        &self,
        [uniforms, given]: [&[T]; 2],
        length: usize,
        inputs: &[&[T]],
        outputs: &mut [Output<T>],
    ) {
        let mut block = Block {
            program: &self.program,
            plan: &self.plan,
            level: self.level,
            uniforms,
            inputs,
            native: self.native(given, length, outputs),
            past_caches: false,
        };
        let arrays = inputs.len() + outputs.len();
        let large = arrays * length * size_of::<T>() > CACHES;
        let native = block.native.as_ref().filter(|_| large);
        if native.is_some_and(|native| native.may_pass_caches(outputs)) {
            self.past_caches.run(length, |past_caches| {
                block.past_caches = past_caches;
                chunks::run(&block, length, outputs);
            });
        } else {
            chunks::run(&block, length, outputs);
        }
    }

    /// Whether machine code that is there already computed all elements and stored them, as it does for arrays of which one
    /// thread works on the whole, unless some are left to other engines: calls on short arrays do nothing else.
    #[inline]
    fn stored_at_once(
        &self,
        given: &[T],
        length: usize,
        inputs: &[&[T]],
        outputs: &mut [Output<T>],
    ) -> bool {
        let Some(code) = self.code.made() else {
            return false;
        };
        // where elements are left everything is done again
        let most = if code.leaves_some() {
            WORTH
        } else {
            chunks::PARALLEL
        };
        let stored = outputs.iter().all(|output| output.stored().is_some());
        if !(code.lanes()..most).contains(&length) || !stored {
            return false;
        }
        let outputs = outputs.iter_mut().map(Output::slice);
        code.run(given, inputs.iter().copied(), outputs, length, false) == length
    }

    /// Machine code for outputs like these, if there is any.
    fn native<'a>(
        &'a self,
        given: &'a [T],
        length: usize,
        outputs: &[Output<T>],
    ) -> Option<Native<'a, T>> {
        let worth = self.engine.worth(WORTH);
        let work = self.engine.work(length);
        if outputs.iter().any(|output| output.reduction().is_some()) {
            let reducing = self.reducing.after(length, worth, || {
                Reducing::new(outputs, |reductions| {
                    ArrayCode::reducing(&self.program, reductions, work)
                })
            });
            if let Some(reducing) = reducing.filter(|reducing| reducing.suits(outputs)) {
                return Some(reducing.native(given));
            }
        }
        let code = self
            .code
            .after(length, worth, || ArrayCode::new(&self.program, work))?;
        Some(Native {
            code,
            given,
            reductions: &[],
        })
    }

    /// The number of elements, which all arrays have.
    fn length(&self, inputs: &[&[T]], outputs: &[Output<T>]) -> usize {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        assert_eq!(outputs.len(), self.outputs(), "number of outputs");
        let stored = outputs.iter().filter_map(Output::stored);
        let mut lengths = inputs.iter().map(|input| input.len()).chain(stored);
        let length = lengths.next().unwrap_or(0);
        for other in lengths {
            assert_eq!(other, length, "elements of inputs and outputs");
        }
        length
    }
}

/// A program with everything it reads.
struct Block<'a, T> {
    program: &'a Program<T>,
    plan: &'a OnceLock<Plan<T>>,
    level: Level,
    uniforms: &'a [T],
    inputs: &'a [&'a [T]],
    native: Option<Native<'a, T>>,
    /// Whether results are stored past the caches, for arrays that these do not hold.
    past_caches: bool,
}

impl<T: Element> Block<'_, T> {
    fn plan(&self) -> &Plan<T> {
        self.plan.get_or_init(|| Plan::new(self.program))
    }

    /// Lends what [`run`](Self::run) needs.
    fn with_room<R>(&self, work: impl FnOnce(&mut [Group<T>]) -> R) -> R {
        self.plan().layout.with_room(self.uniforms, work)
    }

    /// Computes the elements `range`, no more than rows have, and stores those outputs that have places for them.
    fn run(&self, range: &Range<usize>, room: &mut [Group<T>], mut places: impl Places<T>) {
        let plan = self.plan();
        let written = steps::run(self.level, plan, self.inputs, range, room, &mut places);
        for (position, result) in plan.results.iter().enumerate() {
            let place = places.of(position);
            let stored = written && result.direct;
            if !(place.is_empty() || stored) {
                self.result(position, range, room).store(place);
            }
        }
    }

    /// An output after a run that did not store it.
    fn result<'a>(
        &'a self,
        output: usize,
        range: &Range<usize>,
        room: &'a [Group<T>],
    ) -> Operand<'a, T> {
        match self.plan().results[output].source {
            Source::Uniform(position) => Operand::Same(self.uniforms[position as usize]),
            Source::Input(input) => Operand::Each(&self.inputs[input as usize][range.clone()]),
            Source::Register(register) => {
                let layout = self.plan().layout;
                let [start, end] = layout.row(register);
                let row = &room[layout.given()..][start..end];
                Operand::Each(&row.as_flattened()[..range.len()])
            }
        }
    }
}
