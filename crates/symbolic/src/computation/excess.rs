//! What sums of exponentials have above a number: `sum(exp(x)) - 3`, `mean(exp(x)) - 1`.
//!
//! They nearly vanish where the logarithm of the quotient does, which is written without cancellation.

use gradus_syntax::Func;

use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node};
use crate::rational::Rational;

/// The expression with `c exp(l) - k` as `k expm1(l + ln(c/k))`, for what is the logarithm of a sum.
pub(super) fn over_numbers(graph: &mut Graph, root: Id) -> Id {
    let is_log_sum = |id: &Id| matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _));
    if !graph.reachable(&[root]).iter().any(is_log_sum) {
        return root;
    }
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match graph.node(id) {
            Node::Sum(constant, _) if !constant.is_zero() => excess(graph, id).unwrap_or(id),
            _ => id,
        }
    })
}

fn excess(graph: &mut Graph, sum: Id) -> Option<Id> {
    let (constant, mut terms) = graph.split_sum(sum);
    let found = terms
        .iter()
        .enumerate()
        .find_map(|(position, (coefficient, id))| {
            let quotient = &(-coefficient) * &constant.recip();
            let logarithm = logarithm(graph, *id).filter(|_| quotient.is_positive())?;
            Some((position, quotient, logarithm))
        });
    let (position, quotient, [log_sum, count]) = found?;
    terms.remove(position);
    let mut exponent = vec![(Rational::ONE, log_sum)];
    for (sign, number) in [
        (Rational::ONE, graph.rational(quotient)),
        (Rational::MINUS_ONE, count),
    ] {
        exponent.push((sign, graph.apply(Func::Ln, &[number])));
    }
    let exponent = graph.sum(Rational::ZERO, exponent);
    let above = graph.apply(Func::Expm1, &[exponent]);
    terms.push((-&constant, above));
    Some(graph.sum(Rational::ZERO, terms))
}

/// `[l, n]` of `exp(l)/n`, for a `logsumexp` and the number of elements or 1.
fn logarithm(graph: &mut Graph, id: Id) -> Option<[Id; 2]> {
    let (_, factors) = graph.split_product(id);
    let mut found = None;
    let mut count = graph.integer(1);
    for factor in factors {
        match graph.node(factor.base) {
            Node::Apply(Func::Exp, args) if factor.exponent.is_one() => {
                let argument = args[0];
                matches!(graph.node(argument), Node::Apply(Func::LogSumExp, _)).then_some(())?;
                found = Some(argument);
            }
            Node::Reduce(Reduction::Count, _) if factor.exponent == -1 => count = factor.base,
            _ => return None,
        }
    }
    Some([found?, count])
}
