//! The functions of the language, one line a function.

use std::f64::consts::LOG2_10;

use dashu_base::Sign;
use gradus_syntax::{Action, Constant, Func};

use super::constants::{ln_2, ln_10, pi};
use super::error_function::{erf, erfc};
use super::exponential::{exp, expm1, ln, log1p};
use super::float::Float;
use super::remainder::modulo;
use super::trigonometric::{acos, asin, atan, atan2, sin_cos};
use super::{Precise, Precision, ends, reductions};

/// The value of a function of the language.
///
/// Of an elementwise function `args` are its arguments, of a reduction (`min` and `max` too) the elements of the vector. The
/// relative error of a number is below one unit of the last bit of `precision`, of the exact value for the arguments given.
///
/// Outside the real domain, for an undefined argument and for a wrong number of arguments the result is undefined. At infinities and
/// at the ends of the domain it is the limit if there is one (`ln(0)` is -inf, `tanh(inf)` 1, `sin(inf)` undefined; `atan2(0, 0)` is 0).
/// It is unknown where the arguments do not tell enough: the sine of [`Precise::Huge`], or of an angle beyond `2^65536`.
/// `concat` yields no number: it is undefined.
pub fn apply(func: Func, args: &[Precise], precision: Precision) -> Precise {
    match func.action() {
        Action::Elementwise if !func.arity().accepts(args.len()) => return Precise::Undefined,
        _ if args.contains(&Precise::Undefined) => return Precise::Undefined,
        _ => {}
    }
    match (func, args) {
        (Func::Mod, [x, y]) => modulo(x, y, precision),
        (Func::Clamp, [x, low, high]) => x.max(low).min(high),
        (Func::Hypot | Func::Norm, _) => reductions::norm(args, precision),
        (Func::Atan2, [y, x]) => angle(y, x, precision),
        (Func::Min, _) => reductions::extreme(args, Precise::min),
        (Func::Max, _) => reductions::extreme(args, Precise::max),
        (Func::Sum, _) => reductions::sum(args, precision),
        (Func::Mean, _) => reductions::mean(args, precision),
        (Func::Prod, _) => reductions::product(args, precision),
        (Func::LogSumExp, _) => reductions::log_sum_exp(args, precision),
        (_, [Precise::Number(x)]) => of_number(func, x, precision),
        (_, [marker]) => ends::of_marker(func, marker, precision),
        _ => Precise::Undefined,
    }
}

/// A constant of the language.
///
/// ```
/// use gradus_symbolic::precise::{Precision, constant};
/// use gradus_syntax::Constant;
///
/// assert_eq!(constant(Constant::E, Precision::digits(20)).to_decimal(20), "2.7182818284590452354");
/// ```
pub fn constant(constant: Constant, precision: Precision) -> Precise {
    let bits = precision.working();
    match constant {
        Constant::Pi => Precise::rounded(pi(bits), precision),
        Constant::Tau => Precise::rounded(pi(bits).scale(1), precision),
        Constant::E => {
            exp(&Float::ONE, bits).map_or(Precise::Unknown, |e| Precise::rounded(e, precision))
        }
        Constant::Inf => Precise::Infinite(Sign::Positive),
    }
}

/// What becomes of a number: another number, or something beyond numbers.
type Outcome = Result<Float, Precise>;

const HUGE: Precise = Precise::Huge(Sign::Positive);
const TINY: Precise = Precise::Tiny(Sign::Positive);

/// A function of one argument, of a number.
fn of_number(func: Func, x: &Float, precision: Precision) -> Precise {
    match outcome(func, x, precision.working()) {
        Ok(value) => Precise::rounded(value, precision),
        Err(beyond) => beyond,
    }
}

#[allow(
    clippy::match_same_arms,
    clippy::too_many_lines,
    reason = "a table, a line for each function"
)]
fn outcome(func: Func, x: &Float, bits: i64) -> Outcome {
    match func {
        Func::Exp => exp(x, bits).ok_or(if x.is_negative() { TINY } else { HUGE }),
        Func::Exp2 => power_of_two(x, bits),
        Func::Expm1 => expm1(x, bits).map_or(
            if x.is_negative() {
                Ok(Float::ONE.neg())
            } else {
                Err(HUGE)
            },
            Ok,
        ),
        Func::Ln => logarithm(x, |x| ln(x, bits)),
        Func::Log2 => logarithm(x, |x| binary_logarithm(x, bits)),
        Func::Log10 => logarithm(x, |x| ln(x, bits).div(&ln_10(bits), bits)),
        Func::Log1p => logarithm(&Float::ONE.add(x, bits), |_| log1p(x, bits)),
        Func::Sqrt => {
            if x.is_negative() {
                Err(Precise::Undefined)
            } else {
                Ok(x.sqrt(bits))
            }
        }
        Func::Cbrt => Ok(x.cbrt(bits)),
        Func::Abs => Ok(x.abs()),
        Func::Sign => Ok(if x.is_zero() {
            Float::ZERO
        } else {
            Float::ONE.with_sign_of(x.sign())
        }),
        Func::Floor => Ok(x.floor()),
        Func::Ceil => Ok(x.neg().floor().neg()),
        Func::Round => Ok(x.round_to_integer()),
        Func::Sin => Ok(angle_functions(x, bits)?.0),
        Func::Cos => Ok(angle_functions(x, bits)?.1),
        Func::Tan => angle_functions(x, bits).map(|(sin, cos)| sin.div(&cos, bits)),
        Func::Asin => within_one(x, |x| asin(x, bits)),
        Func::Acos => within_one(x, |x| acos(x, bits)),
        Func::Atan => Ok(atan(x, bits)),
        Func::Sinh => sinh(x, bits).ok_or(Precise::Huge(x.sign())),
        Func::Cosh => cosh(x, bits).ok_or(HUGE),
        Func::Sech => cosh(x, bits)
            .map(|cosh| Float::ONE.div(&cosh, bits))
            .ok_or(TINY),
        Func::Tanh => Ok(tanh(x, bits)),
        Func::Asinh => Ok(asinh(x, bits)),
        Func::Acosh => acosh(x, bits),
        Func::Atanh => atanh(x, bits),
        Func::Erf => Ok(erf(x, bits)),
        Func::Erfc => erfc(x, bits).ok_or(TINY),
        Func::NormalCdf => normal_cdf(x, bits).ok_or(TINY),
        Func::NormalPdf => normal_pdf(x, bits).ok_or(TINY),
        Func::Sinc => {
            if x.is_zero() {
                Ok(Float::ONE)
            } else {
                Ok(angle_functions(x, bits)?.0.div(x, bits))
            }
        }
        Func::Sigmoid => sigmoid(x, bits).ok_or(TINY),
        Func::Softplus => softplus(x, bits).ok_or(TINY),
        Func::Relu => Ok(if x.is_negative() {
            Float::ZERO
        } else {
            x.clone()
        }),
        Func::Step => Ok(if x.is_negative() {
            Float::ZERO
        } else {
            Float::ONE
        }),
        // of more than one argument, handled before
        Func::Mod | Func::Min | Func::Max | Func::Clamp | Func::Hypot | Func::Atan2 => {
            Err(Precise::Undefined)
        }
        Func::Sum | Func::Mean | Func::Prod | Func::Norm | Func::LogSumExp | Func::Concat => {
            Err(Precise::Undefined)
        }
    }
}

/// A function of `argument`, which must be positive and has the limit -inf at zero.
fn logarithm(argument: &Float, value: impl FnOnce(&Float) -> Float) -> Outcome {
    if argument.is_zero() {
        Err(Precise::Infinite(Sign::Negative))
    } else if argument.is_negative() {
        Err(Precise::Undefined)
    } else {
        Ok(value(argument))
    }
}

fn within_one(x: &Float, value: impl FnOnce(&Float) -> Float) -> Outcome {
    if x.abs().compare(&Float::ONE).is_gt() {
        Err(Precise::Undefined)
    } else {
        Ok(value(x))
    }
}

fn angle_functions(x: &Float, bits: i64) -> Result<(Float, Float), Precise> {
    sin_cos(x, bits).ok_or(Precise::Unknown)
}

fn power_of_two(x: &Float, bits: i64) -> Outcome {
    let whole = x.floor();
    let Some(doublings) = whole.to_integer().filter(|n| n.abs() <= Float::LIMIT) else {
        return Err(if x.is_negative() { TINY } else { HUGE });
    };
    let fraction = x.sub(&whole, bits + 8);
    let power = exp(&fraction.mul(&ln_2(bits + 8), bits + 8), bits).ok_or(Precise::Unknown)?;
    Ok(power.scale(doublings))
}

fn binary_logarithm(x: &Float, bits: i64) -> Float {
    if x.length() == 1 {
        return Float::from(x.parts().1);
    }
    ln(x, bits).div(&ln_2(bits), bits)
}

fn sinh(x: &Float, bits: i64) -> Option<Float> {
    let less_one = expm1(&x.abs(), bits)?;
    let other = less_one.div(&Float::ONE.add(&less_one, bits), bits);
    Some(less_one.add(&other, bits).scale(-1).with_sign_of(x.sign()))
}

fn cosh(x: &Float, bits: i64) -> Option<Float> {
    let power = exp(&x.abs(), bits)?;
    Some(power.add(&Float::ONE.div(&power, bits), bits).scale(-1))
}

fn tanh(x: &Float, bits: i64) -> Float {
    let size = match expm1(&x.abs().scale(1), bits) {
        Some(less_one) => less_one.div(&Float::from(2).add(&less_one, bits), bits),
        None => Float::ONE,
    };
    size.with_sign_of(x.sign())
}

fn asinh(x: &Float, bits: i64) -> Float {
    let size = x.abs();
    let square = size.mul(&size, bits);
    let root = Float::ONE.add(&square, bits).sqrt(bits);
    let beyond = square.div(&Float::ONE.add(&root, bits), bits);
    log1p(&size.add(&beyond, bits), bits).with_sign_of(x.sign())
}

fn acosh(x: &Float, bits: i64) -> Outcome {
    let beyond = x.sub(&Float::ONE, bits);
    if beyond.is_negative() {
        return Err(Precise::Undefined);
    }
    let root = beyond
        .mul(&beyond.add(&Float::from(2), bits), bits)
        .sqrt(bits);
    Ok(log1p(&beyond.add(&root, bits), bits))
}

fn atanh(x: &Float, bits: i64) -> Outcome {
    let size = x.abs();
    let below = Float::ONE.sub(&size, bits);
    if below.is_zero() {
        return Err(Precise::Infinite(x.sign()));
    }
    within_one(x, |_| {
        log1p(&size.scale(1).div(&below, bits), bits)
            .scale(-1)
            .with_sign_of(x.sign())
    })
}

/// Arguments of the normal distribution beyond `2^NORMAL_RANGE` are in the tails of any precision.
const NORMAL_RANGE: i64 = 40;

fn normal_cdf(x: &Float, bits: i64) -> Option<Float> {
    let magnitude = x.magnitude().max(0);
    if magnitude > NORMAL_RANGE {
        return if x.is_negative() {
            None
        } else {
            Some(Float::ONE)
        };
    }
    // a relative error of the argument grows by twice its square
    let longer = bits + 2 * magnitude + 8;
    let argument = x.neg().div(&Float::from(2).sqrt(longer), longer);
    erfc(&argument, bits).map(|both_tails| both_tails.scale(-1))
}

fn normal_pdf(x: &Float, bits: i64) -> Option<Float> {
    let decay = exp(&x.mul_exact(x).scale(-1).neg(), bits)?;
    Some(decay.div(&pi(bits).scale(1).sqrt(bits), bits))
}

fn sigmoid(x: &Float, bits: i64) -> Option<Float> {
    match exp(&x.neg(), bits) {
        Some(power) => Some(Float::ONE.div(&Float::ONE.add(&power, bits), bits)),
        None => (!x.is_negative()).then_some(Float::ONE),
    }
}

fn softplus(x: &Float, bits: i64) -> Option<Float> {
    let power = exp(&x.abs().neg(), bits);
    let beyond_relu = power.map(|power| log1p(&power, bits));
    if x.is_negative() {
        beyond_relu
    } else {
        Some(x.add(&beyond_relu.unwrap_or(Float::ZERO), bits))
    }
}

/// `atan2(y, x)`; the limit at infinity if only one of them is infinite.
#[allow(clippy::match_same_arms, reason = "the order of the cases decides")]
fn angle(y: &Precise, x: &Precise, precision: Precision) -> Precise {
    use Precise::{Huge, Infinite, Number, Unknown};
    let bits = precision.working();
    match (y, x) {
        (Unknown, _) | (_, Unknown) => Unknown,
        (Infinite(_), Infinite(_)) => Precise::Undefined,
        (Huge(_), Huge(_)) => Unknown,
        (Number(y), Number(x)) => {
            let angle = if y.is_zero() && x.is_zero() {
                Float::ZERO
            } else {
                atan2(y, x, bits)
            };
            Precise::rounded(angle, precision)
        }
        _ => {
            let right = x.sign() != Some(Sign::Negative);
            let slope = if x.is_zero() {
                Precise::Infinite(y.sign().unwrap_or(Sign::Positive))
            } else {
                y.div(x, precision)
            };
            let acute = apply(Func::Atan, &[slope], precision);
            if right {
                acute
            } else {
                half_turn_from(&acute, y, precision)
            }
        }
    }
}

fn half_turn_from(acute: &Precise, y: &Precise, precision: Precision) -> Precise {
    let half_turn = constant(Constant::Pi, precision);
    acute.add(
        &if y.sign() == Some(Sign::Negative) {
            half_turn.neg()
        } else {
            half_turn
        },
        precision,
    )
}

impl Precision {
    /// Bits that hold that many decimal digits.
    pub(super) fn of_digits(digits: usize) -> i64 {
        (digits as f64 * LOG2_10).ceil() as i64 + 1
    }
}
