//! Powers of signs in derivatives.

use gradus_syntax::Func;

use super::Pass;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

impl Pass<'_> {
    /// `sign(u)^2` is 1 but at single points, as far as u moves; what a derivative returns at those the pieces decide.
    pub(super) fn without_squares_of_signs(&self, graph: &mut Graph, tangent: Id) -> Id {
        let (constant, terms) = graph.split_sum(tangent);
        let terms: Vec<(Rational, Id)> = terms
            .into_iter()
            .flat_map(|(coefficient, id)| self.distributed(graph, &coefficient, id))
            .collect();
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

    /// The terms of a sign times a sum in which it occurs again.
    fn distributed(
        &self,
        graph: &mut Graph,
        coefficient: &Rational,
        id: Id,
    ) -> Vec<(Rational, Id)> {
        let alone = vec![(coefficient.clone(), id)];
        let Node::Product(factors) = graph.node(id).clone() else {
            return alone;
        };
        let signs: Vec<Id> = factors
            .iter()
            .filter(|factor| factor.exponent.is_one() && self.is_sign(graph, factor.base))
            .map(|factor| factor.base)
            .collect();
        let repeats = |factor: &&Factor| {
            factor.exponent.is_one()
                && signs
                    .iter()
                    .any(|&sign| has_term_with(graph, factor.base, sign))
        };
        let Some(sum) = factors.iter().find(repeats).map(|factor| factor.base) else {
            return alone;
        };
        let rest: Vec<(Id, Rational)> = factors
            .iter()
            .filter(|factor| factor.base != sum)
            .map(|factor| (factor.base, factor.exponent.clone()))
            .collect();
        let (constant, terms) = graph.split_sum(sum);
        let mut found = Vec::new();
        if !constant.is_zero() {
            found.push((coefficient * &constant, graph.product(rest.clone())));
        }
        for (scale, term) in terms {
            let mut all = rest.clone();
            all.push((term, Rational::ONE));
            found.push((coefficient * &scale, graph.product(all)));
        }
        found
    }

    fn is_sign(&self, graph: &Graph, id: Id) -> bool {
        match graph.node(id) {
            Node::Apply(Func::Sign, args) => self.of(args[0]).is_some(),
            _ => false,
        }
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

/// Whether a term of a sum has that factor.
fn has_term_with(graph: &Graph, sum: Id, factor: Id) -> bool {
    let has = |id: Id| match graph.node(id) {
        Node::Product(factors) => factors.iter().any(|found| found.base == factor),
        _ => id == factor,
    };
    match graph.node(sum) {
        Node::Sum(_, terms) => terms.iter().any(|term| has(term.id)),
        _ => false,
    }
}
