//! Derivatives of a weighted sum of all results, by one pass from the result back to the inputs.

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::{bessel_partial, partial, reduction_weights, softmax};
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Symbol};
use crate::rational::Rational;

/// The product of a vector and the Jacobian of `root`: the derivatives of `Σ upstream·root` by the elements of each symbol.
pub fn cotangent(graph: &mut Graph, root: Id, upstream: Id, symbols: &[Symbol]) -> Vec<Id> {
    let mut pass = Reverse {
        received: FxHashMap::default(),
    };
    pass.give(graph, root, upstream);
    for id in graph.reachable(&[root]).into_iter().rev() {
        if let Some(contributions) = pass.received.remove(&id) {
            let weight = graph.sum(
                Rational::ZERO,
                contributions.into_iter().map(|id| (Rational::ONE, id)),
            );
            pass.node(graph, id, weight);
            pass.received.insert(id, vec![weight]);
        }
    }
    symbols
        .iter()
        .map(|&symbol| {
            let id = graph.symbol(symbol);
            let found = pass.received.get(&id).map(|weights| weights[0]);
            let weight = found.unwrap_or_else(|| graph.integer(0));
            graph.shaped_as(weight, id)
        })
        .collect()
}

struct Reverse {
    /// What each node's users have passed back to it.
    received: FxHashMap<Id, Vec<Id>>,
}

impl Reverse {
    /// Passes a weight to a node. A scalar that stands for all elements of a vector receives the sum of theirs.
    fn give(&mut self, graph: &mut Graph, to: Id, weight: Id) {
        if graph.is_constant(to) {
            return;
        }
        let (scalar, spread) = (!graph.facts(to).vector, graph.facts(weight).vector);
        let weight = if scalar && spread {
            graph.reduce(Reduction::Sum, weight)
        } else {
            weight
        };
        self.received.entry(to).or_default().push(weight);
    }

    /// As [`give`](Self::give), for an operand of a node: a uniform weight on a vector node counts once for each of its elements.
    fn pass(&mut self, graph: &mut Graph, node: Id, to: Id, weight: Id) {
        let weight = if graph.facts(to).vector {
            weight
        } else {
            graph.shaped_as(weight, node)
        };
        self.give(graph, to, weight);
    }

    fn node(&mut self, graph: &mut Graph, id: Id, weight: Id) {
        match graph.node(id).clone() {
            Node::Sum(_, terms) => {
                for term in terms.iter() {
                    let scaled = graph.scale(weight, &term.coefficient);
                    self.pass(graph, id, term.id, scaled);
                }
            }
            Node::Product(factors) => self.product(graph, id, &factors, weight),
            Node::Power(base, exponent) => self.power(graph, id, base, exponent, weight),
            Node::Apply(func @ (Func::Min | Func::Max), args) => {
                self.extreme(graph, id, func, &args, weight);
            }
            Node::Apply(Func::LogSumExp, args) => {
                let shares = softmax(graph, args[0], id);
                let weight = graph.multiply(weight, shares);
                self.give(graph, args[0], weight);
            }
            Node::Apply(Func::Concat, _) | Node::Part(..) => {}
            Node::Broadcast(value, _) => self.pass(graph, id, value, weight),
            Node::Apply(func, args) => {
                for (position, &arg) in args.iter().enumerate() {
                    let slope = partial(graph, func, &args, id, position);
                    let weight = weighted(graph, weight, slope);
                    self.pass(graph, id, arg, weight);
                }
            }
            Node::SphericalBessel(order, argument) => {
                let slope = bessel_partial(graph, order, argument);
                let weight = weighted(graph, weight, slope);
                self.pass(graph, id, argument, weight);
            }
            Node::Select(condition, a, b) => {
                let zero = graph.integer(0);
                let (then, otherwise) = match graph.node(condition) {
                    Node::Compare(Comparison::Equal, a, _) if graph.facts(*a).vector => {
                        (zero, weight)
                    }
                    Node::Compare(Comparison::NotEqual, a, _) if graph.facts(*a).vector => {
                        (weight, zero)
                    }
                    _ => (
                        graph.select(condition, weight, zero),
                        graph.select(condition, zero, weight),
                    ),
                };
                self.pass(graph, id, a, then);
                self.pass(graph, id, b, otherwise);
            }
            Node::Reduce(Reduction::Count, _) => {}
            Node::Reduce(reduction, vector) => {
                let shares = reduction_weights(graph, id, reduction, vector);
                let weight = graph.multiply(weight, shares);
                self.give(graph, vector, weight);
            }
            Node::Concat(parts) => {
                let weight = graph.shaped_as(weight, id);
                for (which, &part) in parts.iter().enumerate() {
                    let own = graph.part(weight, &parts, which as u32);
                    self.give(graph, part, own);
                }
            }
            _ => {}
        }
    }

    fn product(&mut self, graph: &mut Graph, id: Id, factors: &[Factor], weight: Id) {
        for (index, factor) in factors.iter().enumerate() {
            if graph.exceeded().is_some() {
                return;
            }
            let mut parts = Vec::new();
            for (other, factor) in factors.iter().enumerate() {
                let lower = if other == index {
                    &factor.exponent - &Rational::ONE
                } else {
                    factor.exponent.clone()
                };
                parts.push((factor.base, lower));
            }
            let slope = graph.product(parts);
            let slope = graph.scale(slope, &factor.exponent);
            let weight = weighted(graph, weight, slope);
            self.pass(graph, id, factor.base, weight);
        }
    }

    fn power(&mut self, graph: &mut Graph, id: Id, base: Id, exponent: Id, weight: Id) {
        let lower = graph.sum(Rational::MINUS_ONE, [(Rational::ONE, exponent)]);
        let lowered = graph.power(base, lower);
        let by_base = graph.multiply(exponent, lowered);
        let by_base = weighted(graph, weight, by_base);
        self.pass(graph, id, base, by_base);
        let log = graph.apply(Func::Ln, &[base]);
        let by_exponent = graph.multiply(id, log);
        let by_exponent = weighted(graph, weight, by_exponent);
        self.pass(graph, id, exponent, by_exponent);
    }

    /// The weight goes to the argument that is chosen, to the first among equals.
    fn extreme(&mut self, graph: &mut Graph, id: Id, func: Func, args: &[Id], weight: Id) {
        let zero = graph.integer(0);
        let comparison = if func == Func::Max {
            Comparison::Greater
        } else {
            Comparison::Less
        };
        let Some((&last, earlier)) = args.split_last() else {
            return;
        };
        let (mut weights, mut value) = (vec![weight], last);
        for &arg in earlier.iter().rev() {
            let rest_chosen = graph.compare(comparison, value, arg);
            for weight in &mut weights {
                *weight = graph.select(rest_chosen, *weight, zero);
            }
            weights.push(graph.select(rest_chosen, zero, weight));
            value = graph.apply(func, &[arg, value]);
        }
        for (&arg, weight) in args.iter().rev().zip(weights) {
            self.pass(graph, id, arg, weight);
        }
    }
}

/// `weight * slope`, where a weight that is 0 in the branch that is not taken stays so whatever the slope is there.
fn weighted(graph: &mut Graph, weight: Id, slope: Id) -> Id {
    let (coefficient, selection) = graph.split_coefficient(weight);
    let Node::Select(condition, a, b) = *graph.node(selection) else {
        return graph.multiply(weight, slope);
    };
    let slope = graph.scale(slope, &coefficient);
    let zero = graph.integer(0);
    if b == zero {
        let inner = weighted(graph, a, slope);
        graph.select(condition, inner, zero)
    } else if a == zero {
        let inner = weighted(graph, b, slope);
        graph.select(condition, zero, inner)
    } else {
        graph.multiply(selection, slope)
    }
}
