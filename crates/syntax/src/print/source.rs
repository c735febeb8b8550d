//! A definition with all the definitions that it needs.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Style;
use super::definition::statement;
use super::infix::infix_under;
use crate::{Call, Definition, Func, Kind, Names, called};

/// The names under which called definitions are printed, and which names mean functions.
#[derive(Default)]
pub(super) struct CalledNames<'a> {
    names: HashMap<(*const Definition, &'a str), String>,
    taken: HashSet<String>,
    known: Option<&'a dyn Names>,
}

impl<'a> CalledNames<'a> {
    /// The name that a call is printed with.
    pub(super) fn of<'b>(&'b self, call: &'b Call) -> &'b str {
        self.names
            .get(&(Arc::as_ptr(&call.definition), &*call.name))
            .map_or(&*call.name, String::as_str)
    }

    /// Whether a definition goes by that name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
            || self
                .known
                .is_some_and(|known| known.definition(name).is_some())
    }

    fn insert(&mut self, call: &'a Call, name: String) {
        self.taken.insert(name.clone());
        self.names
            .insert((Arc::as_ptr(&call.definition), &*call.name), name);
    }
}

/// Whether `known` has what is called.
pub(super) fn is_known(call: &Call, known: &dyn Names) -> bool {
    let found = known.definition(&call.name);
    found.is_some_and(|found| found == call.definition)
}

/// The definition after those it needs and `known` does not have.
pub(super) fn source(definition: &Definition, style: Style, known: &dyn Names) -> String {
    let statements = statements(definition, style, known, |names| {
        statement(definition, None, style, names)
    });
    match style {
        Style::Infix => statements.join("\n"),
        Style::Latex => statements.join(" \\\\\n"),
        Style::Python => with_imports(&statements),
    }
}

/// The body after the definitions it needs and `known` does not have.
pub(super) fn body(definition: &Definition, known: &dyn Names) -> String {
    let taken = definition.declared_shapes().map(|(name, _)| name).collect();
    let last = |names: &CalledNames<'_>| infix_under(&definition.body, &taken, names);
    statements(definition, Style::Infix, known, last).join("; ")
}

/// The definitions that are needed, and what is printed last.
fn statements(
    definition: &Definition,
    style: Style,
    known: &dyn Names,
    last: impl FnOnce(&CalledNames<'_>) -> String,
) -> Vec<String> {
    let is_new = |call: &Call| style == Style::Python || !is_known(call, known);
    let needed = called::closure(definition.calls(), is_new);
    let elsewhere = (style != Style::Python).then_some(known);
    let mut names = CalledNames {
        known: elsewhere,
        ..CalledNames::default()
    };
    let printed = name_all(definition, &needed, &mut names);
    let mut statements: Vec<String> = printed
        .iter()
        .map(|call| statement(&call.definition, Some(names.of(call)), style, &names))
        .collect();
    statements.push(last(&names));
    statements
}

/// Gives each needed definition a name of its own, and returns those that are to be printed.
fn name_all<'a>(
    definition: &'a Definition,
    needed: &[&'a Call],
    names: &mut CalledNames<'a>,
) -> Vec<&'a Call> {
    let mut by_name: HashMap<&str, &Call> = HashMap::new();
    let mut printed = Vec::new();
    names
        .taken
        .extend(definition.name.iter().map(ToString::to_string));
    for (position, call) in needed.iter().copied().enumerate() {
        if let Some(same) = by_name.get(&*call.name)
            && same.definition == call.definition
        {
            let name = names.of(same).to_owned();
            names.insert(call, name);
            continue;
        }
        let after = needed[position + 1..]
            .iter()
            .map(|later| &*later.definition)
            .chain([definition]);
        let name = if names.is_taken(&call.name) || hides_primitive(&call.name, after) {
            fresh(&call.name, names)
        } else {
            call.name.to_string()
        };
        names.insert(call, name);
        by_name.insert(&call.name, call);
        printed.push(call);
    }
    printed
}

/// Whether a definition of that name would be called where these mean the primitive.
fn hides_primitive<'a>(name: &str, mut after: impl Iterator<Item = &'a Definition>) -> bool {
    let Some(func) = Func::from_name(name) else {
        return false;
    };
    let calls = |definition: &Definition| {
        definition
            .trees()
            .flat_map(crate::Tree::nodes)
            .any(|node| matches!(node.kind, Kind::Call(called, _) if called == func))
    };
    after.any(calls)
}

/// The name with the first number that makes it new.
fn fresh(name: &str, names: &CalledNames<'_>) -> String {
    let mut number = 2;
    loop {
        let candidate = format!("{name}_{number}");
        if !names.is_taken(&candidate) && Func::from_name(&candidate).is_none() {
            return candidate;
        }
        number += 1;
    }
}

fn with_imports(statements: &[String]) -> String {
    let uses = |module: &str| {
        statements
            .iter()
            .any(|statement| statement.contains(module))
    };
    let mut blocks = Vec::new();
    let imports: Vec<&str> = [
        ("np.", "import numpy as np"),
        ("scipy.special.", "import scipy.special"),
    ]
    .into_iter()
    .filter_map(|(module, import)| uses(module).then_some(import))
    .collect();
    if !imports.is_empty() {
        blocks.push(imports.join("\n"));
    }
    blocks.extend(statements.iter().cloned());
    blocks.join("\n\n")
}
