//! Kernels over whole vectors.

use std::sync::{Arc, OnceLock};

use gradus_eval::vector::VectorProgram;
use gradus_eval::{Element, ShapeError};
use gradus_symbolic::computation::{Computation, Output, write};
use gradus_symbolic::derivative::{backward, forward, without_own};
use gradus_symbolic::simplify::{Purpose, simplify_all};
use gradus_symbolic::{Graph, Id, Role, Symbol};

use crate::formula::at_zeros;
use crate::{Formula, Kink};

/// A formula compiled for whole vectors: value, Jacobian and its products.
///
/// All vector inputs have the same length n. The scalar inputs of a formula such as `glu(a, b)` are vectors too, element by element.
///
/// At kinks of single elements derivatives follow [`Options::kink`](crate::Options::kink). Two of whole vectors have a convention of their
/// own, whatever that option says: equal extremes of `max(x)` and `min(x)` share the slope evenly, and the slopes of a norm at the zero vector are 0.
///
/// ```
/// use gradus::Formula;
///
/// let softmax = Formula::builtin("softmax")?.compile_vector::<f64>();
/// let y = softmax.call(&[&[1000.0, 1000.0]])?;
/// assert_eq!(y, [0.5, 0.5]);
/// assert_eq!(softmax.jacobian(&[&[0.0, 0.0]])?, [[0.25, -0.25], [-0.25, 0.25]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct VectorKernel<T> {
    parts: Arc<Parts<T>>,
    parameters: Arc<[T]>,
}

#[derive(Debug)]
struct Parts<T> {
    /// A graph in which every input is a vector.
    graph: Graph,
    inputs: Vec<Symbol>,
    parameters: Vec<Symbol>,
    output: Output,
    /// What derivatives return at kinks.
    kink: Kink,
    value: VectorProgram<T>,
    forward: OnceLock<VectorProgram<T>>,
    reverse: OnceLock<VectorProgram<T>>,
}

const WELL_FORMED: &str = "a computation that was written from a graph is well-formed";

impl<T: Element> VectorKernel<T> {
    pub(crate) fn new(formula: &Formula) -> Self {
        let mut graph = formula.graph().clone();
        graph.make_room();
        let function = formula.function().clone();
        let roots = [function.body, function.domain];
        let parameters: Arc<[T]> = formula
            .parameter_values()
            .into_iter()
            .map(T::constant)
            .collect();
        let roots = at_zeros(&mut graph, roots, &formula.zeros_of(&parameters)).unwrap_or(roots);
        let [value, domain] = graph.of_vectors(roots);
        // shares in conditions as such: sums of exponentials overflow
        let domain = simplify_all(&mut graph, &[domain], &[Purpose::Recognise])[0];
        let output = Output { value, domain };
        let mut values = graph.clone();
        let stable = Output {
            value: without_own(&mut values, value),
            domain,
        };
        let program = write(
            &mut values,
            &function.inputs,
            &function.parameters,
            &[stable],
        );
        let parts = Parts {
            graph,
            inputs: function.inputs,
            parameters: function.parameters,
            output,
            kink: formula.kernel_options().kink,
            value: VectorProgram::new(&program).expect(WELL_FORMED),
            forward: OnceLock::new(),
            reverse: OnceLock::new(),
        };
        Self {
            parts: Arc::new(parts),
            parameters,
        }
    }

    /// The value.
    ///
    /// # Errors
    /// If the lengths of the vectors do not fit each other.
    ///
    /// # Panics
    /// If there are not as many vectors as inputs.
    pub fn call(&self, inputs: &[&[T]]) -> Result<Vec<T>, ShapeError> {
        self.only(&self.parts.value, inputs)
    }

    /// The product of the Jacobian and a direction: how the value changes when the inputs move along it.
    ///
    /// # Errors
    /// If the lengths of the vectors do not fit each other, or a direction is not as long as its input.
    ///
    /// # Panics
    /// If there are not as many vectors, or directions, as inputs.
    pub fn jvp(&self, inputs: &[&[T]], direction: &[&[T]]) -> Result<Vec<T>, ShapeError> {
        assert_eq!(direction.len(), inputs.len(), "number of directions");
        for (input, direction) in inputs.iter().zip(direction) {
            same_length(direction.len(), input.len())?;
        }
        joined(inputs, direction, |both| self.only(self.forward(), both))
    }

    /// The product of a vector and the Jacobian: for each input, how a weighted sum of the value's elements changes with its elements.
    ///
    /// # Errors
    /// If the inputs are not of one length, or `upstream` is not as long as the value.
    ///
    /// # Panics
    /// If there are not as many vectors as inputs.
    pub fn vjp(&self, inputs: &[&[T]], upstream: &[T]) -> Result<Vec<Vec<T>>, ShapeError> {
        for input in inputs.iter().skip(1) {
            same_length(inputs[0].len(), input.len())?;
        }
        same_length(upstream.len(), self.parts.value.length(0, inputs)?)?;
        let mut outputs = vec![Vec::new(); inputs.len()];
        joined(inputs, &[upstream], |both| {
            self.reverse().call_in(both, &self.parameters, &mut outputs)
        })?;
        for (output, input) in outputs.iter_mut().zip(inputs) {
            if output.len() != input.len() {
                let same = output[0];
                output.resize(input.len(), same);
            }
        }
        Ok(outputs)
    }

    /// The Jacobian, one row for each element of the value, one column for each element of the inputs, one input after the other.
    ///
    /// # Errors
    /// If the lengths of the vectors do not fit each other.
    ///
    /// # Panics
    /// If there are not as many vectors as inputs.
    pub fn jacobian(&self, inputs: &[&[T]]) -> Result<Vec<Vec<T>>, ShapeError> {
        let rows = self.call(inputs)?.len();
        let alike = inputs.windows(2).all(|pair| pair[0].len() == pair[1].len());
        if rows == 1 && alike {
            return Ok(vec![self.vjp(inputs, &[T::number(1.0)])?.concat()]);
        }
        let mut jacobian = vec![Vec::new(); rows];
        let mut direction: Vec<Vec<T>> = inputs
            .iter()
            .map(|input| vec![T::default(); input.len()])
            .collect();
        for which in 0..inputs.len() {
            for element in 0..inputs[which].len() {
                direction[which][element] = T::number(1.0);
                let slices: Vec<&[T]> = direction.iter().map(Vec::as_slice).collect();
                let column = self.jvp(inputs, &slices)?;
                for (row, entries) in jacobian.iter_mut().enumerate() {
                    // a uniform result stands for all rows
                    entries.push(if column.len() == rows {
                        column[row]
                    } else {
                        column[0]
                    });
                }
                direction[which][element] = T::default();
            }
        }
        Ok(jacobian)
    }

    /// The only output of a program.
    fn only(&self, program: &VectorProgram<T>, inputs: &[&[T]]) -> Result<Vec<T>, ShapeError> {
        let mut output = [Vec::new()];
        program.call_in(inputs, &self.parameters, &mut output)?;
        let [output] = output;
        Ok(output)
    }

    fn forward(&self) -> &VectorProgram<T> {
        self.parts.forward.get_or_init(|| {
            let Parts { inputs, output, .. } = &*self.parts;
            let mut graph = self.parts.graph.clone();
            let (symbols, directions) = companions(&mut graph, inputs);
            let value = forward(&mut graph, output.value, &directions, self.parts.kink);
            let value = graph.shaped_as(value, output.value);
            let all: Vec<Symbol> = inputs.iter().chain(&symbols).copied().collect();
            self.program(&mut graph, &all, &[Output { value, ..*output }])
        })
    }

    fn reverse(&self) -> &VectorProgram<T> {
        self.parts.reverse.get_or_init(|| {
            let Parts { inputs, output, .. } = &*self.parts;
            let mut graph = self.parts.graph.clone();
            let upstream = graph.new_symbol("upstream", Role::Vector);
            let id = graph.symbol(upstream);
            let weights = backward(&mut graph, output.value, id, inputs, self.parts.kink);
            let everywhere = graph.truth(true);
            let outputs: Vec<Output> = weights
                .into_iter()
                .map(|value| Output {
                    value,
                    domain: everywhere,
                })
                .collect();
            let all: Vec<Symbol> = inputs.iter().copied().chain([upstream]).collect();
            self.program(&mut graph, &all, &outputs)
        })
    }

    fn program(
        &self,
        graph: &mut Graph,
        inputs: &[Symbol],
        outputs: &[Output],
    ) -> VectorProgram<T> {
        let computation: Computation = write(graph, inputs, &self.parts.parameters, outputs);
        VectorProgram::new(&computation).expect(WELL_FORMED)
    }
}

/// So many vectors are joined on the stack.
const FEW: usize = 8;

/// Lends two lists of vectors as one, without memory being allocated for few.
fn joined<T, R>(first: &[&[T]], second: &[&[T]], work: impl FnOnce(&[&[T]]) -> R) -> R {
    let count = first.len() + second.len();
    if count > FEW {
        return work(&[first, second].concat());
    }
    let mut both: [&[T]; FEW] = [&[]; FEW];
    both[..first.len()].copy_from_slice(first);
    both[first.len()..count].copy_from_slice(second);
    work(&both[..count])
}

fn same_length(left: usize, right: usize) -> Result<(), ShapeError> {
    if left == right {
        Ok(())
    } else {
        Err(ShapeError::Lengths { left, right })
    }
}

/// A direction for each input.
fn companions(graph: &mut Graph, inputs: &[Symbol]) -> (Vec<Symbol>, Vec<(Symbol, Id)>) {
    let symbols: Vec<Symbol> = inputs
        .iter()
        .map(|_| graph.new_symbol("direction", Role::Vector))
        .collect();
    let directions = inputs
        .iter()
        .zip(&symbols)
        .map(|(&input, &symbol)| (input, graph.symbol(symbol)))
        .collect();
    (symbols, directions)
}

#[cfg(test)]
mod tests {
    use gradus_eval::ShapeError;

    use crate::Formula;

    #[test]
    fn directions_are_as_long_as_their_inputs() {
        let x = [1.0, -2.0, 0.5];
        for name in ["softmax", "maxout", "relu", "crelu"] {
            let kernel = Formula::builtin(name).unwrap().compile_vector::<f64>();
            assert!(kernel.jvp(&[&x], &[&x]).is_ok(), "{name}");
            for length in [0, 1, 2, 4] {
                let found = kernel.jvp(&[&x], &[&vec![1.0; length]]);
                let right = x.len();
                let expected = ShapeError::Lengths {
                    left: length,
                    right,
                };
                assert_eq!(found, Err(expected), "{name}");
            }
        }
    }

    #[test]
    fn an_upstream_is_as_long_as_the_value() {
        let x = [1.0, -2.0, 0.5];
        for (name, right) in [("softmax", 3), ("maxout", 1), ("relu", 3), ("crelu", 6)] {
            let kernel = Formula::builtin(name).unwrap().compile_vector::<f64>();
            assert!(kernel.vjp(&[&x], &vec![1.0; right]).is_ok(), "{name}");
            for left in [0, 1, 2, 3, 4, 6].into_iter().filter(|&left| left != right) {
                let found = kernel.vjp(&[&x], &vec![1.0; left]);
                let expected = ShapeError::Lengths { left, right };
                assert_eq!(found, Err(expected), "{name}");
            }
        }
        let glu = Formula::builtin("glu").unwrap().compile_vector::<f64>();
        assert!(glu.vjp(&[&x, &x[..1]], &x).is_err());
    }
}
