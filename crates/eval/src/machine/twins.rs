//! Sums of which each side of a choice has one, as one sum for both.
//!
//! What one side reads alone may be anything on the other. Where both sides have a sum that differs in one term, as `1 + s` and `1 - s`,
//! that term is chosen, by an instruction that takes no part in arithmetic, and the sum is made once.

use rustc_hash::FxHashMap;

use super::graph::{Graph, Id, Node, Two};

/// The same results with fewer sums.
pub(super) fn paired(graph: &Graph) -> Graph {
    let twins = twins(graph);
    let mut all = graph.empty();
    let mut places: Vec<Id> = vec![0; graph.nodes.len()];
    for id in graph.needed() {
        if twins.contains_key(&id) {
            continue;
        }
        let node = match graph.node(id) {
            Node::Choose(mask, yes, no) => {
                let [yes, no] = [yes, no].map(|side| match twins.get(&side) {
                    Some(twin) => twin.write(&mut all, &places),
                    None => places[side as usize],
                });
                Node::Choose(places[mask as usize], yes, no)
            }
            node => node.map(|operand| places[operand as usize]),
        };
        places[id as usize] = all.push(node);
    }
    all.take_results(graph, &places);
    all
}

/// `± factor term ± addend`, or without a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sum {
    factor: Option<Id>,
    term: Id,
    negative_term: bool,
    addend: Id,
    negative_addend: bool,
}

/// A sum on each side of a mask, alike but for the term.
#[derive(Clone, Copy, Debug)]
struct Twin {
    mask: Id,
    sums: [Sum; 2],
}

/// The twins, by both of the nodes they stand for.
fn twins(graph: &Graph) -> FxHashMap<Id, Twin> {
    let uses = graph.uses();
    let is_alone = |id: Id| uses[id as usize] == 1;
    let choices = graph.needed().into_iter();
    let choices = choices.filter_map(|id| match graph.node(id) {
        Node::Choose(mask, yes, no) => Some((id, mask, yes, no)),
        _ => None,
    });
    let choices: Vec<_> = choices.collect();
    let mut found = FxHashMap::default();
    for &(first, mask, yes, _) in choices.iter().filter(|choice| is_alone(choice.2)) {
        let others = choices
            .iter()
            .filter(|choice| choice.1 == mask && is_alone(choice.3));
        let twin = others.into_iter().find_map(|&(second, _, _, no)| {
            let twin = Twin {
                mask,
                sums: alike(graph, yes, no)?,
            };
            let is_free = !found.contains_key(&no) && twin.stands_before(first.min(second));
            is_free.then_some((no, twin))
        });
        if let Some((no, twin)) = twin {
            found.extend([(yes, twin), (no, twin)]);
        }
    }
    found
}

/// Two nodes as sums that differ in a term.
fn alike(graph: &Graph, yes: Id, no: Id) -> Option<[Sum; 2]> {
    let [first, second] = [yes, no].map(|id| sums(graph.node(id)));
    let pairs = first.into_iter().flatten();
    let mut pairs = pairs.flat_map(|a| second.into_iter().flatten().map(move |b| [a, b]));
    pairs.find(|[a, b]| {
        let of_term = Sum {
            term: b.term,
            negative_term: b.negative_term,
            ..*a
        };
        of_term == *b
    })
}

/// The two ways to read a node as a sum with a term.
fn sums(node: Node) -> [Option<Sum>; 2] {
    let sum = |factor, (term, negative_term), (addend, negative_addend)| {
        Some(Sum {
            factor,
            term,
            negative_term,
            addend,
            negative_addend,
        })
    };
    match node {
        Node::MulAdd {
            factors: [a, b],
            addend,
            negative_product,
            negative_addend,
        } => [(a, b), (b, a)].map(|(factor, term)| {
            sum(
                Some(factor),
                (term, negative_product),
                (addend, negative_addend),
            )
        }),
        Node::Two(two @ (Two::Add | Two::Sub), a, b) => {
            let (a, b) = ((a, false), (b, two == Two::Sub));
            [sum(None, a, b), sum(None, b, a)]
        }
        _ => [None; 2],
    }
}

impl Twin {
    /// Whether all that it is made of stands before a node.
    fn stands_before(&self, id: Id) -> bool {
        let [a, b] = self.sums;
        let operands = [self.mask, a.term, b.term, a.addend];
        operands
            .into_iter()
            .chain(a.factor)
            .all(|operand| operand < id)
    }

    /// The sum with the term of either side.
    fn write(&self, graph: &mut Graph, places: &[Id]) -> Id {
        let place = |id: Id| places[id as usize];
        let [yes, no] = self.sums;
        let other = match yes.negative_term == no.negative_term {
            true => place(no.term),
            false => graph.negated(place(no.term)),
        };
        let term = graph.push(Node::Choose(place(self.mask), place(yes.term), other));
        let addend = place(yes.addend);
        let Some(factor) = yes.factor.map(place) else {
            return graph.push(match (yes.negative_term, yes.negative_addend) {
                (false, false) => Node::Two(Two::Add, term, addend),
                (true, _) => Node::Two(Two::Sub, addend, term),
                (false, true) => Node::Two(Two::Sub, term, addend),
            });
        };
        graph.push(Node::MulAdd {
            factors: [factor.min(term), factor.max(term)],
            addend,
            negative_product: yes.negative_term,
            negative_addend: yes.negative_addend,
        })
    }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};

    use super::super::codes::Width;
    use super::super::graph_of;
    use super::super::tests::{agrees, computation};
    use super::*;
    use crate::lower::Program;

    /// `f(u, s)` where an input is negative, and `g(u, s)` elsewhere, for `u = exp(-|x|)` and `s = |x|`.
    fn of_sides(negative: &[Op], other: &[Op]) -> Computation {
        let v = Value;
        let number = |value: f64| Op::Constant(Real::exact(value));
        let mut ops = vec![
            Op::Input(0),
            number(0.0),
            number(1.0),
            number(4.0),
            Op::Compare(Comparison::Less, v(0), v(1)),
            Op::Unary(Unary::Abs, v(0)),
            Op::Unary(Unary::Neg, v(5)),
            Op::Unary(Unary::Exp, v(6)),
        ];
        ops.extend_from_slice(negative);
        let yes = v(ops.len() as u32 - 1);
        ops.extend_from_slice(other);
        let no = v(ops.len() as u32 - 1);
        ops.push(Op::Select(v(4), yes, no));
        let result = v(ops.len() as u32 - 1);
        computation(ops, vec![result])
    }

    /// How many sums there are.
    fn sums(computation: &Computation) -> usize {
        let program = Program::<f64>::new(computation).unwrap();
        let (graph, _) = graph_of(&program, &[], Width::Avx512).unwrap();
        let nodes = graph.needed().into_iter().map(|id| graph.node(id));
        let is_sum = |node: &Node| {
            matches!(
                node,
                Node::MulAdd { .. } | Node::Two(Two::Add | Two::Sub, ..)
            )
        };
        nodes.filter(is_sum).count()
    }

    #[test]
    fn sums_that_differ_in_a_sign_are_made_once() {
        let v = Value;
        let [one, four, s, minus_s, u] = [2, 3, 5, 6, 7].map(v);
        let add = |a, b| Op::Binary(Binary::Add, a, b);
        // u (1 + s) + 1 beside u + (1 - s)
        let plain = of_sides(
            &[add(one, s), Op::MulAdd(u, v(8), one)],
            &[add(one, minus_s), add(u, v(10))],
        );
        // u (4 s + 1) + 4 beside u 4 + (1 - 4 s)
        let scaled = of_sides(
            &[Op::MulAdd(s, four, one), Op::MulAdd(u, v(8), four)],
            &[Op::MulAdd(minus_s, four, one), Op::MulAdd(u, four, v(10))],
        );
        let exponential = of_sides(&[add(u, s)], &[add(u, s)]);
        for sides in [plain, scaled] {
            agrees::<f32>(&sides);
            agrees::<f64>(&sides);
            assert_eq!(sums(&sides), sums(&exponential) - 1 + 2, "{sides:?}");
        }
    }
}
