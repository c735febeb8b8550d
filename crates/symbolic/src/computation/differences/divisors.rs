//! Powers of a parameter that expressions are divided by.

use crate::graph::{Graph, Id, Node, Symbol};
use crate::rational::Rational;

/// The highest power of a parameter that something is divided by outside of functions.
pub(super) fn order_of_divisor(graph: &Graph, id: Id, parameter: Symbol) -> u32 {
    match graph.node(id) {
        Node::Sum(_, terms) => {
            let terms = terms.iter();
            let orders = terms.map(|term| order_of_divisor(graph, term.id, parameter));
            orders.max().unwrap_or(0)
        }
        Node::Product(factors) => {
            let factors = factors.iter();
            let orders = factors.map(|own| match own.exponent.to_i64() {
                Some(1) => order_of_divisor(graph, own.base, parameter),
                Some(exponent @ -8..=-1) if *graph.node(own.base) == Node::Symbol(parameter) => {
                    exponent.unsigned_abs() as u32
                }
                _ => 0,
            });
            orders.sum()
        }
        _ => 0,
    }
}

/// An expression times a power of a parameter, multiplied out as far as it is divided by that.
pub(super) fn times_power(graph: &mut Graph, id: Id, parameter: Symbol, order: u32) -> Option<Id> {
    if order == 0 {
        return Some(id);
    }
    let by = graph.symbol(parameter);
    match graph.node(id).clone() {
        Node::Sum(constant, terms) => {
            let constant = graph.rational(constant);
            let power = Rational::from(i64::from(order));
            let constant = graph.product([(constant, Rational::ONE), (by, power)]);
            let mut all = vec![(Rational::ONE, constant)];
            for term in terms.iter() {
                let own = times_power(graph, term.id, parameter, order)?;
                all.push((term.coefficient.clone(), own));
            }
            Some(graph.sum(Rational::ZERO, all))
        }
        Node::Product(factors) => {
            let is_divided = |own: &Id| order_of_divisor(graph, *own, parameter) > 0;
            let sum = factors
                .iter()
                .position(|own| own.exponent.is_one() && is_divided(&own.base));
            let Some(sum) = sum else {
                let power = Rational::from(i64::from(order));
                return Some(graph.product([(id, Rational::ONE), (by, power)]));
            };
            let inner = order_of_divisor(graph, factors[sum].base, parameter);
            let own = times_power(graph, factors[sum].base, parameter, inner)?;
            let others = factors
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != sum);
            let others: Vec<(Id, Rational)> = others
                .map(|(_, own)| (own.base, own.exponent.clone()))
                .collect();
            let others = graph.product(others);
            let others = times_power(graph, others, parameter, order - inner)?;
            Some(graph.multiply(others, own))
        }
        _ => Some(graph.product([(id, Rational::ONE), (by, Rational::from(i64::from(order)))])),
    }
}
