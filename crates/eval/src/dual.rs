//! Forward-mode dual numbers: a value and its derivative.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use gradus_symbolic::computation::Real;

use crate::Number;

/// A value with its derivative by one variable.
///
/// Comparisons look at the value alone. At a kink the derivative is the nearest to zero between the one-sided ones
/// (`abs` 0 at 0), and what does not depend on the variable has derivative 0 even where the slope is infinite.
///
/// ```
/// use gradus_eval::{Dual, Number};
///
/// let square = Dual::variable(3.0).power(2);
/// assert_eq!(square, Dual { value: 9.0, derivative: 6.0 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<T> {
    /// The value.
    pub value: T,
    /// The derivative.
    pub derivative: T,
}

impl<T: Number> Dual<T> {
    /// The variable itself: derivative 1.
    pub fn variable(value: T) -> Self {
        Self {
            value,
            derivative: T::number(1.0),
        }
    }

    /// What does not depend on the variable: derivative 0.
    pub fn fixed(value: T) -> Self {
        Self {
            value,
            derivative: T::number(0.0),
        }
    }

    /// The chain rule for `value = f(self)` and `slope = f'(self)`.
    fn chain(self, value: T, slope: T) -> Self {
        Self {
            value,
            derivative: times(self.derivative, slope),
        }
    }

    /// The chain rule for a function of two variables.
    fn join(self, other: Self, value: T, slopes: (T, T)) -> Self {
        Self {
            value,
            derivative: times(self.derivative, slopes.0) + times(other.derivative, slopes.1),
        }
    }

    /// Of two numbers with equal values the one whose derivative is nearest to zero between both.
    fn flatter(self, other: Self) -> Self {
        let zero = T::number(0.0);
        if (self.derivative < zero && other.derivative > zero)
            || (self.derivative > zero && other.derivative < zero)
        {
            return Self::fixed(self.value);
        }
        if self.derivative.clone().abs() <= other.derivative.clone().abs() {
            self
        } else {
            other
        }
    }
}

/// A product in which a derivative of 0 wins over an infinite slope.
fn times<T: Number>(derivative: T, slope: T) -> T {
    if derivative == T::number(0.0) {
        derivative
    } else {
        derivative * slope
    }
}

impl<T: Number> PartialOrd for Dual<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Number> Neg for Dual<T> {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            value: -self.value,
            derivative: -self.derivative,
        }
    }
}

impl<T: Number> Add for Dual<T> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            derivative: self.derivative + other.derivative,
        }
    }
}

impl<T: Number> Sub for Dual<T> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            derivative: self.derivative - other.derivative,
        }
    }
}

impl<T: Number> Mul for Dual<T> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let value = self.value.clone() * other.value.clone();
        let slopes = (other.value.clone(), self.value.clone());
        self.join(other, value, slopes)
    }
}

impl<T: Number> Div for Dual<T> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let value = self.value.clone() / other.value.clone();
        let by_numerator = T::number(1.0) / other.value.clone();
        let by_denominator = -value.clone() / other.value.clone();
        self.join(other, value, (by_numerator, by_denominator))
    }
}

impl<T: Number> Rem for Dual<T> {
    type Output = Self;
    fn rem(self, other: Self) -> Self {
        let value = self.value.clone() % other.value.clone();
        let whole = (self.value.clone() - value.clone()) / other.value.clone();
        self.join(other, value, (T::number(1.0), -whole))
    }
}

/// Rows `name: |x, y| slope`: x the argument, y the value.
macro_rules! rules {
    ($($name:ident: |$x:ident, $y:ident| $slope:expr;)*) => {
        $(fn $name(self) -> Self {
            let $x = self.value.clone();
            let $y = $x.clone().$name();
            let slope = { let $y = $y.clone(); $slope };
            self.chain($y, slope)
        })*
    };
}

impl<T: Number> Number for Dual<T> {
    fn constant(value: Real) -> Self {
        Self::fixed(T::constant(value))
    }

    rules! {
        floor: |_x, _y| T::number(0.0);
        ceil: |_x, _y| T::number(0.0);
        round: |_x, _y| T::number(0.0);
        sign: |_x, _y| T::number(0.0);
        abs: |x, _y| x.sign();
        sqrt: |_x, y| T::number(0.5) / y;
        cbrt: |x, y| y / (x * T::number(3.0));
        exp: |_x, y| y;
        exp_beside: |_x, y| y;
        exp2: |_x, y| y * T::number(2.0).ln();
        expm1: |x, _y| x.exp();
        ln: |x, _y| T::number(1.0) / x;
        log2: |x, _y| T::number(1.0) / (x * T::number(2.0).ln());
        log10: |x, _y| T::number(1.0) / (x * T::number(10.0).ln());
        log1p: |x, _y| T::number(1.0) / (T::number(1.0) + x);
        log1p_unit: |x, _y| T::number(1.0) / (T::number(1.0) + x);
        sin: |x, _y| x.cos();
        cos: |x, _y| -x.sin();
        tan: |_x, y| T::number(1.0) + y.clone() * y;
        asin: |x, _y| T::number(1.0) / one_minus_square(x).sqrt();
        acos: |x, _y| T::number(-1.0) / one_minus_square(x).sqrt();
        atan: |x, _y| T::number(1.0) / (T::number(1.0) + x.clone() * x);
        sinh: |x, _y| x.cosh();
        cosh: |x, _y| x.sinh();
        tanh: |x, _y| x.sech().power(2);
        sech: |x, y| -y * x.tanh();
        asinh: |x, _y| T::number(1.0) / x.hypot(T::number(1.0));
        acosh: |x, _y| T::number(1.0) / ((x.clone() - T::number(1.0)).sqrt() * (x + T::number(1.0)).sqrt());
        atanh: |x, _y| T::number(1.0) / one_minus_square(x);
        erf: |x, _y| bell(x);
        erfc: |x, _y| -bell(x);
        erfcx: |x, y| T::number(-2.0) * y * x.erfc_excess();
        erfc_excess: |x, y| T::number(2.0) * (x + y.clone()) * y - T::number(1.0);
        normal_cdf: |x, _y| x.normal_pdf();
        normal_pdf: |x, y| -x * y;
        sigmoid: |x, y| y * (-x).sigmoid();
        softplus: |x, _y| x.sigmoid();
        ln_cosh: |x, _y| x.tanh();
    }

    fn spherical_bessel(self, order: u8) -> Self {
        let slope = spherical_bessel_slope(self.value.clone(), order);
        let value = self.value.clone().spherical_bessel(order);
        self.chain(value, slope)
    }

    fn atan2(self, x: Self) -> Self {
        let value = self.value.clone().atan2(x.value.clone());
        let radius = self.value.clone().hypot(x.value.clone());
        let slopes = (
            x.value.clone() / radius.clone() / radius.clone(),
            -self.value.clone() / radius.clone() / radius,
        );
        self.join(x, value, slopes)
    }

    fn exp_sum(self, low: Self) -> Self {
        let value = self.value.clone().exp_sum(low.value.clone());
        self.join(low, value.clone(), (value.clone(), value))
    }

    fn exp_rest(self, low: Self) -> Self {
        Self::fixed(self.value.exp_rest(low.value))
    }

    fn hypot(self, other: Self) -> Self {
        let value = self.value.clone().hypot(other.value.clone());
        let slopes = if value == T::number(0.0) {
            (T::number(0.0), T::number(0.0))
        } else {
            (
                self.value.clone() / value.clone(),
                other.value.clone() / value.clone(),
            )
        };
        self.join(other, value, slopes)
    }

    fn copysign(self, sign: Self) -> Self {
        let value = self.value.clone().copysign(sign.value.clone());
        let turned = T::number(1.0).copysign(sign.value) * self.value.clone().sign();
        self.chain(value, turned)
    }

    fn pow(self, exponent: Self) -> Self {
        let (a, b) = (self.value.clone(), exponent.value.clone());
        let value = a.clone().pow(b.clone());
        let by_base = b.clone() * a.clone().pow(b - T::number(1.0));
        let by_exponent = value.clone() * a.ln();
        self.join(exponent, value, (by_base, by_exponent))
    }

    fn mul_add(self, factor: Self, addend: Self) -> Self {
        let value = self
            .value
            .clone()
            .mul_add(factor.value.clone(), addend.value.clone());
        let product = self * factor;
        Self {
            value,
            derivative: product.derivative + addend.derivative,
        }
    }

    fn min(self, other: Self) -> Self {
        if self.value == other.value {
            self.flatter(other)
        } else {
            crate::math::min(self, other)
        }
    }

    fn max(self, other: Self) -> Self {
        if self.value == other.value {
            self.flatter(other)
        } else {
            crate::math::max(self, other)
        }
    }
}

/// `1 - x^2` without cancellation near 1.
fn one_minus_square<T: Number>(x: T) -> T {
    (T::number(1.0) - x.clone()) * (T::number(1.0) + x)
}

fn two_over_root_pi<T: Number>() -> T {
    T::number(2.0) / T::number(-1.0).acos().sqrt()
}

/// The derivative of the error function.
fn bell<T: Number>(x: T) -> T {
    two_over_root_pi::<T>() * (-(x.clone() * x)).exp()
}

/// `(n j_(n-1) - (n+1) j_(n+1))/(2n+1)`.
fn spherical_bessel_slope<T: Number>(x: T, order: u8) -> T {
    let n = f64::from(order);
    let Some(above) = order.checked_add(1) else {
        // The same without the order above, which is not a u8.
        let y = x.clone().spherical_bessel(order);
        return x.clone().spherical_bessel(order - 1) - y * T::number(n + 1.0) / x;
    };
    let after = x.clone().spherical_bessel(above) * T::number(n + 1.0);
    let before = if order == 0 {
        T::number(0.0)
    } else {
        x.spherical_bessel(order - 1) * T::number(n)
    };
    (before - after) / T::number(2.0 * n + 1.0)
}
