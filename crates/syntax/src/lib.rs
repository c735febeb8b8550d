//! Formula text and trees: the language of Gradus, its parser, its printer and its errors.
//!
//! This crate knows what a text says, not what it means to differentiate or evaluate it.

mod definition;
mod func;
mod limits;
mod names;
mod span;
mod tree;

pub use definition::{Definition, Input, Parameter};
pub use func::{Action, Arity, Constant, Func};
pub use limits::Limits;
pub use names::{Names, NoNames};
pub use span::Span;
pub use tree::{Call, Comparison, Kind, Node, Number, Tree};
