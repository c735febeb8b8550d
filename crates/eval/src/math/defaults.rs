//! Functions of any [`Number`], made of others in the way that neither overflows nor cancels.

use gradus_symbolic::computation::Real;

use crate::Number;

const LN_2: Real = Real {
    double: std::f64::consts::LN_2,
    low: 2.319_046_813_846_299_6e-17,
    single: std::f32::consts::LN_2,
};

/// `exp(x + low)` for a correction of at most a quarter; `exp(x)` where that is 0 or infinite.
pub(crate) fn exp_sum<T: Number>(x: T, low: T) -> T {
    let e = x.exp();
    if e == T::number(0.0) || e == T::number(f64::INFINITY) {
        return e;
    }
    let low = low.min(T::number(0.25)).max(T::number(-0.25));
    low.mul_add(e.clone(), e)
}

/// What the rounding of `exp(x + low)` misses: of any number nothing is known, so 0, or NaN where that is.
pub(crate) fn exp_rest<T: Number>(x: T, low: T) -> T {
    exp_sum(x, low).min(T::number(0.0))
}

/// `1/(1 + exp(-x))`: the exponential is taken of `-|x|`, so nothing overflows and the lower tail keeps its subnormals.
pub(crate) fn sigmoid<T: Number>(x: T) -> T {
    let one = T::number(1.0);
    let negative = x < T::number(0.0);
    let u = (-x.abs()).exp();
    let numerator = if negative { u.clone() } else { one.clone() };
    numerator / (one + u)
}

/// `ln(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|))`.
pub(crate) fn softplus<T: Number>(x: T) -> T {
    let zero = T::number(0.0);
    let rest = (-x.clone().abs()).exp().log1p();
    if x > zero { x + rest } else { rest }
}

/// `1/cosh(x) = 2u/(1 + u^2)`, `u = exp(-|x|)`; far out u is taken in two halves, to be rounded into the subnormals once.
pub(crate) fn sech<T: Number>(x: T) -> T {
    let x = x.abs();
    if x < T::number(40.0) {
        let u = (-x).exp();
        return u.clone() * T::number(2.0) / (T::number(1.0) + u.clone() * u);
    }
    let half = (x * T::number(-0.5)).exp();
    half.clone() * (half * T::number(2.0))
}

/// `ln(cosh(x))`: near 0 from the hyperbolic sine of x/2, where it is about `x^2/2`; farther out `|x| - ln(2)` and what is missing.
pub(crate) fn ln_cosh<T: Number>(x: T) -> T {
    let x = x.abs();
    if x < T::number(1.0) {
        let s = (x * T::number(0.5)).sinh();
        ((s.clone() * T::number(2.0)) * s).log1p()
    } else {
        let rest = (x.clone() * T::number(-2.0)).exp().log1p();
        x - T::constant(LN_2) + rest
    }
}
