//! Functions of an input times or over a parameter: `d ln(cosh(x/d))`, `a asinh(x/a)` and their slopes by the parameter.
//!
//! By that ratio they are powers of the parameter times functions of one input, which do not cancel beside 0.

use gradus_syntax::Comparison;

use super::differences::within_domain;
use super::{Op, Unary, Value, Writer};
use crate::evaluate::{self, Point, evaluate};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::normal::Normalizer;
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

/// The largest expression that is looked at, and the most powers of a parameter.
const LARGEST: usize = 80;
const MOST_POWERS: usize = 4;

/// The most terms that sums are multiplied out to.
const MOST_TERMS: usize = 24;

/// How large the ratio may be.
const REACH: f64 = 2.0;

/// Where it is looked whether sums cancel, over that what they are at most then, and what the other symbols are.
const BESIDE_ZERO: f64 = 1e-9;
const LOST: f64 = 1e-6;
const OTHERS: f64 = 1.617_187;
const BITS: Precision = Precision::bits(320);

/// An expression by the ratio of an input and a power of a parameter.
pub(super) struct ByRatio {
    ratio: Id,
    /// What stands for the ratio.
    symbol: Symbol,
    /// What is to be added up.
    terms: Vec<Id>,
    /// Where it is defined and the parameter positive: conditions that hold, or do not.
    within: Vec<(Id, bool)>,
}

/// An expression of one input by a ratio, where it cancels beside 0.
pub(super) fn by_ratio(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    root: Id,
) -> Option<ByRatio> {
    let [input] = *inputs else { return None };
    let (root, mut within) = within_domain(graph, parameters, root);
    let reachable = graph.reachable(&[root]);
    let is_plain =
        |id: &Id| !graph.facts(*id).vector && !matches!(graph.node(*id), Node::Select(..));
    if reachable.len() > LARGEST || !reachable.iter().all(is_plain) {
        return None;
    }
    let (parameter, exponent) = reachable
        .iter()
        .find_map(|id| ratio_in_function(graph, *id, input, parameters))?;
    let by = graph.symbol(parameter);
    let info = graph.symbol_info(input).clone();
    let symbol = graph.new_symbol(&info.name, Role::Scalar);
    let stand_in = graph.symbol(symbol);
    let instead = graph.product([(stand_in, Rational::ONE), (by, -&exponent)]);
    let root = graph.substitute(root, input, instead);
    let powers = powers(graph, root, parameter)?;
    if powers.len() > MOST_POWERS || !powers.iter().any(|own| cancels(graph, own.1, symbol)) {
        return None;
    }
    let terms = powers
        .into_iter()
        .map(|(power, rest)| graph.product([(by, power), (rest, Rational::ONE)]));
    let terms = terms.collect();
    // roots of its powers
    let zero = graph.integer(0);
    within.push((graph.compare(Comparison::Greater, by, zero), true));
    let input = graph.symbol(input);
    let ratio = graph.product([(input, Rational::ONE), (by, exponent)]);
    Some(ByRatio {
        ratio,
        symbol,
        terms,
        within,
    })
}

/// The parameter, and its power over that of the input, of a product of both within a function or what is divided by.
fn ratio_in_function(
    graph: &Graph,
    id: Id,
    input: Symbol,
    parameters: &[Symbol],
) -> Option<(Symbol, Rational)> {
    let arguments: Vec<Id> = match graph.node(id) {
        Node::Apply(_, arguments) => arguments.to_vec(),
        Node::Product(factors) => factors
            .iter()
            .filter(|own| own.exponent.is_negative() || !own.exponent.is_integer())
            .map(|own| own.base)
            .collect(),
        _ => return None,
    };
    let products = graph.reachable(&arguments);
    products.into_iter().find_map(|id| {
        let Node::Product(factors) = graph.node(id) else {
            return None;
        };
        let [a, b] = &factors[..] else { return None };
        let symbol = |id: Id| match graph.node(id) {
            Node::Symbol(symbol) => Some(*symbol),
            _ => None,
        };
        let (a, b) = match symbol(a.base)? == input {
            true => (a, b),
            false => (b, a),
        };
        let parameter = symbol(b.base).filter(|own| parameters.contains(own))?;
        (symbol(a.base)? == input).then(|| (parameter, &b.exponent * &a.exponent.recip()))
    })
}

/// An expression by powers of a parameter that nothing else depends on.
fn powers(graph: &mut Graph, id: Id, parameter: Symbol) -> Option<Vec<(Rational, Id)>> {
    let one = graph.integer(1);
    if !graph.depends_on(id, parameter) {
        return Some(vec![(Rational::ZERO, id)]);
    }
    match graph.node(id).clone() {
        Node::Symbol(_) => Some(vec![(Rational::ONE, one)]),
        Node::Sum(constant, terms) => {
            let constant = graph.rational(constant);
            let mut all = vec![(Rational::ZERO, constant)];
            for term in terms.iter() {
                let own = powers(graph, term.id, parameter)?;
                for (power, rest) in own {
                    all.push((power, graph.scale(rest, &term.coefficient)));
                }
            }
            gathered(graph, all)
        }
        Node::Product(factors) => {
            let mut all = vec![(Rational::ZERO, one)];
            for own in factors.iter() {
                let factor = match graph.node(own.base) {
                    Node::Symbol(symbol) if *symbol == parameter => {
                        vec![(own.exponent.clone(), one)]
                    }
                    _ if !graph.depends_on(own.base, parameter) => {
                        let rest = graph.rational_power(own.base, own.exponent.clone());
                        vec![(Rational::ZERO, rest)]
                    }
                    _ if own.exponent.is_one() => powers(graph, own.base, parameter)?,
                    _ => match &powers(graph, own.base, parameter)?[..] {
                        [(power, rest)] => {
                            let rest = graph.rational_power(*rest, own.exponent.clone());
                            vec![(power * &own.exponent, rest)]
                        }
                        _ => return None,
                    },
                };
                all = products(graph, &all, &factor)?;
            }
            Some(all)
        }
        _ => None,
    }
}

fn products(
    graph: &mut Graph,
    a: &[(Rational, Id)],
    b: &[(Rational, Id)],
) -> Option<Vec<(Rational, Id)>> {
    if a.len() * b.len() > MOST_TERMS {
        return None;
    }
    let mut all = Vec::new();
    for (power, own) in a {
        for (other, factor) in b {
            all.push((power + other, graph.multiply(*own, *factor)));
        }
    }
    gathered(graph, all)
}

/// Those with the same power together.
fn gathered(graph: &mut Graph, all: Vec<(Rational, Id)>) -> Option<Vec<(Rational, Id)>> {
    let mut groups: Vec<(Rational, Vec<(Rational, Id)>)> = Vec::new();
    for (power, id) in all.into_iter().filter(|own| !graph.is_integer(own.1, 0)) {
        let term = (Rational::ONE, id);
        match groups.iter_mut().find(|group| group.0 == power) {
            Some(group) => group.1.push(term),
            None => groups.push((power, vec![term])),
        }
    }
    if groups.len() > MOST_TERMS {
        return None;
    }
    let groups = groups.into_iter();
    let summed = groups.map(|(power, terms)| (power, graph.sum(Rational::ZERO, terms)));
    Some(summed.collect())
}

/// Whether a sum, or one among factors, is much smaller beside 0 than what it is of.
fn cancels(graph: &Graph, id: Id, symbol: Symbol) -> bool {
    match graph.node(id) {
        Node::Sum(constant, terms) if constant.is_zero() && terms.len() == 1 => {
            cancels(graph, terms[0].id, symbol)
        }
        Node::Sum(constant, terms) => {
            let ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
            let Some(values) = beside_zero(graph, &ids, symbol) else {
                return false;
            };
            let values = terms.iter().zip(values);
            let values = values.map(|(term, value)| {
                let coefficient = Precise::from_ratio(&term.coefficient.to_rbig(), BITS);
                value.mul(&coefficient, BITS)
            });
            let constant = Precise::from_ratio(&constant.to_rbig(), BITS);
            let sum = values.fold(constant.clone(), |sum, own| sum.add(&own, BITS));
            sum.to_f64().abs() < LOST * BESIDE_ZERO
        }
        Node::Product(factors) => factors.iter().any(|own| cancels(graph, own.base, symbol)),
        _ => false,
    }
}

fn beside_zero(graph: &Graph, ids: &[Id], symbol: Symbol) -> Option<Vec<Precise>> {
    let mut point = Point::default();
    for id in graph.reachable(ids) {
        if let Node::Symbol(own) = *graph.node(id) {
            let value = if own == symbol { BESIDE_ZERO } else { OTHERS };
            point.insert(own, evaluate::Value::Number(Precise::from(value)));
        }
    }
    let values = evaluate(graph, ids, &point, BITS);
    let values = values.iter().map(|own| own.number().cloned());
    values.map(|own| own.filter(Precise::is_finite)).collect()
}

impl Writer<'_> {
    /// A value, but by a ratio where that is small.
    pub(super) fn with_ratio(&mut self, value: Value, own: &ByRatio) -> Option<Value> {
        let ratio = self.expression(own.ratio);
        let mut normalizer = Normalizer::default();
        let mut total: Option<Value> = None;
        for &term in &own.terms {
            let value = self.with_meanings(&[(own.symbol, ratio)], |writer| {
                normalizer.write_smooth(writer, term)
            })?;
            total = Some(match total {
                Some(total) => self.ops.binary(super::Binary::Add, total, value),
                None => value,
            });
        }
        let size = self.ops.unary(Unary::Abs, ratio);
        let reach = self.ops.number(REACH);
        let mut is_near = self.ops.compare(Comparison::Less, size, reach);
        for condition in self.all_within(&own.within) {
            is_near = self.ops.push(Op::And(is_near, condition));
        }
        Some(self.ops.select(is_near, total?, value))
    }
}
