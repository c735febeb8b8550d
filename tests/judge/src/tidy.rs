//! What a person leaves out without thinking: zeros, ones, double signs, sums of small integers.

use gradus_syntax::Kind;

use crate::expression::Expr;

/// Without terms of 0, factors of 1 and the like.
pub fn tidy(expr: &Expr) -> Expr {
    expr.rewritten(&mut |node| step(node))
}

fn step(node: &Expr) -> Option<Expr> {
    let (kind, children) = node.parts();
    let integer = |expr: &Expr| signed_integer(expr);
    Some(match (kind, children) {
        (Kind::Negate, [a]) => match a.parts() {
            (Kind::Negate, [inner]) => inner.clone(),
            _ if integer(a) == Some(0) => a.clone(),
            _ => return None,
        },
        (Kind::If, [_, a, b]) if a == b => a.clone(),
        (_, [a, b]) => match (kind, integer(a), integer(b)) {
            (Kind::Add, Some(0), _) => b.clone(),
            (Kind::Add | Kind::Subtract, _, Some(0)) => a.clone(),
            (Kind::Subtract, Some(0), _) => step(&b.negate()).unwrap_or_else(|| b.negate()),
            (Kind::Add, Some(m), Some(n)) => Expr::integer(m.checked_add(n)?),
            (Kind::Subtract, Some(m), Some(n)) => Expr::integer(m.checked_sub(n)?),
            (Kind::Multiply, Some(0), _) | (Kind::Multiply, _, Some(0)) => Expr::integer(0),
            (Kind::Multiply, Some(1), _) => b.clone(),
            (Kind::Multiply | Kind::Divide | Kind::Power, _, Some(1)) => a.clone(),
            (Kind::Multiply, Some(-1), _) => b.negate(),
            (Kind::Multiply, _, Some(-1)) => a.negate(),
            (Kind::Multiply, Some(m), Some(n)) => Expr::integer(m.checked_mul(n)?),
            (Kind::Divide, Some(0), _) => Expr::integer(0),
            (Kind::Power, _, Some(0)) => Expr::integer(1),
            (Kind::Multiply, _, _) => signs_in_front(a, b)?,
            _ => return None,
        },
        _ => return None,
    })
}

/// `-(a*b)` for `(-a)*b`.
fn signs_in_front(a: &Expr, b: &Expr) -> Option<Expr> {
    match (a.parts(), b.parts()) {
        ((Kind::Negate, [a]), (Kind::Negate, [b])) => Some(a.times(b)),
        ((Kind::Negate, [a]), _) => Some(a.times(b).negate()),
        (_, (Kind::Negate, [b])) => Some(a.times(b).negate()),
        _ => None,
    }
}

/// The value of an integer, with its sign.
pub fn signed_integer(expr: &Expr) -> Option<i64> {
    match expr.parts() {
        (Kind::Negate, [a]) => a.as_integer().map(|value| -value),
        _ => expr.as_integer(),
    }
}
