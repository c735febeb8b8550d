//! What values lie between, whatever numbers the inputs and parameters are.

use crate::computation::{Binary, Op, Real, Unary, Value};

/// Numbers nearer to 0 count as 0, and those beyond its inverse as infinite: f32 holds what lies between, with room.
const LEAST: f64 = 1e-30;

/// More than what roundings move a bound by, in f32 too.
const ROUNDING: f64 = 1e-6;

/// The least and the greatest a value may be where inputs and parameters are numbers, infinities among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::computation) struct Range {
    pub low: f64,
    pub high: f64,
    /// Whether it may be NaN.
    pub undefined: bool,
}

impl Range {
    const ALL: Self = Self::new(f64::NEG_INFINITY, f64::INFINITY);
    const UNKNOWN: Self = Self {
        undefined: true,
        ..Self::ALL
    };

    const fn new(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            undefined: false,
        }
    }

    fn of_constant(real: Real) -> Self {
        let single = f64::from(real.single);
        let exact = single == real.double;
        let range = Self {
            low: real.double.min(single),
            high: real.double.max(single),
            undefined: real.double.is_nan(),
        };
        if exact { range } else { range.rounded() }
    }

    /// Bounds moved outward.
    fn rounded(self) -> Self {
        let outward = |bound: f64, up: bool| match bound {
            _ if bound.abs() < LEAST => 0.0,
            _ if bound.abs() > LEAST.recip() => {
                let beyond = f64::INFINITY.copysign(bound);
                let within = LEAST.recip().copysign(bound);
                if up == (bound > 0.0) { beyond } else { within }
            }
            _ if up == (bound > 0.0) => bound * (1.0 + ROUNDING),
            _ => bound * (1.0 - ROUNDING),
        };
        Self {
            low: outward(self.low, false),
            high: outward(self.high, true),
            undefined: self.undefined || self.low.is_nan() || self.high.is_nan(),
        }
    }

    fn or_undefined(self, undefined: bool) -> Self {
        Self {
            undefined: self.undefined || undefined,
            ..self
        }
    }

    /// Whether it is never NaN and above 0.
    pub fn is_positive(self) -> bool {
        self.low > 0.0 && !self.undefined
    }

    /// Whether it is NaN or not below 0.
    pub fn is_not_negative(self) -> bool {
        self.low >= 0.0
    }

    /// Whether it is NaN or from 0 to 1.
    pub fn is_in_unit(self) -> bool {
        self.low >= 0.0 && self.high <= 1.0
    }

    /// Whether it is never NaN and below 0.
    pub fn is_negative(self) -> bool {
        self.high < 0.0 && !self.undefined
    }

    fn has_zero(self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    fn is_infinite(self) -> bool {
        self.low == f64::NEG_INFINITY || self.high == f64::INFINITY
    }

    fn negated(self) -> Self {
        Self {
            low: -self.high,
            high: -self.low,
            ..self
        }
    }

    fn magnitude(self) -> Self {
        let most = self.low.abs().max(self.high.abs());
        let least = if self.has_zero() {
            0.0
        } else {
            self.low.abs().min(self.high.abs())
        };
        Self {
            low: least,
            high: most,
            ..self
        }
    }

    fn plus(self, other: Self) -> Self {
        let opposite = self.high == f64::INFINITY && other.low == f64::NEG_INFINITY
            || self.low == f64::NEG_INFINITY && other.high == f64::INFINITY;
        let sum = Self::new(self.low + other.low, self.high + other.high);
        sum.or_undefined(self.undefined || other.undefined || opposite)
            .rounded()
    }

    pub fn times(self, other: Self) -> Self {
        let lost = self.has_zero() && other.is_infinite() || other.has_zero() && self.is_infinite();
        let corners = [
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        ];
        let corners = corners.map(|corner| if corner.is_nan() { 0.0 } else { corner });
        Self::of_corners(&corners)
            .or_undefined(self.undefined || other.undefined || lost)
            .rounded()
    }

    fn over(self, other: Self) -> Self {
        if other.has_zero() || other.undefined {
            return Self::UNKNOWN;
        }
        let inverse = Self::new(other.high.recip(), other.low.recip()).rounded();
        let both = self.is_infinite() && other.is_infinite();
        self.times(inverse).or_undefined(both)
    }

    fn of_corners(corners: &[f64]) -> Self {
        Self::new(
            corners.iter().copied().fold(f64::INFINITY, f64::min),
            corners.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    }

    fn square(self) -> Self {
        let size = self.magnitude();
        Self::new(size.low * size.low, size.high * size.high)
            .or_undefined(self.undefined)
            .rounded()
    }

    fn power(self, exponent: u32) -> Self {
        if exponent == 0 {
            return Self::new(1.0, 1.0);
        }
        let even = exponent.is_multiple_of(2);
        let size = if even { self.magnitude() } else { self };
        let raised = |bound: f64| bound.powi(exponent as i32);
        Self::new(raised(size.low), raised(size.high))
            .or_undefined(self.undefined)
            .rounded()
    }

    fn or(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            undefined: self.undefined || other.undefined,
        }
    }

    /// Of a function that does not fall.
    fn mapped(self, function: impl Fn(f64) -> f64) -> Self {
        Self::new(function(self.low), function(self.high))
            .rounded()
            .or_undefined(self.undefined)
    }

    fn within(self, low: f64, high: f64) -> Self {
        Self {
            low: self.low.max(low),
            high: self.high.min(high),
            ..self
        }
    }
}

/// The range of an operation, from those of its operands.
pub(super) fn range(op: &Op, at: impl Fn(Value) -> Range) -> Range {
    match op {
        Op::Input(_) | Op::Parameter(_) => Range::ALL,
        Op::Constant(real) => Range::of_constant(*real),
        Op::Unary(function, a) => of_unary(*function, at(*a)),
        Op::Binary(Binary::Mul, a, b) if a == b => at(*a).square(),
        Op::Binary(function, a, b) => of_binary(*function, at(*a), at(*b)),
        Op::MulAdd(a, b, c) if a == b => at(*a).square().plus(at(*c)),
        Op::MulAdd(a, b, c) => at(*a).times(at(*b)).plus(at(*c)),
        Op::Power(a, exponent) => at(*a).power(*exponent),
        Op::Select(_, a, b) => at(*a).or(at(*b)),
        _ => Range::UNKNOWN,
    }
}

fn of_unary(function: Unary, a: Range) -> Range {
    let bounded = |low: f64, high: f64| Range::new(low, high).or_undefined(a.undefined);
    match function {
        Unary::Neg => a.negated(),
        Unary::Abs => a.magnitude(),
        Unary::Sign => a.mapped(|bound| if bound == 0.0 { 0.0 } else { bound.signum() }),
        Unary::Sqrt => a
            .mapped(|bound| bound.max(0.0).sqrt())
            .or_undefined(a.low < 0.0),
        Unary::Exp | Unary::ExpBeside => a
            .mapped(f64::exp)
            .within(0.0, if a.high <= 0.0 { 1.0 } else { f64::INFINITY }),
        Unary::Expm1 => a
            .mapped(f64::exp_m1)
            .within(-1.0, if a.high <= 0.0 { 0.0 } else { f64::INFINITY }),
        Unary::Ln => a
            .mapped(|bound| bound.max(0.0).ln())
            .or_undefined(a.low < 0.0),
        Unary::Log1p => a
            .mapped(|bound| bound.max(-1.0).ln_1p())
            .or_undefined(a.low < -1.0),
        Unary::Log1pUnit => bounded(0.0, 0.7),
        Unary::Sin | Unary::Cos => {
            Range::new(-1.0, 1.0).or_undefined(a.undefined || a.is_infinite())
        }
        Unary::Erf | Unary::Tanh => bounded(-1.0, 1.0),
        Unary::Sigmoid | Unary::NormalCdf | Unary::NormalPdf | Unary::Sech => bounded(0.0, 1.0),
        Unary::Erfc => bounded(0.0, 2.0),
        Unary::Erfcx if a.low >= 0.0 => bounded(0.0, 1.0),
        Unary::Erfcx | Unary::Softplus | Unary::LnCosh => bounded(0.0, f64::INFINITY),
        Unary::Atan => bounded(-1.6, 1.6),
        Unary::Sinh | Unary::Cbrt | Unary::Asinh => Range::ALL.or_undefined(a.undefined),
        Unary::Cosh => bounded(0.9, f64::INFINITY),
        _ => Range::UNKNOWN,
    }
}

fn of_binary(function: Binary, a: Range, b: Range) -> Range {
    match function {
        Binary::Add => a.plus(b),
        Binary::Sub => a.plus(b.negated()),
        Binary::Mul => a.times(b),
        Binary::Div => a.over(b),
        Binary::Min => Range::new(a.low.min(b.low), a.high.min(b.high))
            .or_undefined(a.undefined || b.undefined),
        Binary::Max => Range::new(a.low.max(b.low), a.high.max(b.high))
            .or_undefined(a.undefined || b.undefined),
        // the second operand is at most 1/4, and counts for nothing where the first is infinite
        Binary::ExpSum if a.high <= 0.0 => Range::new(0.0, 1.285).or_undefined(a.undefined),
        Binary::ExpSum => Range::new(0.0, f64::INFINITY).or_undefined(a.undefined),
        Binary::Hypot => Range::new(0.0, f64::INFINITY).or_undefined(a.undefined || b.undefined),
        Binary::CopySign => {
            let most = a.magnitude().high;
            Range::new(-most, most).or_undefined(a.undefined)
        }
        Binary::Pow if a.low >= 0.0 => Range::new(0.0, f64::INFINITY).or_undefined(true),
        Binary::Pow | Binary::Atan2 | Binary::Mod | Binary::ExpRest => Range::UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_of_negative_numbers_are_at_most_one() {
        let size = of_unary(Unary::Abs, Range::ALL);
        let exponential = of_unary(Unary::Exp, of_unary(Unary::Neg, size));
        assert_eq!((exponential.low, exponential.high), (0.0, 1.0));
        let divisor = of_binary(Binary::Add, exponential, Range::new(1.0, 1.0));
        assert!(divisor.is_positive() && divisor.high < 2.1);
    }

    #[test]
    fn zero_times_infinity_is_undefined() {
        let zero = Range::new(0.0, 1.0);
        assert!(of_binary(Binary::Mul, zero, Range::ALL).undefined);
        assert!(!of_binary(Binary::Mul, Range::new(0.5, 1.0), Range::ALL).undefined);
        assert!(of_binary(Binary::Sub, Range::ALL, Range::ALL).undefined);
    }

    #[test]
    fn bounds_that_single_precision_does_not_hold_are_left_open() {
        let tiny = Range::new(1e-40, 1e40).rounded();
        assert_eq!((tiny.low, tiny.high), (0.0, f64::INFINITY));
    }
}
