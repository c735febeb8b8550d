//! What the integral of `erfc` from `z` on is over `erfc(z)`: its asymptotic series, and polynomials through functions of it.

use std::sync::LazyLock;

use gradus_syntax::{Constant, Func};

use super::super::interpolation::{interpolated, nodes};
use crate::precise::{self, Precise, Precision};
use crate::rational::Rational;

/// The most terms of the series that are looked at.
pub(super) const MOST_TERMS: usize = 10;

/// Functions of `z >= 0` are polynomials in `(z - MIDDLE)/(z + MIDDLE)`.
pub(super) static MIDDLE: LazyLock<Rational> = LazyLock::new(|| Rational::new(5, 2));

/// The coefficients of such a polynomial: what is left out is below the last place of what has no zero.
const COUNT: usize = 36;

/// What functions are computed with: far out they may cancel to a high order.
pub(super) const BITS: Precision = Precision::bits(400);

/// What the coefficients are rounded to.
const COEFFICIENT_BITS: Precision = Precision::bits(120);

/// The coefficients of `h` in `1/z^2` for the excess `h/(2z)`, by `h = 1 - v (h + h^2)/2 - v^2 h'` for `v = 1/z^2`.
pub(super) static SERIES: LazyLock<Vec<Rational>> = LazyLock::new(|| {
    let mut series = vec![Rational::ONE];
    for n in 0..MOST_TERMS {
        let square = (0..=n).fold(Rational::ZERO, |sum, i| {
            &sum + &(&series[i] * &series[n - i])
        });
        let half = &(&series[n] + &square) * &Rational::new(-1, 2);
        series.push(&half - &(&series[n] * &Rational::from(n as i64)));
    }
    series
});

/// The nodes of the polynomials, and there `z` and the excess.
struct Nodes {
    variables: Vec<Precise>,
    places: Vec<[Precise; 2]>,
}

static NODES: LazyLock<Nodes> = LazyLock::new(|| {
    let variables: Vec<Precise> = nodes(COUNT).map(Precise::from).collect();
    let places = variables.iter().map(|variable| {
        let z = place(variable);
        let excess = excess(&z);
        [z, excess]
    });
    Nodes {
        places: places.collect(),
        variables,
    }
});

/// The middle as a number.
pub(super) fn middle() -> Precise {
    Precise::from_ratio(&MIDDLE.to_rbig(), BITS)
}

/// The `z` of a variable.
fn place(variable: &Precise) -> Precise {
    let above = Precise::ONE.add(variable, BITS);
    let below = Precise::ONE.sub(variable, BITS);
    above.div(&below, BITS).mul(&middle(), BITS)
}

/// `exp(-z^2)/(sqrt(π) erfc(z)) - z`.
fn excess(z: &Precise) -> Precise {
    let of = |func: Func, x: &Precise| precise::apply(func, std::slice::from_ref(x), BITS);
    let root = of(Func::Sqrt, &precise::constant(Constant::Pi, BITS));
    let below = root.mul(&of(Func::Erfc, z), BITS);
    let square = z.mul(z, BITS);
    of(Func::Exp, &square.neg()).div(&below, BITS).sub(z, BITS)
}

/// The coefficients of the polynomial for a function of `z` and the excess, from the lowest on.
pub(super) fn fitted(function: impl Fn(&Precise, &Precise) -> Precise) -> Option<Vec<Rational>> {
    let values: Vec<Precise> = NODES
        .places
        .iter()
        .map(|[z, excess]| function(z, excess))
        .collect();
    let coefficients = interpolated(&NODES.variables, &values, BITS);
    let rational = |own: &Precise| {
        let rounded = own.mul(&Precise::ONE, COEFFICIENT_BITS);
        rounded.to_ratio().map(Rational::from)
    };
    coefficients.iter().map(rational).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_that_of_the_excess() {
        let z = Precise::from(100.0);
        let series = SERIES.iter().take(MOST_TERMS).enumerate();
        let sum: f64 = series
            .map(|(power, own)| own.to_f64() * 1e-4f64.powi(power as i32))
            .sum();
        assert!((excess(&z).to_f64() * 200.0 - sum).abs() < 1e-15);
    }

    #[test]
    fn polynomials_keep_the_digits_of_what_cancels() {
        // 1 - 2 z r is about 1/z^2
        let two = Precise::from(2.0);
        let function = |z: &Precise, excess: &Precise| {
            let product = z.mul(excess, BITS).mul(&two, BITS);
            let scale = z.add(&middle(), BITS);
            let left = Precise::ONE.sub(&product, BITS);
            left.mul(&scale.mul(&scale, BITS), BITS)
        };
        let coefficients = fitted(function).expect("all values are numbers");
        for z in [0.0, 0.3, 1.0, 2.5, 8.0, 1e3, 1e6] {
            let variable = (z - 2.5) / (z + 2.5);
            let rev = coefficients.iter().rev();
            let found = rev.fold(0.0, |sum, own| sum * variable + own.to_f64());
            let z = Precise::from(z);
            let exact = function(&z, &excess(&z)).to_f64();
            assert!((found - exact).abs() < 4e-15 * exact, "{found} for {exact}");
        }
    }
}
