//! Definitions: header and body.

use std::collections::HashSet;

use super::infix::infix_under;
use super::source::CalledNames;
use super::{Style, latex, python};
use crate::{Constant, Definition, Func, Input, Kind, Parameter};

/// A definition as a statement, under another name if one is given.
pub(super) fn statement(
    definition: &Definition,
    name: Option<&str>,
    style: Style,
    names: &CalledNames<'_>,
) -> String {
    let name = name.or(definition.name.as_deref());
    match style {
        Style::Infix => infix_statement(definition, name, names),
        Style::Latex => latex::statement(definition, name.unwrap_or("f"), names),
        Style::Python => python::statement(
            definition,
            name.unwrap_or_else(|| unused_name(definition, names)),
            names,
        ),
    }
}

fn infix_statement(definition: &Definition, name: Option<&str>, names: &CalledNames<'_>) -> String {
    let taken: HashSet<&str> = definition.declared_shapes().map(|(name, _)| name).collect();
    let body = infix_under(&definition.body, &taken, names);
    let name = match name {
        Some(name) => name,
        None if is_bare(definition, names) => return body,
        None => unused_name(definition, names),
    };
    let default = |parameter: &Parameter| infix_under(&parameter.default, &HashSet::new(), names);
    let parameters = definition
        .parameters
        .iter()
        .map(|parameter| (&*parameter.name, default(parameter)));
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
fn is_bare(definition: &Definition, names: &CalledNames<'_>) -> bool {
    let [
        Input {
            name: input,
            vector: false,
        },
    ] = definition.inputs.as_slice()
    else {
        return false;
    };
    let free: HashSet<&str> = free_names(definition).collect();
    let reads_back = match free.len() {
        0 => &**input == "x",
        1 => {
            free.contains(&**input)
                && reads_as_value(input, names)
                && !is_lone_word(definition, input)
        }
        _ => false,
    };
    definition.parameters.is_empty() && reads_back
}

fn reads_as_value(name: &str, names: &CalledNames<'_>) -> bool {
    let is_long = name.chars().nth(1).is_some();
    Constant::from_name(name).is_none()
        && !names.is_taken(name)
        && !(is_long && Func::from_name(name).is_some())
}

/// Whether the body is a lone name that is not read as the identity.
fn is_lone_word(definition: &Definition, input: &str) -> bool {
    let is_letter = input.chars().count() == 1 && input.chars().all(char::is_alphabetic);
    definition.body.nodes().len() == 1 && (!is_letter || Func::from_name(input).is_some())
}

fn free_names(definition: &Definition) -> impl Iterator<Item = &str> {
    definition
        .body
        .nodes()
        .iter()
        .filter_map(|node| match &node.kind {
            Kind::Name(name) => Some(&**name),
            _ => None,
        })
}

/// A name for a definition without one that it does not call itself.
fn unused_name(definition: &Definition, names: &CalledNames<'_>) -> &'static str {
    let called: HashSet<&str> = definition.calls().map(|call| names.of(call)).collect();
    let is_free = |name: &&str| !called.contains(name) && !names.is_taken(name);
    ["f", "g", "h", "u", "v", "w"]
        .into_iter()
        .find(is_free)
        .unwrap_or("nameless")
}
