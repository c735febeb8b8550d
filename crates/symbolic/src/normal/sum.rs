//! Sums of forms: expanded, and factored again by divisors that are likely.

use gradus_syntax::Func;

use super::atoms::{Algebra, Atom, Kind, SumId};
use super::form::{Base, Form, MOST_BITS, TooLarge};
use super::poly::{Monomial, Poly};
use crate::rational::Rational;

/// The most terms of a sum.
const MOST_TERMS: usize = 160;

/// The most terms of a sum before it is divided.
const MOST_EXPANDED: usize = 4 * MOST_TERMS;

/// The most sums that are multiplied out: the digits of a root far from 0 are lost in the coefficients of a long product.
const MOST_FACTORS: i64 = 12;

/// The most terms that are expanded on the way.
const MOST_PRODUCTS: usize = 6000;

impl Algebra {
    /// The sum of forms: what they have in common times a polynomial of the rest. It is remembered: cells that are begun again with
    /// one sign more are made of the same sums.
    pub fn sum(&mut self, terms: &[Form]) -> Result<Form, TooLarge> {
        let standing: Vec<&Form> = terms.iter().filter(|term| !term.is_zero()).collect();
        match standing[..] {
            [] => return Ok(Form::zero()),
            [only] => return Ok(only.clone()),
            _ => {}
        }
        if let Some((known, steps)) = self.added.get(terms).cloned() {
            self.spend(steps)?;
            return Ok(known);
        }
        let before = self.steps();
        let sum = self.new_sum(&standing)?;
        let steps = self.steps() - before;
        self.added.insert(terms.into(), (sum.clone(), steps));
        Ok(sum)
    }

    fn new_sum(&mut self, terms: &[&Form]) -> Result<Form, TooLarge> {
        let common = common_factors(terms);
        let mut total = Poly::new(Vec::new());
        self.spend(terms.len() * common.len())?;
        for term in terms {
            let rest = common
                .iter()
                .map(|(base, least)| (*base, &term.exponent(*base) - least));
            let rest: Vec<_> = rest.filter(|factor| !factor.1.is_zero()).collect();
            total = total.plus(&self.expanded(&term.coefficient, &rest)?);
            self.spend(total.terms().len())?;
            if total.terms().len() > MOST_EXPANDED {
                return Err(TooLarge);
            }
        }
        let divisors = self.divisors(&common, &total);
        let sum = self.factored(&total, &divisors)?;
        let common = self.settled(Rational::ONE, common);
        Ok(self.times(&sum, &common))
    }

    /// Non-negative powers multiplied out; roots stay atoms.
    fn expanded(
        &mut self,
        coefficient: &Rational,
        factors: &[(Base, Rational)],
    ) -> Result<Poly, TooLarge> {
        let sums = factors
            .iter()
            .filter(|factor| matches!(factor.0, Base::Sum(_)));
        let multiplied = sums.fold(Rational::ZERO, |total, factor| &total + &factor.1);
        if multiplied > MOST_FACTORS {
            return Err(TooLarge);
        }
        let mut product = Poly::constant(coefficient.clone());
        for (base, exponent) in factors {
            let whole = exponent.floor();
            let part = exponent - &whole;
            let whole = whole
                .to_i64()
                .and_then(|whole| u32::try_from(whole).ok())
                .ok_or(TooLarge)?;
            if whole > 40 {
                return Err(TooLarge);
            }
            let power = self.power_of_base(*base, whole);
            let products = product.terms().len() * power.terms().len();
            self.spend(products)?;
            if products > MOST_PRODUCTS {
                return Err(TooLarge);
            }
            product = product.times(&power);
            if !part.is_zero() {
                let order = u32::try_from(i64::try_from(part.denominator()).unwrap_or(i64::MAX));
                let power = part.numerator().try_into().unwrap_or(1u32);
                let order = order.map_err(|_| TooLarge)?;
                let root = self.atom(Kind::Root(*base, order));
                let root = Poly::new(vec![(Monomial::power(root, power), Rational::ONE)]);
                product = product.times(&root);
            }
        }
        self.without_high_roots(product)
    }

    /// A power of a base as a polynomial.
    pub fn power_of_base(&self, base: Base, exponent: u32) -> Poly {
        match base {
            Base::Atom(atom) => match *self.kind(atom) {
                Kind::Opposite(of) => {
                    let sign = if exponent.is_multiple_of(2) {
                        Rational::ONE
                    } else {
                        Rational::MINUS_ONE
                    };
                    self.power_of_base(of, exponent).scaled(&sign)
                }
                Kind::Integer(ref value) => match value.pow(exponent.into(), MOST_BITS) {
                    Some(power) => Poly::constant(power),
                    None => Poly::new(vec![(Monomial::power(atom, exponent), Rational::ONE)]),
                },
                _ => Poly::new(vec![(Monomial::power(atom, exponent), Rational::ONE)]),
            },
            Base::Sum(id) => self.poly(id).power(exponent),
        }
    }

    /// Whole powers of roots replaced by what is under them.
    pub fn without_high_roots(&self, mut poly: Poly) -> Result<Poly, TooLarge> {
        loop {
            let high = poly
                .atoms()
                .into_iter()
                .find_map(|atom| match *self.kind(atom) {
                    Kind::Root(base, order) if poly.degree(atom) >= order => {
                        Some((atom, base, order))
                    }
                    _ => None,
                });
            let Some((atom, base, order)) = high else {
                return Ok(poly);
            };
            let mut sum = Poly::new(Vec::new());
            for (exponent, coefficient) in (0u32..).zip(poly.coefficients(atom)) {
                let root = Poly::new(vec![(
                    Monomial::power(atom, exponent % order),
                    Rational::ONE,
                )]);
                let whole = self.power_of_base(base, exponent / order);
                if coefficient.terms().len() * whole.terms().len() > MOST_PRODUCTS {
                    return Err(TooLarge);
                }
                sum = sum.plus(&coefficient.times(&root).times(&whole));
            }
            poly = sum;
        }
    }

    /// Polynomials that are likely to divide a sum: those of its terms, and those of `likely_divisors`.
    fn divisors(&mut self, common: &[(Base, Rational)], total: &Poly) -> Vec<SumId> {
        let mut divisors = self.likely_divisors(total);
        for (base, _) in common {
            match base {
                Base::Sum(id) if !divisors.contains(id) => divisors.push(*id),
                _ => {}
            }
        }
        divisors
    }

    /// `1 ± u` for the exponentials and cosines of a polynomial, and `u - v` for two exponentials.
    pub fn likely_divisors(&mut self, poly: &Poly) -> Vec<SumId> {
        let mut divisors: Vec<SumId> = Vec::new();
        for atom in poly.atoms() {
            if matches!(self.kind(atom), Kind::Exp(_) | Kind::Apply(Func::Cos, _)) {
                for sign in [Rational::MINUS_ONE, Rational::ONE] {
                    let poly = Poly::atom(atom).plus(&Poly::constant(sign));
                    divisors.push(self.sum_id(poly));
                }
            }
        }
        let is_exponential = |atom: &Atom| matches!(self.kind(*atom), Kind::Exp(_));
        let exponentials: Vec<Atom> = poly.atoms().into_iter().filter(is_exponential).collect();
        if let [u, v] = exponentials[..] {
            let difference = Poly::atom(u).plus(&Poly::atom(v).scaled(&Rational::MINUS_ONE));
            let difference = difference.primitive(&difference.content());
            divisors.push(self.sum_id(difference));
        }
        divisors
    }

    /// A polynomial as its content, known divisors and what is left.
    pub fn factored(&mut self, poly: &Poly, divisors: &[SumId]) -> Result<Form, TooLarge> {
        if poly.is_zero() {
            return Ok(Form::zero());
        }
        let (poly, mut factors) = match self.is_exact() {
            true => (poly.clone(), Vec::new()),
            false => self.without_common_roots(poly),
        };
        let content = poly.content();
        let mut rest = poly.primitive(&content);
        for &(atom, exponent) in content.0.powers() {
            let (base, exponent) = self.power_of_root(atom, exponent);
            match factors.iter_mut().find(|factor| factor.0 == base) {
                Some(factor) => factor.1 = &factor.1 + &exponent,
                None => factors.push((base, exponent)),
            }
        }
        let mut coefficient = content.1;
        for &divisor in divisors {
            let mut count = 0i64;
            self.spend(rest.terms().len())?;
            while rest.terms().len() > 1 {
                let (quotient, steps) = rest.divided(self.poly(divisor));
                self.spend(steps)?;
                let Some(quotient) = quotient else { break };
                rest = quotient;
                count += 1;
            }
            if count > 0 {
                factors.push((Base::Sum(divisor), count.into()));
            }
        }
        if let Some(value) = rest.as_constant() {
            coefficient = &coefficient * &value;
        } else if rest.terms().len() == 1 {
            // what is left of a division is primitive but may be a monomial
            let only = self.factored(&rest, &[])?;
            let form = self.settled(coefficient, factors);
            return Ok(self.times(&form, &only));
        } else if rest.terms().len() > MOST_TERMS {
            return Err(TooLarge);
        } else {
            let content = rest.content();
            coefficient = &coefficient * &content.1;
            let primitive = rest.primitive(&content);
            factors.push((Base::Sum(self.sum_id(primitive)), Rational::ONE));
        }
        Ok(self.settled(coefficient, factors))
    }

    /// A polynomial over powers of roots that divide all terms: `3 r^2 + 2 x` with `r = cbrt(x)` is `r^2 (3 + 2 r)`.
    fn without_common_roots(&self, poly: &Poly) -> (Poly, Vec<(Base, Rational)>) {
        let (mut poly, mut factors) = (poly.clone(), Vec::new());
        for root in poly.atoms() {
            let Kind::Root(Base::Atom(base), order) = *self.kind(root) else {
                continue;
            };
            // the power of the root is that atom, or minus one
            let (atom, sign) = match *self.kind(base) {
                Kind::Opposite(Base::Atom(of)) => (of, Rational::MINUS_ONE),
                _ => (base, Rational::ONE),
            };
            let count = |own: &Monomial| own.exponent(atom) * order + own.exponent(root);
            let counts = poly.terms().iter().map(|term| count(&term.0));
            let least = counts.min().unwrap_or(0);
            if least == 0 || poly.degree(atom) == 0 {
                continue;
            }
            let divided = |(own, coefficient): &(Monomial, Rational)| {
                let left = count(own) - least;
                let powers =
                    Monomial::power(atom, left / order).times(&Monomial::power(root, left % order));
                let rest = own.without(atom).without(root).times(&powers);
                match (own.exponent(atom) + left / order).is_multiple_of(2) {
                    true => (rest, coefficient.clone()),
                    false => (rest, coefficient * &sign),
                }
            };
            poly = Poly::new(poly.terms().iter().map(divided).collect());
            let power = Rational::new(i64::from(least), i64::from(order));
            match factors.iter_mut().find(|(own, _)| *own == Base::Atom(base)) {
                Some((_, own)) => *own = &*own + &power,
                None => factors.push((Base::Atom(base), power)),
            }
        }
        (poly, factors)
    }

    /// A power of an atom; of a root as one of what is under it.
    pub fn power_of_root(&self, atom: Atom, exponent: u32) -> (Base, Rational) {
        let exponent = Rational::from(i64::from(exponent));
        match self.kind(atom) {
            Kind::Root(base, order) => (*base, &exponent * &Rational::new(1, i64::from(*order))),
            _ => (Base::Atom(atom), exponent),
        }
    }

    /// A form without denominators or roots as one polynomial.
    pub fn as_poly(&mut self, form: &Form) -> Option<Poly> {
        if form.factors.iter().any(|factor| factor.1.is_negative()) {
            return None;
        }
        self.expanded(&form.coefficient, &form.factors).ok()
    }

    /// The parts of a form above and below the line, multiplied out.
    pub fn as_quotient(&mut self, form: &Form) -> Option<(Poly, Poly)> {
        let (below, above): (Vec<_>, Vec<_>) = form
            .factors
            .iter()
            .cloned()
            .partition(|factor| factor.1.is_negative());
        let below: Vec<_> = below
            .into_iter()
            .map(|(base, exponent)| (base, -&exponent))
            .collect();
        let above = self.expanded(&form.coefficient, &above).ok()?;
        Some((above, self.expanded(&Rational::ONE, &below).ok()?))
    }
}

/// Every base of the terms with the least exponent that it has in one of them.
fn common_factors(terms: &[&Form]) -> Vec<(Base, Rational)> {
    let mut bases: Vec<Base> = terms
        .iter()
        .flat_map(|term| term.factors.iter().map(|factor| factor.0))
        .collect();
    bases.sort_unstable();
    bases.dedup();
    let least = |base: Base| terms.iter().map(|term| term.exponent(base)).min();
    bases
        .into_iter()
        .map(|base| (base, least(base).expect("there are terms")))
        .collect()
}
