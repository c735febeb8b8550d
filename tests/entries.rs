//! Every entry of the catalogue through every step: read, printed, differentiated, compiled.

use gradus::{Formula, Scope};
use gradus_catalog::Record;

fn formula(record: &Record) -> Formula {
    record
        .definition
        .parse()
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Reading what is printed gives the same definition; otherwise what went wrong.
fn reads_back(formula: &Formula) -> Result<(), String> {
    let text = formula.to_string();
    let written = formula.definition().map_err(|error| error.to_string())?;
    let again = Scope::with_builtins()
        .parse(&text)
        .map_err(|error| error.to_string())?;
    let read = again.definition().map_err(|error| error.to_string())?;
    if read == written {
        Ok(())
    } else {
        Err(format!("{text}\nis read as\n{again}"))
    }
}

/// A failure of each record, if it has one.
fn failures(check: impl Fn(&Formula) -> Result<(), String>) -> Vec<String> {
    gradus_catalog::all()
        .filter_map(|record| {
            let error = check(&formula(record)).err()?;
            Some(format!("{}: {error}", record.name))
        })
        .collect()
}

fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} entries\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn there_are_as_many_as_were_published() {
    assert!(gradus_catalog::all().count() >= 209);
}

#[test]
fn every_definition_prints_and_reads_back() {
    assert_none(&failures(reads_back));
}

#[test]
fn every_entry_is_found_by_every_name() {
    for record in gradus_catalog::all() {
        for name in std::iter::once(&record.name).chain(record.aliases) {
            let found = Formula::builtin(name).unwrap();
            assert_eq!(found.name(), Some(record.name));
        }
    }
}

#[test]
fn every_first_and_second_derivative_prints_and_reads_back() {
    assert_none(&failures(|formula| {
        if formula.is_vector() {
            return Ok(());
        }
        for input in formula.inputs() {
            let first = formula
                .derivative(input)
                .map_err(|error| error.to_string())?;
            reads_back(&first)?;
            for input in formula.inputs() {
                let second = first.derivative(input).map_err(|error| error.to_string())?;
                reads_back(&second)?;
            }
        }
        Ok(())
    }));
}

#[test]
fn every_derivative_by_a_parameter_prints_and_reads_back() {
    assert_none(&failures(|formula| {
        if formula.is_vector() {
            return Ok(());
        }
        for parameter in formula.parameters() {
            let slope = formula
                .derivative(&parameter.name)
                .map_err(|error| error.to_string())?;
            reads_back(&slope)?;
        }
        Ok(())
    }));
}

#[test]
fn a_printed_derivative_has_the_value_of_the_derivative() {
    assert_none(&failures(|formula| {
        if formula.is_vector() {
            return Ok(());
        }
        let input = formula.inputs()[0];
        let slope = formula
            .derivative(input)
            .map_err(|error| error.to_string())?;
        let again: Formula = slope
            .to_string()
            .parse()
            .map_err(|error| format!("{error}"))?;
        let (ours, theirs) = (slope.compile::<f64>(), again.compile::<f64>());
        for x in [-3.3, -1.45, -0.21, 0.17, 0.83, 2.9] {
            let inputs = vec![x; ours.inputs()];
            let (ours, theirs) = (ours.call_n(&inputs), theirs.call_n(&inputs));
            let close = (ours - theirs).abs() <= 1e-11 * ours.abs().max(1e-3);
            // the domain of a formula is not written into its derivative's text
            if !close && !ours.is_nan() {
                return Err(format!("at {x} {ours} is printed as {theirs}: {slope}"));
            }
        }
        Ok(())
    }));
}

#[test]
fn every_entry_compiles() {
    for record in gradus_catalog::all() {
        let formula = formula(record);
        if formula.is_vector() {
            let (double, single) = (
                formula.compile_vector::<f64>(),
                formula.compile_vector::<f32>(),
            );
            let (double, single) = (double.call(&[&[0.25, 0.5]]), single.call(&[&[0.25, 0.5]]));
            assert_eq!(
                double.unwrap().len(),
                single.unwrap().len(),
                "{}",
                record.name
            );
        } else {
            let (double, single) = (formula.compile::<f64>(), formula.compile::<f32>());
            let inputs = double.inputs();
            let double = double.call_n(&vec![0.25; inputs]);
            let single = f64::from(single.call_n(&vec![0.25; inputs]));
            let close = (double - single).abs() <= 1e-5 * double.abs().max(0.1);
            assert!(
                close || double.is_nan() && single.is_nan(),
                "{}: {double} {single}",
                record.name
            );
        }
    }
}
