//! Where a formula is looked at: everywhere on the line, most densely where activations are used and beside breaks.

/// The middle of the line is looked at evenly.
const MIDDLE: f64 = 20.0;
/// Points per unit there.
const PER_UNIT: i32 = 64;
/// Points per octave further out, up to `2^FAR`, and per octave beyond that.
const PER_OCTAVE: [i32; 2] = [32, 2];
/// Where points become rare.
const FAR: i32 = 12;

/// Numbers from left to right, none beyond `reach`, in pieces that end at `cuts`, which belong to none.
pub(super) fn pieces(cuts: &[f64], reach: f64) -> Vec<Vec<f64>> {
    let mut points = vec![0.0];
    for magnitude in magnitudes() {
        points.extend([-magnitude, magnitude]);
    }
    for &cut in cuts {
        points.extend(beside(cut));
    }
    points.retain(|x| x.abs() <= reach && !cuts.contains(x));
    points.sort_unstable_by(f64::total_cmp);
    points.dedup();
    let mut rest = &points[..];
    let mut pieces = Vec::new();
    for &cut in cuts {
        let (left, right) = rest.split_at(rest.partition_point(|&x| x < cut));
        pieces.push(left.to_vec());
        rest = right;
    }
    pieces.push(rest.to_vec());
    pieces
}

fn magnitudes() -> impl Iterator<Item = f64> {
    let even = (1..=MIDDLE as i32 * PER_UNIT).map(|step| f64::from(step) / f64::from(PER_UNIT));
    let small = (-1074..=-6).map(|exponent| 2f64.powi(exponent));
    let octaves = |from: i32, to: i32, count: i32| {
        let steps = from * count..=to * count;
        steps.map(move |step| (f64::from(step) / f64::from(count)).exp2())
    };
    let large = octaves(4, FAR, PER_OCTAVE[0]).filter(|&x| x > MIDDLE);
    let huge = octaves(FAR, 1023, PER_OCTAVE[1]).skip(1);
    even.chain(small).chain(large).chain(huge).chain([f64::MAX])
}

/// Ever nearer to a point.
fn beside(cut: f64) -> impl Iterator<Item = f64> {
    let scale = cut.abs().max(1.0);
    let steps = (1..=52).map(move |exponent| scale * 2f64.powi(-exponent));
    let near = steps.flat_map(move |step| [cut - step, cut + step]);
    let nearest = [moved(cut, -NEAREST), moved(cut, NEAREST)];
    let is_apart = move |x: &f64| *x <= nearest[0] || *x >= nearest[1];
    near.filter(is_apart).chain(nearest)
}

/// How many doubles the nearest point is away from a cut, which is rounded itself.
const NEAREST: i64 = 4;

/// The number halfway between two in the order of all doubles.
pub(super) fn between(a: f64, b: f64) -> f64 {
    unplaced(place(a).midpoint(place(b)))
}

/// The number so many doubles further.
pub(super) fn moved(x: f64, by: i64) -> f64 {
    unplaced(place(x).saturating_add(by))
}

/// The place of a number in the order of all doubles; both zeros are at 0.
fn place(x: f64) -> i64 {
    let bits = (x.abs()).to_bits() as i64;
    if x < 0.0 { -bits } else { bits }
}

fn unplaced(place: i64) -> f64 {
    let magnitude = f64::from_bits(place.unsigned_abs());
    if place < 0 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_at_the_cuts() {
        let pieces = pieces(&[-1.0, 0.0], f64::MAX);
        assert_eq!(pieces.len(), 3);
        assert_eq!(pieces[0].last(), Some(&moved(-1.0, -NEAREST)));
        assert_eq!(pieces[1].first(), Some(&moved(-1.0, NEAREST)));
        assert_eq!(pieces[2].first(), Some(&f64::from_bits(4)));
        assert_eq!(pieces[2].last(), Some(&f64::MAX));
    }

    #[test]
    fn halving_ends_at_neighbours() {
        let (mut a, mut b) = (-1.0, f64::MAX);
        for _ in 0..64 {
            let middle = between(a, b);
            if middle < 3.0 { a = middle } else { b = middle }
        }
        assert_eq!(b, 3.0);
        assert_eq!(moved(a, 1), b);
    }
}
