//! Kinks and jumps found and described.

use crate::derivative::differentiate;
use crate::evaluate::{Point, Value, evaluate, sign_of};
use crate::graph::{Graph, Id, Symbol};
use crate::precise::{Precise, Precision};

use super::{conditions, linear_root, stairs};

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
/// Steps of that search on each side of 0, at most and at least.
const STEPS: (usize, usize) = (4096, 48);
/// Steps for each integer that `floor` and the like pass, at most.
const COARSE: i32 = 256;
/// Nodes that the searches of one formula may evaluate; larger formulas are searched in coarser steps.
const BUDGET: usize = 1 << 18;
/// The most kinks that are listed.
const MOST: usize = 64;

/// The kinks and jumps of `body` in the variable, from left to right. `point` gives the parameters their values.
///
/// Boundaries linear in the variable are found exactly wherever they lie, others numerically between -64 and 64; the steps of
/// `floor` and the like are listed between -16 and 16.
pub fn breaks(graph: &mut Graph, body: Id, variable: Symbol, point: &Point) -> Vec<Break> {
    let slope = differentiate(graph, body, variable);
    let mut found: Vec<Break> = Vec::new();
    let differences = conditions(graph, body, variable);
    let cost = 2 * differences.len() * graph.reachable(&differences).len();
    let steps = (BUDGET / cost.max(1)).min(STEPS.0);
    let steps = if steps < STEPS.1 { 0 } else { steps as i32 };
    let mut places: Vec<(Precise, Option<Id>)> = Vec::new();
    for difference in differences {
        match linear_root(graph, difference, variable) {
            Some((exact, _)) => places.extend(known_place(graph, exact, point)),
            None => places.extend(
                searched_roots(graph, difference, variable, point, steps)
                    .into_iter()
                    .map(|root| (root, None)),
            ),
        }
    }
    for argument in stairs::stairs(graph, body, variable) {
        for exact in stairs::steps(graph, argument, variable, point) {
            places.extend(known_place(graph, exact, point));
        }
        for difference in stairs::above_each_integer(graph, argument, variable, point) {
            let roots = searched_roots(graph, difference, variable, point, steps.min(COARSE));
            places.extend(roots.into_iter().map(|root| (root, None)));
        }
    }
    for (place, exact) in places {
        if found.len() >= MOST {
            break;
        }
        let described = describe(graph, [body, slope], variable, point, &place, exact);
        if let Some(described) = described
            && !found.iter().any(|other| other.at == described.at)
        {
            found.push(described);
        }
    }
    found.sort_by(|a, b| a.at.total_cmp(&b.at));
    found
}

/// A place that is known exactly, as a number and as an expression.
fn known_place(graph: &Graph, exact: Id, point: &Point) -> Option<(Precise, Option<Id>)> {
    let value = evaluate(graph, &[exact], point, Precision::bits(PRECISION)).pop()?;
    Some((value.number()?.clone(), Some(exact)))
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

/// Sign changes and touching zeros of a difference on a grid, refined.
fn searched_roots(
    graph: &Graph,
    difference: Id,
    variable: Symbol,
    point: &Point,
    steps: i32,
) -> Vec<Precise> {
    let at = |x: &Precise, bits: u32| {
        value_at(graph, difference, variable, point, x, Precision::bits(bits))
    };
    let place = |step: i32| Precise::from(SEARCHED * f64::from(step) / f64::from(steps));
    let mut roots = Vec::new();
    let mut last = (place(-steps), at(&place(-steps), 64));
    for step in 1 - steps..=steps {
        let next = (place(step), at(&place(step), 64));
        match (sign_of(&last.1), sign_of(&next.1)) {
            (_, Some(0)) => roots.push(next.0.clone()),
            (Some(a), Some(b)) if a * b < 0 => {
                roots.extend(refined(
                    |x| at(x, PRECISION),
                    last.0.clone(),
                    next.0.clone(),
                ));
            }
            _ => {}
        }
        if roots.len() >= MOST {
            break;
        }
        last = next;
    }
    roots
}

fn value_at(
    graph: &Graph,
    difference: Id,
    variable: Symbol,
    point: &Point,
    x: &Precise,
    precision: Precision,
) -> Precise {
    let mut point = point.clone();
    point.insert(variable, Value::Number(x.clone()));
    match evaluate(graph, &[difference], &point, precision).pop() {
        Some(Value::Number(value)) => value,
        _ => Precise::Undefined,
    }
}

/// The sign change between two places, by false position with the Illinois rule, which needs few evaluations.
fn refined(at: impl Fn(&Precise) -> Precise, mut a: Precise, mut b: Precise) -> Option<Precise> {
    const ROUNDS: usize = 48;
    let precision = Precision::bits(PRECISION);
    let half = Precise::from_parts(1.into(), -1);
    let (mut at_a, mut at_b) = (at(&a), at(&b));
    let mut last_side = 0;
    for _ in 0..ROUNDS {
        let weighted = a
            .mul(&at_b, precision)
            .sub(&b.mul(&at_a, precision), precision);
        let c = weighted.div(&at_b.sub(&at_a, precision), precision);
        let value = at(&c);
        let side = sign_of(&value)?;
        if side == 0 || c == a || c == b {
            return Some(c);
        }
        if side == sign_of(&at_a)? {
            (a, at_a) = (c, value);
            at_b = if last_side == side {
                at_b.mul(&half, precision)
            } else {
                at_b
            };
        } else {
            (b, at_b) = (c, value);
            at_a = if last_side == side {
                at_a.mul(&half, precision)
            } else {
                at_a
            };
        }
        last_side = side;
    }
    Some(a)
}
