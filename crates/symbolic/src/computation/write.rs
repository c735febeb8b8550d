//! From expressions to the list of operations that is evaluated.
//!
//! Expressions are first put into forms that neither overflow nor cancel (the rules marked `Stabilise`), then every node is
//! written once, constants as their nearest numbers.

mod log_sums;
mod products;

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::beside::with_shared_exponentials;
use super::builder::{Builder, CONSTANT_BITS};
use super::exponents::{self, Apart};
use super::moderate::moderated;
use super::operations::{binary, unary};
use super::places::Places;
use super::scales::{self, Outer, Own, Powers, Scales};
use super::together::Together;
use super::{Binary, Computation, Op, Real, Unary, Value, excess, guard, simplify, strict, tails};
use crate::evaluate::constant_value;
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::normal::Normalizer;
use crate::precise::{self, Precision};
use crate::rational::Rational;
use crate::simplify::{Purpose, simplify_all};
use log_sums::LogSum;

/// Powers up to this are multiplied out; the error of more multiplications exceeds that of a power function.
const MULTIPLIED: i64 = 16;

/// What is wanted of a computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output {
    /// The value.
    pub value: Id,
    /// Where it is defined: a condition. Elsewhere the result is NaN.
    pub domain: Id,
}

/// Writes the computation of several expressions of the same inputs and parameters.
pub fn write(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    outputs: &[Output],
) -> Computation {
    match Together::of(graph, inputs, outputs) {
        Some(together) => {
            let computation = write(graph, &together.inputs, parameters, &together.outputs);
            together.composed(&computation, inputs)
        }
        None => written(graph, inputs, parameters, outputs),
    }
}

/// The computation by the inputs and parameters as they are.
fn written(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    outputs: &[Output],
) -> Computation {
    let guarded: Vec<Id> = outputs
        .iter()
        .map(|output| guard::within_domain(graph, *output))
        .collect();
    let mut stable = simplify_all(graph, &guarded, &[Purpose::Tidy, Purpose::Stabilise]);
    // algebra may cancel what would be undefined by itself
    let mut plain: Vec<Id> = outputs
        .iter()
        .map(|output| guard::within_stated_domain(graph, *output))
        .collect();
    for root in &mut stable {
        *root = excess::over_numbers(graph, *root);
    }
    tails::over_tails(graph, &mut stable);
    tails::over_tails(graph, &mut plain);
    let scaled = scales::scaled(graph, inputs, &mut stable, &mut plain);
    let read: Vec<Symbol> = match &scaled {
        Some((scales, _)) => inputs.iter().map(|&input| scales.stand_in(input)).collect(),
        None => inputs.to_vec(),
    };
    let strict: Vec<(Id, bool)> = stable
        .iter()
        .map(|&id| {
            let moderate = moderated(graph, id);
            let strict = guard::nan_in_nan_out(graph, moderate, &read);
            (strict, moderate == id)
        })
        .collect();
    let places: Vec<Places> = match &scaled {
        Some(_) => plain.iter().map(|_| Places::default()).collect(),
        None => plain
            .iter()
            .map(|&id| Places::of(graph, inputs, parameters, id))
            .collect(),
    };
    let mut writer = Writer::new(graph, inputs, parameters);
    if let Some((scales, _)) = &scaled {
        writer.read_by(scales);
    }
    let bounded = scaled.as_ref().is_some_and(|(scales, _)| scales.bounds());
    let mut normalizer = Normalizer::bounded(bounded);
    normalizer.prepare(&mut writer, &plain);
    let mut outputs = Vec::with_capacity(strict.len());
    for (index, (&plain, &(stable, is_moderate))) in plain.iter().zip(&strict).enumerate() {
        if let Some((scales, powers)) = &scaled {
            writer.outer = scales.outer(powers[index]);
        }
        let normal = normalizer.write(&mut writer, plain);
        let mut value = normal.unwrap_or_else(|| {
            // what was brought into range would be written with its own numbers again
            if is_moderate && !writer.has_sums_of_exponentials(stable) {
                normalizer.write_parts(&mut writer, stable);
            }
            writer.expression(stable)
        });
        if let Some((scales, powers)) = &scaled {
            let left = writer.outer.as_ref().filter(|_| normal.is_some());
            let left = left.map_or(powers[index], |outer| Powers::of(outer.power));
            value = writer.times_powers(scales, value, left);
        }
        outputs.push(writer.with_places(value, &places[index], normal.is_some()));
    }
    let over_vectors = inputs
        .iter()
        .any(|input| writer.graph.symbol_info(*input).role == Role::Vector);
    let computation = Computation {
        inputs: inputs.len() as u32,
        parameters: parameters.len() as u32,
        ops: writer.ops.finish(),
        outputs,
    };
    if over_vectors {
        return with_shared_exponentials(computation);
    }
    let simple = simplify::simplified(&computation);
    with_shared_exponentials(simplify::compact(&strict::nan_in_nan_out(simple)))
}

/// Whether the computation of an expression is written from its normal form; otherwise it is written node by node, by
/// primitives that neither overflow nor cancel by themselves.
pub fn in_normal_form(graph: &Graph, value: Id) -> bool {
    Normalizer::default().reaches(graph, value)
}

pub(crate) struct Writer<'a> {
    pub graph: &'a Graph,
    symbols: FxHashMap<Symbol, Op>,
    /// What symbols stand for that are neither inputs nor parameters.
    stand_ins: FxHashMap<Symbol, Value>,
    values: FxHashMap<Id, Value>,
    /// The power of a scale that the result is multiplied with, as far as that is left.
    pub outer: Option<Outer>,
    pub ops: Builder,
    /// What is written of each `logsumexp(u)`.
    log_sums: FxHashMap<Id, LogSum>,
    /// What is written with its exponents apart.
    pub(super) apart: Apart,
}

impl<'a> Writer<'a> {
    fn new(graph: &'a Graph, inputs: &[Symbol], parameters: &[Symbol]) -> Self {
        let inputs = inputs
            .iter()
            .zip(0..)
            .map(|(&symbol, index)| (symbol, Op::Input(index)));
        let parameters = parameters
            .iter()
            .zip(0..)
            .map(|(&symbol, index)| (symbol, Op::Parameter(index)));
        Self {
            graph,
            symbols: inputs.chain(parameters).collect(),
            stand_ins: FxHashMap::default(),
            values: FxHashMap::default(),
            outer: None,
            ops: Builder::default(),
            log_sums: FxHashMap::default(),
            apart: Apart::default(),
        }
    }

    /// The nodes to be written, operands first; what a constant is made of is not.
    fn needed(&self, roots: &[Id]) -> Vec<Id> {
        let mut needed = rustc_hash::FxHashSet::default();
        let mut pending = roots.to_vec();
        while let Some(id) = pending.pop() {
            if needed.insert(id) && !self.is_constant(id) && !self.values.contains_key(&id) {
                self.graph
                    .node(id)
                    .operands(|operand| pending.push(operand));
            }
        }
        let mut needed: Vec<Id> = needed.into_iter().collect();
        needed.sort_unstable();
        needed
    }

    /// The value of an expression, written node by node.
    pub fn expression(&mut self, id: Id) -> Value {
        let needed = self.needed(&[id]);
        if exponents::has_sums_of_exponentials(self.graph, &needed) {
            return self.with_exponents_apart(id, &needed);
        }
        for id in needed {
            if !self.values.contains_key(&id) {
                self.node(id);
            }
        }
        self.values[&id]
    }

    fn has_sums_of_exponentials(&self, id: Id) -> bool {
        exponents::has_sums_of_exponentials(self.graph, &self.needed(&[id]))
    }

    fn with_exponents_apart(&mut self, root: Id, needed: &[Id]) -> Value {
        for &id in needed {
            if self.known(id).is_none() && !self.write_apart(id) {
                let mut operands = Vec::new();
                self.graph
                    .node(id)
                    .operands(|operand| operands.push(operand));
                if !self.is_constant(id) {
                    for operand in operands {
                        self.plain(operand);
                    }
                }
                self.node(id);
            }
        }
        self.plain(root)
    }

    pub(super) fn known(&self, id: Id) -> Option<Value> {
        self.values.get(&id).copied()
    }

    /// Takes a value for that of an expression.
    pub fn assume(&mut self, id: Id, value: Value) {
        self.values.insert(id, value);
    }

    /// The value of an input or parameter, or of what stands for one.
    pub fn symbol(&mut self, symbol: Symbol) -> Option<Value> {
        if let Some(&value) = self.stand_ins.get(&symbol) {
            return Some(value);
        }
        let op = self.symbols.get(&symbol).cloned()?;
        Some(self.push(op))
    }

    /// Gives a value to a symbol that is neither an input nor a parameter.
    pub fn stand_in(&mut self, symbol: Symbol, value: Value) {
        self.stand_ins.insert(symbol, value);
    }

    /// What is written while symbols stand for other values than outside.
    pub fn with_meanings<T>(
        &mut self,
        meanings: &[(Symbol, Value)],
        written: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outside = self.stand_ins.clone();
        self.stand_ins.extend(meanings.iter().copied());
        let values = std::mem::take(&mut self.values);
        let apart = std::mem::take(&mut self.apart);
        let result = written(self);
        self.stand_ins = outside;
        self.values = values;
        self.apart = apart;
        result
    }

    /// Reads inputs over a scale.
    fn read_by(&mut self, scales: &Scales) {
        let mut values = Vec::new();
        for own in scales.owners() {
            let value = match own {
                Own::Symbol(symbol) => self.symbol(symbol),
                Own::Vector(id) => Some(self.expression(id)),
            };
            values.extend(value);
        }
        let orientation = scales.orientation().map(|id| self.expression(id));
        let all = scales.write(&mut self.ops, &values, orientation);
        self.stand_ins.extend(all);
    }

    fn times_powers(&mut self, scales: &Scales, value: Value, powers: Powers) -> Value {
        let stand_ins = &self.stand_ins;
        let at = |symbol| stand_ins.get(&symbol).copied();
        scales.times_powers(&mut self.ops, value, powers, at)
    }

    /// The input, if there is one alone.
    pub fn only_input(&self) -> Option<Symbol> {
        let mut inputs = self
            .symbols
            .iter()
            .filter(|(_, op)| matches!(op, Op::Input(_)));
        match (inputs.next(), inputs.next()) {
            (Some((&input, _)), None) => Some(input),
            _ => None,
        }
    }

    fn is_constant(&self, id: Id) -> bool {
        self.graph.is_constant(id) && !self.graph.facts(id).vector && !self.graph.is_condition(id)
    }

    fn push(&mut self, op: Op) -> Value {
        self.ops.push(op)
    }

    fn unary(&mut self, unary: Unary, a: Value) -> Value {
        self.ops.unary(unary, a)
    }

    fn binary(&mut self, binary: Binary, a: Value, b: Value) -> Value {
        self.ops.binary(binary, a, b)
    }

    fn constant(&mut self, real: Real) -> Value {
        self.ops.constant(real)
    }

    fn rational(&mut self, value: &Rational) -> Value {
        self.ops.rational(value)
    }

    fn number(&mut self, value: f64) -> Value {
        self.ops.number(value)
    }

    fn node(&mut self, id: Id) {
        let value = if self.is_constant(id) {
            self.evaluated(id)
        } else {
            self.operation(id)
        };
        self.values.insert(id, value);
    }

    fn evaluated(&mut self, id: Id) -> Value {
        if let Some(value) = self.graph.as_rational(id) {
            return self.rational(&value.clone());
        }
        let value = constant_value(self.graph, id, Precision::bits(CONSTANT_BITS));
        self.constant(precise::real(&value))
    }

    fn operation(&mut self, id: Id) -> Value {
        let graph = self.graph;
        let at = |writer: &Self, id: &Id| writer.values[id];
        match graph.node(id) {
            Node::Symbol(symbol) => match self.symbol(*symbol) {
                Some(value) => value,
                None => self.number(f64::NAN),
            },
            Node::Sum(constant, terms) => self.sum(constant, terms),
            Node::Product(factors) => self.product(factors),
            Node::Power(a, b) if self.is_constant(*b) => {
                let exponent = constant_value(self.graph, *b, Precision::bits(CONSTANT_BITS));
                let exponent = self.ops.constant_pair(&exponent);
                self.ops.power(at(self, a), exponent)
            }
            Node::Power(a, b) => self.binary(Binary::Pow, at(self, a), at(self, b)),
            Node::Apply(Func::Exp, args) => self.exp(args[0]),
            Node::Apply(Func::LogSumExp, args) => self.log_sum_exp(id, args[0]),
            Node::Apply(func, args) => self.call(*func, args),
            Node::SphericalBessel(order, a) => {
                self.unary(Unary::SphericalBessel(*order), at(self, a))
            }
            Node::Select(condition, a, b) => {
                let op = Op::Select(at(self, condition), at(self, a), at(self, b));
                self.push(op)
            }
            Node::Reduce(reduction, a) => self.push(Op::Reduce(*reduction, self.values[a])),
            Node::Concat(ids) => {
                let parts = ids.iter().map(|id| self.values[id]).collect();
                self.push(Op::Concat(parts))
            }
            Node::Part(whole, parts, which) => {
                let parts = parts.iter().map(|id| self.values[id]).collect();
                self.push(Op::Part(self.values[whole], parts, *which))
            }
            Node::Broadcast(value, pattern) => {
                // chosen by a mask of the pattern's length that always picks the same number
                let (value, pattern) = (at(self, value), at(self, pattern));
                let mask = self.push(Op::Compare(Comparison::Equal, pattern, pattern));
                self.push(Op::Select(mask, value, value))
            }
            Node::Truth(truth) => {
                let (zero, one) = (self.number(0.0), self.number(1.0));
                let comparison = if *truth {
                    Comparison::Less
                } else {
                    Comparison::Greater
                };
                self.push(Op::Compare(comparison, zero, one))
            }
            Node::Compare(comparison, a, b) => {
                self.push(Op::Compare(*comparison, self.values[a], self.values[b]))
            }
            Node::And(a, b) => self.push(Op::And(self.values[a], self.values[b])),
            Node::Or(a, b) => self.push(Op::Or(self.values[a], self.values[b])),
            Node::Undefined | Node::Rational(_) | Node::Constant(_) => self.number(f64::NAN),
        }
    }

    fn call(&mut self, func: Func, args: &[Id]) -> Value {
        let values: Vec<Value> = args.iter().map(|arg| self.values[arg]).collect();
        if let (Func::Ln, Node::Apply(Func::Cosh, inner)) = (func, self.graph.node(args[0])) {
            return self.unary(Unary::LnCosh, self.values[&inner[0]]);
        }
        if let Some(unary) = unary(func) {
            return self.unary(unary, values[0]);
        }
        let binary = binary(func);
        values
            .into_iter()
            .reduce(|a, b| self.binary(binary, a, b))
            .unwrap_or_else(|| self.number(f64::NAN))
    }
}

fn is_power_of_two(value: &Rational) -> bool {
    let mut rest = value.abs().to_i64().unwrap_or(0);
    while rest > 1 && rest % 2 == 0 {
        rest /= 2;
    }
    rest == 1
}
