//! A multi-layer perceptron: forward pass, loss, back propagation.

use gradus::{Error, Formula, VectorKernel};

use crate::adam::Adam;
use crate::data::Data;
use crate::layer::{Activation, Dense};
use crate::random::Random;

/// Layers with one activation between them, and softmax with cross-entropy at the end.
#[derive(Clone, Debug)]
pub struct Network {
    /// The layers, from the input on.
    pub layers: Vec<Dense>,
    /// The activation after each layer but the last.
    activations: Vec<Activation>,
    /// The parameters of the activations that are trained, a list for each hidden layer.
    trained: Vec<Vec<Trained>>,
    /// The logarithm of softmax: its values are never infinite where those of ln(softmax) would be.
    log_softmax: VectorKernel<f32>,
    optimisers: Vec<Adam>,
    work: Workspace,
}

/// A parameter of an activation.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f32,
    /// Its place among the formula's parameters.
    position: usize,
    optimiser: Adam,
}

/// What the passes write, kept from batch to batch.
#[derive(Clone, Debug, Default)]
struct Workspace {
    /// The weighted sums of each layer.
    sums: Vec<Vec<f32>>,
    /// What goes into each layer.
    inputs: Vec<Vec<f32>>,
    /// How the loss changes with the sums, and with what goes into a layer.
    upstream: Vec<f32>,
    downstream: Vec<f32>,
    gradient: Vec<f32>,
}

impl Network {
    /// A network of layers of these widths, the input first, with random weights. The parameters of the activation that are named are
    /// trained along with the weights, for each layer by itself.
    ///
    /// # Errors
    /// If the activation has several inputs, or no such parameter.
    pub fn new(
        widths: &[usize],
        formula: &Formula,
        trained: &[&str],
        random: &mut Random,
    ) -> Result<Self, Error> {
        let activation = Activation::new(formula)?;
        let hidden = widths.len().saturating_sub(2);
        let gains: Vec<f32> = widths[1..=hidden]
            .iter()
            .map(|&width| activation.gain(random, width))
            .collect();
        let layers: Vec<Dense> = (0..=hidden)
            .map(|index| {
                // the signal that comes in has been through an activation, but for the first layer
                let gain = if index == 0 { 1.0 } else { gains[index - 1] };
                Dense::random(widths[index], widths[index + 1], gain, random)
            })
            .collect();
        let optimisers = layers
            .iter()
            .map(|layer| Adam::new(layer.parameters.len()))
            .collect();
        let trained = trained_parameters(formula, trained)?;
        Ok(Self {
            activations: vec![activation; hidden],
            trained: vec![trained; hidden],
            log_softmax: Formula::builtin("log_softmax")?.compile_vector(),
            optimisers,
            work: Workspace {
                sums: vec![Vec::new(); hidden + 1],
                inputs: vec![Vec::new(); hidden + 1],
                ..Workspace::default()
            },
            layers,
        })
    }

    /// One step on a batch: forward, loss, back propagation, update. Returns the mean loss before the update.
    ///
    /// # Panics
    /// If the points or classes do not fit the first and last layers.
    pub fn step(&mut self, batch: &Data, rate: f32) -> f32 {
        self.forward(&batch.points);
        let loss = self.loss(&batch.labels);
        self.backward(rate);
        loss
    }

    /// The mean loss and the share of points whose class is found.
    ///
    /// # Panics
    /// If the points or classes do not fit the first and last layers.
    pub fn evaluate(&mut self, data: &Data) -> (f32, f32) {
        let mut loss = 0.0;
        let mut found = 0;
        let indices: Vec<usize> = (0..data.len()).collect();
        for some in indices.chunks(1000) {
            let batch = data.chosen(some);
            self.forward(&batch.points);
            loss += self.loss(&batch.labels) * batch.len() as f32;
            let rows = self.outputs().chunks(data.classes);
            found += rows
                .zip(&batch.labels)
                .filter(|(row, label)| greatest(row) == **label)
                .count();
        }
        (loss / data.len() as f32, found as f32 / data.len() as f32)
    }

    /// The parameters of the activations that are trained, a list for each hidden layer.
    pub fn trained(&self) -> &[Vec<Trained>] {
        &self.trained
    }

    fn outputs(&self) -> &[f32] {
        self.work.sums.last().map_or(&[], Vec::as_slice)
    }

    /// Sums of each layer, values of each activation.
    fn forward(&mut self, points: &[f32]) {
        let Workspace { sums, inputs, .. } = &mut self.work;
        inputs[0].clear();
        inputs[0].extend_from_slice(points);
        for (index, layer) in self.layers.iter().enumerate() {
            layer.forward(&inputs[index], &mut sums[index]);
            if let Some(activation) = self.activations.get(index) {
                inputs[index + 1].resize(sums[index].len(), 0.0);
                activation.forward(&sums[index], layer.outputs, &mut inputs[index + 1]);
            }
        }
    }

    /// Cross-entropy: minus the logarithm of the probability that softmax gives to the true class. Leaves in `upstream` how the
    /// mean loss changes with the sums of the last layer.
    fn loss(&mut self, labels: &[usize]) -> f32 {
        let classes = self.layers[self.layers.len() - 1].outputs;
        let scale = 1.0 / labels.len() as f32;
        let mut loss = 0.0;
        let mut chosen = vec![0.0; classes];
        self.work.upstream.clear();
        let sums = &self.work.sums[self.layers.len() - 1];
        for (row, &label) in sums.chunks(classes).zip(labels) {
            let logarithms = self.log_softmax.call(&[row]).expect(SAME_LENGTH);
            loss -= scale * logarithms[label];
            chosen[label] = -scale;
            let gradient = self.log_softmax.vjp(&[row], &chosen).expect(SAME_LENGTH);
            self.work.upstream.extend_from_slice(&gradient[0]);
            chosen[label] = 0.0;
        }
        loss
    }

    /// From the last layer to the first: the gradient of the weights, of what came in, and through the activation's derivative of
    /// the sums below. Each layer is updated when its gradient is known.
    fn backward(&mut self, rate: f32) {
        let Workspace {
            sums,
            inputs,
            upstream,
            downstream,
            gradient,
        } = &mut self.work;
        for index in (0..self.layers.len()).rev() {
            let layer = &mut self.layers[index];
            gradient.resize(layer.parameters.len(), 0.0);
            downstream.resize(if index == 0 { 0 } else { inputs[index].len() }, 0.0);
            layer.backward(&inputs[index], upstream, gradient, downstream);
            self.optimisers[index].step(&mut layer.parameters, gradient, rate);
            if index > 0 {
                upstream.resize(downstream.len(), 0.0);
                let activation = &mut self.activations[index - 1];
                let slopes =
                    activation.backward(&sums[index - 1], layer.inputs, downstream, upstream);
                for parameter in &mut self.trained[index - 1] {
                    parameter.step(slopes[parameter.position], rate, activation);
                }
            }
        }
    }
}

const SAME_LENGTH: &str = "log_softmax takes a vector of any length";

impl Trained {
    /// Moves the parameter; the kernel takes the new value without being compiled again.
    fn step(&mut self, slope: f32, rate: f32, activation: &mut Activation) {
        let mut value = [self.value];
        self.optimiser.step(&mut value, &[slope], rate);
        self.value = value[0];
        if let Activation::Elements(kernel) = activation {
            *kernel = kernel
                .with(&self.name, self.value)
                .expect("the parameter was found in the formula");
        }
    }
}

/// The named parameters; those of a formula over vectors stay as they are.
fn trained_parameters(formula: &Formula, names: &[&str]) -> Result<Vec<Trained>, Error> {
    if formula.is_vector() {
        return Ok(Vec::new());
    }
    let all = formula.parameters();
    let found = names.iter().map(|&name| {
        let position = all.iter().position(|parameter| parameter.name == name);
        let position = position.ok_or_else(|| Error::UnknownParameter {
            name: name.to_owned(),
            known: all.iter().map(|parameter| parameter.name.clone()).collect(),
        })?;
        Ok(Trained {
            name: name.to_owned(),
            value: all[position].value as f32,
            position,
            optimiser: Adam::new(1),
        })
    });
    found.collect()
}

fn greatest(row: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::spirals;

    /// The loss after a change to the network.
    fn loss_with(network: &Network, data: &Data, change: impl FnOnce(&mut Network)) -> f64 {
        let mut copy = network.clone();
        change(&mut copy);
        copy.forward(&data.points);
        f64::from(copy.loss(&data.labels))
    }

    #[test]
    fn back_propagation_agrees_with_finite_differences() {
        let data = spirals(16, 5);
        for name in ["tanh", "swish", "mish", "elu", "softmax"] {
            let formula = Formula::builtin(name).unwrap();
            let network = Network::new(&[2, 5, 2], &formula, &[], &mut Random::new(6)).unwrap();
            let gradient = first_layer_gradient(&network, &data);
            for (index, exact) in gradient.into_iter().enumerate() {
                let h = 1e-2;
                let up = loss_with(&network, &data, |n| n.layers[0].parameters[index] += h);
                let down = loss_with(&network, &data, |n| n.layers[0].parameters[index] -= h);
                let difference = (up - down) / (2.0 * f64::from(h));
                assert!(
                    (difference - f64::from(exact)).abs() < 1e-4,
                    "{name}, weight {index}: {difference} and {exact}"
                );
            }
        }
    }

    fn first_layer_gradient(network: &Network, data: &Data) -> Vec<f32> {
        let mut copy = network.clone();
        copy.forward(&data.points);
        copy.loss(&data.labels);
        copy.backward(0.0);
        copy.work.gradient
    }

    #[test]
    fn a_step_goes_down() {
        let data = spirals(64, 7);
        let swish = Formula::builtin("swish").unwrap();
        let mut network =
            Network::new(&[2, 8, 8, 2], &swish, &["beta"], &mut Random::new(8)).unwrap();
        let first = network.step(&data, 0.01);
        let mut last = first;
        for _ in 0..50 {
            last = network.step(&data, 0.01);
        }
        assert!(last < first, "{first} then {last}");
        assert!(network.trained().iter().all(|layer| layer[0].value != 1.0));
    }

    #[test]
    fn a_parameter_that_the_formula_lacks_is_refused() {
        let swish = Formula::builtin("swish").unwrap();
        let network = Network::new(&[2, 4, 2], &swish, &["gamma"], &mut Random::new(9));
        assert!(network.is_err());
    }
}
