//! The activations that are measured, each beside the function that one writes by hand.
//!
//! Benchmarks are called `engine/activation/type/length`; `native` is the hand-written code and `copy` the memory floor.
#![allow(dead_code, missing_docs, reason = "each benchmark uses a part")]

use std::time::Duration;

use criterion::Criterion;
use gradus::Formula;
use num_traits::{Float, FloatConst};

/// An activation with its hand-written twin: the formula as people write it, with the functions of libm.
pub trait Activation {
    /// Its name in the catalogue.
    const NAME: &'static str;
    /// How its text is written.
    const TEXT: &'static str;

    /// The value.
    fn value<T: Float + FloatConst>(x: T) -> T;
    /// Value and derivative.
    fn both<T: Float + FloatConst>(x: T) -> (T, T);
}

/// Runs the body for every activation.
#[macro_export]
macro_rules! for_each_activation {
    ($function:ident($criterion:expr)) => {
        $function::<$crate::kit::Swish>($criterion);
        $function::<$crate::kit::GeluTanh>($criterion);
        $function::<$crate::kit::Mish>($criterion);
        $function::<$crate::kit::Elu>($criterion);
        $function::<$crate::kit::Tanh>($criterion);
        $function::<$crate::kit::Softplus>($criterion);
    };
}

pub struct Swish;
pub struct GeluTanh;
pub struct Mish;
pub struct Elu;
pub struct Tanh;
pub struct Softplus;

impl Activation for Swish {
    const NAME: &'static str = "swish";
    const TEXT: &'static str = "x/(1 + exp(-x))";

    fn value<T: Float + FloatConst>(x: T) -> T {
        x / (T::one() + (-x).exp())
    }

    fn both<T: Float + FloatConst>(x: T) -> (T, T) {
        let s = T::one() / (T::one() + (-x).exp());
        (x * s, s + x * s * (T::one() - s))
    }
}

impl Activation for GeluTanh {
    const NAME: &'static str = "gelu_tanh";
    const TEXT: &'static str = "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))";

    fn value<T: Float + FloatConst>(x: T) -> T {
        Self::both(x).0
    }

    fn both<T: Float + FloatConst>(x: T) -> (T, T) {
        let [half, cubic, linear] = [0.5, 0.044_715, 0.797_884_560_802_865_4].map(number::<T>);
        let t = (linear * (x + cubic * x * x * x)).tanh();
        let inner = linear * (T::one() + number::<T>(3.0) * cubic * x * x);
        let slope = half * (T::one() + t) + half * x * (T::one() - t * t) * inner;
        (half * x * (T::one() + t), slope)
    }
}

impl Activation for Mish {
    const NAME: &'static str = "mish";
    const TEXT: &'static str = "x*tanh(ln(1 + exp(x)))";

    fn value<T: Float + FloatConst>(x: T) -> T {
        x * x.exp().ln_1p().tanh()
    }

    fn both<T: Float + FloatConst>(x: T) -> (T, T) {
        let e = x.exp();
        let t = e.ln_1p().tanh();
        let s = e / (T::one() + e);
        (x * t, t + x * (T::one() - t * t) * s)
    }
}

impl Activation for Elu {
    const NAME: &'static str = "elu";
    const TEXT: &'static str = "if(x >= 0, x, exp(x) - 1)";

    fn value<T: Float + FloatConst>(x: T) -> T {
        if x >= T::zero() { x } else { x.exp_m1() }
    }

    fn both<T: Float + FloatConst>(x: T) -> (T, T) {
        if x >= T::zero() {
            (x, T::one())
        } else {
            (x.exp_m1(), x.exp())
        }
    }
}

impl Activation for Tanh {
    const NAME: &'static str = "tanh";
    const TEXT: &'static str = "(exp(x) - exp(-x))/(exp(x) + exp(-x))";

    fn value<T: Float + FloatConst>(x: T) -> T {
        x.tanh()
    }

    fn both<T: Float + FloatConst>(x: T) -> (T, T) {
        let t = x.tanh();
        (t, T::one() - t * t)
    }
}

impl Activation for Softplus {
    const NAME: &'static str = "softplus";
    const TEXT: &'static str = "ln(1 + exp(x))";

    fn value<T: Float + FloatConst>(x: T) -> T {
        x.exp().ln_1p()
    }

    fn both<T: Float + FloatConst>(x: T) -> (T, T) {
        let e = x.exp();
        (e.ln_1p(), e / (T::one() + e))
    }
}

fn number<T: Float>(value: f64) -> T {
    T::from(value).expect("a constant fits")
}

/// The formula of an activation, read from its text.
pub fn formula<A: Activation>() -> Formula {
    A::TEXT.parse().expect("the text is a formula")
}

/// Inputs spread over [-8, 8) in no order.
pub fn inputs<T: Float>(length: usize) -> Vec<T> {
    let spread = |at: usize| (at * 7919 % 16_384) as f64 / 1024.0 - 8.0;
    (0..length).map(|at| number(spread(at))).collect()
}

/// Short measurements: the ratios between benchmarks of one run are what counts.
pub fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(20)
}
