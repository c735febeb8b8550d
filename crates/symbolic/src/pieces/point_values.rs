//! What a derivative returns at the kinks themselves.

use gradus_syntax::{Comparison, Constant, Func};

use super::limits::{Limit, limit, singular_points};
use super::{Side, boundaries, linear_root, one_sided};
use crate::graph::{Graph, Id, Node, Symbol};
use crate::precise::Sign;

/// Which derivative is returned where the one-sided derivatives l and r differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kink {
    /// The number nearest zero in [l, r].
    #[default]
    Least,
    /// l.
    Left,
    /// r.
    Right,
    /// (l + r)/2.
    Mid,
}

/// A derivative by the variable, made to follow the rule at every kink and jump: there it is a function of the one-sided
/// derivatives alone, whatever way the formula was written. At holes and ends of the domain it is the limit, if there is one.
/// The formula is defined where `domain` holds.
pub fn with_point_values(
    graph: &mut Graph,
    derivative: Id,
    domain: Id,
    variable: Symbol,
    rule: Kink,
) -> Id {
    let mut places = places(graph, derivative, variable);
    for point in singular_points(graph, derivative, variable) {
        if !places.iter().any(|place| place.point == Some(point)) {
            places.push(Place::at(graph, variable, point));
        }
    }
    ruled(graph, [derivative, domain], variable, &places, rule)
}

/// As [`with_point_values`], without the holes and ends of the domain.
pub(crate) fn with_kink_values(
    graph: &mut Graph,
    derivative: Id,
    variable: Symbol,
    rule: Kink,
) -> Id {
    let places = places(graph, derivative, variable);
    let everywhere = graph.truth(true);
    ruled(graph, [derivative, everywhere], variable, &places, rule)
}

fn ruled(
    graph: &mut Graph,
    [derivative, domain]: [Id; 2],
    variable: Symbol,
    places: &[Place],
    rule: Kink,
) -> Id {
    let nodes = graph.reachable(&[derivative]).len();
    if places.is_empty() || places.len() * nodes > BUDGET {
        return derivative;
    }
    let left = one_sided(graph, derivative, variable, Side::Left);
    let right = one_sided(graph, derivative, variable, Side::Right);
    let mut wanted = Vec::new();
    for place in places {
        let limits = match (place.point, place.forms) {
            (_, Some(forms)) => forms.map(Limit::Of),
            (Some(point), _) => [(left, Side::Left), (right, Side::Right)]
                .map(|(form, side)| limit(graph, [form, domain], variable, point, side)),
            _ => [Limit::Of(left), Limit::Of(right)],
        };
        if let Some(value) = combined(graph, limits, rule) {
            wanted.push(Wanted {
                condition: place.condition,
                point: place.point,
                value,
            });
        }
    }
    let base = natural_base(graph, [derivative, left, right], variable, &wanted);
    corrected(graph, base, variable, wanted)
}

/// The form with the values that it has not got by itself.
fn corrected(graph: &mut Graph, base: Id, variable: Symbol, wanted: Vec<Wanted>) -> Id {
    let mut result = base;
    for wanted in wanted {
        let there = match wanted.point {
            Some(point) => graph.substitute(base, variable, point),
            None => base,
        };
        // what evaluation finds there by itself the selection knows
        if there != wanted.value || wanted.point.is_some() {
            result = graph.select(wanted.condition, wanted.value, result);
        }
    }
    result
}

/// The most nodes that are looked at for the values at boundaries; a larger derivative keeps those of its own conditions.
const BUDGET: usize = 1 << 18;

/// Where the rule may ask for another value than evaluation gives.
struct Place {
    /// Holds exactly there.
    condition: Id,
    /// Where it is, if that is known.
    point: Option<Id>,
    /// The derivative beside it on both sides, where it is not the one-sided form.
    forms: Option<[Id; 2]>,
}

impl Place {
    fn at(graph: &mut Graph, variable: Symbol, point: Id) -> Self {
        let x = graph.symbol(variable);
        Self {
            condition: graph.compare(Comparison::Equal, x, point),
            point: Some(point),
            forms: None,
        }
    }
}

/// A value that the rule asks for, and where.
struct Wanted {
    condition: Id,
    point: Option<Id>,
    value: Id,
}

fn places(graph: &mut Graph, derivative: Id, variable: Symbol) -> Vec<Place> {
    let mut places = Vec::new();
    for difference in boundaries(graph, derivative, variable) {
        if let Some((point, _)) = linear_root(graph, difference, variable) {
            places.push(Place::at(graph, variable, point));
            continue;
        }
        let zero = graph.integer(0);
        places.push(Place {
            condition: graph.compare(Comparison::Equal, difference, zero),
            point: None,
            forms: None,
        });
    }
    for id in graph.reachable(&[derivative]) {
        if let Node::Apply(Func::Hypot, args) = graph.node(id).clone() {
            places.extend(tip(graph, derivative, variable, id, [args[0], args[1]]));
        }
    }
    places
}

/// The tip of the cone that `hypot(u, v)` is, where one of the two does not move: along the other it is `abs`.
fn tip(
    graph: &mut Graph,
    derivative: Id,
    variable: Symbol,
    hypot: Id,
    [u, v]: [Id; 2],
) -> Option<Place> {
    let moving = match [u, v].map(|id| graph.depends_on(id, variable)) {
        [true, false] => u,
        [false, true] => v,
        _ => return None,
    };
    let sign = graph.apply(Func::Sign, &[moving]);
    let magnitude = graph.multiply(moving, sign);
    let cone = graph.node(hypot).clone();
    let along = graph.transform(derivative, |graph, node, rebuilt| match *node == cone {
        true => magnitude,
        false => rebuilt(graph),
    });
    let zero = graph.integer(0);
    let [u, v] = [u, v].map(|id| graph.compare(Comparison::Equal, id, zero));
    let forms = [Side::Left, Side::Right].map(|side| one_sided(graph, along, variable, side));
    Some(Place {
        condition: graph.and(u, v),
        point: None,
        forms: Some(forms),
    })
}

/// The form of the derivative that needs the fewest corrections.
fn natural_base(graph: &mut Graph, forms: [Id; 3], variable: Symbol, wanted: &[Wanted]) -> Id {
    let misses = |graph: &mut Graph, form: Id| {
        let wrong = |graph: &mut Graph, wanted: &Wanted| match wanted.point {
            Some(point) => graph.substitute(form, variable, point) != wanted.value,
            None => form != wanted.value,
        };
        wanted.iter().filter(|&wanted| wrong(graph, wanted)).count()
    };
    let counts = forms.map(|form| misses(graph, form));
    let best = (0..forms.len())
        .min_by_key(|&index| counts[index])
        .unwrap_or(0);
    forms[best]
}

/// The value that the rule makes of the one-sided derivatives; none if evaluation finds it by itself.
fn combined(graph: &mut Graph, limits: [Limit; 2], rule: Kink) -> Option<Id> {
    let value = match limits {
        [Limit::Missing, Limit::Missing] => return None,
        [only, Limit::Missing] | [Limit::Missing, only] => only,
        [left, right] if left == right => left,
        [left, right] => match rule {
            Kink::Left => left,
            Kink::Right => right,
            Kink::Mid => middle(graph, left, right),
            Kink::Least => least(graph, left, right),
        },
    };
    match value {
        Limit::Of(id) => Some(id).filter(|&id| *graph.node(id) != Node::Undefined),
        Limit::Infinite(sign) => Some(infinity(graph, sign)),
        Limit::Missing => None,
    }
}

fn infinity(graph: &mut Graph, sign: Sign) -> Id {
    let infinity = graph.constant(Constant::Inf);
    match sign {
        Sign::Positive => infinity,
        Sign::Negative => graph.negate(infinity),
    }
}

/// The mean; of two opposite infinities it is 0.
fn middle(graph: &mut Graph, left: Limit, right: Limit) -> Limit {
    match (left, right) {
        (Limit::Of(l), Limit::Of(r)) => Limit::Of(mean(graph, l, r)),
        (Limit::Infinite(_), Limit::Infinite(_)) => Limit::Of(graph.integer(0)),
        (infinite @ Limit::Infinite(_), _) | (_, infinite) => infinite,
    }
}

fn mean(graph: &mut Graph, left: Id, right: Id) -> Id {
    let half = crate::Rational::new(1, 2);
    let mean = graph.sum(crate::Rational::ZERO, [(half.clone(), left), (half, right)]);
    // also between infinite slopes
    let (opposite, zero) = (graph.negate(right), graph.integer(0));
    let balanced = graph.compare(Comparison::Equal, left, opposite);
    graph.select(balanced, zero, mean)
}

/// The number nearest zero between two limits.
fn least(graph: &mut Graph, left: Limit, right: Limit) -> Limit {
    let zero = graph.integer(0);
    let nearest = match (left, right) {
        (Limit::Of(l), Limit::Of(r)) => nearest_zero(graph, l, r),
        (Limit::Of(finite), Limit::Infinite(sign)) | (Limit::Infinite(sign), Limit::Of(finite)) => {
            let func = match sign {
                Sign::Positive => Func::Max,
                Sign::Negative => Func::Min,
            };
            graph.apply(func, &[finite, zero])
        }
        _ => zero,
    };
    Limit::Of(nearest)
}

/// The number nearest zero between two.
fn nearest_zero(graph: &mut Graph, a: Id, b: Id) -> Id {
    let zero = graph.integer(0);
    let mut at = |comparison, id| graph.compare(comparison, id, zero);
    let (a_above, b_above) = (at(Comparison::Greater, a), at(Comparison::Greater, b));
    let (a_below, b_below) = (at(Comparison::Less, a), at(Comparison::Less, b));
    let (both_above, both_below) = (graph.and(a_above, b_above), graph.and(a_below, b_below));
    let smaller = graph.compare(Comparison::Less, a, b);
    let low = graph.select(smaller, a, b);
    let high = graph.select(smaller, b, a);
    let below = graph.select(both_below, high, zero);
    graph.select(both_above, low, below)
}
