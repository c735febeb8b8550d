//! Which functions have series, and their coefficients.

use std::sync::LazyLock;

use crate::rational::Rational;

/// Which function it is the series of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum Sort {
    /// `exp(-p)`
    Exp,
    /// `exp(p)`
    Growth,
    Sin,
    Cos,
    Asin,
    Atan,
    Asinh,
    Atanh,
    Log1p,
    /// `(1 + p)^(1/n)`
    Root(u32),
    /// Over `2/sqrt(π)`.
    Erf,
    /// `ln(1 + exp(-p)) - ln(2)`
    Softplus,
    /// The spherical Bessel function of that order.
    Bessel(u8),
}

impl Sort {
    /// The coefficient of a power.
    pub fn coefficient(self, n: u32) -> Rational {
        let odd = !n.is_multiple_of(2);
        let alternating = if (n / 2).is_multiple_of(2) {
            Rational::ONE
        } else {
            Rational::MINUS_ONE
        };
        let sign = if odd {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        };
        let whole = Rational::from(i64::from(n));
        match self {
            Self::Exp => &sign * &factorial(n).recip(),
            Self::Growth => factorial(n).recip(),
            Self::Sin if odd => &alternating * &factorial(n).recip(),
            Self::Cos if !odd => &alternating * &factorial(n).recip(),
            Self::Atan if odd => &alternating * &whole.recip(),
            Self::Atanh if odd => whole.recip(),
            Self::Asin if odd => &central(n / 2) * &whole.recip(),
            Self::Asinh if odd => &(&alternating * &central(n / 2)) * &whole.recip(),
            Self::Root(order) => {
                let exponent = Rational::new(1, i64::from(order));
                (0..i64::from(n)).fold(Rational::ONE, |product, j| {
                    let factor = &exponent - &Rational::from(j);
                    &(&product * &factor) * &Rational::from(j + 1).recip()
                })
            }
            Self::Erf if odd => {
                let size = &factorial(n / 2) * &whole;
                &alternating * &size.recip()
            }
            Self::Softplus => softplus(n),
            Self::Bessel(order) => bessel(order.into(), n),
            Self::Log1p if n > 0 => -&(&sign * &whole.recip()),
            _ => Rational::ZERO,
        }
    }

    /// The step between powers whose coefficients are not zero, from an order on.
    pub fn step(self, order: u32) -> u32 {
        match self {
            Self::Exp | Self::Growth | Self::Log1p | Self::Root(_) => 1,
            Self::Softplus if order < 2 => 1,
            _ => 2,
        }
    }

    /// How small the variable must be for the rest to be known to 60 bits by so many terms.
    pub fn terms(self, order: u32) -> (f64, u32) {
        match self {
            Self::Exp | Self::Growth if order <= 1 => (0.7, 16),
            Self::Exp | Self::Growth => (1.4, 20),
            Self::Sin | Self::Cos | Self::Bessel(_) => (1.5, 12),
            Self::Erf => (0.9, 16),
            Self::Softplus if order < 2 => (0.9, 36),
            Self::Softplus => (0.9, 18),
            // beside branch points by other polynomials
            Self::Asin | Self::Atan | Self::Asinh | Self::Atanh => (0.4, 24),
            Self::Log1p | Self::Root(_) => (0.25, 30),
        }
    }
}

/// `(2j)!/(4^j j!^2)`
fn central(j: u32) -> Rational {
    (1..=i64::from(j)).fold(Rational::ONE, |product, j| {
        &product * &Rational::new(2 * j - 1, 2 * j)
    })
}

/// Of `ln((1 + exp(-p))/2) = ln(cosh(p/2)) - p/2`, whose derivative is half of `tanh(p/2) - 1`.
fn softplus(n: u32) -> Rational {
    if n == 1 {
        return Rational::new(-1, 2);
    }
    match TANGENT.get((n as usize).wrapping_sub(1)) {
        Some(tangent) => {
            let halves = Rational::new(1, 2).pow(i64::from(n), usize::MAX);
            let scale = &halves.unwrap_or(Rational::ZERO) * &Rational::new(1, i64::from(n));
            tangent * &scale
        }
        None => Rational::ZERO,
    }
}

/// `(-1/2)^k / (k! (2m + 2k + 1)!!)` beside the power `m + 2k`, for the order `m`.
fn bessel(order: u32, n: u32) -> Rational {
    let Some(beyond) = n
        .checked_sub(order)
        .filter(|beyond| beyond.is_multiple_of(2))
    else {
        return Rational::ZERO;
    };
    let odd = (1..=i64::from(order)).fold(Rational::ONE, |product, j| {
        &product * &Rational::new(1, 2 * j + 1)
    });
    (1..=i64::from(beyond / 2)).fold(odd, |product, k| {
        &product * &Rational::new(-1, 2 * k * (2 * (i64::from(order) + k) + 1))
    })
}

/// The coefficients of the hyperbolic tangent, by `t' = 1 - t^2`.
static TANGENT: LazyLock<Vec<Rational>> = LazyLock::new(|| {
    let mut tangent = vec![Rational::ZERO, Rational::ONE];
    for k in 1..50 {
        let square = (0..=k).fold(Rational::ZERO, |sum, j| {
            &sum + &(&tangent[j] * &tangent[k - j])
        });
        tangent.push(-&(&square * &Rational::new(1, k as i64 + 1)));
    }
    tangent
});

fn factorial(n: u32) -> Rational {
    (1..=i64::from(n)).fold(Rational::ONE, |product, factor| &product * &factor.into())
}
