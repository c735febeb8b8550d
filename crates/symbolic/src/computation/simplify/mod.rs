//! Fewer and cheaper operations for the same numbers.
//!
//! A list is rebuilt operation by operation, each by the rows of [`rules`] that fit. Where inputs and parameters are numbers, infinities
//! among them, the results are the same up to the sign of zeros, but for what is rounded otherwise: divisions by one number become
//! products with its inverse, or these divisions ([`reciprocals`]), exponentials of both signs become one ([`choices`]), what is divided
//! by a signed sum twice is squared ([`even`]), products with squares, where these alone leave the range too, become products with
//! their roots ([`halves`]), and choices between a sum and one of its parts become sums of what is chosen ([`parts`]).
//! Exponents that are needed below 0 only are what is below 0 of them ([`sides`]), and odd functions take over signs ([`odd`]).
//! NaN is seen to afterwards.

mod choices;
mod even;
mod halves;
mod odd;
mod parts;
mod ranges;
mod reciprocals;
mod rules;
mod sides;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::{Builder, Computation, Op, Value, cost, strict};
use ranges::Range;

/// A list being rebuilt.
struct Simplifier {
    ops: Builder,
    ranges: Vec<Range>,
    /// Which operations are the same for all elements.
    uniform: Vec<bool>,
    /// Whether the first operand of the operation at hand has no other use.
    used_once: bool,
    /// Where the values of the list that is rebuilt are by now.
    places: FxHashMap<Value, Value>,
}

/// A computation without operations over vectors, simplified; where an input is NaN its results may be anything.
pub(super) fn simplified(computation: &Computation) -> Computation {
    let Computation { ops, outputs, .. } = computation;
    let inside = |output: &Value| strict::without_guards(ops, *output);
    let outputs: Vec<Value> = outputs.iter().map(inside).collect();
    let (ops, outputs) = rebuilt(ops, &outputs, |simplifier, _, op| simplifier.push(op));
    let (ops, outputs) = even::of_sizes(&ops, &outputs);
    let (ops, outputs) = reciprocals::shared(&ops, &outputs);
    let (ops, outputs) = reciprocals::joined(&ops, &outputs);
    let (ops, outputs) = sides::below(&ops, &outputs);
    let (ops, outputs) = odd::signed(&ops, &outputs);
    let (ops, outputs) = halves::apart(&ops, &outputs);
    let (ops, outputs) = parts::added(&ops, &outputs);
    let (ops, outputs) = reciprocals::direct(&ops, &outputs);
    Computation {
        inputs: computation.inputs,
        parameters: computation.parameters,
        ops,
        outputs,
    }
}

/// Which values are NaN or not below 0, whatever numbers the inputs and parameters are.
pub(super) fn not_negative(ops: &[Op]) -> Vec<bool> {
    let mut ranges: Vec<Range> = Vec::with_capacity(ops.len());
    for op in ops {
        let range = ranges::range(op, |value| ranges[value.0 as usize]);
        ranges.push(range);
    }
    ranges.into_iter().map(Range::is_not_negative).collect()
}

/// A computation without what no output needs.
pub(super) fn compact(computation: &Computation) -> Computation {
    let Computation { ops, outputs, .. } = computation;
    let (ops, outputs) = rebuilt(ops, outputs, |simplifier, _, op| simplifier.written(op));
    Computation {
        inputs: computation.inputs,
        parameters: computation.parameters,
        ops,
        outputs,
    }
}

/// How often each value is read by what outputs need, or is an output.
fn uses(ops: &[Op], outputs: &[Value]) -> Vec<u32> {
    let wanted = cost::wanted(ops, outputs);
    let mut uses = vec![0; ops.len()];
    for (_, op) in ops.iter().enumerate().filter(|(index, _)| wanted[*index]) {
        op.operands(|operand| uses[operand.0 as usize] += 1);
    }
    for output in outputs {
        uses[output.0 as usize] += 1;
    }
    uses
}

/// What outputs need, rebuilt one after the other from the place of an operation, and as it is with its operands rebuilt.
fn rebuilt(
    ops: &[Op],
    outputs: &[Value],
    push: impl Fn(&mut Simplifier, Value, Op) -> Value,
) -> (Vec<Op>, Vec<Value>) {
    let wanted = cost::wanted(ops, outputs);
    let uses = uses(ops, outputs);
    let mut simplifier = Simplifier::new();
    for (index, op) in ops.iter().enumerate().filter(|(index, _)| wanted[*index]) {
        let mut first = None;
        op.operands(|operand| first = first.or(Some(operand)));
        simplifier.used_once = first.is_some_and(|first| uses[first.0 as usize] == 1);
        let moved = op.with_operands(|operand| simplifier.places[&operand]);
        let old = Value(index as u32);
        let place = push(&mut simplifier, old, moved);
        simplifier.places.insert(old, place);
    }
    let outputs = outputs
        .iter()
        .map(|output| simplifier.places[output])
        .collect();
    (simplifier.ops.finish(), outputs)
}

impl Simplifier {
    fn new() -> Self {
        Self {
            ops: Builder::default(),
            ranges: Vec::new(),
            uniform: Vec::new(),
            used_once: false,
            places: FxHashMap::default(),
        }
    }

    /// The result of an operation as it is.
    fn written(&mut self, op: Op) -> Value {
        let range = ranges::range(&op, |value| self.range(value));
        let uniform = match op {
            Op::Input(_) => false,
            _ => {
                let mut all = true;
                op.operands(|operand| all &= self.is_uniform(operand));
                all
            }
        };
        let value = self.ops.push(op);
        if value.0 as usize == self.ranges.len() {
            self.ranges.push(range);
            self.uniform.push(uniform);
        }
        value
    }

    fn range(&self, value: Value) -> Range {
        self.ranges[value.0 as usize]
    }

    fn is_uniform(&self, value: Value) -> bool {
        self.uniform[value.0 as usize]
    }

    fn op(&self, value: Value) -> &Op {
        &self.ops.ops()[value.0 as usize]
    }
}
