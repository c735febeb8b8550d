//! The walk over a tree that all styles share.

use std::borrow::Cow;

use crate::Tree;
use crate::level::Level;

/// A piece of a node's text.
#[derive(Clone, Debug)]
pub(super) enum Piece<'a> {
    Text(Cow<'a, str>),
    /// The text of a node, in parentheses if it binds looser than that.
    Node(usize, Level),
}

/// How a language writes the nodes of a tree.
pub(super) trait Dialect {
    /// How tightly the text of a node binds.
    fn level(&self, tree: &Tree, index: usize) -> Level;

    /// The text of a node, without parentheses around it.
    fn pieces<'a>(&'a self, tree: &'a Tree, index: usize) -> Vec<Piece<'a>>;

    /// What stands around a node that binds too loosely.
    fn parentheses(&self, _tree: &Tree, _index: usize) -> (&'static str, &'static str) {
        ("(", ")")
    }
}

/// The text of a subtree.
pub(super) fn write(dialect: &dyn Dialect, tree: &Tree, root: usize) -> String {
    let mut out = String::new();
    let mut work = vec![node(root, Level::Any)];
    while let Some(piece) = work.pop() {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Node(index, least) if dialect.level(tree, index) < least => {
                let (open, close) = dialect.parentheses(tree, index);
                work.extend([text(close), node(index, Level::Any), text(open)]);
            }
            Piece::Node(index, _) => work.extend(dialect.pieces(tree, index).into_iter().rev()),
        }
    }
    out
}

pub(super) fn text<'a>(text: impl Into<Cow<'a, str>>) -> Piece<'a> {
    Piece::Text(text.into())
}

pub(super) fn node<'a>(index: usize, least: Level) -> Piece<'a> {
    Piece::Node(index, least)
}

/// `name(a, b)`, between any opening and closing text.
pub(super) fn enclosed<'a>(
    open: impl Into<Cow<'a, str>>,
    arguments: &[usize],
    close: &'static str,
) -> Vec<Piece<'a>> {
    let mut pieces = vec![text(open)];
    for (position, &argument) in arguments.iter().enumerate() {
        if position > 0 {
            pieces.push(text(", "));
        }
        pieces.push(node(argument, Level::Any));
    }
    pieces.push(text(close));
    pieces
}

/// `left operator right`, the operator with the blanks around it.
pub(super) fn infix<'a>(tree: &Tree, index: usize, operator: &'a str) -> Vec<Piece<'a>> {
    let children = tree.children(index);
    let binding = crate::level::of(&tree.nodes()[index].kind);
    let (left, right) = binding.map_or((Level::Atom, Level::Atom), |binding| {
        (binding.left, binding.right)
    });
    vec![
        node(children[0], left),
        text(operator),
        node(children[1], right),
    ]
}

/// `operator operand`.
pub(super) fn prefix<'a>(tree: &Tree, index: usize, operator: &'a str) -> Vec<Piece<'a>> {
    let binding = crate::level::of(&tree.nodes()[index].kind);
    vec![
        text(operator),
        node(
            index - 1,
            binding.map_or(Level::Atom, |binding| binding.right),
        ),
    ]
}
