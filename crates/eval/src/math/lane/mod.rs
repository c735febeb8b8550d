//! What the elementary functions ask of the numbers they are computed in.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod level;
mod scalar;
mod twice;

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use super::tables::Tables;
pub(crate) use level::{Dispatch, LINE, Level, Work};
pub(crate) use twice::Twice;

/// One number or several side by side, on which every function of [`math`](crate::math) is written once.
///
/// Each operation acts on every lane apart and rounds as IEEE 754 says, so that a lane has the same bits however many there
/// are. `f32` and `f64` are lanes of one.
pub trait Lane:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The type of a lane.
    type Scalar: Tables;
    /// A condition for every lane.
    type Mask: Copy
        + BitAnd<Output = Self::Mask>
        + BitOr<Output = Self::Mask>
        + Not<Output = Self::Mask>;

    /// The same number in every lane.
    fn splat(value: Self::Scalar) -> Self;
    /// The number nearest to `value` in every lane.
    fn number(value: f64) -> Self;
    /// Each number in every lane of its own.
    #[must_use]
    #[inline(always)]
    fn splats<const N: usize>(values: [Self::Scalar; N]) -> [Self; N] {
        // A loop, because closures are compiled without the features of the processor.
        let mut lanes = [Self::number(0.0); N];
        for (lane, value) in lanes.iter_mut().zip(values) {
            *lane = Self::splat(value);
        }
        lanes
    }
    /// The number nearest to each of the values.
    #[must_use]
    #[inline(always)]
    fn numbers<const N: usize>(values: [f64; N]) -> [Self; N] {
        let mut lanes = [Self::number(0.0); N];
        for (lane, value) in lanes.iter_mut().zip(values) {
            *lane = Self::number(value);
        }
        lanes
    }
    /// `self*factor + addend`, rounded once.
    #[must_use]
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// The absolute value.
    #[must_use]
    fn abs(self) -> Self;
    /// The magnitude of `self` with the sign of `sign`.
    #[must_use]
    fn copysign(self, sign: Self) -> Self;
    /// The same number, with the sign bit set also where it is in `other`; neither is above 0, where `other` is below 0 so is
    /// the number, and where that is a zero it is +0.
    #[must_use]
    #[inline(always)]
    fn negative_with(self, other: Self) -> Self {
        self.copysign(other)
    }
    /// The square root.
    #[must_use]
    fn sqrt(self) -> Self;
    /// The greatest integer not above.
    #[must_use]
    fn floor(self) -> Self;
    /// The least integer not below.
    #[must_use]
    fn ceil(self) -> Self;
    /// The nearest integer, ties to even.
    #[must_use]
    fn round(self) -> Self;
    /// Whether `self < other`; false for NaN.
    fn less(self, other: Self) -> Self::Mask;
    /// Whether `self <= other`; false for NaN.
    fn less_equal(self, other: Self) -> Self::Mask;
    /// Whether `self == other`; false for NaN.
    fn equal(self, other: Self) -> Self::Mask;
    /// Where the mask holds `yes`, elsewhere `no`.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// Whether a mask holds in any lane: for work that is seldom needed.
    fn any(mask: Self::Mask) -> bool;
    /// `2^self` for an integer that gives a normal number; anything for other numbers.
    #[must_use]
    fn power_of_two(self) -> Self;
    /// `self * 2^exponent`, rounded once, in the subnormals too; infinite beyond the range. The exponent is an integer of at most
    /// about twice the size of the type's own, `self` 0 or not far from 1 (a few dozen binary digits), or the exponent 0.
    #[must_use]
    #[inline(always)]
    fn scale(self, exponent: Self) -> Self {
        // The first product is exact, the second rounds.
        let half = (exponent * Self::number(0.5)).floor();
        self * half.power_of_two() * (exponent - half).power_of_two()
    }
    /// [`scale`](Self::scale) by an exponent that is not above 0 and was added to [`Tables::EXPONENT_ANCHOR`], `self` 0 or not far
    /// from 1.
    #[must_use]
    #[inline(always)]
    fn lower(self, anchored: Self) -> Self {
        self.scale(anchored - Self::splat(Self::Scalar::EXPONENT_ANCHOR))
    }
    /// `(m, e)` with `self = m 2^e`, `m` from 0.707 to 1.415 and `e` an integer, of a positive normal number; anything for others.
    fn split(self) -> (Self, Self);
    /// The entry at an integer from 0 to 15; any entry for other numbers.
    #[must_use]
    fn lookup(self, table: &[Self::Scalar; 16]) -> Self;
    /// Where the mask holds what `rare` gives for the lane of `self`, elsewhere `usual`.
    fn replace(
        self,
        mask: Self::Mask,
        usual: [Self; 3],
        rare: impl Fn(Self::Scalar) -> [Self::Scalar; 3],
    ) -> [Self; 3];

    /// Whether it is NaN.
    fn is_nan(self) -> Self::Mask {
        !self.equal(self)
    }
    /// The smaller; `self` if it is NaN.
    #[must_use]
    fn at_most(self, limit: Self) -> Self {
        Self::select(limit.less(self), limit, self)
    }
    /// The greater; `self` if it is NaN.
    #[must_use]
    fn at_least(self, limit: Self) -> Self {
        Self::select(self.less(limit), limit, self)
    }
    /// `value` where it is the same number as another, else 0; either of them where both are NaN.
    #[must_use]
    fn where_same(self, other: Self, value: Self) -> Self {
        Self::select(self.equal(other), value, Self::number(0.0))
    }
    /// How much it is above a limit that is not negative, 0 below.
    #[must_use]
    fn above(self, limit: Self) -> Self {
        self - self.at_most(limit)
    }
    /// The sum of `coefficients[k] self^k`.
    #[must_use]
    #[inline(always)]
    fn polynomial(self, coefficients: &[Self::Scalar]) -> Self {
        horner(self, coefficients, 1)
    }
    /// The same by the square of `self` too: even and odd terms side by side, which are ready in half the time.
    #[must_use]
    #[inline(always)]
    fn polynomial_by(self, square: Self, coefficients: &[Self::Scalar]) -> Self {
        let even = horner(square, coefficients, 2);
        horner(square, &coefficients[1..], 2).mul_add(self, even)
    }
}

/// The polynomial of every `step`-th coefficient, by Horner's rule.
#[inline(always)]
fn horner<L: Lane>(x: L, coefficients: &[L::Scalar], step: usize) -> L {
    let last = (coefficients.len() - 1) / step;
    let mut sum = L::splat(coefficients[last * step]);
    for k in (0..last).rev() {
        sum = sum.mul_add(x, L::splat(coefficients[k * step]));
    }
    sum
}

/// Lanes that are read from memory and written to it.
pub(crate) trait Vector: Lane {
    /// How many there are.
    const WIDTH: usize;

    /// The first numbers of a slice that has enough.
    fn load(from: &[Self::Scalar]) -> Self;
    /// Writes to the beginning of a slice that is long enough.
    fn store(self, to: &mut [Self::Scalar]);
}

/// A number whose last digits count units: small integers added to it stand in its lowest bits. Unlike conversions this is
/// done side by side on every processor.
macro_rules! anchor {
    ($type:ident, $digits:expr) => {
        1.5 * (1u64 << $digits) as $type
    };
}

use anchor;
