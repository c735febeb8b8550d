//! Spherical Bessel functions of the first orders: `sin(x)/x` and what its first two derivatives are made of.

use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;
use super::trigonometric::{cos_pair, sin_pair};

/// `j_0(x) = sin(x)/x`. Within 0.75 ulp.
///
/// 1 at 0, 0 at infinities.
#[inline(always)]
pub fn sinc<L: Lane>(x: L) -> L {
    let [one, infinity] = L::numbers([1.0, f64::INFINITY]);
    let value = sin_pair(x).div(Pair::exact(x)).value();
    let value = L::select(x.abs().less(L::splat(L::Scalar::SMALL)), one, value);
    L::select(x.abs().equal(infinity), L::number(0.0), value)
}

/// `j_1(x) = (sin(x)/x - cos(x))/x`. Within 0.7 ulp, beyond the order relative to the envelope `1/x`.
///
/// 0 at infinities; a zero keeps its sign.
#[inline(always)]
pub fn bessel_1<L: Lane>(x: L) -> L {
    let z = x * x;
    let [first, first_low] = L::splats(L::Scalar::THIRD);
    let rest = z.polynomial(L::Scalar::BESSEL_1).mul_add(z, first_low);
    let near = Pair::ordered(first, rest).mul_number(x).value();
    let far = first_order(x, sin_pair(x).div(Pair::exact(x))).value();
    of_parts(x, 1.5, near.copysign(x), far)
}

/// `j_2(x) = 3 j_1(x)/x - j_0(x)`. Within 0.95 ulp, beyond the order relative to the envelope `1/x`.
///
/// 0 at 0 and at infinities.
#[inline(always)]
pub fn bessel_2<L: Lane>(x: L) -> L {
    let z = x * x;
    let [first, first_low] = L::splats(L::Scalar::FIFTEENTH);
    let rest = z.polynomial(L::Scalar::BESSEL_2).mul_add(z, first_low);
    let near = Pair::ordered(first, rest).mul_number(x).mul_number(x);
    let zeroth = sin_pair(x).div(Pair::exact(x));
    let first = first_order(x, zeroth);
    let triple = first.mul_number(L::number(3.0)).div(Pair::exact(x));
    of_parts(x, 1.75, near.value(), triple.add(zeroth.neg()).value())
}

/// `j_1(x)` by `sin(x)/x`.
#[inline(always)]
fn first_order<L: Lane>(x: L, zeroth: Pair<L>) -> Pair<L> {
    zeroth.add(cos_pair(x).neg()).div(Pair::exact(x))
}

/// `near` up to a bound, `far` beyond, 0 at infinities.
#[inline(always)]
fn of_parts<L: Lane>(x: L, bound: f64, near: L, far: L) -> L {
    let a = x.abs();
    let value = L::select(a.less(L::number(bound)), near, far);
    L::select(a.equal(L::number(f64::INFINITY)), L::number(0.0), value)
}
