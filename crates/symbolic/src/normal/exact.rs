//! Forms for proofs, where nothing is evaluated: the same function has the same form as often as possible.
//!
//! Exponentials are not oriented, so that they need no signs, and have single terms of sums as arguments; sines and cosines are
//! those of single terms too. Functions that others can be written by are.

use gradus_syntax::Func;

use super::atoms::Kind;
use super::cell::{Built, Cell, Stop};
use super::definite::around_root;
use super::form::{Base, Form};
use super::poly::{Monomial, Poly};
use crate::rational::Rational;

/// The highest multiple of an angle whose sine is written by that of the angle.
const HIGHEST_MULTIPLE: i64 = 12;

/// The highest order of spherical Bessel functions that are written by sines and cosines.
const HIGHEST_BESSEL: u8 = 8;

/// A sine and a cosine.
type Angle = (Form, Form);

impl Cell<'_> {
    /// `Π exp(term)` over the terms of an argument; `exp(c ln(a))` is a power.
    pub fn exact_exp(&mut self, a: &Form) -> Built {
        let mut product = Form::one();
        for (term, coefficient) in self.terms(a)? {
            let power = match self.logarithm_alone(&term) {
                Some(of) => self.power(&of, &coefficient)?,
                None => self.exponential_of_term(&term, &coefficient)?,
            };
            product = self.algebra.times(&product, &power);
        }
        Ok(product)
    }

    /// The terms of a sum over what it is divided by, each with its rational coefficient.
    fn terms(&mut self, a: &Form) -> Result<Vec<(Form, Rational)>, Stop> {
        let (below, above): (Vec<_>, Vec<_>) = a
            .factors
            .iter()
            .cloned()
            .partition(|factor| factor.1.is_negative());
        let above = Form {
            coefficient: a.coefficient.clone(),
            factors: above,
        };
        let below = Form {
            coefficient: Rational::ONE,
            factors: below,
        };
        let Some(poly) = self.algebra.as_poly(&above) else {
            let term = a.with_coefficient(Rational::ONE);
            return Ok(vec![(term, a.coefficient.clone())]);
        };
        let (whole, rest) = self.divided(&poly, &below);
        let mut terms = self.terms_over(&whole, &Form::one())?;
        terms.extend(self.terms_over(&rest, &below)?);
        Ok(terms)
    }

    /// A polynomial divided by a single sum, where that begins with a number times a power of an atom: the quotient and what is left.
    fn divided(&self, poly: &Poly, below: &Form) -> (Poly, Poly) {
        let nothing = Poly::new(Vec::new());
        let [(Base::Sum(id), exponent)] = &below.factors[..] else {
            return (nothing, poly.clone());
        };
        let divisor = self.algebra.poly(*id);
        let leading = divisor.atoms().into_iter().find_map(|atom| {
            let coefficients = divisor.coefficients(atom);
            let scale = coefficients.last()?.as_constant()?;
            Some((atom, coefficients.len() - 1, scale))
        });
        let (Some((atom, degree, scale)), true) = (leading, *exponent == Rational::MINUS_ONE)
        else {
            return (nothing, poly.clone());
        };
        let (mut whole, mut rest) = (nothing, poly.clone());
        loop {
            let coefficients = rest.coefficients(atom);
            if rest.is_zero() || coefficients.len() <= degree {
                return (whole, rest);
            }
            let power = Monomial::power(atom, (coefficients.len() - 1 - degree) as u32);
            let single = Poly::new(vec![(power, scale.recip())]);
            let Some(first) = coefficients.last() else {
                return (whole, rest);
            };
            let step = first.times(&single);
            whole = whole.plus(&step);
            rest = rest.plus(&step.times(divisor).scaled(&Rational::MINUS_ONE));
        }
    }

    fn terms_over(&mut self, poly: &Poly, below: &Form) -> Result<Vec<(Form, Rational)>, Stop> {
        let mut terms = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let single = Poly::new(vec![(monomial.clone(), Rational::ONE)]);
            let term = self.algebra.factored(&single, &[])?;
            let term = self.algebra.times(&term, below);
            let coefficient = coefficient * &term.coefficient;
            terms.push((term.with_coefficient(Rational::ONE), coefficient));
        }
        Ok(terms)
    }

    /// What a term is the logarithm of, if it is one.
    fn logarithm_alone(&self, term: &Form) -> Option<Form> {
        let [(Base::Atom(atom), exponent)] = &term.factors[..] else {
            return None;
        };
        match self.algebra.kind(*atom) {
            Kind::Ln(of) if exponent.is_one() => Some(self.algebra.form(*of).clone()),
            _ => None,
        }
    }

    fn exponential_of_term(&mut self, term: &Form, coefficient: &Rational) -> Built {
        let id = self.algebra.form_id(term.clone());
        if self.algebra.refine_unit(id, coefficient) {
            return Err(Stop::Again);
        }
        let unit = self.algebra.unit(id).cloned().unwrap_or(Rational::ONE);
        let atom = self.algebra.atom(Kind::Exp(id));
        Ok(Form {
            coefficient: Rational::ONE,
            factors: vec![(Base::Atom(atom), coefficient * &unit.recip())],
        })
    }

    /// The sum of the logarithms of the factors, all of them positive.
    pub fn exact_ln(&mut self, a: &Form) -> Built {
        let mut terms = self.logarithms_of_primes(&a.coefficient.abs());
        let mut negative = a.coefficient.is_negative();
        for (base, exponent) in a.factors.clone() {
            let positive = self.is_non_negative(&Form::base(base))?;
            negative ^= !positive && !exponent.is_even();
            terms.push(self.logarithm_of_base(base, positive).scaled(&exponent));
        }
        if negative {
            return Err(Stop::Undefined);
        }
        self.add(&terms)
    }

    fn logarithm_of_base(&mut self, base: Base, positive: bool) -> Form {
        if let Base::Atom(atom) = base
            && let Kind::Exp(argument) = *self.algebra.kind(atom)
        {
            let unit = self
                .algebra
                .unit(argument)
                .cloned()
                .unwrap_or(Rational::ONE);
            return self.algebra.form(argument).scaled(&unit);
        }
        let sign = if positive {
            Rational::ONE
        } else {
            Rational::MINUS_ONE
        };
        if let Some(logarithm) = self.logarithm_by_conjugate(base, &sign) {
            return logarithm;
        }
        Form::atom(self.algebra.ln(&Form::base(base).scaled(&sign)))
    }

    /// `ln(sqrt(c) - a) = ln(c - a^2) - ln(sqrt(c) + a)` where `c - a^2` is a number: one of the two for both.
    fn logarithm_by_conjugate(&mut self, base: Base, sign: &Rational) -> Option<Form> {
        let Base::Sum(id) = base else { return None };
        let poly = self.algebra.poly(id).scaled(sign);
        let (a, b, norm) = around_root(self.algebra, &poly)?;
        let norm = norm.as_constant().filter(|norm| !norm.is_zero())?;
        let leads_negative = |poly: &Poly| poly.content().1.is_negative();
        if !leads_negative(&a) && !leads_negative(&b) {
            return None;
        }
        let side = if norm.is_negative() {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        };
        let twice = a.scaled(&(&side * &Rational::from(2)));
        let conjugate = twice.plus(&poly.scaled(&-&side));
        let conjugate = self.algebra.factored(&conjugate, &[]).ok()?;
        let mut terms = self.logarithms_of_primes(&norm.abs());
        terms.push(Form::atom(self.algebra.ln(&conjugate)).scaled(&Rational::MINUS_ONE));
        self.add(&terms).ok()
    }

    /// The logarithm of a positive rational, by those of small primes and of what is left.
    fn logarithms_of_primes(&mut self, value: &Rational) -> Vec<Form> {
        const PRIMES: [i64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
        let parts = [
            (Rational::from(value.numerator()), Rational::ONE),
            (
                Rational::from(dashu_int::IBig::from(value.denominator())),
                Rational::MINUS_ONE,
            ),
        ];
        let mut terms = Vec::new();
        for (mut part, sign) in parts {
            for prime in PRIMES.map(Rational::from) {
                let mut count = 0;
                let mut quotient = &part * &prime.recip();
                while quotient.is_integer() {
                    count += 1;
                    part = quotient;
                    quotient = &part * &prime.recip();
                }
                if count > 0 {
                    let logarithm = Form::atom(self.algebra.ln(&Form::constant(prime)));
                    terms.push(logarithm.scaled(&(&sign * &count.into())));
                }
            }
            if !part.is_one() {
                terms.push(Form::atom(self.algebra.ln(&Form::constant(part))).scaled(&sign));
            }
        }
        terms
    }

    /// A positive form to a symbolic power, by exponential and logarithm.
    pub fn exact_power(&mut self, base: &Form, exponent: &Form) -> Built {
        if base.is_zero() || !self.is_positive(base)? {
            let (base, exponent) = (self.canonical(base), self.canonical(exponent));
            return Ok(self.opaque_power(&base, &exponent));
        }
        let logarithm = self.exact_ln(base)?;
        let scaled = self.algebra.times(&logarithm, exponent);
        self.exact_exp(&scaled)
    }

    /// An odd function that is left as it is, of an argument that begins with a positive term.
    pub fn exact_odd(&mut self, func: Func, a: &Form) -> Form {
        let sign = if a.coefficient.is_negative() {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        };
        let argument = self.canonical(&a.scaled(&sign));
        self.opaque(func, &[argument]).scaled(&sign)
    }

    /// The same quotient of two polynomials, whichever factors of them are known.
    pub fn canonical(&mut self, a: &Form) -> Form {
        let whole = |cell: &mut Self| {
            let (above, below) = cell.algebra.as_quotient(a)?;
            let above = cell.algebra.factored(&above, &[]).ok()?;
            let below = cell.algebra.factored(&below, &[]).ok()?;
            let inverse = cell.algebra.raised(&below, &Rational::MINUS_ONE)?;
            Some(cell.algebra.times(&above, &inverse))
        };
        whole(self).unwrap_or_else(|| a.clone())
    }

    /// `2 normal_cdf(a sqrt(2)) - 1`, its complement, and what is made of them.
    pub fn exact_error_function(&mut self, func: Func, a: &Form) -> Built {
        let half = Rational::new(1, 2);
        match func {
            Func::Erf => Ok(self.exact_odd(Func::Erf, a)),
            Func::Erfc => {
                let erf = self.exact_odd(Func::Erf, &a.scaled(&Rational::MINUS_ONE));
                self.add(&[Form::one(), erf])
            }
            _ => {
                let root = self.power(&Form::constant(half.clone()), &half)?;
                let scaled = self.algebra.times(a, &root);
                let erf = self.exact_odd(Func::Erf, &scaled);
                Ok(self.add(&[Form::one(), erf])?.scaled(&half))
            }
        }
    }

    /// Inverse functions by the inverse tangent and the logarithm.
    pub fn exact_inverse(&mut self, func: Func, a: &Form) -> Built {
        let (one, half) = (Rational::ONE, Rational::new(1, 2));
        match func {
            Func::Asin | Func::Acos => {
                let square = self.power(a, &Rational::from(2))?;
                let rest = self.add(&[Form::one(), square.scaled(&Rational::MINUS_ONE)])?;
                let inverse = self.power(&rest, &-&half)?;
                let quotient = self.algebra.times(a, &inverse);
                let angle = self.exact_odd(Func::Atan, &quotient);
                if func == Func::Asin {
                    return Ok(angle);
                }
                let right_angle = Form::atom(self.algebra.atom(Kind::Pi)).scaled(&half);
                self.add(&[right_angle, angle.scaled(&Rational::MINUS_ONE)])
            }
            Func::Atanh => {
                let above = self.add(&[Form::one(), a.clone()])?;
                let below = self.add(&[Form::one(), a.scaled(&Rational::MINUS_ONE)])?;
                let (above, below) = (self.exact_ln(&above)?, self.exact_ln(&below)?);
                Ok(self
                    .add(&[above, below.scaled(&Rational::MINUS_ONE)])?
                    .scaled(&half))
            }
            Func::Asinh => {
                // the same for both signs: `ln(x + sqrt(x^2 + 1))` is odd
                let positive = self.is_non_negative(a)?;
                let sign = if positive { one.clone() } else { -&one };
                let logarithm = self.logarithm_with_root(&a.scaled(&sign), &one)?;
                Ok(logarithm.scaled(&sign))
            }
            _ => self.logarithm_with_root(a, &Rational::MINUS_ONE),
        }
    }

    /// The sine or cosine of a sum by those of its terms.
    pub fn exact_sine(&mut self, func: Func, a: &Form) -> Built {
        let mut whole: Angle = (Form::zero(), Form::one());
        for (term, coefficient) in self.terms(a)? {
            let angle = self.angle_of_term(&term, &coefficient)?;
            whole = self.added(&whole, &angle)?;
        }
        Ok(if func == Func::Sin { whole.0 } else { whole.1 })
    }

    /// The sine and cosine of a multiple of a term, by those of the term's unit.
    fn angle_of_term(&mut self, term: &Form, coefficient: &Rational) -> Result<Angle, Stop> {
        let pi = Form::atom(self.algebra.atom(Kind::Pi));
        if *term == pi
            && let Some(angle) = self.known_angle(coefficient)?
        {
            return Ok(angle);
        }
        let id = self.algebra.form_id(term.clone());
        if self.algebra.refine_unit(id, coefficient) {
            return Err(Stop::Again);
        }
        let unit = self.algebra.unit(id).cloned().unwrap_or(Rational::ONE);
        let count = (coefficient * &unit.recip()).to_i64();
        let count = count
            .filter(|count| count.abs() <= HIGHEST_MULTIPLE)
            .ok_or(Stop::Outside)?;
        let argument = [term.scaled(&unit)];
        let one = (
            self.opaque(Func::Sin, &argument),
            self.opaque(Func::Cos, &argument),
        );
        let mut whole: Angle = (Form::zero(), Form::one());
        for _ in 0..count.abs() {
            whole = self.added(&whole, &one)?;
        }
        if count < 0 {
            whole.0 = whole.0.scaled(&Rational::MINUS_ONE);
        }
        Ok(whole)
    }

    /// The sine and cosine of so many half turns, where they are made of square roots of 2 and 3.
    fn known_angle(&mut self, half_turns: &Rational) -> Result<Option<Angle>, Stop> {
        let twelfths = half_turns * &Rational::from(12);
        let around = &(half_turns * &Rational::new(1, 2)).floor() * &Rational::from(24);
        let Some(twelfths) = (&twelfths - &around).to_i64() else {
            return Ok(None);
        };
        // the sine repeats itself backwards, then with the other sign
        let sine = |twelfths: i64| {
            let place = twelfths.rem_euclid(24);
            let (place, sign) = (place % 12, if place < 12 { 1 } else { -1 });
            (place.min(12 - place), sign)
        };
        let mut found = Vec::new();
        for (place, sign) in [sine(twelfths), sine(twelfths + 6)] {
            let square = match place {
                0 => {
                    found.push(Form::zero());
                    continue;
                }
                2 => 1,
                3 => 2,
                4 => 3,
                6 => 4,
                _ => return Ok(None),
            };
            let root = self.power(
                &Form::constant(Rational::from(square)),
                &Rational::new(1, 2),
            )?;
            found.push(root.scaled(&Rational::new(sign, 2)));
        }
        let [sine, cosine] = found.try_into().map_err(|_| Stop::Outside)?;
        Ok(Some((sine, cosine)))
    }

    /// The sine and cosine of the sum of two angles.
    fn added(&mut self, a: &Angle, b: &Angle) -> Result<Angle, Stop> {
        let product = |x: &Form, y: &Form| self.algebra.times(x, y);
        let (ss, cc) = (product(&a.0, &b.0), product(&a.1, &b.1));
        let (sc, cs) = (product(&a.0, &b.1), product(&a.1, &b.0));
        let sine = self.add(&[sc, cs])?;
        let cosine = self.add(&[cc, ss.scaled(&Rational::MINUS_ONE)])?;
        Ok((sine, cosine))
    }

    /// `sinc` and its derivatives by sine, cosine and divisions.
    pub fn exact_bessel(&mut self, order: u8, a: &Form) -> Built {
        if order > HIGHEST_BESSEL {
            return Err(Stop::Outside);
        }
        self.bessel_by_sines(order, a)
    }

    /// With `1 - sin(a)^2` for squares of cosines.
    pub fn with_sines_alone(&mut self, form: &Form) -> Built {
        let (above, _) = self.algebra.as_quotient(form).ok_or(Stop::Outside)?;
        let mut poly = above;
        for atom in poly.atoms() {
            let Kind::Apply(Func::Cos, arguments) = self.algebra.kind(atom).clone() else {
                continue;
            };
            let sine = self.algebra.atom(Kind::Apply(Func::Sin, arguments));
            let square = Poly::new(vec![
                (Monomial::default(), Rational::ONE),
                (Monomial::power(sine, 2), Rational::MINUS_ONE),
            ]);
            let mut sum = Poly::new(Vec::new());
            for (exponent, coefficient) in (0u32..).zip(poly.coefficients(atom)) {
                let single = Poly::new(vec![(Monomial::power(atom, exponent % 2), Rational::ONE)]);
                sum = sum.plus(
                    &coefficient
                        .times(&single)
                        .times(&square.power(exponent / 2)),
                );
            }
            poly = sum;
        }
        Ok(self.algebra.factored(&poly, &[])?)
    }
}
