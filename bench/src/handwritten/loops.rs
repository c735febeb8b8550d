//! Loops over arrays: whole vectors, then the tail; large arrays past the caches.

use super::activations::{Activation, Elu, Gelu, GeluTanh, Mish, Sigmoid, Softplus, Swish, Tanh};
use super::vector::{Avx2Double, Avx2Single, Avx512Double, Avx512Single, Vector};
use super::{Handwritten, Level, Run};

/// Bytes of both results together from which they are stored past the caches: about the last-level cache.
const LARGE: usize = 32 << 20;

/// Bytes of a line of the caches: vectors that are but a part of one take longer past the caches than through them.
const LINE: usize = 64;

macro_rules! kernels {
    ($activation:ident, $level:ident, $single:ident $double:ident: $($name:literal $type:ident),*) => {
        match ($activation, $level) {
            $(
                ($name, Level::Avx2) => avx2::<$type, $single>,
                ($name, Level::Avx512) => avx512::<$type, $double>,
            )*
            _ => return None,
        }
    };
}

macro_rules! handwritten {
    ($scalar:ident: $avx2:ident $avx512:ident) => {
        impl Handwritten for $scalar {
            fn kernel(activation: &str, level: Level) -> Option<Run<Self>> {
                let run: Run<Self> = kernels!(
                    activation, level, $avx2 $avx512:
                    "sigmoid" Sigmoid, "swish" Swish, "gelu_tanh" GeluTanh, "tanh" Tanh,
                    "elu" Elu, "gelu" Gelu, "mish" Mish, "softplus" Softplus
                );
                level.is_available().then_some(run)
            }
        }
    };
}

handwritten!(f32: Avx2Single Avx512Single);
handwritten!(f64: Avx2Double Avx512Double);

/// A loop for AVX2. Private, and given out only where the instructions were found.
fn avx2<A: Activation, V: Vector>(
    xs: &[V::Scalar],
    ys: &mut [V::Scalar],
    slopes: &mut [V::Scalar],
) {
    #[target_feature(enable = "avx2,fma")]
    fn compiled<A: Activation, V: Vector>(
        xs: &[V::Scalar],
        ys: &mut [V::Scalar],
        slopes: &mut [V::Scalar],
    ) {
        all::<A, V>(xs, ys, slopes);
    }
    // SAFETY: `Handwritten::kernel` gives this function out only where the instructions were found
    unsafe { compiled::<A, V>(xs, ys, slopes) }
}

/// As [`avx2`].
fn avx512<A: Activation, V: Vector>(
    xs: &[V::Scalar],
    ys: &mut [V::Scalar],
    slopes: &mut [V::Scalar],
) {
    #[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
    fn compiled<A: Activation, V: Vector>(
        xs: &[V::Scalar],
        ys: &mut [V::Scalar],
        slopes: &mut [V::Scalar],
    ) {
        all::<A, V>(xs, ys, slopes);
    }
    // SAFETY: as in `avx2`
    unsafe { compiled::<A, V>(xs, ys, slopes) }
}

#[inline(always)]
fn all<A: Activation, V: Vector>(xs: &[V::Scalar], ys: &mut [V::Scalar], slopes: &mut [V::Scalar]) {
    assert!(
        xs.len() == ys.len() && xs.len() == slopes.len(),
        "lengths differ"
    );
    let lines = V::LANES * size_of::<V::Scalar>() == LINE;
    let large = lines && 2 * size_of_val(ys) >= LARGE;
    match large.then(|| head::<V>(ys, slopes)).flatten() {
        None => whole::<A, V, false>(xs, ys, slopes),
        Some(head) => {
            let (xs, rest) = xs.split_at(head);
            let (ys, ys_rest) = ys.split_at_mut(head);
            let (slopes, slopes_rest) = slopes.split_at_mut(head);
            whole::<A, V, false>(xs, ys, slopes);
            whole::<A, V, true>(rest, ys_rest, slopes_rest);
            // SAFETY: every processor with these vectors has the instruction; it orders the stores before what follows
            unsafe { std::arch::x86_64::_mm_sfence() };
        }
    }
}

/// How many numbers stand before both results are aligned, if they ever are together.
#[inline(always)]
fn head<V: Vector>(ys: &[V::Scalar], slopes: &[V::Scalar]) -> Option<usize> {
    let bytes = V::LANES * size_of::<V::Scalar>();
    let before = |numbers: &[V::Scalar]| numbers.as_ptr().addr().wrapping_neg() % bytes;
    let [ys, slopes] = [before(ys), before(slopes)];
    (ys == slopes).then_some(ys / size_of::<V::Scalar>())
}

#[inline(always)]
fn whole<A: Activation, V: Vector, const STREAM: bool>(
    xs: &[V::Scalar],
    ys: &mut [V::Scalar],
    slopes: &mut [V::Scalar],
) {
    let (count, tail) = (xs.len() / V::LANES * V::LANES, xs.len() % V::LANES);
    let (from, ys, slopes) = (xs.as_ptr(), ys.as_mut_ptr(), slopes.as_mut_ptr());
    // SAFETY: the three have one length; whole vectors lie below `count`, `tail` numbers from there on; if `STREAM` is set the
    // results are aligned
    unsafe {
        let mut at = 0;
        while at < count {
            let (y, slope) = A::both(V::load(from.add(at)));
            if STREAM {
                y.stream(ys.add(at));
                slope.stream(slopes.add(at));
            } else {
                y.store(ys.add(at));
                slope.store(slopes.add(at));
            }
            at += V::LANES;
        }
        if tail > 0 {
            let (y, slope) = A::both(V::load_part(from.add(at), tail));
            y.store_part(ys.add(at), tail);
            slope.store_part(slopes.add(at), tail);
        }
    }
}
