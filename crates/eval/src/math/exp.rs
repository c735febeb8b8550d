//! The exponential function.

use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;

/// `exp(x)`. Within 0.54 ulp.
///
/// 0 at -inf, infinite from 709.8 (f32: 88.73) on, rounded once into the subnormals.
#[inline(always)]
pub fn exp<L: Lane>(x: L) -> L {
    let (e, k) = exp_pair(Pair::exact(x));
    e.scale(k)
}

/// `exp(x + low)` for a small correction `low`, such as the rounding error of x. Within 0.54 ulp.
///
/// 0 and infinite at infinities, whatever `low`; infinite and rounded into the subnormals as [`exp`].
#[inline(always)]
pub fn exp_sum<L: Lane>(x: L, low: L) -> L {
    let (e, k) = exp_pair(Pair { high: x, low });
    e.scale(k)
}

/// What [`exp_sum`] misses of `exp(x + low)` by its rounding: to about 5 bits.
///
/// 0 where that is 0 or infinite.
#[inline(always)]
pub fn exp_rest<L: Lane>(x: L, low: L) -> L {
    let (e, k) = exp_pair(Pair { high: x, low });
    let half = (k * L::number(0.5)).floor();
    let rest = e.low * half.power_of_two() * (k - half).power_of_two();
    let infinity = L::number(f64::INFINITY);
    L::select(e.scale(k).equal(infinity), L::number(0.0), rest)
}

/// `2^x`. Within 0.54 ulp; exact for integers.
///
/// 0 at -inf, infinite from 1024 (f32: 128) on, rounded once into the subnormals.
#[inline(always)]
pub fn exp2<L: Lane>(x: L) -> L {
    let most = L::splat(L::Scalar::LEAST_EXPONENT) * L::number(-1.2);
    let x = x.at_most(most).at_least(-most);
    let k = x.round();
    let r = Pair::constant(L::Scalar::LN_2).mul_number(x - k);
    Pair::ordered(L::number(1.0), L::number(0.0))
        .add(expm1_reduced(r))
        .scale(k)
}

/// `exp(x) - 1`. Within 0.6 ulp.
///
/// -1 at -inf, infinite from 709.8 (f32: 88.73) on; a zero keeps its sign.
#[inline(always)]
pub fn expm1<L: Lane>(x: L) -> L {
    let far = L::splat(L::Scalar::FAR);
    let large = far.less(x);
    let value = expm1_pair(Pair::exact(x.at_most(far))).value();
    let value = L::select(x.abs().less(L::splat(L::Scalar::TINY)), x, value);
    if L::any(large) {
        return L::select(large, exp(x), value);
    }
    value
}

/// `exp(x) = pair * 2^k` with a relative error below `2^-57` (f32: `2^-28`); the pair is between 0.7 and 1.42.
///
/// Arguments that give 0 or infinity are moved nearer, where they still do.
#[inline(always)]
pub(crate) fn exp_pair<L: Lane>(x: Pair<L>) -> (Pair<L>, L) {
    let (r, k) = reduce(x);
    let p = expm1_reduced(r);
    let sum = Pair::ordered(L::number(1.0), p.high);
    (Pair::ordered(sum.high, sum.low + p.low), k)
}

/// `exp(x) - 1` with about as small a relative error, for x up to [`Tables::FAR`].
#[inline(always)]
pub(crate) fn expm1_pair<L: Lane>(x: Pair<L>) -> Pair<L> {
    let far = L::splat(L::Scalar::FAR);
    let (r, k) = reduce(Pair {
        high: x.high.at_least(-far),
        low: x.low,
    });
    let scale = k.power_of_two();
    let p = expm1_reduced(r).scaled(scale);
    let whole = Pair::sum(scale, L::number(-1.0));
    let sum = Pair::sum(whole.high, p.high);
    Pair::ordered(sum.high, sum.low + (whole.low + p.low))
}

/// `x = k ln(2) + r`.
#[inline(always)]
fn reduce<L: Lane>(x: Pair<L>) -> (Pair<L>, L) {
    let [most, least] = [L::Scalar::EXP_MOST, L::Scalar::EXP_LEAST].map(L::splat);
    let high = x.high.at_most(most).at_least(least);
    let low = L::select(high.equal(x.high), x.low, L::number(0.0));
    let [ln_2, ln_2_low] = L::Scalar::LN_2.map(L::splat);
    let k = (high * L::splat(L::Scalar::LOG2_E[0])).round();
    let r = (-k).mul_add(ln_2, high);
    (Pair::sum(r, (-k).mul_add(ln_2_low, low)), k)
}

/// `exp(r) - 1` for `|r| <= ln(2)/2`: `r + r^2/2` in two parts, the rest in one.
#[inline(always)]
fn expm1_reduced<L: Lane>(r: Pair<L>) -> Pair<L> {
    let square = Pair::product(r.high * L::number(0.5), r.high);
    let cube = (square.high + square.high) * r.high;
    let sum = Pair::ordered(r.high, square.high);
    let first = r.low.mul_add(r.high, r.low) + square.low;
    let rest = r.high.polynomial(L::Scalar::EXP).mul_add(cube, first);
    Pair::ordered(sum.high, sum.low + rest)
}
