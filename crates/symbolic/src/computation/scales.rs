//! Inputs over a common scale, so that sums of their squares neither overflow nor vanish where the whole does not.
//!
//! Every node becomes a value times a power of the scale: numbers have power 0, inputs 1, and a sum that of its highest terms.
//! What is of another power in a sum is multiplied by inverses of the scale, which is then at least 1. The scale of vectors is
//! a power of two, so no digit changes.

use gradus_syntax::Func;
use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::Builder;
use super::{Binary, Op, Real, Reduction, Unary, Value};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::rational::Rational;

/// Expressions rewritten by their inputs over a scale, with the powers of the scale that they are multiplied with.
pub(super) fn scaled(
    graph: &mut Graph,
    inputs: &[Symbol],
    stable: &mut [Id],
    plain: &mut [Id],
) -> Option<(Scales, Vec<i64>)> {
    let mut scales = Scales::wanted(graph, inputs, stable)?;
    let mut both: [Vec<(Id, i64)>; 2] = Default::default();
    for (rewritten, roots) in both.iter_mut().zip([&*stable, &*plain]) {
        for &root in roots {
            rewritten.push(scales.rewritten(graph, root)?);
        }
    }
    let powers = |rewritten: &[(Id, i64)]| rewritten.iter().map(|one| one.1).collect::<Vec<_>>();
    let all = powers(&both[0]);
    if all != powers(&both[1]) {
        return None;
    }
    for (rewritten, roots) in both.iter().zip([stable, plain]) {
        for ((id, _), root) in rewritten.iter().zip(roots) {
            *root = *id;
        }
    }
    Some((scales, all))
}

/// An expression is its value times that power of the scale.
#[derive(Clone, Debug)]
struct Scaled {
    value: Id,
    power: Rational,
}

/// Inputs that are divided by a scale.
pub(super) struct Scales {
    /// Inputs, and the symbols that stand for them over the scale.
    stand_ins: Vec<(Symbol, Symbol)>,
    scale: Symbol,
    inverse: Symbol,
    /// Whether the inverse of the scale occurs: the scale is then at least 1.
    shrinks: bool,
    of_vectors: bool,
    done: FxHashMap<Id, Scaled>,
}

impl Scales {
    /// The scale that expressions want, if any.
    fn wanted(graph: &mut Graph, inputs: &[Symbol], roots: &[Id]) -> Option<Self> {
        let role = |symbol: &Symbol| graph.symbol_info(*symbol).role;
        let of_vectors = inputs.iter().any(|input| role(input) == Role::Vector);
        let found = if of_vectors {
            squared_in_reductions(graph, roots)
        } else {
            squared_together(graph, inputs, roots)?
        };
        let stand_ins: Vec<(Symbol, Symbol)> = inputs
            .iter()
            .filter(|input| found.contains(input))
            .map(|&input| {
                let info = graph.symbol_info(input).clone();
                (input, graph.new_symbol(&info.name, info.role))
            })
            .collect();
        if stand_ins.is_empty() {
            return None;
        }
        Some(Self {
            stand_ins,
            scale: graph.new_symbol("scale", Role::Parameter),
            inverse: graph.new_symbol("inverse", Role::Parameter),
            shrinks: false,
            of_vectors,
            done: FxHashMap::default(),
        })
    }

    /// An expression by the inputs over the scale, and the power of the scale that it is multiplied with.
    fn rewritten(&mut self, graph: &mut Graph, root: Id) -> Option<(Id, i64)> {
        for id in graph.reachable(&[root]) {
            if !self.done.contains_key(&id) {
                let scaled = self.node(graph, id)?;
                self.done.insert(id, scaled);
            }
        }
        let Scaled { value, power } = self.done[&root].clone();
        Some((value, power.to_i64().filter(|power| power.abs() <= 8)?))
    }

    /// The symbol that an input is read by.
    pub fn stand_in(&self, input: Symbol) -> Symbol {
        let found = self.stand_ins.iter().find(|(own, _)| *own == input);
        found.map_or(input, |(_, stand_in)| *stand_in)
    }

    fn node(&mut self, graph: &mut Graph, id: Id) -> Option<Scaled> {
        let plain = |value| Scaled {
            value,
            power: Rational::ZERO,
        };
        Some(match graph.node(id).clone() {
            Node::Symbol(symbol) => match self.stand_in(symbol) {
                own if own == symbol => plain(id),
                stand_in => Scaled {
                    value: graph.symbol(stand_in),
                    power: Rational::ONE,
                },
            },
            Node::Rational(_) | Node::Constant(_) | Node::Undefined | Node::Truth(_) => plain(id),
            Node::Sum(constant, terms) => {
                let constant = graph.rational(constant);
                let mut ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
                ids.push(constant);
                self.done.entry(constant).or_insert_with(|| plain(constant));
                let (values, power) = self.together(graph, &ids);
                let one = [Rational::ONE];
                let coefficients = terms.iter().map(|term| &term.coefficient).chain(&one);
                let terms: Vec<_> = coefficients.cloned().zip(values).collect();
                Scaled {
                    value: graph.sum(Rational::ZERO, terms),
                    power,
                }
            }
            Node::Product(factors) => {
                let mut power = Rational::ZERO;
                let mut product = Vec::new();
                for factor in factors.iter() {
                    let base = &self.done[&factor.base];
                    power = &power + &(&base.power * &factor.exponent);
                    product.push((base.value, factor.exponent.clone()));
                }
                Scaled {
                    value: graph.product(product),
                    power,
                }
            }
            Node::Apply(func @ (Func::Abs | Func::Min | Func::Max | Func::Hypot), args) => {
                let (values, power) = self.together(graph, &args);
                Scaled {
                    value: graph.apply(func, &values),
                    power,
                }
            }
            Node::Apply(Func::Sign, args) => {
                plain(graph.apply(Func::Sign, &[self.done[&args[0]].value]))
            }
            Node::Apply(func, args) => {
                let whole: Vec<Id> = args.iter().map(|&arg| self.whole(graph, arg)).collect();
                plain(graph.apply(func, &whole))
            }
            Node::Power(base, exponent) => {
                let (base, exponent) = (self.whole(graph, base), self.whole(graph, exponent));
                plain(graph.power(base, exponent))
            }
            Node::Select(condition, a, b) => {
                let condition = self.done[&condition].value;
                let (values, power) = self.together(graph, &[a, b]);
                Scaled {
                    value: graph.select(condition, values[0], values[1]),
                    power,
                }
            }
            Node::Compare(comparison, a, b) => {
                let (values, _) = self.together(graph, &[a, b]);
                plain(graph.compare(comparison, values[0], values[1]))
            }
            Node::And(a, b) => plain(graph.and(self.done[&a].value, self.done[&b].value)),
            Node::Or(a, b) => plain(graph.or(self.done[&a].value, self.done[&b].value)),
            Node::Reduce(Reduction::Product, _) => return None,
            Node::Reduce(Reduction::Count, vector) => {
                plain(graph.reduce(Reduction::Count, self.done[&vector].value))
            }
            Node::Reduce(reduction, vector) => {
                let Scaled { value, power } = self.done[&vector].clone();
                Scaled {
                    value: graph.reduce(reduction, value),
                    power,
                }
            }
            Node::Broadcast(value, pattern) => {
                let pattern = self.done[&pattern].value;
                let Scaled { value, power } = self.done[&value].clone();
                Scaled {
                    value: graph.shaped_as(value, pattern),
                    power,
                }
            }
            Node::Concat(_) | Node::Part(..) | Node::SphericalBessel(..) => return None,
        })
    }

    /// Values over the same power of the scale, the highest of them. Zero has any.
    fn together(&mut self, graph: &mut Graph, ids: &[Id]) -> (Vec<Id>, Rational) {
        let counts = |graph: &Graph, value: Id| {
            !graph.is_integer(value, 0) && *graph.node(value) != Node::Undefined
        };
        let scaled: Vec<Scaled> = ids.iter().map(|id| self.done[id].clone()).collect();
        let powers = scaled
            .iter()
            .filter(|one| counts(graph, one.value))
            .map(|one| one.power.clone());
        let highest = powers.max().unwrap_or(Rational::ZERO);
        let inverse = graph.symbol(self.inverse);
        let mut values = Vec::new();
        for Scaled { value, power } in scaled {
            let missing = &highest - &power;
            let differs = counts(graph, value) && !missing.is_zero();
            self.shrinks |= differs;
            values.push(if differs {
                graph.product([(value, Rational::ONE), (inverse, missing)])
            } else {
                value
            });
        }
        (values, highest)
    }

    /// An expression itself.
    fn whole(&self, graph: &mut Graph, id: Id) -> Id {
        let Scaled { value, power } = self.done[&id].clone();
        if power.is_zero() {
            return value;
        }
        let scale = graph.symbol(self.scale);
        graph.product([(value, Rational::ONE), (scale, power)])
    }

    /// Writes the scale and the inputs over it: what each symbol stands for. `input` writes an input itself.
    pub fn write(
        &self,
        ops: &mut Builder,
        input: impl Fn(Symbol) -> Option<Op>,
    ) -> Option<Vec<(Symbol, Value)>> {
        let inputs: Option<Vec<Value>> = self
            .stand_ins
            .iter()
            .map(|(own, _)| Some(ops.push(input(*own)?)))
            .collect();
        let inputs = inputs?;
        let scale = self.write_scale(ops, &inputs);
        let one = ops.number(1.0);
        let inverse = ops.binary(Binary::Div, one, scale);
        let mut all = vec![(self.scale, scale), (self.inverse, inverse)];
        for ((_, stand_in), value) in self.stand_ins.iter().zip(inputs) {
            // the inverse of a power of two is exact
            let quotient = if self.of_vectors {
                ops.binary(Binary::Mul, value, inverse)
            } else {
                ops.binary(Binary::Div, value, scale)
            };
            all.push((*stand_in, quotient));
        }
        Some(all)
    }

    fn write_scale(&self, ops: &mut Builder, inputs: &[Value]) -> Value {
        let mut greatest = ops.constant(if self.shrinks {
            Real::exact(1.0)
        } else {
            of_both(f64::MIN_POSITIVE, f32::MIN_POSITIVE)
        });
        for &input in inputs {
            let mut size = ops.unary(Unary::Abs, input);
            if self.of_vectors {
                size = ops.push(Op::Reduce(Reduction::Max, size));
            }
            greatest = ops.binary(Binary::Max, greatest, size);
        }
        let most = ops.constant(of_both(f64::MAX, f32::MAX));
        let size = ops.binary(Binary::Min, greatest, most);
        if !self.of_vectors {
            return size;
        }
        let logarithm = ops.unary(Unary::Log2, size);
        let whole = ops.unary(Unary::Floor, logarithm);
        let last = ops.constant(of_both(1023.0, 127.0));
        let whole = ops.binary(Binary::Min, whole, last);
        ops.unary(Unary::Exp2, whole)
    }

    /// A value times a power of the scale.
    pub fn times_power(ops: &mut Builder, value: Value, scale: Value, power: i64) -> Value {
        let operation = if power < 0 { Binary::Div } else { Binary::Mul };
        (0..power.abs()).fold(value, |value, _| ops.binary(operation, value, scale))
    }

    /// The symbol of the scale.
    pub fn scale(&self) -> Symbol {
        self.scale
    }
}

fn of_both(double: f64, single: f32) -> Real {
    Real {
        double,
        low: 0.0,
        single,
    }
}

/// The vectors whose squares, or other powers, are added up.
fn squared_in_reductions(graph: &Graph, roots: &[Id]) -> FxHashSet<Symbol> {
    let mut found = FxHashSet::default();
    for id in graph.reachable(roots) {
        if let Node::Reduce(Reduction::Sum, vector) = *graph.node(id) {
            for id in graph.reachable(&[vector]) {
                let Node::Product(factors) = graph.node(id) else {
                    continue;
                };
                for factor in factors
                    .iter()
                    .filter(|factor| is_above_one(&factor.exponent))
                {
                    found.extend(symbols_of(graph, factor.base));
                }
            }
        }
    }
    found.retain(|symbol| graph.symbol_info(*symbol).role == Role::Vector);
    found
}

/// Scalar inputs of algebraic expressions whose powers are added up under a root or below a line; none of others.
fn squared_together(graph: &Graph, inputs: &[Symbol], roots: &[Id]) -> Option<FxHashSet<Symbol>> {
    let mut found = FxHashSet::default();
    if inputs.len() < 2 {
        return None;
    }
    for id in graph.reachable(roots) {
        match graph.node(id) {
            Node::Product(factors) => {
                let mut roots = factors.iter().filter(|factor| {
                    factor.exponent.is_negative() || !factor.exponent.is_integer()
                });
                if let Some(sum) = roots.find(|factor| adds_squares(graph, factor.base)) {
                    found.extend(symbols_of(graph, sum.base));
                }
            }
            Node::Apply(func, _) if !matches!(func, Func::Abs | Func::Sign) => return None,
            Node::Power(..) | Node::SphericalBessel(..) => return None,
            _ => {}
        }
    }
    found.retain(|symbol| graph.symbol_info(*symbol).role == Role::Scalar);
    (found.len() > 1).then_some(found)
}

/// Whether a sum has two powers of inputs among its terms.
fn adds_squares(graph: &Graph, id: Id) -> bool {
    let Node::Sum(_, terms) = graph.node(id) else {
        return false;
    };
    let is_square = |id: Id| match graph.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| is_above_one(&factor.exponent)),
        _ => false,
    };
    terms.iter().filter(|term| is_square(term.id)).count() > 1
}

/// The symbols that something is an algebraic expression of.
fn symbols_of(graph: &Graph, root: Id) -> Vec<Symbol> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    let mut seen = FxHashSet::default();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        match graph.node(id) {
            Node::Symbol(symbol) => found.push(*symbol),
            Node::Apply(func, _) if *func != Func::Abs => {}
            Node::Power(..) => {}
            node => node.operands(|operand| pending.push(operand)),
        }
    }
    found
}

fn is_above_one(exponent: &Rational) -> bool {
    *exponent > Rational::ONE
}
