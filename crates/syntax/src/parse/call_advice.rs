//! The errors of calls, and of functions that are not called, with what to write instead.

use super::advice::matching;
use super::expression::Parser;
use super::frame::{CallFrame, Callee};
use super::header::items;
use super::suggest::only_looks;
use crate::error::Problem;
use crate::lexer::{plain_digits, shortened};
use crate::token::{Token, TokenKind};
use crate::{Arity, Constant, Definition, Func, ParseErrorKind, Span};

impl Parser<'_, '_, '_> {
    pub(super) fn unknown_function(&self, name: String, token: Token) -> Problem {
        if self.is_value(&name) {
            let argument = shortened(
                self.text(
                    self.tokens[self.position + 1]
                        .span
                        .to(self.operand_end(self.position + 1)),
                ),
            );
            let help = format!("write {name}*{argument}");
            return Problem::new(ParseErrorKind::ValueCalled { name }, token.span).help(help);
        }
        let help = match self.context.functions.nearest(&name) {
            _ if let Some(help) = self.replacement(&name) => Some(help),
            Some(near) => Some(format!("did you mean {near}?")),
            None if name.chars().count() == 1 => Some(format!("define it first: {name}(x) = …")),
            None => None,
        };
        Problem::new(
            ParseErrorKind::UnknownFunction {
                name: shortened(&name),
            },
            token.span,
        )
        .maybe_help(help)
    }

    /// What to write for a function of other languages, or in letters of another alphabet.
    fn replacement(&self, name: &str) -> Option<String> {
        if let Some(latin) = self.context.functions.called_in_latin(name) {
            return Some(only_looks(name, &latin));
        }
        let [base, exponent] = &self.texts_of_arguments()[..] else {
            return None;
        };
        matches!(name, "pow" | "power").then(|| format!("write {base}^{exponent}"))
    }

    /// The arguments of the call that begins here, in parentheses where they are more than a number, a name or a call.
    fn texts_of_arguments(&self) -> Vec<String> {
        let open = self.position + 1;
        let Some(inner) = self.tokens.get(open + 1..self.matching(open)) else {
            return Vec::new();
        };
        let ends = |part: &[Token]| {
            let (Some(first), Some(last)) = (part.first(), part.last()) else {
                return String::new();
            };
            let text = shortened(self.text(first.span.to(last.span)));
            let is_call = part.len() > 2 && matching(part, 1) == Some(part.len() - 1);
            if part.len() == 1 || is_call && first.kind == TokenKind::Name {
                text
            } else {
                format!("({text})")
            }
        };
        items(inner).map(ends).collect()
    }

    /// Whether an unknown function is a value: known as one, or mentioned as one somewhere in the text.
    fn is_value(&self, name: &str) -> bool {
        let mentioned = || {
            let after = self
                .tokens
                .iter()
                .skip(1)
                .map(|token| Some(token.kind))
                .chain([None]);
            self.tokens.iter().zip(after).any(|(token, after)| {
                token.kind == TokenKind::Name
                    && after != Some(TokenKind::Open)
                    && after != Some(TokenKind::Equals)
                    && token.text(self.context.source) == name
            })
        };
        self.values.contains(name)
            || Constant::from_name(name).is_some()
            || name == "x"
            || mentioned()
    }

    /// Adds to the error about a function that is not called how to call it.
    pub(super) fn with_call(&self, problem: Problem, name: &str) -> Problem {
        match problem.kind() {
            ParseErrorKind::FunctionAsValue { .. } => problem.help(self.call_of(name)),
            _ => problem,
        }
    }

    fn call_of(&self, name: &str) -> String {
        let (power, argument) = self.power_of_function();
        let argument = self.operands(name, argument);
        match power.as_deref() {
            None => format!("write {name}({argument})"),
            Some("-1") if Func::from_name(&format!("a{name}")).is_some() => {
                format!(
                    "write a{name}({argument}) for the inverse, 1/{name}({argument}) for the reciprocal"
                )
            }
            Some(power) => format!("write {name}({argument})^{power}"),
        }
    }

    /// What a function stands before, as its arguments: `0, x` in `max 0 x`.
    fn operands(&self, name: &str, mut index: usize) -> String {
        let most = match Func::from_name(name).map(Func::arity) {
            Some(Arity::Exactly(count)) => count,
            Some(Arity::AtLeast(_)) => usize::MAX,
            None => 1,
        };
        let mut operands = Vec::new();
        while operands.len() < most
            && let Some(token) = self.tokens.get(index)
            && token.kind.starts_value()
        {
            let end = self.operand_end(index);
            let text = self.text(token.span.to(end));
            let inner = text
                .strip_prefix('(')
                .and_then(|text| text.strip_suffix(')'));
            operands.push(shortened(inner.unwrap_or(text)));
            let rest = self.tokens[index..].iter();
            index += rest.take_while(|token| token.span.start < end.end).count();
        }
        match operands.is_empty() {
            true => "x".to_owned(),
            false => operands.join(", "),
        }
    }

    /// The power in `sin^2(x)`, `sin² x` or `sin^-1(x)`, and the index where the argument begins.
    fn power_of_function(&self) -> (Option<String>, usize) {
        let kind = |ahead| self.token(ahead).map(|token| token.kind);
        let text = |ahead| {
            self.token(ahead)
                .map_or("", |token| token.text(self.context.source))
        };
        let next = self.position;
        match (kind(1), kind(2), kind(3)) {
            (Some(TokenKind::Superscript), _, _) => (Some(plain_digits(text(1))), next + 2),
            (Some(TokenKind::Caret), Some(TokenKind::Number | TokenKind::Name), _) => {
                (Some(text(2).to_owned()), next + 3)
            }
            (Some(TokenKind::Caret), Some(TokenKind::Minus), Some(TokenKind::Number)) => {
                (Some(format!("-{}", text(3))), next + 4)
            }
            _ => (None, next + 1),
        }
    }

    pub(super) fn wrong_count(&self, call: &CallFrame, arity: Arity, span: Span) -> Problem {
        let name = call.name.text(self.context.source).to_owned();
        let expected = match arity {
            Arity::Exactly(1) => "1 argument".to_owned(),
            Arity::Exactly(count) => format!("{count} arguments"),
            Arity::AtLeast(1) => "at least 1 argument".to_owned(),
            Arity::AtLeast(count) => format!("at least {count} arguments"),
        };
        let help = self
            .named_form(call, &name)
            .or_else(|| (name == "if").then(|| "write if(condition, value, otherwise)".to_owned()))
            .or_else(|| self.quotient_of_logarithms(call, &name));
        Problem::new(
            ParseErrorKind::WrongArgumentCount {
                name,
                expected,
                found: call.arguments,
            },
            span,
        )
        .maybe_help(help)
    }

    /// `ln(x)/ln(2)` for `log(x, 2)`.
    fn quotient_of_logarithms(&self, call: &CallFrame, name: &str) -> Option<String> {
        if call.arguments != 2 || Func::from_name(name) != Some(Func::Ln) {
            return None;
        }
        let roots = self.tree.last_roots(2).into_iter();
        let texts: Vec<String> = roots
            .map(|root| shortened(self.text(self.tree.nodes()[root].span)))
            .collect();
        Some(format!("write ln({})/ln({})", texts[0], texts[1]))
    }

    /// `leaky_relu(x; negative_slope = 0.2)` for `leaky_relu(x, 0.2)`.
    fn named_form(&self, call: &CallFrame, name: &str) -> Option<String> {
        let definition = match &call.callee {
            Callee::Definition(definition) => definition.clone(),
            _ => self.context.functions.definition(name)?,
        };
        let Definition {
            inputs, parameters, ..
        } = &*definition;
        let extra = call
            .arguments
            .checked_sub(inputs.len())
            .filter(|extra| (1..=parameters.len()).contains(extra))?;
        if call.named.is_some() {
            return None;
        }
        let arguments: Vec<String> = self
            .tree
            .last_roots(call.arguments)
            .into_iter()
            .map(|root| shortened(self.text(self.tree.nodes()[root].span)))
            .collect();
        let (positional, given) = arguments.split_at(arguments.len() - extra);
        let given: Vec<String> = parameters
            .iter()
            .zip(given)
            .map(|(parameter, value)| format!("{} = {value}", parameter.name))
            .collect();
        Some(format!(
            "write {name}({}; {})",
            positional.join(", "),
            given.join(", ")
        ))
    }
}
