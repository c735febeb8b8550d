//! Two inputs that an expression has in one sum only, as a prediction and its target in `log(cosh(a - b))`.
//!
//! It is a function of that sum, and is written as one: multiplied out, or with an exponential for each of the two, it would
//! cancel where they are nearly equal. Parameters are left apart: exponents keep more digits of a sum than one number has.

use super::builder::Builder;
use super::{Binary, Computation, Op, Output, Value};
use crate::graph::{Graph, Id, Node, Role, Symbol, Term};
use crate::rational::Rational;

/// Two inputs in one sum, and what depends on it.
pub(super) struct Together {
    sum: Sum,
    /// The expressions by what stands for the sum.
    pub outputs: Vec<Output>,
    /// The inputs of those: the other ones, and last what stands for the sum.
    pub inputs: Vec<Symbol>,
}

/// `first + factor*second`
#[derive(Clone, PartialEq)]
pub(super) struct Sum {
    pub first: Symbol,
    factor: Rational,
    pub second: Symbol,
}

impl Together {
    /// The inputs that expressions have in one sum only.
    pub fn of(graph: &mut Graph, inputs: &[Symbol], outputs: &[Output]) -> Option<Self> {
        if inputs.len() < 2 {
            return None;
        }
        let parts = |output: &Output| [output.value, output.domain];
        let roots: Vec<Id> = outputs.iter().flat_map(parts).collect();
        let is_scalar = |graph: &Graph, own| graph.symbol_info(own).role == Role::Scalar;
        let sum = Sum::only(graph, &roots, |graph, own| is_scalar(graph, own))?;
        let symbol = graph.new_symbol("together", Role::Scalar);
        let roots = sum.put_into(graph, symbol, &roots)?;
        let outputs = roots.chunks_exact(2).map(|own| Output {
            value: own[0],
            domain: own[1],
        });
        let outputs = outputs.collect();
        let pair = [sum.first, sum.second];
        let others = inputs.iter().filter(|own| !pair.contains(own)).copied();
        let inputs = others.chain([symbol]).collect();
        Some(Self {
            sum,
            outputs,
            inputs,
        })
    }

    /// The computation by all inputs, from that by the sum.
    pub fn composed(&self, computation: &Computation, inputs: &[Symbol]) -> Computation {
        let mut ops = Builder::default();
        let mut values: Vec<Value> = Vec::with_capacity(computation.ops.len());
        for op in &computation.ops {
            let value = match *op {
                Op::Input(index) => match self.inputs.get(index as usize + 1) {
                    Some(_) => read(&mut ops, inputs, self.inputs[index as usize]),
                    None => {
                        let pair = [self.sum.first, self.sum.second];
                        let pair = pair.map(|own| read(&mut ops, inputs, own));
                        self.sum.value(&mut ops, pair)
                    }
                },
                _ => ops.push(op.with_operands(|value| values[value.0 as usize])),
            };
            values.push(value);
        }
        let outputs = computation.outputs.iter();
        Computation {
            inputs: inputs.len() as u32,
            parameters: computation.parameters,
            ops: ops.finish(),
            outputs: outputs.map(|value| values[value.0 as usize]).collect(),
        }
    }
}

impl Sum {
    /// The sum that has two of some symbols for itself, as far as sums tell, if it is computed with one rounding.
    pub fn only(
        graph: &Graph,
        roots: &[Id],
        is_own: impl Fn(&Graph, Symbol) -> bool,
    ) -> Option<Self> {
        let mut found: Option<Self> = None;
        for id in graph.reachable(roots) {
            let Node::Sum(constant, terms) = graph.node(id) else {
                continue;
            };
            let Some(own) = Self::of(graph, terms, &is_own) else {
                continue;
            };
            // a number would be rounded with them
            let is_rounded = terms.len() == 2 && !constant.is_zero();
            if is_rounded || found.as_ref().is_some_and(|found| *found != own) {
                return None;
            }
            found = Some(own);
        }
        found.filter(|own| {
            let single = f64::from(own.factor.to_f64() as f32);
            Rational::from_f64(single).as_ref() == Some(&own.factor)
        })
    }

    /// What the symbols among some terms add up to, if they are two.
    fn of(graph: &Graph, terms: &[Term], is_own: impl Fn(&Graph, Symbol) -> bool) -> Option<Self> {
        let symbol = |term: &Term| match graph.node(term.id) {
            Node::Symbol(symbol) => Some(*symbol).filter(|own| is_own(graph, *own)),
            _ => None,
        };
        let mut own = terms.iter().filter_map(|term| Some((symbol(term)?, term)));
        let ((first, one), (second, other)) = (own.next()?, own.next()?);
        own.next().is_none().then_some(Self {
            first,
            factor: &other.coefficient * &one.coefficient.recip(),
            second,
        })
    }

    /// Expressions by a symbol that stands for the sum, if its symbols are nowhere else.
    pub fn put_into(&self, graph: &mut Graph, sum: Symbol, roots: &[Id]) -> Option<Vec<Id>> {
        let [by_sum, second] = [sum, self.second].map(|symbol| graph.symbol(symbol));
        let terms = [(Rational::ONE, by_sum), (-&self.factor, second)];
        let first = graph.sum(Rational::ZERO, terms);
        let roots: Vec<Id> = roots
            .iter()
            .map(|&root| graph.substitute(root, self.first, first))
            .collect();
        let depends = |root: &Id| {
            [self.first, self.second]
                .iter()
                .any(|&own| graph.depends_on(*root, own))
        };
        (!roots.iter().any(depends)).then_some(roots)
    }

    /// The sum of its two numbers.
    pub fn value(&self, ops: &mut Builder, [first, second]: [Value; 2]) -> Value {
        match () {
            () if self.factor == Rational::MINUS_ONE => ops.binary(Binary::Sub, first, second),
            () if self.factor.is_one() => ops.binary(Binary::Add, first, second),
            () => {
                let factor = ops.rational(&self.factor);
                ops.mul_add(factor, second, first)
            }
        }
    }
}

fn read(ops: &mut Builder, inputs: &[Symbol], input: Symbol) -> Value {
    let place = inputs.iter().position(|own| *own == input);
    ops.push(Op::Input(place.expect("one of the inputs") as u32))
}
