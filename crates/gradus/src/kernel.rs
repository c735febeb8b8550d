//! Kernels: formulas compiled for one number type.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gradus_eval::{Direct, Element, Output};
use gradus_symbolic::Symbol;
use gradus_symbolic::computation::{Binary, Computation, Op, Value};

use crate::programs::{Prepared, Program};
use crate::{Error, Formula};

/// A formula compiled: calls and arrays, value and derivatives fused.
///
/// Immutable, cheap to clone, `Send` and `Sync`. What a call needs is written when it is first asked for. The same input gives the
/// same bits in a scalar call and at any place of an array of any length, whatever the number of threads. NaN in gives NaN out, whose
/// sign and payload mean nothing; outside the real domain the results are NaN.
///
/// ```
/// use gradus::Formula;
///
/// let f = Formula::builtin("swish")?.compile::<f64>();
/// let xs = [-1.0, 0.0, 1.0];
/// let mut ys = [0.0; 3];
/// f.map(&xs, &mut ys);
/// assert_eq!(ys, [-0.2689414213699951, 0.0, 0.7310585786300049]);
/// # Ok::<(), gradus::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Kernel<T> {
    family: Arc<Family<T>>,
    parts: Arc<Parts<T>>,
    parameters: Arc<[T]>,
    prepared: Arc<PreparedParts<T>>,
}

/// What each program computes of the parameters.
#[derive(Debug)]
struct PreparedParts<T> {
    value: OnceLock<Prepared<T>>,
    slopes: OnceLock<Prepared<T>>,
    backward: OnceLock<Prepared<T>>,
    /// Machine code of the value, and of value and slope, of one input.
    direct_value: OnceLock<Direct<T, 1>>,
    direct_both: OnceLock<Direct<T, 2>>,
}

impl<T> PreparedParts<T> {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            value: OnceLock::new(),
            slopes: OnceLock::new(),
            backward: OnceLock::new(),
            direct_value: OnceLock::new(),
            direct_both: OnceLock::new(),
        })
    }
}

/// The kernels of a formula, for all values of its parameters.
#[derive(Debug)]
struct Family<T> {
    formula: Formula,
    /// What is written for some parameters that are 0, and for none.
    members: Mutex<Vec<Arc<Parts<T>>>>,
}

impl<T: Element> Family<T> {
    /// What is written for parameters of these values.
    fn member(&self, parameters: &[T]) -> Arc<Parts<T>> {
        let zeros = self.formula.zeros_of(parameters);
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = members.iter().find(|member| member.zeros == zeros) {
            return known.clone();
        }
        let member = Arc::new(Parts::new(self.formula.clone(), zeros));
        members.push(member.clone());
        member
    }
}

#[derive(Debug)]
struct Parts<T> {
    formula: Formula,
    /// The parameters that are 0.
    zeros: Vec<Symbol>,
    value: OnceLock<Program<T>>,
    /// Value and derivatives by the inputs.
    slopes: OnceLock<Program<T>>,
    /// Upstream times the derivatives by inputs and parameters.
    backward: OnceLock<Program<T>>,
}

impl<T: Element> Parts<T> {
    fn new(formula: Formula, zeros: Vec<Symbol>) -> Self {
        Self {
            formula,
            zeros,
            value: OnceLock::new(),
            slopes: OnceLock::new(),
            backward: OnceLock::new(),
        }
    }

    /// Value and derivatives by some inputs.
    fn program(&self, by: &[Symbol]) -> Program<T> {
        let precision = self.formula.kernel_options().precision;
        let written = self.formula.computation_for(by, &self.zeros);
        Program::new(&written.computation, precision)
    }
}

impl<T: Element> Kernel<T> {
    pub(crate) fn new(formula: Formula) -> Self {
        let parameters: Arc<[T]> = formula
            .parameter_values()
            .into_iter()
            .map(T::constant)
            .collect();
        let family = Family {
            formula,
            members: Mutex::default(),
        };
        Self {
            parts: family.member(&parameters),
            family: Arc::new(family),
            parameters,
            prepared: PreparedParts::new(),
        }
    }

    /// The value of a formula with one input.
    ///
    /// # Panics
    /// If the formula has several inputs.
    #[inline]
    pub fn call(&self, x: T) -> T {
        match self.prepared.direct_value.get() {
            Some(direct) => direct.call(x),
            None => self.call_and_look(x),
        }
    }

    /// The value, and machine code for the next call if there is some now.
    #[cold]
    #[inline(never)]
    fn call_and_look(&self, x: T) -> T {
        let value = self.call_n(&[x]);
        let (program, prepared) = self.value();
        if let Some(direct) = program.direct(prepared) {
            let _ = self.prepared.direct_value.set(direct);
        }
        value
    }

    /// Value and derivative of a formula with one input, in one computation.
    ///
    /// # Panics
    /// If the formula has several inputs.
    #[inline]
    pub fn call_with_derivative(&self, x: T) -> (T, T) {
        match self.prepared.direct_both.get() {
            Some(direct) => direct.call(x).into(),
            None => self.call_both_and_look(x),
        }
    }

    /// Value and derivative, and machine code for the next call if there is some now.
    #[cold]
    #[inline(never)]
    fn call_both_and_look(&self, x: T) -> (T, T) {
        let mut outputs = [T::default(); 2];
        assert_eq!(self.inputs(), 1, "number of inputs");
        let (program, prepared) = self.slopes();
        program.call(prepared, &[x], &mut outputs);
        if let Some(direct) = program.direct(prepared) {
            let _ = self.prepared.direct_both.set(direct);
        }
        outputs.into()
    }

    /// The value, inputs in the order of the header.
    ///
    /// # Panics
    /// If there are not as many numbers as inputs.
    #[inline]
    pub fn call_n(&self, inputs: &[T]) -> T {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        let mut output = [T::default()];
        let (program, prepared) = self.value();
        program.call(prepared, inputs, &mut output);
        output[0]
    }

    /// The value, and the derivatives by the inputs into `gradient`, in one computation.
    ///
    /// # Panics
    /// If there are not as many numbers, or places for derivatives, as inputs.
    pub fn call_n_with_gradient(&self, inputs: &[T], gradient: &mut [T]) -> T {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        assert_eq!(gradient.len(), self.inputs(), "number of derivatives");
        let mut outputs = vec![T::default(); 1 + inputs.len()];
        let (program, prepared) = self.slopes();
        program.call(prepared, inputs, &mut outputs);
        gradient.copy_from_slice(&outputs[1..]);
        outputs[0]
    }

    /// The value of each element.
    ///
    /// # Panics
    /// If the lengths differ, or the formula has several inputs.
    pub fn map(&self, xs: &[T], ys: &mut [T]) {
        self.map_n(&[xs], ys);
    }

    /// Value and derivative of each element, in one pass.
    ///
    /// # Panics
    /// If the lengths differ, or the formula has several inputs.
    pub fn map_with_derivative(&self, xs: &[T], ys: &mut [T], slopes: &mut [T]) {
        assert_eq!(self.inputs(), 1, "number of inputs");
        let (program, prepared) = self.slopes();
        let mut outputs = [Output::Store(ys), Output::Store(slopes)];
        program.run(prepared, &[xs], &mut outputs);
    }

    /// The value for each element of several inputs, in the order of the header.
    ///
    /// # Panics
    /// If the lengths differ, or there are not as many arrays as inputs.
    pub fn map_n(&self, inputs: &[&[T]], ys: &mut [T]) {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        let (program, prepared) = self.value();
        program.run(prepared, inputs, &mut [Output::Store(ys)]);
    }

    /// The value and the derivatives by each input, for each element of several inputs, in one pass.
    ///
    /// # Panics
    /// If the lengths differ, or there are not as many arrays, or arrays for derivatives, as inputs.
    pub fn map_n_with_gradient(&self, inputs: &[&[T]], ys: &mut [T], gradients: &mut [&mut [T]]) {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        assert_eq!(gradients.len(), self.inputs(), "number of derivatives");
        let mut outputs = vec![Output::Store(ys)];
        outputs.extend(gradients.iter_mut().map(|gradient| Output::Store(gradient)));
        let (program, prepared) = self.slopes();
        program.run(prepared, inputs, &mut outputs);
    }

    /// Back propagation through a formula with one input: `grad_x = upstream * f'(x)`, element by element. Returns for each parameter,
    /// by position, the sum over all elements of `upstream` times the derivative by it. An upstream of 0 passes 0 on where the
    /// derivative is finite; where it is infinite, as that of `sqrt(x)` at 0, their product is NaN.
    ///
    /// # Panics
    /// If the lengths differ, or the formula has several inputs.
    pub fn backward(&self, xs: &[T], upstream: &[T], grad_x: &mut [T]) -> Vec<T> {
        self.backward_n(&[xs], upstream, &mut [grad_x])
    }

    /// As [`backward`](Self::backward), with several inputs.
    ///
    /// # Panics
    /// If the lengths differ, or there are not as many arrays as inputs.
    pub fn backward_n(
        &self,
        inputs: &[&[T]],
        upstream: &[T],
        gradients: &mut [&mut [T]],
    ) -> Vec<T> {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        assert_eq!(gradients.len(), self.inputs(), "number of derivatives");
        let mut sums = vec![T::default(); self.parameters.len()];
        let mut outputs: Vec<Output<T>> = gradients
            .iter_mut()
            .map(|gradient| Output::Store(gradient))
            .collect();
        outputs.extend(sums.iter_mut().map(Output::Sum));
        let mut arrays = inputs.to_vec();
        arrays.push(upstream);
        let (program, prepared) = self.backward_program();
        program.run(prepared, &arrays, &mut outputs);
        sums
    }

    /// The same kernel with another value for a parameter: nothing is compiled again, but where a parameter becomes 0 for the first
    /// time, as formulas are others there.
    ///
    /// # Errors
    /// If the formula has no such parameter, or the value is not finite, as for [`Formula::with`].
    pub fn with(&self, name: &str, value: T) -> Result<Self, Error> {
        let number = value.to_f64().unwrap_or(f64::NAN);
        if !number.is_finite() {
            return Err(Error::NotFinite(number));
        }
        let position = self.family.formula.parameter_position(name)?;
        let mut parameters = self.parameters.to_vec();
        parameters[position] = value;
        Ok(Self {
            parts: self.family.member(&parameters),
            family: self.family.clone(),
            parameters: parameters.into(),
            prepared: PreparedParts::new(),
        })
    }

    /// The values of the parameters, by position.
    pub fn parameters(&self) -> &[T] {
        &self.parameters
    }

    /// How many inputs it has.
    pub fn inputs(&self) -> usize {
        self.family.formula.function().inputs.len()
    }

    /// A closure of its one input.
    ///
    /// # Panics
    /// The closure panics if the formula has several inputs.
    pub fn into_fn(self) -> impl Fn(T) -> T + Clone + Send + Sync + 'static {
        move |x| self.call(x)
    }

    #[inline]
    fn value(&self) -> (&Program<T>, &Prepared<T>) {
        let program = self.parts.value.get_or_init(|| self.parts.program(&[]));
        self.with_uniforms(program, &self.prepared.value)
    }

    #[inline]
    fn with_uniforms<'a>(
        &self,
        program: &'a Program<T>,
        prepared: &'a OnceLock<Prepared<T>>,
    ) -> (&'a Program<T>, &'a Prepared<T>) {
        let prepared = prepared.get_or_init(|| program.prepare(&self.parameters));
        (program, prepared)
    }

    #[inline]
    fn slopes(&self) -> (&Program<T>, &Prepared<T>) {
        let program = self.parts.slopes.get_or_init(|| {
            let inputs = &self.parts.formula.function().inputs;
            self.parts.program(inputs)
        });
        self.with_uniforms(program, &self.prepared.slopes)
    }

    fn backward_program(&self) -> (&Program<T>, &Prepared<T>) {
        let program = self.parts.backward.get_or_init(|| {
            let formula = &self.parts.formula;
            let function = formula.function();
            let symbols: Vec<Symbol> = function
                .inputs
                .iter()
                .chain(&function.parameters)
                .copied()
                .collect();
            let written = formula.computation_for(&symbols, &self.parts.zeros);
            let computation = times_upstream(written.computation.clone());
            Program::new(&computation, formula.kernel_options().precision)
        });
        self.with_uniforms(program, &self.prepared.backward)
    }
}

/// Every derivative of the list (all outputs but the first) times one more input.
fn times_upstream(mut computation: Computation) -> Computation {
    computation.ops.push(Op::Input(computation.inputs));
    computation.inputs += 1;
    let upstream = Value(computation.ops.len() as u32 - 1);
    let slopes = computation.outputs.split_off(1);
    computation.outputs = slopes
        .into_iter()
        .map(|slope| {
            computation
                .ops
                .push(Op::Binary(Binary::Mul, upstream, slope));
            Value(computation.ops.len() as u32 - 1)
        })
        .collect();
    computation
}
