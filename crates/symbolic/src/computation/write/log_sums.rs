//! `logsumexp` and what is made of it, the greatest element taken off first: nothing overflows, and no digits are lost where one
//! element outweighs the others or all are nearly equal.

use gradus_syntax::{Comparison, Func};

use super::Writer;
use crate::computation::{Binary, Op, Reduction, Unary, Value};
use crate::graph::{Id, Node, Term};
use crate::rational::Rational;

/// What is written of a `logsumexp(u)`.
#[derive(Clone, Copy)]
pub(super) struct LogSum {
    vector: Id,
    pub greatest: Value,
    /// Whether an element is the greatest.
    is_greatest: Value,
    /// `u - greatest`
    shifted: Value,
    /// `exp(u - greatest)`
    exponentials: Value,
    /// Their sum.
    sum: Value,
}

impl Writer<'_> {
    /// `exp(v - logsumexp(u))` as `exp(v - greatest)/sum`: every exponential is at most about 1.
    pub(super) fn exp(&mut self, argument: Id) -> Value {
        let (constant, terms) = self.graph.split_sum(argument);
        let position = terms
            .iter()
            .position(|(coefficient, id)| *coefficient == -1 && self.log_sums.contains_key(id));
        let Some(position) = position else {
            return self.unary(Unary::Exp, self.values[&argument]);
        };
        let log_sum = self.log_sums[&terms[position].1];
        let rest: Vec<&(Rational, Id)> = terms
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != position)
            .map(|(_, term)| term)
            .collect();
        if constant.is_zero() && self.is_vector_itself(&rest, log_sum.vector) {
            return self.share(&log_sum);
        }
        let mut total = (!constant.is_zero()).then(|| self.rational(&constant));
        for (coefficient, id) in rest {
            total = Some(self.accumulate(total, coefficient, self.values[id]));
        }
        let shifted = self.accumulate(total, &Rational::MINUS_ONE, log_sum.greatest);
        let exponential = self.unary(Unary::Exp, shifted);
        self.binary(Binary::Div, exponential, log_sum.sum)
    }

    /// An exponential over their sum, by one division for all elements: what the product with the inverse misses is put right.
    fn share(&mut self, log_sum: &LogSum) -> Value {
        let one = self.number(1.0);
        let inverse = self.binary(Binary::Div, one, log_sum.sum);
        let share = self.binary(Binary::Mul, log_sum.exponentials, inverse);
        let negative = self.unary(Unary::Neg, share);
        let rest = Op::MulAdd(negative, log_sum.sum, log_sum.exponentials);
        let rest = self.push(rest);
        self.push(Op::MulAdd(rest, inverse, share))
    }

    fn is_vector_itself(&self, terms: &[&(Rational, Id)], vector: Id) -> bool {
        let (constant, own) = self.graph.split_sum(vector);
        constant.is_zero()
            && own.len() == terms.len()
            && own.iter().zip(terms).all(|(a, b)| a == *b)
    }

    pub(super) fn log_sum_exp(&mut self, id: Id, vector: Id) -> Value {
        let elements = self.values[&vector];
        let greatest = self.push(Op::Reduce(Reduction::Max, elements));
        let shifted = self.binary(Binary::Sub, elements, greatest);
        // the greatest may be infinite
        let zero = self.number(0.0);
        let is_greatest = self.push(Op::Compare(Comparison::Equal, elements, greatest));
        let shifted = self.push(Op::Select(is_greatest, zero, shifted));
        let exponentials = self.unary(Unary::Exp, shifted);
        let sum = self.push(Op::Reduce(Reduction::Sum, exponentials));
        let log_sum = LogSum {
            vector,
            greatest,
            is_greatest,
            shifted,
            exponentials,
            sum,
        };
        self.log_sums.insert(id, log_sum);
        let log = self.logarithm(&log_sum);
        self.binary(Binary::Add, greatest, log)
    }

    /// The logarithm of the sum of exponentials, of which the greatest is 1.
    fn logarithm(&mut self, log_sum: &LogSum) -> Value {
        let (zero, one) = (self.number(0.0), self.number(1.0));
        let others = Op::Select(log_sum.is_greatest, zero, log_sum.exponentials);
        let others = self.push(others);
        let others = self.push(Op::Reduce(Reduction::Sum, others));
        let marks = self.push(Op::Select(log_sum.is_greatest, one, zero));
        let equals = self.push(Op::Reduce(Reduction::Sum, marks));
        let more = self.binary(Binary::Sub, equals, one);
        let excess = self.binary(Binary::Add, more, others);
        self.unary(Unary::Log1p, excess)
    }

    /// Adds `logsumexp` terms to a total, each with the logarithm of a number that it is less, if there is one among the others.
    pub(super) fn add_log_sums(
        &mut self,
        mut total: Option<Value>,
        terms: &[Term],
    ) -> Option<Value> {
        let (late, mut early): (Vec<&Term>, Vec<&Term>) = terms
            .iter()
            .partition(|term| self.log_sums.contains_key(&term.id));
        let mut logarithms = Vec::new();
        for term in &late {
            let divisor = early
                .iter()
                .find_map(|other| Some((other.id, self.divisor(term, other)?)));
            early.retain(|other| divisor.as_ref().is_none_or(|(id, _)| other.id != *id));
            let log_sum = self.log_sums[&term.id];
            logarithms.push(match divisor {
                Some((_, divisor)) => self.logarithm_of_quotient(&log_sum, &divisor),
                None => self.logarithm(&log_sum),
            });
        }
        // the greatest element is taken off before anything else is added: `x - logsumexp(x)` keeps its digits
        let mut shifted = Vec::new();
        let mut taken = Vec::new();
        for term in &late {
            let extreme = early
                .iter()
                .position(|other| self.is_greatest_of(term, other));
            taken.push(extreme.is_some());
            if let Some(position) = extreme {
                early.remove(position);
            }
        }
        for (term, taken) in late.iter().zip(&taken) {
            let own = match taken {
                true => Vec::new(),
                false => self.own_terms(term, &early),
            };
            early.retain(|other| !own.contains(&other.id));
            shifted.push(!own.is_empty());
        }
        for (term, _) in late.iter().zip(&shifted).filter(|(_, shifted)| **shifted) {
            let distance = self.log_sums[&term.id].shifted;
            total = Some(self.accumulate(total, &-&term.coefficient, distance));
        }
        for term in early {
            total = Some(self.accumulate(total, &term.coefficient, self.values[&term.id]));
        }
        let without = shifted.into_iter().zip(taken);
        for ((term, log), (shifted, taken)) in late.into_iter().zip(logarithms).zip(without) {
            if !shifted && !taken {
                let greatest = self.log_sums[&term.id].greatest;
                total = Some(self.accumulate(total, &term.coefficient, greatest));
            }
            total = Some(self.accumulate(total, &term.coefficient, log));
        }
        total
    }

    /// Whether another term takes off the greatest element.
    fn is_greatest_of(&self, log_sum: &Term, other: &Term) -> bool {
        let vector = self.log_sums[&log_sum.id].vector;
        let greatest_of = |multiple: &Rational, own: Id| {
            let extreme = match multiple.is_negative() {
                true => Reduction::Min,
                false => Reduction::Max,
            };
            other.coefficient == -&(multiple * &log_sum.coefficient)
                && *self.graph.node(other.id) == Node::Reduce(extreme, own)
        };
        let (constant, terms) = self.graph.split_sum(vector);
        let of_multiple = match &terms[..] {
            [(multiple, own)] => constant.is_zero() && greatest_of(multiple, *own),
            _ => false,
        };
        of_multiple || greatest_of(&Rational::ONE, vector)
    }

    /// The terms of a vector from which its own `logsumexp` is taken off, if all are there.
    fn own_terms(&self, log_sum: &Term, early: &[&Term]) -> Vec<Id> {
        let (constant, terms) = self.graph.split_sum(self.log_sums[&log_sum.id].vector);
        let is_there = |(coefficient, id): &(Rational, Id)| {
            let wanted = -&(coefficient * &log_sum.coefficient);
            early
                .iter()
                .any(|term| term.id == *id && term.coefficient == wanted)
        };
        if constant.is_zero() && terms.iter().all(is_there) {
            terms.into_iter().map(|(_, id)| id).collect()
        } else {
            Vec::new()
        }
    }

    /// What the sum is divided by under the logarithm, if another term says so.
    fn divisor(&self, log_sum: &Term, other: &Term) -> Option<Divisor> {
        let Node::Apply(Func::Ln, args) = self.graph.node(other.id) else {
            return None;
        };
        let is_below = other.coefficient == -&log_sum.coefficient;
        match self.graph.node(args[0]) {
            Node::Rational(value) if is_below => Some(Divisor::Number(value.clone())),
            Node::Rational(value) if other.coefficient == log_sum.coefficient => {
                Some(Divisor::Number(value.recip()))
            }
            Node::Reduce(Reduction::Count, _) if is_below => {
                Some(Divisor::Count(self.values[&args[0]]))
            }
            _ => None,
        }
    }

    /// `ln(sum/divisor)`, which may nearly vanish: by what the sum is less than the divisor.
    fn logarithm_of_quotient(&mut self, log_sum: &LogSum, divisor: &Divisor) -> Value {
        let lacks = self.unary(Unary::Expm1, log_sum.shifted);
        let mut lack = self.push(Op::Reduce(Reduction::Sum, lacks));
        let below = match divisor {
            Divisor::Count(count) => *count,
            Divisor::Number(number) => {
                let number = self.rational(number);
                let count = self.push(Op::Reduce(Reduction::Count, log_sum.shifted));
                let more = self.binary(Binary::Sub, count, number);
                lack = self.binary(Binary::Add, more, lack);
                number
            }
        };
        let relative = self.binary(Binary::Div, lack, below);
        let near = self.unary(Unary::Log1p, relative);
        let (log, log_below) = (self.logarithm(log_sum), self.unary(Unary::Ln, below));
        let far = self.binary(Binary::Sub, log, log_below);
        let (size, half) = (self.unary(Unary::Abs, relative), self.number(0.5));
        let is_near = self.push(Op::Compare(Comparison::Less, size, half));
        self.push(Op::Select(is_near, near, far))
    }
}

/// What a sum of exponentials is divided by.
enum Divisor {
    Number(Rational),
    /// The number of elements.
    Count(Value),
}
