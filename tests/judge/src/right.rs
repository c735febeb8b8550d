//! Right derivatives, each written in another way.

use gradus_syntax::{Func, Kind};

use crate::algebra::{expanded, fraction, together};
use crate::differentiate::{Style, derivative};
use crate::expression::{Expr, text_to_expr};
use crate::rewrite::{RULES, for_sympy};
use crate::subject::Subject;
use crate::tidy::tidy;

/// A way to write the derivative, and the forms it makes.
type Form = (&'static str, fn(&Subject) -> Option<Expr>);

const FORMS: &[Form] = &[
    ("rules", |subject| raw(subject, Style::Textbook)),
    ("tidied", |subject| {
        Some(tidy(&raw(subject, Style::Textbook)?))
    }),
    ("own functions", |subject| own(subject)),
    ("expanded", |subject| expanded(&own(subject)?)),
    ("expanded rules", |subject| {
        expanded(&tidy(&raw(subject, Style::Textbook)?))
    }),
    ("sympy", sympy),
    ("paper", |subject| paper(subject, &subject.body)),
    ("times exp(x)", scaled),
    ("over cosh", |subject| {
        wrapped(subject, "u*cosh(x)^2 - u*sinh(x)^2")
    }),
    ("shared by sigmoids", |subject| {
        wrapped(subject, "u*sigmoid(x) + u*sigmoid(-x)")
    }),
    ("in two pieces", |subject| {
        wrapped(subject, "if(x < 1/2, u, u)")
    }),
    ("over 1 + x^2", |subject| {
        wrapped(subject, "(u + x^2*u)/(1 + x^2)")
    }),
];

/// Right derivatives as text with the names of their forms, each text once.
pub fn right(subject: &Subject) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |form: &str, text: String| {
        if found.iter().all(|(_, known)| *known != text) {
            found.push((form.to_owned(), text));
        }
    };
    if let Ok(derivative) = subject.formula.derivative(&subject.by) {
        add("own print", derivative.body_text());
    }
    for (form, make) in FORMS {
        if let Some(expr) = make(subject) {
            add(form, expr.text());
        }
    }
    let bases = [
        own(subject),
        raw(subject, Style::Textbook).map(|raw| tidy(&raw)),
    ];
    for (form, rule) in RULES {
        for base in bases.iter().flatten() {
            add(form, base.rewritten(&mut |node| rule(node)).text());
        }
    }
    found
}

/// By the rules alone.
fn raw(subject: &Subject, style: Style) -> Option<Expr> {
    derivative(&subject.body, &subject.by, style)
}

/// In the functions of the formula, tidied.
pub fn own(subject: &Subject) -> Option<Expr> {
    Some(tidy(&raw(subject, Style::Own)?))
}

/// In exponentials and error functions, over one denominator.
fn sympy(subject: &Subject) -> Option<Expr> {
    let body = subject.body.rewritten(&mut |node| for_sympy(node));
    let slope = tidy(&derivative(&body, &subject.by, Style::Textbook)?);
    together(&slope.rewritten(&mut |node| for_sympy(node)))
}

/// The derivative as `u` in an expression that is `u` for every `x`.
fn wrapped(subject: &Subject, text: &str) -> Option<Expr> {
    let values = [("u", own(subject)?), ("x", Expr::name(subject.input()))];
    Some(text_to_expr(text, &["u", "x"]).substituted(&values.into_iter().collect()))
}

/// Numerator and denominator times `exp(x)`.
fn scaled(subject: &Subject) -> Option<Expr> {
    let [top, bottom] = fraction(&own(subject)?)?;
    let factor = Expr::call(Func::Exp, vec![Expr::name(subject.input())]);
    Some(top.times(&factor).over(&bottom.times(&factor)))
}

/// In terms of the value itself, as papers and careful code have it: `f(x) + sigmoid(x)*(1 - f(x))` for swish.
fn paper(subject: &Subject, value: &Expr) -> Option<Expr> {
    let value = &value.rewritten(&mut |node| sigmoid_of_quotient(node));
    let of = |expr: &Expr| derivative(expr, &subject.by, Style::Own);
    let called = if subject.body.mentions(subject.input()) {
        subject.called()
    } else {
        return None;
    };
    let varies = |expr: &Expr| expr.mentions(&subject.by);
    let found = match value.parts() {
        (Kind::If, [condition, a, b]) => {
            Expr::choice(condition.clone(), paper(subject, a)?, paper(subject, b)?)
        }
        (Kind::Multiply, [a, b]) => match [(a, b), (b, a)]
            .into_iter()
            .find_map(|(a, b)| Some((a, b, rate(b, &subject.by)?)))
        {
            Some((a, b, rate)) => of(a)?.times(b).plus(&called.times(&rate)),
            // p*(exp(v) - 1), which is f(x) + p once it is differentiated
            None if !varies(a) => match b.parts() {
                (Kind::Subtract, [exponential, one]) if one.as_integer() == Some(1) => {
                    let rate = rate(exponential, &subject.by)?;
                    called.plus(a).times(&rate)
                }
                _ => of(value)?,
            },
            None => of(value)?,
        },
        (Kind::Call(Func::Sigmoid, _), [u]) => {
            let rest = Expr::integer(1).minus(&called);
            called.times(&rest).times(&of(u)?)
        }
        (Kind::Call(Func::Tanh, _), [u]) => {
            let square = called.to_the(&Expr::integer(2));
            Expr::integer(1).minus(&square).times(&of(u)?)
        }
        (Kind::Call(Func::Exp, _), [u]) => called.times(&of(u)?),
        _ => of(value)?,
    };
    Some(tidy(&found))
}

/// The logarithmic derivative of a sigmoid or an exponential: `(1 - sigmoid(u))*u'`, `u'`.
fn rate(factor: &Expr, by: &str) -> Option<Expr> {
    match factor.parts() {
        (Kind::Call(Func::Sigmoid, _), [u]) => Some(
            Expr::integer(1)
                .minus(factor)
                .times(&derivative(u, by, Style::Own)?),
        ),
        (Kind::Call(Func::Exp, _), [u]) => derivative(u, by, Style::Own),
        _ => None,
    }
}

/// `a*sigmoid(u)` for `a/(1 + exp(-u))`.
fn sigmoid_of_quotient(node: &Expr) -> Option<Expr> {
    let (Kind::Divide, [a, bottom]) = node.parts() else {
        return None;
    };
    let (Kind::Add, [one, exponential]) = bottom.parts() else {
        return None;
    };
    let (Kind::Call(Func::Exp, _), [exponent]) = exponential.parts() else {
        return None;
    };
    match exponent.parts() {
        (Kind::Negate, [u]) if one.as_integer() == Some(1) => {
            let sigmoid = Expr::call(Func::Sigmoid, vec![u.clone()]);
            Some(if a.as_integer() == Some(1) {
                sigmoid
            } else {
                a.times(&sigmoid)
            })
        }
        _ => None,
    }
}
