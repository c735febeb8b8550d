//! What a formula of one input is like: its properties, each with how sure it is.

mod advice;
mod asymptotes;
mod cost;
mod curve;
mod domain;
mod figures;
mod gaussian;
mod grid;
mod hazards;
mod line;
pub(crate) mod literal;
mod proof;
mod quadrature;
mod range;
mod roots;
mod saturation;
mod sets;
mod shape;
mod smoothness;
mod symmetry;

pub use figures::*;

use crate::{Break, Error, Formula, Parameter};
use curve::{Curve, Quantity};
use line::{Line, Probe};

/// The properties of a formula of one input, for the values that its parameters have.
///
/// ```
/// use gradus::Formula;
///
/// let report = Formula::builtin("swish")?.report()?;
/// let least = report.range().value.least;
/// assert_eq!(least.value, -0.2784645427610738);
/// assert_eq!(least.attained.map(|at| at.from), Some(-1.2784645427610737));
/// assert!(report.dead().value.places.is_empty());
/// # Ok::<(), gradus::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Report {
    formula: String,
    name: Option<String>,
    input: String,
    parameters: Vec<Parameter>,
    domain: Known<Set>,
    range: Known<Range>,
    zeros: Known<Places>,
    fixed_points: Known<Places>,
    symmetry: Known<Symmetry>,
    monotone: Known<Vec<Stretch>>,
    extrema: Known<Extrema>,
    slope_range: Known<Range>,
    slope_extrema: Known<Extrema>,
    inflections: Known<Places>,
    breaks: Known<Vec<Break>>,
    has_more_breaks: bool,
    smoothness: Known<Smoothness>,
    asymptotes: Known<[Asymptote; 2]>,
    dead: Known<Places>,
    saturated: Known<[Saturation; 2]>,
    moments: Known<Option<Moments>>,
    edge_of_chaos: Known<Option<EdgeOfChaos>>,
    cost: Cost,
    hazards: Vec<Hazard>,
    advice: Vec<&'static str>,
}

impl Formula {
    /// What the formula is like: domain, range, zeros, extrema, kinks, saturation and more.
    ///
    /// # Errors
    /// If it acts on whole vectors, has not exactly one input, or its derivative would exceed the limits.
    pub fn report(&self) -> Result<Report, Error> {
        if self.is_vector() {
            return Err(Error::OverVectors);
        }
        let [input] = self.inputs()[..] else {
            let inputs = self.inputs().into_iter().map(str::to_owned);
            return Err(Error::SeveralInputs(inputs.collect()));
        };
        let curve = Curve::new(self.specialised()?)?;
        let mut report = Report::of(self, input, &curve)?;
        report.advice = advice::advice(&report);
        Ok(report)
    }
}

impl Report {
    fn of(formula: &Formula, input: &str, curve: &Curve) -> Result<Self, Error> {
        let stretches = shape::stretches(&curve.value, &curve.by_slope);
        let extrema = shape::extrema(&curve.value, &stretches, curve.by_slope.is_partial());
        let slope_line = curve.by_curvature.as_ref().unwrap_or(&curve.by_slope);
        let slope_stretches = shape::stretches(&curve.slope, slope_line);
        let slope_extrema = shape::extrema(&curve.slope, &slope_stretches, slope_line.is_partial());
        let slope_range = range::range(curve, &curve.slope, slope_line);
        let cost = cost::cost(curve, &slope_range, &stretches)?;
        let sure = Sure::of(curve);
        let (fixed_points, sure_of_fixed) = fixed_points(curve);
        let domain = domain::domain(curve);
        let is_total = domain.intervals == [Interval::LINE] && sure.is_total;
        let smoothness = smoothness::smoothness(curve);
        let has_breaks = matches!(
            smoothness.value,
            Smoothness::Discontinuous | Smoothness::Class(0)
        );
        let smoothness = match sure.breaks {
            Status::Proved if has_breaks && !curve.value.breaks.is_empty() => {
                Known::new(smoothness.value, Status::Proved)
            }
            _ => smoothness,
        };
        Ok(Self {
            cost,
            formula: formula.to_string(),
            name: formula.name().map(str::to_owned),
            input: input.to_owned(),
            parameters: formula.parameters(),
            domain: Known::new(
                domain,
                if is_total {
                    Status::Proved
                } else {
                    Status::Computed
                },
            ),
            range: Known::new(
                range::range(curve, &curve.value, &curve.by_slope),
                sure.slope,
            ),
            zeros: Known::new(
                roots::zeros(curve, &curve.value, &curve.by_value, Some(&extrema)),
                sure.value,
            ),
            fixed_points: Known::new(fixed_points, sure_of_fixed),
            symmetry: symmetry::symmetry(curve),
            monotone: Known::new(stretches, sure.slope),
            slope_range: Known::new(slope_range, sure.curvature),
            inflections: Known::new(shape::inflections(curve, &slope_extrema), sure.curvature),
            extrema: Known::new(extrema, sure.slope),
            slope_extrema: Known::new(slope_extrema, sure.curvature),
            breaks: Known::new(curve.value.breaks.clone(), sure.breaks),
            has_more_breaks: curve.has_stairs
                || curve.by_slope.is_partial() && curve.value.breaks.len() > 2,
            smoothness,
            asymptotes: Known::computed(asymptotes::asymptotes(curve)),
            dead: Known::new(saturation::dead(curve), sure.slope),
            saturated: Known::computed(saturation::saturated(curve)),
            moments: Known::computed(gaussian::moments(curve)),
            edge_of_chaos: Known::computed(gaussian::edge_of_chaos(curve)),
            hazards: hazards::hazards(formula, curve),
            advice: Vec::new(),
        })
    }

    /// The formula as it was read.
    pub fn formula(&self) -> &str {
        &self.formula
    }

    /// Its name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The name of its input.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The parameters with the values for which the report is.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The numbers that have a value.
    pub fn domain(&self) -> &Known<Set> {
        &self.domain
    }

    /// The values, with where the least and the greatest are attained.
    pub fn range(&self) -> &Known<Range> {
        &self.range
    }

    /// Where the value is zero.
    pub fn zeros(&self) -> &Known<Places> {
        &self.zeros
    }

    /// Where the value is the input.
    pub fn fixed_points(&self) -> &Known<Places> {
        &self.fixed_points
    }

    /// Whether it is odd or even.
    pub fn symmetry(&self) -> &Known<Symmetry> {
        &self.symmetry
    }

    /// Where the formula rises, falls or stays.
    pub fn monotone(&self) -> &Known<Vec<Stretch>> {
        &self.monotone
    }

    /// Local extrema of the value.
    pub fn extrema(&self) -> &Known<Extrema> {
        &self.extrema
    }

    /// The values of the derivative.
    pub fn slope_range(&self) -> &Known<Range> {
        &self.slope_range
    }

    /// Local extrema of the derivative.
    pub fn slope_extrema(&self) -> &Known<Extrema> {
        &self.slope_extrema
    }

    /// Where the curve changes the direction in which it bends.
    pub fn inflections(&self) -> &Known<Places> {
        &self.inflections
    }

    /// Kinks and jumps with one-sided values and derivatives.
    pub fn breaks(&self) -> &Known<Vec<Break>> {
        &self.breaks
    }

    /// Whether there are more kinks and jumps, beyond those listed between -16 and 16.
    pub fn has_more_breaks(&self) -> bool {
        self.has_more_breaks
    }

    /// How often it can be differentiated.
    pub fn smoothness(&self) -> &Known<Smoothness> {
        &self.smoothness
    }

    /// The least constant `L` with `|f(a) - f(b)| <= L |a - b|` on each interval of the domain: the least upper bound of the size of the
    /// slope, infinite if there is none or the value jumps.
    pub fn lipschitz(&self) -> Known<Bound> {
        let status = self.slope_range.status;
        if figures::jumps(&self.breaks.value) {
            let at = self
                .breaks
                .value
                .iter()
                .find(|found| found.kind == crate::BreakKind::Jump);
            let approached = at.map_or(f64::NAN, |found| found.at);
            let value = f64::INFINITY;
            return Known::new(
                Bound {
                    value,
                    attained: None,
                    approached,
                },
                status,
            );
        }
        let Range {
            least, greatest, ..
        } = self.slope_range.value;
        let steepest = if -least.value > greatest.value {
            least
        } else {
            greatest
        };
        let value = steepest.value.abs();
        Known::new(Bound { value, ..steepest }, status)
    }

    /// What it does far on the left and on the right.
    pub fn asymptotes(&self) -> &Known<[Asymptote; 2]> {
        &self.asymptotes
    }

    /// Where the gradient is exactly zero.
    pub fn dead(&self) -> &Known<Places> {
        &self.dead
    }

    /// Where the gradient is small: below 0.01, and below 1e-6. Only what reaches an end of the domain or holds a stretch on which the
    /// gradient is zero counts, not what is near an extremum.
    pub fn saturated(&self) -> &Known<[Saturation; 2]> {
        &self.saturated
    }

    /// Expectations over a standard normal input, and gains for initialisation; `None` if it is not defined for all inputs.
    pub fn moments(&self) -> &Known<Option<Moments>> {
        &self.moments
    }

    /// A point of the edge of chaos: that with `q = 1`, or, where that needs a negative variance of the biases, the nearest with none.
    /// `None` where there is no such point for `q` from 1/1024 to 1024, and for formulas that jump.
    pub fn edge_of_chaos(&self) -> &Known<Option<EdgeOfChaos>> {
        &self.edge_of_chaos
    }

    /// Operations of value and slope, and what the backward pass needs.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// Where the text, evaluated literally in f32 or f64, goes wrong.
    pub fn hazards(&self) -> &[Hazard] {
        &self.hazards
    }

    /// Practical advice that follows from the properties.
    pub fn advice(&self) -> &[&'static str] {
        &self.advice
    }
}

/// What is proved of the signs of the value and its derivatives.
struct Sure {
    /// Whether the value exists everywhere.
    is_total: bool,
    value: Status,
    slope: Status,
    curvature: Status,
    breaks: Status,
}

impl Sure {
    fn of(curve: &Curve) -> Self {
        let formula = &curve.value.formula;
        let is_total = proof::is_total(formula);
        let is_known = proof::has_known_boundaries(formula) && !curve.has_stairs;
        let slope_is_known = is_known && proof::has_known_boundaries(&curve.slope.formula);
        let status = |quantity: &Quantity, line: &Line| match slope_is_known && is_total {
            true => proof::status(&quantity.formula, line, limits(quantity)),
            false => Status::Computed,
        };
        let curvature = curve.curvature.as_ref().zip(curve.by_curvature.as_ref());
        Self {
            is_total,
            value: status(&curve.value, &curve.by_value),
            slope: status(&curve.slope, &curve.by_slope),
            curvature: curvature.map_or(Status::Computed, |(curvature, line)| {
                status(curvature, line)
            }),
            breaks: if is_known && is_total {
                Status::Proved
            } else {
                Status::Computed
            },
        }
    }
}

fn limits(quantity: &Quantity) -> [f64; 2] {
    [f64::NEG_INFINITY, f64::INFINITY].map(|end| quantity.value(end))
}

/// Where the value is the input, and how sure that is.
fn fixed_points(curve: &Curve) -> (Places, Status) {
    let drift = curve.value.formula.with_body(|graph, body, input| {
        let x = graph.symbol(input);
        graph.subtract(body, x)
    });
    let Ok(drift) = drift.map(Quantity::between_breaks) else {
        let places = Vec::new();
        return (
            Places {
                places,
                more: false,
            },
            Status::Computed,
        );
    };
    let line = curve.line(&drift);
    let places = roots::zeros(curve, &drift, &line, None);
    let formula = &curve.value.formula;
    let is_total = proof::is_total(formula);
    let status = match is_total && !curve.has_stairs {
        true => proof::status(&drift.formula, &line, limits(&drift)),
        false => Status::Computed,
    };
    (places, status)
}
