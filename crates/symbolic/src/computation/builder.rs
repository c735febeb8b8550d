//! A list of operations under construction: equal operations are written once.

use gradus_syntax::Comparison;
use rustc_hash::FxHashMap;

use super::{Binary, Op, Real, Reduction, Unary, Value};
use crate::precise::{self, Precise, Precision};
use crate::rational::Rational;

/// Bits to which constants are known before they are rounded.
pub(crate) const CONSTANT_BITS: u32 = 160;

/// Operations, each once.
#[derive(Default)]
pub(crate) struct Builder {
    ops: Vec<Op>,
    index: FxHashMap<Key, Value>,
}

/// What tells operations apart; a constant by its bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Input(u32),
    Parameter(u32),
    Constant(u64, u64, u32),
    Unary(Unary, Value),
    Binary(Binary, Value, Value),
    MulAdd(Value, Value, Value),
    Power(Value, u32),
    Compare(Comparison, Value, Value),
    Not(Value),
    And(Value, Value),
    Or(Value, Value),
    Select(Value, Value, Value),
    Reduce(Reduction, Value),
}

impl Builder {
    /// The result of an operation, which is written unless it is there already.
    pub fn push(&mut self, op: Op) -> Value {
        let Some(key) = key(&op) else {
            return self.append(op);
        };
        if let Some(&value) = self.index.get(&key) {
            return value;
        }
        let value = self.append(op);
        self.index.insert(key, value);
        value
    }

    /// The result of an operation that is there already.
    pub fn find(&self, op: &Op) -> Option<Value> {
        self.index.get(&key(op)?).copied()
    }

    fn append(&mut self, op: Op) -> Value {
        self.ops.push(op);
        Value(self.ops.len() as u32 - 1)
    }

    /// The operations, first to last.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The finished list.
    pub fn finish(self) -> Vec<Op> {
        self.ops
    }

    pub fn unary(&mut self, unary: Unary, a: Value) -> Value {
        self.push(Op::Unary(unary, a))
    }

    pub fn binary(&mut self, binary: Binary, a: Value, b: Value) -> Value {
        self.push(Op::Binary(binary, a, b))
    }

    pub fn mul_add(&mut self, a: Value, b: Value, c: Value) -> Value {
        self.push(Op::MulAdd(a, b, c))
    }

    pub fn compare(&mut self, comparison: Comparison, a: Value, b: Value) -> Value {
        self.push(Op::Compare(comparison, a, b))
    }

    pub fn select(&mut self, condition: Value, a: Value, b: Value) -> Value {
        if a == b {
            return a;
        }
        self.push(Op::Select(condition, a, b))
    }

    pub fn constant(&mut self, real: Real) -> Value {
        self.push(Op::Constant(real))
    }

    /// An exact rational, rounded once.
    pub fn rational(&mut self, value: &Rational) -> Value {
        const EXACT: u64 = 1 << 53;
        let whole = value.to_i64().is_some_and(|n| n.unsigned_abs() < EXACT);
        if whole || value.is_power_of_two() {
            return self.number(value.to_f64());
        }
        let value = Precise::from_ratio(&value.to_rbig(), Precision::bits(CONSTANT_BITS));
        self.constant(precise::real(&value))
    }

    /// A constant as two: the second is what the first misses by its rounding, where that is not nothing.
    pub fn constant_pair(&mut self, value: &Precise) -> (Value, Option<Value>) {
        let (high, low) = real_pair(value);
        let exact = low.double == 0.0 && low.single == 0.0;
        let high = self.constant(high);
        (high, (!exact).then(|| self.constant(low)))
    }

    /// `a^(b + low)`: what the exponent is rounded by counts where the logarithm of `a` is large.
    pub fn power(&mut self, a: Value, (b, low): (Value, Option<Value>)) -> Value {
        let power = self.binary(Binary::Pow, a, b);
        let Some(low) = low else {
            return power;
        };
        let least = self.constant(Real {
            double: 5e-324,
            low: 0.0,
            single: 1e-45,
        });
        let positive = self.binary(Binary::Max, a, least);
        let logarithm = self.unary(Unary::Ln, positive);
        let excess = self.binary(Binary::Mul, low, logarithm);
        let corrected = self.mul_add(power, excess, power);
        let (size, half) = (self.unary(Unary::Abs, excess), self.number(0.5));
        let small = self.compare(Comparison::Less, size, half);
        let infinity = self.number(f64::INFINITY);
        let finite = self.compare(Comparison::Less, power, infinity);
        let both = self.push(Op::And(small, finite));
        self.select(both, corrected, power)
    }

    /// A number to the power of an exact rational.
    pub fn rational_power(&mut self, a: Value, exponent: &Rational) -> Value {
        let exponent = Precise::from_ratio(&exponent.to_rbig(), Precision::bits(CONSTANT_BITS));
        let exponent = self.constant_pair(&exponent);
        self.power(a, exponent)
    }

    /// The constant that an f64 is.
    pub fn number(&mut self, value: f64) -> Value {
        self.constant(Real::exact(value))
    }

    /// The constant that a value is.
    pub fn as_constant(&self, value: Value) -> Option<Real> {
        match self.ops[value.0 as usize] {
            Op::Constant(real) => Some(real),
            _ => None,
        }
    }
}

/// A value, and what its rounding misses, both rounded.
fn real_pair(value: &Precise) -> (Real, Real) {
    let high = precise::real(value);
    let precision = Precision::bits(CONSTANT_BITS);
    let missed = value.sub(&Precise::from(f64::from(high.single)), precision);
    let low = Real {
        double: high.low,
        low: 0.0,
        single: missed.to_f32(),
    };
    (high, low)
}

fn key(op: &Op) -> Option<Key> {
    Some(match *op {
        Op::Input(index) => Key::Input(index),
        Op::Parameter(index) => Key::Parameter(index),
        Op::Constant(Real {
            double,
            low,
            single,
        }) => Key::Constant(double.to_bits(), low.to_bits(), single.to_bits()),
        Op::Unary(unary, a) => Key::Unary(unary, a),
        Op::Binary(binary, a, b) => Key::Binary(binary, a, b),
        Op::MulAdd(a, b, c) => Key::MulAdd(a, b, c),
        Op::Power(a, exponent) => Key::Power(a, exponent),
        Op::Compare(comparison, a, b) => Key::Compare(comparison, a, b),
        Op::Not(a) => Key::Not(a),
        Op::And(a, b) => Key::And(a, b),
        Op::Or(a, b) => Key::Or(a, b),
        Op::Select(condition, a, b) => Key::Select(condition, a, b),
        Op::Reduce(reduction, a) => Key::Reduce(reduction, a),
        // of several vectors: few, and large
        Op::Concat(_) | Op::Part(..) => return None,
    })
}
