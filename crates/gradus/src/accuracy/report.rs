//! What was measured.

use super::Format;

/// How accurate a kernel was found to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Accuracy {
    /// The format of its results.
    pub format: Format,
    /// How many results were measured.
    pub points: u64,
    /// How many points have no true value: outside the domain, or at a jump whose place is no number of the format.
    pub undefined: u64,
    /// How many true values could not be found in high precision; these results were not measured.
    pub unknown: u64,
    /// Errors in ulp.
    pub ulp: Quantiles,
    /// Errors that the rounding of the input and of the parameters does not excuse: the error in ulp over the condition
    /// `max(1, |x g'/g|, |p g_p/g|)` of what is evaluated, g.
    pub conditioned: Quantiles,
    /// Results that are wrong in kind.
    pub faults: Faults,
    /// The worst results, at most one a binade of the input, by conditioned error and then by error in ulp.
    pub worst: Vec<PointError>,
    /// Errors over the range, x ascending: of all points, or for an exhaustive survey of the worst points of its parts.
    pub profile: Vec<PointError>,
}

/// How errors are distributed, in ulp. NaN where the truth is a number counts as an infinite error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantiles {
    /// The greatest.
    pub maximum: f64,
    /// What 99.9 % do not exceed.
    pub per_mille: f64,
    /// What 99 % do not exceed.
    pub percent: f64,
    /// What half of them do not exceed.
    pub median: f64,
}

/// How many results are wrong in kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// NaN or infinite, where the true value rounds to a finite number.
    pub not_finite: u64,
    /// Zero, where the true value is a normal number.
    pub false_zeros: u64,
    /// Of the wrong sign, with a conditioned error above 8 ulp.
    pub wrong_signs: u64,
}

/// The error of a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointError {
    /// The input.
    pub x: f64,
    /// What the kernel returned.
    pub result: f64,
    /// The number of the format nearest to the true value.
    pub truth: f64,
    /// The error in ulp.
    pub ulp: f64,
    /// The part of it that the rounding of the input does not excuse.
    pub conditioned: f64,
}

/// A wrong sign counts from this error on, in ulp.
const TELLING: f64 = 8.0;

impl Faults {
    /// The faults of one result.
    pub(super) fn of(point: &PointError, format: Format) -> Self {
        let PointError { result, truth, .. } = *point;
        let opposite = result < 0.0 && truth > 0.0 || result > 0.0 && truth < 0.0;
        Self {
            not_finite: u64::from(truth.is_finite() && !result.is_finite()),
            false_zeros: u64::from(result == 0.0 && truth.abs() >= format.least_normal()),
            wrong_signs: u64::from(opposite && point.conditioned > TELLING),
        }
    }

    /// Those of two sets of results.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            not_finite: self.not_finite + other.not_finite,
            false_zeros: self.false_zeros + other.false_zeros,
            wrong_signs: self.wrong_signs + other.wrong_signs,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Quantiles {
    /// Those of some errors.
    pub(super) fn of(errors: impl Iterator<Item = f64>) -> Self {
        let mut errors: Vec<f64> = errors.collect();
        errors.sort_by(f64::total_cmp);
        let Some(&maximum) = errors.last() else {
            return Self::default();
        };
        let at = |share: f64| errors[((errors.len() as f64 * share).ceil() as usize).max(1) - 1];
        Self {
            maximum,
            per_mille: at(0.999),
            percent: at(0.99),
            median: at(0.5),
        }
    }
}

impl PointError {
    /// Which of two is the worse.
    pub(super) fn badness(&self, other: &Self) -> std::cmp::Ordering {
        let first = self.conditioned.total_cmp(&other.conditioned);
        first.then(self.ulp.total_cmp(&other.ulp))
    }
}

/// The worst of each binade of the input, the worst first, at most so many.
pub(super) fn worst(mut points: Vec<PointError>, count: usize) -> Vec<PointError> {
    points.retain(|point| point.ulp > 0.0);
    points.sort_by(|a, b| b.badness(a));
    let mut seen = std::collections::HashSet::new();
    points.retain(|point| seen.len() < count && seen.insert(point.x.to_bits() >> 52));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, ulp: f64) -> PointError {
        PointError {
            x,
            result: 1.0,
            truth: 1.0,
            ulp,
            conditioned: ulp / 2.0,
        }
    }

    #[test]
    fn quantiles_are_errors_that_occur() {
        let quantiles = Quantiles::of((1..=1000).map(f64::from));
        assert_eq!(
            (
                quantiles.maximum,
                quantiles.per_mille,
                quantiles.percent,
                quantiles.median
            ),
            (1000.0, 999.0, 990.0, 500.0)
        );
        assert_eq!(Quantiles::of([0.25].into_iter()).median, 0.25);
        assert_eq!(
            Quantiles::of([f64::INFINITY, 0.0].into_iter()).maximum,
            f64::INFINITY
        );
    }

    #[test]
    fn the_worst_points_are_of_different_binades() {
        let points = vec![
            point(1.0, 3.0),
            point(1.5, 4.0),
            point(-1.5, 1.0),
            point(4.0, 0.0),
        ];
        let found: Vec<f64> = worst(points, 5).iter().map(|point| point.x).collect();
        assert_eq!(found, [1.5, -1.5]);
    }

    #[test]
    fn faults_are_told_from_errors() {
        let fault = |result, truth, conditioned| {
            let point = PointError {
                x: 1.0,
                result,
                truth,
                ulp: conditioned,
                conditioned,
            };
            Faults::of(&point, Format::F64)
        };
        assert!(fault(1.0, 1.0, 0.0).is_empty());
        assert!(fault(f64::INFINITY, f64::INFINITY, 0.0).is_empty());
        assert_eq!(fault(f64::NAN, 1.0, f64::INFINITY).not_finite, 1);
        assert_eq!(fault(0.0, 1e-300, 1e10).false_zeros, 1);
        assert!(fault(0.0, 1e-310, 1e10).is_empty());
        assert_eq!(fault(-1.0, 1.0, 9.0).wrong_signs, 1);
        assert!(fault(-1.0, 1.0, 7.0).is_empty());
    }
}
