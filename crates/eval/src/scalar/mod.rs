//! Programs for one point at a time, and closures.

mod code;

use std::sync::Arc;

use gradus_symbolic::computation::Computation;

use crate::lower::{Program, Slot, Uniforms};
use crate::machine::{DirectCode, Lazy, PointCode};
use crate::processor::on_processor;
use crate::{Element, Engine, LowerError};
use code::{Code, Frame, execute};

/// A computation ready to be called at one point.
///
/// Immutable and cheap to clone. Programs of up to 256 slots run on the stack without allocating.
///
/// ```
/// use gradus_eval::ScalarProgram;
/// use gradus_symbolic::computation::{Binary, Computation, Op, Unary, Value};
///
/// let swish = Computation {
///     inputs: 1,
///     parameters: 1,
///     ops: vec![
///         Op::Input(0),
///         Op::Parameter(0),
///         Op::Binary(Binary::Mul, Value(1), Value(0)),
///         Op::Unary(Unary::Sigmoid, Value(2)),
///         Op::Binary(Binary::Mul, Value(0), Value(3)),
///     ],
///     outputs: vec![Value(4)],
/// };
/// let program = ScalarProgram::<f64>::new(&swish)?;
/// let mut y = [0.0];
/// program.call(&[4.0], &[1.0], &mut y);
/// assert_eq!(y, [3.928055160151634]);
/// let f = program.closure(&[1.0]);
/// assert_eq!(f(4.0), y[0]);
/// # Ok::<(), gradus_eval::LowerError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScalarProgram<T> {
    parts: Arc<Parts<T>>,
    machine: Arc<Lazy<PointCode<T>>>,
    engine: Engine,
}

/// Machine code of a program with one input and N outputs, 1 or 2, and its uniforms, by [`ScalarProgram::direct`]. The same bits
/// as the program's.
#[derive(Debug)]
pub struct Direct<T, const N: usize>(DirectCode<T, N>);

impl<T: Element> Direct<T, 1> {
    /// The output.
    #[inline]
    pub fn call(&self, x: T) -> T {
        self.0.call(x)
    }
}

impl<T: Element> Direct<T, 2> {
    /// Both outputs.
    #[inline]
    pub fn call(&self, x: T) -> [T; 2] {
        self.0.call(x)
    }
}

#[derive(Debug)]
struct Parts<T> {
    program: Program<T>,
    uniform: Vec<Code<T>>,
    element: Vec<Code<T>>,
    size: Size,
}

/// Calls from which on machine code is worth the time to make it.
const WORTH: usize = 64;

/// Uniforms and inputs that stand on the stack for a call of machine code.
const FEW: usize = 16;

/// How many slots are set aside on the stack.
#[derive(Clone, Copy, Debug)]
enum Size {
    Slots16,
    Slots64,
    Slots256,
    Heap,
}

impl<T: Element> ScalarProgram<T> {
    /// Lowers a computation over elements.
    ///
    /// # Errors
    /// If the list is not well-formed, or works on whole vectors.
    pub fn new(computation: &Computation) -> Result<Self, LowerError> {
        let program = Program::new(computation)?;
        let bytecode = |code: &crate::lower::Code| {
            code.instructions
                .iter()
                .map(|step| Code::new(*step))
                .collect()
        };
        let size = Size::of(program.uniform.slots().max(program.element.slots()));
        let (uniform, element) = (bytecode(&program.uniform), bytecode(&program.element));
        Ok(Self {
            parts: Arc::new(Parts {
                program,
                uniform,
                element,
                size,
            }),
            machine: Arc::default(),
            engine: Engine::default(),
        })
    }

    /// The same program on another engine.
    #[must_use]
    pub fn on(self, engine: Engine) -> Self {
        Self {
            machine: Arc::default(),
            engine,
            ..self
        }
    }

    /// The machine code, if there is any by now.
    #[inline]
    fn machine(&self) -> Option<&PointCode<T>> {
        self.machine.after(1, self.engine.worth(WORTH), || {
            PointCode::new(&self.parts.program)
        })
    }

    /// How many inputs it reads.
    pub fn inputs(&self) -> usize {
        self.parts.program.inputs
    }

    /// How many parameters it reads.
    pub fn parameters(&self) -> usize {
        self.parts.program.parameters
    }

    /// How many outputs it has.
    pub fn outputs(&self) -> usize {
        self.parts.program.element.results.len()
    }

    /// Computes the outputs at one point.
    ///
    /// # Panics
    /// If a slice does not have as many elements as the computation inputs, parameters or outputs.
    pub fn call(&self, inputs: &[T], parameters: &[T], outputs: &mut [T]) {
        assert_eq!(parameters.len(), self.parameters(), "number of parameters");
        let zero = T::default();
        let parts = &*self.parts;
        if let Some(code) = self.machine()
            && parts.call_machine(code, parameters, inputs, outputs)
        {
            return;
        }
        on_processor(
            #[inline(always)]
            || match parts.size {
                Size::Slots16 => parts.call(|| [zero; 16], inputs, parameters, outputs),
                Size::Slots64 => parts.call(|| [zero; 64], inputs, parameters, outputs),
                Size::Slots256 => parts.call(|| [zero; 256], inputs, parameters, outputs),
                Size::Heap => parts.call(|| vec![zero; parts.slots()], inputs, parameters, outputs),
            },
        );
    }

    /// Computes what depends on the parameters only, for many calls with them.
    ///
    /// # Panics
    /// If the number of parameters is not the computation's.
    pub fn prepare(&self, parameters: &[T]) -> Uniforms<T> {
        self.parts.program.prepare(parameters)
    }

    /// [`call`](Self::call) with parameters that were prepared, by this program or a clone of it.
    ///
    /// # Panics
    /// If a slice does not have as many elements as the computation inputs or outputs, or there are not as many uniforms as the program has.
    #[inline]
    pub fn call_prepared(&self, uniforms: &Uniforms<T>, inputs: &[T], outputs: &mut [T]) {
        assert!(
            self.parts.program.owns(uniforms),
            "uniforms of another program"
        );
        if let Some(code) = self.machine()
            && code.run(&uniforms.given, inputs, outputs)
        {
            return;
        }
        self.interpret(uniforms, inputs, outputs);
    }

    /// Its machine code as a function of one input with N outputs and these uniforms, for calls that cost nothing else; none as
    /// long as there is no such code, or if the uniforms are those of another program.
    pub fn direct<const N: usize>(&self, uniforms: &Uniforms<T>) -> Option<Direct<T, N>> {
        let owns = self.parts.program.owns(uniforms);
        owns.then(|| DirectCode::new(&self.machine, &uniforms.given).map(Direct))
            .flatten()
    }

    #[inline(never)]
    fn interpret(&self, uniforms: &Uniforms<T>, inputs: &[T], outputs: &mut [T]) {
        let zero = T::default();
        let parts = &*self.parts;
        let uniforms = &uniforms.values[..];
        on_processor(
            #[inline(always)]
            || match parts.size {
                Size::Slots16 => parts.element(&mut [zero; 16], uniforms, inputs, outputs),
                Size::Slots64 => parts.element(&mut [zero; 64], uniforms, inputs, outputs),
                Size::Slots256 => parts.element(&mut [zero; 256], uniforms, inputs, outputs),
                Size::Heap => {
                    parts.element(&mut vec![zero; parts.slots()], uniforms, inputs, outputs);
                }
            },
        );
    }

    /// The first output as a function of the only input, with these parameters.
    ///
    /// # Panics
    /// If the computation does not have one input and one output, or the number of parameters is not its own.
    pub fn closure(self, parameters: &[T]) -> impl Fn(T) -> T + Clone + Send + Sync + 'static {
        assert_eq!(self.inputs(), 1, "number of inputs");
        assert_eq!(self.outputs(), 1, "number of outputs");
        let uniforms = Arc::new(self.prepare(parameters));
        move |x| {
            let mut y = [T::default()];
            self.call_prepared(&uniforms, &[x], &mut y);
            y[0]
        }
    }
}

impl Size {
    fn of(slots: usize) -> Self {
        match slots {
            0..=16 => Self::Slots16,
            17..=64 => Self::Slots64,
            65..=256 => Self::Slots256,
            _ => Self::Heap,
        }
    }
}

impl<T: Element> Parts<T> {
    /// Whether machine code has computed the outputs.
    #[inline]
    fn call_machine(
        &self,
        code: &PointCode<T>,
        parameters: &[T],
        inputs: &[T],
        outputs: &mut [T],
    ) -> bool {
        if !self.uniform.is_empty() {
            return false;
        }
        let mut given = [T::default(); FEW];
        let results = self.program.uniform.results.iter();
        let mut count = 0;
        for slot in results.filter(|slot| !self.program.is_constant(**slot)) {
            if count == FEW {
                return false;
            }
            given[count] = parameters[*slot as usize - self.program.constants.len()];
            count += 1;
        }
        code.run(&given[..count], inputs, outputs)
    }

    fn slots(&self) -> usize {
        self.program
            .uniform
            .slots()
            .max(self.program.element.slots())
    }

    #[inline(always)]
    fn call<F: Frame<T>>(
        &self,
        frame: impl Fn() -> F,
        inputs: &[T],
        parameters: &[T],
        outputs: &mut [T],
    ) {
        let mut element = frame();
        if self.uniform.is_empty() {
            self.given_uniforms(&mut element, parameters);
        } else {
            self.computed_uniforms(&mut frame(), &mut element, parameters);
        }
        self.run(&mut element, inputs, outputs);
    }

    /// The uniforms, where all of them are constants or parameters.
    #[inline(always)]
    fn given_uniforms<F: Frame<T>>(&self, element: &mut F, parameters: &[T]) {
        let constants = &self.program.constants;
        for (to, from) in self.program.uniform.results.iter().enumerate() {
            let from = *from as usize;
            let value = match from.checked_sub(constants.len()) {
                None => constants[from],
                Some(position) => parameters[position],
            };
            element.write(to as Slot, value);
        }
    }

    #[inline(always)]
    fn computed_uniforms<F: Frame<T>>(&self, uniform: &mut F, element: &mut F, parameters: &[T]) {
        uniform.fill(0, &self.program.constants);
        uniform.fill(self.program.constants.len(), parameters);
        execute(&self.uniform, uniform);
        for (to, from) in self.program.uniform.results.iter().enumerate() {
            element.write(to as Slot, uniform.read(*from));
        }
    }

    #[inline(always)]
    fn element<F: Frame<T>>(&self, frame: &mut F, uniforms: &[T], inputs: &[T], outputs: &mut [T]) {
        assert_eq!(
            uniforms.len(),
            self.program.uniform.results.len(),
            "uniforms of another program"
        );
        frame.fill(0, uniforms);
        self.run(frame, inputs, outputs);
    }

    /// Runs the element code in a frame that begins with the uniforms.
    #[inline(always)]
    fn run<F: Frame<T>>(&self, frame: &mut F, inputs: &[T], outputs: &mut [T]) {
        let results = &self.program.element.results;
        assert_eq!(inputs.len(), self.program.inputs, "number of inputs");
        assert_eq!(outputs.len(), results.len(), "number of outputs");
        frame.fill(self.program.uniform.results.len(), inputs);
        execute(&self.element, frame);
        for (output, slot) in outputs.iter_mut().zip(results) {
            *output = frame.read(*slot);
        }
    }
}
