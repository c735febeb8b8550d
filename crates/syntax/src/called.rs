//! Which definitions a definition calls.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::{Definition, Kind, Tree};

impl Definition {
    /// The trees of a definition: the defaults of its parameters and its body.
    pub(crate) fn trees(&self) -> impl DoubleEndedIterator<Item = &Tree> {
        self.parameters
            .iter()
            .map(|parameter| &parameter.default)
            .chain([&self.body])
    }
}

impl Tree {
    /// The definitions that the tree itself calls, in the order of the text.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Arc<crate::Call>> {
        self.nodes().iter().filter_map(|node| match &node.kind {
            Kind::CallDefinition(call) => Some(call),
            _ => None,
        })
    }
}

/// The definitions that these trees call, directly or not, each once; those that are called stand before those that call.
pub(crate) fn closure<'a>(trees: impl Iterator<Item = &'a Tree>) -> Vec<&'a Arc<Definition>> {
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    let mut work: Vec<Step<'a>> = trees
        .flat_map(Tree::calls)
        .map(|call| Step::Enter(&call.definition))
        .collect();
    work.reverse();
    while let Some(step) = work.pop() {
        match step {
            Step::Leave(definition) => order.push(definition),
            Step::Enter(definition) => {
                if seen.insert(Arc::as_ptr(definition)) {
                    work.push(Step::Leave(definition));
                    work.extend(
                        definition
                            .trees()
                            .flat_map(Tree::calls)
                            .map(|call| Step::Enter(&call.definition)),
                    );
                }
            }
        }
    }
    order
}

enum Step<'a> {
    Enter(&'a Arc<Definition>),
    Leave(&'a Arc<Definition>),
}

/// How deep the calls of definitions by definitions go: 0 for a definition that calls none.
pub(crate) fn depth(definition: &Definition) -> usize {
    let mut depths: HashMap<*const Definition, usize> = HashMap::new();
    let below = |definition: &Definition, depths: &HashMap<*const Definition, usize>| {
        definition
            .trees()
            .flat_map(Tree::calls)
            .map(|call| 1 + depths[&Arc::as_ptr(&call.definition)])
            .max()
            .unwrap_or(0)
    };
    for called in closure(definition.trees()) {
        let depth = below(called, &depths);
        depths.insert(Arc::as_ptr(called), depth);
    }
    below(definition, &depths)
}
