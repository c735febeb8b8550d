//! Forms of the whole expression: everything multiplied out, or over one denominator.

use gradus_syntax::{Func, Kind};

use crate::expression::Expr;
use crate::tidy::{signed_integer, tidy};

/// The most terms of a sum that is multiplied out.
const MOST_TERMS: usize = 60;

/// Sums multiplied out and quotients split; `None` if that is too long.
pub fn expanded(expr: &Expr) -> Option<Expr> {
    let terms = terms(expr)?;
    Some(tidy(&sum(&terms)))
}

/// A term and whether it is subtracted.
type Term = (bool, Expr);

fn sum(terms: &[Term]) -> Expr {
    let mut terms = terms.iter();
    let Some((negative, first)) = terms.next() else {
        return Expr::integer(0);
    };
    let first = if *negative {
        first.negate()
    } else {
        first.clone()
    };
    terms.fold(first, |sum, (negative, term)| match negative {
        true => sum.minus(term),
        false => sum.plus(term),
    })
}

fn terms(expr: &Expr) -> Option<Vec<Term>> {
    let flip = |terms: Vec<Term>| terms.into_iter().map(|(sign, term)| (!sign, term));
    let found = match expr.parts() {
        (Kind::Negate, [a]) => flip(terms(a)?).collect(),
        (Kind::Add, [a, b]) => [terms(a)?, terms(b)?].concat(),
        (Kind::Subtract, [a, b]) => terms(a)?.into_iter().chain(flip(terms(b)?)).collect(),
        (Kind::Multiply, [a, b]) => products(&terms(a)?, &terms(b)?)?,
        (Kind::Divide, [a, b]) => {
            let divisor = expanded(b)?;
            let quotients = terms(a)?.into_iter();
            quotients
                .map(|(sign, term)| (sign, term.over(&divisor)))
                .collect()
        }
        (Kind::Power, [a, b]) => match (b.as_integer(), terms(a)?) {
            (Some(power @ 2..=8), base) if base.len() > 1 => {
                let mut all = base.clone();
                for _ in 1..power {
                    all = products(&all, &base)?;
                }
                all
            }
            (_, base) => vec![(false, sum(&base).to_the(b))],
        },
        (Kind::If, [condition, a, b]) => vec![(
            false,
            Expr::choice(condition.clone(), expanded(a)?, expanded(b)?),
        )],
        _ => {
            let children: Option<Vec<Expr>> = expr
                .children()
                .iter()
                .map(|child| match child.kind() {
                    Kind::Compare(_) | Kind::And | Kind::Or | Kind::Not => Some(child.clone()),
                    _ => expanded(child),
                })
                .collect();
            vec![(false, Expr::new(expr.kind().clone(), children?))]
        }
    };
    (found.len() <= MOST_TERMS).then_some(found)
}

fn products(left: &[Term], right: &[Term]) -> Option<Vec<Term>> {
    if left.len() * right.len() > MOST_TERMS {
        return None;
    }
    let pairs = left.iter().flat_map(|(sign, a)| {
        right
            .iter()
            .map(move |(other, b)| (sign != other, a.times(b)))
    });
    Some(pairs.collect())
}

/// Numerator and denominator, branches apart: `a/b + c/d` is `(a*d + c*b)/(b*d)`. `None` if that is too long.
pub fn fraction(expr: &Expr) -> Option<[Expr; 2]> {
    const MOST: usize = 600;
    let one = Expr::integer(1);
    let [top, bottom] = match expr.parts() {
        (Kind::Negate, [a]) => {
            let [top, bottom] = fraction(a)?;
            [top.negate(), bottom]
        }
        (Kind::Add | Kind::Subtract, [a, b]) => {
            let ([p, q], [r, s]) = (fraction(a)?, fraction(b)?);
            let (left, right, bottom) = match q == s {
                true => (p, r, q),
                false => (p.times(&s), r.times(&q), q.times(&s)),
            };
            [Expr::new(expr.kind().clone(), vec![left, right]), bottom]
        }
        (Kind::Multiply, [a, b]) => {
            let ([p, q], [r, s]) = (fraction(a)?, fraction(b)?);
            [p.times(&r), q.times(&s)]
        }
        (Kind::Divide, [a, b]) => {
            let ([p, q], [r, s]) = (fraction(a)?, fraction(b)?);
            [p.times(&s), q.times(&r)]
        }
        (Kind::Power, [a, b]) if signed_integer(b).is_some() => {
            let [p, q] = fraction(a)?;
            let power = signed_integer(b)?;
            let size = Expr::integer(power.abs());
            let [p, q] = [p.to_the(&size), q.to_the(&size)];
            if power < 0 { [q, p] } else { [p, q] }
        }
        (Kind::If, [condition, a, b]) => [
            Expr::choice(condition.clone(), together(a)?, together(b)?),
            one,
        ],
        (Kind::Call(Func::Exp, _), [a]) => match a.parts() {
            (Kind::Negate, [a]) => [one, Expr::call(Func::Exp, vec![a.clone()])],
            _ => [expr.clone(), one],
        },
        _ => [expr.clone(), one],
    };
    let parts = [tidy(&top), tidy(&bottom)];
    (parts[0].size() + parts[1].size() <= MOST).then_some(parts)
}

/// Everything over one denominator.
pub fn together(expr: &Expr) -> Option<Expr> {
    let [top, bottom] = fraction(expr)?;
    Some(tidy(&top.over(&bottom)))
}
