//! The catalogue as names that formulas may call.

use std::sync::{Arc, LazyLock, OnceLock};

use gradus_syntax::{Definition, Limits, Names, parse};

use crate::{Record, all, place, spellings};

/// The built-in activations, by name and alias.
///
/// A definition is parsed when it is first asked for, and then shared.
///
/// ```
/// use gradus_catalog::Builtins;
/// use gradus_syntax::{Limits, parse};
/// let formula = parse("2*mish(x)", &Builtins, &Limits::default())?;
/// assert_eq!(formula.to_string(), "2*mish(x)");
/// # Ok::<(), gradus_syntax::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Builtins;

/// A record with its definition, once that has been parsed.
type Entry = (&'static Record, OnceLock<Arc<Definition>>);

static ENTRIES: LazyLock<Vec<Entry>> =
    LazyLock::new(|| all().map(|record| (record, OnceLock::new())).collect());

impl Names for Builtins {
    fn definition(&self, name: &str) -> Option<Arc<Definition>> {
        let (record, parsed) = &ENTRIES[place(name)?];
        Some(parsed.get_or_init(|| read(record)).clone())
    }

    fn known(&self) -> Vec<&str> {
        all().flat_map(spellings).collect()
    }
}

fn read(record: &Record) -> Arc<Definition> {
    parse(record.definition, &Builtins, &Limits::default())
        .expect("a test proves that every record parses")
}
