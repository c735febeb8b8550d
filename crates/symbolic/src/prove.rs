//! Proofs that two expressions are the same function.

use crate::graph::{Graph, Id};
use crate::normal::Normalizer;

pub use crate::normal::Equality;

/// Whether two expressions of one graph are shown to be equal by the normal form of their difference.
///
/// Conditions, magnitudes and signs of parameters are split into cells; in each the difference is a quotient of polynomials
/// over exact rationals in inputs, parameters, exponentials, logarithms, roots and other functions, and is zero if all of its
/// coefficients are. Holes and single points on boundaries are not looked at, nor where the two are defined.
///
/// ```
/// use gradus_symbolic::prove::{Equality, equality};
/// use gradus_symbolic::{Graph, Role};
/// use gradus_syntax::{Func, Limits};
///
/// let mut graph = Graph::new(Limits::default());
/// let symbol = graph.new_symbol("x", Role::Scalar);
/// let x = graph.symbol(symbol);
/// let tanh = graph.apply(Func::Tanh, &[x]);
/// let twice = graph.scale(x, &2.into());
/// let sigmoid = graph.apply(Func::Sigmoid, &[twice]);
/// let scaled = graph.scale(sigmoid, &2.into());
/// let one = graph.integer(1);
/// let other = graph.subtract(scaled, one);
/// assert!(matches!(equality(&graph, tanh, other), Equality::Proved { .. }));
/// ```
pub fn equality(graph: &Graph, a: Id, b: Id) -> Equality {
    if a == b {
        return Equality::Proved { cells: 1 };
    }
    Normalizer::default().equality(graph, a, b)
}
