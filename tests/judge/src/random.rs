//! Random formulas, so that what holds of the catalogue holds of others too.

use crate::choices::Choices;

#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "exp", "tanh", "sigmoid", "softplus", "relu", "abs", "erf", "atan", "sin", "cos", "normal_cdf", "normal_pdf", "sech", "asinh",
];
const NUMBERS: &[&str] = &[
    "1", "2", "3", "0.5", "1.702", "0.044715", "1/3", "sqrt(2)", "pi",
];

/// A formula of one input with so many operations one inside the other, and with one parameter now and then.
pub fn random(choices: &mut Choices, depth: usize) -> String {
    let has_parameter = choices.below(3) == 0;
    let body = expression(choices, depth, has_parameter);
    match has_parameter {
        true => format!("f(x; p = 1.5) = {body}"),
        false => format!("f(x) = {body}"),
    }
}

fn expression(choices: &mut Choices, depth: usize, parameter: bool) -> String {
    if depth == 0 {
        return match choices.below(8) {
            0 if parameter => "p".to_owned(),
            0 | 1 => choices.one(NUMBERS).to_owned(),
            _ => "x".to_owned(),
        };
    }
    let mut part = || expression(choices, depth - 1, parameter);
    let (a, b) = (part(), part());
    match choices.below(12) {
        0..4 => format!("{}({a})", choices.one(FUNCTIONS)),
        4 => format!("({a} + {b})"),
        5 => format!("({a} - {b})"),
        6 | 7 => format!("({a})*({b})"),
        8 => format!("({a})/(1 + ({b})^2)"),
        9 => format!("({a})^{}", choices.below(2) + 2),
        10 => format!("{}({a}, {b})", choices.one(&["max", "min"])),
        _ => format!("if(x >= {}, {a}, {b})", choices.one(&["0", "1", "-1/2"])),
    }
}
