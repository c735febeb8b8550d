//! A formula with what is asked of it again and again: derivatives, kernels, and the line divided by their signs.

use std::cell::Cell;

use gradus_symbolic::precise::{self, Precise, Precision};

use super::grid::{moved, pieces};
use super::line::{Line, Probe, Sign, sign_of};
use crate::{Break, BreakKind, Error, Formula, Kernel};

/// Bits to which zeros are found.
const BITS: u32 = 128;
/// How many doubles around a zero the secant spans on which it is found.
const SPAN: i64 = 8;
/// Of what happens again and again only what lies so near to zero is listed.
pub(super) const LISTED: f64 = 16.0;
/// So many changes further out are again and again.
const OFTEN: usize = 16;

/// A formula, its kernel, and where it is not smooth.
pub(super) struct Quantity {
    pub formula: Formula,
    kernel: Kernel<f64>,
    pub breaks: Vec<Break>,
    /// How often high precision may still be asked.
    left: Cell<u32>,
}

/// How often high precision is asked of a quantity: where more is wanted something repeats without end.
const MOST_ASKED: u32 = 4000;

/// From which side a point is approached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Quantity {
    /// With its breaks found.
    pub fn new(formula: Formula) -> Self {
        let breaks = formula.breaks();
        Self {
            breaks,
            ..Self::between_breaks(formula)
        }
    }

    /// To be looked at between the breaks of another.
    pub fn between_breaks(formula: Formula) -> Self {
        let kernel = formula.compile();
        let breaks = Vec::new();
        Self {
            formula,
            kernel,
            breaks,
            left: Cell::new(MOST_ASKED),
        }
    }

    /// The value in high precision.
    fn precise(&self, x: f64) -> Option<Precise> {
        self.left.set(self.left.get().checked_sub(1)?);
        self.formula.precise_value(&[x], Precision::bits(BITS))
    }

    /// The value to the last bit where high precision tells, and the kernel's elsewhere.
    pub fn exact(&self, x: f64) -> f64 {
        let rounded = self.kernel.call(x);
        if !rounded.is_finite() {
            return rounded;
        }
        let value = self.precise(x).map(|value| value.to_f64());
        value.filter(|value| value.is_finite()).unwrap_or(rounded)
    }

    /// The break at a point.
    pub fn break_at(&self, x: f64) -> Option<&Break> {
        self.breaks.iter().find(|found| found.at == x)
    }

    /// Whether the value jumps at a point.
    pub fn jumps_at(&self, x: f64) -> bool {
        let jump = |found: &Break| found.kind == BreakKind::Jump;
        self.break_at(x).is_some_and(jump)
    }

    /// The limit at a point from one side; NaN where none was found.
    pub fn limit(&self, x: f64, side: Side) -> f64 {
        if x.is_infinite() {
            return self.kernel.call(x);
        }
        if let Some(found) = self.break_at(x) {
            return match side {
                Side::Left => found.values.0,
                Side::Right => found.values.1,
            };
        }
        let beside = match side {
            Side::Left => self.kernel.call(moved(x, -SPAN)),
            Side::Right => self.kernel.call(moved(x, SPAN)),
        };
        let at = self.exact(x);
        match at {
            // towards a pole, whatever is returned there
            at if beside.abs() > POLE * at.abs().max(1.0) => f64::INFINITY.copysign(beside),
            at if at.is_nan() => beside,
            at if at.is_infinite() && beside.is_finite() && beside.signum() != at.signum() => {
                beside
            }
            at => at,
        }
    }
}

/// What is greater than this beside a point without a value goes to infinity there.
const POLE: f64 = 1e12;

impl Probe for Quantity {
    fn value(&self, x: f64) -> f64 {
        self.kernel.call(x)
    }

    fn values(&self, xs: &[f64]) -> Vec<f64> {
        let mut ys = vec![0.0; xs.len()];
        self.kernel.map(xs, &mut ys);
        ys
    }

    fn sign(&self, x: f64) -> Option<Sign> {
        let value = self.precise(x)?;
        match value.sign() {
            Some(precise::Sign::Positive) => Some(Sign::Positive),
            Some(precise::Sign::Negative) => Some(Sign::Negative),
            None if value.is_zero() => Some(Sign::Zero),
            None => None,
        }
    }

    fn polished(&self, a: f64, b: f64) -> f64 {
        let (a, b) = (moved(a, -SPAN), moved(b, SPAN));
        let secant = || {
            let (at_a, at_b) = (self.precise(a)?, self.precise(b)?);
            if at_a.sign()? == at_b.sign()? {
                return None;
            }
            let precision = Precision::bits(BITS);
            let width = Precise::from(b).sub(&Precise::from(a), precision);
            let rise = at_b.sub(&at_a, precision);
            let step = at_a.mul(&width, precision).div(&rise, precision);
            Some(Precise::from(a).sub(&step, precision).to_f64())
        };
        let polished = secant().filter(|x| x.is_finite());
        polished.unwrap_or_else(|| moved(a, SPAN))
    }
}

/// A formula of one input whose parameters have their values.
pub(super) struct Curve {
    pub value: Quantity,
    pub slope: Quantity,
    /// The second derivative, unless it is too large.
    pub curvature: Option<Quantity>,
    /// Breaks of value and slope, and points where there is no value.
    pub cuts: Vec<f64>,
    pub pieces: Vec<Vec<f64>>,
    /// Whether it is flat everywhere and yet rises.
    pub has_stairs: bool,
    /// The line by the signs of the value, the slope and the second derivative.
    pub by_value: Line,
    pub by_slope: Line,
    pub by_curvature: Option<Line>,
}

impl Curve {
    pub fn new(formula: Formula) -> Result<Self, Error> {
        let name = formula.inputs()[0].to_owned();
        let slope = formula.derivative(&name)?;
        let curvature = slope.derivative(&name).ok().map(Quantity::between_breaks);
        let (value, slope) = (Quantity::new(formula), Quantity::new(slope));
        let mut cuts: Vec<f64> = value.breaks.iter().map(|found| found.at).collect();
        cuts.extend(slope.breaks.iter().map(|found| found.at));
        cuts.extend(holes(&value));
        let mut curve = Self {
            has_stairs: false,
            by_value: Line::empty(),
            by_slope: Line::empty(),
            by_curvature: None,
            cuts,
            pieces: Vec::new(),
            value,
            slope,
            curvature,
        };
        curve.divide();
        Ok(curve)
    }

    fn divide(&mut self) {
        self.cuts.retain(|cut| cut.is_finite());
        self.cuts.sort_unstable_by(f64::total_cmp);
        self.cuts.dedup();
        self.pieces = pieces(&self.cuts, f64::INFINITY);
        self.has_stairs = self.pieces.iter().any(|xs| {
            let xs: Vec<f64> = xs.iter().copied().filter(|x| x.abs() < STAIRS).collect();
            is_stairs(&self.value.values(&xs), &self.slope.values(&xs))
        });
        self.by_value = self.line(&self.value);
        self.by_slope = self.line(&self.slope);
        self.by_curvature = self
            .curvature
            .as_ref()
            .map(|curvature| self.line(curvature));
    }

    /// The line divided by the sign of another quantity, which breaks where this curve does: only the middle of it where that changes
    /// again and again, and of stairs, of which not all breaks are known.
    pub fn line(&self, probe: &impl Probe) -> Line {
        let repeats = || {
            self.pieces
                .iter()
                .map(|xs| changes_beyond(xs, &probe.values(xs)))
                .sum::<usize>()
                > OFTEN
        };
        let reach = if self.has_stairs || repeats() {
            LISTED
        } else {
            f64::INFINITY
        };
        self.line_within(reach, probe)
    }

    /// As much of the line as is within reach.
    pub fn line_within(&self, reach: f64, probe: &impl Probe) -> Line {
        if reach.is_infinite() {
            return Line::of(&self.pieces, &self.cuts, reach, probe);
        }
        let cuts: Vec<f64> = self
            .cuts
            .iter()
            .copied()
            .filter(|cut| cut.abs() < LISTED)
            .collect();
        Line::of(&pieces(&cuts, reach), &cuts, reach, probe)
    }
}

/// How often the sign changes further out than what is listed.
fn changes_beyond(xs: &[f64], values: &[f64]) -> usize {
    let changes = values
        .windows(2)
        .zip(xs)
        .filter(|(pair, x)| x.abs() > LISTED && sign_of(pair[0]) != sign_of(pair[1]));
    changes.count()
}

/// Whether the slope is zero between points with different values: it is flat everywhere and yet rises.
fn is_stairs(values: &[f64], slopes: &[f64]) -> bool {
    let mut pairs = values.windows(2).zip(slopes.windows(2));
    pairs.any(|(values, slopes)| {
        let size = values[0].abs().max(values[1].abs());
        slopes == [0.0, 0.0] && size > TINY && (values[1] - values[0]).abs() > STEP * size
    })
}

/// Stairs are looked for so far from zero, among values that have not underflowed; a relative difference of values that is no rounding.
const STAIRS: f64 = 1e4;
const TINY: f64 = 1e-290;
const STEP: f64 = 1e-6;

/// Points known exactly where there is no finite value.
fn holes(value: &Quantity) -> Vec<f64> {
    let points = value.formula.singular_points();
    let has_none = |x: &f64| !value.value(*x).is_finite();
    points.into_iter().filter(has_none).collect()
}
