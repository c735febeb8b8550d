//! Limits, poles, ends of domains, signed zeros, NaN: what must come out exactly.

mod kit;

use gradus_eval::reference::{binary, unary};
use gradus_eval::{Dual, Element, Number};
use gradus_symbolic::computation::{Binary, Unary};
use kit::{BINARY, Bits, UNARY, bits};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
const TINY: f64 = 5e-324;

/// Function, argument, value.
#[rustfmt::skip]
const ONE: &[(Unary, f64, f64)] = &[
    (Unary::Neg, 0.0, -0.0), (Unary::Neg, INF, -INF),
    (Unary::Abs, -0.0, 0.0), (Unary::Abs, -INF, INF), (Unary::Abs, -2.5, 2.5),
    (Unary::Sign, -3.0, -1.0), (Unary::Sign, 0.0, 0.0), (Unary::Sign, -0.0, -0.0), (Unary::Sign, INF, 1.0), (Unary::Sign, TINY, 1.0),
    (Unary::Floor, -0.5, -1.0), (Unary::Floor, 2.9, 2.0), (Unary::Floor, 1e300, 1e300),
    (Unary::Ceil, -0.5, -0.0), (Unary::Ceil, 2.1, 3.0), (Unary::Ceil, -INF, -INF),
    (Unary::Round, 0.5, 0.0), (Unary::Round, 1.5, 2.0), (Unary::Round, 2.5, 2.0), (Unary::Round, -2.5, -2.0), (Unary::Round, 2.6, 3.0),
    (Unary::Sqrt, 4.0, 2.0), (Unary::Sqrt, -1.0, NAN), (Unary::Sqrt, INF, INF), (Unary::Sqrt, -0.0, -0.0), (Unary::Sqrt, -TINY, NAN),
    (Unary::Cbrt, -8.0, -2.0), (Unary::Cbrt, -INF, -INF), (Unary::Cbrt, -0.0, -0.0),
    (Unary::Exp, 0.0, 1.0), (Unary::Exp, 710.0, INF), (Unary::Exp, -746.0, 0.0), (Unary::Exp, -INF, 0.0), (Unary::Exp, INF, INF),
    (Unary::ExpBeside, 0.0, 1.0), (Unary::ExpBeside, 710.0, INF), (Unary::ExpBeside, -746.0, 0.0), (Unary::ExpBeside, -INF, 0.0),
    (Unary::ExpBeside, INF, INF),
    (Unary::Exp2, 10.0, 1024.0), (Unary::Exp2, -1074.0, TINY), (Unary::Exp2, 1024.0, INF), (Unary::Exp2, -INF, 0.0),
    (Unary::Expm1, -INF, -1.0), (Unary::Expm1, -0.0, -0.0), (Unary::Expm1, TINY, TINY), (Unary::Expm1, INF, INF),
    (Unary::Ln, 0.0, -INF), (Unary::Ln, -0.0, -INF), (Unary::Ln, -1.0, NAN), (Unary::Ln, INF, INF), (Unary::Ln, 1.0, 0.0),
    (Unary::Log2, 0.0, -INF), (Unary::Log2, -1.0, NAN), (Unary::Log2, 8.0, 3.0), (Unary::Log2, INF, INF),
    (Unary::Log10, 0.0, -INF), (Unary::Log10, -1.0, NAN), (Unary::Log10, 1000.0, 3.0), (Unary::Log10, INF, INF),
    (Unary::Log1p, -1.0, -INF), (Unary::Log1p, -1.5, NAN), (Unary::Log1p, TINY, TINY), (Unary::Log1p, INF, INF),
    (Unary::Log1pUnit, 0.0, 0.0), (Unary::Log1pUnit, TINY, TINY), (Unary::Log1pUnit, 1.0, std::f64::consts::LN_2),
    (Unary::Sin, INF, NAN), (Unary::Sin, -0.0, -0.0), (Unary::Cos, -INF, NAN), (Unary::Cos, 0.0, 1.0), (Unary::Tan, INF, NAN), (Unary::Tan, TINY, TINY),
    (Unary::Asin, 1.5, NAN), (Unary::Asin, TINY, TINY), (Unary::Acos, -1.5, NAN), (Unary::Acos, 1.0, 0.0),
    (Unary::Atan, INF, std::f64::consts::FRAC_PI_2), (Unary::Atan, -INF, -std::f64::consts::FRAC_PI_2),
    (Unary::Sinh, INF, INF), (Unary::Sinh, -711.0, -INF), (Unary::Sinh, TINY, TINY), (Unary::Cosh, -INF, INF), (Unary::Cosh, 0.0, 1.0), (Unary::Cosh, -711.0, INF),
    (Unary::Tanh, INF, 1.0), (Unary::Tanh, -INF, -1.0), (Unary::Tanh, 30.0, 1.0), (Unary::Tanh, -TINY, -TINY),
    (Unary::Sech, INF, 0.0), (Unary::Sech, -INF, 0.0), (Unary::Sech, 0.0, 1.0), (Unary::Sech, 745.5, TINY), (Unary::Sech, 747.0, 0.0),
    (Unary::Asinh, -INF, -INF), (Unary::Asinh, TINY, TINY), (Unary::Acosh, 0.5, NAN), (Unary::Acosh, 1.0, 0.0), (Unary::Acosh, INF, INF),
    (Unary::Acosh, -2.0, NAN), (Unary::Acosh, -1e300, NAN), (Unary::Acosh, -INF, NAN), (Unary::Acosh, 0.0, NAN),
    (Unary::Atanh, 1.0, INF), (Unary::Atanh, -1.0, -INF), (Unary::Atanh, 1.5, NAN), (Unary::Atanh, -INF, NAN), (Unary::Atanh, -TINY, -TINY),
    (Unary::Erf, INF, 1.0), (Unary::Erf, -INF, -1.0), (Unary::Erf, -0.0, -0.0),
    (Unary::Erfc, INF, 0.0), (Unary::Erfc, -INF, 2.0), (Unary::Erfc, 0.0, 1.0), (Unary::Erfc, 28.0, 0.0), (Unary::Erfc, f64::MAX, 0.0),
    (Unary::Erfcx, INF, 0.0), (Unary::Erfcx, -INF, INF), (Unary::Erfcx, 0.0, 1.0), (Unary::Erfcx, -26.7, INF), (Unary::Erfcx, f64::MIN, INF),
    (Unary::ErfcExcess, INF, 0.0), (Unary::ErfcExcess, -INF, INF), (Unary::ErfcExcess, f64::MIN, f64::MAX), (Unary::ErfcExcess, -40.0, 40.0),
    (Unary::NormalCdf, INF, 1.0), (Unary::NormalCdf, -INF, 0.0), (Unary::NormalCdf, 0.0, 0.5), (Unary::NormalCdf, 9.0, 1.0), (Unary::NormalCdf, -39.0, 0.0), (Unary::NormalCdf, f64::MIN, 0.0),
    (Unary::NormalPdf, INF, 0.0), (Unary::NormalPdf, -INF, 0.0), (Unary::NormalPdf, f64::MAX, 0.0), (Unary::NormalPdf, 39.0, 0.0),
    (Unary::Sigmoid, INF, 1.0), (Unary::Sigmoid, -INF, 0.0), (Unary::Sigmoid, 0.0, 0.5), (Unary::Sigmoid, -745.0, TINY), (Unary::Sigmoid, f64::MAX, 1.0), (Unary::Sigmoid, f64::MIN, 0.0),
    (Unary::Softplus, INF, INF), (Unary::Softplus, -INF, 0.0), (Unary::Softplus, -745.0, TINY), (Unary::Softplus, f64::MAX, f64::MAX),
    (Unary::LnCosh, INF, INF), (Unary::LnCosh, -INF, INF), (Unary::LnCosh, 0.0, 0.0), (Unary::LnCosh, -0.0, 0.0), (Unary::LnCosh, f64::MAX, f64::MAX), (Unary::LnCosh, TINY, 0.0),
    (Unary::SphericalBessel(0), 0.0, 1.0), (Unary::SphericalBessel(0), TINY, 1.0), (Unary::SphericalBessel(0), -INF, 0.0),
    (Unary::SphericalBessel(1), 0.0, 0.0), (Unary::SphericalBessel(1), -0.0, -0.0), (Unary::SphericalBessel(1), INF, 0.0),
    (Unary::SphericalBessel(2), 0.0, 0.0), (Unary::SphericalBessel(255), 0.0, 0.0), (Unary::SphericalBessel(255), 1e-3, 0.0),
];

/// Function, arguments, value.
#[rustfmt::skip]
const TWO: &[(Binary, f64, f64, f64)] = &[
    (Binary::Add, INF, -INF, NAN), (Binary::Div, 1.0, 0.0, INF), (Binary::Div, 1.0, -0.0, -INF), (Binary::Div, 0.0, 0.0, NAN),
    (Binary::Min, 1.0, 2.0, 1.0), (Binary::Min, INF, -INF, -INF), (Binary::Min, -1.0, -1.0, -1.0),
    (Binary::Max, 1.0, 2.0, 2.0), (Binary::Max, INF, -INF, INF),
    (Binary::Pow, 0.0, 0.0, 1.0), (Binary::Pow, INF, 0.0, 1.0), (Binary::Pow, 1.0, INF, 1.0), (Binary::Pow, -8.0, 1.0 / 3.0, NAN),
    (Binary::Pow, -2.0, 3.0, -8.0), (Binary::Pow, -2.0, -2.0, 0.25), (Binary::Pow, 2.0, -1074.0, TINY), (Binary::Pow, 0.0, 2.5, 0.0),
    (Binary::Pow, 0.0, -2.0, INF), (Binary::Pow, 0.0, -0.5, INF), (Binary::Pow, 0.0, -3.0, NAN), (Binary::Pow, -0.0, -3.0, NAN), (Binary::Pow, -0.0, 0.5, 0.0),
    (Binary::Pow, 2.0, INF, INF), (Binary::Pow, 2.0, -INF, 0.0), (Binary::Pow, 0.5, INF, 0.0), (Binary::Pow, 0.0, -INF, INF),
    (Binary::Pow, -2.0, INF, NAN), (Binary::Pow, -1.0, INF, NAN), (Binary::Pow, -0.5, INF, 0.0), (Binary::Pow, -2.0, -INF, 0.0),
    (Binary::Pow, INF, -1.0, 0.0), (Binary::Pow, -INF, 3.0, -INF), (Binary::Pow, -INF, 0.5, NAN), (Binary::Pow, -3.0, 1e300, INF),
    (Binary::Pow, -0.0, 3.0, -0.0), (Binary::Pow, -0.0, 2.0, 0.0), (Binary::Pow, -INF, -3.0, -0.0), (Binary::Pow, -1.0, 3.0, -1.0), (Binary::Pow, -1.0, 1e300, 1.0),
    (Binary::Pow, -INF, 0.0, 1.0), (Binary::Pow, TINY, 1.0, TINY), (Binary::Pow, f64::MAX, 1.0, f64::MAX), (Binary::Pow, TINY, -1.0, INF), (Binary::Pow, 1e-320, 1e300, 0.0),
    (Binary::Hypot, 3.0, -4.0, 5.0), (Binary::Hypot, -INF, 1.0, INF), (Binary::Hypot, 0.0, -0.0, 0.0),
    (Binary::Atan2, 0.0, 1.0, 0.0), (Binary::Atan2, 1.0, 0.0, std::f64::consts::FRAC_PI_2), (Binary::Atan2, 0.0, -1.0, std::f64::consts::PI),
    (Binary::Atan2, 0.0, -0.0, std::f64::consts::PI), (Binary::Atan2, -0.0, -1.0, -std::f64::consts::PI), (Binary::Atan2, -0.0, 0.0, -0.0), (Binary::Atan2, -1.0, -INF, -std::f64::consts::PI),
    (Binary::Atan2, TINY, 1.0, TINY), (Binary::Atan2, TINY, 2.0, 0.0), (Binary::Atan2, f64::MAX, TINY, std::f64::consts::FRAC_PI_2), (Binary::Atan2, TINY, TINY, std::f64::consts::FRAC_PI_4),
    (Binary::Hypot, TINY, 0.0, TINY), (Binary::Hypot, TINY, TINY, TINY), (Binary::Hypot, f64::MAX, f64::MAX, INF), (Binary::Hypot, f64::MAX, 1.0, f64::MAX),
    (Binary::Atan2, INF, INF, std::f64::consts::FRAC_PI_4), (Binary::Atan2, 1.0, INF, 0.0),
    (Binary::CopySign, 2.5, -0.0, -2.5), (Binary::CopySign, -0.0, 1.0, 0.0), (Binary::CopySign, -INF, TINY, INF), (Binary::CopySign, 0.0, -INF, -0.0),
    (Binary::Mod, 7.0, 3.0, 1.0), (Binary::Mod, -7.0, 3.0, 2.0), (Binary::Mod, 7.0, -3.0, -2.0), (Binary::Mod, -7.0, -3.0, -1.0),
    (Binary::Mod, 6.0, 3.0, 0.0), (Binary::Mod, 5.5, 0.25, 0.0), (Binary::Mod, 5.0, INF, 5.0), (Binary::Mod, -5.0, INF, INF), (Binary::Mod, 0.0, INF, 0.0),
    (Binary::Mod, INF, 3.0, NAN), (Binary::Mod, 1.0, 0.0, NAN), (Binary::Mod, 1e300, 7.0, 1.0),
];

#[test]
fn edges_of_functions_of_one() {
    for &(function, x, expected) in ONE {
        assert_eq!(
            unary(function, x).bits(),
            expected.bits(),
            "{function:?} {x:e}: {:e}",
            unary(function, x)
        );
        if f64::from(x as f32) == x && f64::from(expected as f32) == expected {
            assert_eq!(
                unary(function, x as f32).bits(),
                (expected as f32).bits(),
                "{function:?} {x:e} in f32"
            );
        }
    }
    for function in UNARY {
        assert!(
            ONE.iter().any(|row| row.0 == *function)
                || matches!(function, Unary::SphericalBessel(_)),
            "{function:?}"
        );
    }
}

#[test]
fn edges_of_functions_of_two() {
    for &(function, a, b, expected) in TWO {
        let value = binary(function, a, b);
        assert_eq!(
            value.bits(),
            expected.bits(),
            "{function:?} {a:e} {b:e}: {value:e}"
        );
    }
}

fn nan_stays<T: Bits + Element>() {
    let nan = T::number(NAN);
    for function in UNARY {
        assert_eq!(unary(*function, nan).bits(), u64::MAX, "{function:?}");
    }
    for function in BINARY {
        for other in [0.0, 1.0, -2.5, INF, -INF, NAN] {
            let infinite = f64::is_infinite(other);
            let other = T::number(other);
            assert_eq!(
                binary(*function, nan, other).bits(),
                u64::MAX,
                "{function:?} NaN, {other:?}"
            );
            // a sign is all that is taken of it, whatever that is
            if *function == Binary::CopySign {
                continue;
            }
            // the low part of an exponent is no input: beside an infinity it has no meaning
            if matches!(function, Binary::ExpSum | Binary::ExpRest) && infinite {
                continue;
            }
            assert_eq!(
                binary(*function, other, nan).bits(),
                u64::MAX,
                "{function:?} {other:?}, NaN"
            );
        }
    }
}

#[test]
fn nan_in_gives_nan_out() {
    nan_stays::<f64>();
    nan_stays::<f32>();
}

#[test]
fn odd_and_even_functions_are_exactly_so() {
    let odd = [
        Unary::Sin,
        Unary::Tan,
        Unary::Atan,
        Unary::Sinh,
        Unary::Tanh,
        Unary::Asinh,
        Unary::Erf,
        Unary::Cbrt,
    ];
    let even = [
        Unary::Cos,
        Unary::Cosh,
        Unary::Sech,
        Unary::NormalPdf,
        Unary::LnCosh,
        Unary::SphericalBessel(0),
    ];
    for x in kit::POINTS.iter().filter(|x| !x.is_nan()) {
        for function in odd {
            assert_eq!(
                unary(function, -x).bits(),
                (-unary(function, *x)).bits(),
                "{function:?} {x}"
            );
        }
        for function in even {
            assert_eq!(
                unary(function, -x).bits(),
                unary(function, *x).bits(),
                "{function:?} {x}"
            );
        }
    }
}

#[test]
fn multiply_add_rounds_once() {
    let (a, b) = (1.0 + f64::EPSILON, 1.0 - f64::EPSILON);
    assert_eq!(Number::mul_add(a, b, -1.0), -(f64::EPSILON * f64::EPSILON));
    let (a, b) = (1.0 + f32::EPSILON, 1.0 - f32::EPSILON);
    assert_eq!(Number::mul_add(a, b, -1.0), -(f32::EPSILON * f32::EPSILON));
}

#[test]
fn powers_multiply_in_one_order() {
    let x = 1.1f64;
    assert_eq!(
        bits(&[x.power(0), x.power(1), x.power(2), x.power(3)]),
        bits(&[1.0, x, x * x, x * (x * x)])
    );
    assert_eq!(Number::power(2.0f64, u32::MAX), INF);
    assert_eq!(
        Dual::variable(2.0).power(5),
        Dual {
            value: 32.0,
            derivative: 80.0
        }
    );
}

#[test]
fn exponentials_with_a_low_part_keep_their_limits() {
    assert_eq!(INF.exp_sum(NAN), INF);
    assert_eq!((-INF).exp_sum(INF), 0.0);
    assert_eq!(0.0.exp_sum(1e-20), 1.0);
    assert!(NAN.exp_sum(0.0).is_nan());
    assert_eq!(f32::INFINITY.exp_sum(f32::NAN), f32::INFINITY);
    assert_eq!(INF.exp_rest(NAN), 0.0);
    assert_eq!((-INF).exp_rest(INF), 0.0);
    assert_eq!(710.0.exp_rest(0.0), 0.0);
    let dual = Dual::variable(2.0).exp_sum(Dual::fixed(1e-20));
    assert_eq!(dual.value, Number::exp(2.0));
    assert!((dual.derivative - dual.value).abs() < 1e-14);
}
