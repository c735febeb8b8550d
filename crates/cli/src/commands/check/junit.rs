//! Verdicts as a JUnit report, which systems of continuous integration read.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use gradus::{Outcome, Verdict};

use super::{answer, print};
use crate::failure::{Answer, Failure};

/// A verdict, or why there is none, for a report.
#[derive(Clone, Debug)]
pub struct Case {
    /// What was judged.
    pub name: String,
    /// How it came out; an error message where it could not be judged.
    pub outcome: Result<Outcome, String>,
    /// By what.
    pub reason: String,
    /// The witness, and what else helps.
    pub details: Vec<String>,
    /// How long it took.
    pub time: Duration,
}

impl Case {
    /// A verdict on a formula.
    pub fn judged(name: String, verdict: &Verdict, time: Duration) -> Self {
        Self {
            name,
            outcome: Ok(verdict.outcome()),
            reason: verdict.reason().to_owned(),
            details: details(verdict),
            time,
        }
    }

    /// What could not be judged.
    pub fn failed(name: String, message: String) -> Self {
        Self {
            name,
            outcome: Err(message),
            reason: String::new(),
            details: Vec::new(),
            time: Duration::ZERO,
        }
    }
}

/// The witness, and what the mistake probably is.
fn details(verdict: &Verdict) -> Vec<String> {
    let mut lines: Vec<String> = verdict.witness().map(print::shown).into_iter().collect();
    if let Some(found) = verdict.diagnosis() {
        let label = print::label(verdict.outcome());
        lines.push(format!("{label}: {}", found.sentence()));
        lines.extend(found.corrected().map(|text| format!("corrected: {text}")));
    }
    lines
}

/// Writes a report: what differs, and what is undecided, are failures; what cannot be read is an error.
pub fn write(path: &Path, cases: &[Case], strict: bool) -> Result<(), Failure> {
    std::fs::write(path, report(cases, strict))
        .map_err(|error| Failure::command(format!("cannot write {}: {error}", path.display())))
}

fn report(cases: &[Case], strict: bool) -> String {
    let fails = |case: &&Case| matches!(&case.outcome, Ok(outcome) if answer(*outcome, strict) != Answer::Fine);
    let failures = cases.iter().filter(fails).count();
    let errors = cases.iter().filter(|case| case.outcome.is_err()).count();
    let time: Duration = cases.iter().map(|case| case.time).sum();
    let counts = format!(
        "name=\"gradus check\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" time=\"{:.3}\"",
        cases.len(),
        time.as_secs_f64()
    );
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n<testsuite {counts}>\n"
    );
    for case in cases {
        let body = body(case, strict);
        // writing to a string does not fail
        let _ = write!(
            text,
            "<testcase classname=\"gradus.check\" name=\"{}\" time=\"{:.3}\"",
            escaped(&case.name),
            case.time.as_secs_f64()
        );
        let _ = match body {
            Some(body) => writeln!(text, ">{body}</testcase>"),
            None => writeln!(text, "/>"),
        };
    }
    text + "</testsuite>\n</testsuites>\n"
}

fn body(case: &Case, strict: bool) -> Option<String> {
    let outcome = match &case.outcome {
        Ok(outcome) if answer(*outcome, strict) == Answer::Fine => return None,
        Ok(outcome) => *outcome,
        Err(message) => {
            let first = message.lines().next().unwrap_or_default();
            return Some(element("error", "error", first, message));
        }
    };
    let word = print::word(outcome);
    let lines = [std::slice::from_ref(&case.reason), &case.details[..]].concat();
    let message = format!("{word}: {}", case.reason);
    Some(element("failure", word, &message, &lines.join("\n")))
}

fn element(tag: &str, kind: &str, message: &str, text: &str) -> String {
    format!(
        "<{tag} type=\"{kind}\" message=\"{}\">{}</{tag}>",
        escaped(message),
        escaped(text)
    )
}

/// Text as XML 1.0 has it; characters that it cannot have are replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' => escaped += "&#9;",
            '\n' => escaped += "&#10;",
            '\r' => escaped += "&#13;",
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_reserves_is_escaped() {
        assert_eq!(
            escaped("if(x < 1 & \"y\" > 2)\n\u{1}"),
            "if(x &lt; 1 &amp; &quot;y&quot; &gt; 2)&#10;\u{fffd}"
        );
    }

    #[test]
    fn a_report_counts_what_failed() {
        let case = |outcome| Case {
            outcome,
            ..Case::failed("f < g".to_owned(), String::new())
        };
        let cases = [
            case(Ok(Outcome::Equal)),
            case(Ok(Outcome::Agrees)),
            case(Ok(Outcome::Different)),
            case(Err("no formula".to_owned())),
        ];
        for (strict, failures) in [(false, 1), (true, 2)] {
            let text = report(&cases, strict);
            let counts = format!("tests=\"4\" failures=\"{failures}\" errors=\"1\"");
            assert!(text.contains(&counts), "{text}");
            assert_eq!(text.matches("<failure").count(), failures, "{text}");
        }
    }
}
