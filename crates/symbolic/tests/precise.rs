//! High-precision arithmetic: reference values, identities, rounding, and no panic or delay on any input.

use std::cmp::Ordering;
use std::slice::from_ref;
use std::time::{Duration, Instant};

use dashu_float::{ConstCache, Context, FBig, FpResult, Repr, round::mode::HalfEven};
use dashu_int::IBig;
use dashu_ratio::RBig;
use gradus_symbolic::precise::{Precise, Precision, Sign, apply, constant, real, to_target};
use gradus_syntax::{Action, Arity, Constant, Func};
use proptest::prelude::*;

const REFERENCE: &str = include_str!("data/precise.txt");

fn value(func: Func, args: &[f64], precision: Precision) -> Precise {
    let args: Vec<_> = args.iter().map(|&x| Precise::from(x)).collect();
    apply(func, &args, precision)
}

/// A function of the table, or a power.
fn named(name: &str, args: &[f64], precision: Precision) -> Precise {
    match Func::from_name(name) {
        Some(func) => value(func, args, precision),
        None => Precise::from(args[0]).pow(&Precise::from(args[1]), precision),
    }
}

/// A reference value, and its binary exponent where that is beyond what a number has.
fn reference(text: &str) -> Result<Precise, (Sign, i128)> {
    match text {
        "nan" => return Ok(Precise::Undefined),
        "inf" => return Ok(Precise::Infinite(Sign::Positive)),
        "-inf" => return Ok(Precise::Infinite(Sign::Negative)),
        _ => {}
    }
    let (mantissa, exponent) = text.split_once('p').expect("a mantissa and an exponent");
    let mantissa = IBig::from_str_radix(mantissa, 16).expect("a hexadecimal mantissa");
    let exponent: i128 = exponent.parse().expect("an exponent");
    match i64::try_from(exponent) {
        Ok(exponent) => Ok(Precise::from_parts(mantissa, exponent)),
        Err(_) => Err((mantissa.sign(), exponent)),
    }
}

/// Whether two values are one to a relative error of `2^-bits`, or to `2^-bits` of 1 where `absolute`.
fn close(got: &Precise, want: &Precise, bits: i64, absolute: bool) -> bool {
    let short = Precision::bits(64);
    let scale = if absolute { Precise::ONE } else { want.abs() };
    let allowed = scale.mul(&Precise::from_parts(IBig::ONE, -bits), short);
    got == want
        || got
            .sub(want, short)
            .abs()
            .compare(&allowed)
            .is_some_and(Ordering::is_le)
}

fn check_reference(bits: u32) {
    for line in REFERENCE.lines() {
        let [name, args, want] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("three fields: {line}")
        };
        let args: Vec<f64> = args
            .split(',')
            .map(|text| text.parse().expect("an f64"))
            .collect();
        let got = named(name, &args, Precision::bits(bits));
        let right = match reference(want) {
            Ok(want) => close(&got, &want, i64::from(bits) - 1, false),
            Err((sign, exponent)) => {
                got == if exponent > 0 {
                    Precise::Huge(sign)
                } else {
                    Precise::Tiny(sign)
                }
            }
        };
        assert!(
            right,
            "{name}{args:?} to {bits} bits: {got:.60}, not {want}"
        );
    }
}

#[test]
fn values_are_right_to_192_bits() {
    check_reference(192);
}

#[test]
fn values_are_right_to_320_bits() {
    check_reference(320);
}

#[test]
fn values_are_right_to_few_bits() {
    check_reference(16);
    check_reference(53);
}

#[test]
fn every_elementwise_function_has_reference_values() {
    for &func in Func::ALL {
        let composed = matches!(func, Func::Min | Func::Max | Func::Clamp);
        let listed = REFERENCE
            .lines()
            .any(|line| line.split(' ').next() == Some(func.name()));
        assert!(
            listed
                || composed
                || matches!(func.action(), Action::Reduction | Action::Concatenation),
            "{func}"
        );
    }
}

/// Higher precision agrees with lower, at arguments that are no f64.
#[test]
fn longer_values_round_to_shorter_ones() {
    let ninth = Precise::from_ratio(
        &RBig::from_parts(1.into(), 9u8.into()),
        Precision::bits(300),
    );
    for scale in [-40, -3, 0, 3, 6, 20] {
        let x = ninth.mul(&Precise::from_parts(IBig::ONE, scale), Precision::bits(300));
        for &func in Func::ALL {
            if func.arity() != Arity::Exactly(1) || func.action() != Action::Elementwise {
                continue;
            }
            for x in [x.clone(), x.neg()] {
                let (short, long) = (
                    apply(func, from_ref(&x), Precision::bits(150)),
                    apply(func, from_ref(&x), Precision::bits(3000)),
                );
                assert!(
                    close(&short, &long, 149, false),
                    "{func}({x}) is {short:.40} and {long:.40}"
                );
            }
        }
    }
}

/// A function of dashu-float at a context's precision.
type Other =
    fn(&Context<HalfEven>, &Repr<2>, Option<&mut ConstCache>) -> FpResult<FBig<HalfEven, 2>>;

/// An independent implementation of what it has.
#[test]
fn elementary_functions_agree_with_dashu_float() {
    let table: &[(Func, Other)] = &[
        (Func::Exp, Context::exp),
        (Func::Expm1, Context::exp_m1),
        (Func::Ln, Context::ln),
        (Func::Log1p, Context::ln_1p),
        (Func::Sin, Context::sin),
        (Func::Cos, Context::cos),
        (Func::Tan, Context::tan),
        (Func::Asin, Context::asin),
        (Func::Acos, Context::acos),
        (Func::Atan, Context::atan),
        (Func::Sinh, Context::sinh),
        (Func::Tanh, Context::tanh),
        (Func::Asinh, Context::asinh),
    ];
    for &(func, other) in table {
        for i in 1..40 {
            let x = f64::from(i * i) / 1777.0;
            let argument = FBig::<HalfEven, 2>::try_from(x).expect("finite");
            let theirs = other(&Context::new(240), argument.repr(), None).expect("in the domain");
            let (mantissa, exponent) = theirs.value().into_repr().into_parts();
            let theirs = Precise::from_parts(mantissa, exponent as i64);
            let ours = value(func, &[x], Precision::bits(240));
            let same = close(&ours, &theirs, 239, false);
            assert!(same, "{func}({x}): {ours:.60} and {theirs:.60}");
        }
    }
}

#[test]
fn limits_are_taken_at_infinities_and_ends_of_domains() {
    let inf = f64::INFINITY;
    let table = [
        (Func::Ln, &[0.0][..], -inf),
        (Func::Log1p, &[-1.0], -inf),
        (Func::Atanh, &[1.0], inf),
        (Func::Atanh, &[-1.0], -inf),
        (Func::Exp, &[-inf], 0.0),
        (Func::Tanh, &[inf], 1.0),
        (Func::Erfc, &[-inf], 2.0),
        (Func::Sinc, &[inf], 0.0),
        (Func::Sin, &[inf], f64::NAN),
        (Func::Sqrt, &[-1.0], f64::NAN),
        (Func::Sqrt, &[-inf], f64::NAN),
        (Func::Acosh, &[0.5], f64::NAN),
        (Func::Asin, &[-1.5], f64::NAN),
        (Func::Mod, &[1.0, 0.0], f64::NAN),
        (Func::Mod, &[3.0, inf], 3.0),
        (Func::Mod, &[-3.0, inf], inf),
        (Func::Hypot, &[3.0, -inf], inf),
        (Func::Atan2, &[inf, 1.0], std::f64::consts::FRAC_PI_2),
        (Func::Atan2, &[-1.0, -inf], -std::f64::consts::PI),
        (Func::Atan2, &[inf, inf], f64::NAN),
        (Func::Min, &[1.0, f64::NAN], f64::NAN),
        (Func::Max, &[1.0, -2.0, inf], inf),
        (Func::Clamp, &[7.0, -1.0, 2.0], 2.0),
        (Func::Sum, &[1e308, 1.0, -1e308, 1e-300], 1.0),
        (Func::Sum, &[inf, -inf], f64::NAN),
        (Func::Sum, &[], 0.0),
        (Func::Mean, &[1.0, 2.0, 6.0], 3.0),
        (Func::Mean, &[], f64::NAN),
        (
            Func::Prod,
            &[1e300, 1e300, 0.5e-300, -2.0],
            -1.000_000_000_000_000_2e300,
        ),
        (Func::Prod, &[], 1.0),
        (Func::Norm, &[2.0, -3.0, 6.0], 7.0),
        (Func::Norm, &[1e308, -inf], inf),
        (Func::LogSumExp, &[], -inf),
        (Func::LogSumExp, &[2.5], 2.5),
        (Func::LogSumExp, &[-inf, -7.0], -7.0),
        (Func::LogSumExp, &[1000.0, 1000.0], 1_000.693_147_180_559_9),
        (Func::Concat, &[1.0, 2.0], f64::NAN),
        (Func::Exp, &[1.0, 2.0], f64::NAN),
    ];
    for (func, args, want) in table {
        let got = value(func, args, Precision::bits(128)).to_f64();
        assert!(
            got == want || got.is_nan() && want.is_nan(),
            "{func}{args:?} is {got}, not {want}"
        );
    }
}

#[test]
fn powers_follow_the_language() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let table = [
        (-8.0, 1.0 / 3.0, nan),
        (0.0, 0.0, 1.0),
        (nan, 0.0, nan),
        (1.0, inf, 1.0),
        (2.0, -inf, 0.0),
        (0.5, -inf, inf),
        (-2.0, inf, nan),
        (inf, 0.0, 1.0),
        (inf, 0.5, inf),
        (-inf, 3.0, -inf),
        (-inf, -3.0, 0.0),
        (-inf, 0.5, nan),
        (0.0, -2.0, inf),
        (0.0, -0.5, inf),
        (0.0, -3.0, nan),
        (0.0, inf, 0.0),
        (-1.0, 1e300, 1.0),
        (-1.0, 3.0, -1.0),
        (2.0, 1e300, inf),
        (2.0, -1e300, 0.0),
        (1e300, -1.0, 1e-300),
    ];
    for (base, exponent, want) in table {
        let got = Precise::from(base)
            .pow(&Precise::from(exponent), Precision::bits(128))
            .to_f64();
        assert!(
            got == want || got.is_nan() && want.is_nan(),
            "{base}^{exponent} is {got}, not {want}"
        );
    }
}

#[test]
fn markers_stand_for_numbers_beyond_exponents() {
    let precision = Precision::bits(128);
    let exp = |x: f64| value(Func::Exp, &[x], precision);
    let (huge, tiny) = (exp(1e300), exp(-1e300));
    assert_eq!(
        (&huge, &tiny),
        (
            &Precise::Huge(Sign::Positive),
            &Precise::Tiny(Sign::Positive)
        )
    );
    assert_eq!(
        (huge.to_f64(), tiny.to_f64(), tiny.neg().to_f64()),
        (f64::INFINITY, 0.0, -0.0)
    );
    assert_eq!(huge.mul(&tiny, precision), Precise::Unknown);
    assert_eq!(huge.sub(&huge, precision), Precise::Unknown);
    assert_eq!(Precise::ONE.div(&huge, precision), tiny);
    assert_eq!(Precise::ONE.div(&tiny.neg(), precision), huge.neg());
    assert_eq!(Precise::ONE.add(&tiny, precision), Precise::ONE);
    assert_eq!(Precise::ZERO.mul(&huge, precision), Precise::ZERO);
    assert_eq!(
        Precise::from(f64::INFINITY).mul(&tiny, precision),
        Precise::from(f64::INFINITY)
    );
    assert!(
        huge.compare(&Precise::from(f64::MAX))
            .is_some_and(Ordering::is_gt)
    );
    assert!(
        huge.compare(&Precise::from(f64::INFINITY))
            .is_some_and(Ordering::is_lt)
    );
    assert!(tiny.compare(&Precise::ZERO).is_some_and(Ordering::is_gt));
    assert_eq!(
        apply(Func::Tanh, &[huge.neg()], precision),
        Precise::from(-1.0)
    );
    assert_eq!(
        apply(Func::Sin, from_ref(&huge), precision),
        Precise::Unknown
    );
    assert_eq!(apply(Func::Ln, &[huge], precision), Precise::Unknown);
    assert_eq!(apply(Func::Expm1, from_ref(&tiny), precision), tiny);
}

#[test]
fn constants_are_rounded_once() {
    let two_over_pi = |p| Precise::from(2.0).div(&constant(Constant::Pi, p), p);
    let root = real(&apply(
        Func::Sqrt,
        &[two_over_pi(Precision::bits(256))],
        Precision::bits(256),
    ));
    assert_eq!(
        (root.double, root.single),
        (0.797_884_560_802_865_4, 0.797_884_6)
    );
    assert_eq!(root.low, -4.984_654_404_555_46e-17);
    let ratio = Precise::from_ratio(
        &RBig::from_parts(44715.into(), 1_000_000u32.into()),
        Precision::bits(256),
    );
    let constant = real(&ratio);
    assert_eq!((constant.double, constant.single), (0.044_715, 0.044_715));
    assert!(constant.low != 0.0);
    assert_eq!(real(&Precise::from(0.5)).low, 0.0);
    assert_eq!(real(&Precise::from(f64::INFINITY)).low, 0.0);
}

#[test]
fn decimals_are_written_and_rounded() {
    let table = [
        (0.0, 5, "0"),
        (1.0, 4, "1.000"),
        (-0.125, 2, "-1.2e-1"),
        (9.9996, 4, "1.000e1"),
        (1e300, 3, "1.00e300"),
        (5e-324, 5, "4.9407e-324"),
        (1234.5, 1, "1e3"),
        (f64::NEG_INFINITY, 3, "-inf"),
        (f64::NAN, 3, "nan"),
    ];
    for (x, digits, want) in table {
        assert_eq!(Precise::from(x).to_decimal(digits), want, "{x} to {digits}");
    }
    assert_eq!(
        value(Func::Exp, &[1e6], Precision::bits(128)).to_decimal(12),
        "3.03321539680e434294"
    );
    assert_eq!(
        Precise::from_parts(IBig::ONE, 1 << 40).to_decimal(6),
        "8.05723e330985980541"
    );
    assert_eq!(
        format!("{:.3}", constant(Constant::Tau, Precision::bits(64))),
        "6.28"
    );
}

#[test]
fn growing_precision_finds_what_cancels() {
    let target = Precision::bits(120);
    // exp(x) - 1 - x, about x^2/2, where x is 1e-100
    let difference = |x: f64, p: Precision| {
        let less_one = value(Func::Exp, &[x], p).sub(&Precise::ONE, p);
        less_one.sub(&Precise::from(x), p)
    };
    let found = to_target(|p| difference(1e-100, p), &[Precise::from(1e-100)], target)
        .expect("it is reached");
    let half_square = Precise::from(1e-100)
        .mul(&Precise::from(1e-100), target)
        .mul(&Precise::from(0.5), target);
    assert!(close(&found, &half_square, 119, false));
    // ln(1 + exp(x)) + exp(x) where exp(x) is lost next to 1
    let x = -300.0;
    let literal = |p| {
        let power = value(Func::Exp, &[x], p);
        apply(Func::Ln, &[Precise::ONE.add(&power, p)], p).add(&power, p)
    };
    let twice = to_target(literal, &[Precise::from(x)], target).expect("it is reached");
    let safe = value(Func::Softplus, &[x], target).add(&value(Func::Exp, &[x], target), target);
    assert!(close(&twice, &safe, 118, false));
    let identity = |p| {
        let (sin, cos) = (value(Func::Sin, &[0.3], p), value(Func::Cos, &[0.3], p));
        sin.mul(&sin, p)
            .add(&cos.mul(&cos, p), p)
            .sub(&Precise::ONE, p)
    };
    let vanishing = to_target(identity, &[Precise::from(0.3)], target);
    assert!(vanishing.is_none_or(|zero| zero.is_zero()));
    assert_eq!(
        to_target(|p| Precise::ONE.sub(&Precise::ONE, p), &[], target),
        Some(Precise::ZERO)
    );
    assert_eq!(
        to_target(|p| value(Func::Sqrt, &[-1.0], p), &[], target),
        Some(Precise::Undefined)
    );
    assert_eq!(
        to_target(
            |p| value(Func::Exp, &[1e300], p).sub(&value(Func::Exp, &[1e300], p), p),
            &[],
            target
        ),
        None
    );
}

/// Arguments and functions that once could take for ever.
#[test]
fn nothing_takes_long() {
    let precision = Precision::bits(256);
    let hard = [
        1e308,
        1e18,
        -1e18,
        1e8,
        1e300,
        12.0,
        13.6,
        -1e17,
        5e-324,
        1e-8,
        1.0 - 1e-16,
        1e100,
    ];
    let limit = Duration::from_secs(2);
    let timed = |what: &str, work: &dyn Fn() -> Precise| {
        let start = Instant::now();
        let result = work();
        assert!(
            start.elapsed() < limit,
            "{what} took {:?} to give {result:.20}",
            start.elapsed()
        );
    };
    for x in hard {
        for &func in Func::ALL {
            let count = if let Arity::Exactly(n) = func.arity() {
                n
            } else {
                2
            };
            timed(&format!("{func}({x})"), &|| {
                value(func, &vec![x; count], precision)
            });
            let far = Precise::from_parts(
                IBig::from(12_345_677),
                if x > 1.0 { 1 << 60 } else { -(1 << 60) },
            );
            timed(&format!("{func} beyond f64"), &|| {
                apply(func, &vec![far.clone(); count], precision)
            });
        }
        for y in hard {
            timed(&format!("{x}^{y}"), &|| {
                Precise::from(x).pow(&Precise::from(y), precision)
            });
            timed(&format!("mod({x}, {y})"), &|| {
                value(Func::Mod, &[x, y], precision)
            });
            timed("logsumexp", &|| value(Func::LogSumExp, &[x, y], precision));
        }
    }
    let large = Precise::from_parts(IBig::ONE, 60_000);
    timed("sin(2^60000)", &|| {
        apply(Func::Sin, from_ref(&large), precision)
    });
    timed("text", &|| {
        std::hint::black_box(Precise::from_parts(IBig::from(3), 1 << 60).to_decimal(50));
        Precise::ZERO
    });
}

/// Any f64, evenly over bit patterns, and numbers of ordinary size.
fn any_f64() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        -50.0..50.0f64,
        Just(0.0),
        Just(f64::INFINITY),
        Just(1.0),
        -1.0..1.0f64
    ]
}

/// Any number, those that no f64 holds among them.
fn any_precise() -> impl Strategy<Value = Precise> {
    let number = (any::<i128>(), prop_oneof![-2000i64..2000, any::<i64>()]);
    let sign = prop_oneof![Just(Sign::Positive), Just(Sign::Negative)];
    prop_oneof![
        any_f64().prop_map(Precise::from),
        number.prop_map(|(mantissa, exponent)| Precise::from_parts(mantissa.into(), exponent)),
        sign.clone().prop_map(Precise::Huge),
        sign.prop_map(Precise::Tiny),
        Just(Precise::Unknown),
    ]
}

/// Numbers of 400 bits and less at and near the points where functions vanish, have poles or end.
fn hard_number() -> impl Strategy<Value = Precise> {
    let precision = Precision::bits(400);
    let right_angle = constant(Constant::Pi, precision).mul(&Precise::from(0.5), precision);
    let center = prop_oneof![
        Just(Precise::ZERO),
        Just(Precise::ONE),
        Just(Precise::from(-1.0)),
        (-9i64..9).prop_map(move |n| right_angle.mul(&Precise::from(n), precision)),
        (-40.0..40.0f64).prop_map(Precise::from),
    ];
    (center, any::<i32>(), -430i64..-20).prop_map(move |(center, mantissa, exponent)| {
        center.add(&Precise::from_parts(mantissa.into(), exponent), precision)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn values_are_right_near_hard_points(a in hard_number(), b in hard_number()) {
        let (short, long) = (Precision::bits(110), Precision::bits(1300));
        let args = [a.clone(), b.clone()];
        for &func in Func::ALL {
            let count = if let Arity::Exactly(1) = func.arity() && func.action() == Action::Elementwise { 1 } else { 2 };
            let (got, want) = (apply(func, &args[..count], short), apply(func, &args[..count], long));
            prop_assert!(close(&got, &want, 109, false), "{}({:.60}, {:.60}): {:.40} and {:.40}", func, a, b, got, want);
        }
        let (got, want) = (a.abs().pow(&b, short), a.abs().pow(&b, long));
        prop_assert!(close(&got, &want, 109, false), "{:.60}^{:.60}: {:.40} and {:.40}", a, b, got, want);
    }

    #[test]
    fn no_argument_panics(a in any_precise(), b in any_precise(), c in any_precise(), bits in 1u32..400) {
        let precision = Precision::bits(bits);
        let args = [a, b, c];
        for &func in Func::ALL {
            for count in 0..=3 {
                let result = apply(func, &args[..count], precision);
                std::hint::black_box((result.to_f64_pair(), result.to_f32(), result.to_decimal(9)));
            }
        }
        let [a, b, _] = &args;
        for result in [a.add(b, precision), a.sub(b, precision), a.mul(b, precision), a.div(b, precision), a.pow(b, precision)] {
            std::hint::black_box((result.compare(a), result.to_f64()));
        }
    }

    #[test]
    fn nan_in_gives_nan_out(x in any_f64(), place in 0usize..3) {
        for &func in Func::ALL {
            let count = if let Arity::Exactly(n) = func.arity() { n } else { 3 };
            let mut args = vec![x; count];
            args[place % count] = f64::NAN;
            prop_assert_eq!(value(func, &args, Precision::bits(64)), Precise::Undefined);
        }
    }

    #[test]
    fn rounding_to_f64_is_that_of_the_standard_library(mantissa in any::<i64>(), exponent in -345i32..310) {
        let ten = RBig::from(IBig::from(10u8).pow(exponent.unsigned_abs() as usize));
        let ratio = if exponent < 0 { RBig::from(IBig::from(mantissa)) / ten } else { RBig::from(IBig::from(mantissa)) * ten };
        let precise = Precise::from_ratio(&ratio, Precision::bits(1200));
        let text = format!("{mantissa}e{exponent}");
        prop_assert_eq!(precise.to_f64(), text.parse::<f64>().unwrap());
        prop_assert_eq!(precise.to_f32(), text.parse::<f32>().unwrap());
    }

    #[test]
    fn machine_numbers_survive_the_round_trip(bits in any::<u64>()) {
        let (x, y) = (f64::from_bits(bits), f32::from_bits(bits as u32));
        prop_assume!(!x.is_nan() && !y.is_nan());
        prop_assert_eq!(Precise::from(x).to_f64(), x);
        prop_assert_eq!(Precise::from(y).to_f32(), y);
        prop_assert_eq!(Precise::from(x).to_decimal(17).parse::<f64>().unwrap(), x);
        prop_assert_eq!(Precise::from(x).to_f32(), x as f32);
    }

    #[test]
    fn arithmetic_is_rounded_as_by_the_machine(a in any_f64(), b in any_f64()) {
        let precision = Precision::bits(53);
        let (x, y) = (Precise::from(a), Precise::from(b));
        let normal = |z: f64| z == 0.0 || z.abs() >= f64::MIN_POSITIVE;
        for (got, want) in [(x.add(&y, precision), a + b), (x.mul(&y, precision), a * b), (x.sub(&y, precision), a - b)] {
            let same = got.to_f64() == want || got.to_f64().is_nan() && want.is_nan();
            prop_assert!(same || !normal(want), "{} and {}", got, want);
        }
        if b != 0.0 {
            let (got, want) = (x.div(&y, precision).to_f64(), a / b);
            prop_assert!(got == want || got.is_nan() && want.is_nan() || !normal(want), "{} and {}", got, want);
        }
        if a >= 0.0 {
            prop_assert_eq!(apply(Func::Sqrt, from_ref(&x), precision).to_f64(), a.sqrt());
        }
        prop_assert_eq!(x.compare(&y), a.partial_cmp(&b));
        for (func, want) in [(Func::Floor, a.floor()), (Func::Ceil, a.ceil()), (Func::Round, a.round_ties_even())] {
            let got = apply(func, from_ref(&x), precision).to_f64();
            prop_assert!(got == want || want.is_nan() && got.is_nan(), "{}({}) is {}", func, a, got);
        }
    }

    #[test]
    fn identities_hold(x in prop_oneof![-40.0..40.0f64, -1.0..1.0f64, -1e-6..1e-6f64]) {
        let precision = Precision::bits(200);
        let f = |func, x: f64| value(func, &[x], precision);
        let one = Precise::ONE;
        let sum = |a: Precise, b: Precise| a.add(&b, precision);
        prop_assert!(close(&sum(f(Func::Sigmoid, x), f(Func::Sigmoid, -x)), &one, 198, true));
        prop_assert!(close(&sum(f(Func::NormalCdf, x), f(Func::NormalCdf, -x)), &one, 198, true));
        prop_assert!(close(&sum(f(Func::Erf, x), f(Func::Erfc, x)), &one, 198, true));
        prop_assert!(close(&f(Func::Sinh, x).div(&f(Func::Cosh, x), precision), &f(Func::Tanh, x), 197, false));
        prop_assert!(close(&f(Func::Sin, x).div(&f(Func::Cos, x), precision), &f(Func::Tan, x), 197, false));
        prop_assert!(close(&sum(f(Func::Softplus, -x), Precise::from(x)), &f(Func::Softplus, x), 190, true));
        prop_assert!(close(&f(Func::Exp, x).mul(&f(Func::Exp, -x), precision), &one, 198, true));
        prop_assert!(close(&f(Func::Sech, x).mul(&f(Func::Cosh, x), precision), &one, 198, true));
        for (inverse, func) in [(Func::Asinh, Func::Sinh), (Func::Cbrt, Func::Abs), (Func::Log1p, Func::Expm1)] {
            let there = f(inverse, x);
            if there == Precise::Undefined || inverse == Func::Cbrt { continue; }
            prop_assert!(close(&apply(func, &[there], precision), &Precise::from(x), 190, false), "{} of {}", func, x);
        }
    }
}
