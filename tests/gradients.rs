//! Every derived gradient of the catalogue, for a person to read.

use std::fmt::Write as _;

use gradus::catalog::{self, Family, Record};
use gradus::{BreakKind, Formula};

/// The entry, its derivatives by the input and by every parameter, and its kinks.
fn described(record: &Record) -> String {
    let formula: Formula = record
        .definition
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", record.name));
    let mut text = format!("{formula}\n");
    if formula.is_vector() {
        for input in formula.inputs() {
            // the upstream of a concatenation comes in parts, which are not written
            if let Ok(product) = formula.vjp(input) {
                let _ = writeln!(text, "    upstream . d/d{input}  {}", product.body_text());
            }
        }
        return text;
    }
    let parameters = formula.parameters();
    let names = formula.inputs().into_iter().map(str::to_owned);
    for name in names.chain(parameters.iter().map(|parameter| parameter.name.clone())) {
        let derivative = formula.derivative(&name).expect("the formula has the name");
        let _ = writeln!(text, "    d/d{name}  {}", derivative.body_text());
    }
    for found in formula.breaks() {
        let kind = if found.kind == BreakKind::Jump {
            "jump"
        } else {
            "kink"
        };
        let (left, right) = found.slopes;
        let _ = write!(
            text,
            "    {kind} at {}: slope {left} left, {right} right",
            found.at
        );
        if found.kind == BreakKind::Jump {
            let _ = write!(
                text,
                "; value {} left, {} right",
                found.values.0, found.values.1
            );
        }
        text.push('\n');
    }
    text
}

#[test]
fn gradients_read_as_a_person_would_write_them() {
    for family in Family::ALL {
        let entries: Vec<String> = catalog::all()
            .filter(|record| record.family == *family)
            .map(described)
            .collect();
        insta::assert_snapshot!(format!("gradients_{}", family.title()), entries.join("\n"));
    }
}

#[test]
fn no_gradient_holds_nonsense() {
    for record in catalog::all() {
        let text = described(record);
        for nonsense in [
            "0*", "*1)", "^1)", "^1 ", "^1*", "--", "- -", "+ -", "1*", "/1)", "/1 ",
        ] {
            let gradients = text
                .lines()
                .filter(|line| line.trim_start().starts_with("d/d"));
            for line in gradients {
                let found = line.match_indices(nonsense).find(|(at, _)| {
                    // digits before or after make it another number: 10*x, x^12
                    let before = line[..*at].chars().next_back();
                    let after = line[at + nonsense.len()..].chars().next();
                    let part_of_number =
                        |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
                    let starts_digit = nonsense.starts_with(|c: char| c.is_ascii_digit());
                    let longer_before = starts_digit && part_of_number(before);
                    let longer_after = nonsense.ends_with('1') && part_of_number(after);
                    !longer_before && !longer_after
                });
                assert!(found.is_none(), "{}: {line}", record.name);
            }
        }
    }
}
