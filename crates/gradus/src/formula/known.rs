//! Definitions whose kernels were compiled not long ago, with what was written for them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use gradus_syntax::{Definition, Kind, Limits};

use super::written::Computations;

/// Those of this process: what a kernel computes is not written again for a text that is read again.
pub(super) static KNOWN: Memory = Memory(Mutex::new(VecDeque::new()));

/// How many definitions are remembered.
const MOST: usize = 32;

/// Nodes of the largest of them, with those of the definitions that it calls.
const LARGEST: usize = 1000;

/// The last definitions, the last one first.
pub(super) struct Memory(Mutex<VecDeque<Known>>);

struct Known {
    definition: Arc<Definition>,
    limits: Limits,
    computations: Arc<Computations>,
}

impl Memory {
    /// The computations of a definition: those of the same one that was asked for before, if it is remembered.
    pub fn computations(&self, definition: &Arc<Definition>, limits: Limits) -> Arc<Computations> {
        if is_large(definition) {
            return Arc::default();
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &Known| known.limits == limits && known.definition == *definition;
        let position = known.iter().position(same);
        let found = position.and_then(|position| known.remove(position));
        let found = found.unwrap_or_else(|| Known {
            definition: definition.clone(),
            limits,
            computations: Arc::default(),
        });
        let computations = found.computations.clone();
        known.push_front(found);
        let forgotten = if known.len() > MOST {
            known.pop_back()
        } else {
            None
        };
        drop(known);
        drop(forgotten);
        computations
    }
}

/// Whether a definition has more nodes than are kept, those of definitions that it calls counted at each call.
fn is_large(definition: &Definition) -> bool {
    let mut nodes = 0;
    let mut work = vec![definition];
    while let Some(definition) = work.pop() {
        let defaults = definition.parameters.iter();
        let defaults = defaults.map(|parameter| &parameter.default);
        for tree in defaults.chain([&definition.body]) {
            nodes += tree.nodes().len();
            if nodes > LARGEST {
                return true;
            }
            work.extend(tree.nodes().iter().filter_map(|node| match &node.kind {
                Kind::CallDefinition(call) => Some(&*call.definition),
                _ => None,
            }));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use gradus_syntax::{NoNames, parse};

    use super::*;

    fn computations(memory: &Memory, text: &str, limits: Limits) -> Arc<Computations> {
        let definition = Arc::new(parse(text, &NoNames, &limits).expect("it is a definition"));
        memory.computations(&definition, limits)
    }

    #[test]
    fn a_definition_that_is_asked_for_again_is_known() {
        let memory = Memory(Mutex::default());
        let limits = Limits::default();
        let first = computations(&memory, "f(x; a = 2) = a*x", limits);
        let same =
            |text: &str, limits: Limits| Arc::ptr_eq(&first, &computations(&memory, text, limits));
        assert!(same("f(x; a = 2) = a*x", limits));
        assert!(same("f(x;a=2)=a * x", limits));
        let texts = [
            "f(x; a = 2) = a*x",
            "f(x; a = 3) = a*x",
            "f(x; b = 2) = b*x",
            "f(y; a = 2) = a*y",
            "g(x; a = 2) = a*x",
            "f(x; a = 2) = x*a",
            "f(x; a = 2) = a + x",
            "g(x) = x^2; f(x; a = 2) = a*g(x)",
            "g(x) = x^3; f(x; a = 2) = a*g(x)",
        ];
        let all = texts.map(|text| computations(&memory, text, limits));
        for (position, one) in all.iter().enumerate() {
            for (other, text) in all[..position].iter().zip(texts) {
                assert!(!Arc::ptr_eq(one, other), "{text} is {}", texts[position]);
            }
        }
        let mut narrow = limits;
        narrow.nodes /= 2;
        assert!(!same("f(x; a = 2) = a*x", narrow));
    }

    #[test]
    fn the_last_definitions_are_remembered() {
        let memory = Memory(Mutex::default());
        let read = |number: usize| {
            let text = format!("x + {number}");
            computations(&memory, &text, Limits::default())
        };
        let first: Vec<_> = (0..MOST).map(read).collect();
        assert!(Arc::ptr_eq(&first[0], &read(0)));
        read(MOST);
        assert!(Arc::ptr_eq(&first[0], &read(0)));
        assert!(!Arc::ptr_eq(&first[1], &read(1)));
    }

    #[test]
    fn large_definitions_are_not_kept() {
        let memory = Memory(Mutex::default());
        let long = vec!["x"; LARGEST].join(" + ");
        let doubled = (1..60).fold("f0(x) = x + 1".to_owned(), |text, level| {
            let below = level - 1;
            format!("{text}; f{level}(x) = f{below}(f{below}(x))")
        });
        for text in [long.clone(), format!("g(x) = {long}; g(x)"), doubled] {
            let read = || computations(&memory, &text, Limits::default());
            assert!(!Arc::ptr_eq(&read(), &read()));
        }
        assert!(memory.0.lock().expect("nothing failed").is_empty());
    }
}
