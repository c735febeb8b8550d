//! Scalars and vectors: the shapes of values.

use std::fmt;

/// What a value is for one set of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One number.
    Scalar,
    /// A vector of that many elements.
    Vector(Length),
}

/// The length of a vector in terms of n, the common length of the vector inputs: `inputs * n + constant`.
///
/// ```
/// use gradus_syntax::Length;
/// let length = Length { inputs: 2, constant: 1 };
/// assert_eq!(length.at(10), 21);
/// assert_eq!(length.to_string(), "2n + 1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many times the length of the inputs.
    pub inputs: u64,
    /// How many elements besides.
    pub constant: u64,
}

impl Length {
    /// The common length of the vector inputs, n.
    pub const INPUT: Self = Self {
        inputs: 1,
        constant: 0,
    };
    /// One element.
    pub(crate) const ONE: Self = Self {
        inputs: 0,
        constant: 1,
    };
    pub(crate) const NONE: Self = Self {
        inputs: 0,
        constant: 0,
    };

    /// The number of elements for inputs of `n` elements; saturates.
    pub fn at(self, n: u64) -> u64 {
        self.inputs.saturating_mul(n).saturating_add(self.constant)
    }

    /// The length when the inputs have that length themselves.
    pub(crate) fn of_inputs(self, n: Self) -> Self {
        Self {
            inputs: self.inputs.saturating_mul(n.inputs),
            constant: self
                .inputs
                .saturating_mul(n.constant)
                .saturating_add(self.constant),
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            inputs: self.inputs.saturating_add(other.inputs),
            constant: self.constant.saturating_add(other.constant),
        }
    }
}

impl Shape {
    /// The shape of an operation on both, a scalar being repeated as often as needed; the lengths if they differ.
    pub(crate) fn broadcast(self, other: Self) -> Result<Self, (Length, Length)> {
        match (self, other) {
            (Self::Scalar, shape) | (shape, Self::Scalar) => Ok(shape),
            (Self::Vector(a), Self::Vector(b)) if a == b => Ok(self),
            (Self::Vector(a), Self::Vector(b)) => Err((a, b)),
        }
    }

    /// The elements it has; a scalar has one.
    pub(crate) fn length(self) -> Length {
        match self {
            Self::Scalar => Length::ONE,
            Self::Vector(length) => length,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.inputs, self.constant) {
            (0, constant) => write!(f, "{constant}"),
            (1, 0) => f.write_str("n"),
            (inputs, 0) => write!(f, "{inputs}n"),
            (1, constant) => write!(f, "n + {constant}"),
            (inputs, constant) => write!(f, "{inputs}n + {constant}"),
        }
    }
}
