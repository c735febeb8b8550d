//! Vectors of the four kinds, as thin as the instructions.
//!
//! Each method is one instruction or two. They are compiled for the instruction set of the loop that they are inlined into.

use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Sub};

use super::constants::Constants;

/// A register of numbers.
///
/// Only the loops of this module's parent make vectors, and they run only where their instruction set was found: that is what the
/// safety of every block below rests on.
pub trait Vector:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// Of what.
    type Scalar: Constants;
    /// Which lanes.
    type Mask: Copy;
    /// How many.
    const LANES: usize;

    /// The same number in every lane.
    fn splat(number: Self::Scalar) -> Self;
    /// A small number that is exact in every type.
    fn number(number: f32) -> Self;
    /// # Safety
    /// There are as many numbers as lanes.
    unsafe fn load(from: *const Self::Scalar) -> Self;
    /// # Safety
    /// There is room for as many numbers as lanes.
    unsafe fn store(self, to: *mut Self::Scalar);
    /// Past the caches.
    ///
    /// # Safety
    /// There is room for as many numbers as lanes, aligned to the vector.
    unsafe fn stream(self, to: *mut Self::Scalar);
    /// # Safety
    /// There are that many numbers, fewer than lanes.
    unsafe fn load_part(from: *const Self::Scalar, count: usize) -> Self;
    /// # Safety
    /// There is room for that many numbers, fewer than lanes.
    unsafe fn store_part(self, to: *mut Self::Scalar, count: usize);
    /// `self*factor + summand`, rounded once.
    fn mul_add(self, factor: Self, summand: Self) -> Self;
    /// `summand - self*factor`, rounded once.
    fn neg_mul_add(self, factor: Self, summand: Self) -> Self;
    /// `self*factor - subtrahend`, rounded once.
    fn mul_sub(self, factor: Self, subtrahend: Self) -> Self;
    /// `-|self|`.
    fn neg_abs(self) -> Self;
    /// The sign turned where that of the other is set.
    fn flipped_by(self, sign: Self) -> Self;
    /// The greater; NaN stays.
    fn at_least(self, least: Self) -> Self;
    /// The less; NaN stays.
    fn at_most(self, most: Self) -> Self;
    /// Where the sign is set.
    fn negative(self) -> Self::Mask;
    /// Lane by lane the first where the mask holds, else the second.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// The last bits as an exponent: a power of two.
    fn as_exponent(self) -> Self;

    /// A polynomial, lowest term first.
    ///
    /// In one chain, or in two or four that the processor runs side by side: a long chain would be waited for.
    #[inline(always)]
    fn polynomial(self, terms: &[Self::Scalar]) -> Self {
        let square = self * self;
        match terms.len() {
            ..=4 => chain::<Self, 1>(self, terms),
            5..=12 => {
                let odd = chain::<Self, 2>(square, &terms[1..]);
                odd.mul_add(self, chain::<Self, 2>(square, terms))
            }
            _ => {
                let fourth = square * square;
                let low = chain::<Self, 4>(fourth, &terms[1..])
                    .mul_add(self, chain::<Self, 4>(fourth, terms));
                let high = chain::<Self, 4>(fourth, &terms[3..])
                    .mul_add(self, chain::<Self, 4>(fourth, &terms[2..]));
                high.mul_add(square, low)
            }
        }
    }
}

/// The polynomial of every so many terms.
#[inline(always)]
fn chain<V: Vector, const STEP: usize>(x: V, terms: &[V::Scalar]) -> V {
    let last = (terms.len() - 1) / STEP;
    let mut value = V::splat(terms[last * STEP]);
    for k in (0..last).rev() {
        value = value.mul_add(x, V::splat(terms[k * STEP]));
    }
    value
}

/// What both instruction sets have under names of one pattern.
macro_rules! arithmetic {
    ($name:ident: $($trait:ident $method:ident $instruction:ident),*) => {$(
        impl $trait for $name {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: there is a vector, so its instruction set was found
                Self(unsafe { $instruction(self.0, other.0) })
            }
        }
    )*};
}

macro_rules! vector {
    (
        $(#[$documentation:meta])* $name:ident of $scalar:ident in $register:ident, mask $mask:ty, $lanes:literal lanes,
        add $add:ident sub $sub:ident mul $mul:ident div $div:ident,
        splat $splat:ident load $load:ident store $store:ident stream $stream:ident,
        load_part $load_part:expr, store_part $store_part:expr,
        mul_add $mul_add:ident neg_mul_add $neg_mul_add:ident mul_sub $mul_sub:ident,
        or $or:ident and $and:ident xor $xor:ident max $max:ident min $min:ident,
        negative $negative:expr, select $select:expr, as_exponent $as_exponent:expr
    ) => {
        $(#[$documentation])*
        #[derive(Clone, Copy)]
        pub struct $name($register);

        arithmetic!($name: Add add $add, Sub sub $sub, Mul mul $mul, Div div $div);

        // SAFETY of each block: there is a vector, or the loop that makes one has found its instruction set
        impl Vector for $name {
            type Scalar = $scalar;
            type Mask = $mask;
            const LANES: usize = $lanes;

            #[inline(always)]
            fn splat(number: $scalar) -> Self {
                Self(unsafe { $splat(number) })
            }

            #[inline(always)]
            fn number(number: f32) -> Self {
                Self::splat($scalar::from(number))
            }

            #[inline(always)]
            unsafe fn load(from: *const $scalar) -> Self {
                Self(unsafe { $load(from) })
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut $scalar) {
                unsafe { $store(to, self.0) }
            }

            #[inline(always)]
            unsafe fn stream(self, to: *mut $scalar) {
                unsafe { $stream(to, self.0) }
            }

            #[inline(always)]
            unsafe fn load_part(from: *const $scalar, count: usize) -> Self {
                Self(unsafe { $load_part(from, count) })
            }

            #[inline(always)]
            unsafe fn store_part(self, to: *mut $scalar, count: usize) {
                unsafe { $store_part(to, count, self.0) }
            }

            #[inline(always)]
            fn mul_add(self, factor: Self, summand: Self) -> Self {
                Self(unsafe { $mul_add(self.0, factor.0, summand.0) })
            }

            #[inline(always)]
            fn neg_mul_add(self, factor: Self, summand: Self) -> Self {
                Self(unsafe { $neg_mul_add(self.0, factor.0, summand.0) })
            }

            #[inline(always)]
            fn mul_sub(self, factor: Self, subtrahend: Self) -> Self {
                Self(unsafe { $mul_sub(self.0, factor.0, subtrahend.0) })
            }

            #[inline(always)]
            fn neg_abs(self) -> Self {
                Self(unsafe { $or(self.0, $splat(-0.0)) })
            }

            #[inline(always)]
            fn flipped_by(self, sign: Self) -> Self {
                Self(unsafe { $xor(self.0, $and(sign.0, $splat(-0.0))) })
            }

            #[inline(always)]
            fn at_least(self, least: Self) -> Self {
                Self(unsafe { $max(least.0, self.0) })
            }

            #[inline(always)]
            fn at_most(self, most: Self) -> Self {
                Self(unsafe { $min(most.0, self.0) })
            }

            #[inline(always)]
            #[allow(unused_unsafe, reason = "the mask may be the vector itself")]
            fn negative(self) -> $mask {
                unsafe { $negative(self.0) }
            }

            #[inline(always)]
            fn select(mask: $mask, yes: Self, no: Self) -> Self {
                Self(unsafe { $select(mask, yes.0, no.0) })
            }

            #[inline(always)]
            fn as_exponent(self) -> Self {
                Self(unsafe { $as_exponent(self.0) })
            }
        }
    };
}

vector! {
    /// Eight `f32` of AVX2.
    Avx2Single of f32 in __m256, mask __m256, 8 lanes,
    add _mm256_add_ps sub _mm256_sub_ps mul _mm256_mul_ps div _mm256_div_ps,
    splat _mm256_set1_ps load _mm256_loadu_ps store _mm256_storeu_ps stream _mm256_stream_ps,
    load_part |from, count| _mm256_maskload_ps(from, first_singles(count)),
    store_part |to, count, value| _mm256_maskstore_ps(to, first_singles(count), value),
    mul_add _mm256_fmadd_ps neg_mul_add _mm256_fnmadd_ps mul_sub _mm256_fmsub_ps,
    or _mm256_or_ps and _mm256_and_ps xor _mm256_xor_ps max _mm256_max_ps min _mm256_min_ps,
    negative |value| value,
    select |mask, yes, no| _mm256_blendv_ps(no, yes, mask),
    as_exponent |bits| _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_castps_si256(bits)))
}

vector! {
    /// Four `f64` of AVX2.
    Avx2Double of f64 in __m256d, mask __m256d, 4 lanes,
    add _mm256_add_pd sub _mm256_sub_pd mul _mm256_mul_pd div _mm256_div_pd,
    splat _mm256_set1_pd load _mm256_loadu_pd store _mm256_storeu_pd stream _mm256_stream_pd,
    load_part |from, count| _mm256_maskload_pd(from, first_doubles(count)),
    store_part |to, count, value| _mm256_maskstore_pd(to, first_doubles(count), value),
    mul_add _mm256_fmadd_pd neg_mul_add _mm256_fnmadd_pd mul_sub _mm256_fmsub_pd,
    or _mm256_or_pd and _mm256_and_pd xor _mm256_xor_pd max _mm256_max_pd min _mm256_min_pd,
    negative |value| value,
    select |mask, yes, no| _mm256_blendv_pd(no, yes, mask),
    as_exponent |bits| _mm256_castsi256_pd(_mm256_slli_epi64::<52>(_mm256_castpd_si256(bits)))
}

vector! {
    /// Sixteen `f32` of AVX-512.
    Avx512Single of f32 in __m512, mask __mmask16, 16 lanes,
    add _mm512_add_ps sub _mm512_sub_ps mul _mm512_mul_ps div _mm512_div_ps,
    splat _mm512_set1_ps load _mm512_loadu_ps store _mm512_storeu_ps stream _mm512_stream_ps,
    load_part |from, count| _mm512_maskz_loadu_ps(((1u32 << count) - 1) as u16, from),
    store_part |to, count, value| _mm512_mask_storeu_ps(to, ((1u32 << count) - 1) as u16, value),
    mul_add _mm512_fmadd_ps neg_mul_add _mm512_fnmadd_ps mul_sub _mm512_fmsub_ps,
    or _mm512_or_ps and _mm512_and_ps xor _mm512_xor_ps max _mm512_max_ps min _mm512_min_ps,
    negative |value| _mm512_movepi32_mask(_mm512_castps_si512(value)),
    select |mask, yes, no| _mm512_mask_blend_ps(mask, no, yes),
    as_exponent |bits| _mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_castps_si512(bits)))
}

vector! {
    /// Eight `f64` of AVX-512.
    Avx512Double of f64 in __m512d, mask __mmask8, 8 lanes,
    add _mm512_add_pd sub _mm512_sub_pd mul _mm512_mul_pd div _mm512_div_pd,
    splat _mm512_set1_pd load _mm512_loadu_pd store _mm512_storeu_pd stream _mm512_stream_pd,
    load_part |from, count| _mm512_maskz_loadu_pd(((1u32 << count) - 1) as u8, from),
    store_part |to, count, value| _mm512_mask_storeu_pd(to, ((1u32 << count) - 1) as u8, value),
    mul_add _mm512_fmadd_pd neg_mul_add _mm512_fnmadd_pd mul_sub _mm512_fmsub_pd,
    or _mm512_or_pd and _mm512_and_pd xor _mm512_xor_pd max _mm512_max_pd min _mm512_min_pd,
    negative |value| _mm512_movepi64_mask(_mm512_castpd_si512(value)),
    select |mask, yes, no| _mm512_mask_blend_pd(mask, no, yes),
    as_exponent |bits| _mm512_castsi512_pd(_mm512_slli_epi64::<52>(_mm512_castpd_si512(bits)))
}

/// The mask of the first lanes.
#[inline(always)]
fn first_singles(count: usize) -> __m256i {
    // SAFETY: called by vectors alone
    unsafe {
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(count as i32), lanes)
    }
}

/// The mask of the first lanes.
#[inline(always)]
fn first_doubles(count: usize) -> __m256i {
    // SAFETY: called by vectors alone
    unsafe {
        let lanes = _mm256_setr_epi64x(0, 1, 2, 3);
        _mm256_cmpgt_epi64(_mm256_set1_epi64x(count as i64), lanes)
    }
}
