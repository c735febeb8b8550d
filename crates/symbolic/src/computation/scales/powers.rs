//! Powers of a scale, which may be made of parameters.

use std::cmp::Ordering;

use super::Scaled;
use crate::graph::{Graph, Id};
use crate::present::expand;
use crate::rational::Rational;

/// An expression that is the same whatever the scale.
pub(super) fn plain(graph: &mut Graph, value: Id) -> Scaled {
    let zero = graph.integer(0);
    Scaled {
        value,
        powers: [zero; 2],
        exponentials: Rational::ZERO,
        is_any: graph.is_integer(value, 0),
    }
}

/// Whether it is the same whatever the scale.
pub(super) fn is_plain(graph: &Graph, scaled: &Scaled) -> bool {
    scaled
        .powers
        .iter()
        .all(|&power| graph.is_integer(power, 0))
}

/// The powers of what is raised.
pub(super) fn times(graph: &mut Graph, powers: [Id; 2], exponent: Id) -> [Id; 2] {
    powers.map(|power| {
        let product = graph.multiply(power, exponent);
        expand(graph, product).unwrap_or(product)
    })
}

/// The powers of a product.
pub(super) fn plus(graph: &mut Graph, a: [Id; 2], b: [Id; 2]) -> [Id; 2] {
    let [above, below] = [0, 1].map(|part| graph.add(a[part], b[part]));
    [above, below]
}

/// The greatest power, or the least; none where they are not comparable.
pub(super) fn extreme(
    graph: &mut Graph,
    powers: impl Iterator<Item = Id>,
    wanted: Ordering,
) -> Option<Id> {
    let mut found: Option<Id> = None;
    for power in powers {
        let Some(known) = found else {
            found = Some(power);
            continue;
        };
        let excess = graph.subtract(power, known);
        let sign = graph.as_rational(excess)?.cmp(&Rational::ZERO);
        if sign == wanted {
            found = Some(power);
        }
    }
    found
}
