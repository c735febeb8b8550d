//! What a value and a gradient cost.

use gradus_symbolic::computation::{Binary, Computation, Op, Unary};

use super::curve::Curve;
use super::figures::{Cost, Operations, Range, Saved, Stretch, Trend};
use super::line::Sign;
use crate::Error;

/// Operations as they are written for kernels, and what must be kept for the backward pass.
pub(super) fn cost(curve: &Curve, slope: &Range, stretches: &[Stretch]) -> Result<Cost, Error> {
    let formula = &curve.value.formula;
    let input = formula.inputs()[0];
    Ok(Cost {
        value: operations(&formula.computation(&[])?),
        with_slope: operations(&formula.computation(&[input])?),
        saved: saved(curve, slope, stretches),
    })
}

fn saved(curve: &Curve, slope: &Range, stretches: &[Stretch]) -> Saved {
    let is_straight = |sign| matches!(sign, Sign::Zero | Sign::Undefined);
    let has = |trend| stretches.iter().any(|stretch| stretch.trend == trend);
    if slope.least.value == slope.greatest.value {
        return Saved::Nothing;
    }
    match &curve.by_curvature {
        Some(line)
            if line
                .segments
                .iter()
                .all(|segment| is_straight(segment.sign)) =>
        {
            Saved::Piece
        }
        _ if has(Trend::Rises) && has(Trend::Falls) => Saved::Input,
        _ => Saved::Either,
    }
}

fn operations(computation: &Computation) -> Operations {
    let mut found = Operations::default();
    for op in &computation.ops {
        if matches!(op, Op::Input(_) | Op::Parameter(_) | Op::Constant(_)) {
            continue;
        }
        found.all += 1;
        found.divisions += usize::from(is_division(op));
        found.functions += usize::from(is_function(op));
    }
    found
}

fn is_division(op: &Op) -> bool {
    matches!(op, Op::Binary(Binary::Div, ..) | Op::Unary(Unary::Sqrt, _))
}

/// Whether it takes much longer than a division.
fn is_function(op: &Op) -> bool {
    match op {
        Op::Unary(unary, _) => !matches!(
            unary,
            Unary::Neg
                | Unary::Abs
                | Unary::Sign
                | Unary::Floor
                | Unary::Ceil
                | Unary::Round
                | Unary::Sqrt
        ),
        Op::Binary(binary, ..) => matches!(
            binary,
            Binary::Pow | Binary::Hypot | Binary::Atan2 | Binary::ExpSum | Binary::ExpRest
        ),
        _ => false,
    }
}
