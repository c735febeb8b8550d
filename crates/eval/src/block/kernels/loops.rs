//! Loops over the vectors of a block.

use crate::Element;
use crate::math::{Lane, Vector};
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

/// A function of few operations.
#[inline(always)]
pub(super) fn short<V: Vector, F: Function, const N: usize>(
    _: F,
    operands: [Operand<V::Scalar>; N],
    out: &mut [V::Scalar],
) {
    let [a, b, c] = sources::<V, N>(&operands);
    over_vectors::<V, F>(a, b, c, out);
}

/// A function of few operations, with a loop for each sort of operands, because there are so many of them.
#[inline(always)]
pub(super) fn sorted<V: Vector, F: Function, const N: usize>(
    _: F,
    operands: [Operand<V::Scalar>; N],
    out: &mut [V::Scalar],
) {
    let [a, b, c] = sources::<V, N>(&operands);
    macro_rules! sorts {
        (, $value:expr) => {
            $value
        };
        ($next:ident $($rest:ident)*, $value:expr) => {
            $next.sorted(
                #[inline(always)]
                |$next| sorts!($($rest)* , $value),
            )
        };
    }
    match N {
        2 => sorts!(a b, over_vectors::<V, F>(a, b, b, out)),
        _ => sorts!(a b c, over_vectors::<V, F>(a, b, c, out)),
    }
}

/// The operands on vectors, the last once more where there are fewer.
#[inline(always)]
pub(super) fn sources<'a, V: Vector, const N: usize>(
    operands: &[Operand<'a, V::Scalar>; N],
) -> [Source<'a, V>; 3] {
    [
        Source::of(&operands[0]),
        Source::of(&operands[1.min(N - 1)]),
        Source::of(&operands[N - 1]),
    ]
}

/// An operand on vectors.
#[derive(Clone, Copy)]
pub(super) enum Source<'a, V: Vector> {
    Same(V),
    Each(&'a [V::Scalar]),
}

impl<'a, V: Vector> Source<'a, V> {
    #[inline(always)]
    pub fn of(operand: &Operand<'a, V::Scalar>) -> Self {
        match operand {
            Operand::Same(value) => Self::Same(V::splat(*value)),
            Operand::Each(elements) => Self::Each(elements),
        }
    }

    /// Calls for the sort of operand it is, which makes a loop of its own for each.
    #[inline(always)]
    fn sorted(self, mut work: impl FnMut(Self)) {
        match self {
            Self::Same(value) => work(Self::Same(value)),
            Self::Each(elements) => work(Self::Each(elements)),
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

    /// The same, of which the compiler knows that there are as many as results.
    #[inline(always)]
    fn limited(self, length: usize) -> Self {
        match self {
            Self::Same(value) => Self::Same(value),
            Self::Each(elements) => Self::Each(&elements[..length]),
        }
    }
}

/// Lanes of the widest vector.
pub(crate) const LANES: usize = 16;

/// The function of vector after vector.
#[inline(always)]
pub(super) fn over_vectors<V: Vector, F: Function>(
    a: Source<V>,
    b: Source<V>,
    c: Source<V>,
    out: &mut [V::Scalar],
) {
    let length = out.len();
    assert!(length.is_multiple_of(LANES), "whole vectors");
    let (a, b, c) = (a.limited(length), b.limited(length), c.limited(length));
    let mut start = 0;
    while start + V::WIDTH <= length {
        let value = F::of(a.whole(start), b.whole(start), c.whole(start));
        value.store(&mut out[start..start + V::WIDTH]);
        start += V::WIDTH;
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
