//! How long an expression is to read.

use rustc_hash::FxHashMap;

use crate::graph::{Graph, Id, Node};
use crate::rational::Rational;

/// Counts the names, numbers, operators and calls of expressions as they would be printed.
///
/// Presentation takes the form with the smallest count.
#[derive(Default)]
pub struct Measure {
    counted: FxHashMap<Id, u64>,
}

impl Measure {
    /// The length of an expression.
    pub fn of(&mut self, graph: &Graph, root: Id) -> u64 {
        if let Some(&count) = self.counted.get(&root) {
            return count;
        }
        for id in graph.reachable_beyond(&[root], &self.counted) {
            let count = self.node(graph.node(id));
            self.counted.insert(id, count);
        }
        self.counted[&root]
    }

    fn node(&self, node: &Node) -> u64 {
        let mut operands = 0u64;
        let mut count = 0u64;
        node.operands(|id| {
            operands = operands.saturating_add(self.counted[&id]);
            count += 1;
        });
        let own = match node {
            Node::Rational(value) => number(value),
            Node::Sum(constant, terms) => {
                let coefficients: u64 = terms
                    .iter()
                    .map(|term| coefficient(&term.coefficient))
                    .sum();
                let constant = if constant.is_zero() {
                    0
                } else {
                    number(constant) + 1
                };
                // a difference that must begin with its minus sign
                let all_negative = terms.iter().all(|term| term.coefficient.is_negative());
                let sign = u64::from(constant == 0 && terms.len() > 1 && all_negative);
                count - 1 + coefficients + constant + sign
            }
            Node::Product(factors) => {
                let inverse = factors.iter().all(|factor| factor.exponent.is_negative());
                let exponents: u64 = factors
                    .iter()
                    .map(|factor| exponent(&factor.exponent))
                    .sum();
                count - 1 + exponents + 2 * u64::from(inverse)
            }
            Node::SphericalBessel(order, argument) => {
                let argument = self.counted[argument];
                return (6 + 3 * argument) * u64::from(*order);
            }
            _ => 1,
        };
        operands.saturating_add(own)
    }
}

fn number(value: &Rational) -> u64 {
    if value.is_integer() || super::number::decimal(value).is_some() {
        1
    } else {
        3
    }
}

fn coefficient(value: &Rational) -> u64 {
    let magnitude = value.abs();
    match (
        magnitude.is_one(),
        super::number::decimal(&magnitude).is_some(),
    ) {
        (true, _) => 0,
        (_, true) => 2,
        _ => {
            2 * u64::from(magnitude.numerator() != Rational::ONE.numerator())
                + 2 * u64::from(!magnitude.is_integer())
        }
    }
}

fn exponent(value: &Rational) -> u64 {
    let magnitude = value.abs();
    match (magnitude.is_one(), magnitude.is_integer()) {
        (true, _) => 0,
        (_, true) => 2,
        _ if magnitude == Rational::new(1, 2) => 1,
        _ => 4,
    }
}
