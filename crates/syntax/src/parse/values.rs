//! What a name that is not called means.

use std::collections::HashSet;
use std::sync::Arc;

use super::functions::{Functions, SPECIAL};
use super::suggest::{latin, nearest, only_looks};
use crate::error::Problem;
use crate::print::header_with;
use crate::{Constant, Input, Kind, Parameter, ParseErrorKind, Span};

/// The values that an expression may mention.
pub(crate) struct Values<'a> {
    known: HashSet<Arc<str>>,
    rule: Rule<'a>,
}

/// What becomes of a name that is neither known nor a constant.
pub(crate) enum Rule<'a> {
    /// The body of a definition: it is an error, and the header could have it.
    Header(Header<'a>),
    /// The default of a parameter: it is an error.
    Default(&'a str),
    /// A bare body: it is free; the names are kept in the order of the text.
    Bare(Vec<Arc<str>>),
}

/// The header of the definition that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Header<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) inputs: &'a [Input],
    pub(crate) parameters: &'a [Parameter],
    /// Whether it belongs to another formula, so that the writer of this one cannot add to it.
    pub(crate) is_inherited: bool,
}

impl Header<'_> {
    fn advice(&self, name: &str) -> String {
        if self.is_inherited {
            let inputs = self.inputs.iter().map(|input| &*input.name);
            let names: Vec<&str> = inputs
                .chain(self.parameters.iter().map(|parameter| &*parameter.name))
                .collect();
            if names.is_empty() {
                let constants = Constant::ALL.iter().map(|constant| constant.name());
                let constants: Vec<&str> = constants.collect();
                return format!("only numbers and {} are known here", constants.join(", "));
            }
            return format!("the formula it belongs to has {}", names.join(", "));
        }
        let header = header_with(self.name, self.inputs, self.parameters, &[name]);
        format!("to make it a parameter, write {header} = …")
    }
}

impl<'a> Values<'a> {
    pub(crate) fn of_header(header: Header<'a>) -> Self {
        let inputs = header.inputs.iter().map(|input| input.name.clone());
        let known = inputs
            .chain(
                header
                    .parameters
                    .iter()
                    .map(|parameter| parameter.name.clone()),
            )
            .collect();
        Self {
            known,
            rule: Rule::Header(header),
        }
    }

    pub(crate) fn of_default(parameter: &'a str) -> Self {
        Self {
            known: HashSet::new(),
            rule: Rule::Default(parameter),
        }
    }

    pub(crate) fn of_bare_body() -> Self {
        Self {
            known: HashSet::new(),
            rule: Rule::Bare(Vec::new()),
        }
    }

    /// The free names of a bare body, in the order of the text.
    pub(crate) fn free(self) -> Vec<Arc<str>> {
        match self.rule {
            Rule::Bare(free) => free,
            Rule::Header(_) | Rule::Default(_) => Vec::new(),
        }
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// The leaf of a name.
    pub(crate) fn leaf(
        &mut self,
        name: &str,
        span: Span,
        functions: &Functions<'_>,
    ) -> Result<Kind, Problem> {
        if let Some(known) = self.known.get(name) {
            return Ok(Kind::Name(known.clone()));
        }
        if let Some(constant) = Constant::from_name(name) {
            return Ok(Kind::Constant(constant));
        }
        let name: Arc<str> = name.into();
        if functions.is_function(&name) {
            return Err(Problem::new(
                ParseErrorKind::FunctionAsValue {
                    name: name.to_string(),
                },
                span,
            ));
        }
        if let Rule::Bare(free) = &mut self.rule {
            free.push(name.clone());
            self.known.insert(name.clone());
            return Ok(Kind::Name(name));
        }
        Err(Problem::new(self.unknown(&name), span).maybe_help(self.advice(&name)))
    }

    fn unknown(&self, name: &str) -> ParseErrorKind {
        match self.rule {
            Rule::Default(parameter) => ParseErrorKind::DefaultNotConstant {
                parameter: parameter.to_owned(),
                name: name.to_owned(),
            },
            Rule::Header(_) | Rule::Bare(_) => ParseErrorKind::UnknownName {
                name: name.to_owned(),
            },
        }
    }

    fn advice(&self, name: &str) -> Option<String> {
        let Rule::Header(header) = self.rule else {
            return None;
        };
        let known = self
            .known
            .iter()
            .map(|known| &**known)
            .chain(Constant::ALL.iter().map(|constant| constant.name()));
        if let Some(latin) = latin(name)
            && known.clone().any(|known| known == latin)
        {
            return Some(only_looks(name, &latin));
        }
        Some(match nearest(name, known) {
            Some(near) => format!("did you mean {near}?"),
            None => header.advice(name),
        })
    }
}

/// Refuses the words of the language as names.
pub(crate) fn check_reserved(name: &str, span: Span) -> Result<(), Problem> {
    if SPECIAL.contains(&name) || matches!(name, "and" | "or" | "not") {
        return Err(Problem::new(
            ParseErrorKind::Reserved {
                name: name.to_owned(),
            },
            span,
        ));
    }
    Ok(())
}
