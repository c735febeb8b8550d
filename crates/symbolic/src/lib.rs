//! The symbolic core of Gradus: expression graph, derivatives, pieces, simplification and computations.

pub mod computation;
pub mod derivative;
pub mod evaluate;
mod graph;
mod import;
pub mod interval;
mod normal;
pub mod pieces;
pub mod precise;
pub mod present;
pub mod prove;
mod rational;
pub mod simplify;

pub use graph::{Factor, Facts, Graph, Id, LimitError, Node, Role, Symbol, SymbolInfo, Term};
pub use import::{Function, Names as ImportedNames, import, import_as, import_tree};
pub use rational::Rational;
