//! Inverse sine, cosine and tangent, all by the angle of a point.

use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;

/// The inverse sine, in radians. Within 0.7 ulp.
///
/// NaN beyond ±1; a zero keeps its sign.
#[inline(always)]
pub fn asin<L: Lane>(x: L) -> L {
    let a = x.abs();
    let value = angle(Pair::exact(a), other_leg(a)).value();
    let value = L::select(
        a.less(L::splat(L::Scalar::SMALL)),
        (a * L::number(1.0 / 6.0)).mul_add(a * a, a),
        value,
    );
    L::select(
        a.less_equal(L::number(1.0)),
        value.copysign(x),
        L::number(f64::NAN),
    )
}

/// The inverse cosine, in radians. Within 0.7 ulp.
///
/// NaN beyond ±1.
#[inline(always)]
pub fn acos<L: Lane>(x: L) -> L {
    let a = x.abs();
    let acute = angle(other_leg(a), Pair::exact(a));
    let value = Pair::select(x.less(L::number(0.0)), half_turn().add(acute.neg()), acute).value();
    L::select(a.less_equal(L::number(1.0)), value, L::number(f64::NAN))
}

/// The inverse tangent, in radians. Within 0.7 ulp.
///
/// ±pi/2 at infinities; a zero keeps its sign.
#[inline(always)]
pub fn atan<L: Lane>(x: L) -> L {
    let a = x.abs();
    // No change in the result beyond, but infinite intermediate results.
    let most = a.at_most(L::splat(L::Scalar::LARGE_RECIPROCAL));
    let value = angle(Pair::exact(most), Pair::exact(L::number(1.0))).value();
    let value = L::select(
        a.less(L::splat(L::Scalar::SMALL)),
        (a * L::number(-1.0 / 3.0)).mul_add(a * a, a),
        value,
    );
    value.copysign(x)
}

/// The angle of the point (`x`, `y`) from the positive first axis, in radians, from -pi to pi. Within 0.7 ulp.
///
/// At infinities the limit along the diagonal or axis; of zeros by their signs; NaN if either is.
#[inline(always)]
pub fn atan2<L: Lane>(y: L, x: L) -> L {
    let zero = L::number(0.0);
    let (p, q, k) = comparable(y.abs(), x.abs());
    let acute = angle(Pair::exact(p), Pair::exact(q));
    let right = acute.scale_carefully(k);
    let seen = Pair::select(k.less(zero), Pair::exact(zero), acute.neg());
    let left = half_turn().add(seen).value();
    let is_left = L::number(1.0).copysign(x).less(zero);
    let value = L::select(is_left, left, right).copysign(y);
    L::select(x.is_nan() | y.is_nan(), L::number(f64::NAN), value)
}

/// Numbers of the same ratio as y and x, but for a factor `2^k`, that overflow nowhere and underflow harmlessly.
#[inline(always)]
fn comparable<L: Lane>(y: L, x: L) -> (L, L, L) {
    let [zero, one, infinity] = L::numbers([0.0, 1.0, f64::INFINITY]);
    let safe = L::splat(L::Scalar::SAFE_EXPONENT);
    let exponent = safe * L::number(0.5);
    let (up, down) = (exponent.power_of_two(), (-exponent).power_of_two());
    let most = y.at_least(x);
    let large = L::splat(L::Scalar::LARGE_RECIPROCAL).less(most);
    let small = most.less((safe / L::number(-2.5)).power_of_two());
    let shift = L::select(large, down, L::select(small, up, one));
    let infinite = most.equal(infinity);
    let bit = |z: L| L::select(z.equal(infinity), one, zero);
    let y = L::select(infinite, bit(y), y * shift);
    let x = L::select(infinite, bit(x), x * shift);
    let x = L::select(y.equal(zero), one, x);
    let tiny = (y * L::splat(L::Scalar::HUGE)).less(x * down);
    (
        L::select(tiny, y * up, y),
        x,
        L::select(tiny, -exponent, zero),
    )
}

/// `sqrt(1 - a^2)` for `0 <= a <= 1`; 0 beyond.
#[inline(always)]
fn other_leg<L: Lane>(a: L) -> Pair<L> {
    let one = L::number(1.0);
    let product = Pair::sum(one, -a.at_most(one)).mul(Pair::sum(one, a));
    product.sqrt()
}

/// pi.
#[inline(always)]
fn half_turn<L: Lane>() -> Pair<L> {
    let [first, second, _] = L::Scalar::HALF_PI;
    Pair::constant([first, second]).scaled(L::number(2.0))
}

/// `atan(y/x)` for positive numbers, one of which may be 0.
///
/// The quotient is kept below tan(pi/8) by turning an eighth or a quarter.
#[inline(always)]
fn angle<L: Lane>(y: Pair<L>, x: Pair<L>) -> Pair<L> {
    let bound = L::number(0.414_213_562_373_095_03);
    let low = y.high.less_equal(x.high * bound);
    let high = x.high.less_equal(y.high * bound);
    let middle = (y.add(x.neg()), y.add(x));
    let over = Pair::select(low, y, Pair::select(high, x.neg(), middle.0));
    let under = Pair::select(low, x, Pair::select(high, y, middle.1));
    let turned = L::select(
        low,
        L::number(0.0),
        L::select(high, L::number(1.0), L::number(0.5)),
    );
    let [first, second, _] = L::Scalar::HALF_PI;
    let turned = Pair::constant([first, second]).scaled(turned);
    turned.add(atan_reduced(over.div(under)))
}

/// `atan(t)` for t up to tan(pi/8).
#[inline(always)]
fn atan_reduced<L: Lane>(t: Pair<L>) -> Pair<L> {
    let z = t.high * t.high;
    let rest = (t.high * z).mul_add(z.polynomial(L::Scalar::ATAN), t.low);
    Pair::ordered(t.high, rest)
}
