//! A layer: weighted sums, then an activation made from a formula.

use gradus::{Error, Formula, Kernel, VectorKernel};

use crate::random::Random;

/// The activation of a layer: element by element, or over all neurons of the layer at once as softmax is.
#[derive(Clone, Debug)]
pub enum Activation {
    /// Each neuron by itself.
    Elements(Kernel<f32>),
    /// The layer as a vector.
    Vector(VectorKernel<f32>),
}

impl Activation {
    /// That of a formula of one input.
    ///
    /// # Errors
    /// If the formula has several inputs.
    pub fn new(formula: &Formula) -> Result<Self, Error> {
        if formula.inputs().len() != 1 {
            return Err(Error::DifferentInputs {
                left: formula.inputs().len(),
                right: 1,
            });
        }
        Ok(if formula.is_vector() {
            Self::Vector(formula.compile_vector())
        } else {
            Self::Elements(formula.compile())
        })
    }

    /// The values of a batch, one layer of `width` neurons after the other.
    ///
    /// # Panics
    /// If the lengths differ, or a vector formula gives another length than it takes.
    pub fn forward(&self, sums: &[f32], width: usize, values: &mut [f32]) {
        match self {
            Self::Elements(kernel) => kernel.map(sums, values),
            Self::Vector(kernel) => {
                for (x, y) in sums.chunks(width).zip(values.chunks_mut(width)) {
                    y.copy_from_slice(&kernel.call(&[x]).expect(ONE_LENGTH));
                }
            }
        }
    }

    /// How the loss changes with the sums, from how it changes with the values. Returns how it changes with each parameter.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn backward(
        &self,
        sums: &[f32],
        width: usize,
        upstream: &[f32],
        gradient: &mut [f32],
    ) -> Vec<f32> {
        match self {
            Self::Elements(kernel) => kernel.backward(sums, upstream, gradient),
            Self::Vector(kernel) => {
                let rows = sums.chunks(width).zip(upstream.chunks(width));
                for ((x, above), below) in rows.zip(gradient.chunks_mut(width)) {
                    below.copy_from_slice(&kernel.vjp(&[x], above).expect(ONE_LENGTH)[0]);
                }
                Vec::new()
            }
        }
    }

    /// The factor that keeps a signal's size: 1/sqrt(mean f(z)²) for z normal with variance 1. It is the square root of 2 for relu.
    pub fn gain(&self, random: &mut Random, width: usize) -> f32 {
        let sums: Vec<f32> = (0..width * (4096 / width))
            .map(|_| random.normal())
            .collect();
        let mut values = vec![0.0; sums.len()];
        self.forward(&sums, width, &mut values);
        let mean = values.iter().map(|y| y * y).sum::<f32>() / values.len() as f32;
        if mean.is_finite() && mean > 0.0 {
            1.0 / mean.sqrt()
        } else {
            1.0
        }
    }
}

const ONE_LENGTH: &str = "a layer's neurons are one vector";

/// Weights, one row of `inputs` for each output, and a bias for each output.
#[derive(Clone, Debug)]
pub struct Dense {
    /// Numbers that come in.
    pub inputs: usize,
    /// Numbers that go out.
    pub outputs: usize,
    /// The weights, row after row, then the biases.
    pub parameters: Vec<f32>,
}

impl Dense {
    /// Random weights of variance gain²/inputs, no bias.
    pub fn random(inputs: usize, outputs: usize, gain: f32, random: &mut Random) -> Self {
        let deviation = gain / (inputs as f32).sqrt();
        let mut parameters: Vec<f32> = (0..inputs * outputs)
            .map(|_| deviation * random.normal())
            .collect();
        parameters.resize((inputs + 1) * outputs, 0.0);
        Self {
            inputs,
            outputs,
            parameters,
        }
    }

    /// `weights * input + bias` for each input of a batch.
    pub fn forward(&self, batch: &[f32], sums: &mut Vec<f32>) {
        let (weights, bias) = self.parameters.split_at(self.inputs * self.outputs);
        sums.clear();
        for input in batch.chunks(self.inputs) {
            let rows = weights.chunks(self.inputs).zip(bias);
            sums.extend(rows.map(|(row, bias)| bias + dot(row, input)));
        }
    }

    /// How the loss changes with weights and biases, and with the batch, from how it changes with the sums.
    pub fn backward(
        &self,
        batch: &[f32],
        upstream: &[f32],
        gradient: &mut [f32],
        downstream: &mut [f32],
    ) {
        let (weights, _) = self.parameters.split_at(self.inputs * self.outputs);
        let (by_weights, by_bias) = gradient.split_at_mut(weights.len());
        by_weights.fill(0.0);
        by_bias.fill(0.0);
        downstream.fill(0.0);
        let samples = batch.chunks(self.inputs).zip(upstream.chunks(self.outputs));
        for (sample, (input, above)) in samples.enumerate() {
            for (output, &slope) in above.iter().enumerate() {
                let row = output * self.inputs..(output + 1) * self.inputs;
                add_scaled(&mut by_weights[row.clone()], slope, input);
                by_bias[output] += slope;
                // the first layer has nothing below it
                if !downstream.is_empty() {
                    let below = sample * self.inputs..(sample + 1) * self.inputs;
                    add_scaled(&mut downstream[below], slope, &weights[row]);
                }
            }
        }
    }
}

/// Eight sums side by side, which compilers turn into vector instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_blocks, a_rest) = a.as_chunks::<8>();
    let (b_blocks, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in a_blocks.iter().zip(b_blocks) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

fn add_scaled(target: &mut [f32], factor: f32, source: &[f32]) {
    for (target, source) in target.iter_mut().zip(source) {
        *target += factor * source;
    }
}
