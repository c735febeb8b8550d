//! Order, sum, product and quotient, for every kind of number.

use std::cmp::Ordering;

use dashu_base::Sign;

use super::float::Float;
use super::{Precise, Precision};

/// Half the range of exponents: markers are taken to be beyond it and numbers within it, so that a marker
/// that has been divided or rooted a few times still compares rightly.
pub(super) const CLEAR: i64 = Float::LIMIT / 2;

impl Precise {
    /// Which is greater; `None` where that is not known or either is undefined.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if let (Self::Number(x), Self::Number(y)) = (self, other) {
            return Some(x.compare(y));
        }
        match (self, other) {
            (Self::Infinite(sign), Self::Number(_)) => return Some(beyond(*sign)),
            (Self::Number(_), Self::Infinite(sign)) => return Some(beyond(*sign).reverse()),
            _ => {}
        }
        let (own, others) = (self.rank()?, other.rank()?);
        // Two of one marker differ by an unknown amount; two infinities are one number.
        if own == others && !matches!(self, Self::Infinite(_)) {
            None
        } else {
            Some(own.cmp(&others))
        }
    }

    /// A place in the order of kinds: from negative infinite, huge, number and tiny at -4 to -1 over zero to their positives; `None`
    /// where kinds do not decide, as for a number near the ends of the range of exponents.
    fn rank(&self) -> Option<i8> {
        let (size, sign) = match self {
            Self::Number(x) if x.is_zero() => return Some(0),
            Self::Number(x) if x.magnitude().abs() > CLEAR => return None,
            Self::Number(x) => (2, x.sign()),
            Self::Infinite(sign) => (4, *sign),
            Self::Huge(sign) => (3, *sign),
            Self::Tiny(sign) => (1, *sign),
            Self::Undefined | Self::Unknown => return None,
        };
        Some(if sign == Sign::Negative { -size } else { size })
    }

    /// The negative.
    #[must_use]
    pub fn neg(&self) -> Self {
        match self {
            Self::Number(x) => Self::Number(x.neg()),
            Self::Infinite(sign) => Self::Infinite(-*sign),
            Self::Huge(sign) => Self::Huge(-*sign),
            Self::Tiny(sign) => Self::Tiny(-*sign),
            Self::Undefined => Self::Undefined,
            Self::Unknown => Self::Unknown,
        }
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.sign() == Some(Sign::Negative) {
            self.neg()
        } else {
            self.clone()
        }
    }

    /// The sum, correctly rounded of numbers; undefined of opposite infinities.
    #[must_use]
    pub fn add(&self, other: &Self, precision: Precision) -> Self {
        use Precise::{Huge, Infinite, Number, Tiny, Undefined, Unknown};
        match (self, other) {
            (Undefined, _) | (_, Undefined) => Undefined,
            (Number(x), Number(y)) => Self::number(x.add(y, i64::from(precision.get()))),
            (Unknown, _) | (_, Unknown) => Unknown,
            (Infinite(a), Infinite(b)) => {
                if a == b {
                    Infinite(*a)
                } else {
                    Undefined
                }
            }
            (Infinite(a), _) | (_, Infinite(a)) => Infinite(*a),
            (Huge(a), Huge(b)) => {
                if a == b {
                    Huge(*a)
                } else {
                    Unknown
                }
            }
            (Tiny(a), Tiny(b)) => {
                if a == b {
                    Tiny(*a)
                } else {
                    Unknown
                }
            }
            (Huge(a), x) | (x, Huge(a)) => {
                if x.is_clear() {
                    Huge(*a)
                } else {
                    Unknown
                }
            }
            (Tiny(a), x) | (x, Tiny(a)) => {
                if x.is_zero() {
                    Tiny(*a)
                } else if x.is_clear() {
                    x.clone()
                } else {
                    Unknown
                }
            }
        }
    }

    /// The difference, as the sum.
    #[must_use]
    pub fn sub(&self, other: &Self, precision: Precision) -> Self {
        self.add(&other.neg(), precision)
    }

    /// The product, correctly rounded of numbers; undefined of zero and infinity.
    #[allow(clippy::match_same_arms, reason = "the order of the cases decides")]
    #[must_use]
    pub fn mul(&self, other: &Self, precision: Precision) -> Self {
        use Precise::{Huge, Infinite, Number, Tiny, Undefined, Unknown};
        match (self, other) {
            (Undefined, _) | (_, Undefined) => Undefined,
            (Number(x), Number(y)) => Self::number(x.mul(y, i64::from(precision.get()))),
            (Unknown, _) | (_, Unknown) => Unknown,
            (Infinite(a), x) | (x, Infinite(a)) => {
                x.sign().map_or(Undefined, |sign| Infinite(*a * sign))
            }
            (Number(zero), _) | (_, Number(zero)) if zero.is_zero() => Self::ZERO,
            (Huge(a), Huge(b)) => Huge(*a * *b),
            (Tiny(a), Tiny(b)) => Tiny(*a * *b),
            (Huge(_), Tiny(_)) | (Tiny(_), Huge(_)) => Unknown,
            (Huge(a), Number(x)) | (Number(x), Huge(a)) => {
                if x.magnitude() >= -CLEAR {
                    Huge(*a * x.sign())
                } else {
                    Unknown
                }
            }
            (Tiny(a), Number(x)) | (Number(x), Tiny(a)) => {
                if x.magnitude() <= CLEAR {
                    Tiny(*a * x.sign())
                } else {
                    Unknown
                }
            }
        }
    }

    /// The quotient, correctly rounded of numbers; undefined by zero, and of two infinities.
    #[must_use]
    pub fn div(&self, other: &Self, precision: Precision) -> Self {
        match (self, other) {
            (Self::Undefined, _) | (_, Self::Undefined) => Self::Undefined,
            (Self::Number(x), Self::Number(y)) if !y.is_zero() => {
                Self::number(x.div(y, i64::from(precision.get())))
            }
            _ => self.mul(&other.reciprocal(), precision),
        }
    }

    /// The reciprocal of what is no number; undefined of zero. Numbers are divided by, not turned over.
    pub(super) fn reciprocal(&self) -> Self {
        match self {
            Self::Infinite(_) => Self::ZERO,
            Self::Huge(sign) => Self::Tiny(*sign),
            Self::Tiny(sign) => Self::Huge(*sign),
            Self::Number(x) if !x.is_zero() => Self::number(Float::ONE.div(x, x.length().max(64))),
            Self::Number(_) | Self::Undefined => Self::Undefined,
            Self::Unknown => Self::Unknown,
        }
    }

    /// Whether it is a number well within the range of exponents.
    fn is_clear(&self) -> bool {
        matches!(self, Self::Number(x) if x.is_zero() || x.magnitude().abs() <= CLEAR)
    }

    /// The lesser of the two; unknown where that is not known, undefined where either is.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        self.choose(other, Ordering::Less)
    }

    /// The greater of the two; unknown where that is not known, undefined where either is.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        self.choose(other, Ordering::Greater)
    }

    fn choose(&self, other: &Self, wanted: Ordering) -> Self {
        if *self == Self::Undefined || *other == Self::Undefined {
            return Self::Undefined;
        }
        match self.compare(other) {
            Some(order) => {
                if order == wanted {
                    self.clone()
                } else {
                    other.clone()
                }
            }
            // of two of one marker either is as good
            None if self == other => self.clone(),
            None => Self::Unknown,
        }
    }
}

/// How an infinity stands to every number.
fn beyond(sign: Sign) -> Ordering {
    match sign {
        Sign::Positive => Ordering::Greater,
        Sign::Negative => Ordering::Less,
    }
}
