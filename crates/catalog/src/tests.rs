//! Every record keeps what the catalogue promises.

use std::collections::HashSet;
use std::sync::Arc;

use gradus_syntax::{Definition, Func, Kind, Limits, Names, parse};

use super::*;

#[test]
fn names_and_aliases_are_unique() {
    let mut seen = HashSet::new();
    for record in all() {
        for name in spellings(record) {
            assert!(seen.insert(name), "`{name}` names two records");
            assert!(
                name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
                "`{name}` is no name"
            );
        }
    }
    assert_eq!(all().count(), names().count());
    assert!(seen.len() > 250);
}

#[test]
fn every_spelling_finds_its_record() {
    for record in all() {
        for name in spellings(record) {
            assert_eq!(find(name).map(|found| found.name), Some(record.name));
        }
    }
    assert!(find("Relu").is_none() && find("").is_none());
}

#[test]
fn the_functions_of_every_introduction_are_found_with_advice() {
    for name in ARTICLE {
        assert!(
            find(name).is_some_and(|record| record.advice.is_some()),
            "{name}"
        );
    }
    let advised: Vec<_> = all()
        .filter(|record| record.advice.is_some())
        .map(|record| record.name)
        .collect();
    assert_eq!(advised.len(), ARTICLE.len(), "{advised:?}");
    for (alias, name) in [
        ("step", "binary_step"),
        ("parameterised_relu", "prelu"),
        ("logistic", "sigmoid"),
    ] {
        assert_eq!(find(alias).map(|record| record.name), Some(name));
    }
}

#[test]
fn every_record_says_what_it_is_good_for_in_its_own_words() {
    let mut seen = HashSet::new();
    for record in all() {
        assert!(
            record.good_for.len() > 20 && record.good_for.ends_with('.'),
            "{}",
            record.name
        );
        assert!(
            seen.insert(record.good_for),
            "{} repeats another's line",
            record.name
        );
        assert!(!record.good_for.contains('\n'), "{}", record.name);
    }
}

#[test]
fn every_record_has_a_source_and_whole_sentences() {
    for record in all() {
        assert!(!record.source.is_empty(), "{}", record.name);
        let sentences = [
            record.note,
            record.advice,
            record.at_kinks.map(|at| at.note),
        ];
        for sentence in sentences.into_iter().flatten() {
            assert!(sentence.ends_with('.'), "{}: {sentence}", record.name);
        }
    }
}

#[test]
fn records_stand_in_the_table_of_their_family() {
    assert!(families::TABLES.len() == Family::ALL.len());
    for (table, family) in families::TABLES.iter().zip(Family::ALL) {
        assert!(!table.is_empty());
        for record in *table {
            assert_eq!(record.family, *family, "{}", record.name);
        }
    }
}

#[test]
fn valid_values_of_parameters_are_spelt_alike() {
    for record in all() {
        for parameter in record.parameters {
            let valid = parameter.valid;
            let comparison = ["> ", ">= ", "< ", "<= ", "!= "]
                .iter()
                .any(|sign| valid.starts_with(sign));
            let interval = valid.starts_with(['[', '('])
                && valid.ends_with([']', ')'])
                && valid.contains(", ");
            assert!(
                valid == "real" || comparison || interval,
                "{}: {valid}",
                record.name
            );
            assert!(!parameter.meaning.is_empty(), "{}", record.name);
        }
    }
}

/// The definition that a record's text denotes.
fn definition(record: &Record) -> Arc<Definition> {
    Builtins
        .definition(record.name)
        .expect("a record's own name is known")
}

fn read(text: &str) -> Arc<Definition> {
    parse(text, &Builtins, &Limits::untrusted()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_record_parses_within_the_limits_for_strangers() {
    for record in all() {
        let parsed = read(record.definition);
        assert_eq!(parsed.name.as_deref(), Some(record.name));
        assert_eq!(parsed, definition(record));
        for name in spellings(record) {
            assert!(
                Builtins
                    .definition(name)
                    .is_some_and(|found| Arc::ptr_eq(&found, &definition(record))),
                "{name}"
            );
        }
    }
    assert!(Builtins.definition("siwsh").is_none());
    assert_eq!(Builtins.known().len(), all().flat_map(spellings).count());
}

#[test]
fn every_record_prints_and_reads_back() {
    for record in all() {
        let printed = definition(record).to_string();
        assert_eq!(read(&printed), definition(record), "{printed}");
    }
}

#[test]
fn parameters_are_those_of_the_header() {
    for record in all() {
        let parsed = definition(record);
        let header: Vec<_> = parsed
            .parameters
            .iter()
            .map(|parameter| &*parameter.name)
            .collect();
        let explained: Vec<_> = record
            .parameters
            .iter()
            .map(|parameter| parameter.name)
            .collect();
        assert_eq!(header, explained, "{}", record.name);
    }
}

#[test]
fn inputs_are_those_of_the_family() {
    for record in all() {
        let inputs: Vec<_> = definition(record)
            .inputs
            .iter()
            .map(|input| input.vector)
            .collect();
        let expected: &[bool] = match record.family {
            Family::Vector => &[true],
            Family::Gate => &[false, false],
            _ => &[false],
        };
        assert_eq!(inputs, expected, "{}", record.name);
    }
}

#[test]
fn kinks_and_slopes_at_them_are_constants() {
    for record in all() {
        let slopes = record
            .at_kinks
            .into_iter()
            .flat_map(|at| [at.pytorch, at.jax])
            .flatten();
        for text in record.kinks.iter().copied().chain(slopes) {
            let names = read(text)
                .body
                .nodes()
                .iter()
                .any(|node| matches!(node.kind, Kind::Name(_)));
            assert!(!names, "{}: {text}", record.name);
        }
    }
}

#[test]
fn the_names_shared_with_primitives_are_known() {
    // where such a name is called the primitive is meant: each of these records must be the same function
    let shared: HashSet<_> = all()
        .flat_map(spellings)
        .filter(|name| Func::from_name(name).is_some())
        .collect();
    assert_eq!(
        shared,
        HashSet::from([
            "step", "sigmoid", "tanh", "relu", "softplus", "sinc", "arctan"
        ])
    );
}
