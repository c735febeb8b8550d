//! Sets of numbers made of intervals.

use super::figures::{Interval, Set};

/// Beyond this number the intervals of a set are not listed.
const MOST: usize = 64;

/// The union of intervals: what overlaps, or touches at an end that belongs to one of the two, becomes one.
pub(super) fn union(mut parts: Vec<Interval>, more: bool) -> Set {
    parts.sort_by(|a, b| a.from.total_cmp(&b.from).then(b.has_from.cmp(&a.has_from)));
    let mut intervals: Vec<Interval> = Vec::new();
    for part in parts {
        match intervals.last_mut() {
            Some(last) if touches(last, &part) => {
                if part.to > last.to {
                    (last.to, last.has_to) = (part.to, part.has_to);
                } else if part.to == last.to {
                    last.has_to |= part.has_to;
                }
            }
            _ => intervals.push(part),
        }
    }
    let more = more || intervals.len() > MOST;
    intervals.truncate(MOST);
    Set { intervals, more }
}

fn touches(left: &Interval, right: &Interval) -> bool {
    right.from < left.to || right.from == left.to && (left.has_to || right.has_from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_that_touch_are_joined() {
        let open = Interval::open;
        assert_eq!(
            union(vec![open(0.0, 1.0), open(1.0, 2.0)], false)
                .intervals
                .len(),
            2
        );
        let one = Interval::closed(1.0, 1.0);
        let joined = union(vec![open(1.0, 2.0), open(0.0, 1.0), one], false);
        assert_eq!(joined.intervals, [open(0.0, 2.0)]);
    }
}
