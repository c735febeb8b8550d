//! What a formula is compiled with.

use gradus_symbolic::pieces::Kink;

/// How results are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Precision {
    /// Computed in the kernel's own type.
    #[default]
    Native,
    /// Computed in f64 and rounded once to the kernel's type.
    Rounded,
}

/// Choices that [`Formula::options`](crate::Formula::options) takes.
///
/// ```
/// use gradus::{Formula, Kink, Options};
///
/// let relu = Formula::builtin("relu")?.options(Options::default().kink(Kink::Right));
/// assert_eq!(relu.compile::<f64>().call_with_derivative(0.0), (0.0, 1.0));
/// # Ok::<(), gradus::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    pub(crate) kink: Kink,
    pub(crate) precision: Precision,
}

impl Options {
    /// Which derivative is returned at kinks and jumps.
    #[must_use]
    pub fn kink(self, kink: Kink) -> Self {
        Self { kink, ..self }
    }

    /// How results are rounded.
    #[must_use]
    pub fn precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }
}
