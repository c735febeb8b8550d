//! Integrals of derivatives as operations.

use gradus_syntax::Comparison;
use rustc_hash::FxHashMap;

use super::{Difference, Part};
use crate::computation::{Binary, Op, Real, Unary, Value, Writer, quadrature};
use crate::graph::{Id, Node, Symbol};
use crate::normal::Normalizer;

/// Where powers of inputs are beyond the range.
const LARGE: Real = Real {
    double: 1e60,
    low: 0.0,
    single: 1e7,
};

/// How far inputs are apart from 0, over the parameter, where what is odd in them is not looked at as a difference.
const APART: f64 = 0.25;

impl Writer<'_> {
    /// A value, but where arguments nearly meet by the integral of a derivative.
    pub(in super::super) fn with_difference(
        &mut self,
        value: Value,
        own: &Difference,
    ) -> Option<Value> {
        let parameter = self.symbol(own.parameter)?;
        let input = self.symbol(own.input)?;
        let mut total = self.integral(own, &own.parts, &[(1.0, 1.0)])?;
        if let Some(slope) = &own.slope {
            let places: Vec<(f64, f64)> = quadrature::places_of_even().collect();
            let near = self.integral(own, slope, &places)?;
            let near = self.ops.binary(Binary::Mul, near, input);
            let [size, reach] = [input, parameter].map(|own| self.ops.unary(Unary::Abs, own));
            let apart = self.ops.number(APART);
            let reach = self.ops.binary(Binary::Mul, apart, reach);
            let is_near = self.ops.compare(Comparison::LessEqual, size, reach);
            total = self.ops.select(is_near, near, total);
        }
        if own.left > 0 {
            let power = self.ops.push(Op::Power(parameter, own.left));
            total = self.ops.binary(Binary::Mul, total, power);
        }
        let is_near = self.all_move_little(own)?;
        Some(self.ops.select(is_near, total, value))
    }

    /// The integral of a derivative, averaged over parts of the input.
    fn integral(
        &mut self,
        own: &Difference,
        parts: &[Part],
        inputs: &[(f64, f64)],
    ) -> Option<Value> {
        let mut written: Option<(Vec<Value>, Value)> = None;
        let factorial: f64 = (1..own.order).map(f64::from).product();
        let mut total = self.ops.number(0.0);
        for (part, weight) in inputs {
            for (place, other) in quadrature::places() {
                let meanings = self.meanings(own, parts, (*part, place))?;
                let values: Vec<Value> = meanings.iter().map(|(_, value)| *value).collect();
                let value = match &written {
                    Some((first, value)) => {
                        let instead = first.iter().copied().zip(values).collect();
                        self.repeated(*value, instead)
                    }
                    None => {
                        let value = self.sum_of_parts(parts, &meanings)?;
                        written = Some((values, value));
                        value
                    }
                };
                let beside = (1.0 - place).powi(own.order as i32 - 1) / factorial;
                let weight = self.ops.number(weight * other * beside);
                total = self.ops.mul_add(weight, value, total);
            }
        }
        Some(total)
    }

    /// What symbols stand for at a place: the input, the step and the shifted inputs.
    fn meanings(
        &mut self,
        own: &Difference,
        parts: &[Part],
        (part, place): (f64, f64),
    ) -> Option<Vec<(Symbol, Value)>> {
        let of = [
            (own.input, own.input, part),
            (own.step, own.parameter, place),
        ];
        let mut meanings = Vec::new();
        for (symbol, of, factor) in of {
            let factor = self.ops.number(factor);
            let value = self.symbol(of)?;
            meanings.push((symbol, self.ops.binary(Binary::Mul, factor, value)));
        }
        let shifts = parts.iter().flat_map(|part| &part.shifts);
        let shifts = self.with_meanings(&meanings, |writer| {
            let shifts = shifts.map(|(symbol, shift)| Some((*symbol, writer.shifted(*shift)?)));
            shifts.collect::<Option<Vec<_>>>()
        });
        meanings.extend(shifts?);
        Some(meanings)
    }

    fn sum_of_parts(&mut self, parts: &[Part], meanings: &[(Symbol, Value)]) -> Option<Value> {
        let mut normalizer = Normalizer::default();
        let mut total: Option<Value> = None;
        for part in parts {
            let value = self.with_meanings(meanings, |writer| {
                normalizer.write_smooth(writer, part.value)
            })?;
            total = Some(match total {
                Some(total) => self.ops.binary(Binary::Add, total, value),
                None => value,
            });
        }
        total
    }

    /// A value again, with others instead of those that it is made of.
    fn repeated(&mut self, value: Value, mut instead: FxHashMap<Value, Value>) -> Value {
        let mut needed = vec![false; value.0 as usize + 1];
        needed[value.0 as usize] = true;
        for index in (0..needed.len()).rev() {
            let is_other = instead.contains_key(&Value(index as u32));
            if needed[index] && !is_other {
                self.ops.ops()[index].operands(|operand| needed[operand.0 as usize] = true);
            }
        }
        for index in (0..needed.len()).filter(|index| needed[*index]) {
            let (own, op) = (Value(index as u32), self.ops.ops()[index].clone());
            let mut has_changed = false;
            op.operands(|operand| has_changed |= instead.contains_key(&operand));
            if has_changed && !instead.contains_key(&own) {
                let of = |operand: Value| instead.get(&operand).copied().unwrap_or(operand);
                let op = op.with_operands(of);
                instead.insert(own, self.ops.push(op));
            }
        }
        instead.get(&value).copied().unwrap_or(value)
    }

    /// A shifted input for the step that is stood in for.
    fn shifted(&mut self, shift: Id) -> Option<Value> {
        let Node::Sum(constant, terms) = self.graph.node(shift) else {
            return None;
        };
        let mut total: Option<Value> = match constant.is_zero() {
            true => None,
            false => Some(self.ops.rational(constant)),
        };
        for term in terms.iter() {
            let Node::Symbol(symbol) = *self.graph.node(term.id) else {
                return None;
            };
            let value = self.symbol(symbol)?;
            let factor = self.ops.rational(&term.coefficient);
            total = Some(match total {
                Some(total) => self.ops.mul_add(factor, value, total),
                None => self.ops.binary(Binary::Mul, factor, value),
            });
        }
        total
    }

    /// Conditions that hold, or do not, as masks.
    pub(in super::super) fn all_within(&mut self, within: &[(Id, bool)]) -> Vec<Value> {
        let mut conditions = Vec::new();
        for &(condition, holds) in within {
            let condition = self.expression(condition);
            conditions.push(match holds {
                true => condition,
                false => self.ops.push(Op::Not(condition)),
            });
        }
        conditions
    }

    fn all_move_little(&mut self, own: &Difference) -> Option<Value> {
        let mut conditions = self.all_within(&own.within);
        if own.is_mixed {
            let size = self.symbol(own.input)?;
            let size = self.ops.unary(Unary::Abs, size);
            let bound = self.ops.constant(LARGE);
            conditions.push(self.ops.compare(Comparison::Less, size, bound));
        }
        for own in &own.moved {
            let [small, bound] = [own.small, own.bound].map(|id| {
                let value = self.expression(id);
                self.ops.unary(Unary::Abs, value)
            });
            conditions.push(self.ops.compare(Comparison::LessEqual, small, bound));
        }
        let conditions = conditions.into_iter();
        conditions.reduce(|all, own| self.ops.push(Op::And(all, own)))
    }
}
