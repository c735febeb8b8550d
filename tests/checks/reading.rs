//! Reading and printing.

use gradus::{Definition, Error, Formula, Limits, ParseError, Scope, Style};
use gradus_syntax::Names;

use super::strangers;

/// Reads a text within the limits for strangers and within the usual ones: a formula or a sound error.
pub fn parse(text: &str) {
    let usual = Scope::with_builtins();
    for scope in [strangers(), &usual] {
        match gradus_syntax::parse(text, scope, &Limits::untrusted()) {
            Ok(definition) => assert!(!definition.body.nodes().is_empty(), "{text:?}"),
            Err(error) => sound(text, &error),
        }
        if let Err(Error::Parse(error)) = scope.parse(text) {
            sound(text, &error);
        }
    }
    if let Err(error) = gradus_syntax::parse_definitions(text, strangers(), &Limits::default()) {
        sound(text, &error);
    }
}

/// An error has a place within the text, at the bounds of characters, and says something of bounded length.
fn sound(text: &str, error: &ParseError) {
    let span = error.span();
    let source = error.source_text();
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(
        start <= end && end <= source.len().max(1),
        "{text:?}: {span:?}"
    );
    assert!(
        source.get(start..end.min(source.len())).is_some(),
        "{text:?}: {span:?}"
    );
    let message = error.to_string();
    assert!(
        !message.is_empty() && message.len() < 4096,
        "{text:?}: {message}"
    );
}

/// What is printed reads back as an equal definition; the other languages print.
pub fn round_trip(text: &str) {
    let Some(formula) = super::read(text) else {
        return;
    };
    reads_back(&formula, strangers());
    for style in [Style::Latex, Style::Python] {
        assert!(!formula.display(style).is_empty(), "{text:?}");
    }
}

/// The printed definition of a formula reads back as the definition.
pub fn reads_back(formula: &Formula, names: &dyn Names) {
    let Ok(definition) = formula.definition() else {
        return;
    };
    let printed = definition.to_source(Style::Infix, names);
    let limits = Limits::default();
    let again = gradus_syntax::parse(&printed, names, &limits)
        .unwrap_or_else(|error| panic!("{printed:?} does not read back: {error}"));
    // what has no name may be printed with one, to carry its header
    let named = definition.name.as_ref().or(again.name.as_ref()).cloned();
    let expected = Definition {
        name: named,
        ..(*definition).clone()
    };
    assert_eq!(*again, expected, "{printed:?}");
    for style in [Style::Latex, Style::Python] {
        assert!(!definition.display(style).to_string().is_empty());
    }
}
