//! Signs of zeros that are not chosen.
//!
//! `exp(x) - 1` takes two operations to be -0 at -0. Where it is one side of a choice by the sign of x, as in ELU, the other side is
//! taken there.

use super::graph::{Graph, Id, Node, Predicate, Two};

/// How many products one in the other are looked at.
const DEPTH: usize = 3;

impl Graph {
    /// Notes that a number is another but for the signs of zeros, which are those of a third: where that is below 0 both have
    /// the same bits.
    pub fn note_zeros(&mut self, signed: Id, bare: Id, sign: Id) {
        if signed != bare {
            self.zeros.insert(signed, [bare, sign]);
        }
    }

    /// The sides of a choice; the one that is taken below 0 (or of NaN, all of which are one) without signs of zeros.
    pub fn without_zeros(&mut self, mask: Id, [yes, no]: [Id; 2]) -> [Id; 2] {
        match self.node(mask) {
            Node::Compare(Predicate::LessEqual, zero, x) if self.number(zero) == Some(0.0) => {
                [yes, self.below(no, x, DEPTH)]
            }
            Node::Compare(Predicate::Less, x, zero) if self.number(zero) == Some(0.0) => {
                [self.below(yes, x, DEPTH), no]
            }
            _ => [yes, no],
        }
    }

    /// What has the same bits where x is below 0.
    fn below(&mut self, id: Id, x: Id, depth: usize) -> Id {
        if let Some([bare, sign]) = self.zeros.get(&id).copied()
            && self.is_or_limits(sign, x)
        {
            return bare;
        }
        match self.node(id) {
            Node::Two(Two::Mul, a, b) if depth > 0 => {
                let [c, d] = [a, b].map(|factor| self.below(factor, x, depth - 1));
                if [a, b] == [c, d] {
                    return id;
                }
                self.push(Node::Two(Two::Mul, c.min(d), c.max(d)))
            }
            _ => id,
        }
    }

    /// Whether a number is x where that is below 0.
    fn is_or_limits(&self, id: Id, x: Id) -> bool {
        match self.node(id) {
            _ if id == x => true,
            Node::Two(Two::Min, limit, other) => other == x && self.number(limit) == Some(0.0),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};

    use super::super::codes::Width;
    use super::super::graph_of;
    use super::super::tests::{agrees, computation};
    use super::{Node, Two};
    use crate::lower::Program;

    /// `x`, by a comparison below 0 `0.75 (exp(x) - 1)`.
    fn two_sides(comparison: Comparison) -> Computation {
        let number = |value: f64| Op::Constant(Real::exact(value));
        let [x, zero, scale, mask, below, near, scaled] = [0, 1, 2, 3, 4, 5, 6].map(Value);
        let below_first = matches!(comparison, Comparison::Less | Comparison::LessEqual);
        let [yes, no] = if below_first {
            [scaled, x]
        } else {
            [x, scaled]
        };
        let ops = vec![
            Op::Input(0),
            number(0.0),
            number(0.75),
            Op::Compare(comparison, x, zero),
            Op::Binary(Binary::Min, x, zero),
            Op::Unary(Unary::Expm1, below),
            Op::Binary(Binary::Mul, scale, near),
            Op::Select(mask, yes, no),
        ];
        computation(ops, vec![Value(7)])
    }

    #[test]
    fn zeros_have_signs_where_they_are_chosen() {
        let cases = [
            (Comparison::Less, 0),
            (Comparison::GreaterEqual, 0),
            (Comparison::LessEqual, 1),
            (Comparison::Greater, 1),
        ];
        for (comparison, signs) in cases {
            let computation = two_sides(comparison);
            agrees::<f32>(&computation);
            agrees::<f64>(&computation);
            let program = Program::<f64>::new(&computation).unwrap();
            let (graph, _) = graph_of(&program, &[], Width::Avx2).unwrap();
            let nodes = graph.needed().into_iter().map(|id| graph.node(id));
            let found = nodes.filter(|node| matches!(node, Node::Two(Two::Or, ..)));
            assert_eq!(found.count(), signs, "{comparison:?}");
        }
    }
}
