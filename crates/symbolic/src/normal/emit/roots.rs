//! Sums of a root `r = (1 + s m)^(1/n)` and its monomial `m` as polynomials in `r` alone, over powers of `r - 1`.
//!
//! `2 x - 3 (1 + x)^(2/3) + 3` is `(r - 1)^2 (2 r + 1)` with `r = cbrt(1 + x)`: nothing cancels, however small `x` is.

use super::anchors::{Near, one};
use super::{Atom, Emitter, Form, Kind, Poly};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The highest degree in a root.
const MOST_POWERS: u32 = 16;

impl Emitter<'_, '_> {
    /// A sum with one root as powers of the gap of that root times what is left.
    pub(super) fn by_gap_of_root(&mut self, poly: &Poly) -> Option<Near> {
        let mut roots = poly
            .atoms()
            .into_iter()
            .filter(|&atom| matches!(self.algebra.kind(atom), Kind::Root(..)));
        let (root, None) = (roots.next()?, roots.next()) else {
            return None;
        };
        let (monomial, scale, order) = self.monomial_of_root(root)?;
        let whole = Poly::new(vec![(Monomial::power(root, order), Rational::ONE)]);
        let excess = whole.plus(&one().scaled(&Rational::MINUS_ONE));
        let excess = excess.scaled(&scale.recip());
        let mut total = Poly::new(Vec::new());
        for (own, coefficient) in poly.terms() {
            let mut rest = own.clone();
            let mut product = Poly::constant(coefficient.clone());
            while let Some(left) = rest.over(&monomial) {
                rest = left;
                product = product.times(&excess);
                if product.degree(root) > MOST_POWERS {
                    return None;
                }
            }
            let rest = Poly::new(vec![(rest, Rational::ONE)]);
            total = total.plus(&product.times(&rest));
        }
        let (rest, count) = without_zeros_at_one(&total, root);
        if count == 0 {
            return None;
        }
        let mut gap = Form::atom(self.algebra.atom(Kind::Gap(root)));
        gap.factors[0].1 = i64::from(count).into();
        if count % 2 == 1 {
            gap.coefficient = Rational::MINUS_ONE;
        }
        let form = self.algebra.factored(&rest, &[]).ok()?;
        Some(Near {
            form: self.algebra.times(&form, &gap),
            closeness: Vec::new(),
        })
    }

    /// The `m`, `s` and `n` of `(1 + s m)^(1/n)`.
    fn monomial_of_root(&self, root: Atom) -> Option<(Monomial, Rational, u32)> {
        let (less_one, order) = self.radicand_less_one(root)?;
        match less_one.terms() {
            [(monomial, scale)] if !monomial.powers().is_empty() => {
                Some((monomial.clone(), scale.clone(), order))
            }
            _ => None,
        }
    }
}

/// A polynomial over the highest power of `r - 1` that divides it, and that power.
fn without_zeros_at_one(poly: &Poly, root: Atom) -> (Poly, u32) {
    let mut coefficients = poly.coefficients(root);
    let mut count = 0;
    while coefficients.len() > 1 {
        // Horner's scheme at 1: the sums are the coefficients of the quotient, the last one is the value
        let mut sums = Vec::new();
        let mut sum = Poly::new(Vec::new());
        for coefficient in coefficients.iter().rev() {
            sum = sum.plus(coefficient);
            sums.push(sum.clone());
        }
        if sums.pop().is_none_or(|value| !value.is_zero()) {
            break;
        }
        sums.reverse();
        coefficients = sums;
        count += 1;
    }
    let mut rest = Poly::new(Vec::new());
    for (power, coefficient) in (0u32..).zip(&coefficients) {
        rest = rest.plus(&coefficient.times(&Poly::atom(root).power(power)));
    }
    (rest, count)
}
