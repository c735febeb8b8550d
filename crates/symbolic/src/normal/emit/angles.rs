//! Sums of arctangents that cancel, as one of what is small.

use gradus_syntax::Func;

use super::anchors::{Near, Small, one};
use super::{Atom, Base, Emitter, Form, Kind, Poly, Signs, joined};
use crate::rational::Rational;

/// How small what an arctangent is of is where two are joined.
const NEAR: f64 = 0.5;

/// The most factors of the complex number whose angle is taken instead of theirs.
const MOST_JOINED: i64 = 8;

impl Emitter<'_, '_> {
    /// Sums of arctangents, and multiples of `π`, as one arctangent.
    pub(super) fn joined_angles(&mut self, poly: &Poly) -> Option<Near> {
        let angles: Vec<(Atom, Form)> = poly
            .atoms()
            .into_iter()
            .filter_map(|atom| match *self.algebra.kind(atom) {
                Kind::Apply(Func::Atan, ref forms) => {
                    Some((atom, self.algebra.form(forms[0]).clone()))
                }
                _ => None,
            })
            .collect();
        match angles.len() {
            0..=2 => self
                .joined_angles_of_two(poly, &angles)
                .or_else(|| self.one_angle(poly, &angles)),
            _ => self
                .one_angle(poly, &angles)
                .or_else(|| self.joined_angles_of_two(poly, &angles)),
        }
    }

    /// `c Σ n_i atan(a_i)` as `c atan(t)`, where the sum is small: `t` is that of the angle of `Π (1 + i a_i)^(n_i)`, and what cancels
    /// in it does so in polynomials. Quarter turns of `π` are powers of `1 + i`.
    fn one_angle(&mut self, poly: &Poly, angles: &[(Atom, Form)]) -> Option<Near> {
        if angles.len() < 2 {
            return None;
        }
        let atoms: Vec<Atom> = angles.iter().map(|own| own.0).collect();
        let (scales, common, mut rest) = joined::with_common_factor(poly, &atoms)?;
        let content = scales.iter().map(Rational::abs);
        let content = content.reduce(|content, own| content.gcd(&own))?;
        let inverse = content.recip();
        let mut product = [one(), Poly::constant(Rational::ZERO)];
        let mut sum = Poly::constant(Rational::ZERO);
        let mut left = MOST_JOINED;
        for ((atom, form), scale) in angles.iter().zip(&scales) {
            let count = (scale * &inverse).to_i64()?;
            sum = sum.plus(&Poly::atom(*atom).scaled(&Rational::from(count)));
            let (above, below) = self.algebra.as_quotient(form)?;
            let above = above.scaled(&Rational::from(count.signum()));
            left -= count.abs();
            if left < 0 {
                return None;
            }
            for _ in 0..count.abs() {
                product = times(&product, &[below.clone(), above.clone()]);
            }
        }
        if let Some((others, turns)) = self.quarter_turns(&rest, &common.scaled(&content)) {
            let pi = Poly::atom(self.algebra.atom(Kind::Pi));
            sum = sum.plus(&pi.scaled(&Rational::new(turns, 4)));
            for _ in 0..turns.rem_euclid(4) {
                product = times(&product, &[one(), one()]);
            }
            rest = others;
        }
        let [below, above] = product.map(|part| self.algebra.factored(&part, &[]));
        let (below, above) = (below.ok()?, above.ok()?);
        if below.is_zero() || above.is_zero() {
            return None;
        }
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        let tangent = self.algebra.times(&above, &inverse);
        if !self.vanishes_somewhere(&tangent) {
            return None;
        }
        let closeness = vec![(Small::Sum(sum), NEAR)];
        self.with_angle(&rest, &common.scaled(&content), tangent, closeness)
    }

    /// Terms without `π`, and how many quarters of it stand beside a polynomial.
    fn quarter_turns(&mut self, poly: &Poly, beside: &Poly) -> Option<(Poly, i64)> {
        let pi = self.algebra.atom(Kind::Pi);
        let [others, own] = <[Poly; 2]>::try_from(poly.coefficients(pi)).ok()?;
        let turns = own.over(beside)?.as_constant()?;
        Some((others, (&turns * &Rational::from(4)).to_i64()?))
    }

    /// `c atan(a) - c atan(b)` as `c atan((a - b)/(1 + a b))`, sums likewise, for `1 + a b > 0`; and multiples of `π` as arctangents.
    fn joined_angles_of_two(&mut self, poly: &Poly, angles: &[(Atom, Form)]) -> Option<Near> {
        for (index, (a, above)) in angles.iter().enumerate() {
            let [rest, scale] = <[Poly; 2]>::try_from(poly.coefficients(*a)).ok()?;
            if let Some(near) = self.beside_right_angle(&rest, &scale, above) {
                return Some(near);
            }
            for (b, below) in &angles[index + 1..] {
                let [rest, other] = <[Poly; 2]>::try_from(rest.coefficients(*b)).ok()?;
                // `atan(-b)` is written as `-atan(b)`
                let sign = match other.over(&scale).and_then(|ratio| ratio.as_constant()) {
                    Some(ratio) if ratio.abs().is_one() => -&ratio,
                    _ => continue,
                };
                let below = below.scaled(&sign);
                let Some(argument) = self.tangent_of_difference(above, &below) else {
                    continue;
                };
                let closeness = vec![(Small::Form(argument.clone()), NEAR)];
                return self.with_angle(&rest, &scale, argument, closeness);
            }
        }
        None
    }

    /// `c atan(a) - c π/4` as `c atan((a - 1)/(a + 1))` and `c atan(a) - c π/2` as `-c atan(1/a)`, for `a > 0`; the latter for
    /// exponentials, inputs are reflected on purpose.
    fn beside_right_angle(&mut self, rest: &Poly, scale: &Poly, a: &Form) -> Option<Near> {
        let is_positive = self.signs(a).is_non_negative();
        let pi = self.algebra.atom(Kind::Pi);
        let [others, beside] = <[Poly; 2]>::try_from(rest.coefficients(pi)).ok()?;
        if beside.plus(&scale.scaled(&Rational::new(1, 4))).is_zero() {
            let argument = self.quotient_of_difference(a, &Form::one())?;
            // so small it is for a positive `a` only
            let closeness = match is_positive {
                true => Vec::new(),
                false => vec![(Small::Form(argument.clone()), NEAR)],
            };
            return self.with_angle(&others, scale, argument, closeness);
        }
        let has_exponentials = !self.exponentials_of(a).is_empty();
        if is_positive
            && has_exponentials
            && beside.plus(&scale.scaled(&Rational::new(1, 2))).is_zero()
        {
            let inverse = self.algebra.raised(a, &Rational::MINUS_ONE)?;
            let argument = inverse.scaled(&Rational::MINUS_ONE);
            return self.with_angle(&others, scale, argument, Vec::new());
        }
        None
    }

    fn with_angle(
        &mut self,
        rest: &Poly,
        scale: &Poly,
        argument: Form,
        closeness: Vec<(Small, f64)>,
    ) -> Option<Near> {
        let id = self.algebra.form_id(argument);
        let angle = Poly::atom(self.algebra.atom(Kind::Apply(Func::Atan, [id].into())));
        let total = rest.plus(&scale.times(&angle));
        let form = self.algebra.factored(&total, &[]).ok()?;
        Some(Near { form, closeness })
    }

    /// `(a - b)/(1 + a b)`, where what is divided by is known to be positive.
    fn tangent_of_difference(&mut self, a: &Form, b: &Form) -> Option<Form> {
        let product = self.algebra.times(a, b);
        let own = self.algebra.sum(&[Form::one(), product]).ok()?;
        let [first, second, own] = [a, b, &own].map(|form| self.signs_of_any_power(form));
        let have_one_sign = first.is_non_negative() && second.is_non_negative()
            || first.is_non_positive() && second.is_non_positive();
        match have_one_sign || own.is_non_negative() {
            true => self.quotient_of_difference(a, b),
            false => None,
        }
    }

    /// The signs of a form, or those known of one that shares them: with its factors to other odd powers.
    fn signs_of_any_power(&self, form: &Form) -> Signs {
        let signs = self.signs(form);
        let Some(odd) = odd_factors(form).filter(|_| !signs.is_one_sided()) else {
            return signs;
        };
        let known = self.knowledge.all().iter();
        let mut known = known.filter(|(other, _)| odd_factors(other).as_ref() == Some(&odd));
        match known.next() {
            Some((_, own)) if form.coefficient.is_positive() => signs.and(*own),
            Some((_, own)) => signs.and(own.negated()),
            None => signs,
        }
    }

    /// `(a - b)/(1 + a b)`, over common divisors.
    fn quotient_of_difference(&mut self, a: &Form, b: &Form) -> Option<Form> {
        let (above_a, below_a) = self.algebra.as_quotient(a)?;
        let (above_b, below_b) = self.algebra.as_quotient(b)?;
        let opposite = above_b.times(&below_a).scaled(&Rational::MINUS_ONE);
        let difference = above_a.times(&below_b).plus(&opposite);
        let below = above_a.times(&above_b).plus(&below_a.times(&below_b));
        let above = self.algebra.factored(&difference, &[]).ok()?;
        let below = self.algebra.factored(&below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        Some(self.algebra.times(&above, &inverse))
    }
}

/// The factors of a form if all their exponents are odd.
fn odd_factors(form: &Form) -> Option<Vec<Base>> {
    let factors = form.factors.iter();
    let odd = factors.map(|(base, exponent)| {
        let is_odd = exponent.is_integer() && !exponent.is_even();
        is_odd.then_some(*base)
    });
    odd.collect()
}

/// The real and the imaginary part of a product.
fn times([a, b]: &[Poly; 2], [c, d]: &[Poly; 2]) -> [Poly; 2] {
    let opposite = b.times(d).scaled(&Rational::MINUS_ONE);
    [a.times(c).plus(&opposite), a.times(d).plus(&b.times(c))]
}
