//! Kinks and jumps found and described.

use crate::derivative::differentiate;
use crate::evaluate::{Point, Value, evaluate};
use crate::graph::{Graph, Id, Symbol};
use crate::precise::{Precise, Precision};

use super::{boundaries, linear_root};

/// What happens at a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// The value is continuous, its derivative is not.
    Kink,
    /// The value itself jumps.
    Jump,
}

/// A point where a formula is not smooth, for given values of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    /// Where.
    pub at: f64,
    /// What happens there.
    pub kind: BreakKind,
    /// The limits of the value from the left and from the right.
    pub values: (f64, f64),
    /// The limits of the derivative from the left and from the right.
    pub slopes: (f64, f64),
    /// The point as an expression, where it is known exactly.
    pub exact: Option<Id>,
}

/// Bits of the numbers that limits are read off.
const PRECISION: u32 = 1400;
/// The distances from a boundary at which limits are read off, as powers of two.
const DISTANCES: [i64; 2] = [-320, -640];
/// Where boundaries that are no linear condition are searched for.
const SEARCHED: f64 = 64.0;
/// Steps of that search.
const STEPS: i32 = 4096;

/// The kinks and jumps of `body` in the variable, from left to right. `point` gives the parameters their values.
///
/// Boundaries linear in the variable are found exactly wherever they lie, others numerically between -64 and 64.
pub fn breaks(graph: &mut Graph, body: Id, variable: Symbol, point: &Point) -> Vec<Break> {
    let slope = differentiate(graph, body, variable);
    let mut found: Vec<Break> = Vec::new();
    for difference in boundaries(graph, body, variable) {
        let places: Vec<(Precise, Option<Id>)> = match linear_root(graph, difference, variable) {
            Some((exact, _)) => {
                let precision = Precision::bits(PRECISION);
                let value = evaluate(graph, &[exact], point, precision).pop();
                value
                    .and_then(|value| Some((value.number()?.clone(), Some(exact))))
                    .into_iter()
                    .collect()
            }
            None => searched_roots(graph, difference, variable, point)
                .into_iter()
                .map(|root| (root, None))
                .collect(),
        };
        for (place, exact) in places {
            let described = describe(graph, [body, slope], variable, point, &place, exact);
            if let Some(described) = described
                && !found.iter().any(|other| other.at == described.at)
            {
                found.push(described);
            }
        }
    }
    found.sort_by(|a, b| a.at.total_cmp(&b.at));
    found
}

fn describe(
    graph: &Graph,
    roots: [Id; 2],
    variable: Symbol,
    point: &Point,
    place: &Precise,
    exact: Option<Id>,
) -> Option<Break> {
    let at =
        |side: i64, distance: i64| beside(graph, roots, variable, point, place, (side, distance));
    let [far, near] = DISTANCES.map(|distance| (at(-1, distance), at(1, distance)));
    let (left, right) = ([far.0?, near.0?], [far.1?, near.1?]);
    let differ = |which: usize| {
        let gaps =
            [0, 1].map(|distance: usize| gap(&left[distance][which], &right[distance][which]));
        !fades(&gaps)
            && limit([&left[0][which], &left[1][which]])
                != limit([&right[0][which], &right[1][which]])
    };
    let kind = match (differ(0), differ(1)) {
        (true, _) => BreakKind::Jump,
        (false, true) => BreakKind::Kink,
        (false, false) => return None,
    };
    let sides = |which: usize| {
        (
            limit([&left[0][which], &left[1][which]]),
            limit([&right[0][which], &right[1][which]]),
        )
    };
    Some(Break {
        at: place.to_f64(),
        kind,
        values: sides(0),
        slopes: sides(1),
        exact,
    })
}

fn gap(a: &Precise, b: &Precise) -> Precise {
    a.sub(b, Precision::bits(PRECISION)).abs()
}

/// Whether a distance shrinks with the distance from the boundary, or is 0: then its limit is 0.
fn fades([far, near]: &[Precise; 2]) -> bool {
    let doubled = near.add(near, Precision::bits(PRECISION));
    near.is_zero() || doubled.compare(far) == Some(std::cmp::Ordering::Less)
}

/// Value and slope just beside a place, on a side and at a distance.
fn beside(
    graph: &Graph,
    roots: [Id; 2],
    variable: Symbol,
    point: &Point,
    place: &Precise,
    (side, distance): (i64, i64),
) -> Option<[Precise; 2]> {
    let precision = Precision::bits(PRECISION);
    let magnitude = place.abs().max(&Precise::ONE);
    let step = magnitude.mul(&Precise::from_parts(side.into(), distance), precision);
    let mut point = point.clone();
    point.insert(variable, Value::Number(place.add(&step, precision)));
    let values = evaluate(graph, &roots, &point, precision);
    match &values[..] {
        [Value::Number(value), Value::Number(slope)] => {
            let known = |number: &Precise| !number.to_f64().is_nan();
            (known(value) && known(slope)).then(|| [value.clone(), slope.clone()])
        }
        _ => None,
    }
}

/// A limit read off at two distances: 0 for what shrinks with the distance, infinite for what grows as it shrinks.
fn limit([far, near]: [&Precise; 2]) -> f64 {
    let pair = [far.abs(), near.abs()];
    if fades(&pair) {
        return 0.0;
    }
    let [far, size] = pair;
    if fades(&[size, far]) {
        f64::INFINITY.copysign(near.to_f64())
    } else {
        near.to_f64()
    }
}

/// Sign changes and touching zeros of a difference on a grid, refined by bisection.
fn searched_roots(graph: &Graph, difference: Id, variable: Symbol, point: &Point) -> Vec<Precise> {
    let at = |x: f64| {
        let mut point = point.clone();
        point.insert(variable, Value::Number(Precise::from(x)));
        match evaluate(graph, &[difference], &point, Precision::bits(64)).pop() {
            Some(Value::Number(value)) => value.to_f64(),
            _ => f64::NAN,
        }
    };
    let place = |step: i32| SEARCHED * f64::from(step) / f64::from(STEPS);
    let mut roots = Vec::new();
    let mut last = (place(-STEPS), at(place(-STEPS)));
    for step in 1 - STEPS..=STEPS {
        let next = (place(step), at(place(step)));
        if next.1 == 0.0 {
            roots.push(Precise::from(next.0));
        } else if last.1 * next.1 < 0.0 {
            roots.push(refined(graph, difference, variable, point, last, next.0));
        }
        last = next;
    }
    roots
}

/// The sign change between two places, by bisection in high precision.
fn refined(
    graph: &Graph,
    difference: Id,
    variable: Symbol,
    point: &Point,
    low: (f64, f64),
    high: f64,
) -> Precise {
    let precision = Precision::bits(PRECISION);
    let half = Precise::from_parts(1.into(), -1);
    let (mut a, mut b) = (Precise::from(low.0), Precise::from(high));
    for _ in 0..PRECISION {
        let middle = a.add(&b, precision).mul(&half, precision);
        let mut point = point.clone();
        point.insert(variable, Value::Number(middle.clone()));
        let value = evaluate(graph, &[difference], &point, precision).pop();
        let Some(sign) = value
            .as_ref()
            .and_then(Value::number)
            .and_then(crate::evaluate::sign_of)
        else {
            break;
        };
        if sign == 0 {
            return middle;
        }
        if (sign > 0) == (low.1 > 0.0) {
            a = middle;
        } else {
            b = middle;
        }
    }
    a
}
