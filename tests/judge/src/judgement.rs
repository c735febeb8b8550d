//! Claims about a subject, and what the library says about them.

use std::time::{Duration, Instant};

use gradus::{Error, Outcome, Verdict};

use crate::choices::Choices;
use crate::right::right;
use crate::subject::Subject;
use crate::truth::{Standing, Truth};
use crate::wrong::wrong;

/// A claimed derivative of which is known whether it is right.
#[derive(Clone, Debug)]
pub struct Claim {
    /// How it was made.
    pub class: String,
    /// The claim.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
}

/// A claim and the verdict on it.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The claim.
    pub claim: Claim,
    /// What the library said.
    pub verdict: Verdict,
    /// How long that took.
    pub time: Duration,
    /// How long it took to look for the mistake.
    pub diagnosing: Duration,
}

impl Judgement {
    /// Whether the verdict is false: equal for what is wrong, different for what is right.
    pub fn is_false(&self) -> bool {
        matches!(
            (self.claim.right, self.verdict.outcome()),
            (true, Outcome::Different) | (false, Outcome::Equal)
        )
    }

    /// Whether a mistake was found and named.
    pub fn is_diagnosed(&self) -> bool {
        diagnosis(&self.verdict).is_some()
    }
}

/// What the library says the mistake is.
pub fn diagnosis(verdict: &Verdict) -> Option<String> {
    let found = verdict.diagnosis()?;
    Some(format!("{}: {}", found.mistake(), found.sentence()))
}

/// Claims about a subject. A right form counts only if it is right, a mistake only if it is wrong, at points of high precision.
///
/// # Errors
/// If the formula exceeds the limits.
pub fn claims(subject: &Subject, choices: &mut Choices) -> Result<Vec<Claim>, Error> {
    let truth = Truth::new(subject, choices)?;
    let mut found = Vec::new();
    let made = [
        (true, right(subject)),
        (false, wrong(subject, truth.boundaries())),
    ];
    for (expected, forms) in made {
        for (class, text) in forms {
            let standing = subject
                .claim_body(&text)
                .and_then(|body| truth.standing(&body));
            let holds = match standing {
                Ok(Standing::Right) => expected,
                Ok(Standing::Wrong) => !expected,
                Ok(Standing::Unknown) | Err(_) => false,
            };
            if holds {
                found.push(Claim {
                    class,
                    text,
                    right: expected,
                });
            }
        }
    }
    Ok(found)
}

/// What the library says about a claim.
///
/// # Errors
/// If it cannot read the claim.
pub fn judge(subject: &Subject, claim: Claim) -> Result<Judgement, Error> {
    let formula = subject.claim(&claim.text)?;
    let start = Instant::now();
    let verdict = subject.formula.check_derivative(&subject.by, &formula)?;
    let time = start.elapsed();
    let start = Instant::now();
    let _ = verdict.diagnosis();
    Ok(Judgement {
        claim,
        verdict,
        time,
        diagnosing: start.elapsed(),
    })
}
