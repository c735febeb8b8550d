//! The errors of expressions, with what to write instead.

use super::expression::Parser;
use super::frame::{Callee, Frame};
use super::values::check_reserved;
use crate::error::{Outcome, Problem};
use crate::lexer::{plain_digits, shortened};
use crate::token::{Token, TokenKind};
use crate::{ParseErrorKind, Span};

impl Parser<'_, '_, '_> {
    /// Something else was due where the next token stands.
    pub(super) fn expected(&self, what: &str) -> Problem {
        let (found, span) = match self.token(0) {
            Some(token) => (
                format!("`{}`", shortened(self.text(token.span))),
                token.span,
            ),
            None => ("the end".to_owned(), self.end),
        };
        let problem = Problem::new(
            ParseErrorKind::Unexpected {
                expected: what.to_owned(),
                found,
            },
            span,
        );
        match self.token(0).map(|token| token.kind) {
            Some(TokenKind::OpenBracket) => problem.help("group with parentheses: ( and )"),
            _ => problem,
        }
    }

    /// A token that can only begin a value, or nothing, where a value has just ended.
    pub(super) fn no_operator(&self, token: Token) -> Problem {
        let word = token.text(self.context.source);
        match token.kind {
            TokenKind::Equals => Problem::new(ParseErrorKind::SingleEquals, token.span)
                .help("write == to compare, or f(x) = … to define"),
            TokenKind::Name if check_reserved(word, token.span).is_err() => Problem::new(
                ParseErrorKind::Reserved {
                    name: word.to_owned(),
                },
                token.span,
            )
            .help("write if(condition, value, otherwise)"),
            TokenKind::OpenBracket => self.bracket(),
            kind if kind.starts_value() && kind != TokenKind::Not => self.side_by_side(token),
            _ => self.expected("an operator"),
        }
    }

    fn bracket(&self) -> Problem {
        let is_empty = self
            .token(1)
            .is_some_and(|next| next.kind == TokenKind::CloseBracket);
        let help = if is_empty {
            "write [] only in the header"
        } else {
            "elements of a vector cannot be picked"
        };
        self.expected("an operator").help(help)
    }

    fn side_by_side(&self, token: Token) -> Problem {
        let left = self.tree.nodes()[self.tree.root()].span;
        let right = token.span.to(self.operand_end(self.position));
        let (left_text, right_text) = (shortened(self.text(left)), shortened(self.text(right)));
        let help = self
            .grouped_digits()
            .unwrap_or_else(|| format!("{left_text}*{right_text}"));
        let kind = ParseErrorKind::ImplicitMultiplication {
            left: left_text,
            right: right_text,
        };
        Problem::new(kind, left.to(right)).help(format!("write {help}"))
    }

    /// `1000` for `1 000`.
    fn grouped_digits(&self) -> Option<String> {
        let digits = |index: usize| {
            let token = self.tokens.get(index)?;
            let text = self.text(token.span);
            text.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some(text)
        };
        let first = self.position.checked_sub(1)?;
        let mut number = digits(first).filter(|text| text.len() <= 3)?.to_owned();
        let groups =
            (self.position..).map_while(|index| digits(index).filter(|text| text.len() == 3));
        number.extend(groups);
        (number.len() > 3).then_some(number)
    }

    /// The last token of the number, name, call or group that begins at `index`.
    pub(super) fn operand_end(&self, index: usize) -> Span {
        let kind = |index: usize| self.tokens.get(index).map(|token| token.kind);
        let last = match (kind(index), kind(index + 1)) {
            (Some(TokenKind::Open), _) => self.matching(index),
            (Some(TokenKind::Name), Some(TokenKind::Open)) => self.matching(index + 1),
            (Some(TokenKind::Root), Some(_)) => index + 1,
            _ => index,
        };
        self.tokens.get(last).map_or(self.end, |token| token.span)
    }

    /// The parenthesis that closes the one at `open`.
    pub(super) fn matching(&self, open: usize) -> usize {
        matching(self.tokens, open).unwrap_or(self.tokens.len())
    }

    pub(super) fn stray_comma(&self, comma: Token) -> Problem {
        let around = (
            self.tokens.get(self.position.wrapping_sub(1)),
            self.token(1),
        );
        if let (Some(before), Some(after)) = around
            && (before.kind, after.kind) == (TokenKind::Number, TokenKind::Number)
            && (before.span.end, comma.span.end) == (comma.span.start, after.span.start)
        {
            let span = before.span.to(after.span);
            let found = shortened(self.text(span));
            let help = format!("write {}.{}", self.text(before.span), self.text(after.span));
            return Problem::new(ParseErrorKind::DecimalComma { found }, span)
                .help(shortened(&help));
        }
        let expected = if self.frames.is_empty() {
            "an operator or the end"
        } else {
            "an operator or `)`"
        };
        Problem::new(
            ParseErrorKind::Unexpected {
                expected: expected.to_owned(),
                found: "`,`".to_owned(),
            },
            comma.span,
        )
    }

    pub(super) fn expected_pair(&self, span: Span) -> Problem {
        let kind = ParseErrorKind::Unexpected {
            expected: "pairs (value, condition) and last a value in `piecewise`".to_owned(),
            found: format!("`{}`", shortened(self.text(span))),
        };
        Problem::new(kind, span).help("write piecewise((value, condition), otherwise)")
    }

    /// `√x^2`.
    pub(super) fn check_root(&self, power: Token) -> Outcome<()> {
        let Some(Frame::Root(root)) = self.frames.last() else {
            return Ok(());
        };
        let inner = shortened(self.text(self.tree.nodes()[self.tree.root()].span));
        let exponent = match power.kind {
            TokenKind::Superscript => plain_digits(self.text(power.span)),
            _ => self
                .token(1)
                .map_or_else(|| "2".to_owned(), |token| shortened(self.text(token.span))),
        };
        let bare = inner
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'))
            .unwrap_or(&inner);
        let help = format!("write sqrt({bare})^{exponent} or sqrt({inner}^{exponent})");
        Err(Problem::new(ParseErrorKind::AmbiguousRoot, root.to(power.span)).help(help))
    }

    /// `x² ³`, which could be meant as one power or as a power of a power.
    pub(super) fn check_single_power(&self, power: Token) -> Outcome<()> {
        let before = self.tokens.get(self.position.wrapping_sub(1));
        if before.is_none_or(|before| before.kind != TokenKind::Superscript) {
            return Ok(());
        }
        let base = shortened(self.text(self.tree.nodes()[self.tree.root()].span));
        let help = format!("write ({base}){}", self.text(power.span));
        Err(self.expected("an operator").help(help))
    }

    /// `swish(x, beta = 2)`: the comma should be a semicolon.
    pub(super) fn check_named_after_comma(&self, name: &str, token: Token) -> Outcome<()> {
        let Some(Frame::Call(call)) = self.frames.last() else {
            return Ok(());
        };
        let Callee::Definition(definition) = &call.callee else {
            return Ok(());
        };
        let is_named = self
            .token(1)
            .is_some_and(|next| next.kind == TokenKind::Equals);
        if !is_named
            || call.named.is_some()
            || !definition
                .parameters
                .iter()
                .any(|parameter| &*parameter.name == name)
        {
            return Ok(());
        }
        let kind = ParseErrorKind::Unexpected {
            expected: "`;` before a parameter given by name".to_owned(),
            found: format!("`, {name} =`"),
        };
        let function = call.name.text(self.context.source);
        Err(Problem::new(kind, token.span).help(format!("write {function}(…; {name} = …)")))
    }
}

/// The parenthesis that closes the one at `open`.
pub(super) fn matching(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}
