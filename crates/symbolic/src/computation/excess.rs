//! What sums of exponentials have above a number: `sum(exp(x)) - 3`, `mean(exp(x)) - 1`.
//!
//! They nearly vanish where the logarithm of the quotient does, which is written without cancellation. Shares of a vector likewise:
//! `softmax(x) - 1/3`, and beside one over the number of elements in the gradient of `logsumexp(x) - mean(x)`.

use gradus_syntax::Func;

use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

/// The expression with `c exp(l) - k` as `k expm1(l + ln(c/k))`, for what is the logarithm of a sum.
pub(super) fn over_numbers(graph: &mut Graph, root: Id) -> Id {
    let is_log_sum = |id: &Id| matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _));
    if !graph.reachable(&[root]).iter().any(is_log_sum) {
        return root;
    }
    graph.transform_sums(root, excess)
}

fn excess(graph: &mut Graph, sum: Id) -> Option<Id> {
    let (constant, mut terms) = graph.split_sum(sum);
    let Number { value, beside, own } = number(graph, &constant, &mut terms)?;
    let found = terms
        .iter()
        .enumerate()
        .find_map(|(position, (coefficient, id))| {
            let quotient = &(-coefficient) * &own.recip();
            let logarithm = logarithm(graph, *id).filter(|_| quotient.is_positive())?;
            (logarithm.beside == beside).then_some((position, quotient, logarithm))
        });
    let (position, quotient, logarithm) = found?;
    terms.remove(position);
    let mut exponent = vec![(Rational::ONE, logarithm.exponent)];
    let quotient = graph.rational(quotient);
    // the number of elements may be on both sides
    let count = graph.multiply(logarithm.count, value);
    let quotient = graph.divide(quotient, count);
    exponent.push((Rational::ONE, graph.apply(Func::Ln, &[quotient])));
    let exponent = graph.sum(Rational::ZERO, exponent);
    let above = graph.apply(Func::Expm1, &[exponent]);
    let above = graph.multiply(value, above);
    let beside = graph.product(beside.into_iter().map(|own| (own.base, own.exponent)));
    terms.push((-&own, graph.multiply(beside, above)));
    Some(graph.sum(Rational::ZERO, terms))
}

/// A term of a sum that is a number, or one over the number of elements.
struct Number {
    /// 1 or one over the number of elements.
    value: Id,
    /// What else it is multiplied with.
    beside: Vec<Factor>,
    own: Rational,
}

/// Takes a number, or one over the number of elements, out of a sum.
fn number(
    graph: &mut Graph,
    constant: &Rational,
    terms: &mut Vec<(Rational, Id)>,
) -> Option<Number> {
    if !constant.is_zero() {
        return Some(Number {
            value: graph.integer(1),
            beside: Vec::new(),
            own: constant.clone(),
        });
    }
    let found = terms.iter().enumerate().find_map(|(position, term)| {
        // a number may be written as a vector
        let plain = match *graph.node(term.1) {
            Node::Broadcast(value, _) => value,
            _ => term.1,
        };
        let (_, mut factors) = graph.split_product(plain);
        factors.retain(|own| !is_one_everywhere(graph, own.base));
        let of_count = factors.iter().position(|own| is_over_count(graph, own))?;
        Some((position, factors.remove(of_count).base, factors))
    });
    let (position, count, beside) = found?;
    let (own, _) = terms.remove(position);
    let one = graph.integer(1);
    Some(Number {
        value: graph.divide(one, count),
        beside,
        own,
    })
}

/// Whether a vector is 1, as the gradient of a mean is.
fn is_one_everywhere(graph: &Graph, id: Id) -> bool {
    match *graph.node(id) {
        Node::Broadcast(value, _) => graph.as_rational(value).is_some_and(Rational::is_one),
        _ => false,
    }
}

fn is_over_count(graph: &Graph, factor: &Factor) -> bool {
    factor.exponent == -1 && matches!(graph.node(factor.base), Node::Reduce(Reduction::Count, _))
}

/// `exp(exponent)/count` times other factors.
struct Logarithm {
    exponent: Id,
    /// The number of elements, or 1.
    count: Id,
    beside: Vec<Factor>,
}

/// Of an exponential of what has the `logsumexp` of a sum, or that of what shares are over.
fn logarithm(graph: &mut Graph, id: Id) -> Option<Logarithm> {
    let (_, factors) = graph.split_product(id);
    let (mut exponent, mut count) = (None, graph.integer(1));
    let mut beside = Vec::new();
    for factor in factors {
        match graph.node(factor.base) {
            Node::Apply(Func::Exp, args)
                if factor.exponent.is_one() && has_log_sum(graph, args[0]) =>
            {
                exponent = Some(args[0]);
            }
            _ if is_over_count(graph, &factor) => count = factor.base,
            _ => beside.push(factor),
        }
    }
    Some(Logarithm {
        exponent: exponent?,
        count,
        beside,
    })
}

fn has_log_sum(graph: &Graph, exponent: Id) -> bool {
    let (_, terms) = graph.split_sum(exponent);
    let is_log_sum = |id: Id| matches!(graph.node(id), Node::Apply(Func::LogSumExp, _));
    terms.iter().any(|term| is_log_sum(term.1))
}
