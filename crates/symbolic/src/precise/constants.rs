//! Circle constant and logarithms of small integers as fixed-point numbers, remembered per thread.

use std::cell::RefCell;

use dashu_int::UBig;

use super::float::{Float, unsigned};

/// A constant and its longest fixed-point value so far.
type Remembered = RefCell<(i64, UBig)>;

thread_local! {
    static PI: Remembered = const { RefCell::new((0, UBig::ZERO)) };
    static LN_2: Remembered = const { RefCell::new((0, UBig::ZERO)) };
    static LN_10: Remembered = const { RefCell::new((0, UBig::ZERO)) };
}

/// `π * 2^width`, within one unit.
pub(super) fn pi_fixed(width: i64) -> UBig {
    PI.with(|known| {
        recall(known, width, |w| {
            (inverse_atan(5, w) << 4) - (inverse_atan(239, w) << 2)
        })
    })
}

/// `ln(2) * 2^width`, within one unit.
pub(super) fn ln_2_fixed(width: i64) -> UBig {
    LN_2.with(|known| {
        recall(known, width, |w| {
            inverse_atanh(31, w) * UBig::from(14u8)
                + inverse_atanh(49, w) * UBig::from(10u8)
                + inverse_atanh(161, w) * UBig::from(6u8)
        })
    })
}

/// π with a relative error below `2^-bits`.
pub(super) fn pi(bits: i64) -> Float {
    Float::from_fixed(pi_fixed(bits), bits)
}

/// ln(2) with a relative error below `2^-bits`.
pub(super) fn ln_2(bits: i64) -> Float {
    Float::from_fixed(ln_2_fixed(bits + 1), bits + 1)
}

/// ln(10) with a relative error below `2^-bits`.
pub(super) fn ln_10(bits: i64) -> Float {
    let fixed = LN_10.with(|known| {
        // 10 is 5 times 2, and ln(5) is made of the same three series as ln(2).
        recall(known, bits, |w| {
            inverse_atanh(31, w) * UBig::from(46u8)
                + inverse_atanh(49, w) * UBig::from(34u8)
                + inverse_atanh(161, w) * UBig::from(20u8)
        })
    });
    Float::from_fixed(fixed, bits)
}

/// Cuts the remembered value to the width asked for, after computing a longer one where it is too short.
fn recall(known: &Remembered, width: i64, compute: impl Fn(i64) -> UBig) -> UBig {
    const GUARD: i64 = 32;
    let (mut longest, mut value) = known.take();
    if longest < width + 1 {
        // A third more than asked, so that slowly growing requests do not each start anew.
        longest = width + width / 3 + 64;
        value = compute(longest + GUARD) >> unsigned(GUARD);
    }
    let cut = &value >> unsigned(longest - width);
    known.replace((longest, value));
    cut
}

/// `atan(1/n) * 2^width`.
fn inverse_atan(n: u32, width: i64) -> UBig {
    let (even, odd) = inverse_series(n, width);
    even - odd
}

/// `atanh(1/n) * 2^width`.
fn inverse_atanh(n: u32, width: i64) -> UBig {
    let (even, odd) = inverse_series(n, width);
    even + odd
}

/// The sums of the terms `n^-(2k+1) / (2k+1)` with even and with odd k.
fn inverse_series(n: u32, width: i64) -> (UBig, UBig) {
    let square = UBig::from(n * n);
    let mut power = (UBig::ONE << unsigned(width)) / UBig::from(n);
    let mut sums = (UBig::ZERO, UBig::ZERO);
    let mut divisor = 1u64;
    while !power.is_zero() {
        sums.0 += &power / UBig::from(divisor);
        power /= &square;
        sums.1 += &power / UBig::from(divisor + 2);
        power /= &square;
        divisor += 4;
    }
    sums
}
