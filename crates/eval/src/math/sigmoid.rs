//! The logistic function and its integral.

use crate::Number;

/// `1/(1 + exp(-x))`: the exponential is taken of `-|x|`, so nothing overflows and the lower tail keeps its subnormals.
pub fn sigmoid<T: Number>(x: T) -> T {
    let one = T::number(1.0);
    if x < T::number(0.0) {
        let u = x.exp();
        u.clone() / (one + u)
    } else {
        one.clone() / (one + (-x).exp())
    }
}

/// `ln(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|))`.
pub fn softplus<T: Number>(x: T) -> T {
    if x < T::number(0.0) {
        x.exp().log1p()
    } else {
        x.clone() + (-x).exp().log1p()
    }
}
