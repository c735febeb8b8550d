//! The operations that a scale, and what is over it, are computed by.

use gradus_syntax::Comparison;

use super::{Element, Own, Powers, Scales};
use crate::computation::builder::Builder;
use crate::computation::{Binary, Op, Real, Reduction, Unary, Value};
use crate::graph::{Id, Symbol};

/// The scale, and the element of vectors that it is.
struct Written {
    scale: Value,
    reach: Value,
}

impl Scales {
    /// What is over the scale.
    pub fn owners(&self) -> impl Iterator<Item = Own> {
        self.stand_ins.iter().map(|(own, _)| *own)
    }

    /// What the element of vectors that is the scale depends on.
    pub fn orientation(&self) -> Option<Id> {
        match self.element {
            Element::BySignOf(exponent) => Some(exponent),
            Element::Greatest | Element::Least => None,
        }
    }

    /// Writes the scale and what is over it: what each symbol stands for. The values are those of the owners themselves, and of what
    /// the element that is the scale depends on.
    pub fn write(
        &self,
        ops: &mut Builder,
        values: &[Value],
        orientation: Option<Value>,
    ) -> Vec<(Symbol, Value)> {
        if values.is_empty() {
            return Vec::new();
        }
        let Written { scale, reach } = self.write_scale(ops, values, orientation);
        let one = ops.number(1.0);
        let mut inverse = ops.binary(Binary::Div, one, scale);
        let mut all = vec![(self.scale, scale), (self.reach, reach)];
        for (index, ((_, stand_in), &value)) in self.stand_ins.iter().zip(values).enumerate() {
            // the inverse of a power of two is exact
            let quotient = if self.of_vectors() {
                ops.binary(Binary::Mul, value, inverse)
            } else if self.of_parameters() && index == 0 {
                let value = within_range(ops, value);
                ops.binary(Binary::Div, value, scale)
            } else {
                // of parameters nothing is left where the input is infinite
                ops.binary(Binary::Div, value, reach)
            };
            all.push((*stand_in, quotient));
        }
        if self.is_parted() {
            let above = ops.binary(Binary::Max, scale, one);
            inverse = ops.binary(Binary::Div, one, above);
            all.push((self.below, ops.binary(Binary::Min, scale, one)));
        }
        all.push((self.inverse, inverse));
        all
    }

    /// The scale, which is finite, and what it is without that.
    fn write_scale(
        &self,
        ops: &mut Builder,
        values: &[Value],
        orientation: Option<Value>,
    ) -> Written {
        let size = self.write_size(ops, values, orientation);
        let least = match self.shrinks && !self.divides {
            true => Real::exact(1.0),
            false => of_both(f64::MIN_POSITIVE, f32::MIN_POSITIVE),
        };
        let least = ops.constant(least);
        let greatest = ops.binary(Binary::Max, least, size);
        let most = ops.constant(of_both(f64::MAX, f32::MAX));
        let size = ops.binary(Binary::Min, greatest, most);
        if self.of_parameters() {
            let (scale, reach) = (size, greatest);
            return Written { scale, reach };
        }
        if !self.of_vectors() {
            return Written {
                scale: size,
                reach: size,
            };
        }
        let logarithm = ops.unary(Unary::Log2, size);
        let whole = ops.unary(Unary::Floor, logarithm);
        let last = ops.constant(of_both(1023.0, 127.0));
        let whole = ops.binary(Binary::Min, whole, last);
        let scale = ops.unary(Unary::Exp2, whole);
        Written {
            scale,
            reach: scale,
        }
    }

    /// The magnitude that the scale is of.
    fn write_size(&self, ops: &mut Builder, values: &[Value], orientation: Option<Value>) -> Value {
        let sizes: Vec<Value> = values
            .iter()
            .map(|&value| ops.unary(Unary::Abs, value))
            .collect();
        let greatest = [Reduction::Max, Reduction::Min].map(|reduction| match self.element {
            Element::Greatest if reduction == Reduction::Min => None,
            Element::Least if reduction == Reduction::Max => None,
            _ => self.extreme(ops, &sizes, reduction),
        });
        let zero = ops.number(0.0);
        match (greatest, orientation) {
            ([Some(greatest), Some(least)], Some(exponent)) => {
                let is_positive = ops.compare(Comparison::Greater, exponent, zero);
                ops.select(is_positive, greatest, least)
            }
            ([greatest, least], _) => greatest.or(least).unwrap_or(zero),
        }
    }

    /// The greatest of all magnitudes, or the least.
    fn extreme(&self, ops: &mut Builder, sizes: &[Value], reduction: Reduction) -> Option<Value> {
        let join = match reduction {
            Reduction::Min => Binary::Min,
            _ => Binary::Max,
        };
        let mut found = None;
        for &size in sizes {
            let own = match self.of_vectors() {
                true => ops.push(Op::Reduce(reduction, size)),
                false => size,
            };
            found = Some(match found {
                Some(found) => ops.binary(join, found, own),
                None => own,
            });
        }
        found
    }

    /// A value times powers of the scale; where it is 0 it has vanished before the scale is infinite.
    pub fn times_powers(
        &self,
        ops: &mut Builder,
        value: Value,
        powers: Powers,
        at: impl Fn(Symbol) -> Option<Value>,
    ) -> Value {
        let Powers { above, below } = powers;
        if above != below {
            // one of the parts is 1
            let parts = [(self.inverse, -above), (self.below, below)];
            return parts.into_iter().fold(value, |value, (part, power)| {
                at(part).map_or(value, |part| times(ops, value, part, power))
            });
        }
        let Some(scale) = at(self.reach) else {
            return value;
        };
        let product = times(ops, value, scale, above);
        if !self.of_parameters() || above <= 0 {
            return product;
        }
        let zero = ops.number(0.0);
        let is_zero = ops.compare(Comparison::Equal, value, zero);
        ops.select(is_zero, zero, product)
    }
}

/// A value times a power of another, step by step.
fn times(ops: &mut Builder, value: Value, part: Value, power: i64) -> Value {
    let operation = if power < 0 { Binary::Div } else { Binary::Mul };
    (0..power.abs()).fold(value, |value, _| ops.binary(operation, value, part))
}

/// The greatest number for an infinite one.
fn within_range(ops: &mut Builder, value: Value) -> Value {
    let (least, most) = (of_both(f64::MIN, f32::MIN), of_both(f64::MAX, f32::MAX));
    let (least, most) = (ops.constant(least), ops.constant(most));
    let value = ops.binary(Binary::Max, value, least);
    ops.binary(Binary::Min, value, most)
}

fn of_both(double: f64, single: f32) -> Real {
    Real {
        double,
        low: 0.0,
        single,
    }
}
