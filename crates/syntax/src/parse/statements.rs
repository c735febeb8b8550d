//! Tokens to statements: what newlines and semicolons separate.

use crate::error::{Outcome, Problem};
use crate::token::{Token, TokenKind};
use crate::{Limits, ParseErrorKind};

/// The statements of a text, without newlines and empty statements; all parentheses in them match.
pub(crate) fn split(tokens: &[Token], limits: &Limits) -> Outcome<Vec<Vec<Token>>> {
    let mut statements = Statements {
        limits,
        done: Vec::new(),
        current: Vec::new(),
        open: Vec::new(),
    };
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        rest = after;
        match token.kind {
            TokenKind::Newline => {
                let blank = after
                    .iter()
                    .take_while(|next| next.kind == TokenKind::Newline)
                    .count();
                rest = &after[blank..];
                statements.newline(rest.first());
            }
            _ => statements.take(*token)?,
        }
    }
    statements.finish()
}

struct Statements<'a> {
    limits: &'a Limits,
    done: Vec<Vec<Token>>,
    current: Vec<Token>,
    open: Vec<Token>,
}

impl Statements<'_> {
    fn take(&mut self, token: Token) -> Outcome<()> {
        match token.kind {
            TokenKind::Semicolon if self.open.is_empty() => {
                self.end();
                return Ok(());
            }
            TokenKind::Open => {
                self.open.push(token);
                if self.open.len() > self.limits.nesting {
                    return Err(Problem::new(
                        ParseErrorKind::TooDeep {
                            limit: self.limits.nesting,
                        },
                        token.span,
                    ));
                }
            }
            TokenKind::Close if self.open.pop().is_none() => {
                return Err(Problem::new(ParseErrorKind::Unmatched, token.span));
            }
            _ => {}
        }
        self.current.push(token);
        Ok(())
    }

    fn newline(&mut self, next: Option<&Token>) {
        let goes_on = self
            .current
            .last()
            .is_some_and(|last| last.kind.expects_more());
        if self.open.is_empty() && !goes_on && !next.is_some_and(|next| next.kind.continues()) {
            self.end();
        }
    }

    fn end(&mut self) {
        if !self.current.is_empty() {
            self.done.push(std::mem::take(&mut self.current));
        }
    }

    fn finish(mut self) -> Outcome<Vec<Vec<Token>>> {
        if let Some(open) = self.open.last() {
            return Err(
                Problem::new(ParseErrorKind::Unclosed, open.span).help("write the missing `)`")
            );
        }
        self.end();
        Ok(self.done)
    }
}
