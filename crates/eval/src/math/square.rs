//! The exponential of a square, whose argument would lose up to a thousand ulp if it were rounded.

/// `exp(-scale x^2) * factor` for a scale that is a power of two.
///
/// The square is carried as a high and a low part. Near the subnormals the exponential is taken in two halves, and the
/// result is rounded into them once.
pub(crate) fn exp_minus_square(x: f64, scale: f64, factor: f64) -> f64 {
    let high = x * x;
    if high.is_infinite() || high.is_nan() {
        return if high.is_nan() { high } else { 0.0 };
    }
    let low = scale * x.mul_add(x, -high);
    let high = scale * high;
    if high < 690.0 {
        let e = libm::exp(-high);
        (-low).mul_add(e, e) * factor
    } else {
        let half = libm::exp(-0.5 * high);
        half * ((-low).mul_add(half, half) * factor)
    }
}

/// `exp(x^2)`, the square carried in two parts.
pub(crate) fn exp_square(x: f64) -> f64 {
    let high = x * x;
    let e = libm::exp(high);
    if e.is_infinite() {
        e
    } else {
        x.mul_add(x, -high).mul_add(e, e)
    }
}
