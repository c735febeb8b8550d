//! The derivative of every primitive, in our own language: one line a function.
//!
//! `x` (and `y`, `z` for further arguments) are the arguments, `f` is the value already computed. Where a function has a
//! kink the rule gives the derivative beside it; what is returned at the kink itself is decided by the pieces.

use gradus_syntax::Func;

/// The partial derivatives by each argument. Empty where the graph expands the function or treats it by itself.
pub fn partials(func: Func) -> &'static [&'static str] {
    match func {
        Func::Exp => &["f"],
        Func::Exp2 => &["f*ln(2)"],
        Func::Expm1 => &["exp(x)"],
        Func::Ln => &["1/x"],
        Func::Log2 => &["1/(x*ln(2))"],
        Func::Log10 => &["1/(x*ln(10))"],
        Func::Log1p => &["1/(1 + x)"],
        Func::Cbrt => &["1/(3*f^2)"],
        Func::Abs => &["sign(x)"],
        Func::Sign | Func::Floor | Func::Ceil | Func::Round => &["0"],
        Func::Mod => &["1", "-floor(x/y)"],
        Func::Hypot => &["x/f", "y/f"],
        Func::Sin => &["cos(x)"],
        Func::Cos => &["-sin(x)"],
        Func::Tan => &["1 + f^2"],
        Func::Asin => &["1/sqrt(1 - x^2)"],
        Func::Acos => &["-1/sqrt(1 - x^2)"],
        Func::Atan => &["1/(1 + x^2)"],
        Func::Atan2 => &["y/(x^2 + y^2)", "-x/(x^2 + y^2)"],
        Func::Sinh => &["cosh(x)"],
        Func::Cosh => &["sinh(x)"],
        Func::Tanh => &["1 - f^2"],
        Func::Sech => &["-f*tanh(x)"],
        Func::Asinh => &["1/sqrt(1 + x^2)"],
        Func::Acosh => &["1/sqrt(x^2 - 1)"],
        Func::Atanh => &["1/(1 - x^2)"],
        Func::Erf => &["2/sqrt(pi)*exp(-x^2)"],
        Func::Erfc => &["-2/sqrt(pi)*exp(-x^2)"],
        Func::NormalCdf => &["normal_pdf(x)"],
        Func::NormalPdf => &["-x*f"],
        Func::Sigmoid => &["f*(1 - f)"],
        Func::Softplus => &["sigmoid(x)"],
        // chosen, reduced or joined: see the parent module
        Func::Min | Func::Max | Func::Sinc | Func::LogSumExp => &[],
        // never in a graph
        Func::Sqrt
        | Func::Clamp
        | Func::Relu
        | Func::Step
        | Func::Sum
        | Func::Mean
        | Func::Prod
        | Func::Norm
        | Func::Concat => &[],
    }
}

/// The names of the arguments in a rule.
pub const ARGUMENTS: [&str; 3] = ["x", "y", "z"];

/// The name of the value already computed in a rule.
pub const VALUE: &str = "f";
