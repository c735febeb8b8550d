//! The words that a text consists of.

use crate::{Comparison, Kind, Span};

/// What a token is; its spelling is found through its span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Number,
    Name,
    /// A power in raised digits: `²`, `⁻¹`.
    Superscript,
    Plus,
    Minus,
    Times,
    Over,
    Caret,
    Root,
    Compare(Comparison),
    And,
    Or,
    Not,
    Equals,
    Arrow,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Semicolon,
    Newline,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

impl Token {
    pub(crate) fn text(self, source: &str) -> &str {
        &source[self.span.start as usize..self.span.end as usize]
    }
}

impl TokenKind {
    /// The node of an infix operator; a comparison starts a chain of one.
    pub(crate) fn infix(self) -> Option<Kind> {
        Some(match self {
            Self::Plus => Kind::Add,
            Self::Minus => Kind::Subtract,
            Self::Times => Kind::Multiply,
            Self::Over => Kind::Divide,
            Self::Caret => Kind::Power,
            Self::And => Kind::And,
            Self::Or => Kind::Or,
            Self::Compare(comparison) => Kind::Compare(Box::new([comparison])),
            _ => return None,
        })
    }

    /// Whether a value can begin with it; `+` and `-` are taken for infix operators.
    pub(crate) fn starts_value(self) -> bool {
        matches!(
            self,
            Self::Number | Self::Name | Self::Open | Self::Root | Self::Not
        )
    }

    /// Whether a line that ends with it goes on.
    pub(crate) fn expects_more(self) -> bool {
        self.infix().is_some()
            || matches!(
                self,
                Self::Not | Self::Root | Self::Equals | Self::Arrow | Self::Comma
            )
    }

    /// Whether a line that begins with it goes on from the line before.
    pub(crate) fn continues(self) -> bool {
        self.infix().is_some()
            || matches!(
                self,
                Self::Equals | Self::Arrow | Self::Comma | Self::Superscript
            )
    }
}
