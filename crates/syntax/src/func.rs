//! The closed list of primitive functions of the language.
//!
//! Every other table of the workspace (derivative rules, simplification, printing, lowering) matches
//! exhaustively on [`Func`], so the compiler names each table that a new function still lacks.

use std::fmt;

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// This many arguments.
    Exactly(usize),
    /// This many arguments or more.
    AtLeast(usize),
}

impl Arity {
    /// Whether a call with `count` arguments is legal.
    pub fn accepts(self, count: usize) -> bool {
        match self {
            Self::Exactly(n) => count == n,
            Self::AtLeast(n) => count >= n,
        }
    }
}

/// What a function does with vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Acts element by element; scalars are broadcast.
    Elementwise,
    /// Element by element with two or more arguments, a reduction with a single vector argument (`min`, `max`).
    ElementwiseOrReduction,
    /// Turns one vector into a scalar.
    Reduction,
    /// Joins vectors and scalars into one vector.
    Concatenation,
}

macro_rules! functions {
    ($($variant:ident $name:literal [$($alias:literal),*] $arity:expr, $action:ident, $doc:literal;)*) => {
        /// A primitive function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Func { $(#[doc = $doc] $variant,)* }

        impl Func {
            /// Every function, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The spelling that is printed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Further spellings that are read.
            pub fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($alias),*],)* }
            }

            /// How many arguments it takes.
            pub fn arity(self) -> Arity {
                use Arity::{AtLeast, Exactly};
                match self { $(Self::$variant => $arity,)* }
            }

            /// What it does with vectors.
            pub fn action(self) -> Action {
                match self { $(Self::$variant => Action::$action,)* }
            }

            /// One line on what it computes.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

functions! {
    Exp "exp" [] Exactly(1), Elementwise, "The exponential e^x.";
    Exp2 "exp2" [] Exactly(1), Elementwise, "2^x.";
    Expm1 "expm1" [] Exactly(1), Elementwise, "exp(x) - 1.";
    Ln "ln" ["log"] Exactly(1), Elementwise, "The natural logarithm.";
    Log2 "log2" [] Exactly(1), Elementwise, "The logarithm to base 2.";
    Log10 "log10" [] Exactly(1), Elementwise, "The logarithm to base 10.";
    Log1p "log1p" [] Exactly(1), Elementwise, "ln(1 + x).";
    Sqrt "sqrt" ["√"] Exactly(1), Elementwise, "The square root.";
    Cbrt "cbrt" [] Exactly(1), Elementwise, "The real cube root.";
    Abs "abs" [] Exactly(1), Elementwise, "The absolute value.";
    Sign "sign" ["sgn"] Exactly(1), Elementwise, "-1, 0 or 1 by the sign of x.";
    Floor "floor" [] Exactly(1), Elementwise, "The greatest integer not above x.";
    Ceil "ceil" [] Exactly(1), Elementwise, "The least integer not below x.";
    Round "round" [] Exactly(1), Elementwise, "The nearest integer, ties to even.";
    Mod "mod" [] Exactly(2), Elementwise, "x - y*floor(x/y), with the sign of y.";
    Min "min" [] AtLeast(1), ElementwiseOrReduction, "The least argument, or the least element of a vector.";
    Max "max" [] AtLeast(1), ElementwiseOrReduction, "The greatest argument, or the greatest element of a vector.";
    Clamp "clamp" ["clip"] Exactly(3), Elementwise, "clamp(x, low, high): min(max(x, low), high).";
    Hypot "hypot" [] Exactly(2), Elementwise, "sqrt(x^2 + y^2).";
    Sin "sin" [] Exactly(1), Elementwise, "The sine of an angle in radians.";
    Cos "cos" [] Exactly(1), Elementwise, "The cosine of an angle in radians.";
    Tan "tan" [] Exactly(1), Elementwise, "The tangent of an angle in radians.";
    Asin "asin" ["arcsin"] Exactly(1), Elementwise, "The inverse sine, in radians.";
    Acos "acos" ["arccos"] Exactly(1), Elementwise, "The inverse cosine, in radians.";
    Atan "atan" ["arctan"] Exactly(1), Elementwise, "The inverse tangent, in radians.";
    Atan2 "atan2" ["arctan2"] Exactly(2), Elementwise, "atan2(y, x): the angle of the point (x, y), in radians.";
    Sinh "sinh" [] Exactly(1), Elementwise, "The hyperbolic sine.";
    Cosh "cosh" [] Exactly(1), Elementwise, "The hyperbolic cosine.";
    Tanh "tanh" [] Exactly(1), Elementwise, "The hyperbolic tangent.";
    Sech "sech" [] Exactly(1), Elementwise, "1/cosh(x).";
    Asinh "asinh" ["arcsinh"] Exactly(1), Elementwise, "The inverse hyperbolic sine.";
    Acosh "acosh" ["arccosh"] Exactly(1), Elementwise, "The inverse hyperbolic cosine.";
    Atanh "atanh" ["arctanh"] Exactly(1), Elementwise, "The inverse hyperbolic tangent.";
    Erf "erf" [] Exactly(1), Elementwise, "The error function.";
    Erfc "erfc" [] Exactly(1), Elementwise, "1 - erf(x).";
    NormalCdf "normal_cdf" ["Φ"] Exactly(1), Elementwise, "The standard normal distribution function.";
    NormalPdf "normal_pdf" ["φ"] Exactly(1), Elementwise, "The standard normal density.";
    Sinc "sinc" [] Exactly(1), Elementwise, "sin(x)/x, and 1 at 0.";
    Sigmoid "sigmoid" ["σ"] Exactly(1), Elementwise, "1/(1 + exp(-x)).";
    Softplus "softplus" [] Exactly(1), Elementwise, "ln(1 + exp(x)).";
    Relu "relu" [] Exactly(1), Elementwise, "max(0, x).";
    Step "step" [] Exactly(1), Elementwise, "1 for x >= 0, 0 below.";
    Sum "sum" [] Exactly(1), Reduction, "The sum of a vector.";
    Mean "mean" [] Exactly(1), Reduction, "The mean of a vector.";
    Prod "prod" [] Exactly(1), Reduction, "The product of a vector.";
    Norm "norm" [] Exactly(1), Reduction, "The Euclidean length of a vector.";
    LogSumExp "logsumexp" [] Exactly(1), Reduction, "ln(sum(exp(x))) of a vector.";
    Concat "concat" [] AtLeast(1), Concatenation, "Joins vectors and scalars into one vector.";
}

impl Func {
    /// The function of that spelling, printed form or alias.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|func| func.name() == name || func.aliases().contains(&name))
    }
}

impl fmt::Display for Func {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A mathematical constant with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Constant {
    /// The circle constant 3.14159….
    Pi,
    /// Euler's number 2.71828….
    E,
    /// 2π.
    Tau,
    /// Positive infinity.
    Inf,
}

impl Constant {
    /// Every constant.
    pub const ALL: &[Self] = &[Self::Pi, Self::E, Self::Tau, Self::Inf];

    /// The spelling that is printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pi => "pi",
            Self::E => "e",
            Self::Tau => "tau",
            Self::Inf => "inf",
        }
    }

    /// The constant of that spelling (`π` is read as `pi`, `∞` as `inf`).
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "π" => Some(Self::Pi),
            "∞" => Some(Self::Inf),
            _ => Self::ALL
                .iter()
                .copied()
                .find(|constant| constant.name() == name),
        }
    }
}
