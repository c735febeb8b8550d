//! Numbers judged one by one, and all together.

use gradus_symbolic::pieces::Kink;
use gradus_symbolic::precise::{Precise, Precision};

use super::Survey;
use super::printed::{Digits, Printed, format};
use crate::accuracy::Format;
use crate::accuracy::quantity::{Quantity, Truth};
use crate::{Error, Formula, Outcome};

/// What was found about numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Agrees, different, or undecided if no point had a true value; never equal.
    pub outcome: Outcome,
    /// By what: one line.
    pub reason: String,
    /// The format in which errors are measured.
    pub format: Format,
    /// How many numbers were compared.
    pub points: usize,
    /// How many are wrong.
    pub wrong: usize,
    /// How many points have no true value, or one that was not found.
    pub skipped: usize,
    /// The worst points: wrong ones first, then by their errors in ulp that rounding does not explain. None is without error.
    pub worst: Vec<JudgedPoint>,
}

/// A number and the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedPoint {
    /// The inputs in the order of the header.
    pub inputs: Vec<f64>,
    /// What the program returned.
    pub claimed: f64,
    /// The number of the format nearest to the true value; at a kink the nearer of the one-sided derivatives.
    pub actual: f64,
    /// The error in ulp at the true value; infinite for NaN.
    pub ulp: f64,
    /// The part of it that rounding the inputs and parameters does not explain.
    pub conditioned: f64,
    /// Whether it is beyond what is allowed.
    pub wrong: bool,
}

/// What numbers are compared with.
pub(super) struct Judge {
    format: Format,
    digits: Digits,
    ulps: f64,
    worst: usize,
    /// The value, or the derivatives on the left and on the right.
    sides: Vec<Quantity>,
    /// Points that lie on a jump or kink in another direction than that of the derivative.
    excluded: Vec<f64>,
    /// The greatest magnitude of true values where activations are used.
    scale: f64,
}

/// Values are of usual size here.
const USUAL: f64 = 8.0;
/// So many values say how large they are.
const MEASURED: usize = 64;

impl Judge {
    pub fn new(
        formula: &Formula,
        survey: &Survey,
        points: &[Vec<f64>],
        claims: &[Printed],
    ) -> Result<Self, Error> {
        let format = match survey.single {
            Some(true) => Format::F32,
            Some(false) => Format::F64,
            None => format(claims),
        };
        let formula = formula.in_format(format)?;
        let is_crosswise = survey
            .by
            .as_deref()
            .is_some_and(|by| formula.inputs().first() != Some(&by));
        let excluded = match is_crosswise {
            true => formula.breaks().iter().map(|found| found.at).collect(),
            false => Vec::new(),
        };
        let mut judge = Self {
            format,
            digits: Digits::of(claims),
            ulps: survey.ulps,
            worst: survey.worst,
            sides: sides(&formula, survey.by.as_deref(), format)?,
            excluded,
            scale: 0.0,
        };
        judge.scale = judge.scale(points);
        Ok(judge)
    }

    fn scale(&self, points: &[Vec<f64>]) -> f64 {
        let usual = points
            .iter()
            .filter(|point| point.iter().all(|x| x.abs() <= USUAL));
        let count = usual.clone().count();
        let some = usual.step_by(1 + count / MEASURED);
        some.map(|point| self.size(point)).fold(0.0, f64::max)
    }

    /// The greatest magnitude on the lines through a point on which a single input takes simple values: in `a*s(b)*(1 - s(b))`
    /// what is lost by cancellation grows with `a`.
    fn scale_at(&self, point: &[f64]) -> f64 {
        const SIMPLE: [f64; 5] = [0.0, 1.0, -1.0, 2.0, -2.0];
        let lines = (0..point.len()).flat_map(|place| SIMPLE.map(|value| (place, value)));
        lines
            .map(|(place, value)| {
                let mut point = point.to_vec();
                point[place] = value;
                self.size(&point)
            })
            .fold(0.0, f64::max)
    }

    /// The magnitude of the true value; 0 where there is none.
    fn size(&self, point: &[f64]) -> f64 {
        match self.sides[0].truth(point) {
            Truth::Value(value, _) => Some(value.abs().to_f64())
                .filter(|size| size.is_finite())
                .unwrap_or(0.0),
            _ => 0.0,
        }
    }

    /// A number and the truth; `None` where there is none.
    pub fn at(&self, point: &[f64], claim: &Printed) -> Option<JudgedPoint> {
        if point.first().is_some_and(|x| self.excluded.contains(x)) {
            return None;
        }
        let claimed = match self.format.is_single() {
            true => f64::from(claim.single),
            false => claim.double,
        };
        let mut values = Vec::new();
        for side in &self.sides {
            let Truth::Value(value, condition) = side.truth(point) else {
                return None;
            };
            let found = self.compared(point, claimed, &value, condition);
            if !found.wrong {
                return Some(found);
            }
            values.push((value, found));
        }
        let is_between = |low: &Precise, high: &Precise| {
            let [low, high] = [low.to_f64(), high.to_f64()];
            low.min(high) <= claimed && claimed <= low.max(high)
        };
        let excused = matches!(&values[..], [(left, _), (right, _)] if is_between(left, right));
        let nearest = values
            .into_iter()
            .map(|(_, found)| found)
            .min_by(|a, b| a.ulp.total_cmp(&b.ulp))?;
        Some(match excused {
            true => JudgedPoint {
                ulp: 0.0,
                conditioned: 0.0,
                wrong: false,
                actual: claimed,
                ..nearest
            },
            false => nearest,
        })
    }

    fn compared(
        &self,
        point: &[f64],
        claimed: f64,
        value: &Precise,
        condition: f64,
    ) -> JudgedPoint {
        let ulp = self.format.error(claimed, value);
        let conditioned = ulp / condition;
        let precision = Precision::bits(64);
        let gap = Precise::from(claimed).sub(value, precision).abs().to_f64();
        let spacing = match self.format.is_single() {
            true => f64::from(f32::EPSILON),
            false => f64::EPSILON,
        };
        let allowed = |scale: f64| self.ulps * spacing * scale + self.digits.slack(claimed);
        // an infinite gap is none that could be allowed, nor is NaN
        let is_right = conditioned <= self.ulps
            || gap <= allowed(self.scale)
            || point.len() > 1 && gap <= allowed(self.scale_at(point));
        JudgedPoint {
            inputs: point.to_vec(),
            claimed,
            actual: self.format.nearest(value),
            ulp,
            conditioned,
            wrong: !is_right,
        }
    }

    fn has_all_digits(&self) -> bool {
        matches!(self.digits, Digits::All)
    }

    pub fn summary(&self, found: Vec<Option<JudgedPoint>>) -> Judged {
        let all = found.len();
        let mut found: Vec<JudgedPoint> = found.into_iter().flatten().collect();
        let (points, wrong) = (found.len(), found.iter().filter(|one| one.wrong).count());
        let outcome = match (points, wrong) {
            (0, _) => Outcome::Undecided,
            (_, 0) => Outcome::Agrees,
            _ => Outcome::Different,
        };
        // small numbers may be further off by themselves, but not beside the usual ones
        let (loose, close): (Vec<&JudgedPoint>, Vec<_>) = found
            .iter()
            .filter(|one| !one.wrong)
            .partition(|one| self.has_all_digits() && one.conditioned > self.ulps);
        let greatest = close.iter().map(|one| one.conditioned).fold(0.0, f64::max);
        let loose = loose.len();
        found.retain(|one| one.wrong || one.ulp > 0.0);
        // of many wrong ones the simplest shows best what is wrong
        found.sort_by(|a, b| {
            let key = |one: &JudgedPoint| (one.wrong, one.wrong && one.claimed.is_nan());
            key(b).cmp(&key(a)).then(if a.wrong {
                size(a).total_cmp(&size(b))
            } else {
                b.conditioned.total_cmp(&a.conditioned)
            })
        });
        found.truncate(self.worst);
        Judged {
            outcome,
            reason: self.reason(outcome, [points, wrong, loose], greatest),
            format: self.format,
            points,
            wrong,
            skipped: all - points,
            worst: found,
        }
    }

    fn reason(
        &self,
        outcome: Outcome,
        [points, wrong, loose]: [usize; 3],
        greatest: f64,
    ) -> String {
        let format = self.format.name();
        let digits = match self.digits {
            Digits::All => String::new(),
            Digits::Significant(digits) => format!(", as far as {digits} digits tell"),
            Digits::Decimals(decimals) => format!(", as far as {decimals} decimals tell"),
        };
        match outcome {
            Outcome::Undecided => "no point has a true value that was found".to_owned(),
            Outcome::Different => format!(
                "{wrong} of {points} numbers are further off than {} ulp of {format} and rounding explain{digits}",
                self.ulps
            ),
            _ => {
                let small = match loose {
                    0 => String::new(),
                    _ => format!(
                        "; {loose} of them are small and further off, but by no more than that of the function's usual size"
                    ),
                };
                format!(
                    "{points} numbers, in {format} at most {} ulp off beyond what rounding the inputs explains{digits}{small}",
                    rounded(greatest)
                )
            }
        }
    }
}

/// How far out a point is.
fn size(point: &JudgedPoint) -> f64 {
    point.inputs.iter().map(|x| x.abs()).fold(0.0, f64::max)
}

/// Three digits are enough of an error.
fn rounded(ulp: f64) -> String {
    match ulp {
        ..1000.0 => format!("{ulp:.1}"),
        _ => format!("{ulp:.2e}"),
    }
}

/// The value, or the derivative by a name from both sides of kinks.
fn sides(formula: &Formula, by: Option<&str>, format: Format) -> Result<Vec<Quantity>, Error> {
    let Some(by) = by else {
        return Ok(vec![Quantity::new(formula, 0, "", format)?]);
    };
    formula.symbol(by)?;
    let options = formula.kernel_options();
    let sides = [Kink::Left, Kink::Right].into_iter();
    sides
        .map(|kink| Quantity::new(&formula.options(options.kink(kink)), 1, by, format))
        .collect()
}
