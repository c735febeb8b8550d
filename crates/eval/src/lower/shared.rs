//! Functions that share work.

use std::collections::HashMap;

use gradus_symbolic::computation::Unary;

use super::nodes::Node;
use super::step::{Slot, Step};

/// Functions of one operand that share work when they are computed together.
macro_rules! shared {
    ($($pair:ident: $first:ident, $second:ident;)*) => {
        /// Two functions of one operand that share work when they are computed together.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Shared {
            $(
                #[doc = concat!("`", stringify!($first), "` and `", stringify!($second), "`.")]
                $pair,
            )*
        }

        impl Shared {
            /// The two functions, if they share work, and whether they are the other way round.
            pub fn of(one: Unary, other: Unary) -> Option<(Self, bool)> {
                match (one, other) {
                    $(
                        (Unary::$first, Unary::$second) => Some((Self::$pair, false)),
                        (Unary::$second, Unary::$first) => Some((Self::$pair, true)),
                    )*
                    _ => None,
                }
            }
        }
    };
}

shared! {
    ExpExpm1: Exp, Expm1;
    ExpBesideExpm1: ExpBeside, Expm1;
    SinCos: Sin, Cos;
    SinhCosh: Sinh, Cosh;
    TanhSech: Tanh, Sech;
}

/// The nodes in an order in which those that share work come one after the other.
pub(super) fn together<T: Copy>(nodes: &[(usize, Node<T>)]) -> Vec<(usize, Node<T>)> {
    let mut of_operand: HashMap<Slot, Vec<(usize, Unary)>> = HashMap::new();
    for (position, (_, node)) in nodes.iter().enumerate() {
        if let Node::Step(Step::Unary(function, operand)) = node {
            let functions = of_operand.entry(*operand).or_default();
            functions.push((position, *function));
        }
    }
    let mut taken = vec![false; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    for (position, node) in nodes.iter().enumerate() {
        if std::mem::replace(&mut taken[position], true) {
            continue;
        }
        order.push(*node);
        let Node::Step(Step::Unary(function, operand)) = node.1 else {
            continue;
        };
        let partner = of_operand[&operand].iter().find(|(other, second)| {
            *other > position && !taken[*other] && Shared::of(function, *second).is_some()
        });
        if let Some((other, _)) = partner {
            taken[*other] = true;
            order.push(nodes[*other]);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_finds_one_partner_on_its_operand() {
        let functions = [
            (Unary::Sin, 0),
            (Unary::Exp, 0),
            (Unary::Cos, 1),
            (Unary::Sin, 1),
            (Unary::Cos, 0),
            (Unary::Expm1, 0),
            (Unary::Expm1, 1),
        ];
        let nodes: Vec<(usize, Node<f64>)> = functions
            .iter()
            .enumerate()
            .map(|(index, (function, operand))| {
                (index, Node::Step(Step::Unary(*function, *operand)))
            })
            .collect();
        let order: Vec<usize> = together(&nodes).iter().map(|(index, _)| *index).collect();
        assert_eq!(order, [0, 4, 1, 5, 2, 3, 6]);
    }
}
