//! Finite numbers of 320 bits without memory of their own: for sums of thousands of products, as of power series.

use std::cmp::Ordering;

use dashu_base::Sign;
use dashu_int::{IBig, UBig};

use super::{Precise, Precision};

const LIMBS: usize = 5;

/// The bits that a number is kept to.
pub(crate) const BITS: Precision = Precision::bits(64 * LIMBS as u32);

/// Exponents of what is made of [`Precise`] numbers: far enough from the ends that products of thousands stay clear of them.
const MOST_EXPONENT: i64 = 1 << 40;

/// `± 0.limbs 2^exponent` with the highest bit set, or zero. Sums, products and quotients are cut off, not rounded: their relative
/// error is below `2^-318`, of sums over the larger operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Wide {
    negative: bool,
    exponent: i64,
    /// From the lowest on.
    limbs: [u64; LIMBS],
}

impl Wide {
    pub const ZERO: Self = Self {
        negative: false,
        exponent: 0,
        limbs: [0; LIMBS],
    };

    pub const ONE: Self = Self {
        negative: false,
        exponent: 1,
        limbs: {
            let mut limbs = [0; LIMBS];
            limbs[LIMBS - 1] = 1 << 63;
            limbs
        },
    };

    /// A number cut off; none of what is none, and far beyond the range of an f64.
    pub fn of(value: &Precise) -> Option<Self> {
        let Precise::Number(number) = value else {
            return None;
        };
        if number.is_zero() {
            return Some(Self::ZERO);
        }
        let exponent = number.magnitude();
        if exponent.abs() > MOST_EXPONENT {
            return None;
        }
        let bytes = number.to_fixed(64 * LIMBS as i64 - exponent).to_le_bytes();
        let mut limbs = [0; LIMBS];
        for (limb, part) in limbs.iter_mut().zip(bytes.chunks(8)) {
            let mut own = [0; 8];
            own[..part.len()].copy_from_slice(part);
            *limb = u64::from_le_bytes(own);
        }
        Some(Self {
            negative: number.is_negative(),
            exponent,
            limbs,
        })
    }

    /// The same number.
    pub fn to_precise(self) -> Precise {
        let bytes: Vec<u8> = self
            .limbs
            .iter()
            .flat_map(|own| own.to_le_bytes())
            .collect();
        let sign = if self.negative {
            Sign::Negative
        } else {
            Sign::Positive
        };
        let mantissa = IBig::from_parts(sign, UBig::from_le_bytes(&bytes));
        Precise::from_parts(mantissa, self.exponent - 64 * LIMBS as i64)
    }

    /// Within one unit of the last place of an f64.
    pub fn to_f64(self) -> f64 {
        let exponent = (self.exponent - 64).clamp(-4000, 4000) as i32;
        let half = exponent / 2;
        let size = self.limbs[LIMBS - 1] as f64 * 2f64.powi(half) * 2f64.powi(exponent - half);
        if self.negative { -size } else { size }
    }

    pub fn is_zero(self) -> bool {
        self.limbs[LIMBS - 1] == 0
    }

    pub fn neg(self) -> Self {
        Self {
            negative: !self.negative,
            ..self
        }
    }

    pub fn times(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        let mut product = [0; 2 * LIMBS];
        for (i, &a) in self.limbs.iter().enumerate() {
            let mut carry = 0;
            for (j, &b) in other.limbs.iter().enumerate() {
                let sum = u128::from(a) * u128::from(b);
                let sum = sum + u128::from(product[i + j]) + u128::from(carry);
                product[i + j] = sum as u64;
                carry = (sum >> 64) as u64;
            }
            product[i + LIMBS] = carry;
        }
        let highest = std::array::from_fn(|index| product[LIMBS - 1 + index]);
        let exponent = self.exponent + other.exponent;
        Self::normalized(self.negative != other.negative, exponent, highest)
    }

    /// Times a whole number.
    pub fn times_whole(self, factor: usize) -> Self {
        let (mut limbs, mut carry) = ([0; LIMBS + 1], 0);
        for (limb, own) in limbs.iter_mut().zip(self.limbs) {
            let product = u128::from(own) * factor as u128 + u128::from(carry);
            *limb = product as u64;
            carry = (product >> 64) as u64;
        }
        limbs[LIMBS] = carry;
        Self::normalized(self.negative, self.exponent + 64, limbs)
    }

    /// Over a whole number that is not 0.
    pub fn over_whole(self, divisor: usize) -> Self {
        let (mut limbs, mut rest) = ([0; LIMBS + 1], 0);
        for (limb, own) in limbs
            .iter_mut()
            .rev()
            .zip(self.limbs.iter().rev().chain(&[0]))
        {
            let part = rest << 64 | u128::from(*own);
            *limb = (part / divisor as u128) as u64;
            rest = part % divisor as u128;
        }
        Self::normalized(self.negative, self.exponent, limbs)
    }

    pub fn plus(self, other: Self) -> Self {
        let (large, small) = match self.exponent.cmp(&other.exponent) {
            _ if other.is_zero() => return self,
            _ if self.is_zero() => return other,
            Ordering::Less => (other, self),
            Ordering::Greater => (self, other),
            Ordering::Equal if self.limbs.iter().rev().lt(other.limbs.iter().rev()) => {
                (other, self)
            }
            Ordering::Equal => (self, other),
        };
        let distance = (large.exponent - small.exponent) as u64;
        if distance >= 64 * LIMBS as u64 {
            return large;
        }
        let addend = shifted_down(small.limbs, distance as usize);
        if large.negative != small.negative {
            let rest = difference(large.limbs, addend);
            let mut limbs = [0; LIMBS + 1];
            limbs[1..].copy_from_slice(&rest);
            return Self::normalized(large.negative, large.exponent, limbs);
        }
        let (limbs, carried) = total(large.limbs, addend);
        if !carried {
            return Self { limbs, ..large };
        }
        let mut limbs = shifted_down(limbs, 1);
        limbs[LIMBS - 1] |= 1 << 63;
        Self {
            limbs,
            exponent: large.exponent + 1,
            ..large
        }
    }

    /// `± 0.limbs 2^exponent` with its highest bit set; the lowest limb is cut off.
    fn normalized(negative: bool, exponent: i64, mut limbs: [u64; LIMBS + 1]) -> Self {
        let mut shift = 0;
        while limbs[LIMBS] == 0 {
            if shift == 64 * LIMBS as i64 {
                return Self::ZERO;
            }
            limbs.copy_within(..LIMBS, 1);
            limbs[0] = 0;
            shift += 64;
        }
        let zeros = limbs[LIMBS].leading_zeros();
        let limbs = std::array::from_fn(|index| match zeros {
            0 => limbs[index + 1],
            _ => limbs[index + 1] << zeros | limbs[index] >> (64 - zeros),
        });
        Self {
            negative,
            exponent: exponent - shift - i64::from(zeros),
            limbs,
        }
    }
}

/// By less than all bits.
fn shifted_down(limbs: [u64; LIMBS], distance: usize) -> [u64; LIMBS] {
    let (whole, bits) = (distance / 64, distance % 64);
    let at = |index: usize| limbs.get(index).copied().unwrap_or(0);
    std::array::from_fn(|index| match bits {
        0 => at(index + whole),
        _ => at(index + whole) >> bits | at(index + whole + 1) << (64 - bits),
    })
}

fn total(a: [u64; LIMBS], b: [u64; LIMBS]) -> ([u64; LIMBS], bool) {
    let (mut sum, mut carried) = ([0; LIMBS], false);
    for index in 0..LIMBS {
        let (part, first) = a[index].overflowing_add(b[index]);
        let (part, second) = part.overflowing_add(u64::from(carried));
        (sum[index], carried) = (part, first || second);
    }
    (sum, carried)
}

/// Of a number and one that is not greater.
fn difference(a: [u64; LIMBS], b: [u64; LIMBS]) -> [u64; LIMBS] {
    let (mut rest, mut borrowed) = ([0; LIMBS], false);
    for index in 0..LIMBS {
        let (part, first) = a[index].overflowing_sub(b[index]);
        let (part, second) = part.overflowing_sub(u64::from(borrowed));
        (rest[index], borrowed) = (part, first || second);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<Precise> {
        let third = Precise::ONE.div(&Precise::from(3.0), BITS);
        let mut samples = vec![Precise::ZERO, Precise::ONE, third.clone()];
        for scale in [1.0, -7.5, 1e-30, 3e40, -1e-100, 0.333_333_333_333_333_3] {
            samples.push(Precise::from(scale));
            samples.push(third.mul(&Precise::from(scale), BITS));
            samples.push(third.add(&Precise::from(scale), BITS));
            samples.push(third.neg().add(&Precise::from(scale), BITS));
        }
        samples
    }

    fn assert_close(found: Wide, expected: &Precise, over: &Precise) {
        let error = found.to_precise().sub(expected, BITS).abs();
        let bound = over.abs().mul(&Precise::from(2f64.powi(-316)), BITS);
        let greater = error.compare(&bound) == Some(Ordering::Greater);
        assert!(!greater, "{found:?}, not {expected:?}");
    }

    #[test]
    fn arithmetic_is_that_of_precise_numbers() {
        for a in samples() {
            let wide = Wide::of(&a).expect("it is finite");
            assert_close(wide, &a, &a);
            assert!((wide.to_f64() - a.to_f64()).abs() <= a.to_f64().abs() * f64::EPSILON);
            for whole in [1, 2, 3, 84, 1_000_003] {
                let factor = Precise::from(whole as f64);
                let expected = a.mul(&factor, BITS);
                assert_close(wide.times_whole(whole), &expected, &expected);
                let expected = a.div(&factor, BITS);
                assert_close(wide.over_whole(whole), &expected, &expected);
            }
            for b in samples() {
                let other = Wide::of(&b).expect("it is finite");
                let expected = a.mul(&b, BITS);
                assert_close(wide.times(other), &expected, &expected);
                let size = a.abs().add(&b.abs(), BITS);
                assert_close(wide.plus(other), &a.add(&b, BITS), &size);
                assert_close(wide.plus(other.neg()), &a.sub(&b, BITS), &size);
            }
        }
    }

    #[test]
    fn what_is_out_of_range_is_no_number() {
        let huge = Precise::from_parts(IBig::ONE, 1 << 50);
        for value in [Precise::from(f64::INFINITY), Precise::Undefined, huge] {
            assert!(Wide::of(&value).is_none());
        }
    }
}
