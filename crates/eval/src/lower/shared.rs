//! Functions that share work.

use gradus_symbolic::computation::Unary;

use super::nodes::Node;
use super::step::Step;

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
    SinCos: Sin, Cos;
    SinhCosh: Sinh, Cosh;
    TanhSech: Tanh, Sech;
}

/// The nodes in an order in which those that share work come one after the other.
pub(super) fn together<T: Copy>(nodes: &[(usize, Node<T>)]) -> Vec<(usize, Node<T>)> {
    let mut taken = vec![false; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    for (position, node) in nodes.iter().enumerate() {
        if std::mem::replace(&mut taken[position], true) {
            continue;
        }
        order.push(*node);
        let later = position + 1..nodes.len();
        let shares = |other: &usize| !taken[*other] && share(&node.1, &nodes[*other].1);
        if let Some(other) = later.into_iter().find(shares) {
            taken[other] = true;
            order.push(nodes[other]);
        }
    }
    order
}

fn share<T>(one: &Node<T>, other: &Node<T>) -> bool {
    match (one, other) {
        (Node::Step(Step::Unary(one, a)), Node::Step(Step::Unary(other, b))) => {
            a == b && Shared::of(*one, *other).is_some()
        }
        _ => false,
    }
}
