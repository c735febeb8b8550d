//! Rests of series of functions with a branch point at a distance of 1, as polynomials that reach far.
//!
//! `ln(1 + y)` and roots of `1 + y` are analytic but for `y <= -1`, which is where `|w| >= 1` for `w = y/(2 + y)`. In `w` they have
//! polynomials that are exact to the last place for `y` from -0.6 to 1.5; those in `y` reach to 0.25 with as many terms.

use std::sync::{Arc, LazyLock, Mutex};

use rustc_hash::FxHashMap;

use super::super::interpolation::{interpolated, nodes};
use super::super::{Binary, Emitter, Poly, Value};
use super::sorts::Sort;
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

/// The coefficients of a polynomial: what is left out is below the last place.
const COUNT: usize = 29;

/// The greatest magnitude of `w`.
const REACH: (i64, i64) = (3, 7);

/// The terms of the power series that the values are taken from.
const MOST_TERMS: u32 = 90;

/// They cancel to this many bits and more.
const BITS: Precision = Precision::bits(360);

/// What the coefficients are rounded to.
const COEFFICIENT_BITS: Precision = Precision::bits(100);

/// Where the rest of a series is known by such a polynomial.
pub(super) struct Branch {
    /// What it is a series in: the variable of the function or its square.
    step: u32,
    /// Whether the branch point is at -1; else at 1.
    is_below: bool,
    /// The greatest magnitude of `w`.
    pub reach: Rational,
}

impl Sort {
    /// The branch point of a function, if it has one at a distance of 1.
    pub(super) fn branch(self, variable: &Poly) -> Option<Branch> {
        let (step, is_below) = match self {
            Self::Log1p | Self::Root(_) => (1, true),
            Self::Atan | Self::Asinh => (2, true),
            Self::Asin | Self::Atanh => (2, false),
            _ => return None,
        };
        // powers of a sum are multiplied out: their terms may cancel
        let (above, below) = match variable.terms().len() {
            0 | 1 => REACH,
            _ => (1, 9),
        };
        Some(Branch {
            step,
            is_below,
            reach: Rational::new(above, below),
        })
    }
}

impl Branch {
    /// The `w` of a variable over a divisor.
    pub(super) fn mapped(&self, variable: &Poly, divisor: &Poly) -> [Poly; 2] {
        let above = variable.power(self.step);
        let sign = Rational::from(if self.is_below { 1 } else { -1 });
        let twice = divisor.power(self.step).scaled(&Rational::from(2));
        let below = twice.plus(&above.scaled(&sign));
        [above, below]
    }
}

impl Emitter<'_, '_> {
    /// The rest of a series from a power on that occurs, over that power.
    pub(super) fn rest_beside_branch(
        &mut self,
        sort: Sort,
        branch: &Branch,
        first: u32,
        variable: Value,
    ) -> Value {
        let coefficients = coefficients(sort, branch, first);
        let ops = self.ops();
        let power = match branch.step {
            1 => variable,
            _ => ops.binary(Binary::Mul, variable, variable),
        };
        let two = ops.number(2.0);
        let below = match branch.is_below {
            true => ops.binary(Binary::Add, power, two),
            false => ops.binary(Binary::Sub, two, power),
        };
        let mapped = ops.binary(Binary::Div, power, below);
        let mut all = coefficients.iter().rev();
        let highest = all.next().expect("there are coefficients");
        let mut total = ops.rational(highest);
        for coefficient in all {
            let coefficient = ops.rational(coefficient);
            total = ops.mul_add(total, mapped, coefficient);
        }
        total
    }
}

type Known = FxHashMap<(Sort, u32), Arc<[Rational]>>;

/// The coefficients of the polynomial for a rest, each found once.
fn coefficients(sort: Sort, branch: &Branch, first: u32) -> Arc<[Rational]> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let key = (sort, first);
    let known = |known: &Known| known.get(&key).cloned();
    let found = KNOWN.lock().ok().and_then(|all| known(&all));
    if let Some(found) = found {
        return found;
    }
    let found: Arc<[Rational]> = fitted(sort, branch, first).into();
    if let Ok(mut all) = KNOWN.lock() {
        all.insert(key, found.clone());
    }
    found
}

fn fitted(sort: Sort, branch: &Branch, first: u32) -> Vec<Rational> {
    let series = mapped_series(sort, branch, first);
    let reach = REACH.0 as f64 / REACH.1 as f64;
    let variables = nodes(COUNT).map(|node| Precise::from(reach * node));
    let variables: Vec<Precise> = variables.collect();
    let value = |variable: &Precise| {
        let terms = series.iter().rev();
        terms.fold(Precise::ZERO, |sum, own| {
            sum.mul(variable, BITS).add(own, BITS)
        })
    };
    let values: Vec<Precise> = variables.iter().map(value).collect();
    let rounded = |own: &Precise| {
        let rounded = own.mul(&Precise::ONE, COEFFICIENT_BITS).to_ratio();
        rounded.map_or(Rational::ZERO, Rational::from)
    };
    let polynomial = interpolated(&variables, &values, BITS);
    polynomial.iter().map(rounded).collect()
}

/// The rest as a series in `w`: with `s = ±1`, `y = 2w/(1 - s w)` and `y^j = Σ_m C(m - 1, j - 1) 2^j s^(m - j) w^m`.
fn mapped_series(sort: Sort, branch: &Branch, first: u32) -> Vec<Precise> {
    let precise = |value: &Rational| Precise::from_ratio(&value.to_rbig(), BITS);
    let mut scale = Rational::ONE;
    let mut scaled = Vec::new();
    for j in 0..MOST_TERMS {
        let own = &sort.coefficient(first + branch.step * j) * &scale;
        scaled.push(precise(&own));
        scale = &scale * &Rational::from(2);
    }
    // a row of Pascal's triangle, with signs
    let mut row: Vec<Precise> = vec![Precise::ONE];
    let mut series = vec![scaled[0].clone()];
    for _ in 1..MOST_TERMS {
        let terms = row.iter().zip(&scaled[1..]);
        series.push(terms.fold(Precise::ZERO, |sum, (count, own)| {
            sum.add(&count.mul(own, BITS), BITS)
        }));
        let mut next = vec![Precise::ZERO; row.len() + 1];
        for (place, count) in row.iter().enumerate() {
            let signed = match branch.is_below {
                true => count.clone(),
                false => count.neg(),
            };
            next[place] = next[place].add(&signed, BITS);
            next[place + 1] = next[place + 1].add(count, BITS);
        }
        row = next;
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::atoms::Atom;

    /// The first sums of a series are exact far within the circle where it converges.
    #[test]
    fn polynomials_are_the_rests_of_series() {
        let sorts = [
            Sort::Log1p,
            Sort::Root(3),
            Sort::Atan,
            Sort::Asinh,
            Sort::Asin,
            Sort::Atanh,
        ];
        for sort in sorts {
            let variable = Poly::atom(Atom::of_index(0));
            let branch = sort.branch(&variable).expect("it has a branch point");
            for first in [1, 3, 5] {
                let polynomial = coefficients(sort, &branch, first);
                for variable in [-0.59, -0.3, 0.1, 0.3, 0.59] {
                    let y = f64::powi(variable, branch.step as i32);
                    let terms = (0..400)
                        .rev()
                        .map(|j| sort.coefficient(first + branch.step * j));
                    let exact = terms.fold(0.0, |sum, own| sum * y + own.to_f64());
                    let side = if branch.is_below { 1.0 } else { -1.0 };
                    let mapped = y / (2.0 + side * y);
                    let all = polynomial.iter().rev();
                    let found = all.fold(0.0, |sum, own| sum * mapped + own.to_f64());
                    let error = (found - exact).abs() / exact.abs();
                    assert!(
                        error < 1e-15,
                        "{sort:?} from {first} at {variable}: {found}, {exact}"
                    );
                }
            }
        }
    }
}
