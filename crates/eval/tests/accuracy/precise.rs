//! Every function at generated points against high precision, computed here.

use gradus_eval::Element;
use gradus_eval::reference::{binary, unary};
use gradus_symbolic::computation::{Binary, Unary};
use gradus_symbolic::precise::{Precise, Precision, apply};
use gradus_syntax::Func;
use rayon::prelude::*;

use crate::ALLOWED;
use crate::Function::{self, One, Two};
use crate::is_made_for;
use crate::ulp::{is_above, ulp};

/// Of the random points: change it to look elsewhere.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const BITS: u32 = 120;

/// A type of number: how its neighbours are reached and how large its ulp is.
trait Kind: Element + Into<f64> {
    const DIGITS: i32;
    const LEAST: i32;
    const NAME: &'static str;
    fn nearest(value: f64) -> Self;
    fn neighbour(self, steps: i64) -> Self;
    fn of_bits(bits: u64) -> Self;
    fn rounded(exact: &Precise) -> Self;
}

impl Kind for f64 {
    const DIGITS: i32 = 52;
    const LEAST: i32 = -1022;
    const NAME: &'static str = "f64";
    fn nearest(value: f64) -> Self {
        value
    }
    fn neighbour(self, steps: i64) -> Self {
        f64::from_bits(self.to_bits().wrapping_add_signed(steps))
    }
    fn of_bits(bits: u64) -> Self {
        f64::from_bits(bits)
    }
    fn rounded(exact: &Precise) -> Self {
        exact.to_f64()
    }
}

impl Kind for f32 {
    const DIGITS: i32 = 23;
    const LEAST: i32 = -126;
    const NAME: &'static str = "f32";
    fn nearest(value: f64) -> Self {
        value as f32
    }
    fn neighbour(self, steps: i64) -> Self {
        f32::from_bits(self.to_bits().wrapping_add_signed(steps as i32))
    }
    fn of_bits(bits: u64) -> Self {
        f32::from_bits((bits >> 32) as u32)
    }
    fn rounded(exact: &Precise) -> Self {
        exact.to_f32()
    }
}

/// Round values, and some that are not.
#[rustfmt::skip]
const FIXED: &[f64] = &[
    0.1, 0.2, 0.3, 0.7, 1.1, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0, 12.3, 17.0, 25.0, 33.3, 50.0, 64.0, 77.0, 100.0, 150.0, 300.0,
    500.0, 1000.0, 12345.6, 1e5, 1e6, 1e9, 1e12, 1e15, 1e-2, 1e-3, 1e-5, 1e-8, 1e-10, 1e-15, 1e-20, 1e-30, 1e-37,
];

/// Where algorithms change, functions saturate or overflow, numbers become subnormal.
#[rustfmt::skip]
const EDGES: &[f64] = &[
    0.0, 5e-324, 1e-45, 2.225_073_858_507_201_4e-308, 1.175_494_4e-38, 1.0, 0.5, 0.25, 2.0, 0.414_213_562_373_095_05,
    2.414_213_562_373_095, 0.707_106_781_186_547_5, std::f64::consts::SQRT_2, 0.346_573_590_279_972_65, std::f64::consts::LN_2,
    std::f64::consts::FRAC_PI_4, std::f64::consts::FRAC_PI_2, std::f64::consts::PI, 2.356_194_490_192_345, std::f64::consts::TAU,
    5.319_372_648_326_541e255, 1e22, 8_192.0, 134_217_728.0, 1_073_741_824.0, 32_768.0, 1.0 / 15.0, 15.0, 7.0, 13.0 / 3.0, 3.0, 2.2, 5.0 / 3.0, 9.0 / 7.0,
    20.0, 40.0, 10.0, 18.7, 36.7, 5.5e-17, 2.9e-8, 1.8e-9, 6.1e-5, 1.862_645_149_230_957e-9, 6.103_515_625e-5, 5.551_115_123_125_783e-17,
    2.980_232_238_769_531e-8, 87.336_54, 88.722_84, 103.972_08, 103.278_93, 708.396_418_532_264, 709.782_712_893_384,
    745.133_219_101_941_2, 744.440_071_921_381_3, 710.475_860_073_943_9, 89.415_985, 26.543_258_454_5, 27.226_017_111_1, 9.194_54,
    10.054_42, 37.519_379_347, 38.485_408_335_6, 13.02, 14.18, 26.628_735_713_7, 9.382_4, 126.0, 127.0, 128.0, 149.0, 150.0,
    1022.0, 1023.0, 1024.0, 1074.0, 1075.0, 8.452_712_498_170_644e270, 1.267_650_6e30, 3.4e38, 1.7e308,
];

/// The four sorts of points.
fn points<T: Kind>() -> Vec<T> {
    let mut points: Vec<T> = FIXED.iter().map(|x| T::nearest(*x)).collect();
    for edge in EDGES {
        let steps: &[i64] = if *edge == 0.0 {
            &[0, 1, 2, 3]
        } else {
            &[-3, -2, -1, 0, 1, 2, 3]
        };
        points.extend(
            steps
                .iter()
                .map(|steps| T::nearest(*edge).neighbour(*steps)),
        );
    }
    let mut random = Random(SEED);
    for _ in 0..400 {
        points.push(T::nearest(random.fraction() * 2.5));
        points.push(T::nearest(random.fraction() * 40.0));
        points.push(T::nearest(random.fraction() * f64::from(1 - T::LEAST)));
        points.push(T::of_bits(random.next()));
    }
    let count = 300;
    for k in 0..=count {
        let exponent = f64::from(T::LEAST - T::DIGITS)
            + f64::from(k) / f64::from(count) * f64::from(T::DIGITS - 2 * T::LEAST);
        points.push(T::nearest(exponent.exp2()));
    }
    let negative: Vec<T> = points.iter().map(|x| -*x).collect();
    points.extend(negative);
    points.retain(|x| (*x).into().is_finite());
    points
}

struct Random(u64);

impl Random {
    /// Steps of xorshift, scrambled by a multiplication.
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From -1 to 1.
    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 2f64.powi(52) - 1.0
    }
}

/// The exact value, if high precision has the function and knows the value.
fn exact(function: Unary, x: f64) -> Option<Precise> {
    let precision = Precision::bits(BITS);
    let x = Precise::from(x);
    let of = |func: Func, x: &Precise| apply(func, std::slice::from_ref(x), precision);
    let value = match function {
        Unary::Erfcx => {
            // Exact in a few more bits than f64 twice.
            let square = x.mul(&x, Precision::bits(2 * BITS));
            of(Func::Exp, &square).mul(&of(Func::Erfc, &x), precision)
        }
        Unary::ErfcExcess => erfc_excess(&x),
        Unary::Log1pUnit if !is_made_for(function, x.to_f64()) => return None,
        Unary::Log1pUnit => of(Func::Log1p, &x),
        Unary::ExpBeside => of(Func::Exp, &x),
        Unary::LnCosh => ln_cosh(&x.abs(), precision),
        Unary::SphericalBessel(0) => of(Func::Sinc, &x),
        Unary::SphericalBessel(order @ (1 | 2)) => bessel(order, &x),
        Unary::SphericalBessel(_) => return None,
        _ => of(Func::from_name(name(function))?, &x),
    };
    (value != Precise::Unknown).then_some(value)
}

/// By its continued fraction far out, by the error function in so many more bits as cancel elsewhere.
fn erfc_excess(x: &Precise) -> Precise {
    let precision = Precision::bits(BITS);
    let number = |value: f64| Precise::from(value);
    let twice = x.mul(&number(2.0), precision);
    if x.to_f64() < -1e3 {
        return x.neg();
    }
    if x.to_f64() > 1e3 {
        return (1..=12).rev().fold(Precise::ZERO, |rest, n| {
            let rest = rest.mul(&number(f64::from(2 * n + 2)), precision);
            Precise::ONE.div(&twice.add(&rest, precision), precision)
        });
    }
    let precision = Precision::bits(2 * BITS);
    let of = |func: Func, x: &Precise| apply(func, std::slice::from_ref(x), precision);
    let bell = of(Func::Exp, &x.mul(x, precision).neg());
    let tail = of(Func::Erfc, x);
    let root = of(Func::Sqrt, &of(Func::Acos, &number(-1.0)));
    let ratio = bell.div(&tail.mul(&root, precision), precision);
    ratio.sub(x, precision)
}

fn ln_cosh(x: &Precise, precision: Precision) -> Precise {
    let of = |func: Func, x: Precise| apply(func, &[x], precision);
    let two = Precise::from(2.0);
    if x.compare(&Precise::ONE) == Some(std::cmp::Ordering::Less) {
        let half = of(Func::Sinh, x.div(&two, precision));
        let square = half.mul(&half, precision).mul(&two, precision);
        return of(Func::Log1p, square);
    }
    let u = of(Func::Exp, x.mul(&two, precision).neg());
    let rest = match of(Func::Log1p, u) {
        Precise::Tiny(_) => Precise::ZERO,
        rest => rest,
    };
    x.sub(&of(Func::Ln, two), precision).add(&rest, precision)
}

/// By sine and cosine, in so many more bits as cancel.
fn bessel(order: u8, x: &Precise) -> Precise {
    if x.is_zero() {
        return Precise::ZERO;
    }
    let cancelled = (-5.0 * x.to_f64().abs().log2()).max(0.0) as u32;
    let precision = Precision::bits(BITS + 40 + cancelled);
    let of = |func: Func| apply(func, std::slice::from_ref(x), precision);
    let zeroth = of(Func::Sin).div(x, precision);
    let first = zeroth.sub(&of(Func::Cos), precision).div(x, precision);
    if order == 1 {
        return first;
    }
    let triple = first.mul(&Precise::from(3.0), precision);
    triple.div(x, precision).sub(&zeroth, precision)
}

fn name(function: Unary) -> &'static str {
    ALLOWED
        .iter()
        .find(|row| row.1 == One(function))
        .expect("listed")
        .0
}

/// What a result is off, in ulp of the exact value or of `least` if that is greater.
fn error<T: Kind>(result: T, exact: &Precise, least: f64) -> f64 {
    let nearest: f64 = T::rounded(exact).into();
    let result: f64 = result.into();
    if !matches!(exact, Precise::Number(_)) || nearest.is_infinite() {
        let same = result == nearest || (result.is_nan() && nearest.is_nan());
        return if same { 0.0 } else { f64::NAN };
    }
    let precision = Precision::bits(BITS);
    let difference = Precise::from(result).sub(exact, precision);
    let unit = Precise::from(ulp(nearest.abs().max(least), T::DIGITS, T::LEAST));
    difference.div(&unit, precision).to_f64().abs()
}

/// The size below which errors are not relative.
fn least(function: Unary, x: f64) -> f64 {
    match function {
        Unary::SphericalBessel(order) if order > 0 && x.abs() > f64::from(order) => 1.0 / x.abs(),
        _ => 0.0,
    }
}

/// The greatest error of a function, and where.
fn worst<T: Kind>(function: Function) -> (f64, String) {
    let errors: Vec<(f64, String)> = match function {
        One(function) => points::<T>()
            .par_iter()
            .filter_map(|x| {
                let wide = (*x).into();
                let result = unary(function, *x);
                let error = error(result, &exact(function, wide)?, least(function, wide));
                Some((error, format!("{x:?}")))
            })
            .collect(),
        Two(function) => pairs::<T>(function)
            .par_iter()
            .filter_map(|(x, y)| {
                let exact = exact_binary(function, (*x).into(), (*y).into())?;
                Some((
                    error(binary(function, *x, *y), &exact, 0.0),
                    format!("{x:?}, {y:?}"),
                ))
            })
            .collect(),
    };
    errors
        .into_iter()
        .fold((0.0, String::new()), |worst, next| {
            if next.0 > worst.0 || next.0.is_nan() {
                next
            } else {
                worst
            }
        })
}

fn exact_binary(function: Binary, x: f64, y: f64) -> Option<Precise> {
    let precision = Precision::bits(BITS);
    let arguments = [Precise::from(x), Precise::from(y)];
    let value = match function {
        Binary::Pow => arguments[0].pow(&arguments[1], precision),
        Binary::Hypot => apply(Func::Hypot, &arguments, precision),
        _ => apply(Func::Atan2, &arguments, precision),
    };
    (value != Precise::Unknown).then_some(value)
}

/// Pairs of like and unlike points; for powers such that many results are in range.
fn pairs<T: Kind>(function: Binary) -> Vec<(T, T)> {
    let points = points::<T>();
    let mut random = Random(SEED);
    let mut pairs = Vec::new();
    for x in &points {
        let y = points[random.next() as usize % points.len()];
        pairs.push((*x, y));
        let size: f64 = (*x).into();
        if function == Binary::Pow && size > 0.0 {
            let most = f64::from(T::DIGITS + 1 - T::LEAST) / size.log2().abs();
            pairs.push((*x, T::nearest(random.fraction() * most)));
            pairs.push((*x, T::nearest((random.fraction() * most).round())));
        } else if function != Binary::Pow {
            pairs.push((*x, T::nearest(size * random.fraction() * 4.0)));
            pairs.push((*x, T::nearest(size * (random.fraction() * 60.0).exp2())));
        }
    }
    // High precision knows but one zero.
    pairs.retain(|(x, y)| {
        (*y).into().is_finite() && ![*x, *y].map(Into::into).into_iter().any(is_negative_zero)
    });
    pairs
}

fn is_negative_zero(x: f64) -> bool {
    x == 0.0 && x.is_sign_negative()
}

fn keeps_bounds<T: Kind>(bound: impl Fn(&(&str, Function, f64, f64)) -> f64) {
    println!("seed {SEED:#x}");
    let mut failures = Vec::new();
    for row in ALLOWED {
        let (worst, place) = worst::<T>(row.1);
        println!("{} {}: {worst:.4} at {place}", T::NAME, row.0);
        if is_above(worst, bound(row)) {
            failures.push(format!("{}: {worst:.4} ulp at {place}", row.0));
        }
    }
    assert!(failures.is_empty(), "{}: {failures:#?}", T::NAME);
}

#[test]
fn every_function_keeps_its_bound_in_f64() {
    keeps_bounds::<f64>(|row| row.2);
}

#[test]
fn every_function_keeps_its_bound_in_f32() {
    keeps_bounds::<f32>(|row| row.3);
}

/// At random exponents up to `range`, with low parts of about an ulp.
fn check_low_parts<T: Kind>(range: f64, low: f64) {
    let mut random = Random(SEED);
    for _ in 0..400 {
        let x = T::nearest(random.fraction() * range);
        let low = T::nearest(random.fraction() * low);
        let parts = [x, low].map(|part| Precise::from(part.into()));
        let sum = parts[0].add(&parts[1], Precision::bits(2 * BITS));
        let exact = apply(Func::Exp, &[sum], Precision::bits(BITS));
        let error = error(x.exp_sum(low), &exact, 0.0);
        assert!(error <= 0.87, "{x:?} + {low:?}: {error}");
        let high: f64 = x.exp_sum(low).into();
        let least = f64::powi(2.0, T::LEAST + 2 * T::DIGITS);
        if least < high && high.is_finite() {
            let rest = exact.sub(&Precise::from(high), Precision::bits(BITS));
            let found: f64 = x.exp_rest(low).into();
            let missed = (found - rest.to_f64()).abs() / high;
            assert!(
                missed < f64::powi(2.0, -T::DIGITS - 5),
                "{x:?} + {low:?}: {missed:e}"
            );
        }
    }
}

#[test]
fn low_parts_of_exponents_count() {
    check_low_parts::<f64>(740.0, 1e-14);
    check_low_parts::<f32>(100.0, 1e-5);
}
