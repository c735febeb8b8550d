//! Sums, products and quotients of intervals.

use std::cmp::Ordering;

use super::Interval;
use crate::precise::bounds::Toward::{Above, Below};
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

impl Interval {
    /// An enclosure of a ratio of integers.
    pub fn of_rational(value: &Rational, precision: Precision) -> Self {
        Self {
            low: Precise::of_rational(value, precision, Below),
            high: Precise::of_rational(value, precision, Above),
        }
    }

    /// The negative.
    #[must_use]
    pub fn neg(&self) -> Self {
        Self {
            low: self.high.neg(),
            high: self.low.neg(),
        }
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Self, precision: Precision) -> Self {
        Self {
            low: self.low.add_toward(&other.low, precision, Below),
            high: self.high.add_toward(&other.high, precision, Above),
        }
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Self, precision: Precision) -> Self {
        self.add(&other.neg(), precision)
    }

    /// The product.
    #[must_use]
    pub fn mul(&self, other: &Self, precision: Precision) -> Self {
        let from_to = |low: [&Precise; 2], high: [&Precise; 2]| Self {
            low: low[0].mul_toward(low[1], precision, Below),
            high: high[0].mul_toward(high[1], precision, Above),
        };
        let (a, b, c, d) = (&self.low, &self.high, &other.low, &other.high);
        // which ends make the least and the greatest product is known by the signs in most cases
        match (self.side(), other.side()) {
            (1, 1) => from_to([a, c], [b, d]),
            (-1, -1) => from_to([b, d], [a, c]),
            (1, -1) => from_to([b, c], [a, d]),
            (-1, 1) => from_to([a, d], [b, c]),
            (1, _) => from_to([b, c], [b, d]),
            (-1, _) => from_to([a, d], [a, c]),
            (_, 1 | -1) => other.mul(self, precision),
            _ => from_to([a, d], [a, c]).hull(&from_to([b, c], [b, d])),
        }
    }

    /// 1 if nothing in it is below zero, -1 if nothing is above, otherwise 0.
    fn side(&self) -> i8 {
        if !is_below_zero(&self.low) {
            1
        } else if !is_above_zero(&self.high) {
            -1
        } else {
            0
        }
    }

    /// One divided by it, over its numbers that are not zero; `None` of zero alone. Zero at an end gives an infinite end.
    pub fn reciprocal(&self, precision: Precision) -> Option<Self> {
        match self.sign() {
            Some(0) => None,
            _ if is_below_zero(&self.low) && is_above_zero(&self.high) => Some(Self::WHOLE),
            _ => {
                let one = |end: &Precise, toward, infinite: &Precise| match end.is_zero() {
                    true => infinite.clone(),
                    false => Precise::ONE.div_toward(end, precision, toward),
                };
                Some(Self {
                    low: one(&self.high, Below, Self::WHOLE.low()),
                    high: one(&self.low, Above, Self::WHOLE.high()),
                })
            }
        }
    }

    /// The lesser of a number of one and a number of the other.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Self {
            low: self.low.min(&other.low),
            high: self.high.min(&other.high),
        }
    }

    /// The greater of a number of one and a number of the other.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        Self {
            low: self.low.max(&other.low),
            high: self.high.max(&other.high),
        }
    }

    /// The magnitudes of its numbers.
    #[must_use]
    pub fn abs(&self) -> Self {
        match self.side() {
            1 => self.clone(),
            -1 => self.neg(),
            _ => Self {
                low: Precise::ZERO,
                high: self.low.neg().max(&self.high),
            },
        }
    }
}

fn is_below_zero(value: &Precise) -> bool {
    value.compare(&Precise::ZERO) == Some(Ordering::Less)
}

fn is_above_zero(value: &Precise) -> bool {
    value.compare(&Precise::ZERO) == Some(Ordering::Greater)
}
