//! Constants of a computation, ready for every number type.

/// A real constant as the nearest numbers of the types that are computed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Real {
    /// The nearest f64.
    pub double: f64,
    /// What `double` misses, rounded to f64: together about 106 bits. 0 where `double` is exact or not finite.
    pub low: f64,
    /// The nearest f32, rounded once from the exact value.
    pub single: f32,
}

impl Real {
    /// The constant that an f64 is.
    pub fn exact(double: f64) -> Self {
        Self {
            double,
            low: 0.0,
            single: double as f32,
        }
    }

    /// The opposite constant.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            double: -self.double,
            // of two zeros one
            low: 0.0 - self.low,
            single: -self.single,
        }
    }
}
