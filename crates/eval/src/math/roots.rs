//! The cube root and the length of a hypotenuse.

use super::lane::Lane;
use super::pair::Pair;
use super::tables::Tables;

/// The real cube root. Within 0.51 ulp.
///
/// Infinities and zeros stay.
#[inline(always)]
pub fn cbrt<L: Lane>(x: L) -> L {
    let a = x.abs();
    let [factor, lift] = L::splats(L::Scalar::LIFT);
    let least = L::splat(L::Scalar::LEAST_EXPONENT).power_of_two();
    let subnormal = a.less(least);
    let (m, e) = L::select(subnormal, a * factor, a).split();
    let e = L::select(subnormal, e - lift, e);
    let third = ((e + L::number(0.25)) * L::number(1.0 / 3.0)).floor();
    let rest = e - third * L::number(3.0);
    let value = cbrt_reduced(m, rest) * third.power_of_two();
    let same = a.equal(L::number(0.0)) | !a.less(L::number(f64::INFINITY));
    L::select(same, x, value.copysign(x))
}

/// The cube root of `m 2^rest` for a rest of 0, 1 or 2: Newton's steps for the inverse cube root, and one for the root itself.
#[inline(always)]
fn cbrt_reduced<L: Lane>(m: L, rest: L) -> L {
    let [zero, one, two] = L::numbers([0.0, 1.0, 2.0]);
    let pick = |none: L, first: L, second: L| {
        L::select(
            rest.equal(zero),
            none,
            L::select(rest.equal(one), first, second),
        )
    };
    let start = pick(
        one,
        L::number(0.793_700_525_984_099_8),
        L::number(0.629_960_524_947_436_6),
    );
    let z = m.polynomial(L::Scalar::CBRT) * start;
    let m = m * pick(one, two, two + two);
    let z = inverse_step(m, inverse_step(m, z));
    let y = m * z * z;
    let square = Pair::product(y, y);
    let cube = Pair::product(square.high, y);
    let missing = (m - cube.high) - square.low.mul_add(y, cube.low);
    (missing * L::number(1.0 / 3.0) * z).mul_add(z, y)
}

/// Twice the digits of `z = m^(-1/3)`.
#[inline(always)]
fn inverse_step<L: Lane>(m: L, z: L) -> L {
    let missing = (-(m * z * z)).mul_add(z, L::number(1.0));
    (z * missing).mul_add(L::number(1.0 / 3.0), z)
}

/// `sqrt(x^2 + y^2)`. Within 0.51 ulp, without overflow on the way.
///
/// Infinite if either is, but NaN if either is NaN.
#[inline(always)]
pub fn hypot<L: Lane>(x: L, y: L) -> L {
    let [zero, one, infinity] = L::numbers([0.0, 1.0, f64::INFINITY]);
    let (a, b) = (x.abs(), y.abs());
    let most = a.at_least(b);
    let safe = L::splat(L::Scalar::SAFE_EXPONENT);
    let small = (safe * L::number(-0.5)).power_of_two();
    let shift = safe + one;
    let shift = L::select(most.less(small), shift, zero);
    let k = L::select(one.less(most * small), -(safe + one), shift);
    let unit = k.power_of_two();
    let (a, b) = (a * unit, b * unit);
    let root = Pair::product(a, a).add(Pair::product(b, b)).sqrt();
    let value = root.scale(-k);
    let value = L::select(most.equal(infinity), infinity, value);
    L::select(x.is_nan() | y.is_nan(), L::number(f64::NAN), value)
}
