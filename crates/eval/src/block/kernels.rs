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

impl<'a, T: Copy> Operand<'a, T> {
    pub fn of(elements: &'a [T]) -> Self {
        Self::Each(elements)
    }

    fn at(&self, position: usize) -> T {
        match self {
            Self::Same(value) => *value,
            Self::Each(elements) => elements[position],
        }
    }
}

/// A function of three lanes, or of one or two that ignores the others.
trait Function {
    /// Whether it takes so many operations that one loop does for all sorts of operands.
    const LONG: bool;
    fn of<V: Lane>(a: V, b: V, c: V) -> V;
}

/// A [`Function`] in place.
macro_rules! function {
    (@ $long:expr, |$a:ident, $b:ident, $c:ident| $value:expr) => {{
        struct Local;
        impl Function for Local {
            const LONG: bool = $long;
            #[inline(always)]
            #[allow(unused_variables, reason = "of one or two")]
            fn of<V: Lane>($a: V, $b: V, $c: V) -> V {
                $value
            }
        }
        Local
    }};
    (|$a:ident, $b:ident, $c:ident| $value:expr) => {
        function!(@ false, |$a, $b, $c| $value)
    };
    (|$a:ident, $b:ident| $value:expr) => {
        function!(@ false, |$a, $b, _c| $value)
    };
    (|$a:ident| $value:expr) => {
        function!(@ false, |$a, _b, _c| $value)
    };
    ($name:ident($a:ident)) => {
        function!(@ true, |$a, _b, _c| math::$name($a))
    };
    ($name:ident($a:ident, $b:ident)) => {
        function!(@ true, |$a, $b, _c| math::$name($a, $b))
    };
}

/// Computes a step for each element of `out`. An operand has one number for all or as many as `out`.
pub(crate) fn run<'a, T: Element>(
    level: Level,
    step: Step,
    operand: impl Fn(Slot) -> Operand<'a, T>,
    out: &mut [T],
) {
    macro_rules! two {
        ($value:expr, $a:ident, $b:ident) => {
            map_two(level, $value, operand($a), operand($b), out)
        };
    }
    match step {
        Step::Unary(function, a) => unary(level, function, operand(a), out),
        Step::Binary(function, a, b) => binary(level, function, operand(a), operand(b), out),
        Step::Compare(comparison, a, b) => {
            compare(level, comparison, operand(a), operand(b), out);
        }
        Step::Not(a) => {
            let not = function!(|a| mask(!holds(a)));
            map_one(level, not, operand(a), out);
        }
        Step::And(a, b) => two!(function!(|a, b| mask(holds(a) & holds(b))), a, b),
        Step::Or(a, b) => two!(function!(|a, b| mask(holds(a) | holds(b))), a, b),
        Step::MulAdd(a, b, c) => {
            let mul_add = function!(|a, b, c| a.mul_add(b, c));
            map_three(level, mul_add, [a, b, c].map(operand), out);
        }
        Step::Select(condition, a, b) => {
            let choose = function!(|condition, a, b| Lane::select(holds(condition), a, b));
            map_three(level, choose, [condition, a, b].map(operand), out);
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
fn unary<T: Element>(level: Level, function: Unary, a: Operand<T>, out: &mut [T]) {
    macro_rules! elementary {
        ($name:ident) => {
            map_one(level, function!($name(a)), a, out)
        };
    }
    match function {
        Unary::Neg => map_one(level, function!(|a| -a), a, out),
        Unary::Abs => map_one(level, function!(|a| a.abs()), a, out),
        Unary::Sign => map_one(level, function!(|a| sign(a)), a, out),
        Unary::Floor => map_one(level, function!(|a| a.floor()), a, out),
        Unary::Ceil => map_one(level, function!(|a| a.ceil()), a, out),
        Unary::Round => map_one(level, function!(|a| a.round()), a, out),
        Unary::Sqrt => map_one(level, function!(|a| a.sqrt()), a, out),
        Unary::Cbrt => elementary!(cbrt),
        Unary::Exp => elementary!(exp),
        Unary::Exp2 => elementary!(exp2),
        Unary::Expm1 => elementary!(expm1),
        Unary::Ln => elementary!(ln),
        Unary::Log2 => elementary!(log2),
        Unary::Log10 => elementary!(log10),
        Unary::Log1p => elementary!(log1p),
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
        Unary::SphericalBessel(order) => map_scalars(|a: T| a.spherical_bessel(order), a, out),
    }
}

/// The function of each pair of elements.
fn binary<T: Element>(level: Level, function: Binary, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    macro_rules! two {
        (|$a:ident, $b:ident| $value:expr) => {
            map_two(level, function!(|$a, $b| $value), a, b, out)
        };
        ($name:ident(a, b)) => {
            map_two(level, function!($name(a, b)), a, b, out)
        };
    }
    match function {
        Binary::Add => two!(|a, b| a + b),
        Binary::Sub => two!(|a, b| a - b),
        Binary::Mul => two!(|a, b| a * b),
        Binary::Div => two!(|a, b| a / b),
        Binary::Min => two!(|a, b| min(a, b)),
        Binary::Max => two!(|a, b| max(a, b)),
        Binary::Pow => two!(pow(a, b)),
        Binary::Hypot => two!(hypot(a, b)),
        Binary::Atan2 => two!(atan2(a, b)),
        Binary::ExpSum => two!(exp_sum(a, b)),
        Binary::ExpRest => two!(exp_rest(a, b)),
        Binary::Mod => map_pairs(T::modulo, a, b, out),
    }
}

fn compare<T: Element>(
    level: Level,
    comparison: Comparison,
    a: Operand<T>,
    b: Operand<T>,
    out: &mut [T],
) {
    macro_rules! two {
        ($value:expr) => {
            map_two(level, $value, a, b, out)
        };
    }
    match comparison {
        Comparison::Less => two!(function!(|a, b| mask(a.less(b)))),
        Comparison::LessEqual => two!(function!(|a, b| mask(a.less_equal(b)))),
        Comparison::Greater => two!(function!(|a, b| mask(b.less(a)))),
        Comparison::GreaterEqual => two!(function!(|a, b| mask(b.less_equal(a)))),
        Comparison::Equal => two!(function!(|a, b| mask(a.equal(b)))),
        Comparison::NotEqual => two!(function!(|a, b| mask(!a.equal(b)))),
    }
}

/// -1, 0 or 1; a zero keeps its sign, NaN stays.
#[inline(always)]
fn sign<V: Lane>(a: V) -> V {
    let [zero, one] = [0.0, 1.0].map(V::number);
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

fn map_one<T: Element, F: Function>(level: Level, _: F, a: Operand<T>, out: &mut [T]) {
    map::<T, F, 1>(level, [a], out);
}

fn map_two<T: Element, F: Function>(
    level: Level,
    _: F,
    a: Operand<T>,
    b: Operand<T>,
    out: &mut [T],
) {
    map::<T, F, 2>(level, [a, b], out);
}

fn map_three<T: Element, F: Function>(
    level: Level,
    _: F,
    operands: [Operand<T>; 3],
    out: &mut [T],
) {
    map::<T, F, 3>(level, operands, out);
}

/// A function over elements, on the vectors of a level.
struct Map<'a, T, F, const N: usize> {
    function: PhantomData<F>,
    operands: [Operand<'a, T>; N],
    out: &'a mut [T],
}

fn map<T: Element, F: Function, const N: usize>(
    level: Level,
    operands: [Operand<T>; N],
    out: &mut [T],
) {
    for operand in operands {
        if let Operand::Each(elements) = operand {
            assert_eq!(elements.len(), out.len(), "elements");
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

impl<T: Element, F: Function, const N: usize> Work<T> for Map<'_, T, F, N> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Scalar = T>>(self) {
        let Self { operands, out, .. } = self;
        let [a, b, c] = std::array::from_fn(|k| Source::<V>::of(operands[k.min(N - 1)]));
        if F::LONG {
            return over_vectors::<V, F>(a, b, c, out);
        }
        macro_rules! sorts {
            ($next:ident $($rest:ident)*, $value:expr) => {
                $next.sorted(
                    #[inline(always)]
                    |$next| sorts!($($rest)* , $value),
                )
            };
            (, $value:expr) => {
                $value
            };
        }
        match N {
            1 => sorts!(a, over_vectors::<V, F>(a, a, a, out)),
            2 => sorts!(a b, over_vectors::<V, F>(a, b, b, out)),
            _ => sorts!(a b c, over_vectors::<V, F>(a, b, c, out)),
        }
    }
}

/// An operand on vectors.
#[derive(Clone, Copy)]
enum Source<'a, V: Vector> {
    Same(V),
    Each(&'a [V::Scalar]),
}

impl<'a, V: Vector> Source<'a, V> {
    #[inline(always)]
    fn of(operand: Operand<'a, V::Scalar>) -> Self {
        match operand {
            Operand::Same(value) => Self::Same(V::splat(value)),
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

    /// The numbers from `start` on, filled up by copies of the first of them.
    #[inline(always)]
    fn rest(self, start: usize) -> V {
        match self {
            Self::Same(value) => value,
            Self::Each(elements) => {
                let mut numbers = [elements[start]; MOST_LANES];
                for (number, element) in numbers.iter_mut().zip(&elements[start..]) {
                    *number = *element;
                }
                V::load(&numbers)
            }
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
const MOST_LANES: usize = 16;

/// The function of vector after vector; the last one is filled up, so that every element takes the same path.
#[inline(always)]
fn over_vectors<V: Vector, F: Function>(
    a: Source<V>,
    b: Source<V>,
    c: Source<V>,
    out: &mut [V::Scalar],
) {
    let length = out.len();
    let [a, b, c] = [a, b, c].map(
        #[inline(always)]
        |source| source.limited(length),
    );
    let mut start = 0;
    while start + V::WIDTH <= length {
        let value = F::of(a.whole(start), b.whole(start), c.whole(start));
        value.store(&mut out[start..start + V::WIDTH]);
        start += V::WIDTH;
    }
    if start < length {
        let value = F::of(a.rest(start), b.rest(start), c.rest(start));
        let mut numbers = [out[start]; MOST_LANES];
        value.store(&mut numbers);
        for (out, number) in out[start..].iter_mut().zip(&numbers) {
            *out = *number;
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
fn map_pairs<T: Element>(f: impl Fn(T, T) -> T, a: Operand<T>, b: Operand<T>, out: &mut [T]) {
    for (position, out) in out.iter_mut().enumerate() {
        *out = f(a.at(position), b.at(position));
    }
}
