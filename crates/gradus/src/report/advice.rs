//! What follows from the properties.

use super::Report;
use super::figures::{Asymptote, HazardKind, Interval, Saved, Smoothness, Symmetry, Trend, jumps};

/// Sentences that follow, in the order of the table.
pub(super) fn advice(report: &Report) -> Vec<&'static str> {
    let follows = ADVICE.iter().filter(|(holds, _)| holds(report));
    follows.map(|(_, sentence)| *sentence).collect()
}

/// A condition on the properties, and what to do where it holds.
type Row = (fn(&Report) -> bool, &'static str);

const ADVICE: &[Row] = &[
    (
        is_flat,
        "the gradient is zero wherever it exists: nothing is learned through it; train with a smooth stand-in or pass gradients straight through",
    ),
    (
        is_straight,
        "it is a line: layers of it add up to one layer; use it for outputs only",
    ),
    (
        |r| has_dead_side(r) && !is_flat(r),
        "dead neurons: a unit whose inputs stay where the gradient is zero learns no more; prefer a leak, or keep rates and biases small",
    ),
    (
        |r| saturates(r) == 2,
        "it saturates on both sides: gradients vanish in deep stacks; use it for gates and outputs, or normalise its inputs",
    ),
    (
        |r| saturates(r) == 1 && !has_dead_side(r),
        "it saturates on one side: gradients fade there but do not die at once",
    ),
    (
        has_one_sign,
        "outputs have one sign, so the gradients of a unit's weights share theirs: normalise what follows, or prefer a zero-centred function",
    ),
    (
        |r| matches!(r.symmetry().value, Symmetry::Odd),
        "it is odd, hence zero-centred: symmetric inputs keep mean 0",
    ),
    (
        |r| jumps(&r.breaks().value),
        "it jumps, which its gradient does not show",
    ),
    (
        is_steep,
        "its slope has no bound: gradients can explode; clip them, or bound the inputs",
    ),
    (
        has_two_trends,
        "it is not monotone: different inputs give the same output, and gradients change sign between them",
    ),
    (
        |r| r.smoothness().value == Smoothness::Class(0),
        "its slope jumps: state which derivative is meant at the kinks; second-order methods see no curvature there",
    ),
    (
        |r| r.domain().value.intervals != [Interval::LINE],
        "it is not defined everywhere: keep inputs inside the domain",
    ),
    (
        |r| {
            r.hazards()
                .iter()
                .any(|hazard| hazard.kind != HazardKind::Vanishes)
        },
        "do not evaluate it as written: see the hazards",
    ),
    (
        |r| {
            matches!(
                r.cost().saved,
                Saved::Nothing | Saved::Piece | Saved::Either
            ) && !is_flat(r)
                && !is_straight(r)
        },
        "the output is enough for the backward pass: the input need not be kept",
    ),
];

fn is_flat(report: &Report) -> bool {
    let slope = &report.slope_range().value;
    slope.least.value == 0.0 && slope.greatest.value == 0.0
}

fn is_straight(report: &Report) -> bool {
    let slope = &report.slope_range().value;
    slope.least.value == slope.greatest.value
        && slope.least.value != 0.0
        && report.breaks().value.is_empty()
}

/// Whether the gradient is zero from some point on.
fn has_dead_side(report: &Report) -> bool {
    let dead = report.dead().value.places.iter();
    dead.into_iter()
        .any(|place| place.from.is_infinite() || place.to.is_infinite())
}

/// On how many sides the value levels off.
fn saturates(report: &Report) -> usize {
    let levels = report.asymptotes().value.iter();
    levels
        .filter(|found| matches!(found, Asymptote::Level(_)))
        .count()
        * usize::from(!is_flat(report))
}

fn has_one_sign(report: &Report) -> bool {
    let range = &report.range().value;
    (range.least.value >= 0.0) != (range.greatest.value <= 0.0)
}

fn is_steep(report: &Report) -> bool {
    let slope = &report.slope_range().value;
    slope.least.value.is_infinite() || slope.greatest.value.is_infinite()
}

fn has_two_trends(report: &Report) -> bool {
    let has = |trend| {
        report
            .monotone()
            .value
            .iter()
            .any(|stretch| stretch.trend == trend)
    };
    has(Trend::Rises) && has(Trend::Falls)
}
