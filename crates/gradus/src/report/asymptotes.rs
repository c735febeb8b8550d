//! What a formula does far out.

use gradus_symbolic::derivative::differentiate;

use super::curve::{Curve, Quantity};
use super::figures::Asymptote;
use super::line::Probe;

/// The asymptotes on the left and on the right.
pub(super) fn asymptotes(curve: &Curve) -> [Asymptote; 2] {
    // f - x f' approaches the offset of the line
    let offset = curve.value.formula.with_body(|graph, body, input| {
        let slope = differentiate(graph, body, input);
        let x = graph.symbol(input);
        let product = graph.multiply(x, slope);
        graph.subtract(body, product)
    });
    let offset = offset.ok().map(Quantity::new);
    [f64::NEG_INFINITY, f64::INFINITY].map(|end| asymptote(curve, offset.as_ref(), end))
}

fn asymptote(curve: &Curve, offset: Option<&Quantity>, end: f64) -> Asymptote {
    let far = f64::MAX.copysign(end);
    if curve.value.value(far).is_nan() {
        return Asymptote::Undefined;
    }
    let limit = curve.value.value(end);
    if limit.is_finite() {
        return Asymptote::Level(limit);
    }
    if limit.is_nan() {
        return Asymptote::Oscillates;
    }
    let slope = curve.slope.value(end);
    if slope.is_infinite() {
        return Asymptote::Faster(limit);
    }
    let offset = offset.map_or(f64::NAN, |offset| offset.value(end));
    match slope {
        slope if slope.is_nan() => Asymptote::Oscillates,
        slope if slope != 0.0 && offset.is_finite() => Asymptote::Line { slope, offset },
        slope => Asymptote::Slower { to: limit, slope },
    }
}
