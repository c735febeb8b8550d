//! Statements to definitions.

use std::collections::HashSet;
use std::sync::Arc;

use super::expression::{Context, expression};
use super::functions::Functions;
use super::header::{Lists, Parts, divide, lists};
use super::lone::lone_name;
use super::statements::split;
use super::suggest::{latin, only_looks};
use super::values::{Header, Values};
use crate::error::{Outcome, Problem};
use crate::lexer::{shortened, tokens};
use crate::token::{Token, TokenKind};
use crate::{Definition, Input, Limits, Names, Parameter, ParseErrorKind, Span, Tree};

/// A text on its way to definitions.
pub(super) struct Reader<'a> {
    source: &'a str,
    limits: &'a Limits,
    statements: Vec<Vec<Token>>,
    functions: Functions<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, names: &'a dyn Names, limits: &'a Limits) -> Outcome<Self> {
        let statements = split(&tokens(source)?, limits)?;
        let mut headers = HashSet::new();
        for statement in &statements {
            if let Parts::Definition {
                name: Some(name), ..
            } = divide(source, statement)?
            {
                headers.insert(name.text(source));
            }
        }
        Ok(Self {
            source,
            limits,
            statements,
            functions: Functions::new(names, headers),
        })
    }

    /// The definition that is meant, the last one.
    pub(super) fn last(mut self) -> Outcome<Arc<Definition>> {
        let last = self.define_all_but_last()?;
        if let [only] = last.as_slice()
            && only.kind == TokenKind::Name
        {
            return lone_name(only.text(self.source), only.span, &self.functions);
        }
        match divide(self.source, &last)? {
            Parts::Bare(body) => self.bare(body),
            parts @ Parts::Definition { .. } => self.definition(&parts, None),
        }
    }

    /// The last definition, or a body with the inputs and parameters of `header`.
    pub(super) fn last_as(mut self, header: &Definition) -> Outcome<Arc<Definition>> {
        let last = self.define_all_but_last()?;
        if let [only] = last.as_slice()
            && only.kind == TokenKind::Name
            && let Some(definition) = self.lone_function(*only, header)?
        {
            return Ok(definition);
        }
        match divide(self.source, &last)? {
            parts @ Parts::Definition { .. } => self.definition(&parts, Some(header)),
            Parts::Bare(body) => {
                self.functions.begin(None);
                let Definition {
                    inputs, parameters, ..
                } = header;
                let known = Header {
                    name: header.name.as_deref(),
                    inputs,
                    parameters,
                    is_inherited: true,
                };
                let body = self.body(&mut Values::of_header(known), body)?;
                self.finish(None, inputs.clone(), parameters.clone(), body)
            }
        }
    }

    /// All definitions.
    pub(super) fn all(mut self) -> Outcome<Vec<Arc<Definition>>> {
        let statements = std::mem::take(&mut self.statements);
        if statements.is_empty() {
            return Err(self.nothing());
        }
        statements
            .iter()
            .map(|statement| self.define(statement))
            .collect()
    }

    fn nothing(&self) -> Problem {
        Problem::new(
            ParseErrorKind::Empty,
            Span::new(self.source.len(), self.source.len()),
        )
    }

    fn define_all_but_last(&mut self) -> Outcome<Vec<Token>> {
        let mut statements = std::mem::take(&mut self.statements);
        let last = statements.pop().ok_or_else(|| self.nothing())?;
        for statement in &statements {
            self.define(statement)?;
        }
        Ok(last)
    }

    /// Reads a definition with a name and makes it known to the ones after it.
    fn define(&mut self, statement: &[Token]) -> Outcome<Arc<Definition>> {
        let parts = divide(self.source, statement)?;
        if !matches!(parts, Parts::Definition { name: Some(_), .. }) {
            let span = statement[0].span.to(statement[statement.len() - 1].span);
            return Err(Problem::new(ParseErrorKind::MissingHeader, span).help("write f(x) = …"));
        }
        let definition = self.definition(&parts, None)?;
        if let Some(name) = &definition.name {
            self.functions.define(name.clone(), definition.clone());
        }
        Ok(definition)
    }

    fn definition(
        &mut self,
        parts: &Parts<'_>,
        inherited: Option<&Definition>,
    ) -> Outcome<Arc<Definition>> {
        let Parts::Definition {
            name,
            list,
            body,
            end,
        } = parts
        else {
            return Err(self.nothing());
        };
        let name_text = name.map(|name| name.text(self.source));
        let shown = name_text.unwrap_or("f");
        self.check_definition(shown, *name, body, *end)?;
        self.functions.begin(name_text);
        let Lists {
            inputs,
            mut parameters,
        } = lists(self.context(), shown, list, *end)?;
        if let Some(header) = inherited {
            check_inputs(header, &inputs, list)?;
            inherit(&mut parameters, &inputs, header);
        }
        let header = Header {
            name: name_text,
            inputs: &inputs,
            parameters: &parameters,
            is_inherited: false,
        };
        let body = self.body(&mut Values::of_header(header), body)?;
        self.finish(name_text, inputs, parameters, body)
    }

    fn check_definition(
        &self,
        shown: &str,
        name: Option<Token>,
        body: &[Token],
        end: Span,
    ) -> Outcome<()> {
        if let Some(name) = name
            && self.functions.is_defined(shown)
        {
            let kind = ParseErrorKind::Duplicate {
                what: "definition",
                name: shown.to_owned(),
            };
            return Err(Problem::new(kind, name.span));
        }
        if body.is_empty() {
            return Err(Problem::new(
                ParseErrorKind::MissingBody {
                    name: shown.to_owned(),
                },
                end,
            ));
        }
        Ok(())
    }

    /// A body without a header: its only free name is the input.
    fn bare(&mut self, body: &[Token]) -> Outcome<Arc<Definition>> {
        self.functions.begin(None);
        let mut values = Values::of_bare_body();
        let tree = self.body(&mut values, body)?;
        let free = values.free();
        let input = match free.as_slice() {
            [] => "x".into(),
            [only] => only.clone(),
            several => return Err(self.several_names(several, body)),
        };
        self.finish(
            None,
            vec![Input {
                name: input,
                vector: false,
            }],
            Vec::new(),
            tree,
        )
    }

    fn several_names(&self, free: &[Arc<str>], body: &[Token]) -> Problem {
        let text =
            &self.source[body[0].span.start as usize..body[body.len() - 1].span.end as usize];
        let has_x = free.iter().any(|name| &**name == "x");
        let (inputs, parameters): (Vec<&str>, Vec<&str>) = free
            .iter()
            .map(|name| &**name)
            .partition(|&name| !has_x || name == "x");
        let defaults: Vec<String> = parameters
            .iter()
            .map(|name| format!("{name} = 1"))
            .collect();
        let separator = if defaults.is_empty() { "" } else { "; " };
        let header = format!("{}{separator}{}", inputs.join(", "), defaults.join(", "));
        let other = parameters
            .first()
            .or(inputs.get(1))
            .copied()
            .unwrap_or_default();
        let place = body
            .iter()
            .find(|token| token.text(self.source) == other)
            .map_or(body[0].span, |token| token.span);
        let names = free.iter().map(ToString::to_string).collect();
        let help = alike(free)
            .unwrap_or_else(|| format!("write f({}) = {}", shortened(&header), shortened(text)));
        Problem::new(ParseErrorKind::SeveralNames { names }, place).help(help)
    }

    /// The function of that name as it would be called, if it is one, with the parameters of `header` after its own.
    fn lone_function(&self, name: Token, header: &Definition) -> Outcome<Option<Arc<Definition>>> {
        let text = name.text(self.source);
        let is_value = header.declared_shapes().any(|(known, _)| known == text);
        if header.inputs.is_empty() || is_value || !self.functions.is_function(text) {
            return Ok(None);
        }
        let mut definition = (*lone_name(text, name.span, &self.functions)?).clone();
        check_inputs(header, &definition.inputs, &[name])?;
        inherit(&mut definition.parameters, &definition.inputs, header);
        Ok(Some(Arc::new(definition)))
    }

    fn context(&self) -> Context<'_, 'a> {
        Context {
            source: self.source,
            limits: self.limits,
            functions: &self.functions,
        }
    }

    fn body(&self, values: &mut Values<'_>, tokens: &[Token]) -> Outcome<Tree> {
        let end = tokens[tokens.len() - 1].span.end as usize;
        expression(self.context(), values, tokens, Span::new(end, end))
    }

    /// Checks how deep the definition goes and the shapes in it.
    fn finish(
        &self,
        name: Option<&str>,
        inputs: Vec<Input>,
        parameters: Vec<Parameter>,
        body: Tree,
    ) -> Outcome<Arc<Definition>> {
        let definition = Definition {
            name: name.map(Into::into),
            inputs,
            parameters,
            body,
        };
        let limit = self.limits.nesting;
        let span = definition.body.nodes()[definition.body.root()].span;
        let mut signatures = self.functions.signatures.borrow_mut();
        signatures
            .learn(definition.calls())
            .map_err(|problem| problem.moved(span))?;
        if signatures.signature(&definition)?.depth > limit {
            return Err(Problem::new(ParseErrorKind::TooDeep { limit }, span));
        }
        Ok(Arc::new(definition))
    }
}

/// What to say where two names are one but for the alphabet.
fn alike(names: &[Arc<str>]) -> Option<String> {
    names.iter().find_map(|name| {
        let latin = latin(name)?;
        let known = names.iter().any(|other| **other == *latin);
        known.then(|| only_looks(name, &latin))
    })
}

fn check_inputs(header: &Definition, inputs: &[Input], list: &[Token]) -> Outcome<()> {
    if inputs.len() == header.inputs.len() {
        return Ok(());
    }
    let kind = ParseErrorKind::OtherInputs {
        expected: header.inputs.len(),
        found: inputs.len(),
    };
    Err(Problem::new(
        kind,
        list[0].span.to(list[list.len() - 1].span),
    ))
}

/// Adds the parameters of `header` whose names are still free.
fn inherit(parameters: &mut Vec<Parameter>, inputs: &[Input], header: &Definition) {
    for inherited in &header.parameters {
        let taken = parameters.iter().any(|own| own.name == inherited.name)
            || inputs.iter().any(|input| input.name == inherited.name);
        if !taken {
            parameters.push(inherited.clone());
        }
    }
}
