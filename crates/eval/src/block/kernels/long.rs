//! Work on blocks that is compiled once: functions of many operations, and passes.

use std::marker::PhantomData;

use gradus_symbolic::computation::{Binary, Unary};

use super::forms::{self, Form, Run};
use super::loops::{
    Function, Functions, Operand, function, map_pairs, map_scalars, over_vectors,
    over_vectors_shared,
};
use super::shares;
use crate::lower::Shared;
use crate::math::{Lane, Level, Vector, Work};
use crate::{Element, Number, math};

/// What is known of the first operand of a function. Exponentials of what is not above 0 take fewer instructions, and what makes
/// such an argument of an operand is done in the same loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Argument<T> {
    Any,
    /// It is not above 0.
    Below,
    /// The argument is the operand's magnitude times a number that is not above 0.
    SizeTimes(T),
    /// The argument is the operand, or this number that is not above 0 if that is less.
    AtMost(T),
}

impl<T> Argument<T> {
    /// The same of another type.
    pub fn map<U>(self, to: impl Fn(T) -> U) -> Argument<U> {
        match self {
            Self::Any => Argument::Any,
            Self::Below => Argument::Below,
            Self::SizeTimes(number) => Argument::SizeTimes(to(number)),
            Self::AtMost(number) => Argument::AtMost(to(number)),
        }
    }
}

/// An exponential of its operands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exponential<'a, T> {
    Exp(Operand<'a, T>),
    ExpSum([Operand<'a, T>; 2]),
}

/// What is computed in the loop of an exponential e too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// `e^2`
    Square,
    /// `1/(1 + e)`: while a processor divides, it has much of its room for other operations.
    Inverse,
}

/// Work on blocks of one type that takes many instructions: compiled once, in this crate.
pub trait Long: Sized {
    /// A function of each element.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_unary(
        level: Level,
        function: Unary,
        argument: Argument<Self>,
        a: Operand<Self>,
        out: &mut [Self],
    );
    /// A function of each pair of elements.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_binary(
        level: Level,
        function: Binary,
        below: bool,
        operands: [Operand<Self>; 2],
        out: &mut [Self],
    );
    /// Two functions of each element.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_shared(
        level: Level,
        functions: Shared,
        argument: Argument<Self>,
        a: Operand<Self>,
        out: [&mut [Self]; 2],
    );
    /// An exponential, the same less 1, and the inverse of the sum of 1 and the first: how the first shares the work of the second.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_over_sum(
        level: Level,
        functions: Shared,
        argument: Argument<Self>,
        a: Operand<Self>,
        out: [&mut [Self]; 3],
    );
    /// An exponential, and the same less 1 where the operand is below 0, elsewhere the operand.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_chosen(
        level: Level,
        functions: Shared,
        argument: Argument<Self>,
        a: Operand<Self>,
        out: [&mut [Self]; 2],
    );
    /// An exponential of what is not above 0, its square if there is a place for that, and a share of the last of them.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_share(
        level: Level,
        function: Exponential<Self>,
        argument: Argument<Self>,
        mask: Operand<Self>,
        out: [&mut [Self]; 2],
        square: Option<&mut [Self]>,
    );
    /// An exponential and what is made of it.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_beside(
        level: Level,
        function: Exponential<Self>,
        argument: Argument<Self>,
        beside: Beside,
        out: [&mut [Self]; 2],
    );
    /// The pass of a form.
    #[allow(private_interfaces, reason = "for this crate")]
    fn pass(form: Form) -> Run<Self>;
}

/// What a macro makes of names of functions, by what is known of their argument: for any number, and for what is not above 0. It is given
/// the names, how an operand and a number make the argument, and the operands.
macro_rules! by_argument {
    ($argument:expr, $a:expr => $with:ident, $any:tt, below $below:tt) => {
        match $argument {
            Argument::Any => $with!($any, |a, _b| a; &[$a]),
            Argument::Below => $with!($below, |a, _b| a; &[$a]),
            Argument::SizeTimes(b) => {
                $with!($below, |a, b| a.abs() * b; &[$a, Operand::Same(b)])
            }
            Argument::AtMost(b) => $with!($below, |a, b| a.at_most(b); &[$a, Operand::Same(b)]),
        }
    };
}

/// So many functions of three lanes, or of two, in place.
macro_rules! functions {
    ($out:literal, |$a:ident, $b:ident, $c:ident| $values:expr) => {{
        struct Local;
        impl Functions<$out> for Local {
            #[inline(always)]
            fn of<V: Lane>($a: V, $b: V, $c: V) -> [V; $out] {
                $values
            }
        }
        Local
    }};
    ($out:literal, |$a:ident, $b:ident| $values:expr) => {
        functions!($out, |$a, $b, _c| $values)
    };
}

/// The pairs of functions that share work, and what they are of what is not above 0, if that takes fewer operations.
macro_rules! shared {
    ($($pair:ident: $names:tt $(, below $below:tt)?;)*) => {
        /// Both of them for each element.
        fn shared<T: Element>(
            level: Level,
            functions: Shared,
            argument: Argument<T>,
            a: Operand<T>,
            out: [&mut [T]; 2],
        ) {
            macro_rules! both {
                ([$one:ident, $other:ident], |$a:ident, $b:ident| $argument:expr; $operands:expr) => {{
                    let functions = functions!(2, |$a, $b| {
                        let argument = $argument;
                        [math::$one(argument), math::$other(argument)]
                    });
                    all(level, functions, $operands, out)
                }};
            }
            macro_rules! pair {
                ($any:tt) => { both!($any, |a, _b| a; &[a]) };
                ($any:tt, below $of_below:tt) => {
                    by_argument!(argument, a => both, $any, below $of_below)
                };
            }
            match functions {
                $(Shared::$pair => pair!($names $(, below $below)?),)*
            }
        }
    };
}

shared! {
    ExpExpm1: [exp, expm1], below [exp_below, expm1_below];
    ExpBesideExpm1: [exp_beside, expm1], below [exp_beside_below, expm1_below];
    SinCos: [sin, cos];
    SinhCosh: [sinh, cosh];
    TanhSech: [tanh, sech];
}

/// An exponential for each element, and what a function makes of it.
macro_rules! exponential {
    ($level:ident, $function:ident, $argument:ident, $out:ident, $beside:expr) => {{
        macro_rules! with_beside {
            ($exp:ident, |$a:ident, $b:ident| $operand:expr; $operands:expr) => {{
                let functions = functions!(2, |$a, $b| {
                    let e = math::$exp($operand);
                    [e, $beside(e)]
                });
                all($level, functions, $operands, $out)
            }};
        }
        macro_rules! of_sum {
            ($exp:ident, $operands:expr) => {{
                let functions = functions!(2, |a, b| {
                    let e = math::$exp(a, b);
                    [e, $beside(e)]
                });
                all($level, functions, $operands, $out)
            }};
        }
        match $function {
            Exponential::Exp(a) => by_argument!($argument, a => with_beside, exp, below exp_below),
            Exponential::ExpSum(operands) if $argument == Argument::Below => {
                of_sum!(exp_sum_below, &operands);
            }
            Exponential::ExpSum(operands) => of_sum!(exp_sum, &operands),
        }
    }};
}

#[inline(always)]
fn square<L: Lane>(e: L) -> L {
    e * e
}

macro_rules! long {
    ($type:ident) => {
        impl Long for $type {
            #[allow(private_interfaces, reason = "for this crate")]
            fn long_unary(
                level: Level,
                function: Unary,
                argument: Argument<Self>,
                a: Operand<Self>,
                out: &mut [Self],
            ) {
                macro_rules! elementary {
                    ($name:ident) => {
                        long(level, function!($name(a)), &[a], out)
                    };
                }
                macro_rules! of_argument {
                    ($name:ident, |$a:ident, $b:ident| $operand:expr; $operands:expr) => {
                        long(level, function!(|$a, $b| math::$name($operand)), $operands, out)
                    };
                }
                macro_rules! exponential {
                    ($name:ident, below $below:ident) => {
                        by_argument!(argument, a => of_argument, $name, below $below)
                    };
                }
                match function {
                    Unary::Cbrt => elementary!(cbrt),
                    Unary::Exp => exponential!(exp, below exp_below),
                    Unary::ExpBeside => exponential!(exp_beside, below exp_beside_below),
                    Unary::Exp2 => elementary!(exp2),
                    Unary::Expm1 => exponential!(expm1, below expm1_below),
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
                    Unary::SphericalBessel(order) => {
                        map_scalars(|a: Self| a.spherical_bessel(order), a, out);
                    }
                    _ => unreachable!("a function of few operations"),
                }
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_binary(
                level: Level,
                function: Binary,
                below: bool,
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
                    Binary::ExpSum if below => elementary!(exp_sum_below),
                    Binary::ExpSum => elementary!(exp_sum),
                    Binary::ExpRest => elementary!(exp_rest),
                    Binary::Mod => map_pairs(Self::modulo, operands, out),
                    _ => unreachable!("a function of few operations"),
                }
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_shared(
                level: Level,
                functions: Shared,
                argument: Argument<Self>,
                a: Operand<Self>,
                out: [&mut [Self]; 2],
            ) {
                shared(level, functions, argument, a, out);
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_over_sum(
                level: Level,
                functions: Shared,
                argument: Argument<Self>,
                a: Operand<Self>,
                out: [&mut [Self]; 3],
            ) {
                shares::over_sum(level, functions, argument, a, out);
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_chosen(
                level: Level,
                functions: Shared,
                argument: Argument<Self>,
                a: Operand<Self>,
                out: [&mut [Self]; 2],
            ) {
                shares::chosen(level, functions, argument, a, out);
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_share(
                level: Level,
                function: Exponential<Self>,
                argument: Argument<Self>,
                mask: Operand<Self>,
                [e, share]: [&mut [Self]; 2],
                square: Option<&mut [Self]>,
            ) {
                match square {
                    Some(square) => {
                        let out = [e, square, share];
                        shares::of_square(level, function, argument, mask, out);
                    }
                    None => shares::of(level, function, argument, mask, [e, share]),
                }
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn long_beside(
                level: Level,
                function: Exponential<Self>,
                argument: Argument<Self>,
                beside: Beside,
                out: [&mut [Self]; 2],
            ) {
                match beside {
                    Beside::Square => exponential!(level, function, argument, out, square),
                    Beside::Inverse => exponential!(level, function, argument, out, shares::over_one_and),
                }
            }

            #[allow(private_interfaces, reason = "for this crate")]
            fn pass(form: Form) -> Run<Self> {
                forms::run(form)
            }
        }
    };
}

long!(f32);
long!(f64);

pub(super) use {by_argument, functions};

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
            over_vectors::<V, F, N>(self.operands, self.out);
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

/// Several functions, compiled by themselves.
pub(super) fn all<T: Element, F: Functions<OUT>, const N: usize, const OUT: usize>(
    level: Level,
    _: F,
    operands: &[Operand<T>; N],
    out: [&mut [T]; OUT],
) {
    struct Map<'b, 'a, T, F, const N: usize, const OUT: usize> {
        functions: PhantomData<F>,
        operands: &'b [Operand<'a, T>; N],
        out: [&'b mut [T]; OUT],
    }
    impl<T: Element, F: Functions<OUT>, const N: usize, const OUT: usize> Work<T>
        for Map<'_, '_, T, F, N, OUT>
    {
        type Output = ();
        #[inline(always)]
        fn run<V: Vector<Scalar = T>>(self) {
            over_vectors_shared::<V, F, N, OUT>(self.operands, self.out);
        }
    }
    let functions = PhantomData::<F>;
    T::on_lanes(
        level,
        Map {
            functions,
            operands,
            out,
        },
    );
}
