//! Definitions in our own language.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::infix::infix_under;
use crate::{Constant, Definition, Func, Input, Kind, Parameter, Tree};

impl fmt::Display for Definition {
    /// With its header; a definition without a name as its bare body, if that reads back as the same definition.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&statement(self, None, &HashMap::new(), &|_| false))
    }
}

/// A definition as a statement, under another name if one is given, where some definitions are called by other names.
pub(super) fn statement(
    definition: &Definition,
    name: Option<&str>,
    renamed: &HashMap<String, String>,
    is_function: &dyn Fn(&str) -> bool,
) -> String {
    let taken: HashSet<&str> = definition.declared_shapes().map(|(name, _)| name).collect();
    let body = infix_under(&definition.body, &taken, renamed);
    let name = match name.or(definition.name.as_deref()) {
        Some(name) => name,
        None if is_bare(definition, is_function) => return body,
        None => unused_name(definition),
    };
    let parameters = definition.parameters.iter().map(|parameter| {
        (
            &*parameter.name,
            infix_under(&parameter.default, &HashSet::new(), renamed),
        )
    });
    format!("{} = {body}", header(name, &definition.inputs, parameters))
}

/// The header with further parameters whose default is 1.
pub(crate) fn header_with(
    name: Option<&str>,
    inputs: &[Input],
    parameters: &[Parameter],
    more: &[&str],
) -> String {
    let own = parameters
        .iter()
        .map(|parameter| (&*parameter.name, parameter.default.to_string()));
    header(
        name.unwrap_or("f"),
        inputs,
        own.chain(more.iter().map(|&name| (name, "1".to_owned()))),
    )
}

fn header<'a>(
    name: &str,
    inputs: &[Input],
    parameters: impl Iterator<Item = (&'a str, String)>,
) -> String {
    let inputs: Vec<String> = inputs
        .iter()
        .map(|input| format!("{}{}", input.name, if input.vector { "[]" } else { "" }))
        .collect();
    let parameters: Vec<String> = parameters
        .map(|(name, default)| format!("{name} = {default}"))
        .collect();
    let separator = if parameters.is_empty() { "" } else { "; " };
    format!(
        "{name}({}{separator}{})",
        inputs.join(", "),
        parameters.join(", ")
    )
}

/// Whether the body alone is read as the definition.
fn is_bare(definition: &Definition, is_function: &dyn Fn(&str) -> bool) -> bool {
    let [
        Input {
            name: input,
            vector: false,
        },
    ] = definition.inputs.as_slice()
    else {
        return false;
    };
    let names: HashSet<&str> = names(&definition.body).collect();
    let is_lone = definition.body.nodes().len() == 1;
    let reads_back = match names.len() {
        0 => &**input == "x",
        1 => names.contains(&**input) && reads_as_value(input, is_function),
        _ => false,
    };
    let letter = input.chars().count() == 1;
    definition.parameters.is_empty()
        && reads_back
        && (!is_lone || names.is_empty() || (letter && Func::from_name(input).is_none()))
}

fn reads_as_value(name: &str, is_function: &dyn Fn(&str) -> bool) -> bool {
    let is_long = name.chars().nth(1).is_some();
    Constant::from_name(name).is_none()
        && !is_function(name)
        && !(is_long && Func::from_name(name).is_some())
}

fn names(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.nodes().iter().filter_map(|node| match &node.kind {
        Kind::Name(name) => Some(&**name),
        _ => None,
    })
}

/// A name for a definition without one that it does not call itself.
fn unused_name(definition: &Definition) -> &'static str {
    let called: HashSet<&str> = definition
        .trees()
        .flat_map(Tree::calls)
        .map(|call| &*call.name)
        .collect();
    ["f", "g", "h", "u", "v", "w"]
        .into_iter()
        .find(|name| !called.contains(name))
        .unwrap_or("nameless")
}
