//! Loops over the vectors of a block.

use super::forms::OPERANDS;
use super::walk::{Walk, side_by_side};
use crate::Element;
use crate::math::{Lane, Twice, Vector};
use crate::processor::on_processor;

/// An operand of a block operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand<'a, T> {
    /// The same number for all elements.
    Same(T),
    /// A number for each element.
    Each(&'a [T]),
}

impl<T: Copy> Operand<'_, T> {
    fn at(&self, position: usize) -> T {
        match self {
            Self::Same(value) => *value,
            Self::Each(elements) => elements[position],
        }
    }
}

/// A function of three lanes, or of one or two that ignores the others.
pub(super) trait Function {
    fn of<V: Lane>(a: V, b: V, c: V) -> V;
}

/// So many functions of three lanes, or of fewer, which share work.
pub(super) trait Functions<const OUT: usize> {
    fn of<V: Lane>(a: V, b: V, c: V) -> [V; OUT];
}

/// A [`Function`] in place.
macro_rules! function {
    (|$a:ident, $b:ident, $c:ident| $value:expr) => {{
        struct Local;
        impl Function for Local {
            #[inline(always)]
            #[allow(unused_variables, reason = "of one or two")]
            fn of<V: Lane>($a: V, $b: V, $c: V) -> V {
                $value
            }
        }
        Local
    }};
    (|$a:ident, $b:ident| $value:expr) => {
        function!(|$a, $b, _c| $value)
    };
    (|$a:ident| $value:expr) => {
        function!(|$a, _b, _c| $value)
    };
    ($name:ident($a:ident)) => {
        function!(|$a, _b, _c| math::$name($a))
    };
    ($name:ident($a:ident, $b:ident)) => {
        function!(|$a, $b, _c| math::$name($a, $b))
    };
}

pub(super) use function;

/// The operands on vectors, the last once more where there are fewer.
#[inline(always)]
fn sources<'a, V: Vector, const N: usize>(
    operands: &[Operand<'a, V::Scalar>; N],
    length: usize,
) -> [Source<'a, V>; 3] {
    [
        Source::of(&operands[0], length),
        Source::of(&operands[1.min(N - 1)], length),
        Source::of(&operands[N - 1], length),
    ]
}

/// The numbers of so many operands from `start` on, and those of the first once more for each that is missing: of what is read the
/// place is looked at.
#[inline(always)]
fn wholes<V: Vector, const N: usize>(sources: [Source<V>; 3], start: usize) -> [V; 3] {
    let first = sources[0].whole(start);
    let [_, b, c] = sources;
    [
        first,
        if N > 1 { b.whole(start) } else { first },
        if N > 2 { c.whole(start) } else { first },
    ]
}

/// An operand on vectors.
#[derive(Clone, Copy)]
enum Source<'a, V: Vector> {
    Same(V),
    Each(&'a [V::Scalar]),
}

impl<'a, V: Vector> Source<'a, V> {
    #[inline(always)]
    fn of(operand: &Operand<'a, V::Scalar>, length: usize) -> Self {
        match operand {
            Operand::Same(value) => Self::Same(V::splat(*value)),
            Operand::Each(elements) => Self::Each(&elements[..length]),
        }
    }

    /// The numbers from `start` on, of which there are enough.
    #[inline(always)]
    fn whole(self, start: usize) -> V {
        match self {
            Self::Same(value) => value,
            Self::Each(elements) => V::load(&elements[start..start + V::WIDTH]),
        }
    }
}

/// Elements of a group: the lanes of two of the widest vectors.
pub(crate) const LANES: usize = 32;

/// Numbers that are worked on together.
pub(crate) type Group<T> = [T; LANES];

/// Where a pass reads an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Of which slice of groups.
    slice: usize,
    /// Its first group of those.
    first: usize,
    /// Whether it is the same for all groups.
    again: bool,
}

impl Reading {
    /// The groups of a slice from one on, or that one again and again.
    pub fn new(slice: usize, first: usize, again: bool) -> Self {
        Self {
            slice,
            first,
            again,
        }
    }

    #[inline(always)]
    fn walk<'a, T>(&self, slices: &[&'a [Group<T>]], steps: usize) -> Walk<'a, T> {
        Walk::new(&slices[self.slice][self.first..], self.again, steps)
    }
}

/// A function of the operands of a pass.
pub(super) trait Combined {
    /// Which operands it reads.
    const READS: [bool; OPERANDS];
    fn of<V: Lane>(operands: [V; OPERANDS]) -> V;
}

/// A function of operands, group by group, two vectors at a time.
#[inline(always)]
pub(super) fn over_groups<V: Vector, F: Combined>(
    slices: &[&[Group<V::Scalar>]],
    operands: &[Reading; OPERANDS],
    out: &mut [Group<V::Scalar>],
) {
    // what is not read stands for the first once more
    let walks: [Walk<_>; OPERANDS] = std::array::from_fn(|place| {
        let read = place == 0 || F::READS[place];
        operands[if read { place } else { 0 }].walk(slices, out.len())
    });
    let width = Twice::<V>::WIDTH;
    side_by_side(
        &walks,
        out,
        #[inline(always)]
        |groups, out| {
            for (step, out) in out.chunks_exact_mut(width).enumerate() {
                let mut lanes = [Twice::<V>::load(&groups[0][step * width..]); OPERANDS];
                for (place, lanes) in lanes.iter_mut().enumerate().skip(1) {
                    if F::READS[place] {
                        *lanes = Twice::load(&groups[place][step * width..]);
                    }
                }
                F::of(lanes).store(out);
            }
        },
    );
}

/// The function of two vectors after two vectors.
#[inline(always)]
pub(super) fn over_vectors<V: Vector, F: Function, const N: usize>(
    operands: &[Operand<V::Scalar>; N],
    out: &mut [V::Scalar],
) {
    assert!(out.len().is_multiple_of(LANES), "whole vectors");
    let [a, b, c] = sources::<Twice<V>, N>(operands, out.len());
    let width = Twice::<V>::WIDTH;
    for (position, out) in out.chunks_exact_mut(width).enumerate() {
        let start = position * width;
        let [a, b, c] = wholes::<_, N>([a, b, c], start);
        F::of(a, b, c).store(out);
    }
}

/// Several functions of the same operands, two vectors after two vectors.
#[inline(always)]
pub(super) fn over_vectors_shared<
    V: Vector,
    F: Functions<OUT>,
    const N: usize,
    const OUT: usize,
>(
    operands: &[Operand<V::Scalar>; N],
    mut out: [&mut [V::Scalar]; OUT],
) {
    let length = out[0].len();
    assert!(length.is_multiple_of(LANES), "whole vectors");
    for out in &out {
        assert_eq!(out.len(), length, "elements");
    }
    let [a, b, c] = sources::<Twice<V>, N>(operands, length);
    let width = Twice::<V>::WIDTH;
    for start in (0..length).step_by(width) {
        let [a, b, c] = wholes::<_, N>([a, b, c], start);
        let values = F::of(a, b, c);
        for (out, value) in out.iter_mut().zip(values) {
            value.store(&mut out[start..start + width]);
        }
    }
}

/// Any function of each element.
pub(crate) fn map_scalars<T: Element>(f: impl Fn(T) -> T, a: Operand<T>, out: &mut [T]) {
    match a {
        Operand::Same(a) => out.fill(f(a)),
        Operand::Each(a) => {
            assert_eq!(a.len(), out.len(), "elements");
            on_processor(
                #[inline(always)]
                || {
                    for (out, a) in out.iter_mut().zip(a) {
                        *out = f(*a);
                    }
                },
            );
        }
    }
}

/// Any function of each pair of elements.
pub(super) fn map_pairs<T: Element>(
    f: impl Fn(T, T) -> T,
    operands: [Operand<T>; 2],
    out: &mut [T],
) {
    for (position, out) in out.iter_mut().enumerate() {
        let [a, b] = operands.map(|operand| operand.at(position));
        *out = f(a, b);
    }
}
