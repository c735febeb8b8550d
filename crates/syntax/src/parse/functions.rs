//! What a called name means.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::suggest::{latin, nearest};
use crate::signature::Signatures;
use crate::{Definition, Func, Names};

/// The words that are called but are no functions.
pub(crate) const SPECIAL: &[&str] = &["if", "piecewise"];

/// The functions that a text may call.
pub(crate) struct Functions<'a> {
    names: &'a dyn Names,
    /// The definitions of the text read so far.
    defined: HashMap<Arc<str>, Arc<Definition>>,
    /// The definition being read.
    current: Option<&'a str>,
    /// The names of all definitions of the text.
    headers: HashSet<&'a str>,
    pub(crate) signatures: RefCell<Signatures>,
}

/// What a name means when it is called.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    Func(Func),
    Definition(Arc<Definition>),
    Itself,
    Later,
    Nothing,
}

impl<'a> Functions<'a> {
    pub(crate) fn new(names: &'a dyn Names, headers: HashSet<&'a str>) -> Self {
        Self {
            names,
            defined: HashMap::new(),
            current: None,
            headers,
            signatures: RefCell::default(),
        }
    }

    /// Begins the reading of a definition, or of a bare body.
    pub(crate) fn begin(&mut self, name: Option<&'a str>) {
        self.current = name;
    }

    /// Makes a definition known to those that follow.
    pub(crate) fn define(&mut self, name: Arc<str>, definition: Arc<Definition>) {
        self.defined.insert(name, definition);
    }

    pub(crate) fn is_defined(&self, name: &str) -> bool {
        self.defined.contains_key(name)
    }

    /// Definitions of the text hide all others; a primitive hides a definition of `names`, unless that says otherwise.
    /// Until a definition named like a primitive has been read, and within it, the name means the primitive.
    pub(crate) fn find(&self, name: &str) -> Found {
        let func = Func::from_name(name).filter(|_| !self.names.shadows(name));
        if let Some(definition) = self.defined.get(name) {
            Found::Definition(definition.clone())
        } else if let Some(func) = func {
            Found::Func(func)
        } else if self.current == Some(name) {
            Found::Itself
        } else if self.headers.contains(name) {
            Found::Later
        } else {
            self.names
                .definition(name)
                .map_or(Found::Nothing, Found::Definition)
        }
    }

    /// The definition of the text or of `names`, even where a primitive hides it.
    pub(crate) fn definition(&self, name: &str) -> Option<Arc<Definition>> {
        self.defined
            .get(name)
            .cloned()
            .or_else(|| self.names.definition(name))
    }

    /// Whether a name means a function when it stands alone.
    pub(crate) fn is_function(&self, name: &str) -> bool {
        self.is_defined(name)
            || name.chars().nth(1).is_some()
                && !matches!(
                    self.find(name),
                    Found::Nothing | Found::Itself | Found::Later
                )
    }

    /// A function that is meant where some letters of its name are of another alphabet.
    pub(crate) fn called_in_latin(&self, name: &str) -> Option<String> {
        let latin = latin(name)?;
        (!matches!(self.find(&latin), Found::Nothing)).then_some(latin)
    }

    /// The nearest function to an unknown name, the names of the text among them.
    pub(crate) fn nearest(&self, name: &str) -> Option<String> {
        let primitives = Func::ALL
            .iter()
            .flat_map(|func| std::iter::once(func.name()).chain(func.aliases().iter().copied()));
        let defined = self.defined.keys().map(|name| &**name);
        nearest(
            name,
            primitives
                .chain(SPECIAL.iter().copied())
                .chain(defined)
                .chain(self.names.known()),
        )
        .map(str::to_owned)
    }
}
