//! Evaluating at growing precision until the result is known.

use super::{Precise, Precision};

/// The precision beyond which no further attempt is made.
const LONGEST: u32 = 8192;

/// The value of `evaluate` to a relative error of about `2^-target`, for formulas in which bits may cancel.
///
/// `evaluate` is called with growing precisions until two successive results agree; `None` if none do up to 8192 bits. `arguments` are
/// those the formula is evaluated at. Where they or their exponentials are far from 1, so many more bits are used from the second attempt on:
/// two attempts that both lose such a term next to 1 would agree on a wrong result (`exp(x) - 1 - x` would be -x).
///
/// Zero and undefined results are believed only if they come at every precision: where a zero comes of cancelling
/// roundings, some other precision leaves a remainder. So both cost the most.
///
/// Agreement is strong evidence and no proof: what is smaller than about `2^-2200` of the terms it is added to may go unseen.
pub fn to_target<F>(mut evaluate: F, arguments: &[Precise], target: Precision) -> Option<Precise>
where
    F: FnMut(Precision) -> Precise,
{
    let mut bits = target.get() + 32;
    let careful = (bits + 32 + 2 * arguments.iter().map(orders).max().unwrap_or(0)).min(LONGEST);
    let mut last = evaluate(Precision::bits(bits));
    let mut same_throughout = true;
    while bits < LONGEST {
        bits = (2 * bits).clamp(careful, LONGEST);
        let next = evaluate(Precision::bits(bits));
        if agree(&last, &next, i64::from(target.get())) {
            return Some(next);
        }
        same_throughout &= last == next;
        last = next;
    }
    let believed = same_throughout && (last.is_zero() || last == Precise::Undefined);
    believed.then_some(last)
}

/// As [`to_target`] for what has no arguments: a constant that cannot be told from 0 to 2400 bits, less than any machine number, is 0;
/// what is not known otherwise is undefined.
pub fn to_target_or_zero<F>(mut evaluate: F, target: Precision) -> Precise
where
    F: FnMut(Precision) -> Precise,
{
    const LAST: u32 = 2400;
    const SLACK: i64 = 256;
    let target = target.get();
    let mut last = evaluate(Precision::bits(target + 32));
    for bits in [2 * target + 64, LAST.max(4 * target)] {
        let next = evaluate(Precision::bits(bits));
        if agree(&last, &next, i64::from(target)) {
            return next;
        }
        last = next;
    }
    match last {
        Precise::Number(rest) if rest.is_zero() || rest.magnitude() < SLACK - i64::from(LAST) => {
            Precise::ZERO
        }
        _ => Precise::Undefined,
    }
}

/// How many binary orders of magnitude a number or its exponential is away from 1, up to those of an f64.
fn orders(x: &Precise) -> u32 {
    const MOST: u32 = 1100;
    match x {
        Precise::Number(x) if x.is_zero() => 0,
        Precise::Number(x) => {
            let own = u32::try_from(x.magnitude().unsigned_abs()).unwrap_or(MOST);
            // 3/2 exceeds the binary logarithm of e
            let whole = x
                .abs()
                .floor()
                .to_integer()
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or(MOST);
            own.max(whole.min(MOST) * 3 / 2).min(MOST)
        }
        _ => MOST,
    }
}

/// Whether two results are one to so many bits, and not of the kinds that need more evidence.
fn agree(first: &Precise, second: &Precise, bits: i64) -> bool {
    match (first, second) {
        (Precise::Number(a), Precise::Number(b)) => {
            !b.is_zero() && a.sub(b, 64).magnitude() <= b.magnitude() - bits
        }
        (Precise::Infinite(a), Precise::Infinite(b))
        | (Precise::Huge(a), Precise::Huge(b))
        | (Precise::Tiny(a), Precise::Tiny(b)) => a == b,
        _ => false,
    }
}
