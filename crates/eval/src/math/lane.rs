//! What the elementary functions ask of the numbers they are computed in.

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use super::tables::Tables;

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
    /// `self*factor + addend`, rounded once.
    #[must_use]
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// The absolute value.
    #[must_use]
    fn abs(self) -> Self;
    /// The magnitude of `self` with the sign of `sign`.
    #[must_use]
    fn copysign(self, sign: Self) -> Self;
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
    fn scale(self, exponent: Self) -> Self;
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
    /// The sum of `coefficients[k] self^k`.
    #[must_use]
    #[inline(always)]
    fn polynomial(self, coefficients: &[Self::Scalar]) -> Self {
        let (last, rest) = coefficients.split_last().expect("a coefficient");
        let mut sum = Self::splat(*last);
        for coefficient in rest.iter().rev() {
            sum = sum.mul_add(self, Self::splat(*coefficient));
        }
        sum
    }
}

/// A number whose last digits count units: small integers added to it stand in its lowest bits. Unlike conversions this is
/// done side by side on every processor.
macro_rules! anchor {
    ($type:ident, $digits:expr) => {
        1.5 * (1u64 << $digits) as $type
    };
}

macro_rules! bias {
    ($type:ident, $bias:expr) => {{
        let bias: u16 = $bias;
        $type::from(bias)
    }};
}

/// A scalar is a lane: type, bits, digits of the fraction, bias of the exponent, the bits of sqrt(1/2).
macro_rules! scalar_lane {
    ($type:ident, $bits:ident, $digits:expr, $bias:expr, $root_half:expr) => {
        impl Lane for $type {
            type Scalar = Self;
            type Mask = bool;

            #[inline(always)]
            fn splat(value: Self) -> Self {
                value
            }
            #[inline(always)]
            fn number(value: f64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                $type::mul_add(self, factor, addend)
            }
            #[inline(always)]
            fn abs(self) -> Self {
                $type::abs(self)
            }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                $type::copysign(self, sign)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                $type::sqrt(self)
            }
            #[inline(always)]
            fn floor(self) -> Self {
                $type::floor(self)
            }
            #[inline(always)]
            fn ceil(self) -> Self {
                $type::ceil(self)
            }
            #[inline(always)]
            fn round(self) -> Self {
                $type::round_ties_even(self)
            }
            #[inline(always)]
            fn less(self, other: Self) -> bool {
                self < other
            }
            #[inline(always)]
            fn less_equal(self, other: Self) -> bool {
                self <= other
            }
            #[inline(always)]
            fn equal(self, other: Self) -> bool {
                self == other
            }
            #[inline(always)]
            fn select(mask: bool, yes: Self, no: Self) -> Self {
                if mask { yes } else { no }
            }
            #[inline(always)]
            fn any(mask: bool) -> bool {
                mask
            }
            #[inline(always)]
            fn power_of_two(self) -> Self {
                let biased = self + (anchor!($type, $digits) + bias!($type, $bias));
                $type::from_bits(biased.to_bits() << $digits)
            }
            #[inline(always)]
            fn scale(self, exponent: Self) -> Self {
                // The first product is exact, the second rounds.
                let half = $type::floor(exponent * 0.5);
                self * half.power_of_two() * (exponent - half).power_of_two()
            }
            #[inline(always)]
            fn split(self) -> (Self, Self) {
                let bits = self.to_bits();
                let offset: $bits = $bias << $digits;
                let biased = bits.wrapping_add(offset - $root_half) >> $digits;
                let mantissa = bits.wrapping_sub(biased.wrapping_sub($bias) << $digits);
                let anchor = anchor!($type, $digits);
                let exponent = $type::from_bits(anchor.to_bits() | biased);
                let exponent = exponent - (anchor + bias!($type, $bias));
                ($type::from_bits(mantissa), exponent)
            }
            #[inline(always)]
            fn lookup(self, table: &[Self; 16]) -> Self {
                table[((self + anchor!($type, $digits)).to_bits() & 15) as usize]
            }
            #[inline(always)]
            fn replace(
                self,
                mask: bool,
                usual: [Self; 3],
                rare: impl Fn(Self) -> [Self; 3],
            ) -> [Self; 3] {
                if mask { rare(self) } else { usual }
            }
        }
    };
}

scalar_lane!(f64, u64, 52, 1023, 0x3fe6_a09e_0000_0000);
scalar_lane!(f32, u32, 23, 127, 0x3f35_04f3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_split_into_mantissa_and_exponent() {
        for x in [1.0, 1.5, 0.75, 3e300, 2.3e-308] {
            let (m, e) = Lane::split(x);
            assert_eq!(m * f64::powi(2.0, e as i32), x);
            assert!((0.707..1.415).contains(&m), "{m}");
        }
        assert_eq!(Lane::split(12.0f32), (0.75, 4.0));
    }

    #[test]
    fn scaling_rounds_once() {
        assert_eq!(Lane::scale(1.5, -1074.0), 1e-323);
        assert_eq!(Lane::scale(0.75, -1074.0), 5e-324);
        assert_eq!(Lane::scale(1.25, 1024.0), f64::INFINITY);
        assert_eq!(Lane::scale(0.5, 1024.0), f64::exp2(1023.0));
        assert_eq!(Lane::scale(1.3f32, -160.0), 0.0);
        assert_eq!(Lane::scale(1e-45f32, 0.0), 1e-45);
        assert!(Lane::scale(f32::NAN, f32::NAN).is_nan());
    }

    #[test]
    fn powers_of_two_are_exact() {
        for k in [-1022.0, -3.0, 0.0, 1023.0] {
            assert_eq!(Lane::power_of_two(k), f64::exp2(k));
        }
        assert_eq!(Lane::power_of_two(-126.0f32), f32::MIN_POSITIVE);
    }
}
