//! Values at infinite inputs: limits, where the operations do not come to them by themselves.

use gradus_syntax::Comparison;

use super::outlook::{End, Outlook};
use super::{Binary, Cells, Condition, Emitter, Form, Kind, Knowledge, Signs, Unary, Value};
use crate::computation::rough::{self, Class};
use crate::graph::{Id, Symbol};
use crate::normal::cell::{Cell, Split, Stop};

/// Parameters that operations are tried with.
const TRIED: [f64; 5] = [0.7, 2.3, -0.7, 0.1, 1.0];

/// The most signs that are looked up to decide a condition.
const MOST_SIGNS: usize = 24;

/// The limit on one side.
#[derive(Clone, Debug)]
pub(in crate::normal) enum Ends {
    One(End),
    /// Not known: what the operations come to.
    Unknown,
    /// By the sign of something that parameters decide, known to be one of those.
    Either(Box<(Split, Knowledge, [Self; 2])>),
}

impl<'w, 'g> Emitter<'w, 'g> {
    /// The value, with its limits where the input is infinite: on the right, and on the left.
    pub fn with_ends(&mut self, symbol: Symbol, value: Value, ends: [Option<Ends>; 2]) -> Value {
        let [right, left] = ends;
        let right = right.and_then(|end| self.missed(&end, value, f64::INFINITY));
        let left = left.and_then(|end| self.missed(&end, value, f64::NEG_INFINITY));
        if right.is_none() && left.is_none() {
            return value;
        }
        let Some(x) = self.symbol_value(symbol) else {
            return value;
        };
        let (at, end) = match (right, left) {
            (Some(right), Some(left)) => {
                let size = self.ops().unary(Unary::Abs, x);
                (size, self.end_by_sign(x, right, left))
            }
            (Some(right), None) => (x, right),
            (None, Some(left)) => (self.ops().unary(Unary::Neg, x), left),
            (None, None) => return value,
        };
        let infinity = self.ops().number(f64::INFINITY);
        let is_infinite = self.ops().compare(Comparison::Equal, at, infinity);
        self.ops().select(is_infinite, end, value)
    }

    /// The limit on the side of an infinite input: opposite numbers take over its sign.
    fn end_by_sign(&mut self, x: Value, right: Value, left: Value) -> Value {
        let ops = self.ops();
        let [on_right, on_left] = [right, left].map(|end| ops.as_constant(end));
        if let (Some(on_right), Some(on_left)) = (on_right, on_left)
            && on_right == on_left.negated()
            && on_right.double != 0.0
        {
            return match on_right.double > 0.0 {
                true => ops.binary(Binary::CopySign, right, x),
                false => {
                    let size = ops.binary(Binary::CopySign, left, x);
                    ops.unary(Unary::Neg, size)
                }
            };
        }
        let zero = ops.number(0.0);
        let is_right = ops.compare(Comparison::Greater, x, zero);
        ops.select(is_right, right, left)
    }

    /// A limit that the operations do not come to by themselves.
    fn missed(&mut self, ends: &Ends, value: Value, input: f64) -> Option<Value> {
        let is_met = TRIED
            .iter()
            .all(|&parameter| self.meets(ends, value, input, parameter) != Some(false));
        if is_met {
            return None;
        }
        self.end_value(ends, value)
    }

    /// Whether the operations come to a limit for one value of all parameters.
    fn meets(&mut self, ends: &Ends, value: Value, input: f64, parameter: f64) -> Option<bool> {
        match ends {
            Ends::Unknown => None,
            Ends::One(end) => {
                let class = rough::class(self.writer.ops.ops(), input, parameter, value)?;
                let wanted = match self.class(end) {
                    Some(wanted) => wanted,
                    None => {
                        let end = self.end_value(ends, value)?;
                        rough::class(self.writer.ops.ops(), input, parameter, end)?
                    }
                };
                Some(class == wanted)
            }
            Ends::Either(choice) => {
                let (split, knowledge, branches) = &**choice;
                self.enter(knowledge);
                let condition = self.condition(split.condition)?;
                let mask = rough::class(self.writer.ops.ops(), input, parameter, condition)?;
                let branch = usize::from(mask == Class::Zero);
                self.meets(&branches[branch], value, input, parameter)
            }
        }
    }

    fn class(&self, end: &End) -> Option<Class> {
        match end {
            End::Zero => Some(Class::Zero),
            End::Infinite(positive) => Some(Class::Infinite(*positive)),
            End::Finite(form) => match self.signs(form) {
                signs if signs == Signs::POSITIVE => Some(Class::Finite(true)),
                signs if signs == Signs::POSITIVE.negated() => Some(Class::Finite(false)),
                _ => Some(Class::of(self.constant(form)?.double)),
            },
        }
    }

    fn end_value(&mut self, ends: &Ends, value: Value) -> Option<Value> {
        match ends {
            Ends::Unknown => Some(value),
            Ends::One(End::Zero) => Some(self.ops().number(0.0)),
            Ends::One(End::Infinite(true)) => Some(self.ops().number(f64::INFINITY)),
            Ends::One(End::Infinite(false)) => Some(self.ops().number(f64::NEG_INFINITY)),
            Ends::One(End::Finite(form)) => self.value(form),
            Ends::Either(choice) => {
                let (split, knowledge, [a, b]) = &**choice;
                let (a, b) = (self.end_value(a, value)?, self.end_value(b, value)?);
                self.enter(knowledge);
                let condition = self.condition(split.condition)?;
                Some(self.ops().select(condition, a, b))
            }
        }
    }

    /// The limits of the forms of all cells together, on the right and on the left.
    pub fn ends(&mut self, cells: &Cells, symbol: Symbol) -> [Option<Ends>; 2] {
        [true, false]
            .map(|positive| self.end_of_cells(cells, &Knowledge::default(), symbol, positive))
    }

    fn end_of_cells(
        &mut self,
        cells: &Cells,
        knowledge: &Knowledge,
        symbol: Symbol,
        positive: bool,
    ) -> Option<Ends> {
        let (split, branches) = match cells {
            Cells::Leaf(form) => {
                let end = self.outlook(knowledge, symbol, positive).end(form)?;
                return Some(Ends::One(end));
            }
            Cells::Undefined => return None,
            Cells::Split {
                split,
                inside,
                outside,
            } => (split, [inside, outside]),
        };
        let branch = |emitter: &mut Self, index: usize| {
            let known = split.known(knowledge);
            emitter.end_of_cells(branches[index], &known[index], symbol, positive)
        };
        if let Condition::Large(..) = split.condition {
            return branch(self, 0);
        }
        let mut outlook = self.outlook(knowledge, symbol, positive);
        match outlook.last_sign(&split.form) {
            Some(true) => branch(self, usize::from(!split.signs[0].positive)),
            Some(false) => branch(self, usize::from(!split.signs[0].negative)),
            None => {
                let both = [0, 1].map(|index| branch(self, index).unwrap_or(Ends::Unknown));
                Some(match both {
                    [Ends::Unknown, Ends::Unknown] => return None,
                    [Ends::One(a), Ends::One(b)] if a == b => Ends::One(a),
                    both => Ends::Either(Box::new(((**split).clone(), knowledge.clone(), both))),
                })
            }
        }
    }

    /// The view to one side, in a cell.
    pub fn outlook<'e>(
        &'e mut self,
        knowledge: &Knowledge,
        symbol: Symbol,
        positive: bool,
    ) -> Outlook<'e, 'w, 'g> {
        let input = self.algebra.atom(Kind::Symbol(symbol));
        self.enter(&knowledge.with(&Form::atom(input), one_sign(positive)));
        Outlook::new(self, input, positive)
    }

    /// Whether a condition holds from somewhere on to one side; none where that is not known.
    pub fn settles(&mut self, condition: Id, symbol: Symbol, positive: bool) -> Option<bool> {
        let mut knowledge = Knowledge::default();
        for _ in 0..MOST_SIGNS {
            let input = Form::atom(self.algebra.atom(Kind::Symbol(symbol)));
            let known = knowledge.with(&input, one_sign(positive));
            let graph = self.writer.graph;
            let form = match Cell::new(graph, self.algebra, &known, None).decide(condition) {
                Ok(holds) => return Some(holds),
                Err(Stop::Split(split)) => split.form,
                Err(Stop::Again) => continue,
                Err(_) => return None,
            };
            let last = self
                .outlook(&knowledge, symbol, positive)
                .last_sign(&form)?;
            knowledge = knowledge.with(&form, one_sign(last));
        }
        None
    }
}

fn one_sign(positive: bool) -> Signs {
    if positive {
        Signs::POSITIVE
    } else {
        Signs::POSITIVE.negated()
    }
}
