//! Vectors of 256 bits, of processors with AVX2 and fused multiply-adds.

#![expect(
    unsafe_code,
    reason = "intrinsics, of which the module `level` lets nobody use any without the features of the processor"
)]

#[allow(
    clippy::wildcard_imports,
    reason = "half of the intrinsics of this width"
)]
use std::arch::x86_64::*;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use super::{Lane, Vector, anchor};

/// An intrinsic, or several.
macro_rules! with {
    ($work:expr) => {
        // SAFETY: the types of this module are private to `lane`, where `level` alone runs work on them, and that after it found
        // avx2 and fma on the processor. None of these intrinsics reads or writes memory.
        unsafe { $work }
    };
}

/// A condition for every lane: all its bits or none.
macro_rules! masks {
    ($mask:ident, $vector:ident, $and:ident, $or:ident, $xor:ident, $ones:expr) => {
        #[derive(Clone, Copy)]
        pub(super) struct $mask($vector);

        impl BitAnd for $mask {
            type Output = Self;
            #[inline(always)]
            fn bitand(self, other: Self) -> Self {
                Self(with!($and(self.0, other.0)))
            }
        }
        impl BitOr for $mask {
            type Output = Self;
            #[inline(always)]
            fn bitor(self, other: Self) -> Self {
                Self(with!($or(self.0, other.0)))
            }
        }
        impl Not for $mask {
            type Output = Self;
            #[inline(always)]
            fn not(self) -> Self {
                Self(with!($xor(self.0, $ones)))
            }
        }
    };
}

masks!(
    Mask8,
    __m256,
    _mm256_and_ps,
    _mm256_or_ps,
    _mm256_xor_ps,
    _mm256_castsi256_ps(_mm256_set1_epi32(-1))
);
masks!(
    Mask4,
    __m256d,
    _mm256_and_pd,
    _mm256_or_pd,
    _mm256_xor_pd,
    _mm256_castsi256_pd(_mm256_set1_epi64x(-1))
);

/// 8 numbers.
#[derive(Clone, Copy)]
pub(super) struct F32x8(__m256);

impl F32x8 {
    /// The bits of a number in every lane.
    #[inline(always)]
    fn bits(value: i32) -> __m256i {
        with!(_mm256_set1_epi32(value))
    }
    /// Bits as the exponent of a power of two, those above them left out.
    #[inline(always)]
    fn exponent(self) -> Self {
        let bits = with!(_mm256_castps_si256(self.0));
        Self(with!(_mm256_castsi256_ps(_mm256_slli_epi32::<23>(bits))))
    }
}

impl Add for F32x8 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(with!(_mm256_add_ps(self.0, other.0)))
    }
}

impl Sub for F32x8 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(with!(_mm256_sub_ps(self.0, other.0)))
    }
}

impl Mul for F32x8 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(with!(_mm256_mul_ps(self.0, other.0)))
    }
}

impl Div for F32x8 {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(with!(_mm256_div_ps(self.0, other.0)))
    }
}

impl Neg for F32x8 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(with!(_mm256_xor_ps(self.0, _mm256_set1_ps(-0.0))))
    }
}

impl Lane for F32x8 {
    type Scalar = f32;
    type Mask = Mask8;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(with!(_mm256_set1_ps(value)))
    }
    #[inline(always)]
    fn number(value: f64) -> Self {
        Self::splat(value as f32)
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(with!(_mm256_fmadd_ps(self.0, factor.0, addend.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(with!(_mm256_andnot_ps(_mm256_set1_ps(-0.0), self.0)))
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        let magnitude = Self(with!(_mm256_andnot_ps(_mm256_set1_ps(-0.0), self.0)));
        magnitude.negative_with(sign)
    }
    #[inline(always)]
    fn negative_with(self, other: Self) -> Self {
        let bit = Self::number(-0.0);
        Self(with!(_mm256_or_ps(self.0, _mm256_and_ps(bit.0, other.0))))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(with!(_mm256_sqrt_ps(self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(with!(_mm256_floor_ps(self.0)))
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        Self(with!(_mm256_ceil_ps(self.0)))
    }
    #[inline(always)]
    fn round(self) -> Self {
        Self(with!(_mm256_round_ps::<
            { _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn less(self, other: Self) -> Mask8 {
        Mask8(with!(_mm256_cmp_ps::<_CMP_LT_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn less_equal(self, other: Self) -> Mask8 {
        Mask8(with!(_mm256_cmp_ps::<_CMP_LE_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn equal(self, other: Self) -> Mask8 {
        Mask8(with!(_mm256_cmp_ps::<_CMP_EQ_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: Mask8, yes: Self, no: Self) -> Self {
        Self(with!(_mm256_blendv_ps(no.0, yes.0, mask.0)))
    }
    #[inline(always)]
    fn any(mask: Mask8) -> bool {
        with!(_mm256_movemask_ps(mask.0)) != 0
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        (self + Self::splat(anchor!(f32, 23) + 127.0)).exponent()
    }
    #[inline(always)]
    fn lower(self, anchored: Self) -> Self {
        // The first product is normal whatever the exponent, the second rounds.
        self * anchored.exponent() * Self::splat(-63.0).power_of_two()
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let offset = Self::bits((127 << 23) - 0x3f35_04f3);
        let (anchor, bias) = (anchor!(f32, 23), 127);
        let exponent_bits = Self::bits(anchor.to_bits() as i32);
        with!({
            let bits = _mm256_castps_si256(self.0);
            let biased = _mm256_srli_epi32::<23>(_mm256_add_epi32(bits, offset));
            let power = _mm256_slli_epi32::<23>(_mm256_sub_epi32(biased, Self::bits(bias)));
            let exponent = Self(_mm256_castsi256_ps(_mm256_or_si256(exponent_bits, biased)));
            (
                Self(_mm256_castsi256_ps(_mm256_sub_epi32(bits, power))),
                exponent - Self::splat(anchor + 127.0),
            )
        })
    }
    #[inline(always)]
    fn lookup(self, table: &[f32; 16]) -> Self {
        let index = self + Self::splat(anchor!(f32, 23));
        let (low, high) = table.split_at(8);
        let (low, high) = (Self::load(low).0, Self::load(high).0);
        with!({
            let index = _mm256_castps_si256(index.0);
            let upper = _mm256_castsi256_ps(_mm256_slli_epi32::<28>(index));
            let low = _mm256_permutevar8x32_ps(low, index);
            let high = _mm256_permutevar8x32_ps(high, index);
            Self(_mm256_blendv_ps(low, high, upper))
        })
    }
    #[inline(always)]
    fn replace(self, mask: Mask8, usual: [Self; 3], rare: impl Fn(f32) -> [f32; 3]) -> [Self; 3] {
        let mut numbers = [0.0; Self::WIDTH];
        let mut masks = [0.0; Self::WIDTH];
        let mut parts = [[0.0; Self::WIDTH]; 3];
        self.store(&mut numbers);
        Self::select(mask, Self::splat(1.0), Self::splat(0.0)).store(&mut masks);
        for (part, usual) in parts.iter_mut().zip(usual) {
            usual.store(part);
        }
        for lane in 0..Self::WIDTH {
            if masks[lane] == 1.0 {
                for (part, value) in parts.iter_mut().zip(rare(numbers[lane])) {
                    part[lane] = value;
                }
            }
        }
        parts.map(|part| Self::load(&part))
    }
    // The processor gives the second operand where one is NaN or both are equal.
    #[inline(always)]
    fn at_most(self, limit: Self) -> Self {
        Self(with!(_mm256_min_ps(limit.0, self.0)))
    }
    #[inline(always)]
    fn at_least(self, limit: Self) -> Self {
        Self(with!(_mm256_max_ps(limit.0, self.0)))
    }
}

impl Vector for F32x8 {
    const WIDTH: usize = 8;

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        assert!(from.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one reads as many numbers as the slice was found to have.
        Self(unsafe { _mm256_loadu_ps(from.as_ptr()) })
    }
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        assert!(to.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one writes as many numbers as the slice was found to have.
        unsafe { _mm256_storeu_ps(to.as_mut_ptr(), self.0) }
    }
}

/// 4 numbers.
#[derive(Clone, Copy)]
pub(super) struct F64x4(__m256d);

impl F64x4 {
    /// The bits of a number in every lane.
    #[inline(always)]
    fn bits(value: i64) -> __m256i {
        with!(_mm256_set1_epi64x(value))
    }
    /// Bits as the exponent of a power of two, those above them left out.
    #[inline(always)]
    fn exponent(self) -> Self {
        let bits = with!(_mm256_castpd_si256(self.0));
        Self(with!(_mm256_castsi256_pd(_mm256_slli_epi64::<52>(bits))))
    }
}

impl Add for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(with!(_mm256_add_pd(self.0, other.0)))
    }
}

impl Sub for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(with!(_mm256_sub_pd(self.0, other.0)))
    }
}

impl Mul for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(with!(_mm256_mul_pd(self.0, other.0)))
    }
}

impl Div for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(with!(_mm256_div_pd(self.0, other.0)))
    }
}

impl Neg for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(with!(_mm256_xor_pd(self.0, _mm256_set1_pd(-0.0))))
    }
}

impl Lane for F64x4 {
    type Scalar = f64;
    type Mask = Mask4;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(with!(_mm256_set1_pd(value)))
    }
    #[inline(always)]
    fn number(value: f64) -> Self {
        Self::splat(value)
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(with!(_mm256_fmadd_pd(self.0, factor.0, addend.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(with!(_mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0)))
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        let magnitude = Self(with!(_mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0)));
        magnitude.negative_with(sign)
    }
    #[inline(always)]
    fn negative_with(self, other: Self) -> Self {
        let bit = Self::number(-0.0);
        Self(with!(_mm256_or_pd(self.0, _mm256_and_pd(bit.0, other.0))))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(with!(_mm256_sqrt_pd(self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(with!(_mm256_floor_pd(self.0)))
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        Self(with!(_mm256_ceil_pd(self.0)))
    }
    #[inline(always)]
    fn round(self) -> Self {
        Self(with!(_mm256_round_pd::<
            { _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn less(self, other: Self) -> Mask4 {
        Mask4(with!(_mm256_cmp_pd::<_CMP_LT_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn less_equal(self, other: Self) -> Mask4 {
        Mask4(with!(_mm256_cmp_pd::<_CMP_LE_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn equal(self, other: Self) -> Mask4 {
        Mask4(with!(_mm256_cmp_pd::<_CMP_EQ_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: Mask4, yes: Self, no: Self) -> Self {
        Self(with!(_mm256_blendv_pd(no.0, yes.0, mask.0)))
    }
    #[inline(always)]
    fn any(mask: Mask4) -> bool {
        with!(_mm256_movemask_pd(mask.0)) != 0
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        (self + Self::splat(anchor!(f64, 52) + 1023.0)).exponent()
    }
    #[inline(always)]
    fn lower(self, anchored: Self) -> Self {
        // The first product is normal whatever the exponent, the second rounds.
        self * anchored.exponent() * Self::splat(-511.0).power_of_two()
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let offset = Self::bits((1023 << 52) - 0x3fe6_a09e_0000_0000);
        let (anchor, bias) = (anchor!(f64, 52), 1023);
        let exponent_bits = Self::bits(anchor.to_bits() as i64);
        with!({
            let bits = _mm256_castpd_si256(self.0);
            let biased = _mm256_srli_epi64::<52>(_mm256_add_epi64(bits, offset));
            let power = _mm256_slli_epi64::<52>(_mm256_sub_epi64(biased, Self::bits(bias)));
            let exponent = Self(_mm256_castsi256_pd(_mm256_or_si256(exponent_bits, biased)));
            (
                Self(_mm256_castsi256_pd(_mm256_sub_epi64(bits, power))),
                exponent - Self::splat(anchor + 1023.0),
            )
        })
    }
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        let index = self + Self::splat(anchor!(f64, 52));
        let index = with!(_mm256_and_si256(
            _mm256_castpd_si256(index.0),
            Self::bits(15)
        ));
        // SAFETY: as for the other intrinsics; this one reads at indices from 0 to 15, which the table has.
        Self(unsafe { _mm256_i64gather_pd::<8>(table.as_ptr(), index) })
    }
    #[inline(always)]
    fn replace(self, mask: Mask4, usual: [Self; 3], rare: impl Fn(f64) -> [f64; 3]) -> [Self; 3] {
        let mut numbers = [0.0; Self::WIDTH];
        let mut masks = [0.0; Self::WIDTH];
        let mut parts = [[0.0; Self::WIDTH]; 3];
        self.store(&mut numbers);
        Self::select(mask, Self::splat(1.0), Self::splat(0.0)).store(&mut masks);
        for (part, usual) in parts.iter_mut().zip(usual) {
            usual.store(part);
        }
        for lane in 0..Self::WIDTH {
            if masks[lane] == 1.0 {
                for (part, value) in parts.iter_mut().zip(rare(numbers[lane])) {
                    part[lane] = value;
                }
            }
        }
        parts.map(|part| Self::load(&part))
    }
    // The processor gives the second operand where one is NaN or both are equal.
    #[inline(always)]
    fn at_most(self, limit: Self) -> Self {
        Self(with!(_mm256_min_pd(limit.0, self.0)))
    }
    #[inline(always)]
    fn at_least(self, limit: Self) -> Self {
        Self(with!(_mm256_max_pd(limit.0, self.0)))
    }
}

impl Vector for F64x4 {
    const WIDTH: usize = 4;

    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        assert!(from.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one reads as many numbers as the slice was found to have.
        Self(unsafe { _mm256_loadu_pd(from.as_ptr()) })
    }
    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        assert!(to.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one writes as many numbers as the slice was found to have.
        unsafe { _mm256_storeu_pd(to.as_mut_ptr(), self.0) }
    }
}
