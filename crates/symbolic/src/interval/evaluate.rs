//! Expressions over boxes.

use std::cmp::Ordering;

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::{Interval, functions, powers};
use crate::graph::{Factor, Graph, Id, Node, Symbol, Term, holds};
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

/// What the symbols range over.
pub type Region = FxHashMap<Symbol, Interval>;

/// The values of an expression over a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// All real values; `None` if it has none anywhere in the box.
    pub values: Option<Interval>,
    /// Whether it may be undefined or infinite somewhere in the box.
    pub partial: bool,
}

impl Enclosure {
    /// Nothing is known.
    pub const ANY: Self = Self {
        values: Some(Interval::WHOLE),
        partial: true,
    };

    /// Nowhere defined.
    pub const NONE: Self = Self {
        values: None,
        partial: true,
    };

    /// A real number everywhere in the box.
    pub fn total(values: Interval) -> Self {
        Self {
            values: Some(values),
            partial: false,
        }
    }

    /// Its values, if it is a real number everywhere in the box.
    pub fn everywhere(&self) -> Option<&Interval> {
        self.values.as_ref().filter(|_| !self.partial)
    }
}

/// What a condition may be over a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Possible {
    /// It may hold somewhere.
    pub holds: bool,
    /// It may fail somewhere.
    pub fails: bool,
    /// An operand may be undefined somewhere.
    pub undefined: bool,
}

/// The enclosure of a number or a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enclosed {
    /// Of a number.
    Number(Enclosure),
    /// Of a condition.
    Condition(Possible),
}

impl Enclosed {
    /// The enclosure, if it is of a number.
    pub fn number(&self) -> Option<&Enclosure> {
        match self {
            Self::Number(enclosure) => Some(enclosure),
            Self::Condition(_) => None,
        }
    }

    /// Whether a condition holds everywhere in the box.
    pub fn is_certain(&self) -> bool {
        let certain = Possible {
            holds: true,
            ..Possible::default()
        };
        *self == Self::Condition(certain)
    }
}

/// Enclosures of expressions over a box, with bounds of that precision.
///
/// An expression of whole vectors may have any value, and so may a symbol that the box lacks.
pub fn enclose(
    graph: &Graph,
    roots: &[Id],
    region: &Region,
    precision: Precision,
) -> Vec<Enclosed> {
    let mut encloser = Encloser {
        region,
        precision,
        known: FxHashMap::default(),
    };
    for id in graph.reachable(roots) {
        let enclosed = encloser.node(graph.node(id));
        encloser.known.insert(id, enclosed);
    }
    roots
        .iter()
        .map(|root| encloser.known[root].clone())
        .collect()
}

struct Encloser<'a> {
    region: &'a Region,
    precision: Precision,
    known: FxHashMap<Id, Enclosed>,
}

impl Encloser<'_> {
    fn node(&self, node: &Node) -> Enclosed {
        let precision = self.precision;
        let number = match node {
            Node::Compare(comparison, a, b) => return self.comparison(*comparison, *a, *b),
            Node::And(a, b) => return Enclosed::Condition(self.both(*a, *b)),
            Node::Or(a, b) => {
                let [a, b] = [*a, *b].map(|id| self.condition(id));
                return Enclosed::Condition(negated(both(negated(a), negated(b))));
            }
            Node::Truth(truth) => {
                return Enclosed::Condition(Possible {
                    holds: *truth,
                    fails: !truth,
                    undefined: false,
                });
            }
            Node::Rational(value) => Enclosure::total(Interval::of_rational(value, precision)),
            Node::Constant(constant) => {
                Enclosure::total(Interval::of_constant(*constant, precision))
            }
            Node::Symbol(symbol) => self
                .region
                .get(symbol)
                .map_or(Enclosure::ANY, |values| Enclosure::total(values.clone())),
            Node::Sum(constant, terms) => self.sum(constant, terms),
            Node::Product(factors) => self.product(factors),
            Node::Power(base, exponent) => self.joined(&[*base, *exponent], |args| {
                powers::real_power(&args[0], &args[1], precision)
            }),
            Node::Apply(func, ids) => self.apply(*func, ids),
            Node::SphericalBessel(order, argument) => self.joined(&[*argument], |args| {
                Enclosure::total(functions::spherical_bessel(*order, &args[0], precision))
            }),
            Node::Select(condition, a, b) => self.select(*condition, *a, *b),
            Node::Undefined => Enclosure::NONE,
            Node::Reduce(..) | Node::Concat(_) | Node::Part(..) | Node::Broadcast(..) => {
                Enclosure::ANY
            }
        };
        Enclosed::Number(number)
    }

    fn number(&self, id: Id) -> Enclosure {
        self.known[&id].number().cloned().unwrap_or(Enclosure::ANY)
    }

    fn condition(&self, id: Id) -> Possible {
        match self.known[&id] {
            Enclosed::Condition(possible) => possible,
            Enclosed::Number(_) => Possible {
                holds: true,
                fails: true,
                undefined: true,
            },
        }
    }

    /// An operation where all operands are defined.
    fn joined(&self, ids: &[Id], operation: impl Fn(&[Interval]) -> Enclosure) -> Enclosure {
        let mut args = Vec::with_capacity(ids.len());
        let mut partial = false;
        for &id in ids {
            let enclosure = self.number(id);
            partial |= enclosure.partial;
            match enclosure.values {
                Some(values) => args.push(values),
                None => return Enclosure::NONE,
            }
        }
        let found = operation(&args);
        Enclosure {
            values: found.values,
            partial: partial || found.partial,
        }
    }

    fn sum(&self, constant: &Rational, terms: &[Term]) -> Enclosure {
        let precision = self.precision;
        let ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
        self.joined(&ids, |args| {
            let mut sum = Interval::of_rational(constant, precision);
            for (term, values) in terms.iter().zip(args) {
                let scaled = match term.coefficient.is_one() {
                    true => values.clone(),
                    false => {
                        let by = Interval::of_rational(&term.coefficient, precision);
                        values.mul(&by, precision)
                    }
                };
                sum = sum.add(&scaled, precision);
            }
            Enclosure::total(sum)
        })
    }

    fn product(&self, factors: &[Factor]) -> Enclosure {
        let ids: Vec<Id> = factors.iter().map(|factor| factor.base).collect();
        self.joined(&ids, |args| {
            let mut product = Interval::ONE;
            let mut partial = false;
            for (factor, base) in factors.iter().zip(args) {
                let power = powers::rational_power(base, &factor.exponent, self.precision);
                partial |= power.partial;
                let Some(values) = power.values else {
                    return Enclosure::NONE;
                };
                product = product.mul(&values, self.precision);
            }
            Enclosure {
                values: Some(product),
                partial,
            }
        })
    }

    fn apply(&self, func: Func, ids: &[Id]) -> Enclosure {
        self.joined(ids, |args| match args {
            [_, ..] if func == Func::LogSumExp => Enclosure::ANY,
            [argument] if !matches!(func, Func::Min | Func::Max) => {
                functions::of_one(func, argument, self.precision)
            }
            _ => functions::of_several(func, args, self.precision),
        })
    }

    fn select(&self, condition: Id, a: Id, b: Id) -> Enclosure {
        let possible = self.condition(condition);
        let chosen = [(possible.holds, a), (possible.fails, b)];
        let mut values: Option<Interval> = None;
        let mut partial = possible.undefined;
        for (_, id) in chosen.into_iter().filter(|(may_be, _)| *may_be) {
            let branch = self.number(id);
            partial |= branch.partial;
            values = match (values, branch.values) {
                (Some(one), Some(two)) => Some(one.hull(&two)),
                (one, two) => one.or(two),
            };
        }
        Enclosure { values, partial }
    }

    fn comparison(&self, comparison: Comparison, a: Id, b: Id) -> Enclosed {
        let (a, b) = (self.number(a), self.number(b));
        let undefined = a.partial || b.partial;
        let (holds, fails) = match (&a.values, &b.values) {
            (Some(a), Some(b)) => possible_orders(a, b).fold((false, false), |found, order| {
                match holds(comparison, &order, &Ordering::Equal) {
                    true => (true, found.1),
                    false => (found.0, true),
                }
            }),
            _ => (false, false),
        };
        Enclosed::Condition(Possible {
            holds,
            fails,
            undefined,
        })
    }

    fn both(&self, a: Id, b: Id) -> Possible {
        both(self.condition(a), self.condition(b))
    }
}

/// How a number of one may stand to a number of the other.
fn possible_orders(a: &Interval, b: &Interval) -> impl Iterator<Item = Ordering> {
    let may_be = [
        (
            Ordering::Less,
            a.low().compare(b.high()) != Some(Ordering::Greater) && !(a.low() == b.high()),
        ),
        (Ordering::Equal, !a.is_apart(b)),
        (
            Ordering::Greater,
            b.low().compare(a.high()) != Some(Ordering::Greater) && !(b.low() == a.high()),
        ),
    ];
    may_be
        .into_iter()
        .filter(|(_, may_be)| *may_be)
        .map(|(order, _)| order)
}

fn both(a: Possible, b: Possible) -> Possible {
    Possible {
        holds: a.holds && b.holds,
        fails: a.fails || b.fails,
        undefined: a.undefined || b.undefined,
    }
}

fn negated(a: Possible) -> Possible {
    Possible {
        holds: a.fails,
        fails: a.holds,
        undefined: a.undefined,
    }
}

/// A box of a single point; symbols whose values are no real numbers are left out.
pub fn point_region<'a>(point: impl IntoIterator<Item = (&'a Symbol, &'a Precise)>) -> Region {
    let values = point.into_iter();
    values
        .filter(|(_, value)| matches!(value, Precise::Number(_)))
        .filter_map(|(symbol, value)| Some((*symbol, Interval::point(value.clone())?)))
        .collect()
}
