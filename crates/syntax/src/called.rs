//! Which definitions a definition calls.

use std::collections::HashSet;
use std::sync::Arc;

use crate::{Call, Definition, Kind, Tree};

impl Definition {
    /// The trees of a definition: the defaults of its parameters and its body.
    pub(crate) fn trees(&self) -> impl Iterator<Item = &Tree> {
        self.parameters
            .iter()
            .map(|parameter| &parameter.default)
            .chain([&self.body])
    }

    /// The calls of definitions in its trees, in the order of the text.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.trees().flat_map(Tree::calls)
    }
}

impl Tree {
    /// The calls of definitions in it, in the order of the text.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.nodes().iter().filter_map(|node| match &node.kind {
            Kind::CallDefinition(call) => Some(&**call),
            _ => None,
        })
    }
}

/// These calls and those in what they call, directly or not, each name and definition once; what is called stands
/// before what calls it. Calls for which `enter` is false are left out, and what they call.
pub(crate) fn closure<'a>(
    calls: impl Iterator<Item = &'a Call>,
    enter: impl Fn(&Call) -> bool,
) -> Vec<&'a Call> {
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    let mut work: Vec<Step<'a>> = calls.map(Step::Enter).collect();
    work.reverse();
    while let Some(step) = work.pop() {
        match step {
            Step::Leave(call) => order.push(call),
            Step::Enter(call) => {
                if enter(call) && seen.insert((Arc::as_ptr(&call.definition), &*call.name)) {
                    work.push(Step::Leave(call));
                    let first = work.len();
                    work.extend(call.definition.calls().map(Step::Enter));
                    work[first..].reverse();
                }
            }
        }
    }
    order
}

enum Step<'a> {
    Enter(&'a Call),
    Leave(&'a Call),
}
