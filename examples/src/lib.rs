//! What the `spirals` example is made of: data, a small multi-layer perceptron, and its training.
//!
//! Plain loops over slices; the activations, their gradients and the loss come from formulas.

pub mod adam;
pub mod data;
pub mod digits;
pub mod idx;
pub mod layer;
pub mod network;
pub mod random;
pub mod train;
