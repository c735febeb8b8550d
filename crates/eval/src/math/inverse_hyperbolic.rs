//! Inverse hyperbolic functions, all by `ln(1 + w)`.

use super::lane::Lane;
use super::ln::{ln_1p_pair, ln_pair};
use super::pair::Pair;
use super::tables::Tables;

/// The inverse hyperbolic sine, `ln(x + sqrt(x^2 + 1))`. Within 0.54 ulp.
///
/// Infinite with the sign of x at infinities; a zero keeps its sign.
#[inline(always)]
pub fn asinh<L: Lane>(x: L) -> L {
    let a = x.abs();
    let near = Pair::exact(a.at_most(L::splat(L::Scalar::HUGE)));
    let square = near.mul(near);
    let root = square.add_number(L::number(1.0)).sqrt();
    // sqrt(1 + a^2) - 1 = a^2/(1 + sqrt(1 + a^2))
    let w = near.add(square.div(root.add_number(L::number(1.0))));
    let value = beyond(a, ln_1p_pair(w));
    L::select(a.less(L::splat(L::Scalar::SMALL)), x, value.copysign(x))
}

/// The inverse hyperbolic cosine, `ln(x + sqrt(x^2 - 1))`. Within 0.53 ulp.
///
/// NaN below 1, infinite at infinity.
#[inline(always)]
pub fn acosh<L: Lane>(x: L) -> L {
    let one = L::number(1.0);
    let near = x.at_most(L::splat(L::Scalar::HUGE)).at_least(one);
    let t = Pair::sum(near, -one);
    let root = t.mul(t.add_number(L::number(2.0))).sqrt();
    let value = beyond(x, ln_1p_pair(t.add(root)));
    L::select(x.less(one), L::number(f64::NAN), value)
}

/// The inverse hyperbolic tangent, `ln((1 + x)/(1 - x))/2`. Within 0.53 ulp.
///
/// ±inf at ±1, NaN beyond; a zero keeps its sign.
#[inline(always)]
pub fn atanh<L: Lane>(x: L) -> L {
    let (a, one) = (x.abs(), L::number(1.0));
    let w = Pair::exact(a + a).div(Pair::sum(one, -a));
    let value = ln_1p_pair(w).scaled(L::number(0.5)).value();
    let value = L::select(a.less(L::splat(L::Scalar::SMALL)), a, value);
    let value = L::select(a.equal(one), L::number(f64::INFINITY), value);
    L::select(a.less_equal(one), value.copysign(x), L::number(f64::NAN))
}

/// `ln(2a)` where the square root no longer matters, elsewhere `near`.
#[inline(always)]
fn beyond<L: Lane>(a: L, near: Pair<L>) -> L {
    let huge = L::splat(L::Scalar::HUGE).less(a);
    if !L::any(huge) {
        return near.value();
    }
    let far = ln_pair(a).add(Pair::constant(L::Scalar::LN_2)).value();
    let far = L::select(a.equal(L::number(f64::INFINITY)), a, far);
    L::select(huge, far, near.value())
}
