//! Activations beside the function that one writes by hand: as people write it, with the functions of libm.

use gradus::Formula;
use num_traits::{Float, FloatConst};

/// A number of either type.
pub trait Real: Float + FloatConst {}

impl<T: Float + FloatConst> Real for T {}

/// An activation with its native twin.
pub trait Activation {
    /// Its name in the catalogue.
    const NAME: &'static str;
    /// How its text is written.
    const TEXT: &'static str;

    /// The value.
    fn value<T: Real>(x: T) -> T;
    /// The derivative.
    fn slope<T: Real>(x: T) -> T {
        Self::both(x).1
    }
    /// Value and derivative.
    fn both<T: Real>(x: T) -> (T, T);
}

/// Calls a function that is generic over an activation for each of them.
#[macro_export]
macro_rules! for_each_activation {
    ($function:ident($($argument:expr),*)) => {
        $crate::for_each_activation!(@ $function($($argument),*):
            Sigmoid, Tanh, Relu, LeakyRelu, Elu, Swish, GeluTanh, Mish, Softplus, Softsign)
    };
    (@ $function:ident $arguments:tt: $($activation:ident),*) => {
        { $($crate::for_each_activation!(@@ $function $activation $arguments);)* }
    };
    (@@ $function:ident $activation:ident ($($argument:expr),*)) => {
        $function::<$crate::activation::$activation>($($argument),*)
    };
}

macro_rules! activations {
    ($($name:ident $catalogue:literal $text:literal: |$x:ident| $value:expr, $both:expr;)*) => {$(
        #[doc = concat!("`", $text, "`.")]
        pub struct $name;

        impl Activation for $name {
            const NAME: &'static str = $catalogue;
            const TEXT: &'static str = $text;

            #[inline]
            fn value<T: Real>($x: T) -> T {
                $value
            }

            #[inline]
            fn both<T: Real>($x: T) -> (T, T) {
                $both
            }
        }
    )*};
}

activations! {
    Sigmoid "sigmoid" "1/(1 + exp(-x))": |x| one::<T>() / (one::<T>() + (-x).exp()), {
        let s = one::<T>() / (one::<T>() + (-x).exp());
        (s, s * (one::<T>() - s))
    };
    Tanh "tanh" "(exp(x) - exp(-x))/(exp(x) + exp(-x))": |x| x.tanh(), {
        let t = x.tanh();
        (t, one::<T>() - t * t)
    };
    Relu "relu" "max(0, x)": |x| x.max(T::zero()),
        if x > T::zero() { (x, one()) } else { (T::zero(), T::zero()) };
    LeakyRelu "leaky_relu" "max(0.01*x, x)": |x| if x > T::zero() { x } else { number::<T>(0.01) * x },
        if x > T::zero() { (x, one()) } else { (number::<T>(0.01) * x, number(0.01)) };
    Elu "elu" "if(x >= 0, x, exp(x) - 1)": |x| if x >= T::zero() { x } else { x.exp_m1() },
        if x >= T::zero() { (x, one()) } else { (x.exp_m1(), x.exp()) };
    Swish "swish" "x/(1 + exp(-x))": |x| x / (one::<T>() + (-x).exp()), {
        let s = one::<T>() / (one::<T>() + (-x).exp());
        (x * s, s + x * s * (one::<T>() - s))
    };
    GeluTanh "gelu_tanh" "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))":
        |x| number::<T>(0.5) * x * (one::<T>() + gelu_argument(x).0.tanh()), {
        let half = number::<T>(0.5);
        let (argument, inner) = gelu_argument(x);
        let t = argument.tanh();
        (half * x * (one::<T>() + t), half * (one::<T>() + t) + half * x * (one::<T>() - t * t) * inner)
    };
    Mish "mish" "x*tanh(ln(1 + exp(x)))": |x| x * x.exp().ln_1p().tanh(), {
        let e = x.exp();
        let t = e.ln_1p().tanh();
        (x * t, t + x * (one::<T>() - t * t) * (e / (one::<T>() + e)))
    };
    Softplus "softplus" "ln(1 + exp(x))": |x| x.exp().ln_1p(), {
        let e = x.exp();
        (e.ln_1p(), e / (one::<T>() + e))
    };
    Softsign "softsign" "x/(1 + abs(x))": |x| x / (one::<T>() + x.abs()), {
        let d = one::<T>() / (one::<T>() + x.abs());
        (x * d, d * d)
    };
}

/// What `gelu_tanh` takes the hyperbolic tangent of, and its derivative.
fn gelu_argument<T: Real>(x: T) -> (T, T) {
    let [cubic, linear] = [0.044_715, 0.797_884_560_802_865_4].map(number::<T>);
    let square = cubic * x * x;
    (
        linear * (x + square * x),
        linear * (one::<T>() + number::<T>(3.0) * square),
    )
}

fn one<T: Real>() -> T {
    T::one()
}

fn number<T: Real>(value: f64) -> T {
    T::from(value).expect("a constant fits")
}

/// The formula of an activation, read from its text.
///
/// # Panics
/// If the text is none.
pub fn formula<A: Activation>() -> Formula {
    A::TEXT.parse().expect("the text is a formula")
}

/// The text of an activation under a name with that number: a formula of another name is another formula, of which nothing is known.
pub fn named<A: Activation>(number: usize) -> String {
    format!("f{number}(x) = {}", A::TEXT)
}

/// Inputs spread over [-8, 8) in no order.
pub fn inputs<T: Real>(length: usize) -> Vec<T> {
    let spread = |at: usize| (at * 7919 % 16_384) as f64 / 1024.0 - 8.0;
    (0..length).map(|at| number(spread(at))).collect()
}
