//! Proofs that two expressions are the same function.

use crate::graph::{Graph, Id, Symbol};
use crate::normal::{Equality as Found, Normalizer};

/// What is shown of two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equality {
    /// The second is the same function wherever the first is defined, but perhaps on the boundaries between so many cells: proved.
    Proved {
        /// In how many cells.
        cells: usize,
    },
    /// In some cells the forms differ. That is no proof of a difference: forms may be equal without looking so.
    Unlike,
    /// One of them has no form, or the budget of terms or cells is spent.
    OutOfReach,
}

/// How deep special values of parameters may nest.
const DEEPEST: usize = 3;

/// Whether two expressions of one graph are shown to be equal by the normal form of their difference, as functions of the inputs and of
/// `variable`, a parameter.
///
/// Conditions, magnitudes and signs of parameters are split into cells; in each the difference is a quotient of polynomials
/// over exact rationals in inputs, parameters, exponentials, logarithms, roots and other functions, and is zero if all of its
/// coefficients are. Values of parameters that are boundaries are put in and looked at by themselves. Holes and single points on boundaries
/// are not looked at, nor where the two are defined.
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
/// assert!(matches!(equality(&mut graph, tanh, other, None), Equality::Proved { .. }));
/// ```
pub fn equality(graph: &mut Graph, a: Id, b: Id, variable: Option<Symbol>) -> Equality {
    let mut pending = vec![(a, b, 0)];
    let mut total = 0;
    while let Some((a, b, depth)) = pending.pop() {
        if a == b {
            total += 1;
            continue;
        }
        match Normalizer::for_proofs().equality(graph, a, b, variable) {
            Found::Unlike => return Equality::Unlike,
            Found::OutOfReach => return Equality::OutOfReach,
            Found::Proved { special, .. } if depth >= DEEPEST && !special.is_empty() => {
                return Equality::OutOfReach;
            }
            Found::Proved { cells, special } => {
                total += cells;
                for (symbol, value) in special {
                    let value = graph.rational(value);
                    let [a, b] = [a, b].map(|id| graph.substitute(id, symbol, value));
                    pending.push((a, b, depth + 1));
                }
            }
        }
    }
    Equality::Proved { cells: total }
}
