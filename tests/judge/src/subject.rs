//! What a claim is about: a formula and the name by which it is differentiated.

use std::sync::Arc;

use gradus::catalog::Builtins;
use gradus::{Definition, Error, Formula, Limits, Scope};
use gradus_syntax::{Call, Kind, Names, parse, parse_as};

use crate::expression::{self, Expr};

/// A formula and the name by which it is differentiated.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What it is called in reports.
    pub title: String,
    /// The formula.
    pub formula: Formula,
    /// Its first input or a parameter.
    pub by: String,
    /// What was written, with what it calls written out.
    pub body: Expr,
    definition: Arc<Definition>,
}

impl Subject {
    /// The derivative of what a definition denotes by that name.
    ///
    /// # Errors
    /// If it exceeds the limits.
    pub fn new(title: &str, definition: &Arc<Definition>, by: &str) -> Result<Self, Error> {
        Ok(Self {
            title: title.to_owned(),
            by: by.to_owned(),
            body: expression::body(definition),
            formula: Formula::from_definition(definition.clone(), Limits::default())?,
            definition: definition.clone(),
        })
    }

    /// The derivatives of an entry of the catalogue that are claimed: by its first input and its first parameter. None of
    /// formulas over vectors.
    ///
    /// # Errors
    /// If the entry exceeds the limits.
    pub fn of_entry(name: &str) -> Result<Vec<Self>, Error> {
        let Some(definition) = Builtins.definition(name) else {
            return Ok(Vec::new());
        };
        if definition.inputs.iter().any(|input| input.vector) {
            return Ok(Vec::new());
        }
        let inputs = definition.inputs.iter().map(|input| &input.name).take(1);
        let parameters = definition.parameters.iter().map(|found| &found.name);
        let names = inputs.chain(parameters.take(1));
        names.map(|by| Self::new(name, &definition, by)).collect()
    }

    /// The derivative of a formula as text by its first input.
    ///
    /// # Errors
    /// If the text is no formula.
    pub fn of_text(text: &str) -> Result<Self, Error> {
        let definition = parse(text, &Builtins, &Limits::default())?;
        let by = definition
            .inputs
            .first()
            .map_or("x", |input| &input.name)
            .to_owned();
        Self::new(text, &definition, &by)
    }

    /// The first input.
    pub fn input(&self) -> &str {
        self.definition
            .inputs
            .first()
            .map_or("x", |input| &input.name)
    }

    /// Names and defaults of the parameters.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, Expr)> {
        let parameters = self.definition.parameters.iter();
        parameters.map(|parameter| {
            let default = Definition {
                body: parameter.default.clone(),
                ..(*self.definition).clone()
            };
            (&*parameter.name, expression::body(&default))
        })
    }

    /// The formula called by its name, or written out if it has none.
    pub fn called(&self) -> Expr {
        let Some(name) = self.definition.name.clone() else {
            return self.body.clone();
        };
        let names = self.definition.parameters.iter();
        let parameters: Box<[Arc<str>]> = names.map(|parameter| parameter.name.clone()).collect();
        let inputs = self.definition.inputs.iter().map(|input| &input.name);
        let children = inputs.chain(&*parameters).map(|name| Expr::name(name));
        let children = children.collect();
        let call = Call {
            name,
            definition: self.definition.clone(),
            parameters,
        };
        Expr::new(Kind::CallDefinition(Arc::new(call)), children)
    }

    /// A claim as the library reads it.
    ///
    /// # Errors
    /// If it is no formula.
    pub fn claim(&self, text: &str) -> Result<Formula, Error> {
        Scope::with_builtins().parse_claim(text, &self.formula)
    }

    /// A claim as an expression, with what it calls written out.
    ///
    /// # Errors
    /// If it is no formula.
    pub fn claim_body(&self, text: &str) -> Result<Expr, Error> {
        let definition = parse_as(text, &self.definition, &Builtins, &Limits::default())?;
        Ok(expression::body(&definition))
    }

    /// A formula of the same inputs, after some others, and of the same parameters.
    ///
    /// # Errors
    /// If it exceeds the limits.
    pub fn formula_of(&self, more: &[&str], body: &Expr) -> Result<Formula, Error> {
        let mut definition = (*self.definition).clone();
        let more = more.iter().map(|&name| gradus_syntax::Input {
            name: name.into(),
            vector: false,
        });
        definition.name = None;
        definition.inputs.splice(0..0, more);
        definition.body = body.tree();
        Formula::from_definition(Arc::new(definition), Limits::default())
    }
}
