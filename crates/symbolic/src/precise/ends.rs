//! Functions of one argument at infinity and of numbers beyond all exponents.

use dashu_base::Sign::{self, Negative, Positive};
use gradus_syntax::{Constant, Func};

use super::{Precise, Precision, apply, constant};
use Precise::{Huge, Infinite, Tiny, Undefined, Unknown};

/// The value where the argument is no number but a marker.
pub(super) fn of_marker(func: Func, argument: &Precise, precision: Precision) -> Precise {
    match argument {
        Infinite(sign) => at_infinity(func, *sign, precision),
        Huge(sign) => at_huge(func, *sign, precision),
        Tiny(sign) => at_tiny(func, *sign, precision),
        Undefined => Undefined,
        Unknown | Precise::Number(_) => Unknown,
    }
}

/// The limit, undefined where there is none or the domain ends before.
#[allow(clippy::match_same_arms, reason = "a table, a line for each case")]
fn at_infinity(func: Func, sign: Sign, precision: Precision) -> Precise {
    let one = || Precise::ONE;
    let right_angle = || half(&constant(Constant::Pi, precision), precision);
    match (func, sign) {
        (
            Func::Exp
            | Func::Exp2
            | Func::Sigmoid
            | Func::Softplus
            | Func::NormalCdf
            | Func::Relu
            | Func::Step,
            Negative,
        ) => Precise::ZERO,
        (
            Func::Sigmoid | Func::NormalCdf | Func::Step | Func::Tanh | Func::Erf | Func::Sign,
            Positive,
        ) => one(),
        (Func::Expm1 | Func::Tanh | Func::Erf | Func::Sign, Negative) => one().neg(),
        (Func::Sech | Func::NormalPdf | Func::Sinc, _) | (Func::Erfc, Positive) => Precise::ZERO,
        (Func::Erfc, Negative) => Precise::from(2i64),
        (Func::Atan, Positive) => right_angle(),
        (Func::Atan, Negative) => right_angle().neg(),
        (Func::Abs | Func::Cosh, _) => Infinite(Positive),
        (Func::Exp | Func::Exp2 | Func::Expm1 | Func::Softplus | Func::Relu, Positive) => {
            Infinite(Positive)
        }
        (
            Func::Ln | Func::Log2 | Func::Log10 | Func::Log1p | Func::Sqrt | Func::Acosh,
            Positive,
        ) => Infinite(Positive),
        (Func::Cbrt | Func::Floor | Func::Ceil | Func::Round | Func::Sinh | Func::Asinh, sign) => {
            Infinite(sign)
        }
        (
            Func::Ln | Func::Log2 | Func::Log10 | Func::Log1p | Func::Sqrt | Func::Acosh,
            Negative,
        ) => Undefined,
        (Func::Sin | Func::Cos | Func::Tan | Func::Asin | Func::Acos | Func::Atanh, _) => Undefined,
        (Func::Mod | Func::Min | Func::Max | Func::Clamp | Func::Hypot | Func::Atan2, _) => {
            Undefined
        }
        (Func::Sum | Func::Mean | Func::Prod | Func::Norm | Func::LogSumExp | Func::Concat, _) => {
            Undefined
        }
    }
}

/// A number so large that the function is at its limit, if it has one.
#[allow(clippy::match_same_arms, reason = "a table, a line for each case")]
fn at_huge(func: Func, sign: Sign, precision: Precision) -> Precise {
    match (func, at_infinity(func, sign, precision)) {
        (Func::Sin | Func::Cos | Func::Tan | Func::Sinc, _) => Unknown,
        // large, but how large
        (
            Func::Ln | Func::Log2 | Func::Log10 | Func::Log1p | Func::Asinh | Func::Acosh,
            Infinite(_),
        ) => Unknown,
        (Func::Relu | Func::Step, limit) if limit.is_zero() => limit,
        (_, limit) if limit.is_zero() => Tiny(Positive),
        (_, Infinite(sign)) => Huge(sign),
        (_, limit) => limit,
    }
}

/// A number so small that the function is at its value in zero, or is the number times its slope there.
fn at_tiny(func: Func, sign: Sign, precision: Precision) -> Precise {
    let integer = |n: i64| Precise::from(n);
    match (func, sign) {
        (Func::Ln | Func::Log2 | Func::Log10, Positive) => Unknown,
        (Func::Ln | Func::Log2 | Func::Log10 | Func::Sqrt, Negative) => Undefined,
        (Func::Relu | Func::Step | Func::Floor | Func::Ceil | Func::Round, _) => match (func, sign)
        {
            (Func::Relu, Positive) => Tiny(Positive),
            (Func::Step | Func::Ceil, Positive) => integer(1),
            (Func::Floor, Negative) => integer(-1),
            _ => Precise::ZERO,
        },
        (Func::Sign, _) => {
            if sign == Positive {
                integer(1)
            } else {
                integer(-1)
            }
        }
        (Func::Abs, _) => Tiny(Positive),
        _ => match apply(func, &[Precise::ZERO], precision) {
            value if value.is_zero() => Tiny(sign),
            value => value,
        },
    }
}

fn half(x: &Precise, precision: Precision) -> Precise {
    x.div(&Precise::from(2i64), precision)
}
