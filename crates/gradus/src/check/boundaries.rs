//! Where formula and claim may change from one piece to another, and what the claim says there.

use gradus_symbolic::evaluate::{Point, Value, evaluate};
use gradus_symbolic::interval::{Interval, enclose};
use gradus_symbolic::pieces::{self, Side, linear_root, one_sided};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Symbol};

use super::at::{middle, region};
use super::comparison::{About, BITS, Comparison};
use super::{Witness, points};

/// A point on a boundary, and the input that crosses it there.
pub(super) struct Place {
    pub(super) crossing: Symbol,
    pub(super) point: Point,
    /// The exact value of that input, an expression of the other inputs and the parameters.
    root: Id,
}

impl Comparison<'_> {
    /// The boundaries of formula, truth and claim, and of where they are defined.
    pub(super) fn boundaries(&mut self) -> Vec<Id> {
        let roots = [
            self.formula.function().body,
            self.truth,
            self.claim,
            self.domains[0],
            self.domains[1],
        ];
        let mut all = Vec::new();
        for &input in &self.inputs {
            for root in roots {
                for boundary in pieces::boundaries(&mut self.graph, root, input) {
                    if !all.contains(&boundary) {
                        all.push(boundary);
                    }
                }
            }
        }
        all
    }

    pub(super) fn on_boundary(&self, boundaries: &[Id], point: &Point) -> bool {
        let values = evaluate(&self.graph, boundaries, point, Precision::bits(BITS));
        values
            .iter()
            .any(|value| value.number().is_some_and(Precise::is_zero))
    }

    /// Known points of the boundaries, with the parameters at their defaults; of several inputs all but one have simple values.
    pub(super) fn places(&mut self) -> Vec<Place> {
        const MOST: usize = 64;
        let boundaries = self.boundaries();
        let mut places: Vec<Place> = Vec::new();
        for base in points::bases(&self.fixed, &self.inputs) {
            for &crossing in &self.inputs.clone() {
                for &difference in boundaries.iter().take(MOST / self.inputs.len()) {
                    let Some(place) = self.on(difference, crossing, &base) else {
                        continue;
                    };
                    if places.iter().all(|other| other.point != place.point) {
                        places.push(place);
                    }
                }
            }
        }
        places
    }

    /// The point where an input makes a difference zero, the other inputs as they are.
    fn on(&mut self, difference: Id, crossing: Symbol, base: &Point) -> Option<Place> {
        let (root, _) = linear_root(&mut self.graph, difference, crossing)?;
        let value = evaluate(&self.graph, &[root], base, Precision::bits(BITS)).swap_remove(0);
        let Value::Number(Precise::Number(_)) = value else {
            return None;
        };
        let mut point = base.clone();
        point.insert(crossing, value);
        Some(Place {
            crossing,
            point,
            root,
        })
    }

    /// A boundary at which the claim's own value is wrong. A derivative may have any value between the one-sided ones.
    pub(super) fn boundary_witness(&mut self) -> Option<Witness> {
        let mut sides = Vec::new();
        for &input in &self.inputs {
            for side in [Side::Left, Side::Right] {
                sides.push(one_sided(&mut self.graph, self.truth, input, side));
            }
        }
        self.places().into_iter().find_map(|place| {
            let values = match self.about {
                About::Value => self.apart(&place, &[self.truth])?,
                About::Derivative => self.apart(&place, &sides)?,
            };
            Some(self.witness(&place.point, &values))
        })
    }

    /// The claim and the nearest of the true values, if the claim is certainly not between them.
    fn apart(&mut self, place: &Place, sides: &[Id]) -> Option<[Precise; 2]> {
        let claimed = self.enclosed_on(place, self.claim)?;
        let sides: Option<Vec<Interval>> = sides
            .iter()
            .map(|side| self.enclosed_on(place, *side))
            .collect();
        let sides = sides?;
        let all = sides.iter().cloned().reduce(|all, side| all.hull(&side))?;
        if !claimed.is_apart(&all) {
            return None;
        }
        let claimed = middle(&claimed);
        let gap = |side: &Precise| side.sub(&claimed, Precision::bits(64)).abs().to_f64();
        let nearest = sides
            .iter()
            .map(middle)
            .min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
        Some([claimed, nearest])
    }

    /// The value of an expression exactly on a boundary.
    fn enclosed_on(&mut self, place: &Place, expression: Id) -> Option<Interval> {
        let on = self
            .graph
            .substitute(expression, place.crossing, place.root);
        let region = region(&place.point);
        let found = enclose(&self.graph, &[on], &region, Precision::bits(BITS)).swap_remove(0);
        found.number()?.everywhere().cloned()
    }
}
