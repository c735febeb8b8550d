//! Headers: what stands before the `=` of a definition.

use std::collections::HashSet;
use std::sync::Arc;

use super::advice::matching;
use super::expression::{Context, expression};
use super::values::{Values, check_reserved};
use crate::check::check;
use crate::error::{Outcome, Problem};
use crate::lexer::shortened;
use crate::token::{Token, TokenKind};
use crate::{Input, Parameter, ParseErrorKind, Shape, Span};

/// A statement, divided into what stands before and after `=`.
pub(super) enum Parts<'t> {
    /// A body alone.
    Bare(&'t [Token]),
    /// `name(list) = body`, or `x → body` without a name.
    Definition {
        name: Option<Token>,
        list: &'t [Token],
        body: &'t [Token],
        end: Span,
    },
}

/// What a header says.
pub(super) struct Lists {
    pub(super) inputs: Vec<Input>,
    pub(super) parameters: Vec<Parameter>,
}

/// Divides a statement.
pub(super) fn divide<'t>(source: &str, tokens: &'t [Token]) -> Outcome<Parts<'t>> {
    let kind = |index: usize| tokens.get(index).map(|token| token.kind);
    match (kind(0), kind(1)) {
        (Some(TokenKind::Name), Some(TokenKind::Equals)) => Err(without_inputs(source, tokens)),
        (Some(TokenKind::Name), Some(TokenKind::Arrow)) => Ok(Parts::Definition {
            name: None,
            list: &tokens[..1],
            body: &tokens[2..],
            end: tokens[1].span,
        }),
        (Some(TokenKind::Open), _) => Ok(with_list(tokens, None, 0, TokenKind::Arrow)),
        (
            Some(TokenKind::Name | TokenKind::And | TokenKind::Or | TokenKind::Not),
            Some(TokenKind::Open),
        ) => {
            let parts = with_list(tokens, Some(tokens[0]), 1, TokenKind::Equals);
            if let Parts::Definition { .. } = parts {
                check_reserved(tokens[0].text(source), tokens[0].span)?;
            }
            Ok(parts)
        }
        _ => Ok(Parts::Bare(tokens)),
    }
}

/// `name(list) =` if the sign stands there.
fn with_list(tokens: &[Token], name: Option<Token>, open: usize, sign: TokenKind) -> Parts<'_> {
    let Some(close) = matching(tokens, open) else {
        return Parts::Bare(tokens);
    };
    match tokens.get(close + 1) {
        Some(token) if token.kind == sign => Parts::Definition {
            name,
            list: &tokens[open + 1..close],
            body: &tokens[close + 2..],
            end: token.span,
        },
        _ => Parts::Bare(tokens),
    }
}

fn without_inputs(source: &str, tokens: &[Token]) -> Problem {
    let name = tokens[0].text(source);
    if let Err(problem) = check_reserved(name, tokens[0].span) {
        return problem;
    }
    let body = match tokens {
        [_, _, first, .., last] => {
            shortened(&source[first.span.start as usize..last.span.end as usize])
        }
        [_, _, only] => shortened(only.text(source)),
        _ => "…".to_owned(),
    };
    Problem::new(
        ParseErrorKind::MissingInputs {
            name: name.to_owned(),
        },
        tokens[0].span.to(tokens[1].span),
    )
    .help(format!(
        "write {}(x) = {body}",
        if name == "x" { "f" } else { name }
    ))
}

/// Reads the inputs and parameters between the parentheses of a header.
pub(super) fn lists(
    context: Context<'_, '_>,
    name: &str,
    list: &[Token],
    end: Span,
) -> Outcome<Lists> {
    let mut header = HeaderReader {
        context,
        seen: HashSet::new(),
    };
    let (inputs, parameters) = match list
        .iter()
        .position(|token| token.kind == TokenKind::Semicolon)
    {
        Some(at) => (&list[..at], Some(&list[at + 1..])),
        None => (list, None),
    };
    if inputs.is_empty() {
        return Err(Problem::new(
            ParseErrorKind::MissingInputs {
                name: name.to_owned(),
            },
            end,
        )
        .help(format!("write {name}(x) = …")));
    }
    let inputs = items(inputs)
        .map(|item| header.input(name, item, end))
        .collect::<Outcome<_>>()?;
    let parameters = parameters.map_or(Ok(Vec::new()), |parameters| {
        items(parameters)
            .map(|item| header.parameter(item, end))
            .collect::<Outcome<_>>()
    })?;
    Ok(Lists { inputs, parameters })
}

struct HeaderReader<'a, 'n> {
    context: Context<'a, 'n>,
    seen: HashSet<&'a str>,
}

impl HeaderReader<'_, '_> {
    /// `x` or `x[]`.
    fn input(&mut self, function: &str, item: &[Token], end: Span) -> Outcome<Input> {
        let kinds: Vec<TokenKind> = item.iter().take(4).map(|token| token.kind).collect();
        let vector = match kinds.as_slice() {
            [TokenKind::Name] => false,
            [
                TokenKind::Name,
                TokenKind::OpenBracket,
                TokenKind::CloseBracket,
            ] => true,
            [TokenKind::Name, TokenKind::Equals, ..] => {
                return Err(self.parameter_among_inputs(function, item));
            }
            _ => return Err(self.unexpected("an input such as `x` or `x[]`", item, end)),
        };
        Ok(Input {
            name: self.name("input", item[0])?,
            vector,
        })
    }

    /// `beta = 1`.
    fn parameter(&mut self, item: &[Token], end: Span) -> Outcome<Parameter> {
        let kinds: Vec<TokenKind> = item.iter().take(2).map(|token| token.kind).collect();
        match kinds.as_slice() {
            [TokenKind::Name, TokenKind::Equals] => {}
            [TokenKind::Name] if item.len() == 1 => return Err(self.without_default(item[0])),
            [TokenKind::And | TokenKind::Or | TokenKind::Not, ..] => {
                check_reserved(item[0].text(self.context.source), item[0].span)?;
            }
            _ => return Err(self.unexpected("a parameter such as `beta = 1`", item, end)),
        }
        let name = self.name("parameter", item[0])?;
        if item.len() == 2 {
            return Err(self.without_default(item[0]));
        }
        let after = item[item.len() - 1].span.end as usize;
        let mut values = Values::of_default(&name);
        let default = expression(
            self.context,
            &mut values,
            &item[2..],
            Span::new(after, after),
        )?;
        let mut signatures = self.context.functions.signatures.borrow_mut();
        signatures.learn(default.calls())?;
        let shape = check(&default, &[], &signatures)?;
        if let Shape::Vector(_) = shape {
            let kind = ParseErrorKind::ExpectedScalar {
                place: format!("the default of `{name}`"),
                found: shortened(&self.context.source[item[2].span.start as usize..after]),
            };
            return Err(Problem::new(
                kind,
                item[2].span.to(item[item.len() - 1].span),
            ));
        }
        Ok(Parameter { name, default })
    }

    fn name(&mut self, what: &'static str, token: Token) -> Outcome<Arc<str>> {
        let name = token.text(self.context.source);
        check_reserved(name, token.span)?;
        if name == "∞" {
            return Err(self.unexpected("a name", &[token], token.span));
        }
        if !self.seen.insert(name) {
            return Err(Problem::new(
                ParseErrorKind::Duplicate {
                    what,
                    name: name.to_owned(),
                },
                token.span,
            ));
        }
        Ok(name.into())
    }

    fn unexpected(&self, expected: &str, item: &[Token], end: Span) -> Problem {
        let (found, span) = match item {
            [first, .., last] => (first.span.to(last.span), first.span.to(last.span)),
            [only] => (only.span, only.span),
            [] => (Span::default(), end),
        };
        let found = &self.context.source[found.start as usize..found.end as usize];
        let found = if found.is_empty() {
            "nothing".to_owned()
        } else {
            format!("`{}`", shortened(found))
        };
        Problem::new(
            ParseErrorKind::Unexpected {
                expected: expected.to_owned(),
                found,
            },
            span,
        )
    }

    fn parameter_among_inputs(&self, function: &str, item: &[Token]) -> Problem {
        let span = item[0].span.to(item[item.len() - 1].span);
        let text = shortened(&self.context.source[span.start as usize..span.end as usize]);
        let kind = ParseErrorKind::Unexpected {
            expected: "`;` between inputs and parameters".to_owned(),
            found: format!("`{text}` among the inputs"),
        };
        Problem::new(kind, span).help(format!("write {function}(x; {text})"))
    }

    fn without_default(&self, name: Token) -> Problem {
        let text = name.text(self.context.source);
        Problem::new(
            ParseErrorKind::MissingDefault {
                name: text.to_owned(),
            },
            name.span,
        )
        .help(format!("write {text} = 1"))
    }
}

/// The items of a list, separated by commas that stand in no inner parentheses.
pub(super) fn items(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    let mut depth = 0usize;
    tokens.split(move |token| {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.kind == TokenKind::Comma
    })
}
