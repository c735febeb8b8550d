//! Equality by the normal form: the difference of two expressions is zero in every cell.

use super::atoms::{Algebra, Kind};
use super::cells::{Cells, Root};
use super::form::{Base, Form};
use super::signs::Knowledge;
use super::{LARGEST, Normalizer};
use crate::graph::{Graph, Id, Role};

/// What the normal form says of two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equality {
    /// They are the same function wherever both are defined, but perhaps on the boundaries between so many cells: proved.
    Proved {
        /// In how many cells.
        cells: usize,
    },
    /// In some cells the forms differ. That is no proof of a difference: forms may be equal without looking so.
    Unlike,
    /// One of them has no normal form, or the budget of terms or cells is spent.
    OutOfReach,
}

impl Normalizer {
    /// Whether the difference of two expressions is zero in every cell.
    ///
    /// Cells that are boundaries only, where a polynomial of inputs vanishes, are left out.
    pub fn equality(&mut self, graph: &Graph, a: Id, b: Id) -> Equality {
        let reachable = graph.reachable(&[a, b]);
        if reachable.len() > 2 * LARGEST || reachable.iter().any(|&id| graph.facts(id).vector) {
            return Equality::OutOfReach;
        }
        self.algebra.begin();
        let Some(cells) = Cells::plain(graph, &mut self.algebra, Root::Difference(a, b)) else {
            return Equality::OutOfReach;
        };
        let walk = Walk {
            graph,
            algebra: &self.algebra,
        };
        match walk.zero_cells(&cells, &Knowledge::default()) {
            Some(cells) => Equality::Proved { cells },
            None => Equality::Unlike,
        }
    }
}

struct Walk<'a> {
    graph: &'a Graph,
    algebra: &'a Algebra,
}

impl Walk<'_> {
    /// In how many cells the form is zero or nothing is defined; `None` if it is not in all.
    fn zero_cells(&self, cells: &Cells, knowledge: &Knowledge) -> Option<usize> {
        match cells {
            Cells::Undefined => Some(1),
            Cells::Leaf(form) => form.is_zero().then_some(1),
            Cells::Split {
                split,
                inside,
                outside,
            } => {
                let mut count = 0;
                for (cells, signs) in [(inside, split.signs[0]), (outside, split.signs[1])] {
                    let known = knowledge.with(&split.form, signs);
                    if !self.is_negligible(&split.form, &known) {
                        count += self.zero_cells(cells, &known)?;
                    }
                }
                Some(count)
            }
        }
    }

    /// Whether a form has no sign left that it might have, or only that of zero and is a polynomial of symbols, inputs among them.
    fn is_negligible(&self, form: &Form, known: &Knowledge) -> bool {
        let signs = known.of_form(self.graph, self.algebra, form);
        let one_sided = signs.negative || signs.positive;
        !one_sided && (!signs.zero || self.is_of_inputs(form))
    }

    fn is_of_inputs(&self, form: &Form) -> bool {
        let mut atoms = form.factors.iter().flat_map(|(base, _)| match base {
            Base::Atom(atom) => vec![*atom],
            Base::Sum(id) => self.algebra.poly(*id).atoms(),
        });
        let mut inputs = false;
        let only_symbols = atoms.all(|atom| match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => {
                inputs |= self.graph.symbol_info(*symbol).role == Role::Scalar;
                true
            }
            _ => false,
        });
        only_symbols && inputs
    }
}
