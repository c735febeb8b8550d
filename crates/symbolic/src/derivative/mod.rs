//! Derivatives of any order, with respect to any symbol, by one pass over the shared graph.

mod compositions;
mod extremes;
mod means;
mod others;
mod peaks;
mod rest_slopes;
mod rests;
mod reverse;
mod rules;
mod signs;
mod slopes;
mod tips;
mod totals;
mod vectors;

pub use others::without_own;
pub use reverse::cotangent;
pub(crate) use slopes::Slopes;
pub use vectors::{backward, forward};

use std::sync::{Arc, OnceLock};

use gradus_syntax::{Comparison, Definition, Func, Input, Limits, NoNames, Tree};
use rustc_hash::FxHashMap;

use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Symbol, Term};
use crate::import::{Names, import_tree};
use crate::rational::Rational;

/// The rule by which one node was differentiated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name: `sum`, `product`, `power`, `piecewise`, or the function's.
    pub rule: &'static str,
    /// What was differentiated.
    pub from: Id,
    /// Its derivative.
    pub to: Id,
}

/// The derivative by a symbol, beside kinks.
pub fn differentiate(graph: &mut Graph, root: Id, symbol: Symbol) -> Id {
    let one = graph.integer(1);
    tangent(graph, root, &[(symbol, one)])
}

/// The derivative by a symbol with the rules that were applied, innermost first.
pub fn differentiate_with_steps(graph: &mut Graph, root: Id, symbol: Symbol) -> (Id, Vec<Step>) {
    let one = graph.integer(1);
    let directions = [(symbol, one)];
    let mut pass = Pass::new(&directions);
    let derivative = pass.run(graph, root);
    (derivative, pass.steps)
}

/// The derivative along a direction: the tangent of each symbol is given, those not given are constant. With vectors
/// this is the product of the Jacobian and the direction.
pub fn tangent(graph: &mut Graph, root: Id, directions: &[(Symbol, Id)]) -> Id {
    Pass::new(directions).run(graph, root)
}

/// The partial derivative of a primitive by one of its arguments, given the node of its value.
pub(crate) fn partial(
    graph: &mut Graph,
    func: Func,
    args: &[Id],
    value: Id,
    position: usize,
) -> Id {
    if func == Func::Sinc {
        let bessel = graph.spherical_bessel(1, args[0]);
        return graph.negate(bessel);
    }
    let mut names = Names::default();
    for (name, &arg) in rules::ARGUMENTS.iter().zip(args) {
        names.insert(Arc::from(*name), arg);
    }
    names.insert(Arc::from(rules::VALUE), value);
    match compiled(func).get(position) {
        Some(rule) => import_tree(graph, rule, &names),
        None => graph.undefined(),
    }
}

/// `j_n' = (n j_(n-1) - (n+1) j_(n+1))/(2n+1)` (DLMF 10.51.2 combined with 10.51.1).
pub(crate) fn bessel_partial(graph: &mut Graph, order: u8, argument: Id) -> Id {
    let n = i64::from(order);
    let below = match order {
        1 => graph.apply(Func::Sinc, &[argument]),
        _ => graph.spherical_bessel(order - 1, argument),
    };
    let above = graph.spherical_bessel(order.saturating_add(1), argument);
    let terms = [
        (Rational::new(n, 2 * n + 1), below),
        (Rational::new(-(n + 1), 2 * n + 1), above),
    ];
    graph.sum(Rational::ZERO, terms)
}

/// The rules of a function, read once.
fn compiled(func: Func) -> &'static [Tree] {
    static TABLE: OnceLock<FxHashMap<Func, Vec<Tree>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        Func::ALL
            .iter()
            .map(|&func| {
                (
                    func,
                    rules::partials(func)
                        .iter()
                        .map(|text| rule(text))
                        .collect(),
                )
            })
            .collect()
    });
    &table[&func]
}

fn rule(text: &str) -> Tree {
    let inputs = rules::ARGUMENTS.iter().chain([&rules::VALUE]);
    let header = Definition {
        name: None,
        inputs: inputs
            .map(|&name| Input {
                name: name.into(),
                vector: false,
            })
            .collect(),
        parameters: Vec::new(),
        body: Tree::new(),
    };
    let definition = gradus_syntax::parse_as(text, &header, &NoNames, &Limits::default());
    definition
        .expect("every rule of the table reads, as its test shows")
        .body
        .clone()
}

/// One pass over a graph.
struct Pass<'a> {
    directions: &'a [(Symbol, Id)],
    /// Derivatives of the nodes so far; those not here are 0.
    tangents: FxHashMap<Id, Id>,
    steps: Vec<Step>,
}

impl<'a> Pass<'a> {
    fn new(directions: &'a [(Symbol, Id)]) -> Self {
        Self {
            directions,
            tangents: FxHashMap::default(),
            steps: Vec::new(),
        }
    }

    fn run(&mut self, graph: &mut Graph, root: Id) -> Id {
        let ids = graph.reachable(&[root]);
        self.run_through(graph, &ids, root)
    }

    /// Differentiates these nodes, operands first, of which the root is one or was before.
    fn run_through(&mut self, graph: &mut Graph, ids: &[Id], root: Id) -> Id {
        let zero = graph.integer(0);
        for &id in ids {
            if graph.exceeded().is_some() {
                return graph.undefined();
            }
            if !self.may_vary(graph.node(id)) {
                continue;
            }
            let node = graph.node(id).clone();
            let (rule, tangent) = self.node(graph, id, &node);
            let tangent = match graph.facts(id).infinite {
                // no real number, wherever the variable is
                true => tangent.map(|_| graph.undefined()),
                false => tangent.map(|tangent| self.without_squares_of_signs(graph, tangent)),
            };
            if let Some(tangent) = tangent.filter(|&tangent| tangent != zero) {
                self.tangents.insert(id, tangent);
                self.steps.push(Step {
                    rule,
                    from: id,
                    to: tangent,
                });
            }
        }
        self.tangents.get(&root).copied().unwrap_or(zero)
    }

    /// Whether it is a symbol or has an operand with a derivative: most nodes do not, and are not worth a copy.
    fn may_vary(&self, node: &Node) -> bool {
        let mut varies = matches!(node, Node::Symbol(_));
        node.operands(|operand| varies = varies || self.tangents.contains_key(&operand));
        varies
    }

    fn of(&self, id: Id) -> Option<Id> {
        self.tangents.get(&id).copied()
    }

    /// The rule of a node and its derivative; `None` is 0.
    fn node(&self, graph: &mut Graph, id: Id, node: &Node) -> (&'static str, Option<Id>) {
        match node {
            Node::Symbol(symbol) => (
                "variable",
                self.directions
                    .iter()
                    .find(|(s, _)| s == symbol)
                    .map(|(_, t)| *t),
            ),
            Node::Sum(_, terms) => ("sum", self.sum(graph, terms)),
            Node::Product(factors) if factors.len() == 1 => ("power", self.product(graph, factors)),
            Node::Product(factors) => ("product", self.product(graph, factors)),
            Node::Power(base, exponent) => ("power", self.power(graph, id, *base, *exponent)),
            Node::Apply(func @ (Func::Min | Func::Max), args) => {
                (func.name(), self.extreme(graph, *func, args))
            }
            Node::Apply(Func::LogSumExp, args) => {
                ("logsumexp", self.log_sum_exp(graph, id, args[0]))
            }
            Node::Apply(func, args) => (func.name(), self.chain(graph, id, *func, args)),
            Node::SphericalBessel(order, argument) => {
                ("sinc", self.bessel(graph, *order, *argument))
            }
            Node::Select(condition, a, b) => ("piecewise", self.select(graph, *condition, *a, *b)),
            Node::Reduce(reduction, vector) => {
                ("reduction", self.reduce(graph, id, *reduction, *vector))
            }
            Node::Concat(ids) => ("concat", self.concat(graph, ids)),
            Node::Broadcast(value, pattern) => {
                let tangent = self.of(*value);
                (
                    "broadcast",
                    tangent.map(|tangent| graph.shaped_as(tangent, *pattern)),
                )
            }
            Node::Part(whole, parts, which) => {
                let tangent = self.of(*whole);
                (
                    "part",
                    tangent.map(|tangent| graph.part(tangent, parts, *which)),
                )
            }
            _ => ("constant", None),
        }
    }

    fn or_zero(&self, graph: &mut Graph, id: Id) -> Id {
        self.of(id).unwrap_or_else(|| graph.integer(0))
    }

    fn sum(&self, graph: &mut Graph, terms: &[Term]) -> Option<Id> {
        let tangents: Vec<_> = terms
            .iter()
            .filter_map(|term| Some((term.coefficient.clone(), self.of(term.id)?)))
            .collect();
        (!tangents.is_empty()).then(|| graph.sum(Rational::ZERO, tangents))
    }

    /// `(Π u^e)' = Σ e u^(e-1) u' Π' v^e`.
    fn product(&self, graph: &mut Graph, factors: &[Factor]) -> Option<Id> {
        let mut terms = Vec::new();
        for (index, factor) in factors.iter().enumerate() {
            if graph.exceeded().is_some() {
                return Some(graph.undefined());
            }
            let Some(inner) = self.of(factor.base) else {
                continue;
            };
            let mut parts = Vec::with_capacity(factors.len());
            for (other, factor) in factors.iter().enumerate() {
                let exponent = match other == index {
                    true => &factor.exponent - &Rational::ONE,
                    false => factor.exponent.clone(),
                };
                parts.push((factor.base, exponent));
            }
            let outer = graph.product(parts);
            terms.push((factor.exponent.clone(), weighted(graph, outer, inner)));
        }
        (!terms.is_empty()).then(|| graph.sum(Rational::ZERO, terms))
    }

    /// `(u^v)' = v u^(v-1) u' + u^v ln(u) v'`.
    fn power(&self, graph: &mut Graph, id: Id, base: Id, exponent: Id) -> Option<Id> {
        let mut terms = Vec::new();
        if let Some(inner) = self.of(base) {
            let lower = graph.sum(Rational::MINUS_ONE, [(Rational::ONE, exponent)]);
            let power = graph.power(base, lower);
            let slope = graph.multiply(exponent, power);
            terms.push((Rational::ONE, weighted(graph, slope, inner)));
        }
        if let Some(inner) = self.of(exponent) {
            let log = graph.apply(Func::Ln, &[base]);
            terms.push((
                Rational::ONE,
                graph.product([id, log, inner].map(|id| (id, Rational::ONE))),
            ));
        }
        (!terms.is_empty()).then(|| graph.sum(Rational::ZERO, terms))
    }

    fn chain(&self, graph: &mut Graph, id: Id, func: Func, args: &[Id]) -> Option<Id> {
        let mut terms = Vec::new();
        for (position, &arg) in args.iter().enumerate() {
            if let Some(inner) = self.of(arg) {
                let outer = partial(graph, func, args, id, position);
                terms.push((Rational::ONE, weighted(graph, outer, inner)));
            }
        }
        (!terms.is_empty()).then(|| graph.sum(Rational::ZERO, terms))
    }

    fn bessel(&self, graph: &mut Graph, order: u8, argument: Id) -> Option<Id> {
        let inner = self.of(argument)?;
        let outer = bessel_partial(graph, order, argument);
        Some(graph.multiply(outer, inner))
    }

    /// The derivative of the argument that is chosen.
    fn extreme(&self, graph: &mut Graph, func: Func, args: &[Id]) -> Option<Id> {
        args.iter().find_map(|&arg| self.of(arg))?;
        let (&last, earlier) = args.split_last()?;
        let mut value = last;
        let mut tangent = self.or_zero(graph, last);
        for &arg in earlier.iter().rev() {
            let comparison = if func == Func::Max {
                Comparison::Greater
            } else {
                Comparison::Less
            };
            let rest_chosen = graph.compare(comparison, value, arg);
            let other = self.or_zero(graph, arg);
            tangent = graph.select(rest_chosen, tangent, other);
            value = graph.apply(func, &[arg, value]);
        }
        Some(tangent)
    }

    fn select(&self, graph: &mut Graph, condition: Id, a: Id, b: Id) -> Option<Id> {
        if self.of(a).is_none() && self.of(b).is_none() {
            return None;
        }
        let (then, otherwise) = (self.or_zero(graph, a), self.or_zero(graph, b));
        // an equality that moves with the variable holds at single points, which have no influence on the slope beside them
        let moves = |a: &Id, b: &Id| self.of(*a) != self.of(*b);
        Some(match graph.node(condition) {
            Node::Compare(Comparison::Equal, a, b) if moves(a, b) => otherwise,
            Node::Compare(Comparison::NotEqual, a, b) if moves(a, b) => then,
            _ => graph.select(condition, then, otherwise),
        })
    }

    /// `logsumexp(u)' = Σ exp(u - logsumexp(u)) u'`.
    fn log_sum_exp(&self, graph: &mut Graph, id: Id, vector: Id) -> Option<Id> {
        let inner = self.of(vector)?;
        let weights = softmax(graph, vector, id);
        let weighted = graph.multiply(weights, inner);
        Some(graph.reduce(Reduction::Sum, weighted))
    }

    fn reduce(&self, graph: &mut Graph, id: Id, reduction: Reduction, vector: Id) -> Option<Id> {
        let inner = self.of(vector)?;
        let weighted = match reduction {
            Reduction::Count => return None,
            Reduction::Sum => inner,
            Reduction::Min | Reduction::Max | Reduction::Product => {
                let weights = reduction_weights(graph, id, reduction, vector);
                graph.multiply(weights, inner)
            }
        };
        Some(graph.reduce(Reduction::Sum, weighted))
    }

    fn concat(&self, graph: &mut Graph, ids: &[Id]) -> Option<Id> {
        ids.iter().find_map(|&id| self.of(id))?;
        let parts: Vec<Id> = ids
            .iter()
            .map(|&id| {
                let tangent = self.or_zero(graph, id);
                graph.shaped_as(tangent, id)
            })
            .collect();
        Some(graph.apply(Func::Concat, &parts))
    }
}

/// `outer * inner`, where a branch of the inner derivative that is 0 stays 0 whatever the outer one is there: the slope of
/// `sqrt(max(0, x))` is 0 on the left, where the root's is infinite.
fn weighted(graph: &mut Graph, outer: Id, inner: Id) -> Id {
    let Node::Select(condition, a, b) = *graph.node(inner) else {
        return graph.multiply(outer, inner);
    };
    let plain = matches!(
        graph.node(outer),
        Node::Rational(_) | Node::Symbol(_) | Node::Constant(_)
    );
    if plain || (!graph.is_integer(a, 0) && !graph.is_integer(b, 0)) {
        return graph.multiply(outer, inner);
    }
    let (then, otherwise) = (graph.multiply(outer, a), graph.multiply(outer, b));
    graph.select(condition, then, otherwise)
}

/// The elements of `exp(u)/Σ exp(u)`, given `logsumexp(u)`.
pub(crate) fn softmax(graph: &mut Graph, vector: Id, log_sum_exp: Id) -> Id {
    let shifted = graph.subtract(vector, log_sum_exp);
    graph.apply(Func::Exp, &[shifted])
}

/// What a reduction's value changes by with each element.
pub(crate) fn reduction_weights(graph: &mut Graph, id: Id, reduction: Reduction, vector: Id) -> Id {
    let (zero, one) = (graph.integer(0), graph.integer(1));
    if reduction == Reduction::Sum {
        return graph.shaped_as(one, vector);
    }
    if reduction != Reduction::Product {
        // shared evenly among equal extremes
        let chosen = graph.compare(Comparison::Equal, vector, id);
        let chosen = graph.select(chosen, one, zero);
        let count = graph.reduce(Reduction::Sum, chosen);
        return graph.divide(chosen, count);
    }
    // the product of the others, also where an element is 0
    let is_zero = graph.compare(Comparison::Equal, vector, zero);
    let filled = graph.select(is_zero, one, vector);
    let others = graph.reduce(Reduction::Product, filled);
    let marks = graph.select(is_zero, one, zero);
    let zeros = graph.reduce(Reduction::Sum, marks);
    let rest = graph.subtract(zeros, marks);
    let none_else = graph.compare(Comparison::Equal, rest, zero);
    let without = graph.divide(others, filled);
    graph.select(none_else, without, zero)
}
