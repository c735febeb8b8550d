//! The number formats of kernels: the order of their numbers, their ulp, and errors in it.

use std::cmp::Ordering;

use gradus_symbolic::precise::{Precise, Precision};

/// In which numbers a kernel computes and returns its results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Computed in f64.
    #[default]
    F64,
    /// Computed in f32.
    F32,
    /// Computed in f64 and rounded once to f32.
    F32Rounded,
}

/// A binary format as numbers.
struct Shape {
    /// Bits of the significand, the leading one included.
    precision: i32,
    /// The exponent of the least subnormal number.
    least: i32,
    /// The exponent of the power of two at which overflow begins.
    overflow: i32,
}

impl Format {
    /// Its name on the command line: `f64`, `f32`, `f32-rounded`.
    pub fn name(self) -> &'static str {
        match self {
            Self::F64 => "f64",
            Self::F32 => "f32",
            Self::F32Rounded => "f32-rounded",
        }
    }

    /// Whether results are f32.
    pub fn is_single(self) -> bool {
        self != Self::F64
    }

    /// The greatest finite number.
    pub fn greatest(self) -> f64 {
        match self.is_single() {
            true => f64::from(f32::MAX),
            false => f64::MAX,
        }
    }

    /// The least positive normal number.
    pub fn least_normal(self) -> f64 {
        match self.is_single() {
            true => f64::from(f32::MIN_POSITIVE),
            false => f64::MIN_POSITIVE,
        }
    }

    fn shape(self) -> Shape {
        match self.is_single() {
            true => Shape {
                precision: 24,
                least: -149,
                overflow: 128,
            },
            false => Shape {
                precision: 53,
                least: -1074,
                overflow: 1024,
            },
        }
    }

    /// The number of the format nearest to a value.
    pub(crate) fn nearest(self, value: &Precise) -> f64 {
        match self.is_single() {
            true => f64::from(value.to_f32()),
            false => value.to_f64(),
        }
    }

    /// The number of the format nearest to an f64.
    pub(crate) fn rounded(self, value: f64) -> f64 {
        match self.is_single() {
            true => f64::from(value as f32),
            false => value,
        }
    }

    /// Where a number stands in the order of the format: neighbours differ by one, -0 stands before 0.
    pub(super) fn place(self, number: f64) -> u64 {
        if self.is_single() {
            let bits = (number as f32).to_bits();
            let key = if bits >> 31 == 1 {
                !bits
            } else {
                bits | 1 << 31
            };
            u64::from(key)
        } else {
            let bits = number.to_bits();
            if bits >> 63 == 1 {
                !bits
            } else {
                bits | 1 << 63
            }
        }
    }

    /// The number at a place.
    pub(super) fn at(self, place: u64) -> f64 {
        if self.is_single() {
            f64::from(single_at(place as u32))
        } else {
            f64::from_bits(if place >> 63 == 1 {
                place & !(1 << 63)
            } else {
                !place
            })
        }
    }

    /// Whether a number of the format is written with all bits, as eight or sixteen hexadecimal digits.
    pub fn bits(self, number: f64) -> String {
        match self.is_single() {
            true => format!("0x{:08x}", (number as f32).to_bits()),
            false => format!("0x{:016x}", number.to_bits()),
        }
    }

    /// The error of a result in ulp of the format at the true value.
    ///
    /// The ulp is that of the binade that holds the true value, and the least positive number among the subnormals and at
    /// zero. Where the true value rounds to an infinity, that infinity has error 0; elsewhere an infinity counts as the power
    /// of two at which overflow begins. NaN and an infinity of the wrong sign have an infinite error. The sign of a zero does
    /// not count.
    pub(crate) fn error(self, result: f64, truth: &Precise) -> f64 {
        let nearest = self.nearest(truth);
        let opposite =
            result.is_infinite() && result.is_sign_positive() != nearest.is_sign_positive();
        if result.is_nan() || opposite {
            return f64::INFINITY;
        }
        if result.is_infinite() && result == nearest {
            return 0.0;
        }
        let exact = match truth {
            Precise::Number(_) => truth.clone(),
            Precise::Tiny(_) => Precise::ZERO,
            _ => return f64::INFINITY,
        };
        let result = match result.is_infinite() {
            true => power_of_two(self.shape().overflow).mul(&sign(result), Precision::bits(64)),
            false => Precise::from(result),
        };
        let difference = result.sub(&exact, Precision::bits(64));
        let unit = power_of_two(-self.unit(nearest, &exact));
        difference.mul(&unit, Precision::bits(64)).abs().to_f64()
    }

    /// The power of two that is one ulp at a value, given the number nearest to it.
    fn unit(self, nearest: f64, exact: &Precise) -> i32 {
        let shape = self.shape();
        if nearest == 0.0 {
            return shape.least;
        }
        if nearest.is_infinite() {
            return shape.overflow - shape.precision;
        }
        let binade = floor_log2(nearest.abs());
        let is_power = nearest.abs() == 2f64.powi(binade);
        let rounded_up =
            is_power && exact.abs().compare(&Precise::from(nearest.abs())) == Some(Ordering::Less);
        (binade - i32::from(rounded_up) + 1 - shape.precision).max(shape.least)
    }
}

/// The f32 at a place in the order of all of them.
pub(super) fn single_at(place: u32) -> f32 {
    f32::from_bits(if place >> 31 == 1 {
        place & !(1 << 31)
    } else {
        !place
    })
}

fn sign(number: f64) -> Precise {
    Precise::from(number.signum())
}

pub(super) fn power_of_two(exponent: i32) -> Precise {
    Precise::from_parts(1.into(), i64::from(exponent))
}

/// The exponent of the greatest power of two not above a positive finite number.
pub(super) fn floor_log2(value: f64) -> i32 {
    let exponent = (value.to_bits() >> 52) as i32;
    if exponent == 0 {
        63 - value.to_bits().leading_zeros().cast_signed() - 1074
    } else {
        exponent - 1023
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn third() -> Precise {
        Precise::from(1.0).div(&Precise::from(3.0), Precision::bits(300))
    }

    #[test]
    fn places_are_in_order_and_find_their_numbers() {
        let numbers = [
            -f64::INFINITY,
            f64::from(f32::MIN),
            -1.0,
            -1e-45,
            -0.0,
            0.0,
            1e-45,
            1.0,
            1.5,
            f64::from(f32::MAX),
        ];
        for format in [Format::F64, Format::F32] {
            let places = numbers.map(|number| format.place(number));
            assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
            for (place, number) in places.into_iter().zip(numbers) {
                assert_eq!(format.at(place).to_bits(), format.rounded(number).to_bits());
            }
            assert_eq!(format.place(0.0), format.place(-0.0) + 1);
            assert_eq!(
                format.at(format.place(1.0) - 1),
                match format.is_single() {
                    true => f64::from(1f32.next_down()),
                    false => 1f64.next_down(),
                }
            );
        }
    }

    #[test]
    fn the_error_of_the_nearest_number_is_what_rounding_lost() {
        let error = Format::F64.error(1.0 / 3.0, &third());
        assert!((error - 1.0 / 3.0).abs() < 1e-15, "{error}");
        let error = Format::F32.error(f64::from(1.0f32 / 3.0), &third());
        assert!((error - 1.0 / 3.0).abs() < 1e-7, "{error}");
        assert_eq!(
            Format::F64.error(1.0f64.next_up(), &Precise::from(1.0)),
            1.0
        );
        assert_eq!(
            Format::F64.error(1.0f64.next_down(), &Precise::from(1.0)),
            0.5
        );
        let below = Precise::from(1.0).sub(&power_of_two(-200), Precision::bits(300));
        assert!((Format::F64.error(1.0f64.next_down(), &below) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn subnormals_count_in_the_least_positive_number() {
        assert_eq!(Format::F64.error(0.0, &Precise::from(5e-324)), 1.0);
        assert_eq!(Format::F32.error(0.0, &Precise::from(1e-45f32)), 1.0);
        assert_eq!(Format::F64.error(0.0, &power_of_two(-1075)), 0.5);
        assert_eq!(Format::F64.error(5e-324, &Precise::ZERO), 1.0);
        assert!(Format::F64.error(0.0, &power_of_two(-3000)) < 1e-300);
    }

    #[test]
    fn overflow_is_the_infinity_of_its_sign() {
        let beyond = power_of_two(1025);
        assert_eq!(Format::F64.error(f64::INFINITY, &beyond), 0.0);
        assert_eq!(Format::F64.error(f64::NEG_INFINITY, &beyond), f64::INFINITY);
        assert!(Format::F64.error(f64::MAX, &beyond) > 1e15);
        assert_eq!(
            Format::F64.error(f64::INFINITY, &Precise::from(f64::MAX)),
            1.0
        );
        assert_eq!(Format::F32.error(f64::INFINITY, &power_of_two(200)), 0.0);
        assert_eq!(
            Format::F64.error(f64::NAN, &Precise::from(1.0)),
            f64::INFINITY
        );
    }
}
