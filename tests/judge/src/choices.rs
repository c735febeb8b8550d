//! Random choices that are the same in every run.

/// A generator of small numbers (Marsaglia, Xorshift RNGs, 2003).
#[derive(Clone, Debug)]
pub struct Choices(u64);

impl Choices {
    /// The sequence of that seed.
    pub fn new(seed: u64) -> Self {
        let mut choices = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            choices.below(2);
        }
        choices
    }

    /// A number below the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    /// One of several texts.
    pub fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}
