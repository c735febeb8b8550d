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

/// Work on blocks of one type that takes many instructions: compiled once, in this crate. Where it is said that the first operand
/// is not above 0, exponentials take fewer of them.
pub trait Long: Sized {
    /// A function of each element.
    #[allow(private_interfaces, reason = "for this crate")]
    fn long_unary(level: Level, function: Unary, below: bool, a: Operand<Self>, out: &mut [Self]);
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
        below: bool,
        a: Operand<Self>,
        out: [&mut [Self]; 2],
    );
    /// The pass of a form.
    #[allow(private_interfaces, reason = "for this crate")]
    fn pass(form: Form) -> Run<Self>;
}

/// Two functions of a lane in place.
macro_rules! functions {
    ($one:ident, $other:ident) => {{
        struct Local;
        impl Functions for Local {
            #[inline(always)]
            fn of<V: Lane>(a: V) -> [V; 2] {
                [math::$one(a), math::$other(a)]
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
            below: bool,
            operand: Operand<T>,
            out: [&mut [T]; 2],
        ) {
            match functions {
                $(
                    $(Shared::$pair if below => both(level, functions!($first, $second), operand, out),)?
                    Shared::$pair => both(level, functions!($one, $other), operand, out),
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
                below: bool,
                a: Operand<Self>,
                out: &mut [Self],
            ) {
                macro_rules! elementary {
                    ($name:ident) => {
                        long(level, function!($name(a)), &[a], out)
                    };
                }
                match function {
                    Unary::Cbrt => elementary!(cbrt),
                    Unary::Exp if below => elementary!(exp_below),
                    Unary::Exp => elementary!(exp),
                    Unary::ExpBeside if below => elementary!(exp_beside_below),
                    Unary::ExpBeside => elementary!(exp_beside),
                    Unary::Exp2 => elementary!(exp2),
                    Unary::Expm1 if below => elementary!(expm1_below),
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
                below: bool,
                a: Operand<Self>,
                out: [&mut [Self]; 2],
            ) {
                shared(level, functions, below, a, out);
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

/// Two functions, compiled by themselves.
fn both<T: Element, F: Functions>(level: Level, _: F, operand: Operand<T>, out: [&mut [T]; 2]) {
    struct Map<'b, 'a, T, F> {
        functions: PhantomData<F>,
        operand: Operand<'a, T>,
        out: [&'b mut [T]; 2],
    }
    impl<T: Element, F: Functions> Work<T> for Map<'_, '_, T, F> {
        type Output = ();
        #[inline(always)]
        fn run<V: Vector<Scalar = T>>(self) {
            over_vectors_shared::<V, F>(self.operand, self.out);
        }
    }
    let functions = PhantomData::<F>;
    T::on_lanes(
        level,
        Map {
            functions,
            operand,
            out,
        },
    );
}
