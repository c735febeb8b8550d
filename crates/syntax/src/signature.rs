//! What the caller of a definition must know of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::called::closure;
use crate::check::check;
use crate::error::Outcome;
use crate::{Action, Call, Definition, Kind, Shape, Tree};

/// What is known of a definition from its own nodes and from what it calls.
#[derive(Debug)]
pub(crate) struct Signature {
    /// How deep the calls of definitions by definitions go: 0 if it calls none.
    pub(crate) depth: usize,
    /// Whether nothing in it joins or reduces vectors.
    pub(crate) elementwise: bool,
    /// The inputs and parameters that its value depends on.
    pub(crate) uses: HashSet<Arc<str>>,
    /// The shape of its value in terms of the length of its vector inputs.
    pub(crate) shape: Shape,
}

/// The signatures of the definitions met so far, each found once.
#[derive(Default)]
pub(crate) struct Signatures {
    known: HashMap<*const Definition, Signature>,
    /// Keeps the definitions alive, so that their addresses mean them.
    kept: Vec<Arc<Definition>>,
}

impl Signatures {
    /// Finds the signatures of all that these calls need.
    pub(crate) fn learn<'a>(&mut self, calls: impl Iterator<Item = &'a Call>) -> Outcome<()> {
        let known = &self.known;
        for call in closure(calls, |call| {
            !known.contains_key(&Arc::as_ptr(&call.definition))
        }) {
            let signature = self.signature(&call.definition)?;
            self.known.insert(Arc::as_ptr(&call.definition), signature);
            self.kept.push(call.definition.clone());
        }
        Ok(())
    }

    /// The signature of what is called, which has been learnt.
    pub(crate) fn of(&self, call: &Call) -> &Signature {
        &self.known[&Arc::as_ptr(&call.definition)]
    }

    /// The signature of a definition when all that it calls has been learnt.
    pub(crate) fn signature(&self, definition: &Definition) -> Outcome<Signature> {
        let called = || definition.calls().map(|call| self.of(call));
        let own = definition
            .body
            .nodes()
            .iter()
            .all(|node| is_elementwise(&node.kind));
        let names: Vec<(&str, Shape)> = definition.declared_shapes().collect();
        Ok(Signature {
            depth: called().map(|called| called.depth + 1).max().unwrap_or(0),
            elementwise: own && called().all(|called| called.elementwise),
            uses: self.uses(&definition.body),
            shape: check(&definition.body, &names, self)?,
        })
    }

    /// The names that the value of a tree depends on: not those in arguments that are never used.
    fn uses(&self, tree: &Tree) -> HashSet<Arc<str>> {
        let mut uses = HashSet::new();
        let mut work: Vec<usize> = tree.len().checked_sub(1).into_iter().collect();
        while let Some(index) = work.pop() {
            match &tree.nodes()[index].kind {
                Kind::Name(name) => drop(uses.insert(name.clone())),
                Kind::CallDefinition(call) => {
                    let used = tree.children(index).into_iter().zip(argument_names(call));
                    work.extend(
                        used.filter(|(_, name)| self.of(call).uses.contains(*name))
                            .map(|(child, _)| child),
                    );
                }
                _ => work.extend(tree.children(index)),
            }
        }
        uses
    }
}

/// The inputs and parameters that the arguments of a call are for.
pub(crate) fn argument_names(call: &Call) -> impl Iterator<Item = &Arc<str>> {
    call.definition
        .inputs
        .iter()
        .map(|input| &input.name)
        .chain(&call.parameters)
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
