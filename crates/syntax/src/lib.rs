//! Formula text and trees: the language of Gradus, its parser, its printer and its errors.
//!
//! This crate knows what a text says, not what it means to differentiate or evaluate it.

mod called;
mod check;
mod definition;
mod diagnostic;
mod equality;
mod error;
mod func;
mod level;
mod lexer;
mod limits;
mod names;
mod parse;
mod print;
mod shape;
mod span;
mod token;
mod tree;

pub use definition::{Definition, Input, Parameter};
pub use error::{ParseError, ParseErrorKind};
pub use func::{Action, Arity, Constant, Func};
pub use limits::Limits;
pub use names::{Names, NoNames};
pub use parse::{nearest, parse, parse_as, parse_definitions};
pub use print::{Displayed, Style};
pub use shape::{Length, Shape};
pub use span::Span;
pub use tree::{Call, Comparison, Kind, Node, Number, Tree};
