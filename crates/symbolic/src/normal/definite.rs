//! Signs of polynomials that need more than those of their terms: sums of squares, and conjugates of square roots.

use super::atoms::{Algebra, Atom, Kind};
use super::poly::{Monomial, Poly};
use super::signs::{Knowledge, Signs};
use crate::graph::Graph;
use crate::rational::Rational;

/// The most terms of what may be a sum of squares.
const MOST_TERMS: usize = 16;

/// The most squares that are completed.
const MOST_SQUARES: usize = 8;

/// The signs of a polynomial of which single terms do not tell.
pub(super) fn definite_signs(
    known: &Knowledge,
    graph: &Graph,
    algebra: &Algebra,
    poly: &Poly,
) -> Signs {
    let opposite = poly.scaled(&Rational::MINUS_ONE);
    let squares =
        signs_of_squares(poly).or_else(|| signs_of_squares(&opposite).map(Signs::negated));
    squares.unwrap_or_else(|| signs_by_conjugate(known, graph, algebra, poly))
}

/// Those of a polynomial that is a sum of squares, found by completing them, the highest first.
fn signs_of_squares(poly: &Poly) -> Option<Signs> {
    let mut rest = poly.clone();
    for _ in 0..MOST_SQUARES {
        if rest.terms().len() > MOST_TERMS {
            return None;
        }
        let is_square = |(monomial, coefficient): &(Monomial, Rational)| {
            coefficient.is_positive() && root(monomial).is_some()
        };
        if rest.terms().iter().all(is_square) {
            let constant = |term: &(Monomial, Rational)| term.0.powers().is_empty();
            let positive = rest.terms().iter().any(constant);
            return Some(if positive {
                Signs::POSITIVE
            } else {
                Signs::NON_NEGATIVE
            });
        }
        rest = completed(&rest)?;
    }
    None
}

/// Without the square of which the term of the highest degree is a part; none if there is no such term that others hang on.
fn completed(poly: &Poly) -> Option<Poly> {
    let degree = |monomial: &Monomial| monomial.powers().iter().map(|power| power.1).sum::<u32>();
    let mut squares: Vec<_> = poly
        .terms()
        .iter()
        .filter(|(_, coefficient)| coefficient.is_positive())
        .filter_map(|(monomial, coefficient)| Some((root(monomial)?, monomial, coefficient)))
        .collect();
    squares.sort_by_key(|(_, monomial, _)| std::cmp::Reverse(degree(monomial)));
    squares
        .into_iter()
        .find_map(|(root, monomial, coefficient)| {
            let half = (coefficient * &Rational::from(2)).recip();
            let mut terms = vec![(root.clone(), Rational::ONE)];
            for (other, scale) in poly.terms() {
                if other != monomial && self::root(other).is_none_or(|_| scale.is_negative()) {
                    terms.extend(other.over(&root).map(|cofactor| (cofactor, scale * &half)));
                }
            }
            let square = (terms.len() > 1).then(|| Poly::new(terms).power(2))?;
            Some(poly.plus(&square.scaled(&-coefficient)))
        })
}

/// The square root of a monomial with even exponents.
fn root(monomial: &Monomial) -> Option<Monomial> {
    let mut powers = monomial.powers().iter();
    powers.try_fold(Monomial::default(), |root, &(atom, exponent)| {
        let is_even = exponent.is_multiple_of(2);
        is_even.then(|| root.times(&Monomial::power(atom, exponent / 2)))
    })
}

/// Of `a + b√c` by the signs of `b` or `a`, whichever outweighs the other: `a^2 - b^2 c` tells.
fn signs_by_conjugate(known: &Knowledge, graph: &Graph, algebra: &Algebra, poly: &Poly) -> Signs {
    let Some((a, b, norm)) = around_root(algebra, poly) else {
        return Signs::ANY;
    };
    let outweighing = match known.of_poly(graph, algebra, &norm) {
        Signs::POSITIVE => a,
        signs if signs == Signs::POSITIVE.negated() => b,
        _ => return Signs::ANY,
    };
    let signs = known.of_poly(graph, algebra, &outweighing);
    Signs {
        zero: false,
        ..signs
    }
}

/// The `a`, the `b` and the `a^2 - b^2 c` of a polynomial `a + b√c` with no other square root.
pub(super) fn around_root(algebra: &Algebra, poly: &Poly) -> Option<(Poly, Poly, Poly)> {
    let is_root = |atom: &Atom| matches!(algebra.kind(*atom), Kind::Root(..));
    let roots: Vec<Atom> = poly.atoms().into_iter().filter(is_root).collect();
    let [only] = roots[..] else {
        return None;
    };
    let Kind::Root(base, 2) = *algebra.kind(only) else {
        return None;
    };
    let [a, b] = &poly.coefficients(only)[..] else {
        return None;
    };
    let squares = b.power(2).times(&algebra.power_of_base(base, 1));
    let norm = a.power(2).plus(&squares.scaled(&Rational::MINUS_ONE));
    Some((a.clone(), b.clone(), norm))
}
