//! What engines are measured against, and how.
//!
//! Kernels written by hand, native loops and true values; [`contest`] times them in turns.

pub mod activation;
pub mod contest;
pub mod handwritten;
pub mod softmax;
pub mod truth;
