//! Definitions: a header with inputs and parameters, and a body.

use std::sync::Arc;

use crate::Tree;

/// An input: `x`, or `x[]` for a vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is a whole vector.
    pub vector: bool,
}

/// A parameter with its default, a constant expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Arc<str>,
    /// A tree without inputs or parameters.
    pub default: Tree,
}

/// `name(inputs; parameters) = body`.
#[derive(Clone, Debug, Eq)]
pub struct Definition {
    /// Its name; `None` for a bare body.
    pub name: Option<Arc<str>>,
    /// Its inputs, in the order of the header.
    pub inputs: Vec<Input>,
    /// Its parameters, in the order of the header.
    pub parameters: Vec<Parameter>,
    /// Its body: a value, never a condition.
    pub body: Tree,
}
