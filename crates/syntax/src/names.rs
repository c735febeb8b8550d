//! How the parser learns what a called name means.

use std::sync::Arc;

use crate::Definition;

/// The definitions that a text may call; implemented by whoever owns them (a scope, a catalogue).
pub trait Names {
    /// The definition of that name or alias.
    fn definition(&self, name: &str) -> Option<Arc<Definition>>;

    /// Every name and alias, to suggest the nearest from.
    fn known(&self) -> Vec<&str>;

    /// Whether the definition of that name is meant where a primitive has the same name.
    ///
    /// It is not for a catalogue, whose `sigmoid` only says what the primitive is; it is for a user's own definition.
    fn shadows(&self, _name: &str) -> bool {
        false
    }
}

/// No definitions but those of the text itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn definition(&self, _: &str) -> Option<Arc<Definition>> {
        None
    }

    fn known(&self) -> Vec<&str> {
        Vec::new()
    }
}
