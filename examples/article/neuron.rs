//! The article's first chapter: a neuron, its error, and back propagation.

use gradus::{Error, Formula};

/// Trains a single neuron on a single example; returns 1 if that did not work.
pub fn show() -> Result<usize, Error> {
    println!("== a neuron");
    println!(
        "  x = weight * input + bias, then the activation; the error goes back through its derivative"
    );
    let activation = Formula::builtin("sigmoid")?.compile::<f64>();
    let (input, target) = (1.5, 0.9);
    let (mut weight, mut bias) = (0.2, -0.4);
    let mut error = f64::INFINITY;

    for step in 0..=200 {
        let x = weight * input + bias;
        let (output, slope) = activation.call_with_derivative(x);
        error = (output - target).powi(2);
        if [0, 1, 10, 200].contains(&step) {
            println!(
                "  step {step:>3}: weight {weight:.4}, bias {bias:.4}, output {output:.4}, error {error:.2e}"
            );
        }
        let gradient = 2.0 * (output - target) * slope;
        weight -= gradient * input;
        bias -= gradient;
    }
    println!(
        "  {} with the step function the slope is 0 and nothing moves",
        mark_step()?
    );
    Ok(usize::from(error > 1e-3))
}

fn mark_step() -> Result<char, Error> {
    let step = Formula::builtin("step")?.compile::<f64>();
    Ok(crate::mark(step.call_with_derivative(-0.1).1 == 0.0))
}
