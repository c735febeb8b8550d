//! Values at points, enclosed ever more narrowly.

use std::cmp::Ordering;

use super::{Enclosed, Interval, Region, enclose};
use crate::graph::{Graph, Id};
use crate::precise::{Precise, Precision};

/// What enclosures tell of a value at a point.
#[derive(Clone, Debug, PartialEq)]
pub enum Pinned {
    /// It lies in an interval as narrow as was asked for, whose middle this is, found with so many bits.
    Value(Precise, u32),
    /// There is none.
    Undefined,
    /// It is a real number in an interval that stays too wide: of one that contains 0 only a proof could tell more.
    Wide(Interval),
    /// It is bounded on one side, and perhaps infinite or undefined.
    HalfOpen,
    /// Rounding cannot tell what it is: at poles, in holes, at infinite inputs, and on boundaries that are no machine numbers.
    Open,
}

/// The bits of the first attempt beyond those wanted.
const GUARD: u32 = 32;

/// How many attempts are made where nothing at all is known of the value.
const BLIND_ATTEMPTS: u32 = 3;

/// The value of an expression at a point to a relative error of `2^-target`, where the condition `domain` holds, by enclosures of growing
/// precision up to `longest` bits. What is found is certain.
pub fn pinned(
    graph: &Graph,
    value: Id,
    domain: Option<Id>,
    at: &Region,
    target: Precision,
    longest: Precision,
) -> Pinned {
    let roots: Vec<Id> = std::iter::once(value).chain(domain).collect();
    let mut bits = target.get() + GUARD;
    let mut blind = 0;
    loop {
        let found = enclose(graph, &roots, at, Precision::bits(bits));
        let inside = found.get(1).map_or(Some(true), certainty);
        if inside == Some(false) {
            return Pinned::Undefined;
        }
        let number = found[0].number();
        let values = number.and_then(|number| number.values.as_ref());
        let is_total = inside == Some(true) && number.is_some_and(|number| !number.partial);
        let is_last = bits >= longest.get();
        match values {
            None => return Pinned::Open,
            Some(values) if is_total && values.is_narrower(target) => {
                return Pinned::Value(values.middle(), bits);
            }
            Some(values) if is_last && is_total => return Pinned::Wide(values.clone()),
            Some(values) if is_last && values.has_one_end() => return Pinned::HalfOpen,
            Some(values) => blind += u32::from(*values == Interval::WHOLE || values.is_infinite()),
        }
        if is_last || blind >= BLIND_ATTEMPTS {
            return Pinned::Open;
        }
        bits = (2 * bits).min(longest.get());
    }
}

/// Whether a condition holds everywhere or nowhere.
fn certainty(condition: &Enclosed) -> Option<bool> {
    match condition {
        Enclosed::Condition(possible)
            if !possible.undefined && possible.holds != possible.fails =>
        {
            Some(possible.holds)
        }
        _ => None,
    }
}

impl Interval {
    /// A number in the middle.
    pub fn middle(&self) -> Precise {
        let longest = Precision::bits(*Precision::RANGE.end());
        let sum = self.low.add(&self.high, longest);
        sum.mul(&Precise::from(0.5), longest)
    }

    /// Whether no magnitude in it is above that power of two.
    pub(crate) fn is_within_power_of_two(&self, exponent: i64) -> bool {
        let bound = Precise::from_parts(1.into(), exponent);
        self.abs()
            .high()
            .compare(&bound)
            .is_some_and(Ordering::is_le)
    }

    /// Whether it is bounded on one side only.
    fn has_one_end(&self) -> bool {
        self.low.is_finite() != self.high.is_finite()
    }

    /// Whether it is a single infinity.
    fn is_infinite(&self) -> bool {
        self.is_point() && !self.low.is_finite()
    }

    /// Whether the distance of its ends is at most so many bits below them.
    pub fn is_narrower(&self, bits: Precision) -> bool {
        let precision = Precision::bits(64);
        let width = self.high.sub(&self.low, precision);
        let size = self.low.abs().min(&self.high.abs());
        let allowed = size.mul(
            &Precise::from_parts(1.into(), -i64::from(bits.get())),
            precision,
        );
        width.compare(&allowed).is_some_and(Ordering::is_le)
    }
}
