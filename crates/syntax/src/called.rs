//! Which definitions a definition calls, and what follows from that.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::{Action, Call, Definition, Kind, Tree};

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
        self.trees()
            .flat_map(Tree::nodes)
            .filter_map(|node| match &node.kind {
                Kind::CallDefinition(call) => Some(&**call),
                _ => None,
            })
    }
}

/// The calls in a definition and in what it calls, directly or not, each name and definition once; what is called
/// stands before what calls it. Calls for which `enter` is false are left out, and what they call.
pub(crate) fn closure<'a>(
    definition: &'a Definition,
    enter: impl Fn(&Call) -> bool,
) -> Vec<&'a Call> {
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    let mut work: Vec<Step<'a>> = definition.calls().map(Step::Enter).collect();
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

/// What is known of a definition from its own nodes and from what it calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// How deep the calls of definitions by definitions go: 0 if it calls none.
    pub(crate) depth: usize,
    /// Whether nothing in it joins or reduces vectors.
    pub(crate) elementwise: bool,
}

/// The facts of the definitions met so far, each looked at once.
#[derive(Default)]
pub(crate) struct KnownFacts {
    known: HashMap<*const Definition, Facts>,
    /// Keeps the definitions alive, so that their addresses mean them.
    kept: Vec<Arc<Definition>>,
}

impl KnownFacts {
    pub(crate) fn of_called(&mut self, call: &Call) -> Facts {
        match self.known.get(&Arc::as_ptr(&call.definition)) {
            Some(facts) => *facts,
            None => self.of(&call.definition),
        }
    }

    pub(crate) fn of(&mut self, definition: &Definition) -> Facts {
        let known = &self.known;
        for call in closure(definition, |call| {
            !known.contains_key(&Arc::as_ptr(&call.definition))
        }) {
            let facts = self.with_called(&call.definition);
            self.known.insert(Arc::as_ptr(&call.definition), facts);
            self.kept.push(call.definition.clone());
        }
        self.with_called(definition)
    }

    /// The facts of a definition when those of what it calls are known.
    fn with_called(&self, definition: &Definition) -> Facts {
        let called = definition
            .calls()
            .map(|call| self.known[&Arc::as_ptr(&call.definition)]);
        let own = Facts {
            depth: 0,
            elementwise: definition
                .body
                .nodes()
                .iter()
                .all(|node| is_elementwise(&node.kind)),
        };
        called.fold(own, |facts, called| Facts {
            depth: facts.depth.max(called.depth + 1),
            elementwise: facts.elementwise && called.elementwise,
        })
    }
}

fn is_elementwise(kind: &Kind) -> bool {
    let Kind::Call(func, count) = kind else {
        return true;
    };
    match func.action() {
        Action::Elementwise => true,
        Action::ElementwiseOrReduction => *count > 1,
        Action::Reduction | Action::Concatenation => false,
    }
}
