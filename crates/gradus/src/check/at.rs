//! Truth and claim at a point, enclosed in intervals: what is said here is proved.

use std::cmp::Ordering;

use gradus_symbolic::Id;
use gradus_symbolic::evaluate::{Point, Value};
use gradus_symbolic::interval::{Enclosed, Enclosure, Interval, Region, enclose, point_region};
use gradus_symbolic::precise::{Precise, Precision};

use super::Witness;
use super::comparison::{AGREEING, About, Comparison};

/// How the two stand to each other; values are the claimed and the true one.
pub(super) enum At {
    /// Their enclosures overlap and are narrow.
    Same,
    /// Their enclosures are apart.
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

/// The precisions in which points are looked at until one tells.
const ATTEMPTS: [u32; 3] = [224, 640, 2048];

/// Points that agree are looked at once more, so many of them, in this precision.
const CLOSELY: usize = 48;
const CLOSE: u32 = 2560;

/// A value at a point.
enum Known {
    Number(Interval),
    Nowhere,
    Unknown,
}

impl Comparison<'_> {
    /// How the two stand to each other at a point; `None` where that cannot be told.
    pub(super) fn at(&self, point: &Point) -> Option<At> {
        let region = region(point);
        ATTEMPTS.iter().find_map(|&bits| {
            let both = self.both(&region, Precision::bits(bits));
            self.judged(&both)
        })
    }

    fn judged(&self, both: &[Known; 2]) -> Option<At> {
        let nothing = Precise::Undefined;
        match both {
            [Known::Number(claimed), Known::Number(actual)] if claimed.is_apart(actual) => {
                Some(At::Differ([shown(claimed), shown(actual)]))
            }
            [Known::Number(claimed), Known::Number(actual)] => {
                (is_narrow(claimed) && is_narrow(actual)).then_some(At::Same)
            }
            [Known::Nowhere, Known::Number(actual)] => {
                Some(At::Unclaimed([nothing, actual.middle()]))
            }
            [Known::Number(claimed), Known::Nowhere] if self.about == About::Value => {
                Some(At::Undefined([claimed.middle(), nothing]))
            }
            _ => None,
        }
    }

    /// The true value at a point, if it is known that there is one.
    pub(super) fn truth_at(&self, point: &Point) -> Option<Precise> {
        match self.both(&region(point), Precision::bits(ATTEMPTS[0])) {
            [_, Known::Number(actual)] => Some(actual.middle()),
            _ => None,
        }
    }

    /// The claimed and the true value.
    fn both(&self, region: &Region, precision: Precision) -> [Known; 2] {
        let roots = [self.claim, self.truth, self.domains[1], self.domains[0]];
        let found = enclose(&self.graph, &roots, region, precision);
        [
            known(found[0].number(), &found[2]),
            known(found[1].number(), &found[3]),
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
    pub(super) fn moved(&self, point: &Point, direction: i64) -> Point {
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

    /// A difference that only very many bits show, or only the difference as an expression of its own.
    pub(super) fn closely(&mut self, agreeing: &[Point]) -> Option<Witness> {
        let difference = self.graph.subtract(self.claim, self.truth);
        agreeing.iter().take(CLOSELY).find_map(|point| {
            let region = region(point);
            let both = self.both(&region, Precision::bits(CLOSE));
            let [Known::Number(claimed), Known::Number(actual)] = &both else {
                return None;
            };
            let values = [claimed.middle(), actual.middle()];
            let apart = claimed.is_apart(actual) || self.is_not_zero(difference, &region);
            apart.then(|| self.witness(point, &values))
        })
    }

    fn is_not_zero(&self, difference: Id, region: &Region) -> bool {
        let found = enclose(
            &self.graph,
            &[difference],
            region,
            Precision::bits(ATTEMPTS[0]),
        );
        let gap = found[0].number().and_then(Enclosure::everywhere);
        gap.is_some_and(|gap| !gap.contains_zero())
    }
}

/// The box of a single point.
pub(super) fn region(point: &Point) -> Region {
    point_region(
        point
            .iter()
            .filter_map(|(symbol, value)| Some((symbol, value.number()?))),
    )
}

fn known(value: Option<&Enclosure>, domain: &Enclosed) -> Known {
    let Some(value) = value else {
        return Known::Unknown;
    };
    let is_outside =
        matches!(domain, Enclosed::Condition(possible) if !possible.holds && !possible.undefined);
    match value.everywhere() {
        _ if is_outside || value.values.is_none() => Known::Nowhere,
        Some(values) if domain.is_certain() => Known::Number(values.clone()),
        _ => Known::Unknown,
    }
}

/// A number of an interval; zero if that is one of them.
fn shown(interval: &Interval) -> Precise {
    match interval.contains_zero() {
        true => Precise::ZERO,
        false => interval.middle(),
    }
}

/// Whether the ends agree in so many bits, or are both extremely small.
fn is_narrow(interval: &Interval) -> bool {
    let precision = Precision::bits(64);
    let width = interval.high().sub(interval.low(), precision);
    let size = interval.low().abs().max(&interval.high().abs());
    let size = size.max(&Precise::from_parts(1.into(), -20_000));
    let allowed = size.mul(&Precise::from_parts(1.into(), -AGREEING), precision);
    width.compare(&allowed).is_some_and(Ordering::is_le)
}
