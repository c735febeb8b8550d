//! Trees taken apart and put together.

use gradus_syntax::{Kind, Number, Span, Tree};

/// The subtree at a node.
pub(in crate::check) fn subtree(tree: &Tree, index: usize) -> Tree {
    let mut part = Tree::new();
    append(&mut part, tree, range(tree, index));
    part
}

/// The nodes of the subtree at a node.
pub(super) fn range(tree: &Tree, index: usize) -> std::ops::Range<usize> {
    index + 1 - tree.nodes()[index].size as usize..index + 1
}

/// The tree with each of some subtrees, none within another, replaced.
pub(super) fn replaced(tree: &Tree, places: &[usize], by: &Tree) -> Tree {
    let pairs: Vec<(usize, &Tree)> = places.iter().map(|&place| (place, by)).collect();
    replaced_each(tree, &pairs)
}

/// As [`replaced`], each subtree by a tree of its own.
pub(super) fn replaced_each(tree: &Tree, pairs: &[(usize, &Tree)]) -> Tree {
    let mut result = Tree::new();
    for index in 0..tree.nodes().len() {
        if let Some((_, by)) = pairs.iter().find(|(place, _)| *place == index) {
            append(&mut result, by, 0..by.nodes().len());
        } else if !pairs
            .iter()
            .any(|(place, _)| range(tree, *place).contains(&index))
        {
            append(&mut result, tree, index..index + 1);
        }
    }
    result
}

/// A node over some trees.
pub(super) fn over(kind: Kind, children: &[&Tree]) -> Tree {
    let mut tree = Tree::new();
    for child in children {
        append(&mut tree, child, 0..child.nodes().len());
    }
    tree.push(kind, Span::default());
    tree
}

/// A tree of one node without children.
pub(super) fn leaf(kind: Kind) -> Tree {
    over(kind, &[])
}

/// The node above each node.
pub(in crate::check) fn parents(tree: &Tree) -> Vec<Option<usize>> {
    let mut parents = vec![None; tree.nodes().len()];
    for index in 0..tree.nodes().len() {
        for child in tree.children(index) {
            parents[child] = Some(index);
        }
    }
    parents
}

/// `-tree`, or without a minus that stands before it or its first factor; of a difference the other way round.
pub(super) fn negated(tree: &Tree) -> Tree {
    let mut first = tree.root();
    if tree.nodes()[first].kind == Kind::Subtract {
        let sides = tree.children(first);
        let [a, b] = [sides[0], sides[1]].map(|side| subtree(tree, side));
        return over(Kind::Subtract, &[&b, &a]);
    }
    loop {
        match tree.nodes()[first].kind {
            Kind::Negate => return replaced(tree, &[first], &subtree(tree, first - 1)),
            Kind::Multiply | Kind::Divide => first = tree.children(first)[0],
            _ => return over(Kind::Negate, &[tree]),
        }
    }
}

/// The sum, written as a difference where the second begins with a minus.
pub(super) fn sum(a: &Tree, b: &Tree) -> Tree {
    let turned = negated(b);
    match turned.nodes().len() < b.nodes().len() {
        true => over(Kind::Subtract, &[a, &turned]),
        false => over(Kind::Add, &[a, b]),
    }
}

/// The product; a factor 1 is left out.
pub(super) fn product(a: &Tree, b: &Tree) -> Tree {
    let is_one = |tree: &Tree| matches!(&tree.nodes()[tree.root()].kind, Kind::Number(number) if number.text() == "1");
    match (is_one(a), is_one(b)) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => over(Kind::Multiply, &[a, b]),
    }
}

/// The tree without a factor, if that stands in the product.
pub(super) fn without_factor(tree: &Tree, factor: &Tree) -> Option<Tree> {
    let mut pending = vec![tree.root()];
    while let Some(index) = pending.pop() {
        let children = tree.children(index);
        match tree.nodes()[index].kind {
            Kind::Multiply => {
                for (&child, &other) in children.iter().zip(children.iter().rev()) {
                    if subtree(tree, child) == *factor {
                        return Some(replaced(tree, &[index], &subtree(tree, other)));
                    }
                }
                pending.extend(children);
            }
            Kind::Divide | Kind::Negate => pending.push(children[0]),
            _ => {}
        }
    }
    None
}

/// An integer.
pub(super) fn integer(value: i64) -> Tree {
    let size = leaf(Kind::Number(Number::integer(
        &value.unsigned_abs().to_string(),
    )));
    if value < 0 {
        over(Kind::Negate, &[&size])
    } else {
        size
    }
}

fn append(tree: &mut Tree, from: &Tree, nodes: std::ops::Range<usize>) {
    for node in &from.nodes()[nodes] {
        tree.push(node.kind.clone(), node.span);
    }
}
