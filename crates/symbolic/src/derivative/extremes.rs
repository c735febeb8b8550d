//! Shares beside the slopes of an extreme: the slope of `logsumexp(x) - max(x)`.
//!
//! `softmax(v) - w`, where `w` is what the greatest element changes by with each element, is what the others have of the whole, at the
//! greatest with a minus. Where that outweighs the others a difference would lose them.

use gradus_syntax::{Comparison, Func};

use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

/// The expression with every such difference written by the shares of the others.
pub(super) fn without_extremes(graph: &mut Graph, root: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let mut id = rebuilt(graph);
        if graph.facts(id).vector {
            while let Some(better) = without_extreme(graph, id) {
                id = better;
            }
        }
        id
    })
}

/// `c q softmax(v) - c q w` as `c q` times shares, if there are such terms.
fn without_extreme(graph: &mut Graph, sum: Id) -> Option<Id> {
    let Node::Sum(..) = graph.node(sum) else {
        return None;
    };
    let (constant, terms) = graph.split_sum(sum);
    for (position, (coefficient, id)) in terms.iter().enumerate() {
        let Some((slope, rest)) = slope_of_extreme(graph, *id) else {
            continue;
        };
        let wanted = -coefficient;
        let share = terms.iter().find_map(|(own, id)| {
            let share = graph.divide(*id, rest);
            (*own == wanted && is_share(graph, share, &slope)).then_some((*id, share))
        });
        let Some((beside, share)) = share else {
            continue;
        };
        let zero = graph.integer(0);
        let others = graph.select(slope.is_extreme, zero, share);
        let others = graph.reduce(Reduction::Sum, others);
        let own = graph.divide(others, slope.count);
        let own = graph.negate(own);
        let apart = graph.select(slope.is_extreme, own, share);
        let left = terms
            .iter()
            .enumerate()
            .filter(|(at, (own, id))| *at != position && (*id != beside || *own != wanted));
        let mut left: Vec<(Rational, Id)> = left.map(|(_, term)| term.clone()).collect();
        left.push((wanted, graph.multiply(rest, apart)));
        return Some(graph.sum(constant, left));
    }
    None
}

/// What an extreme changes by with each element.
struct Slope {
    /// Where elements are the extreme.
    is_extreme: Id,
    /// How many are.
    count: Id,
    vector: Id,
    extreme: Reduction,
}

/// The slope of an extreme among the factors of a product, and the others.
fn slope_of_extreme(graph: &mut Graph, product: Id) -> Option<(Slope, Id)> {
    let (_, factors) = graph.split_product(product);
    let below: Vec<&Factor> = factors.iter().filter(|own| own.exponent == -1).collect();
    for divisor in below {
        let Node::Reduce(Reduction::Sum, marks) = *graph.node(divisor.base) else {
            continue;
        };
        let Node::Select(is_extreme, one, zero) = *graph.node(marks) else {
            continue;
        };
        let marked = graph.is_integer(one, 1) && graph.is_integer(zero, 0);
        let above = factors
            .iter()
            .any(|own| own.base == marks && own.exponent.is_one());
        let Node::Compare(Comparison::Equal, a, b) = *graph.node(is_extreme) else {
            continue;
        };
        let extreme =
            [(a, b), (b, a)]
                .into_iter()
                .find_map(|(vector, value)| match *graph.node(value) {
                    Node::Reduce(kind, of) if of == vector => Some((vector, kind)),
                    _ => None,
                });
        let Some((vector, extreme)) = extreme.filter(|_| marked && above) else {
            continue;
        };
        let slope = graph.divide(marks, divisor.base);
        let rest = graph.divide(product, slope);
        let count = divisor.base;
        return Some((
            Slope {
                is_extreme,
                count,
                vector,
                extreme,
            },
            rest,
        ));
    }
    None
}

/// Whether it is a vector of exponentials over their sum, the greatest where the extreme is.
fn is_share(graph: &mut Graph, share: Id, slope: &Slope) -> bool {
    let Node::Apply(Func::Exp, args) = graph.node(share) else {
        return false;
    };
    let argument = args[0];
    let log_sum = graph
        .split_sum(argument)
        .1
        .into_iter()
        .find_map(|(own, id)| match graph.node(id) {
            Node::Apply(Func::LogSumExp, args) if own == -1 => Some((id, args[0])),
            _ => None,
        });
    let Some((log_sum, exponents)) = log_sum else {
        return false;
    };
    if graph.add(argument, log_sum) != exponents {
        return false;
    }
    let multiple = graph.divide(exponents, slope.vector);
    match graph.as_rational(multiple) {
        Some(multiple) if multiple.is_negative() => slope.extreme == Reduction::Min,
        Some(_) => slope.extreme == Reduction::Max,
        None => false,
    }
}
