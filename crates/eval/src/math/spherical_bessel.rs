//! Spherical Bessel functions of the first kind.

use super::trigonometric::{cos, sin};

/// `j_n(x)`, `sin(x)/x` for order 0.
///
/// Relative accuracy up to the first zero, beyond it relative to the envelope `1/x`. 0 at the infinities.
pub fn spherical_bessel(order: u8, x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    let value = of_positive(u32::from(order), x.abs());
    if x.is_sign_negative() && order % 2 == 1 {
        -value
    } else {
        value
    }
}

/// Recurrence upwards while the order is safely below x, then the ratios of neighbours, which are positive there.
#[allow(
    clippy::cast_sign_loss,
    reason = "below 1 the turn is at order 0, which is what the cast gives"
)]
fn of_positive(order: u32, x: f64) -> f64 {
    let turn = order.min((x - 1.0) as u32);
    let mut value = upwards(turn, x);
    if turn == order {
        return value;
    }
    let mut ratio = 0.0;
    for k in (order + 1..=start(order)).rev() {
        ratio = x / (f64::from(2 * k + 1) - x * ratio);
    }
    for k in (turn + 1..=order).rev() {
        ratio = x / (f64::from(2 * k + 1) - x * ratio);
        value *= ratio;
    }
    value
}

/// The order at which the ratio to the one below may be taken for 0 whatever x is: tested for all orders.
fn start(order: u32) -> u32 {
    order + 10 + 4 * order.isqrt()
}

/// `j_(k+1) = (2k + 1)/x j_k - j_(k-1)` from sine and cosine.
fn upwards(order: u32, x: f64) -> f64 {
    let mut value = if x == 0.0 { 1.0 } else { sin(x) / x };
    if order == 0 {
        return value;
    }
    let mut below = cos(x) / x;
    for k in 0..order {
        (below, value) = (value, f64::from(2 * k + 1) / x * value - below);
    }
    value
}
