//! One operation over a block: the seam below which the vectors of the processor are used.

use std::marker::PhantomData;

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::lower::{Slot, Step};
use crate::math::{Lane, Level, Vector, Work};
use crate::processor::on_processor;
use crate::{Element, math};

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
trait Function {
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

/// Functions of many operations over blocks of one type: compiled once, in this crate.
pub trait Long: Sized {
    /// A function of each element.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_unary(level: Level, function: Unary, a: Operand<Self>, out: &mut [Self]);
    /// A function of each pair of elements.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_binary(level: Level, function: Binary, operands: [Operand<Self>; 2], out: &mut [Self]);
}

macro_rules! long {
    ($type:ident) => {
        impl Long for $type {
            #[allow(private_interfaces, reason = "for this crate")]
            fn long_unary(level: Level, function: Unary, a: Operand<Self>, out: &mut [Self]) {
                macro_rules! elementary {
                    ($name:ident) => {
                        long(level, function!($name(a)), &[a], out)
                    };
                }
                match function {
                    Unary::Cbrt => elementary!(cbrt),
                    Unary::Exp => elementary!(exp),
                    Unary::Exp2 => elementary!(exp2),
                    Unary::Expm1 => elementary!(expm1),
                    Unary::Ln => elementary!(ln),
                    Unary::Log2 => elementary!(log2),
                    Unary::Log10 => elementary!(log10),
                    Unary::Log1p => elementary!(log1p),
                    Unary::Log1pUnit => elementary!(log1p_unit),
                    Unary::Sin => elementary!(sin),
                    Unary::Cos => elementary!(cos),
                    Unary::Tan => elementary!(tan),
                    Unary::Asin => elementary!(asin),
                    Unary::Acos => elementary!(acos),
                    Unary::Atan => elementary!(atan),
                    Unary::Sinh => elementary!(sinh),
                    Unary::Cosh => elementary!(cosh),
                    Unary::Tanh => elementary!(tanh),
                    Unary::Sech => elementary!(sech),
                    Unary::Asinh => elementary!(asinh),
                    Unary::Acosh => elementary!(acosh),
                    Unary::Atanh => elementary!(atanh),
                    Unary::Erf => elementary!(erf),
                    Unary::Erfc => elementary!(erfc),
                    Unary::Erfcx => elementary!(erfcx),
                    Unary::ErfcExcess => elementary!(erfc_excess),
                    Unary::NormalCdf => elementary!(normal_cdf),
                    Unary::NormalPdf => elementary!(normal_pdf),
                    Unary::Sigmoid => elementary!(sigmoid),
                    Unary::Softplus => elementary!(softplus),
                    Unary::LnCosh => elementary!(ln_cosh),
                    Unary::SphericalBessel(0) => elementary!(sinc),
                    Unary::SphericalBessel(1) => elementary!(bessel_1),
                    Unary::SphericalBessel(2) => elementary!(bessel_2),
                    _ => unreachable!("a function of few operations"),
                }
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_binary(
                level: Level,
                function: Binary,
                operands: [Operand<Self>; 2],
                out: &mut [Self],
            ) {
                macro_rules! elementary {
                    ($name:ident) => {
                        long(level, function!($name(a, b)), &operands, out)
                    };
                }
                match function {
                    Binary::Pow => elementary!(pow),
                    Binary::Hypot => elementary!(hypot),
                    Binary::Atan2 => elementary!(atan2),
                    Binary::ExpSum => elementary!(exp_sum),
                    Binary::ExpRest => elementary!(exp_rest),
                    _ => unreachable!("a function of few operations"),
                }
            }
        }
    };
}

long!(f32);
long!(f64);

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

/// A function of many operations, compiled by itself: one loop for all sorts of operands.
fn long<T: Element, F: Function, const N: usize>(
    level: Level,
    _: F,
    operands: &[Operand<T>; N],
    out: &mut [T],
) {
    struct Map<'b, 'a, T, F, const N: usize> {
        function: PhantomData<F>,
        operands: &'b [Operand<'a, T>; N],
        out: &'b mut [T],
    }
    impl<T: Element, F: Function, const N: usize> Work<T> for Map<'_, '_, T, F, N> {
        type Output = ();
        #[inline(always)]
        fn run<V: Vector<Scalar = T>>(self) {
            let [a, b, c] = sources::<V, N>(self.operands);
            over_vectors::<V, F>(a, b, c, self.out);
        }
    }
    let function = PhantomData::<F>;
    T::on_lanes(
        level,
        Map {
            function,
            operands,
            out,
        },
    );
}

/// A function of few operations.
#[inline(always)]
fn short<V: Vector, F: Function, const N: usize>(
    _: F,
    operands: [Operand<V::Scalar>; N],
    out: &mut [V::Scalar],
) {
    let [a, b, c] = sources::<V, N>(&operands);
    over_vectors::<V, F>(a, b, c, out);
}

/// A function of few operations, with a loop for each sort of operands, because there are so many of them.
#[inline(always)]
fn sorted<V: Vector, F: Function, const N: usize>(
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
fn sources<'a, V: Vector, const N: usize>(
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
enum Source<'a, V: Vector> {
    Same(V),
    Each(&'a [V::Scalar]),
}

impl<'a, V: Vector> Source<'a, V> {
    #[inline(always)]
    fn of(operand: &Operand<'a, V::Scalar>) -> Self {
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
fn over_vectors<V: Vector, F: Function>(
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
fn map_pairs<T: Element>(f: impl Fn(T, T) -> T, operands: [Operand<T>; 2], out: &mut [T]) {
    for (position, out) in out.iter_mut().enumerate() {
        let [a, b] = operands.map(|operand| operand.at(position));
        *out = f(a, b);
    }
}
