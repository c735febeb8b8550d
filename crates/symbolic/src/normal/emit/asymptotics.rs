//! Polynomials in an input, a scaled tail of the error function and its excess that cancel far out.
//!
//! `erfcx(z)` is `1/(sqrt(π) (z + r))` with the excess `r = h/(2z)`, and `h` has an asymptotic series in `1/z^2`: so a sum is a
//! power of a tail times a polynomial in `z` and `r`. If that vanishes to a higher order than its terms it is written as a
//! power of `z + c` times a function that tends to a number, and the function by a polynomial in `(z - c)/(z + c)` through its
//! values in high precision.

mod excess;

use super::anchors::{Near, Small};
use super::{Atom, Base, Emitter, Form, FormId, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::precise::Precise;
use crate::rational::Rational;

/// The highest power of a tail or its excess.
const MOST_POWERS: u32 = 8;

/// Where `1/z^2` is below the last place.
const TINY: f64 = 1e-9;

/// A sum for all arguments, and what it is far out.
struct Resolved {
    everywhere: Form,
    far: Form,
    small: Form,
}

/// A polynomial in `z` and the excess, times powers of a tail.
struct OfArgument {
    poly: Poly,
    z: Atom,
    excess: Atom,
    tail: Atom,
    /// The power of the tail.
    degree: u32,
    /// The form of `z`.
    argument: Form,
}

impl Emitter<'_, '_> {
    /// A form whose sums of excesses do not cancel, and what it is far out.
    pub(super) fn resolved_excesses(&mut self, form: &Form) -> Option<(Form, Near)> {
        let (mut everywhere, mut far, mut small) = (form.clone(), form.clone(), None);
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let Some(own) = self.resolved_sum(&poly) else {
                continue;
            };
            for (whole, part) in [(&mut everywhere, own.everywhere), (&mut far, own.far)] {
                let power = self.algebra.raised(&part, exponent)?;
                *whole = self.algebra.times(&whole.without(*base), &power);
            }
            small = Some(own.small);
        }
        let closeness = vec![(Small::Form(small?), TINY)];
        Some((
            everywhere,
            Near {
                form: far,
                closeness,
            },
        ))
    }

    fn resolved_sum(&mut self, poly: &Poly) -> Option<Resolved> {
        let of_argument = self.by_argument(poly)?;
        let (leading, power) = self.leading_far_out(&of_argument)?;
        let OfArgument {
            poly,
            z,
            excess,
            tail,
            degree,
            argument,
        } = of_argument;
        let mut tails = Form::atom(tail);
        tails.factors[0].1 = i64::from(degree).into();
        let tails = self.algebra.settled(Rational::ONE, tails.factors);
        let power = Rational::from(power);
        let whole = self.algebra.as_poly(&argument)?;
        let middle = Poly::constant(excess::MIDDLE.clone());
        let [above, below] = [Rational::MINUS_ONE, Rational::ONE].map(|sign| {
            self.algebra
                .factored(&whole.plus(&middle.scaled(&sign)), &[])
        });
        let (above, below) = (above.ok()?, below.ok()?);
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        let variable = self.algebra.times(&above, &inverse);
        let series = self.fitted(&poly, [z, excess], power.to_i64()?, variable)?;
        let everywhere = self.algebra.raised(&below, &power)?;
        let everywhere = self.algebra.times(&everywhere, &series);
        let far = self.algebra.raised(&argument, &power)?;
        let far = self.algebra.times(&far, &leading);
        let [everywhere, far] = [everywhere, far].map(|form| self.algebra.times(&form, &tails));
        Some(Resolved {
            everywhere,
            far,
            small: self.algebra.raised(&argument, &Rational::MINUS_ONE)?,
        })
    }

    /// A sum of an input, a tail and its excess by what these are of, without the tail.
    fn by_argument(&mut self, poly: &Poly) -> Option<OfArgument> {
        let mut kinds = poly.atoms().into_iter();
        let argument = kinds.find_map(|atom| match *self.algebra.kind(atom) {
            Kind::ErfcExcess(argument) => Some(argument),
            _ => None,
        })?;
        let [excess, tail] =
            [Kind::ErfcExcess(argument), Kind::Erfcx(argument)].map(|kind| self.algebra.atom(kind));
        let linear = self.linear(argument)?;
        let is_known = |&atom: &Atom| {
            atom == linear.input || atom == excess || atom == tail || self.is_constant_atom(atom)
        };
        let is_small = [excess, tail]
            .iter()
            .all(|&atom| poly.degree(atom) <= MOST_POWERS);
        if !is_small || !poly.atoms().iter().all(is_known) {
            return None;
        }
        let (z, by_z) = self.by_variable(poly, argument, &linear)?;
        let degree = by_z.degree(tail);
        let pi = Base::Atom(self.algebra.atom(Kind::Pi));
        let root = Poly::atom(self.algebra.atom(Kind::Root(pi, 2)));
        // one over the tail
        let inverse = root.times(&Poly::atom(z).plus(&Poly::atom(excess)));
        let mut total = Poly::new(Vec::new());
        for (power, coefficient) in (0u32..).zip(&by_z.coefficients(tail)) {
            let factor = inverse.power(degree - power);
            total = total.plus(&coefficient.times(&factor));
        }
        let argument = self.algebra.form(argument).clone();
        Some(OfArgument {
            poly: self.algebra.without_high_roots(total).ok()?,
            z,
            excess,
            tail,
            degree,
            argument: self.upwards(argument)?,
        })
    }

    /// A polynomial in an input as one in the argument that is linear in it.
    fn by_variable(
        &mut self,
        poly: &Poly,
        argument: FormId,
        linear: &super::excesses::Linear,
    ) -> Option<(Atom, Poly)> {
        let z = self.algebra.atom(Kind::Variable(argument));
        let offset = linear.whole.coefficients(linear.input)[0].clone();
        let input = Poly::atom(z).plus(&offset.scaled(&Rational::MINUS_ONE));
        let input = input.times(linear.inverse.as_ref()?);
        let by_z = poly.substitute(linear.input, &input);
        Some((z, self.algebra.without_high_roots(by_z).ok()?))
    }

    /// The leading term far out as a constant and a power of `z`, where it is of lower order than the terms are.
    fn leading_far_out(&mut self, of: &OfArgument) -> Option<(Form, i64)> {
        let counts = |monomial: &Monomial| {
            let of_z = i64::from(monomial.exponent(of.z));
            (of_z, i64::from(monomial.exponent(of.excess)))
        };
        let degree = |monomial: &Monomial| {
            let (of_z, of_excess) = counts(monomial);
            of_z - of_excess
        };
        let terms = of.poly.terms();
        let highest = terms.iter().map(|term| degree(&term.0)).max()?;
        let powers = powers_of_series(of.poly.degree(of.excess));
        for below in 0..excess::MOST_TERMS as i64 {
            // a term gives coefficients at every second power of 1/z
            let mut total = Poly::new(Vec::new());
            for (monomial, coefficient) in terms {
                let rank = below - (highest - degree(monomial));
                let (_, of_excess) = counts(monomial);
                if rank < 0 || rank % 2 != 0 {
                    continue;
                }
                let series = &powers[of_excess as usize][rank as usize / 2];
                let halves = Rational::new(1, 1i64 << of_excess);
                let constant = monomial.without(of.z).without(of.excess);
                let own = &(coefficient * series) * &halves;
                total = total.plus(&Poly::new(vec![(constant, own)]));
            }
            let is_zero = total.is_zero() || self.is_zero_value(&total);
            if !is_zero {
                let leading = self.algebra.factored(&total, &[]).ok()?;
                return (below > 0).then_some((leading, highest - below));
            }
        }
        None
    }

    /// A polynomial in `z` and the excess over a power of `z + c`, as a polynomial in a variable.
    fn fitted(
        &mut self,
        poly: &Poly,
        [z, excess]: [Atom; 2],
        power: i64,
        variable: Form,
    ) -> Option<Form> {
        let mut terms = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let constant = monomial.without(z).without(excess);
            let constant = Poly::new(vec![(constant, coefficient.clone())]);
            let constant = self.algebra.factored(&constant, &[]).ok()?;
            let value = self.precise(&constant, excess::BITS)?;
            terms.push((value, monomial.exponent(z), monomial.exponent(excess)));
        }
        let coefficients = excess::fitted(|z, excess| {
            let sum = terms
                .iter()
                .fold(Precise::ZERO, |sum, (own, of_z, of_excess)| {
                    let product = raised(z, *of_z).mul(&raised(excess, *of_excess), excess::BITS);
                    sum.add(&own.mul(&product, excess::BITS), excess::BITS)
                });
            let scale = z.add(&excess::middle(), excess::BITS);
            let scale_power = raised(&scale, power.unsigned_abs() as u32);
            match power < 0 {
                true => sum.mul(&scale_power, excess::BITS),
                false => sum.div(&scale_power, excess::BITS),
            }
        })?;
        let id = self.algebra.form_id(variable);
        let variable = self.algebra.atom(Kind::Variable(id));
        let terms = (0u32..).zip(coefficients);
        let terms = terms.map(|(power, own)| (Monomial::power(variable, power), own));
        let series = self.algebra.sum_id(Poly::new(terms.collect()));
        Some(Form::atom(self.algebra.atom(Kind::Expansion(series))))
    }
}

fn raised(value: &Precise, power: u32) -> Precise {
    (0..power).fold(Precise::ONE, |product, _| product.mul(value, excess::BITS))
}

/// The series of powers of `h`.
fn powers_of_series(highest: u32) -> Vec<Vec<Rational>> {
    let count = excess::MOST_TERMS;
    let mut powers = vec![vec![Rational::ZERO; count]];
    powers[0][0] = Rational::ONE;
    for power in 0..highest as usize {
        let next = (0..count).map(|n| {
            (0..=n).fold(Rational::ZERO, |sum, i| {
                &sum + &(&powers[power][i] * &excess::SERIES[n - i])
            })
        });
        let next = next.collect();
        powers.push(next);
    }
    powers
}
