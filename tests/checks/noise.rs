//! How much a computation magnifies rounding: every result of an operation is disturbed far more than rounding would.
//!
//! What a kernel returns may be as far from the truth as this noise moves it, since its own roundings are thousands of times
//! smaller; where the noise moves nothing, the kernel has no excuse.

use std::cell::Cell;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use gradus::Computation;
use gradus_eval::{Number, evaluate};
use gradus_symbolic::computation::Real;

/// A relative disturbance of up to this, 2^13 units of rounding.
const SIZE: f64 = 1.0 / (1u64 << 40) as f64;
const RUNS: u64 = 5;

thread_local! {
    static STATE: Cell<u64> = const { Cell::new(1) };
    static EXTREME: Cell<bool> = const { Cell::new(false) };
}

/// The farthest that noise moves the outputs from `values`; `None` if numbers on the way leave the range in which noise is
/// relative.
pub fn spread(
    computation: &Computation,
    point: &[f64],
    parameters: &[f64],
    values: &[f64],
) -> Option<Vec<f64>> {
    EXTREME.set(false);
    let quiet = |numbers: &[f64]| -> Vec<Noisy> { numbers.iter().map(|&x| Noisy(x)).collect() };
    let mut spread = vec![0.0; values.len()];
    for run in 0..RUNS {
        STATE.set(0x9e37_79b9_7f4a_7c15 ^ (run << 32));
        let noisy = evaluate(computation, &quiet(point), &quiet(parameters));
        for ((spread, noisy), value) in spread.iter_mut().zip(noisy).zip(values) {
            *spread = f64::max(*spread, (noisy.0 - value).abs());
            if noisy.0.is_nan() {
                return None;
            }
        }
    }
    (!EXTREME.get()).then_some(spread)
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Noisy(f64);

impl Noisy {
    fn disturbed(value: f64) -> Self {
        let size = value.abs();
        if !value.is_finite() || size > 1e280 || (size < 1e-280 && size != 0.0) {
            EXTREME.set(true);
        }
        let mut state = STATE.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        STATE.set(state);
        let unit = (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0;
        Self(value * (1.0 + unit * SIZE))
    }
}

impl PartialOrd for Noisy {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

impl Neg for Noisy {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident;)*) => {
        $(impl $operator for Noisy {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                Self::disturbed(self.0.$method(other.0))
            }
        })*
    };
}

operators! { Add add; Sub sub; Mul mul; Div div; Rem rem; }

macro_rules! functions {
    (exact: $($exact:ident)*; disturbed: $($name:ident)*; of_two: $($two:ident)*;) => {
        impl Number for Noisy {
            fn constant(value: Real) -> Self {
                let double = <f64 as Number>::constant(value);
                if value.low == 0.0 { Self(double) } else { Self::disturbed(double) }
            }
            fn spherical_bessel(self, order: u8) -> Self {
                Self::disturbed(Number::spherical_bessel(self.0, order))
            }
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                Self::disturbed(Number::mul_add(self.0, factor.0, addend.0))
            }
            fn power(self, exponent: u32) -> Self {
                Self::disturbed(Number::power(self.0, exponent))
            }
            $(fn $exact(self) -> Self { Self(Number::$exact(self.0)) })*
            $(fn $name(self) -> Self { Self::disturbed(Number::$name(self.0)) })*
            $(fn $two(self, other: Self) -> Self { Self::disturbed(Number::$two(self.0, other.0)) })*
        }
    };
}

functions! {
    exact: floor ceil round abs sign;
    disturbed: sqrt cbrt exp exp2 expm1 ln log2 log10 log1p log1p_unit sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
        erf erfc erfcx erfc_excess normal_cdf normal_pdf sigmoid softplus sech ln_cosh;
    of_two: atan2 pow hypot modulo;
}
