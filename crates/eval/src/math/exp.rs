//! The exponential function.

use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;

/// `exp(x)`. Within 0.95 ulp.
///
/// 0 at -inf, infinite from 709.8 (f32: 88.73) on, rounded once into the subnormals.
#[inline(always)]
pub fn exp<L: Lane>(x: L) -> L {
    exp_of::<true, L>(x)
}

/// [`exp`] of a number that is not above 0, with fewer operations.
#[inline(always)]
pub(crate) fn exp_below<L: Lane>(x: L) -> L {
    exp_of::<false, L>(x)
}

#[inline(always)]
fn exp_of<const ABOVE: bool, L: Lane>(x: L) -> L {
    let (r, k) = reduce_near(in_range::<ABOVE, L>(x));
    k.scaled::<ABOVE>(exp_near(r))
}

/// `exp(x + low)` for a correction `low` of at most a quarter, such as the rounding error of x. Within 0.98 ulp.
///
/// 0 and infinite at infinities, whatever `low`; infinite and rounded into the subnormals as [`exp`].
#[inline(always)]
pub fn exp_sum<L: Lane>(x: L, low: L) -> L {
    exp_sum_of::<true, L>(x, low)
}

/// [`exp_sum`] of an x that is not above 0, with fewer operations.
#[inline(always)]
pub(crate) fn exp_sum_below<L: Lane>(x: L, low: L) -> L {
    exp_sum_of::<false, L>(x, low)
}

#[inline(always)]
fn exp_sum_of<const ABOVE: bool, L: Lane>(x: L, low: L) -> L {
    let (r, k) = reduce_sum::<ABOVE, L>(x, small(low));
    k.scaled::<ABOVE>(exp_near(r))
}

/// What [`exp_sum`] misses of `exp(x + low)` by its rounding: to about 5 bits.
///
/// 0 where that is 0 or infinite.
#[inline(always)]
pub fn exp_rest<L: Lane>(x: L, low: L) -> L {
    let low = small(low);
    let (r, k) = reduce_sum::<true, L>(x, low);
    let k = k.number;
    let found = exp_near(r);
    let (e, _) = exp_pair(Pair { high: x, low });
    // It is too small to be scaled at once with the same bits everywhere.
    let half = (k * L::number(0.5)).floor();
    let rest = (e.high - found) + e.low;
    let rest = rest * half.power_of_two() * (k - half).power_of_two();
    let infinite = found.scale(k).equal(L::number(f64::INFINITY));
    L::select(infinite, L::number(0.0), rest)
}

/// `2^x`. Within 0.95 ulp; exact for integers.
///
/// 0 at -inf, infinite from 1024 (f32: 128) on, rounded once into the subnormals.
#[inline(always)]
pub fn exp2<L: Lane>(x: L) -> L {
    let most = L::splat(L::Scalar::LEAST_EXPONENT) * L::number(-1.2);
    let x = x.at_most(most).at_least(-most);
    let k = x.round();
    let r = x - k;
    r.polynomial(L::Scalar::EXP2_NEAR)
        .mul_add(r, L::number(1.0))
        .scale(k)
}

/// `exp(x) - 1`. Within 1 ulp.
///
/// -1 at -inf, infinite from 709.8 (f32: 88.73) on; a zero keeps its sign.
#[inline(always)]
pub fn expm1<L: Lane>(x: L) -> L {
    expm1_of::<true, L>(x)
}

/// [`expm1`] of a number that is not above 0, with fewer operations.
#[inline(always)]
pub(crate) fn expm1_below<L: Lane>(x: L) -> L {
    expm1_of::<false, L>(x)
}

#[inline(always)]
fn expm1_of<const ABOVE: bool, L: Lane>(x: L) -> L {
    let parts = NearOne::of(in_range::<ABOVE, L>(x));
    let NearOne { near, k, .. } = parts;
    // Above the 1 does not count any more.
    let most = L::number(64.0);
    let one = L::number(1.0);
    let scale = if ABOVE {
        one.scale(k.number.at_most(most))
    } else {
        one.lower(k.anchored)
    };
    let whole = scale - one;
    let value = near.mul_add(scale, whole);
    if !ABOVE {
        return value.negative_with(x);
    }
    // Below 0 the steps of a sum of 1 are no wider than those of the result, above they may be.
    let low = near.mul_add(scale, whole - value);
    let whole_low = (scale - whole) - one;
    let above = value + (low + parts.near_low().mul_add(scale, whole_low));
    let value = L::select(L::number(0.0).less(k.number), above, value);
    value.scale(k.number.above(most)).copysign(x)
}

/// [`exp`] by way of [`expm1`], with which it shares all but its last operations. Within 0.95 ulp.
#[inline(always)]
pub fn exp_beside<L: Lane>(x: L) -> L {
    exp_beside_of::<true, L>(x)
}

/// [`exp_beside`] of a number that is not above 0, with fewer operations.
#[inline(always)]
pub(crate) fn exp_beside_below<L: Lane>(x: L) -> L {
    exp_beside_of::<false, L>(x)
}

#[inline(always)]
fn exp_beside_of<const ABOVE: bool, L: Lane>(x: L) -> L {
    let NearOne { near, k, .. } = NearOne::of(in_range::<ABOVE, L>(x));
    k.scaled::<ABOVE>(near + L::number(1.0))
}

/// `exp(x) = (1 + near) 2^k`, the near part rounded once, and what it is made of.
#[derive(Clone, Copy)]
struct NearOne<L> {
    k: Exponent<L>,
    first: L,
    r: L,
    square: L,
    factor: L,
    rest: L,
    near: L,
}

impl<L: Lane> NearOne<L> {
    /// Of an x in range.
    #[inline(always)]
    fn of(x: L) -> Self {
        let k = Exponent::of(x);
        let [ln_2, ln_2_low] = L::Scalar::LN_2;
        let [ln_2, ln_2_low] = L::splats([-ln_2, -ln_2_low]);
        // exactly what x and the leading digits of ln(2) leave
        let first = k.number.mul_add(ln_2, x);
        let second = k.number * ln_2_low;
        let r = k.number.mul_add(ln_2_low, first);
        let square = r * r;
        let factor = rest_factor(r, square);
        let rest = factor.mul_add(square, second);
        Self {
            k,
            first,
            r,
            square,
            factor,
            rest,
            near: first + rest,
        }
    }

    /// What the near part misses by its rounding.
    #[inline(always)]
    fn near_low(self) -> L {
        let square_low = self.r.mul_add(self.r, -self.square);
        let rest_low = self.rest - (self.near - self.first);
        self.factor.mul_add(square_low, rest_low)
    }
}

/// No more than what exponentials reach.
#[inline(always)]
fn in_range<const ABOVE: bool, L: Lane>(x: L) -> L {
    let x = if ABOVE {
        x.at_most(L::splat(L::Scalar::EXP_MOST))
    } else {
        x
    };
    x.at_least(L::splat(L::Scalar::EXP_LEAST))
}

/// The integer nearest to `x/ln(2)`, of which the exponential is a power of 2.
#[derive(Clone, Copy)]
struct Exponent<L> {
    number: L,
    /// Added to the anchor of exponents.
    anchored: L,
}

impl<L: Lane> Exponent<L> {
    #[inline(always)]
    fn of(x: L) -> Self {
        let anchor = L::splat(L::Scalar::EXPONENT_ANCHOR);
        let anchored = x.mul_add(L::splat(L::Scalar::LOG2_E[0]), anchor);
        Self {
            number: anchored - anchor,
            anchored,
        }
    }

    /// `value * 2^self`
    #[inline(always)]
    fn scaled<const ABOVE: bool>(self, value: L) -> L {
        if ABOVE {
            value.scale(self.number)
        } else {
            value.lower(self.anchored)
        }
    }
}

/// No more than what may count as small: with a greater one the exponential would not be near 1 before it is scaled, and
/// engines that scale in other ways had other bits.
#[inline(always)]
fn small<L: Lane>(low: L) -> L {
    low.at_most(L::number(0.25)).at_least(L::number(-0.25))
}

/// `x + low = k ln(2) + r` for an x in range; the low part does not count at its ends.
#[inline(always)]
fn reduce_sum<const ABOVE: bool, L: Lane>(x: L, low: L) -> (L, Exponent<L>) {
    let high = in_range::<ABOVE, L>(x);
    let low = high.where_same(x, low);
    let k = Exponent::of(high);
    let [ln_2, ln_2_low] = L::Scalar::LN_2;
    let [ln_2, ln_2_low] = L::splats([-ln_2, -ln_2_low]);
    let first = k.number.mul_add(ln_2, high);
    let second = k.number.mul_add(ln_2_low, low);
    (first + second, k)
}

/// `x = k ln(2) + r`.
#[inline(always)]
fn reduce_near<L: Lane>(x: L) -> (L, Exponent<L>) {
    let k = Exponent::of(x);
    let [ln_2, ln_2_low] = L::Scalar::LN_2;
    let [ln_2, ln_2_low] = L::splats([-ln_2, -ln_2_low]);
    let first = k.number.mul_add(ln_2, x);
    (k.number.mul_add(ln_2_low, first), k)
}

/// `exp(r)` for `|r| <= ln(2)/2`.
#[inline(always)]
fn exp_near<L: Lane>(r: L) -> L {
    let one = L::number(1.0);
    let factor = rest_factor(r, r * r);
    factor.mul_add(r, one).mul_add(r, one)
}

/// `(exp(r) - 1 - r)/r^2`. The constant term is added last: it is rounded once less than by halves of even and odd terms.
#[inline(always)]
fn rest_factor<L: Lane>(r: L, square: L) -> L {
    let (first, rest) = (L::Scalar::EXP_NEAR[0], &L::Scalar::EXP_NEAR[1..]);
    r.polynomial_by(square, rest).mul_add(r, L::splat(first))
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
    let [most, least] = L::splats([L::Scalar::EXP_MOST, L::Scalar::EXP_LEAST]);
    let high = x.high.at_most(most).at_least(least);
    let low = high.where_same(x.high, x.low);
    let [ln_2, ln_2_low] = L::splats(L::Scalar::LN_2);
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
