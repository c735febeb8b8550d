//! Text to definitions.
//!
//! The lexer makes tokens, this module splits them into statements, `header` reads what stands before `=`,
//! `expression` reads bodies with an explicit stack, `functions` and `values` say what names mean, and
//! [`check`](crate::check) sees to it that conditions, values and vectors stand where they may.

mod advice;
mod call;
mod call_advice;
mod expression;
mod frame;
mod functions;
mod header;
mod lone;
mod number;
mod reader;
mod statements;
mod suggest;

pub use suggest::nearest;
mod values;

use std::sync::Arc;

use crate::error::{Outcome, Problem};
use crate::{Definition, Limits, Names, ParseError, ParseErrorKind, Span};

/// Reads one or more definitions or a body; the last one is meant.
///
/// Earlier definitions of the text may be called by later ones. A bare body takes its only free name, or `x` if it
/// has none, for its input. A lone name is a definition that `names` knows, a primitive, a constant or, if it is a
/// single letter, the identity.
///
/// ```
/// use gradus_syntax::{Limits, NoNames, parse};
/// let gated = parse("gate(x; k = 1) = sigmoid(k*x); x * gate(x)", &NoNames, &Limits::default())?;
/// assert_eq!(gated.to_string(), "x*gate(x)");
/// assert_eq!(&*gated.inputs[0].name, "x");
/// # Ok::<(), gradus_syntax::ParseError>(())
/// ```
///
/// # Errors
/// If the text is no formula, with the place and, where it is known, what to write instead.
pub fn parse(
    text: &str,
    names: &dyn Names,
    limits: &Limits,
) -> Result<Arc<Definition>, ParseError> {
    read(text, limits, |limits| {
        reader::Reader::new(text, names, limits)?.last()
    })
}

/// Reads a body, or definitions, in which the inputs and parameters of `header` may be used.
///
/// So are claimed derivatives read. A body has the inputs and parameters of `header`; a definition with a header of
/// its own must have as many inputs, and has the parameters of `header` after its own. So does the lone name of a
/// function, unless `header` has that name: `sigmoid` is what is claimed to be the derivative of `softplus`.
///
/// ```
/// use gradus_syntax::{Limits, NoNames, parse, parse_as};
/// let limits = Limits::default();
/// let elu = parse("elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))", &NoNames, &limits)?;
/// let slope = parse_as("if(x >= 0, 1, a*exp(x))", &elu, &NoNames, &limits)?;
/// assert_eq!(slope.parameters, elu.parameters);
/// # Ok::<(), gradus_syntax::ParseError>(())
/// ```
///
/// # Errors
/// As [`parse`]; and names that are neither in `header` nor constants are unknown.
pub fn parse_as(
    text: &str,
    header: &Definition,
    names: &dyn Names,
    limits: &Limits,
) -> Result<Arc<Definition>, ParseError> {
    read(text, limits, |limits| {
        reader::Reader::new(text, names, limits)?.last_as(header)
    })
}

/// Reads definitions, each with a header, in the order of the text.
///
/// ```
/// use gradus_syntax::{Limits, NoNames, parse_definitions};
/// let text = "gate(x; k = 1) = sigmoid(k*x)\ntwice(x) = gate(gate(x))";
/// let definitions = parse_definitions(text, &NoNames, &Limits::default())?;
/// assert_eq!(definitions.len(), 2);
/// # Ok::<(), gradus_syntax::ParseError>(())
/// ```
///
/// # Errors
/// As [`parse`]; and a bare body is an error.
pub fn parse_definitions(
    text: &str,
    names: &dyn Names,
    limits: &Limits,
) -> Result<Vec<Arc<Definition>>, ParseError> {
    read(text, limits, |limits| {
        reader::Reader::new(text, names, limits)?.all()
    })
}

fn read<T>(
    text: &str,
    limits: &Limits,
    reading: impl FnOnce(&Limits) -> Outcome<T>,
) -> Result<T, ParseError> {
    let limit = limits.bytes.min(u32::MAX as usize);
    if text.len() > limit {
        let problem = Problem::new(
            ParseErrorKind::TooLong {
                found: text.len(),
                limit,
            },
            Span::new(0, 1),
        );
        return Err(problem.in_source(beginning(text)));
    }
    reading(limits).map_err(|problem| problem.in_source(text))
}

/// The first line of a text that is too long to keep, or what fits of it.
fn beginning(text: &str) -> &str {
    const KEPT: usize = 256;
    let end = text
        .char_indices()
        .take_while(|&(index, c)| index < KEPT && c != '\n')
        .last();
    &text[..end.map_or(0, |(index, c)| index + c.len_utf8())]
}
