//! Judging claimed derivatives and equalities.

mod at;
mod boundaries;
pub mod claims;
mod comparison;
mod points;
mod proof;
#[cfg(test)]
mod tests;

use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::pieces::Break;

use crate::{Error, Formula};
use comparison::{About, Comparison};

/// How a comparison came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The two are the same function: shown by algebra.
    Equal,
    /// They differ, as the witness shows.
    Different,
    /// They have the same value at every point tried, but algebra did not show that they are the same.
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

    /// A point that shows the difference.
    pub fn witness(&self) -> Option<&Witness> {
        self.witness.as_ref()
    }

    /// The kinks of the formula, where a claim is a convention.
    pub fn kinks(&self) -> &[ClaimAtKink] {
        &self.kinks
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
        if claimed.is_vector() {
            return Err(Error::OverVectors);
        }
        let symbol = self.symbol(name)?;
        let mut graph = self.graph().clone();
        let truth = differentiate(&mut graph, self.function().body, symbol);
        let by_input = self.function().inputs.first() == Some(&symbol);
        let mut comparison =
            Comparison::new(self, graph, truth, claimed, About::Derivative, Some(symbol))?;
        let mut verdict = comparison.verdict();
        if by_input {
            verdict.kinks = comparison.kinks(symbol);
        }
        Ok(verdict)
    }

    /// Whether another formula has the same value everywhere.
    ///
    /// # Errors
    /// If the formulas have different numbers of inputs, or act on whole vectors.
    pub fn check_value(&self, other: &Self) -> Result<Verdict, Error> {
        if self.is_vector() || other.is_vector() {
            return Err(Error::OverVectors);
        }
        let truth = self.function().body;
        Ok(
            Comparison::new(self, self.graph().clone(), truth, other, About::Value, None)?
                .verdict(),
        )
    }
}
