//! From the tree a person wrote to the graph.

mod calls;
mod conditions;
mod reader;

use std::sync::Arc;

use gradus_syntax::{Definition, Limits, Tree};
use rustc_hash::FxHashMap;

use crate::graph::{Graph, Id, LimitError, Role, Symbol};
use reader::{Entry, Expanded, Importer};

/// A function of the graph: what a definition denotes.
#[derive(Clone, Debug)]
pub struct Function {
    /// The inputs, in the order of the header.
    pub inputs: Vec<Symbol>,
    /// The parameters, in the order of the header.
    pub parameters: Vec<Symbol>,
    /// The defaults of the parameters: constants.
    pub defaults: Vec<Id>,
    /// The value.
    pub body: Id,
    /// Where the definition as written is defined: a condition.
    pub domain: Id,
}

/// Reads a definition into a graph of its own.
///
/// # Errors
/// If the expression would exceed a limit.
pub fn import(definition: &Definition, limits: Limits) -> Result<(Graph, Function), LimitError> {
    let mut graph = Graph::new(limits);
    let role = |vector| if vector { Role::Vector } else { Role::Scalar };
    let inputs: Vec<Symbol> = definition
        .inputs
        .iter()
        .map(|input| graph.new_symbol(&input.name, role(input.vector)))
        .collect();
    let parameters: Vec<Symbol> = definition
        .parameters
        .iter()
        .map(|parameter| graph.new_symbol(&parameter.name, Role::Parameter))
        .collect();
    let function = import_as(&mut graph, definition, &inputs, &parameters)?;
    Ok((graph, function))
}

/// Reads a definition into an existing graph; its inputs and parameters are those symbols, by position.
///
/// # Errors
/// If the expression would exceed a limit.
pub fn import_as(
    graph: &mut Graph,
    definition: &Definition,
    inputs: &[Symbol],
    parameters: &[Symbol],
) -> Result<Function, LimitError> {
    let mut names = Names::default();
    for (input, symbol) in definition.inputs.iter().zip(inputs) {
        names.insert(input.name.clone(), graph.symbol(*symbol));
    }
    for (parameter, symbol) in definition.parameters.iter().zip(parameters) {
        names.insert(parameter.name.clone(), graph.symbol(*symbol));
    }
    let none = Names::default();
    let defaults = definition
        .parameters
        .iter()
        .map(|parameter| import_tree(graph, &parameter.default, &none))
        .collect();
    let importer = Importer {
        graph,
        names: &names,
        expanded: &mut Expanded::default(),
        depth: 0,
        stack: Vec::new(),
        shapes: Vec::new(),
    };
    let Entry { value, domain } = importer.run(&definition.body);
    let body = value.finish(graph);
    match graph.exceeded() {
        Some(error) => Err(error),
        None => Ok(Function {
            inputs: inputs.into(),
            parameters: parameters.into(),
            defaults,
            body,
            domain,
        }),
    }
}

/// What the names of a tree stand for.
pub type Names = FxHashMap<Arc<str>, Id>;

/// Reads a tree into an existing graph; names that are not given are undefined.
pub fn import_tree(graph: &mut Graph, tree: &Tree, names: &Names) -> Id {
    let entry = Importer {
        graph,
        names,
        expanded: &mut Expanded::default(),
        depth: 0,
        stack: Vec::new(),
        shapes: Vec::new(),
    }
    .run(tree);
    entry.value.finish(graph)
}
