//! How accurate kernels are: results against true values in high precision, over the whole range of a number type.
//!
//! ```
//! use gradus::Formula;
//! use gradus::accuracy::{Format, Survey};
//!
//! let swish = Formula::builtin("swish")?;
//! let found = swish.accuracy(&Survey::default().format(Format::F32Rounded).points(500))?;
//! assert!(found.ulp.maximum < 0.500_001);
//! assert!(found.faults.is_empty());
//! # Ok::<(), gradus::Error>(())
//! ```

mod format;
mod histogram;
pub(crate) mod points;
pub(crate) mod quantity;
mod report;
mod sweep;

use std::sync::atomic::{AtomicU64, Ordering};

use gradus_eval::Element;
use rayon::prelude::*;

pub use format::Format;
pub use report::{Accuracy, Faults, PointError, Quantiles};

use crate::{Error, Formula, Kernel, Options, Precision};
use points::Range;
use quantity::{Quantity, Truth};

/// What to measure, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    format: Format,
    order: u32,
    by: Option<String>,
    range: Option<(f64, f64)>,
    points: usize,
    worst: usize,
    stride: Option<u32>,
}

impl Default for Survey {
    /// The value in f64, at 10,000 points of the whole range.
    fn default() -> Self {
        Self {
            format: Format::F64,
            order: 0,
            by: None,
            range: None,
            points: 10_000,
            worst: 5,
            stride: None,
        }
    }
}

impl Survey {
    /// Which kernel is measured.
    #[must_use]
    pub fn format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The derivative of that order; 0 is the value.
    #[must_use]
    pub fn derivative(self, order: u32) -> Self {
        Self { order, ..self }
    }

    /// The derivatives are by that input or parameter; by the input unless said otherwise.
    #[must_use]
    pub fn by(self, name: &str) -> Self {
        Self {
            by: Some(name.to_owned()),
            ..self
        }
    }

    /// Points lie between these ends, which belong to it; everywhere unless said otherwise.
    #[must_use]
    pub fn range(self, from: f64, to: f64) -> Self {
        Self {
            range: Some((from, to)),
            ..self
        }
    }

    /// About how many points there are, apart from those beside kinks, roots and other landmarks.
    #[must_use]
    pub fn points(self, points: usize) -> Self {
        Self { points, ..self }
    }

    /// How many of the worst results are kept.
    #[must_use]
    pub fn worst(self, worst: usize) -> Self {
        Self { worst, ..self }
    }

    /// Every number of the range, instead of some points: f32 only.
    ///
    /// Results are compared with the f64 kernel, and the worst of every 2^20 numbers, up to 64 of them, in high precision; so are some of
    /// those where the f64 kernel gives zero, infinity or NaN, which prove nothing. Quantiles are known to 3 %.
    #[must_use]
    pub fn exhaustive(self) -> Self {
        self.every(1)
    }

    /// One in so many numbers of the range, evenly spaced in their order: a thinned exhaustive survey.
    #[must_use]
    pub fn every(self, stride: u32) -> Self {
        Self {
            stride: Some(stride.max(1)),
            ..self
        }
    }

    fn whole_range(&self) -> Range {
        let (format, greatest) = (self.format, self.format.greatest());
        let (from, to) = self.range.unwrap_or((-greatest, greatest));
        let end = |end: f64| format.rounded(end).clamp(-greatest, greatest);
        Range {
            format,
            from: end(from),
            to: end(to),
        }
    }
}

impl Formula {
    /// How accurate the kernel of a formula with one input is: its value, or a derivative of it as
    /// [`Kernel::call_with_derivative`] gives it.
    ///
    /// Parameters have the numbers of the format nearest to their values. True values are found in high precision, to enough bits
    /// that their rounding is certain. At kinks a derivative is measured against what [`Options::kink`] asks for.
    ///
    /// # Errors
    /// If the formula acts on whole vectors or has several inputs, has no such name to differentiate by, or is to be surveyed
    /// exhaustively in f64.
    pub fn accuracy(&self, survey: &Survey) -> Result<Accuracy, Error> {
        self.accuracy_with_progress(survey, &|_, _| {})
    }

    /// As [`accuracy`](Self::accuracy), telling again and again how many points are done of how many.
    ///
    /// # Errors
    /// As [`accuracy`](Self::accuracy).
    pub fn accuracy_with_progress(
        &self,
        survey: &Survey,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Accuracy, Error> {
        let subject = Subject::new(self, survey)?;
        Ok(match (survey.stride, survey.format) {
            (Some(_), Format::F64) => return Err(Error::TooManyNumbers),
            (Some(stride), _) => subject.swept(survey, stride, progress),
            (None, Format::F64) => subject.sampled::<f64>(survey, progress),
            (None, _) => subject.sampled::<f32>(survey, progress),
        })
    }

    /// With the numbers of a format nearest to the parameters' values, and the options of its kernels.
    pub(crate) fn in_format(&self, format: Format) -> Result<Self, Error> {
        let precision = match format {
            Format::F32Rounded => Precision::Rounded,
            Format::F64 | Format::F32 => Precision::Native,
        };
        let mut formula = self.options(Options {
            precision,
            ..self.kernel_options()
        });
        let exact = self.parameter_values();
        for (parameter, value) in self.parameters().iter().zip(exact) {
            let rounded = match format.is_single() {
                true => f64::from(value.single),
                false => value.double,
            };
            formula = formula.with(&parameter.name, rounded)?;
        }
        Ok(formula)
    }
}

/// What is measured.
struct Subject {
    formula: Formula,
    order: u32,
    by: String,
    quantity: Quantity,
}

impl Subject {
    fn new(formula: &Formula, survey: &Survey) -> Result<Self, Error> {
        if formula.is_vector() {
            return Err(Error::OverVectors);
        }
        let inputs = formula.inputs();
        let [input] = inputs[..] else {
            return Err(Error::SeveralInputs(
                inputs.iter().map(|&name| name.to_owned()).collect(),
            ));
        };
        let formula = formula.in_format(survey.format)?;
        let by = survey.by.as_deref().unwrap_or(input);
        formula.symbol(by)?;
        Ok(Self {
            order: survey.order,
            by: by.to_owned(),
            quantity: Quantity::new(&formula, survey.order, by, survey.format)?,
            formula,
        })
    }

    /// The kernel that is measured, in the number type of its results.
    fn kernel<T: Element>(&self) -> Tested<T> {
        // what is fused with the value is the derivative by the input
        let is_fused = self.order > 0 && self.formula.inputs()[0] == self.by;
        let mut formula = self.formula.clone();
        for _ in usize::from(is_fused)..self.order as usize {
            formula = formula.derivative(&self.by).unwrap_or(formula);
        }
        Tested {
            kernel: formula.compile(),
            is_fused,
        }
    }

    fn sampled<T: Element>(
        &self,
        survey: &Survey,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Accuracy {
        let kernel = self.kernel::<T>();
        let range = survey.whole_range();
        let breaks: Vec<f64> = self.formula.breaks().iter().map(|found| found.at).collect();
        let mut xs = range.points(survey.points, &breaks);
        let roots = range.beside_roots(&xs, &kernel.results(&xs), |x| kernel.results(&[x])[0]);
        xs.extend(roots);
        xs.sort_by_key(|&x| survey.format.place(x));
        xs.dedup_by_key(|x| survey.format.place(*x));
        let results = kernel.results(&xs);
        let (done, total) = (AtomicU64::new(0), xs.len() as u64);
        let measured = xs.par_iter().zip(&results).map(|(&x, &result)| {
            let found = self.quantity.error(x, result);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            found
        });
        accuracy(survey, &measured.collect::<Vec<_>>())
    }
}

/// The result of measuring some points.
fn accuracy(survey: &Survey, measured: &[Result<PointError, Truth>]) -> Accuracy {
    let points: Vec<PointError> = measured
        .iter()
        .filter_map(|one| one.as_ref().ok().copied())
        .collect();
    let unknown = measured
        .iter()
        .filter(|one| matches!(one, Err(Truth::Unknown)))
        .count();
    let faults = points.iter().map(|point| Faults::of(point, survey.format));
    Accuracy {
        format: survey.format,
        points: points.len() as u64,
        undefined: (measured.len() - points.len() - unknown) as u64,
        unknown: unknown as u64,
        ulp: Quantiles::of(points.iter().map(|point| point.ulp)),
        conditioned: Quantiles::of(points.iter().map(|point| point.conditioned)),
        faults: faults.fold(Faults::default(), Faults::and),
        worst: report::worst(points.clone(), survey.worst),
        profile: points,
    }
}

/// A kernel whose value or derivative is measured.
struct Tested<T> {
    kernel: Kernel<T>,
    is_fused: bool,
}

impl<T: Element> Tested<T> {
    fn map(&self, xs: &[T], results: &mut [T]) {
        if self.is_fused {
            let mut values = vec![T::default(); xs.len()];
            self.kernel.map_with_derivative(xs, &mut values, results);
        } else {
            self.kernel.map(xs, results);
        }
    }

    fn results(&self, xs: &[f64]) -> Vec<f64> {
        let xs: Vec<T> = xs.iter().map(|&x| T::number(x)).collect();
        let mut results = vec![T::default(); xs.len()];
        self.map(&xs, &mut results);
        let wide = results
            .iter()
            .map(|result| result.to_f64().unwrap_or(f64::NAN));
        wide.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(text: &str, survey: &Survey) -> Accuracy {
        let formula: Formula = text.parse().expect(text);
        formula.accuracy(survey).expect(text)
    }

    #[test]
    fn exact_kernels_have_no_error() {
        for order in 0..=2 {
            let found = survey("relu", &Survey::default().derivative(order).points(200));
            assert_eq!((found.ulp.maximum, found.conditioned.maximum), (0.0, 0.0));
            assert!(found.faults.is_empty() && found.worst.is_empty());
            assert_eq!((found.undefined, found.unknown), (0, 0));
        }
    }

    #[test]
    fn a_survey_says_where_it_is_worst() {
        let found = survey("x*sigmoid(x)", &Survey::default().points(1000).worst(3));
        assert_eq!(found.worst.len(), 3);
        assert_eq!(found.worst[0].conditioned, found.conditioned.maximum);
        assert!(found.conditioned.median <= found.conditioned.percent);
        assert!(found.points >= 1000 && found.profile.len() as u64 == found.points);
        assert!(found.profile.is_sorted_by(|a, b| a.x <= b.x));
    }

    #[test]
    fn an_empty_range_has_no_points() {
        let empty = Survey::default().format(Format::F32).range(1.0, -1.0);
        for survey_of in [empty.clone(), empty.exhaustive()] {
            let found = survey("exp(x)", &survey_of);
            assert_eq!((found.points, found.ulp.maximum), (0, 0.0));
        }
    }

    #[test]
    fn points_outside_the_domain_are_counted_apart() {
        let found = survey("ln(x)", &Survey::default().points(400));
        assert!(found.undefined > 150 && found.points > 150);
        assert!(found.ulp.maximum < 2.0, "{found:?}");
    }

    #[test]
    fn a_derivative_by_a_parameter_is_measured() {
        let text = "f(x; a = 1/3) = exp(a*x)";
        let by = Survey::default().derivative(1).by("a").points(300);
        let found = survey(text, &by.clone().range(-100.0, 100.0));
        assert!(found.conditioned.maximum < 4.0, "{found:?}");
        let formula: Formula = text.parse().expect(text);
        assert!(formula.accuracy(&by.by("b")).is_err());
    }

    #[test]
    fn a_thinned_sweep_finds_what_points_find() {
        for text in ["x*sigmoid(x)", "exp(x)", "ln(x)"] {
            let swept = survey(
                text,
                &Survey::default().format(Format::F32).every(1_000_003),
            );
            assert_eq!(swept.points + swept.undefined, 4278);
            let found = survey(text, &Survey::default().format(Format::F32).points(4000));
            let (a, b) = (swept.ulp.percent, found.ulp.percent);
            assert!(a < 2.0 && b < 2.0, "{text}: {a} {b}");
            assert!(swept.faults.is_empty(), "{swept:?}");
            assert!(swept.worst[0].conditioned <= swept.conditioned.maximum);
            let shown = swept.profile.iter().map(|point| point.ulp);
            assert_eq!(shown.fold(0.0, f64::max), swept.ulp.maximum);
            assert!(swept.profile.is_sorted_by(|a, b| a.x <= b.x));
        }
    }

    #[test]
    fn kernels_that_round_once_are_within_half_an_ulp() {
        for (text, order) in [
            ("gelu", 0),
            ("softplus", 1),
            ("f(x; a = 1/3) = exp(a*x)", 1),
        ] {
            let usual = Survey::default().format(Format::F32Rounded).points(2000);
            let found = survey(text, &usual.derivative(order));
            // double rounding adds the error of the f64 kernel
            assert!(found.conditioned.maximum < 0.5 + 1e-7, "{text}: {found:?}");
            assert!(found.faults.is_empty());
        }
    }

    #[test]
    fn what_cannot_be_measured_is_an_error() {
        let error = |text: &str, survey: &Survey| {
            let formula: Formula = text.parse().expect(text);
            formula
                .accuracy(survey)
                .map(|_| ())
                .map_err(|error| error.to_string())
        };
        let usual = Survey::default();
        assert!(error("softmax", &usual).is_err_and(|error| error.contains("vectors")));
        assert!(error("glu", &usual).is_err_and(|error| error.contains("one input")));
        assert!(error("x", &usual.exhaustive()).is_err_and(|error| error.contains("2^64")));
    }
}
