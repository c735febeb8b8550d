//! What a report is made of: plain data.

use crate::BreakKind;

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Found by evaluation at many points, roots refined in high precision: a feature narrower than the points are dense may be missed.
    Computed,
    /// Shown by algebra or by interval arithmetic for every input that is meant.
    Proved,
}

/// Something that was found, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Known<T> {
    /// What was found.
    pub value: T,
    /// How sure it is.
    pub status: Status,
}

impl<T> Known<T> {
    pub(super) fn computed(value: T) -> Self {
        let status = Status::Computed;
        Self { value, status }
    }

    pub(super) fn new(value: T, status: Status) -> Self {
        Self { value, status }
    }
}

/// An interval of numbers; of one number, if both ends are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end, perhaps `-inf`.
    pub from: f64,
    /// The upper end, perhaps `inf`.
    pub to: f64,
    /// Whether the lower end belongs to it.
    pub has_from: bool,
    /// Whether the upper end belongs to it.
    pub has_to: bool,
}

impl Interval {
    /// Every real number.
    pub const LINE: Self = Self {
        from: f64::NEG_INFINITY,
        to: f64::INFINITY,
        has_from: false,
        has_to: false,
    };

    /// Whether a number belongs to it.
    pub fn holds(&self, x: f64) -> bool {
        (self.from < x && x < self.to)
            || (self.has_from && x == self.from)
            || (self.has_to && x == self.to)
    }

    /// Whether it is a single number.
    pub fn is_point(&self) -> bool {
        self.from == self.to
    }

    pub(super) fn open(from: f64, to: f64) -> Self {
        Self {
            from,
            to,
            has_from: false,
            has_to: false,
        }
    }

    pub(super) fn closed(from: f64, to: f64) -> Self {
        Self {
            from,
            to,
            has_from: from.is_finite(),
            has_to: to.is_finite(),
        }
    }
}

/// A set of numbers: intervals from left to right that do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The intervals.
    pub intervals: Vec<Interval>,
    /// Whether there are more of them beyond those listed.
    pub more: bool,
}

/// The range of a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The values it has.
    pub set: Set,
    /// The greatest lower bound, and where it is attained.
    pub least: Bound,
    /// The least upper bound, and where it is attained.
    pub greatest: Bound,
}

/// A bound of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Its value.
    pub value: f64,
    /// Where it is attained: a point, or an interval over which the quantity is constant. Of several the one nearest zero.
    pub attained: Option<Interval>,
    /// Where it is the limit if it is not attained: a number or an infinity.
    pub approached: f64,
}

/// Points, and intervals all of whose points are meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// From left to right.
    pub places: Vec<Interval>,
    /// Whether there are more of them, beyond those listed between -16 and 16.
    pub more: bool,
}

impl Places {
    /// Those that are single points.
    pub fn points(&self) -> impl Iterator<Item = f64> {
        let points = self.places.iter().filter(|place| place.is_point());
        points.map(|place| place.from)
    }
}

/// Where a function rises, falls or stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Where.
    pub over: Interval,
    /// What it does.
    pub trend: Trend,
}

/// What a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trend {
    /// It falls.
    Falls,
    /// It is constant.
    Stays,
    /// It rises.
    Rises,
}

/// A local extremum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremum {
    /// Whether it is a minimum or a maximum.
    pub kind: ExtremumKind,
    /// Where: a point, or an interval over which the quantity is constant.
    pub at: Interval,
    /// The value there.
    pub value: f64,
}

/// The kind of an extremum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExtremumKind {
    /// Lower than beside it.
    Minimum,
    /// Higher than beside it.
    Maximum,
}

/// Local extrema from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Extrema {
    /// The extrema.
    pub list: Vec<Extremum>,
    /// Whether there are more of them, beyond those listed between -16 and 16.
    pub more: bool,
}

/// How often a function can be differentiated on its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Smoothness {
    /// It jumps.
    Discontinuous,
    /// `C^k`: so many derivatives exist and are continuous, the next is not.
    Class(u32),
    /// So many derivatives exist and are continuous; further ones were not looked at.
    AtLeast(u32),
    /// It is a convergent power series around every inner point of its domain.
    Analytic,
}

/// How a function lies about a point or a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Symmetry {
    /// `f(-x) = f(x)`.
    Even,
    /// `f(-x) = -f(x)`.
    Odd,
    /// `f(-x) = 2c - f(x)`: symmetric about the point (0, c).
    AboutPoint(f64),
    /// None of these.
    Neither,
}

/// What a function does far out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asymptote {
    /// It approaches a number.
    Level(f64),
    /// It approaches the line `slope*x + offset`.
    Line {
        /// The slope.
        slope: f64,
        /// The value at 0.
        offset: f64,
    },
    /// It goes to that infinity, and its slope to a number that is not that of an asymptote: `ln(x)`, `x + ln(x)`.
    Slower {
        /// The infinity.
        to: f64,
        /// The limit of the slope.
        slope: f64,
    },
    /// It goes to that infinity faster than every line.
    Faster(f64),
    /// No limit was found: it oscillates.
    Oscillates,
    /// It is not defined there.
    Undefined,
}

/// Where the gradient is small.
#[derive(Clone, Debug, PartialEq)]
pub struct Saturation {
    /// The slope below which it is said to be small.
    pub below: f64,
    /// Where `|f'|` is below that.
    pub places: Places,
}

/// Expectations over a standard normal input `z`, relative error about 1e-12.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// `E f(z)`.
    pub mean: f64,
    /// `E f(z)^2`; infinite where it does not exist.
    pub square: f64,
    /// `E f'(z)^2`; infinite where it does not exist.
    pub slope_square: f64,
}

impl Moments {
    /// What weights are multiplied by to keep the second moment of the values: `1/sqrt(E f(z)^2)`.
    pub fn gain(&self) -> f64 {
        self.square.sqrt().recip()
    }

    /// What weights are multiplied by to keep the second moment of the gradients: `1/sqrt(E f'(z)^2)`.
    pub fn slope_gain(&self) -> f64 {
        self.slope_square.sqrt().recip()
    }
}

/// A point of the edge of chaos in the mean-field theory of wide networks: the variance `q` of pre-activations is a fixed point of
/// `q = weight E f(sqrt(q) z)^2 + bias`, and gradients keep their size: `weight E f'(sqrt(q) z)^2 = 1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeOfChaos {
    /// The variance of the pre-activations.
    pub q: f64,
    /// The variance of the weights, times the number of inputs.
    pub weight: f64,
    /// The variance of the biases.
    pub bias: f64,
    /// The slope of the map of variances at its fixed point: below 1 deviations of the variance shrink from layer to layer.
    pub contraction: f64,
}

/// What a value and a gradient cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Operations of the value.
    pub value: Operations,
    /// Operations of value and slope in one pass.
    pub with_slope: Operations,
    /// What must be kept of the forward pass.
    pub saved: Saved,
}

/// Operations of a computation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    /// All of them, without inputs and constants.
    pub all: usize,
    /// Elementary functions among them.
    pub functions: usize,
    /// Divisions and square roots among them.
    pub divisions: usize,
}

/// What must be kept of the forward pass for the backward pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Saved {
    /// Nothing: the slope is the same everywhere.
    Nothing,
    /// On which piece the input was: each has a constant slope.
    Piece,
    /// Input or output: the function is monotone, so its output tells its slope.
    Either,
    /// The input: the same output is found with different slopes.
    Input,
}

/// What of a formula goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The value.
    Value,
    /// The slope, by the chain rule operation by operation, as automatic differentiation has it.
    Slope,
}

/// What goes wrong when a formula is evaluated operation by operation as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HazardKind {
    /// The result is NaN.
    NotANumber,
    /// The result is infinite.
    Overflow,
    /// The result has the wrong sign.
    WrongSign,
    /// The result is zero.
    Vanishes,
    /// More than half of the digits are wrong.
    Cancels,
}

/// Where a literal evaluation of the text goes wrong, though every function in it be correct to the last bit or two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hazard {
    /// Of the value or the slope.
    pub part: Part,
    /// Bits of the type: 32 or 64.
    pub bits: u32,
    /// What goes wrong.
    pub kind: HazardKind,
    /// Where, as far as points were tried.
    pub over: Interval,
    /// A point of it.
    pub at: f64,
    /// What the literal evaluation gives there.
    pub literal: f64,
    /// What Gradus gives there in the same type.
    pub ours: f64,
}

/// A kink or jump with what was found about it.
pub type Kinks = Vec<crate::Break>;

/// Whether a list of kinks has jumps.
pub(super) fn jumps(breaks: &[crate::Break]) -> bool {
    breaks.iter().any(|found| found.kind == BreakKind::Jump)
}
