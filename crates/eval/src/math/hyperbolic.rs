//! Hyperbolic functions that are more than a library call.

use gradus_symbolic::computation::Real;

use crate::Number;

const LN_2: Real = Real {
    double: std::f64::consts::LN_2,
    low: 2.319_046_813_846_299_6e-17,
    single: std::f32::consts::LN_2,
};

/// `1/cosh(x) = 2u/(1 + u^2)`, `u = exp(-|x|)`; far out u is taken in two halves, to be rounded into the subnormals once.
pub fn sech<T: Number>(x: T) -> T {
    let x = x.abs();
    if x < T::number(40.0) {
        let u = (-x).exp();
        return u.clone() * T::number(2.0) / (T::number(1.0) + u.clone() * u);
    }
    let half = (x * T::number(-0.5)).exp();
    half.clone() * (half * T::number(2.0))
}

/// `ln(cosh(x))`: near 0 from the hyperbolic sine of x/2, where it is about `x^2/2`; farther out `|x| - ln(2)` and what is missing.
pub fn ln_cosh<T: Number>(x: T) -> T {
    let x = x.abs();
    if x < T::number(1.0) {
        let s = (x * T::number(0.5)).sinh();
        ((s.clone() * T::number(2.0)) * s).log1p()
    } else {
        let rest = (x.clone() * T::number(-2.0)).exp().log1p();
        x - T::constant(LN_2) + rest
    }
}
