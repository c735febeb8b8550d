//! The judge of derivatives judged: right and wrong claims about every entry of the catalogue, or about random formulas.

use std::fs::File;
use std::io::{BufWriter, Write};

use gradus::{Error, Outcome, catalog};
use gradus_judge::{Choices, Judgement, Subject, Tally, claims, judge, random};
use rayon::prelude::*;
use serde_json::json;

use crate::Failure;

const USAGE: &str = "judge [--entry NAME]… [--random N] [--seed S] [--jsonl FILE]
  right and wrong derivatives of all entries (or of those named, or of N random formulas), and the verdicts on them";

/// What was asked for.
#[derive(Default)]
struct Wanted {
    entries: Vec<String>,
    random: usize,
    seed: u64,
    lines: Option<String>,
}

/// Prints the confusion matrix.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let wanted = Wanted::new(arguments).ok_or(Failure::Usage(USAGE))?;
    let subjects = wanted.subjects()?;
    let judged: Vec<(String, Vec<Judgement>)> = subjects
        .par_iter()
        .enumerate()
        .map(|(index, subject)| {
            Ok((
                title(subject),
                judgements(subject, wanted.seed + index as u64)?,
            ))
        })
        .collect::<Result<_, Error>>()?;
    let mut tally = Tally::default();
    for (title, judgements) in &judged {
        tally.add(title, judgements);
    }
    if let Some(path) = &wanted.lines {
        write_lines(path, &judged)?;
    }
    print!("{tally}");
    if tally.falsehoods.is_empty() {
        Ok(())
    } else {
        Err(Failure::Stale("there are false verdicts"))
    }
}

impl Wanted {
    fn new(arguments: &[String]) -> Option<Self> {
        let mut wanted = Self {
            seed: 1,
            ..Self::default()
        };
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            let value = rest.next()?;
            match option.as_str() {
                "--entry" => wanted.entries.push(value.clone()),
                "--random" => wanted.random = value.parse().ok()?,
                "--seed" => wanted.seed = value.parse().ok()?,
                "--jsonl" => wanted.lines = Some(value.clone()),
                _ => return None,
            }
        }
        Some(wanted)
    }

    fn subjects(&self) -> Result<Vec<Subject>, Error> {
        if self.random > 0 {
            let mut choices = Choices::new(self.seed);
            return (0..self.random)
                .map(|index| Subject::of_text(&random(&mut choices, 1 + index % 3)))
                .collect();
        }
        let all = catalog::names().filter(|name| {
            self.entries.is_empty() || self.entries.iter().any(|wanted| wanted == name)
        });
        let subjects: Result<Vec<Vec<Subject>>, Error> = all.map(Subject::of_entry).collect();
        Ok(subjects?.concat())
    }
}

fn title(subject: &Subject) -> String {
    format!("{} by {}", subject.title, subject.by)
}

fn judgements(subject: &Subject, seed: u64) -> Result<Vec<Judgement>, Error> {
    let claims = claims(subject, &mut Choices::new(seed))?;
    claims
        .into_iter()
        .map(|claim| judge(subject, claim))
        .collect()
}

fn write_lines(path: &str, judged: &[(String, Vec<Judgement>)]) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    for (title, judgements) in judged {
        for Judgement {
            claim,
            verdict,
            time,
            diagnosing,
        } in judgements
        {
            let line = json!({
                "subject": title,
                "class": claim.class,
                "right": claim.right,
                "claim": claim.text,
                "verdict": word(verdict.outcome()),
                "reason": verdict.reason(),
                "ms": 1e3 * time.as_secs_f64(),
                "diagnosis": verdict.diagnosis().map(|found| json!({
                    "mistake": found.mistake().name(),
                    "sentence": found.sentence(),
                    "corrected": found.corrected(),
                })),
                "diagnosing_ms": 1e3 * diagnosing.as_secs_f64(),
            });
            writeln!(file, "{line}")?;
        }
    }
    Ok(file.flush()?)
}

fn word(outcome: Outcome) -> String {
    format!("{outcome:?}").to_lowercase()
}
