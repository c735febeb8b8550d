//! Real powers.

/// `a^b` over the reals.
///
/// NaN if either is, for a negative `a` and a `b` that is no integer, and at the poles without a limit: `0^b` for an odd
/// negative integer `b`. `0^0` and `1^b` are 1. At infinite `b` it is the limit, where there is one.
pub fn pow(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    let defined = if a < 0.0 {
        negative_base(a, b)
    } else {
        a != 0.0 || !is_odd_negative(b)
    };
    if defined { libm::pow(a, b) } else { f64::NAN }
}

fn negative_base(a: f64, b: f64) -> bool {
    if b.is_infinite() {
        (a < -1.0 && b < 0.0) || (a > -1.0 && b > 0.0)
    } else {
        b == b.floor()
    }
}

fn is_odd_negative(b: f64) -> bool {
    b < 0.0 && (b % 2.0).abs() == 1.0
}
