//! Kinks and jumps found and described.

use crate::derivative::differentiate;
use crate::evaluate::{Point, Value, evaluate, sign_of};
use crate::graph::{Graph, Id, Symbol};
use crate::precise::{Precise, Precision};

use super::limits::{DISTANCES, PRECISION, fades, singular_points, tendency};
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
/// Nodes that may be evaluated beside places, of which there are always looked at so many as kinks may be listed.
const DESCRIBED: usize = 1 << 20;

/// The kinks and jumps of `body` in the variable, from left to right. `point` gives the parameters their values.
///
/// Boundaries linear in the variable are found exactly wherever they lie, others numerically between -64 and 64; the steps of
/// `floor` and the like are listed between -16 and 16. Of very many boundaries of a large expression only the first are looked at.
pub fn breaks(graph: &mut Graph, body: Id, variable: Symbol, point: &Point) -> Vec<Break> {
    let slope = differentiate(graph, body, variable);
    let mut found: Vec<Break> = Vec::new();
    let mut differences = conditions(graph, body, variable);
    // a root or an inverse function may have kinks that only its slope shows: that of acos(cos(x)) is sign(sin(x))
    for difference in conditions(graph, slope, variable) {
        if !differences.contains(&difference) {
            differences.push(difference);
        }
    }
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
    for exact in singular_points(graph, slope, variable) {
        places.extend(known_place(graph, exact, point));
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
    let nodes = graph.reachable(&[body, slope]).len();
    places.truncate((DESCRIBED / nodes.max(1)).max(MOST));
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
    graph: &mut Graph,
    roots: [Id; 2],
    variable: Symbol,
    point: &Point,
    place: &Precise,
    exact: Option<Id>,
) -> Option<Break> {
    let at = |graph: &Graph, side: i64, distance: i64| {
        beside(graph, roots, variable, point, place, (side, distance))
    };
    let [far, near] = DISTANCES.map(|distance| (at(graph, -1, distance), at(graph, 1, distance)));
    let (left, right) = ([far.0?, near.0?], [far.1?, near.1?]);
    let differ = |which: usize| {
        let gaps =
            [0, 1].map(|distance: usize| gap(&left[distance][which], &right[distance][which]));
        !fades(&gaps)
            && tendency([&left[0][which], &left[1][which]])
                != tendency([&right[0][which], &right[1][which]])
    };
    let sides = |which: usize| {
        (
            tendency([&left[0][which], &left[1][which]]),
            tendency([&right[0][which], &right[1][which]]),
        )
    };
    let (before, beyond) = sides(0);
    // the value at the place itself may lie elsewhere than on both sides
    let there = exact.and_then(|exact| value_there(graph, roots[0], variable, point, exact));
    let stays_off = |there: Precise| {
        let gaps = [&left[0][0], &left[1][0]].map(|beside| gap(beside, &there));
        there.to_f64() != before && !fades(&gaps)
    };
    let jumps_out = before == beyond && there.is_some_and(stays_off);
    let kind = match (differ(0), differ(1)) {
        // a pole is no jump
        (true, _) if before.is_infinite() && beyond.is_infinite() => return None,
        (true, _) => BreakKind::Jump,
        (false, _) if jumps_out => BreakKind::Jump,
        // a pole is no kink
        (false, true) if before.is_finite() => BreakKind::Kink,
        _ => return None,
    };
    Some(Break {
        at: place.to_f64(),
        kind,
        values: (before, beyond),
        slopes: sides(1),
        exact,
    })
}

/// The value at a place that is known exactly, if it has one there.
fn value_there(
    graph: &mut Graph,
    body: Id,
    variable: Symbol,
    point: &Point,
    exact: Id,
) -> Option<Precise> {
    let there = graph.substitute(body, variable, exact);
    let value = evaluate(graph, &[there], point, Precision::bits(PRECISION)).pop()?;
    value
        .number()
        .filter(|value| !value.to_f64().is_nan())
        .cloned()
}

fn gap(a: &Precise, b: &Precise) -> Precise {
    a.sub(b, Precision::bits(PRECISION)).abs()
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
