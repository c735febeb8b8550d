//! `gradus check --claimed-by`: the numbers of a program judged.

use std::io::Write;
use std::time::{Duration, Instant};

use gradus::claims::{Judged, JudgedPoint, Printed, Survey, read};
use gradus::{Formula, Outcome as Judgement};
use serde_json::{Map, Value, json};

use super::junit::Case;
use super::{Check, Type, answer, print, process};
use crate::commands::{named, variable};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::numbers::{json, number, plain, shortest};
use crate::style::QUIET;
use crate::table::shortened;

pub fn run(check: &Check, formula: &Formula, command: &str, context: &mut Context) -> Outcome {
    let start = Instant::now();
    let survey = survey(check, formula, context)?;
    let points = formula.claim_points(&survey)?;
    if points.is_empty() {
        return Err(Failure::command(
            "there is no point between --from and --to",
        ));
    }
    let given = given(check, formula)?;
    let texts: Vec<String> = points
        .iter()
        .map(|point| {
            let numbers: Vec<String> = point.iter().chain(&given).map(shortest).collect();
            numbers.join(" ")
        })
        .collect();
    let timeout = Duration::try_from_secs_f64(check.program.timeout)
        .map_err(|_| Failure::command("expected seconds after --timeout"))?;
    let lines = process::answers(command, &texts, timeout)?;
    let claims: Result<Vec<Printed>, Failure> = lines
        .iter()
        .zip(&texts)
        .enumerate()
        .map(|(index, (line, point))| {
            read(line).ok_or_else(|| {
                Failure::command(format!(
                    "`{}`: line {} of its output is no number: `{}` (its input was {point})",
                    shortened(command, 60),
                    index + 1,
                    shortened(line, 60)
                ))
            })
        })
        .collect();
    let judged = formula.check_numbers(&survey, &points, &claims?)?;
    if context.is_jsonl() {
        context.object(&object(formula, &judged))?;
    } else {
        show(formula, &judged, &mut context.out)?;
    }
    check.report(&[case(formula, command, &judged, start.elapsed())])?;
    Ok(answer(judged.outcome, false))
}

fn survey(check: &Check, formula: &Formula, context: &Context) -> Result<Survey, Failure> {
    let program = &check.program;
    let survey = match check.value {
        true => Survey::value(),
        false => Survey::derivative(variable(formula, check.wrt.as_deref())),
    };
    let end = |text: &str| number::<f64>(text, &context.scope);
    let survey = survey
        .points(program.points as usize)
        .ulps(program.ulps)
        .range(end(&program.from)?, end(&program.to)?);
    Ok(match program.precision {
        Some(precision) => survey.single(precision == Type::F32),
        None => survey,
    })
}

/// The values of the parameters that were given, in the order of the header.
fn given(check: &Check, formula: &Formula) -> Result<Vec<f64>, Failure> {
    let names: Result<Vec<&str>, Failure> = check
        .set
        .iter()
        .map(|setting| Ok(named(setting, "--set")?.0))
        .collect();
    let names = names?;
    let parameters = formula.parameters().into_iter();
    let given = parameters.filter(|parameter| names.contains(&&*parameter.name));
    Ok(given.map(|parameter| parameter.value).collect())
}

fn show(formula: &Formula, judged: &Judged, out: &mut impl Write) -> Result<(), Failure> {
    let style = print::colour(judged.outcome);
    let word = print::word(judged.outcome);
    writeln!(out, "{style}{word}{style:#}: {}", judged.reason)?;
    for point in &judged.worst {
        let line = sentence(formula, point);
        match point.wrong {
            true => writeln!(out, "  {line}")?,
            false => writeln!(out, "  {QUIET}{line}{QUIET:#}")?,
        }
    }
    if judged.skipped > 0 {
        let count = judged.skipped;
        writeln!(out, "{QUIET}{count} points have no true value{QUIET:#}")?;
    }
    Ok(())
}

/// `at x = 1: claimed 2, true 1`
fn sentence(formula: &Formula, point: &JudgedPoint) -> String {
    let inputs = formula.inputs().into_iter().zip(&point.inputs);
    let places: Vec<String> = inputs
        .map(|(name, value)| format!("{name} = {}", plain(value)))
        .collect();
    let (claimed, actual) = (plain(point.claimed), plain(point.actual));
    let error = match point.ulp {
        ulp if ulp.is_infinite() => String::new(),
        ulp if ulp < 1000.0 => format!(" ({ulp:.1} ulp)"),
        ulp => format!(" ({ulp:.1e} ulp)"),
    };
    format!(
        "at {}: claimed {claimed}, true {actual}{error}",
        places.join(", ")
    )
}

/// The fields of a verdict, and those of numbers.
fn object(formula: &Formula, judged: &Judged) -> Value {
    let worst: Vec<Value> = judged
        .worst
        .iter()
        .map(|point| point_object(formula, point))
        .collect();
    let witness = match judged.outcome {
        Judgement::Different => worst.first().cloned(),
        _ => None,
    };
    json!({
        "verdict": print::word(judged.outcome),
        "reason": judged.reason,
        "witness": witness,
        "kinks": [],
        "precision": judged.format.name(),
        "points": judged.points,
        "wrong": judged.wrong,
        "skipped": judged.skipped,
        "worst": worst,
    })
}

fn point_object(formula: &Formula, point: &JudgedPoint) -> Value {
    let single = formula.inputs().len() == 1;
    let inputs = formula.inputs().into_iter().zip(&point.inputs);
    let inputs = inputs.map(|(name, &value)| {
        let name = if single { "x" } else { name };
        (name.to_owned(), json(value))
    });
    let mut object: Map<String, Value> = inputs.collect();
    let fields = [
        ("claimed", point.claimed),
        ("true", point.actual),
        ("ulp", point.ulp),
        ("conditioned_ulp", point.conditioned),
    ];
    if fields.iter().any(|(name, _)| object.contains_key(*name)) {
        object = Map::from_iter([("inputs".to_owned(), Value::Object(object))]);
    }
    object.extend(fields.map(|(name, value)| (name.to_owned(), json(value))));
    Value::Object(object)
}

fn case(formula: &Formula, command: &str, judged: &Judged, time: Duration) -> Case {
    let wrong = judged.worst.iter().filter(|point| point.wrong);
    Case {
        name: format!("{}: {command}", formula.name().unwrap_or("formula")),
        outcome: Ok(judged.outcome),
        reason: judged.reason.clone(),
        details: wrong.map(|point| sentence(formula, point)).collect(),
        time,
    }
}
