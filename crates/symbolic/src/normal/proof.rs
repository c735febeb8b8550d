//! Equality by forms: the difference of two expressions is zero in every cell.

use super::Normalizer;
use super::atoms::{Algebra, Kind};
use super::cell::{Cell, Split, Stop};
use super::feasible::is_contradictory;
use super::form::{Base, Form};
use super::signs::{Knowledge, Signs};
use crate::graph::{Graph, Id, Role, Symbol};
use crate::rational::Rational;

/// What forms say of two expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Equality {
    /// They are the same function wherever both are defined, but perhaps on the boundaries between cells: proved.
    Proved {
        /// In how many cells.
        cells: usize,
        /// Values of parameters that were left out because they are boundaries.
        special: Vec<(Symbol, Rational)>,
    },
    /// In some cells the forms differ. That is no proof of a difference: forms may be equal without looking so.
    Unlike,
    /// One of them has no form, or the budget of terms or cells is spent.
    OutOfReach,
}

/// The largest expressions that are compared, in nodes.
const LARGEST: usize = 1500;

/// The most cells that are looked at.
const MOST_CELLS: usize = 200;

/// How often units are refined.
const MOST_ROUNDS: usize = 48;

impl Normalizer {
    /// For proofs, not for evaluation.
    pub fn for_proofs() -> Self {
        Self {
            algebra: Algebra::for_proofs(),
            ..Self::default()
        }
    }

    /// Whether the second expression is equal to the first in every cell where that is defined, as functions of the inputs and of `variable`.
    pub fn equality(&mut self, graph: &Graph, a: Id, b: Id, variable: Option<Symbol>) -> Equality {
        let reachable = graph.reachable(&[a, b]);
        if reachable.len() > LARGEST || reachable.iter().any(|&id| graph.facts(id).vector) {
            return Equality::OutOfReach;
        }
        for _ in 0..MOST_ROUNDS {
            self.algebra.begin();
            let mut search = Search {
                graph,
                algebra: &mut self.algebra,
                pair: [a, b],
                variable,
                cells: 0,
                special: Vec::new(),
            };
            match search.cell(&Knowledge::default()) {
                Ok(()) => {
                    return Equality::Proved {
                        cells: search.cells,
                        special: search.special,
                    };
                }
                Err(Failure::Again) => {}
                Err(Failure::Unlike) => return Equality::Unlike,
                Err(Failure::OutOfReach) => return Equality::OutOfReach,
            }
        }
        Equality::OutOfReach
    }
}

/// Why there is no proof.
enum Failure {
    /// A unit was refined: everything must be built again.
    Again,
    Unlike,
    OutOfReach,
}

struct Search<'a> {
    graph: &'a Graph,
    algebra: &'a mut Algebra,
    pair: [Id; 2],
    variable: Option<Symbol>,
    cells: usize,
    special: Vec<(Symbol, Rational)>,
}

/// What a cell is worth looking at.
enum Extent {
    /// It has an inside.
    Open,
    /// It is empty or a boundary.
    Negligible,
    /// It is one value of a parameter.
    Special(Symbol, Rational),
    /// It might have an inside, though a form is 0 in it.
    Unclear,
}

impl Search<'_> {
    /// Whether the second is equal to the first, wherever that is defined, in a cell and in the cells that it is split into.
    fn cell(&mut self, knowledge: &Knowledge) -> Result<(), Failure> {
        let mut cell = Cell::new(self.graph, self.algebra, knowledge, None);
        let first = match cell.build(self.pair[0]) {
            // nothing is claimed here
            Err(Stop::Undefined) => return self.counted(),
            first => first,
        };
        let rest = first.and_then(|first| match cell.build(self.pair[1]) {
            Err(Stop::Undefined) => Ok(Form::one()),
            second => cell.difference(&first, &second?),
        });
        match rest {
            Ok(form) if form.is_zero() => self.counted(),
            Ok(_) | Err(Stop::Outside | Stop::Undefined)
                if is_contradictory(self.algebra, knowledge.all()) =>
            {
                Ok(())
            }
            Ok(_) => Err(Failure::Unlike),
            Err(Stop::Split(split)) => self.parts(knowledge, &split),
            Err(Stop::Again) => Err(Failure::Again),
            Err(Stop::Outside | Stop::Undefined) => Err(Failure::OutOfReach),
        }
    }

    fn counted(&mut self) -> Result<(), Failure> {
        self.cells += 1;
        match self.cells > MOST_CELLS {
            true => Err(Failure::OutOfReach),
            false => Ok(()),
        }
    }

    fn parts(&mut self, knowledge: &Knowledge, split: &Split) -> Result<(), Failure> {
        for &signs in &split.signs {
            let known = knowledge.with(&split.form, signs);
            match self.extent(&split.form, &known) {
                Extent::Open | Extent::Unclear => self.cell(&known)?,
                Extent::Negligible => {}
                Extent::Special(symbol, value) => {
                    let special = (symbol, value);
                    if !self.special.contains(&special) {
                        self.special.push(special);
                    }
                }
            }
        }
        Ok(())
    }

    /// The extent of a cell in which the signs of a form have just become known.
    fn extent(&self, form: &Form, known: &Knowledge) -> Extent {
        let signs = known.of_form(self.graph, self.algebra, form);
        match signs {
            Signs {
                negative: false,
                zero: false,
                positive: false,
            } => Extent::Negligible,
            Signs::ZERO => self.extent_of_zeros(form),
            _ => Extent::Open,
        }
    }

    /// Zeros of what depends on inputs are boundaries; of a parameter alone they are values of it.
    fn extent_of_zeros(&self, form: &Form) -> Extent {
        let symbols = self.symbols(form);
        let moves = |symbol: &Symbol| {
            self.graph.symbol_info(*symbol).role == Role::Scalar || Some(*symbol) == self.variable
        };
        match symbols[..] {
            _ if symbols.iter().any(moves) => Extent::Negligible,
            [symbol] => match self.root_of(form, symbol) {
                Some(root) => Extent::Special(symbol, root),
                None => Extent::Unclear,
            },
            _ => Extent::Unclear,
        }
    }

    /// The symbols that a form depends on.
    fn symbols(&self, form: &Form) -> Vec<Symbol> {
        let mut found = Vec::new();
        let mut pending = vec![form.clone()];
        while let Some(form) = pending.pop() {
            for (base, _) in &form.factors {
                let atoms = match base {
                    Base::Atom(atom) => vec![*atom],
                    Base::Sum(id) => self.algebra.poly(*id).atoms(),
                };
                for atom in atoms {
                    self.visit(self.algebra.kind(atom), &mut found, &mut pending);
                }
            }
        }
        found
    }

    fn visit(&self, kind: &Kind, found: &mut Vec<Symbol>, pending: &mut Vec<Form>) {
        let mut form = |id| pending.push(self.algebra.form(id).clone());
        match kind {
            Kind::Symbol(symbol) | Kind::Inverse(symbol) if !found.contains(symbol) => {
                found.push(*symbol);
            }
            Kind::Exp(id) | Kind::Ln(id) | Kind::Bessel(_, id) => form(*id),
            Kind::Apply(_, ids) => ids.iter().for_each(|id| form(*id)),
            Kind::Power(base, exponent) => [*base, *exponent].into_iter().for_each(form),
            Kind::Root(base, _) | Kind::Opposite(base) | Kind::Ratio(base) => {
                pending.push(Form::base(*base));
            }
            _ => {}
        }
    }

    /// The rational zero of a form that is linear in a symbol alone.
    fn root_of(&self, form: &Form, symbol: Symbol) -> Option<Rational> {
        let atom = self.algebra.symbol(symbol)?;
        super::signs::linear(self.algebra, form, atom).map(|(_, root)| root)
    }
}
