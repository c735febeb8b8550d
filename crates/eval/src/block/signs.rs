//! What is known of the signs of values.

use gradus_symbolic::computation::{Binary, Unary};

use crate::lower::Step;

/// On which side of 0 a value is, 0 and NaN being on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Above,
    /// Both: it is 0.
    Zero,
    /// Either, or not known.
    Any,
}

impl Side {
    /// Of a number.
    pub fn of_number(number: f64) -> Self {
        if number == 0.0 {
            Self::Zero
        } else if number.is_sign_negative() {
            Self::Below
        } else {
            Self::Above
        }
    }

    /// Of the result of a step of operands.
    pub fn of<S: Copy + PartialEq>(step: Step<S>, of: impl Fn(S) -> Self) -> Self {
        match step {
            Step::Unary(function, a) => Self::of_unary(function, of(a)),
            Step::Binary(Binary::Mul, a, b) if a == b => Self::Above,
            Step::Binary(function, a, b) => Self::of_binary(function, of(a), of(b)),
            Step::MulAdd(a, b, c) if a == b => Self::Above.and(of(c)),
            Step::MulAdd(a, b, c) => of(a).times(of(b)).and(of(c)),
            Step::Select(_, a, b) => of(a).and(of(b)),
            Step::Compare(..) | Step::Not(_) | Step::And(..) | Step::Or(..) => Self::Any,
        }
    }

    fn of_unary(function: Unary, a: Self) -> Self {
        match function {
            Unary::Neg => a.opposite(),
            Unary::Abs | Unary::Sqrt | Unary::Cosh => Self::Above,
            Unary::Exp | Unary::ExpBeside | Unary::Exp2 => Self::Above,
            Unary::Erfc | Unary::Erfcx | Unary::NormalCdf | Unary::NormalPdf => Self::Above,
            Unary::Sigmoid | Unary::Softplus | Unary::Sech | Unary::LnCosh => Self::Above,
            Unary::Cbrt | Unary::Expm1 | Unary::Sinh | Unary::Tanh | Unary::Asinh => a,
            Unary::Atan | Unary::Erf | Unary::Sign | Unary::Round => a,
            _ => Self::Any,
        }
    }

    fn of_binary(function: Binary, a: Self, b: Self) -> Self {
        match function {
            Binary::Add => a.and(b),
            Binary::Sub => a.and(b.opposite()),
            // not of quotients: a zero divisor of the other side has an infinite one there
            Binary::Mul => a.times(b),
            Binary::Min if a.is_below() || b.is_below() => Self::Below,
            Binary::Max if a.is_above() || b.is_above() => Self::Above,
            Binary::Min | Binary::Max => a.and(b),
            Binary::Hypot | Binary::ExpSum => Self::Above,
            _ => Self::Any,
        }
    }

    /// Whether it is not above 0.
    pub fn is_below(self) -> bool {
        matches!(self, Self::Below | Self::Zero)
    }

    fn is_above(self) -> bool {
        matches!(self, Self::Above | Self::Zero)
    }

    fn opposite(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::Above => Self::Below,
            Self::Zero | Self::Any => self,
        }
    }

    /// Of either of two values, and of their sum.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Zero, side) | (side, Self::Zero) => side,
            (one, other) if one == other => one,
            _ => Self::Any,
        }
    }

    /// Of a product.
    fn times(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => Self::Any,
            (Self::Zero, _) | (_, Self::Zero) => Self::Zero,
            (one, other) if one == other => Self::Above,
            _ => Self::Below,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference;

    /// Numbers of both sides, and those at which signs are easily lost.
    const NUMBERS: [f64; 12] = [
        f64::NEG_INFINITY,
        -800.0,
        -2.5,
        -1e-3,
        -5e-324,
        -0.0,
        0.0,
        5e-324,
        0.75,
        3.5,
        800.0,
        f64::INFINITY,
    ];

    const UNARY: [Unary; 28] = {
        use Unary::{
            Abs, Asinh, Atan, Cbrt, Cos, Cosh, Erf, Erfc, Erfcx, Exp, Exp2, ExpBeside, Expm1,
            Floor, LnCosh, Log1p, Neg, NormalCdf, NormalPdf, Round, Sech, Sigmoid, Sign, Sin, Sinh,
            Softplus, Sqrt, Tanh,
        };
        [
            Abs, Asinh, Atan, Cbrt, Cos, Cosh, Erf, Erfc, Erfcx, Exp, ExpBeside, Exp2, Expm1,
            Floor, LnCosh, Log1p, Neg, NormalCdf, NormalPdf, Round, Sech, Sigmoid, Sign, Sin, Sinh,
            Softplus, Sqrt, Tanh,
        ]
    };

    const BINARY: [Binary; 11] = {
        use Binary::{Add, Atan2, CopySign, Div, ExpSum, Hypot, Max, Min, Mul, Pow, Sub};
        [
            Add, Atan2, CopySign, Div, ExpSum, Hypot, Max, Min, Mul, Pow, Sub,
        ]
    };

    /// The sides that a number may be said to be on: zeros are on both.
    fn sides(number: f64) -> [Side; 4] {
        match Side::of_number(number) {
            Side::Zero => [Side::Any, Side::Zero, Side::Below, Side::Above],
            side => [Side::Any, side, side, side],
        }
    }

    /// Fails unless the result is on the side that is said of operands on theirs, known or not.
    fn check(step: Step<usize>, operands: &[f64], result: f64) {
        for known in 0..4usize.pow(operands.len() as u32) {
            let side = |place: usize| {
                let choice = known / 4usize.pow(place as u32) % 4;
                sides(operands[place])[choice]
            };
            let holds = result.is_nan()
                || match Side::of(step, side) {
                    Side::Below => result <= 0.0,
                    Side::Above => result >= 0.0,
                    Side::Zero => result == 0.0,
                    Side::Any => true,
                };
            assert!(holds, "{step:?} of {operands:?}, case {known}: {result}");
        }
    }

    #[test]
    fn results_are_on_the_side_that_is_said() {
        for a in NUMBERS {
            for function in UNARY {
                let step = Step::Unary(function, 0);
                check(step, &[a], reference::unary(function, a));
            }
            check(Step::Binary(Binary::Mul, 0, 0), &[a], a * a);
            for b in NUMBERS {
                for function in BINARY {
                    let step = Step::Binary(function, 0, 1);
                    check(step, &[a, b], reference::binary(function, a, b));
                }
                check(Step::MulAdd(0, 0, 1), &[a, b], a.mul_add(a, b));
                for c in NUMBERS {
                    check(Step::MulAdd(0, 1, 2), &[a, b, c], a.mul_add(b, c));
                    check(Step::Select(0, 1, 2), &[a, b, c], b);
                    check(Step::Select(0, 1, 2), &[a, b, c], c);
                }
            }
        }
    }
}
