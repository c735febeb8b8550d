//! Where formula and claim may change from one piece to another, and what the claim says there.

use gradus_symbolic::evaluate::{Point, Value, evaluate};
use gradus_symbolic::interval::{Enclosure, Interval, enclose};
use gradus_symbolic::pieces::{self, Side, linear_root, one_sided};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Node, Symbol};
use gradus_syntax::{Comparison as Compared, Func};
use std::collections::HashMap;

use super::at::region;
use super::comparison::{About, BITS, Comparison};
use super::{Witness, points};

/// A point on a boundary, and the input that crosses it there.
pub(super) struct Place {
    pub(super) crossing: Symbol,
    pub(super) point: Point,
    /// The exact value of that input, an expression of the other inputs and the parameters.
    root: Id,
    /// What is zero there.
    boundary: Id,
}

/// What the claim says on boundaries.
#[derive(Default)]
pub(super) struct OnBoundaries {
    /// A point where that is wrong.
    pub(super) witness: Option<Witness>,
    /// The boundaries where it is right, as far as they are points.
    pub(super) verified: Vec<Id>,
}

/// How a claim stands to the true values on both sides of a point.
enum Stands {
    /// Between them or equal to them, as far as can be told, or undefined.
    Between,
    /// Certainly not between them.
    Apart([Precise; 2]),
    Unclear,
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

    /// Whether a point lies on a boundary, and points just beside it do not.
    pub(super) fn on_boundary(&self, boundaries: &[Id], point: &Point) -> bool {
        let zero = |point: &Point| -> Vec<bool> {
            let values = evaluate(&self.graph, boundaries, point, Precision::bits(BITS));
            let numbers = values.iter().map(Value::number);
            numbers
                .map(|number| number.is_some_and(Precise::is_zero))
                .collect()
        };
        let here = zero(point);
        if !here.contains(&true) {
            return false;
        }
        let beside = [1, -1].map(|direction| zero(&self.moved(point, direction)));
        let is_crossed =
            |(index, zero): (usize, &bool)| *zero && !(beside[0][index] && beside[1][index]);
        here.iter().enumerate().any(is_crossed)
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
            boundary: difference,
        })
    }

    /// Points at and beside values of parameters where the claim changes: conditions of parameters, too, are claims about the family.
    pub(super) fn beside_parameters(&mut self) -> Vec<Point> {
        const MOST: usize = 12;
        const AROUND: [f64; 5] = [0.0, -1e-3, 1e-3, -0.5, 0.5];
        let parameters: Vec<Symbol> = self.fixed.keys().copied().collect();
        let bases = points::few(&self.fixed, &self.inputs);
        let mut found = Vec::new();
        for parameter in parameters {
            let boundaries = pieces::boundaries(&mut self.graph, self.claim, parameter);
            for difference in boundaries.into_iter().take(MOST) {
                for base in &bases {
                    let Some(place) = self.on(difference, parameter, base) else {
                        continue;
                    };
                    let at = place.point[&parameter]
                        .number()
                        .map_or(f64::NAN, Precise::to_f64);
                    let size = at.abs().max(1.0);
                    found.extend(AROUND.iter().map(|step| {
                        let mut point = place.point.clone();
                        if *step != 0.0 {
                            point.insert(parameter, Value::Number((at + step * size).into()));
                        }
                        point
                    }));
                }
            }
        }
        found
    }

    /// What the claim says on boundaries. A derivative may have any value between the one-sided ones.
    pub(super) fn on_boundaries(&mut self) -> OnBoundaries {
        let mut sides = vec![self.truth];
        if self.about == About::Derivative {
            for &input in &self.inputs {
                for side in [Side::Left, Side::Right] {
                    sides.push(one_sided(&mut self.graph, self.truth, input, side));
                }
            }
        }
        let mut found = OnBoundaries::default();
        for place in self.places() {
            match self.stands(&place, &sides) {
                Stands::Apart(values) => {
                    found.witness = Some(self.witness(&place.point, &values));
                    break;
                }
                Stands::Between => found.verified.push(place.boundary),
                Stands::Unclear => {}
            }
        }
        found
    }

    /// How the claim stands to the true values beside and at a point of a boundary; where they are not known on some side, to the value
    /// at the point itself.
    fn stands(&mut self, place: &Place, sides: &[Id]) -> Stands {
        let claimed = match self.enclosed_on(place, self.claim) {
            Some(claimed) => match claimed.everywhere() {
                Some(values) => values.clone(),
                None if claimed.values.is_none() => return Stands::Between,
                None => return Stands::Unclear,
            },
            None => return Stands::Unclear,
        };
        let known: Vec<Option<Interval>> = sides
            .iter()
            .map(|side| self.enclosed_on(place, *side)?.everywhere().cloned())
            .collect();
        let own = known.first().cloned().flatten();
        let beside: Option<Vec<Interval>> = known.into_iter().skip(1).collect();
        let (sides, is_complete) = match (own, beside) {
            (_, Some(beside)) if self.is_by_input() => (beside, true),
            (own, Some(beside)) if !beside.is_empty() => {
                (beside.into_iter().chain(own).collect::<Vec<_>>(), true)
            }
            // of another symbol than the inputs the derivative at the point itself is the true one
            (Some(own), beside) => (vec![own], beside.is_some() || !self.is_by_input()),
            _ => return Stands::Unclear,
        };
        let Some(all) = sides.iter().cloned().reduce(|all, side| all.hull(&side)) else {
            return Stands::Unclear;
        };
        match (claimed.is_apart(&all), is_complete) {
            (true, true) => Stands::Apart(nearest(&claimed, &sides)),
            (false, _) => Stands::Between,
            (true, false) => Stands::Unclear,
        }
    }

    /// Whether a boundary moves with an input, or with what the derivative is by.
    fn moves(&self, boundary: Id) -> bool {
        let mut symbols = self.inputs.iter().chain(&self.by);
        symbols.any(|symbol| self.graph.depends_on(boundary, *symbol))
    }

    fn is_by_input(&self) -> bool {
        self.by.is_some_and(|by| self.inputs.contains(&by))
    }

    /// The value of an expression exactly on a boundary.
    fn enclosed_on(&mut self, place: &Place, expression: Id) -> Option<Enclosure> {
        let on = self
            .graph
            .substitute(expression, place.crossing, place.root);
        let region = region(&place.point);
        let found = enclose(&self.graph, &[on], &region, Precision::bits(BITS)).swap_remove(0);
        found.number().cloned()
    }

    /// Whether the claim may have values of its own on a boundary that was not verified: where its comparisons do not all act as on one
    /// and the same side of it.
    pub(super) fn has_own_values(&mut self, verified: &[Id]) -> bool {
        let mut leans: HashMap<Id, bool> = HashMap::new();
        for id in self.graph.reachable(&[self.claim]) {
            let (difference, lean) = match self.graph.node(id).clone() {
                Node::Compare(comparison, a, b) => {
                    let difference = self.graph.subtract(a, b);
                    (difference, lean(comparison))
                }
                Node::Apply(Func::Sign, args) => (args[0], None),
                _ => continue,
            };
            let (boundary, flipped) = pieces::primitive(&mut self.graph, difference);
            if verified.contains(&boundary) || !self.moves(boundary) {
                continue;
            }
            let Some(lean) = lean.map(|lean| lean != flipped) else {
                return true;
            };
            if *leans.entry(boundary).or_insert(lean) != lean {
                return true;
            }
        }
        false
    }
}

/// Whether a comparison acts, where its sides are equal, as if the first were greater; none if it differs from both sides.
fn lean(comparison: Compared) -> Option<bool> {
    match comparison {
        Compared::GreaterEqual | Compared::Less => Some(true),
        Compared::Greater | Compared::LessEqual => Some(false),
        Compared::Equal | Compared::NotEqual => None,
    }
}

/// The claimed and the nearest of the true values.
fn nearest(claimed: &Interval, sides: &[Interval]) -> [Precise; 2] {
    let claimed = claimed.middle();
    let gap = |side: &Precise| side.sub(&claimed, Precision::bits(64)).abs().to_f64();
    let sides = sides.iter().map(Interval::middle);
    let nearest = sides.min_by(|a, b| gap(a).total_cmp(&gap(b)));
    [claimed, nearest.unwrap_or(Precise::Undefined)]
}
