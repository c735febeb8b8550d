//! Choices between sums and products that are alike: made of their operands, so that one operation is enough.
//!
//! A function of two sides is often two polynomials in one variable, of which every element needs one: their coefficients are chosen
//! then, by instructions that take no part in arithmetic.

use super::graph::{Graph, Id, Node, Two};

/// How many operations one after the other are looked at.
const DEPTH: usize = 32;

/// The same results with fewer operations. `wide` says whether choices are cheaper than arithmetic.
pub(super) fn joined(graph: &Graph, one: u64, wide: bool) -> Graph {
    let own = joined_by(graph, one, wide, false);
    if !wide {
        return own;
    }
    let with_shared = joined_by(graph, one, wide, true);
    if effort(&with_shared) < effort(&own) {
        with_shared
    } else {
        own
    }
}

/// What the operations of a graph cost where arithmetic is what there is least room for.
fn effort(graph: &Graph) -> usize {
    let of = |id| match graph.node(id) {
        Node::MulAdd { .. } | Node::One(..) => 3,
        Node::Two(two, ..) if two.is_arithmetic() => 3,
        node => usize::from(node.is_computed()),
    };
    graph.needed().into_iter().map(of).sum()
}

/// [`joined`] in one of two ways: `shared` says whether one of two that are alike may be read elsewhere.
fn joined_by(graph: &Graph, one: u64, wide: bool, shared: bool) -> Graph {
    let mut joiner = Joiner {
        graph: graph.empty(),
        uses: Vec::new(),
        one,
        wide,
        shared,
    };
    let uses = graph.uses();
    let mut places = vec![0; graph.nodes.len()];
    for id in graph.needed() {
        let node = graph.node(id).map(|operand| places[operand as usize]);
        let place = match node {
            Node::Choose(mask, yes, no) => joiner.choice(mask, yes, no, DEPTH),
            _ => joiner.push(node),
        };
        joiner.count(place, uses[id as usize]);
        places[id as usize] = place;
    }
    let mut all = joiner.graph;
    all.take_results(graph, &places);
    all
}

struct Joiner {
    graph: Graph,
    /// How often nodes are read that stand for one of the original.
    uses: Vec<u32>,
    /// The bits of 1.
    one: u64,
    wide: bool,
    /// Whether one of two that are alike may be read elsewhere.
    shared: bool,
}

/// `± factor other ± addend`
struct Sum {
    factor: Id,
    other: Id,
    addend: Id,
    signs: [bool; 2],
}

impl Joiner {
    fn push(&mut self, node: Node) -> Id {
        self.graph.push(node)
    }

    fn count(&mut self, id: Id, uses: u32) {
        let id = id as usize;
        self.uses.resize(self.uses.len().max(id + 1), 0);
        self.uses[id] += uses;
    }

    /// Notes that a node is read once less.
    fn release(&mut self, id: Id) {
        if let Some(uses) = self.uses.get_mut(id as usize) {
            *uses = uses.saturating_sub(1);
        }
    }

    /// A choice, of operands where the two are alike and nothing else reads them.
    fn choice(&mut self, mask: Id, yes: Id, no: Id, depth: usize) -> Id {
        let own = Node::Choose(mask, yes, no);
        let alone = [yes, no].map(|id| self.uses.get(id as usize) == Some(&1));
        let are_free = match self.shared {
            true => alone[0] || alone[1],
            false => alone[0] && alone[1],
        };
        if depth == 0 || yes == no || !are_free {
            return self.push(own);
        }
        match self.alike(yes, no) {
            Some(alike) => {
                for id in [yes, no] {
                    self.release(id);
                }
                self.join(mask, alike, depth - 1)
            }
            None => self.push(own),
        }
    }

    /// Both as the same operation of a common operand and others.
    fn alike(&mut self, yes: Id, no: Id) -> Option<Alike> {
        if let (Node::Two(two, a, b), Node::Two(other, c, d)) =
            (self.graph.node(yes), self.graph.node(no))
            && two == other
        {
            let pairs = [(a, b, c, d), (a, b, d, c), (b, a, c, d), (b, a, d, c)];
            let pairs = if two.commutes() {
                &pairs[..]
            } else {
                &pairs[..1]
            };
            let shared = pairs.iter().find(|(a, _, c, _)| a == c);
            if let Some(&(shared, own, _, others)) = shared {
                return Some(Alike::Two(two, shared, [own, others]));
            }
        }
        let sums = [yes, no].map(|id| self.sums(id));
        let pairs = sums[0]
            .iter()
            .flat_map(|a| sums[1].iter().map(move |b| (a, b)));
        let mut pairs = pairs.filter(|(a, b)| a.factor == b.factor && a.signs == b.signs);
        let (a, b) = pairs.next()?;
        let is_free = a.other == b.other || a.addend == b.addend;
        (self.wide || is_free).then_some(Alike::Sum {
            factor: a.factor,
            others: [a.other, b.other],
            addends: [a.addend, b.addend],
            signs: a.signs,
        })
    }

    /// The ways to read a node as a product and an addend.
    fn sums(&mut self, id: Id) -> Vec<Sum> {
        match self.graph.node(id) {
            Node::MulAdd {
                factors: [a, b],
                addend,
                negative_product,
                negative_addend,
            } => {
                let signs = [negative_product, negative_addend];
                let of = |factor, other| Sum {
                    factor,
                    other,
                    addend,
                    signs,
                };
                vec![of(a, b), of(b, a)]
            }
            Node::Two(Two::Add, a, b) if self.wide => {
                let one = self.push(Node::Constant(self.one));
                let of = |factor, addend| Sum {
                    factor,
                    other: one,
                    addend,
                    signs: [false; 2],
                };
                vec![of(a, b), of(b, a)]
            }
            _ => Vec::new(),
        }
    }

    fn join(&mut self, mask: Id, alike: Alike, depth: usize) -> Id {
        let node = match alike {
            Alike::Two(two, shared, [yes, no]) => {
                Node::Two(two, shared, self.choice(mask, yes, no, depth))
            }
            Alike::Sum {
                factor,
                others: [a, b],
                addends: [c, d],
                signs,
            } => {
                let other = self.choice(mask, a, b, depth);
                Node::MulAdd {
                    factors: [factor.min(other), factor.max(other)],
                    addend: self.choice(mask, c, d, depth),
                    negative_product: signs[0],
                    negative_addend: signs[1],
                }
            }
        };
        self.push(node)
    }
}

/// Two operations that differ in what is chosen.
#[derive(Clone, Copy)]
enum Alike {
    Two(Two, Id, [Id; 2]),
    Sum {
        factor: Id,
        others: [Id; 2],
        addends: [Id; 2],
        signs: [bool; 2],
    },
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Value};

    use super::super::codes::Width;
    use super::super::graph_of;
    use super::super::tests::{agrees, computation};
    use super::{Node, Two};
    use crate::lower::Program;

    /// `(u + 5) u + 3` beside `(u + 7) u + 4`, and the two products of u.
    fn two_sides() -> Computation {
        let number = |value: f64| Op::Constant(Real::exact(value));
        let [u, seven, five, three, four, zero] = [0, 1, 2, 3, 4, 5].map(Value);
        let ops = vec![
            Op::Input(0),
            number(7.0),
            number(5.0),
            number(3.0),
            number(4.0),
            number(0.0),
            Op::Compare(Comparison::Less, u, zero),
            Op::Binary(Binary::Add, u, five),
            Op::Binary(Binary::Add, u, seven),
            Op::MulAdd(u, Value(7), three),
            Op::MulAdd(u, Value(8), four),
            Op::Select(Value(6), Value(9), Value(10)),
            Op::Binary(Binary::Mul, u, five),
            Op::Binary(Binary::Mul, seven, u),
            Op::Select(Value(6), Value(12), Value(13)),
        ];
        computation(ops, vec![Value(11), Value(14)])
    }

    #[test]
    fn choices_between_polynomials_take_one_of_them() {
        agrees::<f32>(&two_sides());
        agrees::<f64>(&two_sides());
        let program = Program::<f64>::new(&two_sides()).unwrap();
        let counts = |width| {
            let (graph, _) = graph_of(&program, &[], width).unwrap();
            let nodes: Vec<_> = graph
                .needed()
                .into_iter()
                .map(|id| graph.node(id))
                .collect();
            let arithmetic = |node: &&Node| {
                matches!(
                    node,
                    Node::MulAdd { .. } | Node::Two(Two::Add | Two::Mul, ..)
                )
            };
            nodes.iter().filter(arithmetic).count()
        };
        // two sums and a product; where choices cost as much as sums, both pairs of them
        assert_eq!(counts(Width::Avx512), 3);
        assert_eq!(counts(Width::Avx2), 5);
    }
}
