//! The tree as the user wrote it: a flat arena in postorder.
//!
//! The children of a node stand directly before it and the root is last, so a tree is built by pushing, walked by
//! a loop and dropped without recursion, however deep it is.

use std::fmt;
use std::sync::Arc;

use crate::{Constant, Definition, Func, Span};

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

impl Comparison {
    /// Whether it holds between two values in that order; of what has no order, as NaN, `!=` alone does.
    pub fn holds<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Less => a < b,
            Self::LessEqual => a <= b,
            Self::Greater => a > b,
            Self::GreaterEqual => a >= b,
            Self::Equal => a == b,
            Self::NotEqual => a != b,
        }
    }
}

/// What a node is. The doc line gives the children, first to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An exact decimal, without sign. No children.
    Number(Number),
    /// A named constant. No children.
    Constant(Constant),
    /// An input or a parameter of the definition. No children.
    Name(Arc<str>),
    /// `-a`. One child.
    Negate,
    /// `+a`. One child.
    Plus,
    /// `not a`. One child, a condition.
    Not,
    /// `a + b`. Two children, as for the next four.
    Add,
    /// `a - b`.
    Subtract,
    /// `a * b`.
    Multiply,
    /// `a / b`.
    Divide,
    /// `a ^ b`.
    Power,
    /// `a and b`. Two conditions.
    And,
    /// `a or b`. Two conditions.
    Or,
    /// `a < b <= c …`: a chain of n comparisons over n + 1 children; all must hold.
    Compare(Box<[Comparison]>),
    /// A primitive called with that many arguments.
    Call(Func, u32),
    /// A definition called with its inputs, then with values for the named parameters.
    CallDefinition(Arc<Call>),
    /// `if(c, a, b)`. Three children: a condition and two values.
    If,
    /// `piecewise((a, c), (b, d), e)`: that many pairs, children a, c, b, d …, and the value otherwise last.
    Piecewise(u32),
}

/// A call of a user's or catalogue's definition.
#[derive(Clone, Eq)]
pub struct Call {
    /// The name under which it was called.
    pub name: Arc<str>,
    /// What is called.
    pub definition: Arc<Definition>,
    /// Parameters given by name (`swish(x; beta = 2)`); their values are the children after the inputs.
    pub parameters: Box<[Arc<str>]>,
}

/// An exact non-negative decimal: `digits * 10^exponent`, kept as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    text: Arc<str>,
    digits: Arc<str>,
    exponent: i32,
}

impl Number {
    /// A number from its spelling, its significant digits (`0` to `9` only, at least one) and the power of ten that scales them.
    pub fn new(text: &str, digits: &str, exponent: i32) -> Self {
        Self {
            text: text.into(),
            digits: digits.into(),
            exponent,
        }
    }

    /// The integer of these digits.
    pub fn integer(digits: &str) -> Self {
        Self::new(digits, digits, 0)
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The significant digits, an integer in base ten.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The power of ten that scales the digits.
    pub fn exponent(&self) -> i32 {
        self.exponent
    }
}

/// A node of a [`Tree`].
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the source.
    pub span: Span,
    /// The nodes of its subtree, itself included.
    pub size: u32,
}

/// An expression as written. Two trees are equal when their nodes are, wherever they stood in the source.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Kind {
    /// How many children a node of this kind has.
    pub fn children(&self) -> usize {
        match self {
            Self::Number(_) | Self::Constant(_) | Self::Name(_) => 0,
            Self::Negate | Self::Plus | Self::Not => 1,
            Self::Add
            | Self::Subtract
            | Self::Multiply
            | Self::Divide
            | Self::Power
            | Self::And
            | Self::Or => 2,
            Self::Compare(chain) => chain.len() + 1,
            Self::Call(_, count) => *count as usize,
            Self::CallDefinition(call) => call.definition.inputs.len() + call.parameters.len(),
            Self::If => 3,
            Self::Piecewise(pairs) => 2 * *pairs as usize + 1,
        }
    }
}

impl Tree {
    /// A tree without nodes, to push to.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node whose children are the last complete subtrees, and returns its index.
    ///
    /// # Panics
    /// If fewer subtrees have been pushed than the kind has children.
    pub fn push(&mut self, kind: Kind, span: Span) -> usize {
        let mut start = self.nodes.len();
        for _ in 0..kind.children() {
            start -= self.nodes[start - 1].size as usize;
        }
        let size = (self.nodes.len() - start + 1) as u32;
        self.nodes.push(Node { kind, span, size });
        self.nodes.len() - 1
    }

    /// The source of a node, widened to the parentheses around it.
    pub(crate) fn widen(&mut self, index: usize, span: Span) {
        self.nodes[index].span = span;
    }

    /// The number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The roots of the last `count` complete subtrees, first to last.
    pub(crate) fn last_roots(&self, count: usize) -> Vec<usize> {
        roots_before(&self.nodes, self.nodes.len(), count)
    }

    /// All nodes in postorder; the root is the last.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The index of the root.
    ///
    /// # Panics
    /// If the tree is empty.
    pub fn root(&self) -> usize {
        self.nodes.len() - 1
    }

    /// The children of a node, first to last.
    pub fn children(&self, index: usize) -> Vec<usize> {
        roots_before(&self.nodes, index, self.nodes[index].kind.children())
    }
}

/// The roots of the `count` subtrees that end before `end`.
fn roots_before(nodes: &[Node], mut end: usize, count: usize) -> Vec<usize> {
    let mut roots = vec![0; count];
    for root in roots.iter_mut().rev() {
        *root = end - 1;
        end -= nodes[end - 1].size as usize;
    }
    roots
}

impl Eq for Tree {}

impl fmt::Debug for Call {
    /// Shows what is called by its name alone: definitions that call each other twice over would fill pages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("name", &self.name)
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}
