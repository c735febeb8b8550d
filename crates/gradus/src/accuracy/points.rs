//! Where a kernel is measured: over the whole order of the format, and where something happens.

use super::Format;

/// Half of the points lie where activations are used.
const USUAL: (f64, f64) = (1.0 / 1024.0, 2048.0);
/// Numbers whose neighbours are looked at.
const LANDMARKS: [f64; 3] = [0.0, 1.0, -1.0];
/// Beside what is looked at: every number so near.
const NEAREST: u64 = 3;
/// And those at distances of powers of two up to this, in numbers of the format.
const FURTHEST: u32 = 20;
/// Roots beyond this number are not looked for.
const ROOTS: usize = 64;

/// A range of numbers of a format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub format: Format,
    pub from: f64,
    pub to: f64,
}

impl Range {
    /// The places of its ends.
    pub fn places(self) -> (u64, u64) {
        (self.format.place(self.from), self.format.place(self.to))
    }

    fn holds(self, place: u64) -> bool {
        let (from, to) = self.places();
        from <= place && place <= to
    }

    /// Whether it is all finite numbers.
    fn is_whole(self) -> bool {
        let greatest = self.format.greatest();
        self.from <= -greatest && self.to >= greatest
    }

    /// About so many points: half of them spread over the order of the format, the others where activations are used or, of a range
    /// that was chosen, spread over the line; besides the neighbours of what is notable.
    pub fn points(self, count: usize, notable: &[f64]) -> Vec<f64> {
        let (from, to) = self.places();
        let mut places = spread(from, to, count.div_ceil(2));
        if self.is_whole() {
            let (low, high) = (self.format.place(USUAL.0), self.format.place(USUAL.1));
            places.extend(spread(low, high, count / 4));
            let (low, high) = (self.format.place(-USUAL.1), self.format.place(-USUAL.0));
            places.extend(spread(low, high, count / 4));
        } else {
            places.extend(self.line(count / 2));
        }
        let normal = self.format.least_normal();
        let ends = [self.from, self.to, normal, -normal];
        for &number in LANDMARKS.iter().chain(&ends).chain(notable) {
            places.extend(around(self.format.place(self.format.rounded(number))));
        }
        places.retain(|&place| self.holds(place));
        places.sort_unstable();
        places.dedup();
        places
            .into_iter()
            .map(|place| self.format.at(place))
            .collect()
    }

    /// Numbers evenly spaced on the line, each moved a little.
    fn line(self, count: usize) -> impl Iterator<Item = u64> {
        (0..count).map(move |index| {
            let part = (index as f64 + fraction(index as u64)) / count as f64;
            // a mean of the ends, so that even the widest range does not overflow
            self.format.place(
                self.format
                    .rounded(self.from * (1.0 - part) + self.to * part),
            )
        })
    }

    /// The neighbours of the places between which the results change their sign.
    pub fn beside_roots(
        self,
        xs: &[f64],
        results: &[f64],
        evaluate: impl Fn(f64) -> f64,
    ) -> Vec<f64> {
        let changes = xs.windows(2).zip(results.windows(2));
        let changes = changes.filter(|(_, pair)| pair[0] * pair[1] < 0.0 || opposite(pair));
        let mut found = Vec::new();
        for (ends, pair) in changes.take(ROOTS) {
            let (mut low, mut high) = (self.format.place(ends[0]), self.format.place(ends[1]));
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                let result = evaluate(self.format.at(middle));
                match (result < 0.0) == (pair[0] < 0.0) {
                    true => low = middle,
                    false => high = middle,
                }
            }
            found.extend(around(high).filter(|&place| self.holds(place)));
        }
        found
            .into_iter()
            .map(|place| self.format.at(place))
            .collect()
    }
}

/// The product of tiny numbers of opposite signs underflows.
fn opposite(pair: &[f64]) -> bool {
    pair[0] < 0.0 && pair[1] > 0.0 || pair[0] > 0.0 && pair[1] < 0.0
}

/// One place in each of so many equal parts of a range: not evenly spaced, so that significands of every kind occur.
fn spread(from: u64, to: u64, count: usize) -> Vec<u64> {
    let length = u128::from(to.saturating_sub(from));
    let parts = count.max(1) as u128;
    let start = |index: u128| from + (length * index / parts) as u64;
    let place = |index: usize| {
        let (low, high) = (start(index as u128), start(index as u128 + 1));
        low + ((high - low) as f64 * fraction(index as u64)) as u64
    };
    (0..count).map(place).collect()
}

/// The places beside a place, nearer ones closer together.
fn around(place: u64) -> impl Iterator<Item = u64> {
    let far = (0..=FURTHEST).map(|power| 1 << power);
    (0..=NEAREST).chain(far).flat_map(move |distance: u64| {
        [
            place.saturating_sub(distance),
            place.saturating_add(distance),
        ]
    })
}

/// A number in [0, 1) that looks random and is the same in every run (`SplitMix64`).
fn fraction(index: u64) -> f64 {
    let mut state = index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((state ^ (state >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(format: Format) -> Range {
        let greatest = format.greatest();
        Range {
            format,
            from: -greatest,
            to: greatest,
        }
    }

    #[test]
    fn points_cover_all_exponents_and_crowd_where_activations_are_used() {
        for format in [Format::F64, Format::F32] {
            let points = whole(format).points(4000, &[2.5]);
            assert!(points.is_sorted_by(|a, b| format.place(*a) < format.place(*b)));
            assert!(
                points
                    .iter()
                    .all(|&x| x.is_finite() && format.rounded(x) == x)
            );
            let usual = points
                .iter()
                .filter(|x| (USUAL.0..USUAL.1).contains(&x.abs()))
                .count();
            assert!((2000..2600).contains(&usual), "{usual}");
            for wanted in [0.0, -0.0, 1.0, 2.5, format.greatest(), -format.greatest()] {
                assert!(
                    points.iter().any(|x| x.to_bits() == wanted.to_bits()),
                    "{wanted}"
                );
            }
            assert!(
                points
                    .iter()
                    .filter(|x| x.abs() < format.least_normal())
                    .count()
                    > 20
            );
        }
    }

    #[test]
    fn points_stay_within_a_range() {
        let range = Range {
            format: Format::F64,
            from: -3.0,
            to: 10.0,
        };
        let points = range.points(1000, &[20.0]);
        assert!(points.iter().all(|x| (-3.0..=10.0).contains(x)));
        assert!(points.iter().filter(|&&x| x > 5.0).count() > 150);
        assert_eq!((points[0], points.last()), (-3.0, Some(&10.0)));
    }

    #[test]
    fn roots_are_found_to_the_last_number() {
        let range = whole(Format::F64);
        let xs = [-2.0, 0.5, 3.0];
        let f = |x: f64| x * x - 2.0;
        let found = range.beside_roots(&xs, &xs.map(f), f);
        let root = 2f64.sqrt();
        for wanted in [root, root.next_up(), root.next_down(), -root] {
            assert!(found.contains(&wanted), "{wanted}");
        }
    }
}
