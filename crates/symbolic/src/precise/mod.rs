//! Real numbers to any precision: for constants, for comparing formulas at points, and for testing kernels.
//!
//! A [`Precise`] is a real number as far as it is known. [`apply`] gives the value of every function of the language with
//! a relative error below a few units of the last bit of the [`Precision`] asked for, also where it is hard: near zeros,
//! in the tails, at angles of 1e308. Nothing here panics or takes long, whatever the argument.
//!
//! ```
//! use gradus_symbolic::precise::{Precise, Precision, apply};
//! use gradus_syntax::Func;
//!
//! let precision = Precision::bits(128);
//! let tail = apply(Func::Erfc, &[Precise::from(1e4)], precision);
//! assert_eq!(tail.to_decimal(30), "3.63998738656419805283843523932e-43429453");
//! ```

mod arithmetic;
pub(crate) mod bounds;
mod constants;
mod convert;
mod decimal;
mod ends;
mod error_function;
mod exponential;
mod float;
mod functions;
mod power;
mod reductions;
mod remainder;
mod target;
mod trigonometric;
pub(crate) mod wide;

pub use convert::real;
pub use dashu_base::Sign;
pub use float::Float;
pub use functions::{apply, constant};
pub use target::{to_target, to_target_or_zero};

/// How many significant bits a result is wanted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Precision(u32);

impl Precision {
    /// The least and the most bits a precision has.
    pub const RANGE: std::ops::RangeInclusive<u32> = 16..=32_768;

    /// That many bits, or the nearest number of bits within [`Self::RANGE`].
    pub const fn bits(bits: u32) -> Self {
        let (least, most) = (*Self::RANGE.start(), *Self::RANGE.end());
        Self(if bits < least {
            least
        } else if bits > most {
            most
        } else {
            bits
        })
    }

    /// At least that many decimal digits.
    pub fn digits(digits: u32) -> Self {
        Self::bits(digits.saturating_mul(10) / 3 + 4)
    }

    /// The number of bits.
    pub fn get(self) -> u32 {
        self.0
    }

    /// A few bits more, so that a value known to this precision is not rounded once more.
    pub(crate) fn longer(self) -> Self {
        Self::bits(self.0 + 8)
    }

    /// Bits to compute in, so that what is lost on the way does not show in the result.
    fn working(self) -> i64 {
        i64::from(self.0) + 32
    }
}

/// A real number as far as it is known.
///
/// Equality is of what is known: `Unknown == Unknown`. Use [`Precise::compare`] for the order of the numbers meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precise {
    /// A finite number.
    Number(Float),
    /// Positive or negative infinity, the limit of something unbounded.
    Infinite(Sign),
    /// A real number of that sign, too large for any exponent, such as `exp(1e300)`.
    Huge(Sign),
    /// A real number of that sign, not zero, too small for any exponent, such as `exp(-1e300)`.
    Tiny(Sign),
    /// No real number: an argument outside the domain, NaN.
    Undefined,
    /// Not known, perhaps not even whether it is defined: `exp(1e300) - exp(1e301)`, the sine of a number too large to reduce.
    Unknown,
}

impl Precise {
    /// Zero.
    pub const ZERO: Self = Self::Number(Float::ZERO);

    /// One.
    pub const ONE: Self = Self::Number(Float::ONE);

    /// Whether it is exactly zero.
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// Whether it is known to be a real number: not infinite.
    pub fn is_finite(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Huge(_) | Self::Tiny(_))
    }

    /// Its sign; `None` of zero and where there is no number or it is not known.
    pub fn sign(&self) -> Option<Sign> {
        match self {
            Self::Number(x) => (!x.is_zero()).then(|| x.sign()),
            Self::Infinite(sign) | Self::Huge(sign) | Self::Tiny(sign) => Some(*sign),
            Self::Undefined | Self::Unknown => None,
        }
    }

    /// A finite number, left to the markers where its exponent is out of bounds.
    fn number(x: Float) -> Self {
        if x.is_zero() {
            Self::ZERO
        } else if x.magnitude() > Float::LIMIT {
            Self::Huge(x.sign())
        } else if x.magnitude() < -Float::LIMIT {
            Self::Tiny(x.sign())
        } else {
            Self::Number(x)
        }
    }

    /// A finite number rounded to the precision of a result.
    fn rounded(x: Float, precision: Precision) -> Self {
        Self::number(x.round(i64::from(precision.0)))
    }
}
