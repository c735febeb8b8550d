//! The identities, in our own language: one line a row.
//!
//! Letters stand for any expression. A row matches a sum as a whole or as part of a longer one, at any scale, and a product
//! as part of a longer one; `1/(…)` also matches higher powers of the denominator.

/// Where an identity holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Wherever the left side is defined.
    Everywhere,
    /// Wherever the left side is defined; the right side also fills an isolated hole.
    Removable,
}

/// When a row is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// In every expression.
    Tidy,
    /// To read what a person wrote: naming what formulas spell out.
    Recognise,
    /// To write what is evaluated: forms that neither overflow nor cancel, whatever they look like.
    Stabilise,
}

/// One identity.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What is replaced.
    pub left: &'static str,
    /// What replaces it.
    pub right: &'static str,
    /// Where it holds.
    pub holds: Holds,
    /// When it is applied.
    pub purpose: Purpose,
}

const fn rule(
    name: &'static str,
    left: &'static str,
    right: &'static str,
    holds: Holds,
    purpose: Purpose,
) -> Rule {
    Rule {
        name,
        left,
        right,
        holds,
        purpose,
    }
}

use Holds::{Everywhere, Removable};
use Purpose::{Recognise, Stabilise, Tidy};

/// All identities, tried in this order.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    rule("times-sign",       "a*sign(a)",                   "abs(a)",                 Everywhere, Tidy),
    rule("abs-sign",         "abs(a)*sign(a)",              "a",                      Everywhere, Tidy),
    rule("pythagoras",       "sin(a)^2 + cos(a)^2",         "1",                      Everywhere, Tidy),
    rule("hyperbola",        "cosh(a)^2 - sinh(a)^2",       "1",                      Everywhere, Tidy),
    rule("tan",              "sin(a)/cos(a)",               "tan(a)",                 Everywhere, Tidy),
    rule("tanh",             "sinh(a)/cosh(a)",             "tanh(a)",                Everywhere, Tidy),
    rule("cosh-tanh",        "cosh(a)*tanh(a)",             "sinh(a)",                Everywhere, Tidy),
    rule("sigmoid-exp",      "exp(a)*sigmoid(-a)",          "sigmoid(a)",             Everywhere, Tidy),
    rule("exp-ln",           "exp(ln(a))",                  "a",                      Everywhere, Tidy),
    rule("expm1-log1p",      "expm1(log1p(a))",             "a",                      Everywhere, Tidy),
    rule("log1p-expm1",      "log1p(expm1(a))",             "a",                      Everywhere, Tidy),
    rule("ln-exp2",          "log2(exp2(a))",               "a",                      Everywhere, Tidy),
    rule("exp2-log2",        "exp2(log2(a))",               "a",                      Everywhere, Tidy),
    rule("tanh-atanh",       "tanh(atanh(a))",              "a",                      Everywhere, Tidy),
    rule("atanh-tanh",       "atanh(tanh(a))",              "a",                      Everywhere, Tidy),
    rule("sinh-asinh",       "sinh(asinh(a))",              "a",                      Everywhere, Tidy),
    rule("asinh-sinh",       "asinh(sinh(a))",              "a",                      Everywhere, Tidy),
    rule("sin-asin",         "sin(asin(a))",                "a",                      Everywhere, Tidy),
    rule("cos-acos",         "cos(acos(a))",                "a",                      Everywhere, Tidy),
    rule("tan-atan",         "tan(atan(a))",                "a",                      Everywhere, Tidy),
    rule("cube-cbrt",        "cbrt(a)^3",                   "a",                      Everywhere, Tidy),
    rule("cbrt-cube",        "cbrt(a^3)",                   "a",                      Everywhere, Tidy),
    rule("sigmoid-pair",     "sigmoid(a) + sigmoid(-a)",    "1",                      Everywhere, Tidy),
    rule("erf-pair",         "erf(a) + erfc(a)",            "1",                      Everywhere, Tidy),

    rule("softplus",         "ln(1 + exp(a))",              "softplus(a)",            Everywhere, Recognise),
    rule("softplus-log1p",   "log1p(exp(a))",               "softplus(a)",            Everywhere, Recognise),
    rule("ln-sigmoid",       "ln(sigmoid(a))",              "-softplus(-a)",          Everywhere, Recognise),
    rule("tanh-quotient",    "(exp(a) - 1)/(exp(a) + 1)",   "tanh(a/2)",              Everywhere, Recognise),
    rule("tanh-expm1",       "(exp(a) - 1)*sigmoid(-a)",    "tanh(a/2)",              Everywhere, Recognise),
    rule("sigmoid",          "1/(1 + exp(a))",              "sigmoid(-a)",            Everywhere, Recognise),
    rule("tanh-sigmoid",     "2*sigmoid(a) - 1",            "tanh(a/2)",              Everywhere, Recognise),
    rule("sigmoid-tanh",     "1 + tanh(a)",                 "2*sigmoid(2*a)",         Everywhere, Stabilise),
    rule("sinh",             "exp(a) - exp(-a)",            "2*sinh(a)",              Everywhere, Recognise),
    rule("cosh",             "exp(a) + exp(-a)",            "2*cosh(a)",              Everywhere, Recognise),
    rule("normal-cdf",       "1 + erf(a/sqrt(2))",          "2*normal_cdf(a)",        Everywhere, Recognise),
    rule("normal-cdf-erfc",  "erfc(-a/sqrt(2))",            "2*normal_cdf(a)",        Everywhere, Recognise),
    rule("sinc",             "sin(a)/a",                    "sinc(a)",                Removable,  Recognise),
    rule("relu",             "a + abs(a)",                  "2*max(0, a)",            Everywhere, Recognise),
    rule("sum-exp",          "sum(exp(a))",                 "exp(logsumexp(a))",      Everywhere, Recognise),
    rule("weighted-mean",    "sum(a*exp(b))*exp(-logsumexp(b))", "sum(a*exp(b - logsumexp(b)))", Everywhere, Recognise),
    rule("variance",         "mean(a^2) - mean(a)^2",       "mean((a - mean(a))^2)",  Everywhere, Recognise),

    rule("tanh-slope",       "1 - tanh(a)^2",               "sech(a)^2",              Everywhere, Stabilise),
    rule("sigmoid-rest",     "1 - sigmoid(a)",              "sigmoid(-a)",            Everywhere, Stabilise),
    rule("sigmoid-square",   "1 - sigmoid(a)^2",            "sigmoid(-a)*(1 + sigmoid(a))", Everywhere, Stabilise),
    rule("sigmoid-middle",   "1 - 2*sigmoid(a)",            "-tanh(a/2)",             Everywhere, Stabilise),
    rule("sech",             "1/cosh(a)",                   "sech(a)",                Everywhere, Stabilise),
    rule("expm1",            "exp(a) - 1",                  "expm1(a)",               Everywhere, Stabilise),
    rule("expm1-sigmoid",    "expm1(a)*sigmoid(-a)",        "tanh(a/2)",              Everywhere, Stabilise),
    rule("erfc",             "1 - erf(a)",                  "erfc(a)",                Everywhere, Stabilise),
    rule("erfc-left",        "1 + erf(a)",                  "erfc(-a)",               Everywhere, Stabilise),
    rule("normal-rest",      "1 - normal_cdf(a)",           "normal_cdf(-a)",         Everywhere, Stabilise),
    rule("one-minus-cos",    "1 - cos(a)",                  "2*sin(a/2)^2",           Everywhere, Stabilise),
    rule("sin-rest",         "1 - sin(a)^2",                "cos(a)^2",               Everywhere, Stabilise),
    rule("cos-rest",         "1 - cos(a)^2",                "sin(a)^2",               Everywhere, Stabilise),
    rule("softplus-odd",     "softplus(a) - softplus(-a)",  "a",                      Everywhere, Stabilise),
    rule("softmax-rest-sum", "sum(a*exp(b))*sigmoid(-logsumexp(b))", "sum(a*exp(b - logsumexp(b)))*sigmoid(logsumexp(b))", Everywhere, Stabilise),
    rule("softmax-rest",     "exp(a)*sigmoid(-logsumexp(b))", "exp(a - logsumexp(b))*sigmoid(logsumexp(b))", Everywhere, Stabilise),
];
