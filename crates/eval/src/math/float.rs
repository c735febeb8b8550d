//! The number types of programs: f64 by its functions, f32 through f64.

use gradus_symbolic::computation::Real;

use crate::{Number, math};

/// The methods that the processor has, for either type.
macro_rules! exact {
    ($type:ident) => {
        #[inline]
        fn floor(self) -> Self {
            $type::floor(self)
        }
        #[inline]
        fn ceil(self) -> Self {
            $type::ceil(self)
        }
        #[inline]
        fn round(self) -> Self {
            $type::round_ties_even(self)
        }
        #[inline]
        fn sqrt(self) -> Self {
            $type::sqrt(self)
        }
        #[inline]
        fn abs(self) -> Self {
            $type::abs(self)
        }
        #[inline]
        fn mul_add(self, factor: Self, addend: Self) -> Self {
            $type::mul_add(self, factor, addend)
        }
        #[inline]
        fn number(value: f64) -> Self {
            value as $type
        }
    };
}

macro_rules! double {
    ($($name:ident($($argument:ident),*) = $function:path;)*) => {
        $(#[inline]
        fn $name(self $(, $argument: Self)*) -> Self {
            $function(self $(, $argument)*)
        })*
    };
}

macro_rules! single {
    ($($name:ident($($argument:ident),*);)*) => {
        $(#[inline]
        fn $name(self $(, $argument: Self)*) -> Self {
            Number::$name(f64::from(self) $(, f64::from($argument))*) as f32
        })*
    };
}

impl Number for f64 {
    exact! { f64 }

    #[inline]
    fn constant(value: Real) -> Self {
        value.double
    }

    double! {
        cbrt() = libm::cbrt;
        exp() = libm::exp;
        exp2() = libm::exp2;
        expm1() = libm::expm1;
        ln() = libm::log;
        log2() = libm::log2;
        log10() = libm::log10;
        log1p() = libm::log1p;
        sin() = libm::sin;
        cos() = libm::cos;
        tan() = libm::tan;
        asin() = libm::asin;
        acos() = libm::acos;
        atan() = libm::atan;
        atan2(x) = libm::atan2;
        sinh() = libm::sinh;
        cosh() = libm::cosh;
        tanh() = libm::tanh;
        asinh() = libm::asinh;
        acosh() = libm::acosh;
        atanh() = libm::atanh;
        erf() = libm::erf;
        erfc() = math::erfc;
        erfcx() = math::erfcx;
        normal_cdf() = math::normal_cdf;
        normal_pdf() = math::normal_pdf;
        pow(exponent) = math::pow;
    }

    fn hypot(self, other: Self) -> Self {
        if self.is_nan() || other.is_nan() {
            f64::NAN
        } else {
            libm::hypot(self, other)
        }
    }

    fn spherical_bessel(self, order: u8) -> Self {
        math::spherical_bessel(order, self)
    }
}

impl Number for f32 {
    exact! { f32 }

    #[inline]
    fn constant(value: Real) -> Self {
        value.single
    }

    single! {
        cbrt();
        exp();
        exp2();
        expm1();
        ln();
        log2();
        log10();
        log1p();
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
        normal_cdf();
        normal_pdf();
        sigmoid();
        softplus();
        ln_cosh();
        pow(exponent);
        hypot(other);
    }

    fn spherical_bessel(self, order: u8) -> Self {
        math::spherical_bessel(order, f64::from(self)) as f32
    }
}
