//! Every function against values of high precision, with the error each is allowed.

#[path = "../kit/mod.rs"]
mod kit;
mod precise;
mod reference;
mod second;
mod single;
mod ulp;

use gradus_symbolic::computation::{Binary, Unary};
use kit::{BINARY, UNARY};

/// What is computed at the points of that name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Function {
    One(Unary),
    Two(Binary),
}

use Function::{One, Two};

/// The greatest errors seen, rounded up: ulp in f64, ulp in f32.
///
/// Spherical Bessel functions beyond their order: ulp of the envelope 1/x, since their zeros are not zeros of an f64.
const ALLOWED: &[(&str, Function, f64, f64)] = &[
    ("cbrt", One(Unary::Cbrt), 0.51, 0.51),
    ("exp", One(Unary::Exp), 0.80, 0.84),
    ("exp_beside", One(Unary::ExpBeside), 0.80, 0.84),
    ("exp2", One(Unary::Exp2), 0.95, 0.92),
    ("expm1", One(Unary::Expm1), 0.82, 0.85),
    ("ln", One(Unary::Ln), 0.76, 0.82),
    ("log2", One(Unary::Log2), 0.52, 0.55),
    ("log10", One(Unary::Log10), 0.52, 0.53),
    ("log1p", One(Unary::Log1p), 0.86, 0.97),
    ("log1p_unit", One(Unary::Log1pUnit), 0.76, 1.05),
    ("sin", One(Unary::Sin), 0.55, 0.59),
    ("cos", One(Unary::Cos), 0.56, 0.59),
    ("tan", One(Unary::Tan), 0.60, 0.66),
    ("asin", One(Unary::Asin), 0.60, 0.68),
    ("acos", One(Unary::Acos), 0.60, 0.67),
    ("atan", One(Unary::Atan), 0.64, 0.69),
    ("sinh", One(Unary::Sinh), 0.54, 0.55),
    ("cosh", One(Unary::Cosh), 0.52, 0.53),
    ("tanh", One(Unary::Tanh), 0.52, 0.55),
    ("sech", One(Unary::Sech), 0.52, 0.53),
    ("asinh", One(Unary::Asinh), 0.51, 0.54),
    ("acosh", One(Unary::Acosh), 0.51, 0.53),
    ("atanh", One(Unary::Atanh), 0.51, 0.53),
    ("erf", One(Unary::Erf), 0.59, 0.67),
    ("erfc", One(Unary::Erfc), 0.53, 0.58),
    ("erfcx", One(Unary::Erfcx), 1.1, 1.1),
    ("erfc_excess", One(Unary::ErfcExcess), 0.95, 1.06),
    ("normal_cdf", One(Unary::NormalCdf), 0.55, 0.55),
    ("normal_pdf", One(Unary::NormalPdf), 0.51, 0.52),
    ("sigmoid", One(Unary::Sigmoid), 0.52, 0.53),
    ("softplus", One(Unary::Softplus), 0.52, 0.54),
    ("ln_cosh", One(Unary::LnCosh), 0.57, 0.56),
    ("bessel0", One(Unary::SphericalBessel(0)), 0.74, 0.56),
    ("bessel1", One(Unary::SphericalBessel(1)), 0.67, 0.67),
    ("bessel2", One(Unary::SphericalBessel(2)), 0.93, 0.87),
    ("bessel3", One(Unary::SphericalBessel(3)), 0.52, 0.51),
    ("bessel7", One(Unary::SphericalBessel(7)), 0.50, 0.51),
    ("bessel40", One(Unary::SphericalBessel(40)), 0.50, 0.51),
    ("bessel255", One(Unary::SphericalBessel(255)), 0.52, 0.50),
    ("pow", Two(Binary::Pow), 0.53, 0.52),
    ("hypot", Two(Binary::Hypot), 0.51, 0.51),
    ("atan2", Two(Binary::Atan2), 0.64, 0.63),
];

/// Functions that are exact or rounded correctly by the processor; `edges.rs` tests them.
const EXACT: &[Unary] = &[
    Unary::Neg,
    Unary::Abs,
    Unary::Sign,
    Unary::Floor,
    Unary::Ceil,
    Unary::Round,
    Unary::Sqrt,
];
const EXACT_BINARY: &[Binary] = &[
    Binary::Add,
    Binary::Sub,
    Binary::Mul,
    Binary::Div,
    Binary::Min,
    Binary::Max,
    Binary::CopySign,
    Binary::Mod,
];

/// Whether a function is made for a number.
fn is_made_for(function: Unary, x: f64) -> bool {
    function != Unary::Log1pUnit || (0.0..=1.0).contains(&x)
}

#[test]
fn every_function_is_listed() {
    let listed = |function| ALLOWED.iter().any(|row| row.1 == function);
    for function in UNARY {
        assert!(
            listed(One(*function)) || EXACT.contains(function),
            "{function:?}"
        );
    }
    for function in BINARY {
        // an exponent in two parts has a test of its own
        assert!(
            listed(Two(*function))
                || EXACT_BINARY.contains(function)
                || matches!(function, Binary::ExpSum | Binary::ExpRest),
            "{function:?}"
        );
    }
}
