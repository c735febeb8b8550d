//! Forms: a rational times powers of atoms and of sums, kept factored.

use super::atoms::{Algebra, Atom, Kind, SumId};
use crate::rational::Rational;

/// What is raised in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Base {
    /// An atom.
    Atom(Atom),
    /// A primitive sum of at least two terms.
    Sum(SumId),
}

/// A rational times powers of different bases, by increasing base. Zero has no factors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Form {
    /// The rational.
    pub coefficient: Rational,
    /// Bases with exponents that are not 0.
    pub factors: Vec<(Base, Rational)>,
}

/// Why no form was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

impl Form {
    /// A rational number.
    pub fn constant(coefficient: Rational) -> Self {
        Self {
            coefficient,
            factors: Vec::new(),
        }
    }

    /// Zero.
    pub fn zero() -> Self {
        Self::constant(Rational::ZERO)
    }

    /// One.
    pub fn one() -> Self {
        Self::constant(Rational::ONE)
    }

    /// One base.
    pub fn base(base: Base) -> Self {
        Self {
            coefficient: Rational::ONE,
            factors: vec![(base, Rational::ONE)],
        }
    }

    /// One atom.
    pub fn atom(atom: Atom) -> Self {
        Self::base(Base::Atom(atom))
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.coefficient.is_zero()
    }

    /// Its value, if it has no factors.
    pub fn as_constant(&self) -> Option<&Rational> {
        self.factors.is_empty().then_some(&self.coefficient)
    }

    /// With another coefficient.
    pub fn with_coefficient(&self, coefficient: Rational) -> Self {
        if coefficient.is_zero() {
            return Self::zero();
        }
        Self {
            coefficient,
            factors: self.factors.clone(),
        }
    }

    /// Times a rational.
    pub fn scaled(&self, factor: &Rational) -> Self {
        self.with_coefficient(&self.coefficient * factor)
    }

    /// The exponent of a base.
    pub fn exponent(&self, base: Base) -> Rational {
        let found = self.factors.iter().find(|factor| factor.0 == base);
        found.map_or(Rational::ZERO, |factor| factor.1.clone())
    }

    /// Without the powers of a base.
    pub fn without(&self, base: Base) -> Self {
        let factors = self
            .factors
            .iter()
            .filter(|factor| factor.0 != base)
            .cloned()
            .collect();
        Self {
            coefficient: self.coefficient.clone(),
            factors,
        }
    }
}

impl Algebra {
    /// The product of two forms.
    pub fn times(&self, a: &Form, b: &Form) -> Form {
        let coefficient = &a.coefficient * &b.coefficient;
        if coefficient.is_zero() {
            return Form::zero();
        }
        let mut factors = a.factors.clone();
        for (base, exponent) in &b.factors {
            match factors.iter_mut().find(|factor| factor.0 == *base) {
                Some(factor) => factor.1 = &factor.1 + exponent,
                None => factors.push((*base, exponent.clone())),
            }
        }
        self.settled(coefficient, factors)
    }

    /// All exponents times a rational; the coefficient must be positive where that is no integer.
    pub fn raised(&mut self, form: &Form, exponent: &Rational) -> Option<Form> {
        if exponent.is_zero() {
            return Some(Form::one());
        }
        let mut factors: Vec<(Base, Rational)> = form
            .factors
            .iter()
            .map(|(base, e)| (*base, e * exponent))
            .collect();
        let coefficient = if exponent.is_integer() {
            form.coefficient.pow(exponent.to_i64()?, MOST_BITS)?
        } else {
            self.raise_positive(&form.coefficient, exponent, &mut factors)?;
            Rational::ONE
        };
        Some(self.settled(coefficient, factors))
    }

    /// A positive coefficient to a fractional power, times factors.
    pub fn root_of(
        &mut self,
        coefficient: &Rational,
        exponent: &Rational,
        mut factors: Vec<(Base, Rational)>,
    ) -> Option<Form> {
        self.raise_positive(coefficient, exponent, &mut factors)?;
        Some(self.settled(Rational::ONE, factors))
    }

    /// A positive rational to a fractional power, as factors of integers.
    fn raise_positive(
        &mut self,
        value: &Rational,
        exponent: &Rational,
        factors: &mut Vec<(Base, Rational)>,
    ) -> Option<()> {
        if !value.is_positive() {
            return None;
        }
        let parts = [
            (value.numerator(), exponent.clone()),
            (value.denominator().into(), -exponent),
        ];
        for (part, exponent) in parts {
            let part = Rational::from(part);
            let (root, power) = perfect_root(&part);
            if !root.is_one() {
                let base = Base::Atom(self.atom(Kind::Integer(root)));
                let exponent = &exponent * &power;
                match factors.iter_mut().find(|factor| factor.0 == base) {
                    Some(factor) => factor.1 = &factor.1 + &exponent,
                    None => factors.push((base, exponent)),
                }
            }
        }
        Some(())
    }

    /// Sorted, without zero exponents; whole powers of integers go to the coefficient, those of opposites to what they are of.
    pub fn settled(&self, mut coefficient: Rational, factors: Vec<(Base, Rational)>) -> Form {
        let mut settled: Vec<(Base, Rational)> = Vec::with_capacity(factors.len());
        let mut add = |base: Base, exponent: Rational| match settled
            .iter_mut()
            .find(|factor| factor.0 == base)
        {
            Some(factor) => factor.1 = &factor.1 + &exponent,
            None => settled.push((base, exponent)),
        };
        for (base, exponent) in factors {
            let kind = match base {
                Base::Atom(atom) => Some(self.kind(atom)),
                Base::Sum(_) => None,
            };
            let whole = exponent.floor();
            let part = &exponent - &whole;
            match kind {
                Some(Kind::Integer(value)) => {
                    if let Some(power) =
                        whole.to_i64().and_then(|whole| value.pow(whole, MOST_BITS))
                    {
                        coefficient = &coefficient * &power;
                        add(base, part);
                    } else {
                        add(base, exponent);
                    }
                }
                Some(Kind::Opposite(of)) => {
                    if !whole.is_even() {
                        coefficient = -&coefficient;
                    }
                    add(*of, whole);
                    add(base, part);
                }
                _ => add(base, exponent),
            }
        }
        settled.retain(|factor| !factor.1.is_zero());
        settled.sort_unstable_by_key(|factor| factor.0);
        Form {
            coefficient,
            factors: settled,
        }
    }
}

/// The most bits of an exact coefficient.
pub(super) const MOST_BITS: usize = 4096;

/// A positive integer as the power of a smaller one, where it is one; 1 is 1.
fn perfect_root(value: &Rational) -> (Rational, Rational) {
    let Some(whole) = value.to_i64() else {
        return (value.clone(), Rational::ONE);
    };
    for power in (2..=62u32).rev() {
        let root = (whole as f64).powf(1.0 / f64::from(power)).round() as i64;
        if root > 1 && root.checked_pow(power) == Some(whole) {
            return (root.into(), i64::from(power).into());
        }
    }
    (value.clone(), Rational::ONE)
}
