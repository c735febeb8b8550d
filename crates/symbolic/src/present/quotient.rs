//! Products as people write them: one line, what is above it and what is below.

use gradus_syntax::{Func, Kind, Number};

use super::number;
use super::tree::Task;
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Role, Term};
use crate::rational::Rational;

/// A coefficient times a product.
pub(super) fn product(graph: &Graph, coefficient: &Rational, factors: &[Factor]) -> Vec<Task> {
    let mut quotient = Quotient::default();
    let (mut turned, mut negative) = as_written(graph, coefficient, factors);
    if negative && let Some(sum) = turned_sum(graph, factors, &turned) {
        turned.push(sum);
        negative = false;
    }
    let (magnitude, roots) = roots(graph, &coefficient.abs(), factors);
    let moved = match turned.is_empty() {
        true => number::moved_point(graph, &magnitude, factors),
        false => None,
    };
    let shift = moved.as_ref().map_or(&Rational::ONE, |(_, scale)| scale);
    quotient.coefficient(&(&magnitude / shift));
    quotient.add_roots(roots);
    let scales = turned.into_iter().map(|sum| (sum, Rational::MINUS_ONE));
    let scales: Vec<(Id, Rational)> = scales.chain(moved).collect();
    quotient.factors(graph, factors, &scales);
    quotient.write(negative)
}

/// The factors that are turned round so that sums stand as they were written, and whether the product then has a minus sign. It gets
/// none that it had not.
fn as_written(graph: &Graph, coefficient: &Rational, factors: &[Factor]) -> (Vec<Id>, bool) {
    let turns = |factor: &&Factor| {
        let argument = match graph.node(factor.base) {
            Node::Apply(func, args) if is_odd(*func) => args[0],
            _ => factor.base,
        };
        factor.exponent.is_integer() && graph.is_turned(argument)
    };
    let mut turned: Vec<&Factor> = factors.iter().filter(turns).collect();
    let is_odd = |factor: &&Factor| !factor.exponent.is_even();
    let flips = turned.iter().copied().filter(is_odd).count() % 2 == 1;
    let negative = coefficient.is_negative();
    if flips
        && !negative
        && let Some(position) = turned.iter().position(is_odd)
    {
        turned.remove(position);
    }
    let bases = turned.iter().map(|factor| factor.base).collect();
    (bases, negative && !flips)
}

/// A coefficient times something already given.
pub(super) fn multiple(coefficient: &Rational, tasks: Vec<Task>) -> Vec<Task> {
    let mut quotient = Quotient::default();
    quotient.coefficient(&coefficient.abs());
    quotient.above.push(tasks);
    quotient.write(coefficient.is_negative())
}

/// A product in two parts, each a list of factors to be written.
#[derive(Default)]
struct Quotient {
    above: Vec<Vec<Task>>,
    below: Vec<Vec<Task>>,
}

impl Quotient {
    fn coefficient(&mut self, value: &Rational) {
        let (above, below) = number::quotient(value);
        self.above
            .extend(above.map(|number| vec![Task::Push(Kind::Number(number))]));
        self.below
            .extend(below.map(|number| vec![Task::Push(Kind::Number(number))]));
    }

    /// Square roots of constants go under one root: `sqrt(2/pi)`.
    fn add_roots(&mut self, (over, under): (Vec<Id>, Vec<Id>)) {
        let visits = |ids: &[Id]| -> Vec<Task> {
            let times = (1..ids.len()).map(|_| Task::Push(Kind::Multiply));
            ids.iter().map(|&id| Task::Visit(id)).chain(times).collect()
        };
        let root = || Task::Push(Kind::Call(Func::Sqrt, 1));
        let mut tasks = visits(if over.is_empty() { &under } else { &over });
        if !over.is_empty() && !under.is_empty() {
            tasks.extend(visits(&under));
            tasks.push(Task::Push(Kind::Divide));
        }
        tasks.push(root());
        match (over.is_empty(), under.is_empty()) {
            (true, true) => {}
            (true, false) => self.below.push(tasks),
            (false, _) => self.above.push(tasks),
        }
    }

    fn factors(&mut self, graph: &Graph, factors: &[Factor], scales: &[(Id, Rational)]) {
        let mut sorted: Vec<&Factor> = factors
            .iter()
            .filter(|factor| !is_constant_root(graph, factor))
            .collect();
        sorted.sort_by_key(|factor| (rank(graph, factor.base), factor.base));
        let mean = mean_of(graph, &sorted);
        for factor in sorted {
            if let Some((count, sum, vector)) = mean
                && [count, sum].contains(&factor.base)
            {
                if factor.base == sum {
                    self.above.push(vec![
                        Task::Visit(vector),
                        Task::Push(Kind::Call(Func::Mean, 1)),
                    ]);
                }
                continue;
            }
            let scale = scales.iter().find(|(id, _)| *id == factor.base);
            let base = match (scale, graph.node(factor.base)) {
                (Some((id, scale)), Node::Sum(..)) => vec![Task::Scaled(scale.clone(), *id)],
                (Some((_, scale)), Node::Apply(func, args)) => vec![
                    Task::Scaled(scale.clone(), args[0]),
                    Task::Push(Kind::Call(*func, 1)),
                ],
                _ => vec![Task::Visit(factor.base)],
            };
            let tasks = power(base, &factor.exponent.abs());
            if factor.exponent.is_negative() {
                self.below.push(tasks);
            } else {
                self.above.push(tasks);
            }
        }
    }

    fn write(self, negative: bool) -> Vec<Task> {
        let mut tasks = Vec::new();
        if self.above.is_empty() {
            tasks.push(Task::Push(Kind::Number(Number::integer("1"))));
            tasks.extend(negative.then_some(Task::Push(Kind::Negate)));
        }
        tasks.extend(multiplied(self.above, negative));
        if !self.below.is_empty() {
            tasks.extend(multiplied(self.below, false));
            tasks.push(Task::Push(Kind::Divide));
        }
        tasks
    }
}

/// Factors one after the other; a minus sign belongs to the first.
fn multiplied(factors: Vec<Vec<Task>>, negative: bool) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (index, factor) in factors.into_iter().enumerate() {
        tasks.extend(factor);
        if index == 0 {
            tasks.extend(negative.then_some(Task::Push(Kind::Negate)));
        } else {
            tasks.push(Task::Push(Kind::Multiply));
        }
    }
    tasks
}

/// The constants under square roots, above and below the line. A coefficient's denominator is taken into a root where that
/// shortens it: `x/sqrt(2)` for `sqrt(2)*x/2`; the coefficient that is left comes first.
fn roots(
    graph: &Graph,
    coefficient: &Rational,
    factors: &[Factor],
) -> (Rational, (Vec<Id>, Vec<Id>)) {
    let mut coefficient = coefficient.clone();
    let (mut over, mut under) = (Vec::new(), Vec::new());
    for factor in factors
        .iter()
        .filter(|factor| is_constant_root(graph, factor))
    {
        let shorter = graph.as_rational(factor.base).filter(|value| {
            factor.exponent.is_positive()
                && (&number::denominator(&coefficient) / value).is_integer()
        });
        match shorter {
            Some(value) => {
                coefficient = &coefficient * value;
                under.push(factor.base);
            }
            None if factor.exponent.is_negative() => under.push(factor.base),
            None => over.push(factor.base),
        }
    }
    (coefficient, (over, under))
}

fn is_constant_root(graph: &Graph, factor: &Factor) -> bool {
    graph.is_constant(factor.base) && factor.exponent.abs() == Rational::new(1, 2)
}

/// `sum(u)/count` among the factors: the ids of both and of `u`.
fn mean_of(graph: &Graph, factors: &[&Factor]) -> Option<(Id, Id, Id)> {
    let count = factors.iter().find(|factor| {
        factor.exponent == -1
            && matches!(graph.node(factor.base), Node::Reduce(Reduction::Count, _))
    })?;
    factors
        .iter()
        .find_map(|factor| match graph.node(factor.base) {
            Node::Reduce(Reduction::Sum, vector) if factor.exponent.is_one() => {
                Some((count.base, factor.base, *vector))
            }
            _ => None,
        })
}

/// Constants, parameters, inputs, functions, sums: the order in which people write factors.
fn rank(graph: &Graph, id: Id) -> u8 {
    match graph.node(id) {
        _ if graph.is_constant(id) => 0,
        Node::Symbol(symbol) if graph.symbol_info(*symbol).role == Role::Parameter => 1,
        Node::Symbol(_) => 2,
        Node::Sum(..) if !mentions_input(graph, id) => 1,
        Node::Sum(..) => 5,
        Node::Select(..) => 6,
        Node::Power(..) => 3,
        _ => 4,
    }
}

fn mentions_input(graph: &Graph, id: Id) -> bool {
    graph
        .reachable(&[id])
        .iter()
        .any(|&id| match graph.node(id) {
            Node::Symbol(symbol) => graph.symbol_info(*symbol).role != Role::Parameter,
            _ => false,
        })
}

fn power(mut tasks: Vec<Task>, exponent: &Rational) -> Vec<Task> {
    if *exponent == Rational::new(1, 2) {
        tasks.push(Task::Push(Kind::Call(Func::Sqrt, 1)));
    } else if !exponent.is_one() {
        let number = |value: String| Task::Push(Kind::Number(Number::integer(&value)));
        match number::decimal(exponent) {
            Some(decimal) => tasks.push(Task::Push(Kind::Number(decimal))),
            None => {
                tasks.push(number(exponent.numerator().to_string()));
                if !exponent.is_integer() {
                    tasks.extend([
                        number(exponent.denominator().to_string()),
                        Task::Push(Kind::Divide),
                    ]);
                }
            }
        }
        tasks.push(Task::Push(Kind::Power));
    }
    tasks
}

/// The sum that takes up the minus sign of its product: `a*(exp(x) - 1)` for `-(a*(1 - exp(x)))`.
fn turned_sum(graph: &Graph, factors: &[Factor], turned: &[Id]) -> Option<Id> {
    let turns = |factor: &&Factor| match graph.node(factor.base) {
        Node::Sum(constant, terms) if factor.exponent.is_one() => {
            // `1 - sigmoid(x)` stays: only what people also write the other way round is turned
            let free = constant.is_zero() || terms.iter().all(|term| grows(graph, term.id));
            let falls = |term: &Term| {
                term.coefficient.is_negative() || is_product_that_falls(graph, term.id)
            };
            free && terms.iter().any(falls) && !turned.contains(&factor.base)
        }
        _ => false,
    };
    factors.iter().find(turns).map(|factor| factor.base)
}

/// What people write first in a difference: inputs, exponentials, logarithms, and polynomials of inputs.
fn grows(graph: &Graph, id: Id) -> bool {
    let is_symbol = |id: Id| matches!(graph.node(id), Node::Symbol(_));
    let is_polynomial = |factor: &Factor| match graph.node(factor.base) {
        Node::Sum(_, terms) => {
            factor.exponent.is_one() && terms.iter().all(|term| is_symbol(term.id))
        }
        _ => is_symbol(factor.base),
    };
    match graph.node(id) {
        Node::Symbol(_) | Node::Apply(Func::Exp | Func::Ln, _) => true,
        Node::Product(factors) => factors.iter().all(is_polynomial),
        _ => false,
    }
}

/// `x*(2 - x)`, whose leading term is negative.
fn is_product_that_falls(graph: &Graph, id: Id) -> bool {
    let Node::Product(factors) = graph.node(id) else {
        return false;
    };
    factors.iter().any(|factor| match graph.node(factor.base) {
        Node::Sum(_, terms) => terms.iter().all(|term| term.coefficient.is_negative()),
        _ => false,
    })
}

/// Whether a function changes its sign with its argument.
fn is_odd(func: Func) -> bool {
    matches!(
        func,
        Func::Sign
            | Func::Tanh
            | Func::Sin
            | Func::Tan
            | Func::Sinh
            | Func::Atan
            | Func::Asin
            | Func::Asinh
            | Func::Atanh
            | Func::Erf
            | Func::Cbrt
    )
}

/// Whether a function is the same of its argument's negative.
pub(super) fn is_even(func: Func) -> bool {
    matches!(
        func,
        Func::Abs | Func::Cos | Func::Cosh | Func::Sech | Func::NormalPdf | Func::Sinc
    )
}
