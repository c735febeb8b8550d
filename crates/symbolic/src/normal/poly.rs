//! Polynomials over exact rationals in atoms, sparse, in lexicographic order.

use std::cmp::Ordering;
use std::rc::Rc;

use super::atoms::Atom;
use crate::rational::Rational;

/// A product of powers of atoms, by increasing atom; exponents are positive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Monomial(Vec<(Atom, u32)>);

impl Monomial {
    /// A power of one atom.
    pub fn power(atom: Atom, exponent: u32) -> Self {
        Self(
            (exponent > 0)
                .then_some((atom, exponent))
                .into_iter()
                .collect(),
        )
    }

    /// Its powers, by increasing atom.
    pub fn powers(&self) -> &[(Atom, u32)] {
        &self.0
    }

    /// The exponent of an atom.
    pub fn exponent(&self, atom: Atom) -> u32 {
        self.0
            .iter()
            .find(|(other, _)| *other == atom)
            .map_or(0, |(_, exponent)| *exponent)
    }

    /// The product of two.
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let next = match (left.peek(), right.peek()) {
                (Some(a), Some(b)) => match a.0.cmp(&b.0) {
                    Ordering::Less => *left.next().expect("it was seen"),
                    Ordering::Greater => *right.next().expect("it was seen"),
                    Ordering::Equal => {
                        let (a, b) = (left.next().expect("seen"), right.next().expect("seen"));
                        (a.0, a.1 + b.1)
                    }
                },
                (Some(_), None) => *left.next().expect("it was seen"),
                (None, Some(_)) => *right.next().expect("it was seen"),
                (None, None) => return Self(product),
            };
            product.push(next);
        }
    }

    /// The quotient, if the other divides it.
    pub fn over(&self, other: &Self) -> Option<Self> {
        let mut quotient = self.0.clone();
        for &(atom, exponent) in &other.0 {
            let power = quotient.iter_mut().find(|power| power.0 == atom)?;
            power.1 = power.1.checked_sub(exponent)?;
        }
        quotient.retain(|power| power.1 > 0);
        Some(Self(quotient))
    }

    /// What both have in common.
    pub fn common(&self, other: &Self) -> Self {
        let least = self
            .0
            .iter()
            .map(|&(atom, exponent)| (atom, exponent.min(other.exponent(atom))));
        Self(least.filter(|power| power.1 > 0).collect())
    }

    /// Without the powers of one atom.
    pub fn without(&self, atom: Atom) -> Self {
        Self(
            self.0
                .iter()
                .copied()
                .filter(|power| power.0 != atom)
                .collect(),
        )
    }
}

impl Ord for Monomial {
    /// Lexicographic: the first atom counts most.
    fn cmp(&self, other: &Self) -> Ordering {
        for (a, b) in self.0.iter().zip(&other.0) {
            let order = b.0.cmp(&a.0).then(a.1.cmp(&b.1));
            if order != Ordering::Equal {
                return order;
            }
        }
        self.0.len().cmp(&other.0.len())
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A sum of monomials with coefficients that are not zero, the greatest first. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Poly(Rc<[(Monomial, Rational)]>);

impl Poly {
    /// The sum of terms in any order.
    pub fn new(mut terms: Vec<(Monomial, Rational)>) -> Self {
        terms.sort_by(|a, b| b.0.cmp(&a.0));
        let mut merged: Vec<(Monomial, Rational)> = Vec::with_capacity(terms.len());
        for (monomial, coefficient) in terms {
            match merged.last_mut() {
                Some(last) if last.0 == monomial => last.1 = &last.1 + &coefficient,
                _ => merged.push((monomial, coefficient)),
            }
        }
        merged.retain(|term| !term.1.is_zero());
        Self(merged.into())
    }

    /// A constant.
    pub fn constant(value: Rational) -> Self {
        Self::new(vec![(Monomial::default(), value)])
    }

    /// One atom.
    pub fn atom(atom: Atom) -> Self {
        Self::new(vec![(Monomial::power(atom, 1), Rational::ONE)])
    }

    /// Its terms, the greatest first.
    pub fn terms(&self) -> &[(Monomial, Rational)] {
        &self.0
    }

    /// Whether it has no terms.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Its value, if it has no atoms.
    pub fn as_constant(&self) -> Option<Rational> {
        match &self.0[..] {
            [] => Some(Rational::ZERO),
            [(monomial, coefficient)] if monomial.0.is_empty() => Some(coefficient.clone()),
            _ => None,
        }
    }

    /// The atoms that occur, in increasing order.
    pub fn atoms(&self) -> Vec<Atom> {
        let mut atoms: Vec<Atom> = self
            .0
            .iter()
            .flat_map(|term| term.0.0.iter().map(|power| power.0))
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// The highest power of an atom.
    pub fn degree(&self, atom: Atom) -> u32 {
        self.0
            .iter()
            .map(|term| term.0.exponent(atom))
            .max()
            .unwrap_or(0)
    }

    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut left, mut right) = (&self.0[..], &other.0[..]);
        while let ([a, rest_of_left @ ..], [b, rest_of_right @ ..]) = (left, right) {
            match a.0.cmp(&b.0) {
                Ordering::Greater => {
                    sum.push(a.clone());
                    left = rest_of_left;
                }
                Ordering::Less => {
                    sum.push(b.clone());
                    right = rest_of_right;
                }
                Ordering::Equal => {
                    let coefficient = &a.1 + &b.1;
                    if !coefficient.is_zero() {
                        sum.push((a.0.clone(), coefficient));
                    }
                    (left, right) = (rest_of_left, rest_of_right);
                }
            }
        }
        sum.extend_from_slice(left);
        sum.extend_from_slice(right);
        Self(sum.into())
    }

    pub fn scaled(&self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::new(Vec::new());
        }
        Self(
            self.0
                .iter()
                .map(|term| (term.0.clone(), &term.1 * factor))
                .collect(),
        )
    }

    pub fn times(&self, other: &Self) -> Self {
        // a product with one term keeps the order
        if let ([single], many) | (many, [single]) = (&self.0[..], &other.0[..]) {
            let product =
                |term: &(Monomial, Rational)| (term.0.times(&single.0), &term.1 * &single.1);
            return Self(many.iter().map(product).collect());
        }
        let mut terms = Vec::with_capacity(self.0.len() * other.0.len());
        for a in self.0.iter() {
            for b in other.0.iter() {
                terms.push((a.0.times(&b.0), &a.1 * &b.1));
            }
        }
        Self::new(terms)
    }

    pub fn power(&self, exponent: u32) -> Self {
        match exponent {
            0 => Self::constant(Rational::ONE),
            _ => (1..exponent).fold(self.clone(), |product, _| product.times(self)),
        }
    }

    /// The coefficients by powers of an atom, the constant one first.
    pub fn coefficients(&self, atom: Atom) -> Vec<Self> {
        let mut found: Vec<Vec<(Monomial, Rational)>> =
            vec![Vec::new(); self.degree(atom) as usize + 1];
        for (monomial, coefficient) in self.0.iter() {
            let exponent = monomial.exponent(atom) as usize;
            found[exponent].push((monomial.without(atom), coefficient.clone()));
        }
        // among terms of one power of the atom the order is that without it
        found.into_iter().map(|terms| Self(terms.into())).collect()
    }

    /// With a polynomial in place of an atom.
    pub fn substitute(&self, atom: Atom, replacement: &Self) -> Self {
        let mut sum = Self::new(Vec::new());
        for coefficient in self.coefficients(atom).iter().rev() {
            sum = sum.times(replacement).plus(coefficient);
        }
        sum
    }

    /// What all terms have in common: a monomial, and a rational by which the rest has integer coefficients without a
    /// common divisor, the first positive.
    pub fn content(&self) -> (Monomial, Rational) {
        let mut terms = self.0.iter();
        let Some(first) = terms.next() else {
            return (Monomial::default(), Rational::ONE);
        };
        let mut common = (first.0.clone(), first.1.abs());
        for (monomial, coefficient) in terms {
            common = (common.0.common(monomial), common.1.gcd(coefficient));
        }
        if first.1.is_negative() {
            common.1 = -&common.1;
        }
        common
    }

    /// The polynomial without its content.
    pub fn primitive(&self, content: &(Monomial, Rational)) -> Self {
        let inverse = content.1.recip();
        let divided = self.0.iter().map(|(monomial, coefficient)| {
            let monomial = monomial
                .over(&content.0)
                .expect("the content divides every term");
            (monomial, coefficient * &inverse)
        });
        Self(divided.collect())
    }

    /// The exact quotient, if the other divides it.
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        self.divided(divisor).0
    }

    /// The polynomial whose square it is a multiple of, if there is one, with a leading coefficient of 1.
    pub fn square_root(&self) -> Option<Self> {
        let (leading, scale) = self.0.first()?;
        let half =
            |&(atom, power): &(Atom, u32)| power.is_multiple_of(2).then_some((atom, power / 2));
        let first: Option<Vec<(Atom, u32)>> = leading.0.iter().map(half).collect();
        let first = Monomial(first?);
        let target = self.scaled(&scale.recip());
        let mut root = Self(vec![(first.clone(), Rational::ONE)].into());
        loop {
            let rest = target.plus(&root.times(&root).scaled(&Rational::MINUS_ONE));
            let Some((monomial, coefficient)) = rest.0.first() else {
                return Some(root);
            };
            let term = monomial.over(&first)?;
            if root.0.last().is_some_and(|last| last.0 <= term) {
                return None;
            }
            let term = (term, coefficient * &Rational::new(1, 2));
            root = root.plus(&Self(vec![term].into()));
        }
    }

    /// The exact quotient, if the other divides it, and how many terms were looked at.
    pub fn divided(&self, divisor: &Self) -> (Option<Self>, usize) {
        let mut steps = 0;
        let quotient = self.quotient(divisor, &mut steps);
        (quotient, steps)
    }

    fn quotient(&self, divisor: &Self, steps: &mut usize) -> Option<Self> {
        let (leading, scale) = divisor.0.first()?;
        let last = divisor.0.last()?;
        // both ends must divide, else it is not worth trying
        self.0.last()?.0.over(&last.0)?;
        let (mut rest, mut quotient) = (self.clone(), Vec::new());
        let most = self.0.len() * 4 + 8;
        while let Some((monomial, coefficient)) = rest.0.first() {
            let term = (monomial.over(leading)?, coefficient * &scale.recip());
            *steps += rest.0.len();
            let step = Self(vec![(term.0.clone(), -&term.1)].into());
            rest = rest.plus(&step.times(divisor));
            quotient.push(term);
            if quotient.len() > most {
                return None;
            }
        }
        Some(Self::new(quotient))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(index: u32) -> Poly {
        Poly::atom(Atom::of_index(index))
    }

    fn number(value: i64) -> Poly {
        Poly::constant(value.into())
    }

    #[test]
    fn products_divide_exactly() {
        let a = atom(0).plus(&atom(1).scaled(&(-1).into())).plus(&number(3));
        let b = atom(0).times(&atom(1)).plus(&number(1));
        let product = a.times(&b);
        assert_eq!(product.over(&a), Some(b.clone()));
        assert_eq!(product.over(&b), Some(a));
        assert_eq!(product.plus(&number(1)).over(&b), None);
    }

    #[test]
    fn the_content_is_taken_out_with_its_sign() {
        let poly = atom(0)
            .times(&atom(1))
            .scaled(&(-4).into())
            .plus(&atom(1).scaled(&6.into()));
        let content = poly.content();
        assert_eq!(
            content,
            (Monomial::power(Atom::of_index(1), 1), (-2).into())
        );
        assert_eq!(
            poly.primitive(&content),
            atom(0).scaled(&2.into()).plus(&number(-3))
        );
    }

    #[test]
    fn squares_have_roots() {
        let root = atom(0).plus(&atom(1).scaled(&3.into())).plus(&number(-2));
        let square = root.times(&root).scaled(&5.into());
        assert_eq!(square.square_root(), Some(root));
        assert_eq!(square.plus(&number(1)).square_root(), None);
        assert_eq!(atom(0).plus(&number(1)).square_root(), None);
    }

    #[test]
    fn substitution_expands() {
        let square = atom(0).power(2).plus(&number(-1));
        let shifted = square.substitute(Atom::of_index(0), &atom(1).plus(&number(1)));
        assert_eq!(shifted, atom(1).power(2).plus(&atom(1).scaled(&2.into())));
    }
}
