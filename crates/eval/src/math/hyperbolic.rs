//! Hyperbolic functions.

use super::exp::{exp_pair, expm1_pair};
use super::lane::Lane;
use super::ln::ln_1p_pair;
use super::pair::Pair;
use super::tables::Tables;

/// The hyperbolic sine. Within 0.56 ulp.
///
/// Infinite with the sign of x from 710.5 (f32: 89.42) on; a zero keeps its sign.
#[inline(always)]
pub fn sinh<L: Lane>(x: L) -> L {
    let (a, far) = (x.abs(), L::splat(L::Scalar::FAR));
    let t = expm1_pair(Pair::exact(a.at_most(far)));
    let near = t.add(t.div(t.add_number(L::number(1.0))));
    let value = near.scaled(L::number(0.5)).value();
    let value = L::select(a.less(L::splat(L::Scalar::SMALL)), a, value);
    beyond(a, value).copysign(x)
}

/// The hyperbolic cosine. Within 0.54 ulp.
///
/// Infinite from ±710.5 (f32: ±89.42) on.
#[inline(always)]
pub fn cosh<L: Lane>(x: L) -> L {
    let (a, one) = (x.abs(), L::number(1.0));
    let t = expm1_pair(Pair::exact(a.at_most(L::splat(L::Scalar::FAR)))).add_number(one);
    let near = t.add(Pair::exact(one).div(t)).scaled(L::number(0.5));
    beyond(a, near.value())
}

/// `exp(a)/2` where the other exponential no longer matters, elsewhere `near`.
#[inline(always)]
fn beyond<L: Lane>(a: L, near: L) -> L {
    let far = L::splat(L::Scalar::FAR).less(a);
    if !L::any(far) {
        return near;
    }
    let (e, k) = exp_pair(Pair::exact(a));
    L::select(far, e.scale(k - L::number(1.0)), near)
}

/// The hyperbolic tangent. Within 0.56 ulp.
///
/// ±1 at infinities; a zero keeps its sign.
#[inline(always)]
pub fn tanh<L: Lane>(x: L) -> L {
    let a = x.abs();
    let t = expm1_pair(Pair::exact(a * L::number(-2.0))).neg();
    let value = t.div(t.neg().add_number(L::number(2.0))).value();
    L::select(a.less(L::splat(L::Scalar::SMALL)), x, value.copysign(x))
}

/// `1/cosh(x)`. Within 0.54 ulp.
///
/// 0 at infinities, rounded once into the subnormals.
#[inline(always)]
pub fn sech<L: Lane>(x: L) -> L {
    let one = L::number(1.0);
    let (e, k) = exp_pair(Pair::exact(-x.abs()));
    let safe = L::splat(L::Scalar::SAFE_EXPONENT) * L::number(0.25);
    let u = e.scaled(k.at_least(-safe).power_of_two());
    let below = Pair::exact(one).add(u.mul(u));
    e.div(below).scale(k + one)
}

/// `ln(cosh(x))`. Within 0.59 ulp.
///
/// Infinite at infinities, 0 at 0.
#[inline(always)]
pub fn ln_cosh<L: Lane>(x: L) -> L {
    let (a, one) = (x.abs(), L::number(1.0));
    let t = expm1_pair(Pair::exact(-a));
    let u = t.add_number(one);
    let near = a.less(one);
    let small = t.mul(t).scaled(L::number(0.5)).div(u);
    let rest = ln_1p_pair(Pair::select(near, small, u.mul(u)));
    let [ln_2, ln_2_low] = L::Scalar::LN_2;
    let base = Pair::sum(a, -L::splat(ln_2));
    let base = Pair {
        high: base.high,
        low: base.low - L::splat(ln_2_low),
    };
    let value = Pair::select(near, rest, base.add(rest)).value();
    let value = L::select(
        a.less(L::splat(L::Scalar::SMALL)),
        a * L::number(0.5) * a,
        value,
    );
    L::select(a.equal(L::number(f64::INFINITY)), a, value)
}
