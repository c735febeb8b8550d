//! The built-in activations: more than two hundred published functions as records in the language of Gradus.
//!
//! A [`Record`] holds a definition, its source and how sure that is, what the function is good for, its range, its
//! kinks and its parameters. It holds no algorithm: derivatives, checks and kernels follow from the definition.
//!
//! ```
//! let swish = gradus_catalog::find("swish").expect("it is built in");
//! assert_eq!(swish.definition, "swish(x; beta = 1) = x*sigmoid(beta*x)");
//! assert!(gradus_catalog::find("parameterised_relu").is_some_and(|record| record.name == "prelu"));
//! ```
//!
//! # Add an activation
//!
//! Add one record to the file of its family in `src/families`, where it reads well. Give it a name that is no other's name or
//! alias, the definition with a default for every parameter, a line of your own on what it is good for, and its
//! source. If sources disagree, say so in `note` and say which one you took. Give `kinks`, `at_kinks` and `range` only if you are certain.
//! Nothing else needs a change: the tests loop over the records, and [`Builtins`] makes the name callable.
//!
//! Formulas are kept as their sources print them. A definition may call other entries, as `seglu` calls `selu`.

mod builtins;
mod families;
mod record;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use builtins::Builtins;
pub use record::{AtKinks, Certainty, Family, ParameterNote, Record};

/// The ten functions that introductions to activations begin with, in the usual order.
pub const ARTICLE: [&str; 10] = [
    "binary_step",
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "prelu",
    "elu",
    "swish",
    "softmax",
];

/// The place in the catalogue of every name and alias.
static PLACES: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let spellings = |(place, record): (usize, &'static Record)| {
        spellings(record).map(move |name| (name, place))
    };
    all().enumerate().flat_map(spellings).collect()
});

/// Every record, family by family.
pub fn all() -> impl Iterator<Item = &'static Record> + Clone {
    families::TABLES.into_iter().flatten()
}

/// The record of that name or alias, exactly as spelt.
pub fn find(name: &str) -> Option<&'static Record> {
    all().nth(place(name)?)
}

/// The name of every record, in the order of [`all`]; without aliases.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    all().map(|record| record.name)
}

/// The place in [`all`] of a name or alias.
fn place(name: &str) -> Option<usize> {
    PLACES.get(name).copied()
}

/// The name of a record, then its aliases.
fn spellings(record: &'static Record) -> impl Iterator<Item = &'static str> {
    std::iter::once(record.name).chain(record.aliases.iter().copied())
}

#[cfg(test)]
mod tests;
