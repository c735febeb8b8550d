//! Enclosures: intervals that are certain to contain every value of an expression over a box of inputs and parameters.
//!
//! Bounds are rounded outward: sums, products, quotients and square roots exactly, function values by more than the error
//! that [`apply`](crate::precise::apply) states. What holds of an enclosure is therefore proved: if it lies above 0, so does the expression
//! everywhere in the box.
//!
//! ```
//! use gradus_symbolic::interval::{Enclosure, Interval, Region, enclose};
//! use gradus_symbolic::precise::{Precise, Precision};
//! use gradus_symbolic::{Graph, Role};
//! use gradus_syntax::{Func, Limits};
//!
//! let mut graph = Graph::new(Limits::default());
//! let symbol = graph.new_symbol("x", Role::Scalar);
//! let x = graph.symbol(symbol);
//! let root = graph.apply(Func::Exp, &[x]);
//! let region: Region = [(symbol, Interval::ZERO.hull(&Interval::ONE))].into_iter().collect();
//! let found = enclose(&graph, &[root], &region, Precision::bits(64)).remove(0);
//! let values = found.number().and_then(Enclosure::everywhere);
//! assert!(values.is_some_and(|values| values.contains(&Precise::from(2.5))));
//! assert!(values.is_some_and(|values| values.to_f64().1 < 2.7182818284590456));
//! ```

mod arithmetic;
mod evaluate;
mod functions;
mod pin;
mod powers;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::precise::{Precise, Sign};

pub use evaluate::{Enclosed, Enclosure, Possible, Region, enclose, point_region};
pub use pin::{Pinned, pinned};

/// A closed interval of real numbers; its ends are numbers or infinite, and infinite ends are not attained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    low: Precise,
    high: Precise,
}

impl Interval {
    /// Every real number.
    pub const WHOLE: Self = Self {
        low: Precise::Infinite(Sign::Negative),
        high: Precise::Infinite(Sign::Positive),
    };

    /// Every number that is not below zero.
    pub const NON_NEGATIVE: Self = Self {
        low: Precise::ZERO,
        high: Precise::Infinite(Sign::Positive),
    };

    /// Zero alone.
    pub const ZERO: Self = Self {
        low: Precise::ZERO,
        high: Precise::ZERO,
    };

    /// One alone.
    pub const ONE: Self = Self {
        low: Precise::ONE,
        high: Precise::ONE,
    };

    /// From the lower to the upper end; `None` unless both are numbers or infinite and in that order.
    pub fn new(low: Precise, high: Precise) -> Option<Self> {
        let is_end = |end: &Precise| matches!(end, Precise::Number(_) | Precise::Infinite(_));
        let ordered = low.compare(&high).is_some_and(Ordering::is_le);
        (is_end(&low) && is_end(&high) && ordered).then_some(Self { low, high })
    }

    /// Between two numbers of the machine, exactly; `None` of NaN and of wrong order.
    pub fn between(low: f64, high: f64) -> Option<Self> {
        Self::new(low.into(), high.into())
    }

    /// One number alone; `None` of what is no number.
    pub fn point(value: Precise) -> Option<Self> {
        Self::new(value.clone(), value)
    }

    /// The lower end.
    pub fn low(&self) -> &Precise {
        &self.low
    }

    /// The upper end.
    pub fn high(&self) -> &Precise {
        &self.high
    }

    /// Both ends as f64, the nearest ones: not rounded outward.
    pub fn to_f64(&self) -> (f64, f64) {
        (self.low.to_f64(), self.high.to_f64())
    }

    /// Whether it is a single number.
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }

    /// Whether it contains a number.
    pub fn contains(&self, value: &Precise) -> bool {
        at_most(&self.low, value) && at_most(value, &self.high)
    }

    /// Whether it contains zero.
    pub fn contains_zero(&self) -> bool {
        self.contains(&Precise::ZERO)
    }

    /// The sign of all its numbers, 0 of zero alone; `None` if they have different ones.
    pub fn sign(&self) -> Option<i8> {
        match (self.low.sign(), self.high.sign()) {
            (Some(Sign::Positive), _) => Some(1),
            (_, Some(Sign::Negative)) => Some(-1),
            (None, None) => Some(0),
            _ => None,
        }
    }

    /// Whether it has no number in common with another.
    pub fn is_apart(&self, other: &Self) -> bool {
        !at_most(&self.low, &other.high) || !at_most(&other.low, &self.high)
    }

    /// The least interval that contains both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            low: self.low.min(&other.low),
            high: self.high.max(&other.high),
        }
    }

    /// What both have in common.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(self.low.max(&other.low), self.high.min(&other.high))
    }
}

fn at_most(a: &Precise, b: &Precise) -> bool {
    a.compare(b).is_some_and(Ordering::is_le)
}
