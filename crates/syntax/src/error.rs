//! What can be wrong with a text, and where.

use std::fmt;

use crate::lexer::shortened;
use crate::{Span, diagnostic};

/// An error in a formula: what is wrong, where, and how to put it right.
///
/// `Display` shows the message, the line with carets under the place, and the advice:
///
/// ```
/// use gradus_syntax::{Limits, NoNames, parse};
/// let error = parse("2x", &NoNames, &Limits::default()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "expected an operator between `2` and `x`\n  2x\n  ^^\nhelp: write 2*x"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(Box<Contents>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Contents {
    kind: ParseErrorKind,
    span: Span,
    source: String,
    help: Option<String>,
}

impl ParseError {
    /// An error at a place of a text, for those who find out more about what was read than its syntax.
    pub fn new(kind: ParseErrorKind, span: Span, source: &str) -> Self {
        Problem::new(kind, span).in_source(source)
    }

    /// What is wrong.
    pub fn kind(&self) -> &ParseErrorKind {
        &self.0.kind
    }

    /// Where, in bytes of [`source_text`](Self::source_text).
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// The text that was read; only its beginning if it was refused for its length.
    pub fn source_text(&self) -> &str {
        &self.0.source
    }

    /// How to put it right, if that is known: `write 2*x`.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        diagnostic::draw(f, self)
    }
}

impl std::error::Error for ParseError {}

/// What is wrong with a text. The message names what was found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// More text than [`Limits::bytes`](crate::Limits) allows.
    #[error("the text has {found} bytes, more than the {limit} allowed")]
    TooLong {
        /// Its bytes.
        found: usize,
        /// The bytes allowed.
        limit: usize,
    },
    /// Parentheses, calls, signs, powers or definitions inside one another beyond [`Limits::nesting`](crate::Limits).
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The levels allowed.
        limit: usize,
    },
    /// A tree with more nodes than [`Limits::nodes`](crate::Limits) allows.
    #[error("the formula has more than {limit} parts")]
    TooManyNodes {
        /// The nodes allowed.
        limit: usize,
    },
    /// A number with more bits than [`Limits::constant_bits`](crate::Limits) allows.
    #[error("the number needs more than {limit} bits")]
    NumberTooLong {
        /// The bits allowed.
        limit: usize,
    },
    /// A power of ten beyond 5000 or below -5000.
    #[error("the number is too {}: powers of ten go from -5000 to 5000", if *.large { "large" } else { "small" })]
    NumberOutOfRange {
        /// Too large rather than too small.
        large: bool,
    },
    /// A number such as `1.2.3`.
    #[error("`{found}` is not a number")]
    MalformedNumber {
        /// As it was typed.
        found: String,
    },
    /// No text but blanks and comments.
    #[error("expected a formula, found nothing")]
    Empty,
    /// A character that the language does not use.
    #[error("unexpected character `{}`", diagnostic::shown(*.found))]
    UnexpectedCharacter {
        /// The character.
        found: char,
    },
    /// An operator of another language: `&&`, `%`, `|x|`.
    #[error("`{found}` is not an operator here")]
    ForeignOperator {
        /// As it was typed.
        found: String,
    },
    /// Something else was due at this place.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What was due.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// An opening parenthesis that is never closed.
    #[error("this parenthesis is never closed")]
    Unclosed,
    /// A closing parenthesis that was never opened.
    #[error("this parenthesis was never opened")]
    Unmatched,
    /// Two values side by side: `2x`.
    #[error("expected an operator between `{left}` and `{right}`")]
    ImplicitMultiplication {
        /// The first value.
        left: String,
        /// What follows it.
        right: String,
    },
    /// `1,5` for `1.5`.
    #[error("a decimal number is written with a point, found `{found}`")]
    DecimalComma {
        /// As it was typed.
        found: String,
    },
    /// `√x^2`, which some read as `(√x)^2` and others as `√(x^2)`.
    #[error("`√` before a power can be read in two ways")]
    AmbiguousRoot,
    /// A value that is called: `x(1 - x)`.
    #[error("`{name}` is a value, not a function", name = shortened(.name))]
    ValueCalled {
        /// Its name.
        name: String,
    },
    /// A function that is not called: `tanh + 1`.
    #[error("`{name}` is a function", name = shortened(.name))]
    FunctionAsValue {
        /// Its name.
        name: String,
    },
    /// A call of something that nobody defined.
    #[error("unknown function `{name}`", name = shortened(.name))]
    UnknownFunction {
        /// Its name.
        name: String,
    },
    /// A value that is neither an input, a parameter nor a constant.
    #[error("unknown name `{name}`", name = shortened(.name))]
    UnknownName {
        /// The name.
        name: String,
    },
    /// A bare body with several names of which none is known to be a parameter.
    #[error("the formula has several names: {}", list(.names))]
    SeveralNames {
        /// The names, in the order of the text.
        names: Vec<String>,
    },
    /// `=` where a comparison is meant.
    #[error("a single `=` does not compare")]
    SingleEquals,
    /// `if`, `piecewise`, `and`, `or` or `not` as a name.
    #[error("`{name}` is a word of the language, not a name", name = shortened(.name))]
    Reserved {
        /// The word.
        name: String,
    },
    /// A definition that calls itself.
    #[error("`{name}` calls itself", name = shortened(.name))]
    Recursion {
        /// Its name.
        name: String,
    },
    /// A call of a definition that comes later in the text.
    #[error("`{name}` is defined later: a definition can only call earlier ones", name = shortened(.name))]
    NotYetDefined {
        /// Its name.
        name: String,
    },
    /// A name given twice in one header, call or text.
    #[error("the {what} `{name}` is given twice", name = shortened(.name))]
    Duplicate {
        /// `input`, `parameter`, `definition` …
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A parameter without a default.
    #[error("the parameter `{name}` has no default", name = shortened(.name))]
    MissingDefault {
        /// Its name.
        name: String,
    },
    /// A default that mentions a name.
    #[error("the default of `{parameter}` is not constant: it mentions `{name}`", name = shortened(.name), parameter = shortened(.parameter))]
    DefaultNotConstant {
        /// The parameter.
        parameter: String,
        /// The name it mentions.
        name: String,
    },
    /// A default that is infinite or no real number: `1/0`, `sqrt(-1)`.
    #[error("the default of `{parameter}` is not a finite number", parameter = shortened(.parameter))]
    DefaultNotFinite {
        /// The parameter.
        parameter: String,
    },
    /// A definition without inputs: `f = x^2`.
    #[error("the definition of `{name}` has no inputs", name = shortened(.name))]
    MissingInputs {
        /// Its name.
        name: String,
    },
    /// A bare body where a definition is due.
    #[error("expected a definition with a header, found a formula without one")]
    MissingHeader,
    /// A header without a body.
    #[error("the definition of `{name}` has no body", name = shortened(.name))]
    MissingBody {
        /// Its name.
        name: String,
    },
    /// A call with too few or too many arguments.
    #[error("`{name}` takes {expected}, found {found}", name = shortened(.name))]
    WrongArgumentCount {
        /// What is called.
        name: String,
        /// The number that is due, in words.
        expected: String,
        /// The number found.
        found: usize,
    },
    /// A call that names a parameter that the definition does not have.
    #[error("`{function}` has no parameter `{name}`", name = shortened(.name), function = shortened(.function))]
    UnknownParameter {
        /// What is called.
        function: String,
        /// The name given.
        name: String,
    },
    /// A definition with other inputs than the formula it belongs to.
    #[error("expected {expected} {} as in the formula it belongs to, found {found}", if *.expected == 1 { "input" } else { "inputs" })]
    OtherInputs {
        /// The inputs of the formula.
        expected: usize,
        /// The inputs found.
        found: usize,
    },
    /// A condition where a value is due.
    #[error("expected a value, found the condition `{found}`")]
    ExpectedValue {
        /// The condition.
        found: String,
    },
    /// A value where a condition is due.
    #[error("expected a condition, found the value `{found}`")]
    ExpectedCondition {
        /// The value.
        found: String,
    },
    /// Vectors of different lengths meet.
    #[error("vectors of lengths {left} and {right} do not fit together")]
    LengthMismatch {
        /// The first length, in terms of the inputs' length n.
        left: String,
        /// The other.
        right: String,
    },
    /// A scalar where a vector is due: `sum(x)` of an input that is not `x[]`.
    #[error("`{name}` needs a vector, found the scalar `{found}`", name = shortened(.name))]
    ExpectedVector {
        /// What is called.
        name: String,
        /// The scalar.
        found: String,
    },
    /// A vector where a scalar is due.
    #[error("{place} must be a scalar, found the vector `{found}`")]
    ExpectedScalar {
        /// What must be a scalar.
        place: String,
        /// The vector.
        found: String,
    },
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", shortened(name)))
        .collect();
    if names.len() > SHOWN {
        text.push(format!("and {} more", names.len() - SHOWN));
    }
    text.join(", ")
}

/// An error before the source text is attached to it.
#[derive(Debug)]
pub(crate) struct Problem(Box<(ParseErrorKind, Span, Option<String>)>);

pub(crate) type Outcome<T> = Result<T, Problem>;

impl Problem {
    pub(crate) fn new(kind: ParseErrorKind, span: Span) -> Self {
        Self(Box::new((kind, span, None)))
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help.into()))
    }

    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.0.2 = help.map(|help| diagnostic::clipped(&help));
        self
    }

    pub(crate) fn kind(&self) -> &ParseErrorKind {
        &self.0.0
    }

    pub(crate) fn into_kind(self) -> ParseErrorKind {
        self.0.0
    }

    /// The same, elsewhere in the text.
    pub(crate) fn moved(mut self, span: Span) -> Self {
        self.0.1 = span;
        self
    }

    pub(crate) fn in_source(self, source: &str) -> ParseError {
        let (kind, span, help) = *self.0;
        ParseError(Box::new(Contents {
            kind,
            span,
            source: source.to_owned(),
            help,
        }))
    }
}
