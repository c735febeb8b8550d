//! Power series in high precision, cut off: what functions of them are.

use gradus_syntax::{Constant, Func};

use crate::precise::{self, Precise, Precision};

/// What coefficients are computed with: sums of them may cancel to a high order.
pub(super) const BITS: Precision = Precision::bits(320);

/// The coefficients of a series from that of the constant on.
#[derive(Clone)]
pub(super) struct PowerSeries(pub Vec<Precise>);

impl PowerSeries {
    /// A number as a series of so many coefficients.
    pub fn constant(value: Precise, count: usize) -> Self {
        let mut own = vec![Precise::ZERO; count];
        own[0] = value;
        Self(own)
    }

    /// The variable.
    pub fn variable(count: usize) -> Self {
        let mut own = vec![Precise::ZERO; count];
        own[1] = Precise::ONE;
        Self(own)
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether all coefficients are numbers.
    pub fn is_finite(&self) -> bool {
        self.0.iter().all(Precise::is_finite)
    }

    pub fn plus(&self, other: &Self) -> Self {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(a, b)| a.add(b, BITS)).collect())
    }

    pub fn scaled(&self, factor: &Precise) -> Self {
        Self(self.0.iter().map(|own| own.mul(factor, BITS)).collect())
    }

    pub fn negated(&self) -> Self {
        Self(self.0.iter().map(Precise::neg).collect())
    }

    pub fn times(&self, other: &Self) -> Self {
        let mut product = vec![Precise::ZERO; self.count()];
        for (i, a) in self.0.iter().enumerate().filter(|own| !own.1.is_zero()) {
            for (sum, b) in product[i..].iter_mut().zip(&other.0) {
                if !b.is_zero() {
                    *sum = sum.add(&a.mul(b, BITS), BITS);
                }
            }
        }
        Self(product)
    }

    /// To a power, by `n a_0 p_n = Σ ((q + 1) k - n) a_k p_(n-k)`; none of what vanishes.
    pub fn power(&self, exponent: &Precise) -> Option<Self> {
        let first = &self.0[0];
        if first.is_zero() {
            return None;
        }
        let next = exponent.add(&Precise::ONE, BITS);
        // of inverses that is `a_0 p_n = -Σ a_k p_(n-k)`
        let weighted = (!next.is_zero()).then(|| {
            let own = (0..).zip(&self.0);
            own.map(|(k, own)| own.mul(&next.mul(&whole(k), BITS), BITS))
                .collect::<Vec<_>>()
        });
        let mut own = vec![first.pow(exponent, BITS)];
        for n in 1..self.count() {
            let stands = (1..=n).filter(|&k| !self.0[k].is_zero() && !own[n - k].is_zero());
            let sum = stands.fold(Precise::ZERO, |sum, k| {
                let factor = match &weighted {
                    None => self.0[k].neg(),
                    Some(weighted) => weighted[k].sub(&self.0[k].mul(&whole(n), BITS), BITS),
                };
                sum.add(&factor.mul(&own[n - k], BITS), BITS)
            });
            own.push(match weighted {
                None => sum.div(first, BITS),
                Some(_) => sum.div(&whole(n).mul(first, BITS), BITS),
            });
        }
        Some(Self(own))
    }

    /// To a whole power.
    pub fn raised(&self, exponent: u32) -> Self {
        (1..exponent).fold(self.clone(), |product, _| product.times(self))
    }

    fn slope(&self) -> Self {
        let mut own: Vec<Precise> = (1..self.count())
            .map(|n| self.0[n].mul(&whole(n), BITS))
            .collect();
        own.push(Precise::ZERO);
        Self(own)
    }

    /// The integral that begins with that value.
    fn integral(&self, first: Precise) -> Self {
        let parts = (1..self.count()).map(|n| self.0[n - 1].div(&whole(n), BITS));
        Self(std::iter::once(first).chain(parts).collect())
    }

    /// The function with that derivative by the argument, a series.
    fn of_slope(&self, func: Func, slope: &Self) -> Self {
        let first = precise::apply(func, &self.0[..1], BITS);
        slope.times(&self.slope()).integral(first)
    }

    /// The exponential, by `n e_n = Σ k a_k e_(n-k)`.
    pub fn exp(&self) -> Self {
        let mut own = vec![precise::apply(Func::Exp, &self.0[..1], BITS)];
        for n in 1..self.count() {
            let sum = (1..=n).filter(|&k| !self.0[k].is_zero());
            let sum = sum.fold(Precise::ZERO, |sum, k| {
                let product = whole(k).mul(&self.0[k], BITS).mul(&own[n - k], BITS);
                sum.add(&product, BITS)
            });
            own.push(sum.div(&whole(n), BITS));
        }
        Self(own)
    }

    /// The logarithm; none of what vanishes.
    pub fn ln(&self) -> Option<Self> {
        Some(self.of_slope(Func::Ln, &self.power(&Precise::ONE.neg())?))
    }

    pub fn erf(&self) -> Self {
        let pi = precise::constant(Constant::Pi, BITS);
        let scale = precise::apply(Func::Sqrt, &[pi], BITS);
        let scale = Precise::from(2.0).div(&scale, BITS);
        let slope = self.times(self).negated().exp().scaled(&scale);
        self.of_slope(Func::Erf, &slope)
    }

    /// `exp(a^2) erfc(a)`
    pub fn erfcx(&self) -> Self {
        let rest = Self::constant(Precise::ONE, self.count()).plus(&self.erf().negated());
        self.times(self).exp().times(&rest)
    }

    /// Inverse functions whose derivative is a power of `1 ± a^2`; none of others.
    pub fn inverse(&self, func: Func) -> Option<Self> {
        let (sign, exponent) = match func {
            Func::Atan => (1.0, -1.0),
            Func::Atanh => (-1.0, -1.0),
            Func::Asinh => (1.0, -0.5),
            Func::Asin => (-1.0, -0.5),
            _ => return None,
        };
        let square = self.times(self).scaled(&Precise::from(sign));
        let base = square.plus(&Self::constant(Precise::ONE, self.count()));
        Some(self.of_slope(func, &base.power(&Precise::from(exponent))?))
    }

    /// The sine and the cosine, by their derivatives.
    pub fn sine_and_cosine(&self) -> [Self; 2] {
        let slope = self.slope();
        let mut own =
            [Func::Sin, Func::Cos].map(|func| vec![precise::apply(func, &self.0[..1], BITS)]);
        for n in 1..self.count() {
            let [sine, cosine] = [1, 0].map(|other| {
                let terms = (0..n).map(|k| slope.0[k].mul(&own[other][n - 1 - k], BITS));
                let sum = terms.fold(Precise::ZERO, |sum, term| sum.add(&term, BITS));
                sum.div(&whole(n), BITS)
            });
            own[0].push(sine);
            own[1].push(cosine.neg());
        }
        own.map(Self)
    }
}

fn whole(n: usize) -> Precise {
    Precise::from(n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions of `1/2 + x/3` at `x = 1/8`.
    #[test]
    fn series_add_up_to_the_functions() {
        let argument = PowerSeries::variable(40).scaled(&Precise::ONE.div(&whole(3), BITS));
        let argument = argument.plus(&PowerSeries::constant(Precise::from(0.5), 40));
        let at = 0.5 + 0.125 / 3.0;
        let [sine, cosine] = argument.sine_and_cosine();
        let inverse = |func| argument.inverse(func).expect("it is known");
        for (series, expected) in [
            (argument.exp(), f64::exp(at)),
            (argument.ln().expect("it does not vanish"), f64::ln(at)),
            (sine, f64::sin(at)),
            (cosine, f64::cos(at)),
            (argument.erf(), 0.556_342_944_088_286_8),
            (argument.erfcx(), 0.594_936_480_962_946_7),
            (inverse(Func::Atan), f64::atan(at)),
            (inverse(Func::Atanh), f64::atanh(at)),
            (inverse(Func::Asin), f64::asin(at)),
            (inverse(Func::Asinh), f64::asinh(at)),
            (argument.raised(3), at.powi(3)),
        ] {
            let coefficients = series.0.iter().rev();
            let found = coefficients.fold(0.0, |sum, own| sum * 0.125 + own.to_f64());
            assert!((found - expected).abs() < 1e-15, "{found}, not {expected}");
        }
    }
}
