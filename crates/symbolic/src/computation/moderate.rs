//! Sums of numbers out of all range brought into it.

use crate::graph::{Factor, Graph, Id, Node, Term};
use crate::rational::Rational;

/// Numbers up to about this power of two, and down to its inverse, are left as they are.
const RANGE: i64 = 900;

/// The expression with sums whose numbers are out of the range of machine numbers divided by a power of two, which is
/// multiplied into the products that they stand in: `(3^700*x + 1)/(3^700 + x)` is about x, and neither sum can be written.
pub(super) fn moderated(graph: &mut Graph, root: Id) -> Id {
    let extreme = |id: &Id| excess(graph, *id) != 0;
    if !graph.reachable(&[root]).iter().any(extreme) {
        return root;
    }
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match graph.node(id).clone() {
            Node::Product(factors) => product(graph, &factors),
            Node::Sum(constant, terms) if constant.is_zero() && terms.len() == 1 => {
                multiple(graph, &terms[0]).unwrap_or(id)
            }
            _ => id,
        }
    })
}

fn product(graph: &mut Graph, factors: &[Factor]) -> Id {
    let mut power = 0;
    let mut moderate = Vec::new();
    for factor in factors {
        let excess = excess(graph, factor.base);
        let base = match (excess, factor.exponent.to_i64()) {
            (0, _) | (_, None) => factor.base,
            (excess, Some(exponent)) => {
                power += excess * exponent;
                let scale = power_of_two(-excess);
                graph.scale(factor.base, &scale)
            }
        };
        moderate.push((base, factor.exponent.clone()));
    }
    let product = graph.product(moderate);
    graph.scale(product, &power_of_two(power))
}

/// A coefficient out of range spread over the sums of its product: that of `(1 + x)*(1 + x/2)*…*(1 + x/180)`, which is kept as
/// `(1 + x)*(2 + x)*…*(180 + x)/180!`.
fn multiple(graph: &mut Graph, term: &Term) -> Option<Id> {
    // so many that what is taken out of a sum is not taken for its content
    const LEAST: i64 = 8;
    let mut left = term.coefficient.magnitude();
    let (_, mut factors) = graph.split_product(term.id);
    let is_sum = |factor: &Factor| {
        factor.exponent.is_one() && matches!(graph.node(factor.base), Node::Sum(..))
    };
    let sums = factors.iter().filter(|factor| is_sum(factor)).count() as i64;
    if left.abs() <= RANGE || sums == 0 {
        return None;
    }
    let share = (left.abs() / sums + 1).max(LEAST) * left.signum();
    let mut coefficient = term.coefficient.clone();
    for factor in factors.iter_mut().filter(|factor| factor.exponent.is_one()) {
        if left.abs() >= share.abs() && matches!(graph.node(factor.base), Node::Sum(..)) {
            factor.base = graph.scale(factor.base, &power_of_two(share));
            coefficient = &coefficient * &power_of_two(-share);
            left -= share;
        }
    }
    let factors = factors
        .into_iter()
        .map(|factor| (factor.base, factor.exponent));
    let product = graph.product(factors.collect::<Vec<_>>());
    Some(graph.scale(product, &coefficient))
}

fn power_of_two(exponent: i64) -> Rational {
    Rational::from(2)
        .pow(exponent, usize::MAX)
        .unwrap_or(Rational::ONE)
}

/// About the binary logarithm of the largest number of a sum, where that is out of range; 0 elsewhere.
fn excess(graph: &Graph, id: Id) -> i64 {
    let Node::Sum(constant, terms) = graph.node(id) else {
        return 0;
    };
    let numbers = terms.iter().map(|term| &term.coefficient).chain([constant]);
    let largest = numbers
        .filter(|number| !number.is_zero())
        .map(Rational::magnitude)
        .max();
    largest.filter(|size| size.abs() > RANGE).unwrap_or(0)
}
