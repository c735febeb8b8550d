//! Whether a cell is empty: its conditions as linear inequalities of monomials, eliminated one by one (Fourier and Motzkin).

use super::atoms::Algebra;
use super::form::{Base, Form};
use super::poly::{Monomial, Poly};
use super::signs::Signs;
use crate::rational::Rational;

/// The most inequalities that are looked at.
const MOST: usize = 120;

/// A linear combination of monomials that is above zero, or not below it.
#[derive(Clone, Debug, PartialEq)]
struct Inequality {
    terms: Vec<(Monomial, Rational)>,
    strict: bool,
}

/// Whether the signs of forms certainly contradict each other: linear combinations of them, with monomials as independent numbers.
pub(super) fn is_contradictory(algebra: &mut Algebra, known: &[(Form, Signs)]) -> bool {
    let mut open: Vec<Inequality> = Vec::new();
    for (form, signs) in known {
        if let Some(poly) = polynomial(algebra, form) {
            open.extend(inequalities(&poly, *signs));
        }
    }
    eliminated(open)
}

/// A form whose sign is that of a polynomial.
fn polynomial(algebra: &mut Algebra, form: &Form) -> Option<Poly> {
    if form.factors.iter().all(|factor| factor.1.is_integer()) {
        let factors = form.factors.iter();
        // an odd power has the sign of what it is of, above or below the line
        let odd = factors.filter(|factor| !factor.1.is_even());
        let factors: Vec<(Base, Rational)> = odd.map(|factor| (factor.0, Rational::ONE)).collect();
        let coefficient = form.coefficient.clone();
        return algebra.as_poly(&Form {
            coefficient,
            factors,
        });
    }
    algebra.as_poly(form)
}

fn inequalities(poly: &Poly, signs: Signs) -> Vec<Inequality> {
    let side = |poly: &Poly, strict| Inequality {
        terms: poly.terms().to_vec(),
        strict,
    };
    let opposite = poly.scaled(&Rational::MINUS_ONE);
    match signs {
        Signs {
            negative: false,
            zero,
            positive: true,
        } => vec![side(poly, !zero)],
        Signs {
            negative: true,
            zero,
            positive: false,
        } => vec![side(&opposite, !zero)],
        Signs {
            negative: false,
            zero: true,
            positive: false,
        } => vec![side(poly, false), side(&opposite, false)],
        _ => Vec::new(),
    }
}

/// Eliminates monomial after monomial; whether nothing is left but a contradiction.
fn eliminated(mut open: Vec<Inequality>) -> bool {
    loop {
        if open.iter().any(is_false) {
            return true;
        }
        let Some(monomial) = open.iter().find_map(variable) else {
            return false;
        };
        let (bounds, mut rest): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|inequality| coefficient(inequality, &monomial).is_some());
        for (index, one) in bounds.iter().enumerate() {
            for two in &bounds[index + 1..] {
                if let Some(joined) = joined(one, two, &monomial)
                    && !rest.contains(&joined)
                {
                    rest.push(joined);
                }
            }
        }
        if rest.len() > MOST {
            return false;
        }
        open = rest;
    }
}

/// A number alone that is not above zero, or below it.
fn is_false(inequality: &Inequality) -> bool {
    match &inequality.terms[..] {
        [] => inequality.strict,
        [(monomial, value)] if monomial.powers().is_empty() => {
            value.is_negative() || (inequality.strict && value.is_zero())
        }
        _ => false,
    }
}

fn variable(inequality: &Inequality) -> Option<Monomial> {
    let mut monomials = inequality.terms.iter().map(|term| &term.0);
    monomials
        .find(|monomial| !monomial.powers().is_empty())
        .cloned()
}

fn coefficient<'a>(inequality: &'a Inequality, monomial: &Monomial) -> Option<&'a Rational> {
    let mut terms = inequality.terms.iter();
    terms.find(|term| term.0 == *monomial).map(|term| &term.1)
}

/// The sum of positive multiples of two inequalities in which a monomial cancels.
fn joined(one: &Inequality, two: &Inequality, monomial: &Monomial) -> Option<Inequality> {
    let (a, b) = (coefficient(one, monomial)?, coefficient(two, monomial)?);
    if a.is_negative() == b.is_negative() {
        return None;
    }
    let poly = |inequality: &Inequality, factor: &Rational| {
        Poly::new(inequality.terms.clone()).scaled(factor)
    };
    let sum = poly(one, &b.abs()).plus(&poly(two, &a.abs()));
    Some(Inequality {
        terms: sum.terms().to_vec(),
        strict: one.strict || two.strict,
    })
}
