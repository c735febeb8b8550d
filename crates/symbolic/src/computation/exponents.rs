//! Sums of exponentials under logarithms and in quotients, written by the greatest of them: what they have in common stays an
//! exponent, so that nothing overflows and not all of it vanishes.

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::write::Writer;
use super::{Binary, Op, Unary, Value};
use crate::graph::{Factor, Graph, Id, Node, Term};
use crate::rational::Rational;

/// Exponents with the powers to which their exponentials stand, by increasing value.
type Exponents = Vec<(Value, Rational)>;

/// A value times exponentials.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    value: Value,
    /// What the value has above 1, where that is known.
    excess: Option<Value>,
    exponents: Exponents,
}

/// What is written with its exponents apart.
#[derive(Default)]
pub(super) struct Apart(FxHashMap<Id, Scaled>);

/// Whether sums of exponentials stand where overflow would be felt.
pub(super) fn has_sums_of_exponentials(graph: &Graph, ids: &[Id]) -> bool {
    let is_sum = |id: Id| is_sum_of_exponentials(graph, id);
    ids.iter().any(|&id| match graph.node(id) {
        Node::Apply(Func::Ln, arguments) => is_sum(arguments[0]),
        Node::Product(factors) => {
            let mut factors = factors.iter();
            factors.any(|factor| factor.exponent.is_negative() && is_sum(factor.base))
        }
        _ => false,
    }) && !ids.iter().any(|&id| graph.facts(id).vector)
}

/// Two exponentials or more, perhaps with factors.
fn is_sum_of_exponentials(graph: &Graph, id: Id) -> bool {
    let Node::Sum(_, terms) = graph.node(id) else {
        return false;
    };
    let is_exponential =
        |id: Id| matches!(graph.node(id), Node::Apply(Func::Exp, _)) && !graph.is_constant(id);
    let grows = |term: &&Term| match graph.node(term.id) {
        Node::Product(factors) => factors.iter().any(|factor| is_exponential(factor.base)),
        _ => is_exponential(term.id),
    };
    terms.iter().filter(grows).count() > 1
}

impl Writer<'_> {
    /// Writes a node with its exponents apart; whether it has any, or is the logarithm of what has.
    pub(super) fn write_apart(&mut self, id: Id) -> bool {
        let graph = self.graph;
        let scaled = match graph.node(id) {
            _ if graph.is_constant(id) => None,
            Node::Apply(Func::Exp, arguments) => {
                let exponent = self.plain(arguments[0]);
                let one = self.ops.number(1.0);
                Some(Scaled {
                    value: one,
                    excess: None,
                    exponents: vec![(exponent, Rational::ONE)],
                })
            }
            Node::Apply(Func::Ln, arguments) => self.logarithm_of_scaled(arguments[0]),
            Node::Product(factors) => self.scaled_product(factors),
            Node::Sum(constant, terms) => self.scaled_sum(constant, terms),
            _ => None,
        };
        let Some(scaled) = scaled else { return false };
        if scaled.exponents.is_empty() {
            self.assume(id, scaled.value);
        } else {
            self.apart.0.insert(id, scaled);
        }
        true
    }

    /// The value of a node with everything in it.
    pub(super) fn plain(&mut self, id: Id) -> Value {
        if let Some(value) = self.known(id) {
            return value;
        }
        let Some(scaled) = self.apart.0.get(&id).cloned() else {
            return self.ops.number(f64::NAN);
        };
        let total = self.total(&scaled.exponents);
        let half = self.ops.number(0.5);
        let half = self.ops.binary(Binary::Mul, total, half);
        let half = self.ops.unary(Unary::Exp, half);
        // half before, half after: neither overflows alone
        let value = self.ops.binary(Binary::Mul, scaled.value, half);
        let value = self.ops.binary(Binary::Mul, value, half);
        self.assume(id, value);
        value
    }

    fn is_apart(&self, id: Id) -> bool {
        self.apart.0.contains_key(&id)
    }

    fn with_exponents(&mut self, id: Id) -> Scaled {
        match self.apart.0.get(&id) {
            Some(scaled) => scaled.clone(),
            None => Scaled {
                value: self.plain(id),
                excess: None,
                exponents: Vec::new(),
            },
        }
    }

    fn logarithm_of_scaled(&mut self, id: Id) -> Option<Scaled> {
        let scaled = self.apart.0.get(&id)?.clone();
        let total = self.total(&scaled.exponents);
        let rest = match scaled.excess {
            Some(excess) => self.ops.unary(Unary::Log1p, excess),
            None => self.ops.unary(Unary::Ln, scaled.value),
        };
        let value = self.ops.binary(Binary::Add, total, rest);
        Some(Scaled {
            value,
            excess: None,
            exponents: Vec::new(),
        })
    }

    /// A product, the exponents of its factors added up.
    fn scaled_product(&mut self, factors: &[Factor]) -> Option<Scaled> {
        if !factors.iter().any(|factor| self.is_apart(factor.base)) {
            return None;
        }
        let mut exponents = Exponents::new();
        let mut sides: [Option<Value>; 2] = [None, None];
        for factor in factors {
            let scaled = self.with_exponents(factor.base);
            for (exponent, power) in &scaled.exponents {
                add_exponent(&mut exponents, *exponent, &(power * &factor.exponent));
            }
            let power = self.power_of(scaled.value, &factor.exponent.abs());
            let side = &mut sides[usize::from(factor.exponent.is_negative())];
            *side = Some(match *side {
                Some(product) => self.ops.binary(Binary::Mul, product, power),
                None => power,
            });
        }
        let above = sides[0].unwrap_or_else(|| self.ops.number(1.0));
        let value = match sides[1] {
            Some(below) => self.ops.binary(Binary::Div, above, below),
            None => above,
        };
        Some(Scaled {
            value,
            excess: None,
            exponents,
        })
    }

    /// A sum by the greatest exponent of its terms.
    fn scaled_sum(&mut self, constant: &Rational, terms: &[Term]) -> Option<Scaled> {
        if !terms.iter().any(|term| self.is_apart(term.id)) {
            return None;
        }
        let mut all: Vec<(Scaled, Rational)> = Vec::new();
        if !constant.is_zero() {
            let value = self.ops.number(1.0);
            let one = Scaled {
                value,
                excess: None,
                exponents: Vec::new(),
            };
            all.push((one, constant.clone()));
        }
        for term in terms {
            all.push((self.with_exponents(term.id), term.coefficient.clone()));
        }
        let first = all[0].0.exponents.clone();
        if all.iter().all(|(term, _)| term.exponents == first) {
            let value = self.weighted(&all)?;
            return Some(Scaled {
                value,
                excess: None,
                exponents: first,
            });
        }
        Some(self.by_greatest(all))
    }

    fn weighted(&mut self, terms: &[(Scaled, Rational)]) -> Option<Value> {
        terms.iter().fold(None, |total, (term, coefficient)| {
            Some(self.accumulate(total, coefficient, term.value))
        })
    }

    fn by_greatest(&mut self, mut terms: Vec<(Scaled, Rational)>) -> Scaled {
        let totals: Vec<Value> = terms
            .iter()
            .map(|(term, _)| self.total(&term.exponents))
            .collect();
        let greatest = self.greatest(&totals);
        let one = self.ops.number(1.0);
        let zero = self.ops.number(0.0);
        let are_plain = terms
            .iter()
            .all(|(term, coefficient)| coefficient.is_one() && term.value == one);
        let mut taken: Option<Value> = None;
        let mut excess: Option<Value> = None;
        for ((term, _), &total) in terms.iter_mut().zip(&totals) {
            let difference = self.ops.binary(Binary::Sub, total, greatest);
            // the greatest may be infinite
            let is_greatest = self.ops.compare(Comparison::Equal, total, greatest);
            let difference = self.ops.select(is_greatest, zero, difference);
            let exponential = self.ops.unary(Unary::Exp, difference);
            term.value = self.ops.binary(Binary::Mul, term.value, exponential);
            if !are_plain {
                continue;
            }
            term.value = exponential;
            let is_first = match taken {
                Some(taken) => {
                    let free = self.ops.push(Op::Not(taken));
                    self.ops.push(Op::And(is_greatest, free))
                }
                None => is_greatest,
            };
            let other = self.ops.select(is_first, zero, exponential);
            excess = Some(match excess {
                Some(excess) => self.ops.binary(Binary::Add, excess, other),
                None => other,
            });
            taken = Some(match taken {
                Some(taken) => self.ops.push(Op::Or(taken, is_greatest)),
                None => is_greatest,
            });
        }
        let value = self.weighted(&terms).unwrap_or(one);
        Scaled {
            value,
            excess,
            exponents: vec![(greatest, Rational::ONE)],
        }
    }

    /// The greatest of values, the same whatever their order.
    fn greatest(&mut self, values: &[Value]) -> Value {
        let mut values = values.to_vec();
        values.sort_unstable();
        values.dedup();
        let greatest = values
            .into_iter()
            .reduce(|a, b| self.ops.binary(Binary::Max, a, b));
        greatest.unwrap_or_else(|| self.ops.number(0.0))
    }

    /// The sum of exponents.
    fn total(&mut self, exponents: &Exponents) -> Value {
        let total = exponents.iter().fold(None, |total, (exponent, power)| {
            Some(self.accumulate(total, power, *exponent))
        });
        total.unwrap_or_else(|| self.ops.number(0.0))
    }
}

fn add_exponent(exponents: &mut Exponents, value: Value, power: &Rational) {
    match exponents.binary_search_by_key(&value, |exponent| exponent.0) {
        Ok(index) => {
            exponents[index].1 = &exponents[index].1 + power;
            if exponents[index].1.is_zero() {
                exponents.remove(index);
            }
        }
        Err(index) => exponents.insert(index, (value, power.clone())),
    }
}
