//! Powers with a real exponent.

use dashu_base::Sign;

use super::exponential::{EXP_RANGE, exp, ln};
use super::float::Float;
use super::{Precise, Precision};

/// Integer exponents up to this size are multiplied out.
const MULTIPLIED_OUT: i64 = 1 << 10;

impl Precise {
    /// `self^exponent` over the reals.
    ///
    /// `0^0`, `1^b` and `a^0` are 1. A negative base has powers with integer exponents only. `0^b` with a negative b is
    /// infinity where both sides or the only side of zero go there, and undefined for odd integers. An infinite exponent
    /// gives the limit, which a negative base lacks.
    #[must_use]
    pub fn pow(&self, exponent: &Self, precision: Precision) -> Self {
        use Precise::{Number, Undefined, Unknown};
        match (self, exponent) {
            (Undefined, _) | (_, Undefined) => Undefined,
            (_, zero) if zero.is_zero() => Self::ONE,
            (one, _) if *one == Self::ONE => Self::ONE,
            (Unknown, _) | (_, Unknown) => Unknown,
            (base, Self::Infinite(sign)) => base.to_infinite_power(*sign),
            (Number(base), Number(exponent)) => number_to_number(base, exponent, precision),
            (base, Number(exponent)) => base.marker_to_number(exponent),
            (base, Self::Tiny(_)) => base.near_zeroth_power(),
            (base, _) => base.to_huge_power(exponent),
        }
    }

    /// The limit of growing or falling exponents.
    fn to_infinite_power(&self, exponent: Sign) -> Self {
        if self.sign() == Some(Sign::Negative) {
            return Self::Undefined;
        }
        match self.compare(&Self::ONE) {
            None => Self::Unknown,
            Some(order) if order.is_gt() == (exponent == Sign::Positive) => {
                Self::Infinite(Sign::Positive)
            }
            Some(_) => Self::ZERO,
        }
    }

    /// An infinite, huge or tiny base.
    fn marker_to_number(&self, exponent: &Float) -> Self {
        let Some(sign) = self.sign().and_then(|sign| power_sign(sign, exponent)) else {
            return Self::Undefined;
        };
        match (self, exponent.sign()) {
            (Self::Infinite(_), Sign::Positive) => Self::Infinite(sign),
            (Self::Infinite(_), Sign::Negative) => Self::ZERO,
            // an exponent this small might bring it back among the numbers
            _ if exponent.magnitude() < -40 => Self::Unknown,
            (Self::Huge(_), Sign::Positive) | (Self::Tiny(_), Sign::Negative) => Self::Huge(sign),
            _ => Self::Tiny(sign),
        }
    }

    /// An exponent too small for any number.
    fn near_zeroth_power(&self) -> Self {
        match self {
            Self::Number(base) if base.is_negative() => Self::Undefined,
            Self::Number(base) if !base.is_zero() => Self::ONE,
            _ => Self::Unknown,
        }
    }

    /// An exponent too large for any number.
    fn to_huge_power(&self, exponent: &Self) -> Self {
        match (self.compare(&Self::ONE), self.sign(), exponent.sign()) {
            (Some(_), None, Some(Sign::Positive)) => Self::ZERO,
            (Some(order), Some(Sign::Positive), Some(sign)) if !self.is_near_one() => {
                if *self == Self::Infinite(Sign::Positive) {
                    self.to_infinite_power(sign)
                } else if order.is_gt() == (sign == Sign::Positive) {
                    Self::Huge(Sign::Positive)
                } else {
                    Self::Tiny(Sign::Positive)
                }
            }
            // whether the exponent is an even, an odd or no integer is not known
            _ => Self::Unknown,
        }
    }

    fn is_near_one(&self) -> bool {
        matches!(self, Self::Number(x) if x.sub(&Float::ONE, 16).magnitude() < -Float::LIMIT / 4)
    }
}

/// The sign of a power; `None` where a negative base has none.
fn power_sign(base: Sign, exponent: &Float) -> Option<Sign> {
    match base {
        Sign::Positive => Some(Sign::Positive),
        Sign::Negative if !exponent.is_integer() => None,
        Sign::Negative => Some(if exponent.is_odd() {
            Sign::Negative
        } else {
            Sign::Positive
        }),
    }
}

fn number_to_number(base: &Float, exponent: &Float, precision: Precision) -> Precise {
    if base.is_zero() {
        return zero_to_number(exponent);
    }
    let Some(sign) = power_sign(base.sign(), exponent) else {
        return Precise::Undefined;
    };
    match exponent.to_integer() {
        Some(n) if n.abs() <= MULTIPLIED_OUT => integer_power(base, n, precision),
        None if !base.is_negative()
            && let Some(twice) = odd_half(exponent) =>
        {
            // a root is found much faster than a logarithm; what its rounding adds is multiplied by the exponent
            let root = base.sqrt(precision.working() + 12);
            integer_power(&root, twice, precision)
        }
        _ => positive_power(&base.abs(), exponent, sign, precision),
    }
}

/// Twice an exponent that is half an odd number.
fn odd_half(exponent: &Float) -> Option<i64> {
    // with more bits than that it is no half
    let exact = exponent.length() <= 32;
    let twice = exponent.add(exponent, 64).to_integer().filter(|_| exact)?;
    (twice.abs() <= MULTIPLIED_OUT).then_some(twice)
}

fn zero_to_number(exponent: &Float) -> Precise {
    if !exponent.is_negative() {
        Precise::ZERO
    } else if exponent.is_odd() {
        Precise::Undefined
    } else {
        Precise::Infinite(Sign::Positive)
    }
}

/// By squaring and multiplying.
fn integer_power(base: &Float, exponent: i64, precision: Precision) -> Precise {
    let magnitude = base.magnitude().saturating_mul(exponent);
    if magnitude.abs() > Float::LIMIT - MULTIPLIED_OUT {
        let sign = if exponent % 2 == 0 {
            Sign::Positive
        } else {
            base.sign()
        };
        return if magnitude > 0 {
            Precise::Huge(sign)
        } else {
            Precise::Tiny(sign)
        };
    }
    let bits = precision.working();
    let mut power = Float::ONE;
    for bit in (0..u64::BITS - exponent.unsigned_abs().leading_zeros()).rev() {
        power = power.mul(&power, bits);
        if exponent.unsigned_abs() >> bit & 1 == 1 {
            power = power.mul(base, bits);
        }
    }
    Precise::rounded(
        if exponent < 0 {
            Float::ONE.div(&power, bits)
        } else {
            power
        },
        precision,
    )
}

/// `exp(exponent * ln(base))`, the product to as many more bits as it has before the point.
fn positive_power(base: &Float, exponent: &Float, sign: Sign, precision: Precision) -> Precise {
    let bits = precision.working();
    let rough = ln(base, 64).mul(exponent, 64);
    if rough.magnitude() > EXP_RANGE {
        return if rough.is_negative() {
            Precise::Tiny(sign)
        } else {
            Precise::Huge(sign)
        };
    }
    let longer = bits + rough.magnitude().max(0) + 8;
    match exp(&ln(base, longer).mul(exponent, longer), bits) {
        Some(power) => Precise::rounded(power.with_sign_of(sign), precision),
        None => Precise::Unknown,
    }
}
