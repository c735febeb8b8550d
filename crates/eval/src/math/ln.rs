//! Logarithms.

use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;

/// The natural logarithm. Within 0.9 ulp.
///
/// -inf at 0, NaN below, infinite at infinity.
#[inline(always)]
pub fn ln<L: Lane>(x: L) -> L {
    let (m, e) = lifted(x);
    let zero = L::number(0.0);
    at_ends(x, of_parts(m - L::number(1.0), zero, e))
}

/// The logarithm to base 2. Within 0.55 ulp; exact at powers of two.
///
/// -inf at 0, NaN below, infinite at infinity.
#[inline(always)]
pub fn log2<L: Lane>(x: L) -> L {
    let (m, e) = lifted(x);
    let fraction = ln_reduced(beyond_one(m)).mul(Pair::constant(L::Scalar::LOG2_E));
    at_ends(x, Pair::exact(e).add(fraction).value())
}

/// The logarithm to base 10. Within 0.54 ulp; exact at powers of ten.
///
/// -inf at 0, NaN below, infinite at infinity.
#[inline(always)]
pub fn log10<L: Lane>(x: L) -> L {
    let (m, e) = lifted(x);
    let fraction = ln_reduced(beyond_one(m)).mul(Pair::constant(L::Scalar::LOG10_E));
    let whole = Pair::constant(L::Scalar::LOG10_2).mul_number(e);
    at_ends(x, whole.add(fraction).value())
}

/// `ln(1 + x)`. Within 1 ulp.
///
/// -inf at -1, NaN below, infinite at infinity; a zero keeps its sign.
#[inline(always)]
pub fn log1p<L: Lane>(x: L) -> L {
    let one = L::number(1.0);
    let sum = Pair::sum(one, x);
    let (m, e) = sum.high.split();
    let unit = (-e.at_most(L::splat(L::Scalar::SAFE_EXPONENT))).power_of_two();
    let value = of_parts(m - one, sum.low * unit, e).copysign(x);
    at_ends_of_sum(x, value)
}

/// `ln(1 + x)` for an x from 0 to 1, by one polynomial. Within 1.2 ulp; any number for other numbers.
#[inline(always)]
pub fn log1p_unit<L: Lane>(x: L) -> L {
    let w = x - L::number(0.5);
    // the constant term is added last, which rounds once less
    let (first, rest) = (L::Scalar::LN_OF_SUM[0], &L::Scalar::LN_OF_SUM[1..]);
    let factor = w.polynomial_by(w * w, rest).mul_add(w, L::splat(first));
    factor.mul_add(x * x, x)
}

/// `e ln(2) + ln(1 + f + low)`, `1 + f` from sqrt(1/2) to sqrt(2).
#[inline(always)]
fn of_parts<L: Lane>(f: L, low: L, e: L) -> L {
    let above = f + low;
    let [ln_2, ln_2_low] = L::splats(L::Scalar::LN_2_SHORT);
    let whole = Pair::ordered(e * ln_2, f);
    let rest = above
        .polynomial(L::Scalar::LN_NEAR)
        .mul_add(above * above, low);
    whole.high + (e.mul_add(ln_2_low, whole.low) + rest)
}

/// What `ln(1 + x)` is at the ends of its domain, and elsewhere `value`.
#[inline(always)]
fn at_ends_of_sum<L: Lane>(x: L, value: L) -> L {
    let minus_one = L::number(-1.0);
    let value = L::select(x.equal(minus_one), L::number(f64::NEG_INFINITY), value);
    let value = L::select(x.less(minus_one), L::number(f64::NAN), value);
    L::select(x.equal(L::number(f64::INFINITY)), x, value)
}

/// What logarithms are at the ends of their domain, and elsewhere `value`.
#[inline(always)]
fn at_ends<L: Lane>(x: L, value: L) -> L {
    let [zero, infinity] = L::numbers([0.0, f64::INFINITY]);
    let value = L::select(x.equal(infinity) | x.is_nan(), x, value);
    let value = L::select(x.equal(zero), -infinity, value);
    L::select(x.less(zero), L::number(f64::NAN), value)
}

/// `ln(x)` of a positive finite number with a relative error of `2^-59` (f32: `2^-30`).
#[inline(always)]
pub(crate) fn ln_pair<L: Lane>(x: L) -> Pair<L> {
    let (m, e) = lifted(x);
    with_exponent(ln_reduced(beyond_one(m)), e)
}

/// `ln(x)` of a positive finite number with a relative error of `2^-68` (f32: `2^-39`).
#[inline(always)]
pub(crate) fn ln_pair_accurate<L: Lane>(x: L) -> Pair<L> {
    let (m, e) = lifted(x);
    let s = ratio(beyond_one(m));
    let z = s.mul(s);
    let (first, more) = L::Scalar::LN.split_first().expect("a coefficient");
    let first = L::splat(*first);
    let square = Pair::product(z.high, z.high);
    let square_low = (z.high + z.high).mul_add(z.low, square.low);
    let fifth = Pair::product(square.high, first);
    let rest = (square.high * z.high) * z.high.polynomial(more);
    let rest = square_low.mul_add(first, fifth.low + rest);
    let cubic = z.mul(Pair::constant(L::Scalar::TWO_THIRDS));
    let factor = Pair::ordered(cubic.high, fifth.high);
    let factor = Pair::ordered(factor.high, factor.low + (cubic.low + rest));
    let value = s.scaled(L::number(2.0)).add(s.mul(factor));
    with_exponent(value, e)
}

/// `ln(1 + x)` for x above -1, with a relative error of `2^-58` (f32: `2^-29`); x up to [`Tables::HUGE`] if it has a low part.
#[inline(always)]
pub(crate) fn ln_1p_pair<L: Lane>(x: Pair<L>) -> Pair<L> {
    let [zero, one] = L::numbers([0.0, 1.0]);
    let sum = Pair::sum(one, x.high);
    let (m, e) = sum.high.split();
    let scale = (-e.at_most(L::splat(L::Scalar::SAFE_EXPONENT))).power_of_two();
    let above = Pair::ordered(m - one, (sum.low + x.low) * scale);
    let above = Pair::select(e.equal(zero), x, above);
    with_exponent(ln_reduced(above), e)
}

/// Mantissa and exponent, of subnormal numbers too.
#[inline(always)]
fn lifted<L: Lane>(x: L) -> (L, L) {
    let [factor, exponent] = L::splats(L::Scalar::LIFT);
    let least = L::splat(L::Scalar::LEAST_EXPONENT).power_of_two();
    let subnormal = x.less(least);
    let (m, e) = L::select(subnormal, x * factor, x).split();
    (m, L::select(subnormal, e - exponent, e))
}

/// `m - 1`, which is exact.
#[inline(always)]
fn beyond_one<L: Lane>(m: L) -> Pair<L> {
    Pair::exact(m - L::number(1.0))
}

/// `s = (m - 1)/(m + 1)`, of which `ln(m) = 2 atanh(s)`, by `m - 1`.
#[inline(always)]
fn ratio<L: Lane>(above: Pair<L>) -> Pair<L> {
    let below = Pair::ordered(L::number(2.0), above.high);
    let below = Pair {
        high: below.high,
        low: below.low + above.low,
    };
    above.div(below)
}

/// `ln(m)` for m from sqrt(1/2) to sqrt(2), by `m - 1`.
#[inline(always)]
fn ln_reduced<L: Lane>(above: Pair<L>) -> Pair<L> {
    let s = ratio(above);
    let z = s.high * s.high;
    let factor = z
        .polynomial(L::Scalar::LN)
        .mul_add(z, L::splat(L::Scalar::TWO_THIRDS[0]));
    let cubic = s.high * z * factor;
    let double = s.scaled(L::number(2.0));
    Pair::ordered(double.high, double.low + cubic)
}

/// `ln(m) + e ln(2)`.
#[inline(always)]
fn with_exponent<L: Lane>(ln_m: Pair<L>, e: L) -> Pair<L> {
    Pair::constant(L::Scalar::LN_2).mul_number(e).add(ln_m)
}
