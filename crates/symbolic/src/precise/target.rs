//! Evaluating at growing precision until the result is known.

use super::{Precise, Precision};

/// The precision beyond which no further attempt is made.
const LONGEST: u32 = 8192;

/// The value of `evaluate` to a relative error of about `2^-target`, for formulas in which bits may cancel.
///
/// `evaluate` is called with growing precisions, each about twice the last, until two successive results agree; `None` if none do
/// up to 8192 bits. Zero and undefined results are believed only if they come at every precision: where a zero comes of
/// cancelling roundings, some other precision leaves a remainder. So both cost the most.
///
/// Agreement is strong evidence and no proof: a formula may hide a difference below the precision of both attempts.
pub fn to_target<F>(mut evaluate: F, target: Precision) -> Option<Precise>
where
    F: FnMut(Precision) -> Precise,
{
    let mut bits = (target.get() + 32).max(128);
    let mut last = evaluate(Precision::bits(bits));
    let mut same_throughout = true;
    while bits < LONGEST {
        bits = (2 * bits).min(LONGEST);
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
