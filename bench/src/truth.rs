//! True values, and how far results are from them.

use std::fmt::Debug;

use gradus::{Element, Formula};
use kit::Decimal;
use kit::ulp::{error_f32, error_f64};
use num_traits::{Float, FloatConst};
use rayon::prelude::*;

/// Bits and digits of true values.
const PRECISION: (u32, usize) = (120, 36);

/// `f32` and `f64`.
pub trait Number: Element + Float + FloatConst + Default + Debug + Send + Sync {
    /// What it is called in tables.
    const NAME: &'static str;
    /// Beyond these points every function has reached its limits, among the subnormals too.
    const OUTSIDE: f64;

    /// The nearest.
    fn rounded(x: f64) -> Self;
    /// The same number.
    fn double(self) -> f64;
    /// The distance to the true value, in ulp there.
    fn error(self, truth: &Decimal) -> f64;
}

impl Number for f32 {
    const NAME: &'static str = "f32";
    const OUTSIDE: f64 = 120.0;

    fn rounded(x: f64) -> Self {
        x as Self
    }

    fn double(self) -> f64 {
        f64::from(self)
    }

    fn error(self, truth: &Decimal) -> f64 {
        error_f32(self, truth)
    }
}

impl Number for f64 {
    const NAME: &'static str = "f64";
    const OUTSIDE: f64 = 760.0;

    fn rounded(x: f64) -> Self {
        x
    }

    fn double(self) -> f64 {
        self
    }

    fn error(self, truth: &Decimal) -> f64 {
        error_f64(self, truth)
    }
}

/// The greatest errors in ulp: of the derivative over its condition, `max(1, |x f''/f'|)`, and of the value over its own. So an error
/// that the rounding of the input makes by itself does not count, as beside the zeros of derivatives.
///
/// Infinite if a result is NaN, or infinite where it should not be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Errors {
    /// Of values.
    pub value: f64,
    /// Of derivatives.
    pub derivative: f64,
}

impl Errors {
    /// The worse of both.
    pub fn worst(self) -> f64 {
        self.value.max(self.derivative)
    }
}

/// An activation at some thousand points: every 1/50 from -20 to 20, and the tails.
#[derive(Clone, Debug)]
pub struct Truths<T> {
    /// Where.
    pub xs: Vec<T>,
    /// Value and derivative, each with its condition.
    results: Vec<[(Decimal, f64); 2]>,
}

impl<T: Number> Truths<T> {
    /// Of an entry of the catalogue.
    ///
    /// # Panics
    /// If there is none of that name with finite values everywhere.
    pub fn of(name: &str) -> Self {
        Self::thinned(name, 1)
    }

    /// At one in so many of these points.
    ///
    /// # Panics
    /// As [`Self::of`].
    pub fn thinned(name: &str, step: usize) -> Self {
        let formula: Formula = text(name).parse().expect("it is in the catalogue");
        let slope = formula.derivative("x").expect("it has an input x");
        let bend = slope.derivative("x").expect("it has an input x");
        let of = |formula: &Formula, x: f64| {
            let text = formula.precise(&[x], PRECISION.0, PRECISION.1);
            text.map(|text| Decimal::new(&text))
        };
        let xs = points::<T>(step);
        let at = |x: &T| {
            let x = x.double();
            let [f, d] =
                [&formula, &slope].map(|formula| of(formula, x).expect("a value is found"));
            // what is not found to so many bits is next to nothing beside the derivative
            let bend = of(&bend, x).map_or(0.0, |bend| bend.to_f64());
            let [value, first] = [&f, &d].map(Decimal::to_f64);
            [
                (f, condition(x, value, first)),
                (d, condition(x, first, bend)),
            ]
        };
        let results = xs.par_iter().map(at).collect();
        Self { xs, results }
    }

    /// The errors of what computes values and derivatives.
    pub fn errors(&self, run: impl FnOnce(&[T], &mut [T], &mut [T])) -> Errors {
        let mut ys = vec![T::default(); self.xs.len()];
        let mut slopes = ys.clone();
        run(&self.xs, &mut ys, &mut slopes);
        self.errors_of(&ys, &slopes)
    }

    /// The errors of values and derivatives that were computed elsewhere.
    pub fn errors_of(&self, ys: &[T], slopes: &[T]) -> Errors {
        let mut errors = Errors::default();
        for (truth, (y, slope)) in self.results.iter().zip(ys.iter().zip(slopes)) {
            let [value, derivative] = truth;
            errors.value = errors.value.max(y.error(&value.0) / value.1);
            errors.derivative = errors
                .derivative
                .max(slope.error(&derivative.0) / derivative.1);
        }
        errors
    }
}

/// How much a rounding of the input weighs in the result.
fn condition(x: f64, value: f64, slope: f64) -> f64 {
    // where both vanish the input decides no more
    (x * slope / value).abs().max(1.0)
}

/// How it is written for high precision: `1 + tanh` would lose all bits far out.
fn text(name: &str) -> &str {
    match name {
        "gelu_tanh" => "x*sigmoid(2*sqrt(2/pi)*(x + 0.044715*x^3))",
        _ => name,
    }
}

/// The points of [`Truths`], or one in so many.
pub fn points<T: Number>(step: usize) -> Vec<T> {
    let near = (-1000..=1000).map(|at| f64::from(at) / 50.0 + 1e-3);
    let far = (0..=300).map(|at| 20.0 + (T::OUTSIDE - 20.0) * f64::from(at) / 300.0);
    let small = (-40..0).map(|exponent| 1.7 * 2f64.powi(exponent));
    let both = far.chain(small).flat_map(|x| [x, -x]);
    near.chain(both).step_by(step).map(T::rounded).collect()
}
