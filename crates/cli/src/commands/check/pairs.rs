//! `gradus check --pairs`: many claims, one a line.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::time::{Duration, Instant};

use gradus::{Formula, Outcome as Judgement, Scope, Verdict};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::junit::Case;
use super::{Check, answer, lines, print};
use crate::commands::variable;
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::style::{BAD, QUIET};
use crate::table::shortened;

/// A line of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    formula: String,
    derivative: Option<String>,
    value: Option<String>,
    wrt: Option<String>,
    name: Option<String>,
    #[serde(default)]
    set: Map<String, Value>,
}

/// What became of a line.
struct Judged {
    name: String,
    found: Result<(Formula, Verdict), String>,
    time: Duration,
}

/// So many lines are judged before their verdicts are printed.
const BATCH: usize = 256;
/// The most characters of a name in the table.
const WIDEST: usize = 48;

pub fn run(check: &Check, path: &str, context: &mut Context) -> Outcome {
    let mut texts = read(path, context)?;
    let bar = bar(texts.len());
    let (mut cases, mut counts) = (Vec::new(), [0; 5]);
    texts.retain(|(_, text)| !text.trim().is_empty());
    for batch in texts.chunks(BATCH) {
        let scope = &context.scope;
        let judged: Vec<Judged> = batch
            .par_iter()
            .map(|(number, text)| {
                let judged = Judged::new(*number, text, scope);
                bar.inc(1);
                judged
            })
            .collect();
        for one in &judged {
            bar.suspend(|| one.print(context))?;
            counts[one.place()] += 1;
            cases.push(one.case());
        }
    }
    bar.finish_and_clear();
    if !context.is_jsonl() {
        summary(counts, &mut context.out)?;
    }
    check.report(&cases)?;
    if counts[4] > 0 {
        return Err(Failure::command(match counts[4] {
            1 => "1 line could not be judged".to_owned(),
            count => format!("{count} lines could not be judged"),
        }));
    }
    let answers = cases.iter().filter_map(|case| case.outcome.clone().ok());
    Ok(worst(answers.map(|outcome| answer(outcome, check.strict))))
}

/// The lines of a file or of standard input, with their numbers.
fn read(path: &str, context: &mut Context) -> Result<Vec<(usize, String)>, Failure> {
    let unreadable = |error| Failure::command(format!("cannot read {path}: {error}"));
    let reader: Box<dyn BufRead> = match path {
        "-" => {
            context.take_stdin()?;
            Box::new(std::io::stdin().lock())
        }
        path => Box::new(BufReader::new(File::open(path).map_err(unreadable)?)),
    };
    let lines = reader.split(b'\n').enumerate().map(|(index, line)| {
        let text = String::from_utf8_lossy(&line.map_err(unreadable)?).into_owned();
        Ok((index + 1, text))
    });
    lines.collect()
}

/// What counts of many answers.
fn worst(answers: impl Iterator<Item = Answer>) -> Answer {
    answers.fold(Answer::Fine, |worst, answer| match (worst, answer) {
        (Answer::No, _) | (_, Answer::No) => Answer::No,
        (Answer::Undecided, _) | (_, Answer::Undecided) => Answer::Undecided,
        _ => Answer::Fine,
    })
}

impl Judged {
    fn new(number: usize, text: &str, scope: &Scope) -> Self {
        let start = Instant::now();
        let pair: Result<Pair, String> = serde_json::from_str(text).map_err(|error| {
            // there is one line, whose number is that of the file
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            format!("line {number}: {message}")
        });
        let name = match &pair {
            Ok(pair) => pair.name.clone().unwrap_or_else(|| pair.formula.clone()),
            Err(_) => format!("line {number}"),
        };
        let found = pair.and_then(|pair| {
            pair.judged(scope)
                .map_err(|failure| format!("line {number}: {}", failure.message()))
        });
        Self {
            name,
            found,
            time: start.elapsed(),
        }
    }

    /// The place of its count: the verdicts, then errors.
    fn place(&self) -> usize {
        match &self.found {
            Ok((_, verdict)) => VERDICTS
                .iter()
                .position(|known| *known == verdict.outcome())
                .unwrap_or_default(),
            Err(_) => VERDICTS.len(),
        }
    }

    fn case(&self) -> Case {
        match &self.found {
            Ok((_, verdict)) => Case::judged(self.name.clone(), verdict, self.time),
            Err(message) => Case::failed(self.name.clone(), message.clone()),
        }
    }

    fn print(&self, context: &mut Context) -> Result<(), Failure> {
        if context.is_jsonl() {
            return context.object(&self.object());
        }
        let out = &mut context.out;
        let name = shortened(&self.name.replace('\n', " "), WIDEST);
        match &self.found {
            Ok((_, verdict)) => {
                let style = print::colour(verdict.outcome());
                let word = print::word(verdict.outcome());
                let note = verdict
                    .witness()
                    .map_or_else(|| verdict.reason().to_owned(), print::shown);
                let quiet = format!("{QUIET}{note}{QUIET:#}");
                writeln!(out, "{style}{word:9}{style:#}  {name:WIDEST$}  {quiet}")?;
            }
            Err(message) => {
                let first = message.lines().next().unwrap_or_default();
                writeln!(out, "{BAD}{:9}{BAD:#}  {name:WIDEST$}  {first}", "error")?;
            }
        }
        Ok(())
    }

    fn object(&self) -> Value {
        let mut object = Map::new();
        object.insert("name".to_owned(), json!(self.name));
        match &self.found {
            Ok((formula, verdict)) => {
                if let Value::Object(fields) = lines::object(formula, verdict) {
                    object.extend(fields);
                }
            }
            Err(message) => {
                object.insert("error".to_owned(), json!(message));
            }
        }
        Value::Object(object)
    }
}

impl Pair {
    fn judged(&self, scope: &Scope) -> Result<(Formula, Verdict), Failure> {
        let mut formula = scope.parse(&self.formula)?;
        for (name, value) in &self.set {
            let value = match value {
                Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
                Value::String(text) => scope.constant(text)?,
                other => {
                    return Err(Failure::command(format!(
                        "expected a number for `{name}`, found {other}"
                    )));
                }
            };
            formula = formula.with(name, value)?;
        }
        let verdict = match (&self.derivative, &self.value) {
            (Some(claim), None) => {
                let claim = scope.parse_claim(claim, &formula)?;
                let by = variable(&formula, self.wrt.as_deref());
                formula.check_derivative(by, &claim)?
            }
            (None, Some(_)) if self.wrt.is_some() => {
                return Err(Failure::command("`wrt` belongs to a `derivative`"));
            }
            (None, Some(claim)) => {
                let claimed = scope.parse_claim(claim, &formula);
                let claim = claimed.or_else(|error| scope.parse(claim).map_err(|_| error))?;
                formula.check_value(&claim)?
            }
            _ => {
                return Err(Failure::command(
                    "expected either `derivative` or `value` beside `formula`",
                ));
            }
        };
        Ok((formula, verdict))
    }
}

/// The verdicts in the order of the summary.
const VERDICTS: [Judgement; 4] = [
    Judgement::Equal,
    Judgement::Agrees,
    Judgement::Different,
    Judgement::Undecided,
];

fn summary(counts: [usize; 5], out: &mut impl Write) -> Result<(), Failure> {
    let words = VERDICTS.map(print::word).into_iter().chain(["error"]);
    let parts: Vec<String> = words
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let total: usize = counts.iter().sum();
    let all = if total == 1 {
        "1 claim"
    } else {
        &*format!("{total} claims")
    };
    let parts = if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join(", "))
    };
    Ok(writeln!(out, "{all}{parts}")?)
}

/// How far it is, on standard error if that is a terminal.
fn bar(count: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(count as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} claims, {eta} left") {
        bar.set_style(style);
    }
    bar
}
