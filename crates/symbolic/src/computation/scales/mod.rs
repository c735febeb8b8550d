//! Inputs over a common scale, so that sums of their squares, and means, neither overflow nor vanish where the whole does not.
//!
//! Every node becomes a value times a power of the scale: numbers have power 0, inputs 1, and a sum that of its highest terms.
//! What is of another power in a sum is multiplied by inverses of the scale, which is then at least 1. The scale of vectors is
//! a power of two, so no digit changes. Exponentials that are added up are counted in the same way, each being one over the
//! greatest of them.

mod linear;
mod wanted;

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use self::wanted::{homogeneous, large_in_reductions, squared_together, summed_exponential};
use super::builder::Builder;
use super::{Binary, Op, Real, Reduction, Unary, Value};
use crate::graph::{Factor, Graph, Id, Node, Role, Symbol, Term};
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
    if scales.of_parameters && scales.shrinks {
        return None;
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

/// An expression is its value times that power of the scale, and of the greatest exponential.
#[derive(Clone, Debug)]
struct Scaled {
    value: Id,
    power: Rational,
    exponentials: Rational,
}

/// An expression that is the same whatever the scale.
fn plain(value: Id) -> Scaled {
    Scaled {
        value,
        power: Rational::ZERO,
        exponentials: Rational::ZERO,
    }
}

/// Inputs that are divided by a scale.
pub(super) struct Scales {
    /// Inputs, and the symbols that stand for them over the scale.
    stand_ins: Vec<(Symbol, Symbol)>,
    scale: Symbol,
    inverse: Symbol,
    /// What results are multiplied with: the scale, but infinite where an input is.
    reach: Symbol,
    /// Whether the inverse of the scale occurs: the scale is then at least 1.
    shrinks: bool,
    of_vectors: bool,
    /// Parameters are over the scale, too: everything is homogeneous in them and the input.
    of_parameters: bool,
    /// What exponentials that are added up are of.
    exponent: Option<Id>,
    done: FxHashMap<Id, Scaled>,
}

impl Scales {
    /// The scale that expressions want, if any.
    fn wanted(graph: &mut Graph, inputs: &[Symbol], roots: &[Id]) -> Option<Self> {
        let role = |symbol: &Symbol| graph.symbol_info(*symbol).role;
        let of_vectors = inputs.iter().any(|input| role(input) == Role::Vector);
        let (found, parameters) = match inputs {
            _ if of_vectors => {
                let mut found = large_in_reductions(graph, roots);
                // directions have sizes of their own
                let others = inputs.iter().skip(1);
                for other in others.filter(|other| linear::is_linear(graph, roots, **other)) {
                    found.remove(other);
                }
                (found, Vec::new())
            }
            [input] => {
                let parameters = homogeneous(graph, *input, roots)?;
                ([*input].into_iter().collect(), parameters)
            }
            _ => (squared_together(graph, inputs, roots)?, Vec::new()),
        };
        let of_parameters = !parameters.is_empty();
        let wanted = inputs.iter().filter(|input| found.contains(input));
        let stand_ins: Vec<(Symbol, Symbol)> = wanted
            .chain(&parameters)
            .map(|&input| {
                let info = graph.symbol_info(input).clone();
                (input, graph.new_symbol(&info.name, info.role))
            })
            .collect();
        let exponent = summed_exponential(graph, roots);
        if stand_ins.is_empty() && exponent.is_none() {
            return None;
        }
        Some(Self {
            stand_ins,
            scale: graph.new_symbol("scale", Role::Parameter),
            inverse: graph.new_symbol("inverse", Role::Parameter),
            reach: graph.new_symbol("reach", Role::Parameter),
            shrinks: false,
            of_vectors,
            of_parameters,
            exponent,
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
        let Scaled {
            value,
            power,
            exponentials,
        } = self.done[&root].clone();
        if !exponentials.is_zero() {
            return None;
        }
        Some((value, power.to_i64().filter(|power| power.abs() <= 8)?))
    }

    /// The symbol that an input is read by.
    pub fn stand_in(&self, input: Symbol) -> Symbol {
        let found = self.stand_ins.iter().find(|(own, _)| *own == input);
        found.map_or(input, |(_, stand_in)| *stand_in)
    }

    fn node(&mut self, graph: &mut Graph, id: Id) -> Option<Scaled> {
        Some(match graph.node(id).clone() {
            Node::Symbol(symbol) => match self.stand_in(symbol) {
                own if own == symbol => plain(id),
                stand_in => Scaled {
                    power: Rational::ONE,
                    ..plain(graph.symbol(stand_in))
                },
            },
            Node::Rational(_) | Node::Constant(_) | Node::Undefined | Node::Truth(_) => plain(id),
            Node::Sum(constant, terms) => self.sum(graph, constant, &terms)?,
            Node::Product(factors) => self.product(graph, &factors),
            Node::Apply(func @ (Func::Abs | Func::Min | Func::Max | Func::Hypot), args) => {
                let (values, like) = self.together(graph, &args)?;
                Scaled {
                    value: graph.apply(func, &values),
                    ..like
                }
            }
            Node::Apply(Func::Exp, args) if self.count(graph, args[0]).is_some() => {
                let count = self.count(graph, args[0])?;
                let exponent = self.whole(graph, self.exponent?)?;
                let greatest = graph.reduce(Reduction::Max, exponent);
                let argument = self.whole(graph, args[0])?;
                let terms = [(Rational::ONE, argument), (-&count, greatest)];
                let difference = graph.sum(Rational::ZERO, terms);
                Scaled {
                    exponentials: count,
                    ..plain(graph.apply(Func::Exp, &[difference]))
                }
            }
            Node::Apply(Func::Sign, args) => {
                plain(graph.apply(Func::Sign, &[self.done[&args[0]].value]))
            }
            // of what is homogeneous the logarithm of the scale stands beside that of the rest
            Node::Apply(Func::Ln, args) if self.is_over_scale(args[0]) => {
                let Scaled { value, power, .. } = self.done[&args[0]].clone();
                let scale = graph.symbol(self.scale);
                let [own, beside] = [value, scale].map(|of| graph.apply(Func::Ln, &[of]));
                plain(graph.sum(Rational::ZERO, [(Rational::ONE, own), (power, beside)]))
            }
            Node::Apply(func, args) => {
                let whole: Option<Vec<Id>> =
                    args.iter().map(|&arg| self.whole(graph, arg)).collect();
                plain(graph.apply(func, &whole?))
            }
            Node::Power(base, exponent) => {
                let (base, exponent) = (self.whole(graph, base)?, self.whole(graph, exponent)?);
                plain(graph.power(base, exponent))
            }
            Node::Select(condition, a, b) => {
                let condition = self.done[&condition].value;
                let (values, like) = self.together(graph, &[a, b])?;
                Scaled {
                    value: graph.select(condition, values[0], values[1]),
                    ..like
                }
            }
            Node::Compare(comparison, a, b) => {
                let (values, _) = self.together(graph, &[a, b])?;
                plain(graph.compare(comparison, values[0], values[1]))
            }
            Node::And(a, b) => plain(graph.and(self.done[&a].value, self.done[&b].value)),
            Node::Or(a, b) => plain(graph.or(self.done[&a].value, self.done[&b].value)),
            Node::Reduce(Reduction::Product, _) => return None,
            Node::Reduce(Reduction::Count, vector) => {
                plain(graph.reduce(Reduction::Count, self.done[&vector].value))
            }
            Node::Reduce(reduction, vector) => {
                let like = self.done[&vector].clone();
                Scaled {
                    value: graph.reduce(reduction, like.value),
                    ..like
                }
            }
            Node::Broadcast(value, pattern) => {
                let pattern = self.done[&pattern].value;
                let like = self.done[&value].clone();
                Scaled {
                    value: graph.shaped_as(like.value, pattern),
                    ..like
                }
            }
            Node::Concat(_) | Node::Part(..) | Node::SphericalBessel(..) => return None,
        })
    }

    /// Whether something is a power of the scale times what is the same whatever that is.
    fn is_over_scale(&self, id: Id) -> bool {
        let own = &self.done[&id];
        !own.power.is_zero() && own.exponentials.is_zero()
    }

    fn sum(&mut self, graph: &mut Graph, constant: Rational, terms: &[Term]) -> Option<Scaled> {
        let constant = graph.rational(constant);
        let mut ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
        ids.push(constant);
        self.done.entry(constant).or_insert_with(|| plain(constant));
        let (values, like) = self.together(graph, &ids)?;
        let one = [Rational::ONE];
        let coefficients = terms.iter().map(|term| &term.coefficient).chain(&one);
        let terms: Vec<_> = coefficients.cloned().zip(values).collect();
        Some(Scaled {
            value: graph.sum(Rational::ZERO, terms),
            ..like
        })
    }

    fn product(&self, graph: &mut Graph, factors: &[Factor]) -> Scaled {
        let (mut power, mut exponentials) = (Rational::ZERO, Rational::ZERO);
        let mut product = Vec::new();
        for factor in factors {
            let base = &self.done[&factor.base];
            power = &power + &(&base.power * &factor.exponent);
            exponentials = &exponentials + &(&base.exponentials * &factor.exponent);
            product.push((base.value, factor.exponent.clone()));
        }
        Scaled {
            value: graph.product(product),
            power,
            exponentials,
        }
    }

    /// How often the exponent is in another one, by itself or as the logarithm of the sum of its exponentials; none if not.
    fn count(&self, graph: &Graph, argument: Id) -> Option<Rational> {
        let exponent = self.exponent?;
        let (_, terms) = graph.split_sum(argument);
        let is_of_exponent = |id: Id| {
            id == exponent
                || matches!(graph.node(id), Node::Apply(Func::LogSumExp, args) if args[0] == exponent)
        };
        let own = terms.iter().filter(|(_, id)| is_of_exponent(*id));
        let count = own.fold(Rational::ZERO, |total, (count, _)| &total + count);
        (!count.is_zero()).then_some(count)
    }

    /// Values over the same power of the scale, the highest of them, and what has that; none where the powers of exponentials
    /// differ. Zero has any.
    fn together(&mut self, graph: &mut Graph, ids: &[Id]) -> Option<(Vec<Id>, Scaled)> {
        let counts = |graph: &Graph, value: Id| {
            !graph.is_integer(value, 0) && *graph.node(value) != Node::Undefined
        };
        let scaled: Vec<Scaled> = ids.iter().map(|id| self.done[id].clone()).collect();
        let counted = || scaled.iter().filter(|one| counts(graph, one.value));
        let like = counted().max_by_key(|one| one.power.clone());
        let like = like.unwrap_or(&scaled[0]).clone();
        if counted().any(|one| one.exponentials != like.exponentials) {
            return None;
        }
        let inverse = graph.symbol(self.inverse);
        let mut values = Vec::new();
        for Scaled { value, power, .. } in scaled {
            let missing = &like.power - &power;
            let differs = counts(graph, value) && !missing.is_zero();
            self.shrinks |= differs;
            values.push(if differs {
                graph.product([(value, Rational::ONE), (inverse, missing)])
            } else {
                value
            });
        }
        Some((values, like))
    }

    /// An expression itself; none where it is over exponentials.
    fn whole(&self, graph: &mut Graph, id: Id) -> Option<Id> {
        let Scaled {
            value,
            power,
            exponentials,
        } = self.done[&id].clone();
        if !exponentials.is_zero() {
            return None;
        }
        if power.is_zero() {
            return Some(value);
        }
        let scale = graph.symbol(self.scale);
        Some(graph.product([(value, Rational::ONE), (scale, power)]))
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
        let inputs = inputs.filter(|inputs| !inputs.is_empty())?;
        let (scale, reach) = self.write_scale(ops, &inputs);
        let one = ops.number(1.0);
        let inverse = ops.binary(Binary::Div, one, scale);
        let mut all = vec![
            (self.scale, scale),
            (self.inverse, inverse),
            (self.reach, reach),
        ];
        for (index, ((_, stand_in), value)) in self.stand_ins.iter().zip(inputs).enumerate() {
            // the inverse of a power of two is exact
            let quotient = if self.of_vectors {
                ops.binary(Binary::Mul, value, inverse)
            } else if self.of_parameters && index == 0 {
                let value = within_range(ops, value);
                ops.binary(Binary::Div, value, scale)
            } else {
                // of parameters nothing is left where the input is infinite
                ops.binary(Binary::Div, value, reach)
            };
            all.push((*stand_in, quotient));
        }
        Some(all)
    }

    /// The scale, which is finite, and what it is without that.
    fn write_scale(&self, ops: &mut Builder, inputs: &[Value]) -> (Value, Value) {
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
        if self.of_parameters {
            return (size, greatest);
        }
        if !self.of_vectors {
            return (size, size);
        }
        let logarithm = ops.unary(Unary::Log2, size);
        let whole = ops.unary(Unary::Floor, logarithm);
        let last = ops.constant(of_both(1023.0, 127.0));
        let whole = ops.binary(Binary::Min, whole, last);
        let scale = ops.unary(Unary::Exp2, whole);
        (scale, scale)
    }

    /// A value times a power of the scale; where it is 0 it has vanished before the scale is infinite.
    pub fn times_power(&self, ops: &mut Builder, value: Value, scale: Value, power: i64) -> Value {
        let operation = if power < 0 { Binary::Div } else { Binary::Mul };
        let product = (0..power.abs()).fold(value, |value, _| ops.binary(operation, value, scale));
        if !self.of_parameters || power <= 0 {
            return product;
        }
        let zero = ops.number(0.0);
        let is_zero = ops.compare(Comparison::Equal, value, zero);
        ops.select(is_zero, zero, product)
    }

    /// Whether no input over the scale is above 1.
    pub fn bounds(&self) -> bool {
        self.of_parameters
    }

    /// What the power of the scale is that a result is multiplied with, for a writer that knows where.
    pub fn outer(&self, power: i64) -> Option<Outer> {
        self.of_parameters.then(|| Outer {
            stand_ins: self.stand_ins.clone(),
            reach: self.reach,
            power,
        })
    }

    /// The symbol of what results are multiplied with.
    pub fn reach(&self) -> Symbol {
        self.reach
    }
}

/// The greatest number for an infinite one.
fn within_range(ops: &mut Builder, value: Value) -> Value {
    let (least, most) = (of_both(f64::MIN, f32::MIN), of_both(f64::MAX, f32::MAX));
    let (least, most) = (ops.constant(least), ops.constant(most));
    let value = ops.binary(Binary::Max, value, least);
    ops.binary(Binary::Min, value, most)
}

/// A power of the scale that a result is multiplied with: times it, what is over the scale is itself.
#[derive(Clone)]
pub(crate) struct Outer {
    stand_ins: Vec<(Symbol, Symbol)>,
    reach: Symbol,
    pub power: i64,
}

impl Outer {
    /// The symbol of the scale.
    pub fn reach(&self) -> Symbol {
        self.reach
    }

    /// Whether a symbol stands for one over the scale.
    pub fn has(&self, symbol: Symbol) -> bool {
        self.stand_ins.iter().any(|pair| pair.1 == symbol)
    }

    /// What a value is over the scale, by the values of symbols.
    pub fn own_of(
        &self,
        value: Value,
        mut at: impl FnMut(Symbol) -> Option<Value>,
    ) -> Option<Value> {
        let found = self.stand_ins.iter().find(|pair| at(pair.1) == Some(value));
        at(found?.0)
    }
}

fn of_both(double: f64, single: f32) -> Real {
    Real {
        double,
        low: 0.0,
        single,
    }
}
