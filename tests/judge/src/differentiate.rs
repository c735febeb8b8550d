//! Derivatives as a textbook writes them, and as people get them wrong.

use gradus_syntax::{Comparison, Func, Kind};

use crate::expression::{Expr, text_to_expr};

/// Which derivatives of functions are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// By exponentials and hyperbolic functions: `exp(-u)/(1 + exp(-u))^2`.
    Textbook,
    /// By the value itself: `sigmoid(u)*(1 - sigmoid(u))`.
    Own,
}

/// What is done wrong, at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The derivative of what a function is of is left out.
    Chain,
    /// `a'*b` alone is left of `a'*b + a*b'`.
    FirstFactor,
    /// `a*b'` alone is left of it.
    SecondFactor,
    /// A branch is copied and not differentiated.
    Branch,
    /// The exponent minus one stands before a power, as `2*x^2` for `x^3`.
    Exponent,
    /// The sign of the numerator's second term in the rule for quotients.
    Quotient,
}

/// The derivative of an expression, with nothing simplified.
///
/// `None` if it has operations on vectors.
pub fn derivative(expr: &Expr, by: &str, style: Style) -> Option<Expr> {
    let rules = &mut Rules {
        by,
        style,
        mistake: None,
        seen: 0,
    };
    rules.of(expr)
}

/// The derivative with a mistake at the place of that number; `None` if there are fewer such places.
pub fn mistaken(
    expr: &Expr,
    by: &str,
    style: Style,
    mistake: Mistake,
    place: usize,
) -> Option<Expr> {
    let rules = &mut Rules {
        by,
        style,
        mistake: Some((mistake, place)),
        seen: 0,
    };
    let result = rules.of(expr);
    result.filter(|_| rules.seen > place)
}

struct Rules<'a> {
    by: &'a str,
    style: Style,
    mistake: Option<(Mistake, usize)>,
    seen: usize,
}

impl Rules<'_> {
    /// Whether the mistake is made here.
    fn slips(&mut self, mistake: Mistake) -> bool {
        match self.mistake {
            Some((made, place)) if made == mistake => {
                self.seen += 1;
                self.seen == place + 1
            }
            _ => false,
        }
    }

    fn varies(&self, expr: &Expr) -> bool {
        expr.mentions(self.by)
    }

    fn of(&mut self, expr: &Expr) -> Option<Expr> {
        Some(match expr.parts() {
            (Kind::Name(name), _) if **name == *self.by => Expr::integer(1),
            (Kind::Number(_) | Kind::Constant(_) | Kind::Name(_), _) => Expr::integer(0),
            (Kind::Negate, [a]) => self.of(a)?.negate(),
            (Kind::Add, [a, b]) => self.of(a)?.plus(&self.of(b)?),
            (Kind::Subtract, [a, b]) => self.of(a)?.minus(&self.of(b)?),
            (Kind::Multiply, [a, b]) => self.product(a, b)?,
            (Kind::Divide, [a, b]) => self.quotient(a, b)?,
            (Kind::Power, [a, b]) => self.power(a, b)?,
            (Kind::If, [condition, a, b]) => {
                Expr::choice(condition.clone(), self.branch(a)?, self.branch(b)?)
            }
            (Kind::Call(func, _), arguments) => self.call(*func, arguments)?,
            _ => return None,
        })
    }

    fn branch(&mut self, value: &Expr) -> Option<Expr> {
        if self.varies(value) && self.slips(Mistake::Branch) {
            return Some(value.clone());
        }
        self.of(value)
    }

    fn product(&mut self, a: &Expr, b: &Expr) -> Option<Expr> {
        let terms = [self.of(a)?.times(b), a.times(&self.of(b)?)];
        if self.varies(a) && self.varies(b) {
            if self.slips(Mistake::FirstFactor) {
                return Some(terms[0].clone());
            }
            if self.slips(Mistake::SecondFactor) {
                return Some(terms[1].clone());
            }
        }
        Some(terms[0].plus(&terms[1]))
    }

    fn quotient(&mut self, a: &Expr, b: &Expr) -> Option<Expr> {
        if !self.varies(b) {
            return Some(self.of(a)?.over(b));
        }
        let terms = [self.of(a)?.times(b), a.times(&self.of(b)?)];
        let top = match self.varies(a) && self.slips(Mistake::Quotient) {
            true => terms[0].plus(&terms[1]),
            false => terms[0].minus(&terms[1]),
        };
        Some(top.over(&b.to_the(&Expr::integer(2))))
    }

    fn power(&mut self, a: &Expr, b: &Expr) -> Option<Expr> {
        let base = self.of(a)?;
        if !self.varies(b) {
            let lower = b.minus(&Expr::integer(1));
            let factor = match self.varies(a) && self.slips(Mistake::Exponent) {
                true => lower.clone(),
                false => b.clone(),
            };
            let outer = factor.times(&a.to_the(&lower));
            return Some(self.chained(a, outer, &base));
        }
        let exponent = self.of(b)?;
        let logarithm = Expr::call(Func::Ln, vec![a.clone()]);
        let whole = a.to_the(b);
        if !self.varies(a) {
            return Some(self.chained(b, whole.times(&logarithm), &exponent));
        }
        let sum = exponent.times(&logarithm).plus(&b.times(&base).over(a));
        Some(whole.times(&sum))
    }

    /// The outer derivative times the inner one.
    fn chained(&mut self, inside: &Expr, outer: Expr, inner: &Expr) -> Expr {
        let is_plain = matches!(inside.kind(), Kind::Name(_)) || !self.varies(inside);
        if !is_plain && self.slips(Mistake::Chain) {
            return outer;
        }
        outer.times(inner)
    }

    fn call(&mut self, func: Func, arguments: &[Expr]) -> Option<Expr> {
        match (func, arguments) {
            (Func::Max | Func::Min, [only]) => return self.of(only),
            (Func::Max | Func::Min, [first, rest @ ..]) => {
                let op = match func {
                    Func::Max => Comparison::Greater,
                    _ => Comparison::Less,
                };
                let rest = match rest {
                    [second] => second.clone(),
                    _ => Expr::call(func, rest.to_vec()),
                };
                let condition = Expr::compare(first.clone(), op, rest.clone());
                return Some(Expr::choice(condition, self.of(first)?, self.of(&rest)?));
            }
            (Func::Clamp, [x, low, high]) => {
                let least = Expr::call(Func::Max, vec![x.clone(), low.clone()]);
                return self.call(Func::Min, &[least, high.clone()]);
            }
            _ => {}
        }
        let partials = partials(func, self.style)?;
        let names = &["u", "v"][..arguments.len().min(2)];
        let mut sum: Option<Expr> = None;
        for (argument, partial) in arguments.iter().zip(partials) {
            let values = names.iter().copied().zip(arguments.iter().cloned());
            let outer = text_to_expr(partial, names).substituted(&values.collect());
            let inner = self.of(argument)?;
            let term = self.chained(argument, outer, &inner);
            sum = Some(sum.map_or(term.clone(), |sum| sum.plus(&term)));
        }
        sum
    }
}

/// The partial derivatives of a function of `u` and `v`; `None` for functions of vectors.
fn partials(func: Func, style: Style) -> Option<&'static [&'static str]> {
    Some(match (func, style) {
        (Func::Sigmoid, Style::Own) => &["sigmoid(u)*(1 - sigmoid(u))"],
        (Func::Sigmoid, Style::Textbook) => &["exp(-u)/(1 + exp(-u))^2"],
        (Func::Tanh, Style::Own) => &["1 - tanh(u)^2"],
        (Func::Tanh, Style::Textbook) => &["1/cosh(u)^2"],
        (Func::Softplus, Style::Own) => &["sigmoid(u)"],
        (Func::Softplus, Style::Textbook) => &["exp(u)/(1 + exp(u))"],
        (Func::Sech, Style::Own) => &["-sech(u)*tanh(u)"],
        (Func::Sech, Style::Textbook) => &["-sinh(u)/cosh(u)^2"],
        (Func::Sqrt, Style::Own) => &["1/(2*sqrt(u))"],
        (Func::Sqrt, Style::Textbook) => &["u^(-1/2)/2"],
        (Func::Tan, Style::Own) => &["1 + tan(u)^2"],
        (Func::Tan, Style::Textbook) => &["1/cos(u)^2"],
        (Func::NormalCdf, Style::Own) => &["normal_pdf(u)"],
        (Func::NormalCdf, Style::Textbook) => &["exp(-u^2/2)/sqrt(2*pi)"],
        (Func::NormalPdf, Style::Own) => &["-u*normal_pdf(u)"],
        (Func::NormalPdf, Style::Textbook) => &["-u*exp(-u^2/2)/sqrt(2*pi)"],
        (Func::Exp, _) => &["exp(u)"],
        (Func::Exp2, _) => &["2^u*ln(2)"],
        (Func::Expm1, _) => &["exp(u)"],
        (Func::Ln, _) => &["1/u"],
        (Func::Log2, _) => &["1/(u*ln(2))"],
        (Func::Log10, _) => &["1/(u*ln(10))"],
        (Func::Log1p, _) => &["1/(1 + u)"],
        (Func::Cbrt, _) => &["1/(3*cbrt(u)^2)"],
        (Func::Abs, _) => &["sign(u)"],
        (Func::Sign | Func::Floor | Func::Ceil | Func::Round | Func::Step, _) => &["0"],
        (Func::Mod, _) => &["1", "-floor(u/v)"],
        (Func::Hypot, _) => &["u/sqrt(u^2 + v^2)", "v/sqrt(u^2 + v^2)"],
        (Func::Sin, _) => &["cos(u)"],
        (Func::Cos, _) => &["-sin(u)"],
        (Func::Asin, _) => &["1/sqrt(1 - u^2)"],
        (Func::Acos, _) => &["-1/sqrt(1 - u^2)"],
        (Func::Atan, _) => &["1/(1 + u^2)"],
        (Func::Atan2, _) => &["v/(u^2 + v^2)", "-u/(u^2 + v^2)"],
        (Func::Sinh, _) => &["cosh(u)"],
        (Func::Cosh, _) => &["sinh(u)"],
        (Func::Asinh, _) => &["1/sqrt(u^2 + 1)"],
        (Func::Acosh, _) => &["1/sqrt(u^2 - 1)"],
        (Func::Atanh, _) => &["1/(1 - u^2)"],
        (Func::Erf, _) => &["2/sqrt(pi)*exp(-u^2)"],
        (Func::Erfc, _) => &["-2/sqrt(pi)*exp(-u^2)"],
        (Func::Sinc, _) => &["if(u == 0, 0, (u*cos(u) - sin(u))/u^2)"],
        (Func::Relu, _) => &["if(u > 0, 1, 0)"],
        _ => return None,
    })
}
