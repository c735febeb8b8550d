//! Sine, cosine and tangent.

use super::angle::reduce;
use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;

/// The sine of an angle in radians. Within 0.6 ulp at all angles.
///
/// NaN at infinities; a zero keeps its sign.
#[inline(always)]
pub fn sin<L: Lane>(x: L) -> L {
    let value = sin_pair(x).value();
    L::select(
        x.abs().less(L::splat(L::Scalar::SMALL)),
        nearly(x, -1.0 / 6.0),
        value,
    )
}

/// The cosine of an angle in radians. Within 0.6 ulp at all angles.
///
/// NaN at infinities.
#[inline(always)]
pub fn cos<L: Lane>(x: L) -> L {
    cos_pair(x).value()
}

/// The tangent of an angle in radians. Within 0.7 ulp at all angles.
///
/// NaN at infinities; a zero keeps its sign.
#[inline(always)]
pub fn tan<L: Lane>(x: L) -> L {
    let (n, r) = reduce(x);
    let (s, c) = (sin_reduced(r), cos_reduced(r));
    let odd = is_odd(n);
    let over = Pair::select(odd, c.neg(), s);
    let value = over.div(Pair::select(odd, s, c)).value();
    L::select(
        x.abs().less(L::splat(L::Scalar::SMALL)),
        nearly(x, 1.0 / 3.0),
        value,
    )
}

/// `sin(x)` with a relative error of `2^-55` (f32: `2^-26`), for x not near the subnormals.
#[inline(always)]
pub(crate) fn sin_pair<L: Lane>(x: L) -> Pair<L> {
    let (n, r) = reduce(x);
    of_quarter(n, r)
}

/// `cos(x)` with a relative error of `2^-55` (f32: `2^-26`).
#[inline(always)]
pub(crate) fn cos_pair<L: Lane>(x: L) -> Pair<L> {
    let (n, r) = reduce(x);
    of_quarter(n + L::number(1.0), r)
}

/// `x + c x^3`, for x so small that the second term rounds the first.
#[inline(always)]
fn nearly<L: Lane>(x: L, c: f64) -> L {
    (x * L::number(c)).mul_add(x * x, x).copysign(x)
}

/// The sine of n quarter turns and r.
#[inline(always)]
fn of_quarter<L: Lane>(n: L, r: Pair<L>) -> Pair<L> {
    let value = Pair::select(is_odd(n), cos_reduced(r), sin_reduced(r));
    let half = (n * L::number(0.5)).floor();
    Pair::select(is_odd(half), value.neg(), value)
}

#[inline(always)]
fn is_odd<L: Lane>(n: L) -> L::Mask {
    let half = n * L::number(0.5);
    !half.floor().equal(half)
}

/// The sine of at most about pi/4: the linear and the cubic term in two parts, the rest in one.
#[inline(always)]
fn sin_reduced<L: Lane>(r: Pair<L>) -> Pair<L> {
    let square = Pair::product(r.high, r.high);
    let cube = Pair::product(square.high, r.high);
    let cube_low = square.low.mul_add(r.high, cube.low);
    let (first, rest) = L::Scalar::SIN.split_first().expect("a coefficient");
    let cubic = Pair::product(cube.high, L::splat(*first));
    let slope = L::number(-0.5).mul_add(square.high, L::number(1.0));
    let low = cube_low.mul_add(L::splat(*first), cubic.low) + r.low * slope;
    let fifth = cube.high * square.high;
    let low = square.high.polynomial(rest).mul_add(fifth, low);
    let sum = Pair::ordered(r.high, cubic.high);
    Pair::ordered(sum.high, sum.low + low)
}

/// The cosine of at most about pi/4.
#[inline(always)]
fn cos_reduced<L: Lane>(r: Pair<L>) -> Pair<L> {
    let half = Pair::product(r.high * L::number(0.5), r.high);
    let z = half.high + half.high;
    let sum = Pair::ordered(L::number(1.0), -half.high);
    let rest = (-r.high).mul_add(r.low, -half.low);
    let rest = (z * z).mul_add(z.polynomial(L::Scalar::COS), rest);
    Pair::ordered(sum.high, sum.low + rest)
}
