//! Definitions that were read not long ago, with what was written for them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use gradus_syntax::{Definition, Limits};

use super::written::Computations;

/// Those of this process: a text that is read again is not worked out again.
pub(super) static KNOWN: Memory = Memory(Mutex::new(VecDeque::new()));

/// How many definitions are remembered.
const MOST: usize = 32;

/// Nodes of the longest of them, without those that it calls.
const LONGEST: usize = 500;

/// The last definitions, the last one first.
pub(super) struct Memory(Mutex<VecDeque<Known>>);

struct Known {
    definition: Arc<Definition>,
    limits: Limits,
    computations: Arc<Computations>,
}

impl Memory {
    /// The computations of a definition: those of the same one that was read before, if it is remembered.
    pub fn computations(&self, definition: &Arc<Definition>, limits: Limits) -> Arc<Computations> {
        let length = definition.body.nodes().len();
        if length > LONGEST {
            return Arc::default();
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &Known| {
            let short = known.definition.body.nodes().len() == length;
            short && known.limits == limits && known.definition == *definition
        };
        let position = known.iter().position(same);
        let found = position.and_then(|position| known.remove(position));
        let found = found.unwrap_or_else(|| Known {
            definition: definition.clone(),
            limits,
            computations: Arc::default(),
        });
        let computations = found.computations.clone();
        known.push_front(found);
        known.truncate(MOST);
        computations
    }
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
    fn a_definition_that_is_read_again_is_known() {
        let memory = Memory(Mutex::default());
        let limits = Limits::default();
        let first = computations(&memory, "f(x; a = 2) = a*x", limits);
        let same =
            |text: &str, limits: Limits| Arc::ptr_eq(&first, &computations(&memory, text, limits));
        assert!(same("f(x; a = 2) = a*x", limits));
        assert!(same("f(x;a=2)=a * x", limits));
        let others = [
            "f(x; a = 3) = a*x",
            "f(x; b = 2) = b*x",
            "f(y; a = 2) = a*y",
            "g(x; a = 2) = a*x",
            "f(x; a = 2) = x*a",
            "f(x; a = 2) = a + x",
        ];
        for other in others {
            assert!(!same(other, limits), "{other}");
        }
        let mut narrow = limits;
        narrow.nodes /= 2;
        assert!(!same("f(x; a = 2) = a*x", narrow));
    }

    #[test]
    fn what_was_read_last_is_remembered() {
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
    fn long_definitions_are_not_kept() {
        let memory = Memory(Mutex::default());
        let long = vec!["x"; LONGEST].join(" + ");
        let read = || computations(&memory, &long, Limits::default());
        assert!(!Arc::ptr_eq(&read(), &read()));
        assert!(memory.0.lock().expect("nothing failed").is_empty());
    }
}
