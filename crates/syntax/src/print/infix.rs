//! Trees in our own language: the inverse of the parser.

use std::borrow::Cow;
use std::collections::HashSet;

use super::layout::{Dialect, Piece, enclosed, infix as operator, node, prefix, text, write};
use super::source::CalledNames;
use crate::level::{self, Level};
use crate::{Call, Comparison, Constant, Kind, Tree};

/// The text of a subtree.
pub(crate) fn infix(tree: &Tree, root: usize) -> String {
    let names = CalledNames::default();
    write(
        &Infix {
            constants: constants(&HashSet::new()),
            names: &names,
        },
        tree,
        root,
    )
}

/// The text of a tree under a header with these names.
pub(super) fn infix_under(tree: &Tree, taken: &HashSet<&str>, names: &CalledNames<'_>) -> String {
    write(
        &Infix {
            constants: constants(taken),
            names,
        },
        tree,
        tree.root(),
    )
}

/// Our own language.
struct Infix<'n> {
    /// The spellings of the constants, in the order of [`Constant::ALL`].
    constants: Vec<&'static str>,
    names: &'n CalledNames<'n>,
}

/// The spellings of the constants where some names mean inputs or parameters.
fn constants(taken: &HashSet<&str>) -> Vec<&'static str> {
    let free = |spellings: &'static [&'static str]| {
        spellings
            .iter()
            .copied()
            .find(|spelling| !taken.contains(spelling))
            .expect("the last spelling is no name")
    };
    Constant::ALL
        .iter()
        .map(|&constant| free(spellings(constant)))
        .collect()
}

fn spellings(constant: Constant) -> &'static [&'static str] {
    match constant {
        Constant::Pi => &["pi", "π", "acos(-1)"],
        Constant::E => &["e", "exp(1)"],
        Constant::Tau => &["tau", "(2*acos(-1))"],
        Constant::Inf => &["inf", "∞"],
    }
}

pub(super) fn comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => " >= ",
        Comparison::Equal => " == ",
        Comparison::NotEqual => " != ",
    }
}

impl Dialect for Infix<'_> {
    fn level(&self, tree: &Tree, index: usize) -> Level {
        level::of(&tree.nodes()[index].kind).map_or(Level::Atom, |binding| binding.level)
    }

    fn pieces<'a>(&'a self, tree: &'a Tree, index: usize) -> Vec<Piece<'a>> {
        let children = || tree.children(index);
        match &tree.nodes()[index].kind {
            Kind::Number(number) => vec![text(number.text())],
            Kind::Constant(constant) => vec![text(self.constants[*constant as usize])],
            Kind::Name(name) => vec![text(&**name)],
            Kind::Negate => prefix(tree, index, "-"),
            Kind::Plus => prefix(tree, index, "+"),
            Kind::Not => prefix(tree, index, "not "),
            Kind::Add => operator(tree, index, " + "),
            Kind::Subtract => operator(tree, index, " - "),
            Kind::Multiply => operator(tree, index, "*"),
            Kind::Divide => operator(tree, index, "/"),
            Kind::Power => operator(tree, index, "^"),
            Kind::And => operator(tree, index, " and "),
            Kind::Or => operator(tree, index, " or "),
            Kind::Compare(chain) => chained(chain, &children()),
            Kind::Call(func, _) => enclosed(opening(func.name()), &children(), ")"),
            Kind::CallDefinition(call) => self.call(call, &children()),
            Kind::If => enclosed("if(", &children(), ")"),
            Kind::Piecewise(_) => piecewise(&children()),
        }
    }
}

impl Infix<'_> {
    fn call<'a>(&self, call: &'a Call, children: &[usize]) -> Vec<Piece<'a>> {
        let name = self.names.of(call);
        let (inputs, given) = children.split_at(call.definition.inputs.len().min(children.len()));
        let mut pieces = enclosed(format!("{name}("), inputs, "");
        for (position, (name, &value)) in call.parameters.iter().zip(given).enumerate() {
            pieces.extend([
                text(if position == 0 { "; " } else { ", " }),
                text(&**name),
                text(" = "),
                node(value, Level::Any),
            ]);
        }
        pieces.push(text(")"));
        pieces
    }
}

fn opening(name: &str) -> Cow<'static, str> {
    format!("{name}(").into()
}

fn chained<'a>(chain: &[Comparison], children: &[usize]) -> Vec<Piece<'a>> {
    let mut pieces = vec![node(children[0], Level::Sum)];
    for (&link, &child) in chain.iter().zip(&children[1..]) {
        pieces.extend([text(comparison(link)), node(child, Level::Sum)]);
    }
    pieces
}

fn piecewise<'a>(children: &[usize]) -> Vec<Piece<'a>> {
    let mut pieces = vec![text("piecewise(")];
    let pairs = children.chunks_exact(2);
    let otherwise = pairs.remainder();
    for pair in pairs {
        pieces.extend([
            text("("),
            node(pair[0], Level::Any),
            text(", "),
            node(pair[1], Level::Any),
            text("), "),
        ]);
    }
    pieces.extend([node(otherwise[0], Level::Any), text(")")]);
    pieces
}
