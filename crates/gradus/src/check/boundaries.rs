//! Where formula and claim may change from one piece to another, and what the claim says there.

use gradus_symbolic::evaluate::{Point, Value, evaluate, evaluate_significant};
use gradus_symbolic::pieces::{self, Side, linear_root, one_sided};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Symbol};

use super::at::At;
use super::comparison::{ATTEMPTS, About, Comparison, SIGNIFICANT};
use super::{Witness, points};

/// A point on a boundary, and the input that crosses it there.
pub(super) struct Place {
    pub(super) crossing: Symbol,
    pub(super) point: Point,
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
        let values = evaluate(&self.graph, boundaries, point, Precision::bits(ATTEMPTS[0]));
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
                    let Some(point) = self.on(difference, crossing, &base) else {
                        continue;
                    };
                    if places.iter().all(|place| place.point != point) {
                        places.push(Place { crossing, point });
                    }
                }
            }
        }
        places
    }

    /// The point where an input makes a difference zero, the other inputs as they are.
    fn on(&mut self, difference: Id, crossing: Symbol, base: &Point) -> Option<Point> {
        let (root, _) = linear_root(&mut self.graph, difference, crossing)?;
        let precision = Precision::bits(ATTEMPTS[1]);
        let value = evaluate(&self.graph, &[root], base, precision).swap_remove(0);
        let Value::Number(Precise::Number(_)) = value else {
            return None;
        };
        let mut point = base.clone();
        point.insert(crossing, value);
        Some(point)
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
            let point = place.point;
            let values = match self.about {
                About::Value => match self.at(&point)? {
                    At::Differ(values) => values,
                    _ => return None,
                },
                About::Derivative => self.outside(&sides, &point)?,
            };
            Some(self.witness(&point, &values))
        })
    }

    /// The claim and the nearest of the one-sided derivatives, if the claim is not between them.
    fn outside(&self, sides: &[Id], point: &Point) -> Option<[Precise; 2]> {
        let precision = Precision::bits(ATTEMPTS[0]);
        let roots = [sides, &[self.claim]].concat();
        let values = evaluate_significant(&self.graph, &roots, point, precision, SIGNIFICANT);
        let known: Option<Vec<&Precise>> = values
            .iter()
            .map(|value| value.number().filter(|number| number.to_f64().is_finite()))
            .collect();
        let mut known = known?;
        let claimed = known.pop()?;
        let number = claimed.to_f64();
        let gap = |side: &&&Precise| (side.to_f64() - number).abs();
        let numbers: Vec<f64> = known.iter().map(|side| side.to_f64()).collect();
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let allowed = 1e-30_f64.max(1e-12 * least.abs().max(most.abs()));
        if (least - allowed..=most + allowed).contains(&number) {
            return None;
        }
        let nearest = known.iter().min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
        Some([claimed.clone(), (*nearest).clone()])
    }
}
