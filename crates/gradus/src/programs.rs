//! The programs of a kernel: lowered when first needed, in the type that the options ask for.

use std::any::TypeId;

use gradus_eval::{BlockProgram, Direct, Element, Output, ScalarProgram, Uniforms};
use gradus_symbolic::computation::Computation;

use crate::Precision;

/// One computation, ready for calls and arrays.
#[derive(Clone, Debug)]
pub(crate) enum Program<T> {
    /// In the kernel's own type.
    Native(ScalarProgram<T>, BlockProgram<T>),
    /// In f64, rounded once.
    Rounded(ScalarProgram<f64>, BlockProgram<f64>),
}

impl<T: Element> Program<T> {
    pub fn new(computation: &Computation, precision: Precision) -> Self {
        let sound = "a computation that was written from a graph is well-formed";
        if precision == Precision::Rounded && TypeId::of::<T>() != TypeId::of::<f64>() {
            let scalar = ScalarProgram::new(computation).expect(sound);
            return Self::Rounded(scalar, BlockProgram::new(computation).expect(sound));
        }
        let scalar = ScalarProgram::new(computation).expect(sound);
        Self::Native(scalar, BlockProgram::new(computation).expect(sound))
    }

    /// What depends on the parameters only.
    pub fn prepare(&self, parameters: &[T]) -> Prepared<T> {
        match self {
            Self::Native(scalar, _) => Prepared::Native(scalar.prepare(parameters)),
            Self::Rounded(scalar, _) => Prepared::Rounded(scalar.prepare(&widened(parameters))),
        }
    }

    /// The outputs at one point.
    #[inline]
    pub fn call(&self, prepared: &Prepared<T>, inputs: &[T], outputs: &mut [T]) {
        match (self, prepared) {
            (Self::Native(scalar, _), Prepared::Native(uniforms)) => {
                scalar.call_prepared(uniforms, inputs, outputs);
            }
            (Self::Rounded(scalar, _), Prepared::Rounded(uniforms)) => {
                let mut wide = vec![0.0; outputs.len()];
                scalar.call_prepared(uniforms, &widened(inputs), &mut wide);
                narrow(&wide, outputs);
            }
            _ => unreachable!("uniforms of another program"),
        }
    }

    /// Its machine code as a function of one input, if there is such by now.
    pub fn direct<const N: usize>(&self, prepared: &Prepared<T>) -> Option<Direct<T, N>> {
        match (self, prepared) {
            (Self::Native(scalar, _), Prepared::Native(uniforms)) => scalar.direct(uniforms),
            _ => None,
        }
    }

    /// The outputs for arrays: each stored, summed or dropped.
    pub fn run(&self, prepared: &Prepared<T>, inputs: &[&[T]], outputs: &mut [Output<T>]) {
        match (self, prepared) {
            (Self::Native(_, block), Prepared::Native(uniforms)) => {
                block.reduce_prepared(uniforms, inputs, outputs);
            }
            (Self::Rounded(_, block), Prepared::Rounded(uniforms)) => {
                run_rounded(block, uniforms, inputs, outputs);
            }
            _ => unreachable!("uniforms of another program"),
        }
    }
}

/// What a program computes of the parameters.
#[derive(Clone, Debug)]
pub(crate) enum Prepared<T> {
    Native(Uniforms<T>),
    Rounded(Uniforms<f64>),
}

fn run_rounded<T: Element>(
    block: &BlockProgram<f64>,
    uniforms: &Uniforms<f64>,
    inputs: &[&[T]],
    outputs: &mut [Output<T>],
) {
    let wide: Vec<Vec<f64>> = inputs.iter().map(|input| widened(input)).collect();
    let wide: Vec<&[f64]> = wide.iter().map(Vec::as_slice).collect();
    let length = common_length(inputs, outputs);
    let mut results: Vec<Vec<f64>> = outputs
        .iter()
        .map(|output| match output {
            Output::Store(_) => vec![0.0; length],
            Output::Sum(_) | Output::Reduce(..) => vec![0.0; 1],
            Output::Discard => Vec::new(),
        })
        .collect();
    let mut wanted: Vec<Output<f64>> = outputs
        .iter()
        .zip(&mut results)
        .map(|(output, result)| match output {
            Output::Store(_) => Output::Store(result),
            Output::Sum(_) => Output::Sum(&mut result[0]),
            Output::Reduce(reduction, _) => Output::Reduce(*reduction, &mut result[0]),
            Output::Discard => Output::Discard,
        })
        .collect();
    block.reduce_prepared(uniforms, &wide, &mut wanted);
    for (output, result) in outputs.iter_mut().zip(&results) {
        match output {
            Output::Store(slice) => narrow(result, slice),
            Output::Sum(total) | Output::Reduce(_, total) => **total = T::number(result[0]),
            Output::Discard => {}
        }
    }
}

/// The elements of the inputs and of what is stored, as [`BlockProgram`] asks for them.
fn common_length<T>(inputs: &[&[T]], outputs: &[Output<T>]) -> usize {
    let stored = outputs.iter().filter_map(|output| match output {
        Output::Store(slice) => Some(slice.len()),
        _ => None,
    });
    let mut lengths = inputs.iter().map(|input| input.len()).chain(stored);
    let length = lengths.next().unwrap_or(0);
    for other in lengths {
        assert_eq!(other, length, "elements of inputs and outputs");
    }
    length
}

fn widened<T: Element>(numbers: &[T]) -> Vec<f64> {
    numbers
        .iter()
        .map(|number| number.to_f64().unwrap_or(f64::NAN))
        .collect()
}

fn narrow<T: Element>(wide: &[f64], numbers: &mut [T]) {
    assert_eq!(numbers.len(), wide.len(), "number of outputs");
    for (number, wide) in numbers.iter_mut().zip(wide) {
        *number = T::number(*wide);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Formula, Kernel, Options, Precision};

    const POINTS: [f32; 12] = [
        0.0, -0.0, 1e-40, -1e-20, 0.1, -0.7, 1.0, -1.5, 3.3, -20.0, 88.8, 1e30,
    ];

    /// The kernel that rounds once, and the one in f64 whose results it rounds.
    fn kernels(text: &str) -> (Kernel<f32>, Kernel<f64>) {
        let mut formula: Formula = text.parse().expect(text);
        for parameter in formula.parameters() {
            let value = f64::from(parameter.value as f32);
            formula = formula.with(&parameter.name, value).expect("it is finite");
        }
        let rounded = formula.options(Options::default().precision(Precision::Rounded));
        (rounded.compile(), formula.compile())
    }

    fn assert_rounded(rounded: &[f32], wide: &[f64], what: &str) {
        for (rounded, wide) in rounded.iter().zip(wide) {
            assert_eq!(
                rounded.to_bits(),
                (*wide as f32).to_bits(),
                "{what}: {wide:e}"
            );
        }
    }

    fn panics(what: impl FnOnce()) -> bool {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(what)).is_err()
    }

    #[test]
    fn every_precision_refuses_unequal_lengths() {
        let formula: Formula = "f(x; a = 2) = a*tanh(x)".parse().unwrap();
        for precision in [Precision::Native, Precision::Rounded] {
            let kernel: Kernel<f32> = formula
                .options(Options::default().precision(precision))
                .compile();
            for (xs, ys, slopes) in [(1, 2, 1), (2, 1, 2), (1, 1, 2), (2, 2, 1), (0, 1, 0)] {
                let (x, mut y, mut slope) = (vec![1.0; xs], vec![0.0; ys], vec![0.0; slopes]);
                let what = format!("{precision:?} {xs} {ys} {slopes}");
                if xs != ys {
                    assert!(panics(|| kernel.map(&x, &mut y)), "{what}");
                }
                assert!(
                    panics(|| kernel.map_with_derivative(&x, &mut y, &mut slope)),
                    "{what}"
                );
                assert!(
                    panics(|| drop(kernel.backward(&x, &y, &mut slope))),
                    "{what}"
                );
            }
        }
    }

    #[test]
    fn rounded_kernels_round_the_f64_kernel_once() {
        let wide = POINTS.map(f64::from);
        for text in ["gelu", "mish", "f(x; a = 1/3) = elu(a*x) + a*softplus(x)"] {
            let (single, double) = kernels(text);
            let (mut y, mut dy) = ([0f32; 12], [0f32; 12]);
            let (mut z, mut dz) = ([0f64; 12], [0f64; 12]);
            single.map_with_derivative(&POINTS, &mut y, &mut dy);
            double.map_with_derivative(&wide, &mut z, &mut dz);
            assert_rounded(&y, &z, text);
            assert_rounded(&dy, &dz, text);
            for (index, &x) in POINTS.iter().enumerate() {
                assert_eq!(single.call(x).to_bits(), y[index].to_bits());
                let (value, slope) = single.call_with_derivative(x);
                assert_rounded(&[value, slope], &[z[index], dz[index]], text);
            }
            let upstream = POINTS.map(|x| x.clamp(-1e3, 1e3) / 7.0 + 0.3);
            let sums = single.backward(&POINTS, &upstream, &mut dy);
            let wide_sums = double.backward(&wide, &upstream.map(f64::from), &mut dz);
            assert_rounded(&dy, &dz, text);
            assert_rounded(&sums, &wide_sums, text);
        }
    }
}
