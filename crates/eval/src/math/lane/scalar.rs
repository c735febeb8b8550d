//! Scalars are lanes of one.

use super::{Lane, Vector, anchor};

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
            fn lower(self, anchored: Self) -> Self {
                // The first product is normal whatever the exponent, the second rounds.
                let power = $type::from_bits(anchored.to_bits() << $digits);
                self * power * (-bias!($type, $bias / 2)).power_of_two()
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

/// A vector of one.
macro_rules! scalar_vector {
    ($type:ident) => {
        impl Vector for $type {
            const WIDTH: usize = 1;

            #[inline(always)]
            fn load(from: &[Self]) -> Self {
                from[0]
            }
            #[inline(always)]
            fn store(self, to: &mut [Self]) {
                to[0] = self;
            }
        }
    };
}

scalar_vector!(f64);
scalar_vector!(f32);
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
