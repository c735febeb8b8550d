//! How tightly operators bind: one table for the parser and the printers.

use crate::Kind;

/// The precedence of a node, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Anything fits here.
    Any,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

/// How an operator binds, and the loosest operands it takes without parentheses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    pub(crate) level: Level,
    pub(crate) left: Level,
    pub(crate) right: Level,
}

/// The binding of an operator; `None` for what needs no parentheses.
pub(crate) fn of(kind: &Kind) -> Option<Binding> {
    use Level::{And, Atom, Comparison, Not, Or, Power, Product, Sign, Sum};
    let (level, left, right) = match kind {
        Kind::Or => (Or, Or, And),
        Kind::And => (And, And, Not),
        Kind::Not => (Not, Not, Not),
        Kind::Compare(_) => (Comparison, Sum, Sum),
        Kind::Add | Kind::Subtract => (Sum, Sum, Product),
        Kind::Multiply | Kind::Divide => (Product, Product, Sign),
        Kind::Negate | Kind::Plus => (Sign, Sign, Sign),
        Kind::Power => (Power, Atom, Sign),
        Kind::Number(_)
        | Kind::Constant(_)
        | Kind::Name(_)
        | Kind::Call(..)
        | Kind::CallDefinition(_)
        | Kind::If
        | Kind::Piecewise(_) => return None,
    };
    Some(Binding { level, left, right })
}
