//! Calls of definitions.

use std::sync::Arc;

use gradus_syntax::{Definition, Limits};
use rustc_hash::FxHashMap;

use super::reader::{Entry, Importer, Partial};
use super::{Names, import_tree};
use crate::graph::Id;

impl Importer<'_> {
    /// A definition called: its body with the arguments in place of its names.
    pub(super) fn expand(&mut self, call: &gradus_syntax::Call) -> Entry {
        let definition = &call.definition;
        let (args, domain) = self.pop_ids(definition.inputs.len() + call.parameters.len());
        if self.depth > Limits::default().nesting || self.graph.exceeded().is_some() {
            let id = self.graph.undefined();
            return self.everywhere(id);
        }
        let (inputs, given) = args.split_at(definition.inputs.len());
        let mut names: Names = FxHashMap::default();
        let mut values = inputs.to_vec();
        for (input, &arg) in definition.inputs.iter().zip(inputs) {
            names.insert(input.name.clone(), arg);
        }
        for parameter in &definition.parameters {
            let named = call
                .parameters
                .iter()
                .position(|name| *name == parameter.name);
            let value = match named {
                Some(index) => given[index],
                None => import_tree(self.graph, &parameter.default, &Names::default()),
            };
            names.insert(parameter.name.clone(), value);
            values.push(value);
        }
        let key = (Arc::as_ptr(definition), values);
        let (value, inner_domain) = match self.expanded.get(&key) {
            Some(&known) => known,
            None => {
                let found = self.body_of(definition, &names);
                self.expanded.insert(key, found);
                found
            }
        };
        Entry {
            value: Partial::Done(value),
            domain: self.graph.and(domain, inner_domain),
        }
    }

    /// The value and domain of a definition's body.
    fn body_of(&mut self, definition: &Definition, names: &Names) -> (Id, Id) {
        let inner = Importer {
            graph: self.graph,
            names,
            expanded: self.expanded,
            depth: self.depth + 1,
            stack: Vec::new(),
            shapes: Vec::new(),
        };
        let (Entry { value, domain }, shape) = inner.shaped(&definition.body);
        let id = value.finish(self.graph);
        let id = shape.map_or(id, |shape| self.graph.shaped_as(id, shape));
        (id, domain)
    }
}
