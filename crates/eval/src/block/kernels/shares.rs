//! What is made of an exponential e in its loop: `1/(1 + e)`; with a mask shares `(mask ? 1 : e)/(1 + e)` and `(mask ? 1 : e)/(1 + e^2)`, as in
//! everything that has a logistic function of a magnitude; and the operand itself where it is not below 0, as in exponential linear units.

use super::forms::holds;
use super::long::{Argument, Exponential, all, by_argument, functions};
use super::loops::{Functions, Operand};
use crate::Element;
use crate::lower::Shared;
use crate::math::{self, Lane, Level};

/// What functions of an operand, an exponential of it in one of two ways and the same less 1 are, by what makes the argument.
macro_rules! of_both {
    ($out:literal, |$operand:ident, $e:ident, $less:ident| $values:expr; $level:ident, $functions:ident, $argument:ident, $given:ident, $places:ident) => {{
        macro_rules! of {
            ([$exp:ident, $expm1:ident], |$a:ident, $b:ident| $made:expr; $operands:expr) => {{
                let functions = functions!($out, |$a, $b| {
                    let argument = $made;
                    let ($operand, $e, $less) = ($a, math::$exp(argument), math::$expm1(argument));
                    $values
                });
                all($level, functions, $operands, $places)
            }};
        }
        match $functions {
            Shared::ExpExpm1 => {
                by_argument!($argument, $given => of, [exp, expm1], below [exp_below, expm1_below]);
            }
            Shared::ExpBesideExpm1 => {
                by_argument!($argument, $given => of, [exp_beside, expm1], below [exp_beside_below, expm1_below]);
            }
            _ => unreachable!("no exponential"),
        }
    }};
}

/// An exponential in one of two ways, the same less 1, and `1/(1 + e)`, for each element.
pub(super) fn over_sum<T: Element>(
    level: Level,
    functions: Shared,
    argument: Argument<T>,
    a: Operand<T>,
    out: [&mut [T]; 3],
) {
    of_both!(3, |_operand, e, less| [e, less, over_one_and(e)]; level, functions, argument, a, out);
}

/// An exponential in one of two ways, and the same less 1 where the operand is below 0, elsewhere the operand.
pub(super) fn chosen<T: Element>(
    level: Level,
    functions: Shared,
    argument: Argument<T>,
    a: Operand<T>,
    out: [&mut [T]; 2],
) {
    of_both!(2, |operand, e, less| {
        [e, V::select(holds(operand), operand, less)]
    }; level, functions, argument, a, out);
}

/// What functions of an exponential e of what is not above 0 and a mask are, by what makes the argument.
macro_rules! of_exponential {
    ($out:literal, |$e:ident, $mask:ident| $values:expr; $level:ident, $function:ident, $argument:ident, $given:ident, $places:ident) => {{
        macro_rules! of {
            ($exp:ident, |$a:ident, $b:ident| $operand:expr; $first:expr, $second:expr) => {{
                let functions = functions!($out, |$a, $b, $mask| {
                    let $e = math::$exp($operand);
                    $values
                });
                all($level, functions, &[$first, $second, $given], $places)
            }};
        }
        match ($function, $argument) {
            (Exponential::Exp(a), Argument::SizeTimes(b)) => {
                of!(exp_below, |a, b| a.abs() * b; a, Operand::Same(b));
            }
            (Exponential::Exp(a), Argument::AtMost(b)) => {
                of!(exp_below, |a, b| a.at_most(b); a, Operand::Same(b));
            }
            (Exponential::Exp(a), Argument::Below) => of!(exp_below, |a, _b| a; a, a),
            (Exponential::ExpSum([a, b]), Argument::Below) => {
                let functions = functions!($out, |a, b, $mask| {
                    let $e = math::exp_sum_below(a, b);
                    $values
                });
                all($level, functions, &[a, b, $given], $places)
            }
            _ => unreachable!("made of what is not above 0"),
        }
    }};
}

/// An exponential, and a share of it.
pub(super) fn of<T: Element>(
    level: Level,
    function: Exponential<T>,
    argument: Argument<T>,
    given: Operand<T>,
    out: [&mut [T]; 2],
) {
    of_exponential!(2, |e, mask| [e, share(mask, e, e)]; level, function, argument, given, out);
}

/// An exponential, its square, and a share of both.
pub(super) fn of_square<T: Element>(
    level: Level,
    function: Exponential<T>,
    argument: Argument<T>,
    given: Operand<T>,
    out: [&mut [T]; 3],
) {
    of_exponential!(3, |e, mask| {
        let square = e * e;
        [e, square, share(mask, e, square)]
    }; level, function, argument, given, out);
}

/// `(mask ? 1 : e)/(1 + of)`
#[inline(always)]
fn share<L: Lane>(mask: L, e: L, of: L) -> L {
    let one = L::number(1.0);
    L::select(holds(mask), one, e) / (one + of)
}

/// `1/(1 + e)`
#[inline(always)]
pub(super) fn over_one_and<L: Lane>(e: L) -> L {
    let one = L::number(1.0);
    one / (one + e)
}
