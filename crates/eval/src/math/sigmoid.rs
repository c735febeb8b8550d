//! The logistic function and its integral.

use super::exp::exp_below;
use super::lane::Lane;
use super::tables::Tables;

/// `1/(1 + exp(-x))`. Within 1.5 ulp.
///
/// 0 and 1 at infinities, rounded once into the subnormals.
#[inline(always)]
pub fn sigmoid<L: Lane>(x: L) -> L {
    let one = L::number(1.0);
    let e = exp_below(-x.abs());
    let negative = x.less(L::number(0.0));
    let above = L::select(negative, e, one);
    let below = one + e;
    let value = above / below;
    // Newton's step, for what the rounding of divisor and quotient missed.
    let missing = (below - one) - e;
    let rest = value.mul_add(missing, (-value).mul_add(below, above));
    let inverse = L::select(negative, one - value, value);
    rest.mul_add(inverse, value)
}

/// `ln(1 + exp(x))`. Within 2 ulp.
///
/// 0 at -inf, rounded once into the subnormals; infinite at infinity.
#[inline(always)]
pub fn softplus<L: Lane>(x: L) -> L {
    let e = exp_below(-x.abs());
    let rest = e.polynomial(L::Scalar::LN_OF_SUM).mul_add(e * e, e);
    x.at_least(L::number(0.0)) + rest
}
