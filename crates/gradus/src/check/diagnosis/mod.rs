//! What the mistake of a wrong claim probably is.
//!
//! Each file holds hypotheses. A hypothesis makes candidates, tests them at a few points in high precision, and offers a
//! corrected formula only after it was compared with the truth as any claim is. The first that holds is the diagnosis, so
//! the order of the table is from the most to the least specific.

mod arguments;
mod case;
mod choices;
pub(super) mod edit;
mod factors;
mod hole;
mod kink;
mod literals;
mod named;
mod other;
mod outer;
mod output;
mod parameters;
mod pending;
mod regions;
mod sign;
mod terms;
mod unstable;

use std::fmt;

use case::Case;
pub(super) use pending::Pending;

/// What a mistake probably is, in a sentence, with the corrected formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    mistake: Mistake,
    sentence: String,
    corrected: Option<String>,
}

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mistake {
    /// The sign of the whole or of a part.
    Sign,
    /// A constant stands for another one, of which it is a rounding.
    RoundedConstant,
    /// A constant is another one.
    Constant,
    /// A constant or a parameter is missing as a factor, or one too many.
    Factor,
    /// The derivative of what a function is of is missing as a factor, or one too many.
    ChainFactor,
    /// A term of the rule for products or quotients is missing or wrong.
    ProductTerm,
    /// A term that does not belong there.
    Term,
    /// The argument of a function within.
    Argument,
    /// The output where the input belongs, or the other way round.
    Output,
    /// Right on some pieces or intervals and wrong on others.
    Branch,
    /// The formula itself is claimed to be its derivative.
    Value,
    /// Another derivative of the same formula: by another name, or of another order.
    OtherDerivative,
    /// The derivative of another activation.
    OtherActivation,
    /// Right for the default of a parameter only.
    ParameterDefault,
    /// Right except at kinks or single points.
    Kink,
    /// Right, but NaN, infinite or without digits where the text is evaluated as it stands.
    Unstable,
}

impl Diagnosis {
    /// What kind of mistake it is.
    pub fn mistake(&self) -> Mistake {
        self.mistake
    }

    /// The mistake in one line for people.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// A formula that was compared with the truth and found right: the claim with the mistake corrected where that is known, the
    /// true derivative otherwise.
    pub fn corrected(&self) -> Option<&str> {
        self.corrected.as_deref()
    }

    fn new(mistake: Mistake, sentence: String, corrected: Option<String>) -> Self {
        Self {
            mistake,
            sentence,
            corrected,
        }
    }
}

impl Mistake {
    /// Its name in lower case: `chain factor`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::RoundedConstant => "rounded constant",
            Self::Constant => "constant",
            Self::Factor => "factor",
            Self::ChainFactor => "chain factor",
            Self::ProductTerm => "product term",
            Self::Term => "term",
            Self::Argument => "argument",
            Self::Output => "output",
            Self::Branch => "branch",
            Self::Value => "value",
            Self::OtherDerivative => "other derivative",
            Self::OtherActivation => "other activation",
            Self::ParameterDefault => "parameter default",
            Self::Kink => "kink",
            Self::Unstable => "unstable",
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Looks for one kind of mistake.
type Hypothesis = fn(&mut Case<'_>) -> Option<Diagnosis>;

/// The most specific first.
const HYPOTHESES: &[Hypothesis] = &[
    other::the_value,
    other::by_another_name,
    choices::superfluous,
    literals::rounded,
    sign::of_a_part,
    sign::within,
    choices::exchanged,
    choices::not_differentiated,
    literals::wrong,
    factors::chain,
    factors::constant,
    factors::parameter,
    terms::missing,
    outer::missing,
    choices::of_another_piece,
    choices::wrong,
    arguments::wrong,
    output::for_input,
    other::second,
    regions::wrong_somewhere,
    other::activation,
    literals::unnamed,
];

/// Those for claims that are right at the defaults of the parameters.
const OF_PARAMETERS: &[Hypothesis] = &[
    literals::wrong,
    factors::chain,
    factors::parameter,
    arguments::wrong,
    parameters::at_default,
];

/// The first hypothesis that holds.
fn diagnose(mut case: Case<'_>) -> Option<Diagnosis> {
    if case.differing() == 0 {
        return kink::only_there(&mut case);
    }
    if let Some(defaults) = parameters::right_for(&case) {
        let found = OF_PARAMETERS
            .iter()
            .find_map(|hypothesis| hypothesis(&mut case))?;
        let sentence = match found.mistake {
            Mistake::ParameterDefault => found.sentence,
            _ => format!("right for {defaults} only: {}", found.sentence),
        };
        return Some(Diagnosis { sentence, ..found });
    }
    HYPOTHESES
        .iter()
        .find_map(|hypothesis| hypothesis(&mut case))
}
