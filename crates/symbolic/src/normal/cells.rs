//! All cells of an expression.

use super::atoms::Algebra;
use super::cell::{Cell, Condition, Split, Stop};
use super::form::Form;
use super::growth::{Bound, Growth};
use super::linear::is_over_linear;
use super::signs::{Knowledge, Signs};
use crate::graph::{Graph, Id, Symbol};

/// The forms of an expression, cell by cell.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    /// The same form everywhere.
    Leaf(Form),
    /// No real value.
    Undefined,
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

/// What the forms are of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Root {
    /// An expression.
    Whole(Id),
    /// The first of two expressions less the second.
    Difference(Id, Id),
    /// The terms of a sum whose bits are set.
    Terms(Id, u64),
}

/// The most cells of an expression.
const MOST_CELLS: usize = 40;

/// How often units are refined.
const MOST_ROUNDS: usize = 24;

impl Cells {
    /// The forms of an expression; none if it is outside their reach.
    pub fn of(graph: &Graph, algebra: &mut Algebra, root: Root) -> Option<Self> {
        let cells = Self::built(graph, algebra, root, None)?;
        match cells.growing_input(graph, algebra) {
            Some((symbol, bound)) => {
                Self::with_large(graph, algebra, root, symbol, bound).or(Some(cells))
            }
            None => Some(cells),
        }
    }

    /// Without cells of their own for large inputs.
    pub fn plain(graph: &Graph, algebra: &mut Algebra, root: Root) -> Option<Self> {
        Self::built(graph, algebra, root, None)
    }

    fn built(
        graph: &Graph,
        algebra: &mut Algebra,
        root: Root,
        large: Option<(Symbol, Bound)>,
    ) -> Option<Self> {
        let knowledge = large.map_or_else(Knowledge::default, |(_, bound)| {
            Knowledge::default().beyond(bound)
        });
        for _ in 0..MOST_ROUNDS {
            let mut grower = Grower {
                graph,
                algebra,
                root,
                large: large.map(|large| large.0),
                budget: MOST_CELLS,
            };
            match grower.grown(&knowledge) {
                Ok(cells) => return Some(cells),
                Err(Stop::Again) => {}
                Err(_) => return None,
            }
        }
        None
    }

    /// With cells of their own where the magnitude of an input is above a bound.
    fn with_large(
        graph: &Graph,
        algebra: &mut Algebra,
        root: Root,
        symbol: Symbol,
        bound: Bound,
    ) -> Option<Self> {
        let inside = Box::new(Self::built(graph, algebra, root, Some((symbol, bound)))?);
        let outside = Box::new(Self::built(graph, algebra, root, None)?);
        let split = Split {
            condition: Condition::Large(symbol, bound),
            form: Form::one(),
            signs: [Signs::ANY; 2],
        };
        Some(Self::Split {
            split: Box::new(split),
            inside,
            outside,
        })
    }

    /// The only input, and the bound of where it is large, where algebraic parts of it may overflow or cancel far out and no exponential vanishes there.
    fn growing_input(&self, graph: &Graph, algebra: &Algebra) -> Option<(Symbol, Bound)> {
        if self.are_over_linear(graph, algebra) {
            return None;
        }
        let mut growth = Growth::default();
        self.forms(&mut |form| growth.form(graph, algebra, form));
        growth.wanted()
    }

    /// Whether all forms are numbers and quotients of which no step overflows. At infinity they are undefined: with parameters the
    /// limits there might not be found.
    fn are_over_linear(&self, graph: &Graph, algebra: &Algebra) -> bool {
        let mut are = !graph.has_parameters();
        self.forms(&mut |form| are = are && is_over_linear(graph, algebra, form));
        are
    }

    /// Whether there is no real value in a cell.
    pub fn has_undefined(&self) -> bool {
        match self {
            Self::Leaf(_) => false,
            Self::Undefined => true,
            Self::Split {
                inside, outside, ..
            } => inside.has_undefined() || outside.has_undefined(),
        }
    }

    /// Calls `visit` with every form.
    pub fn forms(&self, visit: &mut impl FnMut(&Form)) {
        match self {
            Self::Leaf(form) => visit(form),
            Self::Undefined => {}
            Self::Split {
                inside, outside, ..
            } => {
                inside.forms(visit);
                outside.forms(visit);
            }
        }
    }
}

struct Grower<'a> {
    graph: &'a Graph,
    algebra: &'a mut Algebra,
    root: Root,
    large: Option<Symbol>,
    budget: usize,
}

impl Grower<'_> {
    fn grown(&mut self, knowledge: &Knowledge) -> Result<Cells, Stop> {
        let mut cell = Cell::new(self.graph, self.algebra, knowledge, self.large);
        let split = match cell.whole(self.root) {
            Ok(form) => return Ok(Cells::Leaf(form)),
            Err(Stop::Split(split)) => split,
            Err(Stop::Undefined) => return Ok(Cells::Undefined),
            Err(stop) => return Err(stop),
        };
        self.budget = self.budget.checked_sub(1).ok_or(Stop::Outside)?;
        let [inside, outside] = split.known(knowledge);
        let (inside, outside) = (
            Box::new(self.grown(&inside)?),
            Box::new(self.grown(&outside)?),
        );
        Ok(Cells::Split {
            split,
            inside,
            outside,
        })
    }
}
