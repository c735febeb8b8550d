//! Softmax and its product with the Jacobian, as one writes them by hand.

use crate::activation::Real;

/// The value, shifted by the greatest element.
pub fn value<T: Real>(xs: &[T]) -> Vec<T> {
    let greatest = xs.iter().copied().fold(T::neg_infinity(), T::max);
    let mut ys: Vec<T> = xs.iter().map(|x| (*x - greatest).exp()).collect();
    let sum = ys.iter().fold(T::zero(), |sum, y| sum + *y);
    for y in &mut ys {
        *y = *y / sum;
    }
    ys
}

/// The product of a vector and the Jacobian: `y*(u - sum(u*y))`.
pub fn vjp<T: Real>(xs: &[T], upstream: &[T]) -> Vec<T> {
    let mut ys = value(xs);
    let inner = ys
        .iter()
        .zip(upstream)
        .fold(T::zero(), |sum, (y, u)| sum + *y * *u);
    for (y, u) in ys.iter_mut().zip(upstream) {
        *y = *y * (*u - inner);
    }
    ys
}
