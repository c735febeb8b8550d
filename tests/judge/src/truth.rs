//! Whether a claim is right, found without any rule of calculus: by differences over steps of 2^-300 in high precision.

use gradus::{Error, Formula};
use gradus_syntax::{Func, Kind};

use crate::choices::Choices;
use crate::decimals::{DIGITS, Reading};
use crate::expression::Expr;
use crate::subject::Subject;

/// The step of the differences.
const STEP: i32 = -300;
/// The bits in which they are taken, and those for claims.
const BITS: [u32; 2] = [2048, 512];
/// Where claims are tried: not at round numbers alone.
#[rustfmt::skip]
const POINTS: [f64; 34] = [
    0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.031_25, -3.031_25, 0.101_562_5, -0.101_562_5, 0.007_812_5, -0.007_812_5, 1.406_25, -1.406_25,
    0.718_75, -0.718_75, 4.843_75, -4.843_75, 7.656_25, -7.656_25, 12.281_25, -12.281_25, 21.593_75, -21.593_75, 37.718_75, -37.718_75,
    96.281_25, -96.281_25, 2.968_75, 5.906_25, 0.25, -0.25, 1e-6,
];
/// Points with other values of the parameters: every so many of them.
const EVERY: usize = 3;
/// Sets of other values of the parameters.
const SETS: usize = 3;

/// How a claim stands to the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The same at every point.
    Right,
    /// Another value somewhere.
    Wrong,
    /// Too few points could be compared.
    Unknown,
}

/// True derivatives at points.
pub struct Truth<'a> {
    subject: &'a Subject,
    /// The places where a piece ends, as expressions for the first input.
    boundaries: Vec<Expr>,
    samples: Vec<Sample>,
}

/// A point with the slopes on both sides of it.
struct Sample {
    inputs: Vec<f64>,
    parameters: Vec<(String, f64)>,
    /// The boundary that the first input is at.
    boundary: Option<usize>,
    sides: [Reading; 2],
}

impl<'a> Truth<'a> {
    /// The derivatives of a subject.
    ///
    /// # Errors
    /// If differences exceed the limits.
    pub fn new(subject: &'a Subject, choices: &mut Choices) -> Result<Self, Error> {
        let mut truth = Self {
            subject,
            boundaries: boundaries(subject)?,
            samples: Vec::new(),
        };
        let general = difference(subject, &subject.body, &Expr::name(&subject.by))?;
        for (index, &x) in POINTS.iter().enumerate() {
            let inputs = truth.point(x, index);
            truth.sample(&general, inputs, Vec::new(), None);
        }
        if !subject.formula.parameters().is_empty() {
            for set in 0..SETS {
                let parameters = other_values(&subject.formula, choices);
                for (index, &x) in POINTS.iter().enumerate().skip(set).step_by(EVERY) {
                    let inputs = truth.point(x, index);
                    truth.sample(&general, inputs, parameters.clone(), None);
                }
            }
        }
        truth.sample_boundaries()?;
        Ok(truth)
    }

    /// Where the first input meets a boundary, as expressions of everything else.
    pub fn boundaries(&self) -> &[Expr] {
        &self.boundaries
    }

    fn sample_boundaries(&mut self) -> Result<(), Error> {
        let subject = self.subject;
        if subject.by != subject.input() {
            return Ok(());
        }
        for (index, place) in self.boundaries.clone().iter().enumerate() {
            let there = difference(subject, &subject.body, place)?;
            let inputs = self.point(0.0, index + 1);
            self.sample(&there, inputs, Vec::new(), Some(index));
        }
        Ok(())
    }

    /// `x` for the first input, other numbers for the others.
    fn point(&self, x: f64, index: usize) -> Vec<f64> {
        let count = self.subject.formula.inputs().len();
        let others = (1..count).map(|place| POINTS[(index * 5 + place * 3) % POINTS.len()]);
        std::iter::once(x).chain(others).take(count).collect()
    }

    fn sample(
        &mut self,
        difference: &Formula,
        inputs: Vec<f64>,
        parameters: Vec<(String, f64)>,
        boundary: Option<usize>,
    ) {
        let Some(difference) = with_values(difference, &parameters) else {
            return;
        };
        let side = |sign: f64| {
            let arguments: Vec<f64> = std::iter::once(sign * 2f64.powi(STEP))
                .chain(inputs.iter().copied())
                .collect();
            let text = difference.precise(&arguments, BITS[0], DIGITS);
            Reading::new(text.as_deref())
        };
        let sides = [side(-1.0), side(1.0)];
        if sides.iter().all(|side| matches!(side, Reading::Number(_))) {
            self.samples.push(Sample {
                inputs,
                parameters,
                boundary,
                sides,
            });
        }
    }

    /// How a claim stands to it.
    ///
    /// # Errors
    /// If the claim exceeds the limits.
    pub fn standing(&self, claim: &Expr) -> Result<Standing, Error> {
        const FEWEST: usize = 8;
        let general = self.subject.formula_of(&[], claim)?;
        let at_boundaries: Result<Vec<Formula>, Error> = self
            .boundaries
            .iter()
            .map(|place| {
                let there = claim.with_name(self.subject.input(), place);
                self.subject.formula_of(&[], &there)
            })
            .collect();
        let at_boundaries = at_boundaries?;
        let mut compared = 0;
        for sample in &self.samples {
            let formula = sample
                .boundary
                .map_or(&general, |index| &at_boundaries[index]);
            match sample.fits(formula) {
                Some(true) => compared += 1,
                Some(false) => return Ok(Standing::Wrong),
                None => {}
            }
        }
        Ok(if compared >= FEWEST {
            Standing::Right
        } else {
            Standing::Unknown
        })
    }
}

impl Sample {
    /// Whether a claim is one of the slopes here or between them; `None` where it cannot be told.
    fn fits(&self, claim: &Formula) -> Option<bool> {
        let claim = with_values(claim, &self.parameters)?;
        let text = claim.precise(&self.inputs, BITS[1], DIGITS);
        let is_special = self.boundary.is_some() || self.inputs.contains(&0.0);
        let level = |reading: Reading| match is_special {
            true => reading.without_dust(),
            false => reading,
        };
        let (Reading::Number(left), Reading::Number(right)) =
            (level(self.sides[0]), level(self.sides[1]))
        else {
            return None;
        };
        match level(Reading::new(text.as_deref())) {
            Reading::Number(claimed) => Some(claimed.is_between(left, right)),
            // a hole is no other function
            Reading::Undefined if is_special || self.is_round() => None,
            Reading::Undefined => Some(false),
            Reading::Unclear => None,
        }
    }

    fn is_round(&self) -> bool {
        self.inputs.iter().any(|x| (4.0 * x).fract() == 0.0)
    }
}

fn with_values(formula: &Formula, values: &[(String, f64)]) -> Option<Formula> {
    let mut formula = formula.clone();
    for (name, value) in values {
        formula = formula.with(name, *value).ok()?;
    }
    Some(formula)
}

/// Values near the defaults, far from them, and of the other sign.
fn other_values(formula: &Formula, choices: &mut Choices) -> Vec<(String, f64)> {
    const FACTORS: [f64; 7] = [0.625, 1.375, -0.75, 2.3, 0.1, 5.7, 0.96];
    let parameters = formula.parameters();
    let values = parameters.into_iter().map(|parameter| {
        let factor = FACTORS[choices.below(FACTORS.len())];
        let value = match parameter.value {
            0.0 => factor / 8.0,
            value => value * factor,
        };
        (parameter.name, value)
    });
    values.collect()
}

/// The slope between two points just beside a place, as a formula of `t` and the inputs.
fn difference(subject: &Subject, body: &Expr, place: &Expr) -> Result<Formula, Error> {
    const T: &str = "step_t";
    let t = Expr::name(T);
    let at = |steps: i64| body.with_name(&subject.by, &place.plus(&Expr::integer(steps).times(&t)));
    let slope = at(2).minus(&at(1)).over(&t);
    subject.formula_of(&[T], &slope)
}

/// Where the first input makes a condition turn, if it does so at one place: exact expressions of everything else.
fn boundaries(subject: &Subject) -> Result<Vec<Expr>, Error> {
    let mut differences = Vec::new();
    // a walk: nothing is rewritten
    let _ = subject.body.rewritten(&mut |node| {
        differences.extend(turns(node));
        None
    });
    let mut places: Vec<Expr> = Vec::new();
    for difference in differences {
        if let Some(place) = root(subject, &difference)?
            && !places.contains(&place)
        {
            places.push(place);
        }
    }
    Ok(places)
}

/// What changes its sign where a node turns.
fn turns(node: &Expr) -> Vec<Expr> {
    match node.parts() {
        (Kind::Compare(_), [a, b]) => vec![a.minus(b)],
        (Kind::Call(Func::Abs | Func::Sign | Func::Relu | Func::Step, _), [u]) => vec![u.clone()],
        (Kind::Call(Func::Max | Func::Min, 2), [a, b]) => vec![a.minus(b)],
        (Kind::Call(Func::Clamp, _), [x, low, high]) => vec![x.minus(low), x.minus(high)],
        _ => Vec::new(),
    }
}

/// The place where a difference vanishes, if it is linear in the first input.
fn root(subject: &Subject, difference: &Expr) -> Result<Option<Expr>, Error> {
    let input = subject.input();
    let at = |x: i64| difference.with_name(input, &Expr::integer(x));
    let slope = at(1).minus(&at(0));
    let place = at(0).negate().over(&slope);
    let straight = at(3).minus(&at(0)).minus(&Expr::integer(3).times(&slope));
    let zero = difference.with_name(input, &place);
    let point: Vec<f64> = subject.formula.inputs().iter().map(|_| 0.75).collect();
    for expression in [straight, zero] {
        let formula = subject.formula_of(&[], &expression)?;
        let value = Reading::new(formula.precise(&point, 256, DIGITS).as_deref());
        if value.without_dust() != Reading::new(Some("0")) {
            return Ok(None);
        }
    }
    Ok(Some(place))
}
