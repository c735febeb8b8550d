//! Odd, even, or about a point.

use gradus_symbolic::simplify::{Purpose, simplify_all};
use gradus_symbolic::{Graph, Id, Symbol};

use super::curve::Curve;
use super::figures::{Known, Status, Symmetry};
use super::line::Sign;
use crate::{Error, Formula, Outcome};

/// The symmetry, by algebra where it shows, otherwise by high precision at many points. That there is none is proved by a point.
pub(super) fn symmetry(curve: &Curve) -> Known<Symmetry> {
    let formula = &curve.value.formula;
    let center = curve.value.exact(0.0);
    let candidates = [
        Some((Symmetry::Odd, 0.0)),
        Some((Symmetry::Even, 0.0)),
        (center != 0.0 && center.is_finite()).then_some((Symmetry::AboutPoint(center), center)),
    ];
    if curve
        .by_value
        .segments
        .iter()
        .all(|segment| segment.sign == Sign::Undefined)
    {
        return Known::computed(Symmetry::Neither);
    }
    let mut refuted = Status::Proved;
    for (symmetry, _) in candidates.into_iter().flatten() {
        match outcome(formula, symmetry) {
            Some(Outcome::Equal) => return Known::new(symmetry, Status::Proved),
            Some(Outcome::Agrees) => return Known::computed(symmetry),
            Some(Outcome::Different) => {}
            Some(Outcome::Undecided) | None => refuted = Status::Computed,
        }
    }
    Known::new(Symmetry::Neither, refuted)
}

/// Whether a symmetry holds.
fn outcome(formula: &Formula, symmetry: Symmetry) -> Option<Outcome> {
    let mirrored = mirrored(formula, symmetry).ok()?;
    Some(formula.check_value(&mirrored).ok()?.outcome())
}

/// What the formula would be if the symmetry holds.
fn mirrored(formula: &Formula, symmetry: Symmetry) -> Result<Formula, Error> {
    formula.with_body(|graph, body, input| {
        let reflected = reflected(graph, body, input);
        let result = match symmetry {
            Symmetry::Odd => graph.negate(reflected),
            Symmetry::AboutPoint(_) => {
                let zero = graph.integer(0);
                let center = graph.substitute(body, input, zero);
                let twice = graph.add(center, center);
                graph.subtract(twice, reflected)
            }
            Symmetry::Even | Symmetry::Neither => reflected,
        };
        simplify_all(graph, &[result], &[Purpose::Tidy, Purpose::Recognise])[0]
    })
}

fn reflected(graph: &mut Graph, body: Id, input: Symbol) -> Id {
    let x = graph.symbol(input);
    let minus = graph.negate(x);
    graph.substitute(body, input, minus)
}
