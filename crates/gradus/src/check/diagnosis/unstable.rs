//! Right claims that go wrong when their text is evaluated as it stands.

use gradus_eval::Element;
use gradus_symbolic::computation::Real;
use gradus_syntax::Definition;

use super::{Diagnosis, Mistake};
use crate::report::literal::literal;
use crate::{Formula, Kernel};

/// What is tried reaches from `2^-6` to `2^14` on both sides of zero, so many points an octave.
const OCTAVES: std::ops::Range<i32> = -6..14;
const PER_OCTAVE: i32 = 6;

/// What goes wrong at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    NotANumber,
    Infinite,
    Digits,
}

impl Trouble {
    fn words(self) -> &'static str {
        match self {
            Self::NotANumber => "is NaN",
            Self::Infinite => "overflows",
            Self::Digits => "loses half of its digits",
        }
    }
}

/// Where the text of a right claim of one input, evaluated literally in f64 and f32, first goes wrong on either side of zero.
pub(super) fn as_written(claimed: &Formula) -> Option<Diagnosis> {
    let definition = claimed.definition().ok()?;
    let [input] = &definition.inputs[..] else {
        return None;
    };
    let double = troubles::<f64>(claimed, &definition, [f64::MIN_POSITIVE, f64::EPSILON]);
    let single_numbers = [f32::MIN_POSITIVE, f32::EPSILON].map(f64::from);
    let single = troubles::<f32>(claimed, &definition, single_numbers);
    let mut parts = Vec::new();
    for (side, beyond) in [(0, "below"), (1, "above")] {
        let place = |(trouble, edge): (Trouble, f64), kind: &str| {
            format!(
                "{} {beyond} {} = {} ({kind})",
                trouble.words(),
                input.name,
                short(edge)
            )
        };
        match (double[side], single[side]) {
            (Some(double), Some(single)) if double.0 == single.0 => {
                parts.push(format!(
                    "{}, {} (f32)",
                    place(double, "f64"),
                    short(single.1)
                ));
            }
            (double, single) => {
                parts.extend(double.map(|found| place(found, "f64")));
                parts.extend(single.map(|found| place(found, "f32")));
            }
        }
    }
    if parts.is_empty() {
        return None;
    }
    let sentence = format!("right, but evaluated as written it {}", parts.join("; it "));
    Some(Diagnosis::new(Mistake::Unstable, sentence, None))
}

/// The first trouble to the left and to the right of zero, and where it begins; `least` and `step` are the least normal number and
/// the distance from 1 to the next number.
fn troubles<T: Element>(
    claimed: &Formula,
    definition: &Definition,
    [least, step]: [f64; 2],
) -> [Option<(Trouble, f64)>; 2] {
    let trial = Trial::<T> {
        definition,
        parameters: claimed.parameter_values(),
        kernel: claimed.compile(),
        least,
        half_of_the_digits: step.sqrt(),
    };
    [-1.0, 1.0].map(|side| trial.first(side))
}

struct Trial<'a, T> {
    definition: &'a Definition,
    parameters: Vec<Real>,
    kernel: Kernel<T>,
    least: f64,
    half_of_the_digits: f64,
}

impl<T: Element> Trial<'_, T> {
    /// The first point, from zero outward, from which on something goes wrong at two points at least.
    fn first(&self, side: f64) -> Option<(Trouble, f64)> {
        let steps = OCTAVES.start * PER_OCTAVE..OCTAVES.end * PER_OCTAVE;
        let mut before: Option<(Trouble, f64)> = None;
        let (mut right, mut last) = (0.0, 0.0);
        for step in steps {
            let x = side * (f64::from(step) / f64::from(PER_OCTAVE)).exp2();
            let found = self.trouble(x);
            match (before, found) {
                (Some((trouble, inner)), Some(again)) if trouble == again => {
                    return Some((trouble, self.edge(trouble, right, inner)));
                }
                (_, Some(trouble)) => {
                    right = last;
                    before = Some((trouble, x));
                }
                (_, None) => before = None,
            }
            last = x;
        }
        None
    }

    /// Where a trouble begins between a point without it and one with it.
    fn edge(&self, trouble: Trouble, mut without: f64, mut with: f64) -> f64 {
        const STEPS: usize = 40;
        for _ in 0..STEPS {
            let middle = f64::midpoint(without, with);
            match self.trouble(middle) == Some(trouble) {
                true => with = middle,
                false => without = middle,
            }
        }
        with
    }

    fn trouble(&self, x: f64) -> Option<Trouble> {
        let input = T::number(x);
        let (ours, slope) = self.kernel.call_with_derivative(input);
        let written = literal(self.definition, &input, &self.parameters);
        let [ours, slope, written] =
            [ours, slope, written].map(|value| value.to_f64().unwrap_or(f64::NAN));
        if !ours.is_finite() || ours.abs() < self.least {
            return None;
        }
        if written.is_nan() {
            return Some(Trouble::NotANumber);
        }
        if written.is_infinite() {
            return Some(Trouble::Infinite);
        }
        // near a zero an error is measured by how much the result changes with the input
        let change = (x * slope).abs();
        let scale = if change.is_finite() {
            ours.abs().max(change)
        } else {
            ours.abs()
        };
        ((written - ours).abs() > self.half_of_the_digits * scale).then_some(Trouble::Digits)
    }
}

/// Four digits.
fn short(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}
