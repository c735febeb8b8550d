//! What the parser has begun and not yet finished.

use std::sync::Arc;

use crate::level::{self, Level};
use crate::token::Token;
use crate::{Comparison, Definition, Func, Kind, Span};

/// An operator that waits for its last operand, or a parenthesis that waits for its end.
pub(crate) enum Frame {
    /// `-`, `+` or `not`.
    Prefix(Kind, Span),
    /// `√`.
    Root(Span),
    Infix(Kind),
    Compare(Vec<Comparison>),
    Group(Span),
    /// `(a, c` of a `piecewise`; the span is that of the parenthesis.
    Pair(Span),
    Call(Box<CallFrame>),
}

/// A call whose arguments are being read.
pub(crate) struct CallFrame {
    pub(crate) callee: Callee,
    /// The token of the name.
    pub(crate) name: Token,
    /// Arguments read, or of `piecewise` the pairs.
    pub(crate) arguments: usize,
    /// The parameters given by name so far, once `;` has been read.
    pub(crate) named: Option<Vec<Arc<str>>>,
}

/// What is called.
#[derive(Clone)]
pub(crate) enum Callee {
    Func(Func),
    Definition(Arc<Definition>),
    If,
    Piecewise,
}

impl Frame {
    /// How tightly an operator holds what stands before the next one; `None` for parentheses.
    pub(crate) fn level(&self) -> Option<Level> {
        match self {
            Self::Prefix(kind, _) | Self::Infix(kind) => {
                level::of(kind).map(|binding| binding.level)
            }
            Self::Root(_) => Some(Level::Atom),
            Self::Compare(_) => Some(Level::Comparison),
            Self::Group(_) | Self::Pair(_) | Self::Call(_) => None,
        }
    }

    /// Whether it counts as a level of nesting; other operators stand at most once within each.
    pub(crate) fn nests(&self) -> bool {
        !matches!(
            self,
            Self::Infix(
                Kind::Add | Kind::Subtract | Kind::Multiply | Kind::Divide | Kind::And | Kind::Or
            ) | Self::Compare(_)
        )
    }

    pub(crate) fn is_piecewise(&self) -> bool {
        matches!(self, Self::Call(call) if matches!(call.callee, Callee::Piecewise))
    }
}
