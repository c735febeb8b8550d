//! All cells of an expression.

use super::atoms::Algebra;
use super::cell::{Cell, Split, Stop};
use super::form::Form;
use super::signs::Knowledge;
use crate::graph::{Graph, Id};

/// The forms of an expression, cell by cell.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    /// The same form everywhere.
    Leaf(Form),
    /// Different forms where the sign of something differs.
    Split {
        /// What differs.
        split: Box<Split>,
        /// Where the condition holds.
        inside: Box<Self>,
        /// Elsewhere.
        outside: Box<Self>,
    },
}

/// The most cells of an expression.
const MOST_CELLS: usize = 24;

/// How often units are refined.
const MOST_ROUNDS: usize = 24;

impl Cells {
    /// The forms of an expression; none if it is outside their reach.
    pub fn of(graph: &Graph, algebra: &mut Algebra, root: Id) -> Option<Self> {
        for _ in 0..MOST_ROUNDS {
            let mut budget = MOST_CELLS;
            match Self::grown(graph, algebra, root, &Knowledge::default(), &mut budget) {
                Ok(cells) => return Some(cells),
                Err(Stop::Again) => {}
                Err(_) => return None,
            }
        }
        None
    }

    fn grown(
        graph: &Graph,
        algebra: &mut Algebra,
        root: Id,
        knowledge: &Knowledge,
        budget: &mut usize,
    ) -> Result<Self, Stop> {
        let split = match Cell::new(graph, algebra, knowledge).build(root) {
            Ok(form) => return Ok(Self::Leaf(form)),
            Err(Stop::Split(split)) => split,
            Err(stop) => return Err(stop),
        };
        *budget = budget.checked_sub(1).ok_or(Stop::Outside)?;
        let mut branch = |signs| {
            let knowledge = knowledge.with(&split.form, signs);
            Self::grown(graph, algebra, root, &knowledge, budget).map(Box::new)
        };
        let (inside, outside) = (branch(split.signs[0])?, branch(split.signs[1])?);
        Ok(Self::Split {
            split,
            inside,
            outside,
        })
    }

    /// Calls `visit` with every form.
    pub fn forms(&self, visit: &mut impl FnMut(&Form)) {
        match self {
            Self::Leaf(form) => visit(form),
            Self::Split {
                inside, outside, ..
            } => {
                inside.forms(visit);
                outside.forms(visit);
            }
        }
    }
}
