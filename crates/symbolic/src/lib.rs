//! The symbolic core of Gradus: expression graph, derivatives, pieces, simplification and computations.

pub mod computation;
pub mod precise;
