//! Conditions and selections.

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::{Graph, Id, Node};
use crate::evaluate::{Point, Value, evaluate};
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

/// The comparison that holds exactly where the given one does not.
pub fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::GreaterEqual,
        Comparison::LessEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessEqual,
        Comparison::GreaterEqual => Comparison::Less,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
    }
}

/// The comparison with its operands exchanged.
pub fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}

/// Whether the comparison holds between two numbers in that order.
pub fn holds<T: PartialOrd>(comparison: Comparison, a: &T, b: &T) -> bool {
    comparison.holds(a, b)
}

impl Graph {
    /// A condition that is known.
    pub fn truth(&mut self, value: bool) -> Id {
        self.intern(Node::Truth(value))
    }

    /// Whether it is a condition and no number.
    pub fn is_condition(&self, id: Id) -> bool {
        matches!(
            self.node(id),
            Node::Truth(_) | Node::Compare(..) | Node::And(..) | Node::Or(..)
        )
    }

    /// The value of a known condition.
    pub fn as_truth(&self, id: Id) -> Option<bool> {
        match self.node(id) {
            Node::Truth(value) => Some(*value),
            _ => None,
        }
    }

    /// `a < b` and the like. A comparison whose difference is linear in one symbol with an exact slope is solved for
    /// it, so that its boundary is rounded once: `2*x + 1 > 0` is `x > -1/2`.
    pub fn compare(&mut self, comparison: Comparison, a: Id, b: Id) -> Id {
        // remembered, since extremes of extremes are taken apart along every path
        if let Some(&known) = self.compared.get(&(comparison, a, b)) {
            return known;
        }
        let result = self.compare_anew(comparison, a, b);
        self.compared.insert((comparison, a, b), result);
        result
    }

    fn compare_anew(&mut self, comparison: Comparison, a: Id, b: Id) -> Id {
        let difference = self.subtract(a, b);
        if let Some(known) = self.known_sign(comparison, difference) {
            return self.truth(known);
        }
        if let Some(apart) = self.apart(comparison, a, b) {
            return apart;
        }
        if let Some(simpler) = self.of_same_sign(difference) {
            let zero = self.integer(0);
            return self.compare(comparison, simpler, zero);
        }
        let (comparison, a, b) = self
            .solved(comparison, difference)
            .unwrap_or((comparison, a, b));
        self.intern(Node::Compare(comparison, a, b))
    }

    /// A comparison with a minimum or maximum as comparisons with its arguments: `a > max(u, v)` is `a > u and a > v`.
    fn apart(&mut self, comparison: Comparison, a: Id, b: Id) -> Option<Id> {
        let is_extreme =
            |graph: &Self, id| matches!(graph.node(id), Node::Apply(Func::Min | Func::Max, _));
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            return None;
        }
        if !is_extreme(self, a) {
            return is_extreme(self, b).then(|| self.compare(mirrored(comparison), b, a));
        }
        let Node::Apply(func, args) = self.node(a).clone() else {
            return None;
        };
        let greater = matches!(comparison, Comparison::Greater | Comparison::GreaterEqual);
        let all = greater == (func == Func::Min);
        let links: Vec<Id> = args
            .iter()
            .map(|&arg| self.compare(comparison, arg, b))
            .collect();
        links.into_iter().reduce(|first, second| {
            if all {
                self.and(first, second)
            } else {
                self.or(first, second)
            }
        })
    }

    /// A simpler product that is positive, zero and negative where this one is: `x` for `x^3`, `exp(x) - 1` and `2*x*exp(y)`.
    fn of_same_sign(&mut self, product: Id) -> Option<Id> {
        let content = self.content(product);
        let primitive = self.scale(product, &content.recip());
        let (coefficient, factors) = self.split_product(primitive);
        let coefficient = &coefficient * &content;
        let mut changed = false;
        let mut simpler = Vec::new();
        for factor in factors {
            let odd = factor.exponent.is_integer() && !factor.exponent.is_even();
            if matches!(self.node(factor.base), Node::Apply(Func::Exp, _)) {
                changed = true;
            } else if !odd || factor.exponent.is_negative() {
                simpler.push((factor.base, factor.exponent));
            } else {
                let base = self.as_expm1(factor.base).unwrap_or(factor.base);
                changed |= base != factor.base || !factor.exponent.is_one();
                simpler.push((base, Rational::ONE));
            }
        }
        let sign = if coefficient.is_negative() {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        };
        changed.then(|| {
            let product = self.product(simpler);
            self.scale(product, &sign)
        })
    }

    /// What has the sign of `exp(u) - 1`: `u`; of `1 - exp(u)`: `-u`.
    fn as_expm1(&mut self, sum: Id) -> Option<Id> {
        let Node::Sum(constant, terms) = self.node(sum) else {
            return None;
        };
        let ([term], true) = (&terms[..], constant.abs().is_one()) else {
            return None;
        };
        let (sign, Node::Apply(Func::Exp, args)) = (term.coefficient.clone(), self.node(term.id))
        else {
            return None;
        };
        let argument = args[0];
        (sign == -constant).then(|| self.scale(argument, &sign))
    }

    /// `a == a`: a comparison that is kept, since evaluated it is false of NaN.
    pub(crate) fn is_itself(&mut self, a: Id) -> Id {
        self.intern(Node::Compare(Comparison::Equal, a, a))
    }

    fn known_sign(&self, comparison: Comparison, difference: Id) -> Option<bool> {
        if let Some(value) = self.as_rational(difference) {
            return Some(holds(comparison, value, &crate::Rational::ZERO));
        }
        let facts = self.facts(difference);
        let possible = [
            (facts.may_be_negative, holds(comparison, &-1, &0)),
            (facts.may_be_zero, holds(comparison, &0, &0)),
            (facts.may_be_positive, holds(comparison, &1, &0)),
        ];
        let mut outcomes = possible
            .iter()
            .filter(|(may, _)| *may)
            .map(|(_, outcome)| *outcome);
        let first = outcomes.next()?;
        outcomes.all(|outcome| outcome == first).then_some(first)
    }

    fn solved(&mut self, comparison: Comparison, difference: Id) -> Option<(Comparison, Id, Id)> {
        let (constant, mut terms) = self.split_sum(difference);
        let position = terms.iter().position(|(_, id)| self.is_input(*id))?;
        let (slope, variable) = terms.remove(position);
        let Node::Symbol(symbol) = *self.node(variable) else {
            return None;
        };
        if terms.iter().any(|(_, id)| self.depends_on(*id, symbol)) {
            return None;
        }
        let factor = -&slope.recip();
        let terms: Vec<_> = terms
            .into_iter()
            .map(|(c, id)| (&c * &factor, id))
            .collect();
        let boundary = self.sum(&constant * &factor, terms);
        let comparison = if slope.is_negative() {
            mirrored(comparison)
        } else {
            comparison
        };
        Some((comparison, variable, boundary))
    }

    fn is_input(&self, id: Id) -> bool {
        matches!(self.node(id), Node::Symbol(symbol) if self.symbol_info(*symbol).role != super::Role::Parameter)
    }

    /// Where the condition does not hold.
    pub fn not(&mut self, condition: Id) -> Id {
        let mut refused: FxHashMap<Id, Id> = FxHashMap::default();
        for id in self.reachable(&[condition]) {
            let negated = match *self.node(id) {
                Node::Truth(value) => self.truth(!value),
                Node::Compare(comparison, a, b) => {
                    self.intern(Node::Compare(opposite(comparison), a, b))
                }
                Node::And(a, b) => self.or(refused[&a], refused[&b]),
                Node::Or(a, b) => self.and(refused[&a], refused[&b]),
                _ => continue,
            };
            refused.insert(id, negated);
        }
        refused.get(&condition).copied().unwrap_or(condition)
    }

    /// Where both conditions hold.
    pub fn and(&mut self, a: Id, b: Id) -> Id {
        match (self.as_truth(a), self.as_truth(b)) {
            (Some(true), _) => b,
            (_, Some(true)) => a,
            (Some(false), _) | (_, Some(false)) => self.truth(false),
            _ if a == b => a,
            _ => self.intern(Node::And(a, b)),
        }
    }

    /// Where either condition holds.
    pub fn or(&mut self, a: Id, b: Id) -> Id {
        match (self.as_truth(a), self.as_truth(b)) {
            (Some(false), _) => b,
            (_, Some(false)) => a,
            (Some(true), _) | (_, Some(true)) => self.truth(true),
            _ if a == b => a,
            _ => self.intern(Node::Or(a, b)),
        }
    }

    /// `condition ? a : b`.
    pub fn select(&mut self, condition: Id, a: Id, b: Id) -> Id {
        if let Some(known) = self.as_truth(condition) {
            return if known { a } else { b };
        }
        let a = match *self.node(a) {
            Node::Select(inner, then, _) if inner == condition => then,
            _ => a,
        };
        let b = match *self.node(b) {
            Node::Select(inner, _, otherwise) if inner == condition => otherwise,
            _ => b,
        };
        if a == b || self.fills_a_hole(condition, a, b) {
            return if a == b { a } else { b };
        }
        // neighbours that choose the same are one choice
        match (self.node(a).clone(), self.node(b).clone()) {
            (_, Node::Select(inner, then, otherwise)) if then == a => {
                let either = self.or(condition, inner);
                self.select(either, a, otherwise)
            }
            (Node::Select(inner, then, otherwise), _) if otherwise == b => {
                let both = self.and(condition, inner);
                self.select(both, then, b)
            }
            _ => self.intern(Node::Select(condition, a, b)),
        }
    }

    /// Whether `x == c ? a : b` only says what `b` is at c.
    fn fills_a_hole(&mut self, condition: Id, a: Id, b: Id) -> bool {
        let Node::Compare(Comparison::Equal, variable, point) = *self.node(condition) else {
            return false;
        };
        let Node::Symbol(symbol) = *self.node(variable) else {
            return false;
        };
        self.is_constant(point)
            && self.substitute(b, symbol, point) == a
            && self.evaluates_at(b, symbol, point)
    }

    /// Whether evaluation finds a value at a point, where no other symbol is in the way: it finds none of `x*ln(x)` at 0.
    fn evaluates_at(&self, id: Id, symbol: super::Symbol, point: Id) -> bool {
        let precision = Precision::bits(64);
        let value = |id: Id, at: &Point| evaluate(self, &[id], at, precision).pop();
        let others = |id: &Id| matches!(self.node(*id), Node::Symbol(other) if *other != symbol);
        if self.facts(id).vector || self.reachable(&[id]).iter().any(others) {
            return true;
        }
        let Some(at) = value(point, &Point::default()) else {
            return true;
        };
        let there = value(id, &Point::from_iter([(symbol, at)]));
        let lost = Value::Number(Precise::Undefined);
        there != Some(lost) && there != Some(Value::Number(Precise::Unknown))
    }
}
