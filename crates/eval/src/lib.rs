//! Computations as numbers: the elementary functions, and programs that run a
//! [`Computation`](gradus_symbolic::computation::Computation) on scalars, arrays and vectors.
//!
//! - [`evaluate`] and [`evaluate_vectors`] are the reference: as the list reads, in any [`Number`] (`f32`, `f64`,
//!   [`Dual`], your own).
//! - [`ScalarProgram`] computes one point at a time, without allocation, and makes closures.
//! - [`BlockProgram`] maps arrays, block by block and on several threads.
//! - [`VectorProgram`] runs computations with reductions over whole vectors.
//!
//! All of them give the same bits for the same point, all NaNs being one, whatever the length of the array, the position in it and
//! the number of threads; sums follow one fixed tree.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined into `processor::on_processor` is compiled for the processor"
)]

pub mod block;
mod dual;
mod engine;
mod error;
mod lengths;
pub mod lower;
#[cfg_attr(
    not(all(feature = "machine-code", target_arch = "x86_64")),
    path = "no_machine.rs"
)]
mod machine;
pub mod math;
mod number;
mod processor;
pub mod reduction;
pub mod reference;
pub mod scalar;
pub mod vector;

pub use block::{BlockProgram, Output};
pub use dual::Dual;
pub use engine::Engine;
pub use error::{LowerError, ShapeError};
pub use lower::Uniforms;
pub use number::{Element, Number};
pub use reference::{EvaluateError, evaluate, evaluate_vectors};
pub use scalar::{Direct, ScalarProgram};
pub use vector::VectorProgram;
