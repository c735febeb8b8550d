//! What a claim divides by, as written: where that is zero on a stretch, the claim has no value, whatever simplifies.

mod written;

use gradus_symbolic::evaluate::Point;
use gradus_symbolic::interval::{Enclosure, Interval, enclose};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::prove::{Equality, equality};
use gradus_symbolic::{Id, Node};
use gradus_syntax::Func;

use super::at::region;
use super::comparison::Comparison;
use super::points;
pub(super) use written::divisors;

/// Bits in which divisors are enclosed.
const BITS: u32 = 224;

/// Divisors without pieces are zero everywhere or at single points: so many points tell.
const FEW: usize = 3;

/// What a claim divides by.
#[derive(Clone, Copy)]
pub(super) struct Divisor {
    id: Id,
    /// Whether it is evaluated wherever the claim is, in no branch.
    always: bool,
}

/// Where a divisor vanishes on a stretch.
pub(super) enum Vanishing {
    /// Around this point, for certain, and the claim has no value there.
    Certain(Point, Precise),
    /// Perhaps, or only in a branch.
    Perhaps,
}

impl Comparison<'_> {
    /// A divisor of the claim that is zero on a stretch where the formula has a derivative.
    pub(super) fn vanishing_divisor(&mut self) -> Option<Vanishing> {
        let Some(divisors) = self.divisors.clone() else {
            return Some(Vanishing::Perhaps);
        };
        if divisors.is_empty() {
            return None;
        }
        let places = self.places();
        let points = points::all(self.formula, &self.fixed, &self.inputs, &places);
        let mut perhaps = None;
        for divisor in divisors {
            let count = if self.has_pieces(divisor.id) {
                points.len()
            } else {
                FEW
            };
            let found = points.iter().take(count).find_map(|point| {
                let actual = self
                    .vanishes(divisor.id, point)
                    .then(|| self.truth_at(point));
                Some((point, actual??))
            });
            let Some((point, actual)) = found else {
                continue;
            };
            if divisor.always && self.is_nothing(divisor.id, point) {
                return Some(Vanishing::Certain(point.clone(), actual));
            }
            perhaps = Some(Vanishing::Perhaps);
        }
        perhaps
    }

    /// Whether a divisor may be zero at a point and on both sides of it.
    fn vanishes(&self, divisor: Id, point: &Point) -> bool {
        let may_be_zero = |point: &Point| {
            let values = self.divisor_at(divisor, point);
            values.is_some_and(|values| values.contains_zero())
        };
        may_be_zero(point)
            && [1, -1]
                .into_iter()
                .all(|side| may_be_zero(&self.moved(point, side)))
    }

    /// Whether a divisor is certainly zero around a point.
    fn is_nothing(&mut self, divisor: Id, point: &Point) -> bool {
        let points = [point.clone(), self.moved(point, 1), self.moved(point, -1)];
        let is_zero = |point: &Point| self.divisor_at(divisor, point) == Some(Interval::ZERO);
        if points.iter().all(is_zero) {
            return true;
        }
        let zero = self.graph.integer(0);
        matches!(
            equality(&mut self.graph, divisor, zero, self.by),
            Equality::Proved { .. }
        )
    }

    fn divisor_at(&self, divisor: Id, point: &Point) -> Option<Interval> {
        let found = enclose(
            &self.graph,
            &[divisor],
            &region(point),
            Precision::bits(BITS),
        );
        found[0].number().and_then(Enclosure::everywhere).cloned()
    }

    /// Whether an expression has different forms on different pieces.
    fn has_pieces(&self, id: Id) -> bool {
        let is_piecewise = |id: Id| match self.graph.node(id) {
            Node::Select(..) => true,
            Node::Apply(func, _) => matches!(
                func,
                Func::Abs
                    | Func::Sign
                    | Func::Floor
                    | Func::Ceil
                    | Func::Round
                    | Func::Mod
                    | Func::Min
                    | Func::Max
                    | Func::Clamp
                    | Func::Relu
                    | Func::Step
            ),
            _ => false,
        };
        self.graph.reachable(&[id]).into_iter().any(is_piecewise)
    }
}
