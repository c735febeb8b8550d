//! Texts that are a single name.

use std::sync::Arc;

use super::functions::{Found, Functions};
use super::suggest::{nearest, only_looks};
use super::values::check_reserved;
use crate::error::{Outcome, Problem};
use crate::{Action, Arity, Constant, Definition, Func, Input, Kind, ParseErrorKind, Span, Tree};

/// The definition of that name, a primitive, a constant, or the identity of a single letter.
pub(super) fn lone_name(
    name: &str,
    span: Span,
    functions: &Functions<'_>,
) -> Outcome<Arc<Definition>> {
    check_reserved(name, span)?;
    if let Some(definition) = functions.definition(name) {
        return Ok(definition);
    }
    if let Found::Func(func) = functions.find(name) {
        return primitive(func, span);
    }
    if let Some(constant) = Constant::from_name(name) {
        return Ok(of_leaf(Kind::Constant(constant), "x", span));
    }
    if is_letter(name) {
        return Ok(of_leaf(Kind::Name(name.into()), name, span));
    }
    Err(unknown(name, span, functions))
}

/// `tanh` is `tanh(x) = tanh(x)`, and `sum` is `sum(x[]) = sum(x)`.
fn primitive(func: Func, span: Span) -> Outcome<Arc<Definition>> {
    let vector = func.action() == Action::Reduction;
    let unary = func.arity() == Arity::Exactly(1);
    if !unary {
        return Err(Problem::new(
            ParseErrorKind::FunctionAsValue {
                name: func.name().to_owned(),
            },
            span,
        )
        .help(format!("write {}", example(func))));
    }
    let mut body = Tree::new();
    let x: Arc<str> = "x".into();
    body.push(Kind::Name(x.clone()), span);
    body.push(Kind::Call(func, 1), span);
    let inputs = vec![Input { name: x, vector }];
    Ok(Arc::new(Definition {
        name: Some(func.name().into()),
        inputs,
        parameters: Vec::new(),
        body,
    }))
}

fn example(func: Func) -> String {
    let name = func.name();
    match func.arity() {
        Arity::Exactly(3) => format!("{name}(x, -1, 1)"),
        Arity::Exactly(_) => format!("f(x, y) = {name}(x, y)"),
        Arity::AtLeast(_) if func == Func::Concat => format!("f(x[]) = {name}(x, -x)"),
        Arity::AtLeast(_) => format!("{name}(0, x)"),
    }
}

fn of_leaf(kind: Kind, input: &str, span: Span) -> Arc<Definition> {
    let mut body = Tree::new();
    body.push(kind, span);
    let inputs = vec![Input {
        name: input.into(),
        vector: false,
    }];
    Arc::new(Definition {
        name: None,
        inputs,
        parameters: Vec::new(),
        body,
    })
}

fn is_letter(name: &str) -> bool {
    name.chars().count() == 1 && name.chars().all(char::is_alphabetic)
}

fn unknown(name: &str, span: Span, functions: &Functions<'_>) -> Problem {
    let constants = Constant::ALL.iter().map(|constant| constant.name());
    let near = functions
        .nearest(name)
        .or_else(|| nearest(name, constants).map(str::to_owned));
    let help = functions
        .called_in_latin(name)
        .map(|latin| only_looks(name, &latin))
        .or_else(|| near.map(|near| format!("did you mean {near}?")));
    Problem::new(
        ParseErrorKind::UnknownName {
            name: name.to_owned(),
        },
        span,
    )
    .maybe_help(help)
}
