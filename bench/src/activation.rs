//! Activations beside the function that one writes by hand, with the functions of libm: so that nothing overflows or cancels, to be as
//! accurate as what it stands beside.

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
    Sigmoid "sigmoid" "1/(1 + exp(-x))": |x| Logistic::of(x).value(), {
        let s = Logistic::of(x);
        (s.value(), s.value() * s.complement())
    };
    Tanh "tanh" "(exp(x) - exp(-x))/(exp(x) + exp(-x))": |x| x.tanh(), {
        let half = (-x.abs()).exp();
        let secant = number::<T>(2.0) * half / (one::<T>() + half * half);
        (x.tanh(), secant * secant)
    };
    Relu "relu" "max(0, x)": |x| x.max(T::zero()),
        if x > T::zero() { (x, one()) } else { (T::zero(), T::zero()) };
    LeakyRelu "leaky_relu" "max(0.01*x, x)": |x| if x > T::zero() { x } else { number::<T>(0.01) * x },
        if x > T::zero() { (x, one()) } else { (number::<T>(0.01) * x, number(0.01)) };
    Elu "elu" "if(x >= 0, x, exp(x) - 1)": |x| if x >= T::zero() { x } else { x.exp_m1() },
        if x >= T::zero() { (x, one()) } else { (x.exp_m1(), x.exp()) };
    Swish "swish" "x/(1 + exp(-x))": |x| Halves::of(x).times(x), {
        let s = Halves::of(x);
        (s.times(x), s.times(one::<T>() + x * s.complement()))
    };
    GeluTanh "gelu_tanh" "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))":
        |x| Halves::of(gelu_argument(x).0).times(x), {
        let (argument, inner) = gelu_argument(x);
        let s = Halves::of(argument);
        (s.times(x), s.times(one::<T>() + x * s.complement() * inner))
    };
    Mish "mish" "x*tanh(ln(1 + exp(x)))": |x| Mishes::of(x).value(), {
        let m = Mishes::of(x);
        (m.value(), m.slope())
    };
    Softplus "softplus" "ln(1 + exp(x))": |x| x.max(T::zero()) + (-x.abs()).exp().ln_1p(), {
        let s = Logistic::of(x);
        (x.max(T::zero()) + (-x.abs()).exp().ln_1p(), s.value())
    };
    Softsign "softsign" "x/(1 + abs(x))": |x| x / (one::<T>() + x.abs()), {
        let d = one::<T>() / (one::<T>() + x.abs());
        (x * d, d * d)
    };
}

/// `1/(1 + exp(-x))` by an exponential that does not overflow.
struct Logistic<T> {
    is_positive: bool,
    /// `exp(-|x|)`
    tail: T,
    /// `1/(1 + exp(-|x|))`
    divisor: T,
}

impl<T: Real> Logistic<T> {
    #[inline]
    fn of(x: T) -> Self {
        Self::with_tail(x, (-x.abs()).exp())
    }

    #[inline]
    fn with_tail(x: T, tail: T) -> Self {
        Self {
            is_positive: x >= T::zero(),
            tail,
            divisor: one::<T>() / (one::<T>() + tail),
        }
    }

    #[inline]
    fn value(&self) -> T {
        self.divisor * if self.is_positive { one() } else { self.tail }
    }

    /// 1 less the value, without loss.
    #[inline]
    fn complement(&self) -> T {
        self.divisor * if self.is_positive { self.tail } else { one() }
    }
}

/// [`Logistic`] by `exp(-|x|/2)`: twice that keeps the bits of what is next to nothing.
struct Halves<T> {
    half: T,
    whole: Logistic<T>,
}

impl<T: Real> Halves<T> {
    #[inline]
    fn of(x: T) -> Self {
        let half = (number::<T>(-0.5) * x.abs()).exp();
        let whole = Logistic::with_tail(x, half * half);
        Self { half, whole }
    }

    /// The value times a number.
    #[inline]
    fn times(&self, number: T) -> T {
        let side = if self.whole.is_positive {
            one()
        } else {
            self.half
        };
        side * (side * (number * self.whole.divisor))
    }

    #[inline]
    fn complement(&self) -> T {
        self.whole.complement()
    }
}

/// What mish is made of: `side² x above/below`.
struct Mishes<T> {
    x: T,
    /// 1, or `exp(x/2)` where x is negative.
    side: T,
    above: T,
    below: T,
    /// What the derivative has beside `above`, over `x/below`.
    inner: T,
}

impl<T: Real> Mishes<T> {
    #[inline]
    fn of(x: T) -> Self {
        let half = (number::<T>(-0.5) * x.abs()).exp();
        let (tail, two) = (half * half, number::<T>(2.0));
        let (outer, double) = (tail * (tail + two), two * tail);
        if x >= T::zero() {
            let inner = number::<T>(4.0) * tail * tail * (one::<T>() + tail);
            Self {
                x,
                side: one(),
                above: one::<T>() + double,
                below: one::<T>() + double * (one::<T>() + tail),
                inner,
            }
        } else {
            let inner = number::<T>(4.0) * (one::<T>() + tail);
            Self {
                x,
                side: half,
                above: tail + two,
                below: outer + two,
                inner,
            }
        }
    }

    #[inline]
    fn value(&self) -> T {
        self.side * (self.x * self.above / self.below) * self.side
    }

    #[inline]
    fn slope(&self) -> T {
        let inner = self.x * self.inner / self.below;
        self.side * ((self.above + inner) / self.below) * self.side
    }
}

/// What `gelu_tanh` takes twice the hyperbolic tangent of, and its derivative.
fn gelu_argument<T: Real>(x: T) -> (T, T) {
    let [cubic, linear] = [0.044_715, 2.0 * 0.797_884_560_802_865_4].map(number::<T>);
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

/// Inputs spread over [-8, 8), far from one to the next.
pub fn inputs<T: Real>(length: usize) -> Vec<T> {
    let spread = |at: usize| (at * 7919 % 16_384) as f64 / 1024.0 - 8.0;
    (0..length).map(|at| number(spread(at))).collect()
}

/// The same in an order that does not tell the sign of the next.
pub fn shuffled<T: Real>(length: usize) -> Vec<T> {
    let mut inputs = inputs(length);
    let mut state = 1u64;
    for last in (1..length).rev() {
        // the generator of Knuth's MMIX; its higher bits are the better ones
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        inputs.swap(last, (state >> 33) as usize % (last + 1));
    }
    inputs
}
