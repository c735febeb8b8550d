//! Choices by the bits of masks, where masks are numbers of all bits or none.
//!
//! Processors take up to three steps to choose lane by lane, and one to combine bits. So where one side is 0 the other is put together
//! with the mask, a number or its opposite has the sign changed by the mask, and where a result is NaN because an input is the mask of
//! that, which is a NaN, is put over it.

use super::graph::{Graph, Id, Node, Predicate, Two};

/// The same results, all NaNs being one, with fewer choices; masks must be vectors.
pub(super) fn without_choices(graph: &Graph) -> Graph {
    let mut all = graph.empty();
    let mut places: Vec<Id> = vec![0; graph.nodes.len()];
    let uses = graph.uses();
    for id in graph.needed() {
        let node = graph.node(id).map(|operand| places[operand as usize]);
        places[id as usize] = match node {
            Node::Choose(mask, yes, no) => {
                let results = graph.outputs.iter().filter(|output| **output == id).count();
                let is_result = uses[id as usize] as usize == results;
                all.by_bits(mask, [yes, no], is_result)
            }
            node => {
                let node = all.with_positive_factors(node);
                all.push(node)
            }
        };
    }
    all.take_results(graph, &places);
    all
}

impl Graph {
    /// A choice, by bits if that is enough. Where only results are it, which `is_result` says, the bits of a NaN are free.
    fn by_bits(&mut self, mask: Id, [yes, no]: [Id; 2], is_result: bool) -> Id {
        let zero = Node::Constant(0);
        if self.node(no) == zero {
            return self.push(Node::Two(Two::And, mask, yes));
        }
        if self.node(yes) == zero {
            let mask = self.push(Node::Not(mask));
            return self.push(Node::Two(Two::And, mask, no));
        }
        if self.opposite(no) == Some(yes) {
            let changed = self.with_sign_by(mask, yes);
            return self.negated(changed);
        }
        if self.opposite(yes) == Some(no) {
            return self.with_sign_by(mask, no);
        }
        if is_result && self.node(mask) == Node::Compare(Predicate::Equal, no, no) {
            let undefined = self.push(Node::Compare(Predicate::NotEqual, no, no));
            return self.push(Node::Two(Two::Or, yes, undefined));
        }
        self.push(Node::Choose(mask, yes, no))
    }

    /// A number, or its opposite where a mask holds.
    fn with_sign_by(&mut self, mask: Id, number: Id) -> Id {
        let sign = self.push(Node::Constant(self.sign()));
        let sign = self.push(Node::Two(Two::And, mask, sign));
        self.push(Node::Two(Two::Xor, number, sign))
    }

    /// What a number is the opposite of.
    fn opposite(&self, id: Id) -> Option<Id> {
        match self.node(id) {
            Node::Two(Two::Xor, a, b) => self.masked(a, b, self.sign()),
            _ => None,
        }
    }

    /// A multiplication and addition whose factors are nothing's opposites.
    fn with_positive_factors(&self, node: Node) -> Node {
        let Node::MulAdd {
            mut factors,
            addend,
            mut negative_product,
            negative_addend,
        } = node
        else {
            return node;
        };
        for factor in &mut factors {
            if let Some(opposite) = self.opposite(*factor) {
                *factor = opposite;
                negative_product = !negative_product;
            }
        }
        factors.sort_unstable();
        Node::MulAdd {
            factors,
            addend,
            negative_product,
            negative_addend,
        }
    }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Value};

    use super::super::codes::Width;
    use super::super::graph_of;
    use super::super::tests::{agrees, computation};
    use super::Node;
    use crate::lower::Program;

    /// Of x above 0, or else of what is not, `x^2` and elsewhere 0; the latter NaN where x is.
    fn sides(comparison: Comparison) -> Computation {
        let [x, zero, mask, square, value, number] = [0, 1, 2, 3, 4, 5].map(Value);
        let ops = vec![
            Op::Input(0),
            Op::Constant(Real::exact(0.0)),
            Op::Compare(comparison, x, zero),
            Op::Binary(Binary::Mul, x, x),
            Op::Select(mask, square, zero),
            Op::Compare(Comparison::Equal, x, x),
            Op::Select(number, value, x),
            Op::Select(mask, zero, square),
            Op::Select(number, Value(7), x),
        ];
        computation(ops, vec![value, Value(6), Value(8)])
    }

    #[test]
    fn zeros_and_nan_need_no_choice_where_masks_are_vectors() {
        let is_choice = |node: &Node| matches!(node, Node::Choose(..));
        for comparison in [Comparison::Less, Comparison::GreaterEqual] {
            let sides = sides(comparison);
            agrees::<f32>(&sides);
            agrees::<f64>(&sides);
            let program = Program::<f64>::new(&sides).unwrap();
            let choices = |width| {
                let (graph, _) = graph_of(&program, &[], width).unwrap();
                let nodes = graph.needed().into_iter().map(|id| graph.node(id));
                nodes.filter(is_choice).count()
            };
            assert_eq!([Width::Point, Width::Avx2].map(choices), [0, 0]);
            assert_eq!(choices(Width::Avx512), 4);
        }
    }

    #[test]
    fn a_nan_that_is_read_keeps_its_sign() {
        let mut sides = sides(Comparison::Less);
        let [one, nan, signed] = [9, 6, 10].map(Value);
        sides.ops.extend([
            Op::Constant(Real::exact(1.0)),
            Op::Binary(Binary::CopySign, one, nan),
        ]);
        sides.outputs = vec![signed];
        agrees::<f32>(&sides);
        agrees::<f64>(&sides);
    }
}
