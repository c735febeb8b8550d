//! Vectors of 512 bits, of processors with AVX-512.

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
        // avx512f and avx512dq on the processor. None of these intrinsics reads or writes memory.
        unsafe { $work }
    };
}

/// A condition for every lane, one bit for each.
macro_rules! masks {
    ($mask:ident, $bits:ty) => {
        #[derive(Clone, Copy)]
        pub(super) struct $mask($bits);

        impl BitAnd for $mask {
            type Output = Self;
            #[inline(always)]
            fn bitand(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }
        }
        impl BitOr for $mask {
            type Output = Self;
            #[inline(always)]
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
        impl Not for $mask {
            type Output = Self;
            #[inline(always)]
            fn not(self) -> Self {
                Self(!self.0)
            }
        }
    };
}

masks!(Mask16, __mmask16);
masks!(Mask8, __mmask8);

/// 16 numbers.
#[derive(Clone, Copy)]
pub(super) struct F32x16(__m512);

impl F32x16 {
    /// The bits of a number in every lane.
    #[inline(always)]
    fn bits(value: i32) -> __m512i {
        with!(_mm512_set1_epi32(value))
    }
}

impl Add for F32x16 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(with!(_mm512_add_ps(self.0, other.0)))
    }
}

impl Sub for F32x16 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(with!(_mm512_sub_ps(self.0, other.0)))
    }
}

impl Mul for F32x16 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(with!(_mm512_mul_ps(self.0, other.0)))
    }
}

impl Div for F32x16 {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(with!(_mm512_div_ps(self.0, other.0)))
    }
}

impl Neg for F32x16 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(with!(_mm512_xor_ps(self.0, _mm512_set1_ps(-0.0))))
    }
}

impl Lane for F32x16 {
    type Scalar = f32;
    type Mask = Mask16;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(with!(_mm512_set1_ps(value)))
    }
    #[inline(always)]
    fn number(value: f64) -> Self {
        Self::splat(value as f32)
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(with!(_mm512_fmadd_ps(self.0, factor.0, addend.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(with!(_mm512_abs_ps(self.0)))
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        with!({
            let bit = _mm512_set1_ps(-0.0);
            Self(_mm512_or_ps(
                _mm512_andnot_ps(bit, self.0),
                _mm512_and_ps(bit, sign.0),
            ))
        })
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(with!(_mm512_sqrt_ps(self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(with!(_mm512_roundscale_ps::<
            { _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        Self(with!(_mm512_roundscale_ps::<
            { _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn round(self) -> Self {
        Self(with!(_mm512_roundscale_ps::<
            { _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn less(self, other: Self) -> Mask16 {
        Mask16(with!(_mm512_cmp_ps_mask::<_CMP_LT_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn less_equal(self, other: Self) -> Mask16 {
        Mask16(with!(_mm512_cmp_ps_mask::<_CMP_LE_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn equal(self, other: Self) -> Mask16 {
        Mask16(with!(_mm512_cmp_ps_mask::<_CMP_EQ_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: Mask16, yes: Self, no: Self) -> Self {
        Self(with!(_mm512_mask_blend_ps(mask.0, no.0, yes.0)))
    }
    #[inline(always)]
    fn any(mask: Mask16) -> bool {
        mask.0 != 0
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        let biased = self + Self::splat(anchor!(f32, 23) + 127.0);
        Self(with!(_mm512_castsi512_ps(_mm512_slli_epi32::<23>(
            _mm512_castps_si512(biased.0)
        ))))
    }
    #[inline(always)]
    fn scale(self, exponent: Self) -> Self {
        Self(with!(_mm512_scalef_ps(self.0, exponent.0)))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let offset = Self::bits((127 << 23) - 0x3f35_04f3);
        let (anchor, bias) = (anchor!(f32, 23), 127);
        let exponent_bits = Self::bits(anchor.to_bits() as i32);
        with!({
            let bits = _mm512_castps_si512(self.0);
            let biased = _mm512_srli_epi32::<23>(_mm512_add_epi32(bits, offset));
            let power = _mm512_slli_epi32::<23>(_mm512_sub_epi32(biased, Self::bits(bias)));
            let exponent = Self(_mm512_castsi512_ps(_mm512_or_si512(exponent_bits, biased)));
            (
                Self(_mm512_castsi512_ps(_mm512_sub_epi32(bits, power))),
                exponent - Self::splat(anchor + 127.0),
            )
        })
    }
    #[inline(always)]
    fn lookup(self, table: &[f32; 16]) -> Self {
        let index = self + Self::splat(anchor!(f32, 23));
        Self(with!(_mm512_permutexvar_ps(
            _mm512_castps_si512(index.0),
            Self::load(table).0
        )))
    }
    #[inline(always)]
    fn replace(self, mask: Mask16, usual: [Self; 3], rare: impl Fn(f32) -> [f32; 3]) -> [Self; 3] {
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
        Self(with!(_mm512_min_ps(limit.0, self.0)))
    }
    #[inline(always)]
    fn at_least(self, limit: Self) -> Self {
        Self(with!(_mm512_max_ps(limit.0, self.0)))
    }
}

impl Vector for F32x16 {
    const WIDTH: usize = 16;

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        assert!(from.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one reads as many numbers as the slice was found to have.
        Self(unsafe { _mm512_loadu_ps(from.as_ptr()) })
    }
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        assert!(to.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one writes as many numbers as the slice was found to have.
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), self.0) }
    }
}

/// 8 numbers.
#[derive(Clone, Copy)]
pub(super) struct F64x8(__m512d);

impl F64x8 {
    /// The bits of a number in every lane.
    #[inline(always)]
    fn bits(value: i64) -> __m512i {
        with!(_mm512_set1_epi64(value))
    }
}

impl Add for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(with!(_mm512_add_pd(self.0, other.0)))
    }
}

impl Sub for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(with!(_mm512_sub_pd(self.0, other.0)))
    }
}

impl Mul for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(with!(_mm512_mul_pd(self.0, other.0)))
    }
}

impl Div for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(with!(_mm512_div_pd(self.0, other.0)))
    }
}

impl Neg for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(with!(_mm512_xor_pd(self.0, _mm512_set1_pd(-0.0))))
    }
}

impl Lane for F64x8 {
    type Scalar = f64;
    type Mask = Mask8;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(with!(_mm512_set1_pd(value)))
    }
    #[inline(always)]
    fn number(value: f64) -> Self {
        Self::splat(value)
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(with!(_mm512_fmadd_pd(self.0, factor.0, addend.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(with!(_mm512_abs_pd(self.0)))
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        with!({
            let bit = _mm512_set1_pd(-0.0);
            Self(_mm512_or_pd(
                _mm512_andnot_pd(bit, self.0),
                _mm512_and_pd(bit, sign.0),
            ))
        })
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(with!(_mm512_sqrt_pd(self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(with!(_mm512_roundscale_pd::<
            { _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        Self(with!(_mm512_roundscale_pd::<
            { _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn round(self) -> Self {
        Self(with!(_mm512_roundscale_pd::<
            { _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn less(self, other: Self) -> Mask8 {
        Mask8(with!(_mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn less_equal(self, other: Self) -> Mask8 {
        Mask8(with!(_mm512_cmp_pd_mask::<_CMP_LE_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn equal(self, other: Self) -> Mask8 {
        Mask8(with!(_mm512_cmp_pd_mask::<_CMP_EQ_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: Mask8, yes: Self, no: Self) -> Self {
        Self(with!(_mm512_mask_blend_pd(mask.0, no.0, yes.0)))
    }
    #[inline(always)]
    fn any(mask: Mask8) -> bool {
        mask.0 != 0
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        let biased = self + Self::splat(anchor!(f64, 52) + 1023.0);
        Self(with!(_mm512_castsi512_pd(_mm512_slli_epi64::<52>(
            _mm512_castpd_si512(biased.0)
        ))))
    }
    #[inline(always)]
    fn scale(self, exponent: Self) -> Self {
        Self(with!(_mm512_scalef_pd(self.0, exponent.0)))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let offset = Self::bits((1023 << 52) - 0x3fe6_a09e_0000_0000);
        let (anchor, bias) = (anchor!(f64, 52), 1023);
        let exponent_bits = Self::bits(anchor.to_bits() as i64);
        with!({
            let bits = _mm512_castpd_si512(self.0);
            let biased = _mm512_srli_epi64::<52>(_mm512_add_epi64(bits, offset));
            let power = _mm512_slli_epi64::<52>(_mm512_sub_epi64(biased, Self::bits(bias)));
            let exponent = Self(_mm512_castsi512_pd(_mm512_or_si512(exponent_bits, biased)));
            (
                Self(_mm512_castsi512_pd(_mm512_sub_epi64(bits, power))),
                exponent - Self::splat(anchor + 1023.0),
            )
        })
    }
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        let index = self + Self::splat(anchor!(f64, 52));
        let (low, high) = table.split_at(8);
        let (low, high) = (Self::load(low).0, Self::load(high).0);
        Self(with!(_mm512_permutex2var_pd(
            low,
            _mm512_castpd_si512(index.0),
            high
        )))
    }
    #[inline(always)]
    fn replace(self, mask: Mask8, usual: [Self; 3], rare: impl Fn(f64) -> [f64; 3]) -> [Self; 3] {
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
        Self(with!(_mm512_min_pd(limit.0, self.0)))
    }
    #[inline(always)]
    fn at_least(self, limit: Self) -> Self {
        Self(with!(_mm512_max_pd(limit.0, self.0)))
    }
}

impl Vector for F64x8 {
    const WIDTH: usize = 8;

    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        assert!(from.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one reads as many numbers as the slice was found to have.
        Self(unsafe { _mm512_loadu_pd(from.as_ptr()) })
    }
    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        assert!(to.len() >= Self::WIDTH, "numbers of a vector");
        // SAFETY: as for the other intrinsics; this one writes as many numbers as the slice was found to have.
        unsafe { _mm512_storeu_pd(to.as_mut_ptr(), self.0) }
    }
}
