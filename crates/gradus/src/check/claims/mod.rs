//! Judging numbers that a program returned against true values in high precision.
//!
//! Numbers are no formulas: they can be shown to be wrong, but never to be right everywhere. A number is wrong where its error is
//! beyond what the rounding of inputs and of a sane computation explains.
//!
//! ```
//! use gradus::{Formula, Outcome};
//! use gradus::claims::{Survey, read};
//!
//! let swish = Formula::builtin("swish")?;
//! let survey = Survey::derivative("x").points(200);
//! let points = swish.claim_points(&survey)?;
//! // the text done literally: exp(-x) overflows far on the left
//! let naive = |x: f64| {
//!     let u = (-x).exp();
//!     (1.0 + u + x * u) / (1.0 + u).powi(2)
//! };
//! let printed: Vec<String> = points.iter().map(|point| naive(point[0]).to_string()).collect();
//! let claims: Vec<_> = printed.iter().map(|text| read(text).expect("a number")).collect();
//! let judged = swish.check_numbers(&survey, &points, &claims)?;
//! assert_eq!(judged.outcome, Outcome::Different);
//! assert!(judged.worst[0].claimed.is_nan());
//! # Ok::<(), gradus::Error>(())
//! ```

mod judged;
mod printed;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

pub use judged::{Judged, JudgedPoint};
pub use printed::{Printed, read};

use crate::accuracy::Format;
use crate::accuracy::points::Range;
use crate::{Error, Formula};
use judged::Judge;

/// What the numbers are about, and where they are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    by: Option<String>,
    single: Option<bool>,
    range: (f64, f64),
    points: usize,
    ulps: f64,
    worst: usize,
}

/// Where activations are used: half of the points lie here.
const USUAL: f64 = 32.0;

impl Survey {
    /// Numbers that should be values of the formula.
    pub fn value() -> Self {
        Self {
            by: None,
            single: None,
            range: (-1e4, 1e4),
            points: 2000,
            ulps: 64.0,
            worst: 5,
        }
    }

    /// Numbers that should be the derivative by that input or parameter.
    pub fn derivative(by: &str) -> Self {
        Self {
            by: Some(by.to_owned()),
            ..Self::value()
        }
    }

    /// Whether the numbers are f32; found from the numbers unless said.
    #[must_use]
    pub fn single(self, single: bool) -> Self {
        Self {
            single: Some(single),
            ..self
        }
    }

    /// The ends between which inputs lie; -10,000 to 10,000 unless said.
    #[must_use]
    pub fn range(self, from: f64, to: f64) -> Self {
        Self {
            range: (from, to),
            ..self
        }
    }

    /// About how many points there are, besides those at kinks, zero and the ends.
    #[must_use]
    pub fn points(self, points: usize) -> Self {
        Self { points, ..self }
    }

    /// The error that is allowed, in ulp; 64 unless said. See [`Formula::check_numbers`].
    #[must_use]
    pub fn ulps(self, ulps: f64) -> Self {
        Self { ulps, ..self }
    }

    /// How many of the worst points are kept.
    #[must_use]
    pub fn worst(self, worst: usize) -> Self {
        Self { worst, ..self }
    }

    /// Points are numbers of f32, which programs in either format read exactly, unless f64 is asked for.
    fn format_of_points(&self) -> Format {
        match self.single {
            Some(false) => Format::F64,
            _ => Format::F32,
        }
    }
}

impl Formula {
    /// Where a program is asked for numbers: the inputs of each point in the order of the header.
    ///
    /// Kinks, zero, the ends of the range and their neighbours are among them.
    ///
    /// # Errors
    /// If the formula acts on whole vectors.
    pub fn claim_points(&self, survey: &Survey) -> Result<Vec<Vec<f64>>, Error> {
        if self.is_vector() {
            return Err(Error::OverVectors);
        }
        let format = survey.format_of_points();
        let (from, to) = survey.range;
        let [low, high] = [from, to].map(|end| format.rounded(end));
        let breaks: Vec<f64> = self.breaks().iter().map(|found| found.at).collect();
        let wide = Range {
            format,
            from: low,
            to: high,
        };
        let near = Range {
            from: low.max(-USUAL),
            to: high.min(USUAL),
            ..wide
        };
        let mut xs = wide.points(survey.points / 2, &breaks);
        if near.from <= near.to {
            xs.extend(near.points(survey.points / 2, &breaks));
        }
        // the sign of a zero is nothing to a formula
        xs.iter_mut().filter(|x| **x == 0.0).for_each(|x| *x = 0.0);
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        let count = self.inputs().len();
        let mix = |index: usize, place: usize| xs[(index * 617 + place * 389) % xs.len()];
        let point = |(index, &x): (usize, &f64)| {
            let others = (1..count).map(|place| mix(index, place));
            std::iter::once(x).chain(others).take(count).collect()
        };
        Ok(xs.iter().enumerate().map(point).collect())
    }

    /// How numbers that a program returned for these points stand to the true values.
    ///
    /// A number is taken to be right where its error is at most [`Survey::ulps`] times what follows:
    /// - an ulp at the true value, times `max(1, |a g_a/g|)` over inputs and parameters a: what rounding them explains;
    /// - or the spacing of numbers at the greatest value that the function has at the points between -8 and 8 (or, of several inputs,
    ///   where one of them is simple), as a sum that cancels may lose;
    /// - or the last digit, if few digits were printed;
    /// - and at a kink, where a derivative may have any value between the one-sided ones.
    ///
    /// NaN is wrong wherever the formula has a value, an infinity where the true value does not round to it. Points outside the
    /// domain do not count.
    ///
    /// # Errors
    /// If the formula acts on whole vectors, or has no such name to differentiate by, or there are not as many numbers as points.
    pub fn check_numbers(
        &self,
        survey: &Survey,
        points: &[Vec<f64>],
        claims: &[Printed],
    ) -> Result<Judged, Error> {
        if self.is_vector() {
            return Err(Error::OverVectors);
        }
        if points.len() != claims.len() {
            return Err(Error::DifferentLengths {
                points: points.len(),
                numbers: claims.len(),
            });
        }
        let judge = Judge::new(self, survey, points, claims)?;
        let found = points.par_iter().zip(claims);
        let found = found.map(|(point, claim)| judge.at(point, claim));
        Ok(judge.summary(found.collect()))
    }
}
