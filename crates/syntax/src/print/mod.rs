//! Trees to text: as our own language, LaTeX and Python.
//!
//! Each style says of a node how tightly it binds and what pieces its text has; the walk over the tree, which
//! adds parentheses where they are due, is one loop for all.

mod definition;
mod infix;
mod latex;
mod layout;
mod python;
mod source;
mod symbols;

use std::fmt;

use crate::{Definition, Names, Tree};

pub(crate) use definition::header_with;
pub(crate) use infix::infix;
use source::CalledNames;

/// The language in which a tree is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// Our own language with the fewest parentheses: what is printed reads back as the same tree.
    #[default]
    Infix,
    /// LaTeX in math mode; `cases` need amsmath.
    Latex,
    /// Python with `numpy` as `np`, and `scipy.special` where that has no such function.
    Python,
}

/// A tree or a definition in a [`Style`], to be printed.
#[derive(Clone, Copy, Debug)]
pub struct Displayed<'a> {
    what: What<'a>,
    style: Style,
}

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    Tree(&'a Tree),
    Definition(&'a Definition),
}

impl Tree {
    /// The tree as text in that style.
    ///
    /// ```
    /// use gradus_syntax::{Limits, NoNames, Style, parse};
    /// let silu = parse("x/(1+exp(-x))", &NoNames, &Limits::default())?;
    /// assert_eq!(silu.body.display(Style::Infix).to_string(), "x/(1 + exp(-x))");
    /// assert_eq!(silu.body.display(Style::Latex).to_string(), r"\frac{x}{1 + e^{-x}}");
    /// assert_eq!(silu.body.display(Style::Python).to_string(), "x/(1 + np.exp(-x))");
    /// # Ok::<(), gradus_syntax::ParseError>(())
    /// ```
    ///
    /// # Panics
    /// When it is printed, if the tree is empty.
    pub fn display(&self, style: Style) -> Displayed<'_> {
        Displayed {
            what: What::Tree(self),
            style,
        }
    }
}

impl Definition {
    /// The definition as text in that style: in Python, a function. What it calls is not printed, see
    /// [`to_source`](Self::to_source).
    ///
    /// ```
    /// use gradus_syntax::{Limits, NoNames, Style, parse};
    /// let swish = parse("swish(x; beta = 1) = x*sigmoid(beta*x)", &NoNames, &Limits::default())?;
    /// let latex = r"\operatorname{swish}(x; \beta = 1) = x \sigma(\beta x)";
    /// assert_eq!(swish.display(Style::Latex).to_string(), latex);
    /// let python = "def swish(x, beta=1):\n    return x*scipy.special.expit(beta*x)";
    /// assert_eq!(swish.display(Style::Python).to_string(), python);
    /// # Ok::<(), gradus_syntax::ParseError>(())
    /// ```
    pub fn display(&self, style: Style) -> Displayed<'_> {
        Displayed {
            what: What::Definition(self),
            style,
        }
    }

    /// The definition after all definitions that it needs and that `known` does not have: a text that reads back on
    /// its own. Python begins with the imports.
    ///
    /// ```
    /// use gradus_syntax::{Limits, NoNames, Style, parse};
    /// let text = "gate(x; k = 1) = sigmoid(k*x)\nx*gate(x)";
    /// let definition = parse(text, &NoNames, &Limits::default())?;
    /// assert_eq!(definition.to_string(), "x*gate(x)");
    /// assert_eq!(definition.to_source(Style::Infix, &NoNames), text);
    /// # Ok::<(), gradus_syntax::ParseError>(())
    /// ```
    pub fn to_source(&self, style: Style, known: &dyn Names) -> String {
        source::source(self, style, known)
    }

    /// The body after all definitions that it needs and that `known` does not have, on one line; it reads back under
    /// the header of the definition.
    ///
    /// ```
    /// use gradus_syntax::{Limits, NoNames, parse};
    /// let text = "gate(x; k = 1) = sigmoid(k*x); f(a, b) = a*gate(b)";
    /// let definition = parse(text, &NoNames, &Limits::default())?;
    /// let body = definition.body_to_source(&NoNames);
    /// assert_eq!(body, "gate(x; k = 1) = sigmoid(k*x); a*gate(b)");
    /// # Ok::<(), gradus_syntax::ParseError>(())
    /// ```
    pub fn body_to_source(&self, known: &dyn Names) -> String {
        source::body(self, known)
    }

    /// Whether it calls definitions that `known` does not have.
    pub fn calls_unknown(&self, known: &dyn Names) -> bool {
        self.calls().any(|call| !source::is_known(call, known))
    }
}

impl fmt::Display for Displayed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = CalledNames::default();
        f.pad(&match (self.what, self.style) {
            (What::Tree(tree), Style::Infix) => infix(tree, tree.root()),
            (What::Tree(tree), Style::Latex) => latex::latex(tree, &names),
            (What::Tree(tree), Style::Python) => python::python(tree, &names),
            (What::Definition(definition), style) => {
                definition::statement(definition, None, style, &names)
            }
        })
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display(Style::Infix).fmt(f)
    }
}

impl fmt::Display for Definition {
    /// With its header; a definition without a name as its bare body, if that reads back as the same definition.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display(Style::Infix).fmt(f)
    }
}
