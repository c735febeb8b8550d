//! One operation over a block: the seam below which the vectors of the processor are used.

mod long;
mod loops;

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::Element;
use crate::lower::{Slot, Step};
use crate::math::{Lane, Level, Vector, Work};
pub use long::Long;
use loops::{Function, function, map_pairs, short, sorted};
pub(crate) use loops::{LANES, Operand, map_scalars};

/// Computes a step for each element of `out`. An operand has one number for all or as many as `out`.
pub(crate) fn run<'a, T: Element>(
    level: Level,
    step: Step,
    operand: impl Fn(Slot) -> Operand<'a, T>,
    out: &mut [T],
) {
    let mut operands = [Operand::Same(T::default()); 3];
    let mut count = 0;
    step.each(|slot| {
        operands[count] = operand(slot);
        count += 1;
    });
    let mut next = 0;
    let step = step.map(|_| {
        next += 1;
        next - 1
    });
    let whole = out.len() - out.len() % LANES;
    let (first, last) = out.split_at_mut(whole);
    let mut pieces = operands;
    for piece in &mut pieces {
        if let Operand::Each(elements) = piece {
            assert_eq!(elements.len(), whole + last.len(), "elements");
            *elements = &elements[..whole];
        }
    }
    once(level, step, &pieces, first);
    if last.is_empty() {
        return;
    }
    // the rest is filled up, so that every element takes the same path
    let mut copies = [[T::default(); LANES]; 3];
    let mut pieces = [Operand::Same(T::default()); 3];
    for ((piece, copy), operand) in pieces.iter_mut().zip(&mut copies).zip(operands) {
        *piece = match operand {
            Operand::Same(value) => Operand::Same(value),
            Operand::Each(elements) => {
                fill_up(&elements[whole..], copy);
                Operand::Each(copy)
            }
        };
    }
    let mut results = [T::default(); LANES];
    once(level, step, &pieces, &mut results);
    last.copy_from_slice(&results[..last.len()]);
}

/// Copies numbers to a longer slice, and the first of them to what is left of it.
pub(crate) fn fill_up<T: Copy>(from: &[T], to: &mut [T]) {
    let (copies, rest) = to.split_at_mut(from.len());
    copies.copy_from_slice(from);
    rest.fill(from[0]);
}

/// A step on whole vectors, whose slots are places among the operands.
fn once<T: Element>(level: Level, step: Step, operands: &[Operand<T>; 3], out: &mut [T]) {
    struct Once<'b, 'a, T> {
        level: Level,
        step: Step,
        operands: &'b [Operand<'a, T>; 3],
        out: &'b mut [T],
    }
    impl<T: Element> Work<T> for Once<'_, '_, T> {
        type Output = ();
        #[inline(always)]
        fn run<V: Vector<Scalar = T>>(self) {
            on_vectors::<V, T>(
                self.level,
                self.step,
                #[inline(always)]
                |slot| self.operands[slot as usize],
                self.out,
            );
        }
    }
    T::on_lanes(
        level,
        Once {
            level,
            step,
            operands,
            out,
        },
    );
}

/// The same for whole vectors (a multiple of [`LANES`]) of that level, to be inlined into work on them.
#[inline(always)]
pub(crate) fn on_vectors<'a, V: Vector<Scalar = T>, T: Element>(
    level: Level,
    step: Step,
    operand: impl Fn(Slot) -> Operand<'a, T>,
    out: &mut [T],
) {
    macro_rules! short {
        ($function:expr, $($operand:ident)*) => {
            short::<V, _, _>($function, [$(operand($operand)),*], out)
        };
    }
    macro_rules! sorted {
        ($function:expr, $($operand:ident)*) => {
            sorted::<V, _, _>($function, [$(operand($operand)),*], out)
        };
    }
    match step {
        Step::Unary(function, a) => unary::<V, T>(level, function, operand(a), out),
        Step::Binary(function, a, b) => {
            binary::<V, T>(level, function, [operand(a), operand(b)], out);
        }
        Step::Compare(comparison, a, b) => compare::<V>(comparison, [operand(a), operand(b)], out),
        Step::Not(a) => short!(function!(|a| mask(!holds(a))), a),
        Step::And(a, b) => short!(function!(|a, b| mask(holds(a) & holds(b))), a b),
        Step::Or(a, b) => short!(function!(|a, b| mask(holds(a) | holds(b))), a b),
        Step::MulAdd(a, b, c) => sorted!(function!(|a, b, c| a.mul_add(b, c)), a b c),
        Step::Select(condition, a, b) => {
            let choose = function!(|condition, a, b| Lane::select(holds(condition), a, b));
            sorted!(choose, condition a b);
        }
    }
}

/// 1 where a condition holds, elsewhere 0.
#[inline(always)]
fn mask<V: Lane>(condition: V::Mask) -> V {
    V::select(condition, V::number(1.0), V::number(0.0))
}

/// Whether a mask is true: it is 0 or 1.
#[inline(always)]
fn holds<V: Lane>(mask: V) -> V::Mask {
    V::number(0.5).less(mask)
}

/// The function of each element.
#[inline(always)]
fn unary<V: Vector<Scalar = T>, T: Element>(
    level: Level,
    function: Unary,
    a: Operand<T>,
    out: &mut [T],
) {
    macro_rules! short {
        ($function:expr) => {
            short::<V, _, _>($function, [a], out)
        };
    }
    match function {
        Unary::Neg => short!(function!(|a| -a)),
        Unary::Abs => short!(function!(|a| a.abs())),
        Unary::Sign => short!(function!(|a| sign(a))),
        Unary::Floor => short!(function!(|a| a.floor())),
        Unary::Ceil => short!(function!(|a| a.ceil())),
        Unary::Round => short!(function!(|a| a.round())),
        Unary::Sqrt => short!(function!(|a| a.sqrt())),
        Unary::SphericalBessel(order @ 3..) => {
            map_scalars(|a: T| a.spherical_bessel(order), a, out);
        }
        function => T::long_unary(level, function, a, out),
    }
}

/// The function of each pair of elements.
#[inline(always)]
fn binary<V: Vector<Scalar = T>, T: Element>(
    level: Level,
    function: Binary,
    operands: [Operand<T>; 2],
    out: &mut [T],
) {
    macro_rules! short {
        ($function:expr) => {
            short::<V, _, _>($function, operands, out)
        };
    }
    macro_rules! sorted {
        ($function:expr) => {
            sorted::<V, _, _>($function, operands, out)
        };
    }
    match function {
        Binary::Add => sorted!(function!(|a, b| a + b)),
        Binary::Sub => sorted!(function!(|a, b| a - b)),
        Binary::Mul => sorted!(function!(|a, b| a * b)),
        Binary::Div => short!(function!(|a, b| a / b)),
        Binary::Min => short!(function!(|a, b| min(a, b))),
        Binary::Max => short!(function!(|a, b| max(a, b))),
        Binary::Mod => map_pairs(T::modulo, operands, out),
        function => T::long_binary(level, function, operands, out),
    }
}

#[inline(always)]
fn compare<V: Vector>(
    comparison: Comparison,
    operands: [Operand<V::Scalar>; 2],
    out: &mut [V::Scalar],
) {
    macro_rules! short {
        ($value:expr) => {
            short::<V, _, _>($value, operands, out)
        };
    }
    match comparison {
        Comparison::Less => short!(function!(|a, b| mask(a.less(b)))),
        Comparison::LessEqual => short!(function!(|a, b| mask(a.less_equal(b)))),
        Comparison::Greater => short!(function!(|a, b| mask(b.less(a)))),
        Comparison::GreaterEqual => short!(function!(|a, b| mask(b.less_equal(a)))),
        Comparison::Equal => short!(function!(|a, b| mask(a.equal(b)))),
        Comparison::NotEqual => short!(function!(|a, b| mask(!a.equal(b)))),
    }
}

/// -1, 0 or 1; a zero keeps its sign, NaN stays.
#[inline(always)]
fn sign<V: Lane>(a: V) -> V {
    let (zero, one) = (V::number(0.0), V::number(1.0));
    V::select(zero.less(a.abs()), one.copysign(a), a)
}

/// The smaller; NaN if either is. Of two equal numbers the first.
#[inline(always)]
pub(crate) fn min<V: Lane>(a: V, b: V) -> V {
    let other = V::select(b.less(a), b, a + b);
    V::select(a.less_equal(b), a, other)
}

/// The greater; NaN if either is. Of two equal numbers the first.
#[inline(always)]
pub(crate) fn max<V: Lane>(a: V, b: V) -> V {
    let other = V::select(a.less(b), b, a + b);
    V::select(b.less_equal(a), a, other)
}
