//! A diagnosis that is made when it is first asked for.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::case::Case;
use super::{Diagnosis, diagnose, unstable};
use crate::Formula;
use crate::check::{Outcome, Verdict, Witness};

/// A claim whose mistake was not looked for yet.
#[derive(Clone, Default)]
pub(in crate::check) struct Pending(Option<Arc<Asked>>);

struct Asked {
    formula: Formula,
    claimed: Formula,
    /// By what the claim is a derivative; none if it is about the value.
    by: Option<String>,
    answer: OnceLock<Option<Diagnosis>>,
    worst: OnceLock<Option<Witness>>,
}

impl Pending {
    pub(in crate::check) fn new(formula: &Formula, claimed: &Formula, by: Option<&str>) -> Self {
        Self(Some(Arc::new(Asked {
            formula: formula.clone(),
            claimed: claimed.clone(),
            by: by.map(str::to_owned),
            answer: OnceLock::new(),
            worst: OnceLock::new(),
        })))
    }

    /// The diagnosis of what the verdict found.
    pub(in crate::check) fn answer(&self, verdict: &Verdict) -> Option<&Diagnosis> {
        let asked = self.0.as_deref()?;
        asked
            .answer
            .get_or_init(|| asked.diagnosed(verdict))
            .as_ref()
    }

    /// Where the claim is furthest from the truth.
    pub(in crate::check) fn worst(&self, verdict: &Verdict) -> Option<&Witness> {
        let asked = self.0.as_deref()?;
        let found = asked.worst.get_or_init(|| asked.furthest(verdict));
        found.as_ref()
    }
}

impl Asked {
    fn furthest(&self, verdict: &Verdict) -> Option<Witness> {
        let comparison = self
            .formula
            .compared(&self.claimed, self.by.as_deref())
            .ok()?;
        comparison.worst(verdict.witness()?)
    }

    fn diagnosed(&self, verdict: &Verdict) -> Option<Diagnosis> {
        match verdict.outcome() {
            Outcome::Different => {}
            Outcome::Equal | Outcome::Agrees => return unstable::as_written(&self.claimed),
            Outcome::Undecided => return None,
        }
        let by = self.by.as_deref();
        let comparison = self.formula.compared(&self.claimed, by).ok()?;
        let by = by.and_then(|by| self.formula.symbol(by).ok());
        diagnose(Case::new(comparison, &self.claimed, by, verdict)?)
    }
}

/// Verdicts are the same if what was found is: the diagnosis follows from it.
impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_some() == other.0.is_some()
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = self.0.as_ref().and_then(|asked| asked.answer.get());
        f.debug_tuple("Pending").field(&answer).finish()
    }
}
