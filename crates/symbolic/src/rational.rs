//! Exact rational numbers.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use dashu_base::{Abs, BitTest, Gcd, Signed};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use gradus_syntax::Number;

/// An exact rational number of any size.
///
/// ```
/// use gradus_symbolic::Rational;
/// let third = Rational::new(1, 3);
/// assert_eq!((&third + &third).to_string(), "2/3");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rational(Form);

/// Numbers that fit are always small: equal numbers have equal forms.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    /// Numerator and denominator in lowest terms, the denominator positive, neither of them `i64::MIN`.
    Small(i64, i64),
    /// Everything else.
    Big(RBig),
}

use Form::{Big, Small};

impl Rational {
    /// Zero.
    pub const ZERO: Self = Self(Small(0, 1));
    /// One.
    pub const ONE: Self = Self(Small(1, 1));
    /// Minus one.
    pub const MINUS_ONE: Self = Self(Small(-1, 1));

    /// The quotient of two integers.
    ///
    /// # Panics
    /// If the denominator is zero.
    pub fn new(numerator: i64, denominator: i64) -> Self {
        Self::ratio(numerator.into(), denominator.into())
    }

    /// The quotient of two integers of no more than 127 bits.
    fn ratio(numerator: i128, denominator: i128) -> Self {
        assert!(denominator != 0, "the denominator is not zero");
        if let (Some(numerator), Some(denominator)) = (small(numerator), small(denominator)) {
            return Self::small_ratio(numerator, denominator);
        }
        let common = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()).cast_signed();
        let common = if denominator < 0 { -common } else { common };
        let (numerator, denominator) = (numerator / common, denominator / common);
        match (small(numerator), small(denominator)) {
            (Some(numerator), Some(denominator)) => Self(Small(numerator, denominator)),
            _ => Self(Big(RBig::from_parts_signed(
                numerator.into(),
                denominator.into(),
            ))),
        }
    }

    /// The quotient of two integers that are not `i64::MIN`.
    fn small_ratio(numerator: i64, denominator: i64) -> Self {
        if denominator == 1 {
            return Self(Small(numerator, 1));
        }
        let (mut common, mut rest) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        while rest != 0 {
            (common, rest) = (rest, common % rest);
        }
        // a divisor of the denominator, so smaller than 2^63
        let common = common.cast_signed() * denominator.signum();
        Self(Small(numerator / common, denominator / common))
    }

    fn of(value: RBig) -> Self {
        let numerator = i64::try_from(value.numerator()).ok();
        let denominator = i64::try_from(value.denominator()).ok();
        match (numerator, denominator) {
            (Some(numerator), Some(denominator)) if numerator != i64::MIN => {
                Self(Small(numerator, denominator))
            }
            _ => Self(Big(value)),
        }
    }

    /// Exactly that decimal.
    pub fn from_decimal(number: &Number) -> Self {
        // a number holds decimal digits only
        let digits: UBig = number.digits().parse().unwrap_or_default();
        let scale = UBig::from(10u8).pow(number.exponent().unsigned_abs() as usize);
        if number.exponent() >= 0 {
            Self::of(RBig::from(digits * scale))
        } else {
            Self::of(RBig::from_parts(digits.into(), scale))
        }
    }

    /// Exactly that number; `None` for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        RBig::try_from(value).ok().map(Self::of)
    }

    /// As a big rational.
    pub fn to_rbig(&self) -> RBig {
        match &self.0 {
            Small(numerator, denominator) => {
                RBig::from_parts_signed((*numerator).into(), (*denominator).into())
            }
            Big(value) => value.clone(),
        }
    }

    /// The numerator in lowest terms; it carries the sign.
    pub fn numerator(&self) -> IBig {
        match &self.0 {
            Small(numerator, _) => (*numerator).into(),
            Big(value) => value.numerator().clone(),
        }
    }

    /// The denominator in lowest terms, positive.
    pub fn denominator(&self) -> UBig {
        match &self.0 {
            Small(_, denominator) => denominator.unsigned_abs().into(),
            Big(value) => value.denominator().clone(),
        }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Small(0, _))
    }

    /// Whether it is 1.
    pub fn is_one(&self) -> bool {
        matches!(self.0, Small(1, 1))
    }

    /// Whether it is an integer.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Small(_, denominator) => *denominator == 1,
            Big(value) => value.is_int(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Small(numerator, _) => *numerator < 0,
            Big(value) => value.is_negative(),
        }
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        !self.is_negative() && !self.is_zero()
    }

    /// Whether it is an even integer.
    pub fn is_even(&self) -> bool {
        match &self.0 {
            Small(numerator, denominator) => *denominator == 1 && numerator % 2 == 0,
            Big(value) => value.is_int() && !value.numerator().bit(0),
        }
    }

    /// Whether it is a power of two, or the inverse of one, of a small number.
    pub fn is_power_of_two(&self) -> bool {
        let power = |part: i64| part > 0 && part & (part - 1) == 0;
        self.is_positive()
            && (self.to_i64().is_some_and(power) || self.recip().to_i64().is_some_and(power))
    }

    /// Its value as a small integer, if it is one.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Small(numerator, 1) => Some(*numerator),
            Small(..) => None,
            Big(value) if value.is_int() => i64::try_from(value.numerator()).ok(),
            Big(_) => None,
        }
    }

    /// The nearest f64.
    pub fn to_f64(&self) -> f64 {
        const EXACT: u64 = 1 << 53;
        match self.0 {
            Small(numerator, denominator)
                if numerator.unsigned_abs() < EXACT && denominator.unsigned_abs() < EXACT =>
            {
                numerator as f64 / denominator as f64
            }
            _ => self.to_rbig().to_f64().value(),
        }
    }

    /// Its distance from zero.
    #[must_use]
    pub fn abs(&self) -> Self {
        match &self.0 {
            Small(numerator, denominator) => Self(Small(numerator.abs(), *denominator)),
            Big(value) => Self(Big(value.clone().abs())),
        }
    }

    /// One divided by it.
    ///
    /// # Panics
    /// If it is zero.
    #[must_use]
    pub fn recip(&self) -> Self {
        &Self::ONE / self
    }

    /// The greatest integer not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Small(numerator, denominator) => Self(Small(numerator.div_euclid(*denominator), 1)),
            Big(value) => Self::from(value.floor()),
        }
    }

    /// The larger of the bits of its numerator and denominator.
    pub fn bits(&self) -> usize {
        match &self.0 {
            Small(numerator, denominator) => {
                let larger = numerator.unsigned_abs().max(denominator.unsigned_abs());
                (u64::BITS - larger.leading_zeros()) as usize
            }
            Big(value) => (value.numerator().bit_len()).max(value.denominator().bit_len()),
        }
    }

    /// About its binary logarithm: within one of it.
    pub fn magnitude(&self) -> i64 {
        let bits = |value: usize| value as i64;
        let (above, below) = (self.numerator(), self.denominator());
        bits(above.bit_len()) - bits(below.bit_len())
    }

    /// Its power, unless that would need more than `limit` bits or divide by zero.
    pub fn pow(&self, exponent: i64, limit: usize) -> Option<Self> {
        let size = (self.bits() as u64)
            .saturating_sub(1)
            .saturating_mul(exponent.unsigned_abs());
        if size > limit as u64 || (self.is_zero() && exponent < 0) {
            return None;
        }
        match exponent {
            0 => Some(Self::ONE),
            1 => Some(self.clone()),
            -1 => Some(self.recip()),
            _ => Some(Self::of(
                self.to_rbig().pow(isize::try_from(exponent).ok()?),
            )),
        }
    }

    /// The largest positive rational of which both are integer multiples.
    #[must_use]
    pub fn gcd(&self, other: &Self) -> Self {
        if let (Small(a, b), Small(c, d)) = (&self.0, &other.0) {
            let numerator = gcd(a.unsigned_abs().into(), c.unsigned_abs().into());
            let (b, d) = (i128::from(*b), i128::from(*d));
            let common = gcd(b.unsigned_abs(), d.unsigned_abs()).cast_signed();
            return Self::ratio(numerator.cast_signed(), b / common * d);
        }
        let numerator = self.numerator().gcd(&other.numerator());
        let (a, b) = (self.denominator(), other.denominator());
        let denominator = &a * &b / a.gcd(&b);
        Self::of(RBig::from_parts(numerator.into(), denominator))
    }
}

/// Euclid's algorithm; in 64 bits where the numbers fit.
fn gcd(mut a: u128, mut b: u128) -> u128 {
    while let (Ok(x), Ok(y)) = (u64::try_from(a), u64::try_from(b)) {
        if y == 0 {
            return a;
        }
        (a, b) = (b, (x % y).into());
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn small(value: i128) -> Option<i64> {
    i64::try_from(value).ok().filter(|&value| value != i64::MIN)
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Self::ratio(value.into(), 1)
    }
}

impl From<IBig> for Rational {
    fn from(value: IBig) -> Self {
        Self::of(RBig::from(value))
    }
}

impl From<RBig> for Rational {
    fn from(value: RBig) -> Self {
        Self::of(value)
    }
}

fn whole(value: Option<i64>) -> Option<Rational> {
    let value = value.filter(|&value| value != i64::MIN)?;
    Some(Rational(Small(value, 1)))
}

fn whole_sum(a: i64, b: i64) -> Option<Rational> {
    whole(a.checked_add(b))
}

fn whole_difference(a: i64, b: i64) -> Option<Rational> {
    whole(a.checked_sub(b))
}

fn whole_product(a: i64, b: i64) -> Option<Rational> {
    whole(a.checked_mul(b))
}

fn whole_quotient(a: i64, b: i64) -> Option<Rational> {
    (b != 0).then(|| Rational::small_ratio(a, b))
}

/// Each operator on integers, on and denominators of 64 bits, or else on big rationals.
macro_rules! operators {
    ($($trait:ident $method:ident $whole:ident |$a:ident, $b:ident, $c:ident, $d:ident| $small:expr;)*) => {$(
        impl $trait for &Rational {
            type Output = Rational;
            fn $method(self, other: Self) -> Rational {
                if let (Small(a, 1), Small(b, 1)) = (&self.0, &other.0)
                    && let Some(whole) = $whole(*a, *b)
                {
                    return whole;
                }
                if let (Small(a, b), Small(c, d)) = (&self.0, &other.0) {
                    let [$a, $b, $c, $d] = [*a, *b, *c, *d].map(i128::from);
                    return $small;
                }
                Rational::of($trait::$method(self.to_rbig(), other.to_rbig()))
            }
        }
    )*};
}

operators! {
    Add add whole_sum |a, b, c, d| match (b, d) {
        (1, 1) => Rational::ratio(a + c, 1),
        _ => Rational::ratio(a * d + c * b, b * d),
    };
    Sub sub whole_difference |a, b, c, d| match (b, d) {
        (1, 1) => Rational::ratio(a - c, 1),
        _ => Rational::ratio(a * d - c * b, b * d),
    };
    Mul mul whole_product |a, b, c, d| Rational::ratio(a * c, b * d);
    Div div whole_quotient |a, b, c, d| Rational::ratio(a * d, b * c);
}

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match &self.0 {
            Small(numerator, denominator) => Rational(Small(-numerator, *denominator)),
            Big(value) => Rational::of(-value),
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Small(a, b), Small(c, d)) => {
                let [a, b, c, d] = [*a, *b, *c, *d].map(i128::from);
                (a * d).cmp(&(c * b))
            }
            _ => self.to_rbig().cmp(&other.to_rbig()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq<i64> for Rational {
    fn eq(&self, other: &i64) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd<i64> for Rational {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        Some(self.cmp(&Self::from(*other)))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_rbig(), f)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let number = Number::new("0.044715", "44715", -6);
        assert_eq!(
            Rational::from_decimal(&number),
            Rational::new(44715, 1_000_000)
        );
        assert_eq!(Rational::from_decimal(&Number::new("1e3", "1", 3)), 1000);
    }

    #[test]
    fn powers_respect_the_limit() {
        assert_eq!(Rational::from(2).pow(10, 64), Some(Rational::from(1024)));
        assert_eq!(Rational::from(2).pow(1_000_000_000, 1 << 16), None);
        assert_eq!(Rational::ZERO.pow(-1, 64), None);
    }

    #[test]
    fn the_common_measure_of_fractions() {
        assert_eq!(
            Rational::new(2, 3).gcd(&Rational::new(4, 9)),
            Rational::new(2, 9)
        );
    }

    #[test]
    fn sums_products_and_orders_do_not_depend_on_size() {
        let ends = [
            1,
            2,
            3,
            7,
            i64::MAX,
            i64::MAX - 1,
            i64::MIN,
            i64::MIN + 1,
            -1,
            -6,
        ];
        let numbers = |a: i64| ends.into_iter().map(move |b| (a, b));
        for ((a, b), (c, d)) in ends
            .into_iter()
            .flat_map(numbers)
            .zip(ends.into_iter().rev().flat_map(numbers))
        {
            let (p, q) = (Rational::new(a, b), Rational::new(c, d));
            let big = |a: i64, b: i64| RBig::from_parts_signed(a.into(), b.into());
            let (x, y) = (big(a, b), big(c, d));
            assert_eq!((&p + &q).to_rbig(), &x + &y);
            assert_eq!((&p - &q).to_rbig(), &x - &y);
            assert_eq!((&p * &q).to_rbig(), &x * &y);
            assert_eq!((&p / &q).to_rbig(), &x / &y);
            assert_eq!(&(&p + &q) - &q, p);
            assert_eq!(&(&p * &q) / &q, p);
            assert_eq!(p.cmp(&q), x.cmp(&y));
            assert_eq!(p.floor().to_rbig(), RBig::from(x.floor()));
            assert_eq!(
                p.bits(),
                p.numerator().bit_len().max(p.denominator().bit_len())
            );
        }
    }
}
