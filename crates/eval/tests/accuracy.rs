//! Every function against values of high precision, with the error each is allowed.

mod kit;

use gradus_eval::reference::{binary, unary};
use gradus_symbolic::computation::{Binary, Unary};
use kit::{BINARY, UNARY};

/// What is computed at the points of that name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Function {
    One(Unary),
    Two(Binary),
}

use Function::{One, Two};

/// The greatest errors seen at the points of `data/reference.csv`, rounded up: ulp in f64, ulp in f32. Among the points
/// are the hardest of some 3,000 for each function.
///
/// Spherical Bessel functions beyond their order: ulp of the envelope 1/x, since their zeros are not zeros of an f64.
const ALLOWED: &[(&str, Function, f64, f64)] = &[
    ("cbrt", One(Unary::Cbrt), 0.51, 0.51),
    ("exp", One(Unary::Exp), 0.51, 0.51),
    ("exp2", One(Unary::Exp2), 0.51, 0.51),
    ("expm1", One(Unary::Expm1), 0.51, 0.51),
    ("ln", One(Unary::Ln), 0.51, 0.51),
    ("log2", One(Unary::Log2), 0.51, 0.51),
    ("log10", One(Unary::Log10), 0.51, 0.51),
    ("log1p", One(Unary::Log1p), 0.51, 0.51),
    ("sin", One(Unary::Sin), 0.56, 0.56),
    ("cos", One(Unary::Cos), 0.52, 0.52),
    ("tan", One(Unary::Tan), 0.59, 0.52),
    ("asin", One(Unary::Asin), 0.51, 0.54),
    ("acos", One(Unary::Acos), 0.51, 0.51),
    ("atan", One(Unary::Atan), 0.51, 0.51),
    ("sinh", One(Unary::Sinh), 0.51, 0.52),
    ("cosh", One(Unary::Cosh), 0.51, 0.51),
    ("tanh", One(Unary::Tanh), 0.51, 0.52),
    ("sech", One(Unary::Sech), 0.51, 0.51),
    ("asinh", One(Unary::Asinh), 0.51, 0.51),
    ("acosh", One(Unary::Acosh), 0.51, 0.51),
    ("atanh", One(Unary::Atanh), 0.51, 0.51),
    ("erf", One(Unary::Erf), 0.51, 0.51),
    ("erfc", One(Unary::Erfc), 0.54, 0.51),
    ("erfcx", One(Unary::Erfcx), 0.51, 0.51),
    ("normal_cdf", One(Unary::NormalCdf), 0.51, 0.51),
    ("normal_pdf", One(Unary::NormalPdf), 0.51, 0.51),
    ("sigmoid", One(Unary::Sigmoid), 0.51, 0.51),
    ("softplus", One(Unary::Softplus), 0.56, 0.51),
    ("ln_cosh", One(Unary::LnCosh), 0.64, 0.51),
    ("bessel0", One(Unary::SphericalBessel(0)), 1.44, 0.51),
    ("bessel1", One(Unary::SphericalBessel(1)), 1.91, 0.51),
    ("bessel2", One(Unary::SphericalBessel(2)), 3.73, 0.51),
    ("bessel3", One(Unary::SphericalBessel(3)), 4.22, 0.51),
    ("bessel7", One(Unary::SphericalBessel(7)), 6.30, 0.51),
    ("bessel40", One(Unary::SphericalBessel(40)), 15.86, 0.51),
    ("bessel255", One(Unary::SphericalBessel(255)), 73.13, 0.51),
    ("pow", Two(Binary::Pow), 0.51, 0.52),
    ("hypot", Two(Binary::Hypot), 0.51, 0.51),
    ("atan2", Two(Binary::Atan2), 0.51, 0.51),
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
    Binary::Mod,
];

/// A row of the reference values.
struct Point {
    arguments: Vec<f64>,
    value: f64,
    rest: f64,
}

fn points(name: &str) -> Vec<Point> {
    let rows = include_str!("data/reference.csv")
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[0] == name)
        .map(|row| Point::new(&row))
        .collect()
}

impl Point {
    fn new(row: &[&str]) -> Self {
        let bits = |text: &str| f64::from_bits(u64::from_str_radix(text, 16).unwrap());
        let (numbers, rest) = row[1..].split_at(row.len() - 2);
        let mut arguments: Vec<f64> = numbers.iter().map(|text| bits(text)).collect();
        let value = arguments.pop().unwrap();
        Self {
            arguments,
            value,
            rest: rest[0].parse().unwrap(),
        }
    }

    /// The size of number whose ulp errors are measured in.
    fn scale(&self, function: Function) -> f64 {
        match function {
            One(Unary::SphericalBessel(order))
                if order > 0 && self.arguments[0].abs() > f64::from(order) =>
            {
                self.value.abs().max(1.0 / self.arguments[0].abs())
            }
            _ => self.value.abs(),
        }
    }

    /// The error in f64.
    fn double(&self, function: Function) -> f64 {
        let result = match (function, &self.arguments[..]) {
            (One(function), [x]) => unary(function, *x),
            (Two(function), [x, y]) => binary(function, *x, *y),
            _ => panic!("wrong number of arguments"),
        };
        let unit = ulp(self.value, 52, -1022);
        ((result - self.value) / unit - self.rest).abs()
            * (unit / ulp(self.scale(function), 52, -1022))
    }

    /// The error in f32; none if an argument or the value is not in its range.
    fn single(&self, function: Function) -> Option<f64> {
        let arguments: Vec<f32> = self.arguments.iter().map(|x| *x as f32).collect();
        if arguments
            .iter()
            .zip(&self.arguments)
            .any(|(narrow, wide)| f64::from(*narrow) != *wide)
        {
            return None;
        }
        let result = match (function, &arguments[..]) {
            (One(function), [x]) => unary(function, *x),
            (Two(function), [x, y]) => binary(function, *x, *y),
            _ => panic!("wrong number of arguments"),
        };
        if (self.value as f32).is_infinite() {
            assert_eq!(result, self.value as f32, "{function:?} {arguments:?}");
            return None;
        }
        Some((f64::from(result) - self.value).abs() / ulp(self.scale(function), 23, -126))
    }
}

/// The distance between neighbours at a number of a type with so many digits and that least exponent.
fn ulp(value: f64, digits: i32, least: i32) -> f64 {
    let exponent = if value == 0.0 {
        least
    } else {
        exponent_of(value).max(least)
    };
    power_of_two(exponent - digits)
}

fn exponent_of(value: f64) -> i32 {
    let bits = (value.abs().to_bits() >> 52) as i32;
    if bits == 0 { -1022 } else { bits - 1023 }
}

fn power_of_two(exponent: i32) -> f64 {
    // In two steps, the second of which is exact in the subnormals.
    2f64.powi(exponent.max(-1022)) * 2f64.powi(exponent.min(-1022) + 1022)
}

#[test]
fn every_function_keeps_its_bound() {
    let mut failures = Vec::new();
    for &(name, function, double_bound, single_bound) in ALLOWED {
        let points = points(name);
        assert!(points.len() > 100, "{name}: points");
        let double = points
            .iter()
            .map(|point| point.double(function))
            .fold(0.0, nan_or_max);
        let single: Vec<f64> = points
            .iter()
            .filter_map(|point| point.single(function))
            .collect();
        assert!(single.len() > 20, "{name}: points in f32");
        let single = single.into_iter().fold(0.0, nan_or_max);
        // NaN fails too.
        if !(double <= double_bound && single <= single_bound) {
            failures.push(format!(
                "{name}: {double:.3} ulp in f64, {single:.4} in f32"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

fn nan_or_max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        a.max(b)
    }
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
        assert!(
            listed(Two(*function)) || EXACT_BINARY.contains(function),
            "{function:?}"
        );
    }
}
