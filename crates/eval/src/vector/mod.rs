//! Programs for computations over whole vectors.

pub(crate) mod plan;
mod stages;
mod whole;

use std::sync::Arc;

use gradus_symbolic::computation::{Computation, Op, Value};

use crate::lower::check::{Over, check};
use crate::{Element, Engine, LowerError, ShapeError};
use stages::Stages;
use whole::Whole;

/// A computation over vectors, with reductions and concatenations, ready to be called.
///
/// Immutable and cheap to clone. Vectors of one length are worked on in stages: all that is done element by element between
/// two reductions, block by block, the reductions with it. Where vectors are put together of parts, or lengths differ, operations
/// run one at a time over whole vectors, those between uniform values on single numbers. Elements have the bits that
/// [`BlockProgram`](crate::BlockProgram) gives them, reductions follow the fixed tree of [`reduction`](crate::reduction).
///
/// ```
/// use gradus_eval::VectorProgram;
/// use gradus_symbolic::computation::{Binary, Computation, Op, Reduction, Unary, Value};
///
/// let softmax = Computation {
///     inputs: 1,
///     parameters: 0,
///     ops: vec![
///         Op::Input(0),
///         Op::Reduce(Reduction::Max, Value(0)),
///         Op::Binary(Binary::Sub, Value(0), Value(1)),
///         Op::Unary(Unary::Exp, Value(2)),
///         Op::Reduce(Reduction::Sum, Value(3)),
///         Op::Binary(Binary::Div, Value(3), Value(4)),
///     ],
///     outputs: vec![Value(5)],
/// };
/// let program = VectorProgram::<f64>::new(&softmax)?;
/// let mut y = Vec::new();
/// program.call(&[&[1000.0, 1000.0]], &[], &mut y)?;
/// assert_eq!(y, [[0.5, 0.5]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct VectorProgram<T> {
    parts: Arc<Parts<T>>,
}

#[derive(Debug)]
struct Parts<T> {
    /// For inputs of one length; none if parts of vectors are put together.
    stages: Option<Stages<T>>,
    whole: Whole<T>,
}

impl<T: Element> VectorProgram<T> {
    /// Checks and prepares a computation.
    ///
    /// # Errors
    /// If the list is not well-formed.
    pub fn new(computation: &Computation) -> Result<Self, LowerError> {
        check(computation, Over::Vectors)?;
        let parts = Parts {
            stages: Stages::new(computation),
            whole: Whole::new(computation),
        };
        Ok(Self {
            parts: Arc::new(parts),
        })
    }

    /// The same program on another engine.
    #[must_use]
    pub fn on(&self, engine: Engine) -> Self {
        let computation = self.parts.whole.computation();
        let mut stages = Stages::new(computation);
        if let Some(stages) = &mut stages {
            stages.on(engine);
        }
        let parts = Parts {
            stages,
            whole: Whole::new(computation),
        };
        Self {
            parts: Arc::new(parts),
        }
    }

    /// How many inputs it reads.
    pub fn inputs(&self) -> usize {
        self.parts.whole.computation().inputs as usize
    }

    /// How many parameters it reads.
    pub fn parameters(&self) -> usize {
        self.parts.whole.computation().parameters as usize
    }

    /// How many outputs it has.
    pub fn outputs(&self) -> usize {
        self.parts.whole.computation().outputs.len()
    }

    /// How many elements each output has for inputs of these lengths, without computing it.
    ///
    /// # Errors
    /// As for [`call`](Self::call).
    ///
    /// # Panics
    /// If there are not as many lengths as inputs.
    pub fn lengths(&self, inputs: &[usize]) -> Result<Vec<usize>, ShapeError> {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        crate::lengths::of_outputs(self.parts.whole.computation(), inputs)
    }

    /// Computes the outputs, which replace what `outputs` held; its buffers are used again.
    ///
    /// An input is a vector, or a single number that counts for all elements. An output that is uniform has one element.
    /// A reduction over a single number is a reduction over one element.
    ///
    /// # Errors
    /// If vectors of different lengths, neither of them 1, meet in one operation, or a vector is too short for its parts.
    ///
    /// # Panics
    /// If there are not as many inputs or parameters as the computation has.
    pub fn call(
        &self,
        inputs: &[&[T]],
        parameters: &[T],
        outputs: &mut Vec<Vec<T>>,
    ) -> Result<(), ShapeError> {
        outputs.resize_with(self.outputs(), Vec::new);
        self.call_in(inputs, parameters, outputs)
    }

    /// As [`call`](Self::call), for as many vectors as there are outputs.
    ///
    /// # Errors
    /// As there. The outputs are what they were, or empty.
    ///
    /// # Panics
    /// If there are not as many inputs, parameters or outputs as the computation has.
    pub fn call_in(
        &self,
        inputs: &[&[T]],
        parameters: &[T],
        outputs: &mut [Vec<T>],
    ) -> Result<(), ShapeError> {
        assert_eq!(inputs.len(), self.inputs(), "number of inputs");
        assert_eq!(parameters.len(), self.parameters(), "number of parameters");
        assert_eq!(outputs.len(), self.outputs(), "number of outputs");
        match &self.parts.stages {
            Some(stages) if alike(inputs) => {
                stages.call(inputs, parameters, outputs);
                Ok(())
            }
            _ => self.parts.whole.call(inputs, parameters, outputs),
        }
    }

    /// How many elements an output has for inputs like these, without computing it.
    ///
    /// # Errors
    /// As for [`call`](Self::call).
    ///
    /// # Panics
    /// If there are not as many inputs as the computation has, or no such output.
    pub fn length(&self, output: usize, inputs: &[&[T]]) -> Result<usize, ShapeError> {
        if let Some(stages) = &self.parts.stages
            && alike(inputs)
        {
            return Ok(stages.length(output, inputs[0].len()));
        }
        let lengths: Vec<usize> = inputs.iter().map(|input| input.len()).collect();
        self.lengths(&lengths).map(|lengths| lengths[output])
    }
}

/// Whether all inputs are vectors of the same length, and longer than 1.
fn alike<T>(inputs: &[&[T]]) -> bool {
    let length = inputs.first().map_or(0, |input| input.len());
    length > 1 && inputs.iter().all(|input| input.len() == length)
}

pub(crate) fn each_operand(op: &Op, mut visit: impl FnMut(Value)) {
    match op {
        Op::Input(_) | Op::Parameter(_) | Op::Constant(_) => {}
        Op::Unary(_, a) | Op::Power(a, _) | Op::Not(a) | Op::Reduce(_, a) => visit(*a),
        Op::Binary(_, a, b) | Op::Compare(_, a, b) | Op::And(a, b) | Op::Or(a, b) => {
            visit(*a);
            visit(*b);
        }
        Op::MulAdd(a, b, c) | Op::Select(a, b, c) => {
            visit(*a);
            visit(*b);
            visit(*c);
        }
        Op::Concat(parts) => parts.iter().copied().for_each(visit),
        Op::Part(a, parts, _) => {
            visit(*a);
            parts.iter().copied().for_each(visit);
        }
    }
}
