//! The computation of a form: factors above and below one line, exponentials that are at most 1, no cancellation.

#![allow(
    clippy::option_option,
    reason = "outside: it cannot be written; inside: this form is not the one to use"
)]

mod anchors;
mod angles;
mod asymptotics;
mod atoms;
mod conjugates;
mod constants;
mod double;
mod ends;
mod error_functions;
mod excesses;
mod expansions;
mod factors;
mod gaps;
mod headroom;
mod high_powers;
mod hyperbolic;
mod interpolation;
mod joined;
mod leads;
mod limits;
mod logarithms;
mod nears;
mod offsets;
mod outlook;
mod pairs;
mod parts;
mod power_series;
mod powers;
mod products;
mod ratios;
mod reach;
mod roots;
mod series;
mod shifts;
mod single_logarithms;
mod summed;
mod sums;
mod tails;
mod tiny;
mod upright;

use std::cell::RefCell;

use gradus_syntax::Comparison;
use rustc_hash::FxHashMap;

use super::atoms::{Algebra, Atom, FormId, Kind, SumId};
use super::cell::Condition;
use super::cells::Cells;
use super::form::{Base, Form};
use super::poly::Poly;
use super::signs::{Knowledge, Signs};
use crate::computation::{Binary, Builder, Op, Real, Unary, Value, Writer};
use crate::graph::{Graph, Role, Symbol};
use crate::precise::Precise;
use crate::rational::Rational;
use double::{Double, Sides};
use parts::Parts;
pub(super) use power_series::Known as KnownSeries;
use reach::Reach;
pub(super) use tails::Halved;

/// An exponential that something is multiplied with: where it has vanished, the rest has no influence.
type Guard = Option<Value>;

/// Writes forms as operations.
pub(super) struct Emitter<'w, 'g> {
    pub writer: &'w mut Writer<'g>,
    pub algebra: &'w mut Algebra,
    knowledge: Knowledge,
    atoms: FxHashMap<(Atom, Guard), Value>,
    /// Forms that were written: those that exponents are made of nest, and are asked for many times.
    forms: FxHashMap<Form, Option<Value>>,
    /// Forms in two parts, with their signs or others.
    doubles: FxHashMap<(Form, Sides), Option<Double>>,
    /// Exponents of exponentials by themselves.
    exponents: FxHashMap<(Atom, Rational), Option<Double>>,
    /// Forms without symbols in high precision, as far as they were asked for.
    numbers: RefCell<FxHashMap<Form, Option<Precise>>>,
    /// What vanishes and what tends to 1 at an anchor, as far as it was asked for.
    limits: RefCell<FxHashMap<(Atom, anchors::Anchor, bool), bool>>,
    /// How far the inputs of exponentials to powers reach, as far as it was asked for.
    reach_of: FxHashMap<(Atom, Rational), Option<Reach>>,
    /// How far inputs reach that are multiplied with exponentials of these values.
    reaches: FxHashMap<Value, Reach>,
    /// An input whose value is another for the time being.
    own: Option<(Symbol, Value)>,
    /// Sums that were looked at as power series in an atom.
    summed: FxHashMap<(SumId, Atom), Option<anchors::Near>>,
    /// Exponentials that are kept as squares of their roots.
    halved: Vec<Halved>,
}

impl<'w, 'g> Emitter<'w, 'g> {
    /// An emitter into that computation.
    pub fn new(writer: &'w mut Writer<'g>, algebra: &'w mut Algebra) -> Self {
        Self {
            writer,
            algebra,
            knowledge: Knowledge::default(),
            atoms: FxHashMap::default(),
            forms: FxHashMap::default(),
            doubles: FxHashMap::default(),
            exponents: FxHashMap::default(),
            numbers: RefCell::default(),
            limits: RefCell::default(),
            summed: FxHashMap::default(),
            reach_of: FxHashMap::default(),
            reaches: FxHashMap::default(),
            own: None,
            halved: Vec::new(),
        }
    }

    /// Keeps exponentials as squares of their roots. Those of sums meet others that they nearly cancel against: there each keeps
    /// its own digits.
    pub fn halve(&mut self, exponentials: &[Halved]) {
        let is_of_product = |own: &&Halved| match *self.algebra.kind(own.atom) {
            Kind::Exp(argument) => {
                let mut factors = self.algebra.form(argument).factors.iter();
                factors.all(|(base, _)| matches!(base, Base::Atom(_)))
            }
            _ => false,
        };
        let own = exponentials.iter().filter(is_of_product).copied();
        let own: Vec<Halved> = own.collect();
        self.halved.extend(own);
    }

    /// The value of the forms of all cells together; none if it cannot be written.
    pub fn cells(&mut self, cells: &Cells) -> Option<Value> {
        // how far inputs reach depends on all powers of them
        cells.forms(&mut |form| {
            self.algebra.form_id(form.clone());
        });
        let halved = self.exponentials_to_halve(cells);
        self.halved.extend(halved);
        let mut parts = self.tree(cells, &Knowledge::default())?;
        self.take_in_scale(&mut parts);
        Some(self.product(parts))
    }

    /// The mask of a comparison of the forms of all cells with zero.
    pub fn comparison(&mut self, cells: &Cells, comparison: Comparison) -> Option<Value> {
        self.mask(cells, comparison, &Knowledge::default())
    }

    fn mask(
        &mut self,
        cells: &Cells,
        comparison: Comparison,
        knowledge: &Knowledge,
    ) -> Option<Value> {
        match cells {
            Cells::Leaf(form) => {
                self.enter(knowledge);
                let form = self.algebra.form_id(form.clone());
                self.compared(form, comparison)
            }
            Cells::Undefined => {
                let (undefined, zero) = (self.ops().number(f64::NAN), self.ops().number(0.0));
                Some(self.ops().compare(comparison, undefined, zero))
            }
            Cells::Split {
                split,
                inside,
                outside,
            } => {
                self.enter(knowledge);
                let condition = self.condition(split.condition)?;
                let known = split.known(knowledge);
                let inside = self.mask(inside, comparison, &known[0]);
                let outside = self.mask(outside, comparison, &known[1]);
                let elsewhere = self.ops().push(Op::Not(condition));
                let inside = self.ops().push(Op::And(condition, inside?));
                let outside = self.ops().push(Op::And(elsewhere, outside?));
                Some(self.ops().push(Op::Or(inside, outside)))
            }
        }
    }

    fn ops(&mut self) -> &mut Builder {
        &mut self.writer.ops
    }

    fn graph(&self) -> &'g Graph {
        self.writer.graph
    }

    fn tree(&mut self, cells: &Cells, knowledge: &Knowledge) -> Option<Parts> {
        match cells {
            Cells::Leaf(form) => {
                self.enter(knowledge);
                self.parts(form)
            }
            Cells::Undefined => {
                let undefined = self.ops().number(f64::NAN);
                Some(Parts {
                    above: vec![undefined],
                    ..Parts::default()
                })
            }
            Cells::Split {
                split,
                inside,
                outside,
            } => {
                self.enter(knowledge);
                let condition = self.condition(split.condition)?;
                let known = split.known(knowledge);
                let inside = self.tree(inside, &known[0])?;
                let outside = self.tree(outside, &known[1])?;
                self.enter(knowledge);
                let holes = self.holes_between(&split.form, &inside, &outside)?;
                let mut both = self.blended(condition, inside, outside);
                both.holes.extend(holes);
                Some(both)
            }
        }
    }

    /// What is known changes how atoms are written: nothing is carried over from one cell to another.
    fn enter(&mut self, knowledge: &Knowledge) {
        self.knowledge = knowledge.clone();
        self.atoms.clear();
        self.forms.clear();
        self.doubles.clear();
        self.exponents.clear();
        self.summed.clear();
    }

    fn condition(&mut self, condition: Condition) -> Option<Value> {
        match condition {
            Condition::Comparison(id) => Some(self.writer.expression(id)),
            Condition::Large(symbol, bound) => {
                let value = self.symbol_value(symbol)?;
                let magnitude = self.ops().unary(Unary::Abs, value);
                let bound = self.ops().constant(self::bound(bound.0, bound.1));
                Some(self.ops().compare(Comparison::Greater, magnitude, bound))
            }
            Condition::Sign(form, comparison) => self.compared(form, comparison),
        }
    }

    fn compared(&mut self, form: FormId, comparison: Comparison) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        self.compared_form(&form, comparison)
    }

    fn compared_form(&mut self, form: &Form, comparison: Comparison) -> Option<Value> {
        let parts = self.parts(form)?;
        let count =
            parts.above.len() + parts.below.len() + parts.late[0].len() + parts.late[1].len();
        let simple = count < 2 && parts.tails.is_empty() && parts.quotients.is_empty();
        let value = if simple && self.power_of(parts.above.first().copied()).is_none() {
            self.product(parts)
        } else {
            self.sign_of_product(&parts)
        };
        let zero = self.ops().number(0.0);
        Some(self.ops().compare(comparison, value, zero))
    }

    /// The value of a form.
    fn value(&mut self, form: &Form) -> Option<Value> {
        if let Some(&value) = self.forms.get(form) {
            return value;
        }
        let parts = self.parts(form);
        let value = parts.map(|parts| self.product(parts));
        self.forms.insert(form.clone(), value);
        value
    }

    fn parts(&mut self, form: &Form) -> Option<Parts> {
        if let Some(near) = self.high_conjugate(form)
            && let Some(condition) = self.is_close(&near)?
        {
            let close = self.parts(&near.form)?;
            let plain = self.decided_parts(form)?;
            return Some(self.blended(condition, close, plain));
        }
        let Some((undecided, opposite)) = self.undecided_conjugate(form) else {
            return self.decided_parts(form);
        };
        let comparison = if opposite.positive {
            Comparison::Greater
        } else {
            Comparison::Less
        };
        let condition = self.compared_form(&undecided, comparison)?;
        let knowledge = self.knowledge.clone();
        self.enter(&knowledge.with(&undecided, opposite));
        let by_conjugate = self.parts(form)?;
        self.enter(&knowledge.with(&undecided, opposite.complement()));
        let plain = self.parts(form)?;
        self.enter(&knowledge);
        Some(self.blended(condition, by_conjugate, plain))
    }

    fn decided_parts(&mut self, form: &Form) -> Option<Parts> {
        let own = self.with_excesses(form);
        let (form, excesses) = match own == *form {
            true => {
                let form = self.with_conjugates(form);
                let excesses = self.with_excesses(&form);
                (form, excesses)
            }
            false => (form.clone(), own),
        };
        let resolved = match excesses == form {
            true => None,
            false => self.resolved_excesses(&excesses),
        };
        let (form, far) = match resolved {
            Some((form, far)) => (form, Some(far)),
            None => (excesses, None),
        };
        let form = &form;
        let mut parts: Option<Parts> = None;
        let mut nears = self.near_forms(form);
        nears.extend(far);
        if let Some(tiny) = self.tiny_form(nears.first(), form) {
            nears.insert(0, tiny);
        }
        for near in nears.iter().rev() {
            let close = self.plain_parts(&near.form)?;
            parts = Some(match self.is_close(near)? {
                None => close,
                Some(condition) => {
                    let far = match parts {
                        Some(far) => far,
                        None => self.plain_parts(form)?,
                    };
                    self.blended(condition, close, far)
                }
            });
        }
        match parts {
            Some(parts) => Some(parts),
            None => self.plain_parts(form),
        }
    }

    fn signs(&self, form: &Form) -> Signs {
        self.knowledge.of_form(self.graph(), self.algebra, form)
    }

    fn is_input(&self, symbol: Symbol) -> bool {
        self.graph().symbol_info(symbol).role != Role::Parameter
    }

    fn symbol_value(&mut self, symbol: Symbol) -> Option<Value> {
        if let Some((own, value)) = self.own
            && own == symbol
        {
            return Some(value);
        }
        self.writer.symbol(symbol)
    }
}

/// A constant with other values for the two types.
fn bound(double: f64, single: f32) -> Real {
    Real {
        double,
        low: 0.0,
        single,
    }
}
