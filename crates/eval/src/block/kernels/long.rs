//! Work on blocks that is compiled once: functions of many operations, and passes.

use std::marker::PhantomData;

use gradus_symbolic::computation::{Binary, Unary};

use super::forms::{self, Form, Run};
use super::loops::{
    Function, Functions, Operand, function, map_pairs, map_scalars, over_vectors,
    over_vectors_shared,
};
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

/// An exponential whose square is computed too, of its operands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Squared<'a, T> {
    Exp(Operand<'a, T>),
    ExpSum([Operand<'a, T>; 2]),
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
    /// An exponential and its square.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_squared(
        level: Level,
        function: Squared<Self>,
        argument: Argument<Self>,
        out: [&mut [Self]; 2],
    );
    /// The pass of a form.
    #[allow(private_interfaces, reason = "for this crate")]
    fn pass(form: Form) -> Run<Self>;
}

/// Two functions of a lane in place, or of what an argument is of it and a number.
macro_rules! functions {
    ($one:ident, $other:ident) => {
        functions!(|a, _b| a => $one, $other)
    };
    (|$a:ident, $b:ident| $argument:expr => $one:ident, $other:ident) => {
        functions!(|$a, $b| {
            let argument = $argument;
            [math::$one(argument), math::$other(argument)]
        })
    };
    (|$a:ident, $b:ident| $values:expr) => {{
        struct Local;
        impl Functions for Local {
            #[inline(always)]
            fn of<V: Lane>($a: V, $b: V) -> [V; 2] {
                $values
            }
        }
        Local
    }};
}

/// The pairs of functions that share work, and what they are of what is not above 0, if that takes fewer operations.
macro_rules! shared {
    ($($pair:ident: $one:ident, $other:ident $(, below $first:ident, $second:ident)?;)*) => {
        /// Both of them for each element.
        fn shared<T: Element>(
            level: Level,
            functions: Shared,
            argument: Argument<T>,
            a: Operand<T>,
            out: [&mut [T]; 2],
        ) {
            match (functions, argument) {
                $(
                    $(
                        (Shared::$pair, Argument::Below) => {
                            both(level, functions!($first, $second), &[a], out);
                        }
                        (Shared::$pair, Argument::SizeTimes(b)) => {
                            let functions = functions!(|a, b| a.abs() * b => $first, $second);
                            both(level, functions, &[a, Operand::Same(b)], out);
                        }
                        (Shared::$pair, Argument::AtMost(b)) => {
                            let functions = functions!(|a, b| a.at_most(b) => $first, $second);
                            both(level, functions, &[a, Operand::Same(b)], out);
                        }
                    )?
                    (Shared::$pair, _) => both(level, functions!($one, $other), &[a], out),
                )*
            }
        }
    };
}

shared! {
    ExpExpm1: exp, expm1, below exp_below, expm1_below;
    ExpBesideExpm1: exp_beside, expm1, below exp_beside_below, expm1_below;
    SinCos: sin, cos;
    SinhCosh: sinh, cosh;
    TanhSech: tanh, sech;
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
                macro_rules! exponential {
                    ($name:ident, below $below:ident) => {
                        match argument {
                            Argument::Any => elementary!($name),
                            Argument::Below => elementary!($below),
                            Argument::SizeTimes(b) => {
                                let function = function!(|a, b| math::$below(a.abs() * b));
                                long(level, function, &[a, Operand::Same(b)], out);
                            }
                            Argument::AtMost(b) => {
                                let function = function!(|a, b| math::$below(a.at_most(b)));
                                long(level, function, &[a, Operand::Same(b)], out);
                            }
                        }
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
            fn long_squared(
                level: Level,
                function: Squared<Self>,
                argument: Argument<Self>,
                out: [&mut [Self]; 2],
            ) {
                squared(level, function, argument, out);
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

/// An exponential and its square for each element.
fn squared<T: Element>(
    level: Level,
    function: Squared<T>,
    argument: Argument<T>,
    out: [&mut [T]; 2],
) {
    macro_rules! squared {
        (|$a:ident, $b:ident| $exponential:expr; $operands:expr) => {{
            let functions = functions!(|$a, $b| {
                let value = $exponential;
                [value, value * value]
            });
            both(level, functions, $operands, out)
        }};
    }
    match (function, argument) {
        (Squared::Exp(a), Argument::Any) => squared!(|a, _b| math::exp(a); &[a]),
        (Squared::Exp(a), Argument::Below) => squared!(|a, _b| math::exp_below(a); &[a]),
        (Squared::Exp(a), Argument::SizeTimes(b)) => {
            squared!(|a, b| math::exp_below(a.abs() * b); &[a, Operand::Same(b)]);
        }
        (Squared::Exp(a), Argument::AtMost(b)) => {
            squared!(|a, b| math::exp_below(a.at_most(b)); &[a, Operand::Same(b)]);
        }
        (Squared::ExpSum(operands), Argument::Below) => {
            squared!(|a, b| math::exp_sum_below(a, b); &operands);
        }
        (Squared::ExpSum(operands), _) => squared!(|a, b| math::exp_sum(a, b); &operands),
    }
}

/// Two functions, compiled by themselves.
fn both<T: Element, F: Functions, const N: usize>(
    level: Level,
    _: F,
    operands: &[Operand<T>; N],
    out: [&mut [T]; 2],
) {
    struct Map<'b, 'a, T, F, const N: usize> {
        functions: PhantomData<F>,
        operands: &'b [Operand<'a, T>; N],
        out: [&'b mut [T]; 2],
    }
    impl<T: Element, F: Functions, const N: usize> Work<T> for Map<'_, '_, T, F, N> {
        type Output = ();
        #[inline(always)]
        fn run<V: Vector<Scalar = T>>(self) {
            over_vectors_shared::<V, F, N>(self.operands, self.out);
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
