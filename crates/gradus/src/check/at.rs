//! Truth and claim at a point, in high precision.

use std::cmp::Ordering;

use gradus_symbolic::evaluate::{Point, Value, evaluate_significant};
use gradus_symbolic::precise::{Precise, Precision};

use super::Witness;
use super::comparison::{AGREEING, ATTEMPTS, About, Comparison, SIGNIFICANT};

/// How the two stand to each other; values are the claimed and the true one.
pub(super) enum At {
    Same,
    Differ([Precise; 2]),
    /// The claim has no value where the truth has one.
    Unclaimed([Precise; 2]),
    /// The truth has no value where the claim has one.
    Undefined([Precise; 2]),
}

impl At {
    pub(super) fn values(&self) -> &[Precise; 2] {
        const NONE: [Precise; 2] = [Precise::Undefined, Precise::Undefined];
        match self {
            Self::Same => &NONE,
            Self::Differ(values) | Self::Unclaimed(values) | Self::Undefined(values) => values,
        }
    }
}

/// Points that agree are looked at once more, so many of them.
const CLOSELY: usize = 48;

/// The precisions in which they are, and the bits that must agree in the first.
const CLOSE: [u32; 2] = [2048, 3072];
const CLOSE_AGREEING: i64 = 1400;

impl Comparison<'_> {
    /// What both precisions say; `None` where one of them cannot tell.
    pub(super) fn at(&self, point: &Point) -> Option<At> {
        let first = self.judged(point, ATTEMPTS[0]);
        if matches!(first, Some(At::Same)) {
            return first;
        }
        let second = self.judged(point, ATTEMPTS[1])?;
        match (first, &second) {
            (_, At::Same | At::Differ(_))
            | (Some(At::Unclaimed(_)), At::Unclaimed(_))
            | (Some(At::Undefined(_)), At::Undefined(_)) => Some(second),
            _ => None,
        }
    }

    fn judged(&self, point: &Point, bits: u32) -> Option<At> {
        let values = self.both(point, bits);
        let [claimed, actual] = &values;
        if [claimed, actual].contains(&&Precise::Unknown) {
            return None;
        }
        match (actual.is_finite(), claimed.is_finite()) {
            (true, true) if agree(actual, claimed, bits, AGREEING) => Some(At::Same),
            (true, true) if are_huge(actual, claimed) || is_dust(actual, claimed, bits) => None,
            (true, true) => Some(At::Differ(values)),
            (true, false) if *claimed == Precise::Undefined => Some(At::Unclaimed(values)),
            (false, true) if *actual == Precise::Undefined && self.about == About::Value => {
                Some(At::Undefined(values))
            }
            _ => None,
        }
    }

    /// The claimed and the true value.
    fn both(&self, point: &Point, bits: u32) -> [Precise; 2] {
        let roots = [self.claim, self.truth, self.domains[1], self.domains[0]];
        let precision = Precision::bits(bits);
        let values = evaluate_significant(&self.graph, &roots, point, precision, SIGNIFICANT);
        let number = |value: &Value, domain: &Value| match (value, domain) {
            (Value::Number(number), Value::Truth(true)) => number.clone(),
            (_, Value::Number(Precise::Unknown)) => Precise::Unknown,
            _ => Precise::Undefined,
        };
        [
            number(&values[0], &values[2]),
            number(&values[1], &values[3]),
        ]
    }

    /// Whether a value is missing just beside a point too, in some direction: not only in a hole there.
    pub(super) fn is_alike_beside(&self, point: &Point, found: &At) -> bool {
        [1, -1, 2, -2].into_iter().any(|direction| {
            matches!(
                (found, self.at(&self.moved(point, direction))),
                (At::Unclaimed(_), Some(At::Unclaimed(_)))
                    | (At::Undefined(_), Some(At::Undefined(_)))
            )
        })
    }

    /// A point so near that nothing but a hole lies between; every input moves by another step.
    fn moved(&self, point: &Point, direction: i64) -> Point {
        let precision = Precision::bits(ATTEMPTS[0]);
        let mut moved = point.clone();
        for (index, input) in self.inputs.iter().enumerate() {
            let Some(Value::Number(from)) = point.get(input) else {
                continue;
            };
            let scale = if from.is_zero() { &Precise::ONE } else { from };
            let sign = if index % 2 == 1 {
                direction.abs()
            } else {
                direction
            };
            let steps = sign * (2 * index as i64 + 1);
            let step = scale.mul(&Precise::from_parts(steps.into(), -70), precision);
            moved.insert(*input, Value::Number(from.add(&step, precision)));
        }
        moved
    }

    /// A difference that only very many bits show. It is one if it stays when there are more: what rounding leaves does not.
    pub(super) fn closely(&self, agreeing: &[Point]) -> Option<Witness> {
        agreeing.iter().take(CLOSELY).find_map(|point| {
            let [claimed, actual] = self.both(point, CLOSE[0]);
            if agree(&actual, &claimed, CLOSE[0], CLOSE_AGREEING) {
                return None;
            }
            let values = self.both(point, CLOSE[1]);
            let gap =
                |[claimed, actual]: &[Precise; 2]| claimed.sub(actual, Precision::bits(CLOSE[0]));
            let gaps = [gap(&[claimed, actual]), gap(&values)];
            let stays = gaps
                .iter()
                .all(|gap| matches!(gap, Precise::Number(_)) && !gap.is_zero())
                && agree(&gaps[0], &gaps[1], CLOSE[0], 32);
            stays.then(|| self.witness(point, &values))
        })
    }
}

/// Whether both are too large to be told apart.
fn are_huge(a: &Precise, b: &Precise) -> bool {
    matches!((a, b), (Precise::Huge(a), Precise::Huge(b)) if a == b)
}

/// Whether one value is zero and the other as small as what rounding leaves of numbers around 1.
fn is_dust(a: &Precise, b: &Precise, bits: u32) -> bool {
    let floor = Precise::from_parts(1.into(), 100 - i64::from(bits));
    let small = |value: &Precise| value.abs().compare(&floor) == Some(Ordering::Less);
    a.is_zero() != b.is_zero() && small(a) && small(b)
}

/// Whether two values agree in so many bits.
fn agree(a: &Precise, b: &Precise, precision: u32, agreeing: i64) -> bool {
    let precision = Precision::bits(precision);
    let gap = a.sub(b, precision).abs();
    let larger = a
        .abs()
        .max(&b.abs())
        .max(&Precise::from_parts(1.into(), -20_000));
    let allowed = larger.mul(&Precise::from_parts(1.into(), -agreeing), precision);
    matches!(
        gap.compare(&allowed),
        Some(Ordering::Less | Ordering::Equal)
    )
}
