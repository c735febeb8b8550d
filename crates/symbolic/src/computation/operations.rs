//! Which operation computes which function: one line a function.

use gradus_syntax::Func;

use super::{Binary, Unary};

/// The operation of a function with one argument.
pub(crate) fn unary(func: Func) -> Option<Unary> {
    Some(match func {
        Func::Exp => Unary::Exp,
        Func::Exp2 => Unary::Exp2,
        Func::Expm1 => Unary::Expm1,
        Func::Ln => Unary::Ln,
        Func::Log2 => Unary::Log2,
        Func::Log10 => Unary::Log10,
        Func::Log1p => Unary::Log1p,
        Func::Sqrt => Unary::Sqrt,
        Func::Cbrt => Unary::Cbrt,
        Func::Abs => Unary::Abs,
        Func::Sign => Unary::Sign,
        Func::Floor => Unary::Floor,
        Func::Ceil => Unary::Ceil,
        Func::Round => Unary::Round,
        Func::Sin => Unary::Sin,
        Func::Cos => Unary::Cos,
        Func::Tan => Unary::Tan,
        Func::Asin => Unary::Asin,
        Func::Acos => Unary::Acos,
        Func::Atan => Unary::Atan,
        Func::Sinh => Unary::Sinh,
        Func::Cosh => Unary::Cosh,
        Func::Tanh => Unary::Tanh,
        Func::Sech => Unary::Sech,
        Func::Asinh => Unary::Asinh,
        Func::Acosh => Unary::Acosh,
        Func::Atanh => Unary::Atanh,
        Func::Erf => Unary::Erf,
        Func::Erfc => Unary::Erfc,
        Func::NormalCdf => Unary::NormalCdf,
        Func::NormalPdf => Unary::NormalPdf,
        Func::Sinc => Unary::SphericalBessel(0),
        Func::Sigmoid => Unary::Sigmoid,
        Func::Softplus => Unary::Softplus,
        _ => return None,
    })
}

/// The operation that joins the arguments of a function with several.
pub(crate) fn binary(func: Func) -> Binary {
    match func {
        Func::Min => Binary::Min,
        Func::Mod => Binary::Mod,
        Func::Hypot => Binary::Hypot,
        Func::Atan2 => Binary::Atan2,
        _ => Binary::Max,
    }
}
