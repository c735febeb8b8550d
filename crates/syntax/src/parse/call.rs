//! Calls: what is called, its arguments, the parameters it is given, and the pairs of `piecewise`.

use std::sync::Arc;

use super::expression::{Next, Parser};
use super::frame::{CallFrame, Callee, Frame};
use super::functions::Found;
use crate::error::{Outcome, Problem};
use crate::level::Level;
use crate::token::{Token, TokenKind};
use crate::{Arity, Call, Definition, Kind, ParseErrorKind, Span};

impl Parser<'_, '_, '_> {
    /// Begins the call of a name that stands before a parenthesis; true if it ends at once, as `f()` does.
    pub(super) fn open_call(&mut self, name: Token) -> Outcome<bool> {
        let callee = self.callee(name)?;
        self.open(Frame::Call(Box::new(CallFrame {
            callee,
            name,
            arguments: 0,
            named: None,
        })))?;
        self.position += 1;
        match self.token(0) {
            Some(token) if token.kind == TokenKind::Close => {
                self.position += 1;
                if let Some(Frame::Call(call)) = self.pop() {
                    self.close_call(*call, false, token)?;
                }
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn callee(&self, token: Token) -> Outcome<Callee> {
        let name = token.text(self.context.source);
        match name {
            "if" => return Ok(Callee::If),
            "piecewise" => return Ok(Callee::Piecewise),
            _ => {}
        }
        let name = name.to_owned();
        Err(match self.context.functions.find(&name) {
            Found::Func(func) => return Ok(Callee::Func(func)),
            Found::Definition(definition) => return Ok(Callee::Definition(definition)),
            Found::Itself => Problem::new(ParseErrorKind::Recursion { name }, token.span),
            Found::Later => Problem::new(ParseErrorKind::NotYetDefined { name }, token.span),
            Found::Nothing => self.unknown_function(name, token),
        })
    }

    /// A comma after a value: the next argument, or the condition of a pair.
    pub(super) fn comma(&mut self, comma: Token) -> Outcome<Next> {
        self.finish(Level::Any)?;
        let in_piecewise = self
            .frames
            .iter()
            .rev()
            .nth(1)
            .is_some_and(Frame::is_piecewise);
        match self.frames.last_mut() {
            Some(Frame::Call(call)) if matches!(call.callee, Callee::Piecewise) => {
                let root = self.tree.nodes()[self.tree.root()].span;
                return Err(self.expected_pair(root));
            }
            Some(Frame::Call(call)) if call.named.is_some() => {
                self.position += 1;
                return self.parameter_name();
            }
            Some(Frame::Call(call)) => call.arguments += 1,
            Some(frame @ Frame::Group(_)) if in_piecewise => {
                if let Frame::Group(open) = *frame {
                    *frame = Frame::Pair(open);
                }
            }
            _ => return Err(self.stray_comma(comma)),
        }
        self.position += 1;
        Ok(Next::Value)
    }

    /// A semicolon after a value: the parameters given by name follow.
    pub(super) fn semicolon(&mut self, semicolon: Token) -> Outcome<Next> {
        self.finish(Level::Any)?;
        let functions = self.context.functions;
        let unexpected = Problem::new(
            ParseErrorKind::Unexpected {
                expected: "`,` or `)`".to_owned(),
                found: "`;`".to_owned(),
            },
            semicolon.span,
        );
        let Some(Frame::Call(call)) = self.frames.last_mut() else {
            return Err(unexpected.help("separate parameters with `,`"));
        };
        if call.named.is_some() {
            return Err(unexpected.help("separate parameters with `,`"));
        }
        let name = call.name.text(self.context.source);
        if let (Callee::Func(_), Some(definition)) = (&call.callee, functions.definition(name)) {
            call.callee = Callee::Definition(definition);
        }
        if !matches!(call.callee, Callee::Definition(_)) {
            return Err(unexpected.help(format!("{name} has no parameters")));
        }
        call.arguments += 1;
        call.named = Some(Vec::new());
        self.position += 1;
        self.parameter_name()
    }

    /// `beta =` of `swish(x; beta = 2)`.
    fn parameter_name(&mut self) -> Outcome<Next> {
        let token = self.token(0).filter(|token| token.kind == TokenKind::Name);
        let Some(token) = token else {
            return Err(self.expected("the name of a parameter"));
        };
        let name = token.text(self.context.source);
        self.position += 1;
        if self
            .token(0)
            .is_none_or(|equals| equals.kind != TokenKind::Equals)
        {
            return Err(self.expected(&format!("`=` after the parameter `{name}`")));
        }
        self.position += 1;
        let Some(Frame::Call(call)) = self.frames.last_mut() else {
            return Ok(Next::Value);
        };
        let (Callee::Definition(definition), Some(named)) = (&call.callee, &mut call.named) else {
            return Ok(Next::Value);
        };
        if named.iter().any(|given| &**given == name) {
            let kind = ParseErrorKind::Duplicate {
                what: "parameter",
                name: name.to_owned(),
            };
            return Err(Problem::new(kind, token.span));
        }
        let Some(parameter) = definition
            .parameters
            .iter()
            .find(|parameter| &*parameter.name == name)
        else {
            let function = call.name.text(self.context.source).to_owned();
            return Err(unknown_parameter(function, name, definition, token.span));
        };
        named.push(parameter.name.clone());
        Ok(Next::Value)
    }

    /// Ends a call whose last argument, if it has one, has just been read.
    pub(super) fn close_call(
        &mut self,
        mut call: CallFrame,
        has_last: bool,
        close: Token,
    ) -> Outcome<()> {
        let span = call.name.span.to(close.span);
        if call.named.is_none() && has_last && !matches!(call.callee, Callee::Piecewise) {
            call.arguments += 1;
        }
        self.check_argument_count(&call, has_last, span)?;
        let kind = match call.callee {
            Callee::Func(func) => Kind::Call(func, call.arguments as u32),
            Callee::If => Kind::If,
            Callee::Piecewise => Kind::Piecewise(call.arguments as u32),
            Callee::Definition(definition) => Kind::CallDefinition(Arc::new(Call {
                name: call.name.text(self.context.source).into(),
                definition,
                parameters: call.named.unwrap_or_default().into(),
            })),
        };
        self.push(kind, span)
    }

    fn check_argument_count(&self, call: &CallFrame, has_last: bool, span: Span) -> Outcome<()> {
        let arity = match &call.callee {
            Callee::Func(func) => func.arity(),
            Callee::Definition(definition) => Arity::Exactly(definition.inputs.len()),
            Callee::If => Arity::Exactly(3),
            Callee::Piecewise if has_last && call.arguments > 0 => return Ok(()),
            Callee::Piecewise => return Err(self.expected_pair(span)),
        };
        if arity.accepts(call.arguments) {
            Ok(())
        } else {
            Err(self.wrong_count(call, arity, span))
        }
    }

    /// `(a, c)` of `piecewise` has ended; another pair or the value otherwise must follow.
    pub(super) fn close_pair(&mut self, span: Span) -> Outcome<Next> {
        let after = self.token(0).map(|token| token.kind);
        if after == Some(TokenKind::Close) {
            let kind = ParseErrorKind::Unexpected {
                expected: "the value otherwise after the last pair of `piecewise`".to_owned(),
                found: "`)`".to_owned(),
            };
            return Err(
                Problem::new(kind, span).help("write piecewise((value, condition), otherwise)")
            );
        }
        if after != Some(TokenKind::Comma) {
            return Err(self.expected("`,` after the pair of `piecewise`"));
        }
        self.position += 1;
        if let Some(Frame::Call(call)) = self.frames.last_mut() {
            call.arguments += 1;
        }
        Ok(Next::Value)
    }
}

fn unknown_parameter(function: String, name: &str, definition: &Definition, span: Span) -> Problem {
    let names: Vec<&str> = definition
        .parameters
        .iter()
        .map(|parameter| &*parameter.name)
        .collect();
    let help = match names.as_slice() {
        [] => "it has no parameters".to_owned(),
        [only] => format!("its parameter is {only}"),
        several => format!("its parameters are {}", several.join(", ")),
    };
    Problem::new(
        ParseErrorKind::UnknownParameter {
            function,
            name: name.to_owned(),
        },
        span,
    )
    .help(help)
}
