//! Errors counted by size, so that quantiles of billions of them are known.

use super::Quantiles;

/// Classes to a power of two.
const FINENESS: usize = 32;
/// Errors below this count as this.
const LEAST: f64 = 1.0 / 4096.0;
/// Powers of two above `LEAST` that are told apart.
const OCTAVES: usize = 80;

/// How many errors there are of each size; sizes differ by at most 3 %.
#[derive(Clone, Debug)]
pub(super) struct Histogram {
    counts: Vec<u64>,
}

impl Histogram {
    pub fn new() -> Self {
        Self {
            counts: vec![0; FINENESS * OCTAVES + 1],
        }
    }

    /// Counts an error.
    pub fn add(&mut self, error: f64) {
        self.counts[class(error)] += 1;
    }

    /// With the counts of another.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Quantiles, each the upper end of its class and at most the greatest error.
    pub fn quantiles(&self, maximum: f64) -> Quantiles {
        let total = self.total() as f64;
        let at = |share: f64| {
            let mut left = (total * share).ceil();
            let mut class = 0;
            for (index, &count) in self.counts.iter().enumerate() {
                class = index;
                left -= count as f64;
                if left <= 0.0 {
                    break;
                }
            }
            upper_end(class).min(maximum)
        };
        Quantiles {
            maximum,
            per_mille: at(0.999),
            percent: at(0.99),
            median: at(0.5),
        }
    }
}

/// By the leading bits of the number, which grow with it.
fn class(error: f64) -> usize {
    let bits = |x: f64| (x.to_bits() >> (52 - FINENESS.trailing_zeros())) as usize;
    bits(error.max(LEAST))
        .saturating_sub(bits(LEAST))
        .min(FINENESS * OCTAVES)
}

fn upper_end(class: usize) -> f64 {
    if class >= FINENESS * OCTAVES {
        return f64::INFINITY;
    }
    let octave = LEAST * 2f64.powi((class / FINENESS) as i32);
    octave * (1.0 + (class % FINENESS + 1) as f64 / FINENESS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_a_class_of_the_truth() {
        let mut histogram = Histogram::new();
        for index in 1..=100_000 {
            histogram.add(f64::from(index) * 1e-3);
        }
        let Quantiles {
            maximum,
            per_mille,
            percent,
            median,
        } = histogram.quantiles(100.0);
        for (found, wanted) in [(per_mille, 99.9), (percent, 99.0), (median, 50.0)] {
            assert!(
                found >= wanted && found < wanted * 1.04,
                "{found} for {wanted}"
            );
        }
        assert_eq!((maximum, histogram.total()), (100.0, 100_000));
    }

    #[test]
    fn every_error_has_a_class_whose_end_is_not_below_it() {
        for error in [0.0, 1e-9, 0.5, 0.500_1, 1.0, 3.0, 1e20, 1e30, f64::INFINITY] {
            assert!(upper_end(class(error)) >= error, "{error}");
        }
    }
}
