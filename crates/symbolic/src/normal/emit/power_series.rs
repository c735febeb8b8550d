//! Power series in high precision, cut off: what functions of them are.

use gradus_syntax::{Constant, Func};

use rustc_hash::FxHashMap;

use crate::precise::wide::{BITS, Wide};
use crate::precise::{self, Precise};

/// What is made of series.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Product,
    Power(Wide),
    Of(Func),
    /// Its scaled tail: `exp(a^2) erfc(a)`.
    Erfcx,
}

/// Series that were computed: those of several cells, and of derivatives, are made of the same ones.
#[derive(Default)]
pub(in crate::normal) struct Known(FxHashMap<(Operation, Vec<PowerSeries>), Option<PowerSeries>>);

impl Known {
    /// The series of an operation; none where it is none.
    pub(super) fn of(&mut self, operation: Operation, of: &[&PowerSeries]) -> Option<PowerSeries> {
        let key = (operation, of.iter().map(|&own| own.clone()).collect());
        let found = self.0.entry(key);
        found.or_insert_with(|| operation.of(of)).clone()
    }
}

impl Operation {
    fn of(self, of: &[&PowerSeries]) -> Option<PowerSeries> {
        let own = of[0];
        match self {
            Self::Product => Some(own.times(of[1])),
            Self::Power(exponent) => own.power(exponent),
            Self::Of(Func::Exp) => own.exp(),
            Self::Of(Func::Ln) => own.ln(),
            Self::Of(Func::Erf) => own.erf(),
            Self::Of(Func::Sin) => Some(own.sine_and_cosine()?[0].clone()),
            Self::Of(Func::Cos) => Some(own.sine_and_cosine()?[1].clone()),
            Self::Of(func) => own.inverse(func),
            Self::Erfcx => own.erfcx(),
        }
    }
}

/// The coefficients of a series from that of the constant on, as many as are known: in many bits, sums of them may cancel to a high
/// order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::normal) struct PowerSeries(pub Vec<Wide>);

impl PowerSeries {
    /// A number as a series of so many coefficients.
    pub fn constant(value: Wide, count: usize) -> Self {
        let mut own = vec![Wide::ZERO; count];
        own[0] = value;
        Self(own)
    }

    /// The variable.
    pub fn variable(count: usize) -> Self {
        let mut own = vec![Wide::ZERO; count];
        own[1] = Wide::ONE;
        Self(own)
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    /// About its value at a point.
    pub fn at(&self, x: f64) -> f64 {
        let coefficients = self.0.iter().rev();
        coefficients.fold(0.0, |sum, own| sum * x + own.to_f64())
    }

    pub fn plus(&self, other: &Self) -> Self {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(a, b)| a.plus(*b)).collect())
    }

    pub fn scaled(&self, factor: Wide) -> Self {
        Self(self.0.iter().map(|own| own.times(factor)).collect())
    }

    /// Over its lowest power; none of zero.
    pub fn over_lowest(&self) -> Option<Self> {
        let lowest = self.0.iter().position(|own| !own.is_zero())?;
        Some(Self(self.0[lowest..].to_vec()))
    }

    pub fn negated(&self) -> Self {
        Self(self.0.iter().map(|own| own.neg()).collect())
    }

    pub fn times(&self, other: &Self) -> Self {
        let mut product = vec![Wide::ZERO; self.count().min(other.count())];
        for (i, a) in self.0.iter().enumerate().filter(|own| !own.1.is_zero()) {
            for (sum, b) in product.iter_mut().skip(i).zip(&other.0) {
                if !b.is_zero() {
                    *sum = sum.plus(a.times(*b));
                }
            }
        }
        Self(product)
    }

    /// To a power, which must be a series again.
    pub fn power(&self, exponent: Wide) -> Option<Self> {
        let lowest = self.0.iter().position(|own| !own.is_zero())?;
        if lowest == 0 {
            return self.power_beside_number(exponent);
        }
        let shift = exponent.to_f64() * lowest as f64;
        if shift < 0.0 || shift.fract() != 0.0 || shift >= self.count() as f64 {
            return None;
        }
        let rest = Self(self.0[lowest..].to_vec());
        let mut own = vec![Wide::ZERO; shift as usize];
        own.extend(rest.power_beside_number(exponent)?.0);
        own.truncate(self.count());
        Some(Self(own))
    }

    /// By `n a_0 p_n = Σ ((q + 1) k - n) a_k p_(n-k)`.
    fn power_beside_number(&self, exponent: Wide) -> Option<Self> {
        let first = self.0[0];
        let inverse = Wide::of(&Precise::ONE.div(&first.to_precise(), BITS))?;
        let next = exponent.plus(Wide::ONE);
        // of inverses that is `a_0 p_n = -Σ a_k p_(n-k)`
        let weighted = (!next.is_zero()).then(|| {
            let own = self.0.iter().enumerate();
            own.map(|(k, own)| own.times(next.times_whole(k)))
                .collect::<Vec<_>>()
        });
        let mut own = vec![Wide::of(
            &first.to_precise().pow(&exponent.to_precise(), BITS),
        )?];
        for n in 1..self.count() {
            let stands = (1..=n).filter(|&k| !self.0[k].is_zero() && !own[n - k].is_zero());
            let sum = stands.fold(Wide::ZERO, |sum, k| {
                let factor = match &weighted {
                    None => self.0[k].neg(),
                    Some(weighted) => weighted[k].plus(self.0[k].times_whole(n).neg()),
                };
                sum.plus(factor.times(own[n - k]))
            });
            own.push(match weighted {
                None => sum.times(inverse),
                Some(_) => sum.times(inverse).over_whole(n),
            });
        }
        Some(Self(own))
    }

    fn slope(&self) -> Self {
        let own = self.0.iter().enumerate().skip(1);
        let own = own.map(|(n, own)| own.times_whole(n));
        Self(own.chain([Wide::ZERO]).collect())
    }

    /// The integral that begins with that value.
    fn integral(&self, first: Wide) -> Self {
        let parts = (1..self.count()).map(|n| self.0[n - 1].over_whole(n));
        Self(std::iter::once(first).chain(parts).collect())
    }

    /// A function of the constant.
    fn first(&self, func: Func) -> Option<Wide> {
        Wide::of(&precise::apply(func, &[self.0[0].to_precise()], BITS))
    }

    /// The function with that derivative by the argument, a series.
    fn of_slope(&self, func: Func, slope: &Self) -> Option<Self> {
        let first = self.first(func)?;
        Some(slope.times(&self.slope()).integral(first))
    }

    /// The exponential, by `n e_n = Σ k a_k e_(n-k)`.
    pub fn exp(&self) -> Option<Self> {
        let slope = self.slope().0;
        let mut own = vec![self.first(Func::Exp)?];
        for n in 1..self.count() {
            let stands = (1..=n).filter(|&k| !slope[k - 1].is_zero() && !own[n - k].is_zero());
            let terms = stands.map(|k| slope[k - 1].times(own[n - k]));
            own.push(terms.fold(Wide::ZERO, Wide::plus).over_whole(n));
        }
        Some(Self(own))
    }

    /// The logarithm; none of what vanishes.
    pub fn ln(&self) -> Option<Self> {
        self.of_slope(Func::Ln, &self.power(Wide::ONE.neg())?)
    }

    pub fn erf(&self) -> Option<Self> {
        let pi = precise::constant(Constant::Pi, BITS);
        let scale = precise::apply(Func::Sqrt, &[pi], BITS);
        let scale = Wide::of(&Precise::from(2.0).div(&scale, BITS))?;
        let slope = self.times(self).negated().exp()?.scaled(scale);
        self.of_slope(Func::Erf, &slope)
    }

    /// `exp(a^2) erfc(a)`
    pub fn erfcx(&self) -> Option<Self> {
        let rest = Self::constant(Wide::ONE, self.count()).plus(&self.erf()?.negated());
        Some(self.times(self).exp()?.times(&rest))
    }

    /// Inverse functions whose derivative is a power of `1 ± a^2`; none of others.
    pub fn inverse(&self, func: Func) -> Option<Self> {
        let (is_less, exponent) = match func {
            Func::Atan => (false, Wide::ONE),
            Func::Atanh => (true, Wide::ONE),
            Func::Asinh => (false, Wide::ONE.over_whole(2)),
            Func::Asin => (true, Wide::ONE.over_whole(2)),
            _ => return None,
        };
        let square = self.times(self);
        let square = if is_less { square.negated() } else { square };
        let base = square.plus(&Self::constant(Wide::ONE, self.count()));
        self.of_slope(func, &base.power(exponent.neg())?)
    }

    /// The sine and the cosine, by their derivatives.
    pub fn sine_and_cosine(&self) -> Option<[Self; 2]> {
        let slope = self.slope();
        let mut own = [vec![self.first(Func::Sin)?], vec![self.first(Func::Cos)?]];
        for n in 1..self.count() {
            let [sine, cosine] = [1, 0].map(|other| {
                let terms = (0..n).map(|k| slope.0[k].times(own[other][n - 1 - k]));
                terms.fold(Wide::ZERO, Wide::plus).over_whole(n)
            });
            own[0].push(sine);
            own[1].push(cosine.neg());
        }
        Some(own.map(Self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions of `1/2 + x/3` at `x = 1/8`.
    #[test]
    fn series_add_up_to_the_functions() {
        let argument = PowerSeries::variable(40).scaled(Wide::ONE.over_whole(3));
        let argument = argument.plus(&PowerSeries::constant(Wide::ONE.over_whole(2), 40));
        let at = 0.5 + 0.125 / 3.0;
        let [sine, cosine] = argument.sine_and_cosine().expect("they are finite");
        let power = argument.power(Wide::ONE.times_whole(3).over_whole(4).neg());
        let power = power.expect("it does not vanish");
        let inverse = |func| argument.inverse(func).expect("it is known");
        for (series, expected) in [
            (argument.exp().expect("it is finite"), f64::exp(at)),
            (argument.ln().expect("it does not vanish"), f64::ln(at)),
            (sine, f64::sin(at)),
            (cosine, f64::cos(at)),
            (
                argument.erf().expect("it is finite"),
                0.556_342_944_088_286_8,
            ),
            (
                argument.erfcx().expect("it is finite"),
                0.594_936_480_962_946_7,
            ),
            (inverse(Func::Atan), f64::atan(at)),
            (inverse(Func::Atanh), f64::atanh(at)),
            (inverse(Func::Asin), f64::asin(at)),
            (inverse(Func::Asinh), f64::asinh(at)),
            (argument.times(&argument), at * at),
            (power, at.powf(-0.75)),
        ] {
            let found = series.at(0.125);
            assert!((found - expected).abs() < 1e-15, "{found}, not {expected}");
        }
    }
}
