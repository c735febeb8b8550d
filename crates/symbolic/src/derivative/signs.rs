//! Powers of signs in derivatives.

use gradus_syntax::Func;

use super::Pass;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

impl Pass<'_> {
    /// `sign(u)^2` is 1 but at single points, as far as u moves; what a derivative returns at those the pieces decide.
    pub(super) fn without_squares_of_signs(&self, graph: &mut Graph, tangent: Id) -> Id {
        let (constant, terms) = graph.split_sum(tangent);
        let has_squares = |(_, id): &(Rational, Id)| match graph.node(*id) {
            Node::Product(factors) => factors.iter().any(|factor| self.squares(graph, factor)),
            _ => false,
        };
        if !terms.iter().any(has_squares) {
            return tangent;
        }
        let mut plain = Vec::new();
        for (coefficient, id) in terms {
            let (inner, factors) = graph.split_product(id);
            let factors: Vec<(Id, Rational)> = factors
                .into_iter()
                .filter_map(|factor| self.plain_sign(graph, factor))
                .collect();
            plain.push((&coefficient * &inner, graph.product(factors)));
        }
        graph.sum(constant, plain)
    }

    /// A factor as it is beside zeros of signs: none for 1.
    fn plain_sign(&self, graph: &Graph, factor: Factor) -> Option<(Id, Rational)> {
        match (self.squares(graph, &factor), factor.exponent.is_even()) {
            (true, true) => None,
            (true, false) => Some((factor.base, Rational::ONE)),
            (false, _) => Some((factor.base, factor.exponent)),
        }
    }

    fn squares(&self, graph: &Graph, factor: &Factor) -> bool {
        match graph.node(factor.base) {
            Node::Apply(Func::Sign, args) => {
                factor.exponent.is_integer()
                    && !factor.exponent.is_one()
                    && self.of(args[0]).is_some()
            }
            _ => false,
        }
    }
}
