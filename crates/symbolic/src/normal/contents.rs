//! What forms are made of.

use gradus_syntax::Func;

use super::atoms::Kind;
use super::cell::Cell;
use super::form::{Base, Form};
use crate::graph::{Id, Node, Role};

impl Cell<'_> {
    /// Whether exponentials occur in a form.
    pub fn has_exponentials(&self, form: &Form) -> bool {
        self.has_atom(form, |kind| matches!(kind, Kind::Exp(_)))
    }

    /// Whether cosines occur in a form.
    pub fn has_cosines(&self, form: &Form) -> bool {
        self.has_atom(form, |kind| matches!(kind, Kind::Apply(Func::Cos, _)))
    }

    /// Whether an atom that is meant occurs in a form, outside other atoms.
    pub fn has_atom(&self, form: &Form, is_meant: impl Fn(&Kind) -> bool) -> bool {
        let is_meant = |atom| is_meant(self.algebra.kind(atom));
        form.factors.iter().any(|(base, _)| match base {
            Base::Atom(atom) => is_meant(*atom),
            Base::Sum(id) => self.algebra.poly(*id).atoms().into_iter().any(is_meant),
        })
    }

    /// Whether a logarithm is a factor of a form.
    pub fn has_logarithm(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, _)| match base {
            Base::Atom(atom) => matches!(self.algebra.kind(*atom), Kind::Ln(_)),
            Base::Sum(_) => false,
        })
    }

    /// Whether parameters occur in a form.
    pub fn has_parameters(&self, form: &Form) -> bool {
        self.has_atom(form, |kind| match kind {
            Kind::Symbol(symbol) => self.graph.symbol_info(*symbol).role == Role::Parameter,
            _ => false,
        })
    }

    /// Whether a form has symbols, constants and their roots alone.
    pub fn is_algebraic(&self, form: &Form) -> bool {
        let algebraic = |atom| {
            matches!(
                self.algebra.kind(atom),
                Kind::Symbol(_)
                    | Kind::Pi
                    | Kind::Constant(_)
                    | Kind::Root(..)
                    | Kind::Integer(_)
                    | Kind::Opposite(_)
            )
        };
        form.factors.iter().all(|(base, _)| match base {
            Base::Atom(atom) => algebraic(*atom),
            Base::Sum(id) => self.algebra.poly(*id).atoms().into_iter().all(algebraic),
        })
    }

    /// Whether an expression has one symbol, and that an input.
    pub fn is_of_one_input(&self, id: Id) -> bool {
        let reachable = self.graph.reachable(&[id]);
        let mut symbols = reachable
            .iter()
            .filter_map(|&id| match self.graph.node(id) {
                Node::Symbol(symbol) => Some(self.graph.symbol_info(*symbol).role),
                _ => None,
            });
        symbols.next().is_some_and(|role| role != Role::Parameter) && symbols.next().is_none()
    }
}
