//! The line divided by the sign of a quantity.

use super::grid::between;

/// The sign of a quantity on a stretch of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Negative,
    Zero,
    Positive,
    Undefined,
}

/// A stretch of the line, without its ends, where a quantity has one sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Segment {
    pub from: f64,
    pub to: f64,
    pub sign: Sign,
}

/// What is between two stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A zero, at which the sign changes or not.
    Root,
    /// The quantity goes to infinity on both sides, or leaps.
    Pole,
    /// A break or hole of the formula.
    Cut,
    /// Where a stretch of zeros, or of no values, begins or ends.
    Edge,
}

/// The line: stretches, and between each two of them a joint.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub segments: Vec<Segment>,
    pub joints: Vec<Joint>,
    /// How far it reaches: infinity, or less where the sign changes again and again.
    pub reach: f64,
}

/// A quantity that can be asked for its value and, where rounding hides it, its sign.
pub(super) trait Probe {
    /// The value, correct but for the last bits; NaN where there is none.
    fn value(&self, x: f64) -> f64;
    /// The values at many points.
    fn values(&self, xs: &[f64]) -> Vec<f64>;
    /// The sign in high precision; `None` where it is not known.
    fn sign(&self, x: f64) -> Option<Sign>;
    /// The zero that lies between two neighbouring numbers or not far from them.
    fn polished(&self, a: f64, b: f64) -> f64;
}

impl Line {
    /// Nothing.
    pub fn empty() -> Self {
        Self {
            segments: Vec::new(),
            joints: Vec::new(),
            reach: f64::INFINITY,
        }
    }

    /// Whether it is only the middle of the whole line.
    pub fn is_partial(&self) -> bool {
        self.reach.is_finite()
    }

    /// Joints with the stretches on both sides, from left to right.
    pub fn joined(&self) -> impl Iterator<Item = (Joint, &Segment, &Segment)> {
        let pairs = self.segments.windows(2).zip(&self.joints);
        pairs.map(|(pair, &joint)| (joint, &pair[0], &pair[1]))
    }

    /// Divides the pieces, which are cut apart at `cuts`, the first of them beginning at `-reach` and the last ending at `reach`.
    pub fn of(pieces: &[Vec<f64>], cuts: &[f64], reach: f64, probe: &impl Probe) -> Self {
        let mut line = Self {
            reach,
            ..Self::empty()
        };
        let ends = [&[-reach], cuts, &[reach]].concat();
        for (xs, ends) in pieces.iter().zip(ends.windows(2)) {
            if !line.segments.is_empty() {
                line.joints.push(Joint::Cut);
            }
            line.piece(xs, (ends[0], ends[1]), probe);
        }
        line
    }

    fn piece(&mut self, xs: &[f64], (from, to): (f64, f64), probe: &impl Probe) {
        let samples = samples(xs, probe);
        let Some(&(_, first)) = samples.first() else {
            let sign = Sign::Undefined;
            return self.segments.push(Segment { from, to, sign });
        };
        let mut start = from;
        let mut sign = first;
        let mut last = samples[0].0;
        let mut close = |at: f64, sign, joint| {
            self.segments.push(Segment {
                from: start,
                to: at,
                sign,
            });
            self.joints.push(joint);
            start = at;
        };
        let mut index = 1;
        while index < samples.len() {
            let (x, next) = samples[index];
            let after = samples.get(index + 1).map(|sample| sample.1);
            match after {
                // a single zero
                Some(after) if next == Sign::Zero && after != next && sign != next => {
                    close(x, sign, Joint::Root);
                    sign = after;
                    index += 1;
                    last = samples[index].0;
                }
                _ => {
                    if next != sign {
                        let (at, joint) = change(probe, (last, sign), (x, next));
                        close(at, sign, joint);
                        sign = next;
                    }
                    last = x;
                }
            }
            index += 1;
        }
        let from = start;
        self.segments.push(Segment { from, to, sign });
    }
}

/// Points with the signs there.
fn samples(xs: &[f64], probe: &impl Probe) -> Vec<(f64, Sign)> {
    let values = probe.values(xs);
    let signs: Vec<Sign> = values.iter().map(|&value| sign_of(value)).collect();
    let mut samples: Vec<(f64, Sign)> = xs.iter().copied().zip(signs).collect();
    let mut start = 0;
    while start < samples.len() {
        let (x, sign) = samples[start];
        // what underflows has different signs on both sides of zero
        let same = |&&(other, s): &&(f64, Sign)| {
            s == sign && (x < 0.0) == (other < 0.0) && (x == 0.0) == (other == 0.0)
        };
        let length = samples[start..].iter().take_while(same).count();
        if sign == Sign::Zero {
            settle(&mut samples, start, start + length, probe);
        }
        start += length;
    }
    samples
}

/// Zeros of rounded values: true ones, or values too small for a double, whose sign is then found in high precision.
fn settle(samples: &mut [(f64, Sign)], start: usize, end: usize, probe: &impl Probe) {
    let looked_at = [start, start + (end - start) / 2, end - 1];
    let signs: Vec<Sign> = looked_at
        .iter()
        .filter_map(|&index| probe.sign(samples[index].0))
        .collect();
    let sign = match signs[..] {
        [] if end - start == 1 => Sign::Zero,
        // too far out even for high precision: as before
        [] => match start
            .checked_sub(1)
            .or(Some(end))
            .and_then(|index| samples.get(index))
        {
            Some(neighbour) => neighbour.1,
            None => Sign::Zero,
        },
        [first, ..] if signs.iter().all(|&sign| sign == first) => first,
        [first, ..] => signs
            .iter()
            .copied()
            .find(|&sign| sign != Sign::Zero)
            .unwrap_or(first),
    };
    for sample in &mut samples[start..end] {
        sample.1 = sign;
    }
}

pub(super) fn sign_of(value: f64) -> Sign {
    match value {
        value if value > 0.0 => Sign::Positive,
        value if value < 0.0 => Sign::Negative,
        value if value == 0.0 => Sign::Zero,
        _ => Sign::Undefined,
    }
}

/// Where the sign changes between two points, and how.
fn change(
    probe: &impl Probe,
    (mut a, before): (f64, Sign),
    (mut b, after): (f64, Sign),
) -> (f64, Joint) {
    let ends = (probe.value(a).abs(), probe.value(b).abs());
    let is_crossing = [before, after]
        .iter()
        .all(|sign| matches!(sign, Sign::Negative | Sign::Positive));
    loop {
        let middle = between(a, b);
        if middle == a || middle == b {
            break;
        }
        let mut sign = sign_of(probe.value(middle));
        if sign == Sign::Zero && before != Sign::Zero && after != Sign::Zero {
            sign = probe.sign(middle).unwrap_or(sign);
        }
        match sign {
            sign if sign == before => a = middle,
            sign if sign == after => b = middle,
            Sign::Zero => return (middle, Joint::Root),
            Sign::Undefined if is_crossing => return (middle, Joint::Pole),
            _ => b = middle,
        }
    }
    if !is_crossing {
        // the end that belongs to what is not zero or undefined
        let inner = if matches!(before, Sign::Negative | Sign::Positive) || after == Sign::Undefined
        {
            a
        } else {
            b
        };
        return (inner, Joint::Edge);
    }
    let near = (probe.value(a).abs(), probe.value(b).abs());
    // a quantity that does not shrink towards its zero leaps over it
    if near.0 >= ends.0 && near.1 >= ends.1 && near.0 > 0.0 {
        return (a, Joint::Pole);
    }
    (probe.polished(a, b), Joint::Root)
}
