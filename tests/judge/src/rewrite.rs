//! Rewritings that hold everywhere, one step of one kind.

use gradus_syntax::{Comparison, Constant, Func, Kind};

use crate::expression::{Expr, text_to_expr};

/// A rewriting of single nodes.
pub type Rule = fn(&Expr) -> Option<Expr>;

/// Every function of the table, with its name.
pub const RULES: &[(&str, Rule)] = &[
    ("exponential-below", exponential_below),
    ("mirrored-sigmoid", mirrored_sigmoid),
    ("tanh-as-sigmoid", tanh_as_sigmoid),
    ("sinh-over-cosh", hyperbolic_quotients),
    ("halved-exponents", halved_exponents),
    ("turned-conditions", turned_conditions),
    ("steps", steps),
    ("extremes-by-abs", extremes_by_abs),
    ("abs-by-max", abs_by_max),
    ("fractions", fractions),
    ("other-functions", other_functions),
];

/// Function by function: what `SymPy` knows them as.
const SYMPY: &[(Func, &str)] = &[
    (Func::Sigmoid, "1/(1 + exp(-u))"),
    (Func::Softplus, "ln(exp(u) + 1)"),
    (Func::Expm1, "exp(u) - 1"),
    (Func::Log1p, "ln(u + 1)"),
    (Func::Exp2, "2^u"),
    (Func::Sech, "2*exp(u)/(exp(2*u) + 1)"),
    (Func::Tanh, "(exp(2*u) - 1)/(exp(2*u) + 1)"),
    (Func::Sqrt, "u^(1/2)"),
    (Func::NormalCdf, "erf(sqrt(2)*u/2)/2 + 1/2"),
    (Func::NormalPdf, "sqrt(2)*exp(-u^2/2)/(2*sqrt(pi))"),
    (Func::Erfc, "1 - erf(u)"),
    (Func::Relu, "if(u > 0, u, 0)"),
    (Func::Step, "if(u >= 0, 1, 0)"),
    (Func::Log2, "ln(u)/ln(2)"),
    (Func::Log10, "ln(u)/ln(10)"),
];

/// Function by function: other functions in its place.
const OTHERS: &[(Func, &str)] = &[
    (Func::Sigmoid, "(1 + tanh(u/2))/2"),
    (Func::Softplus, "max(u, 0) + log1p(exp(-abs(u)))"),
    (Func::Cosh, "(exp(u) + exp(-u))/2"),
    (Func::Sinh, "(exp(u) - exp(-u))/2"),
    (Func::Sech, "1/cosh(u)"),
    (Func::Erf, "2*normal_cdf(sqrt(2)*u) - 1"),
    (Func::Erfc, "1 - erf(u)"),
    (Func::NormalPdf, "exp(-u^2/2)/sqrt(2*pi)"),
    (Func::Sin, "cos(u - pi/2)"),
    (Func::Cos, "1 - 2*sin(u/2)^2"),
    (Func::Abs, "sqrt(u^2)"),
    (Func::Atan, "asin(u/sqrt(1 + u^2))"),
    (Func::Asinh, "ln(u + sqrt(u^2 + 1))"),
];

fn of_table(node: &Expr, table: &[(Func, &str)]) -> Option<Expr> {
    let (Kind::Call(func, _), [argument]) = node.parts() else {
        return None;
    };
    let (_, text) = table.iter().find(|(known, _)| known == func)?;
    Some(text_to_expr(text, &["u"]).with_name("u", argument))
}

/// What `SymPy` makes of a function.
pub fn for_sympy(node: &Expr) -> Option<Expr> {
    of_table(node, SYMPY).or_else(|| minima_as_choices(node))
}

fn other_functions(node: &Expr) -> Option<Expr> {
    of_table(node, OTHERS)
}

fn minima_as_choices(node: &Expr) -> Option<Expr> {
    let op = match node.kind() {
        Kind::Call(Func::Max, 2) => Comparison::Greater,
        Kind::Call(Func::Min, 2) => Comparison::Less,
        _ => return None,
    };
    let [a, b] = node.children() else {
        return None;
    };
    let condition = Expr::compare(a.clone(), op, b.clone());
    Some(Expr::choice(condition, a.clone(), b.clone()))
}

/// The argument of a call of that function.
fn argument(node: &Expr, func: Func) -> Option<&Expr> {
    match node.parts() {
        (Kind::Call(called, 1), [argument]) if *called == func => Some(argument),
        _ => None,
    }
}

/// `1/exp(u)` for `exp(-u)`.
fn exponential_below(node: &Expr) -> Option<Expr> {
    match argument(node, Func::Exp)?.parts() {
        (Kind::Negate, [inner]) => {
            Some(Expr::integer(1).over(&Expr::call(Func::Exp, vec![inner.clone()])))
        }
        _ => None,
    }
}

/// `1 - sigmoid(-u)` for `sigmoid(u)`.
fn mirrored_sigmoid(node: &Expr) -> Option<Expr> {
    let inner = argument(node, Func::Sigmoid)?;
    Some(Expr::integer(1).minus(&Expr::call(Func::Sigmoid, vec![inner.negate()])))
}

/// `2*sigmoid(2*u) - 1` for `tanh(u)`.
fn tanh_as_sigmoid(node: &Expr) -> Option<Expr> {
    let inner = argument(node, Func::Tanh)?;
    Some(text_to_expr("2*sigmoid(2*u) - 1", &["u"]).with_name("u", inner))
}

/// `sinh(u)/cosh(u)` for `tanh(u)`, `sin(u)/cos(u)` for `tan(u)`.
fn hyperbolic_quotients(node: &Expr) -> Option<Expr> {
    let quotients = [
        (Func::Tanh, "sinh(u)/cosh(u)"),
        (Func::Tan, "sin(u)/cos(u)"),
    ];
    of_table(node, &quotients)
}

/// `exp(u/2)^2` for `exp(u)`.
fn halved_exponents(node: &Expr) -> Option<Expr> {
    let inner = argument(node, Func::Exp)?;
    Some(text_to_expr("exp(u/2)^2", &["u"]).with_name("u", inner))
}

/// `if(a >= b, q, p)` for `if(a < b, p, q)`.
fn turned_conditions(node: &Expr) -> Option<Expr> {
    let (Kind::If, [condition, a, b]) = node.parts() else {
        return None;
    };
    let turned = match condition.parts() {
        (Kind::Compare(chain), [left, right]) => {
            Expr::compare(left.clone(), opposite(chain[0]), right.clone())
        }
        _ => Expr::new(Kind::Not, vec![condition.clone()]),
    };
    Some(Expr::choice(turned, b.clone(), a.clone()))
}

fn opposite(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::GreaterEqual,
        Comparison::LessEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessEqual,
        Comparison::GreaterEqual => Comparison::Less,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
    }
}

/// `q + step(a - b)*(p - q)` for `if(a >= b, p, q)`.
fn steps(node: &Expr) -> Option<Expr> {
    let (Kind::If, [condition, p, q]) = node.parts() else {
        return None;
    };
    let (Kind::Compare(chain), [a, b]) = condition.parts() else {
        return None;
    };
    let (a, b, p, q) = match chain[0] {
        Comparison::GreaterEqual => (a, b, p, q),
        Comparison::LessEqual => (b, a, p, q),
        Comparison::Less => (a, b, q, p),
        Comparison::Greater => (b, a, q, p),
        _ => return None,
    };
    let step = Expr::call(Func::Step, vec![a.minus(b)]);
    Some(q.plus(&step.times(&p.minus(q))))
}

/// `(a + b + abs(a - b))/2` for `max(a, b)`, `(u + abs(u))/2` for `relu(u)`.
fn extremes_by_abs(node: &Expr) -> Option<Expr> {
    let text = match node.kind() {
        Kind::Call(Func::Relu, 1) => "(u + abs(u))/2",
        Kind::Call(Func::Max, 2) => "(u + v + abs(u - v))/2",
        Kind::Call(Func::Min, 2) => "(u + v - abs(u - v))/2",
        _ => return None,
    };
    let names = &["u", "v"][..node.children().len()];
    let values = names.iter().copied().zip(node.children().iter().cloned());
    Some(text_to_expr(text, names).substituted(&values.collect()))
}

/// `max(u, -u)` for `abs(u)`.
fn abs_by_max(node: &Expr) -> Option<Expr> {
    let inner = argument(node, Func::Abs)?;
    Some(Expr::call(Func::Max, vec![inner.clone(), inner.negate()]))
}

/// `44715/1000000` for `0.044715`.
fn fractions(node: &Expr) -> Option<Expr> {
    const MOST: u32 = 40;
    match node.kind() {
        Kind::Number(number)
            if number.exponent() < 0 && number.exponent().unsigned_abs() < MOST =>
        {
            let bottom = format!("1{}", "0".repeat(number.exponent().unsigned_abs() as usize));
            Some(Expr::decimal(number.digits()).over(&Expr::decimal(&bottom)))
        }
        Kind::Constant(Constant::Tau) => Some(text_to_expr("2*pi", &[])),
        _ => None,
    }
}
