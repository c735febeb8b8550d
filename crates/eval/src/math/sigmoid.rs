//! The logistic function and its integral.

use super::exp::exp_pair;
use super::lane::Lane;
use super::ln::ln_1p_pair;
use super::pair::Pair;
use super::tables::Tables;

/// `1/(1 + exp(-x))`. Within 0.54 ulp.
///
/// 0 and 1 at infinities, rounded once into the subnormals.
#[inline(always)]
pub fn sigmoid<L: Lane>(x: L) -> L {
    let [zero, one] = L::numbers([0.0, 1.0]);
    let (e, k) = exp_pair(Pair::exact(-x.abs()));
    let below = Pair::exact(one).add(e.scaled(small_power(k)));
    let negative = x.less(zero);
    let above = Pair::select(negative, e, Pair::exact(one));
    above.div(below).scale(L::select(negative, k, zero))
}

/// `ln(1 + exp(x))`. Within 0.54 ulp.
///
/// 0 at -inf, rounded once into the subnormals; infinite at infinity.
#[inline(always)]
pub fn softplus<L: Lane>(x: L) -> L {
    let (e, k) = exp_pair(Pair::exact(-x.abs()));
    let rest = ln_1p_pair(e.scaled(small_power(k)));
    let value = Pair::exact(x.at_least(L::number(0.0))).add(rest).value();
    let value = L::select(x.equal(L::number(f64::INFINITY)), x, value);
    // ln(1 + u) is u there.
    let far = x.less(-L::splat(L::Scalar::FAR));
    if !L::any(far) {
        return value;
    }
    L::select(far, e.scale(k), value)
}

/// `2^k` for k up to 0, but not so small that its products with small numbers underflow.
#[inline(always)]
fn small_power<L: Lane>(k: L) -> L {
    k.at_least(L::splat(L::Scalar::SAFE_EXPONENT) * L::number(-0.5))
        .power_of_two()
}
