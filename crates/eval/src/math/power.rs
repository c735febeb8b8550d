//! Real powers.

use super::exp::exp_pair;
use super::lane::Lane;
use super::ln::ln_pair_accurate;
use super::tables::Tables;

/// `a^b` over the reals. Within 0.54 ulp, rounded once into the subnormals.
///
/// NaN if either is, for a negative `a` and a `b` that is no integer, and at the poles without a limit: `0^b` for an odd
/// negative integer `b`. `0^0` and `1^b` are 1, and a negative zero to an odd power is one. At infinite `b` it is the limit, where there is one.
#[inline(always)]
pub fn pow<L: Lane>(a: L, b: L) -> L {
    let [zero, one, infinity] = L::numbers([0.0, 1.0, f64::INFINITY]);
    let base = a.abs();
    let regular = zero.less(base) & base.less(infinity) & b.abs().less(infinity);
    let value = L::select(regular, positive(base, b), at_end(base, b));
    let odd = is_odd(b);
    let signed = one.copysign(a).less(zero);
    let value = L::select(signed & odd, -value, value);
    let pole = a.equal(zero) & b.less(zero) & odd;
    let undefined = a.less(zero) & !defined_below_zero(base, b);
    let nan = pole | undefined | a.is_nan() | b.is_nan();
    L::select(nan, L::number(f64::NAN), value)
}

/// `a^b` for finite `a > 0` and finite b.
#[inline(always)]
fn positive<L: Lane>(a: L, b: L) -> L {
    // Larger exponents give 0, 1 or infinity all the same.
    let most = L::splat(L::Scalar::LARGE_RECIPROCAL);
    let b = b.at_most(most).at_least(-most);
    let (e, k) = exp_pair(ln_pair_accurate(a).mul_number(b));
    e.scale(k)
}

/// `a^b` where a is 0 or infinite or b infinite, for `a >= 0`.
#[inline(always)]
fn at_end<L: Lane>(a: L, b: L) -> L {
    let [zero, one, infinity] = L::numbers([0.0, 1.0, f64::INFINITY]);
    let grows = (a.less(one) & b.less(zero)) | (one.less(a) & zero.less(b));
    let value = L::select(grows, infinity, zero);
    L::select(a.equal(one) | b.equal(zero), one, value)
}

/// Whether a negative number of that magnitude has such a power.
#[inline(always)]
fn defined_below_zero<L: Lane>(base: L, b: L) -> L::Mask {
    let [zero, one, infinity] = L::numbers([0.0, 1.0, f64::INFINITY]);
    let infinite = b.abs().equal(infinity);
    let vanishes = (one.less(base) & b.less(zero)) | (base.less(one) & zero.less(b));
    (b.equal(b.floor()) & !infinite) | (infinite & vanishes)
}

#[inline(always)]
fn is_odd<L: Lane>(b: L) -> L::Mask {
    let half = b * L::number(0.5);
    b.equal(b.floor()) & !half.equal(half.floor())
}
