//! Units in the last place.

/// The distance between neighbours at a number of a type with so many digits and that least exponent.
pub fn ulp(value: f64, digits: i32, least: i32) -> f64 {
    let exponent = if value == 0.0 {
        least
    } else {
        exponent_of(value).max(least)
    };
    power_of_two(exponent - digits)
}

fn exponent_of(value: f64) -> i32 {
    let bits = (value.abs().to_bits() >> 52) as i32;
    if bits == 0 { -1022 } else { bits - 1023 }
}

fn power_of_two(exponent: i32) -> f64 {
    // In two steps, the second of which is exact in the subnormals.
    2f64.powi(exponent.max(-1022)) * 2f64.powi(exponent.min(-1022) + 1022)
}

/// The greater; NaN if either is.
pub fn nan_or_max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        a.max(b)
    }
}

/// Whether an error is above its bound, or NaN.
pub fn is_above(error: f64, bound: f64) -> bool {
    error.is_nan() || error > bound
}
