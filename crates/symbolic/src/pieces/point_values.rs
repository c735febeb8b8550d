//! What a derivative returns at the kinks themselves.

use gradus_syntax::Comparison;

use super::{Side, boundaries, linear_root, one_sided};
use crate::graph::{Graph, Id, Node, Symbol};

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
/// derivatives alone, whatever way the formula was written.
pub fn with_point_values(graph: &mut Graph, derivative: Id, variable: Symbol, rule: Kink) -> Id {
    let count = boundaries(graph, derivative, variable).len();
    if count == 0 || count * graph.reachable(&[derivative]).len() > BUDGET {
        return derivative;
    }
    let left = one_sided(graph, derivative, variable, Side::Left);
    let right = one_sided(graph, derivative, variable, Side::Right);
    let wanted = wanted_values(graph, [derivative, left, right], variable, rule);
    let base = natural_base(graph, [derivative, left, right], variable, &wanted);
    let mut result = base;
    for Wanted {
        condition,
        point,
        value,
    } in wanted
    {
        let there = match point {
            Some(point) => graph.substitute(base, variable, point),
            None => base,
        };
        if there != value {
            result = graph.select(condition, value, result);
        }
    }
    result
}

/// The most nodes that are looked at for the values at boundaries; a larger derivative keeps those of its own conditions.
const BUDGET: usize = 1 << 18;

/// A value that the rule asks for, and where.
struct Wanted {
    /// Holds exactly at the boundary.
    condition: Id,
    /// The boundary, where it is a known point.
    point: Option<Id>,
    value: Id,
}

fn wanted_values(
    graph: &mut Graph,
    [derivative, left, right]: [Id; 3],
    variable: Symbol,
    rule: Kink,
) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for difference in boundaries(graph, derivative, variable) {
        let root = linear_root(graph, difference, variable).map(|(point, _)| point);
        let (l, r) = match root {
            Some(point) => (
                graph.substitute(left, variable, point),
                graph.substitute(right, variable, point),
            ),
            None => (left, right),
        };
        // an infinite slope is left to evaluation, which gives the limit
        let at_limit = |graph: &Graph, there: Id, form: Id| match graph.node(there) {
            Node::Undefined => form,
            _ => there,
        };
        let (l, r) = (at_limit(graph, l, left), at_limit(graph, r, right));
        if [l, r].iter().any(|&id| *graph.node(id) == Node::Undefined) {
            continue;
        }
        let value = combined(graph, l, r, rule);
        let x = graph.symbol(variable);
        let zero = graph.integer(0);
        let condition = match root {
            Some(point) => graph.compare(Comparison::Equal, x, point),
            None => graph.compare(Comparison::Equal, difference, zero),
        };
        wanted.push(Wanted {
            condition,
            point: root,
            value,
        });
    }
    wanted
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

/// The value that the rule makes of the one-sided derivatives.
fn combined(graph: &mut Graph, left: Id, right: Id, rule: Kink) -> Id {
    if left == right {
        return left;
    }
    match rule {
        Kink::Left => left,
        Kink::Right => right,
        Kink::Mid => {
            let half = crate::Rational::new(1, 2);
            let mean = graph.sum(crate::Rational::ZERO, [(half.clone(), left), (half, right)]);
            // also between infinite slopes
            let (opposite, zero) = (graph.negate(right), graph.integer(0));
            let balanced = graph.compare(Comparison::Equal, left, opposite);
            graph.select(balanced, zero, mean)
        }
        Kink::Least => nearest_zero(graph, left, right),
    }
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
