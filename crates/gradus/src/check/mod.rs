//! Judging claimed derivatives and equalities.

mod at;
mod boundaries;
pub mod claims;
mod comparison;
mod diagnosis;
mod divisors;
mod points;
mod proof;
#[cfg(test)]
mod tests;
mod worst;

use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::pieces::Break;

use crate::{Error, Formula};
use comparison::{About, Comparison};
use diagnosis::Pending;
pub use diagnosis::{Diagnosis, Mistake};

/// How a comparison came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The two are the same function: proved.
    Equal,
    /// They differ, as the witness shows.
    Different,
    /// They have the same value at every point tried, but that they are the same is not proved.
    Agrees,
    /// Neither could be found.
    Undecided,
}

/// A point at which a claim differs from the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The inputs with their names.
    pub inputs: Vec<(String, f64)>,
    /// The parameters with their names, where they are not at their defaults.
    pub parameters: Vec<(String, f64)>,
    /// What the claim says there; NaN if it says nothing.
    pub claimed: f64,
    /// The true value.
    pub actual: f64,
    /// The claimed and the true value as decimals of as many digits as tell them apart, where they are the same as f64.
    pub digits: Option<(String, String)>,
}

/// A kink or jump of the formula, and what the claim says there.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimAtKink {
    /// The kink.
    pub kink: Break,
    /// The value of the claim there; NaN if it has none.
    pub claimed: f64,
}

/// What was found about a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    outcome: Outcome,
    reason: String,
    witness: Option<Witness>,
    kinks: Vec<ClaimAtKink>,
    pending: Pending,
}

impl Verdict {
    /// How the comparison came out.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// By what: one line.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// A point that shows the difference: there the enclosures of claim and truth are apart, so that it is proved.
    pub fn witness(&self) -> Option<&Witness> {
        self.witness.as_ref()
    }

    /// The point between -50 and 50 where a wrong claim is furthest from the truth, with the parameters of the witness: searched for,
    /// not proved. It is searched for when this is first called. For formulas of one input.
    pub fn worst(&self) -> Option<&Witness> {
        self.pending.worst(self)
    }

    /// The kinks of the formula, where a claim is a convention.
    pub fn kinks(&self) -> &[ClaimAtKink] {
        &self.kinks
    }

    /// What the mistake of a wrong claim probably is, with the corrected formula; of a right claim, where its text goes wrong
    /// when it is evaluated as it stands. `None` if there is nothing to say. It is looked for when this is first
    /// called, which takes some tens of milliseconds, and never offers a formula
    /// that was not compared with the truth.
    ///
    /// ```
    /// use gradus::{Formula, Mistake, Scope};
    ///
    /// let sigmoid = Formula::builtin("sigmoid")?;
    /// let claimed = Scope::with_builtins().parse_claim("x*(1 - x)", &sigmoid)?;
    /// let verdict = sigmoid.check_derivative("x", &claimed)?;
    /// let diagnosis = verdict.diagnosis().expect("a known mistake");
    /// assert_eq!(diagnosis.mistake(), Mistake::Output);
    /// assert_eq!(diagnosis.corrected(), Some("sigmoid(x)*(1 - sigmoid(x))"));
    /// # Ok::<(), gradus::Error>(())
    /// ```
    pub fn diagnosis(&self) -> Option<&Diagnosis> {
        self.pending.answer(self)
    }
}

impl Formula {
    /// Whether a formula is the derivative of this one by the input or parameter of that name.
    ///
    /// The claim is a function of the same inputs, by position, and of the parameters of the same names. At kinks it may
    /// have any value between the one-sided derivatives.
    ///
    /// ```
    /// use gradus::{Formula, Outcome, Scope};
    ///
    /// let sigmoid = Formula::builtin("sigmoid")?;
    /// let claimed = Scope::with_builtins().parse_claim("1 - sigmoid(x)", &sigmoid)?;
    /// let verdict = sigmoid.check_derivative("x", &claimed)?;
    /// assert_eq!(verdict.outcome(), Outcome::Different);
    /// assert_eq!(verdict.witness().map(|witness| witness.actual), Some(0.19661193324148185));
    /// # Ok::<(), gradus::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the formula has no such name, it or the claim acts on whole vectors, or the claim has another number of inputs.
    pub fn check_derivative(&self, name: &str, claimed: &Self) -> Result<Verdict, Error> {
        let mut comparison = self.compared(claimed, Some(name))?;
        let symbol = self.symbol(name)?;
        let mut verdict = comparison.verdict();
        if self.function().inputs.first() == Some(&symbol) {
            verdict.kinks = comparison.kinks(symbol);
        }
        Ok(self.with_pending(verdict, claimed, Some(name)))
    }

    /// Whether another formula has the same value everywhere.
    ///
    /// # Errors
    /// If the formulas have different numbers of inputs, or act on whole vectors.
    pub fn check_value(&self, other: &Self) -> Result<Verdict, Error> {
        let verdict = self.compared(other, None)?.verdict();
        Ok(self.with_pending(verdict, other, None))
    }

    /// A claim beside the truth: the derivative by that name, or the value.
    fn compared(&self, claimed: &Self, by: Option<&str>) -> Result<Comparison<'_>, Error> {
        if self.is_vector() || claimed.is_vector() {
            return Err(Error::OverVectors);
        }
        let mut graph = self.graph().clone();
        let body = self.function().body;
        let symbol = by.map(|name| self.symbol(name)).transpose()?;
        let (truth, about) = match symbol {
            Some(symbol) => (differentiate(&mut graph, body, symbol), About::Derivative),
            None => (body, About::Value),
        };
        Comparison::new(self, graph, truth, claimed, about, symbol)
    }

    /// A verdict whose mistake can be asked for.
    fn with_pending(&self, verdict: Verdict, claimed: &Self, by: Option<&str>) -> Verdict {
        let pending = Pending::new(self, claimed, by);
        Verdict { pending, ..verdict }
    }
}
