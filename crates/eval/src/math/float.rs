//! The number types of programs.

use gradus_symbolic::computation::Real;

use crate::processor::on_processor;
use crate::{Number, math};

/// The methods that the processor has, for either type.
macro_rules! exact {
    ($type:ident) => {
        #[inline(always)]
        fn floor(self) -> Self {
            $type::floor(self)
        }
        #[inline(always)]
        fn ceil(self) -> Self {
            $type::ceil(self)
        }
        #[inline(always)]
        fn round(self) -> Self {
            $type::round_ties_even(self)
        }
        #[inline(always)]
        fn sqrt(self) -> Self {
            $type::sqrt(self)
        }
        #[inline(always)]
        fn abs(self) -> Self {
            $type::abs(self)
        }
        #[inline(always)]
        fn copysign(self, sign: Self) -> Self {
            $type::copysign(self, sign)
        }
        #[inline(always)]
        fn mul_add(self, factor: Self, addend: Self) -> Self {
            $type::mul_add(self, factor, addend)
        }
        #[inline(always)]
        fn number(value: f64) -> Self {
            value as $type
        }
    };
}

/// The methods that are functions over lanes.
macro_rules! elementary {
    ($($name:ident($($argument:ident),*);)*) => {
        $(fn $name(self $(, $argument: Self)*) -> Self {
            on_processor(#[inline(always)] || math::$name(self $(, $argument)*))
        })*
    };
}

/// A type, and which of the values of a constant is its own.
macro_rules! number {
    ($type:ident, $value:ident) => {
        impl Number for $type {
            exact! { $type }

            elementary! {
                cbrt();
                exp();
                exp_beside();
                exp2();
                expm1();
                ln();
                log2();
                log10();
                log1p();
                log1p_unit();
                sin();
                cos();
                tan();
                asin();
                acos();
                atan();
                atan2(x);
                sinh();
                cosh();
                tanh();
                sech();
                asinh();
                acosh();
                atanh();
                erf();
                erfc();
                erfcx();
                erfc_excess();
                normal_cdf();
                normal_pdf();
                sigmoid();
                softplus();
                ln_cosh();
                pow(exponent);
                hypot(other);
                exp_sum(low);
                exp_rest(low);
            }

            #[inline]
            fn constant(value: Real) -> Self {
                value.$value
            }

            fn spherical_bessel(self, order: u8) -> Self {
                on_processor(
                    #[inline(always)]
                    || match order {
                        0 => math::sinc(self),
                        1 => math::bessel_1(self),
                        2 => math::bessel_2(self),
                        _ => math::spherical_bessel(order, f64::from(self)) as $type,
                    },
                )
            }
        }
    };
}

number!(f64, double);
number!(f32, single);
