//! Spherical Bessel functions of the first kind.

use super::pair::Pair;
use super::trigonometric::{cos_pair, sin_pair};

/// `j_n(x)`, `sin(x)/x` for order 0.
///
/// Within 0.7 ulp up to the first zero, beyond it relative to the envelope `1/x`. 0 at the infinities.
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
        return value.value();
    }
    let mut ratio = Pair::exact(0.0);
    for k in (order + 1..=start(order)).rev() {
        ratio = next_ratio(k, x, ratio);
    }
    let mut result = f64::NAN;
    for k in (turn + 1..=order).rev() {
        ratio = next_ratio(k, x, ratio);
        result = value.high * ratio.high;
        value = value.mul(ratio);
    }
    // Subnormal products lose their low part, and the pair its meaning.
    if result.abs() < 1e-290 {
        result
    } else {
        value.value()
    }
}

/// `j_k/j_(k-1)` by `j_(k+1)/j_k`.
fn next_ratio(k: u32, x: f64, ratio: Pair<f64>) -> Pair<f64> {
    let below = ratio.mul_number(-x).add_number(f64::from(2 * k + 1));
    Pair::exact(x).div(below)
}

/// The order at which the ratio to the one below may be taken for 0 whatever x is: tested for all orders.
fn start(order: u32) -> u32 {
    order + 10 + 4 * order.isqrt()
}

/// `j_(k+1) = (2k + 1)/x j_k - j_(k-1)` from sine and cosine.
fn upwards(order: u32, x: f64) -> Pair<f64> {
    if x < 1e-10 {
        return Pair::exact(1.0);
    }
    let divisor = Pair::exact(x);
    let mut value = sin_pair(x).div(divisor);
    if order == 0 {
        return value;
    }
    let mut below = cos_pair(x).div(divisor);
    for k in 0..order {
        let factor = Pair::exact(f64::from(2 * k + 1)).div(divisor);
        (below, value) = (value, factor.mul(value).add(below.neg()));
    }
    value
}
