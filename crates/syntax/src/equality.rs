//! Equality of trees and definitions, without recursion: definitions that are called in many places are compared once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::{Call, Definition, Kind, Tree};

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        equal(vec![(self, other)])
    }
}

impl PartialEq for Definition {
    fn eq(&self, other: &Self) -> bool {
        headers_equal(self, other) && equal(self.trees().zip(other.trees()).collect())
    }
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.parameters == other.parameters
            && self.definition == other.definition
    }
}

/// Whether all else than the trees is equal.
fn headers_equal(a: &Definition, b: &Definition) -> bool {
    let names = |definition: &Definition| -> Vec<Arc<str>> {
        definition
            .parameters
            .iter()
            .map(|parameter| parameter.name.clone())
            .collect()
    };
    a.name == b.name && a.inputs == b.inputs && names(a) == names(b)
}

fn equal(mut work: Vec<(&Tree, &Tree)>) -> bool {
    let mut seen = HashSet::new();
    while let Some((a, b)) = work.pop() {
        if a.nodes().len() != b.nodes().len() {
            return false;
        }
        for (a, b) in a.nodes().iter().zip(b.nodes()) {
            let (Kind::CallDefinition(a), Kind::CallDefinition(b)) = (&a.kind, &b.kind) else {
                if a.kind == b.kind {
                    continue;
                }
                return false;
            };
            if a.name != b.name || a.parameters != b.parameters {
                return false;
            }
            let (a, b) = (&a.definition, &b.definition);
            if !Arc::ptr_eq(a, b) && seen.insert((Arc::as_ptr(a), Arc::as_ptr(b))) {
                if !headers_equal(a, b) {
                    return false;
                }
                work.extend(a.trees().zip(b.trees()));
            }
        }
    }
    true
}
