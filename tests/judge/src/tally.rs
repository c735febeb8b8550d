//! Judgements counted.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use gradus::Outcome;

use crate::judgement::Judgement;

/// The verdicts in the order of the columns.
const OUTCOMES: [(Outcome, &str); 4] = [
    (Outcome::Equal, "equal"),
    (Outcome::Agrees, "agrees"),
    (Outcome::Different, "different"),
    (Outcome::Undecided, "undecided"),
];

/// Right forms and wrong claims that every subject should have.
const FEWEST: [usize; 2] = [5, 10];

/// Judgements of several subjects counted; shown as tables.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    rows: BTreeMap<(bool, String), [usize; 4]>,
    diagnosed: BTreeMap<String, [usize; 2]>,
    subjects: Vec<Forms>,
    times: Vec<(Duration, String)>,
    /// False verdicts, one a line.
    pub falsehoods: Vec<String>,
    /// Wrong claims that were not found to be different, one a line.
    pub missed: Vec<String>,
}

/// How the forms of one subject came out.
#[derive(Clone, Debug)]
struct Forms {
    title: String,
    right: usize,
    proved: usize,
    wrong: usize,
    unproved: Vec<String>,
}

impl Tally {
    /// Adds what was said about one subject.
    pub fn add(&mut self, title: &str, judgements: &[Judgement]) {
        let mut forms = Forms {
            title: title.to_owned(),
            right: 0,
            proved: 0,
            wrong: 0,
            unproved: Vec::new(),
        };
        for judgement in judgements {
            let claim = &judgement.claim;
            let outcome = judgement.verdict.outcome();
            let line = format!(
                "{title} [{}] {}: {} ({})",
                claim.class,
                claim.text,
                word(outcome),
                judgement.verdict.reason()
            );
            self.count(claim.right, &claim.class, outcome);
            if claim.right {
                forms.right += 1;
                match outcome {
                    Outcome::Equal => forms.proved += 1,
                    _ => forms.unproved.push(claim.class.clone()),
                }
            } else {
                forms.wrong += 1;
                if outcome == Outcome::Different {
                    let counts = self.diagnosed.entry(claim.class.clone()).or_default();
                    counts[usize::from(judgement.is_diagnosed())] += 1;
                } else {
                    self.missed.push(line.clone());
                }
            }
            self.times.push((judgement.time, line.clone()));
            if judgement.is_false() {
                self.falsehoods.push(line);
            }
        }
        self.subjects.push(forms);
    }

    fn count(&mut self, right: bool, class: &str, outcome: Outcome) {
        let place = OUTCOMES.iter().position(|(known, _)| *known == outcome);
        for name in ["", class] {
            let row = self.rows.entry((right, name.to_owned())).or_default();
            row[place.expect("every verdict has a column")] += 1;
        }
    }

    /// How many claims were judged.
    pub fn judged(&self) -> usize {
        self.times.len()
    }

    /// The share of subjects of which every right form was proved.
    pub fn share_proved(&self) -> f64 {
        let whole = self
            .subjects
            .iter()
            .filter(|forms| forms.proved == forms.right);
        whole.count() as f64 / self.subjects.len().max(1) as f64
    }

    fn write_times(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut times = self.times.clone();
        times.sort();
        let Some((worst, slowest)) = times.last() else {
            return Ok(());
        };
        let at = |share: usize| 1e3 * times[(times.len() - 1) * share / 100].0.as_secs_f64();
        writeln!(
            f,
            "ms a check: median {:.2}, 95 % within {:.2}, most {:.2}",
            at(50),
            at(95),
            1e3 * worst.as_secs_f64()
        )?;
        writeln!(f, "slowest: {slowest}")
    }
}

fn word(outcome: Outcome) -> &'static str {
    OUTCOMES
        .iter()
        .find(|(known, _)| *known == outcome)
        .map_or("", |(_, word)| word)
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:36}", "claims")?;
        for (_, word) in OUTCOMES {
            write!(f, "{word:>10}")?;
        }
        writeln!(f, "{:>11}", "diagnosed")?;
        for right in [true, false] {
            for ((kind, class), counts) in &self.rows {
                if *kind != right {
                    continue;
                }
                let name = match (right, class.as_str()) {
                    (true, "") => "RIGHT",
                    (false, "") => "WRONG",
                    (_, class) => class,
                };
                write!(f, "{name:36}")?;
                for count in counts {
                    write!(f, "{count:>10}")?;
                }
                match self.diagnosed.get(class) {
                    Some([_, yes]) if !right => writeln!(f, "{yes:>11}")?,
                    _ => writeln!(f)?,
                }
            }
        }
        let [different, diagnosed] = self
            .diagnosed
            .values()
            .fold([0, 0], |[all, named], [no, yes]| {
                [all + no + yes, named + yes]
            });
        writeln!(
            f,
            "\n{} subjects, {} claims",
            self.subjects.len(),
            self.judged()
        )?;
        writeln!(
            f,
            "proved equal in all forms: {:.1} % of subjects",
            100.0 * self.share_proved()
        )?;
        for forms in &self.subjects {
            if forms.proved < forms.right {
                writeln!(
                    f,
                    "  {} {}/{}: not {}",
                    forms.title,
                    forms.proved,
                    forms.right,
                    forms.unproved.join(", ")
                )?;
            }
        }
        writeln!(f, "diagnosed: {diagnosed} of {different} mistakes found")?;
        self.write_times(f)?;
        let [right, wrong] = FEWEST;
        let few = |forms: &&Forms| forms.right < right || forms.wrong < wrong;
        let few = self.subjects.iter().filter(few).count();
        writeln!(
            f,
            "subjects with less than {right} right or {wrong} wrong claims: {few}"
        )?;
        for (heading, lines) in [("MISSED", &self.missed), ("FALSE", &self.falsehoods)] {
            writeln!(f, "{heading}: {}", lines.len())?;
            for line in lines {
                writeln!(f, "  {line}")?;
            }
        }
        Ok(())
    }
}
