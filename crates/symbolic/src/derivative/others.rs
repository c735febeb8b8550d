//! Sums over the other elements of a vector, and differences that are such sums.
//!
//! `Σ v - v` and `1 - softmax(v)` cancel where one element outweighs the rest. What is meant is the sum of the others, and
//! [`others`] computes it without cancellation.

use gradus_syntax::{Comparison, Func};

use super::peaks::beside_peaks;
use super::rests::with_rests;
use super::totals::with_distances;
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node};
use crate::present::{common, monomials};
use crate::rational::Rational;

/// A coefficient and what it multiplies.
type Weighted = (Rational, Id);

/// For each element of a vector the sum of all others. The element of the greatest magnitude gets a sum without it; every other
/// element is at most half of what it is taken from, together with the greatest.
pub(super) fn others(graph: &mut Graph, vector: Id) -> Id {
    others_by(graph, vector, vector)
}

/// The same, where the element that gets a sum without it is that of the greatest magnitude in another vector.
pub(super) fn others_by(graph: &mut Graph, vector: Id, measure: Id) -> Id {
    let (zero, one) = (graph.integer(0), graph.integer(1));
    let (size, extreme) = magnitude(graph, measure);
    let greatest = graph.reduce(extreme, size);
    let is_greatest = graph.compare(Comparison::Equal, size, greatest);
    let marks = graph.select(is_greatest, one, zero);
    let count = graph.reduce(Reduction::Sum, marks);
    let alone = graph.compare(Comparison::Equal, count, one);
    let rest = graph.select(is_greatest, zero, vector);
    let without = graph.reduce(Reduction::Sum, rest);
    let total = graph.reduce(Reduction::Sum, vector);
    let difference = graph.subtract(total, vector);
    let chosen = graph.and(is_greatest, alone);
    graph.select(chosen, without, difference)
}

/// What is ordered as the magnitudes of a vector are, and the extreme of it that is the greatest of them: what all elements have in
/// common is left out.
fn magnitude(graph: &mut Graph, vector: Id) -> (Id, Reduction) {
    let (_, mut factors) = graph.split_product(vector);
    factors.retain(|factor| graph.facts(factor.base).vector);
    let [factor] = &factors[..] else {
        return (graph.apply(Func::Abs, &[vector]), Reduction::Max);
    };
    let extreme = |grows: bool| {
        if grows {
            Reduction::Max
        } else {
            Reduction::Min
        }
    };
    let grows = !factor.exponent.is_negative();
    if let Node::Apply(Func::Exp, args) = graph.node(factor.base) {
        let (_, mut terms) = graph.split_sum(args[0]);
        terms.retain(|(_, id)| graph.facts(*id).vector);
        if let [(coefficient, id)] = &terms[..] {
            return (*id, extreme(grows != coefficient.is_negative()));
        }
    }
    let size = graph.apply(Func::Abs, &[factor.base]);
    (size, extreme(grows))
}

/// The expression with every difference between a total and an element written as a sum of the others.
pub fn without_own(graph: &mut Graph, root: Id) -> Id {
    let root = with_distances(graph, root);
    let root = beside_peaks(graph, root);
    let root = with_rests(graph, root);
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match graph.node(id) {
            Node::Sum(..) if graph.facts(id).vector => paired(graph, id).unwrap_or(id),
            _ => id,
        }
    })
}

/// The terms of a sum with powers of magnitudes for `x^2 |x|`.
pub(super) fn with_magnitudes(graph: &mut Graph, sum: Id) -> Id {
    let (constant, terms) = graph.split_sum(sum);
    let mut sized = Vec::new();
    for (coefficient, id) in terms {
        let (inner, factors) = graph.split_product(id);
        let mut product = Vec::new();
        for Factor { base, exponent } in &factors {
            let size = graph.apply(Func::Abs, &[*base]);
            let is_even = exponent.is_even() && factors.iter().any(|own| own.base == size);
            product.push((if is_even { size } else { *base }, exponent.clone()));
        }
        // merged one by one: an even power of a magnitude by itself would lose it
        let odd = product.iter().fold(Vec::new(), merged);
        sized.push((&coefficient * &inner, graph.product(odd)));
    }
    graph.sum(constant, sized)
}

/// Factors with one more, which is added to a power of the same base.
fn merged(mut factors: Vec<(Id, Rational)>, next: &(Id, Rational)) -> Vec<(Id, Rational)> {
    match factors.iter_mut().find(|own| own.0 == next.0) {
        Some(own) => own.1 = &own.1 + &next.1,
        None => factors.push(next.clone()),
    }
    factors
}

/// A sum as common factors times a sum in which totals lose elements, if there is such a form.
pub(super) fn factored(graph: &mut Graph, sum: Id) -> Option<Id> {
    let monomials = monomials(graph, sum);
    if monomials.len() < 2 {
        return None;
    }
    let shared = common(&monomials, |powers| {
        powers.iter().all(Option::is_some) || powers.iter().flatten().any(Rational::is_negative)
    });
    let shared: Vec<Factor> = shared
        .into_iter()
        .filter(|factor| !is_exponential(graph, factor))
        .collect();
    let all_exponential = monomials
        .iter()
        .all(|(_, factors)| factors.iter().any(|factor| is_exponential(graph, factor)));
    let exponentials: Vec<Factor> = monomials
        .iter()
        .flat_map(|(_, factors)| factors.iter())
        .filter(|factor| all_exponential && is_exponential(graph, factor))
        .cloned()
        .collect();
    let mut outsides: Vec<Vec<Factor>> = exponentials
        .into_iter()
        .map(|exponential| shared.iter().cloned().chain([exponential]).collect())
        .collect();
    outsides.push(shared);
    outsides
        .into_iter()
        .find_map(|outside| taken_out(graph, sum, &outside))
}

fn is_exponential(graph: &Graph, factor: &Factor) -> bool {
    matches!(graph.node(factor.base), Node::Apply(Func::Exp, _))
}

fn taken_out(graph: &mut Graph, sum: Id, outside: &[Factor]) -> Option<Id> {
    let (constant, terms) = graph.split_sum(sum);
    let one = graph.integer(1);
    let mut inner = Vec::new();
    for (coefficient, id) in terms.into_iter().chain([(constant, one)]) {
        let inverse = outside
            .iter()
            .map(|factor| (factor.base, -&factor.exponent));
        let quotient = graph.product([(id, Rational::ONE)].into_iter().chain(inverse));
        inner.push((coefficient, quotient));
    }
    let inner = graph.sum(Rational::ZERO, inner);
    let expanded = crate::present::expand(graph, inner);
    let found = [Some(inner), expanded]
        .into_iter()
        .flatten()
        .find_map(|form| paired(graph, form))?;
    let outside = outside
        .iter()
        .map(|factor| (factor.base, factor.exponent.clone()));
    Some(graph.product(outside.chain([(found, Rational::ONE)])))
}

/// A sum in which every total that loses an element is written as a sum of others; none if there is no such pair.
fn paired(graph: &mut Graph, sum: Id) -> Option<Id> {
    let one = graph.integer(1);
    let (constant, mut terms) = graph.split_sum(sum);
    if !constant.is_zero() {
        terms.push((constant, one));
    }
    let mut made = Vec::new();
    while let Some(term) = total_pair(graph, &mut terms).or_else(|| share_pair(graph, &mut terms)) {
        made.push(term);
    }
    let changed = !made.is_empty();
    changed.then(|| graph.sum(Rational::ZERO, terms.into_iter().chain(made)))
}

/// Takes `c·q·Σ v` and `-c·q·v` out of the terms; what they are together is returned.
fn total_pair(graph: &mut Graph, terms: &mut Vec<Weighted>) -> Option<Weighted> {
    for position in 0..terms.len() {
        let (coefficient, id) = terms[position].clone();
        let (_, factors) = graph.split_product(id);
        for factor in factors.iter().filter(|factor| factor.exponent.is_one()) {
            let Node::Reduce(Reduction::Sum, vector) = *graph.node(factor.base) else {
                continue;
            };
            let rest = graph.divide(id, factor.base);
            let own = distributed(graph, &-&coefficient, rest, vector);
            if remove_all(terms, &own, position) {
                let sum = others(graph, vector);
                return Some((coefficient, graph.multiply(rest, sum)));
            }
        }
    }
    None
}

/// The terms of `coefficient·rest·sum`.
fn distributed(graph: &mut Graph, coefficient: &Rational, rest: Id, sum: Id) -> Vec<Weighted> {
    let one = graph.integer(1);
    let (constant, mut terms) = graph.split_sum(sum);
    if !constant.is_zero() {
        terms.push((constant, one));
    }
    let mut products = Vec::new();
    for (own, id) in terms {
        let (inner, id) = {
            let product = graph.multiply(rest, id);
            graph.split_coefficient(product)
        };
        products.push((&(coefficient * &own) * &inner, id));
    }
    products
}

/// Removes these terms and the one at that position, if all are there.
fn remove_all(terms: &mut Vec<Weighted>, own: &[Weighted], position: usize) -> bool {
    if !own.iter().all(|term| terms.contains(term)) {
        return false;
    }
    let total = terms[position].clone();
    terms.retain(|term| *term != total && !own.contains(term));
    true
}

/// Takes `c·q` and `-c·q·softmax(v)` out of the terms; what they are together is returned.
fn share_pair(graph: &mut Graph, terms: &mut Vec<Weighted>) -> Option<Weighted> {
    for position in 0..terms.len() {
        let (coefficient, id) = terms[position].clone();
        for (log_sum, vector) in log_sums(graph, id) {
            let argument = graph.subtract(vector, log_sum);
            let share = graph.apply(Func::Exp, &[argument]);
            let rest = graph.divide(id, share);
            if remove_all(terms, &[(-&coefficient, rest)], position) {
                let sum = other_shares(graph, log_sum, vector);
                return Some((-&coefficient, graph.multiply(rest, sum)));
            }
            for (part, lack) in fractions(graph, rest) {
                let whole = graph.divide(rest, part);
                if remove_all(terms, &[(-&coefficient, whole)], position) {
                    let sum = other_shares(graph, log_sum, vector);
                    let sum = graph.multiply(part, sum);
                    let sum = graph.add(lack, sum);
                    return Some((-&coefficient, graph.multiply(whole, sum)));
                }
            }
        }
    }
    None
}

/// Factors of the form `1 - p`, each with its `p`.
fn fractions(graph: &mut Graph, product: Id) -> Vec<(Id, Id)> {
    let (_, factors) = graph.split_product(product);
    let mut found = Vec::new();
    for factor in factors.iter().filter(|factor| factor.exponent.is_one()) {
        let lack = graph.sum(Rational::ONE, [(Rational::MINUS_ONE, factor.base)]);
        let is_fraction = matches!(graph.node(factor.base), Node::Sum(..));
        if is_fraction && !matches!(graph.node(lack), Node::Sum(..)) {
            found.push((factor.base, lack));
        }
    }
    found
}

/// The `logsumexp` nodes that an exponential of the product subtracts, each with the vectors it is of.
pub(super) fn log_sums(graph: &Graph, product: Id) -> Vec<(Id, Id)> {
    let (_, factors) = graph.split_product(product);
    let mut found = Vec::new();
    for factor in factors {
        let Node::Apply(Func::Exp, args) = graph.node(factor.base) else {
            continue;
        };
        for (coefficient, id) in graph.split_sum(args[0]).1 {
            if let Node::Apply(Func::LogSumExp, args) = graph.node(id)
                && coefficient.is_negative()
            {
                found.extend(parts(graph, args[0]).into_iter().map(|part| (id, part)));
            }
        }
    }
    found
}

fn parts(graph: &Graph, vector: Id) -> Vec<Id> {
    match graph.node(vector) {
        Node::Concat(parts) => parts.to_vec(),
        _ => vec![vector],
    }
}

/// `1 - exp(v - logsumexp(…, v, …))`.
fn other_shares(graph: &mut Graph, log_sum: Id, vector: Id) -> Id {
    let Node::Apply(_, args) = graph.node(log_sum) else {
        return graph.undefined();
    };
    let (parts, mut own) = (parts(graph, args[0]), false);
    let mut sum = Vec::new();
    for part in parts {
        let argument = graph.subtract(part, log_sum);
        let share = graph.apply(Func::Exp, &[argument]);
        let term = if part == vector && !own {
            own = true;
            others(graph, share)
        } else {
            graph.reduce(Reduction::Sum, share)
        };
        sum.push((Rational::ONE, term));
    }
    graph.sum(Rational::ZERO, sum)
}
