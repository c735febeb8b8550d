//! Tokens to a tree, with an explicit stack of what has been begun: no recursion, however deep the text is.

use super::frame::Frame;
use super::functions::Functions;
use super::number::number;
use super::values::{Values, check_reserved};
use crate::error::{Outcome, Problem};
use crate::level::{self, Level};
use crate::lexer::plain_digits;
use crate::token::{Token, TokenKind};
use crate::{Func, Kind, Limits, ParseErrorKind, Span, Tree};

/// Where an expression stands and what is called in it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a, 'n> {
    pub(crate) source: &'a str,
    pub(crate) limits: &'a Limits,
    pub(crate) functions: &'a Functions<'n>,
}

/// The tree of an expression that takes up all of `tokens`; `end` is the place after them.
pub(crate) fn expression(
    context: Context<'_, '_>,
    values: &mut Values<'_>,
    tokens: &[Token],
    end: Span,
) -> Outcome<Tree> {
    let mut parser = Parser {
        context,
        values,
        tokens,
        end,
        position: 0,
        tree: Tree::new(),
        frames: Vec::new(),
        depth: 0,
    };
    loop {
        parser.value()?;
        loop {
            match parser.operator()? {
                Next::Operator => {}
                Next::Value => break,
                Next::End => return Ok(parser.tree),
            }
        }
    }
}

pub(super) struct Parser<'a, 'n, 'v> {
    pub(super) context: Context<'a, 'n>,
    pub(super) values: &'a mut Values<'v>,
    pub(super) tokens: &'a [Token],
    pub(super) end: Span,
    /// The token to be read next.
    pub(super) position: usize,
    pub(super) tree: Tree,
    pub(super) frames: Vec<Frame>,
    depth: usize,
}

/// What is due next.
pub(super) enum Next {
    Value,
    Operator,
    End,
}

impl Parser<'_, '_, '_> {
    /// Reads up to the end of a number, a name or a call without arguments, and what opens before it.
    fn value(&mut self) -> Outcome<()> {
        loop {
            let Some(token) = self.token(0) else {
                return Err(self.expected("a value"));
            };
            let after = self.token(1).map(|token| token.kind);
            match token.kind {
                TokenKind::Number => return self.number(token),
                TokenKind::Name if after == Some(TokenKind::Open) => {
                    if self.open_call(token)? {
                        return Ok(());
                    }
                }
                TokenKind::Name => return self.name(token),
                TokenKind::Minus => self.open(Frame::Prefix(Kind::Negate, token.span))?,
                TokenKind::Plus => self.open(Frame::Prefix(Kind::Plus, token.span))?,
                TokenKind::Not => self.open(Frame::Prefix(Kind::Not, token.span))?,
                TokenKind::Root => self.open(Frame::Root(token.span))?,
                TokenKind::Open => self.open(Frame::Group(token.span))?,
                _ => return Err(self.expected("a value")),
            }
        }
    }

    /// Reads one token where a value has just ended.
    fn operator(&mut self) -> Outcome<Next> {
        let Some(token) = self.token(0) else {
            self.finish(Level::Any)?;
            return Ok(Next::End);
        };
        match token.kind {
            TokenKind::Close => self.close(token),
            TokenKind::Comma => self.comma(token),
            TokenKind::Semicolon => self.semicolon(token),
            TokenKind::Superscript => self.raise(token),
            kind => match kind.infix() {
                Some(kind) => self.infix(kind, token),
                None => Err(self.no_operator(token)),
            },
        }
    }

    /// The token so many places ahead.
    pub(super) fn token(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.position + ahead).copied()
    }

    pub(super) fn text(&self, span: Span) -> &str {
        &self.context.source[span.start as usize..span.end as usize]
    }

    /// Takes the next token as the beginning of something that ends later.
    pub(super) fn open(&mut self, frame: Frame) -> Outcome<()> {
        if frame.nests() {
            let span = self.token(0).map_or(self.end, |token| token.span);
            self.check_depth(1, span)?;
            self.depth += 1;
        }
        self.frames.push(frame);
        self.position += 1;
        Ok(())
    }

    /// Whether so many levels more are allowed.
    fn check_depth(&self, more: usize, span: Span) -> Outcome<()> {
        let limit = self.context.limits.nesting;
        if self.depth + more > limit {
            Err(Problem::new(ParseErrorKind::TooDeep { limit }, span))
        } else {
            Ok(())
        }
    }

    pub(super) fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop();
        if frame.as_ref().is_some_and(Frame::nests) {
            self.depth -= 1;
        }
        frame
    }

    pub(super) fn push(&mut self, kind: Kind, span: Span) -> Outcome<()> {
        let limit = self.context.limits.nodes;
        if self.tree.len() >= limit {
            return Err(Problem::new(ParseErrorKind::TooManyNodes { limit }, span));
        }
        self.tree.push(kind, span);
        Ok(())
    }

    fn number(&mut self, token: Token) -> Outcome<()> {
        let number = number(
            token.text(self.context.source),
            token.span,
            self.context.limits,
        )?;
        self.position += 1;
        self.push(Kind::Number(number), token.span)
    }

    fn name(&mut self, token: Token) -> Outcome<()> {
        let context = self.context;
        let name = token.text(context.source);
        check_reserved(name, token.span)
            .map_err(|problem| problem.maybe_help(reserved_help(name)))?;
        self.check_named_after_comma(name, token)?;
        let leaf = self
            .values
            .leaf(name, token.span, context.functions)
            .map_err(|problem| self.with_call(problem, name))?;
        self.position += 1;
        self.push(leaf, token.span)
    }

    fn infix(&mut self, kind: Kind, token: Token) -> Outcome<Next> {
        if kind == Kind::Power {
            self.check_root(token)?;
        }
        let binding = level::of(&kind).expect("infix operators bind");
        self.finish(binding.left)?;
        match (kind, self.frames.last_mut()) {
            (Kind::Compare(more), Some(Frame::Compare(chain))) => {
                chain.extend(more);
                self.position += 1;
            }
            (Kind::Compare(first), _) => self.open(Frame::Compare(first.into_vec()))?,
            (kind, _) => self.open(Frame::Infix(kind))?,
        }
        Ok(Next::Value)
    }

    /// `x²`: a power that binds to the value just read.
    fn raise(&mut self, token: Token) -> Outcome<Next> {
        self.check_root(token)?;
        self.check_single_power(token)?;
        let plain = plain_digits(token.text(self.context.source));
        self.check_depth(1 + usize::from(plain.starts_with(['-', '+'])), token.span)?;
        let base = self.tree.nodes()[self.tree.root()].span;
        let exponent = number(
            plain.trim_start_matches(['-', '+']),
            token.span,
            self.context.limits,
        )?;
        self.push(Kind::Number(exponent), token.span)?;
        match plain.chars().next() {
            Some('-') => self.push(Kind::Negate, token.span)?,
            Some('+') => self.push(Kind::Plus, token.span)?,
            _ => {}
        }
        self.push(Kind::Power, base.to(token.span))?;
        self.position += 1;
        Ok(Next::Operator)
    }

    /// Finishes the operators that hold what has been read at least that tightly.
    pub(super) fn finish(&mut self, least: Level) -> Outcome<()> {
        while self
            .frames
            .last()
            .and_then(Frame::level)
            .is_some_and(|level| level >= least)
        {
            match self.pop() {
                Some(Frame::Prefix(kind, span)) => self.combine(kind, Some(span))?,
                Some(Frame::Root(span)) => self.combine(Kind::Call(Func::Sqrt, 1), Some(span))?,
                Some(Frame::Infix(kind)) => self.combine(kind, None)?,
                Some(Frame::Compare(chain)) => self.combine(Kind::Compare(chain.into()), None)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Pushes a node over the last subtrees; its span covers them and the operator that stands before them.
    fn combine(&mut self, kind: Kind, before: Option<Span>) -> Outcome<()> {
        let operands = self.tree.last_roots(kind.children());
        let nodes = self.tree.nodes();
        let span = nodes[operands[0]]
            .span
            .to(nodes[operands[operands.len() - 1]].span);
        self.push(kind, before.map_or(span, |before| before.to(span)))
    }

    fn close(&mut self, token: Token) -> Outcome<Next> {
        self.finish(Level::Any)?;
        self.position += 1;
        match self.pop() {
            Some(Frame::Group(open)) => {
                self.tree.widen(self.tree.root(), open.to(token.span));
                Ok(Next::Operator)
            }
            Some(Frame::Pair(open)) => self.close_pair(open.to(token.span)),
            Some(Frame::Call(call)) => {
                self.close_call(*call, true, token)?;
                Ok(Next::Operator)
            }
            _ => Err(Problem::new(ParseErrorKind::Unmatched, token.span)),
        }
    }
}

fn reserved_help(name: &str) -> Option<String> {
    Some(match name {
        "if" => "write if(condition, value, otherwise)".to_owned(),
        "piecewise" => "write piecewise((value, condition), otherwise)".to_owned(),
        _ => return None,
    })
}
