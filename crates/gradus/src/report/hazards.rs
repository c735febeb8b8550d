//! Where the text of a formula, done literally, goes wrong.

use gradus_eval::{Dual, Element};
use gradus_symbolic::computation::Real;
use gradus_syntax::Definition;

use super::curve::Curve;
use super::figures::{Hazard, HazardKind, Interval, Part};
use super::grid::between;
use super::line::Probe;
use super::literal::literal;
use crate::{Formula, Kernel};

/// What is tried reaches from `2^LEAST` to `2^GREATEST` on both sides of zero.
const REACH: (i32, i32) = (-40, 14);
/// Points per octave where most happens, above `2^DENSE`, and below.
const PER_OCTAVE: [i32; 2] = [8, 1];
const DENSE: i32 = -6;

/// Hazards of the text as it was written, in f32 and f64, of value and slope. None for derivatives that nobody wrote.
pub(super) fn hazards(formula: &Formula, curve: &Curve) -> Vec<Hazard> {
    let Ok(definition) = formula.definition() else {
        return Vec::new();
    };
    let parameters = formula.parameter_values();
    let mut found = of_type::<f32>(&definition, &parameters, curve, 32);
    found.extend(of_type::<f64>(&definition, &parameters, curve, 64));
    found
}

fn of_type<T: Element>(
    definition: &Definition,
    parameters: &[Real],
    curve: &Curve,
    bits: u32,
) -> Vec<Hazard> {
    let kernel: Kernel<T> = curve.value.formula.compile();
    let mut found = Vec::new();
    for part in [Part::Value, Part::Slope] {
        let trial = Trial {
            definition,
            parameters,
            curve,
            kernel: &kernel,
            bits,
            part,
        };
        for side in [-1.0, 1.0] {
            trial.search(side, &mut found);
        }
    }
    found
}

/// One quantity in one type.
struct Trial<'a, T> {
    definition: &'a Definition,
    parameters: &'a [Real],
    curve: &'a Curve,
    kernel: &'a Kernel<T>,
    bits: u32,
    part: Part,
}

impl<T: Element> Trial<'_, T> {
    /// Stretches on one side of zero on which the same goes wrong, from zero outward; of each kind the first.
    fn search(&self, side: f64, found: &mut Vec<Hazard>) {
        let points: Vec<(f64, Option<HazardKind>)> = magnitudes()
            .map(|x| (side * x, self.kind(side * x)))
            .collect();
        let mut start = 0;
        let mut seen = Vec::new();
        while start < points.len() {
            let (x, kind) = points[start];
            let length = points[start..]
                .iter()
                .take_while(|(_, other)| *other == kind)
                .count();
            let end = start + length;
            if let Some(kind) = kind
                && !seen.contains(&kind)
                && length > 1
            {
                seen.push(kind);
                let inner = match start {
                    0 => 0.0,
                    _ => self.edge(kind, x, points[start - 1].0),
                };
                let outer = match points.get(end) {
                    None => f64::INFINITY * side,
                    Some(&(beyond, _)) => self.edge(kind, points[end - 1].0, beyond),
                };
                let over = Interval::open(inner.min(outer), inner.max(outer));
                found.push(self.hazard(kind, over, x));
            }
            start = end;
        }
    }

    fn hazard(&self, kind: HazardKind, over: Interval, at: f64) -> Hazard {
        let (literal, ours) = self.both(at);
        Hazard {
            part: self.part,
            bits: self.bits,
            kind,
            over,
            at,
            literal,
            ours,
        }
    }

    /// Where a kind begins between a point where it is and one where it is not.
    fn edge(&self, kind: HazardKind, mut inside: f64, mut outside: f64) -> f64 {
        for _ in 0..48 {
            let middle = between(inside, outside);
            match self.kind(middle) == Some(kind) {
                true => inside = middle,
                false => outside = middle,
            }
        }
        inside
    }

    /// The literal result and ours, in the type.
    fn both(&self, x: f64) -> (f64, f64) {
        let input = T::number(x);
        let (literal, ours) = match self.part {
            Part::Value => (
                literal(self.definition, input, self.parameters),
                self.kernel.call(input),
            ),
            Part::Slope => (
                literal(self.definition, Dual::variable(input), self.parameters).derivative,
                self.kernel.call_with_derivative(input).1,
            ),
        };
        (double(literal), double(ours))
    }

    /// What goes wrong at a point, if something does.
    fn kind(&self, x: f64) -> Option<HazardKind> {
        let x = double(T::number(x));
        let (literal, ours) = self.both(x);
        if !ours.is_finite() || self.curve.slope.breaks.iter().any(|found| found.at == x) {
            return None;
        }
        let least = if self.bits == 32 {
            f64::from(f32::MIN_POSITIVE)
        } else {
            f64::MIN_POSITIVE
        };
        if literal.is_nan() {
            return Some(HazardKind::NotANumber);
        }
        if literal.is_infinite() {
            return Some(HazardKind::Overflow);
        }
        if literal == ours || ours.abs() < least {
            return None;
        }
        let missed = (literal - ours).abs() / self.scale(x, ours);
        match missed > self.half_of_the_digits() {
            false => None,
            true if literal == 0.0 => Some(HazardKind::Vanishes),
            true if literal * ours < 0.0 => Some(HazardKind::WrongSign),
            true => Some(HazardKind::Cancels),
        }
    }

    /// What an error is measured by: the result, or by how much it changes with the input near a zero of it.
    fn scale(&self, x: f64, ours: f64) -> f64 {
        let change = match self.part {
            Part::Value => self.curve.slope.value(x),
            Part::Slope => self
                .curve
                .curvature
                .as_ref()
                .map_or(0.0, |curvature| curvature.value(x)),
        };
        let change = (x * change).abs();
        if change.is_finite() {
            ours.abs().max(change)
        } else {
            ours.abs()
        }
    }

    fn half_of_the_digits(&self) -> f64 {
        if self.bits == 32 {
            2f64.powi(-12)
        } else {
            2f64.powi(-26)
        }
    }
}

fn double<T: Element>(number: T) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}

fn magnitudes() -> impl Iterator<Item = f64> {
    let octaves = |from: i32, to: i32, count: i32| {
        let steps = from * count..to * count;
        steps.map(move |step| (f64::from(step) / f64::from(count)).exp2())
    };
    octaves(REACH.0, DENSE, PER_OCTAVE[1]).chain(octaves(DENSE, REACH.1, PER_OCTAVE[0]))
}
