//! From the graph to what a person reads.
//!
//! For every sum several forms are tried (common factors taken out, denominators joined, expanded), for a whole expression
//! also its pieces written side by side; the form with the smallest [`Measure`] is taken.

mod factor;
mod measure;
mod nested;
mod number;
mod quotient;
mod tree;
mod vectors;

pub(crate) use factor::{common, expand, monomials};
pub use measure::Measure;
pub use tree::{TooLarge, tree};
pub use vectors::loosened;

use gradus_syntax::{Func, Tree};

use crate::graph::{Graph, Id, Node, Symbol};
use crate::pieces;
use crate::rational::Rational;
use crate::simplify::{Purpose, Simplifier};

/// Expressions with more nodes than this are written as they stand.
const LARGEST: usize = 400;
/// Derivatives with more nodes than this are nested where they are polynomials: searching for their factors takes too long.
const LARGE: usize = 40;
/// Derivatives with no more nodes than this, first and second ones mostly, read best without nesting.
const SMALL: usize = 15;

/// The tree of the form that a person would write.
///
/// # Errors
/// If it would be too large to write out.
pub fn present(graph: &mut Graph, root: Id, variable: Option<Symbol>) -> Result<Tree, TooLarge> {
    let best = readable(graph, root, variable);
    tree(graph, best)
}

/// The form that a person would write, as an expression.
pub fn readable(graph: &mut Graph, root: Id, variable: Option<Symbol>) -> Id {
    let root = without_bessel(graph, root);
    if graph.reachable(&[root]).len() > LARGEST {
        return root;
    }
    let mut measure = Measure::default();
    let mut simplifier = Simplifier::new(&[Purpose::Tidy]);
    let mut best = improved(graph, root, &mut measure, &mut simplifier);
    if let Some(variable) = variable
        && let Some(side_by_side) = pieces::as_cases(graph, root, variable)
    {
        let side_by_side = improved(graph, side_by_side, &mut measure, &mut simplifier);
        if measure.of(graph, side_by_side) <= measure.of(graph, best) {
            best = side_by_side;
        }
    }
    best
}

/// The expression with every sum in its shortest form. What is large is nested as a polynomial where it is one, and
/// where that takes fewer operations; what is too large otherwise is only tidied.
pub fn shortened(graph: &mut Graph, root: Id) -> Id {
    let mut simplifier = Simplifier::new(&[Purpose::Tidy]);
    let size = graph.reachable(&[root]).len();
    if size <= SMALL {
        return improved(graph, root, &mut Measure::default(), &mut simplifier);
    }
    let tidy = simplifier.simplify(graph, root);
    let nested = nested::nested(graph, tidy);
    let is_better = |graph: &Graph, other: Id| {
        nested.filter(|&nested| operations(graph, nested) < operations(graph, other))
    };
    if size > LARGE
        && let Some(nested) = is_better(graph, tidy)
    {
        return nested;
    }
    if size > LARGEST {
        return tidy;
    }
    let short = improved(graph, root, &mut Measure::default(), &mut simplifier);
    is_better(graph, short).unwrap_or(short)
}

/// About how many operations the parts of an expression take, each computed once.
fn operations(graph: &Graph, root: Id) -> usize {
    let own = |id: &Id| match graph.node(*id) {
        Node::Sum(_, terms) => terms.len(),
        Node::Product(factors) => {
            let powers = factors.iter().filter(|factor| !factor.exponent.is_one());
            factors.len() - 1 + powers.count()
        }
        _ => 1,
    };
    graph.reachable(&[root]).iter().map(own).sum()
}

/// Every sum in its shortest form, from the leaves up.
fn improved(graph: &mut Graph, root: Id, measure: &mut Measure, simplifier: &mut Simplifier) -> Id {
    let tidy = simplifier.simplify(graph, root);
    graph.transform(tidy, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match graph.node(id) {
            Node::Sum(..) => shortest(graph, id, measure, simplifier),
            Node::Product(_) => factor::without_double_fractions(graph, id, measure),
            _ => id,
        }
    })
}

fn shortest(graph: &mut Graph, sum: Id, measure: &mut Measure, simplifier: &mut Simplifier) -> Id {
    if let Some(known) = graph.known_shortest(sum) {
        return known;
    }
    let best = searched(graph, sum, measure, simplifier);
    graph.remember_shortest(sum, best);
    best
}

fn searched(graph: &mut Graph, sum: Id, measure: &mut Measure, simplifier: &mut Simplifier) -> Id {
    let mut best = sum;
    // taking out one factor can make another one common
    for _ in 0..4 {
        let before = best;
        for form in factor::candidates(graph, best) {
            let form = simplifier.simplify(graph, form);
            let (length, shortest) = (measure.of(graph, form), measure.of(graph, best));
            // of two that are as long, people prefer the product, but for polynomials
            let factored =
                matches!(graph.node(best), Node::Sum(..)) && is_product_of_functions(graph, form);
            if length < shortest || (length == shortest && factored) {
                best = form;
            }
        }
        if best == before || !matches!(graph.node(best), Node::Sum(..)) {
            break;
        }
    }
    best
}

/// `j_n` by `sin` and `cos`, which people know: `j_(n+1) = (2n+1)/x j_n - j_(n-1)` (DLMF 10.51.1).
fn without_bessel(graph: &mut Graph, root: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        let Node::SphericalBessel(order, argument) = *graph.node(id) else {
            return id;
        };
        let cosine = graph.apply(Func::Cos, &[argument]);
        let mut current = graph.apply(Func::Sinc, &[argument]);
        // j_(-1) is cos(x)/x
        let mut previous = graph.divide(cosine, argument);
        for n in 0..i64::from(order) {
            let scaled = graph.divide(current, argument);
            let next = graph.sum(
                Rational::ZERO,
                [
                    (Rational::from(2 * n + 1), scaled),
                    (Rational::MINUS_ONE, previous),
                ],
            );
            previous = current;
            current = next;
        }
        current
    })
}

fn is_product_of_functions(graph: &Graph, id: Id) -> bool {
    let (_, factors) = graph.split_product(id);
    let is_function = |id: Id| matches!(graph.node(id), Node::Apply(..) | Node::Power(..));
    factors.len() > 1 && factors.iter().any(|factor| is_function(factor.base))
}
