//! Between numbers of the machine, ratios of integers and precise numbers.

use dashu_base::Sign;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::float::Float;
use super::{Precise, Precision};
use crate::computation::Real;

impl From<f64> for Precise {
    /// Exactly the number an f64 is; NaN is undefined, and both zeros are zero.
    fn from(x: f64) -> Self {
        match Float::from_f64(x) {
            Some(number) => Self::Number(number),
            None if x.is_nan() => Self::Undefined,
            None => Self::Infinite(if x > 0.0 {
                Sign::Positive
            } else {
                Sign::Negative
            }),
        }
    }
}

impl From<f32> for Precise {
    /// Exactly the number an f32 is; NaN is undefined, and both zeros are zero.
    fn from(x: f32) -> Self {
        Self::from(f64::from(x))
    }
}

impl From<i64> for Precise {
    /// Exactly.
    fn from(x: i64) -> Self {
        Self::Number(Float::from(x))
    }
}

impl From<IBig> for Precise {
    /// Exactly.
    fn from(x: IBig) -> Self {
        Self::Number(Float::new(x, 0))
    }
}

impl Precise {
    /// `mantissa * 2^exponent`, exactly.
    pub fn from_parts(mantissa: IBig, exponent: i64) -> Self {
        Self::number(Float::new(
            mantissa,
            exponent.clamp(-2 * Float::LIMIT, 2 * Float::LIMIT),
        ))
    }

    /// A ratio of integers, correctly rounded (ties to even).
    pub fn from_ratio(ratio: &RBig, precision: Precision) -> Self {
        let denominator = Float::new(IBig::from(ratio.denominator().clone()), 0);
        Self::number(
            Float::new(ratio.numerator().clone(), 0).div(&denominator, i64::from(precision.get())),
        )
    }

    /// Exactly the ratio of integers it is; `None` of what is no number and of exponents beyond a million.
    pub fn to_ratio(&self) -> Option<RBig> {
        let Self::Number(x) = self else { return None };
        let (mantissa, exponent) = x.parts();
        if exponent.abs() > 1_000_000 {
            return None;
        }
        let power = UBig::ONE << usize::try_from(exponent.unsigned_abs()).ok()?;
        Some(if exponent < 0 {
            RBig::from_parts(mantissa.clone(), power)
        } else {
            RBig::from(mantissa * IBig::from(power))
        })
    }

    /// The nearest f64, ties to even, through the subnormals and to infinity; NaN where undefined or unknown.
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::Number(x) => x.to_f64(),
            _ => self.marker_to_f64(),
        }
    }

    /// The nearest f32, rounded once, otherwise as [`Self::to_f64`].
    pub fn to_f32(&self) -> f32 {
        match self {
            Self::Number(x) => x.to_f32(),
            // zeros, infinities and NaN only
            _ => self.marker_to_f64() as f32,
        }
    }

    /// The nearest f64 and what it misses, rounded to f64: together about 106 bits. The second is 0 where the first is not finite.
    pub fn to_f64_pair(&self) -> (f64, f64) {
        let high = self.to_f64();
        let low = match (self, Float::from_f64(high)) {
            (Self::Number(x), Some(rounded)) => x.sub(&rounded, x.length() + 64).to_f64(),
            _ => 0.0,
        };
        (high, low)
    }

    fn marker_to_f64(&self) -> f64 {
        match self {
            Self::Number(x) => x.to_f64(),
            Self::Infinite(Sign::Positive) | Self::Huge(Sign::Positive) => f64::INFINITY,
            Self::Infinite(Sign::Negative) | Self::Huge(Sign::Negative) => f64::NEG_INFINITY,
            Self::Tiny(Sign::Positive) => 0.0,
            Self::Tiny(Sign::Negative) => -0.0,
            Self::Undefined | Self::Unknown => f64::NAN,
        }
    }
}

/// A constant of a computation, each of its parts rounded once from the value.
///
/// ```
/// use gradus_symbolic::precise::{Precision, constant, real};
/// use gradus_syntax::Constant;
///
/// let pi = real(&constant(Constant::Pi, Precision::bits(192)));
/// assert_eq!((pi.double, pi.single), (std::f64::consts::PI, std::f32::consts::PI));
/// assert_eq!(pi.low, 1.2246467991473532e-16);
/// ```
pub fn real(value: &Precise) -> Real {
    let (double, low) = value.to_f64_pair();
    Real {
        double,
        low,
        single: value.to_f32(),
    }
}
