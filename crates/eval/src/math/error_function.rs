//! The error function, its complements, and the normal distribution.

use super::exp::exp_pair;
use super::lane::Lane;
use super::pair::Pair;
use super::tables::{Segments, Tables};

/// The error function. Within 0.7 ulp.
///
/// ±1 at infinities; a zero keeps its sign.
#[inline(always)]
pub fn erf<L: Lane>(x: L) -> L {
    let a = x.abs();
    let far = Pair::exact(L::number(1.0)).add(tail(a).neg()).value();
    L::select(a.less(L::number(0.5)), erf_near(a), far).copysign(x)
}

/// `1 - erf(x)`. Within 0.58 ulp.
///
/// 0 at infinity, rounded once into the subnormals; 2 at -inf.
#[inline(always)]
pub fn erfc<L: Lane>(x: L) -> L {
    let a = x.abs();
    let (e, k) = exp_pair(square(a).neg());
    let value = e.mul(erfcx_positive(Pair::exact(bounded(a))).0);
    reflected(x.less(L::number(0.0)), value, k, L::number(2.0))
}

/// `exp(x^2) erfc(x)`. Within 1.1 ulp for `x >= 0`, 0.6 ulp below.
///
/// Infinite below -26.6 (f32: -9.4); about `1/(x sqrt(pi))` for large x and 0 at infinity, rounded into the subnormals.
#[inline(always)]
pub fn erfcx<L: Lane>(x: L) -> L {
    let a = x.abs();
    let negative = x.less(L::number(0.0));
    let far = L::splat(L::Scalar::HUGE).less(a);
    let usual = erfcx_smooth(a);
    if !L::any(negative | far) {
        return usual;
    }
    let value = L::select(far, erfcx_far(a), usual);
    L::select(negative, erfcx_below(x), value)
}

/// [`erfcx`] for `x >= 0` that is not huge: over `1/(1 + sqrt(pi) x)`, which has its values at both ends, it is nearly 1, so that
/// what a polynomial in a fraction of x, as those of Schonfelder (1978), adds to it needs few digits.
#[inline(always)]
fn erfcx_smooth<L: Lane>(x: L) -> L {
    let [one, two, pole] = L::numbers([1.0, 2.0, 3.0]);
    // both from 0 to 2
    let from_start = (x + x) / (x + pole);
    let from_end = two - from_start;
    let above = (from_start - one)
        .polynomial(L::Scalar::ERFCX_SMOOTH)
        .mul_add(from_end, L::splat(L::Scalar::ERFCX_END));
    let slope = L::splat(L::Scalar::ROOT_PI);
    let below = slope.mul_add(x, one);
    // the difference is exact
    let below_low = slope.mul_add(x, -(below - one));
    let t = one / below;
    let rest = (-t).mul_add(below_low, (-t).mul_add(below, one));
    from_start.mul_add(above, rest).mul_add(t, t)
}

/// [`erfcx`] for a huge x: `1/(sqrt(pi) x)`.
#[inline(always)]
fn erfcx_far<L: Lane>(x: L) -> L {
    // a quarter of the divisor is finite
    let [quarter, one, two] = L::numbers([0.25, 1.0, 2.0]);
    let slope = L::splat(L::Scalar::ROOT_PI) * quarter;
    let below = slope * x;
    let below_low = slope.mul_add(x, -below);
    let t = one / below;
    let rest = (-t).mul_add(below_low, (-t).mul_add(below, one));
    let above = two * L::splat(L::Scalar::ERFCX_END);
    // The rest is no number at infinity, where t is 0.
    (above + one.at_most(rest)).mul_add(t, t) * quarter
}

/// [`erfcx`] for `x < 0`.
#[inline(always)]
fn erfcx_below<L: Lane>(x: L) -> L {
    let (value, _) = erfcx_positive(Pair::exact(x.abs()));
    let (e, growth) = exp_pair(square(x));
    let most = L::splat(L::Scalar::SAFE_EXPONENT);
    let other = value.scaled((-growth.at_most(most)).power_of_two()).neg();
    e.scaled(L::number(2.0)).add(other).scale(growth)
}

/// The integral of `erfc` from `x` on, over `erfc(x)`: `1/(sqrt(pi) erfcx(x)) - x`. Within 0.6 ulp for `x >= 0`, 1.1 ulp below.
///
/// About `1/(2 x)` for large x and 0 at infinity; infinite at -inf.
#[inline(always)]
pub fn erfc_excess<L: Lane>(x: L) -> L {
    let negative = x.less(L::number(0.0));
    let (value, k) = by_reciprocal(Pair::exact(x.abs()), &L::Scalar::ERFC_EXCESS);
    let usual = value.scale(k);
    if !L::any(negative) {
        return usual;
    }
    // both terms are positive
    let half = L::number(0.5);
    let slope = Pair::constant(L::Scalar::TWO_OVER_ROOT_PI).scaled(half);
    let other = slope.div(Pair::exact(erfcx(x))).add(Pair::exact(-x));
    // further down the quotient is below all digits
    let other = L::select(x.less(L::number(-8.0)), -x, other.value());
    L::select(negative, other, usual)
}

/// The standard normal distribution function, `erfc(-x/sqrt(2))/2`. Within 0.56 ulp.
///
/// 0 at -inf, rounded once into the subnormals; 1 at infinity.
#[inline(always)]
pub fn normal_cdf<L: Lane>(x: L) -> L {
    let half = L::number(0.5);
    let a = x.abs();
    let (e, k) = exp_pair(square(a).scaled(half).neg());
    let argument = Pair::constant(L::Scalar::ROOT_HALF).mul_number(bounded(a));
    let value = e.mul(erfcx_positive(argument).0).scaled(half);
    reflected(L::number(0.0).less(x), value, k, L::number(1.0))
}

/// The standard normal density, `exp(-x^2/2)/sqrt(2 pi)`. Within 0.53 ulp.
///
/// 0 at infinities, rounded once into the subnormals.
#[inline(always)]
pub fn normal_pdf<L: Lane>(x: L) -> L {
    let (e, k) = exp_pair(square(x.abs()).scaled(L::number(0.5)).neg());
    e.mul(Pair::constant(L::Scalar::NORMAL_AT_ZERO)).scale(k)
}

/// `value * 2^k`, or what it lacks to `whole` where the mask holds.
#[inline(always)]
fn reflected<L: Lane>(mask: L::Mask, value: Pair<L>, k: L, whole: L) -> L {
    let safe = -L::splat(L::Scalar::SAFE_EXPONENT);
    let tail = value.scaled(k.at_least(safe).power_of_two());
    let other = Pair::exact(whole).add(tail.neg());
    Pair::select(mask, other, value).scale(L::select(mask, L::number(0.0), k))
}

/// `erfc(a)` for `a >= 0`, without subnormals.
#[inline(always)]
fn tail<L: Lane>(a: L) -> Pair<L> {
    let (e, k) = exp_pair(square(a).neg());
    let safe = -L::splat(L::Scalar::SAFE_EXPONENT);
    let value = e.mul(erfcx_positive(Pair::exact(bounded(a))).0);
    value.scaled(k.at_least(safe).power_of_two())
}

/// `x^2` exactly; of large numbers less, but more than exponentials reach.
#[inline(always)]
fn square<L: Lane>(x: L) -> Pair<L> {
    let x = bounded(x.abs());
    Pair::product(x, x)
}

/// No more than what `exp(-x^2/2)` reaches by far.
#[inline(always)]
fn bounded<L: Lane>(x: L) -> L {
    x.at_most(L::splat(L::Scalar::SAFE_EXPONENT))
}

/// The error function from 0 to 1/2.
#[inline(always)]
fn erf_near<L: Lane>(x: L) -> L {
    let z = x * x;
    let [first, low] = L::splats(L::Scalar::TWO_OVER_ROOT_PI);
    let rest = z.polynomial(L::Scalar::ERF).mul_add(z, low);
    let factor = Pair::ordered(first, rest);
    let usual = factor.mul_number(x).value();
    let safe = L::splat(L::Scalar::SAFE_EXPONENT);
    // 0 is right as it is, and too common to count as rare.
    let tiny = x.less((-safe).power_of_two()) & L::number(0.0).less(x);
    if !L::any(tiny) {
        return usual;
    }
    let lifted = factor.mul_number(x * safe.power_of_two());
    L::select(tiny, lifted.scale_carefully(-safe), usual)
}

/// `erfcx(x) = pair * 2^k` for `x >= 0` with a relative error of `2^-57` (f32: `2^-28`).
#[inline(always)]
fn erfcx_positive<L: Lane>(x: Pair<L>) -> (Pair<L>, L) {
    by_reciprocal(x, &L::Scalar::ERFCX)
}

/// `pair * 2^k` for `x >= 0` of what `1 + x` times is a polynomial in each sixteenth of `t = 1/(1 + x)`, the variable of
/// Hastings (1955).
#[inline(always)]
fn by_reciprocal<L: Lane>(x: Pair<L>, segments: &Segments<L::Scalar>) -> (Pair<L>, L) {
    let [zero, one] = L::numbers([0.0, 1.0]);
    let large = L::splat(L::Scalar::LARGE_RECIPROCAL).less(x.high);
    let shift = -(L::splat(L::Scalar::SAFE_EXPONENT) + one);
    let k = L::select(large, shift, zero);
    let unit = k.power_of_two();
    let x = x.scaled(unit);
    let below = Pair::sum(unit, x.high);
    let low = L::select(large, zero, below.low + x.low);
    let t = Pair::exact(one).div(Pair {
        high: below.high,
        low,
    });
    let t = Pair::select(x.high.equal(L::number(f64::INFINITY)), Pair::exact(zero), t);
    (in_segments(t.scaled(unit), segments).mul(t), k)
}

/// A polynomial of each sixteenth of `t`.
#[inline(always)]
fn in_segments<L: Lane>(t: Pair<L>, segments: &Segments<L::Scalar>) -> Pair<L> {
    let j = (t.high * L::number(16.0)).floor().at_most(L::number(15.0));
    let middle = (j + L::number(0.5)) * L::number(1.0 / 16.0);
    let distance = (t.high - middle) + t.low;
    let (last, rows) = segments.slopes.split_last().expect("a row");
    let mut slope = j.lookup(last);
    for row in rows.iter().rev() {
        slope = slope.mul_add(distance, j.lookup(row));
    }
    let low = slope.mul_add(distance, j.lookup(&segments.middle_low));
    Pair::ordered(j.lookup(&segments.middle), low)
}
