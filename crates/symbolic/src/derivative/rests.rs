//! What one share leaves to the others, its logarithm and the odds.
//!
//! `1 - s` underflows where an element outweighs the others by far, and a logarithm of it, or a quotient by it, is then lost. It is
//! written by the exponentials of the others over the greatest of these.

use gradus_syntax::{Comparison, Func};

use super::others::{log_sums, others};
use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node};
use crate::rational::Rational;

/// The expression with logarithms of `1 - s` and of the odds `s/(1 - s)`, and the odds, by exponentials of the others.
pub(super) fn with_rests(graph: &mut Graph, root: Id) -> Id {
    let is_log_sum = |id: &Id| matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _));
    if !graph.reachable(&[root]).iter().any(is_log_sum) {
        return root;
    }
    let root = graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        logarithm_of_odds(graph, id).unwrap_or(id)
    });
    graph.transform(root, |graph, node, rebuilt| {
        let id = rebuilt(graph);
        let written = match node {
            Node::Apply(Func::Ln, args) => match Share::left_in(graph, args[0]) {
                Some(share) => Some(share.logarithm_of_rest(graph)),
                None => with_small_share(graph, args[0], id),
            },
            Node::Product(_) => odds(graph, id),
            _ => None,
        };
        written.unwrap_or(id)
    })
}

/// `ln(s/(1 - s))`, or a sum with `ln(s) - ln(1 - s)`.
fn logarithm_of_odds(graph: &mut Graph, id: Id) -> Option<Id> {
    if let Node::Apply(Func::Ln, args) = graph.node(id) {
        let argument = args[0];
        let (share, rest) = odds_in(graph, argument)?;
        return graph
            .is_integer(rest, 1)
            .then(|| share.logarithm_of_odds(graph));
    }
    let Node::Sum(..) = graph.node(id) else {
        return None;
    };
    let (_, terms) = graph.split_sum(id);
    for (coefficient, term) in &terms {
        let Node::Apply(Func::Ln, args) = graph.node(*term) else {
            continue;
        };
        let Some(share) = Share::left_in(graph, args[0]) else {
            continue;
        };
        // what is left without the logarithms of both
        let opposite = -coefficient;
        let own = graph.subtract(share.vector, share.log_sum);
        let own = graph.scale(own, &opposite);
        let other = graph.scale(*term, coefficient);
        let left = graph.subtract(id, own);
        let left = graph.subtract(left, other);
        if graph.split_sum(left).1.len() + 1 >= terms.len() {
            continue;
        }
        let odds = share.logarithm_of_odds(graph);
        let odds = graph.scale(odds, &opposite);
        return Some(graph.add(left, odds));
    }
    None
}

/// A product with the odds of a share, as a choice.
fn odds(graph: &mut Graph, product: Id) -> Option<Id> {
    let (share, rest) = odds_in(graph, product)?;
    let odds = share.odds(graph);
    Some(graph.multiply(rest, odds))
}

/// The share whose odds a product has, and what else.
fn odds_in(graph: &mut Graph, product: Id) -> Option<(Share, Id)> {
    let (_, factors) = graph.split_product(product);
    let below = factors.iter().filter(|own| own.exponent == -1);
    let share = below
        .into_iter()
        .find_map(|own| Share::left_in(graph, own.base))?;
    let has_share = factors
        .iter()
        .any(|own| own.base == share.whole && own.exponent.is_one());
    if !has_share {
        return None;
    }
    let left = graph.sum(Rational::ONE, [(Rational::MINUS_ONE, share.whole)]);
    let odds = graph.divide(share.whole, left);
    Some((share, graph.divide(product, odds)))
}

/// A share of a vector: `exp(v - logsumexp(v))`.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub whole: Id,
    pub vector: Id,
    log_sum: Id,
}

impl Share {
    /// The `s` of `1 - s`.
    pub fn left_in(graph: &Graph, rest: Id) -> Option<Self> {
        let (constant, terms) = graph.split_sum(rest);
        let [(ref coefficient, whole)] = terms[..] else {
            return None;
        };
        let Node::Apply(Func::Exp, args) = graph.node(whole) else {
            return None;
        };
        if !constant.is_one() || *coefficient != -1 {
            return None;
        }
        let (constant, mut terms) = graph.split_sum(args[0]);
        let position = terms.iter().position(|(own, id)| {
            *own == -1 && matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _))
        })?;
        let (_, log_sum) = terms.remove(position);
        let Node::Apply(_, args) = graph.node(log_sum) else {
            return None;
        };
        let vector = args[0];
        let own = graph.split_sum(vector);
        let is_own = (constant, terms) == own && graph.facts(vector).vector;
        is_own.then_some(Self {
            whole,
            vector,
            log_sum,
        })
    }

    /// `ln(1 - s)`: of the greatest element by what the others are of it.
    fn logarithm_of_rest(self, graph: &mut Graph) -> Id {
        let peak = Peak::of(graph, self.vector);
        let lack = graph.negate(self.whole);
        let small = graph.apply(Func::Log1p, &[lack]);
        let above = graph.apply(Func::Ln, &[peak.others]);
        let all = graph.subtract(self.log_sum, peak.greatest);
        let below = graph.subtract(peak.second, peak.greatest);
        let great = graph.sum(
            Rational::ZERO,
            [
                (Rational::ONE, below),
                (Rational::ONE, above),
                (Rational::MINUS_ONE, all),
            ],
        );
        let half = graph.rational(Rational::new(1, 2));
        let is_great = graph.compare(Comparison::GreaterEqual, self.whole, half);
        let chosen = graph.and(is_great, peak.outweighs);
        graph.select(chosen, great, small)
    }

    /// `s/(1 - s)`
    fn odds(self, graph: &mut Graph) -> Id {
        let peak = Peak::of(graph, self.vector);
        let distance = graph.subtract(peak.greatest, peak.second);
        let ratio = graph.apply(Func::Exp, &[distance]);
        let great = graph.divide(ratio, peak.others);
        let one = graph.integer(1);
        let left = graph.subtract(one, self.whole);
        let plain = graph.divide(self.whole, left);
        graph.select(peak.outweighs, great, plain)
    }

    /// `ln(s/(1 - s))`: an element less the logarithm of the sum of the others' exponentials.
    fn logarithm_of_odds(self, graph: &mut Graph) -> Id {
        let peak = Peak::of(graph, self.vector);
        let (zero, one) = (graph.integer(0), graph.integer(1));
        // of the greatest alone, over the second
        let distance = graph.subtract(peak.greatest, peak.second);
        let more = excess(graph, self.vector, (peak.second, peak.is_greatest));
        let logarithm = graph.apply(Func::Log1p, &[more]);
        let great = graph.subtract(distance, logarithm);
        // of all others, over the greatest
        let shifted = graph.subtract(self.vector, peak.greatest);
        let exponential = graph.apply(Func::Exp, &[shifted]);
        let smaller = graph.select(peak.is_greatest, zero, exponential);
        let own = graph.select(peak.is_greatest, one, zero);
        let equal = graph.subtract(peak.count, own);
        let equal = graph.subtract(equal, one);
        let rest = others(graph, smaller);
        let more = graph.add(equal, rest);
        let logarithm = graph.apply(Func::Log1p, &[more]);
        let plain = graph.subtract(shifted, logarithm);
        graph.select(peak.outweighs, great, plain)
    }
}

/// `ln(1 - s)` of one of several vectors' shares, where that may be too small to leave a trace in `1 - s`.
fn with_small_share(graph: &mut Graph, rest: Id, plain: Id) -> Option<Id> {
    let (constant, terms) = graph.split_sum(rest);
    let [(coefficient, share)] = &terms[..] else {
        return None;
    };
    let is_rest = constant.is_one() && *coefficient == -1;
    if !is_rest || log_sums(graph, *share).is_empty() {
        return None;
    }
    let half = graph.rational(Rational::new(1, 2));
    let is_small = graph.compare(Comparison::Less, *share, half);
    let lack = graph.negate(*share);
    let small = graph.apply(Func::Log1p, &[lack]);
    Some(graph.select(is_small, small, plain))
}

/// The greatest element of a vector, and the others.
#[derive(Clone, Copy)]
pub(super) struct Peak {
    greatest: Id,
    pub is_greatest: Id,
    /// How many are the greatest.
    count: Id,
    /// Where the greatest is alone.
    pub outweighs: Id,
    /// The greatest of the others.
    pub second: Id,
    /// The sum of the others' exponentials over that of the second.
    pub others: Id,
}

impl Peak {
    pub fn of(graph: &mut Graph, vector: Id) -> Self {
        let (zero, one) = (graph.integer(0), graph.integer(1));
        let greatest = graph.reduce(Reduction::Max, vector);
        let least = graph.reduce(Reduction::Min, vector);
        let is_greatest = graph.compare(Comparison::Equal, vector, greatest);
        let marks = graph.select(is_greatest, one, zero);
        let count = graph.reduce(Reduction::Sum, marks);
        let alone = graph.compare(Comparison::Equal, count, one);
        let outweighs = graph.and(is_greatest, alone);
        let smaller = graph.select(is_greatest, least, vector);
        let second = graph.reduce(Reduction::Max, smaller);
        let exponential = over_second(graph, vector, second);
        let rest = graph.select(is_greatest, zero, exponential);
        let others = graph.reduce(Reduction::Sum, rest);
        Self {
            greatest,
            is_greatest,
            count,
            outweighs,
            second,
            others,
        }
    }
}

/// Exponentials over that of the second greatest; 1 for the greatest.
pub(super) fn over_second(graph: &mut Graph, vector: Id, second: Id) -> Id {
    let zero = graph.integer(0);
    let shifted = graph.subtract(vector, second);
    let shifted = graph.apply(Func::Min, &[shifted, zero]);
    graph.apply(Func::Exp, &[shifted])
}

/// What exponentials over the second greatest, without the greatest, have above 1.
fn excess(graph: &mut Graph, vector: Id, (second, is_greatest): (Id, Id)) -> Id {
    let (zero, one) = (graph.integer(0), graph.integer(1));
    let is_second = graph.compare(Comparison::Equal, vector, second);
    let marks = graph.select(is_second, one, zero);
    let marks = graph.select(is_greatest, zero, marks);
    let count = graph.reduce(Reduction::Sum, marks);
    let exponential = over_second(graph, vector, second);
    let smaller = graph.select(is_second, zero, exponential);
    let smaller = graph.select(is_greatest, zero, smaller);
    let rest = graph.reduce(Reduction::Sum, smaller);
    let more = graph.subtract(count, one);
    graph.add(more, rest)
}
