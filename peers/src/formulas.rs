//! The activations as people write them, with the derivative written out for engines that have none.

/// Name, value, derivative: in `exp`, `ln`, `tanh`, `min` and `max` of two.
pub const FORMULAS: [(&str, &str, &str); 7] = [
    ("sigmoid", "1/(1+exp(-x))", "exp(-x)/(1+exp(-x))^2"),
    (
        "swish",
        "x/(1+exp(-x))",
        "1/(1+exp(-x)) + x*exp(-x)/(1+exp(-x))^2",
    ),
    (
        "gelu_tanh",
        "0.5*x*(1+tanh(0.7978845608028654*(x+0.044715*x^3)))",
        "0.5*(1+tanh(0.7978845608028654*(x+0.044715*x^3))) + 0.5*x*(1-tanh(0.7978845608028654*(x+0.044715*x^3))^2)*0.7978845608028654*(1+0.134145*x^2)",
    ),
    (
        "mish",
        "x*tanh(ln(1+exp(x)))",
        "tanh(ln(1+exp(x))) + x*(1-tanh(ln(1+exp(x)))^2)*exp(x)/(1+exp(x))",
    ),
    ("tanh", "tanh(x)", "1-tanh(x)^2"),
    ("elu", "max(x,0)+exp(min(x,0))-1", "exp(min(x,0))"),
    ("softplus", "ln(1+exp(x))", "exp(x)/(1+exp(x))"),
];

/// As fasteval spells it, which has no `exp` and no natural logarithm.
pub fn for_fasteval(text: &str) -> String {
    text.replace("exp(", "e()^(").replace("ln(", "log(e(),")
}

/// As evalexpr spells it.
pub fn for_evalexpr(text: &str) -> String {
    // integers would be divided as such
    let text = text
        .replace("exp(", "math::exp(")
        .replace("ln(", "math::ln(");
    text.replace("tanh(", "math::tanh(").replace("1/", "1.0/")
}
