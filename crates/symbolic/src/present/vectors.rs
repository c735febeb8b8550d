//! Sums over vectors as people write them.

use gradus_syntax::Func;

use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node};

/// The expression without what stretches numbers to vectors beside vectors, and with every factor that is one number outside of the
/// sums over vectors.
pub fn loosened(graph: &mut Graph, root: Id) -> Id {
    let root = graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match *graph.node(id) {
            Node::Reduce(reduction, vector) => gathered(graph, reduction, vector),
            Node::Broadcast(..) => id,
            _ => match pattern_of_equal_elements(graph, id) {
                Some(pattern) => {
                    let value = unstretched(graph, id);
                    graph.shaped_as(value, pattern)
                }
                None => id,
            },
        }
    });
    unstretched(graph, root)
}

/// Numbers in place of vectors of equal elements.
fn unstretched(graph: &mut Graph, root: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match *graph.node(id) {
            Node::Broadcast(value, _) => value,
            _ => id,
        }
    })
}

/// What a number is stretched to the length of, if all vectors that an element-wise expression is made of are stretched numbers.
fn pattern_of_equal_elements(graph: &Graph, id: Id) -> Option<Id> {
    let mut pattern = None;
    let mut equal = !matches!(
        graph.node(id),
        Node::Concat(_) | Node::Part(..) | Node::Apply(Func::LogSumExp | Func::Concat, _)
    );
    graph
        .node(id)
        .operands(|operand| match *graph.node(operand) {
            Node::Broadcast(_, to) => pattern = Some(to),
            _ => equal &= !graph.facts(operand).vector,
        });
    pattern.filter(|_| equal)
}

fn gathered(graph: &mut Graph, reduction: Reduction, vector: Id) -> Id {
    match (reduction, graph.node(vector).clone()) {
        (_, Node::Broadcast(value, pattern)) => of_equal_elements(graph, reduction, value, pattern),
        (Reduction::Sum, _) => linear(graph, vector),
        _ => graph.reduce(reduction, vector),
    }
}

/// The reduction of a number that is stretched to the length of a vector.
fn of_equal_elements(graph: &mut Graph, reduction: Reduction, value: Id, mut pattern: Id) -> Id {
    while let Node::Broadcast(_, to) = *graph.node(pattern) {
        pattern = to;
    }
    let count = graph.reduce(Reduction::Count, pattern);
    match reduction {
        Reduction::Sum => graph.multiply(value, count),
        Reduction::Product => graph.power(value, count),
        Reduction::Count => count,
        Reduction::Min | Reduction::Max => value,
    }
}

/// `Σ c u` as `c Σ u`.
fn linear(graph: &mut Graph, vector: Id) -> Id {
    let (coefficient, term) = graph.split_coefficient(vector);
    let (inner, factors) = graph.split_product(term);
    let is_vector = |graph: &Graph, id: Id| {
        graph.facts(id).vector && !matches!(graph.node(id), Node::Broadcast(..))
    };
    let (inside, outside): (Vec<Factor>, Vec<Factor>) = factors
        .into_iter()
        .partition(|factor| is_vector(graph, factor.base));
    let powers = |factors: Vec<Factor>| factors.into_iter().map(|f| (f.base, f.exponent));
    let inside = graph.product(powers(inside));
    let outside = graph.product(powers(outside));
    let (sum, outside) = (
        graph.reduce(Reduction::Sum, inside),
        unstretched(graph, outside),
    );
    let product = graph.multiply(outside, sum);
    graph.scale(product, &(&coefficient * &inner))
}
