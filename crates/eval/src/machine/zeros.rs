//! Signs of zeros that are not chosen.
//!
//! `exp(x) - 1` takes two operations to be -0 at -0. Where it is one side of a choice by the sign of x, as in ELU, the other side is
//! taken there. With 16 registers and no masks of their own, a side that is 0 where the other counts is put together with that bit
//! by bit.

use super::graph::{Graph, Id, Node, Predicate, Two};

/// How many products one in the other are looked at.
const DEPTH: usize = 3;

impl Graph {
    /// Notes that a number is another but for the signs of zeros, which are those of a third: where that is below 0 both have
    /// the same bits, and where it is 0 the other is +0.
    pub fn note_zeros(&mut self, signed: Id, bare: Id, sign: Id) {
        if signed != bare {
            self.zeros.insert(signed, [bare, sign]);
        }
    }

    /// A number of the same magnitude.
    pub fn without_sign(&self, id: Id) -> Id {
        self.zeros.get(&id).map_or(id, |[bare, _]| *bare)
    }

    /// A choice between two sides. That of a multiple of x above 0 and of what vanishes there needs no mask: one of both is +0, or a -0
    /// where the other has that sign too. Of zeros and NaN the greater is its second operand.
    pub fn of_sides(&mut self, mask: Id, sides: [Id; 2]) -> Id {
        let [yes, no] = self.without_zeros(mask, sides);
        let above = match self.node(mask) {
            Node::Compare(Predicate::LessEqual | Predicate::Less, zero, x) if !self.scales() => {
                (self.number(zero) == Some(0.0)).then_some(x)
            }
            _ => None,
        };
        if let Some(x) = above
            && self.is_multiple(yes, x)
        {
            let no = self.below(no, x, DEPTH);
            if self.is_bare(no, x, DEPTH) {
                let zero = self.push(Node::Constant(0));
                let above = self.push(Node::Two(Two::Max, zero, yes));
                return self.push(Node::Two(Two::Or, above, no));
            }
        }
        self.push(Node::Choose(mask, yes, no))
    }

    /// The sides of a choice; the one that is taken below 0 (or of NaN, all of which are one) without signs of zeros.
    fn without_zeros(&mut self, mask: Id, [yes, no]: [Id; 2]) -> [Id; 2] {
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

    /// Whether a number is x, or that times a constant above 0.
    fn is_multiple(&self, id: Id, x: Id) -> bool {
        match self.node(id) {
            _ if id == x => true,
            Node::Two(Two::Mul, a, b) => {
                a == x && self.is_above_zero(b) || b == x && self.is_above_zero(a)
            }
            _ => false,
        }
    }

    /// Whether it is a constant above 0 that leaves a zero one.
    fn is_above_zero(&self, id: Id) -> bool {
        let number = self.number(id);
        number.is_some_and(|number| number > 0.0 && number.is_finite())
    }

    /// Whether a number is +0 where x is not below 0: it is noted to be where its limited argument is a zero, which that is there.
    fn is_bare(&self, id: Id, x: Id, depth: usize) -> bool {
        let limited = |sign: Id| sign != x && self.is_or_limits(sign, x);
        if self
            .zeros
            .values()
            .any(|[bare, sign]| *bare == id && limited(*sign))
        {
            return true;
        }
        match self.node(id) {
            Node::Two(Two::Mul, a, b) if depth > 0 => {
                self.is_bare(a, x, depth - 1) && self.is_above_zero(b)
                    || self.is_bare(b, x, depth - 1) && self.is_above_zero(a)
            }
            _ => false,
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
            let signed = |node: &Node| matches!(node, Node::Two(Two::Or, ..));
            let found = count(&computation, Width::Avx512, signed);
            assert_eq!(found, signs, "{comparison:?}");
        }
    }

    #[test]
    fn sides_that_vanish_beyond_the_other_need_no_mask() {
        let is_choice = |node: &Node| matches!(node, Node::Choose(..));
        for comparison in [Comparison::GreaterEqual, Comparison::Greater] {
            let choices = |width| count(&two_sides(comparison), width, is_choice);
            assert_eq!([Width::Avx2, Width::Avx512].map(choices), [0, 1]);
        }
        // of a factor below 0 what vanishes has another sign
        let mut opposite = two_sides(Comparison::GreaterEqual);
        opposite.ops[2] = Op::Constant(Real::exact(-0.75));
        assert_eq!(count(&opposite, Width::Avx2, is_choice), 1);
        agrees::<f32>(&opposite);
        agrees::<f64>(&opposite);
        // an infinite one makes NaN of it
        opposite.ops[2] = Op::Constant(Real::exact(f64::INFINITY));
        assert_eq!(count(&opposite, Width::Avx2, is_choice), 1);
        agrees::<f32>(&opposite);
    }

    /// How many nodes are such.
    fn count(computation: &Computation, width: Width, is_such: impl Fn(&Node) -> bool) -> usize {
        let program = Program::<f64>::new(computation).unwrap();
        let (graph, _) = graph_of(&program, &[], width).unwrap();
        let nodes = graph.needed().into_iter().map(|id| graph.node(id));
        nodes.filter(is_such).count()
    }
}
