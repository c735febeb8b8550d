//! Which inputs want a scale, and which exponentials.

use gradus_syntax::Func;
use rustc_hash::FxHashSet;

use super::linear::is_linear;
use super::{Element, Own};
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Role, Symbol};
use crate::rational::Rational;

/// Vectors that want a scale.
pub(super) struct Found {
    pub vectors: Vec<Own>,
    pub element: Element,
}

/// The vectors whose squares, or other powers, are added up, whose sums are divided, or whose sums and extremes are divided by; if there
/// are none, the function of a vector whose squares are added up.
pub(super) fn of_vectors(graph: &Graph, inputs: &[Symbol], roots: &[Id]) -> Found {
    let powers = powers_in_sums(graph, roots);
    let mut found = large_in_reductions(graph, roots);
    found.extend(
        powers
            .iter()
            .flat_map(|power| symbols_of(graph, power.base)),
    );
    found.retain(|symbol| graph.symbol_info(*symbol).role == Role::Vector);
    // directions have sizes of their own
    let others = inputs.iter().skip(1);
    for other in others.filter(|other| is_linear(graph, roots, **other)) {
        found.remove(other);
    }
    let wanted = inputs.iter().filter(|input| found.contains(input));
    let mut vectors: Vec<Own> = wanted.copied().map(Own::Symbol).collect();
    if vectors.is_empty() {
        vectors.extend(squared_function(graph, &powers).map(Own::Vector));
    }
    Found {
        vectors,
        element: element(&powers),
    }
}

/// A power of a vector that is added up.
struct Power {
    base: Id,
    exponent: Exponent,
    /// Whether the sum stands in a power, a root or a logarithm.
    is_below: bool,
}

enum Exponent {
    Number(Rational),
    Expression(Id),
}

/// Powers above 1 of vectors that are added up; under roots and logarithms all others that are below -1 or not known.
fn powers_in_sums(graph: &Graph, roots: &[Id]) -> Vec<Power> {
    let mut found = Vec::new();
    let under_roots = under_roots(graph, roots);
    for id in graph.reachable(roots) {
        let Node::Reduce(Reduction::Sum, vector) = *graph.node(id) else {
            continue;
        };
        let is_below = under_roots.contains(&id);
        for id in graph.reachable(&[vector]) {
            match graph.node(id) {
                Node::Product(factors) => {
                    let large = factors.iter().filter(|factor| {
                        let exponent = &factor.exponent;
                        is_above_one(exponent) || is_below && is_above_one(&-exponent)
                    });
                    found.extend(large.map(|factor| Power {
                        base: factor.base,
                        exponent: Exponent::Number(factor.exponent.clone()),
                        is_below,
                    }));
                }
                Node::Power(base, exponent) if is_below && !graph.facts(*exponent).vector => {
                    found.push(Power {
                        base: *base,
                        exponent: Exponent::Expression(*exponent),
                        is_below,
                    });
                }
                _ => {}
            }
        }
    }
    found
}

/// What stands in powers, roots and logarithms.
fn under_roots(graph: &Graph, roots: &[Id]) -> FxHashSet<Id> {
    let mut bases = Vec::new();
    for id in graph.reachable(roots) {
        match graph.node(id) {
            Node::Product(factors) => {
                let raised = factors.iter().filter(|factor| !factor.exponent.is_one());
                bases.extend(raised.map(|factor| factor.base));
            }
            Node::Power(base, _) => bases.push(*base),
            Node::Apply(Func::Ln | Func::Cbrt, args) => bases.push(args[0]),
            _ => {}
        }
    }
    graph.reachable(&bases).into_iter().collect()
}

/// The element of vectors that outweighs the others in sums of their powers.
fn element(powers: &[Power]) -> Element {
    let mut numbers = powers.iter().filter_map(|power| match &power.exponent {
        Exponent::Number(exponent) => Some(exponent),
        Exponent::Expression(_) => None,
    });
    let expressions = powers.iter().filter_map(|power| match power.exponent {
        Exponent::Expression(exponent) => Some(exponent),
        Exponent::Number(_) => None,
    });
    match expressions.min() {
        Some(first) => Element::BySignOf(first),
        None if !powers.is_empty() && numbers.all(Rational::is_negative) => Element::Least,
        None => Element::Greatest,
    }
}

/// The only function of a vector that the powers are of.
fn squared_function(graph: &Graph, powers: &[Power]) -> Option<Id> {
    let below = powers.iter().filter(|power| power.is_below);
    let mut leaves = below.flat_map(|power| leaves_of(graph, power.base));
    let is_function = |id: &Id| match graph.node(*id) {
        Node::Apply(func, _) => *func != Func::Exp && graph.facts(*id).vector,
        _ => false,
    };
    let first = leaves.next().filter(is_function)?;
    leaves.all(|other| other == first).then_some(first)
}

/// The vectors whose sums are divided, or whose sums and extremes are divided by.
fn large_in_reductions(graph: &Graph, roots: &[Id]) -> FxHashSet<Symbol> {
    let mut found = FxHashSet::default();
    for id in graph.reachable(roots) {
        if let Some(sum) = divided_sum(graph, id) {
            found.extend(symbols_of(graph, sum));
        }
        for divisor in divisors_of_reductions(graph, id) {
            found.extend(symbols_of(graph, divisor));
        }
    }
    found
}

/// What a product divides by that is made of sums and extremes of vectors.
fn divisors_of_reductions(graph: &Graph, id: Id) -> Vec<Id> {
    let Node::Product(factors) = graph.node(id) else {
        return Vec::new();
    };
    let is_total = |id: Id| {
        let reduction = |id: &Id| {
            matches!(
                graph.node(*id),
                Node::Reduce(Reduction::Sum | Reduction::Min | Reduction::Max, _)
            )
        };
        let (_, terms) = graph.split_sum(id);
        reduction(&id) || terms.iter().any(|(_, term)| reduction(term))
    };
    let divided = factors
        .iter()
        .filter(|factor| factor.exponent.is_negative() && is_total(factor.base));
    divided.map(|factor| factor.base).collect()
}

/// The sum of a mean.
fn divided_sum(graph: &Graph, id: Id) -> Option<Id> {
    let Node::Product(factors) = graph.node(id) else {
        return None;
    };
    let is_count = |id: Id| matches!(graph.node(id), Node::Reduce(Reduction::Count, _));
    let is_sum = |id: Id| matches!(graph.node(id), Node::Reduce(Reduction::Sum, _));
    let divided = |factor: &&Factor| factor.exponent.is_negative() && is_count(factor.base);
    let sum = |factor: &&Factor| factor.exponent.is_one() && is_sum(factor.base);
    factors.iter().find(divided)?;
    factors.iter().find(sum).map(|factor| factor.base)
}

/// Scalar inputs of algebraic expressions whose powers are added up under a root or below a line; none of others.
pub(super) fn squared_together(
    graph: &Graph,
    inputs: &[Symbol],
    roots: &[Id],
) -> Option<FxHashSet<Symbol>> {
    let mut found = FxHashSet::default();
    if inputs.len() < 2 {
        return None;
    }
    for id in graph.reachable(roots) {
        match graph.node(id) {
            Node::Product(factors) => {
                let mut roots = factors.iter().filter(|factor| {
                    factor.exponent.is_negative() || !factor.exponent.is_integer()
                });
                if let Some(sum) = roots.find(|factor| adds_squares(graph, factor.base)) {
                    found.extend(symbols_of(graph, sum.base));
                }
            }
            Node::Apply(func, _) if !matches!(func, Func::Abs | Func::Sign) => return None,
            Node::Power(..) | Node::SphericalBessel(..) => return None,
            _ => {}
        }
    }
    found.retain(|symbol| graph.symbol_info(*symbol).role == Role::Scalar);
    (found.len() > 1).then_some(found)
}

/// The parameters beside which an input is added up, as in `t + |x|` and `x^2 + a^2`, under a root or below a line, in algebraic
/// expressions; none of others.
pub(super) fn homogeneous(graph: &Graph, input: Symbol, roots: &[Id]) -> Option<Vec<Symbol>> {
    let mut found = Vec::new();
    for id in graph.reachable(roots) {
        match graph.node(id) {
            Node::Product(factors) => {
                let divides = |factor: &&Factor| {
                    factor.exponent.is_negative() || !factor.exponent.is_integer()
                };
                for factor in factors.iter().filter(divides) {
                    let Node::Sum(constant, terms) = graph.node(factor.base) else {
                        continue;
                    };
                    let symbols = symbols_of(graph, factor.base);
                    if constant.is_zero() && terms.len() > 1 && symbols.contains(&input) {
                        found.extend(symbols);
                    }
                }
            }
            Node::Symbol(_) | Node::Rational(_) | Node::Constant(_) | Node::Undefined => {}
            Node::Truth(_) | Node::And(..) | Node::Or(..) | Node::Compare(..) => {}
            // over the scale a difference would lose digits
            Node::Sum(_, terms)
                if terms
                    .iter()
                    .filter(|term| is_symbol(graph, term.id))
                    .count()
                    > 1 =>
            {
                return None;
            }
            Node::Sum(..) | Node::Select(..) => {}
            Node::Apply(Func::Abs | Func::Sign, _) => {}
            _ => return None,
        }
    }
    found.retain(|symbol| graph.symbol_info(*symbol).role == Role::Parameter);
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

fn is_symbol(graph: &Graph, id: Id) -> bool {
    matches!(graph.node(id), Node::Symbol(_))
}

/// Whether a sum has two powers of inputs among its terms.
fn adds_squares(graph: &Graph, id: Id) -> bool {
    let Node::Sum(_, terms) = graph.node(id) else {
        return false;
    };
    let is_square = |id: Id| match graph.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| is_above_one(&factor.exponent)),
        _ => false,
    };
    terms.iter().filter(|term| is_square(term.id)).count() > 1
}

/// The symbols that something is an algebraic expression of.
fn symbols_of(graph: &Graph, root: Id) -> Vec<Symbol> {
    let leaves = leaves_of(graph, root).into_iter();
    let symbol = |id: Id| match graph.node(id) {
        Node::Symbol(symbol) => Some(*symbol),
        _ => None,
    };
    leaves.filter_map(symbol).collect()
}

/// The symbols and functions that something is an algebraic expression of.
fn leaves_of(graph: &Graph, root: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    let mut seen = FxHashSet::default();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        match graph.node(id) {
            Node::Symbol(_) => found.push(id),
            Node::Apply(Func::Abs | Func::Min | Func::Max | Func::Hypot, args) => {
                pending.extend(args.iter().copied());
            }
            Node::Apply(..) => found.push(id),
            Node::Power(..) => {}
            node => node.operands(|operand| pending.push(operand)),
        }
    }
    found
}

fn is_above_one(exponent: &Rational) -> bool {
    *exponent > Rational::ONE
}

/// The vector whose exponentials are added up, where there is one.
pub(super) fn summed_exponential(graph: &Graph, roots: &[Id]) -> Option<Id> {
    let mut found = None;
    for id in graph.reachable(roots) {
        let Node::Reduce(Reduction::Sum, vector) = *graph.node(id) else {
            continue;
        };
        for id in graph.reachable(&[vector]) {
            let Node::Apply(Func::Exp, args) = graph.node(id) else {
                continue;
            };
            let exponent = exponent_of(graph, args[0]).filter(|_| graph.facts(id).vector)?;
            if found.is_some_and(|known| known != exponent) {
                return None;
            }
            found = Some(exponent);
        }
    }
    found
}

/// The vector that an exponent is, but for logarithms of sums of its exponentials.
fn exponent_of(graph: &Graph, argument: Id) -> Option<Id> {
    let (_, mut terms) = graph.split_sum(argument);
    terms.retain(|(_, id)| !matches!(graph.node(*id), Node::Apply(Func::LogSumExp, _)));
    match terms[..] {
        [(ref coefficient, id)] if coefficient.is_one() => Some(id),
        _ => None,
    }
}
