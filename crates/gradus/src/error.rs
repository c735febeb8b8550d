//! Everything that can go wrong.

use gradus_symbolic::LimitError;
use gradus_syntax::ParseError;

/// Why a formula could not be made, or what was asked of it makes no sense.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no formula.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// The expression would exceed a limit.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// The catalogue has no entry of that name.
    #[error("no activation is called `{name}`{}", suggestion(nearest.as_deref()))]
    UnknownBuiltin {
        /// The name that was asked for.
        name: String,
        /// The nearest name there is.
        nearest: Option<String>,
    },
    /// The formula has neither an input nor a parameter of that name.
    #[error(
        "`{name}` is no input or parameter of the formula; it has {}",
        list(known)
    )]
    UnknownName {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The formula has no parameter of that name.
    #[error("`{name}` is no parameter of the formula; it has {}", list(known))]
    UnknownParameter {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A value of a parameter must be a finite number.
    #[error("a parameter must be a finite number, not {0}")]
    NotFinite(f64),
    /// Vector formulas have Jacobians instead of derivatives.
    #[error(
        "a formula over vectors has a Jacobian: compile it with `compile_vector` and ask for `jacobian`, `jvp` or `vjp`"
    )]
    OverVectors,
    /// Accuracy is measured, and properties are found, over one input.
    #[error(
        "accuracy and properties are measured over one input, and the formula has {}: make the others parameters with values, as in f(x; b = 2)",
        list(.0)
    )]
    SeveralInputs(Vec<String>),
    /// An exhaustive survey in f64 was asked for.
    #[error(
        "f64 has 2^64 numbers, too many to try them all: survey points of it, or f32 exhaustively"
    )]
    TooManyNumbers,
    /// Numbers were to be judged that are not as many as the points.
    #[error("there are {numbers} numbers for {points} points")]
    DifferentLengths {
        /// How many points there are.
        points: usize,
        /// How many numbers there are.
        numbers: usize,
    },
    /// Two formulas were to be compared whose inputs or parameters differ.
    #[error("the formulas have different numbers of inputs, {left} and {right}")]
    DifferentInputs {
        /// Inputs of the one.
        left: usize,
        /// Inputs of the other.
        right: usize,
    },
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
