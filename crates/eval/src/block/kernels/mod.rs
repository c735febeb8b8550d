//! What is done on blocks: the seam below which the vectors of the processor are used.

mod forms;
mod long;
mod loops;
mod shares;
mod walk;

use crate::Element;
use crate::lower::Step;
use crate::math::Level;
pub(crate) use forms::{FACTOR, FIRST, First, Form, OPERANDS, Run, Then};
pub use long::Long;
pub(crate) use long::{Argument, Beside, Exponential};
pub(crate) use loops::{Group, LANES, Operand, Reading, map_scalars};

/// Whether it is not NaN.
pub(crate) fn is_number<T: Element>(number: T) -> bool {
    number.partial_cmp(&number).is_some()
}

/// Copies numbers to a longer slice, and the first of them to what is left of it.
pub(crate) fn fill_up<T: Copy>(from: &[T], to: &mut [T]) {
    let (copies, rest) = to.split_at_mut(from.len());
    copies.copy_from_slice(from);
    rest.fill(from[0]);
}

/// A step of many operations for the elements of whole vectors (a multiple of [`LANES`]), and what its first operand is.
pub(crate) fn long<'a, T: Element, S>(
    level: Level,
    step: Step<S>,
    argument: Argument<T>,
    operand: impl Fn(S) -> Operand<'a, T>,
    out: &mut [T],
) {
    match step {
        Step::Unary(function, a) => T::long_unary(level, function, argument, operand(a), out),
        Step::Binary(function, a, b) => {
            let below = argument == Argument::Below;
            T::long_binary(level, function, below, [operand(a), operand(b)], out);
        }
        _ => unreachable!("a step of few operations"),
    }
}

/// An exponential and what is made of it.
pub(crate) fn exponential<'a, T: Element, S>(
    level: Level,
    step: Step<S>,
    argument: Argument<T>,
    beside: Beside,
    operand: impl Fn(S) -> Operand<'a, T>,
    out: [&mut [T]; 2],
) {
    T::long_beside(level, function(step, operand), argument, beside, out);
}

/// An exponential of what is not above 0, its square if there is a place for that, and a share of the last of them.
pub(crate) fn share<'a, T: Element, S>(
    level: Level,
    step: Step<S>,
    argument: Argument<T>,
    mask: S,
    operand: impl Fn(S) -> Operand<'a, T>,
    out: [&mut [T]; 2],
    square: Option<&mut [T]>,
) {
    let mask = operand(mask);
    let function = function(step, operand);
    T::long_share(level, function, argument, mask, out, square);
}

/// The exponential that a step is.
fn function<'a, T, S>(step: Step<S>, operand: impl Fn(S) -> Operand<'a, T>) -> Exponential<'a, T> {
    match step {
        Step::Unary(_, a) => Exponential::Exp(operand(a)),
        Step::Binary(_, a, b) => Exponential::ExpSum([operand(a), operand(b)]),
        _ => unreachable!("no exponential"),
    }
}
