//! The logistic function and its integral.

use crate::Number;

/// `1/(1 + exp(-x))`: the exponential is taken of `-|x|`, so nothing overflows and the lower tail keeps its subnormals.
pub fn sigmoid<T: Number>(x: T) -> T {
    let one = T::number(1.0);
    let negative = x < T::number(0.0);
    let u = (-x.abs()).exp();
    let numerator = if negative { u.clone() } else { one.clone() };
    numerator / (one + u)
}

/// `ln(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|))`.
pub fn softplus<T: Number>(x: T) -> T {
    let zero = T::number(0.0);
    let rest = (-x.clone().abs()).exp().log1p();
    if x > zero { x + rest } else { rest }
}
